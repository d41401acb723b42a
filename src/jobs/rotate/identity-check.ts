/**
 * Asks whose a key is and how MTurk does for it, and decides whether a new key is as good as the
 * old one.
 */
import type { Identity } from "../../aws/types.js";
import type { Problem } from "../../base/problem.js";
import type { AccessKey } from "../../keys/types.js";
import { verifyKey, type Checked } from "../verify.js";
import type { RotatePorts } from "../shared/iam-ports.js";
import type { TellRotation } from "./progress.js";
import type { MturkState, Outcome } from "./types.js";
import { notAsWell, otherHolder } from "./problems.js";
import { isPassing } from "../../aws/diagnosis/problem-table.js";

interface Asking {
  readonly ports: RotatePorts;
  readonly signal: AbortSignal;
  readonly tell: TellRotation;
}

const PAUSE_MS = 3_000;
const TRIES = 3;

/** Asks STS and MTurk's sandbox. `patient`: the key may be too new. */
export async function checkIdentity(
  asking: Asking,
  key: AccessKey,
  patient: boolean,
): Promise<Outcome> {
  const checked = await verifyKey(asking.ports, key, {
    patient,
    signal: asking.signal,
    progress: asking.tell,
  });
  if (!checked.ok) return { ok: false, why: "unclear", problem: checked.problem };
  const { identity } = checked.value.diagnosis;
  if (identity === null) return { ok: false, why: "unclear", problem: leftOut() };
  if (!identity.ok)
    return {
      ok: false,
      why: checked.value.verdict === "keys-refused" ? "refused" : "unclear",
      problem: identity.problem,
    };
  return {
    ok: true,
    holder: { of: key.accessKeyId, identity: identity.value, mturk: mturkState(checked.value) },
  };
}

/** What the new key is compared with, and whether it may be too new for an answer. */
interface Comparison {
  readonly old: { readonly identity: Identity; readonly mturk: MturkState } | null;
  readonly otherIsMeant: boolean;
  readonly patient: boolean;
}

/**
 * Asks with the new key, and compares: the same user, and MTurk does for it what it did for the old
 * one.
 */
export async function checkNewIdentity(
  asking: Asking,
  key: AccessKey,
  { old, otherIsMeant, patient }: Comparison,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const checked = await verifyKey(asking.ports, key, {
      patient,
      signal: asking.signal,
      progress: asking.tell,
    });
    if (!checked.ok) return { ok: false, why: "unclear", problem: checked.problem };
    const { identity, sandbox } = checked.value.diagnosis;
    if (identity === null) return { ok: false, why: "unclear", problem: leftOut() };
    if (!identity.ok)
      return {
        ok: false,
        why: checked.value.verdict === "keys-refused" ? "refused" : "unclear",
        problem: identity.problem,
      };
    const is = identity.value;
    if (old !== null && is.arn !== old.identity.arn && !otherIsMeant)
      return { ok: false, why: "other-holder", problem: otherHolder(old.identity, is), holder: is };
    const mturk = mturkState(checked.value);
    if (old?.mturk !== "well" || sandbox === null || sandbox.ok)
      return {
        ok: true,
        holder: { of: key.accessKeyId, identity: is, mturk },
        ...clockNotice(sandbox),
      };
    if (attempt >= TRIES || !mayPass(mturk) || asking.signal.aborted)
      return {
        ok: false,
        why: "not-as-well",
        problem: notAsWell(key.accessKeyId, sandbox.problem),
        holder: is,
      };
    await asking.ports.clock.sleep(PAUSE_MS, asking.signal);
  }
}

/**
 * An answer that came only with the clock made up for: the new key is right, and other programs are
 * refused all the same.
 */
function clockNotice(sandbox: Checked["diagnosis"]["sandbox"]): { readonly notice?: string } {
  return sandbox?.ok === false && sandbox.problem.code === "clock-off"
    ? { notice: [sandbox.problem.message, sandbox.problem.try[0] ?? ""].join(" ") }
    : {};
}

function mturkState({ diagnosis: { sandbox } }: Checked): MturkState {
  return sandbox === null || sandbox.ok ? "well" : sandbox.problem.code;
}

function leftOut(): Problem {
  return {
    code: "usage-wrong",
    message:
      "AWS_ENDPOINT_URL_MTURK leads to another server while AWS itself would be asked " +
      "whose the key is. Such a mixture cannot tell whether a new key is as good as the " +
      "old one.",
    try: [
      "To work with AWS: unset AWS_ENDPOINT_URL_MTURK",
      "To work with the other server: set AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL_IAM as well.",
    ],
  };
}

/** MTurk may answer otherwise a moment later. */
function mayPass(mturk: MturkState): boolean {
  return mturk !== "well" && isPassing(mturk);
}
