/**
 * Reads an AWS file as boto3 does: Python's configparser, then botocore's loader on top (nested
 * blocks, profile names).
 *
 * botocore is the judge (https://github.com/boto/botocore/blob/develop/botocore/configloader.py);
 * test/conformance compares the two on tens of thousands of made-up files.
 */
import type { Problem } from "../../base/problem.js";
import type { Secret } from "../../base/secret.js";
import { shlexSplit, splitlines, strip, type RawLine } from "./python.js";
import { plainText } from "./reveal.js";
import {
  lexFile,
  type LexedFile,
  type LineFault,
  type IniLine,
  type OptionLine,
  type PythonVersion,
} from "./scan-lines.js";
import { faultProblem } from "./scan-problem.js";
import type { FileKind, FileState } from "../types.js";

/** One option with its whole value. */
export interface ScannedOption {
  readonly line: OptionLine;
  /** Index of its line, from 0. */
  readonly index: number;
  /** Indexes of the lines that continue its value, blank and comment lines not counted. */
  readonly continuations: readonly number[];
  /**
   * As configparser gives it: lines joined by LF. Begins with LF where the value is a nested block.
   */
  readonly value: string;
}

/** One section with its own options, in order; those of `[DEFAULT]` are kept apart. */
export interface ScannedSection {
  readonly name: string;
  /** Index of the header line, from 0. */
  readonly index: number;
  readonly header: Extract<IniLine, { kind: "header" }>;
  readonly options: ReadonlyMap<string, ScannedOption>;
}

/** A file that boto3 can read. */
export interface FileScan {
  readonly ok: true;
  readonly kind: FileKind;
  readonly raw: readonly RawLine[];
  readonly lines: readonly IniLine[];
  /** All sections but `[DEFAULT]`, in the order of the file. */
  readonly sections: ReadonlyMap<string, ScannedSection>;
  /**
   * The options of `[DEFAULT]`, which Python copies into every section; null if the file has no
   * such header.
   */
  readonly defaults: ReadonlyMap<string, ScannedOption> | null;
}

/** A file that boto3 stops on. */
export interface ScanProblem {
  readonly ok: false;
  /** Line of the first fault, counted from 1. */
  readonly line: number;
  /** All faults, in the order of the file. */
  readonly faults: readonly LineFault[];
  readonly problem: Problem;
}

/**
 * Scans a text as boto3 reads it under the given Python.
 * Problem: `file-broken`, with the line and what is wrong there.
 */
export function scanText(
  text: string,
  kind: FileKind,
  python: PythonVersion = "3.10",
): FileScan | ScanProblem {
  const file = lexFile(text, python);
  const known = SCANNED[kind].get(file) ?? scanned(file, kind);
  SCANNED[kind].set(file, known);
  return known;
}

/** What is asked for again is collected once. */
const SCANNED = {
  credentials: new WeakMap<LexedFile, FileScan | ScanProblem>(),
  config: new WeakMap<LexedFile, FileScan | ScanProblem>(),
} satisfies Record<FileKind, unknown>;

function scanned(file: LexedFile, kind: FileKind): FileScan | ScanProblem {
  const { sections, defaults } = collect(file.raw, file.lines);
  const nested = nestedFaults(file.raw, sections, defaults);
  const faults = [...file.faults, ...nested].sort((a, b) => a.index - b.index);
  const first = faults[0];
  if (first !== undefined)
    return { ok: false, line: first.index + 1, faults, problem: faultProblem(first, file) };
  return { ok: true, kind, raw: file.raw, lines: file.lines, sections, defaults };
}

/** Scans what was on disk. */
export function scanState(
  state: FileState,
  python: PythonVersion = "3.10",
): FileScan | ScanProblem {
  return scanText(plainText(state.text), state.kind, python);
}

/** Whether the text behind a secret is empty or white space only, as boto3 counts it. */
export function isBlank(value: Secret): boolean {
  return value.satisfies((text) => strip(text) === "");
}

function collect(
  raw: readonly RawLine[],
  lines: readonly IniLine[],
): Pick<FileScan, "sections" | "defaults"> {
  const sections = new Map<string, ScannedSection>();
  let defaults: Map<string, ScannedOption> | null = null;
  let current = new Map<string, ScannedOption>();
  const continued = continuationsOf(lines);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) continue;
    if (line.kind === "header" && line.name === "DEFAULT") {
      defaults ??= new Map();
      current = defaults;
    } else if (line.kind === "header") {
      const options = new Map<string, ScannedOption>();
      current = options;
      // Of twins, which are a fault, the first is kept.
      if (!sections.has(line.name))
        sections.set(line.name, { name: line.name, index, header: line, options });
    } else if (line.kind === "option") {
      current.set(line.name, scannedOption(raw, line, index, continued.get(index) ?? NONE));
    }
  }
  return { sections, defaults };
}

const NONE: readonly number[] = [];

function continuationsOf(lines: readonly IniLine[]): ReadonlyMap<number, readonly number[]> {
  const continued = new Map<number, number[]>();
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line?.kind !== "continuation") continue;
    const known = continued.get(line.owner);
    if (known === undefined) continued.set(line.owner, [index]);
    else known.push(index);
  }
  return continued;
}

/** An option whose value stands on one line, as nearly all do: it takes no room of its own. */
class ShortOption implements ScannedOption {
  constructor(
    readonly line: OptionLine,
    readonly index: number,
  ) {}

  get continuations(): readonly number[] {
    return NONE;
  }

  get value(): string {
    return this.line.firstValue;
  }
}

/**
 * Joins a value as configparser does: blank lines between its lines count, comment lines do not.
 */
function scannedOption(
  raw: readonly RawLine[],
  line: OptionLine,
  index: number,
  continuations: readonly number[],
): ScannedOption {
  if (continuations.length === 0) return new ShortOption(line, index);
  const parts = [line.firstValue];
  let at = index + 1;
  for (const next of continuations) {
    for (; at < next; at += 1) if (strip(raw[at]?.text ?? "") === "") parts.push("");
    parts.push(strip(raw[next]?.text ?? ""));
    at = next + 1;
  }
  return { line, index, continuations, value: parts.join("\n") };
}

/**
 * The settings of a nested block (`s3 =` and indented lines), or null if the value is plain text.
 * Of a name that comes twice the last counts; names keep their case.
 */
export function nestedSettings(value: string): ReadonlyMap<string, string> | null {
  if (!value.startsWith("\n")) return null;
  const settings = new Map<string, string>();
  for (const piece of splitlines(value)) {
    const at = piece.indexOf("=");
    if (at >= 0) settings.set(strip(piece.slice(0, at)), strip(piece.slice(at + 1)));
  }
  return settings;
}

/**
 * Lines of nested blocks without `=`: botocore refuses the whole file for them, those of
 * `[DEFAULT]` once a section inherits them.
 */
function nestedFaults(
  raw: readonly RawLine[],
  sections: FileScan["sections"],
  defaults: FileScan["defaults"],
): readonly LineFault[] {
  const faults: LineFault[] = [];
  const check = (option: ScannedOption): void => {
    if (!option.value.startsWith("\n")) return;
    for (const index of option.continuations) {
      const pieces = splitlines(raw[index]?.text ?? "").map(strip);
      if (pieces.some((piece) => piece !== "" && !piece.includes("=")))
        faults.push({ reason: "nested-without-equals", index, other: option.index });
    }
  };
  for (const section of sections.values())
    for (const option of section.options.values()) check(option);
  const all = [...sections.values()];
  for (const [name, option] of defaults ?? []) {
    if (option.value.startsWith("\n") && all.some((section) => !section.options.has(name)))
      check(option);
  }
  return faults;
}

/**
 * The sections that mean a profile to botocore, in the order of the file; the last of them is the
 * one it uses.
 */
export function sectionsOf(scan: FileScan, profile: string): readonly ScannedSection[] {
  if (scan.kind === "credentials") {
    const section = scan.sections.get(profile);
    return section === undefined ? [] : [section];
  }
  const known = BY_PROFILE.get(scan) ?? byProfile(scan);
  BY_PROFILE.set(scan, known);
  return known.get(profile) ?? [];
}

/**
 * Gone through once for each scan: whoever asks for every profile would otherwise go through all
 * sections for each.
 */
const BY_PROFILE = new WeakMap<FileScan, ReadonlyMap<string, readonly ScannedSection[]>>();

function byProfile(scan: FileScan): ReadonlyMap<string, readonly ScannedSection[]> {
  const found = new Map<string, ScannedSection[]>();
  for (const section of scan.sections.values()) {
    const profile = profileOf(section.name, scan.kind);
    if (profile === null) continue;
    const known = found.get(profile);
    if (known === undefined) found.set(profile, [section]);
    else known.push(section);
  }
  return found;
}

/**
 * The profile that a header means to botocore; null if none. In the credentials file every section
 * is a profile; in the config file `default`, and whatever begins with `profile` and is two words
 * to a shell (even `[profilex a]`).
 */
export function profileOf(section: string, kind: FileKind): string | null {
  if (kind === "credentials") return section;
  if (section === "default") return section;
  if (!section.startsWith("profile")) return null;
  const words = shlexSplit(section);
  return words?.length === 2 ? (words[1] ?? null) : null;
}

/**
 * Lines, counted from 1, of the headers that Python 3.9 reads otherwise than Python 3.10; without
 * any, the two read alike.
 */
export function ambiguousHeaders(scan: FileScan): readonly number[] {
  const found: number[] = [];
  for (let index = 0; index < scan.lines.length; index += 1) {
    const line = scan.lines[index];
    if (line?.kind === "header" && line.brackets > 1) found.push(index + 1);
  }
  return found;
}
