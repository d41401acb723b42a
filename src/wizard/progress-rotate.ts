/** Tells how far the replacing of a key has come. */
import { never } from "../base/problem.js";
import type { RotateProgress } from "../jobs/rotate/index.js";
import { NOT_ASKED, advanced } from "./progress.js";
import type { RotationProgress } from "./state-rotate.js";

export interface RotationNews {
  readonly news: RotateProgress;
  readonly leftMs: number | null;
}

/**
 * What the job tells, taken into the progress. `leftMs`: how long it is going to be asked again,
 * where the news tell of that.
 */
export function further(
  progress: RotationProgress,
  { news, leftMs }: RotationNews,
): RotationProgress {
  switch (news.type) {
    case "step": {
      const done = progress.now === null ? progress.done : [...progress.done, progress.now];
      return { ...progress, done, now: news.step, asking: null, patience: null };
    }
    case "patience":
      return { ...progress, patience: { leftMs: leftMs ?? 0, because: news.because } };
    case "lane":
      return { ...progress, asking: advanced(progress.asking ?? NOT_ASKED, news) };
    case "propagation":
      return {
        ...progress,
        asking: advanced(progress.asking ?? NOT_ASKED, news),
        patience: { leftMs: leftMs ?? 0, because: "too-new" },
      };
    default:
      return never(news);
  }
}
