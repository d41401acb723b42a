/** Undoes the codings in which tools write the halves of a key: an address's percent signs, Base64. */
import { formOf } from "./recognise.js";

/** A half of a key as AWS gave it, and how it was written, for a note. */
export interface Undisguised {
  readonly value: string;
  readonly note: string;
}

/**
 * The half of a key that a text in another coding stands for; null for every other text. Percent
 * codes: https://www.rfc-editor.org/rfc/rfc3986#section-2.1; Base64, as a Secret of Kubernetes holds
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
  return isHalf(decoded) ? { value: decoded, note: "took it out of its Base64" } : null;
}

/** Percent codes of the three signs that a secret can hold beside letters and digits. */
export function withoutPercents(text: string): string {
  return text.replaceAll(/%(2F|2B|3D)/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function isHalf(text: string): boolean {
  return ["id", "secret"].includes(formOf(text));
}
