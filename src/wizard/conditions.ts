/** Says what holds in a state: what the steps, their screens and the rules are decided by. */
import type { Verdict } from "../base/problem.js";
import type { GuideStepId } from "../guide/steps.js";
import type { Checked } from "../jobs/verify.js";
import { type State, type Task, currentStep } from "./state.js";
import type { StepId } from "./step-id.js";
import { isChanging } from "./work.js";

/** A key is to be saved. */
export function isSaving({ answers: { task } }: State): boolean {
  return task === "setup" || task === "use-keys";
}

/** All seven steps of AWS's guide are gone through. */
export function isInFull({ answers }: State): boolean {
  return answers.task === "setup" && answers.walk === "all";
}

/** Only those steps of AWS's guide are gone through that can still be done, from the first on. */
export function isOpenWalk({ answers }: State): boolean {
  return answers.task === "setup" && answers.walk === "open";
}

/** What to click for step 4 stands on the key screen itself, and the key is entered there. */
export function isKeyInGuide({ answers }: State): boolean {
  return answers.task === "setup" && (answers.walk === "open" || answers.walk === "key");
}

export function isDoing(task: Task): (state: State) => boolean {
  return ({ answers }) => answers.task === task;
}

export const isReplacing = isDoing("rotate");
export const isRetiring = isDoing("retire");

/** A person makes the new key, and pastes it. */
export function isByHand(state: State): boolean {
  return isReplacing(state) && state.rotation.answers.way === "guided";
}

/** The step was on the screen, and lies behind. */
export function isPassed(id: StepId): (state: State) => boolean {
  return ({ visited }) => {
    const at = visited.findIndex((visit) => visit.step === id);
    return at >= 0 && at < visited.length - 1;
  };
}

/** The step of AWS's guide that a step shows; null for our own. */
export function guideOf(step: StepId): GuideStepId | null {
  return step.startsWith("guide-") ? (step.slice("guide-".length) as GuideStepId) : null;
}

export function hasSeveralProfiles(state: State): boolean {
  return (
    state.setting.profile === null &&
    state.survey.status === "done" &&
    state.survey.value.profiles.length > 1
  );
}

/** True if the answers to a check call for a decision before anything is written. */
export function needsAttention(state: State): boolean {
  const { check, answers } = state;
  if (answers.unchecked) return false;
  if (check.status === "failed") return true;
  if (check.status !== "done") return false;
  return !answers.goOn && !isPlain(check.value);
}

/** Nothing to decide: all is well, or MTurk is silent, which no key can change. */
function isPlain(checked: Checked): boolean {
  const { sandbox } = checked.diagnosis;
  const verdict: Verdict = checked.verdict;
  if (verdict === "ready") return true;
  return (
    verdict === "keys-accepted" &&
    (sandbox === null || sandbox.ok || sandbox.problem.code === "mturk-closed")
  );
}

/**
 * What a step of the guide leads to, if it was taken as the cure of a failure: AWS is asked again,
 * or, where step 4 made a new key, that key is entered. Null on every other screen.
 */
export function afterCure(state: State): "ask-again" | "new-key" | null {
  const last = state.visited[state.visited.length - 1];
  const from = state.visited[state.visited.length - 2];
  if (last?.detour !== true || guideOf(last.step) === null) return null;
  if (from?.step !== "outcome" && from?.step !== "final" && from?.step !== "examined") return null;
  return last.step === "guide-4" && from.step !== "final" && keyIsWrong(state, from.step)
    ? "new-key"
    : "ask-again";
}

function keyIsWrong(state: State, where: "outcome" | "examined"): boolean {
  const answer = where === "outcome" ? state.check : state.examined;
  return (
    answer.status === "done" &&
    (answer.value.verdict === "keys-refused" || answer.value.verdict === "keys-missing")
  );
}

/** True while something is done at AWS that Esc stops before its next step. */
export function isStoppable(state: State): boolean {
  const { rotating, switchOff } = state;
  const step = currentStep(state);
  if (step === "rotate-work") return rotating.status === "running" && !rotating.progress.stopping;
  return step === "retire-off" && switchOff.status === "running" && !switchOff.progress.stopping;
}

/** True while keys are being changed, so that nobody may leave without knowing what came of it. */
export function isChangingKeys(state: State): boolean {
  return isChanging(state, "keys");
}

/**
 * True while the key screen waits for AWS: Esc then stops the question rather than leaving the
 * screen.
 */
export function isAsking(state: State): boolean {
  return currentStep(state) === "key" && state.check.status === "running";
}
