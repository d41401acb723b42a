/** Tells how far the two questions to AWS have come. */
import type { Checked, Lane, VerifyProgress } from "../jobs/verify.js";

/** How far the two questions to AWS have come. */
export interface CheckProgress {
  readonly sts: Lane;
  readonly mturk: Lane;
  /**
   * The same two questions about another key, which psiTurk alone uses; null as long as none was
   * asked.
   */
  readonly beside: { readonly sts: Lane; readonly mturk: Lane } | null;
  /**
   * Set while a key that AWS does not know yet is asked for again: what it comes to if nobody
   * waits.
   */
  readonly unknownSoFar: Checked | null;
}

const waiting = (service: Lane["service"]): Lane => ({ service, state: "waiting", since: null });

/** Both questions not yet asked. */
export const NOT_ASKED: CheckProgress = {
  sts: waiting("sts"),
  mturk: waiting("mturk"),
  beside: null,
  unknownSoFar: null,
};

export function advanced(progress: CheckProgress, news: VerifyProgress): CheckProgress {
  if (news.type !== "lane") return { ...progress, unknownSoFar: news.soFar };
  if (news.whose === undefined) return { ...progress, [news.lane.service]: news.lane };
  return {
    ...progress,
    beside: {
      sts: waiting("sts"),
      mturk: waiting("mturk"),
      ...progress.beside,
      [news.lane.service]: news.lane,
    },
  };
}
