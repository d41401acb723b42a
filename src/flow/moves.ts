/** Moving between steps: what entering a step asks for, and what leaving it cancels. */
import type { Lane } from "../jobs/verify.js";
import type { Effect, TicketedKind, Turn } from "./events.js";
import { findKeys, planPutAway } from "./moves-retire.js";
import { planSwitch } from "./moves-rotate.js";
import { type CheckProgress, type State, IDLE, currentStep, wasWritten } from "./state.js";
import { nextStep, visitedBefore } from "./steps.js";
import type { StepId } from "./step-id.js";
import { takeTicket, turn } from "./ticket.js";

export { takeTicket, turn } from "./ticket.js";

const waiting = (service: Lane["service"]): Lane => ({ service, state: "waiting", since: null });

/** Both questions not yet asked. */
export const NOT_ASKED: CheckProgress = { sts: waiting("sts"), mturk: waiting("mturk"), beside: null, unknownSoFar: null };

/** Which work belongs to a step: started on entering it, cancelled on going back from it; writing is not. */
const WORK: Readonly<Partial<Record<StepId, readonly TicketedKind[]>>> = {
  overview: ["lookUp"],
  key: ["verify", "readCsv"],
  csv: ["readCsv"],
  outcome: ["verify"],
  review: ["plan"],
  final: ["finalCheck"],
  examined: ["examine"],
  repair: ["diagnose"],
  rotate: ["examine"],
  "rotate-switch": ["verify", "plan"],
  "rotate-work": ["watch"],
  "retire-keys": ["findKeys"],
  "retire-off": ["watch"],
  "retire-away": ["planPutAway"],
};

/** Starts what the step on the screen needs to know and does not know yet. */
export function arrive(state: State): Turn {
  switch (currentStep(state)) {
    case "start":
      return state.survey.status === "done" && !wasWritten(state) ? turn(state) : survey(state);
    case "overview":
      return state.lookUp.status === "done" ? turn(state) : lookUp(state);
    case "csv":
      // What came of a file that was chosen before does not concern the next one.
      return turn({ ...state, csv: IDLE });
    case "review":
      return plan(state);
    case "final":
      return state.final.status === "done" ? turn(state) : finalCheck(state);
    case "examined":
    case "rotate":
      return state.examined.status === "done" ? turn(state) : examine(state);
    case "rotate-switch":
      return planSwitch(state);
    case "retire-keys":
      return state.keysHere.status === "done" ? turn(state) : findKeys(state);
    case "retire-away":
      return planPutAway(state);
    case "repair":
      return diagnose(state);
    default:
      return turn(state);
  }
}

/** On to the step after the one on the screen; from a detour, back to where it branched off. At the end: leave. */
export function goOn(state: State): Turn {
  const last = state.visited[state.visited.length - 1];
  if (last?.detour === true) return goBack(state);
  const next = nextStep(state);
  if (next === null) return turn({ ...state, leaving: { how: "finished" } }, { type: "forgetPlace" }, { type: "leave", leaving: { how: "finished" } });
  return goTo(state, next, false);
}

/** On from the step on the screen, which is not to be come back to: its question is decided. */
export function replaceByNext(state: State): Turn {
  const on = goOn(state);
  return turn({ ...on.state, visited: on.state.visited.toSpliced(-2, 1) }, ...on.effects);
}

export function goTo(state: State, step: StepId, detour: boolean): Turn {
  return arrive({ ...state, visited: [...state.visited, { step, detour }], note: null, overlay: null });
}

/** One step back, answers kept, the step's own work cancelled. On the first screen nothing happens. */
export function goBack(state: State): Turn {
  const visited = visitedBefore(state);
  if (visited.length === state.visited.length) return turn({ ...state, overlay: null });
  const { state: stopped, effects } = stopWork(state);
  const there = arrive({ ...stopped, visited, note: null, overlay: null });
  return turn(there.state, ...effects, ...there.effects);
}

/** Back to a step that was visited, dropping what came after it; if it never was, forward to it. */
export function returnTo(state: State, step: StepId): Turn {
  const at = state.visited.findLastIndex((visit) => visit.step === step);
  const { state: stopped, effects } = stopWork(state);
  if (at < 0) {
    const there = goTo(stopped, step, false);
    return turn(there.state, ...effects, ...there.effects);
  }
  const there = arrive({ ...stopped, visited: state.visited.slice(0, at + 1), note: null, overlay: null });
  return turn(there.state, ...effects, ...there.effects);
}

/** Cancels the running work of the step on the screen, so that its answer, should it still come, is dropped. */
export function stopWork(state: State): Turn {
  const kinds = WORK[currentStep(state)] ?? [];
  const effects: Effect[] = [];
  let next = state;
  for (const kind of kinds) {
    const field = FIELD_OF[kind];
    if (field === null || next[field].status !== "running") continue;
    effects.push({ type: "cancel", kind });
    next = { ...next, [field]: IDLE };
  }
  return turn(next, ...effects);
}

/** Where each kind of work leaves its answer; writing is never cancelled half-way. */
const FIELD_OF = {
  survey: "survey",
  lookUp: "lookUp",
  readCsv: "csv",
  verify: "check",
  plan: "plan",
  write: null,
  finalCheck: "final",
  examine: "examined",
  diagnose: "repair",
  mend: null,
  rotate: null,
  watch: "watch",
  findKeys: "keysHere",
  switchOff: null,
  planPutAway: "putAwayPlan",
  putAway: null,
  writeRecord: null,
} as const satisfies Record<TicketedKind, keyof State | null>;

function survey(before: State): Turn {
  if (before.survey.status === "running") return turn(before);
  const { state, ticket } = takeTicket(before);
  return turn({ ...state, survey: { status: "running", ticket, progress: null } }, { type: "survey", ticket });
}

export function lookUp(before: State): Turn {
  const { state, ticket } = takeTicket(before);
  return turn({ ...state, lookUp: { status: "running", ticket, progress: null } }, { type: "lookUp", ticket });
}

/** Asks AWS about the key that was answered. */
export function verify(before: State): Turn {
  const { key } = before.answers;
  if (key === null) return turn(before);
  const { state, ticket } = takeTicket(before);
  return turn({ ...state, check: { status: "running", ticket, progress: NOT_ASKED } }, { type: "verify", ticket, key });
}

export function plan(before: State): Turn {
  const { key, profile, region, keysIn } = before.answers;
  if (key === null) return turn(before);
  const { state, ticket } = takeTicket(before);
  const intent = { profile, key, keysIn, region: region === null ? DEFAULT_REGION : ({ value: region, when: "always" } as const) };
  return turn({ ...state, plan: { status: "running", ticket, progress: null } }, { type: "plan", ticket, intent });
}

const DEFAULT_REGION = { value: "us-east-1", when: "ifMissing" } as const;

export function finalCheck(before: State): Turn {
  const { state, ticket } = takeTicket(before);
  const asked = { ...state, final: { status: "running", ticket, progress: NOT_ASKED } } as const;
  const effect = { type: "finalCheck", ticket, profile: state.answers.profile } as const;
  if (!wasWritten(state)) return turn(asked, effect);
  // What was written may or may not be what boto3 and psiTurk now use: other places may beat the files.
  const looked = survey(asked);
  return turn(looked.state, effect, ...looked.effects);
}

export function examine(before: State): Turn {
  const { state, ticket } = takeTicket(before);
  // What is to be replaced in practice has to be there first.
  const rotating = state.answers.task === "rotate";
  const practiceKey = state.setting.practice && rotating ? { practiceKey: true as const } : {};
  return turn({ ...state, examined: { status: "running", ticket, progress: NOT_ASKED } }, { type: "examine", ticket, profile: chosenProfile(state), ...practiceKey, ...(rotating ? { alone: true as const } : {}) });
}

/** Looks for what is damaged; what was decided about an earlier look no longer counts. */
export function diagnose(before: State): Turn {
  const { state, ticket } = takeTicket(before);
  return turn({ ...state, repair: { status: "running", ticket, progress: null } }, { type: "diagnose", ticket });
}

/** The profile by name, if one was picked or named; null: as boto3 would choose. */
export function chosenProfile(state: State): string | null {
  return severalChoices(state) ? state.answers.profile : state.setting.profile;
}

/** A profile that was picked is asked for by name; otherwise the choice is left to what boto3 would choose. */
function severalChoices(state: State): boolean {
  return state.visited.some((visit) => visit.step === "profile");
}

/** Ends the wizard. */
export function leave(state: State, leaving: NonNullable<State["leaving"]>): Turn {
  return turn({ ...state, leaving }, { type: "leave", leaving });
}
