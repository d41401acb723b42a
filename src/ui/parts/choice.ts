/** A list to choose from: arrows, j/k, Home and End move, Enter chooses, a digit chooses at once; in a long one, typing finds. */
import { useFind } from "./find.js";
import { useLocalStore } from "../tty/store.js";
import { useTerminal } from "../tty/Terminal.js";
import type { KeyBinding } from "../tty/table.js";
import { usableColumns, usableRows } from "../tty/size.js";
import type { Line, Span } from "./line.js";
import type { Part } from "./part.js";
import { displayWidth } from "./width.js";

export interface ChoiceItem<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** To the right of the label, where there is room; must not be needed to understand it. */
  readonly hint?: string;
  /** Why it cannot be chosen; always shown. Given, the row is passed over. */
  readonly disabled?: string | undefined;
}

export interface ChoiceOptions<Id extends string> {
  readonly items: readonly ChoiceItem<Id>[];
  readonly onChoose: (id: Id) => void;
  /** The row highlighted first; else the first that can be chosen. */
  readonly initial?: Id | undefined;
  /** Default true. */
  readonly active?: boolean;
  /** Numbers before the rows, and digits as keys. Default true; off where digits mean something else. */
  readonly numbered?: boolean;
  readonly enterLabel?: string;
  /** The rows are names of the person's own: with more than nine of them, letters and digits find one. Default false. */
  readonly find?: boolean;
}

/** Only nine rows get a digit: two digits would need a pause to tell 1 from 12. */
const DIGITS = 9;
/** From so many rows on, PgUp and PgDn move in the list rather than turn the pages of the text above it. */
const LONG = 13;
/** Rows of a screen that are not the list's: title, text, footer and the blanks between. */
const AROUND = 6;

/** The list as a part of a screen. Which row is highlighted is remembered by its id, so rows may come and go. */
export function useChoice<Id extends string>(options: ChoiceOptions<Id>): Part {
  const { onChoose, initial, active = true } = options;
  const { look, size } = useTerminal();
  const finds = options.find === true && options.items.length > DIGITS;
  const find = useFind(options.items, active && finds);
  const numbered = options.numbered !== false && !finds;
  const { items } = find;
  const [picked, pick, current] = useLocalStore<Id | undefined, Id>((_old, id) => id, () => initial);
  const highlighted = resolve(items, picked);

  const move = (by: number) => (): void => {
    const next = neighbour(find.itemsNow(), resolve(find.itemsNow(), current()), by);
    if (next !== undefined) pick(next);
  };
  const leap = (by: number) => (): void => {
    const next = away(find.itemsNow(), resolve(find.itemsNow(), current()), by);
    if (next !== undefined) pick(next);
  };
  const choose = (): void => {
    const id = resolve(find.itemsNow(), current());
    if (id !== undefined) onChoose(id);
  };
  const digits = numbered ? items.slice(0, DIGITS).map((item, index) => digitKey(index, item, pick, onChoose)) : [];
  const keys: readonly KeyBinding[] = [
    { keys: ["enter"], label: options.enterLabel ?? "choose", priority: 9, run: choose },
    { keys: ["up", "k"], label: "up", hidden: true, run: move(-1) },
    { keys: ["down", "j"], label: "down", hidden: true, run: move(1) },
    { keys: ["home"], label: "first", hidden: true, run: leap(-Infinity) },
    { keys: ["end"], label: "last", hidden: true, run: leap(Infinity) },
    ...(finds || options.items.length >= LONG ? pageKeys(leap, Math.max(1, usableRows(size) - AROUND)) : []),
    ...digits,
  ];
  const columns = usableColumns(size);
  const labelWidth = Math.max(0, ...items.map((item) => displayWidth(item.label)));
  const rows = items.map((item, index) =>
    itemLines(item, { number: numbered && index < DIGITS ? `${index + 1}` : "", numbered, on: active && item.id === highlighted, mark: look.glyphs.highlight, labelWidth, columns }),
  );
  const before = rows.slice(0, Math.max(0, items.findIndex((item) => item.id === highlighted)));
  return { lines: [...find.lines, ...rows.flat()], focus: find.lines.length + before.flat().length, keys: active ? keys : [], takesText: active && finds };
}

function pageKeys(leap: (by: number) => () => void, page: number): readonly KeyBinding[] {
  return [
    { keys: ["pageup"], label: "page up", hidden: true, run: leap(-page) },
    { keys: ["pagedown"], label: "page down", hidden: true, run: leap(page) },
  ];
}

function digitKey<Id extends string>(index: number, item: ChoiceItem<Id>, pick: (id: Id) => unknown, onChoose: (id: Id) => void): KeyBinding {
  const run = (): void => {
    if (item.disabled !== undefined) return;
    pick(item.id);
    onChoose(item.id);
  };
  return { keys: [`${index + 1}`], label: item.label, hidden: true, run };
}

/** The picked row if it can (still) be chosen, else the first that can. */
function resolve<Id extends string>(items: readonly ChoiceItem<Id>[], picked: Id | undefined): Id | undefined {
  const free = items.filter((item) => item.disabled === undefined);
  return (free.find((item) => item.id === picked) ?? free[0])?.id;
}

/** The next row that can be chosen; beyond the last comes the first. */
function neighbour<Id extends string>(items: readonly ChoiceItem<Id>[], from: Id | undefined, by: number): Id | undefined {
  const free = items.filter((item) => item.disabled === undefined);
  const index = free.findIndex((item) => item.id === from);
  return free[(index + by + free.length) % Math.max(1, free.length)]?.id;
}

/** The row that stands so many rows away, or the last there is in that direction. */
function away<Id extends string>(items: readonly ChoiceItem<Id>[], from: Id | undefined, by: number): Id | undefined {
  const free = items.filter((item) => item.disabled === undefined);
  const index = free.findIndex((item) => item.id === from) + by;
  return free[Math.max(0, Math.min(index, free.length - 1))]?.id;
}

interface ItemView {
  readonly number: string;
  readonly numbered: boolean;
  readonly on: boolean;
  readonly mark: string;
  readonly labelWidth: number;
  readonly columns: number;
}

function itemLines(item: ChoiceItem, view: ItemView): readonly Line[] {
  const lead = `  ${view.on ? view.mark : " "} ${view.numbered ? view.number.padEnd(3) : ""}`;
  const hang = displayWidth(lead);
  if (item.disabled !== undefined) {
    return [{ spans: [{ text: `${lead}${item.label}  (${item.disabled})`, tone: "dim" }], hang }];
  }
  const label: Span = { text: item.label, tone: view.on ? "strong" : "plain" };
  const gap = " ".repeat(Math.max(0, view.labelWidth - displayWidth(item.label)) + 3);
  const fits = item.hint !== undefined && hang + displayWidth(item.label + gap + item.hint) <= view.columns;
  const hint: readonly Span[] = fits ? [{ text: gap + (item.hint ?? ""), tone: "dim" }] : [];
  return [{ spans: [{ text: lead, tone: view.on ? "accent" : "plain" }, label, ...hint], hang }];
}
