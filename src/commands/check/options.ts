/** Reads what `mturk-setup check` takes on the command line. */
import { Option } from "commander";
import {
  type CommandLine,
  type Common,
  type CommonOptions,
  commonOf,
  needOption,
} from "../command-line.js";

export interface CheckRequest extends Common {
  readonly command: "check";
  readonly need: "keys" | "mturk";
  readonly for: "both" | "boto3" | "psiturk" | null;
}

interface Options extends CommonOptions {
  readonly need?: "keys" | "mturk";
  readonly for?: "both" | "boto3" | "psiturk";
}

export const CHECK_LINE: CommandLine<CheckRequest> = {
  description: "which keys win, does AWS accept them, does the sandbox answer; changes nothing",
  takesProfile: true,
  examples: [
    "mturk-setup check",
    "mturk-setup check --profile lab --json",
    "mturk-setup check --need keys    success as soon as AWS accepts the key",
  ],
  add: (command, found) => {
    command
      .addOption(needOption("mturk"))
      .addOption(
        new Option(
          "--for <program>",
          "whose keys are judged (default: both; with --profile, boto3's)",
        ).choices(["both", "boto3", "psiturk"]),
      )
      .action((options: Options) =>
        found({
          ...commonOf(options),
          command: "check",
          need: options.need ?? "mturk",
          for: options.for ?? null,
        }),
      );
  },
};
