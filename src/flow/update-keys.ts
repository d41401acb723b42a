/** Events of replacing a key and of switching keys off: to the room they belong to. */
import { never } from "../base/problem.js";
import type { Effect, Turn } from "./events.js";
import type { KeysResultEvent, KeysUserEvent } from "./events-keys.js";
import { goOn, leave, turn } from "./moves.js";
import { awaited } from "./pending.js";
import { type Leaving, type State, currentStep } from "./state.js";
import { isChangingKeys } from "./steps.js";
import { keyPutAway, retireActed, stopSwitchingOff, switchedOff } from "./update-retire.js";
import { oldKeyRefused, rotateActed, rotated, rotating, stopRotation } from "./update-rotate.js";

export function keysActed(state: State, event: KeysUserEvent): Turn {
  switch (event.type) {
    case "tookUp":
    case "replaced":
    case "gaveKey":
    case "answeredQuestion":
    case "calledRotation":
    case "retiredInstead":
      return rotateActed(state, event);
    default:
      return retireActed(state, event);
  }
}

/** What came back. Where the wizard was told to leave meanwhile, it leaves as soon as it is known what became of the keys. */
export function keysReceived(before: State, event: KeysResultEvent): Turn {
  const after = received(before, event);
  const { leavingAfter } = after.state;
  return leavingAfter === null || isChangingKeys(before) === isChangingKeys(after.state) ? after : leave(after.state, leavingAfter);
}

function received(state: State, event: KeysResultEvent): Turn {
  switch (event.type) {
    case "unfinishedFound":
      return turn({ ...state, unfinished: event.found });
    case "rotating":
      return rotating(state, event);
    case "rotated":
      return awaited(state.rotation.job, event.ticket) ? rotated(state, event) : turn(state);
    case "looked":
      return state.watch.status === "running" && state.watch.ticket === event.ticket ? turn({ ...state, watch: { ...state.watch, progress: event.look } }) : turn(state);
    case "watchEnded":
      return watchEnded(state, event);
    case "askingAboutKeys":
      return state.keysHere.status === "running" && state.keysHere.ticket === event.ticket
        ? turn({ ...state, keysHere: { ...state.keysHere, progress: { asked: event.asked, of: event.of } } })
        : turn(state);
    case "keysFound":
      return settled(state, "keysHere", event);
    case "switchedOff":
      return awaited(state.switchOff, event.ticket) ? switchedOff(state, event) : turn(state);
    case "putAwayPlanned":
      return settled(state, "putAwayPlan", event);
    case "keyPutAway":
      return awaited(state.putAway, event.ticket) ? keyPutAway(state, event) : turn(state);
    case "recordWritten":
      return settled(state, "record", event);
    default:
      return never(event);
  }
}

function settled(state: State, field: "keysHere" | "putAwayPlan" | "record", event: Extract<KeysResultEvent, { type: "keysFound" | "putAwayPlanned" | "recordWritten" }>): Turn {
  if (!awaited(state[field], event.ticket)) return turn(state);
  const { result } = event;
  return turn({ ...state, [field]: result.ok ? { status: "done", value: result.value } : { status: "failed", problem: result.problem } });
}

/** Refused at last: on from where it was waited for. */
function watchEnded(state: State, event: Extract<KeysResultEvent, { type: "watchEnded" }>): Turn {
  if (!awaited(state.watch, event.ticket)) return turn(state);
  const { result } = event;
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

/** Leaves once it is known what became of the keys; told a second time, at once: the next start carries on. */
export function leaveOnceKnown(state: State, leaving: Leaving): Turn {
  if (state.leavingAfter !== null) return leave(state, leaving);
  const effects: Effect[] = [{ type: "cancel", kind: "rotate" }, { type: "cancel", kind: "switchOff" }];
  return turn({ ...state, leavingAfter: leaving, note: "Stopping before the next step ..." }, ...effects);
}
