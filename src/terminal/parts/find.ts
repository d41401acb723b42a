/**
 * Finds a row of a long list by what is typed. Only what stands in a row is taken and shown: a
 * secret typed here never is.
 */
import { useLocalStore } from "../store.js";
import { useKeys } from "../Terminal.js";
import type { Line, Span } from "./line.js";

interface Findable {
  readonly label: string;
}

export interface Find<Item> {
  /** The rows that hold what was typed. */
  readonly items: readonly Item[];
  /** The same for a key handler, before anything is drawn again. */
  readonly itemsNow: () => readonly Item[];
  /** See `Part`. */
  readonly inHand: string | null;
  /** Above the rows: what was typed, or that one may type. */
  readonly lines: readonly Line[];
}

interface Query {
  readonly text: string;
  /** The last character stands in no row, and was not taken. */
  readonly missed: boolean;
}

const EMPTY: Query = { text: "", missed: false };

/**
 * While `on`, characters narrow the list, Backspace widens it, Esc shows it whole; otherwise the
 * list is as it is.
 */
export function useFind<Item extends Findable>(all: readonly Item[], on: boolean): Find<Item> {
  const [query, set, now] = useLocalStore<Query, Query>(
    (_old, next) => next,
    () => EMPTY,
  );
  const holding = (text: string): readonly Item[] =>
    all.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));

  useKeys(
    (key) => {
      const { text, missed } = now();
      if (key.kind === "char" || key.kind === "paste") {
        const next = text + (key.kind === "paste" ? key.text.trim() : key.text);
        const taken = holding(next).length > 0;
        // A blank first, or one that is in no name, turns the page of the text above; a paste that
        // is in none is told so by the screen.
        if ((!taken && key.kind === "paste") || (key.text === " " && (!taken || text === "")))
          return false;
        set(taken ? { text: next, missed: false } : { text, missed: true });
        return true;
      }
      if (text === "" && !missed) return false;
      if (key.kind === "backspace")
        set({ text: Array.from(text).slice(0, -1).join(""), missed: false });
      else if (key.kind === "esc") set(EMPTY);
      else return false;
      return true;
    },
    "part",
    on,
  );

  const items = on ? holding(query.text) : all;
  const itemsNow = (): readonly Item[] => (on ? holding(now().text) : all);
  const begun = query.text !== "" || query.missed;
  const inHand = begun ? `${query.text.length} ${query.missed ? "missed" : ""}` : null;
  return { items, itemsNow, inHand, lines: on ? [line(query, items.length, all.length)] : [] };
}

/** One row, however narrow the window is: its beginning says most. */
function line(query: Query, found: number, of: number): Line {
  return { spans: spansOf(query, found, of), cut: true };
}

function spansOf({ text, missed }: Query, found: number, of: number): readonly Span[] {
  if (missed)
    return [
      { text: "  ! ", tone: "warning" },
      {
        text:
          (text === ""
            ? "No row holds that letter; "
            : `Nothing more holds "${text}" and that letter; `) + "it was left out.",
      },
    ];
  if (text === "")
    return [
      { text: `  ${of} rows. Type to find one; PgUp, PgDn, Home and End move.`, tone: "dim" },
    ];
  return [
    { text: "  Find: ", tone: "dim" },
    { text, tone: "strong" },
    { text: `  ${found} of ${of} (Esc shows all)`, tone: "dim" },
  ];
}
