/**
 * Decides which rows of a screen are drawn: all, or a page of the text with the controls in view.
 * Pure, and exact.
 */
import type { TextStyle, TitleTone } from "../glyphs.js";
import { type KeyBinding, shownKey } from "../table.js";
import { type TerminalSize, isTooSmall, MIN_SIZE, usableColumns, usableRows } from "../size.js";
import { type Line, type Row, type Span, rowWidth, toned, wrapLines } from "./line.js";
import { displayWidth } from "./width.js";

export interface ScreenContent {
  /**
   * The verdict: what this screen says, in one line. It is the last thing to go when room is short.
   */
  readonly title: string;
  /** How it stands; painted as the title's mark and ground. */
  readonly tone?: TitleTone | null | undefined;
  /** Stands beside or under the title all the time: "PRACTICE - nothing here is real". */
  readonly tag?: string | undefined;
  /** Instead of the tag where the title leaves too little room for the whole of it. */
  readonly shortTag?: string | undefined;
  /** Shown even where there is no room for anything else. */
  readonly alert?: string | undefined;
  readonly body: readonly Line[];
  /** Fields, choices: under the body, never paged away. */
  readonly controls: readonly Line[];
  /**
   * There is a field among them: what is said under a field cannot be scrolled to, so the text
   * gives way.
   */
  readonly field?: boolean;
  /** Index in `controls` of the line that has to stay in view. */
  readonly focus: number;
  /** Lines right above that one that belong to it, such as the label of a field. */
  readonly lead?: number | undefined;
  /** In the order in which they are printed. */
  readonly keys: readonly KeyBinding[];
  /** The key that turns the page of the body, as it is printed. Default: PgDn. */
  readonly pageKey?: string | undefined;
}

export interface Layout {
  readonly rows: readonly Row[];
  /** Pages that the body takes; 1 if it fits. */
  readonly pages: number;
  /** All controls are in view. */
  readonly whole: boolean;
}

/**
 * The screen in the given terminal, at `page` (from 0) of its body. Never more rows than a frame
 * may have.
 */
export function layOut(
  content: ScreenContent,
  size: TerminalSize,
  look: TextStyle,
  page: number,
): Layout {
  const columns = usableColumns(size);
  const cap = usableRows(size);
  if (isTooSmall(size))
    return { rows: tooSmall(content, size, look).slice(0, cap), pages: 1, whole: false };

  const edge = Math.min(size.columns, TAG_EDGE);
  const airy = wrapControls(content, columns, look);
  const whole = headRows(content, { columns, edge, most: TITLE_ROWS }, look);
  const rest = [...whole, ...wrapLines(content.body, columns, look), ...airy.rows];
  const foot = footOf(content.keys, cap, rest.filter((row) => !isBlank(row)).length, columns, look);
  // What has to be typed stays under its question, and a row of text above that.
  const head =
    whole.length + airy.tall + foot.length < cap
      ? whole
      : headRows(content, { columns, edge, most: 1 }, look);
  const needed = content.body.filter((line) => typeof line === "string" || line.spare !== true);
  for (const lines of [content.body, needed]) {
    const spacious = [head, trimmed(wrapLines(lines, columns, look)), airy.rows, foot]
      .filter((rows) => rows.length > 0)
      .flatMap((rows, index) => (index === 0 ? rows : [BLANK, ...rows]));
    const fitting = withoutSomeBlanks(spacious, spacious.length - cap);
    if (fitting.length <= cap) return { rows: fitting, pages: 1, whole: true };
  }

  const room = cap - head.length - foot.length;
  const body = wrapLines(needed, columns, look).filter((row) => !isBlank(row));
  const controls = { ...airy, ...withoutBlanks(airy) };

  // The text gets what the controls leave, yet at least a third: a choice can be scrolled without
  // losing its sense.
  const least =
    content.field === true ? Math.min(LEAST_TEXT, Math.ceil(room / 2)) : Math.ceil(room / 3);
  // What Enter would take is whole in any case.
  const most = Math.max(1, room - controls.tall);
  const forText = Math.min(body.length, most, Math.max(room - controls.rows.length, least));
  const below = inView(controls.rows, controls, room - forText);
  const paged = pageOf(
    body,
    { room: forText, page, key: content.pageKey ?? "PgDn" },
    columns,
    look,
  );
  return {
    rows: [...head, ...paged.rows, ...below, ...foot],
    pages: paged.pages,
    whole: below.length === controls.rows.length,
  };
}

/** Rows of the text beside a field: one to read, and one that says there is more. */
const LEAST_TEXT = 2;

const BLANK: Row = [{ text: "" }];

/** Without blank rows at its ends, and with one at most between two others. */
function trimmed(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row, index) => {
    const next = rows[index + 1];
    return !isBlank(row) || (next !== undefined && index > 0 && !isBlank(next));
  });
}

function isBlank(row: Row): boolean {
  return row.every(({ text }) => text.trim() === "");
}

/**
 * Without as many blank rows as there are rows too many, if there are so many: the first one goes
 * first, the last one, above the footer, last.
 */
function withoutSomeBlanks(rows: readonly Row[], tooMany: number): readonly Row[] {
  let left = tooMany;
  return rows.filter((row) => {
    if (left <= 0 || !isBlank(row)) return true;
    left -= 1;
    return false;
  });
}

/** The controls without blank rows, and where the focus is then. */
function withoutBlanks({ rows, focus }: Controls): Pick<Controls, "rows" | "focus"> {
  return {
    rows: rows.filter((row) => !isBlank(row)),
    focus: rows.slice(0, focus).filter((row) => !isBlank(row)).length,
  };
}

function tooSmall(content: ScreenContent, size: TerminalSize, look: TextStyle): readonly Row[] {
  const text =
    `Terminal too small: needs ${MIN_SIZE.columns} x ${MIN_SIZE.rows}, this one has ` +
    `${size.columns} x ${size.rows}. Make the window larger; nothing is lost. Until then ` +
    "only leaving works: Ctrl+C twice.";
  return wrapLines(
    [
      ...(content.alert === undefined ? [] : [toned(content.alert, "strong")]),
      { spans: [{ text: content.title, tone: "strong" }], cut: true },
      text,
    ],
    usableColumns(size),
    look,
  );
}

/** Title in at most two rows; the tag beside it, or on a row of its own. */
function headRows(
  { title, tone = null, tag, shortTag = tag }: ScreenContent,
  {
    columns,
    edge,
    most,
  }: { readonly columns: number; readonly edge: number; readonly most: number },
  look: TextStyle,
): readonly Row[] {
  const wrapped = wrapLines([titleLine(title, tone, look)], columns, look);
  const titleRows =
    wrapped.length <= most
      ? wrapped
      : [...wrapped.slice(0, most - 1), cutRow(wrapped.slice(most - 1), columns, look)];
  if (tag === undefined) return titleRows;
  const last = titleRows.at(-1) ?? BLANK;
  const room = edge - rowWidth(last) - 3;
  const beside = [tag, shortTag].find((text) => text !== undefined && displayWidth(text) <= room);
  if (beside === undefined) {
    const below = displayWidth(tag) <= columns ? tag : (shortTag ?? tag);
    return [
      ...titleRows,
      ...wrapLines([{ spans: [{ text: below, tone: "tag" }], cut: true }], columns, look),
    ];
  }
  const gap = " ".repeat(room + 3 - displayWidth(beside));
  return [...titleRows.slice(0, -1), [...last, { text: gap }, { text: beside, tone: "tag" }]];
}

const TITLE_ROWS = 2;
/** Column at which a tag beside the title ends, further to the right than any text. */
const TAG_EDGE = 80;

function titleLine(title: string, tone: TitleTone | null, look: TextStyle): Line {
  if (tone === null) return { spans: [{ text: title, tone: "strong" }], titled: true };
  const mark = `${look.glyphs.title[tone]} `;
  return { spans: [{ text: `${mark}${title}`, tone }], hang: displayWidth(mark), titled: true };
}

/** The first of these rows, with the mark that says there is more of it. */
function cutRow(rows: readonly Row[], columns: number, look: TextStyle): Row {
  const spans = rows
    .slice(0, 2)
    .flatMap((row, index) => (index === 0 ? row : [{ text: " " }, ...row]));
  return wrapLines([{ spans, cut: true }], columns, look)[0] ?? BLANK;
}

/**
 * The rows of the controls, which of them has to stay in view, and how many rows that one takes.
 */
interface Controls {
  readonly rows: readonly Row[];
  readonly focus: number;
  readonly tall: number;
}

function wrapControls(
  { controls, focus, lead = 0 }: ScreenContent,
  columns: number,
  look: TextStyle,
): Controls {
  const from = Math.max(0, focus - lead);
  const before = wrapLines(controls.slice(0, from), columns, look);
  const focused = wrapLines(controls.slice(from, focus + 1), columns, look);
  return {
    rows: [...before, ...focused, ...wrapLines(controls.slice(focus + 1), columns, look)],
    focus: before.length,
    tall: focused.length,
  };
}

/**
 * `room` rows around the focused one, which is whole; the last of them says where the others are,
 * if there is room to say so.
 */
function inView(rows: readonly Row[], { focus, tall }: Controls, room: number): readonly Row[] {
  if (rows.length <= room) return rows;
  const shown = room >= 3 && room > tall ? room - 1 : Math.max(0, room);
  const above = Math.max(0, Math.floor((shown - tall) / 2));
  // What stands above the first row, such as how to find one, is left in view as long as it can be.
  const start =
    focus + tall <= shown ? 0 : Math.max(0, Math.min(focus - above, rows.length - shown));
  const view = rows.slice(start, start + shown);
  const where = [
    ...(start > 0 ? ["above"] : []),
    ...(start + shown < rows.length ? ["below"] : []),
  ].join(" and ");
  return shown === room ? view : [...view, [{ text: `  (more ${where})`, tone: "dim" }]];
}

/** One page of the body, with a last row that says there is more. */
function pageOf(
  body: readonly Row[],
  { room, page, key }: { readonly room: number; readonly page: number; readonly key: string },
  columns: number,
  look: TextStyle,
): Pick<Layout, "rows" | "pages"> {
  if (body.length <= room) return { rows: body, pages: 1 };
  const each = Math.max(1, room - 1);
  const pages = Math.ceil(body.length / each);
  const at = page % pages;
  const mark: Span = { text: `  more: ${key} (${at + 1}/${pages})`, tone: "strong" };
  const shown = body.slice(at * each, (at + 1) * each);
  if (room > 1) {
    const more = wrapLines([{ spans: [mark], cut: true }], columns, look);
    return { rows: [...shown, ...more], pages };
  }
  // Beside the only row there is room for.
  const left = columns - displayWidth(mark.text);
  const row = wrapLines([{ spans: shown[0] ?? BLANK, cut: true }], left, look)[0] ?? BLANK;
  return { rows: [[...row, mark]], pages };
}

/** Blank rows that are worth more than a key in the footer. */
const BREATH = 3;

/** A row more, rather than a key less, where the `rest` of the screen leaves room for it. */
function footOf(
  keys: readonly KeyBinding[],
  cap: number,
  rest: number,
  columns: number,
  look: TextStyle,
): readonly Row[] {
  if (cap < 16) return footerRows(keys, columns, look, 1);
  const all = footerRows(keys, columns, look, MOST_FOOTER_ROWS);
  return rest + all.length + BREATH <= cap ? all : footerRows(keys, columns, look, 2);
}

/**
 * The keys as they are printed, in at most `limit` rows. Where they do not fit, labels become
 * short, then keys go, the lowest priority first; what leads on, back, to help and out stays, if
 * need be closer together or in a row more.
 */
export function footerRows(
  keys: readonly KeyBinding[],
  columns: number,
  look: TextStyle,
  limit: number,
): readonly Row[] {
  const fits = (rows: readonly Row[]): boolean => rows.length <= limit;
  const whole = packed(keys, columns, look);
  if (fits(whole)) return whole;
  const kept = keys.map(shortened);
  let rows = packed(kept, columns, look);
  while (!fits(rows)) {
    const least = leastImportant(kept);
    if (least < 0) break;
    kept.splice(least, 1);
    rows = packed(kept, columns, look);
  }
  if (fits(rows)) return rows;
  const close = packed(kept, columns, look, "  ");
  if (fits(close)) return close;
  return limit < MOST_FOOTER_ROWS
    ? footerRows(keys, columns, look, limit + 1)
    : rows.slice(0, limit);
}

/** Three where there is room, and in the narrowest terminals, where a field has the keys. */
const MOST_FOOTER_ROWS = 3;

function shortened({ short, ...binding }: KeyBinding): KeyBinding {
  return short === undefined ? binding : { ...binding, label: short };
}

/** Where the next key to go stands; -1: each has to stay. */
function leastImportant(keys: readonly KeyBinding[]): number {
  const mayGo = keys.filter((binding) => !hasToStay(binding));
  const lowest = Math.min(...mayGo.map((binding) => binding.priority ?? 0));
  return keys.findLastIndex((binding) => !hasToStay(binding) && (binding.priority ?? 0) === lowest);
}

function hasToStay({ stays, keys }: KeyBinding): boolean {
  return stays === true || keys.includes("enter");
}

/** Bindings side by side, none broken over two rows. */
function packed(
  keys: readonly KeyBinding[],
  columns: number,
  look: TextStyle,
  separator = look.glyphs.separator,
): readonly Row[] {
  const rows: Span[][] = [];
  let width = Infinity;
  for (const binding of keys) {
    const texts = [shownKey(binding), ` ${binding.label}`];
    const needed = displayWidth(texts.join(""));
    const spans: readonly Span[] = [
      { text: texts[0] ?? "", tone: "strong" },
      { text: texts[1] ?? "", tone: "dim" },
    ];
    if (width + separator.length + needed <= columns) {
      rows.at(-1)?.push({ text: separator, tone: "dim" }, ...spans);
      width += separator.length + needed;
    } else {
      rows.push([...spans]);
      width = needed;
    }
  }
  return rows;
}
