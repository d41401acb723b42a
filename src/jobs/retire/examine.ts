/**
 * Asks AWS about a key that was found: is it on, whose is it, when was it last used, may it switch
 * itself off?
 */
import type { LastUse } from "../../aws/iam/types.js";
import type { Identity } from "../../aws/types.js";
import type { Problem } from "../../base/problem.js";
import { ok, type Result } from "../../base/problem.js";
import type { AccessKey } from "../../keys/types.js";
import { verifyKey } from "../verify.js";
import type { RotatePorts } from "../shared/iam-ports.js";
import type { FoundKey } from "../shared/inventory.js";
import { noSecret } from "./problems.js";

/**
 * active: AWS accepts it. refused: AWS knows no active key of this id; off already, deleted or
 * mistyped. active-secret-wrong: AWS knows the id, so the key is STILL ACTIVE, only the secret here
 * is not its own. unclear: AWS could not be asked. not-asked: there is no secret to ask with.
 */
export type KeyState = "active" | "refused" | "active-secret-wrong" | "unclear" | "not-asked";

export interface Examined {
  readonly accessKeyId: string;
  readonly state: KeyState;
  /** Null unless active. */
  readonly holder: Identity | null;
  readonly isRoot: boolean;
  /** Null where IAM did not say. */
  readonly lastUse: LastUse | null;
  /** The pair that AWS accepted; null unless active. */
  readonly pair: AccessKey | null;
  /** What is to be told where the state is not `active`. */
  readonly problem: Problem | null;
}

/**
 * Asks with each different pair of the key until one is accepted. Problems: those of the
 * environment.
 */
export async function examineKey(
  ports: RotatePorts,
  found: Pick<FoundKey, "accessKeyId" | "pairs">,
  signal: AbortSignal,
): Promise<Result<Examined>> {
  const { accessKeyId, pairs } = found;
  let last: Examined = {
    ...unaskedKey(accessKeyId, noSecret(accessKeyId)),
    state: "not-asked",
  };
  for (const pair of pairs) {
    const checked = await verifyKey(ports, pair, { patient: false, signal });
    if (!checked.ok) return checked;
    const { identity } = checked.value.diagnosis;
    if (identity?.ok === true) {
      const { value: holder } = identity;
      return ok({
        accessKeyId,
        state: "active",
        holder,
        isRoot: holder.arn.endsWith(":root"),
        lastUse: await lastUse(ports, pair, signal),
        pair,
        problem: null,
      });
    }
    const problem = identity?.problem ?? checked.value.diagnosis.problems[0] ?? null;
    const state = stateOf(problem);
    // A pair that AWS calls wrong tells more than one that could not be asked about.
    if (last.state !== "active-secret-wrong") last = { ...last, state, problem };
  }
  return ok(last);
}

/** What is known of a key about which AWS could not be asked, and why. */
export function unaskedKey(accessKeyId: string, problem: Problem): Examined {
  return {
    accessKeyId,
    state: "unclear",
    holder: null,
    isRoot: false,
    lastUse: null,
    pair: null,
    problem,
  };
}

function stateOf(problem: Problem | null): KeyState {
  if (problem?.code === "key-unknown") return "refused";
  return problem?.code === "secret-wrong" ? "active-secret-wrong" : "unclear";
}

/** A hint only, and only where the key may ask for it. */
async function lastUse(
  ports: RotatePorts,
  pair: AccessKey,
  signal: AbortSignal,
): Promise<LastUse | null> {
  const iam = await ports.iam();
  if (!iam.ok) return null;
  const answer = await iam.value.lastUse(pair, pair.accessKeyId, signal);
  return answer.ok ? answer.value : null;
}
