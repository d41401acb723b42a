/**
 * Says where the next start can go on: which step of a walk is worth keeping, and the way back to
 * it. Nothing that was done is kept as done: it is looked at again.
 */
import type { Turn } from "./events.js";
import { isSaving } from "./conditions.js";
import { isSilent } from "../words/checks.js";
import type { CheckReport } from "../jobs/check.js";
import { nextOffer } from "../jobs/doctor.js";
import { maskId } from "../keys/types.js";
import { rotatedSoFar } from "./rotate-so-far.js";
import {
  type GoingOn,
  type Place,
  type ResumePoint,
  type State,
  type Task,
  NOT_GOING_ON,
} from "./state.js";
import type { StepId } from "./step-id.js";

/**
 * The place to be kept; "over": what was begun is at its end, and nothing is to be gone on with.
 * Null: nothing was begun, so what was kept before stays.
 */
export function placeOf(state: State): Place | "over" | null {
  const { task, walk, profile, region, picked } = state.answers;
  const step = stepToKeep(state);
  if (state.setting.practice || task === null || step === null) return null;
  if (step === "over") return step;
  return {
    task,
    walk,
    step,
    profile,
    picked: picked || state.setting.profile !== null,
    region,
    key: step === "retire-off" ? shownKey(state) : null,
  };
}

/** Null too where what stands in the place of an id has not the form of one. */
function shownKey({ retiring }: State): string | null {
  const shown = retiring === null ? "" : maskId(retiring.found.accessKeyId);
  return shown.includes("…") ? shown : null;
}

/** Whether there is a place that the next start would offer. */
export function isPlaceKept(state: State): boolean {
  const place = placeOf(state);
  return place !== null && place !== "over";
}

/** What is kept of a step that cannot be begun with, for it needs what is never kept. */
const INSTEAD: Readonly<Partial<Record<StepId, StepId>>> = {
  outcome: "key",
  review: "key",
  "rotate-work": "rotate",
  "rotate-switch": "key",
  "retire-away": "retire-off",
  "retire-end": "retire-keys",
};

function stepToKeep(state: State): StepId | "over" | null {
  // A detour, such as a step of the guide that mends something, is led to from the step under it.
  const visit = state.visited.findLast(({ detour }) => !detour);
  if (visit === undefined || visit.step === "start") return null;
  return isOver(state, visit.step) ? "over" : (INSTEAD[visit.step] ?? visit.step);
}

/** The end was reached, and seen. */
function isOver(state: State, step: StepId): boolean {
  const { final, examined, repair } = state;
  switch (step) {
    case "final":
      return final.status === "done" && isWell(final.value);
    case "examined":
      return examined.status === "done" && isWell(examined.value);
    case "repair":
      return repair.status === "done" && nextOffer(repair.value) === null;
    case "rotate-end":
      return rotatedSoFar(state)?.question === null;
    case "retire-end":
      return state.inTurn.length === 0;
    case "key":
    case "outcome":
    case "review":
      return isSaving(state) && state.write.status === "done";
    default:
      return false;
  }
}

function isWell({ verdict, checked }: CheckReport): boolean {
  return verdict === "ready" || (verdict === "keys-accepted" && isSilent(checked));
}

/** Keeps the place up to date, once something has happened. */
export function withPlace(before: State, { state: after, effects }: Turn): Turn {
  const was = placeOf(before);
  const is = placeOf(after);
  const same = is === null || JSON.stringify(is) === JSON.stringify(was);
  if (same || after.leaving !== null) return { state: after, effects };
  if (is !== "over")
    return { state: after, effects: [...effects, { type: "keepPlace", place: is, leaving: null }] };
  const forgotten = forget(after, after.answers.task);
  return { state: forgotten.state, effects: [...effects, ...forgotten.effects] };
}

/** There is nothing to go on with in this task. */
export function forget(state: State, done: Task | null): Turn {
  if (done === null || state.setting.practice) return { state, effects: [] };
  const places = state.places.filter(({ task }) => task !== done);
  return { state: { ...state, places }, effects: [{ type: "forgetPlace", task: done }] };
}

/**
 * A place that an earlier start has kept is offered as it is now; one that this start began is not
 * offered before the next one.
 */
export function keptPlace(state: State, place: ResumePoint): State {
  const others = state.places.filter(({ task }) => task !== place.task);
  return others.length === state.places.length ? state : { ...state, places: [place, ...others] };
}

/** Leaves with the place kept as it is now, where there is one. */
export function leaveKeeping(state: State, how: "quit" | "interrupted"): Turn {
  const place = placeOf(state);
  if (place !== null && place !== "over")
    return { state, effects: [{ type: "keepPlace", place, leaving: how }] };
  const leaving = { how, place: "none" } as const;
  return { state: { ...state, leaving }, effects: [{ type: "leave", leaving }] };
}

/** The latest of the kept places that can be gone on with; null: none. */
export function offeredPlace({ places, setting, unfinished }: State): ResumePoint | null {
  const fitting = places.filter(
    ({ task, profile }) =>
      (setting.profile === null || setting.profile === profile) &&
      // A rotation that was interrupted is offered by its journal, which knows more.
      !(task === "rotate" && unfinished.some((one) => one.profile === profile)),
  );
  return fitting.reduce<ResumePoint | null>(
    (latest, place) => (latest === null || place.at > latest.at ? place : latest),
    null,
  );
}

/** How a kept place is taken up: the task, the step on its way, and what then goes on by itself. */
export interface TakenUp {
  readonly taken: Turn;
  readonly step: StepId;
}

export function takenUp(state: State, place: ResumePoint): TakenUp {
  const { walk, profile, region } = place;
  // What the files hold by now is checked, whatever it was that was to be saved.
  const task = place.step === "final" ? "check" : place.task;
  const known = state.survey.status === "done" ? state.survey.value.sources.profile.name : null;
  const picked = state.setting.profile === null && (place.picked || known !== profile);
  const answered: State = {
    ...state,
    answers: { ...state.answers, task, walk, profile, region, picked },
    examined: { status: "idle" },
    goingOn: goingOn(place),
  };
  return {
    // It is another task by now, whose place is kept from here on.
    taken: task === place.task ? { state: answered, effects: [] } : forget(answered, place.task),
    step: stepOnTheWay(place),
  };
}

function stepOnTheWay({ task, step }: ResumePoint): StepId {
  if (step === "final") return "examined";
  if (task === "rotate" && step === "key") return "rotate";
  return step === "retire-off" ? "retire-keys" : step;
}

function goingOn({ task, step, key }: ResumePoint): GoingOn {
  if (task === "rotate" && step === "key") return { byHand: true, key: null };
  return step === "retire-off" ? { byHand: false, key } : NOT_GOING_ON;
}
