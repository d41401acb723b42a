/**
 * Asks AWS about the new key that the options of a dry run bring: the real run would stop where it
 * is not as good as the old one.
 */
import type { Problem } from "../../base/problem.js";
import type { RotatePorts } from "../../jobs/rotate/index.js";
import { checkNewIdentity } from "../../jobs/rotate/identity-check.js";
import { fileUnchanged } from "../../jobs/rotate/endings.js";
import { sameKey } from "../../jobs/rotate/problems.js";
import type { AccessKey } from "../../keys/types.js";
import type { KeyReport } from "./look.js";
import { otherUserProblem } from "./other.js";
import { rotationProgressLine } from "./words.js";
import type { WizardIo } from "../wizard/run.js";

interface Given {
  readonly look: KeyReport;
  /** Null: the options bring none. */
  readonly given: AccessKey | null;
  readonly otherIsMeant: boolean;
}

/**
 * What the real run would stop with; null: it would take the key. Asks STS and MTurk, changes
 * nothing.
 */
export async function lookAtGiven(
  io: WizardIo,
  ports: RotatePorts,
  { look, given, otherIsMeant }: Given,
): Promise<Problem | null> {
  const { holder, key, checked } = look;
  if (given === null || holder === null) return null;
  if (given.accessKeyId === key.accessKeyId) return sameKey(key.accessKeyId);
  const { sandbox } = checked.diagnosis;
  const mturk = sandbox === null || sandbox.ok ? "well" : sandbox.problem.code;
  const tell = (progress: Parameters<typeof rotationProgressLine>[0]): void => {
    const line = rotationProgressLine(progress, io.clock, false);
    if (line !== null) io.err(`mturk-setup: ${line}\n`);
  };
  const compared = await checkNewIdentity({ ports, signal: io.signal, tell }, given, {
    old: { identity: holder, mturk },
    otherIsMeant,
    patient: true,
  });
  if (compared.ok) return null;
  return compared.why === "other-holder" && compared.holder !== undefined
    ? otherUserProblem({ was: holder, is: compared.holder })
    : fileUnchanged(compared.problem);
}
