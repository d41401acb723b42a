/**
 * Says what AWS can be asked again by itself: what is missing at AWS, or not known there yet, may
 * be made good elsewhere while the step waits.
 */
import type { CheckReport } from "../jobs/check.js";
import { passingProblem } from "../jobs/shared/wait-for-change.js";
import { afterCure } from "./conditions.js";
import type { RecheckArgs } from "./run-recheck.js";
import { type State, chosenProfile, currentStep } from "./state.js";
import type { StepId } from "./step-id.js";

const ABOUT: Readonly<Partial<Record<StepId, RecheckArgs["about"]>>> = {
  outcome: "check",
  "rotate-switch": "check",
  final: "final",
  examined: "examined",
};

/** The step that shows the answer: the one on the screen, or the one that a cure was taken from. */
function stepAsking(state: State): StepId {
  const under = state.visited.at(-2)?.step;
  return afterCure(state) === "ask-again" && under !== undefined ? under : currentStep(state);
}

/** As things stand; null: nothing on the screen passes by itself. */
export function recheckArgs(state: State): RecheckArgs | null {
  const about = ABOUT[stepAsking(state)];
  if (about === undefined) return null;
  const because = passingProblem(problemsOf(state, about));
  // What stands in the files is hardly new: an id that AWS does not know there is no key any more.
  if (because === null || (about === "examined" && because === "key-unknown")) return null;
  const { key, profile } = state.answers;
  switch (about) {
    case "check":
      return key === null ? null : { about, because, key };
    case "final":
      return { about, because, profile };
    case "examined":
      return { about, because, profile: chosenProfile(state) };
  }
}

function problemsOf(state: State, about: RecheckArgs["about"]): CheckReport["problems"] {
  if (about === "check")
    return state.check.status === "done" ? state.check.value.diagnosis.problems : [];
  const slot = state[about];
  return slot.status === "done" ? slot.value.problems : [];
}

/** True while AWS is asked again by itself: Esc then stops that rather than leaving the screen. */
export function isRechecking({ recheck }: State): boolean {
  return recheck.status === "running";
}
