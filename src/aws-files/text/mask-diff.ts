/** Shows what changes in a file, line by line, without a word of what must not be seen. */
import type { Splice } from "./edit-lines.js";
import { maskedLine } from "./mask.js";
import { splitFile, type RawLine } from "./python.js";
import { lexFile, type LexedFile } from "./scan-lines.js";
import type { DiffLine } from "../../base/diff-line.js";

/** Above this many comparisons a changed stretch is shown as all old lines, then all new ones. */
const MOST_COMPARISONS = 4_000_000;

/**
 * The difference of any two texts, for showing: changed lines below the header of their section,
 * ids shortened, secrets
 * `(hidden)`, comments and lines that are no recognisable option `(not shown)`. Works for texts
 * that boto3 cannot read.
 */
export function maskedDiff(before: string, after: string): readonly DiffLine[] {
  return spliceDiff(before, after, compare(splitFile(before), splitFile(after)));
}

/** As {@link maskedDiff}, for a change whose splices are known. */
export function spliceDiff(
  before: string,
  after: string,
  splices: readonly Splice[],
): readonly DiffLine[] {
  const out = lexedDiff(lexFile(before), lexFile(after), splices);
  return out.length === 0 && before !== after ? [ENDS_ONLY] : out;
}

/**
 * The diff of one stretch of two files that are read already: the lines `from` to `to` of the old
 * one, which have become
 * `length` lines, `shift` lines further down.
 */
export function stretchDiff(
  old: LexedFile,
  now: LexedFile,
  {
    from,
    to,
    length,
    shift,
  }: {
    readonly from: number;
    readonly to: number;
    readonly length: number;
    readonly shift: number;
  },
): readonly DiffLine[] {
  const splices = compare(
    old.raw.slice(from, to),
    now.raw.slice(from + shift, from + shift + length),
  ).map((splice) => ({ ...splice, at: splice.at + from }));
  const out = lexedDiff(old, now, splices, shift);
  return out.length === 0 && splices.length > 0 ? [ENDS_ONLY] : out;
}

const ENDS_ONLY: DiffLine = { sign: " ", text: "(only line ends change)" };

function lexedDiff(
  old: LexedFile,
  now: LexedFile,
  splices: readonly Splice[],
  shiftBefore = 0,
): readonly DiffLine[] {
  const out: DiffLine[] = [];
  let context: number | null = null;
  let shift = shiftBefore;
  for (const splice of splices) {
    const { gone, come } = visible(splice, shift);
    const header = headerAbove(old, splice.at);
    const lines = [
      ...gone.map((index): DiffLine => ({
        sign: "-",
        text: maskedLine(old, index),
        line: index + 1,
      })),
      ...come.map((index): DiffLine => ({
        sign: "+",
        text: maskedLine(now, index),
        line: index + 1,
      })),
    ];
    if (
      lines.length > 0 &&
      header !== null &&
      header !== context &&
      !(gone.length > 0 ? opensSection(old, gone) : opensSection(now, come))
    ) {
      out.push({ sign: " ", text: maskedLine(old, header) });
    }
    if (lines.length > 0) context = header;
    for (const line of lines) out.push(line);
    shift += splice.insert.length - splice.remove.length;
  }
  return out;
}

/** The splices that turn one text into the other. */
export function compare(before: readonly RawLine[], after: readonly RawLine[]): readonly Splice[] {
  const a = before.map((line) => line.text + line.eol);
  const b = after.map((line) => line.text + line.eol);
  const start = commonStart(a, b);
  const end = commonStart(a.slice(start).reverse(), b.slice(start).reverse());
  const middleA = a.slice(start, a.length - end);
  const middleB = b.slice(start, b.length - end);
  if (middleA.length === 0 && middleB.length === 0) return [];
  if (middleA.length * middleB.length > MOST_COMPARISONS)
    return [{ at: start, remove: middleA, insert: middleB }];
  return longestCommon(middleA, middleB).map((splice) => ({ ...splice, at: splice.at + start }));
}

/**
 * Indexes of the lines to show, in the old and in the new file; lines that only get another line
 * end are left out.
 */
function visible(
  splice: Splice,
  shift: number,
): { readonly gone: readonly number[]; readonly come: readonly number[] } {
  const remove = splice.remove.map(withoutEnd);
  const insert = splice.insert.map(withoutEnd);
  const start = commonStart(remove, insert);
  const end = commonStart(remove.slice(start).reverse(), insert.slice(start).reverse());
  const indexes = (texts: readonly string[], first: number): readonly number[] =>
    texts.map((_, index) => first + index).slice(start, texts.length - end);
  return { gone: indexes(remove, splice.at), come: indexes(insert, splice.at + shift) };
}

function withoutEnd(line: string): string {
  return line.replace(/(?:\r\n|\r|\n)$/, "");
}

function headerAbove(file: LexedFile, index: number): number | null {
  for (let at = index - 1; at >= 0; at -= 1) if (file.lines[at]?.kind === "header") return at;
  return null;
}

/** Whether the first line shown that is not blank is itself a header. */
function opensSection(file: LexedFile, indexes: readonly number[]): boolean {
  const first = indexes.find((index) => file.lines[index]?.kind !== "blank");
  return first !== undefined && file.lines[first]?.kind === "header";
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

/** Splices from the longest common subsequence, by the usual table. */
function longestCommon(a: readonly string[], b: readonly string[]): readonly Splice[] {
  const common = commonLengths(a, b);
  const splices: Splice[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [fromA, fromB] = [i, j];
    while (isChanged(a, b, i, j)) {
      if (j === b.length || (i < a.length && common(i + 1, j) >= common(i, j + 1))) i += 1;
      else j += 1;
    }
    if (i > fromA || j > fromB)
      splices.push({ at: fromA, remove: a.slice(fromA, i), insert: b.slice(fromB, j) });
    const same = commonStart(a.slice(i), b.slice(j));
    i += same;
    j += same;
  }
  return splices;
}

/** Whether something is left and the two next lines differ. */
function isChanged(a: readonly string[], b: readonly string[], i: number, j: number): boolean {
  return (i < a.length || j < b.length) && (i === a.length || j === b.length || a[i] !== b[j]);
}

/**
 * The length of the longest common subsequence of what is left of `a` from `i` and of `b` from `j`.
 */
function commonLengths(
  a: readonly string[],
  b: readonly string[],
): (i: number, j: number) => number {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const length = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  return length;
}
