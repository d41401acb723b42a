/**
 * Switches a key off at AWS, where the key may do so itself, and looks whether AWS refuses it by
 * now.
 */
import { isForeign } from "../../aws/endpoints.js";
import { iamProblem, meaningOf } from "../../aws/iam/problems.js";
import { ok, type Problem, type Result } from "../../base/problem.js";
import { type AccessKey, maskId } from "../../keys/types.js";
import { patiently } from "../shared/patience.js";
import type { RotatePorts, TellIam } from "../shared/iam-ports.js";
import { switchOffSteps } from "../shared/switch-off-steps.js";
import { watchRefused, type Watched } from "../shared/watch-key.js";
import type { Examined } from "./examine.js";

/** How long AWS may take until it refuses a key that was switched off, in ms. */
const UNTIL_REFUSED_MS = 30_000;

export type SwitchedOff =
  /**
   * `state`: what AWS said of it afterwards; `accepted` means that it has not got round everywhere
   * yet.
   */
  | { readonly how: "off" | "deleted"; readonly state: Watched }
  /** A person has to do it: what to click, and why. */
  | { readonly how: "console"; readonly because: Problem; readonly steps: readonly string[] };

export interface SwitchOffOptions {
  /** Delete it instead: there is no way back then, not even in the console. */
  readonly delete: boolean;
  readonly signal: AbortSignal;
  readonly progress?: TellIam;
  readonly looked?: (look: { readonly state: Watched; readonly sinceMs: number }) => void;
}

/**
 * Has a key switch itself off. To be told before: `NO_WAY_BACK_HERE`. A root key is left to the
 * console, where its owner sees what else hangs on it; being denied is the usual case and leads
 * there too. Problems: those of the environment; and where the answer was lost and AWS goes on
 * accepting the key, that of the call: nothing was switched off then.
 */
export async function switchOff(
  ports: RotatePorts,
  examined: Examined & {
    readonly pair: AccessKey;
    readonly holder: NonNullable<Examined["holder"]>;
  },
  options: SwitchOffOptions,
): Promise<Result<SwitchedOff>> {
  const { pair, holder, accessKeyId } = examined;
  const iam = await ports.iam();
  if (!iam.ok) return iam;
  const inConsole = (because: Problem): Result<SwitchedOff> =>
    ok({ how: "console", because, steps: switchOffSteps(holder, accessKeyId) });
  if (examined.isRoot) return inConsole(rootKey(accessKeyId));
  const aws = await ports.aws();
  if (!aws.ok) return aws;
  if (isForeign(new URL(aws.value.endpoints.sts).host) !== iam.value.endpoint.foreign)
    return inConsole(mixed(iam.value.endpoint.host));
  const { signal } = options;
  const patience = { ports, signal, tell: options.progress ?? (() => undefined) };
  let unanswered = false;
  // Not sent twice: the second request would be signed by a key that the first may have switched
  // off.
  const answer = await patiently(patience, false, () =>
    options.delete
      ? iam.value.remove(pair, accessKeyId, signal)
      : iam.value.setStatus(pair, accessKeyId, "Inactive", signal),
  );
  if (!answer.ok) {
    const meaning = meaningOf(answer.failure);
    const problem = iamProblem(
      answer.failure,
      `${options.delete ? "delete" : "switch off"} ${maskId(accessKeyId)}`,
    );
    if (meaning === "denied") return inConsole(problem);
    if (meaning !== "unclear") return { ok: false, problem };
    unanswered = true;
  }
  const watched = await watchRefused(ports, pair, {
    signal,
    forMs: UNTIL_REFUSED_MS,
    everyMs: 5_000,
    ...(options.looked === undefined ? {} : { progress: options.looked }),
  });
  if (!watched.ok) return watched;
  if (unanswered && watched.value !== "refused" && !answer.ok)
    return { ok: false, problem: iamProblem(answer.failure, `switch off ${maskId(accessKeyId)}`) };
  return ok({ how: options.delete ? "deleted" : "off", state: watched.value });
}

function rootKey(id: string): Problem {
  return {
    code: "root-keys",
    message:
      `${maskId(id)} belongs to the account's owner (root): whoever has it can do ` +
      "everything. Switch this one off first, in the console.",
    try: ["Sign in as root and deactivate it there, then come back."],
    step: 4,
  };
}

function mixed(host: string): Problem {
  return {
    code: "usage-wrong",
    message: `IAM would be asked at ${host}, another server than the one that accepts this key.`,
    try: ["Set AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL_IAM both, or neither."],
  };
}
