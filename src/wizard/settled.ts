/**
 * Takes what came back from the world. An answer whose ticket is not awaited any more is dropped.
 */
import { type Problem, type Result, never } from "../base/problem.js";
import type { WrittenFile } from "../aws-files/types.js";
import type { Checked } from "../jobs/verify.js";
import { profileNameSchema } from "../keys/shape.js";
import { begin } from "./begin.js";
import type { ResultEvent, Turn } from "./events.js";
import { goOn, goTo, leave, replaceByNext } from "./navigation.js";
import { keptPlace, leaveKeeping } from "./place.js";
import { awaited } from "./slot.js";
import { maskId } from "../keys/types.js";
import { type State, IDLE, chosenProfile, currentStep } from "./state.js";
import { isChangingKeys, needsAttention } from "./conditions.js";
import { turn } from "./ticket.js";
import { csvRead } from "./update-key.js";
import { watchEnded } from "./update-changing.js";
import { rechecked } from "./update-recheck.js";
import { mendSettled } from "./update-repair.js";
import { RETIRE_RULES, keyPutAway, onInTurn, switchedOff } from "./update-retire.js";
import { ROTATE_RULES, rotated } from "./update-rotate.js";
import {
  type JobName,
  type ProgressedEvent,
  type ResultOf,
  type SettledEvent,
  WORK,
} from "./work.js";

/** Jobs whose answer leads somewhere else than into their slot. */
const ENDS: { readonly [J in JobName]?: (state: State, result: ResultOf<J>) => Turn } = {
  survey: surveyed,
  readCsv: csvRead,
  examine: examined,
  findKeys: keysFound,
  verify: verified,
  recheck: rechecked,
  write: written,
  mend: mendSettled,
  rotate: rotated,
  watch: watchEnded,
  switchOff: switchedOff,
  putAway: keyPutAway,
  writeReport: reportWritten,
};

export function received(state: State, event: ResultEvent): Turn {
  switch (event.type) {
    case "settled":
      return settled(state, event);
    case "progressed":
      return progressed(state, event);
    case "csvDeleted":
      return event.result.ok
        ? turn({
            ...state,
            csvDeleted: state.csvDeleted || event.path === state.answers.keyFile,
            csvsOver: state.csvsOver.filter((path) => path !== event.path),
            csvsDeleted: [...state.csvsDeleted, event.path],
            note: "The CSV file is deleted.",
          })
        : turn({ ...state, note: event.result.problem.message });
    case "placeKept":
      return placeKept(state, event);
    case "pathCompleted":
      return turn({ ...state, onScreen: { ...state.onScreen, completion: event.completion } });
    case "told":
      return turn({ ...state, note: event.note });
    default:
      return never(event);
  }
}

/** The place is known from now on; where it was kept for leaving, the wizard is left. */
function placeKept(
  state: State,
  { place, kept, leaving }: Extract<ResultEvent, { type: "placeKept" }>,
): Turn {
  if (leaving !== null) return leave(state, { how: leaving, place: kept ? "kept" : "lost" });
  return turn(keptPlace(state, place));
}

/**
 * Where the wizard was told to leave meanwhile, it leaves as soon as it is known what became of the
 * keys.
 */
function settled(before: State, event: SettledEvent): Turn {
  if (!awaited(before[WORK[event.job].slot], event.ticket)) return turn(before);
  // Event and row are of one job; a union of all jobs does not say so.
  const end = ENDS[event.job] as ((state: State, result: Result<unknown>) => Turn) | undefined;
  const after =
    end === undefined ? filled(before, event.job, event.result) : end(before, event.result);
  const { leavingAfter } = after.state;
  return leavingAfter === null || isChangingKeys(before) === isChangingKeys(after.state)
    ? after
    : leaveKeeping(after.state, leavingAfter);
}

/** Puts an answer into the slot of its job. */
function filled(state: State, job: JobName, result: Result<unknown>): Turn {
  const slot = result.ok
    ? { status: "done", value: result.value }
    : { status: "failed", problem: result.problem };
  return turn({ ...state, [WORK[job].slot]: slot });
}

function progressed(state: State, { job, ticket, news }: ProgressedEvent): Turn {
  const row: { readonly slot: keyof State; readonly told?: unknown } = WORK[job];
  const slot = state[row.slot] as {
    readonly status: string;
    readonly ticket?: number;
    readonly progress?: unknown;
  };
  if (row.told === undefined || !awaited(slot, ticket)) return turn(state);
  const told = row.told as (progress: unknown, news: unknown) => unknown;
  return turn({ ...state, [row.slot]: { ...slot, progress: told(slot.progress, news) } });
}

/** The profile that boto3 would choose is the one to be set up, unless one was named. */
function surveyed(state: State, result: ResultOf<"survey">): Turn {
  if (!result.ok) return filled(state, "survey", result);
  const { survey, unfinished } = result.value;
  const known: State = { ...state, survey: { status: "done", value: survey }, unfinished };
  if (state.setting.profile !== null || state.answers.task !== null) return turn(known);
  const { sources } = survey;
  const chosen = sources.profile.name;
  const there = [sources.files.credentials, sources.files.config].some(
    (file) => file.ok && file.profiles.has(chosen),
  );
  const profile =
    there || profileNameSchema.safeParse(chosen).success ? chosen : state.answers.profile;
  return turn({ ...known, answers: { ...state.answers, profile } });
}

/** A rotation by hand that is taken up goes on to the making of the new key. */
function examined(state: State, result: ResultOf<"examine">): Turn {
  const known = filled(state, "examine", result);
  if (!state.goingOn.byHand || currentStep(state) !== "rotate") return known;
  const { verdict } = result.ok ? result.value : { verdict: null };
  const profile = chosenProfile(state) ?? state.answers.profile;
  const begun = state.unfinished.some((one) => one.profile === profile);
  return begun || (verdict !== "ready" && verdict !== "keys-accepted")
    ? known
    : ROTATE_RULES.replaced(known.state, { type: "replaced", way: "guided" });
}

/** Said at once; on the row it stays to be read. */
function reportWritten(state: State, result: Result<string>): Turn {
  const note = result.ok ? `The record is in ${result.value}` : result.problem.message;
  const known = filled(state, "writeReport", result);
  return turn({ ...known.state, note }, ...known.effects);
}

/** A key that was being switched off is gone on with, if it is still here. */
function keysFound(state: State, result: ResultOf<"findKeys">): Turn {
  const known = filled(state, "findKeys", result);
  const { key } = state.goingOn;
  if (result.ok && state.inTurn.length > 0) return onInTurn(known.state, result.value);
  if (!result.ok || key === null || currentStep(state) !== "retire-keys") return known;
  const [found, ...more] = result.value.keys.filter((one) => maskId(one.accessKeyId) === key);
  return found === undefined || more.length > 0
    ? known
    : RETIRE_RULES.pickedKey(known.state, {
        type: "pickedKey",
        accessKeyId: found.accessKeyId,
      });
}

/**
 * The answers to the check before writing lead on: to the review, or to the screen that says what
 * to decide.
 */
function verified(state: State, result: Result<Checked>): Turn {
  const check = result.ok
    ? ({ status: "done", value: result.value } as const)
    : ({ status: "failed", problem: result.problem } as const);
  const known = { ...state, check };
  if (currentStep(state) === "outcome")
    return needsAttention(known) ? turn(known) : replaceByNext(known);
  if (currentStep(state) === "review" && needsAttention(known))
    return goTo({ ...known, visited: known.visited.slice(0, -1) }, "outcome", false);
  return currentStep(state) === "key" ? goOn(known) : turn(known);
}

/**
 * Written: on to the check. A file that changed meanwhile is planned and shown anew; any other
 * failure is said where it happened.
 */
function written(state: State, result: Result<{ readonly written: readonly WrittenFile[] }>): Turn {
  if (result.ok)
    return goOn({ ...state, write: { status: "done", value: { files: result.value.written } } });
  const { problem } = result;
  const failed = { ...state, write: { status: "failed", problem } as const };
  return problem.code === "file-changed" ? planAnew(failed, problem) : turn(failed);
}

function planAnew(state: State, problem: Problem): Turn {
  const anew = begin({ ...state, write: IDLE }, "plan");
  return turn({ ...anew.state, note: problem.message }, ...anew.effects);
}
