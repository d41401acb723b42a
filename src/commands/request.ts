/** What can be asked of the program, as data. */
import type { FileKind } from "../aws-files/types.js";
import type { OthersWish } from "../jobs/rotate/index.js";

/** What every command takes. */
export interface Common {
  readonly profile: string | null;
  readonly json: boolean;
  readonly yes: boolean;
  readonly mayOpen: boolean;
}

export type KeySource =
  | {
      readonly from: "csv";
      readonly path: string;
      /** Whose key of several in the file; null: it holds one. */ readonly user: string | null;
    }
  | { readonly from: "stdin" }
  | { readonly from: "env" };

export type Request = Common &
  (
    | { readonly command: "wizard"; readonly practice: boolean }
    | {
        readonly command: "check";
        readonly need: "keys" | "mturk";
        readonly for: "both" | "boto3" | "psiturk" | null;
      }
    | {
        readonly command: "save";
        readonly source: KeySource;
        readonly region: string | null;
        /** Null: the credentials file, unless a variable says that there is none. */
        readonly keysIn: FileKind | null;
        readonly dryRun: boolean;
        readonly verify: boolean;
        /**
         * A key that AWS does not know is asked about again for 30 seconds, for it may be too new.
         */
        readonly wait: boolean;
        readonly need: "keys" | "mturk";
      }
    | {
        readonly command: "rotate";
        /**
         * replace the key · carry on and delete the old one · put the old one back · print a text
         * for the administrator.
         */
        readonly task: "replace" | "finish" | "undo" | "letter";
        readonly guided: boolean;
        readonly old: "keep" | "delete" | null;
        /** What is wished by name for other places that hold the key that goes. */
        readonly others: OthersWish | null;
        /** Id of a key that may be deleted to make room: whole, or shortened as it is shown. */
        readonly letGo: string | null;
        /** Where a new key that a person made comes from; null: from IAM, or it is asked for. */
        readonly source: Exclude<KeySource, { readonly from: "env" }> | null;
        /** A new key of another user or account is meant. */
        readonly otherUser: boolean;
        readonly dryRun: boolean;
        readonly need: "keys" | "mturk";
      }
    | {
        readonly command: "retire";
        /** Whole, or shortened as it is shown. */
        readonly key: string | null;
        readonly delete: boolean;
        /**
         * everywhere: other places that we write may lose the key. off-anyway: and those that are
         * not edited here may stop.
         */
        readonly others: "everywhere" | "off-anyway" | null;
        /** Take it out of the files although AWS was not seen to refuse it. */
        readonly forget: boolean;
        /** Further folders to look for CSV files in. */
        readonly folders: readonly string[];
        /** Where the record goes; path null: beside the experiment, under a name with the date. */
        readonly record: { readonly path: string | null } | null;
        readonly dryRun: boolean;
      }
    | {
        readonly command: "undo";
        readonly dryRun: boolean;
        /** Ask AWS about the keys that would come back. */ readonly verify: boolean;
      }
    | {
        readonly command: "doctor";
        readonly fix: boolean;
        readonly dryRun: boolean;
        readonly keep: "first" | "last" | null;
      }
    | {
        readonly command: "practice-aws";
        readonly port: number;
        readonly faults: readonly string[];
      }
    | { readonly command: "print"; readonly text: string }
  );

export interface CliTexts {
  readonly version: string;
  /** Two lines on the state of MTurk at this date, below the description. */
  readonly availability: readonly string[];
  /** The faults of the practice AWS, one a line. */
  readonly faults: readonly string[];
}
