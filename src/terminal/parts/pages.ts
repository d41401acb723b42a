/** Divides a text that is too long for its room into pages, where it can between two lines. */
import type { TextStyle } from "../glyphs.js";
import { type Line, type Row, type Span, wrapLines } from "./line.js";
import { displayWidth } from "./width.js";

/** A text as rows, and which line of it each row belongs to. */
export interface Text {
  readonly rows: readonly Row[];
  /** Of each row: the index of its line; a half more where the line began in a row before. */
  readonly lines: readonly number[];
}

/** A line with its number in the whole text. */
export type Numbered = readonly [index: number, line: Line];

/** The lines wrapped, without blank rows: where pages are turned, a blank row is a wasted one. */
export function rowsOfText(lines: readonly Numbered[], columns: number, look: TextStyle): Text {
  const all = lines.flatMap(([index, line]) =>
    wrapLines([line], columns, look)
      .filter((row) => !isBlankRow(row))
      .map((row, at) => ({ row, line: at === 0 ? index : index + 0.5 })),
  );
  return { rows: all.map(({ row }) => row), lines: all.map(({ line }) => line) };
}

export function isBlankRow(row: Row): boolean {
  return row.every(({ text }) => text.trim() === "");
}

/**
 * The row with which each page begins, for pages of `each` rows and a last one of `last` rows. As
 * few as it takes; none is longer, and each ends where a line does, and not with a heading, if that
 * makes no page more.
 */
export function pageStarts({ rows, lines }: Text, each: number, last = each): readonly number[] {
  const count = 1 + Math.max(0, Math.ceil((rows.length - last) / each));
  const starts = [0];
  for (let page = 1; page < count; page += 1) {
    const from = starts.at(-1) ?? 0;
    const least = Math.max(from + 1, rows.length - last - (count - page - 1) * each);
    const most = Math.min(from + each, rows.length);
    const ends = Array.from({ length: most - least + 1 }, (_, back) => most - back).filter(
      (at) => at === rows.length || Number.isInteger(lines[at]),
    );
    starts.push(ends.find((at) => !isHeading(rows[at - 1])) ?? ends[0] ?? most);
  }
  return starts;
}

/** It belongs to what stands below it. */
function isHeading(row: Row | undefined): boolean {
  return row?.every(({ text, tone }) => tone === "strong" || text.trim() === "") === true;
}

/** What is told under a page: that there is more, with the key that turns it. */
export interface TurnMark {
  readonly key: string;
  readonly page: number;
  readonly pages: number;
  /** What comes behind the last page of the text: "choose". */
  readonly then?: string | undefined;
}

/** The row under a page, as far as there is room for all that it says. */
export function turnRow(turn: TurnMark, columns: number, look: TextStyle): Row {
  const { key, page, pages, then } = turn;
  const at = `(${page + 1}/${pages})`;
  const what = page === pages - 1 ? "from the top" : "more";
  const said = `  ${what}: ${key} ${at}`;
  const long = then === undefined || page === pages - 1 ? said : `${said}, then ${then}`;
  const text = displayWidth(long) <= columns ? long : said;
  return wrapLines([{ spans: [{ text, tone: "strong" }], cut: true }], columns, look)[0] ?? [];
}

/** `row` with that beside it, where there is room for one row only. */
export function besideTurn(row: Row, turn: TurnMark, columns: number, look: TextStyle): Row {
  const mark: Span = {
    text: `  more: ${turn.key} (${turn.page + 1}/${turn.pages})`,
    tone: "strong",
  };
  const left = Math.max(1, columns - displayWidth(mark.text));
  return [...(wrapLines([{ spans: row, cut: true }], left, look)[0] ?? []), mark];
}
