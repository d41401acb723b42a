/** Bytes of a file that should be text, as text. */
import { failed, ok, type Result } from "../base/problem.js";

/** Text without byte order mark, and what was unusual about its bytes. */
export interface DecodedText {
  readonly text: string;
  readonly notes: readonly string[];
}

/** What a file is, told by how it begins. */
const KINDS: readonly (readonly [start: readonly number[], kind: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "a ZIP archive or an Excel workbook"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0x1f, 0x8b], "a gzip archive"],
  [[0x89, 0x50, 0x4e, 0x47], "a picture"],
  [[0xff, 0xd8, 0xff], "a picture"],
];

/**
 * Decodes UTF-8, UTF-16 (with or without mark), and as a last resort Latin-1: keys are ASCII, only
 * names of users can suffer.
 * `input-malformed` for empty and for binary files; `name` is how the message calls the file.
 */
export function decode(bytes: Uint8Array, name: string): Result<DecodedText> {
  const kind = KINDS.find(([start]) => start.every((byte, index) => bytes[index] === byte))?.[1];
  if (kind !== undefined) return unreadable(`${name} is ${kind}, not a text file.`);
  const wide = utf16Of(bytes);
  const decoded =
    wide === null
      ? narrow(bytes)
      : { text: new TextDecoder(wide).decode(bytes), notes: ["the file was in UTF-16"] };
  // Control characters are how binary content shows (escape may be in a name).
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(decoded.text))
    return unreadable(`${name} is not a text file.`);
  if (decoded.text.trim() === "") return unreadable(`${name} is empty.`);
  if (/^\s*<(?:!doctype|html)/i.test(decoded.text)) {
    return unreadable(
      `${name} is a web page, not a CSV file: perhaps the download was a sign-in page.`,
    );
  }
  return ok(decoded);
}

function narrow(bytes: Uint8Array): DecodedText {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const notes = marked ? ["took off a byte order mark, as Excel adds it"] : [];
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), notes };
  } catch {
    return {
      text: new TextDecoder("latin1").decode(bytes),
      notes: [...notes, "the file was not in UTF-8; read as Latin-1"],
    };
  }
}

/** By its mark, or by the NUL that every second byte of ASCII in UTF-16 is. */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (bytes.length < 4 || bytes.length % 2 !== 0) return null;
  const zeros = (offset: number): boolean =>
    [...bytes.subarray(0, 64)].every((byte, index) => index % 2 !== offset || byte === 0);
  if (zeros(1) && !zeros(0)) return "utf-16le";
  return zeros(0) && !zeros(1) ? "utf-16be" : null;
}

function unreadable(message: string): Result<never> {
  return failed({
    code: "input-malformed",
    message,
    try: [
      "Choose the CSV file that AWS gave when the key was made: its name ends in _accessKeys.csv.",
      "Or paste id and secret instead.",
    ],
  });
}
