/** What can be asked of the program, as data. */
import type { FileKind } from "../files/types.js";

/** What every command takes. */
export interface Common {
  readonly profile: string | null;
  readonly json: boolean;
  readonly yes: boolean;
  readonly mayOpen: boolean;
}

export type KeySource = { readonly from: "csv"; readonly path: string } | { readonly from: "stdin" } | { readonly from: "env" };

export type Request = Common &
  (
    | { readonly command: "wizard"; readonly practice: boolean }
    | { readonly command: "check"; readonly need: "keys" | "mturk" }
    | {
        readonly command: "save";
        readonly source: KeySource;
        readonly region: string | null;
        readonly keysIn: FileKind;
        readonly dryRun: boolean;
        readonly verify: boolean;
        readonly need: "keys" | "mturk";
      }
    | { readonly command: "undo"; readonly dryRun: boolean }
    | { readonly command: "doctor"; readonly fix: boolean; readonly dryRun: boolean; readonly keep: "first" | "last" | null }
    | { readonly command: "practice-aws"; readonly port: number; readonly faults: readonly string[] }
    | { readonly command: "print"; readonly text: string }
  );

export interface CliTexts {
  readonly version: string;
  /** Two lines on the state of MTurk at this date, below the description. */
  readonly availability: readonly string[];
  /** The faults of the practice AWS, one a line. */
  readonly faults: readonly string[];
}
