/**
 * Describes one place where an access key stands: who reads it, whether we may write there, how to
 * take it away.
 */
import type { AccessKey } from "../../keys/types.js";
import { SOURCE_NAMES } from "../../sources/types.js";

/**
 * csv: a download of AWS's. shell: a start-up file of a shell or a log-in. tool: a file of another
 * tool, or a script in the folder at hand. backup: a copy of ours. pending: our file for a new key
 * on its way.
 */
export const PLACE_NAMES = [...SOURCE_NAMES, "csv", "shell", "tool", "backup", "pending"] as const;

export type PlaceName = (typeof PLACE_NAMES)[number];

/** One place that holds a key, or half of one. */
export interface KeyPlace {
  readonly name: PlaceName;
  /** A path, or the names of environment variables. */
  readonly location: string;
  /** Line of the id, counted from 1; null where there are no lines (environment, downloads). */
  readonly line: number | null;
  /** In the AWS files and in their backups. */
  readonly profile: string | null;
  readonly accessKeyId: string;
  /** Null where the secret is missing or blank. */
  readonly key: AccessKey | null;
  /**
   * A program takes the key from here, or would as soon as nothing stronger is in the way. False
   * for downloads, for our backups and our pending file, and for lines that are commented out or
   * that nobody reads.
   */
  readonly inUse: boolean;
  /**
   * We write such places: the AWS files, `.psiturkconfig` and `config.txt`. A new key can be put
   * there; others are only told.
   */
  readonly editable: boolean;
  /**
   * plan: can be taken out here, shown first. by-hand: told, not edited (environment, `.env`, shell
   * files, downloads).
   */
  readonly removal: "plan" | "by-hand";
  /**
   * Where psiTurk takes the other half of its key from, which is not written here: a new key in
   * this place alone would break the pair.
   */
  readonly otherHalf?: string;
  /** How to take it away by hand. */
  readonly cure: readonly string[];
}
