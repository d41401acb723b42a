/**
 * While AWS is asked, keys that type are dropped: the rest of a paste must not be taken for
 * commands.
 */
import type { Part } from "../../terminal/parts/part.js";
import { useKeys } from "../../terminal/Terminal.js";

/** A part without lines that swallows everything but Esc and the Ctrl keys. */
export function useSilence(): Part {
  useKeys(
    (key) =>
      key.kind !== "esc" && key.kind !== "ctrl" && key.kind !== "pagedown" && key.kind !== "pageup",
    "part",
    true,
    true,
  );
  return { lines: [], keys: [], takesText: true };
}
