/**
 * Reads the INI files of older programs: psiTurk's `.psiturkconfig` and `config.txt`, boto 2's
 * `~/.boto` and `/etc/boto.cfg`.
 *
 * They are read with `ini`. Those programs read them with Python's configparser, which differs in
 * corners (`:` as separator, quotes, comments behind a value, indented lines); there Python's
 * reading counts, and the user is told that it is so.
 */
import { quoted } from "../base/shell.js";
import { parse } from "ini";
import type { Problem } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import { scanText, type FileScan, type ScannedOption } from "../aws-files/text/scan.js";
import type { OtherKind } from "./other-kind.js";
import { deleteCure, problem, shownSafely } from "./place.js";

/** An INI file as read from disk. */
export interface LegacyText {
  readonly path: string;
  /**
   * Null if it is not there or cannot be opened, which the programs treat alike; marked if it is
   * not UTF-8 text.
   */
  readonly text: string | null | { readonly undecodable: true };
  /** Where it is a file of another kind: what is said instead of a line that could be mended. */
  readonly kind?: OtherKind | null;
}

/** The program that reads the file decides how. */
type LegacyReader = "psiturk" | "boto";

export interface LegacyValue<T> {
  readonly value: T;
  /** Counted from 1. */
  readonly line: number;
  readonly writtenName: string;
}

/** What one section of such a file holds of a key. */
export interface LegacyKey {
  readonly path: string;
  readonly id: LegacyValue<string> | null;
  readonly secret: LegacyValue<Secret> | null;
  /**
   * Line of `aws_secret_accesss_key`, the misspelling of psiTurk's documentation; null if there is
   * none.
   */
  readonly typo: LegacyValue<null> | null;
  /** A clause on a value that programs read differently; "" if both readings agree. */
  readonly note: string;
  /** Set if the program ends with an error on this file. */
  readonly broken: Problem | null;
}

const SECTION: Readonly<Record<LegacyReader, string>> = {
  psiturk: "AWS Access",
  boto: "Credentials",
};

/** The key in a file, or null if its section holds none. */
export function readLegacy(file: LegacyText, reader: LegacyReader): LegacyKey | null {
  if (file.text === null) return null;
  if (typeof file.text !== "string") return brokenKey(file, reader, 1, "It is not UTF-8 text.");
  const scan = scanText(file.text, "credentials", reader === "psiturk" ? "3.9" : "3.10");
  if (!scan.ok) return brokenKey(file, reader, scan.line, scan.problem.message);
  const options = scan.sections.get(SECTION[reader])?.options;
  if (options === undefined) return null;
  const id = options.get("aws_access_key_id");
  const secret = options.get("aws_secret_access_key");
  const typo = options.get("aws_secret_accesss_key");
  if (id === undefined && secret === undefined && typo === undefined) return null;
  return {
    path: file.path,
    id: id === undefined ? null : { ...at(id), value: id.value },
    secret: secret === undefined ? null : { ...at(secret), value: new Secret(secret.value) },
    typo: typo === undefined ? null : { ...at(typo), value: null },
    note: noteOn(file.text, reader, [id, secret]),
    broken: null,
  };
}

/**
 * The section of the file is spelt with other letters than the program looks for, e.g. `[AWS
 * access]`: it is passed over.
 */
export function misspeltSection(
  file: LegacyText,
  reader: LegacyReader,
): { readonly name: string; readonly line: number } | null {
  if (typeof file.text !== "string") return null;
  const scan = scanText(file.text, "credentials", "3.9");
  if (!scan.ok || scan.sections.has(SECTION[reader])) return null;
  const twin = findSection(scan, SECTION[reader]);
  return twin?.options.has("aws_access_key_id") === true
    ? { name: twin.name, line: twin.index + 1 }
    : null;
}

function findSection(
  scan: FileScan,
  name: string,
): {
  readonly name: string;
  readonly index: number;
  readonly options: ReadonlyMap<string, ScannedOption>;
} | null {
  const plain = (text: string): string => text.trim().toLowerCase();
  return [...scan.sections.values()].find((section) => plain(section.name) === plain(name)) ?? null;
}

function at(option: ScannedOption): { readonly line: number; readonly writtenName: string } {
  return { line: option.index + 1, writtenName: option.line.writtenName };
}

function brokenKey(
  { path, kind = null }: LegacyText,
  reader: LegacyReader,
  line: number,
  reason: string,
): LegacyKey {
  const who = reader === "psiturk" ? "psiTurk" : "boto3";
  // The scanner speaks of the AWS files, on which every program stops; of this file only its first
  // sentence holds.
  const [first = ""] = reason.split(" psiTurk, boto3 and the AWS CLI", 1);
  const why = kind?.says ?? first.replaceAll("[default]", `[${SECTION[reader]}]`);
  const message = `${who} cannot read ${shownSafely(path)}, and stops. ${why}`;
  const broken = problem(
    "file-broken",
    message,
    kind?.try ?? [
      `Mend line ${line} of ${shownSafely(path)} in a text editor, or move the file away: ` +
        `mv ${quoted(path)} ${quoted(`${path}.old`)}`,
    ],
  );
  return { path, id: null, secret: null, typo: null, note: "", broken };
}

/**
 * What to say where `ini`, and with it most people and programs, read something else than
 * configparser.
 */
function noteOn(
  text: string,
  reader: LegacyReader,
  options: readonly (ScannedOption | undefined)[],
): string {
  const who = reader === "psiturk" ? "psiTurk" : "boto3";
  const usual = usualReading(text, SECTION[reader]);
  for (const option of options) {
    if (option === undefined || usual.get(option.line.name) === option.value) continue;
    const line = `line ${option.index + 1}`;
    if (/^(["']).*\1$/.test(option.value))
      return `the quotes in ${line} become part of the value for ${who}`;
    if (option.value.includes("\n"))
      return `the indented line after ${line} becomes part of the value for ${who}`;
    if (/[;#]/.test(option.value))
      return (
        `what follows the ${option.value.includes("#") ? "#" : ";"} in ${line} is part of ` +
        `the value for ${who}, not a comment`
      );
    return `unsure: ${line} is written in a way that programs read differently`;
  }
  return "";
}

function usualReading(text: string, section: string): ReadonlyMap<string, string> {
  const parsed: unknown = parse(text);
  const found = isRecord(parsed) ? parsed[section] : undefined;
  const options = new Map<string, string>();
  if (isRecord(found))
    for (const [name, value] of Object.entries(found))
      options.set(name.toLowerCase(), typeof value === "string" ? value : "");
  return options;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The lines to delete so that the file no longer holds a key. */
export function legacyCure(key: LegacyKey): readonly string[] {
  const lines = [key.id, key.secret, key.typo].flatMap((part) =>
    part === null ? [] : [{ line: part.line, name: part.writtenName }],
  );
  return lines.length === 0 ? (key.broken?.try ?? []) : [deleteCure(key.path, lines)];
}
