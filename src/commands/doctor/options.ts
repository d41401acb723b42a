/** Reads what `mturk-setup doctor` takes on the command line. */
import { Option } from "commander";
import { type CommandLine, type Common, type CommonOptions, commonOf } from "../command-line.js";

export interface DoctorRequest extends Common {
  readonly command: "doctor";
  readonly fix: boolean;
  readonly dryRun: boolean;
  readonly keep: "first" | "last" | null;
}

interface Options extends CommonOptions {
  readonly fix?: boolean;
  readonly keep?: "first" | "last";
  readonly dryRun?: boolean;
}

export const DOCTOR_LINE: CommandLine<DoctorRequest> = {
  description: "find what is damaged, misread or hidden in the AWS files, and mend it",
  takesProfile: true,
  examples: [
    "mturk-setup doctor",
    "mturk-setup doctor --fix",
    "mturk-setup doctor --fix --yes --keep last --json",
  ],
  rules: [
    { option: "dryRun", without: ["fix"], why: "Without --fix nothing is changed anyway" },
    {
      option: "keep",
      without: ["fix"],
      why: "Without --fix nothing is chosen: the report shows both",
    },
  ],
  add: (command, found) => {
    command
      .option("--fix", "mend it: each change is shown first and asked about")
      .addOption(
        new Option("--keep <which>", "what to keep where something stands there twice").choices([
          "first",
          "last",
        ]),
      )
      .option("--dry-run", "with --fix: show what would be mended, change nothing")
      .action((options: Options) =>
        found({
          ...commonOf(options),
          command: "doctor",
          fix: options.fix === true,
          dryRun: options.dryRun === true,
          keep: options.keep ?? null,
        }),
      );
  },
};
