/** How far the two questions to AWS have come. */
import type { Lane, VerifyProgress } from "../jobs/verify.js";
import type { CheckProgress } from "./state.js";

export function advanced(progress: CheckProgress, news: VerifyProgress): CheckProgress {
  if (news.type !== "lane") return { ...progress, unknownSoFar: news.soFar };
  if (news.whose === undefined) return { ...progress, [news.lane.service]: news.lane };
  const waiting = (service: Lane["service"]): Lane => ({ service, state: "waiting", since: null });
  return { ...progress, beside: { sts: waiting("sts"), mturk: waiting("mturk"), ...progress.beside, [news.lane.service]: news.lane } };
}
