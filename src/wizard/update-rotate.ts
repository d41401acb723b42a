/**
 * Carries a rotation from question to question: the job is called, stops at one, is called again
 * with the answer, and ends.
 */
import type { Result } from "../base/problem.js";
import type { Rotated } from "../jobs/rotate/index.js";
import type { Rules, Turn } from "./events.js";
import type { RotateEvent } from "./events-rotate.js";
import { beginWith } from "./begin.js";
import { goOn, goTo, stopWork } from "./navigation.js";
import { holderOfNew, holderOfOld, keyWanted, lookAnew, openQuestion } from "./rotate-so-far.js";
import { type State, type Visit, EMPTY_ENTRY, IDLE, chosenProfile, currentStep } from "./state.js";
import { type RotationAnswers, type RotationCall, NO_ANSWERS } from "./state-rotate.js";
import { hasSeveralProfiles } from "./conditions.js";
import { turn } from "./ticket.js";

/** What a person does while a key is replaced. */
export const ROTATE_RULES = {
  tookUp: (state, { profile }) => tookUp(state, profile),
  replaced: (state, { way }) =>
    begin({ ...state, rotation: { ...state.rotation, newKey: null } }, "replace", {
      ...NO_ANSWERS,
      way,
    }),
  gaveKey: (state) => gaveKey(state),
  answeredQuestion: (state, { answer }) => answered(state, answer),
  calledRotation: (state, { call }) =>
    begin(state, call, { ...NO_ANSWERS, old: call === "finish" ? "delete" : "ask" }),
  retiredInstead: (state) =>
    goOn({
      ...state,
      answers: { ...state.answers, task: "retire" },
      visited: state.visited.slice(0, 1),
    }),
} satisfies Rules<RotateEvent["type"]>;

/**
 * Without an answer, what stopped is tried again. Undoing asks nothing: with an answer, it is
 * carried on as any rotation that was begun.
 */
function answered(state: State, answer: Partial<RotationAnswers>): Turn {
  const { call: last, answers } = state.rotation;
  // What is to become of the other places is asked before anything is put back.
  const how =
    last === "undo" && Object.keys(answer).length > 0 && answer.others === undefined
      ? "finish"
      : last;
  return call(stopWork(state), how, { ...answers, ...answer });
}

/**
 * A rotation that was begun earlier, of a profile that is known: the question for the profile is
 * answered already.
 */
function tookUp(state: State, profile: string): Turn {
  const known: State = {
    ...state,
    answers: { ...state.answers, task: "rotate", profile, picked: true },
    examined: IDLE,
  };
  const which: readonly Visit[] = hasSeveralProfiles(known)
    ? [{ step: "profile", detour: false }]
    : [];
  return goTo({ ...known, visited: [...state.visited.slice(0, 1), ...which] }, "rotate", false);
}

const STILL = "The last change is still being stopped. Try again in a moment.";

/** On to the screen of the work, and the job is called. */
function begin(state: State, how: RotationCall, answers: RotationAnswers): Turn {
  if (state.rotating.status === "running") return turn({ ...state, note: STILL });
  const stopped = stopWork(state);
  return call(
    currentStep(state) === "rotate-work"
      ? stopped
      : { ...goTo(stopped.state, "rotate-work", false), effects: stopped.effects },
    how,
    answers,
  );
}

function call({ state: before, effects }: Turn, how: RotationCall, answers: RotationAnswers): Turn {
  if (before.rotating.status === "running") return turn({ ...before, note: STILL }, ...effects);
  const known: State = {
    ...before,
    rotation: { ...before.rotation, call: how, answers },
    replacedOf: holderOfOld(before) ?? before.replacedOf,
    report: IDLE,
    watch: IDLE,
    note: null,
  };
  const begun = beginWith(known, "rotate", { call: how, profile: chosenProfile(known), answers });
  return turn(begun.state, ...effects, ...begun.effects);
}

/** The person has seen the change of the file, and whose the pasted key is. */
function gaveKey(state: State): Turn {
  const { key } = state.answers;
  const { newKey } = state.rotation;
  if (key === null || newKey === null || state.plan.status === "running") return turn(state);
  const is = holderOfNew(state);
  return begin(state, "replace", {
    ...state.rotation.answers,
    way: "guided",
    given: key,
    otherHolder: is !== null && is.arn !== newKey.holder.arn,
  });
}

/** Esc while the job works: it stops before its next step, and what came of it is awaited. */
export function stopRotation(state: State): Turn {
  const { rotating } = state;
  if (rotating.status !== "running") return turn(state);
  return turn(
    { ...state, rotating: { ...rotating, progress: { ...rotating.progress, stopping: true } } },
    { type: "cancel", kind: "rotate" },
  );
}

/**
 * The job has ended, or stopped at a question. Once the file holds the new key, no step before the
 * switch is come back to.
 */
export function rotated(before: State, result: Result<Rotated>): Turn {
  if (!result.ok) {
    const failed: State = {
      ...lookAnew(before),
      rotating: { status: "failed", problem: result.problem },
    };
    return turn(failed);
  }
  const { question, to, written } = result.value;
  const known: State = {
    ...(question === null || to !== null ? lookAnew(before) : before),
    rotating: { status: "done", value: result.value },
    replacedIn: [...before.replacedIn, ...written],
  };
  return currentStep(before) === "rotate-work" ? onFrom(known, result.value) : turn(known);
}

function onFrom(state: State, { question, to, profile }: Rotated): Turn {
  const way = state.visited.slice(0, state.visited.findIndex(({ step }) => step === "rotate") + 1);
  if (question === null) return goTo({ ...state, visited: way }, "rotate-end", false);
  if (question.ask === "new-key") {
    const rotation = {
      ...state.rotation,
      answers: { ...state.rotation.answers, way: "guided" as const },
      newKey: keyWanted(state, profile, question),
    };
    const emptied = {
      ...state,
      rotation,
      answers: { ...state.answers, key: null, keyFile: null },
      entry: { ...EMPTY_ENTRY, round: state.entry.round + 1 },
      check: IDLE,
      plan: IDLE,
    };
    return goTo({ ...emptied, visited: way }, "key", false);
  }
  const here: State =
    to === null ? state : { ...state, visited: [...way, { step: "rotate-work", detour: false }] };
  return question.ask === "switch-off-in-console"
    ? beginWith(here, "watch", { key: { profile, accessKeyId: question.id } })
    : turn(here);
}

/** AWS refuses the old key by now, so the rotation can end. */
export function oldKeyRefused(state: State): Turn {
  const question = openQuestion(state);
  if (question?.ask !== "switch-off-in-console") return turn(state);
  return answered(state, { seenRefused: [question.id], old: "off" });
}
