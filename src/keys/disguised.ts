/**
 * Finds the halves of a key, and whole texts with keys in them, behind the coding in which they
 * were pasted.
 */
import { decodedAs } from "./codings.js";
import { decode } from "./decode.js";
import { formOf } from "./recognise.js";

/** A half of a key as AWS gave it, and how it was written, for a note. */
export interface Undisguised {
  readonly value: string;
  readonly note: string;
}

/**
 * The half of a key that a text in another coding stands for; null for every other text.
 */
export function undisguised(value: string): Undisguised | null {
  return isHalf(value) ? null : decodedAs(value, isHalf);
}

/**
 * The text that stands in a paste as Base64: a whole credentials file, CSV or JSON, in one line or
 * in lines of 64 or 76 signs (https://www.rfc-editor.org/rfc/rfc4648#section-4), with the address's
 * two other signs or without, alone or as a value of something else. Null where no run of
 * Base64 holds a readable text with a key id in it; a session token holds none.
 */
export function unpacked(text: string): string | null {
  for (const [run] of text.matchAll(/[\w+/-]{48,}={0,2}(?:\s+[\w+/-]{2,}={0,2})*/g)) {
    const words = run.split(/\s+/);
    // The words behind it may be its further lines, or have nothing to do with it.
    const further = words.findIndex((word, at) => at > 0 && word.length > (words[0]?.length ?? 0));
    const lines = further < 0 ? words : words.slice(0, further);
    const whole = textIn(lines.join("")) ?? textIn(lines[0] ?? "");
    if (whole !== null) return whole;
  }
  return null;
}

function textIn(base64: string): string | null {
  // Node takes both alphabets.
  const bytes = Buffer.from(base64, "base64");
  if (!/^[\w+/-]*={0,2}$/.test(base64)) return null;
  const decoded = decode(bytes, "The text in Base64");
  if (!decoded.ok) return null;
  // What was packed twice is shorter each time.
  const { text } = decoded.value;
  return /\bA[KS]IA[A-Z2-7]{16}\b/.test(text) ? text : unpacked(text);
}

function isHalf(text: string): boolean {
  return ["id", "secret"].includes(formOf(text));
}
