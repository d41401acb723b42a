/** Asks IAM again where that can help, and only where it cannot do harm. */
import { meaningOf } from "../../aws/iam/problems.js";
import type { IamAnswer, IamFailure } from "../../aws/iam/types.js";
import { PROPAGATION_MS } from "../verify.js";
import type { Ports } from "../ports.js";
import type { TellIam } from "./iam-ports.js";

const PAUSE_MS = 3_000;
/**
 * A request whose answer was lost is sent so often, if sending it twice does what sending it once
 * does.
 */
const MOST_UNANSWERED = 3;

export interface Patience {
  readonly ports: Ports;
  readonly signal: AbortSignal;
  readonly tell: TellIam;
}

/**
 * Calls, and calls again for up to 30 s: while IAM does not know the key that signs (it may be new,
 * and a key that STS accepts is not yet one that IAM accepts:
 * https://github.com/rhyeal/aws-rotate-iam-keys/issues/81), while it wants to be asked more slowly,
 * and, where `repeatable`, after a lost answer.
 */
export async function patiently<T>(
  { ports, signal, tell }: Patience,
  repeatable: boolean,
  call: () => Promise<IamAnswer<T>>,
): Promise<IamAnswer<T>> {
  const until = ports.clock.now() + PROPAGATION_MS;
  for (let unanswered = 0; ;) {
    const answer = await call();
    if (answer.ok) return answer;
    const because = reasonToAsk(answer.failure);
    if (because === "no-answer" && (!repeatable || ++unanswered >= MOST_UNANSWERED)) return answer;
    if (because === null || signal.aborted || ports.clock.now() + PAUSE_MS >= until) return answer;
    tell({ type: "patience", until, because });
    await ports.clock.sleep(PAUSE_MS, signal);
  }
}

function reasonToAsk(failure: IamFailure): "too-new" | "busy" | "no-answer" | null {
  switch (meaningOf(failure)) {
    case "not-accepted":
      return "too-new";
    case "busy":
      return "busy";
    case "unclear":
      return "no-answer";
    case "denied":
    case "limit":
    case "gone":
    case "refused":
      return null;
  }
}
