/**
 * Decides on the repair screen: each mend is agreed to or left; when nothing is left to decide,
 * what was agreed to is written.
 */
import type { Result } from "../base/problem.js";
import {
  type CarriedOut,
  decideNext,
  isAnythingAgreed,
  nextOffer,
  wholeRepair,
} from "../jobs/doctor.js";
import { begin, beginWith } from "./begin.js";
import type { Turn } from "./events.js";
import { goBack, goOn } from "./navigation.js";
import { type State, IDLE, currentStep } from "./state.js";
import { turn } from "./ticket.js";

/** Agrees to a way of mending, or leaves the damage as it is. Where all was left, goes back. */
export function decided(before: State, way: number | null): Turn {
  if (
    before.repair.status !== "done" ||
    before.mend.status === "running" ||
    nextOffer(before.repair.value) === null
  )
    return turn(before);
  const examination = decideNext(before.repair.value, way);
  const known: State = { ...before, repair: { status: "done", value: examination } };
  if (nextOffer(examination) !== null) return turn(known);
  if (!isAnythingAgreed(examination)) return goBack(known);
  return beginWith(known, "mend", { examination });
}

/** Agrees to all that is left, where none of it is a choice. */
export function agreedToAll(before: State): Turn {
  if (before.repair.status !== "done" || before.mend.status === "running") return turn(before);
  const whole = wholeRepair(before.repair.value);
  if (whole === null) return turn(before);
  const { examination } = whole;
  return beginWith({ ...before, repair: { status: "done", value: examination } }, "mend", {
    examination,
  });
}

/**
 * Mended: on to the check of the key, or back to the review that met the broken file. What could
 * not be mended is said, and a file that changed meanwhile is looked at anew.
 */
export function mendSettled(state: State, result: Result<CarriedOut>): Turn {
  if (!result.ok) {
    const failed: State = { ...state, mend: { status: "failed", problem: result.problem } };
    if (result.problem.code !== "file-changed" || currentStep(state) !== "repair")
      return turn(failed);
    const anew = begin({ ...failed, mend: IDLE }, "diagnose");
    return turn({ ...anew.state, note: result.problem.message }, ...anew.effects);
  }
  const { written, refused } = result.value;
  const [problem] = refused;
  if (problem !== undefined && written.length === 0)
    return turn({ ...state, mend: { status: "failed", problem } });
  const done: State = {
    ...state,
    mend: { status: "done", value: null },
    mended: [...state.mended, ...written],
    survey: IDLE,
    examined: IDLE,
  };
  if (currentStep(done) !== "repair") return turn(done);
  const on = goOn(done);
  return problem === undefined ? on : turn({ ...on.state, note: problem.message }, ...on.effects);
}
