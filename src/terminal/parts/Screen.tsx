/**
 * Draws every screen: verdict, text, controls, footer. It wires the keys that the footer prints and
 * draws exactly the rows that fit, so that no screen can offer a key that does nothing or grow
 * taller than the terminal.
 */
import { type ReactElement, type ReactNode, createContext, useContext, useState } from "react";
import type { TitleTone } from "../glyphs.js";
import { type Key, keyName } from "../keys.js";
import { isTooSmall } from "../size.js";
import { useKeys, useMuted, useTerminal } from "../Terminal.js";
import { type KeyBinding, printable, shownKey, useKeyTable } from "../table.js";
import type { Line } from "./line.js";
import { type ScreenContent, layOut } from "./layout.js";
import type { Part } from "./part.js";
import { Rows } from "./Rows.js";
import { type Guard, useGuard } from "./use-guard.js";
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

export function Screen({
  title: verdict,
  tone: stands = null,
  tag,
  shortTag,
  alert,
  body = [],
  asked: belongs = body,
  parts = [],
  keys = [],
}: ScreenProps): ReactElement | null {
  const muted = useMuted();
  const { size, look } = useTerminal();
  const globals = useContext(GlobalKeysContext);
  const question = parts.find((part) => part.title !== undefined)?.title;
  const title = question ?? verdict;
  // What has to be typed first cannot be undone.
  const tone = question === undefined ? stands : "attention";
  const [reading, setReading] = useState({ title, page: 0 });
  const asked = reading.title === title ? reading.page : 0;

  const takesText = parts.some((part) => part.takesText);
  const own = [...parts.flatMap((part) => part.keys), ...keys];
  // A long list takes PgDn for itself; the text above it is turned by a blank then.
  const pageKey = own.some((binding) => binding.keys.includes("pagedown")) ? "Space" : "PgDn";
  const content = (shown: readonly KeyBinding[], guard: Guard = READY): ScreenContent => ({
    title,
    tone,
    tag,
    shortTag,
    alert,
    body,
    ...controlsOf(parts),
    field: takesText,
    pageKey,
    keys: asGuarded(printable([...shown, ...globals], takesText), guard),
  });
  const fits = layOut(content(own), size, look, asked).pages === 1;
  // The keys of the pager stand in the footer too, so the pages are counted with them in it.
  const paging = (turn: (by: number) => void): readonly KeyBinding[] =>
    fits ? own : [...own, ...pagerKeys(turn)];
  const layout = layOut(content(paging(() => undefined)), size, look, asked);
  const page = asked % layout.pages;
  const turnTo = (next: number): void => setReading({ title, page: next });
  const bindings = paging((by) => turnTo((page + by + layout.pages) % layout.pages));

  const grave =
    parts.some((part) => part.grave === true) || keys.some((binding) => binding.grave === true);
  const asksFor = grave ? JSON.stringify([title, belongs, own.map(({ label }) => label)]) : null;
  const { guard, handle } = useGuard({
    question: asksFor,
    bindings,
    page,
    pages: layout.pages,
    whole: layout.whole,
    turnTo,
  });
  useKeys(handle, "screen");
  // What cannot be seen cannot be meant: only leaving is left.
  useKeys((key) => !leaves(key, takesText), "overlay", isTooSmall(size));
  if (muted) return null;
  const drawn = grave ? layOut(content(bindings, guard), size, look, page) : layout;
  return <Rows rows={drawn.rows} />;
}

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

/** After the last page comes the first: PgUp is missing on some keyboards. */
function pagerKeys(turn: (by: number) => void): readonly KeyBinding[] {
  return [
    { keys: ["pagedown", "space"], label: "more", priority: 8, run: () => turn(1) },
    { keys: ["pageup"], label: "page up", hidden: true, run: () => turn(-1) },
  ];
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
