/**
 * Holds a value that must never be seen: it prints as a mask in every form, and gives itself up
 * only through `reveal`.
 */
import { Traces } from "./traces.js";
import { MASK, Unseen } from "./unseen.js";

/**
 * Holds a secret access key or a session token.
 *
 * `reveal()` may be called in three rooms only (lint holds this): where a request is signed, where
 * a file is written, and where the practice AWS hands out its own made-up pair.
 */
export class Secret extends Unseen {
  readonly #value: string;
  #traces: Traces | null = null;

  constructor(value: string) {
    super();
    this.#value = value;
  }

  /** The secret itself. */
  reveal(): string {
    return this.#value;
  }

  /** Number of UTF-16 units; a length is told to users so that a cut secret can be noticed. */
  get length(): number {
    return this.#value.length;
  }

  /** Of those with the same secret the first, in their order. */
  static firstOfEach<T>(items: readonly T[], secretOf: (item: T) => Secret): readonly T[] {
    const seen = new Set<string>();
    return items.filter((item) => {
      const value = secretOf(item).#value;
      return !seen.has(value) && seen.add(value);
    });
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  /**
   * Applies a judgement to the secret without handing it out; `judge` must not keep or return it.
   */
  satisfies(judge: (value: string) => boolean): boolean {
    return judge(this.#value);
  }

  /**
   * The text with every trace of this secret masked, also where it was escaped, encoded or broken
   * over lines. Secrets shorter than four characters are left alone: masking them would shred the
   * text without hiding anything.
   */
  maskIn(text: string): string {
    if (this.#value.length < 4) return text;
    this.#traces ??= new Traces(this.#value);
    return this.#traces.hide(text, MASK);
  }

  /** Whether the text holds a trace of this secret, in any of those forms. */
  isIn(text: string): boolean {
    return this.maskIn(text) !== text;
  }
}
