/**
 * Asks AWS every ten seconds about a key that is not let in yet, until the answer is another one:
 * what was missing is made good elsewhere, in a browser, or takes a while to reach AWS's servers.
 */
import { type Problem, type ProblemCode, type Result, failed } from "../../base/problem.js";
import type { Clock } from "../../base/host.js";
import type { Checked } from "../verify.js";
import { LOOK_AGAIN_MS } from "./watch-key.js";

/** What may change without anything being done here. */
const PASSING = [
  "account-not-linked",
  "policy-missing",
  "account-inactive",
  "key-unknown",
] as const;
export type Passing = (typeof PASSING)[number];

/** The first of the problems that may pass by itself; null: none does. */
export function passingProblem(problems: readonly Pick<Problem, "code">[]): Passing | null {
  return PASSING.find((code) => problems.some((problem) => problem.code === code)) ?? null;
}

/** No answer to what was asked: nothing has changed by it. */
const UNCLEAR: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  "offline",
  "proxy",
  "tls-intercepted",
  "not-aws",
  "throttled",
  "aws-fault",
  "mturk-closed",
  "unknown",
  "cancelled",
]);

interface KeyAnswer {
  readonly checked: Checked | null;
  readonly problems: readonly Pick<Problem, "code">[];
}

/** same: as before. unclear: nobody answered. other: it is another answer by now. */
export function comparedTo(because: Passing, { checked, problems }: KeyAnswer): Looked | "other" {
  if (problems.some(({ code }) => code === because)) return "same";
  const identity = checked?.diagnosis.identity ?? null;
  if (identity?.ok === false) return UNCLEAR.has(identity.problem.code) ? "unclear" : "other";
  if (because === "key-unknown" && identity !== null) return "other";
  const sandbox = checked?.diagnosis.sandbox ?? null;
  return sandbox?.ok === false && UNCLEAR.has(sandbox.problem.code) ? "unclear" : "other";
}

export type Looked = "same" | "unclear";

export interface WaitOptions<T> {
  readonly because: Passing;
  /** One question to AWS. */
  readonly ask: () => Promise<Result<T>>;
  readonly answered: (answer: T) => KeyAnswer;
  readonly signal: AbortSignal;
  /** How long to ask, in ms. */
  readonly forMs: number;
  readonly tell: (looked: Looked) => void;
}

/**
 * Asks until the answer is another one, `signal` aborts, or the time is up. Problem: `cancelled`
 * for the last two.
 */
export async function waitForChange<T>(
  { clock }: { readonly clock: Clock },
  { because, ask, answered, signal, forMs, tell }: WaitOptions<T>,
): Promise<Result<T>> {
  const began = clock.now();
  // From start to start, so that the seconds until the next question can be told.
  for (let at = began + LOOK_AGAIN_MS; at - began <= forMs; at += LOOK_AGAIN_MS) {
    await clock.sleep(Math.max(0, at - clock.now()), signal);
    const answer = signal.aborted ? null : await ask();
    if (answer === null || isStopped(signal)) break;
    const looked = answer.ok ? comparedTo(because, answered(answer.value)) : "unclear";
    if (looked === "other") return answer;
    tell(looked);
  }
  return failed({
    code: "cancelled",
    message: `AWS is not asked any more, after ${Math.round(forMs / 60_000)} minutes.`,
    try: ["Ask again when it is done."],
  });
}

/** Meanwhile, that is: what was read before an `await` says nothing of now. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}
