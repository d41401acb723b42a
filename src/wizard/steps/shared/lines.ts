/** Lines that several screens share. */
import type { Host } from "../../../base/host.js";
import { KEY_OPEN } from "../../../aws/diagnosis/words-network.js";
import { type Problem, levelOf } from "../../../base/problem.js";
import type { CheckProgress, State } from "../../state.js";
import { type LineState, type ToldLine, besideAccepted } from "../../../words/checks.js";
import type { Lane } from "../../../jobs/verify.js";
import { type TableRow, cureLines, rawLine } from "../../../terminal/parts/check-table.js";
import { knownAddresses } from "../../../guide/links.js";
import { type Line, type Span, type Tone, toned } from "../../../terminal/parts/line.js";
import { type Elapsed, TEXT_EDGE } from "../../../terminal/parts/status.js";
import type { Still, TimedLines } from "../../view.js";
import type { StatusName as Glyph } from "../../../terminal/glyphs.js";

const GLYPH: Readonly<Record<LineState, Glyph>> = {
  ok: "ok",
  failed: "no",
  silent: "skipped",
  unclear: "unclear",
  warning: "warning",
  note: "waiting",
};

/** In practice nobody may come away with the belief that Amazon has accepted a key. */
export function whoAccepts({ setting }: Pick<State, "setting">): string {
  return setting.practice ? "The practice AWS" : "AWS";
}

/**
 * Sentences with the paths below the home directory written with `~`, as the shell understands them
 * too.
 */
export function withTilde(text: string, { home }: Pick<Host, "home">): string {
  return home === "" || home === "/" ? text : text.replaceAll(`${home}/`, "~/");
}

/** A line that stands out by its mark. */
export function warningLine(text: string): Line {
  return markedLine("!", "warning", text);
}

/** A sentence behind its mark: the mark has the colour, the sentence is read. */
export function markedLine(mark: string, tone: Tone, text: string): Line {
  return { spans: [{ text: `  ${mark} `, tone }, { text }], hang: TEXT_EDGE };
}

/** What is left of a list that is cut; nothing where all of it is shown. */
export function moreLine(more: string | null, indent: string): readonly Line[] {
  return more === null ? [] : [toned(`${indent}${more}`, "dim")];
}

export interface ProblemOptions {
  readonly host: Pick<Host, "home">;
  /** Texts that stand on the screen already: neither a message nor a cure is told twice. */
  readonly said?: readonly string[];
  /** What was wanted has failed because of it; else it is only to be heeded. */
  readonly failed?: boolean;
  /** Another problem was told before, whose texts are among `said`. */
  readonly goesOn?: boolean;
}

/**
 * What happened, the cures below it, and the raw answer last, for those who can read it. Each thing
 * is told once.
 */
export function problemsLines(
  problems: readonly Problem[],
  { host, said = [], failed = false, goesOn = false }: ProblemOptions,
): readonly Line[] {
  const told = new Set(said);
  const lines: Line[] = [];
  for (const { message, try: cures, detail } of problems) {
    const fresh = cures.filter((cure) => !told.has(cure));
    // Another view of what an earlier problem has said, and whose cures mend this one too.
    if (fresh.length === 0 && (goesOn || told.size > said.length)) continue;
    const shown = withTilde(message, host);
    const headless = told.has(message) || told.has(shown);
    if (lines.length > 0 && !headless) lines.push("");
    if (!headless) lines.push(failed ? markedLine("✗", "no", shown) : warningLine(shown));
    const listed = fresh.map((cure) => withTilde(cure, host));
    lines.push(...(headless ? listed.map(listLine) : cureLines(listed)));
    if (detail !== undefined) lines.push(rawLine(detail, isPassedOn(cures)));
    for (const text of [message, ...cures]) told.add(text);
  }
  return lines;
}

export function problemLines(problem: Problem, options: ProblemOptions): readonly Line[] {
  return problemsLines([problem], options);
}

function listLine(text: string): Line {
  return { spans: [{ text: `  - ${text}` }], hang: TEXT_EDGE };
}

/** The raw answer is whole where a cure asks for it to be passed on ("the line below"). */
function isPassedOn(cures: readonly string[]): boolean {
  return cures.some((cure) => cure.includes("line below"));
}

/**
 * What was asked, as a table: the cures of a failure and the raw answer stand in its row; what else
 * is wrong comes below. What the title is about comes first, also where nobody was asked for it.
 */
export function checkedBlocks(
  told: readonly ToldLine[],
  problems: readonly Problem[],
  { host }: Pick<ProblemOptions, "host">,
): readonly Still[] {
  const said = new Set(told.map(({ text }) => text));
  const table = told.map((line) => {
    const cause = problems.find(({ message }) => isTold(message, line, host));
    if (cause === undefined) return rowOf(line);
    const cures = cause.try.filter((cure) => !said.has(cure)).map((cure) => withTilde(cure, host));
    for (const text of [cause.message, ...cause.try]) said.add(text);
    return {
      ...rowOf(line),
      cures,
      ...(cause.detail === undefined ? {} : { raw: cause.detail, whole: isPassedOn(cause.try) }),
    };
  });
  const rest = problems.filter(({ message }) => !told.some((line) => isTold(message, line, host)));
  const [first] = rest;
  const isCause = first !== undefined && first === problems[0] && levelOf(first) === "error";
  const above = isCause ? problemsLines([first], { host }) : [];
  if (isCause) for (const text of [first.message, ...first.try]) said.add(text);
  const others = problemsLines(isCause ? rest.slice(1) : rest, {
    host,
    said: [...said],
    goesOn: isCause,
  });
  return [
    ...(above.length === 0 || table.length === 0 ? above : [...above, ""]),
    ...(table.length === 0 ? [] : [{ table }]),
    ...(others.length === 0 ? [] : ["", ...others, ""]),
  ];
}

function isTold(message: string, { text }: ToldLine, host: Pick<Host, "home">): boolean {
  return [message, withTilde(message, host), besideAccepted(message)].includes(text);
}

/** A row of a table that says what a line says; read aloud, too, what it means is a line below. */
export function rowOf({ state, text, cells }: ToldLine): TableRow {
  return {
    state: GLYPH[state],
    what: (cells?.what ?? text).replace(` ${KEY_OPEN}`, ""),
    said: cells?.meaning === undefined ? text : cells.what,
    ...(cells?.detail === undefined ? {} : { detail: cells.detail }),
    // Titles say it where nobody could be asked.
    ...(cells?.meaning === undefined || cells.meaning === KEY_OPEN
      ? {}
      : { meaning: [cells.meaning] }),
  };
}

const LANE_GLYPH: Readonly<Record<Lane["state"], Glyph>> = {
  waiting: "waiting",
  running: "running",
  passed: "ok",
  failed: "no",
  skipped: "skipped",
};
const LANE_WORD: Readonly<Record<Lane["state"], string>> = {
  waiting: "waiting",
  running: "asking",
  passed: "answered",
  failed: "no",
  skipped: "left out",
};

/** The two questions to AWS, each in a row of its own; `clock` names what is asked. */
export function laneLines(progress: CheckProgress, clock: string): TimedLines {
  return { clock, lines: (elapsed) => lanesAt(progress, elapsed) };
}

function lanesAt(progress: CheckProgress, elapsed: Elapsed): readonly Still[] {
  const row = (what: string, lane: Lane): TableRow => ({
    state: LANE_GLYPH[lane.state],
    what,
    detail: LANE_WORD[lane.state],
    ...(lane.state === "running" ? { elapsed } : {}),
  });
  const { beside } = progress;
  const others =
    beside === null
      ? []
      : [row("psiTurk's: AWS", beside.sts), row("psiTurk's: sandbox", beside.mturk)];
  const main =
    beside !== null && progress.sts.state === "waiting" && progress.mturk.state === "waiting"
      ? []
      : [row("AWS", progress.sts), row("MTurk's sandbox", progress.mturk)];
  const lanes: Still = { table: [...main, ...others] };
  if (progress.unknownSoFar === null) return [lanes];
  const waited = elapsed.seconds >= 2 ? ` (${elapsed.seconds} s so far)` : "";
  return [
    lanes,
    "    AWS does not know this key yet. A new key can take 30 seconds: asking again.",
    {
      spans: [{ text: `    Esc ends the wait${waited} and shows what AWS said.`, tone: "dim" }],
      said: "b and Enter ends the wait and shows what AWS said.",
    },
  ];
}

/** Steps, numbered from 1. */
export function numbered(steps: readonly string[]): readonly Line[] {
  return steps.map((text, index): Line => ({
    spans: [{ text: `  ${index + 1} ` }, ...linked(text)],
    hang: 4,
  }));
}

/** A text whose addresses can be clicked. */
function linked(text: string): readonly Span[] {
  const [url] = knownAddresses(text);
  if (url === undefined) return [{ text }];
  const at = text.indexOf(url);
  return [
    { text: text.slice(0, at) },
    { text: url, tone: "address", url },
    { text: text.slice(at + url.length) },
  ];
}
