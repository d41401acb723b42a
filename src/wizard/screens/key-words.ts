/** Words for what IAM knows of a key. */
import type { LastUse } from "../../aws/iam/types.js";

const DAY_MS = 86_400_000;

/**
 * "last used 2026-11-20 by mturk-requester, 2 days ago"; null where IAM did not say. `now`:
 * milliseconds since 1970.
 */
export function lastUseWords(use: LastUse | null, now: number): string | null {
  if (use === null) return null;
  if (use.at === null) return "never used, as far as AWS knows";
  const days = Math.floor((now - use.at) / DAY_MS);
  const ago = days < 1 ? "" : days === 1 ? ", yesterday" : `, ${days} days ago`;
  return `last used ${new Date(use.at).toISOString().slice(0, 10)}${use.service === null ? "" : ` for ${use.service}`}${ago}`;
}
