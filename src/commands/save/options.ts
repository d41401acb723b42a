/** Reads what `mturk-setup save` takes on the command line. */
import { InvalidArgumentError, Option } from "commander";
import type { FileKind } from "../../aws-files/types.js";
import { regionSchema } from "../../keys/shape.js";
import {
  type CommandLine,
  type Common,
  type CommonOptions,
  type KeyInput,
  USER_RULE,
  commonOf,
  csvSource,
  needOption,
  pathArgument,
  userOption,
  wrongSource,
} from "../command-line.js";
import { REPORT_RULE, reportOption } from "../report-option.js";

export interface SaveRequest extends Common {
  readonly command: "save";
  readonly source: KeyInput;
  readonly region: string | null;
  /** Null: the credentials file, unless a variable says that there is none. */
  readonly keysIn: FileKind | null;
  readonly dryRun: boolean;
  readonly verify: boolean;
  /** A key that AWS does not know is asked about again for 30 seconds, for it may be too new. */
  readonly wait: boolean;
  readonly need: "keys" | "mturk";
  /** Where the report goes; null: none is wished. */
  readonly report: string | null;
}

interface Options extends CommonOptions {
  readonly csv?: string;
  readonly user?: string;
  readonly stdin?: boolean;
  readonly fromEnv?: boolean;
  readonly region?: string;
  readonly keysIn?: FileKind;
  readonly dryRun?: boolean;
  readonly verify?: boolean;
  readonly wait?: boolean;
  readonly need?: "keys" | "mturk";
  readonly report?: string;
}

export const SAVE_LINE: CommandLine<SaveRequest> = {
  description: "check and write keys without questions",
  takesProfile: true,
  examples: [
    "mturk-setup save --csv ~/Downloads/ann_accessKeys.csv",
    "mturk-setup save --profile lab --csv lab.csv --json",
    "mturk-setup save --stdin --dry-run < key.txt",
  ],
  rules: [
    USER_RULE,
    REPORT_RULE,
    {
      option: "wait",
      beside: ["verify"],
      why: "--no-wait shortens a question that --no-verify does not ask",
    },
    {
      option: "need",
      beside: ["verify"],
      why: "--need asks AWS, and --no-verify asks nobody: give one of them",
    },
  ],
  add: (command, found) => {
    command
      .option("--csv <file>", "the CSV file that AWS's console gave you", pathArgument)
      .addOption(userOption())
      .option("--stdin", "read the key from standard input, in any form that can be pasted")
      .option("--from-env", "take AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from the environment")
      .option(
        "--region <region>",
        "the profile's region (default: the one it has, else us-east-1)",
        regionArgument,
      )
      .addOption(
        new Option("--keys-in <file>", "which file gets the key")
          .choices(["credentials", "config"])
          .default(undefined, "credentials"),
      )
      .option("--dry-run", "show what would be written, write nothing")
      .option("--no-verify", "write without asking AWS about the key")
      .option(
        "--no-wait",
        "refuse a key that AWS does not know at once, instead of asking for 30 seconds " +
          "whether it is too new",
      )
      .addOption(needOption("keys"))
      .addOption(reportOption())
      .action((options: Options) =>
        found({
          ...commonOf(options),
          command: "save",
          source: sourceOf(options),
          region: options.region ?? null,
          keysIn: options.keysIn ?? null,
          dryRun: options.dryRun === true,
          verify: options.verify !== false,
          wait: options.wait !== false,
          need: options.need ?? "keys",
          report: options.report ?? null,
        }),
      );
  },
};

function sourceOf({ csv, stdin, fromEnv, user }: Options): KeyInput {
  const given = [csv !== undefined, stdin === true, fromEnv === true].filter(Boolean).length;
  if (given !== 1)
    throw wrongSource("save needs exactly one of --csv FILE, --stdin and --from-env");
  if (csv !== undefined) return csvSource(csv, user);
  return stdin === true ? { from: "stdin" } : { from: "env" };
}

function regionArgument(value: string): string {
  const parsed = regionSchema.safeParse(value);
  if (!parsed.success)
    throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "That is no region.");
  return parsed.data;
}
