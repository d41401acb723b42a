/**
 * Drops keys that type while AWS is asked: the rest of a paste must not be taken for commands.
 */
import type { Part } from "../../terminal/parts/part.js";
import { useKeys } from "../../terminal/Terminal.js";

/** The part of a screen that takes all text, and shows none. */
export const SILENT: Part = { lines: [], keys: [], takesText: true };

/** While `active`, swallows everything but Esc, paging and the Ctrl keys. */
export function useSilence(active: boolean): void {
  useKeys(
    (key) =>
      key.kind !== "esc" && key.kind !== "ctrl" && key.kind !== "pagedown" && key.kind !== "pageup",
    "part",
    active,
    true,
  );
}
