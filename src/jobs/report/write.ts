/** Writes the report of what was done, as a private file; never through a link. */
import { join } from "node:path";
import { createPrivateFile, replaceSmallFile } from "../../aws-files/store/store.js";
import { type Result, failed, ok } from "../../base/problem.js";
import { reportName } from "./name.js";

/**
 * Writes it to `path` (absolute), 0600. `replace`: what is there may go, which was asked; of a
 * link, the link. Problem: `file-not-writable`, also where something is there already.
 */
export async function writeReport(
  path: string,
  text: string,
  replace: boolean,
): Promise<Result<string>> {
  const written = await (replace ? replaceSmallFile : createPrivateFile)(path, text);
  return written.ok ? ok(path) : failed(written.problem);
}

/** Writes it under the first name for the day of `at` that is free there. Answers the path. */
export async function writeDatedReport(
  folder: string,
  text: string,
  at: number,
): Promise<Result<string>> {
  for (let n = 1; ; n++) {
    const path = join(folder, reportName(at, n));
    const written = await writeReport(path, text, false);
    if (written.ok || n >= 20 || !isTaken(written)) return written;
  }
}

/** Whether the report could not be written because something stands there. */
export function isTaken(written: Result<unknown>): boolean {
  return !written.ok && written.problem.message.includes("exists already");
}
