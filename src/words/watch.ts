/**
 * Words the wait for a key to go off: what AWS says of it by now, and what is left when nobody asks
 * any more.
 */
import type { Watched } from "../jobs/shared/watch-key.js";

/** What one look came to, in a word or two. */
export const WATCHED: Readonly<Record<Watched, string>> = {
  accepted: "still accepted",
  refused: "refused",
  "secret-wrong": "still active",
  unclear: "no clear answer",
};

/** What is known of a key that AWS was not seen to refuse. */
export const NOT_SEEN_OFF = "was not seen to be off";

/** The asking was stopped. `last`: what the last look came to, null where there was none. */
export function leftOnWords(last: Watched | null): string {
  return last === "accepted" ? "was still on when AWS was asked last" : NOT_SEEN_OFF;
}
