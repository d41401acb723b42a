/** Shows the seven steps of AWS's guide, and which of them are open. */
import { listedSome } from "../../../base/list.js";
import { availabilityAt, hasClosed } from "../../../guide/availability.js";
import type { GuideScope, State } from "../../state.js";
import type { StepId } from "../../step-id.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { warningLine } from "../shared/lines.js";
import { guideStates } from "../shared/progress.js";
import type { Block, View, ViewKey, ViewRow } from "../../view.js";
import { isDoing } from "../../conditions.js";
import type { Step } from "../../step.js";
import { WITHOUT_MTURK, FROM_THE_BEGINNING } from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly overview: true;
  }
}

export const overviewStep: Step<"overview"> = {
  id: "overview",
  applies: isDoing("setup"),
  isDone: ({ answers }) => answers.walk !== null,
  work: [{ job: "lookUp", on: "missing", again: true }],
  view: overviewView,
};

const DETAIL: Readonly<Record<number, StepId>> = {
  1: "guide-1",
  2: "guide-2",
  3: "guide-3",
  4: "guide-4",
  5: "guide-5b",
  7: "guide-7",
};

function overviewView(state: State): View {
  // Practice is always open; for real nobody is sent to a sign-up page before the address has been
  // looked at.
  return state.lookUp.status === "running" && !state.setting.practice
    ? { title: FROM_THE_BEGINNING, tone: "asking", body: LOOKING, keys: [] }
    : sevenSteps(state);
}

const LOOKING: readonly Block[] = [
  {
    clock: "look-up",
    lines: ({ seconds }) => [
      `  Looking for MTurk's sandbox ...${seconds >= 2 ? ` ${seconds} s` : ""}`,
    ],
  },
  toned(
    "  Without keys, 3 seconds at most: it tells which of the seven steps are still open.",
    "dim",
  ),
];

function sevenSteps(state: State): View {
  const steps = guideStates(state);
  const open = steps.filter((step) => step.state === "open").map((step) => step.number);
  const total = steps.filter((step) => step.state !== "not-needed").length;
  const everything = open.length === total;
  return {
    title: everything
      ? `${FROM_THE_BEGINNING}: the seven steps of AWS's guide`
      : `${FROM_THE_BEGINNING}: ${open.length} of ${steps.length} steps can still be done`,
    body: [
      ...lookedLines(state),
      "",
      ...steps.map((step) => stepLine(step, everything)),
      ...(everything ? [] : ["", NO_MTURK]),
    ],
    choice: {
      rows: rows(open, everything),
      numbered: false,
      enterLabel: "go on",
      ...(everything ? {} : { asks: "What do you need?" }),
    },
    keys: [
      ...steps.flatMap(detailKey),
      { keys: ["r"], label: "ask again", priority: 4, does: { type: "askedAgain" } },
    ],
  };
}

type GuideRow = ReturnType<typeof guideStates>[number];

/** A step's number shows it in full; the footer names the numbers once. */
function detailKey({ number, title }: GuideRow): readonly ViewKey[] {
  const step = DETAIL[number];
  if (step === undefined) return [];
  const first =
    number === 1 ? { shown: "1-5,7", label: "read a step" } : { label: title, hidden: true };
  return [{ keys: [`${number}`], ...first, priority: 6, does: { type: "aside", step } }];
}

/** Where everything is open, the word says nothing. */
function stepLine(step: GuideRow, everything: boolean): Line {
  const name = { text: `    ${step.number} ${step.title.padEnd(20)}` };
  if (step.state === "not-needed")
    return { spans: [name, { text: `not needed: ${step.reason}`, tone: "dim" }], hang: 26 };
  const word = everything
    ? []
    : [{ text: step.state.padEnd(8), tone: step.state === "open" ? "ok" : "dim" } as const];
  return {
    spans: [name, ...word, { text: step.reason, tone: "dim" }],
    hang: everything ? 26 : 34,
  };
}

const NO_MTURK: Line = warningLine(
  "Going on gives you a key that AWS accepts, but no MTurk to use it on.",
);

const WITHOUT: ViewRow = {
  id: "alternatives",
  label: WITHOUT_MTURK,
  hint: "needs no AWS",
  does: { type: "aside", step: "alternatives" },
};

function walkRow(walk: GuideScope, label: string, hint?: string): ViewRow {
  const row: ViewRow = { id: walk, label, does: { type: "walked", walk } };
  return hint === undefined ? row : { ...row, hint };
}

/** What it is for comes first: nobody is led to a card who may not need a key at all. */
function rows(open: readonly number[], everything: boolean): readonly ViewRow[] {
  if (everything) return [walkRow("all", "Go on: one screen a step", "Enter after each"), WITHOUT];
  return [
    walkRow("key", "I have an AWS account", "step 4, about 5 minutes"),
    walkRow(
      "open",
      "I want keys for something else",
      `steps ${listedSome(open.map(String))}; needs a card`,
    ),
    WITHOUT,
    walkRow("all", "Walk all seven steps", "as AWS's guide has them"),
  ];
}

/**
 * What the look-up found, without keys. In practice it is not told: the practice AWS always
 * answers.
 */
function lookedLines(state: State): readonly Line[] {
  const { lookUp, setting } = state;
  if (lookUp.status === "failed") return [warningLine(`Could not look: ${lookUp.problem.message}`)];
  if (lookUp.status !== "done") return [];
  const { phase } = availabilityAt(new Date(setting.startedAt));
  const { sandboxAnswers, mturk } = lookUp.value;
  if (sandboxAnswers === true) {
    return setting.practice
      ? ["  The practice AWS stands in for Amazon: every step can be tried."]
      : hasClosed(phase)
        ? ["  Amazon announced the end, yet the sandbox answers. The answer counts."]
        : [];
  }
  const code = mturk.answers ? "" : ` (${mturk.code})`;
  if (sandboxAnswers === null)
    return [
      `  Could not look: neither AWS nor MTurk can be reached from here${code}.`,
      "  What follows is from the calendar.",
    ];
  return [
    "  MTurk's sandbox gives no " +
      `answer${code}.${hasClosed(phase) ? " It closed on Sept 30." : ""}`,
  ];
}
