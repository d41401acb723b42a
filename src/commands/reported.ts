/** Writes the report that `--report FILE` wishes for, when what was to be done is done. */
import { isAbsolute, join } from "node:path";
import { type ReportPart, reportText } from "../jobs/report/text.js";
import { isTaken, writeReport } from "../jobs/report/write.js";
import { EXIT, problemText } from "./io.js";
import { ask, isYes } from "./terminal/ask.js";
import type { WizardIo } from "./wizard/run.js";

export interface ReportWish {
  /** As it was given; null: none is wished. */
  readonly report: string | null;
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * Writes the report that was wished for, and answers the exit code: that of what was done, unless
 * the report could not be written. What is there is replaced only where a person or `--yes` says
 * so.
 */
export async function reported(
  io: WizardIo,
  { report, yes, json }: ReportWish,
  parts: readonly ReportPart[],
  code: number,
): Promise<number> {
  if (report === null) return code;
  const path = isAbsolute(report) ? report : join(io.host.cwd, report);
  const text = reportText(parts, io.clock.now());
  let written = await writeReport(path, text, yes);
  if (isTaken(written) && io.interactive && !json && (await mayReplace(io, path)))
    written = await writeReport(path, text, true);
  if (written.ok) {
    io.err(`mturk-setup: the report is in ${path}\n`);
    return code;
  }
  io.err(problemText(written.problem));
  io.err("mturk-setup: what was done stays done; only the report is missing.\n");
  return code === EXIT.done ? EXIT.failed : code;
}

async function mayReplace(io: WizardIo, path: string): Promise<boolean> {
  return isYes((await ask(io.terminal, `${path} is there already. Replace it? (y/N) `)) ?? "");
}
