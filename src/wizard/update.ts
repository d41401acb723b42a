/**
 * Leads from a state and an event to the next state and what is to be done: the wizard's one rule.
 * Pure.
 */
import { begin } from "./begin.js";
import type { Effect, Event, ResultEvent, Rules, Turn, UserEvent } from "./events.js";
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
import { afterCure, isAsking, isChangingKeys, isStoppable } from "./conditions.js";
import {
  type Answers,
  type State,
  type Task,
  EMPTY_ENTRY,
  IDLE,
  JUST_SHOWN,
  NOT_GOING_ON,
  type ResumePoint,
  currentStep,
} from "./state.js";
import { leaveKeeping, takenUp, withPlace } from "./place.js";
import { wayTo } from "./way.js";
import type { StepId } from "./step-id.js";
import { turn } from "./ticket.js";
import { confirmed, entered, pickedCsv, stoppedWaiting } from "./update-key.js";
import { leaveOnceKnown, stopChanging } from "./update-changing.js";
import { isRechecking } from "./recheck.js";
import { stopRechecking, withRecheck } from "./update-recheck.js";
import { agreedToAll, decided } from "./update-repair.js";
import { PLAIN_FROM_HERE } from "./steps/shared/labels.js";
import { RETIRE_RULES } from "./update-retire.js";
import { ROTATE_RULES } from "./update-rotate.js";
import { setProfile, setRegion, switchedFile, wrote } from "./update-review.js";
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
  const touched = state.touched || effects.some(touches);
  const onScreen = sameVisit(before, state) ? state.onScreen : JUST_SHOWN;
  const after =
    touched === state.touched && onScreen === state.onScreen
      ? state
      : { ...state, touched, onScreen };
  return withPlace(before, withRecheck(before, turn(after, ...effects)));
}

function sameVisit(before: State, after: State): boolean {
  return (
    before.visited.length === after.visited.length && currentStep(before) === currentStep(after)
  );
}

function apply(state: State, event: Event): Turn {
  if (state.leaving !== null) return turn(state);
  if (isResult(event)) return received(state, event);
  if (event.type === "interrupted") return interrupted(state);
  return acted(
    {
      ...(state.interruptArmed ? { ...state, interruptArmed: false, note: null } : state),
      ...(state.goingOn === NOT_GOING_ON ? {} : { goingOn: NOT_GOING_ON }),
    },
    event,
  );
}

/** What each thing that a person does leads to. */
const RULES: Rules<UserEvent["type"]> = {
  ...ROTATE_RULES,
  ...RETIRE_RULES,
  started: (state) => arrive(state),
  chose: (state, { task }) => chose(state, task),
  resumed: (state, { place }) => resumed(state, place),
  practised: (state) => leave(state, { how: "practice" }),
  walked: (state, { walk }) => goOn(withAnswers(state, { walk })),
  pickedProfile: (state, { profile }) =>
    goOn({ ...withAnswers(state, { profile, picked: true }), examined: IDLE }),
  next: (state) => next(state),
  back: (state) => back(state),
  aside: (state, { step }) => goTo(state, step, true),
  returned: (state, { step }) => returned(state, step),
  entered: (state, { pasted }) => entered(state, pasted),
  confirmed: (state) => confirmed(state),
  choseOtherFile: (state) => turn({ ...state, csv: IDLE }),
  pickedCsv: (state, { path, user }) => pickedCsv(state, path, user ?? null),
  askedAgain: (state) => askAgain(state),
  stoppedWaiting: (state) => stoppedWaiting(state),
  savedUnchecked: (state) => replaceByNext(withAnswers(state, { unchecked: true })),
  wentOn: (state) => replaceByNext(withAnswers(state, { goOn: true })),
  editing: (state, { field }) => turn({ ...state, reviewField: { name: field, problem: null } }),
  setRegion: (state, { text }) => setRegion(state, text),
  setProfile: (state, { text }) => setProfile(state, text),
  switchedFile: (state) => switchedFile(state),
  wrote: (state) => wrote(state),
  deletedCsv: (state, { path }) => deletedCsv(state, path ?? null),
  decided: (state, { way }) => decided(state, way),
  agreedToAll: (state) => agreedToAll(state),
  wroteReport: (state) =>
    state.report.status === "running" || state.report.status === "done"
      ? turn(state)
      : begin(state, "writeReport"),
  overlay: (state, { overlay }) =>
    overlay === "files" ? begin({ ...state, overlay }, "showFiles") : turn({ ...state, overlay }),
  choseLines: (state) => turn({ ...state, byLines: true, note: PLAIN_FROM_HERE }),
  broke: (state, { fault }) => broke({ ...state, fault, overlay: null }, fault),
  clickedInPractice: (state, { click }) => turn(state, { type: "click", click }),
  opened: (state, { url }) => turn(state, { type: "open", url }),
  copied: (state, { text }) => turn(state, { type: "copy", text }),
  turnedTo: (state, { part }) => turn({ ...state, onScreen: { ...JUST_SHOWN, part } }),
  refused: (state, { why }) => turn({ ...state, onScreen: { ...state.onScreen, refused: why } }),
  wantedRest: (state, { typed }) => turn(state, { type: "completePath", typed }),
  edited: (state) => turn(edited(state)),
  quit: (state) => quit(state),
  interrupted: (state) => interrupted(state),
  carriedOn: (state) => turn(state),
  crashed: (state, { message }) => leave(state, { how: "bug", message }),
};

function acted(state: State, event: UserEvent): Turn {
  // The table has for each type the rule of that type, which the compiler cannot follow.
  const rule = RULES[event.type] as (state: State, event: UserEvent) => Turn;
  return rule(state, event);
}

/** Only a file that this run has read, and that is not needed any more, is ever deleted. */
function deletedCsv(state: State, named: string | null): Turn {
  const read = state.csvDeleted ? null : state.answers.keyFile;
  const path = named === null ? read : state.csvsOver.includes(named) ? named : null;
  return path === null ? turn(state) : turn(state, { type: "deleteCsv", path });
}

/** What was wrong with what was typed is out of date. */
function edited(state: State): State {
  return {
    ...state,
    onScreen: { ...state.onScreen, refused: null, completion: null },
    entry: { ...state.entry, problem: null },
    reviewField: { ...state.reviewField, problem: null },
    csv: state.csv.status === "failed" ? IDLE : state.csv,
  };
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
  if (isRechecking(state)) return stopRechecking(state);
  return hasHalf(state)
    ? turn({ ...state, entry: { ...EMPTY_ENTRY, round: state.entry.round + 1 } })
    : goBack(state);
}

function hasHalf(state: State): boolean {
  const { accessKeyId, secretAccessKey } = state.entry;
  return currentStep(state) === "key" && (accessKeyId === null) !== (secretAccessKey === null);
}

/** Another task begins at the first screen; a rotation that runs is not forgotten. */
function chose(state: State, task: Task): Turn {
  return goOn({
    ...withAnswers(state, { task, picked: false }),
    examined: IDLE,
    ...(state.rotating.status === "running"
      ? {}
      : { rotation: NO_ROTATION.rotation, rotating: IDLE }),
    visited: state.visited.slice(0, 1),
  });
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
  return state.answers.task === "check" ? chose(state, "use-keys") : returned(state, "key");
}

/** Whatever AWS has said on this screen is out of date: it is asked again at once. */
function broke(state: State, fault: string | null): Turn {
  const breaking = { type: "break", fault } as const;
  const known = state.check.status === "done" && currentStep(state) === "review";
  const again = known ? begin(state, "verify") : askAgain(state, true);
  return turn(again.state, breaking, ...again.effects);
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
function resumed(before: State, place: ResumePoint): Turn {
  const { taken, step } = takenUp(before, place);
  const there = arrive({ ...taken.state, visited: wayTo(taken.state, step) });
  return turn(there.state, ...taken.effects, ...there.effects);
}

/** Leaves with the place kept, where there is one worth keeping. Practice is never resumed. */
function quit(state: State): Turn {
  return isChangingKeys(state) ? leaveOnceKnown(state, "quit") : leaveKeeping(state, "quit");
}

/**
 * Ctrl+C: the first press asks, the second leaves. A write that has begun is let finish: it takes
 * milliseconds.
 */
function interrupted(state: State): Turn {
  if (!state.interruptArmed) return turn({ ...state, interruptArmed: true, overlay: null });
  if (isChanging(state, "files")) return turn(state);
  return isChangingKeys(state)
    ? leaveOnceKnown(state, "interrupted")
    : leaveKeeping(state, "interrupted");
}

const RESULTS = {
  settled: true,
  progressed: true,
  csvDeleted: true,
  placeKept: true,
  told: true,
  pathCompleted: true,
} satisfies Record<ResultEvent["type"], true>;

function isResult(event: Event): event is ResultEvent {
  return Object.hasOwn(RESULTS, event.type);
}
