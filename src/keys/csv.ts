/**
 * Reads the CSV files that AWS's console hands out with an access key, from 2012 to today, also
 * after a visit to Excel.
 */
import { failed, ok, type Result } from "../base/problem.js";
import { malformed, readKeyTable, type CsvKey } from "./csv-table.js";
import { decode } from "./decode.js";
import { normalise } from "./normalise.js";
import { shownText } from "./recognise.js";
import { judgeFileName } from "./shape.js";
import type { KeyFinding } from "./types.js";

/**
 * Bytes; AWS's files have less than one kibibyte. Callers need not read more of a file than one
 * byte beyond this.
 */
export const SIZE_LIMIT = 1024 * 1024;

export interface KeyCsv {
  /** At least one; each pair once, in the order of the file. */
  readonly keys: readonly CsvKey[];
  /** What was unusual and taken all the same, each a short phrase for the user. */
  readonly notes: readonly string[];
  /**
   * About the file, not about the keys in it: call `judgeKey` for each of these (without the file
   * name).
   */
  readonly findings: readonly KeyFinding[];
}

/**
 * Reads the keys of a CSV file of AWS: `<user>_accessKeys.csv` of today, `credentials.csv` and
 * `new_user_credentials.csv` of former consoles, hand-made ones for `aws configure import`,
 * `rootkey.csv` in both its forms. Tolerated: byte order mark, UTF-16, any line ends, comma,
 * semicolon or tab, quotes, more columns, notes and titles around the table, no header line.
 * Columns are documented in https://github.com/aws/aws-cli (configure/importer.py),
 * https://github.com/aws/aws-cli/issues/7017 and /7753.
 *
 * Problems, all with code `input-malformed`: too large, empty, not text, another file of AWS
 * (password, service-specific credentials, credential report), header without a row, half a key.
 */
export function readKeyCsv(bytes: Uint8Array, fileName: string): Result<KeyCsv> {
  const name = nameOf(fileName);
  if (bytes.length > SIZE_LIMIT)
    return failed(malformed(`${name} is larger than 1 MiB; AWS's key files have a few lines.`));
  const decoded = decode(bytes, name);
  if (!decoded.ok) return decoded;
  const cleaned = normalise(decoded.value.text);
  const read = readKeyTable(cleaned.text, name);
  if (!read.ok) return read;
  return ok({
    keys: read.value.keys,
    notes: [...decoded.value.notes, ...cleaned.notes, ...read.value.notes],
    findings: findingsOfFile(fileName, read.value.rootForm),
  });
}

function findingsOfFile(fileName: string, rootForm: boolean): readonly KeyFinding[] {
  return judgeFileName(rootForm ? "rootkey.csv" : fileName);
}

function nameOf(fileName: string): string {
  return shownText(fileName.split(/[\\/]/).at(-1) ?? "", 60) || "The file";
}
