/** Reads what the wizard takes on the command line. */
import {
  type CommandLine,
  type Common,
  type CommonOptions,
  commonOf,
  wrongSource,
} from "../command-line.js";
import { reportOption } from "../report-option.js";

export interface WizardRequest extends Common {
  readonly command: "wizard";
  readonly practice: boolean;
  /** By lines, for screen readers and terminals that only print. */
  readonly plain: boolean;
  /** Where the report goes; null: none is wished. */
  readonly report: string | null;
}

interface Options extends CommonOptions {
  readonly practice?: boolean;
  readonly plain?: boolean;
  readonly report?: string;
}

/** The wizard is the program without a command, whose own options stand in cli.ts. */
export const WIZARD_LINE: CommandLine<WizardRequest> = {
  description: "Without a command: the wizard, which leads through everything.",
  takesProfile: true,
  examples: [
    "mturk-setup                    the wizard",
    "mturk-setup --practice         try everything, nothing is changed",
    "mturk-setup check              do the keys that are here work?",
  ],
  add: (command, found) => {
    command
      .option(
        "--practice",
        "the whole wizard against a practice AWS on this computer: no account, no network, " +
          "nothing is changed",
      )
      .option(
        "--plain",
        "plain lines instead of a screen: for screen readers, logs and programs that type " +
          "(also with ACCESSIBLE=1, TERM=dumb)",
      )
      .addOption(reportOption())
      .action((options: Options) => {
        if (options.practice === true && options.report !== undefined)
          throw wrongSource("--report tells what was done, and in practice nothing is");
        found({
          ...commonOf(options),
          command: "wizard",
          practice: options.practice === true,
          plain: options.plain === true,
          report: options.report ?? null,
        });
      });
  },
};
