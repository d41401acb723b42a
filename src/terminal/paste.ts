/** Gathers what stands between the marks of a bracketed paste, however it is cut. */
import { stripControls } from "../base/clean.js";
import type { Key } from "./key.js";

/**
 * A paste longer than this (in UTF-16 units) is cut: no key, CSV or path is; the memory stays
 * bounded.
 */
export const PASTE_LIMIT = 65_536;

const ESC = 0x1b;
const CSI = 0x9b;
const END_MARK = [ESC, ...Array.from("[201~", (char) => char.charCodeAt(0))];

export class PasteText {
  #text = "";
  #cut = false;
  /** How much of the end mark stands at the end of what came so far. */
  #matched = 0;

  /** True if the paste ends with this code point. */
  push(code: number): boolean {
    const matched = this.#matched;
    this.#matched =
      code === CSI ? 2 : code === END_MARK[matched] ? matched + 1 : code === ESC ? 1 : 0;
    if (this.#matched === END_MARK.length) return true;
    // What looked like the end mark and is none belongs to the text.
    if (this.#matched !== matched + 1 && matched > 0)
      this.#gather(String.fromCharCode(...END_MARK.slice(0, matched)));
    if (this.#matched === 0) this.#gather(String.fromCodePoint(code));
    return false;
  }

  /** Without controls, and with "\n" as the only line end. */
  key(): Key {
    return {
      kind: "paste",
      text: stripControls(this.#text.replaceAll(/\r\n?/g, "\n")),
      cut: this.#cut,
    };
  }

  #gather(text: string): void {
    this.#cut ||= this.#text.length + text.length > PASTE_LIMIT;
    if (!this.#cut) this.#text += text;
  }
}
