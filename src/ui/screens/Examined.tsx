/** The check of what is on this computer: who uses which key, what AWS says of it, and the cure of each failure. */
import type { ReactElement } from "react";
import type { State } from "../../flow/state.js";
import type { StepId } from "../../flow/steps.js";
import type { CheckReport } from "../../jobs/check.js";
import { checkedTitle, reportLines, shortPath } from "../../jobs/tell.js";
import { useWizard } from "../context.js";
import { type Line, toned } from "../parts/line.js";
import { useElapsed } from "../parts/status.js";
import { useTerminal } from "../tty/Terminal.js";
import type { KeyBinding } from "../tty/table.js";
import { laneLines, problemLines, toldLine } from "./lines.js";
import { guideStates } from "./progress.js";
import { WizardScreen } from "./WizardScreen.js";

export function ExaminedScreen(): ReactElement {
  const { state, send } = useWizard();
  const body = useBody(state);
  const finish: KeyBinding = { keys: ["enter"], label: "finish", priority: 9, run: () => send({ type: "next" }) };
  const again: KeyBinding = { keys: ["r"], label: "ask again", priority: 6, run: () => send({ type: "askedAgain" }) };
  const other: KeyBinding = { keys: ["k"], label: "use another key", priority: 5, run: () => send({ type: "chose", task: "use-keys" }) };
  return <WizardScreen title={title(state)} body={body} keys={[finish, ...stepKeys(state, send), again, other]} />;
}

function title({ examined }: State): string {
  if (examined.status === "failed") return "This could not be checked.";
  return examined.status === "done" ? checkedTitle(examined.value.verdict, examined.value.checked) : "Checking the keys on this computer";
}

/** One key for each step of the guide that mends something and can still be done. */
function stepKeys(state: State, send: ReturnType<typeof useWizard>["send"]): readonly KeyBinding[] {
  if (state.examined.status !== "done") return [];
  const numbers = new Set(state.examined.value.problems.map(({ step }) => step).filter((step) => step !== undefined));
  const open = guideStates(state).filter((step) => step.state === "open" && numbers.has(step.number));
  return open.map(({ number, title: name }): KeyBinding => {
    const step = (number === 5 ? "guide-5b" : `guide-${number}`) as StepId;
    return { keys: [`${number}`], label: name, priority: 8, run: () => send({ type: "aside", step }) };
  });
}

function useBody(state: State): readonly Line[] {
  const { host } = useWizard();
  const { look } = useTerminal();
  const { examined } = state;
  const elapsed = useElapsed(examined.status === "running", "examined");
  if (examined.status === "running") return laneLines(look, examined.progress, elapsed);
  if (examined.status === "failed") return problemLines(examined.problem);
  if (examined.status !== "done") return [];
  const report = examined.value;
  const told = reportLines(report, host);
  const said = new Set(told.map(({ text }) => text));
  const problems = report.problems.flatMap((problem): readonly Line[] => {
    const lines = problemLines(problem);
    return said.has(problem.message) ? lines.slice(1) : lines;
  });
  return [toned(`  Profile ${report.sources.profile.name}`, "dim"), ...told.map((line) => toldLine(look, line)), ...problems, ...placeLines(report, (path) => shortPath(path, host))];
}

/** Every place with a key, strongest first; only told where there is more than one to tell apart. */
function placeLines(report: CheckReport, short: (path: string) => string): readonly Line[] {
  const { list } = report.sources;
  if (list.length < 2) return [];
  return [
    toned("  Keys on this computer, strongest first", "strong"),
    ...list.map(({ location, accessKeyId, boto3, psiturk, why }): Line => ({ spans: [{ text: `    ${short(location)}  ${accessKeyId ?? "(no id)"}  boto3: ${boto3}, psiTurk: ${psiturk}. ` }, { text: why, tone: "dim" }], hang: 6 })),
  ];
}
