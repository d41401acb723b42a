/**
 * Lets a person choose from a list: arrows, j/k, Home and End move, Enter chooses, a digit chooses
 * at once; in a long one, typing finds.
 */
import { useLayoutEffect } from "react";
import { useFind } from "./find.js";
import { useLocalStore } from "../store.js";
import { useTerminal } from "../Terminal.js";
import type { KeyBinding } from "../table.js";
import { usableColumns, usableRows } from "../size.js";
import type { Line, Span } from "./line.js";
import type { Part } from "./part.js";
import { type TypedConfirmation, useTyped } from "./typed.js";
import { displayWidth } from "./width.js";

export interface ChoiceItem<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** What Enter does while it is highlighted, for the footer, where the list's own word does not do. */
  readonly enterLabel?: string;
  /** To the right of the label, where there is room; must not be needed to understand it. */
  readonly hint?: string;
  /** The label says all: it needs no hint, and may be longer than those that have one. */
  readonly whole?: true;
  /** Why it cannot be chosen; always shown. Given, the row is passed over. */
  readonly disabled?: string | undefined;
  /** Felt outside this program: see `KeyBinding.grave`. */
  readonly grave?: boolean;
  /** Cannot be undone: this has to be typed first. Makes the row grave. */
  readonly typed?: TypedConfirmation | undefined;
}

export interface ChoiceOptions<Id extends string> {
  readonly items: readonly ChoiceItem<Id>[];
  readonly onChoose: (id: Id) => void;
  /** The row highlighted first; else the first that can be chosen. */
  readonly initial?: Id | undefined;
  /** Default true. */
  readonly active?: boolean;
  /**
   * Numbers before the rows, and digits as keys. Default true; off where digits mean something
   * else.
   */
  readonly numbered?: boolean;
  readonly enterLabel?: string;
  /**
   * The rows are names of the person's own: with more than nine of them, letters and digits find
   * one. Default false.
   */
  readonly find?: boolean;
  /** What the rows answer, where it changes while the list stays: another question, other rows. */
  readonly question?: string;
}

/** Only nine rows get a digit: two digits would need a pause to tell 1 from 12. */
const DIGITS = 9;
/**
 * From so many rows on, PgUp and PgDn move in the list rather than turn the pages of the text above
 * it.
 */
const LONG = 13;
/** Rows of a screen that are not the list's: title, text, footer and the blanks between. */
const AROUND = 6;

/**
 * The list as a part of a screen. Which row is highlighted is remembered by its id. A row that was
 * shown keeps its place and its number for as long as the question is the same: the key that is on
 * its way to it must not find another.
 */
export function useChoice<Id extends string>(options: ChoiceOptions<Id>): Part {
  const { onChoose, initial, active = true, question = "" } = options;
  const { look, size } = useTerminal();
  const all = useKeptRows(options.items, question);
  const finds = options.find === true && all.length > DIGITS;
  const find = useFind(all, active && finds);
  const numbered = options.numbered !== false && !finds;
  const { items } = find;
  const [picked, pick, current] = useLocalStore<Id | undefined, Id>(
    (_old, id) => id,
    () => initial,
  );
  const typed = useTyped();
  const highlighted = resolve(items, picked);

  const move = (by: number) => (): void => {
    const next = neighbour(find.itemsNow(), resolve(find.itemsNow(), current()), by);
    if (next !== undefined) pick(next);
  };
  const leap = (by: number) => (): void => {
    const next = away(find.itemsNow(), resolve(find.itemsNow(), current()), by);
    if (next !== undefined) pick(next);
  };
  const choose = (item: ChoiceItem<Id> | undefined): void => {
    if (item === undefined || item.disabled !== undefined) return;
    pick(item.id);
    if (item.typed === undefined) onChoose(item.id);
    else typed.ask(item.typed, () => onChoose(item.id));
  };
  const byId = (id: Id | undefined): ChoiceItem<Id> | undefined =>
    items.find((item) => item.id === id);
  // Where one row has consequences, each of them is an answer to what was not read yet.
  const grave = items.some(isGrave);
  const digits = numbered
    ? items.slice(0, DIGITS).map((item, index) =>
        digitKey(index, item, {
          grave,
          choose: () => choose(item),
          aim: () => void pick(item.id),
        }),
      )
    : [];
  const keys: readonly KeyBinding[] = [
    {
      keys: ["enter"],
      label: enterLabelOf(byId(highlighted), options),
      priority: 9,
      grave,
      run: () => choose(byId(resolve(find.itemsNow(), current()))),
    },
    { keys: ["up", "k"], label: "up", hidden: true, run: move(-1) },
    { keys: ["down", "j"], label: "down", hidden: true, run: move(1) },
    { keys: ["home"], label: "first", hidden: true, run: leap(-Infinity) },
    { keys: ["end"], label: "last", hidden: true, run: leap(Infinity) },
    ...(finds || options.items.length >= LONG
      ? pageKeys(leap, Math.max(1, usableRows(size) - AROUND))
      : []),
    ...digits,
  ];
  if (active && typed.part !== null) return typed.part;
  const rows = rowsOf(items, {
    numbered,
    on: active ? highlighted : undefined,
    mark: look.glyphs.highlight,
    columns: usableColumns(size),
  });
  const before = rows.slice(
    0,
    Math.max(
      0,
      items.findIndex((item) => item.id === highlighted),
    ),
  );
  return {
    lines: [...find.lines, ...rows.flat()],
    focus: find.lines.length + before.flat().length,
    keys: active ? keys : [],
    takesText: active && finds,
    inHand: find.inHand,
    grave: active && grave,
  };
}

function enterLabelOf(
  item: ChoiceItem | undefined,
  { enterLabel = "choose" }: Pick<ChoiceOptions<string>, "enterLabel">,
): string {
  return item?.enterLabel ?? enterLabel;
}

function pageKeys(leap: (by: number) => () => void, page: number): readonly KeyBinding[] {
  return [
    { keys: ["pageup"], label: "page up", hidden: true, run: leap(-page) },
    { keys: ["pagedown"], label: "page down", hidden: true, run: leap(page) },
  ];
}

interface ListView {
  readonly numbered: boolean;
  /** The highlighted row; none where the list does not have the keys. */
  readonly on: string | undefined;
  readonly mark: string;
  readonly columns: number;
}

/** The lines of each row. */
function rowsOf(
  items: readonly ChoiceItem[],
  { numbered, on, mark, columns }: ListView,
): readonly (readonly Line[])[] {
  const beside = items.filter(({ whole }) => whole !== true);
  const labelWidth = Math.max(0, ...beside.map((item) => displayWidth(item.label)));
  const room = columns - labelWidth - HINT_GAP - (numbered ? 7 : 4);
  const free = beside.filter(({ disabled }) => disabled === undefined);
  const each = free.every(({ hint }) => hint !== undefined);
  const hints = each && free.every(({ hint = "" }) => displayWidth(hint) <= room);
  return items.map((item, index) =>
    itemLines(item, {
      number: numbered && index < DIGITS ? `${index + 1}` : "",
      numbered,
      on: item.id === on,
      mark,
      labelWidth,
      hints: hints ? "column" : each ? "none" : "behind",
      columns,
    }),
  );
}

/** Between a label and the column of hints. */
const HINT_GAP = 3;

/** The rows that were on the screen, in their order, and what they answered. */
interface Shown<Id extends string> {
  readonly question: string;
  readonly items: readonly ChoiceItem<Id>[];
}

function isGrave(item: ChoiceItem | undefined): boolean {
  return item?.grave === true || item?.typed !== undefined;
}

function useKeptRows<Id extends string>(
  given: readonly ChoiceItem<Id>[],
  question: string,
): readonly ChoiceItem<Id>[] {
  const [kept, keep] = useLocalStore<Shown<Id>, Shown<Id>>(
    (_old, next) => next,
    () => ({ question, items: [] }),
  );
  const items = kept.question === question ? keptRows(kept.items, given) : given;
  const isNew = kept.question !== question || items.length !== kept.items.length;
  useLayoutEffect(() => {
    if (isNew) keep({ question, items });
  });
  return items;
}

/** The rows shown before, as they are now or as no longer possible; new ones below them. */
function keptRows<Id extends string>(
  before: readonly ChoiceItem<Id>[],
  items: readonly ChoiceItem<Id>[],
): readonly ChoiceItem<Id>[] {
  const still = before.map(
    (old) =>
      items.find(({ id }) => id === old.id) ?? { ...old, disabled: old.disabled ?? "no longer" },
  );
  return [...still, ...items.filter(({ id }) => !before.some((old) => old.id === id))];
}

function digitKey(
  index: number,
  item: ChoiceItem,
  {
    grave,
    choose,
    aim,
  }: { readonly grave: boolean; readonly choose: () => void; readonly aim: () => void },
): KeyBinding {
  return {
    keys: [`${index + 1}`],
    label: item.label,
    hidden: true,
    grave,
    run: choose,
    ...(item.disabled === undefined ? { aim } : {}),
  };
}

/** The picked row if it can (still) be chosen, else the first that can. */
function resolve<Id extends string>(
  items: readonly ChoiceItem<Id>[],
  picked: Id | undefined,
): Id | undefined {
  const free = items.filter((item) => item.disabled === undefined);
  return (free.find((item) => item.id === picked) ?? free[0])?.id;
}

/** The next row that can be chosen; beyond the last comes the first. */
function neighbour<Id extends string>(
  items: readonly ChoiceItem<Id>[],
  from: Id | undefined,
  by: number,
): Id | undefined {
  const free = items.filter((item) => item.disabled === undefined);
  const index = free.findIndex((item) => item.id === from);
  return free[(index + by + free.length) % Math.max(1, free.length)]?.id;
}

/** The row that stands so many rows away, or the last there is in that direction. */
function away<Id extends string>(
  items: readonly ChoiceItem<Id>[],
  from: Id | undefined,
  by: number,
): Id | undefined {
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
  /**
   * On every row, in a column of their own, where each has one and there is room; on none where
   * there is not. Those that only some rows have stand behind their label, as part of it.
   */
  readonly hints: "column" | "none" | "behind";
  readonly columns: number;
}

function itemLines(item: ChoiceItem, view: ItemView): readonly Line[] {
  const lead = `  ${view.on ? view.mark : " "} ${view.numbered ? view.number.padEnd(3) : ""}`;
  // A letter in the place of a number stands in the label.
  const letter = view.numbered ? "" : (/^\w {2}/.exec(item.label)?.[0] ?? "");
  const hang = displayWidth(lead + letter);
  if (item.disabled !== undefined) {
    return [{ spans: [{ text: `${lead}${item.label}  (${item.disabled})`, tone: "dim" }], hang }];
  }
  const label: Span = { text: item.label, tone: view.on ? "strong" : "plain" };
  return [
    {
      spans: [{ text: lead, tone: view.on ? "accent" : "plain" }, label, ...hintOf(item, view)],
      hang,
    },
  ];
}

function hintOf({ label, hint }: ChoiceItem, { hints, labelWidth }: ItemView): readonly Span[] {
  if (hint === undefined || hints === "none") return [];
  if (hints === "behind") return [{ text: `, ${hint}` }];
  const gap = " ".repeat(Math.max(0, labelWidth - displayWidth(label)) + HINT_GAP);
  return [{ text: gap + hint, tone: "dim" }];
}
