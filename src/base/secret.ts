/** A value that must never be seen: it prints as a mask in every form, and gives itself up only through `reveal`. */
import { inspect } from "node:util";

/** What stands in the place of a secret wherever one would otherwise be read. */
export const MASK = "••••";

/**
 * Holds a secret access key or a session token.
 *
 * `reveal()` may be called in three rooms only (lint holds this): where a request is signed, where a file is written,
 * and where the practice AWS hands out its own made-up pair.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
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

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  /** Applies a judgement to the secret without handing it out; `judge` must not keep or return it. */
  satisfies(judge: (value: string) => boolean): boolean {
    return judge(this.#value);
  }

  /**
   * The text with every trace of this secret masked, also where it was escaped for a URL, for JSON or for HTML.
   * Secrets shorter than four characters are left alone: masking them would shred the text without hiding anything.
   */
  maskIn(text: string): string {
    if (this.#value.length < 4) return text;
    let out = text;
    for (const form of writtenForms(this.#value)) out = out.split(form).join(MASK);
    return out;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

/** The forms in which a value comes back from a service: as it was, percent-encoded, JSON-escaped, HTML-escaped. */
function writtenForms(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const html = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const forms = [
    value,
    percentEncoded(value),
    percentEncoded(value).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    json,
    json.replaceAll("/", "\\/"),
    html,
    html.replaceAll("+", "&#43;").replaceAll("/", "&#x2F;"),
    value.replaceAll("/", "&#47;"),
  ];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** Percent-encoding that cannot throw: a lone surrogate, which `encodeURIComponent` refuses, is left as it stands. */
function percentEncoded(value: string): string {
  return value.replaceAll(/[^A-Za-z0-9\-_.~]/gu, (char) => (/^[\uD800-\uDFFF]$/.test(char) ? char : encodeURIComponent(char)));
}
