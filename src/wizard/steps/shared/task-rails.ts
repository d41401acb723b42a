/** Says how far a rotation, or the switching off of a key, has come. */
import { type State, currentStep } from "../../state.js";
import type { Rail, RailStep } from "../../../terminal/parts/rail.js";

const ROTATION = ["key", "new key", "file", "old key"] as const;
const RETIREMENT = ["save", "choose", "switch off", "files"] as const;

/** Null where the key is not replaced but the old one put back. */
export function rotationRail(state: State): readonly Rail[] {
  if (state.rotation.call !== "replace" && currentStep(state) === "rotate-work") return [];
  return [railOf(ROTATION, rotationAt(state))];
}

function rotationAt(state: State): number {
  switch (currentStep(state)) {
    case "key":
      return 1;
    case "rotate-switch":
      return 2;
    case "rotate-work":
      return workAt(state);
    default:
      return 0;
  }
}

function workAt({ rotating, replacedIn }: State): number {
  if (rotating.status === "running") {
    const { done, now } = rotating.progress;
    if (done.includes("switch-file")) return 3;
    return now === "switch-file" ? 2 : 1;
  }
  const question = rotating.status === "done" ? rotating.value.question : null;
  const written = replacedIn.length > 0 || question?.ask === "old-key";
  return written || question?.ask === "switch-off-in-console" || question?.ask === "undo" ? 3 : 1;
}

export function retirementRail(state: State): Rail {
  const at = { "retire-save": 0, "retire-keys": 1, "retire-off": 2, "retire-away": 3 } as const;
  const step = currentStep(state);
  return railOf(RETIREMENT, step in at ? at[step as keyof typeof at] : 0);
}

function railOf(words: readonly string[], at: number): Rail {
  const rail = words.map((each, index): RailStep => ({
    name: `${index + 1}`,
    words: each,
    mark: index < at ? "done" : index === at ? "here" : "ahead",
  }));
  return { rail };
}
