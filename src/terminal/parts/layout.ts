/**
 * Decides which rows of a screen are drawn: all, or a page of the text with the controls in view,
 * or, where both have no room, the text first and then the controls. Pure, and exact.
 */
import type { TextStyle } from "../glyphs.js";
import type { KeyBinding } from "../table.js";
import { type TerminalSize, isTooSmall, MIN_SIZE, usableColumns, usableRows } from "../size.js";
import { footOf } from "./footer.js";
import { type Head, type Titled, headOf } from "./head.js";
import { type Line, type Row, rowWithMore, toned, wrapLines } from "./line.js";
import {
  type Numbered,
  type Text,
  besideTurn,
  isBlankRow,
  pageStarts,
  rowsOfText,
  turnRow,
} from "./pages.js";

export interface ScreenContent extends Titled {
  /** Shown even where there is no room for anything else. */
  readonly alert?: string | undefined;
  /** What has just been said, such as that something was copied: above the text, on each page. */
  readonly notice?: readonly Line[] | undefined;
  readonly body: readonly Line[];
  /** Fields, choices: under the body. */
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
  /** Something was typed there, or is wrong with it: the controls are in view, whatever is not. */
  readonly inHand?: boolean | undefined;
  /** In the order in which they are printed. */
  readonly keys: readonly KeyBinding[];
  /** Those of a page that shows the text only. Default: the same. */
  readonly readingKeys?: readonly KeyBinding[] | undefined;
  /** The key that turns the page of the body, as it is printed. Default: PgDn. */
  readonly pageKey?: string | undefined;
}

export interface Layout {
  readonly rows: readonly Row[];
  /** Pages that the body takes; 1 if it fits. */
  readonly pages: number;
  /** The one that is drawn, from 0. */
  readonly page: number;
  /** All controls are in view. */
  readonly whole: boolean;
  /** The text has pages of its own, and the controls stand on the last page. */
  readonly textFirst: boolean;
  /**
   * Of each page: the line of the body with which it begins, a half more where it begins within.
   */
  readonly lines: readonly number[];
}

/** Rows of a text that are read at once: with fewer beside the controls it gets its own pages. */
const READABLE = 3;
/** Rows of what was just said that are shown in any case. */
const LEAST_SAID = 2;
const TITLE_ROWS = 2;
/** Column at which a tag beside the title ends, further to the right than any text. */
const TAG_EDGE = 80;
const BLANK: Row = [{ text: "" }];

/**
 * The screen in the given terminal, at `page` (from 0) of its body, or the last one there is. Never
 * more rows than a frame may have.
 */
export function layOut(
  content: ScreenContent,
  size: TerminalSize,
  look: TextStyle,
  page: number,
): Layout {
  const columns = usableColumns(size);
  const cap = usableRows(size);
  const one = { pages: 1, page: 0, textFirst: false, lines: [0] };
  if (isTooSmall(size))
    return { ...one, rows: tooSmall(content, size, look).slice(0, cap), whole: false };

  const airy = wrapControls(content, columns, look);
  const rest = [...wrapLines([content.title, ...content.body], columns, look), ...airy.rows];
  const foot = footOf(
    content.keys,
    cap,
    rest.filter((row) => !isBlankRow(row)).length,
    columns,
    look,
  );
  const head = headFor(content, size, cap - foot.length - airy.tall, look);
  const { notice = [] } = content;
  const body: readonly Numbered[] = [
    ...head.rest.map((line) => [-1, line] as const),
    ...content.body.entries(),
  ];
  const needed = body.filter(([, line]) => !isSpare(line));
  for (const lines of [body, needed]) {
    const bodyLines = lines.map(([, line]) => line);
    const text = trimmed(wrapLines([...notice, ...bodyLines], columns, look));
    const spacious = [head.rows, text, airy.rows, foot]
      .filter((rows) => rows.length > 0)
      .flatMap((rows, index) => (index === 0 ? rows : [BLANK, ...rows]));
    const fitting = withoutSomeBlanks(spacious, spacious.length - cap);
    if (fitting.length <= cap) return { ...one, rows: fitting, whole: true };
  }

  const controls = tightControls(content, columns, cap - foot.length - head.rows.length, look);
  const most = Math.max(LEAST_SAID, cap - head.rows.length - foot.length - controls.tall);
  const top = [...head.rows, ...wrapLines(notice, columns, look).slice(0, most)];
  const scene: Scene = { content, columns, cap, look, top, foot, controls };
  // What has no room under the field can be read above it.
  const cut = content.field === true && controls.tall > cap - foot.length - top.length;
  const wrong = cut ? content.controls.slice(content.focus, content.focus + 1) : [];
  const lines = [
    ...needed.slice(0, head.rest.length),
    ...wrong.map((line) => [-1, line] as const),
    ...needed.slice(head.rest.length),
  ];
  const text = rowsOfText(lines, columns, look);
  const both = beside(scene, text);
  const first = textFirst(scene, text);
  const drawn =
    controls.rows.length === 0 ||
    (both.fits && (both.readable || both.starts.length <= first.starts.length))
      ? both
      : first;
  return drawn.at(page);
}

/** What is the same on each page. */
interface Scene {
  readonly content: ScreenContent;
  readonly columns: number;
  readonly cap: number;
  readonly look: TextStyle;
  /** Title, and what was just said. */
  readonly top: readonly Row[];
  readonly foot: readonly Row[];
  readonly controls: Controls;
}

/** One way to lay it out. */
interface Way {
  readonly starts: readonly number[];
  readonly at: (page: number) => Layout;
}

/** The text in pages, with the controls under each of them. */
function beside(
  scene: Scene,
  text: Text,
): Way & { readonly fits: boolean; readonly readable: boolean } {
  const { content, columns, cap, look, top, foot, controls } = scene;
  const { rows } = text;
  const room = cap - top.length - foot.length;
  // What Enter would take is whole in any case, and a choice is one of two rows at least.
  const most = Math.max(1, room - controls.least);
  const third = content.field === true ? 1 : Math.max(Math.ceil(room / 3), READABLE + 1);
  const forText = Math.min(rows.length, most, Math.max(room - controls.rows.length, third));
  const below = inView(controls, room - forText, scene);
  const whole = below.length === controls.rows.length;
  const starts = rows.length <= forText ? [0] : pageStarts(text, Math.max(1, forText - 1));
  const at = (asked: number): Layout => {
    const page = Math.min(asked, starts.length - 1);
    const shown = rows.slice(starts[page], starts[page + 1]);
    const turn = { key: content.pageKey ?? "PgDn", page, pages: starts.length };
    const marked =
      starts.length === 1
        ? shown
        : forText > 1
          ? [...shown, turnRow(turn, columns, look)]
          : [besideTurn(shown[0] ?? BLANK, turn, columns, look)];
    return {
      rows: [...top, ...marked, ...below, ...foot],
      ...{ pages: starts.length, page, whole, textFirst: false },
      lines: linesOf(text, starts),
    };
  };
  return {
    starts,
    at,
    fits: room - forText >= Math.min(controls.least, controls.rows.length),
    readable: rows.length <= forText || forText > READABLE,
  };
}

/** The text in pages of its own, the controls on the last page with what is left of it. */
function textFirst(scene: Scene, text: Text): Way {
  const { content, columns, cap, look, top, controls } = scene;
  const { keys, readingKeys = keys, inHand = false, pageKey: key = "PgDn" } = content;
  const reading = footOf(readingKeys, cap, cap, columns, look);
  const room = cap - top.length - scene.foot.length;
  const beside = Math.max(0, room - controls.rows.length - 1);
  const each = Math.max(1, cap - top.length - reading.length - 1);
  const starts = pageStarts(text, each, Math.min(beside, Math.max(0, text.rows.length - 1)));
  const pages = starts.length;
  const then = content.field === true ? "type" : "choose";
  const at = (asked: number): Layout => {
    const page = inHand ? pages - 1 : Math.min(asked, pages - 1);
    const turn = { key, page, pages, then };
    const shown = text.rows.slice(starts[page], starts[page + 1]);
    const common = { pages, page, textFirst: true, lines: linesOf(text, starts) };
    if (page < pages - 1) {
      const rows = [...top, ...shown, turnRow(turn, columns, look), ...reading];
      return { ...common, rows, whole: false };
    }
    const mark = room > controls.rows.length ? [turnRow(turn, columns, look)] : [];
    const below = inView(controls, room - shown.length - mark.length, scene);
    return {
      ...common,
      rows: [...top, ...shown, ...mark, ...below, ...scene.foot],
      whole: below.length === controls.rows.length,
    };
  };
  return { starts, at };
}

function linesOf(text: Text, starts: readonly number[]): readonly number[] {
  return starts.map((row) => text.lines[row] ?? Infinity);
}

/** The first of these heads that leaves so much room to what has to be seen, else the smallest. */
function headFor(content: ScreenContent, size: TerminalSize, room: number, look: TextStyle): Head {
  const columns = usableColumns(size);
  const edge = Math.min(size.columns, TAG_EDGE);
  const whole = headOf(content, { columns, edge, most: TITLE_ROWS }, look);
  // Beside a choice stands a row of text; an entry and what is wrong with it need the whole room.
  if (whole.rows.length + (content.inHand === true ? 0 : 1) <= room) return whole;
  const short = headOf(content, { columns, edge, most: 1 }, look);
  if (short.rows.length <= room) return short;
  const tight = headOf(content, { columns, edge, most: 1, tight: true }, look);
  // What is wrong with an entry is known nowhere else; what the screen is about is known by now.
  return tight.rows.length > room && content.inHand === true && (content.tone ?? null) === null
    ? { ...tight, rows: [] }
    : tight;
}

/** Without blank rows at its ends, and with one at most between two others. */
function trimmed(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row, index) => {
    const next = rows[index + 1];
    return !isBlankRow(row) || (next !== undefined && index > 0 && !isBlankRow(next));
  });
}

/**
 * Without as many blank rows as there are rows too many, if there are so many: the first one goes
 * first, the last one, above the footer, last.
 */
function withoutSomeBlanks(rows: readonly Row[], tooMany: number): readonly Row[] {
  let left = tooMany;
  return rows.filter((row) => {
    if (left <= 0 || !isBlankRow(row)) return true;
    left -= 1;
    return false;
  });
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

/** The rows of the controls. */
interface Controls {
  readonly rows: readonly Row[];
  /** The first of those that have to stay in view, and how many they are. */
  readonly focus: number;
  readonly tall: number;
  /**
   * The rows with which one can work: those, the next one, and one that says there are more; of a
   * field, all.
   */
  readonly least: number;
}

function wrapControls(
  { controls, focus, lead = 0, field = false }: ScreenContent,
  columns: number,
  look: TextStyle,
): Controls {
  const from = Math.max(0, focus - lead);
  const before = wrapLines(controls.slice(0, from), columns, look);
  const focused = wrapLines(controls.slice(from, focus + 1), columns, look);
  const after = wrapLines(controls.slice(focus + 1), columns, look);
  const neighbour = controls.slice(focus + 1, focus + 2).concat(controls.slice(0, from).slice(-1));
  const rows = [...before, ...focused, ...after];
  const two = focused.length + wrapLines(neighbour.slice(0, 1), columns, look).length;
  return {
    rows,
    focus: before.length,
    tall: focused.length,
    least: field ? rows.length : two + (rows.length > two ? 1 : 0),
  };
}

/** The controls without blank rows; where what they show has no room, without what is spare. */
function tightControls(
  content: ScreenContent,
  columns: number,
  room: number,
  look: TextStyle,
): Controls {
  const all = withoutBlanks(wrapControls(content, columns, look));
  if (all.tall <= room) return all;
  const { controls, focus, lead = 0 } = content;
  const kept = controls.filter((line) => !isSpare(line));
  const gone = (to: number): number => controls.slice(0, to).filter(isSpare).length;
  const tight = { focus: focus - gone(focus), lead: lead - gone(focus) + gone(focus - lead) };
  return withoutBlanks(wrapControls({ ...content, controls: kept, ...tight }, columns, look));
}

function isSpare(line: Line): boolean {
  return typeof line !== "string" && line.spare === true;
}

/** The controls without blank rows. */
function withoutBlanks({ rows, focus, tall, least }: Controls): Controls {
  const kept = (some: readonly Row[]): readonly Row[] => some.filter((row) => !isBlankRow(row));
  const lead = rows.slice(focus, focus + tall);
  const all = kept(rows);
  return {
    rows: all,
    focus: kept(rows.slice(0, focus)).length,
    tall: kept(lead).length,
    least: Math.min(all.length, least - (lead.length - kept(lead).length)),
  };
}

/**
 * `room` rows around the focused one, which is whole or ends with a mark; the last of them says
 * where the others are, if there is room to say so.
 */
function inView(
  { rows, focus, tall }: Controls,
  room: number,
  { columns, look, content }: Pick<Scene, "columns" | "look" | "content">,
): readonly Row[] {
  if (rows.length <= room) return rows;
  const shown = room >= 2 && room > tall ? room - 1 : Math.max(0, room);
  const above = Math.max(0, Math.floor((shown - tall) / 2));
  // What stands above the first row, such as how to find one, is left in view as long as it can be.
  const start =
    focus + tall <= shown ? 0 : Math.max(0, Math.min(focus - above, rows.length - shown));
  const view = rows.slice(start, start + shown);
  const where = [
    ...(start > 0 ? ["above"] : []),
    ...(start + shown < rows.length ? ["below"] : []),
  ].join(" and ");
  if (shown < room) return [...view, [{ text: `  (more ${where})`, tone: "dim" }]];
  if (start + shown >= focus + tall) return view;
  const key = content.field === true ? (content.pageKey ?? "PgDn") : "";
  return view.map((row, at) =>
    at === view.length - 1 ? rowWithMore(row, key, columns, look) : row,
  );
}
