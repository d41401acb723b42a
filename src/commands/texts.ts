/** What `--help` and `--version` say beyond the commands themselves. */
import type { CliTexts } from "./request.js";
import type { Problem } from "../base/problem.js";
import { availabilityAt } from "../guide/availability.js";
import { type Io, guarded, reportProblem } from "./io.js";
import { faultHelp } from "./practice-aws.js";

declare const MTURK_SETUP_VERSION: string;

export function cliTexts(date: Date): CliTexts {
  return { version: MTURK_SETUP_VERSION, availability: availabilityAt(date).headline, faults: faultHelp() };
}

/** Wrong arguments: exit code 2, and with `--json` the document too. */
export function reportUsage(io: Io, problem: Problem, json: boolean): number {
  return reportProblem(guarded(io), problem, json);
}
