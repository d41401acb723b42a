/**
 * Tells text that came in one go from keys that a person presses: by the time between them, and by
 * what they are.
 */
import type { DecodedKey } from "./decoder.js";
import { PASTE_LIMIT } from "./paste.js";

/**
 * Milliseconds between two keys, at most, that belong together: password managers type one in 12 to
 * 25 ms, people in 60 and more.
 */
export const BURST_MS = 40;

/** A longer run is looked at in pieces, so that a flood costs no more than its length. */
const LOOK = 4_096;

/** Keys of which a pasted text consists; arrows, Esc and Ctrl with a letter are in none. */
export function isTyped({ kind }: DecodedKey): boolean {
  return kind === "char" || kind === "enter" || kind === "tab";
}

/** The typed keys at the beginning of `keys` that follow each other without a pause. */
export function leadingRun(keys: readonly DecodedKey[]): readonly DecodedKey[] {
  const near = keys.slice(0, LOOK);
  const end = near.findIndex(
    (key, index) => !isTyped(key) || key.at - (near[index - 1]?.at ?? key.at) > BURST_MS,
  );
  return end < 0 ? near : near.slice(0, end);
}

/**
 * Whether a run is a text: two different characters at least. A key that is held down gives one
 * over and over.
 */
export function isText(run: readonly DecodedKey[]): boolean {
  const characters = run.flatMap((key) => (key.kind === "char" ? [key.text] : []));
  return characters.some((char) => char !== characters[0]);
}

/** A run as the paste that it most likely was. */
export function pasteOf(run: readonly DecodedKey[]): DecodedKey {
  const text = run
    .map((key) => (key.kind === "char" ? key.text : key.kind === "enter" ? "\n" : "\t"))
    .join("");
  return {
    kind: "paste",
    text: text.slice(0, PASTE_LIMIT),
    cut: text.length > PASTE_LIMIT,
    at: run.at(-1)?.at ?? 0,
    repeat: false,
  };
}
