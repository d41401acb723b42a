/** Writes the report that `--report FILE` wishes for, when what was to be done is done. */
import { isAbsolute, join } from "node:path";
import { type ReportPart, reportText } from "../jobs/report/text.js";
import { isTaken, writeReport } from "../jobs/report/write.js";
import { EXIT, type Io, problemText } from "./io.js";

export interface ReportWish {
  /** As it was given; null: none is wished. */
  readonly report: string | null;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Asks whether what stands at this path may go. */
export type MayReplace = (path: string) => Promise<boolean>;

/**
 * Writes the report that was wished for, and answers the exit code: that of what was done, unless
 * the report could not be written. What is there is replaced only where a person or `--yes` says
 * so.
 */
export async function reported(
  io: Io,
  { report, yes, json }: ReportWish,
  parts: readonly ReportPart[],
  code: number,
  mayReplace: MayReplace = () => Promise.resolve(false),
): Promise<number> {
  if (report === null) return code;
  const path = isAbsolute(report) ? report : join(io.host.cwd, report);
  const text = reportText(parts, io.clock.now());
  let written = await writeReport(path, text, yes);
  if (isTaken(written) && io.interactive && !json && (await mayReplace(path)))
    written = await writeReport(path, text, true);
  if (written.ok) {
    io.err(`mturk-setup: the report is in ${path}\n`);
    return code;
  }
  io.err(problemText(written.problem));
  io.err("mturk-setup: what was done stays done; only the report is missing.\n");
  return code === EXIT.done ? EXIT.failed : code;
}
