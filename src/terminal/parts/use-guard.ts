/**
 * Holds the keys of a screen with consequences until its question has stood there, whole, for long
 * enough to be read.
 */
import { useLayoutEffect, useRef, useState } from "react";
import { type KeyPress, keyName } from "../key.js";
import { isTooSmall } from "../size.js";
import { type KeyBinding, bindingFor } from "../table.js";
import { useMuted, useTerminal } from "../Terminal.js";
import { HOLD_MS, SETTLE_MS, ruleOn } from "./guard.js";

export interface GuardedScreen {
  /**
   * All that the question says; another text is another question. Null: the screen has no
   * consequences.
   */
  readonly question: string | null;
  readonly bindings: readonly KeyBinding[];
  readonly page: number;
  readonly pages: number;
  /** All rows to choose from are in view. */
  readonly whole: boolean;
  readonly turnTo: (page: number) => void;
}

export interface Guard {
  /** Keys count by now. */
  readonly settled: boolean;
  /** Every page of the text was on the screen. */
  readonly read: boolean;
}

interface Memory {
  readonly question: string | null;
  /** Since when keys count, by the keys' own clock; infinite while they do not yet. */
  openSince: number;
  readonly pages: number;
  readonly seen: Set<number>;
  held: NodeJS.Timeout | undefined;
}

/**
 * The guard of a screen, and the handler of its keys; ask `settled` and `read` for what its footer
 * may print.
 */
export function useGuard(screen: GuardedScreen): {
  readonly guard: Guard;
  readonly handle: (key: KeyPress) => boolean;
} {
  const { question, page, pages } = screen;
  const { now, size } = useTerminal();
  // What a window lies over, or what is not drawn for want of room, is read anew when it is back.
  const muted = useMuted() || isTooSmall(size);
  const memory = useRef<Memory>({
    question: null,
    openSince: Infinity,
    pages: 1,
    seen: new Set(),
    held: undefined,
  });
  const latest = useRef(screen);
  // What is on the screen; keys count once it has stood there for long enough.
  const shown = `${page}/${pages}${muted ? " muted " : " "}${question ?? ""}`;
  const [ready, setReady] = useState<{ readonly shown: string; readonly read: boolean } | null>(
    null,
  );

  useLayoutEffect(() => {
    latest.current = screen;
  });
  useLayoutEffect(() => {
    const { question: before, pages: cut } = memory.current;
    const seen =
      before === question && cut === pages && !muted ? memory.current.seen : new Set<number>();
    memory.current = {
      question,
      openSince: Infinity,
      pages,
      seen: seen.add(page),
      held: undefined,
    };
    if (question === null || muted) return undefined;
    // A page that has just been turned to is to be read as well.
    const timer = setTimeout(() => {
      memory.current.openSince = now();
      setReady({ shown, read: seen.size >= pages });
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      clearTimeout(memory.current.held);
      setReady(null);
    };
  }, [shown, question, page, pages, muted, now]);

  const act = (binding: KeyBinding): void => {
    const { whole, turnTo } = latest.current;
    const unread = firstUnread(memory.current);
    if (unread !== undefined) {
      binding.aim?.();
      turnTo(unread);
    } else if (!whole && binding.aim !== undefined) binding.aim();
    else binding.run();
  };
  const held = (key: KeyPress): void => {
    const binding = bindingFor(key, latest.current.bindings);
    if (binding !== undefined && latest.current.question === memory.current.question) act(binding);
  };
  const handle = (key: KeyPress): boolean => {
    const binding = bindingFor(key, screen.bindings);
    if (question === null) {
      binding?.run();
      return binding !== undefined;
    }
    const name = keyName(key);
    clearTimeout(memory.current.held);
    if (name === "ctrl-c") return false;
    if (key.at < memory.current.openSince) return true;
    if (binding?.grave !== true) {
      binding?.run();
      return binding !== undefined;
    }
    const ruling = ruleOn(
      { name, at: key.at, repeat: key.repeat },
      key.before,
      memory.current.openSince,
    );
    if (ruling === "take") act(binding);
    else if (ruling === "hold") memory.current.held = setTimeout(() => held(key), HOLD_MS);
    return true;
  };
  const settled = ready?.shown === shown;
  return { guard: { settled, read: settled && ready.read }, handle };
}

function firstUnread({ pages, seen }: Memory): number | undefined {
  return Array.from({ length: pages }, (_, index) => index).find((index) => !seen.has(index));
}
