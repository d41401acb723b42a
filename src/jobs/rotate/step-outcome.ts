/** Turns what the disk and the store answer into what the decision sees, and into outcomes. */
import { iamProblem, meaningOf } from "../../aws/iam/problems.js";
import type { IamFailure } from "../../aws/iam/types.js";
import type { Problem, Result } from "../../base/problem.js";
import type { PendingKey } from "../../aws-files/store/pending-key.js";
import { maskId } from "../../keys/types.js";
import type { Places } from "./elsewhere.js";
import type { Observed, Outcome } from "./types.js";

export const DONE: Outcome = { ok: true };

/** What lies beside the credentials file, as the decision sees it. */
export function pendingSeen(pending: PendingKey, places: Places): Observed["pending"] {
  if (pending.state === "pair")
    return {
      state: "pair",
      id: pending.key.accessKeyId,
      replaces: pending.for.replaces,
      elsewhere: places.holds(pending.key),
    };
  return { state: pending.state === "reserved" ? "reserved" : "none" };
}

export function outcomeOf(result: Result<unknown>): Outcome {
  return result.ok ? DONE : { ok: false, why: "refused", problem: result.problem };
}

export function changedMeanwhile(): Problem {
  return {
    code: "file-changed",
    message: "What waits beside the credentials file has changed meanwhile. Nothing was removed.",
    try: ["Run it again."],
  };
}

export function differs(id: string): Problem {
  return {
    code: "different-key",
    message:
      `The file and the place for keys on their way both hold ${maskId(id)}, but with ` +
      "different secrets. Nothing was removed.",
    try: [
      "See whether the one in the file works: mturk-setup check",
      "If it does, remove credentials.mturk-setup-pending, beside the credentials file.",
    ],
  };
}

/** A failed call as the outcome of a step; `doing` completes "IAM was asked to …". */
export function failedCall(failure: IamFailure, doing: string): Extract<Outcome, { ok: false }> {
  const meaning = meaningOf(failure);
  const why = meaning === "not-accepted" || meaning === "busy" ? "refused" : meaning;
  return { ok: false, why, problem: iamProblem(failure, doing) };
}
