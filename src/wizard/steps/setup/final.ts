/**
 * Tells how it ends: what the keys, read back from the files, can do, who uses them, and how to
 * undo.
 */
import { basename } from "node:path";
import type { Host } from "../../../base/host.js";
import { PSITURK_RESTART } from "../../../guide/alternatives.js";
import { availabilityAt, hasClosed } from "../../../guide/availability.js";
import { type State, wasWritten } from "../../state.js";
import type { CheckReport } from "../../../jobs/check.js";
import { dollars, shortPath } from "../../../jobs/names.js";
import { answerLines, isSilent, regionLines } from "../../../words/checks.js";
import { checkedTitle, reportTitle } from "../../../words/titles.js";
import { diffLines } from "../../../terminal/parts/diff.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { stepKeys } from "../shared/cures.js";
import { type InUse, inUse, inUseLines } from "../shared/in-use.js";
import {
  laneLines,
  problemLines,
  problemsLines,
  toldLine,
  warningLine,
  whoAccepts,
} from "../shared/lines.js";
import { silentLines, withoutSilence } from "../shared/psiturk.js";
import { exportProfile } from "../../../keys/profile-name.js";
import type { Seen, View, ViewKey } from "../../view.js";
import type { TypedConfirmation } from "../../../terminal/parts/typed.js";
import { isSaving } from "../../conditions.js";
import type { Step } from "../../step.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly final: true;
  }
}

export const finalStep: Step<"final"> = {
  id: "final",
  applies: isSaving,
  isDone: ({ final }) => final.status === "done",
  work: [{ job: "finalCheck", on: "missing", again: true }],
  view: finalView,
};

function finalView(state: State, seen: Seen): View {
  const { host } = seen;
  return {
    title: title(state, usedNow(state, host), host),
    body:
      state.onScreen.part === "files"
        ? filesLines(state, host)
        : state.final.status === "running"
          ? [laneLines(seen.look, state.final.progress, "final"), ...savedLines(state, host)]
          : toldLines(state, seen),
    keys: keys(state, host),
  };
}

function keys(state: State, host: Host): readonly ViewKey[] {
  const { final, setting } = state;
  const looking = state.onScreen.part === "files";
  const csv = csvToDelete(state);
  const files: ViewKey = {
    keys: ["v"],
    label: looking ? "back to the result" : "look at the practice files",
    priority: 6,
    does: { type: "turnedTo", part: looking ? null : "files" },
  };
  return [
    { keys: ["enter"], label: "finish", priority: 9, does: { type: "next" } },
    ...stepKeys(final.status === "done" ? final.value.problems : [], state),
    ...(setting.practice ? [files] : []),
    ...(csv === null ? [] : [removeKey(csv, host)]),
    ...(final.status === "running" ? [] : [AGAIN]),
    ...(final.status === "done" && isSilent(final.value.checked) ? [WITHOUT] : []),
  ];
}

const AGAIN: ViewKey = {
  keys: ["r"],
  label: "ask again",
  priority: 5,
  does: { type: "askedAgain" },
};
const WITHOUT: ViewKey = {
  keys: ["w"],
  label: "without MTurk",
  priority: 4,
  does: { type: "aside", step: "alternatives" },
};

function removeKey(csv: string, host: Host): ViewKey {
  return {
    keys: ["x"],
    label: "delete the CSV",
    priority: 6,
    does: { type: "deletedCsv" },
    typed: deletionOf(csv, host),
  };
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
      ? `Practice complete. The practice AWS answered ${balance(final.value)}; Amazon was ` +
          "not asked."
      : `In practice: ${checkedTitle(verdict, checked)}`;
  if (verdict !== "ready") return checkedTitle(verdict, checked);
  if (psiturk === boto3 && final.value.verdict !== "ready") return reportTitle(final.value);
  switch (used) {
    case "hidden":
      return (
        "The key is saved and works, but psiTurk uses another " +
        `one${psiturk?.verdict === "keys-refused" ? ", which AWS refuses" : ""}.`
      );
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

function toldLines(state: State, { host, look }: Seen): readonly Line[] {
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
