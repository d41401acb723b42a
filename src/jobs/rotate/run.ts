/** Carries a rotation out: looks, decides, does one thing, and looks again. */
import type { Problem, Result } from "../../base/problem.js";
import { KNOWING_NOTHING, learn } from "./learn.js";
import { next } from "./next.js";
import { CARRY_ON } from "./problems.js";
import type { Action, End, Learned, Observed, Outcome, RotationStep, Wishes } from "./types.js";

/**
 * What a rotation can see and do; the real one is in step-performer.ts, the tests have one that
 * fails on
 * purpose.
 */
export interface StepPerformer {
  /** The disk as it is now. */
  readonly observe: () => Promise<
    Result<Pick<Observed, "inFile" | "pending" | "journal" | "elsewhere" | "standing" | "unseen">>
  >;
  readonly perform: (step: RotationStep, known: Learned) => Promise<Outcome>;
}

/** Far more than any rotation needs; a guard against going round in circles. */
const MOST_STEPS = 80;

/**
 * Runs until there is nothing more to do, a question, or a problem. `tell` hears of each step
 * before it is done. `known`: what was learned before, where a caller carries on within the same
 * process. A cancelled run stops between two steps.
 */
export async function run(
  performer: StepPerformer,
  wishes: Wishes,
  options: {
    readonly signal: AbortSignal;
    readonly tell?: (step: RotationStep) => void;
    readonly known?: Learned;
  },
): Promise<{ readonly end: End; readonly known: Learned }> {
  let known = options.known ?? KNOWING_NOTHING;
  for (let count = 0; count < MOST_STEPS; count++) {
    if (options.signal.aborted) return { end: { do: "stop", problem: stopped() }, known };
    const disk = await performer.observe();
    if (!disk.ok) return { end: { do: "stop", problem: disk.problem }, known };
    const action = next({ ...disk.value, learned: known, wishes });
    if (isEnd(action)) return { end: action, known };
    options.tell?.(action);
    known = learn(known, action, await performer.perform(action, known));
  }
  return { end: { do: "stop", problem: circling() }, known };
}

function isEnd(action: Action): action is End {
  return action.do === "ask" || action.do === "stop" || action.do === "done";
}

function stopped(): Problem {
  return {
    code: "cancelled",
    message: "Stopped before the rotation was complete. The file holds a key that works.",
    try: [CARRY_ON],
  };
}

function circling(): Problem {
  return {
    code: "bug",
    message: "The rotation went round in circles and was stopped. The file holds a key that works.",
    try: ["Please report this.", "See what is there: mturk-setup check"],
  };
}
