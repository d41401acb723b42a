/** Says where an earlier walk stopped, and when. */
import { never } from "../../../base/problem.js";
import { momentWords } from "../../../words/moment.js";
import { guideOf } from "../../conditions.js";
import type { ResumePoint } from "../../state.js";

/** "step 4 of set-up, yesterday 16:20". `now`: milliseconds since 1970. */
export function stoppedWords(place: ResumePoint, now: number): string {
  // Keys are switched off wherever they stand: the profile of another task says nothing there.
  const whose =
    place.profile === "default" || place.task === "retire" ? "" : ` (profile ${place.profile})`;
  return `${whatWords(place)}${whose}, ${momentWords(place.at, now)}`;
}

function whatWords({ task, step, walk, key }: ResumePoint): string {
  const guide = guideOf(step);
  if (guide !== null) return `step ${guide} of set-up`;
  switch (task) {
    case "setup":
    case "use-keys":
      if (step === "final") return "the check of the saved key";
      if (step === "overview") return "set-up, the seven steps";
      return task === "setup" && walk !== "all" ? "step 4 of set-up" : "the access key";
    case "check":
      return "checking the keys";
    case "repair":
      return "the repair";
    case "rotate":
      return step === "key" ? "making the new key" : "replacing the key";
    case "retire":
      return `switching off ${key ?? "keys"}`;
    case "alternatives":
      return "a study without MTurk";
    default:
      return never(task);
  }
}
