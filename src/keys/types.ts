/** Describes an access key: the pair that AWS calls id and secret, and what goes with it. */
import type { Secret } from "../base/secret.js";

export { maskId } from "./mask-id.js";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  /** Only with temporary (`ASIA…`) keys. */
  readonly sessionToken?: Secret;
}

/**
 * Something to say about a key's shape. Errors cannot be overridden; warnings can, for the rule
 * behind them is only observed.
 */
export interface KeyFinding {
  readonly level: "error" | "warning";
  readonly field: "id" | "secret" | "token";
  /** What and why, one plain sentence that never contains the secret. */
  readonly message: string;
  /** What to do about it. */
  readonly try: string;
  readonly code:
    | "placeholder"
    | "example"
    | "swapped"
    | "not-a-key-id"
    | "temporary"
    | "likely-typo"
    | "length"
    | "characters"
    | "root-file";
}

/** A key, or the id of one, as it stands in a text. */
export interface KeyLine {
  readonly accessKeyId: string;
  /** Line of the id, counted from 1. */
  readonly line: number;
  /** All lines that belong to the key, ascending: id, secret, token. */
  readonly lines: readonly number[];
  /** Null where no secret stands beside it. */
  readonly key: AccessKey | null;
  /** The last `[section]` above it; null where there is none. */
  readonly section: string | null;
  /** Behind a `#` or `;`: nobody reads it, and yet it stands there. */
  readonly commented: boolean;
}
