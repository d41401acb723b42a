/** Says when a key was last used, as far as AWS knows. */
import type { LastUse } from "../aws/iam/types.js";
import { NEVER_USED } from "../jobs/names.js";

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
  const service = use.service === null ? "" : ` for ${use.service}`;
  return `last used ${new Date(use.at).toISOString().slice(0, 10)}${service}${ago}`;
}

/**
 * "last used 2026-11-20 by mturk-requester"; empty where IAM did not say. `on`: how a day is shown.
 */
export function lastUseParts(
  use: LastUse | null,
  on: (at: number) => string,
  known = "",
): readonly string[] {
  if (use === null) return [];
  return [
    use.at === null
      ? NEVER_USED
      : `last used ${on(use.at)}${use.service === null ? "" : ` by ${use.service}`}${known}`,
  ];
}
