/** Shows what was found on this computer, and what can be done about it. */
import { availabilityAt } from "../../../guide/availability.js";
import type { Survey } from "../../../jobs/survey.js";
import { shortPath } from "../../../jobs/names.js";
import type { Host } from "../../../base/host.js";
import type { Problem } from "../../../base/problem.js";
import type { SourceReport } from "../../../sources/types.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { displayWidth } from "../../../terminal/parts/width.js";
import { problemLines, problemsLines, warningLine } from "../shared/lines.js";
import { foreignLines, placeName } from "../shared/places.js";
import { stoppedWords } from "../shared/stopped.js";
import { offeredPlace } from "../../place.js";
import type { Seen, View, ViewRow } from "../../view.js";
import { type State, type Task, wasWritten } from "../../state.js";
import type { Step } from "../../step.js";
import { WITHOUT_MTURK, FROM_THE_BEGINNING } from "../shared/labels.js";

export const startStep: Step<"start"> = {
  id: "start",
  applies: () => true,
  isDone: ({ answers }) => answers.task !== null,
  work: [
    {
      job: "survey",
      on: (state) => state.survey.status !== "done" || wasWritten(state),
      kept: true,
    },
  ],
  view: startView,
};

function startView(state: State, { host }: Seen): View {
  const looked = state.survey.status === "done" || state.survey.status === "failed";
  return {
    title: isUnreadable(state)
      ? "mturk-setup: a file with keys cannot be read"
      : "mturk-setup: set up, check and repair AWS keys",
    tone: isUnreadable(state) ? "attention" : null,
    body: [
      ...troubleLines(state, host),
      ...unfinished(state).map(({ message }) => warningLine(message)),
      "",
      ...headlines(state),
      "",
      ...foundLines(state, host),
      ...soFar(state),
    ],
    // No row before all of them are known: what is added above another would change the number that
    // a finger is on.
    choice: looked ? { rows: rows(state), asks: "What would you like to do?" } : null,
    keys: [],
  };
}

function headlines(state: State): readonly Line[] {
  if (state.setting.practice) return PRACTICE;
  return availabilityAt(new Date(state.setting.startedAt)).headline.map((text, index) =>
    index === 0 ? warningLine(text) : `    ${text}`,
  );
}

const PRACTICE: readonly Line[] = [
  "  The practice AWS runs on this computer; your own files are not touched.",
  warningLine("Amazon closed the real MTurk on September 30, 2026."),
];

/**
 * True until the first question or change, and worth saying once: people fear that starting such a
 * program does something.
 */
function soFar({ touched }: State): readonly Line[] {
  return !touched ? [toned("  So far nothing was sent and nothing was changed.", "dim")] : [];
}

/** A row that begins a task. */
function row(task: Task, label: string, hint: string): ViewRow {
  return { id: task, label, hint, does: { type: "chose", task } };
}

/** What applies; the first row is what was most likely come for. */
function rows(state: State): readonly ViewRow[] {
  const found = state.survey.status === "done" ? state.survey.value : null;
  const { practice, startedAt } = state.setting;
  const kept = offeredPlace(state);
  const check = hasKeys(found)
    ? row("check", "Check my keys", "asks AWS, changes nothing")
    : row("check", "Check what is on this computer", "changes nothing");
  const replaceOrRetire = [
    row("rotate", "Replace a key (rotate)", "the new one comes first"),
    row("retire", "Switch off keys I no longer need (retire)", "at AWS and in the files"),
  ];
  const all: readonly (ViewRow | null)[] = [
    found?.broken?.code === "file-broken"
      ? row("repair", "Repair it", "shown first, copy kept")
      : null,
    takeUp(state, "interrupted"),
    kept === null
      ? null
      : {
          id: "resume",
          label: `Go on where you stopped: ${stoppedWords(kept, startedAt)}`,
          whole: true,
          does: { type: "resumed", place: kept },
        },
    hasKeys(found) || isBroken(found) ? check : null,
    ...(hasKeys(found) ? replaceOrRetire : []),
    takeUp(state, "waiting"),
    row("setup", FROM_THE_BEGINNING, "see first what is open"),
    row("use-keys", "Use keys I have", "checked, saved safely"),
    practice
      ? null
      : {
          id: "practice",
          label: "Try the whole set-up with a practice AWS",
          hint: "no account, no network",
          does: { type: "practised" },
        },
    row("alternatives", WITHOUT_MTURK, "needs no AWS"),
    ...(practice && !hasKeys(found) ? replaceOrRetire : []),
    hasKeys(found) || isBroken(found) ? null : check,
  ];
  return all.filter((one) => one !== null);
}

/** Rotations that earlier starts left, of the profile that was named, if one was. */
function unfinished({ unfinished: all, setting }: State): State["unfinished"] {
  return all.filter(({ profile }) => setting.profile === null || setting.profile === profile);
}

/** What was interrupted comes first; an old key that waits to be deleted has time. */
function takeUp(state: State, what: "interrupted" | "waiting"): ViewRow | null {
  const [first] = unfinished(state);
  if (first?.state !== what) return null;
  return {
    id: "take-up",
    label:
      first.state === "interrupted"
        ? "Go on with replacing the key"
        : `Delete ${first.from}, which was replaced`,
    hint: `profile ${first.profile}`,
    does: { type: "tookUp", profile: first.profile },
  };
}

function isUnreadable({ survey }: State): boolean {
  return survey.status === "done" && survey.value.broken?.code === "file-broken";
}

function isBroken(found: Survey | null): boolean {
  return found !== null && found.broken !== null;
}

function hasKeys(found: Survey | null): boolean {
  return found !== null && (found.sources.list.length > 0 || found.profiles.length > 0);
}

/** What stops everything else, before all: in a small window the rest may be a page away. */
function troubleLines({ survey }: State, host: Host): readonly Line[] {
  if (survey.status === "failed") return [...problemLines(survey.problem, { host }), ""];
  if (survey.status !== "done") return [];
  const trouble = [survey.value.broken, survey.value.notWritable]
    .filter((problem) => problem !== null)
    .map(repairedHere);
  return trouble.length === 0 ? [] : [...problemsLines(trouble, { host }), ""];
}

/** The command that mends a broken file is a row of this screen. */
function repairedHere(problem: Problem): Problem {
  if (problem.code !== "file-broken") return problem;
  return {
    ...problem,
    try: problem.try.map((cure) =>
      cure.includes("mturk-setup doctor") ? 'Choose "Repair it": the change is shown first.' : cure,
    ),
  };
}

function foundLines(state: State, host: Host): readonly Line[] {
  const { survey, setting } = state;
  if (survey.status === "failed") return [];
  if (survey.status !== "done") return ["  Looking what is on this computer ..."];
  const found = survey.value;
  const elsewhere = setting.practice ? [] : foreignLines(host, found.sources);
  if (found.broken !== null) return elsewhere;
  const where = setting.practice ? "  In the practice's own home folder" : "  On this computer";
  return [toned(where, "strong"), ...keyLines(found, host), "", ...elsewhere];
}

const SHOWN = 5;

/** One line for each place with a key, strongest first, and who uses it. */
function keyLines(found: Survey, host: Host): readonly Line[] {
  const { list, profile } = found.sources;
  if (list.length === 0 && found.profiles.length === 0)
    return ["    ~/.aws            no keys", "    psiTurk's files   no keys"];
  const others = found.profiles.filter(({ name }) => name !== profile.name);
  const rows = [
    ...list.map(
      (source) =>
        [placeName(source, list, host), source.accessKeyId ?? "(no id)", users(source)] as const,
    ),
    ...others.map(
      (other) => [shortPath(other.path, host), other.accessKeyId, `profile ${other.name}`] as const,
    ),
  ];
  const widths = [0, 1].map((column) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[column] ?? "")), 0),
  );
  const lines = rows.map((row): Line => {
    const [place, id, use] = row.map(
      (text, column) => text + " ".repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(text))),
    );
    return {
      spans: [{ text: `    ${place ?? ""}  ${id ?? ""}  ` }, { text: (use ?? "").trimEnd() }],
      hang: 6,
    };
  });
  return lines.length <= SHOWN
    ? lines
    : [
        ...lines.slice(0, SHOWN - 1),
        toned(`    and ${lines.length - SHOWN + 1} more: "Check my keys" lists them`, "dim"),
      ];
}

function users({ boto3, psiturk }: SourceReport): string {
  if (boto3 === "used" && psiturk === "used") return "boto3 and psiTurk use this one";
  if (boto3 === "used") return "boto3 uses this one";
  if (psiturk === "used") return "psiTurk uses this one";
  if (boto3 === "broken" || psiturk === "broken") return "cannot be used as it is";
  if (boto3 === "partial" || psiturk === "partial") return "only half a key";
  return boto3 === "hidden" || psiturk === "hidden" ? "not used: one above beats it" : "not used";
}
