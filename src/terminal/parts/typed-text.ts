/**
 * Holds what was typed or pasted into a field. It may be a secret, so that it prints as a mask
 * wherever a screen's memory is looked at; the field asks for the part that it draws.
 */
import { Unseen } from "../../base/unseen.js";
import { graphemes } from "./width.js";

export class TypedText extends Unseen {
  readonly #graphemes: readonly string[];

  constructor(text: string) {
    super();
    this.#graphemes = graphemes(text);
  }

  /** Number of graphemes. */
  get length(): number {
    return this.#graphemes.length;
  }

  /** The text from one grapheme to before another; without them all of it. */
  part(from = 0, to?: number): string {
    return this.#graphemes.slice(from, to).join("");
  }
}

export const NOTHING_TYPED = new TypedText("");
