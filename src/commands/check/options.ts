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
  /** Every profile that holds keys, instead of one. */
  readonly all: boolean;
}

interface Options extends CommonOptions {
  readonly need?: "keys" | "mturk";
  readonly for?: "both" | "boto3" | "psiturk";
  readonly all?: boolean;
}

export const CHECK_LINE: CommandLine<CheckRequest> = {
  description: "which keys win, does AWS accept them, does the sandbox answer; changes nothing",
  takesProfile: true,
  examples: [
    "mturk-setup check",
    "mturk-setup check --profile lab --json",
    "mturk-setup check --all --json",
    "mturk-setup check --need keys    success as soon as AWS accepts the key",
  ],
  rules: [
    {
      option: "all",
      beside: ["profile"],
      why: "It checks every profile that holds keys, not one",
    },
    {
      option: "all",
      beside: ["for"],
      why: "Each profile is judged as boto3 takes it; psiTurk knows no choice of a profile",
    },
  ],
  add: (command, found) => {
    command
      .option("--all", "every profile that holds keys, in one document; the worst decides")
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
          all: options.all === true,
        }),
      );
  },
};
