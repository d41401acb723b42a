/**
 * Finds a secret in a text in whatever form it comes back: escaped, encoded, in another case,
 * broken
 * over lines, with signs in between, whole or a long piece of it.
 */
import { type Reading, readingsOf } from "./unescape.js";

/**
 * So many letters and digits of a secret in a row are no chance, and are hidden; what stays is too
 * little of it to be of use. Below that, a form could be found in innocent text.
 */
const LEAST = 12;
/** Digits stand in times and account numbers as well. */
const LEAST_DIGITS = 20;

/** What is looked for: made once of each secret, for a text is looked through again and again. */
export class Traces {
  /** Exact forms, the longest first. */
  readonly #written: readonly string[];
  readonly #pieces = new Set<string>();

  constructor(value: string) {
    this.#written = writtenForms(value);
    const encoded = encodedForms(value);
    for (const form of [...this.#written, ...encoded.letters]) this.#remember(form, LEAST);
    for (const form of encoded.digits) this.#remember(form, LEAST_DIGITS);
  }

  #remember(form: string, length: number): void {
    const core = coreOf(form);
    for (let at = 0; at + length <= core.length; at += 1)
      this.#pieces.add(core.slice(at, at + length));
  }

  /** `text` with `mask` in the place of each form, and of each long piece of one. */
  hide(text: string, mask: string): string {
    let out = text;
    for (const form of this.#written) out = out.split(form).join(mask);
    if (this.#pieces.size === 0) return out;
    const hidden = readingsOf(out).flatMap((reading) => this.#stretches(reading));
    return withMasks(out, hidden, mask);
  }

  #stretches({ letters, from, to }: Reading): readonly Stretch[] {
    const found: { from: number; to: number }[] = [];
    const has = (at: number, length: number): boolean =>
      at + length <= letters.length && this.#pieces.has(letters.slice(at, at + length));
    for (let at = 0; at + LEAST <= letters.length; at += 1) {
      const length = has(at, LEAST) ? LEAST : has(at, LEAST_DIGITS) ? LEAST_DIGITS : 0;
      if (length > 0) found.push({ from: from[at] ?? 0, to: to[at + length - 1] ?? 0 });
    }
    return found;
  }
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function withMasks(text: string, stretches: readonly Stretch[], mask: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    if (to <= done) continue;
    if (from >= done) parts.push(text.slice(done, from), mask);
    done = to;
  }
  return parts.join("") + text.slice(done);
}

/**
 * Letters and digits in one case: what is left of every form when lines are broken and signs are
 * put in between.
 */
function coreOf(form: string): string {
  return form.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
}

/**
 * The forms in which a value comes back from a service: as it was, percent-encoded, JSON-escaped,
 * HTML-escaped.
 */
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

/** As machines write bytes down; of base64 in base64 too, as a token within a document is. */
function encodedForms(value: string): {
  readonly letters: readonly string[];
  readonly digits: readonly string[];
} {
  const bytes = Buffer.from(value, "utf8");
  const base64 = inBase64(bytes);
  return {
    letters: [
      bytes.toString("hex"),
      Buffer.from(bytes).reverse().toString("latin1"),
      ...base64,
      ...base64.flatMap((form) => inBase64(Buffer.from(form, "latin1"))),
      ...[0, 1, 2, 3, 4].map((offset) => inBase32(bytes, offset)),
    ],
    digits: [
      [...bytes].join(""),
      [...bytes].map((byte) => byte.toString(8)).join(""),
      [...bytes].map((byte) => byte.toString(8).padStart(3, "0")).join(""),
      [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join(""),
    ],
  };
}

/**
 * At each of the three places of a group of bytes that the value can begin at, without what its
 * neighbours decide.
 */
function inBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
    const known = whole.subarray(0, whole.length - (whole.length % 3)).toString("base64");
    return known.slice(offset === 0 ? 0 : 4);
  });
}

/** https://www.rfc-editor.org/rfc/rfc4648#section-6 */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function inBase32(bytes: Buffer, offset: number): string {
  const signs: string[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of [...Buffer.alloc(offset), ...bytes]) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) signs.push(BASE32.charAt((held >> (bits - 5)) & 31));
    held &= (1 << bits) - 1;
  }
  return signs.join("").slice(offset === 0 ? 0 : 8);
}

/**
 * Percent-encoding that cannot throw: a lone surrogate, which `encodeURIComponent` refuses, is left
 * as it stands.
 */
function percentEncoded(value: string): string {
  return value.replaceAll(/[^A-Za-z0-9\-_.~]/gu, (char) =>
    /^[\uD800-\uDFFF]$/.test(char) ? char : encodeURIComponent(char),
  );
}
