/**
 * All seven steps and which of them can still be done; asked and said before anyone is sent to a
 * sign-up page.
 */
import type { ReactElement } from "react";
import { availabilityAt, hasClosed } from "../../guide/availability.js";
import type { State } from "../state.js";
import type { StepId } from "../step-id.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { useElapsed } from "../../terminal/parts/status.js";
import type { KeyBinding } from "../../terminal/table.js";
import { guideStates } from "./progress.js";
import { WizardScreen } from "./WizardScreen.js";

type Choice = "open" | "all" | "alternatives";

const DETAIL: Readonly<Record<number, StepId>> = {
  1: "guide-1",
  2: "guide-2",
  3: "guide-3",
  4: "guide-4",
  5: "guide-5b",
  7: "guide-7",
};

export function OverviewScreen(): ReactElement {
  const { state } = useWizard();
  // Practice is always open; for real nobody is sent to a sign-up page before the address has been
  // looked at.
  return state.lookUp.status === "running" && !state.setting.practice ? <Looking /> : <Steps />;
}

function Looking(): ReactElement {
  const elapsed = useElapsed(true, "look-up");
  const body = [
    `  Looking for MTurk's sandbox ...${elapsed.seconds >= 2 ? ` ${elapsed.seconds} s` : ""}`,
    toned(
      "  Without keys, 3 seconds at most: it tells which of the seven steps are still open.",
      "dim",
    ),
  ];
  return <WizardScreen title="Set up from the beginning" body={body} />;
}

function Steps(): ReactElement {
  const { state, send } = useWizard();
  const steps = guideStates(state);
  const open = steps.filter((step) => step.state === "open").map((step) => step.number);
  const total = steps.filter((step) => step.state !== "not-needed").length;
  const everything = open.length === total;
  const choice = useChoice<Choice>({
    items: choices(open, everything),
    numbered: false,
    enterLabel: "go on",
    onChoose: (id) => {
      if (id === "alternatives") send({ type: "aside", step: "alternatives" });
      else send({ type: "walked", walk: id });
    },
  });
  const details = steps.flatMap(({ number, title }): readonly KeyBinding[] => {
    const step = DETAIL[number];
    if (step === undefined) return [];
    const first =
      number === 1 ? { shown: "1-5,7", label: "read a step" } : { label: title, hidden: true };
    return [
      { keys: [`${number}`], ...first, priority: 6, run: () => send({ type: "aside", step }) },
    ];
  });
  const rows = steps.map((step): Line => {
    const name = { text: `    ${step.number} ${step.title.padEnd(20)}` };
    if (step.state === "not-needed")
      return { spans: [name, { text: `not needed: ${step.reason}`, tone: "dim" }], hang: 26 };
    // Where everything is open, the word says nothing.
    const word = everything
      ? []
      : [{ text: step.state.padEnd(8), tone: step.state === "open" ? "ok" : "dim" } as const];
    return {
      spans: [name, ...word, { text: step.reason, tone: "dim" }],
      hang: everything ? 26 : 34,
    };
  });
  return (
    <WizardScreen
      title={
        everything
          ? "Set up from the beginning: the seven steps of AWS's guide"
          : `Set up from the beginning: ${open.length} of ${steps.length} steps can still be done`
      }
      body={[...lookedLines(state), ...rows, ...(everything ? [] : [NO_MTURK])]}
      parts={[choice]}
      keys={[
        ...details,
        { keys: ["r"], label: "ask again", priority: 4, run: () => send({ type: "askedAgain" }) },
      ]}
    />
  );
}

const NO_MTURK: Line = toned(
  "  Going on gives you a key that AWS accepts, but no MTurk to use it on.",
  "warning",
);

function choices(open: readonly number[], everything: boolean): readonly ChoiceItem<Choice>[] {
  if (everything)
    return [
      { id: "all", label: "Go on: one screen a step, Enter after each" },
      { id: "alternatives", label: "Run a study without MTurk" },
    ];
  return [
    { id: "open", label: `Go on with what is open: steps ${open.join(" and ")}` },
    { id: "all", label: "Walk all seven steps as AWS's guide has them" },
    { id: "alternatives", label: "Run a study without MTurk" },
  ];
}

/**
 * What the look-up found, without keys. In practice it is not told: the practice AWS always
 * answers.
 */
function lookedLines(state: State): readonly Line[] {
  const { lookUp, setting } = state;
  if (lookUp.status === "failed")
    return [toned(`  Could not look: ${lookUp.problem.message}`, "warning")];
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
    `  Looked for MTurk's sandbox: no answer${code}.${hasClosed(phase) ? " It closed on Sept 30." : ""}`,
  ];
}
