/**
 * Everything that can go wrong, as values: what happened and why, what to do next, and how it
 * counts.
 */

/**
 * The codes of `check --json` and of every other document (scripts rely on them: codes may be
 * added, none changes its meaning), each with the verdict that `check` gives when it is the reason.
 */
export const VERDICT_OF_CODE = {
  "key-unknown": "keys-refused",
  "secret-wrong": "keys-refused",
  "key-garbled": "keys-refused",
  "session-expired": "keys-refused",
  "clock-off": "keys-refused",
  "region-wrong": "keys-refused",
  "account-inactive": "keys-accepted",
  "account-not-linked": "keys-accepted",
  "policy-missing": "keys-accepted",
  "policy-denied": "keys-accepted",
  "mturk-closed": "keys-accepted",
  "balance-unexpected": "ready",
  "temporary-keys": null,
  "root-keys": null,
  throttled: "unreachable",
  "aws-fault": "unreachable",
  offline: "unreachable",
  proxy: "unreachable",
  "tls-intercepted": "unreachable",
  "not-aws": "unreachable",
  unknown: "unreachable",
  "keys-partial": "keys-missing",
  "keys-missing": "keys-missing",
  "keys-hidden": null,
  "profile-missing": "keys-missing",
  "session-token-stale": null,
  "placeholder-keys": null,
  "file-unreadable": "files-broken",
  "file-broken": "files-broken",
  "file-misread": null,
  "left-over": null,
  "file-permissive": null,
  "file-not-writable": null,
  "file-changed": null,
  "file-locked": null,
  "edit-refused": null,
  "home-missing": null,
  "folder-gone": null,
  "input-malformed": null,
  "input-unreadable": null,
  "example-keys": "keys-refused",
  "key-shared": null,
  "would-break": null,
  "setting-broken": "keys-accepted",
  "endpoint-elsewhere": "keys-accepted",
  "answer-missing": null,
  "different-key": null,
  "usage-wrong": null,
  cancelled: null,
  bug: null,
} as const satisfies Record<string, Verdict | null>;

/**
 * The outcome of a check; null in the table above: the code is told beside a verdict, it does not
 * decide one.
 */
export type Verdict =
  "ready" | "keys-accepted" | "keys-refused" | "keys-missing" | "files-broken" | "unreachable";

export type ProblemCode = keyof typeof VERDICT_OF_CODE;

/**
 * How much a problem weighs in a document: an error keeps the program that was asked about from its
 * work; a warning will, or does something that was hardly meant; a note is only good to know.
 */
export type Level = "error" | "warning" | "note";

export const LEVELS = ["error", "warning", "note"] as const satisfies readonly Level[];

/** Codes that by themselves stop nobody. */
const WARNINGS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  "balance-unexpected",
  "temporary-keys",
  "root-keys",
  "keys-hidden",
  "session-token-stale",
  "placeholder-keys",
  "file-misread",
  "left-over",
  "file-permissive",
  "example-keys",
  "key-shared",
]);

/** The level of a problem: its own where it has one, else that of its code. */
export function levelOf({ code, level }: Pick<Problem, "code" | "level">): Level {
  return level ?? (WARNINGS.has(code) ? "warning" : "error");
}

export const PROBLEM_CODES = Object.keys(VERDICT_OF_CODE) as readonly ProblemCode[];

/** A failure with its next step. All texts are already clean: no control characters, no secrets. */
export interface Problem {
  readonly code: ProblemCode;
  /** What happened and why: one or two plain sentences. */
  readonly message: string;
  /** What to do, most likely cure first; each a sentence, command or link. Never empty. */
  readonly try: readonly string[];
  /** The step of AWS's guide (1–7) that mends it, where one does. */
  readonly step?: number;
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
