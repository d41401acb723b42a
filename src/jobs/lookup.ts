/** Before anyone is sent to a sign-up page: does MTurk's sandbox answer at all, and which of the seven steps can still be done? */
import type { Reachability } from "../aws/types.js";
import { type Result, ok } from "../base/problem.js";
import type { Ports } from "./ports.js";

export interface LookUp {
  /** true: it answered. false: STS answered and the sandbox did not. null: neither did, so nothing can be told from it. */
  readonly sandboxAnswers: boolean | null;
  readonly sts: Reachability;
  readonly mturk: Reachability;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Asks both addresses without keys; 3 seconds at most. STS beside MTurk, so that being offline does not read as closed. */
export async function lookUp(ports: Ports, signal: AbortSignal): Promise<Result<LookUp>> {
  const aws = await ports.aws();
  if (!aws.ok) return aws;
  const { sts, mturk } = await aws.value.lookUp(signal);
  const sandboxAnswers = mturk.answers ? true : sts.answers ? false : null;
  return ok({ sandboxAnswers, sts, mturk, at: ports.clock.now() });
}
