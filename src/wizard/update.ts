/**
 * Leads from a state and an event to the next state and what is to be done: the wizard's one rule.
 * Pure.
 */
import { never } from "../base/problem.js";
import type { Effect, Event, ResultEvent, Turn, UserEvent } from "./events.js";
import { isRetireEvent } from "./events-retire.js";
import { isRotateEvent } from "./events-rotate.js";
import {
  arrive,
  askAgain,
  goBack,
  goOn,
  goTo,
  leave,
  replaceByNext,
  returnTo,
} from "./navigation.js";
import { received } from "./settled.js";
import { NO_ROTATION } from "./state-rotate.js";
import { type Answers, type State, EMPTY_ENTRY, IDLE, currentStep } from "./state.js";
import { afterCure, isAsking, isChangingKeys, isStoppable, wayTo } from "./steps.js";
import type { StepId } from "./step-id.js";
import { turn } from "./ticket.js";
import { confirmed, entered, pickedCsv, stoppedWaiting } from "./update-key.js";
import { leaveOnceKnown, stopChanging } from "./update-changing.js";
import { decided } from "./update-repair.js";
import { retireActed } from "./update-retire.js";
import { setProfile, setRegion, switchedFile, wrote } from "./update-review.js";
import { rotateActed } from "./update-rotate.js";
import { type JobName, WORK, isChanging } from "./work.js";

/** Whether something leaves this computer by it, or changes on it. */
function touches({ type }: Effect): boolean {
  if (type === "deleteCsv" || type === "open") return true;
  if (!Object.hasOwn(WORK, type)) return false;
  const row: { readonly asks?: true; readonly changes?: string } = WORK[type as JobName];
  return row.asks === true || row.changes !== undefined;
}

/** Applies one event. After the wizard has been told to leave, nothing changes any more. */
export function update(before: State, event: Event): Turn {
  const { state, effects } = apply(before, event);
  return {
    state: state.touched || !effects.some(touches) ? state : { ...state, touched: true },
    effects,
  };
}

function apply(state: State, event: Event): Turn {
  if (state.leaving !== null) return turn(state);
  if (isResult(event)) return received(state, event);
  if (event.type === "interrupted") return interrupted(state);
  return acted(
    state.interruptArmed ? { ...state, interruptArmed: false, note: null } : state,
    event,
  );
}

function acted(state: State, event: UserEvent): Turn {
  if (isRotateEvent(event)) return rotateActed(state, event);
  if (isRetireEvent(event)) return retireActed(state, event);
  switch (event.type) {
    case "started":
      return arrive(state);
    case "next":
      return next(state);
    case "back":
      return back(state);
    case "aside":
      return goTo(state, event.step, true);
    case "returned":
      return returned(state, event.step);
    case "askedAgain":
      return askAgain(state);
    case "overlay":
      return turn({ ...state, overlay: event.overlay });
    case "carriedOn":
      return turn(state);
    case "quit":
      return quit(state);
    case "interrupted":
      return interrupted(state);
    case "crashed":
      return leave(state, { how: "bug", message: event.message });
    case "opened":
      return turn(state, { type: "open", url: event.url });
    case "copied":
      return turn(state, { type: "copy", text: event.text });
    case "broke":
      return turn(
        { ...state, fault: event.fault, overlay: null },
        { type: "break", fault: event.fault },
      );
    case "chose":
    case "resumed":
    case "practised":
    case "walked":
    case "pickedProfile":
      return chosen(state, event);
    default:
      return answered(state, event);
  }
}

/**
 * Esc: closes what lies over the screen, else stops the question to AWS, else takes back the half
 * of a key that was entered, else goes back.
 */
function back(state: State): Turn {
  if (state.overlay !== null) return turn({ ...state, overlay: null });
  if (state.reviewField.name !== null)
    return turn({ ...state, reviewField: { name: null, problem: null } });
  if (isAsking(state)) return stoppedWaiting(state);
  if (isStoppable(state)) return stopChanging(state);
  return hasHalf(state)
    ? turn({ ...state, entry: { ...EMPTY_ENTRY, round: state.entry.round + 1 } })
    : goBack(state);
}

function hasHalf(state: State): boolean {
  const { accessKeyId, secretAccessKey } = state.entry;
  return currentStep(state) === "key" && (accessKeyId === null) !== (secretAccessKey === null);
}

type ChoiceEvent = Extract<
  UserEvent,
  { type: "chose" | "resumed" | "practised" | "walked" | "pickedProfile" }
>;

function chosen(state: State, event: ChoiceEvent): Turn {
  switch (event.type) {
    case "chose":
      return goOn({
        ...withAnswers(state, { task: event.task }),
        examined: IDLE,
        ...(state.rotating.status === "running"
          ? {}
          : { rotation: NO_ROTATION.rotation, rotating: IDLE }),
        visited: state.visited.slice(0, 1),
      });
    case "resumed":
      return resumed(state);
    case "practised":
      return leave(state, { how: "practice" });
    case "walked":
      return goOn(withAnswers(state, { walk: event.walk }));
    case "pickedProfile":
      return goOn({ ...withAnswers(state, { profile: event.profile }), examined: IDLE });
    default:
      return never(event);
  }
}

type AnswerEvent = Extract<
  UserEvent,
  {
    type:
      | "entered"
      | "confirmed"
      | "pickedCsv"
      | "choseOtherFile"
      | "stoppedWaiting"
      | "savedUnchecked"
      | "wentOn"
      | "editing"
      | "setRegion"
      | "setProfile"
      | "switchedFile"
      | "wrote"
      | "deletedCsv"
      | "decided";
  }
>;

function answered(state: State, event: AnswerEvent): Turn {
  switch (event.type) {
    case "entered":
      return entered(state, event.pasted);
    case "confirmed":
      return confirmed(state);
    case "choseOtherFile":
      return turn({ ...state, csv: IDLE });
    case "pickedCsv":
      return pickedCsv(state, event.path, event.user ?? null);
    case "stoppedWaiting":
      return stoppedWaiting(state);
    case "savedUnchecked":
      return replaceByNext(withAnswers(state, { unchecked: true }));
    case "wentOn":
      return replaceByNext(withAnswers(state, { goOn: true }));
    case "editing":
      return turn({ ...state, reviewField: { name: event.field, problem: null } });
    case "setRegion":
      return setRegion(state, event.text);
    case "setProfile":
      return setProfile(state, event.text);
    case "switchedFile":
      return switchedFile(state);
    case "wrote":
      return wrote(state);
    case "decided":
      return decided(state, event.way);
    case "deletedCsv":
      return state.answers.keyFile === null || state.csvDeleted
        ? turn(state)
        : turn(state, { type: "deleteCsv", path: state.answers.keyFile });
    default:
      return never(event);
  }
}

function withAnswers(state: State, answers: Partial<Answers>): State {
  return { ...state, answers: { ...state.answers, ...answers } };
}

/**
 * A guide step taken as the cure of a failure leads on to what it cures; in practice it mends what
 * was broken on purpose.
 */
function next(before: State): Turn {
  const leadsTo = afterCure(before);
  if (leadsTo === null) return goOn(before);
  const mending = before.fault === null ? [] : [{ type: "break", fault: null } as const];
  const state = { ...before, fault: null };
  const on = leadsTo === "new-key" ? enterNewKey(state) : askedAgainAt(goBack(state));
  return turn(on.state, ...mending, ...on.effects);
}

function enterNewKey(state: State): Turn {
  return state.answers.task === "check"
    ? chosen(state, { type: "chose", task: "use-keys" })
    : returned(state, "key");
}

/** Going back may itself have asked: once is enough. */
function askedAgainAt(back: Turn): Turn {
  const again = askAgain(back.state);
  return turn(again.state, ...back.effects, ...again.effects);
}

/** "Paste again" starts with an empty field; everything else that was answered stays. */
function returned(state: State, step: StepId): Turn {
  if (step !== "key") return returnTo(state, step);
  const emptied = {
    ...withAnswers(state, { key: null, keyFile: null, unchecked: false, goOn: false }),
    entry: { ...EMPTY_ENTRY, round: state.entry.round + 1 },
    check: IDLE,
  };
  return returnTo(emptied, step);
}

/** Takes up the way where it was left; never past the key, for keys are not kept. */
function resumed(state: State): Turn {
  const { kept } = state.setting;
  if (kept === null) return turn(state);
  const { task, walk, profile, region } = kept;
  const restored = withAnswers(state, { task, walk, profile, region });
  return arrive({ ...restored, visited: wayTo(restored, kept.step) });
}

/** Leaves with the place kept, where there is one worth keeping. Practice is never resumed. */
function quit(state: State): Turn {
  if (isChangingKeys(state)) return leaveOnceKnown(state, { how: "quit", place: "none" });
  const { task, walk, profile, region } = state.answers;
  const step = currentStep(state);
  const worth =
    !state.setting.practice &&
    (task === "setup" || task === "use-keys") &&
    state.write.status !== "done" &&
    step !== "start";
  if (!worth) return leave(state, { how: "quit", place: "none" });
  const place = { task, walk, step, profile, region, at: state.setting.startedAt };
  return turn(state, { type: "keepPlace", place });
}

/**
 * Ctrl+C: the first press asks, the second leaves. A write that has begun is let finish: it takes
 * milliseconds.
 */
function interrupted(state: State): Turn {
  if (!state.interruptArmed) return turn({ ...state, interruptArmed: true, overlay: null });
  if (isChanging(state, "files")) return turn(state);
  if (isChangingKeys(state)) return leaveOnceKnown(state, { how: "interrupted" });
  return leave(state, { how: "interrupted" });
}

const RESULTS = {
  settled: true,
  progressed: true,
  csvDeleted: true,
  placeKept: true,
  told: true,
} satisfies Record<ResultEvent["type"], true>;

function isResult(event: Event): event is ResultEvent {
  return Object.hasOwn(RESULTS, event.type);
}
