/** Prints the keys of a screen under it, and says which of them go first where room is short. */
import type { TextStyle } from "../glyphs.js";
import { type KeyBinding, shownKey } from "../table.js";
import type { Row, Span } from "./line.js";
import { displayWidth } from "./width.js";

/** From so many rows of a frame on, the footer may have more than one of them. */
const ROOMY = 16;
/** Blank rows that are worth more than a key in the footer. */
const BREATH = 3;

/** A row more, rather than a key less, where the `rest` of the screen leaves room for it. */
export function footOf(
  keys: readonly KeyBinding[],
  cap: number,
  rest: number,
  columns: number,
  look: TextStyle,
): readonly Row[] {
  if (cap < ROOMY) return footerRows(keys, columns, look, 1);
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
