/** Knows the request of the two starts that need no table of options: the wizard's. */
import type { Request } from "./commands/request.js";

/**
 * What `parseArguments` makes of no arguments, and of `--practice` alone; null for all others. Who
 * starts the wizard waits for its first frame, and the table knows the options of every command.
 */
export function wizardRequest(argv: readonly string[]): Request | null {
  const practice = argv.length === 1 && argv[0] === "--practice";
  if (argv.length > 0 && !practice) return null;
  return {
    command: "wizard",
    practice,
    plain: false,
    profile: null,
    json: false,
    yes: false,
    mayOpen: true,
    report: null,
  };
}
