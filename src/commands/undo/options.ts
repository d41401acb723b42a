/** Reads what `mturk-setup undo` takes on the command line. */
import { type CommandLine, type Common, type CommonOptions, commonOf } from "../command-line.js";

export interface UndoRequest extends Common {
  readonly command: "undo";
  readonly dryRun: boolean;
  /** Ask AWS about the keys that would come back. */
  readonly verify: boolean;
}

interface Options extends CommonOptions {
  readonly dryRun?: boolean;
  readonly verify?: boolean;
}

export const UNDO_LINE: CommandLine<UndoRequest> = {
  description: "put back what the last change replaced, after showing the difference",
  takesProfile: false,
  examples: [
    "mturk-setup undo --dry-run       the difference",
    "mturk-setup undo",
    "mturk-setup undo --no-verify     without asking AWS about the keys",
  ],
  add: (command, found) => {
    command
      .option("--dry-run", "show what would be put back, change nothing")
      .option("--no-verify", "do not ask AWS whether the keys that come back still work")
      .action((options: Options) =>
        found({
          ...commonOf(options),
          command: "undo",
          dryRun: options.dryRun === true,
          verify: options.verify !== false,
        }),
      );
  },
};
