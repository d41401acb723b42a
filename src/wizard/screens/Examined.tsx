/**
 * The check of what is on this computer: who uses which key, what AWS says of it, and the cure of
 * each failure.
 */
import type { ReactElement } from "react";
import type { Host } from "../../base/host.js";
import type { State } from "../state.js";
import type { CheckReport } from "../../jobs/check.js";
import { isSilent, reportLines } from "../../words/checks.js";
import { reportTitle } from "../../words/titles.js";
import { useWizard } from "../context.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { useElapsed } from "../../terminal/parts/status.js";
import { useTerminal } from "../../terminal/Terminal.js";
import type { KeyBinding } from "../../terminal/table.js";
import { stepKeys } from "./cures.js";
import {
  laneLines,
  problemLines,
  problemsLines,
  toldLine,
  whoAccepts,
  withTilde,
} from "./lines.js";
import { placeName } from "./places.js";
import { silentLines, withoutSilence } from "./psiturk.js";
import { WizardScreen } from "./WizardScreen.js";

export function ExaminedScreen(): ReactElement {
  const { state, send } = useWizard();
  const body = useBody(state);
  const report = state.examined.status === "done" ? state.examined.value : null;
  const problems = report?.problems ?? [];
  const silent = isSilent(report?.checked ?? null);
  const finish: KeyBinding = {
    keys: ["enter"],
    label: "finish",
    priority: 9,
    run: () => send({ type: "next" }),
  };
  const again: KeyBinding = {
    keys: ["r"],
    label: "ask again",
    priority: 6,
    run: () => send({ type: "askedAgain" }),
  };
  const other: KeyBinding = {
    keys: ["k"],
    label: "use another key",
    priority: 5,
    run: () => send({ type: "chose", task: "use-keys" }),
  };
  const without: KeyBinding = {
    keys: ["w"],
    label: "without MTurk",
    priority: 4,
    run: () => send({ type: "aside", step: "alternatives" }),
  };
  return (
    <WizardScreen
      title={title(state)}
      body={body}
      keys={
        state.examined.status === "running"
          ? []
          : [finish, ...stepKeys(problems, state, send), ...(silent ? [without] : []), again, other]
      }
    />
  );
}

function title({ examined }: State): string {
  if (examined.status === "failed") return "This could not be checked.";
  return examined.status === "done"
    ? reportTitle(examined.value)
    : "Checking the keys on this computer";
}

function useBody(state: State): readonly Line[] {
  const { host } = useWizard();
  const { look } = useTerminal();
  const { examined } = state;
  const elapsed = useElapsed(examined.status === "running", "examined");
  if (examined.status === "running") return laneLines(look, examined.progress, elapsed);
  if (examined.status === "failed") return problemLines(examined.problem, { host });
  if (examined.status !== "done") return [];
  const report = examined.value;
  const told = reportLines(report, host, whoAccepts(state));
  return [
    toned(`  Profile ${report.sources.profile.name}`, "dim"),
    ...told.map((line) => toldLine(look, line)),
    ...problemsLines(withoutSilence(report.problems), { host, said: told.map(({ text }) => text) }),
    ...silentLines(report.checked),
    ...placeLines(report, host),
  ];
}

/**
 * Every place with a key, strongest first; only told where there is more than one to tell apart.
 */
function placeLines(report: CheckReport, host: Host): readonly Line[] {
  const { list } = report.sources;
  if (list.length < 2) return [];
  return [
    toned("  Keys on this computer, strongest first", "strong"),
    ...list.map((source): Line => ({
      spans: [
        { text: `    ${placeName(source, host)}  ${source.accessKeyId ?? "(no id)"}  ` },
        { text: withTilde(source.why, host), tone: "dim" },
      ],
      hang: 6,
    })),
  ];
}
