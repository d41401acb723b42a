/**
 * What AWS said of the key where something has to be decided before anything is written; each cure
 * is one key.
 */
import type { ReactElement } from "react";
import { awsProblem, isAwsProblem } from "../../aws/diagnosis/problem-table.js";
import type { Problem } from "../../base/problem.js";
import type { State } from "../state.js";
import { askedLines } from "../../words/checks.js";
import { checkedTitle } from "../../words/titles.js";
import { useWizard, type Wizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { toned } from "../../terminal/parts/line.js";
import { useElapsed } from "../../terminal/parts/status.js";
import { useTerminal } from "../../terminal/Terminal.js";
import type { KeyBinding } from "../../terminal/table.js";
import { stepCures } from "./cures.js";
import { laneLines, problemsLines, toldLine, whoAccepts } from "./lines.js";
import { useSilence } from "./silence.js";
import { WizardScreen } from "./WizardScreen.js";

export function OutcomeScreen(): ReactElement {
  const { state } = useWizard();
  return state.check.status === "running" ? <AskingAgain /> : <Decide />;
}

function AskingAgain(): ReactElement {
  const { state } = useWizard();
  const { look } = useTerminal();
  const elapsed = useElapsed(true, "again");
  const lanes =
    state.check.status === "running" ? laneLines(look, state.check.progress, elapsed) : [];
  return (
    <WizardScreen
      title="Asking AWS again"
      body={[...lanes, toned("  Nothing is written yet.", "dim")]}
      parts={[useSilence()]}
    />
  );
}

type Cure = "mend" | "again" | "paste" | "step" | "unchecked" | "on" | "alternatives";

function Decide(): ReactElement {
  const { state, send, host } = useWizard();
  const { look } = useTerminal();
  const cures = curesFor(state);
  const choice = useChoice<Cure>({
    items: cures.map(({ item }) => item),
    numbered: false,
    question:
      state.check.status === "done"
        ? checkedTitle(state.check.value.verdict, state.check.value)
        : "",
    enterLabel: "choose",
    onChoose: (id) => act(id, state, send),
  });
  const keys = cures.map(({ item, key }): KeyBinding => ({
    keys: [key],
    label: item.label,
    hidden: true,
    run: () => act(item.id, state, send),
  }));
  const checked = state.check.status === "done" ? state.check.value : null;
  const title =
    checked === null ? "AWS could not be asked." : checkedTitle(checked.verdict, checked);
  const told =
    checked === null
      ? []
      : askedLines(checked, state.answers.key?.accessKeyId ?? "", whoAccepts(state));
  return (
    <WizardScreen
      title={`${title} Nothing was saved.`}
      body={[
        ...told.map((line) => toldLine(look, line)),
        ...problemsLines(problemsOf(state), { host, said: told.map(({ text }) => text) }),
      ]}
      parts={[choice]}
      keys={keys}
    />
  );
}

function problemsOf(state: State): readonly Problem[] {
  if (state.check.status === "failed") return [state.check.problem];
  const problems = state.check.status === "done" ? state.check.value.diagnosis.problems : [];
  return state.setting.practice ? problems.map(asInRealLife) : problems;
}

/**
 * Practice asks at an address of its own; what is to be learnt is what mends the same failure with
 * the real AWS.
 */
function asInRealLife(problem: Problem): Problem {
  const cures = problem.try.filter((cure) => !cure.includes("AWS_ENDPOINT_URL"));
  if (cures.length === problem.try.length || !isAwsProblem(problem.code)) return problem;
  return { ...problem, try: [...cures, awsProblem(problem.code).do] };
}

interface OfferedCure {
  readonly key: string;
  readonly item: ChoiceItem<Cure>;
}

function offer(key: string, id: Cure, label: string, hint?: string): OfferedCure {
  return { key, item: { id, label: `${key}  ${label}`, ...(hint === undefined ? {} : { hint }) } };
}

const PASTE = "Paste again, or choose the CSV file";
const NEW_KEY = "Make a new key (step 4, 5 minutes)";

/** What can be done, the likeliest first: a key of its own each, and a row to choose. */
function curesFor(state: State): readonly OfferedCure[] {
  const mend =
    state.setting.practice && state.fault !== null
      ? [offer("m", "mend", "Mend what you broke, then ask again")]
      : [];
  return [...mend, ...curesInRealLife(state)];
}

function curesInRealLife(state: State): readonly OfferedCure[] {
  const code = problemsOf(state)[0]?.code;
  const [step] = stepCures(problemsOf(state), state);
  const toStep =
    step === undefined
      ? []
      : [
          offer(
            `${step.number}`,
            "step",
            step.step === "guide-5b"
              ? "Link the sandbox (step 5b), then ask again"
              : `Look at step ${step.number} (${step.title}), then ask again`,
          ),
        ];
  const again = offer("r", "again", "Ask again");
  switch (state.check.status === "done" ? state.check.value.verdict : "unreachable") {
    case "keys-refused":
    case "keys-missing":
    case "files-broken":
      if (code === "clock-off" || code === "region-wrong")
        return [again, offer("p", "paste", PASTE)];
      if (code === "key-unknown") {
        return [
          offer("r", "again", "Ask again", "it is less than a minute old"),
          offer("p", "paste", PASTE, "a letter is wrong"),
          offer("4", "step", NEW_KEY, "it was switched off or deleted"),
        ];
      }
      return [offer("p", "paste", PASTE), offer("4", "step", NEW_KEY), again];
    case "keys-accepted":
    case "ready":
      return [
        ...toStep,
        again,
        offer("s", "on", "Save this key as it is: AWS accepts it"),
        offer("p", "paste", "Use another key"),
      ];
    case "unreachable":
      return [
        again,
        offer("s", "unchecked", "Save unchecked; later: mturk-setup check"),
        offer("p", "paste", PASTE),
        offer("w", "alternatives", "Run a study without MTurk"),
      ];
  }
}

function act(cure: Cure, state: State, send: Wizard["send"]): void {
  switch (cure) {
    case "mend":
      send({ type: "broke", fault: null });
      send({ type: "askedAgain" });
      return;
    case "again":
      send({ type: "askedAgain" });
      return;
    case "paste":
      send({ type: "returned", step: "key" });
      return;
    case "step":
      send({ type: "aside", step: stepCures(problemsOf(state), state)[0]?.step ?? "guide-4" });
      return;
    case "unchecked":
      send({ type: "savedUnchecked" });
      return;
    case "on":
      send({ type: "wentOn" });
      return;
    case "alternatives":
      send({ type: "aside", step: "alternatives" });
      return;
  }
}
