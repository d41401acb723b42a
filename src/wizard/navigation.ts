/**
 * Moves between steps; entering one asks for what it needs, leaving one drops what it waited for.
 */
import { forget } from "./place.js";
import { type State, IDLE, currentStep } from "./state.js";
import { begin } from "./begin.js";
import type { Effect, Turn } from "./events.js";

import type { StepId } from "./step-id.js";
import { turn } from "./ticket.js";
import { nextStep, stepOf, visitedBefore } from "./way.js";
import { type IDLE_SLOTS, type JobName, WORK } from "./work.js";

/** Starts what the step on the screen needs to know and does not know yet. */
export function arrive(state: State): Turn {
  const { enter, work = [] } = stepOf(currentStep(state));
  return work
    .filter(({ job, on }) => isWanted(state, job, on))
    .reduce(
      (so, { job }) => {
        const begun = begin(so.state, job);
        return turn(begun.state, ...so.effects, ...begun.effects);
      },
      turn(enter === undefined ? state : enter(state)),
    );
}

function isWanted(
  state: State,
  job: keyof typeof WORK,
  on: "missing" | "always" | ((state: State) => boolean) | undefined,
): boolean {
  if (on === undefined) return false;
  if (typeof on === "function") return on(state);
  return on === "always" || state[WORK[job].slot].status !== "done";
}

/**
 * Asks anew what the step on the screen asks for, unless that is under way. `atOnce`: AWS answers
 * otherwise from now on, so what it was asked is asked again in any case, if it was asked at all.
 */
export function askAgain(before: State, atOnce = false): Turn {
  const { work = [], beforeAgain } = stepOf(currentStep(before));
  const again = work.filter(
    ({ job, again: isOffered }) => isOffered === true && (!atOnce || isAsked(before, job)),
  );
  if (!atOnce && again.some(({ job }) => before[WORK[job].slot].status === "running"))
    return turn(before);
  const ready = beforeAgain === undefined ? before : beforeAgain(before);
  if (ready === null) return turn(before);
  return again.reduce((so, { job }) => {
    const begun = begin(so.state, job);
    return turn(begun.state, ...so.effects, ...begun.effects);
  }, turn(ready));
}

function isAsked(state: State, job: JobName): boolean {
  const row: { readonly slot: keyof typeof IDLE_SLOTS; readonly asks?: true } = WORK[job];
  return row.asks === true && state[row.slot].status !== "idle" && currentStep(state) !== "key";
}

/**
 * On to the step after the one on the screen; from a detour, back to where it branched off. At the
 * end: leave.
 */
export function goOn(state: State): Turn {
  const last = state.visited[state.visited.length - 1];
  if (last?.detour === true) return goBack(state);
  const next = nextStep(state);
  if (next === null) {
    const done = forget(state, state.answers.task);
    const leaving = { how: "finished" } as const;
    return turn({ ...done.state, leaving }, ...done.effects, { type: "leave", leaving });
  }
  return goTo(state, next, false);
}

/** On from the step on the screen, which is not to be come back to: its question is decided. */
export function replaceByNext(state: State): Turn {
  const on = goOn(state);
  return turn({ ...on.state, visited: on.state.visited.toSpliced(-2, 1) }, ...on.effects);
}

export function goTo(state: State, step: StepId, detour: boolean): Turn {
  const { state: left, effects } = stopWork(state, "behind");
  const there = arrive({
    ...left,
    visited: [...state.visited, { step, detour }],
    note: null,
    overlay: null,
  });
  return turn(there.state, ...effects, ...there.effects);
}

/**
 * One step back, answers kept, the step's own work cancelled. On the first screen nothing happens.
 */
export function goBack(state: State): Turn {
  const visited = visitedBefore(state);
  if (visited.length === state.visited.length) return turn({ ...state, overlay: null });
  const { state: stopped, effects } = stopWork(state);
  const there = arrive({ ...stopped, visited, note: null, overlay: null });
  return turn(there.state, ...effects, ...there.effects);
}

/** Back to a step that was visited, dropping what came after it; if it never was, forward to it. */
export function returnTo(state: State, step: StepId): Turn {
  const at = state.visited.findLastIndex((visit) => visit.step === step);
  const { state: stopped, effects } = stopWork(state);
  if (at < 0) {
    const there = goTo(stopped, step, false);
    return turn(there.state, ...effects, ...there.effects);
  }
  const there = arrive({
    ...stopped,
    visited: state.visited.slice(0, at + 1),
    note: null,
    overlay: null,
  });
  return turn(there.state, ...effects, ...there.effects);
}

/**
 * Cancels the running work of the step on the screen, so that its answer, should it still come, is
 * dropped: what is awaited, what goes on behind the screen, or all of it.
 */
export function stopWork(state: State, which: "awaited" | "behind" | "all" = "all"): Turn {
  const effects: Effect[] = [];
  let next = state;
  for (const { job, kept, behind } of stepOf(currentStep(state)).work ?? []) {
    const { slot } = WORK[job];
    if (kept === true || which === (behind === true ? "awaited" : "behind")) continue;
    if (next[slot].status !== "running") continue;
    effects.push({ type: "cancel", kind: job });
    next = { ...next, [slot]: IDLE };
  }
  return turn(next, ...effects);
}

/** Ends the wizard. */
export function leave(state: State, leaving: NonNullable<State["leaving"]>): Turn {
  return turn({ ...state, leaving }, { type: "leave", leaving });
}
