/** The CSV files that AWS's console hands out with an access key, from 2012 to today, also after a visit to Excel. */
import { parse } from "csv-parse/sync";
import { cleanForeign } from "../base/clean.js";
import { failed, ok, type Problem, type Result } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import { decode } from "./decode.js";
import { plain } from "./normalise.js";
import { formOf, mayBeId } from "./recognise.js";
import { judgeFileName } from "./shape.js";
import type { AccessKey, Finding } from "./types.js";

/** Bytes; AWS's files have less than one kibibyte. Callers need not read more of a file than one byte beyond this. */
export const SIZE_LIMIT = 1024 * 1024;

export interface CsvKey {
  /** The IAM user the row names; null where the file has no such column or it is empty. */
  readonly user: string | null;
  readonly key: AccessKey;
}

export interface KeyCsv {
  /** At least one; each pair once, in the order of the file. */
  readonly keys: readonly CsvKey[];
  /** What was unusual and taken all the same, each a short phrase for the user. */
  readonly notes: readonly string[];
  /** About the file, not about the keys in it: call `judgeKey` for each of these (without the file name). */
  readonly findings: readonly Finding[];
}

/**
 * Reads the keys of a CSV file of AWS: `<user>_accessKeys.csv` of today, `credentials.csv` and `new_user_credentials.csv`
 * of former consoles, hand-made ones for `aws configure import`, `rootkey.csv` in both its forms. Tolerated: byte order
 * mark, UTF-16, any line ends, comma, semicolon or tab, quotes, more columns, no header line. Columns are documented in
 * https://github.com/aws/aws-cli (configure/importer.py), https://github.com/aws/aws-cli/issues/7017 and /7753.
 *
 * Problems, all with code `input-malformed`: too large, empty, not text, another file of AWS (password, service-specific
 * credentials, credential report), header without a row, half a key.
 */
export function readKeyCsv(bytes: Uint8Array, fileName: string): Result<KeyCsv> {
  const name = nameOf(fileName);
  if (bytes.length > SIZE_LIMIT) return failed(malformed(`${name} is larger than 1 MiB; AWS's key files have a few lines.`));
  const decoded = decode(bytes, name);
  if (!decoded.ok) return decoded;
  const cleaned = plain(decoded.value.text);
  const read = readKeyTable(cleaned.text, name);
  if (!read.ok) return read;
  return ok({
    keys: read.value.keys,
    notes: [...decoded.value.notes, ...cleaned.notes, ...read.value.notes],
    findings: findingsOfFile(fileName, read.value.rootForm),
  });
}

interface KeyTable {
  readonly keys: readonly CsvKey[];
  readonly notes: readonly string[];
  readonly rootForm: boolean;
}

/** The keys of a table as text; `name` is how messages call it ("keys.csv", "This"). */
export function readKeyTable(text: string, name: string): Result<KeyTable> {
  const root = readRootForm(text, name);
  if (root !== null) return root;
  const records = recordsOf(text);
  if (records === null) return failed(malformed(`${name} is not a table that can be read: its quotes do not match.`));
  const first = records[0];
  if (first === undefined) return failed(malformed(`${name} has no lines.`));
  const columns = columnsOf(first);
  if (columns !== null) return readRows(records.slice(1), columns, name);
  const other = otherFileOfAws(first, name);
  return other === null ? readBareRows(records, name) : failed(other);
}

/** Whether a line is the header of a file with access keys; a paste that ends there is not complete. */
export function isKeyHeader(line: string): boolean {
  const record = recordsOf(line)?.[0];
  return record !== undefined && columnsOf(record) !== null;
}

/** What is wrong if a line is the header of another file of AWS (password, CodeCommit …); null if it is not. */
export function otherHeaderProblem(line: string): Problem | null {
  const record = recordsOf(line)?.[0];
  const isHeader = record !== undefined && record.length > 1 && record.every((cell) => /^[A-Za-z0-9_ ()-]{0,40}$/.test(cell) && formOf(cell) === "unclear");
  return isHeader && columnsOf(record) === null ? otherFileOfAws(record, "This") : null;
}

interface Columns {
  readonly id: number;
  readonly secret: number;
  readonly user: number;
}

function columnsOf(record: readonly string[]): Columns | null {
  const names = record.map(headerName);
  const find = (...wanted: readonly string[]): number => names.findIndex((name) => wanted.includes(name));
  const columns = { id: find("accesskeyid", "awsaccesskeyid", "accesskey"), secret: find("secretaccesskey", "awssecretaccesskey", "secretkey"), user: find("username", "user") };
  return columns.id >= 0 && columns.secret >= 0 ? columns : null;
}

function headerName(cell: string): string {
  return cell.toLowerCase().replaceAll(/[^a-z]/g, "");
}

/** The separator is the one of `, ; tab` that the first line has most of; Excel re-saves with its country's. */
function recordsOf(text: string): string[][] | null {
  const body = text.replace(/^\uFEFF/, "").replace(/^\s*sep=.\s*\n/i, "");
  const first = body.split(/\r\n|\r|\n/).find((line) => line.trim() !== "") ?? "";
  const count = (separator: string): number => first.split(separator).length;
  const delimiter = [",", ";", "\t"].reduce((best, each) => (count(each) > count(best) ? each : best));
  try {
    const records = parse(body, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    });
    return records;
  } catch {
    // The parser's message quotes the line, and with it the secret: it is not passed on.
    return null;
  }
}

function readRows(rows: readonly string[][], columns: Columns, name: string): Result<KeyTable> {
  if (rows.length === 0) return failed(malformed(`${name} has a header line but no key below it.`));
  const keys: CsvKey[] = [];
  const notes = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const [id, secret] = [row[columns.id] ?? "", row[columns.secret] ?? ""];
    if (id === "" && secret === "") {
      notes.add("left out a row without a key");
      continue;
    }
    const pair = pairOf(id, secret, name, index + 1);
    if (!pair.ok) return pair;
    for (const note of pair.value.notes) notes.add(note);
    addOnce(keys, { user: userOf(row[columns.user], pair.value.key), key: pair.value.key }, notes);
  }
  return keys.length === 0
    ? failed(malformed(`${name} lists users, but none of them has an access key.`))
    : ok({ keys, notes: [...notes], rootForm: false });
}

/** Rows without a header line: taken if each has exactly one word that is an id and one that is a secret by its form. */
function readBareRows(records: readonly string[][], name: string): Result<KeyTable> {
  const keys: CsvKey[] = [];
  const notes = new Set(["there was no header line; told id and secret by their form"]);
  for (const row of records) {
    const ids = row.filter((cell) => formOf(cell) === "id");
    const secrets = row.filter((cell) => formOf(cell) === "secret");
    if (ids.length !== 1 || secrets.length !== 1) {
      return failed(malformed(`${name} is not a file with access keys: it has no columns "Access key ID" and "Secret access key".`));
    }
    addOnce(keys, { user: null, key: { accessKeyId: ids[0] ?? "", secretAccessKey: new Secret(secrets[0] ?? "") } }, notes);
  }
  return ok({ keys, notes: [...notes], rootForm: false });
}

/** The two lines of old root key files, `AWSAccessKeyId=…` and `AWSSecretKey=…`; null if the text is not such a file. */
function readRootForm(text: string, name: string): Result<KeyTable> | null {
  const value = (field: string): string | undefined => new RegExp(`^[ \\t"']*${field}[ \\t]*=[ \\t]*["']?([^\\s"',;]*)`, "im").exec(text)?.[1];
  const id = value("AWSAccessKeyId");
  const secret = value("AWSSecretKey");
  if (id === undefined && secret === undefined) return null;
  const pair = pairOf(id ?? "", secret ?? "", name, 1);
  return pair.ok ? ok({ keys: [{ user: null, key: pair.value.key }], notes: pair.value.notes, rootForm: true }) : pair;
}

function pairOf(id: string, secret: string, name: string, row: number): Result<{ key: AccessKey; notes: readonly string[] }> {
  if (id === "" || secret === "") {
    const half = id === "" ? "access key id" : "secret access key";
    return failed(malformed(`${name}, key ${row}: the ${half} is missing, and one half is of no use without the other.`));
  }
  if (formOf(secret) === "id" && formOf(id) !== "id") {
    return ok({ key: { accessKeyId: secret, secretAccessKey: new Secret(id) }, notes: ["id and secret stood in each other's column; put right"] });
  }
  if (formOf(secret) === "hidden") return failed(malformed(`${name}, key ${row}: the secret is only stars; it was still hidden.`));
  if (!mayBeId(id)) return failed(malformed(`${name}, key ${row}: what stands in the column of the access key id is not an id.`));
  return ok({ key: { accessKeyId: id, secretAccessKey: new Secret(secret) }, notes: [] });
}

function addOnce(keys: CsvKey[], next: CsvKey, notes: Set<string>): void {
  const same = ({ key }: CsvKey): boolean => key.accessKeyId === next.key.accessKeyId && key.secretAccessKey.equals(next.key.secretAccessKey);
  if (keys.some(same)) notes.add("the same key stood there twice");
  else keys.push(next);
}

function userOf(cell: string | undefined, key: AccessKey): string | null {
  const user = cleanForeign(cell ?? "", [key.secretAccessKey], 64);
  return user === "" ? null : user;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html and id_credentials_getting-report.html */
function otherFileOfAws(header: readonly string[], name: string): Problem | null {
  const names = header.map(headerName);
  const has = (part: string): boolean => names.some((each) => each.includes(part));
  if (has("userurl") || has("accesskeyactive")) {
    return malformed(`${name} is AWS's credential report: it lists keys, but holds none.`);
  }
  if (has("servicespecific") || has("serviceusername") || has("servicepassword") || has("apikey")) {
    return malformed(`${name} holds credentials for one AWS service (such as CodeCommit or Keyspaces), not an access key.`);
  }
  if (!names.includes("password")) return null;
  if (has("console") || has("signinurl") || has("loginurl")) {
    return malformed(`${name} holds a password for AWS's web console, not an access key.`);
  }
  return malformed(`${name} holds a user name and a password (for the console, CodeCommit or Keyspaces), not an access key.`);
}

function findingsOfFile(fileName: string, rootForm: boolean): readonly Finding[] {
  return judgeFileName(rootForm ? "rootkey.csv" : fileName);
}

function nameOf(fileName: string): string {
  return cleanForeign(fileName.split(/[\\/]/).at(-1) ?? "", [], 60) || "The file";
}

function malformed(message: string): Problem {
  return {
    code: "input-malformed",
    message,
    try: [
      "Choose the file that AWS gave when the key was made: its name ends in _accessKeys.csv.",
      "If it is lost, make a new key (step 4): AWS shows a secret only once.",
    ],
    step: 4,
  };
}
