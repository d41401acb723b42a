/**
 * Tells how it ends: what the keys, read back from the files, can do, who uses them, and how to
 * undo.
 */
import type { Host } from "../../../base/host.js";
import { PSITURK_RESTART } from "../../../guide/alternatives.js";
import { availabilityAt, hasClosed } from "../../../guide/availability.js";
import { type State, wasWritten } from "../../state.js";
import type { CheckReport } from "../../../jobs/check.js";
import { answerLines, isSilent, regionLines } from "../../../words/checks.js";
import { checkedTitle, reportTitle } from "../../../words/titles.js";
import type { TitleTone } from "../../../terminal/glyphs.js";
import type { TableRow } from "../../../terminal/parts/check-table.js";
import { toned } from "../../../terminal/parts/line.js";
import { csvDeletion } from "../shared/csv-key.js";
import { policyPageLines, stepKeys } from "../shared/cures.js";
import { recheckLines } from "../shared/recheck-lines.js";
import { type InUse, inUse, inUseLines } from "../shared/in-use.js";
import { checkedBlocks, laneLines, problemLines, rowOf, whoAccepts } from "../shared/lines.js";
import { WITHOUT_MTURK } from "../shared/labels.js";
import { reportRows } from "../shared/report-row.js";
import { savedRow } from "../shared/saved-row.js";
import { toneOf } from "../shared/tone.js";
import { silentLines, withoutSilence } from "../shared/psiturk.js";
import { exportProfile } from "../../../keys/profile-name.js";
import type { Block, Seen, Still, View, ViewKey, ViewRow } from "../../view.js";
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
    tone: tone(state, usedNow(state, host)),
    body: bodyBlocks(state, seen),
    choice: { rows: rows(state, host) },
    keys: keys(state),
  };
}

function tone({ final, setting }: State, used: InUse | null): TitleTone {
  if (final.status === "failed") return "attention";
  if (final.status !== "done") return final.status === "running" ? "asking" : "attention";
  const verdict = final.value.boto3?.verdict ?? final.value.verdict;
  if (verdict !== "ready" || setting.practice) return toneOf(verdict);
  return used === "hidden" || used === "other-profile" ? "attention" : toneOf(final.value.verdict);
}

/** What one came for is done: Enter leaves; what can be done besides stands below it. */
function rows(state: State, host: Host): readonly ViewRow[] {
  const { final, setting } = state;
  // Until the answers are there, no row that would give its number to another.
  if (final.status === "running") return [FINISH];
  const csv = csvToDelete(state);
  const silent = final.status === "done" && isSilent(final.value.checked);
  return [
    FINISH,
    // A secret that lies about is worth more than all that follows.
    ...(csv === null ? [] : [removeRow(csv, host)]),
    ...(silent ? [WITHOUT] : []),
    ...(silent && !setting.practice ? [SWITCH_OFF] : []),
    ...reportRows(state),
  ];
}

const FINISH: ViewRow = {
  id: "finish",
  label: "Finish",
  enterLabel: "finish",
  does: { type: "next" },
};
const WITHOUT: ViewRow = {
  id: "without",
  label: WITHOUT_MTURK,
  does: { type: "aside", step: "alternatives" },
};
const SWITCH_OFF: ViewRow = {
  id: "off",
  label: "Switch this key off again",
  does: { type: "chose", task: "retire" },
};

function removeRow(csv: string, host: Host): ViewRow {
  return {
    id: "csv",
    label: "Delete the CSV: it still holds the secret",
    typed: csvDeletion(csv, host),
    does: { type: "deletedCsv" },
  };
}

function keys(state: State): readonly ViewKey[] {
  const { final } = state;
  return [
    ...stepKeys(final.status === "done" ? final.value.problems : [], state),
    ...(final.status === "running" ? [] : [AGAIN]),
  ];
}

const AGAIN: ViewKey = {
  keys: ["r"],
  label: "ask again",
  priority: 5,
  does: { type: "askedAgain" },
};

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
  if (answers.unchecked && isStillUnchecked(state)) return NOT_CHECKED;
  if (final.status === "failed") return "Saved. AWS could not be asked afterwards.";
  if (final.status !== "done") return "Saved. Asking AWS with the key as the files hold it now";
  const { checked, boto3, psiturk } = final.value;
  // The key that was saved is boto3's here; what psiTurk uses in its place is said beside it.
  const verdict = boto3?.verdict ?? final.value.verdict;
  if (setting.practice)
    return verdict === "ready"
      ? "Practice complete. Amazon was not asked."
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

const NOT_CHECKED = "Saved, not checked: AWS could not be asked.";

function isStillUnchecked({ final }: State): boolean {
  return final.status === "failed" || (final.status === "done" && isUnreached(final.value));
}

function isUnreached({ verdict, boto3 }: CheckReport): boolean {
  return (boto3?.verdict ?? verdict) === "unreachable";
}

/** Null while it is looked up. */
function usedNow({ survey, answers }: State, host: Host): InUse | null {
  return survey.status === "done" && answers.key !== null
    ? inUse(survey.value.sources, answers.key, answers.profile, host)
    : null;
}

/** The verdict in the title, what was asked as a table, and what comes next, apart from it. */
function bodyBlocks(state: State, seen: Seen): readonly Block[] {
  const { host } = seen;
  const { final, survey, answers } = state;
  const saved = savedRows(state, host);
  if (final.status === "running") return [laneLines(final.progress, "final"), ...saved];
  if (final.status === "failed")
    return [...problemLines(final.problem, { host, failed: true }), "", ...saved];
  if (final.status !== "done") return [toned("  Not asked. r asks again.", "dim"), ...saved];
  const report = final.value;
  const asked = answerLines(report, whoAccepts(state));
  const region = regionLines(report, host);
  const used =
    survey.status === "done" && answers.key !== null
      ? inUseLines(survey.value.sources, answers.key, answers.profile, host)
      : [];
  // Which places beat the files is told by the lines above, for this shell and not only for the
  // named profile.
  const problems = withoutSilence(report.problems).filter(
    ({ code }) => code !== "keys-hidden" && code !== "placeholder-keys",
  );
  return [
    ...checkedBlocks(asked, problems, { host }),
    ...policyPageLines(report.checked),
    ...recheckBlocks(state, seen),
    ...used,
    ...saved,
    // Beside what comes next where something does; else the table is the last word.
    ...(report.verdict !== "ready" && canUndo(state)
      ? [{ table: [{ state: "waiting", ...UNDO } as const] }]
      : []),
    { table: region.map(rowOf) },
    ...nextBlocks(state, report, host),
  ];
}

const UNDO = { what: "Undo", detail: "mturk-setup undo" } as const;

function canUndo(state: State): boolean {
  return wasWritten(state) && !state.setting.practice;
}

function recheckBlocks(state: State, seen: Seen): readonly Block[] {
  const lines = recheckLines(state, seen);
  return lines.length === 0 ? [] : ["", ...lines, ""];
}

function nextBlocks(state: State, report: CheckReport, host: Host): readonly Still[] {
  if (state.setting.practice) return ["", ...practiceLines(report)];
  if (report.verdict !== "ready") return silentLines(report.checked);
  const undo: readonly TableRow[] = canUndo(state) ? [{ state: "none", ...UNDO }] : [];
  const { phase } = availabilityAt(new Date(state.setting.startedAt));
  const yet = hasClosed(phase)
    ? ["  Amazon announced the end, yet it answers. The answer counts."]
    : [];
  const next: readonly TableRow[] =
    usedNow(state, host) === "hidden"
      ? []
      : [{ state: "none", what: "Next", detail: `psiturk (${PSITURK_RESTART})` }];
  return [
    "",
    ...yet,
    ...(yet.length === 0 ? [] : [""]),
    ...(next.length + undo.length === 0 ? [] : [{ table: [...next, ...undo] }]),
  ];
}

function practiceLines(report: CheckReport): readonly Still[] {
  const real = "  In real life Amazon answers here; MTurk closed on September 30, 2026.";
  return [
    ...(report.verdict === "ready" ? [real] : silentLines(report.checked)),
    toned("  Practice changed nothing of yours. Its files are deleted when you leave.", "dim"),
  ];
}

/** What was changed, and the copies of what stood there. */
function savedRows(state: State, host: Host): readonly Still[] {
  if (!wasWritten(state) || state.write.status !== "done")
    return [{ table: [{ state: "skipped", what: "Nothing had to be written." }] }];
  return [{ table: [savedRow(state.write.value.files, null, host)] }];
}
