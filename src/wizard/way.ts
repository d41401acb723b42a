/**
 * Derives the way through the wizard from the ordered steps: from one, on to the first later one
 * that applies.
 */
import { type State, type Visit, currentStep } from "./state.js";
import { STEPS } from "./steps/index.js";
import type { Step } from "./step.js";
import type { StepId } from "./step-id.js";

const BY_ID: ReadonlyMap<string, Step> = new Map(STEPS.map((step) => [step.id, step]));

export function stepOf(id: StepId): Step {
  const step = BY_ID.get(id);
  if (step === undefined) throw new Error(`no step is called ${id}`);
  return step;
}

/** Where a step leads when it is done; null: the wizard is at its end. */
export function nextStep(state: State): StepId | null {
  const at = STEPS.findIndex(({ id }) => id === currentStep(state));
  return STEPS.slice(at + 1).find((step) => step.applies(state))?.id ?? null;
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
    if (stepOf(last.step).applies(state)) break;
    rest.pop();
  }
  return rest.length === 0 ? state.visited : rest;
}
