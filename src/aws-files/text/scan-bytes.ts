/** Decodes bytes to text, as strictly as Python does it for boto3. */
import { failed, ok, type Result } from "../../base/problem.js";
import { foreignKind } from "./foreign.js";
import { foreignProblem } from "./foreign-problem.js";
import { brokenFile, DOCTOR_MENDS } from "./scan-problem.js";
import { oddTail } from "./tail-bytes.js";

const ENCODING_CURES = [
  DOCTOR_MENDS,
  "Or save the file again as plain UTF-8 in a text editor, without a byte order mark (BOM).",
] as const;

/** What a byte order mark does to a file. */
export const BOM_SAYS =
  "Line 1 begins with an invisible byte order mark (BOM), as Windows editors write it; it " +
  "hides the first line.";

/** What UTF-16 behind UTF-8 does to a file. `line`: its first one, counted from 1. */
export function utf16TailSays(line: number): string {
  return (
    `From line ${line} on the file is UTF-16 text, as PowerShell's >> appends it; no program ` +
    "reads what stands there."
  );
}

/**
 * Decodes an AWS file. Nothing is dropped or replaced: encoding the text again gives the same
 * bytes. Problem: `file-broken` for UTF-16, for a byte order mark and for bytes that are not UTF-8
 * (with the line), on which Python, and with it boto3, stops; also for a file of another kind
 * (`path` stands in its cures) and for an odd end. A NUL byte is legal UTF-8 and boto3 reads it;
 * edits refuse it (see edit.ts).
 */
export function decodeFile(bytes: Uint8Array, path: string): Result<string> {
  const text = decoded(bytes);
  const foreign = foreignKind(bytes, text);
  if (foreign !== null) return failed(foreignProblem(foreign, path));
  const tail = oddTail(bytes);
  if (tail?.how === "utf-16-tail") {
    return failed(brokenFile(utf16TailSays(tail.line), ENCODING_CURES));
  }
  if (tail?.alone === true)
    return failed(
      brokenFile(
        `Line ${tail.line}: the file ends with Ctrl-Z, an end mark of old systems that is ` +
          "no part of a text.",
        ENCODING_CURES,
      ),
    );
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return failed(
      brokenFile(
        "Line 1: the file is UTF-16 text, as PowerShell's > writes it; the AWS tools read " +
          "UTF-8 only.",
        ENCODING_CURES,
      ),
    );
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return failed(brokenFile(BOM_SAYS, ENCODING_CURES));
  }
  if (text !== null) return ok(text);
  return failed(
    brokenFile(
      `Line ${firstBadLine(bytes)} holds a byte that is not UTF-8 text, such as an ` +
        "accented letter from an old editor.",
      ENCODING_CURES,
    ),
  );
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The line, counted from 1, of the first byte that is not UTF-8. Line ends are never part of a
 * longer UTF-8 sequence.
 */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== undefined && byte !== 10 && byte !== 13) continue;
    if (byte === 10 && at > 0 && bytes[at - 1] === 13) {
      start = at + 1;
      continue;
    }
    if (decoded(bytes.subarray(start, at)) === null) return line;
    line += 1;
    start = at + 1;
  }
  return line;
}
