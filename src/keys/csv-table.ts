/**
 * Reads the table of keys in a text with separators, wherever it begins: below a title, notes, or
 * Excel's `sep=` line.
 */
import { parse } from "csv-parse/sync";
import { cleanForeign } from "../base/clean.js";
import { failed, ok, type Problem, type Result } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import { formOf, mayBeId } from "./recognise.js";
import type { AccessKey } from "./types.js";

export interface CsvKey {
  /** The IAM user the row names; null where the file has no such column or it is empty. */
  readonly user: string | null;
  readonly key: AccessKey;
}

export interface KeyTable {
  readonly keys: readonly CsvKey[];
  readonly notes: readonly string[];
  readonly rootForm: boolean;
}

/**
 * Lines, blank ones not counted, among which the header is looked for: people put a title and some
 * notes above it.
 */
const HEADER_WITHIN = 10;
const SEPARATORS = [",", ";", "\t"] as const;

const NOTE_ABOVE = "left out what stands above the header line";
const NOTE_BESIDE = "left out a line that is no row of the table";

/**
 * The keys of a table as text that `plain` has cleaned; `name` is how messages call it ("keys.csv",
 * "This").
 */
export function readKeyTable(text: string, name: string): Result<KeyTable> {
  const root = readRootForm(text, name);
  if (root !== null) return root;
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const header = headerAmong(lines);
  if (header === null) return withoutHeader(lines, name);
  const rows = recordsOf(lines.slice(header.at + 1).join("\n"), header.separator);
  if (rows === null) return failed(unmatched(name));
  const read = readRows(rows, header.columns, name);
  const above = lines
    .slice(0, header.at)
    .some((line) => line.trim() !== "" && !isSeparatorLine(line));
  return read.ok && above ? ok({ ...read.value, notes: [NOTE_ABOVE, ...read.value.notes] }) : read;
}

/**
 * Whether a line is the header of a file with access keys; a paste that ends there is not complete.
 */
export function isKeyHeader(line: string): boolean {
  return headerIn(line) !== null;
}

/**
 * What is wrong if a line is the header of another file of AWS (password, CodeCommit …); null if it
 * is not.
 */
export function otherHeaderProblem(line: string): Problem | null {
  return otherHeader(line, "This");
}

interface Columns {
  readonly id: number;
  readonly secret: number;
  readonly user: number;
}

interface Header {
  readonly separator: string;
  readonly columns: Columns;
}

function headerAmong(lines: readonly string[]): (Header & { readonly at: number }) | null {
  for (const at of firstLines(lines)) {
    const header = headerIn(lines[at] ?? "");
    if (header !== null) return { ...header, at };
  }
  return null;
}

/** Where the first lines that are not blank stand. */
function firstLines(lines: readonly string[]): readonly number[] {
  const found: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() !== "") found.push(at);
    if (found.length === HEADER_WITHIN) break;
  }
  return found;
}

/** The separator is the one that makes columns of the line: Excel re-saves with its country's. */
function headerIn(line: string): Header | null {
  for (const separator of SEPARATORS) {
    const record = line.includes(separator) ? recordsOf(line, separator)?.[0] : undefined;
    const columns = record === undefined ? null : columnsOf(record);
    if (columns !== null) return { separator, columns };
  }
  return null;
}

function columnsOf(record: readonly string[]): Columns | null {
  const names = record.map(headerName);
  const find = (...wanted: readonly string[]): number =>
    names.findIndex((name) => wanted.includes(name));
  const columns = {
    id: find("accesskeyid", "awsaccesskeyid", "accesskey"),
    secret: find("secretaccesskey", "awssecretaccesskey", "secretkey"),
    user: find("username", "user", "iamusername", "iamuser"),
  };
  return columns.id >= 0 && columns.secret >= 0 ? columns : null;
}

function headerName(cell: string): string {
  return cell.toLowerCase().replaceAll(/[^a-z]/g, "");
}

/** Excel's own first line, `sep=;`. */
function isSeparatorLine(line: string): boolean {
  return (
    /^"?sep=."?[,;]*$/i.test(line.replaceAll(/\s/g, "")) || /^"?sep=\t/i.test(line.trimStart())
  );
}

/**
 * Null where the quotes do not match. The parser's message quotes the line, and with it the secret:
 * it is not passed on.
 */
function recordsOf(text: string, delimiter: string): string[][] | null {
  try {
    // Excel keeps a text from being read as a formula by writing ="…".
    return parse(text.replaceAll(/(^|[,;\t])=(?=")/gm, "$1"), {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    });
  } catch {
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
      notes.add(row.length === 1 ? NOTE_BESIDE : "left out a row without a key");
      continue;
    }
    // A remark or a prompt below the table, and the header once more where two files were joined.
    if (isRemark(row) || columnsOf(row) !== null) {
      notes.add(NOTE_BESIDE);
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

/** One cell with something in it, that is no half of a key. */
function isRemark(row: readonly string[]): boolean {
  const [only, ...others] = row.filter((cell) => cell !== "");
  return only !== undefined && others.length === 0 && formOf(only) === "unclear";
}

/** Another file of AWS, or rows without a header that names its columns as AWS does. */
function withoutHeader(lines: readonly string[], name: string): Result<KeyTable> {
  for (const at of firstLines(lines)) {
    const other = otherHeader(lines[at] ?? "", name);
    if (other !== null) return failed(other);
  }
  const first = firstLines(lines)[0];
  if (first === undefined) return failed(malformed(`${name} has no lines.`));
  const body = lines.filter((line) => !isSeparatorLine(line)).join("\n");
  const tables = SEPARATORS.map((separator) => recordsOf(body, separator)).filter(
    (records) => records !== null,
  );
  if (tables.length === 0) return failed(unmatched(name));
  const read = tables.map((records) => readBareRows(records, name));
  return read.find(({ ok: isRead }) => isRead) ?? read[0] ?? failed(unmatched(name));
}

/**
 * Rows that are told by their form: each that holds a part of a key holds one id and one secret.
 */
function readBareRows(records: readonly string[][], name: string): Result<KeyTable> {
  const keys: CsvKey[] = [];
  const notes = new Set(["there was no header line; told id and secret by their form"]);
  for (const row of records) {
    const ids = row.filter((cell) => formOf(cell) === "id");
    const secrets = row.filter((cell) => formOf(cell) === "secret");
    const [id, secret] = [ids[0], secrets[0]];
    if (id === undefined && secret === undefined) notes.add(NOTE_BESIDE);
    else if (id === undefined || secret === undefined || ids.length > 1 || secrets.length > 1)
      return failed(noColumns(name));
    else
      addOnce(
        keys,
        { user: null, key: { accessKeyId: id, secretAccessKey: new Secret(secret) } },
        notes,
      );
  }
  return keys.length === 0
    ? failed(noColumns(name))
    : ok({ keys, notes: [...notes], rootForm: false });
}

/**
 * The two lines of old root key files, `AWSAccessKeyId=…` and `AWSSecretKey=…`; null if the text is
 * not such a file.
 */
function readRootForm(text: string, name: string): Result<KeyTable> | null {
  const values = (field: string): readonly string[] => [
    ...new Set(
      [
        ...text.matchAll(new RegExp(`^[ \\t"']*${field}[ \\t]*=[ \\t]*["']?([^\\s"',;]*)`, "gim")),
      ].map((match) => match[1] ?? ""),
    ),
  ];
  const [ids, secrets] = [values("AWSAccessKeyId"), values("AWSSecretKey")];
  if (ids.length === 0 && secrets.length === 0) return null;
  if (ids.length > 1 || secrets.length > 1)
    return failed(
      malformed(`${name} holds more than one root key, in the form of old rootkey.csv files.`),
    );
  const pair = pairOf(ids[0] ?? "", secrets[0] ?? "", name, 1);
  return pair.ok
    ? ok({ keys: [{ user: null, key: pair.value.key }], notes: pair.value.notes, rootForm: true })
    : pair;
}

function pairOf(
  id: string,
  secret: string,
  name: string,
  row: number,
): Result<{ key: AccessKey; notes: readonly string[] }> {
  if (id === "" || secret === "") {
    const half = id === "" ? "access key id" : "secret access key";
    return failed(
      malformed(
        `${name}, key ${row}: the ${half} is missing, and one half is of no use without the other.`,
      ),
    );
  }
  if (formOf(secret) === "id" && formOf(id) !== "id") {
    return ok({
      key: { accessKeyId: secret, secretAccessKey: new Secret(id) },
      notes: ["id and secret stood in each other's column; put right"],
    });
  }
  if (formOf(secret) === "hidden")
    return failed(malformed(`${name}, key ${row}: the secret is only stars; it was still hidden.`));
  if (!mayBeId(id))
    return failed(
      malformed(
        `${name}, key ${row}: what stands in the column of the access key id is not an id.`,
      ),
    );
  return ok({ key: { accessKeyId: id, secretAccessKey: new Secret(secret) }, notes: [] });
}

function addOnce(keys: CsvKey[], next: CsvKey, notes: Set<string>): void {
  const same = ({ key }: CsvKey): boolean =>
    key.accessKeyId === next.key.accessKeyId &&
    key.secretAccessKey.equals(next.key.secretAccessKey);
  if (keys.some(same)) notes.add("the same key stood there twice");
  else keys.push(next);
}

function userOf(cell: string | undefined, key: AccessKey): string | null {
  const user = cleanForeign(cell ?? "", [key.secretAccessKey], 64);
  return user === "" ? null : user;
}

function otherHeader(line: string, name: string): Problem | null {
  for (const separator of SEPARATORS) {
    const record = line.includes(separator) ? recordsOf(line, separator)?.[0] : undefined;
    const isHeader =
      record !== undefined &&
      record.length > 1 &&
      record.every((cell) => /^[A-Za-z0-9_ ()-]{0,40}$/.test(cell) && formOf(cell) === "unclear");
    const other = isHeader && columnsOf(record) === null ? otherFileOfAws(record, name) : null;
    if (other !== null) return other;
  }
  return null;
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html and
 * id_credentials_getting-report.html
 */
function otherFileOfAws(header: readonly string[], name: string): Problem | null {
  const names = header.map(headerName);
  const has = (part: string): boolean => names.some((each) => each.includes(part));
  if (has("userurl") || has("accesskeyactive")) {
    return malformed(`${name} is AWS's credential report: it lists keys, but holds none.`);
  }
  // https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html: its user name looks like an
  // id, its password like a secret.
  if (has("smtp"))
    return malformed(
      `${name} holds a user name and a password for sending mail (Amazon SES), not an access key.`,
    );
  if (has("servicespecific") || has("serviceusername") || has("servicepassword") || has("apikey")) {
    return malformed(
      `${name} holds credentials for one AWS service (such as CodeCommit or Keyspaces), ` +
        "not an access key.",
    );
  }
  if (!names.includes("password")) return null;
  if (has("console") || has("signinurl") || has("loginurl")) {
    return malformed(`${name} holds a password for AWS's web console, not an access key.`);
  }
  return malformed(
    `${name} holds a user name and a password (for the console, CodeCommit or Keyspaces), ` +
      "not an access key.",
  );
}

function unmatched(name: string): Problem {
  return malformed(`${name} is not a table that can be read: its quotes do not match.`);
}

function noColumns(name: string): Problem {
  return malformed(
    `${name} is not a file with access keys: it has no columns "Access key ID" and "Secret ` +
      `access key".`,
  );
}

/** The cure where the file of a key cannot be had any more. */
export const SHOWN_ONCE = "If it is lost, make a new key (step 4): AWS shows a secret only once.";

/** Text that should hold a key of AWS's and does not; `message` says why. */
export function malformed(message: string): Problem {
  return {
    code: "input-malformed",
    message,
    try: [
      "Choose the file that AWS gave when the key was made: its name ends in _accessKeys.csv.",
      SHOWN_ONCE,
    ],
    step: 4,
  };
}
