/**
 * Tells by date what became of MTurk, and what to say about it. Days are UTC days. A day on which
 * something closed counts as closed from its first second; a day until which something stays open
 * counts as open to its last. Amazon did not publish hours, and what the endpoint answers beats
 * this calendar (`stepsOpen`).
 */
import type { LinkId } from "./links.js";
import type { StepNumber } from "./types.js";

/** One dated fact. `reported`: known from several second-hand reports only, to be worded so. */
export interface ClosureFact {
  /** UTC day, YYYY-MM-DD. */
  readonly day: string;
  /** The day in words, as texts use it. */
  readonly words: string;
  readonly fact: string;
  readonly certainty: "announced" | "reported";
  readonly sources: readonly LinkId[];
}

export const CLOSURE = {
  announced: {
    day: "2026-06-30",
    words: "June 30, 2026",
    fact: "AWS announces that MTurk will close to new customers.",
    certainty: "announced",
    sources: ["announced"],
  },
  newCustomers: {
    day: "2026-07-30",
    words: "July 30, 2026",
    fact: "MTurk is closed to new customers.",
    certainty: "announced",
    sources: ["announced", "newCustomers"],
  },
  closed: {
    day: "2026-09-30",
    words: "September 30, 2026",
    fact: "MTurk is closed for good: no new HITs.",
    certainty: "announced",
    sources: ["closing", "setupGuide", "fullShutdown", "surveyEnd"],
  },
  approveUntil: {
    day: "2026-10-30",
    words: "October 30, 2026",
    fact: "Last day to approve, reject and pay bonuses.",
    certainty: "reported",
    sources: ["mturkHelp"],
  },
  historyUntil: {
    day: "2027-01-28",
    words: "January 28, 2027",
    fact: "Last day on which requesters see their transaction history.",
    certainty: "reported",
    sources: ["mturkHelp"],
  },
} as const satisfies Record<string, ClosureFact>;

/**
 * `closed`: submitted work can still be approved and paid; `history-only`: only the transaction
 * history is left; `gone`: not even that.
 */
export type Phase =
  "open" | "announced" | "new-customers-closed" | "closed" | "history-only" | "gone";

export interface Availability {
  readonly phase: Phase;
  /** Two lines for the first screen. */
  readonly headline: readonly [string, string];
  /** The likely reason if MTurk does not answer; null while it should. */
  readonly sentence: string | null;
  /**
   * Steps of the guide that the calendar leaves open; step 6 is never one of them (nothing to do).
   */
  readonly openSteps: readonly StepNumber[];
  /**
   * What a former requester can still fetch, and until when; null before the closure and when it is
   * over.
   */
  readonly historyUntil: ClosureFact | null;
  /**
   * Until when submitted work can be approved and paid; null before the closure and when it is
   * over.
   */
  readonly approveUntil: ClosureFact | null;
}

/** What the calendar says at a moment. */
export function availabilityAt(date: Date): Availability {
  const phase = phaseAt(date);
  const closed = hasClosed(phase);
  return {
    phase,
    headline: HEADLINES[phase],
    sentence: closed
      ? `Amazon closed MTurk on ${CLOSURE.closed.words}; that is the likely reason.`
      : null,
    openSteps: stepsOpen({ date, sandboxAnswers: null })
      .filter(({ state }) => state === "open")
      .map(({ number }) => number),
    historyUntil: closed && phase !== "gone" ? CLOSURE.historyUntil : null,
    approveUntil: phase === "closed" ? CLOSURE.approveUntil : null,
  };
}

/** Whether MTurk has closed for good by the calendar. */
export function hasClosed(phase: Phase): boolean {
  return phase === "closed" || phase === "history-only" || phase === "gone";
}

function phaseAt(date: Date): Phase {
  const at = date.getTime();
  // This program is younger than the closure: a date that is none is best read as a day after it.
  if (Number.isNaN(at)) return "closed";
  if (at < startOf(CLOSURE.announced)) return "open";
  if (at < startOf(CLOSURE.newCustomers)) return "announced";
  if (at < startOf(CLOSURE.closed)) return "new-customers-closed";
  if (at < endOf(CLOSURE.approveUntil)) return "closed";
  return at < endOf(CLOSURE.historyUntil) ? "history-only" : "gone";
}

/** Milliseconds since 1970-01-01 UTC. */
function startOf({ day }: ClosureFact): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function endOf(fact: ClosureFact): number {
  return startOf(fact) + 24 * 60 * 60 * 1000;
}

const STILL_RUNS = "psiTurk itself still runs; keys can be made, checked and put away.";
const CLOSED_LINE = "Amazon closed Mechanical Turk on September 30, 2026.";
// Before the closure the calendar can only be a clock that is slow, or a visit to the past: both
// are worth a word.
const CLOCK = "Is that day past already? Then this computer's clock is slow: set it right.";

const HEADLINES: Readonly<Record<Phase, readonly [string, string]>> = {
  open: ["Amazon closes Mechanical Turk on September 30, 2026.", CLOCK],
  announced: [
    "Amazon closes MTurk: to new users on July 30, for all on September 30, 2026.",
    CLOCK,
  ],
  "new-customers-closed": [
    "MTurk takes no new users since July 30, and closes on September 30, 2026.",
    CLOCK,
  ],
  closed: [CLOSED_LINE, STILL_RUNS],
  "history-only": [CLOSED_LINE, STILL_RUNS],
  gone: [CLOSED_LINE, STILL_RUNS],
};

/** One of the seven rows of the set-up overview. */
export interface StepState {
  readonly number: StepNumber;
  readonly title: string;
  readonly state: "open" | "closed" | "not-needed";
  /** At most 38 columns; "" if there is nothing to add. */
  readonly reason: string;
}

/**
 * `sandboxAnswers`: true if MTurk's sandbox was just seen to answer, false if it was not although
 * AWS could be reached, null if nobody knows.
 */
export interface StepsQuestion {
  readonly date: Date;
  readonly sandboxAnswers: boolean | null;
}

/**
 * Which of the seven steps can be done. A sandbox that answers opens all of them on any date. One
 * that does not answer closes nothing before Amazon's date (every service has bad minutes), it only
 * gets a word.
 */
export function stepsOpen({ date, sandboxAnswers }: StepsQuestion): readonly StepState[] {
  const phase = phaseAt(date);
  const open = sandboxAnswers === true || !hasClosed(phase);
  const silent = sandboxAnswers === false;
  const mturk = (number: StepNumber, title: string, reason: string, closed = ""): StepState =>
    open
      ? { number, title, state: "open", reason }
      : { number, title, state: "closed", reason: closed };
  return [
    {
      number: 1,
      title: "AWS account",
      state: "open",
      reason: "card and phone needed; up to a day",
    },
    mturk(
      2,
      "Requester account",
      phase === "open" || phase === "announced" ? "" : "only if you have one; none are made",
    ),
    mturk(3, "Link the two", ""),
    { number: 4, title: "IAM user and key", state: "open", reason: "about 5 minutes" },
    mturk(
      5,
      "Sandbox + own link",
      silent ? "did not answer just now" : "two parts: account, then link",
    ),
    { number: 6, title: "SDK", state: "not-needed", reason: "psiTurk brings boto3" },
    mturk(7, "Paying for HITs", "not for the sandbox", "do not prepay or enable billing"),
  ];
}
