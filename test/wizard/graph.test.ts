/**
 * Every step can be reached, none is a dead end, and Back leads from everywhere to the first
 * screen.
 */
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import type { Event } from "../../src/wizard/events.js";
import { initialState } from "../../src/wizard/initial.js";
import { type State, currentStep } from "../../src/wizard/state.js";
import { STEPS } from "../../src/wizard/steps/index.js";
import type { StepId } from "../../src/wizard/step-id.js";
import { update } from "../../src/wizard/update.js";
import { nextOffer } from "../../src/jobs/doctor.js";
import {
  CHECKED,
  KEYS_HERE,
  type Move,
  NOTHING_TO_PUT_AWAY,
  NO_PLAN,
  PAIR,
  ROTATIONS,
  SOUND,
  TWO_PROFILES,
  answer,
  keysAnswer,
  problem,
  setting,
} from "./canned.js";

const failure = { ok: false, problem: problem("file-broken") } as const;

/** Everything that a person can do, and that the world can answer. */
const MOVES: readonly Move[] = [
  { type: "started" },
  (state) => answer.surveyed(state, TWO_PROFILES),
  { type: "chose", task: "setup" },
  { type: "chose", task: "use-keys" },
  { type: "chose", task: "check" },
  { type: "chose", task: "alternatives" },
  { type: "chose", task: "repair" },
  { type: "aside", step: "repair" },
  (state) => answer.diagnosed(state),
  (state) => answer.diagnosed(state, SOUND),
  { type: "decided", way: 0 },
  { type: "decided", way: null },
  { type: "agreedToAll" },
  (state) => answer.mended(state),
  (state) => ({
    type: "settled",
    job: "mend",
    ticket: state.mend.status === "running" ? state.mend.ticket : 0,
    result: failure,
  }),
  { type: "pickedProfile", profile: "lab" },
  (state) => answer.lookedUp(state),
  { type: "walked", walk: "all" },
  { type: "walked", walk: "open" },
  { type: "walked", walk: "key" },
  { type: "next" },
  { type: "back" },
  PAIR,
  { type: "aside", step: "csv" },
  (state) => answer.csvRead(state),
  { type: "pickedCsv", path: "/home/me/key.csv" },
  (state) => answer.csvOfSeveral(state),
  { type: "pickedCsv", path: "/home/me/key.csv", user: "ann" },
  ...Object.values(CHECKED).map(
    (checked) =>
      (state: State): Event =>
        answer.verified(state, checked),
  ),
  { type: "confirmed" },
  { type: "askedAgain" },
  { type: "savedUnchecked" },
  { type: "wentOn" },
  { type: "returned", step: "key" },
  { type: "aside", step: "guide-5b" },
  { type: "aside", step: "guide-4" },
  (state) => answer.planned(state),
  (state) => answer.planned(state, NO_PLAN),
  (state) => ({
    type: "settled",
    job: "plan",
    ticket: state.plan.status === "running" ? state.plan.ticket : 0,
    result: failure,
  }),
  { type: "wrote" },
  (state) => answer.written(state),
  (state) => ({
    type: "settled",
    job: "write",
    ticket: state.write.status === "running" ? state.write.ticket : 0,
    result: failure,
  }),
  (state) => answer.finalChecked(state),
  (state) => answer.finalChecked(state, CHECKED.closed),
  (state) => answer.examined(state, CHECKED.notLinked),
  { type: "chose", task: "rotate" },
  { type: "chose", task: "retire" },
  { type: "tookUp", profile: "lab" },
  { type: "replaced", way: "automatic" },
  { type: "replaced", way: "guided" },
  { type: "retiredInstead" },
  ...Object.values(ROTATIONS).map(
    (rotated) =>
      (state: State): Event =>
        keysAnswer.rotated(state, rotated),
  ),
  (state) => keysAnswer.rotationFailed(state, "offline"),
  { type: "answeredQuestion", answer: { old: "off" } },
  { type: "calledRotation", call: "undo" },
  { type: "calledRotation", call: "finish" },
  { type: "gaveKey" },
  (state) => keysAnswer.watchEnded(state, "refused"),
  (state) => keysAnswer.watchEnded(state, "accepted"),
  (state) => keysAnswer.keysFound(state),
  ...KEYS_HERE.keys.map(({ accessKeyId }): Event => ({ type: "pickedKey", accessKeyId })),
  { type: "pickedAll", ids: KEYS_HERE.keys.map(({ accessKeyId }) => accessKeyId) },
  { type: "nextInTurn" },
  { type: "lookedInFolder", path: "/home/me/usb" },
  { type: "switchedOffHere" },
  { type: "watched" },
  (state) => keysAnswer.switchedOff(state, { how: "off", state: "refused" }),
  (state) => keysAnswer.switchedOff(state, { how: "off", state: "accepted" }),
  (state) =>
    keysAnswer.switchedOff(state, {
      how: "console",
      because: problem("policy-missing"),
      steps: [],
    }),
  (state) => keysAnswer.switchOffFailed(state),
  (state) => keysAnswer.putAwayPlanned(state),
  (state) => keysAnswer.putAwayPlanned(state, NOTHING_TO_PUT_AWAY),
  { type: "tookOut" },
  { type: "leftInFiles" },
  (state) => keysAnswer.keyPutAway(state),
  (state) => keysAnswer.putAwayFailed(state, "file-changed"),
  (state) => keysAnswer.putAwayFailed(state, "file-not-writable"),
  { type: "anotherKey" },
  { type: "wroteReport" },
  (state) => keysAnswer.reportWritten(state),
];

const NEXT: ReadonlySet<StepId> = new Set<StepId>([
  "rotate-end",
  "retire-save",
  "retire-off",
  "retire-end",
]);

/** Moves that the screen at hand offers; a screen never sends the others. */
function offered(state: State, event: Event): boolean {
  const step = currentStep(state);
  const at: Partial<Record<Event["type"], readonly StepId[]>> = {
    chose: ["start", "examined"],
    tookUp: ["start"],
    replaced: ["rotate"],
    retiredInstead: ["rotate"],
    answeredQuestion: ["rotate-work"],
    calledRotation: ["rotate", "rotate-work", "rotate-end"],
    gaveKey: ["rotate-switch"],
    pickedKey: ["retire-keys"],
    pickedAll: ["retire-keys"],
    nextInTurn: ["retire-end"],
    lookedInFolder: ["retire-keys"],
    switchedOffHere: ["retire-off"],
    watched: ["retire-off"],
    tookOut: ["retire-away"],
    leftInFiles: ["retire-away"],
    anotherKey: ["retire-end"],
    wroteReport: ["retire-end"],
    walked: ["overview"],
    pickedProfile: ["profile"],
    entered: ["key"],
    confirmed: ["key"],
    pickedCsv: ["key", "csv"],
    savedUnchecked: ["outcome"],
    wentOn: ["outcome"],
    wrote: ["review"],
    returned: ["outcome", "rotate-switch", "rotate-work"],
    decided: ["repair"],
    agreedToAll: ["repair"],
  };
  if (event.type === "next")
    return (
      NEXT.has(step) ||
      step.startsWith("guide-") ||
      step === "final" ||
      step === "examined" ||
      step === "alternatives" ||
      (step === "repair" &&
        state.repair.status === "done" &&
        nextOffer(state.repair.value) === null)
    );
  if (event.type === "aside" && event.step === "repair")
    return step === "review" && state.plan.status === "failed";
  if (event.type === "aside")
    return event.step === "csv"
      ? step === "key"
      : ["overview", "outcome", "examined", "final"].includes(step);
  return at[event.type]?.includes(step) ?? true;
}

/**
 * What tells two situations apart for this test: the screen, where it was come from, and what is
 * known.
 */
function signature(state: State): string {
  const { answers, survey, check, plan, write, final, examined, repair, mend } = state;
  if (answers.task === "rotate" || answers.task === "retire") return keysSignature(state);
  const verdict = check.status === "done" ? check.value.verdict : "";
  const statuses = [survey, check, plan, write, final, examined]
    .map((pending) => pending.status[0])
    .join("");
  // A repair counts while it is on the screen; behind it, it is over.
  const repairs =
    currentStep(state) === "repair"
      ? `${repair.status[0]}${mend.status[0]}${repair.status === "done" ? nextOffer(repair.value)?.code : ""}`
      : "";
  const screens = state.visited.slice(-2).map(({ step, detour }) => `${step}${detour ? "*" : ""}`);
  return [
    screens.join(">"),
    answers.task,
    answers.walk,
    answers.key !== null,
    statuses,
    repairs,
    verdict,
    state.leaving?.how,
  ].join("|");
}

/** Of a key that is replaced or switched off only what the screen at hand depends on. */
function keysSignature(state: State): string {
  const {
    answers,
    rotating: job,
    watch,
    keysHere,
    retiring,
    switchOff,
    putAwayPlan,
    putAway,
    report,
    check,
    plan,
    examined,
  } = state;
  const step = currentStep(state);
  const known: Partial<Record<StepId, readonly unknown[]>> = {
    rotate: [examined.status, job.status],
    key: [check.status, answers.key !== null],
    "rotate-switch": [check.status, plan.status, job.status],
    "rotate-work": [
      job.status,
      job.status === "running" && job.progress.stopping,
      job.status === "done" && job.value.question?.ask,
      watch.status,
    ],
    "rotate-end": [job.status],
    "retire-keys": [keysHere.status],
    "retire-off": [
      retiring?.found.accessKeyId,
      switchOff.status,
      switchOff.status === "running" && switchOff.progress.stopping,
      watch.status,
    ],
    "retire-away": [putAwayPlan.status, putAway.status],
    "retire-end": [report.status],
  };
  const screens = state.visited
    .slice(-2)
    .map(({ step: id, detour }) => `${id}${detour ? "*" : ""}`);
  return [
    screens.join(">"),
    answers.task,
    state.rotation.newKey !== null,
    ...(known[step] ?? []),
    state.leaving?.how,
  ].join("|");
}

/** An answer for which nobody waits; the world sends it late, if at all. */
function isLate(event: Event): boolean {
  return event.type === "settled" && event.ticket === 0;
}

function explore(): {
  readonly states: Map<string, State>;
  readonly edges: Map<string, Set<string>>;
  readonly changedLate: ReadonlySet<string>;
} {
  const first = initialState(setting());
  const states = new Map([[signature(first), first]]);
  const edges = new Map<string, Set<string>>();
  const changedLate = new Set<string>();
  /** By screen, left or not: which of the moves that are in vain were seen to change nothing. */
  const seen = new Map<string, Set<Move>>();
  // The queue grows while it is gone through.
  const queue: [string, State][] = [[signature(first), first]];
  for (const [from, state] of queue) {
    const out = new Set<string>();
    edges.set(from, out);
    const screen = `${currentStep(state)} ${state.leaving?.how}`;
    const seenHere = seen.get(screen) ?? new Set();
    seen.set(screen, seenHere);
    for (const move of MOVES) {
      const event = typeof move === "function" ? move(state) : move;
      const isVain = state.leaving !== null || isLate(event);
      if (isVain && seenHere.has(move)) continue;
      if (isVain) seenHere.add(move);
      if (!offered(state, event)) continue;
      const next = update(state, event).state;
      if (isVain && next !== state) changedLate.add(`${from}: ${JSON.stringify(event)}`);
      if (next === state) continue;
      const to = signature(next);
      out.add(to);
      if (states.has(to)) continue;
      states.set(to, next);
      queue.push([to, next]);
    }
  }
  return { states, edges, changedLate };
}

describe("the step graph", () => {
  const { states, edges, changedLate } = explore();

  it("changes nothing by an answer for which nobody waits, nor once it is left", () => {
    expect([...changedLate]).toEqual([]);
  });

  it("has many situations", () => {
    expect(states.size).toBeGreaterThan(10_000);
  });

  it("reaches every step", () => {
    const reached = new Set([...states.values()].map(currentStep));
    expect(STEPS.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });

  it("has no dead end: from everywhere the end can be reached", () => {
    const back = new Map<string, string[]>();
    for (const [from, targets] of edges) {
      for (const to of targets) {
        const sources = back.get(to);
        if (sources === undefined) back.set(to, [from]);
        else sources.push(from);
      }
    }
    const alive = new Set(
      [...states].filter(([, state]) => state.leaving !== null).map(([key]) => key),
    );
    const queue = [...alive];
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
      for (const from of back.get(key) ?? []) {
        if (alive.has(from)) continue;
        alive.add(from);
        queue.push(from);
      }
    }
    expect([...states.keys()].filter((key) => !alive.has(key))).toEqual([]);
  });

  it("leads back from everywhere to the first screen, answers kept", () => {
    // Tens of thousands: what is as it should be is not told to the reporter.
    const astray: string[] = [];
    for (const [situation, state] of states) {
      if (state.leaving !== null) continue;
      let here = state;
      for (let presses = 0; presses < 30 && currentStep(here) !== "start"; presses++)
        here = update(here, { type: "back" }).state;
      const isKept =
        here.answers === state.answers || isDeepStrictEqual(here.answers, state.answers);
      if (currentStep(here) !== "start" || !isKept) astray.push(situation);
    }
    expect(astray).toEqual([]);
  });
});
