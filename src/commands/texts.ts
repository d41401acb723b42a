/**
 * Says what `--help` and `--version` tell beyond the commands themselves, and what stops every
 * command.
 */
import type { CliTexts } from "./command-line.js";
import type { Request } from "./request.js";
import type { Problem } from "../base/problem.js";
import { availabilityAt } from "../guide/availability.js";
import { profileNameSchema } from "../keys/shape.js";
import { type Io, guarded, reportProblem } from "./io.js";
import { faultHelp } from "./practice-aws/fault-help.js";

declare const MTURK_SETUP_VERSION: string;

export function cliTexts(date: Date): CliTexts {
  return {
    version: MTURK_SETUP_VERSION,
    availability: availabilityAt(date).headline,
    faults: faultHelp(),
  };
}

/**
 * The folder that the program was started in is gone: nothing that lies beside an experiment can be
 * found. Answers the exit code.
 */
export function reportGone(io: Io, { profile, json }: Request): number {
  const gone: Problem = {
    code: "folder-gone",
    message: "The folder that this runs in was deleted.",
    try: ["Go to one that is there: cd", "Then run it again."],
  };
  return reportProblem(guarded(profile === null ? io : { ...io, profile }), gone, json);
}

/**
 * Wrong arguments: exit code 2, and with `--json` the document too, with the profile as far as it
 * was understood.
 */
export function reportUsage(io: Io, problem: Problem, argv: readonly string[]): number {
  const at = argv.findIndex(
    (argument) => argument === "--profile" || argument.startsWith("--profile="),
  );
  const given =
    at < 0
      ? undefined
      : argv[at]?.startsWith("--profile=") === true
        ? argv[at].slice("--profile=".length)
        : argv[at + 1];
  // Anything may stand there, a secret or half of one too: only what is plainly a name is repeated.
  const named =
    given !== undefined &&
    /^[\w.-]{1,32}$/.test(given) &&
    profileNameSchema.safeParse(given).success;
  return reportProblem(
    guarded({ ...io, profile: named ? given : null }),
    problem,
    argv.includes("--json"),
  );
}
