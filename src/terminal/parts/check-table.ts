/**
 * Lays out what was checked as a table: mark, what it is about, detail in one column; what is to be
 * done directly under it, and the raw answer last.
 */
import { type StatusName, type TextStyle } from "../glyphs.js";
import type { Line, Span } from "./line.js";
import { type Elapsed, TEXT_EDGE, markSpan, secondsOf } from "./status.js";
import { displayWidth } from "./width.js";

/** One thing that was, or is being, checked. */
export interface TableRow {
  /** none: not checked, only told in the same columns; it begins where marks stand. */
  readonly state: StatusName | "none";
  /** What it is about, in a few words, or a whole sentence where there is no detail. */
  readonly what: string;
  readonly detail?: string;
  /** Under it: what that means. */
  readonly meaning?: readonly string[];
  /** Under that: what mends it. */
  readonly cures?: readonly string[];
  /** The raw answer, for those who can read it; in one row, its beginning kept. */
  readonly raw?: string;
  /** The raw answer is to be passed on, and so it is shown whole. */
  readonly whole?: boolean;
  /** For a state that lasts. */
  readonly elapsed?: Elapsed;
  /** The sentence in its place where lines are read aloud. */
  readonly said?: string;
}

export interface Table {
  readonly table: readonly TableRow[];
}

/** Tables that follow each other as one, so that their columns are the same. */
export function joinedTables<Other extends Line | object>(
  blocks: readonly (Other | Table)[],
): readonly (Other | Table)[] {
  const out: (Other | Table)[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    if (last !== undefined && isTable(last) && isTable(block))
      out[out.length - 1] = { table: [...last.table, ...block.table] };
    else out.push(block);
  }
  return out;
}

export function isTable(block: string | object): block is Table {
  return typeof block !== "string" && "table" in block;
}

/** Between what it is about and the detail. */
const GAP = 3;
/** The detail column begins no further to the right, or details are squeezed. */
const MOST_WHAT = 32;
/** Where a detail gets less, it stands under what it is about. */
const LEAST_DETAIL = 24;

/** In front of what was not checked. */
const NO_MARK = "  ";

/** The lines of the table in so many columns. */
export function tableLines({ table }: Table, columns: number, look: TextStyle): readonly Line[] {
  const widths = table
    .filter(({ detail }) => detail !== undefined)
    .map(({ what }) => displayWidth(what))
    .filter((width) => width <= MOST_WHAT);
  const lead = table.every(({ state }) => state === "none") ? NO_MARK.length : TEXT_EDGE;
  const edge = lead + Math.max(0, ...widths) + GAP;
  const beside = columns - edge >= LEAST_DETAIL ? edge : null;
  return apart(table.map((row) => rowLines(row, beside, look)));
}

/** A row with so many lines is a thought of its own. */
const THOUGHT = 3;

/** A blank line around what is longer than a row with what it means. */
function apart(rows: readonly (readonly Line[])[]): readonly Line[] {
  return rows.flatMap((lines, index) => {
    const before = rows[index - 1];
    const long = Math.max(lines.length, before?.length ?? 0) >= THOUGHT;
    return before !== undefined && long ? ["", ...lines] : lines;
  });
}

/** `beside`: the column at which details begin; null: they stand below. */
function rowLines(row: TableRow, beside: number | null, look: TextStyle): readonly Line[] {
  const { state, what, detail, meaning = [], cures = [], raw, whole = false, elapsed } = row;
  const mark: Span = state === "none" ? { text: NO_MARK } : markSpan(look, state, elapsed);
  const indent = mark.text.length;
  const told = detail === undefined ? undefined : detail + secondsOf(elapsed);
  const word = detail === undefined ? secondsOf(elapsed) : "";
  const said = saidOf(row);
  const tail: readonly Line[] = [
    ...meaning.map((text) => under(text)),
    ...cureLines(cures),
    ...(raw === undefined ? [] : [rawLine(raw, whole)]),
  ];
  const room = beside === null ? 0 : beside - indent - GAP;
  if (told === undefined || beside === null || displayWidth(what) > room)
    return [
      { spans: [mark, { text: what + word }], hang: TEXT_EDGE, said },
      ...(told === undefined ? [] : [{ ...under(told), said: null }]),
      ...tail,
    ];
  const gap = " ".repeat(room + GAP - displayWidth(what));
  const spans: readonly Span[] = [mark, { text: what }, { text: gap + told }];
  return [{ spans, hang: beside, said }, ...tail];
}

/** Aloud the mark is a word, and one sentence holds what stands side by side. */
function saidOf({ state, what, detail, elapsed, said }: TableRow): string {
  const mark =
    state === "running" || state === "waiting" || state === "none" ? "" : `${SAID_MARK[state]} `;
  const text = said ?? (detail === undefined ? what : `${what}: ${detail}`);
  return `${mark}${text}${secondsOf(elapsed)}`;
}

/** The marks of line mode, as they were written always. */
const SAID_MARK = {
  ok: "ok",
  no: "no",
  skipped: "--",
  unclear: "??",
  warning: "!",
} as const;

function under(text: string): Exclude<Line, string> {
  return { spans: [{ text: `${" ".repeat(TEXT_EDGE)}${text}` }], hang: TEXT_EDGE };
}

/** What mends it: one under its mark, several in a list. */
export function cureLines(cures: readonly string[]): readonly Line[] {
  if (cures.length <= 1) return cures.map((text) => under(text));
  return cures.map((text): Line => ({ spans: [{ text: `  - ${text}` }], hang: TEXT_EDGE }));
}

/** In brackets, which stay closed where it is cut; those inside are opened for that. */
export function rawLine(raw: string, whole: boolean): Line {
  const said = `${" ".repeat(TEXT_EDGE)}(${raw})`;
  if (whole) return { spans: [{ text: said, tone: "dim" }], hang: TEXT_EDGE };
  const flat = raw.replace(/^([^()]+?) \(([^()]*)\)/, "$1, $2");
  return {
    spans: [{ text: `${" ".repeat(TEXT_EDGE)}(${flat})`, tone: "dim" }],
    hang: TEXT_EDGE,
    cut: true,
    said,
  };
}
