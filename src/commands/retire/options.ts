/** Reads what `mturk-setup retire` takes on the command line. */
import {
  CHANGES_NOTHING,
  type CommandLine,
  type Common,
  type CommonOptions,
  collect,
  commonOf,
} from "../command-line.js";
import { REPORT_RULE, reportOption } from "../report-option.js";
import { keyIdArgument } from "../key-id-argument.js";

export interface RetireRequest extends Common {
  readonly command: "retire";
  /** Whole, or shortened as it is shown. */
  readonly key: string | null;
  readonly delete: boolean;
  /**
   * everywhere: other places that we write may lose the key. off-anyway: and those that are not
   * edited here may stop.
   */
  readonly others: "everywhere" | "off-anyway" | null;
  /** Take it out of the files although AWS was not seen to refuse it. */
  readonly forget: boolean;
  /** Further folders to look for CSV files in. */
  readonly folders: readonly string[];
  /** Where the record goes; path null: beside the experiment, under a name with the date. */
  readonly record: { readonly path: string | null } | null;
  readonly dryRun: boolean;
  /** Where the report goes; null: none is wished. */
  readonly report: string | null;
}

interface Options extends CommonOptions {
  readonly key?: string;
  readonly everywhere?: boolean;
  readonly offAnyway?: boolean;
  readonly delete?: boolean;
  readonly forget?: boolean;
  readonly folder?: readonly string[];
  readonly record?: string | true;
  readonly dryRun?: boolean;
  readonly report?: string;
}

export const RETIRE_LINE: CommandLine<RetireRequest> = {
  description: "switch a key off at AWS and take it out of the files",
  takesProfile: true,
  examples: [
    "mturk-setup retire --dry-run     which keys are where",
    "mturk-setup retire --key AKIA...WXYZ",
    "mturk-setup retire --profile lab --everywhere --record",
  ],
  rules: [
    REPORT_RULE,
    {
      option: "key",
      beside: ["profile"],
      why: "--key names the key itself, wherever it stands; a profile would not count",
    },
    {
      option: "record",
      beside: ["dryRun"],
      why: "--dry-run does nothing that could be written down",
    },
  ],
  add: (command, found) => {
    command
      .option("--key <id>", "which key (AKIA…WXYZ; an id is no secret)", keyIdArgument)
      .option(
        "--everywhere",
        "it may be taken out of all places that are written here, other profiles too",
      )
      .option(
        "--off-anyway",
        "switch it off although places that are not edited here hold it: what reads those stops",
      )
      .option("--delete", "delete it at AWS instead of switching it off: that cannot be undone")
      .option("--forget", "take it out of the files although AWS was not seen to refuse it")
      .option(
        "--folder <path>",
        "look for CSV files of AWS's console there too; may be given more than once",
        collect,
      )
      .option(
        "--record [file]",
        "write down what was done, without secrets (default: mturk-keys-DATE.txt)",
      )
      .option("--dry-run", CHANGES_NOTHING)
      .addOption(reportOption())
      .action((options: Options) =>
        found({
          ...commonOf(options),
          command: "retire",
          key: options.key ?? null,
          others: othersOf(options),
          forget: options.forget === true,
          delete: options.delete === true,
          folders: options.folder ?? [],
          record: recordOf(options),
          dryRun: options.dryRun === true,
          report: options.report ?? null,
        }),
      );
  },
};

function othersOf({ offAnyway, everywhere }: Options): RetireRequest["others"] {
  if (offAnyway === true) return "off-anyway";
  return everywhere === true ? "everywhere" : null;
}

function recordOf({ record }: Options): RetireRequest["record"] {
  if (record === undefined) return null;
  return { path: record === true ? null : record };
}
