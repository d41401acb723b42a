/**
 * Lists the wizard's steps as one ordered table. The way through it is derived: from a step one
 * goes on to the first later row that applies. A new step is one row here, one entry of content and
 * one screen file.
 */
import type { Verdict } from "../base/problem.js";
import type { GuideStepId } from "../guide/steps.js";
import type { Checked } from "../jobs/verify.js";
import { type State, type Task, type Visit, IDLE, currentStep, wasWritten } from "./state.js";
import type { StepId } from "./step-id.js";
import { type JobName, isChanging } from "./work.js";

export interface StepRow {
  readonly id: StepId;
  /** The step of AWS's guide that it shows; null for our own. */
  readonly guide: GuideStepId | null;
  /** Whether it lies on the way, as things stand. */
  readonly applies: (state: State) => boolean;
  /** Whether what it is there for is known or done. */
  readonly isDone: (state: State) => boolean;
  /** The background work that it waits for. */
  readonly work?: readonly StepWork[];
  /** What is forgotten on entering it. */
  readonly enter?: (state: State) => State;
  /** What is forgotten before its work is asked for again; null: not now. */
  readonly beforeAgain?: (state: State) => State | null;
}

export interface StepWork {
  readonly job: JobName;
  /**
   * When it is begun on entering the step: where its answer is missing, always, or as things stand.
   * Absent: by a key press only.
   */
  readonly on?: "missing" | "always" | ((state: State) => boolean);
  /** `r` asks for it again. */
  readonly again?: true;
  /** It goes on when the step is left; else it is dropped. */
  readonly kept?: true;
}

const saving = (state: State): boolean =>
  state.answers.task === "setup" || state.answers.task === "use-keys";
const walking = (walk: "all" | "open") => (state: State) =>
  state.answers.task === "setup" && state.answers.walk === walk;
const inFull = walking("all");
const passed = (id: StepId) => (state: State) => {
  const at = state.visited.findIndex((visit) => visit.step === id);
  return at >= 0 && at < state.visited.length - 1;
};
const doing = (task: Task) => (state: State) => state.answers.task === task;
const replacing = doing("rotate");
const retiring = doing("retire");
/** A person makes the new key, and pastes it. */
const byHand = (state: State): boolean =>
  replacing(state) && state.rotation.answers.way === "guided";
const guideRow = (id: StepId, guide: GuideStepId, applies: (state: State) => boolean): StepRow => ({
  id,
  guide,
  applies,
  isDone: passed(id),
});

/**
 * In the order of AWS's guide; step 6 (the SDK) is a row of the overview and costs no key press.
 */
export const STEPS: readonly StepRow[] = [
  {
    id: "start",
    guide: null,
    applies: () => true,
    isDone: (state) => state.answers.task !== null,
    work: [
      {
        job: "survey",
        on: (state) => state.survey.status !== "done" || wasWritten(state),
        kept: true,
      },
    ],
  },
  {
    id: "overview",
    guide: null,
    applies: (state) => state.answers.task === "setup",
    isDone: (state) => state.answers.walk !== null,
    work: [{ job: "lookUp", on: "missing", again: true }],
  },
  {
    id: "profile",
    guide: null,
    applies: (state) =>
      (state.answers.task === "check" || replacing(state)) && severalProfiles(state),
    isDone: passed("profile"),
  },
  {
    id: "rotate",
    guide: null,
    applies: replacing,
    isDone: passed("rotate"),
    work: [{ job: "examine", on: "missing", again: true }],
  },
  guideRow("guide-1", "1", (state) => inFull(state) || walking("open")(state)),
  guideRow("guide-2", "2", inFull),
  guideRow("guide-3", "3", inFull),
  // Where only steps 1 and 4 are open, step 4's clicks stand on the key screen itself.
  guideRow("guide-4", "4", inFull),
  guideRow("guide-5a", "5a", inFull),
  guideRow("guide-5b", "5b", inFull),
  guideRow("guide-7", "7", inFull),
  {
    id: "key",
    guide: null,
    applies: (state) => saving(state) || byHand(state),
    isDone: (state) => state.answers.key !== null,
    work: [{ job: "verify", again: true }, { job: "readCsv" }],
  },
  {
    id: "outcome",
    guide: null,
    applies: (state) => saving(state) && needsAttention(state),
    isDone: (state) => !needsAttention(state),
    work: [{ job: "verify", again: true }],
  },
  {
    id: "review",
    guide: null,
    applies: saving,
    isDone: (state) => state.write.status === "done",
    work: [{ job: "plan", on: "always", again: true }],
  },
  {
    id: "final",
    guide: null,
    applies: saving,
    isDone: (state) => state.final.status === "done",
    work: [{ job: "finalCheck", on: "missing", again: true }],
  },
  {
    id: "rotate-switch",
    guide: null,
    applies: byHand,
    isDone: passed("rotate-switch"),
    work: [
      { job: "plan", on: "always", again: true },
      { job: "verify", again: true },
    ],
  },
  {
    id: "rotate-work",
    guide: null,
    applies: replacing,
    isDone: passed("rotate-work"),
    work: [{ job: "watch" }],
  },
  { id: "rotate-end", guide: null, applies: replacing, isDone: passed("rotate-end") },
  { id: "retire-save", guide: null, applies: retiring, isDone: passed("retire-save") },
  {
    id: "retire-keys",
    guide: null,
    applies: retiring,
    isDone: (state) => state.retiring !== null,
    work: [{ job: "findKeys", on: "missing", again: true }],
  },
  {
    id: "retire-off",
    guide: null,
    applies: retiring,
    isDone: passed("retire-off"),
    work: [{ job: "watch" }],
  },
  {
    id: "retire-away",
    guide: null,
    applies: retiring,
    isDone: (state) => state.putAway.status === "done",
    work: [{ job: "planPutAway", on: "always", again: true }],
    beforeAgain: (state) =>
      state.putAway.status === "running" ? null : { ...state, putAway: IDLE },
  },
  { id: "retire-end", guide: null, applies: retiring, isDone: passed("retire-end") },
  // Also reached from the review, where a file is broken; it leads back there then.
  {
    id: "repair",
    guide: null,
    applies: (state) => state.answers.task === "repair",
    isDone: (state) => state.mend.status === "done",
    work: [{ job: "diagnose", on: "always", again: true }],
    beforeAgain: (state) =>
      state.mend.status === "running"
        ? null
        : { ...state, mend: state.mend.status === "failed" ? IDLE : state.mend },
  },
  {
    id: "examined",
    guide: null,
    applies: (state) => state.answers.task === "check" || state.answers.task === "repair",
    isDone: (state) => state.examined.status === "done",
    work: [{ job: "examine", on: "missing", again: true }],
  },
  {
    id: "alternatives",
    guide: null,
    applies: (state) => state.answers.task === "alternatives",
    isDone: passed("alternatives"),
  },
  // Reached from the key screen only.
  {
    id: "csv",
    guide: null,
    applies: () => false,
    isDone: (state) => state.answers.keyFile !== null,
    work: [{ job: "readCsv" }],
    enter: (state) => ({ ...state, csv: IDLE }),
  },
];

/** The row of a step. */
export function stepRow(step: StepId): StepRow {
  const row = STEPS.find(({ id }) => id === step);
  if (row === undefined) throw new Error(`no row for the step ${step}`);
  return row;
}

/** Where a step leads when it is done; null: the wizard is at its end. */
export function nextStep(state: State): StepId | null {
  const at = STEPS.findIndex((row) => row.id === currentStep(state));
  const next = STEPS.slice(at + 1).find((row) => row.applies(state));
  return next?.id ?? null;
}

/**
 * The visits that lead from the first screen to a step, as things stand; they end at the key, which
 * is never kept.
 */
export function wayTo(state: State, step: StepId): readonly Visit[] {
  let visited: readonly Visit[] = [{ step: "start", detour: false }];
  for (;;) {
    const here = visited[visited.length - 1]?.step;
    const next = nextStep({ ...state, visited });
    if (here === step || here === "key" || next === null) return visited;
    visited = [...visited, { step: next, detour: false }];
  }
}

/**
 * The visits after going back: the last one popped, and those under it that no longer apply, except
 * where one was led aside.
 */
export function visitedBefore(state: State): readonly Visit[] {
  const rest = state.visited.slice(0, -1);
  while (rest.length > 1) {
    const last = rest[rest.length - 1];
    if (last === undefined || last.detour) break;
    if (STEPS.find((row) => row.id === last.step)?.applies(state) === true) break;
    rest.pop();
  }
  return rest.length === 0 ? state.visited : rest;
}

export function severalProfiles(state: State): boolean {
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
  if (last?.detour !== true || STEPS.find((row) => row.id === last.step)?.guide === null)
    return null;
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
