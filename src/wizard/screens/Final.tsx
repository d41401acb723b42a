/**
 * The end: what the keys, read back from the files, can do; who uses them; what to do next; how to
 * undo.
 */
import type { ReactElement } from "react";
import { basename } from "node:path";
import type { Host } from "../../base/host.js";
import { PSITURK_RESTART } from "../../guide/alternatives.js";
import { availabilityAt, hasClosed } from "../../guide/availability.js";
import { type State, wasWritten } from "../state.js";
import type { CheckReport } from "../../jobs/check.js";
import { dollars, shortPath } from "../../jobs/names.js";
import { answerLines, isSilent, regionLines } from "../../words/checks.js";
import { checkedTitle, reportTitle } from "../../words/titles.js";
import { useWizard } from "../context.js";
import { diffLines } from "../../terminal/parts/diff.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { type TypedConfirmation, useTyped } from "../../terminal/parts/typed.js";
import { useElapsed } from "../../terminal/parts/status.js";
import { useLocalStore } from "../../terminal/store.js";
import { useTerminal } from "../../terminal/Terminal.js";
import type { KeyBinding } from "../../terminal/table.js";
import { stepKeys } from "./cures.js";
import { type InUse, inUse, inUseLines } from "./in-use.js";
import {
  laneLines,
  problemLines,
  problemsLines,
  toldLine,
  warningLine,
  whoAccepts,
} from "./lines.js";
import { silentLines, withoutSilence } from "./psiturk.js";
import { WizardScreen } from "./WizardScreen.js";
import { exportProfile } from "../../keys/profile-name.js";

export function FinalScreen(): ReactElement {
  const { state, send, host } = useWizard();
  const { final, setting } = state;
  const [looking, setLooking] = useLocalStore<boolean, boolean>(
    (_old, on) => on,
    () => false,
  );
  const asking = useAskingLines(state, host);
  const told = useToldLines(state, host);
  const silent = final.status === "done" && isSilent(final.value.checked);
  const problems = final.status === "done" ? final.value.problems : [];
  const csv = csvToDelete(state);
  const typed = useTyped();

  const finish: KeyBinding = {
    keys: ["enter"],
    label: "finish",
    priority: 9,
    run: () => send({ type: "next" }),
  };
  const again: KeyBinding = {
    keys: ["r"],
    label: "ask again",
    priority: 5,
    run: () => send({ type: "askedAgain" }),
  };
  const without: KeyBinding = {
    keys: ["w"],
    label: "without MTurk",
    priority: 4,
    run: () => send({ type: "aside", step: "alternatives" }),
  };
  const remove: KeyBinding = {
    keys: ["x"],
    label: "delete the CSV",
    priority: 6,
    run: () => typed.ask(deletionOf(csv ?? "", host), () => send({ type: "deletedCsv" })),
  };
  const view: KeyBinding = {
    keys: ["v"],
    label: looking ? "back to the result" : "look at the practice files",
    priority: 6,
    run: () => void setLooking(!looking),
  };
  const keys = [
    finish,
    ...stepKeys(problems, state, send),
    ...(setting.practice ? [view] : []),
    ...(csv === null ? [] : [remove]),
    ...(final.status === "running" ? [] : [again]),
    ...(silent ? [without] : []),
  ];
  const body = looking ? filesLines(state, host) : final.status === "running" ? asking : told;
  return (
    <WizardScreen
      title={title(state, usedNow(state, host), host)}
      body={body}
      parts={typed.part === null ? [] : [typed.part]}
      keys={typed.part === null ? keys : []}
    />
  );
}

function deletionOf(csv: string, host: Host): TypedConfirmation {
  return {
    title: `Delete ${shortPath(csv, host)}? This cannot be undone.`,
    prompt: "Type delete to delete the file:",
    word: "delete",
    does: "delete it",
  };
}

/**
 * The CSV file that the key came from, while it still holds the secret and is not needed any more.
 * Practice deletes its own.
 */
function csvToDelete(state: State): string | null {
  const { answers, csvDeleted, setting } = state;
  return csvDeleted || setting.practice || !wasWritten(state) ? null : answers.keyFile;
}

function title(state: State, used: InUse | null, host: Host): string {
  const { final, setting, answers } = state;
  if (final.status === "failed") return "Saved. AWS could not be asked afterwards.";
  if (final.status !== "done") return "Saved. Asking AWS with the key as the files hold it now";
  const { checked, boto3, psiturk } = final.value;
  // The key that was saved is boto3's here; what psiTurk uses in its place is said beside it.
  const verdict = boto3?.verdict ?? final.value.verdict;
  if (setting.practice)
    return verdict === "ready"
      ? `Practice complete. The practice AWS answered ${balance(final.value)}; Amazon was not asked.`
      : `In practice: ${checkedTitle(verdict, checked)}`;
  if (verdict !== "ready") return checkedTitle(verdict, checked);
  if (psiturk === boto3 && final.value.verdict !== "ready") return reportTitle(final.value);
  switch (used) {
    case "hidden":
      return `The key is saved and works, but psiTurk uses another one${psiturk?.verdict === "keys-refused" ? ", which AWS refuses" : ""}.`;
    case "other-profile":
      return `Ready, once psiTurk is told: ${exportProfile(answers.profile, host.env)}`;
    default:
      return checkedTitle(verdict, checked);
  }
}

/** Null while it is looked up. */
function usedNow({ survey, answers }: State, host: Host): InUse | null {
  return survey.status === "done" && answers.key !== null
    ? inUse(survey.value.sources, answers.key, answers.profile, host)
    : null;
}

function balance({ checked }: CheckReport): string {
  const sandbox = checked?.diagnosis.sandbox ?? null;
  return sandbox?.ok === true ? dollars(sandbox.value.balance) : "nothing";
}

function useAskingLines(state: State, host: Host): readonly Line[] {
  const { look } = useTerminal();
  const elapsed = useElapsed(state.final.status === "running", "final");
  return state.final.status === "running"
    ? [...laneLines(look, state.final.progress, elapsed), ...savedLines(state, host)]
    : [];
}

function useToldLines(state: State, host: Host): readonly Line[] {
  const { look } = useTerminal();
  const { final, survey, answers } = state;
  if (final.status === "failed")
    return [...problemLines(final.problem, { host }), ...savedLines(state, host)];
  if (final.status !== "done")
    return [toned("  Not asked. r asks again.", "dim"), ...savedLines(state, host)];
  const report = final.value;
  const asked = answerLines(report, whoAccepts(state));
  const region = regionLines(report, host);
  const used =
    survey.status === "done" && answers.key !== null
      ? inUseLines(survey.value.sources, answers.key, answers.profile, host, look)
      : [];
  return [
    ...asked.map((line) => toldLine(look, line)),
    ...used,
    ...region.map((line) => toldLine(look, line)),
    // Which places beat the files is told by the lines above, for this shell and not only for the
    // named profile.
    ...problemsLines(
      withoutSilence(report.problems).filter(
        ({ code }) => code !== "keys-hidden" && code !== "placeholder-keys",
      ),
      { host, said: [...asked, ...region].map(({ text }) => text) },
    ),
    ...nextLines(state, report, host),
    ...savedLines(state, host),
  ];
}

function nextLines(state: State, report: CheckReport, host: Host): readonly Line[] {
  if (state.setting.practice) return practiceLines(report);
  if (report.verdict !== "ready") return silentLines(report.checked);
  const { phase } = availabilityAt(new Date(state.setting.startedAt));
  const yet = hasClosed(phase)
    ? ["  Amazon announced the end, yet it answers. The answer counts."]
    : [];
  return usedNow(state, host) === "hidden"
    ? yet
    : [...yet, "  Next: psiturk", toned(`  ${PSITURK_RESTART}`, "dim")];
}

function practiceLines(report: CheckReport): readonly Line[] {
  const real = "  In real life Amazon answers here. MTurk itself closed on September 30, 2026.";
  return [
    ...(report.verdict === "ready" ? [real] : silentLines(report.checked)),
    toned("  Practice changed nothing of yours. Its files are deleted when you leave.", "dim"),
  ];
}

/** What was changed, how to take it back, and what still holds the secret. */
function savedLines(state: State, host: Host): readonly Line[] {
  if (!wasWritten(state) || state.write.status !== "done")
    return [toned("  Nothing had to be written.", "dim")];
  const files = state.write.value.files.map(
    ({ path, backup }) =>
      `${shortPath(path, host)}${backup === null ? "" : ` (copy: ${basename(backup)})`}`,
  );
  const csv = csvToDelete(state);
  return [
    toned(`  Written: ${files.join(", ")}`, "dim"),
    ...(state.setting.practice ? [] : [toned("  Undo: mturk-setup undo", "dim")]),
    ...(csv === null
      ? []
      : [warningLine(`${shortPath(csv, host)} still holds the secret: x deletes it.`)]),
  ];
}

/** Practice: the files as the review showed them, and where they lie until the end. */
function filesLines(state: State, host: Host): readonly Line[] {
  const files = state.plan.status === "done" ? state.plan.value.files : [];
  return [
    `  Until you leave, ~ is ${host.home}`,
    ...files.flatMap((file) => diffLines(shortPath(file.before.path, host), file.diff)),
  ];
}
