/** Reads what `mturk-setup guide` takes on the command line. */
import { Argument } from "commander";
import { type GuideStep, GUIDE, guideStep } from "../../guide/steps.js";
import {
  type CommandLine,
  type Common,
  type CommonOptions,
  commonOf,
  wrongSource,
} from "../command-line.js";

export interface GuideRequest extends Common {
  readonly command: "guide";
  /** Those that were asked for, in the guide's order. */
  readonly steps: readonly GuideStep[];
  /** One step was named: nothing but that is told. */
  readonly single: boolean;
  readonly markdown: boolean;
}

interface Options extends CommonOptions {
  readonly closed?: boolean;
  readonly markdown?: boolean;
}

/** Step 5 is two; its number stands for both. */
const NAMES = [...new Set(GUIDE.flatMap(({ id, number }) => [String(number), id]))];

export const GUIDE_LINE: CommandLine<GuideRequest> = {
  description: "AWS's seven steps as plain text, to read or to hand out",
  takesProfile: false,
  examples: [
    "mturk-setup guide               all seven steps",
    "mturk-setup guide 4             one of them",
    "mturk-setup guide --closed --markdown > handout.md",
  ],
  rules: [
    { option: "markdown", beside: ["json"], why: "A document holds the words, without any markup" },
  ],
  add: (command, found) => {
    command
      .addArgument(new Argument("[step]", "one step only").choices(NAMES))
      .option("--closed", "leave out the steps that ended when Amazon closed MTurk")
      .option("--markdown", "as Markdown instead of plain text")
      .action((step: string | undefined, options: Options) => {
        const closed = options.closed === true;
        const steps = GUIDE.filter(
          ({ id, number, closesWithMTurk }) =>
            (step === undefined || step === id || step === String(number)) &&
            !(closed && closesWithMTurk),
          // What is left out is not spoken of.
        ).map(({ id }) => guideStep(id, closed ? "mturk-closed" : null));
        if (steps.length === 0)
          throw wrongSource(
            `step ${step ?? ""} ended with MTurk, and --closed leaves it out: leave that ` +
              "option out to read it",
          );
        found({
          ...commonOf(options),
          command: "guide",
          steps,
          single: step !== undefined,
          markdown: options.markdown === true,
        });
      });
  },
};
