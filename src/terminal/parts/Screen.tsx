/**
 * Draws every screen: verdict, text, controls, footer. It wires the keys that the footer prints and
 * draws exactly the rows that fit, so that no screen can offer a key that does nothing or grow
 * taller than the terminal.
 */
import { type ReactElement, type ReactNode, createContext, useContext } from "react";
import type { TitleTone } from "../glyphs.js";
import { type Key, keyName } from "../keys.js";
import { isTooSmall } from "../size.js";
import { useKeys, useMuted, useTerminal } from "../Terminal.js";
import { type KeyBinding, printable, shownKey, useKeyTable } from "../table.js";
import type { Line } from "./line.js";
import { type ScreenContent, layOut } from "./layout.js";
import type { Part } from "./part.js";
import { Rows } from "./Rows.js";
import { NOWHERE, type PageTurn, asGrave, pagerKeys, readingKeys } from "./turning.js";
import { type Guard, useGuard } from "./use-guard.js";
import { usePage } from "./use-page.js";
import { displayWidth } from "./width.js";

const GlobalKeysContext = createContext<readonly KeyBinding[]>([]);

/**
 * Keys that work on every screen below it and come last in each footer: Esc back, ? help, q quit,
 * Ctrl+C.
 */
export function GlobalKeys({
  bindings,
  children,
}: {
  readonly bindings: readonly KeyBinding[];
  readonly children: ReactNode;
}): ReactElement {
  useKeyTable(bindings, "global");
  return <GlobalKeysContext.Provider value={bindings}>{children}</GlobalKeysContext.Provider>;
}

export interface ScreenProps {
  /** The verdict, in one line. */
  readonly title: string;
  readonly tone?: TitleTone | null | undefined;
  readonly tag?: string | undefined;
  readonly shortTag?: string | undefined;
  /** Said even in a window that is too small for anything else. */
  readonly alert?: string | undefined;
  /** What has just been said: above the text, on each of its pages. */
  readonly notice?: readonly Line[];
  readonly body?: readonly Line[];
  /**
   * What of the body belongs to the question: not what tells how time goes by, which would make
   * another question of it every second. Default: all.
   */
  readonly asked?: readonly unknown[] | undefined;
  /** Fields and choices, in the order in which they stand. At most one of them active. */
  readonly parts?: readonly Part[];
  /** The screen's own keys, after those of its parts and before the global ones. */
  readonly keys?: readonly KeyBinding[];
}

export function Screen(props: ScreenProps): ReactElement | null {
  const { parts = [], keys = [] } = props;
  const muted = useMuted();
  const { size, look } = useTerminal();
  const globals = useContext(GlobalKeysContext);
  const own = [...parts.flatMap((part) => part.keys), ...keys];
  const { takesText, listTurns, grave, inHand } = traitsOf(parts, own);
  // A long list takes PgDn for itself, a field the blank.
  const pageKey = takesText && !listTurns ? "PgDn" : "Space";
  const said = saidOf(props);
  const content = (
    [shown, reading]: Keys,
    inView: boolean,
    guard: Guard = READY,
  ): ScreenContent => ({
    ...said,
    ...controlsOf(parts),
    pageKey,
    field: takesText && !listTurns,
    inHand: inView,
    keys: asGuarded(printable([...shown, ...globals], takesText), guard),
    readingKeys: asGuarded(printable([...reading, ...globals], takesText), guard),
  });
  const fits = layOut(content([own, own], false), size, look, 0).pages === 1;
  // The keys of the pager stand in the footer too, so the pages are counted with them in it.
  const keysFor = (turn: PageTurn): Keys => [
    fits ? own : [...own, ...pagerKeys(turn, pageKey)],
    readingKeys(own, turn, pageKey),
  ];
  const { layout, turnTo, cameByKey, inView } = usePage({
    title: said.title,
    inHand,
    size,
    layOut: (at, shown) => layOut(content(keysFor(NOWHERE), shown), size, look, at),
  });
  const { page, pages, textFirst } = layout;
  const isReading = textFirst && page < pages - 1;
  const [beside, reading] = keysFor({
    by: (by) => turnTo((page + by + pages) % pages),
    toStart: () => turnTo(0),
    toEnd: () => turnTo(pages - 1),
  });
  const bindings = isReading ? reading : beside;

  // Whoever turns pages with Enter, or holds it down, does not mean the choice behind the last one.
  const arrived = textFirst && !isReading && cameByKey;
  const asksFor = grave ? questionOf(props, said.title, own) : arrived ? said.title : null;
  const { guard, handle } = useGuard({
    question: asksFor,
    bindings: arrived ? bindings.map(asGrave) : bindings,
    ...(grave ? { page, pages } : { page: 0, pages: 1 }),
    // A digit without consequences chooses its row, in view or not.
    whole: !grave || layout.whole,
    turnTo,
  });
  useKeys(handle, "screen");
  // What cannot be seen cannot be meant: only leaving is left.
  useKeys((key) => !leaves(key, takesText), "overlay", isTooSmall(size));
  if (muted) return null;
  const drawn =
    asksFor === null ? layout : layOut(content(keysFor(NOWHERE), inView, guard), size, look, page);
  return <Rows rows={drawn.rows} />;
}

/** What is said above the controls. */
function saidOf(
  props: ScreenProps,
): Omit<ScreenContent, "controls" | "focus" | "keys" | "field" | "inHand"> {
  const { title, tone = null, tag, shortTag, alert, notice = [], body = [], parts = [] } = props;
  const asked = parts.find((part) => part.title !== undefined)?.title;
  const rest = { tag, shortTag, alert, notice, body };
  // What has to be typed first cannot be undone.
  return asked === undefined
    ? { title, tone, ...rest }
    : { title: asked, tone: "attention", ...rest };
}

/** All that a question with consequences says. */
function questionOf(
  { body = [], asked = body }: ScreenProps,
  title: string,
  own: readonly KeyBinding[],
): string {
  return JSON.stringify([title, asked, own.map(({ label }) => label)]);
}

/** What its parts and keys make of a screen. */
function traitsOf(
  parts: readonly Part[],
  own: readonly KeyBinding[],
): {
  readonly takesText: boolean;
  /** A long list takes PgDn for itself. */
  readonly listTurns: boolean;
  readonly grave: boolean;
  /** See `Part`. */
  readonly inHand: string | null;
} {
  return {
    takesText: parts.some((part) => part.takesText),
    listTurns: own.some((binding) => binding.keys.includes("pagedown")),
    grave: parts.some((part) => part.grave === true) || own.some((key) => key.grave === true),
    inHand: parts.map(({ inHand = null }) => inHand).find((each) => each !== null) ?? null,
  };
}

/** The keys where the controls are in view, and where the text alone is. */
type Keys = readonly [beside: readonly KeyBinding[], reading: readonly KeyBinding[]];

/** A screen without consequences. */
const READY: Guard = { settled: true, read: true };

/**
 * As long as a key is not taken, its name is not printed; while a page is unread, it turns the
 * page.
 */
function asGuarded(
  bindings: readonly KeyBinding[],
  { settled, read }: Guard,
): readonly KeyBinding[] {
  return bindings.map((binding) => {
    if (!settled) return { ...binding, shown: " ".repeat(displayWidth(shownKey(binding))) };
    return binding.grave === true && !read ? { ...binding, label: "read on" } : binding;
  });
}

function leaves(key: Key, takesText: boolean): boolean {
  return keyName(key) === "ctrl-c" || (!takesText && keyName(key).toLowerCase() === "q");
}

/**
 * The lines of all parts, and the one that must stay in view: that of the part which has the keys,
 * else the first.
 */
function controlsOf(parts: readonly Part[]): {
  readonly controls: readonly Line[];
  readonly focus: number;
  readonly lead: number;
} {
  const index = Math.max(
    0,
    parts.findIndex((part) => part.keys.length > 0),
  );
  const before = parts.slice(0, index).flatMap((part) => part.lines).length;
  return {
    controls: parts.flatMap((part) => part.lines),
    focus: before + (parts[index]?.focus ?? 0),
    lead: parts[index]?.lead ?? 0,
  };
}
