/** Decides what becomes of a change at AWS that is waited for, stopped, or left. */
import type { Result } from "../base/problem.js";
import type { Watched } from "../jobs/rotate/index.js";
import type { Effect, Turn } from "./events.js";
import { goOn } from "./navigation.js";
import { leaveKeeping } from "./place.js";
import { type State, currentStep } from "./state.js";
import { turn } from "./ticket.js";
import { stopSwitchingOff } from "./update-retire.js";
import { oldKeyRefused, stopRotation } from "./update-rotate.js";
import { STOPPING } from "./steps/shared/labels.js";

/** Refused at last: on from where it was waited for. */
export function watchEnded(state: State, result: Result<Watched>): Turn {
  if (!result.ok) return turn({ ...state, watch: { status: "failed", problem: result.problem } });
  const known: State = { ...state, watch: { status: "done", value: result.value } };
  if (result.value !== "refused") return turn(known);
  if (currentStep(state) === "retire-off") return goOn(known);
  return currentStep(state) === "rotate-work" ? oldKeyRefused(known) : turn(known);
}

/** Esc while something is done at AWS. */
export function stopChanging(state: State): Turn {
  return currentStep(state) === "rotate-work" ? stopRotation(state) : stopSwitchingOff(state);
}

/**
 * Leaves once it is known what became of the keys; told a second time, at once: the next start
 * carries on.
 */
export function leaveOnceKnown(state: State, how: "quit" | "interrupted"): Turn {
  if (state.leavingAfter !== null) return leaveKeeping(state, how);
  const effects: Effect[] = [
    { type: "cancel", kind: "rotate" },
    { type: "cancel", kind: "switchOff" },
  ];
  return turn({ ...state, leavingAfter: how, note: STOPPING }, ...effects);
}
