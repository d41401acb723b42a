/** Words how wrong this computer's clock is. */
import type { Failure } from "../types.js";

/** Beyond this many milliseconds a clock is worth a word although AWS still accepts it. */
export const CLOCK_WARNING_MS = 120_000;

/**
 * Milliseconds by which the server is ahead: by the answer's `Date`, else by the two times that AWS
 * names in "Signature expired: OURS is now earlier than … (THEIRS - 5 min.)"; null if neither says.
 */
export function skewOf(failure: Failure): number | null {
  const measured = failure.serverAheadMs;
  if (measured !== null && Math.abs(measured) >= 60_000) return measured;
  const times = [...failure.message.matchAll(/\b(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/g)].map(
    ([, y, mo, d, h, mi, s]) => Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`),
  );
  const ours = times.at(0);
  const theirs = times.at(-1);
  if (times.length < 2 || ours === undefined || theirs === undefined || Number.isNaN(theirs - ours))
    return null;
  return theirs - ours;
}

/** What to do once the clock is right. */
export const ASK_AGAIN = "Then ask again; the key need not be entered anew.";

/** "This computer's clock is 12 minutes behind." */
export function clockWords(serverAheadMs: number | null): string {
  if (serverAheadMs === null || Math.abs(serverAheadMs) < 60_000)
    return "AWS says that the request carries the wrong time.";
  return (
    `This computer's clock is ${span(Math.abs(serverAheadMs))} ` +
    `${serverAheadMs > 0 ? "behind" : "ahead"}.`
  );
}

function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return count(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? count(hours, "hour") : count(Math.round(hours / 24), "day");
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
