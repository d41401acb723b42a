/**
 * Looks every ten seconds whether AWS refuses a key by now, after somebody has switched it off in
 * the console.
 */
import { type Result, ok } from "../../base/problem.js";
import type { AccessKey } from "../../keys/types.js";
import type { Ports } from "../ports.js";

/** Milliseconds between two looks. */
export const LOOK_AGAIN_MS = 10_000;

/**
 * refused: AWS knows no active key of this id. secret-wrong: AWS knows the id, so the key is STILL
 * ACTIVE, only this secret is not its own. accepted: still on. unclear: AWS could not be asked.
 */
export type Watched = "refused" | "accepted" | "secret-wrong" | "unclear";

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** How long to look, in ms; 0: once. */
  readonly forMs: number;
  readonly everyMs?: number;
  readonly progress?: (look: { readonly state: Watched; readonly sinceMs: number }) => void;
}

/**
 * Asks STS, whose GetCallerIdentity needs no permission
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html), until it
 * refuses the key, the time is up or `signal` aborts. A refusal counts when it is given twice in a
 * row: what was switched off does not show everywhere at once. Problems: those of the environment
 * (`ports.aws`).
 */
export async function watchRefused(
  ports: Ports,
  key: AccessKey,
  options: WatchOptions,
): Promise<Result<Watched>> {
  const aws = await ports.aws();
  if (!aws.ok) return aws;
  const began = ports.clock.now();
  const { signal, progress, forMs, everyMs = LOOK_AGAIN_MS } = options;
  const once = async (): Promise<Watched> => {
    const answer = await aws.value.identity(key, signal);
    if (answer.ok) return "accepted";
    if (answer.failure.code === "InvalidClientTokenId") return "refused";
    return answer.failure.code === "SignatureDoesNotMatch" &&
      /signature we calculated/i.test(answer.failure.message)
      ? "secret-wrong"
      : "unclear";
  };
  for (;;) {
    let state = await once();
    if (state === "refused") state = await once();
    progress?.({ state, sinceMs: ports.clock.now() - began });
    if (
      state === "refused" ||
      state === "secret-wrong" ||
      signal.aborted ||
      ports.clock.now() - began + everyMs > forMs
    )
      return ok(state);
    await ports.clock.sleep(everyMs, signal);
  }
}
