/** Remembers which page of a screen's text is read, also when the window changes. */
import { useLayoutEffect } from "react";
import type { TerminalSize } from "../size.js";
import { useLocalStore } from "../store.js";
import type { Layout } from "./layout.js";

interface Reading {
  /** Of the screen: another title is another text. */
  readonly title: string;
  readonly page: number;
  /** The line with which the page begins. */
  readonly line: number;
  readonly window: string;
  /** A key turned to it. */
  readonly byKey: boolean;
  /** What was in hand when the page was turned. */
  readonly inHand: string | null;
}

export interface ReadPage {
  readonly layout: Layout;
  /** The controls have to be in view. */
  readonly inView: boolean;
  readonly turnTo: (page: number) => void;
  /** Whether a key turned to the page at hand. */
  readonly cameByKey: boolean;
}

/**
 * The layout at the page that is read. `inHand`: what was typed in the controls (see `Part`), which
 * come into view whenever that changes.
 */
export function usePage({
  title,
  inHand,
  size,
  layOut,
}: {
  readonly title: string;
  readonly inHand: string | null;
  readonly size: TerminalSize;
  /** `shown`: the controls have to be in view. */
  readonly layOut: (page: number, shown: boolean) => Layout;
}): ReadPage {
  const [reading, keep] = useLocalStore<Reading | null, Reading>(
    (_old, next) => next,
    () => null,
  );
  const window = `${size.columns}x${size.rows}`;
  const mine = reading?.title === title ? reading : null;
  const inView = inHand !== null && mine?.inHand !== inHand;
  const layout = layoutAt(mine, window, (page) => layOut(page, inView));
  const at = (page: number, byKey: boolean, now: string | null): Reading => {
    const line = layout.lines[page] ?? 0;
    return { title, page, line, window, byKey, inHand: now };
  };
  const { page, textFirst } = layout;
  // When it is deleted again, it stays in view.
  const moved = inView && textFirst && (mine?.page !== page || mine.window !== window);
  useLayoutEffect(() => {
    if (moved) keep(at(page, false, null));
  });
  return {
    layout,
    inView,
    turnTo: (next) => void keep(at(next, true, inHand)),
    cameByKey: mine?.byKey === true && !inView,
  };
}

function layoutAt(
  reading: Reading | null,
  window: string,
  layOut: (page: number) => Layout,
): Layout {
  const layout = layOut(reading?.page ?? 0);
  if (reading === null || reading.window === window) return layout;
  // In another window the same text stands on other pages.
  const line = Math.floor(reading.line);
  return layOut(
    Math.max(
      0,
      layout.lines.findLastIndex((first) => first <= line),
    ),
  );
}
