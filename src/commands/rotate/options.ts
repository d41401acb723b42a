/** Reads what `mturk-setup rotate` takes on the command line. */
import type { OthersWish } from "../../jobs/rotate/index.js";
import {
  CHANGES_NOTHING,
  type CommandLine,
  type Common,
  type CommonOptions,
  type NewKeySource,
  USER_RULE,
  commonOf,
  csvSource,
  needOption,
  pathArgument,
  userOption,
  wrongSource,
} from "../command-line.js";
import { REPORT_RULE, reportOption } from "../report-option.js";
import { keyIdArgument } from "../key-id-argument.js";

export interface RotateRequest extends Common {
  readonly command: "rotate";
  /**
   * replace the key · carry on and delete the old one · put the old one back · print a text for the
   * administrator.
   */
  readonly task: "replace" | "finish" | "undo" | "letter";
  readonly guided: boolean;
  readonly old: "keep" | "delete" | null;
  /** What is wished by name for other places that hold the key that goes. */
  readonly others: OthersWish | null;
  /** Id of a key that may be deleted to make room: whole, or shortened as it is shown. */
  readonly letGo: string | null;
  /** Where a new key that a person made comes from; null: from IAM, or it is asked for. */
  readonly source: NewKeySource | null;
  /** A new key of another user or account is meant. */
  readonly otherUser: boolean;
  readonly dryRun: boolean;
  readonly need: "keys" | "mturk";
  /** Where the report goes; null: none is wished. */
  readonly report: string | null;
}

interface Options extends CommonOptions {
  readonly guided?: boolean;
  readonly csv?: string;
  readonly user?: string;
  readonly stdin?: boolean;
  readonly everywhere?: boolean;
  readonly keepOld?: boolean;
  readonly offAnyway?: boolean;
  readonly deleteOld?: boolean;
  readonly finish?: boolean;
  readonly undo?: boolean;
  readonly letGo?: string;
  readonly otherUser?: boolean;
  readonly letter?: boolean;
  readonly dryRun?: boolean;
  readonly need?: "keys" | "mturk";
  readonly report?: string;
}

export const ROTATE_LINE: CommandLine<RotateRequest> = {
  description: "replace the profile's key by a new one; the file always holds one that works",
  takesProfile: true,
  examples: [
    "mturk-setup rotate --dry-run     what would happen",
    "mturk-setup rotate --profile lab",
    "mturk-setup rotate --csv new_accessKeys.csv --yes",
  ],
  rules: [
    USER_RULE,
    REPORT_RULE,
    {
      option: "keepOld",
      beside: ["deleteOld"],
      why: "The old key is left on or deleted, not both",
    },
    {
      option: "keepOld",
      beside: ["everywhere"],
      why: "The new key goes into this profile only, or into all places, not both",
    },
    {
      option: "keepOld",
      beside: ["offAnyway"],
      why: "The old key is left on or switched off, not both",
    },
    {
      option: "finish",
      beside: ["undo", "letter", "guided", "csv", "stdin", "keepOld", "need"],
      why: "--finish carries on with the key that is there, and deletes the old one",
    },
    {
      option: "undo",
      beside: [
        "letter",
        "guided",
        "csv",
        "stdin",
        "deleteOld",
        "dryRun",
        "letGo",
        "otherUser",
        "need",
      ],
      why: "--undo only puts the old key back",
    },
    {
      option: "letter",
      beside: [
        "json",
        "guided",
        "csv",
        "stdin",
        "everywhere",
        "keepOld",
        "offAnyway",
        "deleteOld",
        "letGo",
        "otherUser",
        "dryRun",
        "need",
        "report",
      ],
      why: "--letter only prints a text, and changes nothing",
    },
    {
      option: "otherUser",
      without: ["guided", "csv", "stdin", "finish"],
      why: "A key that IAM makes belongs to the same user",
    },
    {
      option: "letGo",
      beside: ["guided", "csv", "stdin"],
      why: "A person who makes the key in the console makes room there too",
    },
  ],
  add: (command, found) => {
    command
      .option(
        "--guided",
        "the new key is made in AWS's console, and given by --csv, --stdin or in the terminal",
      )
      .option("--csv <file>", "the new key's CSV file from AWS's console", pathArgument)
      .addOption(userOption())
      .option("--stdin", "read the new key from standard input")
      .option(
        "--everywhere",
        "other places hold the key too: replace it in all that are written here (AWS " +
          "files, .psiturkconfig, config.txt)",
      )
      .option("--keep-old", "only this profile; leave the old key switched on")
      .option(
        "--off-anyway",
        "switch the old key off although other places hold it, where it stops working then",
      )
      .option(
        "--delete-old",
        "delete the old key once the new one works, instead of switching it off",
      )
      .option("--finish", "carry on with what was interrupted, and delete the old key")
      .option("--undo", "put the old key back")
      .option(
        "--let-go <id>",
        "where AWS allows no third key: delete this one first (AKIA…WXYZ)",
        keyIdArgument,
      )
      .option("--other-user", "the new key may belong to another user or account")
      .option("--letter", "print a text without secrets for the administrator who has to do it")
      .option("--dry-run", CHANGES_NOTHING)
      .addOption(needOption("keys"))
      .addOption(reportOption())
      .action((options: Options) =>
        found({
          ...commonOf(options),
          command: "rotate",
          task: taskOf(options),
          guided: options.guided === true || options.csv !== undefined || options.stdin === true,
          old: options.keepOld === true ? "keep" : options.deleteOld === true ? "delete" : null,
          others: othersOf(options),
          letGo: options.letGo ?? null,
          source: sourceOf(options),
          otherUser: options.otherUser === true,
          dryRun: options.dryRun === true,
          need: options.need ?? "keys",
          report: options.report ?? null,
        }),
      );
  },
};

function taskOf({ finish, undo, letter }: Options): RotateRequest["task"] {
  if (finish === true) return "finish";
  if (undo === true) return "undo";
  return letter === true ? "letter" : "replace";
}

/** The wish for other places that hold the key; null: none was named. */
function othersOf({ everywhere, keepOld, offAnyway }: Options): OthersWish | null {
  if (everywhere === true) return offAnyway === true ? "everywhere-off-anyway" : "everywhere";
  return offAnyway === true ? "off-anyway" : keepOld === true ? "keep" : null;
}

function sourceOf({ csv, stdin, user }: Options): NewKeySource | null {
  if (csv !== undefined && stdin === true)
    throw wrongSource("rotate takes one new key: either --csv FILE or --stdin");
  if (stdin === true) return { from: "stdin" };
  return csv === undefined ? null : csvSource(csv, user);
}
