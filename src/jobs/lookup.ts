/**
 * Finds out, before anyone is sent to a sign-up page, whether MTurk's sandbox answers at all, and
 * which of the seven steps can still be done.
 */
import type { Reachability } from "../aws/types.js";
import { type Result, ok } from "../base/problem.js";
import type { Ports } from "./ports.js";

export interface LookUp {
  /**
   * true: it answered. false: STS answered and the sandbox did not. null: neither did, so nothing
   * can be told from it.
   */
  readonly sandboxAnswers: boolean | null;
  readonly sts: Reachability;
  readonly mturk: Reachability;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const GONE = 410;

/**
 * Without keys every service answers with some refusal, so any status counts but the one that says
 * "gone for good".
 */
function isThere(reachability: Reachability): boolean {
  return reachability.answers && reachability.httpStatus !== GONE;
}

/**
 * Asks both addresses without keys; 3 seconds at most. STS beside MTurk, so that being offline does
 * not read as closed.
 */
export async function lookUp(ports: Ports, signal: AbortSignal): Promise<Result<LookUp>> {
  const aws = await ports.aws();
  if (!aws.ok) return aws;
  const { sts, mturk } = await aws.value.lookUp(signal);
  const sandboxAnswers = isThere(mturk) ? true : sts.answers || mturk.answers ? false : null;
  return ok({ sandboxAnswers, sts, mturk, at: ports.clock.now() });
}
