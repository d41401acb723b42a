/**
 * Makes every mend keep to one discipline: lines are edited, the result is read again, and must say
 * exactly what was announced.
 */
import { Secret } from "../../base/secret.js";
import { applySplices, type Splice } from "../text/edit-lines.js";
import { strip, type RawLine } from "../text/python.js";
import { plainText } from "../text/reveal.js";
import { lexFile, type LexedFile } from "../text/scan-lines.js";
import { ambiguousHeaders, scanText, type FileScan, type ScanProblem } from "../text/scan.js";
import type { FileKind } from "../types.js";

/** A text under repair. */
export interface Doc {
  readonly kind: FileKind;
  /** Both AWS files are this one: it is read as either kind. */
  readonly both: boolean;
  readonly text: Secret;
  /**
   * For each line of the text, the line of the file on disk that it was, counted from 1; a new line
   * has that of the line it was put at.
   */
  readonly origins: readonly number[];
  /** What profiles name outside the file and boto3 stops on; what is not in it is fine. */
  readonly outside?: Outside;
}

/** Settings that name something outside the AWS files on which boto3 may stop. */
export type OutsideSetting = "ca_bundle" | "credential_process" | "web_identity_token_file";

/** By setting, and by the value as it stands there. */
export type Outside = ReadonlyMap<OutsideSetting, ReadonlyMap<string, OutsideFault>>;

/** Why boto3 stops on it, as the end of a sentence about the setting. */
export interface OutsideFault {
  readonly why: string;
  /**
   * The value that was meant, and what may be shown of it (a command may hold a password); null: it
   * cannot be told.
   */
  readonly meant: { readonly value: string; readonly shown: string } | null;
  /** What else may be done, beside another value. */
  readonly cure?: string;
}

/**
 * A text under repair, opened: read by the scanner, with its lines at hand. Holds plain text, so it
 * never leaves this room.
 */
export interface Chart {
  readonly doc: Doc;
  readonly text: string;
  readonly file: LexedFile;
  readonly scan: FileScan | ScanProblem;
}

/**
 * What a file says, header by header and option by option in their order, also where boto3 stops on
 * it: twins are in it twice, and options before any header come first.
 */
export type Atom =
  | { readonly kind: "header"; readonly index: number; readonly name: string }
  | {
      readonly kind: "option";
      readonly index: number;
      readonly name: string;
      readonly value: string;
    };

/**
 * A splice that also tells which lines (indexes) the inserted ones were, where they are moved from
 * elsewhere.
 */
export interface MendSplice extends Splice {
  readonly movedFrom?: readonly number[];
}

export function newDoc(kind: FileKind, text: string, both = false): Doc {
  return {
    kind,
    both,
    text: new Secret(text),
    origins: lexFile(text).raw.map((_, index) => index + 1),
  };
}

export function openDoc(doc: Doc): Chart {
  const text = plainText(doc.text);
  return { doc, text, file: lexFile(text), scan: scanText(text, doc.kind) };
}

/** The line of the file on disk, counted from 1. */
export function lineOnDisk(chart: Chart, index: number): number {
  return chart.doc.origins[index] ?? index + 1;
}

export function textAt(chart: Chart, index: number): string {
  return chart.file.raw[index]?.text ?? "";
}

/** Every finder asks for them, and for each finding anew. */
const ATOMS = new WeakMap<LexedFile, readonly Atom[]>();

export function atomsOf(file: LexedFile): readonly Atom[] {
  const known = ATOMS.get(file) ?? readAtoms(file);
  ATOMS.set(file, known);
  return known;
}

/**
 * What lines say after a mend, by their index: nothing any more, something else, or more than
 * before. All others say what they said; so the work of a mend does not grow with the file.
 */
export type Rewritten = ReadonlyMap<number, readonly Atom[]>;

/** Lines that say nothing afterwards. */
export function silenced(indexes: Iterable<number>): Rewritten {
  return new Map([...indexes].map((index) => [index, []] as const));
}

/** The atom of a line; undefined where it has none. */
export function atomAt(file: LexedFile, index: number): Atom | undefined {
  const atom = atomsOf(file)[placeOf(file, index)];
  return atom?.index === index ? atom : undefined;
}

/** Each of these lines with its atom changed. */
export function rewritten(
  file: LexedFile,
  indexes: readonly number[],
  change: (atom: Atom) => Atom,
): Rewritten {
  return new Map(
    indexes.flatMap((index) => {
      const atom = atomAt(file, index);
      return atom === undefined ? [] : [[index, [change(atom)]] as const];
    }),
  );
}

/**
 * The atoms from the first to the last line that is rewritten: where they are among all of the
 * file, and what they become.
 */
export function stretchOf(
  file: LexedFile,
  changed: Rewritten,
  orAt: number,
): { readonly from: number; readonly to: number; readonly says: readonly Atom[] } {
  if (changed.size === 0) return { from: placeOf(file, orAt), to: placeOf(file, orAt), says: [] };
  const lines = [...changed.keys()].sort((a, b) => a - b);
  const [from, to] = [placeOf(file, lines[0] ?? 0), placeOf(file, (lines.at(-1) ?? 0) + 1)];
  const says: Atom[] = [];
  let at = from;
  const atoms = atomsOf(file);
  for (const line of lines) {
    for (; at < to && (atoms[at]?.index ?? line) < line; at += 1)
      says.push(...atoms.slice(at, at + 1));
    if (atoms[at]?.index === line) at += 1;
    says.push(...(changed.get(line) ?? []));
  }
  return { from, to, says };
}

/** All that the file says afterwards. */
export function rewrittenAtoms(file: LexedFile, changed: Rewritten): readonly Atom[] {
  const { from, to, says } = stretchOf(file, changed, 0);
  const atoms = atomsOf(file);
  return [...atoms.slice(0, from), ...says, ...atoms.slice(to)];
}

/** How many atoms stand above a line. */
function placeOf(file: LexedFile, line: number): number {
  const atoms = atomsOf(file);
  let [low, high] = [0, atoms.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atoms[middle]?.index ?? line) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readAtoms({ raw, lines }: LexedFile): readonly Atom[] {
  const more = new Map<number, string[]>();
  for (const [index, line] of lines.entries()) {
    if (line.kind !== "continuation") continue;
    const texts = more.get(line.owner);
    if (texts === undefined) more.set(line.owner, [strip(raw[index]?.text ?? "")]);
    else texts.push(strip(raw[index]?.text ?? ""));
  }
  return lines.flatMap((line, index): readonly Atom[] => {
    if (line.kind === "header") return [{ kind: "header", index, name: line.name }];
    if (line.kind === "option")
      return [
        {
          kind: "option",
          index,
          name: line.name,
          value: [line.firstValue, ...(more.get(index) ?? [])].join("\n"),
        },
      ];
    return [];
  });
}

/** The lines that continue the value of the option at `index`. */
export function continuationsAt(file: LexedFile, index: number): readonly number[] {
  const found: number[] = [];
  for (let at = index + 1; at < file.lines.length; at += 1) {
    const line = file.lines[at];
    if (line?.kind === "header" || line?.kind === "option") break;
    if (line?.kind === "continuation" && line.owner === index) found.push(at);
  }
  return found;
}

/**
 * Puts other texts in the place of a line; none: the line goes. The line's own end stays with the
 * last of them.
 */
export function replaceLine(
  raw: readonly RawLine[],
  index: number,
  texts: readonly string[],
): Splice {
  const line = raw[index] ?? { text: "", eol: "" as const };
  const end = line.eol === "" ? usualEnd(raw) : line.eol;
  return {
    at: index,
    remove: [line.text + line.eol],
    insert: texts.map((text, at) => text + (at < texts.length - 1 ? end : line.eol)),
  };
}

/** Removes lines. */
export function removeLines(
  raw: readonly RawLine[],
  indexes: readonly number[],
): readonly Splice[] {
  return indexes.map((index) => replaceLine(raw, index, []));
}

function usualEnd(raw: readonly RawLine[]): string {
  return raw.find(({ eol }) => eol !== "")?.eol ?? "\n";
}

/**
 * The text after the splices, or null unless it says exactly `expected`, has no new fault, has
 * at least `fewer` faults less, and is not worse for Python 3.9 either.
 */
export function mendedOrExplained(
  chart: Chart,
  splices: readonly MendSplice[],
  expected: readonly Atom[],
  fewer: number,
): Doc | null {
  const sorted = [...splices].sort((a, b) => a.at - b.at);
  const text = applySplices(chart.text, chart.file.raw, sorted);
  if (!says(atomsOf(lexFile(text)), expected)) return null;
  const { kind } = chart.doc;
  const after = scanText(text, kind);
  if (faultCount(after) > faultCount(chart.scan) - fewer) return null;
  if (
    after.ok &&
    ambiguousHeaders(after).length > 0 &&
    !scanText(text, kind, "3.9").ok &&
    scanText(chart.text, kind, "3.9").ok
  )
    return null;
  return { ...chart.doc, text: new Secret(text), origins: originsAfter(chart, sorted) };
}

function faultCount(scan: FileScan | ScanProblem): number {
  return scan.ok ? 0 : scan.faults.length;
}

function says(atoms: readonly Atom[], expected: readonly Atom[]): boolean {
  return (
    atoms.length === expected.length && atoms.every((atom, at) => sameAtom(atom, expected[at]))
  );
}

function sameAtom(a: Atom, b: Atom | undefined): boolean {
  return (
    a.kind === b?.kind &&
    a.name === b.name &&
    (a.kind === "header" || b.kind === "header" || a.value === b.value)
  );
}

function originsAfter(chart: Chart, splices: readonly MendSplice[]): readonly number[] {
  const out: number[] = [];
  let at = 0;
  for (const splice of splices) {
    for (; at < splice.at; at += 1) out.push(lineOnDisk(chart, at));
    for (const [offset] of splice.insert.entries())
      out.push(
        lineOnDisk(
          chart,
          splice.movedFrom?.[offset] ??
            splice.at + Math.min(offset, Math.max(0, splice.remove.length - 1)),
        ),
      );
    at += splice.remove.length;
  }
  for (; at < chart.file.raw.length; at += 1) out.push(lineOnDisk(chart, at));
  return out;
}
