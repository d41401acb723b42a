/** How far the two questions to AWS have come. */
import type { VerifyProgress } from "../jobs/verify.js";
import type { CheckProgress } from "./state.js";

export function advanced(progress: CheckProgress, news: VerifyProgress): CheckProgress {
  return news.type === "lane" ? { ...progress, [news.lane.service]: news.lane } : { ...progress, unknownSoFar: news.soFar };
}
