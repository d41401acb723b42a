/**
 * Describes the two AWS files as this program sees them: where they are, what stands in them, and a
 * change that is planned.
 */
import type { DiffLine } from "../base/diff-line.js";
import type { Problem } from "../base/problem.js";
import type { Secret } from "../base/secret.js";
import type { AccessKey } from "../keys/types.js";

/**
 * credentials: the shared credentials file; config: the config file
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html).
 */
export type FileKind = "credentials" | "config";

/**
 * Absolute paths as the user names them (symlinks not resolved); "" for a file that does not exist
 * at all (an empty variable).
 */
export interface AwsFilePaths {
  readonly credentials: string;
  readonly config: string;
}

/** What was on disk at one moment; compared again before the file is replaced. */
export interface FileState {
  readonly kind: FileKind;
  /** As named; shown to the user. */
  readonly path: string;
  /**
   * Where the bytes really are, symlinks resolved; equal to `path` for a file that does not exist.
   */
  readonly realPath: string;
  readonly exists: boolean;
  /**
   * The whole text; held as a secret, for there are keys in it. Empty for a file that does not
   * exist.
   */
  readonly text: Secret;
  /**
   * Identity of the bytes on disk: device, inode, size, modification time and a hash; null if the
   * file does not exist.
   */
  readonly stamp: string | null;
  /** Permission bits, e.g. 0o600; null if the file does not exist. */
  readonly mode: number | null;
  /**
   * Why it could not be replaced, as far as that can be seen beforehand. A file that need not
   * change is not held up by it.
   */
  readonly obstacle?: Problem;
}

/** One option (`name = value`) of a profile; `line` counts from 1. */
export interface OptionView {
  /** Lower case, as Python's configparser reads it. */
  readonly name: string;
  readonly value: Secret;
  readonly line: number;
  /** The name as it stands in the file, e.g. `AWS_ACCESS_KEY_ID`. */
  readonly writtenName: string;
}

/** What one profile holds in one file, as botocore reads it. */
export interface ProfileView {
  readonly profile: string;
  readonly kind: FileKind;
  /** Line of the header, counted from 1. */
  readonly line: number;
  readonly options: ReadonlyMap<string, OptionView>;
}

/** One file, scanned: its profiles as botocore reads them, or why botocore stops on it. */
export type ScannedFile =
  | {
      readonly ok: true;
      readonly kind: FileKind;
      readonly path: string;
      readonly exists: boolean;
      readonly profiles: ReadonlyMap<string, ProfileView>;
    }
  | {
      readonly ok: false;
      readonly kind: FileKind;
      readonly path: string;
      readonly exists: boolean;
      readonly problem: Problem;
      readonly line: number | null;
    };

/** What is to be true of one profile afterwards. */
export interface SaveIntent {
  readonly profile: string;
  readonly key: AccessKey;
  /** Which file gets id and secret. */
  readonly keysIn: FileKind;
  /**
   * `ifMissing`: written only where the profile has no region yet. `always`: replaces the region
   * that wins.
   */
  readonly region: { readonly value: string; readonly when: "ifMissing" | "always" };
}

/** One option added, changed or removed. Secrets and tokens are shown as `••••`, ids shortened. */
export interface LineChange {
  /** In the new file, counted from 1; for a removed line, where it stood in the old one. */
  readonly line: number;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** The planned change of one file. */
export interface FileChange {
  readonly kind: FileKind;
  readonly before: FileState;
  readonly after: Secret;
  /**
   * `after` holds bytes, one per character (ISO 8859-1): undo of a mend of a file that was no
   * UTF-8.
   */
  readonly raw?: true;
  /** The file is removed (undo of a write that created it); `after` is empty then. */
  readonly removes?: true;
  readonly changes: readonly LineChange[];
  readonly diff: readonly DiffLine[];
  /** Things the user should know, e.g. "the session token of the old key is removed". */
  readonly notes: readonly string[];
}

/** Both files as one change. Files that stay as they are, are not in it; empty: nothing to do. */
export interface Plan {
  readonly profile: string;
  readonly files: readonly FileChange[];
  /** The region that boto3 will read for the profile afterwards. */
  readonly region: string | null;
  /** Another key that the profile holds now, shortened; null if none or the same. */
  readonly replaces: string | null;
}

/** What was written. */
export interface WrittenFile {
  readonly path: string;
  readonly kind: FileKind;
  /** Absolute path of the copy of the old file; null if there was none. */
  readonly backup: string | null;
  readonly changes: readonly LineChange[];
}
