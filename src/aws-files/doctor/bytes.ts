/**
 * Files that are not plain UTF-8: what they are instead, and the text that was meant, where there
 * can be no doubt about it.
 */
import { lexFile } from "../text/scan-lines.js";
import { oddTail } from "../text/tail-bytes.js";

/**
 * Bytes as text. `code`: how they were written, if not as plain UTF-8; `line`: where the trouble
 * is, from 1, if not everywhere.
 */
export type DecodedFile =
  | { readonly how: "utf-8"; readonly text: string }
  /** `text` is what the file says once it is saved as plain UTF-8. */
  | {
      readonly how: "bom" | "utf-16" | "latin-1" | "utf-16-tail" | "ctrl-z";
      readonly text: string;
      readonly lines: readonly number[];
    }
  /** It cannot be told what was meant. */
  | { readonly how: "unclear"; readonly lines: readonly number[] };

/** Reads bytes in the encoding that they can only be in. */
export function decodeBytes(bytes: Uint8Array): DecodedFile {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) {
    const text = decoded(bytes, utf16);
    return text === null
      ? { how: "unclear", lines: [] }
      : { how: "utf-16", text: withoutMark(text), lines: [] };
  }
  const tail = oddTail(bytes);
  if (tail !== null) return { how: tail.how, text: withoutMark(tail.text), lines: [tail.line] };
  const text = decoded(bytes, "utf-8");
  if (text === null) return oldEncoding(bytes);
  return text.startsWith("\uFEFF")
    ? { how: "bom", text: withoutMark(text), lines: [1] }
    : { how: "utf-8", text };
}

/**
 * By its byte order mark, or, without one, by the NUL that is the other half of each ASCII letter.
 */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (bytes.length < 4 || bytes.length % 2 !== 0) return null;
  const nulAt = (start: number): boolean =>
    bytes.every((byte, at) => (at % 2 === start) === (byte === 0));
  return nulAt(1) ? "utf-16le" : nulAt(0) ? "utf-16be" : null;
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF+/, "");
}

/**
 * Accented letters of an old editor (ISO 8859-1), mended only where nothing can go wrong: in
 * comments, and where a line holds no letter that could be UTF-8 as well, nor one of the signs in
 * which the Western code pages differ.
 */
function oldEncoding(bytes: Uint8Array): DecodedFile {
  // One character for each byte, so that lines and comments can be told as Python would once the
  // letters are right.
  const plain = Buffer.from(bytes).toString("latin1");
  const { raw, lines } = lexFile(plain);
  const bad = raw.flatMap(({ text }, index) =>
    decoded(Buffer.from(text, "latin1"), "utf-8") === null ? [index] : [],
  );
  const clear = bad.every(
    (index) => lines[index]?.kind === "comment" && isLatin(raw[index]?.text ?? ""),
  );
  const numbers = bad.map((index) => index + 1);
  if (!clear || plain.startsWith("\u00EF\u00BB\u00BF")) return { how: "unclear", lines: numbers };
  const old = new Set(bad);
  const text = raw
    .map(
      (line, index) =>
        (old.has(index) ? line.text : Buffer.from(line.text, "latin1").toString("utf8")) + line.eol,
    )
    .join("");
  return { how: "latin-1", text, lines: numbers };
}

function isLatin(text: string): boolean {
  // 0x80 to 0x9F: controls in ISO 8859-1, signs in Windows-1252.
  return !/[\u0080-\u009F]/.test(text) && !/[\u00C2-\u00F4][\u0080-\u00BF]/.test(text);
}
