/** What came back from the world. An answer whose ticket is not awaited any more is dropped. */
import { type Problem, type Result, never } from "../base/problem.js";
import type { VerifyProgress } from "../jobs/verify.js";
import { profileNameSchema } from "../keys/shape.js";
import type { ResultEvent, Turn } from "./events.js";
import { type KeysResultEvent } from "./events-keys.js";
import { goOn, leave, plan, replaceByNext, turn } from "./moves.js";
import { awaited } from "./pending.js";
import { advanced } from "./progress.js";
import { type CheckProgress, type Pending, type State, IDLE, currentStep } from "./state.js";
import { needsAttention } from "./steps.js";
import { csvRead } from "./update-key.js";
import { mended } from "./update-repair.js";

export function received(state: State, event: Exclude<ResultEvent, KeysResultEvent>): Turn {
  switch (event.type) {
    case "surveyed":
      return surveyed(state, event);
    case "lookedUp":
      return settle(state, "lookUp", event);
    case "csvRead":
      if (!awaited(state.csv, event.ticket)) return turn(state);
      return event.result.ok
        ? csvRead(state, event.path, event.result.value)
        : turn({ ...state, csv: { status: "failed", problem: event.result.problem } });
    case "verifying":
      return progressed(state, "check", event);
    case "verified":
      return verified(state, event);
    case "planned":
      return settle(state, "plan", event);
    case "written":
      return written(state, event);
    case "finalChecking":
      return progressed(state, "final", event);
    case "finalChecked":
      return settle(state, "final", event);
    case "examining":
      return progressed(state, "examined", event);
    case "examined":
      return settle(state, "examined", event);
    case "diagnosed":
      return settle(state, "repair", event);
    case "mended":
      return awaited(state.mend, event.ticket) ? mended(state, event.result) : turn(state);
    case "csvDeleted":
      return event.result.ok ? turn({ ...state, csvDeleted: true, note: "The CSV file is deleted." }) : turn({ ...state, note: event.result.problem.message });
    case "placeKept":
      return leave(state, { how: "quit", place: event.kept ? "kept" : "lost" });
    case "told":
      return turn({ ...state, note: event.note });
    default:
      return never(event);
  }
}

/** Puts an awaited answer into its field. */
function settle(
  state: State,
  field: "lookUp" | "plan" | "final" | "examined" | "survey" | "repair",
  event: { readonly ticket: number; readonly result: Result<unknown> },
): Turn {
  if (!awaited(state[field], event.ticket)) return turn(state);
  const pending = event.result.ok ? { status: "done", value: event.result.value } : { status: "failed", problem: event.result.problem };
  return turn({ ...state, [field]: pending });
}

/** The profile that boto3 would choose is the one to be set up, unless one was named. */
function surveyed(state: State, event: Extract<ResultEvent, { type: "surveyed" }>): Turn {
  const settled = settle(state, "survey", event);
  if (settled.state === state || !event.result.ok || state.setting.profile !== null || state.answers.task !== null) return settled;
  const { sources } = event.result.value;
  const chosen = sources.profile.name;
  const there = [sources.files.credentials, sources.files.config].some((file) => file.ok && file.profiles.has(chosen));
  const profile = there || profileNameSchema.safeParse(chosen).success ? chosen : state.answers.profile;
  return turn({ ...settled.state, answers: { ...settled.state.answers, profile } });
}

function progressed(state: State, field: "check" | "final" | "examined", event: { readonly ticket: number; readonly progress: VerifyProgress }): Turn {
  const pending: Pending<unknown, CheckProgress> = state[field];
  if (pending.status !== "running" || pending.ticket !== event.ticket) return turn(state);
  return turn({ ...state, [field]: { ...pending, progress: advanced(pending.progress, event.progress) } });
}

/** The answers to the check before writing lead on: to the review, or to the screen that says what to decide. */
function verified(state: State, event: Extract<ResultEvent, { type: "verified" }>): Turn {
  if (!awaited(state.check, event.ticket)) return turn(state);
  const check = event.result.ok ? ({ status: "done", value: event.result.value } as const) : ({ status: "failed", problem: event.result.problem } as const);
  const known = { ...state, check };
  if (currentStep(state) === "outcome") return needsAttention(known) ? turn(known) : replaceByNext(known);
  return currentStep(state) === "key" ? goOn(known) : turn(known);
}

/** Written: on to the check. A file that changed meanwhile is planned and shown anew; any other failure is said where it happened. */
function written(state: State, event: Extract<ResultEvent, { type: "written" }>): Turn {
  if (!awaited(state.write, event.ticket)) return turn(state);
  if (event.result.ok) return goOn({ ...state, write: { status: "done", value: { files: event.result.value.written } } });
  const { problem } = event.result;
  const failed = { ...state, write: { status: "failed", problem } as const };
  return problem.code === "file-changed" ? planAnew(failed, problem) : turn(failed);
}

function planAnew(state: State, problem: Problem): Turn {
  const anew = plan({ ...state, write: IDLE });
  return turn({ ...anew.state, note: problem.message }, ...anew.effects);
}
