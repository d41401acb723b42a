/**
 * Lines of text as data. A screen is a list of lines before it is drawn, so that its height is
 * known exactly: a frame that is too tall costs the user's scrollback, and a pager must know what
 * fits.
 */
import { stripControls } from "../../base/clean.js";
import { hideSecrets } from "../../keys/recognise.js";
import { type TextStyle, type TitleTone, inLook } from "../glyphs.js";
import { displayWidth, graphemes } from "./width.js";

/**
 * What a piece of text is for; the theme says how it looks. Marks: accent, ok, no, warning. dim:
 * what may be skipped. The tones of titles have a ground of their own.
 */
export type Tone =
  "plain" | "strong" | "dim" | "address" | "accent" | "ok" | "no" | "warning" | "tag" | TitleTone;

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** Drawn as the cursor is drawn. */
  readonly inverse?: boolean;
  /** Where a click leads; the text is shown in any case. */
  readonly url?: string;
}

/**
 * A line of any length: plain text, or pieces with their tones. Text is clean: no controls, no
 * secrets.
 */
export type Line =
  | string
  | {
      readonly spans: readonly Span[];
      /**
       * Columns by which the continuation is indented; else as far as the text itself, its number
       * or its mark.
       */
      readonly hang?: number;
      /** A title: where it needs two rows, the second one begins with a sentence if it can. */
      readonly titled?: boolean;
      /** Left out before anybody has to turn pages. */
      readonly spare?: boolean;
      /** Shown in one row, cut at the end if it has to be. */
      readonly cut?: boolean;
      /** What stands in its place where lines are read aloud; null: nothing. */
      readonly said?: string | null;
    };

/** What stands in one row of the terminal: never wider than asked for. */
export type Row = readonly Span[];

/** A line of one tone. */
export function toned(text: string, tone: Tone): Line {
  return { spans: [{ text, tone }] };
}

/** A URL on a line of its own, to be clicked, copied or typed. */
export function urlLine(url: string, indent = 2): Line {
  return { spans: [{ text: " ".repeat(indent) }, { text: url, tone: "address", url }], hang: 0 };
}

interface Piece {
  readonly text: string;
  readonly width: number;
  readonly span: Span;
}

/** The rows that the lines take in `columns`; at least one for each. */
export function wrapLines(
  lines: readonly Line[],
  columns: number,
  look: Pick<TextStyle, "ascii">,
): readonly Row[] {
  return lines.flatMap((line) => wrapLine(line, columns, look));
}

function wrapLine(line: Line, columns: number, look: Pick<TextStyle, "ascii">): readonly Row[] {
  const { spans, ...asked } = typeof line === "string" ? { spans: [{ text: line }] } : line;
  const shown = spans
    .map((span) => ({ ...span, text: drawable(inLook(span.text, look)) }))
    .filter(({ text }) => text !== "");
  // Most lines have room: they are not taken apart into their characters.
  if (rowWidth(shown) <= columns) return [shown];
  const pieces = shown.flatMap(piecesOf);
  if (asked.cut === true) return [joined(cutPieces(pieces, columns, look))];
  const hang = hangWithin(asked.hang, pieces, columns);
  if (asked.titled === true) return atSentence(pieces, columns, hang).map(joined);
  const wide = withoutOrphan(pieces, columns, hang);
  const below = hang < (asked.hang ?? 0) ? columnBelow(pieces, asked.hang ?? 0, columns) : null;
  return (below !== null && below.length <= wide.length ? below : wide).map(joined);
}

/**
 * The text of a column for which too little room is left, under the text of the first one: half a
 * row of it beside the others would be read as one with them. Null: no column begins there.
 */
function columnBelow(
  pieces: readonly Piece[],
  column: number,
  columns: number,
): readonly (readonly Piece[])[] | null {
  const at = pieces.findIndex((_piece, index) => widthOf(pieces.slice(0, index)) >= column);
  const begins = pieces[at - 1]?.text === " " && pieces[at]?.text !== " ";
  if (!begins || column >= columns) return null;
  const hang = hangOf(pieces);
  const end = pieces.slice(0, at).findLastIndex(({ text }) => text !== " ") + 1;
  const below = withoutOrphan([blank(hang), ...pieces.slice(at)], columns, hang);
  return [pieces.slice(0, end), ...below];
}

/** In two rows with whole sentences in each; else each row is filled before the next begins. */
function atSentence(
  pieces: readonly Piece[],
  columns: number,
  hang: number,
): readonly (readonly Piece[])[] {
  const wide = breakPieces(pieces, columns, hang);
  if (wide.length !== 2) return wide;
  const ends = pieces.flatMap(({ text }, at) =>
    text === " " && /[.?!]/.test(pieces[at - 1]?.text ?? "") && at > hang ? [at] : [],
  );
  const end = ends.findLast(
    (at) => widthOf(pieces.slice(0, at)) <= columns && widthOf(pieces.slice(at)) + hang <= columns,
  );
  if (end === undefined) return withoutOrphan(pieces, columns, hang);
  return [pieces.slice(0, end), [blank(hang), ...withoutLeadingBlanks(pieces.slice(end))]];
}

/** Columns that a continuation gets, or it is no longer read as a sentence. */
const LEAST_COLUMN = 18;

/** As deep as asked for; where that leaves a narrow column, a little deeper than the line itself. */
function hangWithin(asked: number | undefined, pieces: readonly Piece[], columns: number): number {
  const own = hangOf(pieces);
  const deep = asked ?? own;
  const shallow = deep > own + 2 && columns - deep < LEAST_COLUMN ? own + 2 : deep;
  return Math.min(shallow, Math.max(0, columns - 12));
}

/** A last row shorter than this, as a part of the width, looks lost. */
const ORPHAN = 0.25;

/**
 * Broken a little earlier, where that takes no row more and leaves no lonely word in the last one.
 */
function withoutOrphan(
  pieces: readonly Piece[],
  columns: number,
  hang: number,
): readonly (readonly Piece[])[] {
  const wide = breakPieces(pieces, columns, hang);
  const least = (columns - hang) * ORPHAN;
  if (wide.length === 1 || widthOf(wide.at(-1) ?? []) - hang >= least) return wide;
  for (let narrower = columns - 1; narrower > columns / 2; narrower -= 1) {
    const rows = breakPieces(pieces, narrower, hang);
    if (rows.length > wide.length) break;
    if (widthOf(rows.at(-1) ?? []) - hang >= least) return rows;
  }
  return wide;
}

/**
 * The last guard before the terminal. Zero-width joiners stay: emoji and several scripts are
 * written with them.
 */
function drawable(text: string): string {
  const inOneRow = text.replaceAll("\n", " ").replaceAll("\t", "  ");
  return hideSecrets(inOneRow.split("\u200D").map(stripControls).join("\u200D"));
}

function piecesOf(span: Span): readonly Piece[] {
  return graphemes(span.text).map((text) => ({ text, width: displayWidth(text), span }));
}

/** Indentation plus a leading number, sign or mark: "  1 Users" continues under "Users". */
function hangOf(pieces: readonly Piece[]): number {
  const text = pieces.map((piece) => piece.text).join("");
  return /^ *(?:(?:\d+[.)]?|[-*>+!✓✗–?…·]|ok|no|--|\?\?|\.\.) +)?/.exec(text)?.[0].length ?? 0;
}

function dotsOf({ ascii }: Pick<TextStyle, "ascii">): string {
  return ascii ? "..." : "…";
}

/** A row behind which more would stand, with a mark of that, and the key to it, at its end. */
export function rowWithMore(
  row: Row,
  key: string,
  columns: number,
  look: Pick<TextStyle, "ascii">,
): Row {
  const pieces = row.flatMap(piecesOf);
  const more = ` ${dotsOf(look)}${key === "" ? "" : ` ${key}`}`;
  const span = pieces.at(-1)?.span ?? { text: "" };
  const room = columns - displayWidth(more);
  const kept = widthOf(pieces) <= room ? pieces : pieces.slice(0, fitting(pieces, room));
  return joined([...kept, { text: more, width: displayWidth(more), span }]);
}

function cutPieces(
  pieces: readonly Piece[],
  columns: number,
  look: Pick<TextStyle, "ascii">,
): readonly Piece[] {
  if (widthOf(pieces) <= columns) return pieces;
  const dots = dotsOf(look);
  const end = pieces.at(-1)?.text === ")" ? `${dots})` : dots;
  const room = Math.max(0, columns - displayWidth(end));
  const atWord = fitting(pieces, room);
  // A word that alone is half a row is cut itself.
  const inWord = room - widthOf(pieces.slice(0, atWord)) > room / 2;
  const kept = outsideBrackets(pieces.slice(0, inWord ? countWithin(pieces, room) : atWord));
  // What is left open is a bracket around all of it.
  const mark = openBrackets(kept).length > 0 ? end : dots;
  const span = kept.at(-1)?.span ?? { text: "" };
  return [...kept, { text: mark, width: displayWidth(mark), span }];
}

/** Where brackets stand that are not closed. */
function openBrackets(pieces: readonly Piece[]): readonly number[] {
  const open: number[] = [];
  for (const [at, { text }] of pieces.entries()) {
    if (text === "(") open.push(at);
    if (text === ")") open.pop();
  }
  return open;
}

/** Without the beginning of what stands in brackets of its own: half of it says nothing. */
function outsideBrackets(pieces: readonly Piece[]): readonly Piece[] {
  // Brackets around all of it are closed behind the mark.
  const [from] = openBrackets(pieces).filter((at) =>
    pieces.slice(0, at).some(({ text }) => text.trim() !== ""),
  );
  if (from === undefined) return pieces;
  const end = pieces.slice(0, from).findLastIndex(({ text }) => text !== " ") + 1;
  return pieces.slice(0, end);
}

function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.width, 0);
}

/** Breaks at blanks, and inside a word only where the word alone is wider than a row. */
function breakPieces(
  pieces: readonly Piece[],
  columns: number,
  hang: number,
): readonly (readonly Piece[])[] {
  const rows: (readonly Piece[])[] = [];
  let rest = pieces;
  for (let first = true; first || rest.length > 0; first = false) {
    const room = first ? columns : columns - hang;
    const taken = fitting(rest, room);
    rows.push(first ? rest.slice(0, taken) : [blank(hang), ...rest.slice(0, taken)]);
    rest = withoutLeadingBlanks(rest.slice(taken));
  }
  return rows;
}

function countWithin(pieces: readonly Piece[], room: number): number {
  let width = 0;
  let count = 0;
  while (count < pieces.length && width + (pieces[count]?.width ?? 0) <= room) {
    width += pieces[count]?.width ?? 0;
    count += 1;
  }
  return count;
}

/** Number of pieces for a row of `room` columns. */
function fitting(pieces: readonly Piece[], room: number): number {
  const count = countWithin(pieces, room);
  if (count === pieces.length || isBreak(pieces, count)) return count;
  const lastBlank = pieces.slice(0, count).findLastIndex((_, index) => isBreak(pieces, index));
  const onlyBlanksBefore = pieces.slice(0, lastBlank + 1).every((piece) => piece.text === " ");
  return onlyBlanksBefore ? Math.max(1, withinWord(pieces, count)) : lastBlank;
}

/** A blank, but none inside a number: "1234 5678 9012". */
function isBreak(pieces: readonly Piece[], index: number): boolean {
  const isDigit = (at: number): boolean => /^\d$/.test(pieces[at]?.text ?? "");
  return pieces[index]?.text === " " && !(isDigit(index - 1) && isDigit(index + 1));
}

/** Of a word wider than a row: up to the last of its joints, such as a slash, in the second half. */
function withinWord(pieces: readonly Piece[], count: number): number {
  const joint = pieces.slice(0, count).findLastIndex(({ text }) => /^[/?&#=_-]$/.test(text));
  return joint >= count / 2 ? joint + 1 : count;
}

function withoutLeadingBlanks(pieces: readonly Piece[]): readonly Piece[] {
  const start = pieces.findIndex((piece) => piece.text !== " ");
  return start === -1 ? [] : pieces.slice(start);
}

function blank(width: number): Piece {
  return { text: " ".repeat(width), width, span: { text: "" } };
}

/** Neighbouring pieces of one span as one span again. */
function joined(pieces: readonly Piece[]): Row {
  const row: Span[] = [];
  let text = "";
  for (const [index, piece] of pieces.entries()) {
    text += piece.text;
    if (pieces[index + 1]?.span === piece.span) continue;
    row.push({ ...piece.span, text });
    text = "";
  }
  return row;
}

/** Columns that a row takes. */
export function rowWidth(row: Row): number {
  return row.reduce((sum, span) => sum + displayWidth(span.text), 0);
}
