/**
 * Takes the access key: pasted together or one by one, or from a CSV file; then AWS is asked, on
 * the same screen.
 */
import { basename } from "node:path";
import type { Host } from "../../../base/host.js";
import type { KeyEntry, State } from "../../state.js";
import { looksLikeCsvPath, pathMeant } from "../../../jobs/dropped.js";
import type { Arrived } from "../../../jobs/downloads.js";
import { LINKS } from "../../../guide/links.js";
import { agoWords } from "../../../words/moment.js";
import { guideStep } from "../../../guide/steps.js";
import { looksLikeIdPrefix, readPasted } from "../../../keys/paste.js";
import { saidOf } from "../../../keys/shape.js";
import { maskId } from "../../../keys/types.js";
import { type Line, toned, urlLine } from "../../../terminal/parts/line.js";
import { clickLines, makeUserKeys } from "../shared/guide-lines.js";
import { laneLines, markedLine, warningLine } from "../shared/lines.js";
import { foreignLines } from "../shared/places.js";
import { guideHere, guideRail } from "../shared/progress.js";
import type { UserEvent } from "../../events.js";
import type { Pasted } from "../../../keys/paste.js";
import { newKeyOccasion } from "../rotate/new-key.js";
import { answeredLine, hintLine } from "../../../terminal/parts/fields.js";
import type { Block, Seen, View, ViewField, ViewKey, Still } from "../../view.js";
import { isByHand, isKeyInGuide, isSaving } from "../../conditions.js";
import { shortPath } from "../../../jobs/names.js";
import type { Step } from "../../step.js";
import { IDLE } from "../../slot.js";
import { WHY_LONG_TERM } from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly key: true;
  }
}

export const keyStep: Step<"key"> = {
  id: "key",
  applies: (state) => isSaving(state) || isByHand(state),
  isDone: ({ answers }) => answers.key !== null,
  work: [
    { job: "verify", again: true },
    { job: "readCsv" },
    { job: "watchDownloads", on: "always", behind: true },
  ],
  // What was wrong with a text went with the text: the field is empty again.
  enter: (state) => ({
    ...state,
    entry: { ...state.entry, problem: null },
    csv: state.csv.status === "failed" ? IDLE : state.csv,
  }),
  view: keyView,
};

function keyView(state: State, seen: Seen): View {
  if (state.check.status === "running" || state.csv.status === "running") return askingView(state);
  const { entry } = state;
  const made = newKeyOccasion(state, seen);
  return {
    title:
      made?.title ??
      (isKeyInGuide(state) ? `Step 4 of 7: ${guideStep("4").title}` : "The access key"),
    body: [...(made?.body ?? bodyLines(state, seen.host)), ...arrivedBlocks(state, seen)],
    field: entryField(state, seen.host),
    keys: made?.keys ?? (isKeyInGuide(state) ? makeUserKeys(state) : []),
    memory: `${wanted(entry)}-${entry.round}`,
  };
}

type Wanted = "id" | "secret";

/** Halves may come in either order. */
function wanted({ accessKeyId, secretAccessKey }: KeyEntry): Wanted {
  return accessKeyId !== null && secretAccessKey === null ? "secret" : "id";
}

function entryField(state: State, host: Host): ViewField {
  const { entry } = state;
  const isSecret = wanted(entry) === "secret";
  return {
    label: isSecret
      ? "Secret access key (never shown):"
      : "Paste id and secret, together or one by one (the secret is never shown):",
    mayShow: (text) => !isSecret && looksLikeIdPrefix(text),
    problem:
      entry.problem === null ? null : [entry.problem.message, ...entry.problem.try].join(" "),
    enterLabel: enterLabel(state),
    above: answeredLines(entry),
    below: underField(state),
    takesKey: {
      said: entry.awaiting,
      offer: offerLines(state),
      beside: CHOOSE_CSV,
      keeps: (text, kept) => {
        if (isPath(text, kept) || (text === "" && emptyEnter(state) !== null)) return "";
        const whole = behind(text, kept);
        return pasted(state, whole, kept).kind === "incomplete" ? whole : "";
      },
    },
    does: (text, kept) => {
      const empty = text === "" ? emptyEnter(state) : null;
      if (empty !== null) return empty;
      // The CSV file that was dropped here, or its path, instead of a key.
      if (isPath(text, kept)) return pathEntered(text, host);
      return { type: "entered", pasted: pasted(state, behind(text, kept), kept) };
    },
  };
}

const CHOOSE_CSV: ViewKey = {
  keys: ["tab"],
  label: "choose the CSV file",
  short: "CSV file",
  stays: true,
  does: { type: "aside", step: "csv" },
};

function behind(text: string, kept: string): string {
  return kept === "" ? text : `${kept}\n${text}`;
}

function isPath(text: string, kept: string): boolean {
  return kept === "" && looksLikeCsvPath(text);
}

function pathEntered(text: string, host: Host): UserEvent {
  const path = pathMeant(text, host);
  return path.ok
    ? { type: "pickedCsv", path: path.value }
    : { type: "entered", pasted: { kind: "nothing", problem: path.problem } };
}

function pasted({ entry, setting }: State, whole: string, kept: string): Pasted {
  return readPasted(whole, {
    practice: setting.practice,
    ...(wanted(entry) === "secret" && kept === "" ? { expect: "secret" as const } : {}),
  });
}

/**
 * What Enter does on an empty field: go on despite the doubts, with the key entered before, or with
 * the CSV file that was found.
 */
function emptyEnter(state: State): UserEvent | null {
  if (state.entry.doubts !== null) return { type: "confirmed" };
  const arrived = arrivedCsv(state);
  if (arrived === null && state.answers.key !== null) return { type: "confirmed" };
  if (arrived === null && isMadeInPractice(state))
    return { type: "clickedInPractice", click: { what: "make-key" } };
  const path = arrived?.path ?? offeredCsv(state);
  return path === null ? null : { type: "pickedCsv", path };
}

/** Practice makes the new key of a rotation itself, in the place of a person in the console. */
function isMadeInPractice(state: State): boolean {
  const { setting, answers, rotation } = state;
  return (
    setting.practice && answers.task === "rotate" && rotation.newKey !== null && !isBegun(state)
  );
}

/**
 * The CSV file that an empty Enter takes, where nothing was entered yet: the one that has just
 * arrived, else the only one that was found.
 */
function offeredCsv(state: State): string | null {
  const { survey, setting } = state;
  const arrived = arrivedCsv(state);
  if (arrived !== null) return arrived.path;
  if (isBegun(state)) return null;
  // Found before the new key was made: it would be the old one's.
  if (state.answers.task === "rotate") return null;
  if (setting.practiceCsv !== null) return setting.practiceCsv;
  const found = survey.status === "done" ? survey.value.csvFiles : [];
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** What was not taken still stands in the field of a frame; by lines each line begins empty. */
function isBegun({ entry, byLines }: State): boolean {
  const { accessKeyId, secretAccessKey, sessionToken, problem } = entry;
  const parts = [accessKeyId, secretAccessKey, sessionToken];
  return parts.some((part) => part !== null) || (problem !== null && !byLines);
}

/** The newest; null while something else is entered. */
function arrivedCsv(state: State): Arrived | null {
  const { arrived, entry } = state;
  if (arrived.status !== "running" || isBegun(state) || entry.doubts !== null) return null;
  return arrived.progress[0] ?? null;
}

/** Told above the field, with how long ago it was; never read before Enter. */
function arrivedBlocks(state: State, { host, look }: Seen): readonly Block[] {
  const arrived = arrivedCsv(state);
  if (arrived === null) return [];
  const at = (more: number): Line =>
    markedLine(
      "✓",
      "ok",
      `Just arrived: ${shortPath(arrived.path, host)}, ` +
        `${agoWords(arrived.agoMs + more * 1000)}. Enter reads it.`,
    );
  if (look.accessible) return ["", at(0)];
  return ["", { clock: `arrived ${arrived.path}`, lines: ({ seconds }) => [at(seconds)] }];
}

function enterLabel(state: State): string {
  if (state.entry.doubts !== null) return "use it anyway";
  const { key } = state.answers;
  if (key !== null && arrivedCsv(state) === null) return `use ${maskId(key.accessKeyId)}`;
  const csv = offeredCsv(state);
  if (csv === null && isMadeInPractice(state)) return "make the key";
  return csv === null ? "continue" : `use ${basename(csv)}`;
}

function answeredLines(entry: KeyEntry): readonly Line[] {
  const { accessKeyId, secretAccessKey, sessionToken } = entry;
  const hidden = (label: string, text: { readonly length: number } | null): readonly Line[] =>
    text === null ? [] : [answeredLine(label, `(hidden, ${text.length} characters)`)];
  return [
    ...(accessKeyId === null ? [] : [answeredLine("Access key id     ", maskId(accessKeyId))]),
    ...hidden("Secret access key ", secretAccessKey),
    ...hidden("Session token     ", sessionToken),
  ];
}

/** What is known beside the field: what was cleaned, and what is doubtful. */
function underField({ entry, csv }: State): readonly Line[] {
  return [
    ...entry.notes.map(hintLine),
    ...saidOf(entry.doubts?.findings ?? []).map(warningLine),
    ...(csv.status === "failed"
      ? [warningLine(`${csv.problem.message} ${csv.problem.try.join(" ")}`)]
      : []),
  ];
}

/** What Enter would take from an empty field. */
function offerLines(state: State): readonly Line[] {
  const { key } = state.answers;
  if (state.entry.doubts !== null || arrivedCsv(state) !== null) return [];
  if (key !== null) return [hintLine(`Or just Enter: use ${maskId(key.accessKeyId)} again.`)];
  const offered = offeredCsv(state);
  return offered === null ? [] : [hintLine(`Or just Enter: use ${basename(offered)}, found here.`)];
}

function bodyLines(state: State, host: Host): readonly Still[] {
  if (isKeyInGuide(state)) {
    const guide = guideHere("4", state);
    const { links, signIn } = guide;
    const site = links[0] === undefined ? [] : [urlLine(LINKS[links[0]].url)];
    return [
      guideRail(state),
      "",
      ...site,
      ...clickLines(guide),
      "",
      ...(signIn === null ? [] : [`  Sign in: ${signIn}.`]),
      WHY_LONG_TERM,
      "",
      ...elsewhere(state, host),
    ];
  }
  const practice = state.setting.practice
    ? ["  In real life it is the key of step 4; here one is ready, in a CSV file."]
    : [];
  return [
    ...practice,
    "  The id begins with AKIA, the secret has 40 characters. Any form will do: two lines, " +
      "a row of the CSV, lines of a file, export lines, JSON.",
    "",
    WHY_LONG_TERM,
    "",
    ...elsewhere(state, host),
    "",
    toned("  AWS is asked before anything is written.", "dim"),
  ];
}

function elsewhere(state: State, host: Host): readonly Line[] {
  return state.setting.practice
    ? []
    : foreignLines(host, state.survey.status === "done" ? state.survey.value.sources : null);
}

function askingView({ answers, check, entry }: State): View {
  const id = answers.key === null ? "the key" : maskId(answers.key.accessKeyId);
  return {
    title: `Asking AWS about ${id}`,
    tone: "asking",
    body: [
      ...entry.notes.map(hintLine),
      check.status === "running" ? laneLines(check.progress, "check") : "  Reading the file ...",
      "",
      toned("  Nothing is written yet.", "dim"),
    ],
    dropsTyping: true,
    keys: [],
  };
}
