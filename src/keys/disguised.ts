/**
 * Undoes the codings in which tools write the halves of a key: an address's percent signs, Base64.
 */
import { decode } from "./decode.js";
import { formOf } from "./recognise.js";

/** A half of a key as AWS gave it, and how it was written, for a note. */
export interface Undisguised {
  readonly value: string;
  readonly note: string;
}

export const OUT_OF_BASE64 = "took it out of its Base64";

/**
 * The half of a key that a text in another coding stands for; null for every other text. Percent
 * codes: https://www.rfc-editor.org/rfc/rfc3986#section-2.1; Base64, as a Secret of Kubernetes
 * holds
 * its values: https://kubernetes.io/docs/concepts/configuration/secret/.
 */
export function undisguised(value: string): Undisguised | null {
  if (/%[0-9A-F]{2}/i.test(value)) {
    const decoded = withoutPercents(value);
    return isHalf(decoded)
      ? { value: decoded, note: "took %2F and the like for the signs that they stand for" }
      : null;
  }
  // 20 and 40 signs.
  if (!/^(?:[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{54}==)$/.test(value)) return null;
  const decoded = Buffer.from(value, "base64").toString("latin1");
  return isHalf(decoded) ? { value: decoded, note: OUT_OF_BASE64 } : null;
}

/** Percent codes of the three signs that a secret can hold beside letters and digits. */
export function withoutPercents(text: string): string {
  return text.replaceAll(/%(2F|2B|3D)/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
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
