/** Switches keys off and puts them away, one key at a time, each step decided by a person. */
import type { Result } from "../base/problem.js";
import type { FoundKey, PutAway, Retired, SwitchedOff } from "../jobs/retire/index.js";
import { isSeenOff } from "../jobs/retire/record.js";
import type { KeysHere } from "./state-retire.js";
import { findAndSwitchOffSteps } from "../jobs/retire/problems.js";
import { switchOffSteps } from "../jobs/shared/switch-off-steps.js";
import { begin, beginWith } from "./begin.js";
import type { Rules, Turn } from "./events.js";
import type { RetireEvent } from "./events-retire.js";
import { goOn, goTo, returnTo, stopWork } from "./navigation.js";
import { nothingToPutAway, outcome, seenOff } from "./retire-so-far.js";
import { lookAnew } from "./rotate-so-far.js";
import { type State, IDLE, currentStep } from "./state.js";
import { turn } from "./ticket.js";

/** What a person does while keys are switched off. */
export const RETIRE_RULES = {
  pickedKey: (state, { accessKeyId }) => pickedKey({ ...state, inTurn: [] }, accessKeyId),
  pickedAll: (state, { ids: [first, ...rest] }) =>
    first === undefined ? turn(state) : pickedKey({ ...state, inTurn: rest }, first),
  nextInTurn: (state) => returnTo({ ...state, retiring: null }, "retire-keys"),
  lookedInFolder: (state, { path }) => lookedInFolder(state, path),
  switchedOffHere: (state) => switchedOffHere(state),
  watched: (state) => watchHere(state),
  tookOut: (state, { forget }) => tookOut(state, forget === true),
  leftInFiles: (state) => ended(state, null),
  anotherKey: (state) => returnTo({ ...state, retiring: null, inTurn: [] }, "retire-keys"),
} satisfies Rules<RetireEvent["type"]>;

function pickedKey(state: State, accessKeyId: string): Turn {
  if (state.keysHere.status !== "done" || isWorking(state)) return turn(state);
  const found = state.keysHere.value.keys.find((key) => key.accessKeyId === accessKeyId);
  if (found === undefined) return turn(state);
  const examined =
    state.keysHere.value.examined.find((key) => key.accessKeyId === accessKeyId) ?? null;
  const picked: State = {
    ...state,
    retiring: { found, examined },
    switchOff: IDLE,
    watch: IDLE,
    putAwayPlan: IDLE,
    putAway: IDLE,
  };
  const there = goOn(picked);
  return examined?.isRoot === true && examined.pair !== null ? watchHere(there.state) : there;
}

/** Where all are gone through in turn: on to the next of them that still stands here. */
export function onInTurn(state: State, { keys }: KeysHere): Turn {
  const still = state.inTurn.filter((id) => keys.some(({ accessKeyId }) => accessKeyId === id));
  const [first, ...rest] = still;
  return first === undefined || currentStep(state) !== "retire-keys"
    ? turn({ ...state, inTurn: still })
    : pickedKey({ ...state, inTurn: rest }, first);
}

function isWorking({ switchOff, putAway }: State): boolean {
  return switchOff.status === "running" || putAway.status === "running";
}

function lookedInFolder(state: State, path: string): Turn {
  const folders = state.keyFolders.includes(path) ? state.keyFolders : [...state.keyFolders, path];
  return returnTo({ ...state, keyFolders: folders, keysHere: IDLE }, "retire-keys");
}

function switchedOffHere(before: State): Turn {
  const examined = before.retiring?.examined ?? null;
  if (examined === null || before.switchOff.status === "running") return turn(before);
  const stopped = stopWork(before);
  const begun = beginWith(stopped.state, "switchOff", { examined });
  return turn(begun.state, ...stopped.effects, ...begun.effects);
}

function watchHere(state: State): Turn {
  const pair = state.retiring?.examined?.pair ?? state.retiring?.found.pairs[0] ?? null;
  return pair === null || state.watch.status === "running"
    ? turn(state)
    : beginWith(state, "watch", { key: { pair } });
}

/** Esc while the key switches itself off: what came of it is awaited. */
export function stopSwitchingOff(state: State): Turn {
  if (state.switchOff.status !== "running") return turn(state);
  return turn(
    { ...state, switchOff: { ...state.switchOff, progress: { stopping: true } } },
    { type: "cancel", kind: "switchOff" },
  );
}

/**
 * Off and refused: on to the files. Off, but not everywhere yet, or only a person can do it: AWS is
 * watched.
 */
export function switchedOff(state: State, result: Result<SwitchedOff>): Turn {
  if (!result.ok)
    return turn({ ...state, switchOff: { status: "failed", problem: result.problem } });
  const { value } = result;
  const known: State = { ...lookAnew(state), switchOff: { status: "done", value } };
  if (currentStep(state) !== "retire-off") return turn(known);
  return value.how !== "console" && value.state === "refused" ? goOn(known) : watchHere(known);
}

/**
 * A copy of a key that AWS was not seen to refuse goes only where that was asked and answered
 * (`forget`).
 */
function tookOut(before: State, forget: boolean): Turn {
  const { retiring, putAwayPlan } = before;
  if (retiring === null || putAwayPlan.status !== "done" || before.putAway.status === "running")
    return turn(before);
  if (nothingToPutAway(before)) return ended(before, null);
  if (!forget && !seenOff(before)) return turn(before);
  return beginWith(before, "putAway", { plan: putAwayPlan.value, found: retiring.found });
}

/** Done; a file that changed meanwhile is shown anew. */
export function keyPutAway(state: State, result: Result<PutAway>): Turn {
  if (result.ok)
    return ended(
      { ...lookAnew(state), putAway: { status: "done", value: result.value } },
      result.value,
    );
  const failed: State = { ...state, putAway: { status: "failed", problem: result.problem } };
  if (result.problem.code !== "file-changed" || currentStep(state) !== "retire-away")
    return turn(failed);
  const anew = begin({ ...failed, putAway: IDLE }, "planPutAway");
  return turn({ ...anew.state, note: result.problem.message }, ...anew.effects);
}

/** What was done to the key is kept for the report; from here one goes back to the list of keys. */
function ended(state: State, putAway: PutAway | null): Turn {
  const { retiring } = state;
  if (retiring === null) return turn(state);
  const holder = retiring.examined?.holder ?? null;
  const id = retiring.found.accessKeyId;
  const forgotten =
    putAway === null || seenOff(state)
      ? null
      : { steps: holder === null ? findAndSwitchOffSteps(id) : switchOffSteps(holder, id) };
  const done: Retired = { ...retiring, ...outcome(state), forgotten, putAway };
  const known: State = {
    ...state,
    retired: [
      ...state.retired.filter(({ found }) => found.accessKeyId !== done.found.accessKeyId),
      done,
    ],
    csvsOver: isSeenOff(done) ? csvsOver(state, done) : state.csvsOver,
    report: IDLE,
  };
  if (currentStep(state) !== "retire-away") return turn(known);
  const way = state.visited.slice(
    0,
    state.visited.findIndex(({ step }) => step === "retire-keys") + 1,
  );
  return goTo({ ...known, keysHere: IDLE, visited: way }, "retire-end", false);
}

/** Its own downloads of AWS's, where no key stands that is not seen off. */
function csvsOver(
  { keysHere, retired, csvsOver: before }: State,
  done: Retired,
): readonly string[] {
  const off = [...retired.filter(isSeenOff), done].map(({ found }) => found.accessKeyId);
  const on =
    keysHere.status === "done"
      ? keysHere.value.keys.filter(({ accessKeyId }) => !off.includes(accessKeyId))
      : [];
  const needed = on.flatMap(csvsOf);
  return [...new Set([...before, ...csvsOf(done.found)])].filter((path) => !needed.includes(path));
}

function csvsOf({ places }: FoundKey): readonly string[] {
  return places.filter(({ name }) => name === "csv").map(({ location }) => location);
}
