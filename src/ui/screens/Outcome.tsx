/** What AWS said of the key where something has to be decided before anything is written; each cure is one key. */
import type { ReactElement } from "react";
import type { Problem } from "../../base/problem.js";
import type { State } from "../../flow/state.js";
import type { StepId } from "../../flow/steps.js";
import { askedLines, checkedTitle } from "../../jobs/tell.js";
import { useWizard, type Wizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../parts/choice.js";
import { type Line, toned } from "../parts/line.js";
import { useElapsed } from "../parts/status.js";
import { useTerminal } from "../tty/Terminal.js";
import type { KeyBinding } from "../tty/table.js";
import { laneLines, problemLines, toldLine } from "./lines.js";
import { useSilence } from "./silence.js";
import { guideStates } from "./progress.js";
import { WizardScreen } from "./WizardScreen.js";

export function OutcomeScreen(): ReactElement {
  const { state } = useWizard();
  return state.check.status === "running" ? <AskingAgain /> : <Decide />;
}

function AskingAgain(): ReactElement {
  const { state } = useWizard();
  const { look } = useTerminal();
  const elapsed = useElapsed(true, "again");
  const lanes = state.check.status === "running" ? laneLines(look, state.check.progress, elapsed) : [];
  return <WizardScreen title="Asking AWS again" body={[...lanes, toned("  Nothing is written yet.", "dim")]} parts={[useSilence()]} />;
}

type Cure = "again" | "paste" | "step" | "unchecked" | "on" | "alternatives";

function Decide(): ReactElement {
  const { state, send } = useWizard();
  const { look } = useTerminal();
  const cures = curesFor(state);
  const choice = useChoice<Cure>({ items: cures.map(({ item }) => item), numbered: false, enterLabel: "choose", onChoose: (id) => act(id, state, send) });
  const keys = cures.map(({ item, key }): KeyBinding => ({ keys: [key], label: item.label, hidden: true, run: () => act(item.id, state, send) }));
  const checked = state.check.status === "done" ? state.check.value : null;
  const title = checked === null ? "AWS could not be asked." : checkedTitle(checked.verdict, checked);
  const told = checked === null ? [] : askedLines(checked, state.answers.key?.accessKeyId ?? "");
  return (
    <WizardScreen
      title={`${title} Nothing was saved.`}
      body={[...told.map((line) => toldLine(look, line)), ...problemsOf(state).flatMap((problem) => cureLines(problem, told.map(({ text }) => text)))]}
      parts={[choice]}
      keys={keys}
    />
  );
}

/** The cures of a problem; its message only where no line above has said it already. */
function cureLines(problem: Problem, said: readonly string[]): readonly Line[] {
  const lines = problemLines(problem);
  return said.includes(problem.message) ? lines.slice(1) : lines;
}

function problemsOf(state: State): readonly Problem[] {
  if (state.check.status === "failed") return [state.check.problem];
  return state.check.status === "done" ? state.check.value.diagnosis.problems : [];
}

interface OfferedCure {
  readonly key: string;
  readonly item: ChoiceItem<Cure>;
}

/** What can be done, the likeliest first: a key of its own each, and a row to choose. */
function curesFor(state: State): readonly OfferedCure[] {
  const verdict = state.check.status === "done" ? state.check.value.verdict : "unreachable";
  const step = cureStep(state);
  const offer = (key: string, id: Cure, label: string): OfferedCure => ({ key, item: { id, label: `${key}  ${label}` } });
  const again = offer("r", "again", "Ask again");
  const paste = offer("p", "paste", "Paste again, or choose the CSV file");
  const guide = step === null ? [] : [offer(step.replace(/^guide-(\d).*/, "$1"), "step", step === "guide-5b" ? "Link the sandbox (step 5b), then ask again" : `Go to step ${step.slice(6)} of the guide`)];
  switch (verdict) {
    case "keys-refused":
    case "keys-missing":
    case "files-broken":
      return [paste, again, ...(step === "guide-4" || step === null ? [offer("4", "step", "Make a new key (step 4, 5 minutes)")] : guide)];
    case "keys-accepted":
    case "ready":
      return [...guide, again, offer("s", "on", "Save this key as it is: AWS accepts it"), paste];
    case "unreachable":
      return [again, offer("s", "unchecked", "Save unchecked; later: mturk-setup check"), paste, offer("w", "alternatives", "Run a study without MTurk")];
  }
}

/** The step of the guide that mends the first problem that names one, if that step can still be done. */
function cureStep(state: State): StepId | null {
  const number = problemsOf(state).find((problem) => problem.step !== undefined)?.step;
  if (number === undefined) return null;
  if (guideStates(state).find((row) => row.number === number)?.state === "closed") return null;
  const steps: Readonly<Record<number, StepId>> = { 1: "guide-1", 2: "guide-2", 3: "guide-3", 4: "guide-4", 5: "guide-5b", 7: "guide-7" };
  return steps[number] ?? null;
}

function act(cure: Cure, state: State, send: Wizard["send"]): void {
  switch (cure) {
    case "again":
      send({ type: "askedAgain" });
      return;
    case "paste":
      send({ type: "returned", step: "key" });
      return;
    case "step":
      send({ type: "aside", step: cureStep(state) ?? "guide-4" });
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
