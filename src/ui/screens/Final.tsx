/** The end: what the keys, read back from the files, can do; what to do next; how to undo. */
import type { ReactElement } from "react";
import { basename } from "node:path";
import { PSITURK_RESTART, PSITURK_WITHOUT_ANSWER, PSITURK_WITHOUT_MTURK } from "../../guide/alternatives.js";
import { availabilityAt, hasClosed } from "../../guide/availability.js";
import { type State, wasWritten } from "../../flow/state.js";
import type { CheckReport } from "../../jobs/check.js";
import { checkedTitle, dollars, isSilent, reportLines, shortPath } from "../../jobs/tell.js";
import { useWizard } from "../context.js";
import { type Line, toned } from "../parts/line.js";
import { useElapsed } from "../parts/status.js";
import { useTerminal } from "../tty/Terminal.js";
import type { KeyBinding } from "../tty/table.js";
import { laneLines, problemLines, toldLine } from "./lines.js";
import { WizardScreen } from "./WizardScreen.js";

export function FinalScreen(): ReactElement {
  const { state, send } = useWizard();
  const { final, answers } = state;
  const asking = useAskingLines(state);
  const finish: KeyBinding = { keys: ["enter"], label: "finish", priority: 9, run: () => send({ type: "next" }) };
  const again: KeyBinding = { keys: ["r"], label: "ask again", priority: 5, run: () => send({ type: "askedAgain" }) };
  const without: KeyBinding = { keys: ["w"], label: "without MTurk", priority: 4, run: () => send({ type: "aside", step: "alternatives" }) };
  const csv: KeyBinding = { keys: ["x"], label: "delete the CSV", priority: 6, run: () => send({ type: "deletedCsv" }) };
  const mayDelete = answers.keyFile !== null && !state.csvDeleted && !state.setting.practice && wasWritten(state);
  const silent = final.status === "done" && isSilent(final.value.checked);
  const keys = [finish, again, ...(mayDelete ? [csv] : []), ...(silent && !state.setting.practice ? [without] : [])];
  const told = useBody(state);
  const body = final.status === "running" ? asking : told;
  return <WizardScreen title={title(state)} body={body} keys={keys} />;
}

function title(state: State): string {
  const { final, setting } = state;
  if (final.status === "failed") return "Saved. AWS could not be asked afterwards.";
  if (final.status !== "done") return "Saved. Asking AWS with the key as the files hold it now";
  const { verdict, checked } = final.value;
  if (!setting.practice) return checkedTitle(verdict, checked);
  return verdict === "ready" ? `Practice complete. The practice AWS answered ${balance(final.value)}; Amazon was not asked.` : `In practice: ${checkedTitle(verdict, checked)}`;
}

function balance({ checked }: CheckReport): string {
  const sandbox = checked?.diagnosis.sandbox ?? null;
  return sandbox?.ok === true ? dollars(sandbox.value.balance) : "nothing";
}

function useAskingLines(state: State): readonly Line[] {
  const { look } = useTerminal();
  const elapsed = useElapsed(state.final.status === "running", "final");
  return state.final.status === "running" ? [...laneLines(look, state.final.progress, elapsed), ...savedLines(state, (path) => path)] : [];
}

function useBody(state: State): readonly Line[] {
  const { host } = useWizard();
  const { look } = useTerminal();
  const short = (path: string): string => shortPath(path, host);
  const { final } = state;
  if (final.status === "failed") return [...problemLines(final.problem), ...savedLines(state, short)];
  if (final.status !== "done") return [toned("  Not asked. r asks again.", "dim"), ...savedLines(state, short)];
  const report = final.value;
  return [...reportLines(report, host).map((line) => toldLine(look, line)), ...troubleLines(report), ...nextLines(state, report), ...savedLines(state, short)];
}

/** Cures of everything but MTurk's silence, which no key can change and which its line has explained. */
function troubleLines(report: CheckReport): readonly Line[] {
  return report.problems.filter(({ code }) => code !== "mturk-closed").flatMap((problem) => problemLines(problem));
}

function nextLines(state: State, report: CheckReport): readonly Line[] {
  if (state.setting.practice) return practiceLines(report);
  const { phase } = availabilityAt(new Date(state.setting.startedAt));
  if (report.verdict === "ready") {
    const yet = hasClosed(phase) ? ["  Amazon announced the end, yet it answers. The answer counts."] : [];
    return [...yet, `  Next: psiturk   (${PSITURK_RESTART})`];
  }
  if (!isSilent(report.checked)) return [];
  return [`  psiTurk runs without it:  ${PSITURK_WITHOUT_MTURK.join("  then  ")}`, ...PSITURK_WITHOUT_ANSWER.map((text): Line => `  ${text}`)];
}

function practiceLines(report: CheckReport): readonly Line[] {
  const real = "  In real life Amazon answers here. MTurk itself closed on September 30, 2026.";
  return [...(report.verdict === "ready" ? [real] : []), toned("  Nothing of yours was changed. The practice files are deleted when you leave.", "dim")];
}

/** What was changed, and how to take it back. */
function savedLines(state: State, short: (path: string) => string): readonly Line[] {
  if (!wasWritten(state) || state.write.status !== "done") return [toned("  Nothing had to be written.", "dim")];
  const files = state.write.value.files.map(({ path, backup }) => `${short(path)}${backup === null ? "" : ` (copy: ${basename(backup)})`}`);
  const undo = state.setting.practice ? [] : [toned("  Undo: mturk-setup undo", "dim")];
  return [toned(`  Written: ${files.join(", ")}`, "dim"), ...undo];
}
