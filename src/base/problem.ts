/**
 * Lists everything that can go wrong, as values: what happened and why, what to do next, and how it
 * counts.
 */

interface CodeRow {
  /** What `check` comes to where this is the reason; null: it is told beside a verdict. */
  readonly verdict: Verdict | null;
  /** How much it weighs unless a problem says otherwise of itself. */
  readonly level: Level;
}

/**
 * The codes of `check --json` and of every other document (scripts rely on them: codes may be
 * added, none changes its meaning). What AWS's answers have to do with them says the table of
 * aws/diagnosis, which is above this room.
 */
export const CODES = {
  "key-unknown": { verdict: "keys-refused", level: "error" },
  "secret-wrong": { verdict: "keys-refused", level: "error" },
  "key-garbled": { verdict: "keys-refused", level: "error" },
  "session-expired": { verdict: "keys-refused", level: "error" },
  "clock-off": { verdict: "keys-refused", level: "error" },
  "region-wrong": { verdict: "keys-refused", level: "error" },
  "account-inactive": { verdict: "keys-accepted", level: "error" },
  "account-not-linked": { verdict: "keys-accepted", level: "error" },
  "policy-missing": { verdict: "keys-accepted", level: "error" },
  "policy-denied": { verdict: "keys-accepted", level: "error" },
  "mturk-closed": { verdict: "keys-accepted", level: "error" },
  "balance-unexpected": { verdict: "ready", level: "warning" },
  "temporary-keys": { verdict: null, level: "warning" },
  "root-keys": { verdict: null, level: "warning" },
  throttled: { verdict: "unreachable", level: "error" },
  "aws-fault": { verdict: "unreachable", level: "error" },
  offline: { verdict: "unreachable", level: "error" },
  proxy: { verdict: "unreachable", level: "error" },
  "tls-intercepted": { verdict: "unreachable", level: "error" },
  "not-aws": { verdict: "unreachable", level: "error" },
  unknown: { verdict: "unreachable", level: "error" },
  "keys-partial": { verdict: "keys-missing", level: "error" },
  "keys-missing": { verdict: "keys-missing", level: "error" },
  "keys-hidden": { verdict: null, level: "warning" },
  "profile-missing": { verdict: "keys-missing", level: "error" },
  "session-token-stale": { verdict: null, level: "warning" },
  "placeholder-keys": { verdict: null, level: "warning" },
  "file-unreadable": { verdict: "files-broken", level: "error" },
  "file-broken": { verdict: "files-broken", level: "error" },
  "file-misread": { verdict: null, level: "warning" },
  "left-over": { verdict: null, level: "warning" },
  "file-permissive": { verdict: null, level: "warning" },
  "file-not-writable": { verdict: null, level: "error" },
  "file-changed": { verdict: null, level: "error" },
  "file-locked": { verdict: null, level: "error" },
  "edit-refused": { verdict: null, level: "error" },
  "home-missing": { verdict: null, level: "error" },
  "folder-gone": { verdict: null, level: "error" },
  "input-malformed": { verdict: null, level: "error" },
  "input-unreadable": { verdict: null, level: "error" },
  "example-keys": { verdict: "keys-refused", level: "warning" },
  "key-shared": { verdict: null, level: "warning" },
  "would-break": { verdict: null, level: "error" },
  "setting-broken": { verdict: "keys-accepted", level: "error" },
  "endpoint-elsewhere": { verdict: "keys-accepted", level: "error" },
  "answer-missing": { verdict: null, level: "error" },
  "different-key": { verdict: null, level: "error" },
  "usage-wrong": { verdict: null, level: "error" },
  cancelled: { verdict: null, level: "error" },
  bug: { verdict: null, level: "error" },
} as const satisfies Record<string, CodeRow>;

/** The outcome of a check. */
export type Verdict =
  "ready" | "keys-accepted" | "keys-refused" | "keys-missing" | "files-broken" | "unreachable";

export type ProblemCode = keyof typeof CODES;

/**
 * How much a problem weighs in a document: an error keeps the program that was asked about from its
 * work; a warning will, or does something that was hardly meant; a note is only good to know.
 */
export type Level = "error" | "warning" | "note";

export const LEVELS = ["error", "warning", "note"] as const satisfies readonly Level[];

/** The level of a problem: its own where it has one, else that of its code. */
export function levelOf({ code, level }: Pick<Problem, "code" | "level">): Level {
  return level ?? CODES[code].level;
}

export const PROBLEM_CODES = Object.keys(CODES) as readonly ProblemCode[];

/** A failure with its next step. All texts are already clean: no control characters, no secrets. */
export interface Problem {
  readonly code: ProblemCode;
  /** What happened and why: one or two plain sentences. */
  readonly message: string;
  /** What to do, most likely cure first; each a sentence, command or link. Never empty. */
  readonly try: readonly string[];
  /** The step of AWS's guide (1–7) that mends it, where one does. */
  readonly step?: number;
  /** Where no file is damaged, but what a profile in it asks for cannot be done. */
  readonly of?: "profile";
  /** How much it weighs, where that is not what its code always weighs; ask `levelOf`. */
  readonly level?: Level;
  /** The raw code and text of whoever answered, cleaned; for those who can read it. */
  readonly detail?: string;
}

/** Either a value or the problem that took its place. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}

/**
 * The exhaustiveness check of a `switch` over a union: does not compile while a case is missing.
 */
export function never(value: never): never {
  throw new Error(`unexpected value: ${String(value)}`);
}
