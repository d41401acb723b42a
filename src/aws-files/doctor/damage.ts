/**
 * Finds what is damaged, misread or hidden in an AWS file, one thing after the other, each with the
 * mends that are safe.
 *
 * A mend is a pure proposal: new text, and what it must say. It is offered only if the new text,
 * read again, says exactly that (see mend-lines.ts). How boto3 reads each case:
 * https://docs.python.org/3/library/configparser.html and
 * https://github.com/boto/botocore/blob/develop/botocore/configloader.py; test/conformance asks
 * botocore itself.
 */
import type { ProblemCode } from "../../base/problem.js";
import { maskedDiff } from "../text/mask-diff.js";
import { maskedLine } from "../text/mask.js";
import {
  type Chart,
  type Doc,
  lineOnDisk,
  type MendSplice,
  mendedOrExplained,
  type Rewritten,
  rewrittenAtoms,
} from "./mend-lines.js";
import { plainText } from "../text/reveal.js";
import { lexFile } from "../text/scan-lines.js";
import type { DiffLine } from "../../base/diff-line.js";

/**
 * Which of two to keep, where only the person can know: the one that stands first, the last one, or
 * both as one.
 */
export type Keep = "first" | "last" | "both";

/** One way to mend a damage. */
export interface Mend {
  /** Null: there is nothing to choose. */
  readonly keep: Keep | null;
  /** What it does, for a list of choices; no secrets. */
  readonly label: string;
  /** The text after it, and after the others of its kind that were looked at with it. */
  readonly after: Doc;
  readonly diff: readonly DiffLine[];
}

export interface Damage {
  /** Tells it from the other damages of its file, also after others were mended. */
  readonly id: string;
  readonly code: ProblemCode;
  /** In the file on disk, counted from 1; null: the whole file. */
  readonly line: number | null;
  /** What and why; no secrets. */
  readonly message: string;
  /** What to do by hand; never empty. */
  readonly try: readonly string[];
  /** Empty: it can only be explained. More than one: a choice. */
  readonly mends: readonly Mend[];
}

/** A mend as a finder proposes it, not yet checked. */
export interface Proposal {
  readonly keep: Keep | null;
  readonly label: string;
  readonly splices: readonly MendSplice[];
  /** What the lines that it touches must say afterwards. */
  readonly expected: Rewritten;
  /** Lines of the new text that the diff shows beside the change, for orientation. */
  readonly context?: readonly number[];
}

/** A damage as a finder tells it; proposals are worked out only for the one that is asked about. */
export interface DamageFinding {
  readonly id: string;
  readonly code: ProblemCode;
  readonly index: number | null;
  readonly message: string;
  readonly try: readonly string[];
  readonly propose: (() => readonly Proposal[]) | null;
}

export type Finder = (chart: Chart) => readonly DamageFinding[];

export const FIX = "mturk-setup doctor --fix   (shows the change, asks, and keeps a copy)";

/** What one look at a text shows. */
export interface DoctorView {
  /** The first damage that can be mended and that nobody has decided about. */
  readonly open: Damage | null;
  /** What can only be explained, as far as the look went: to the end if `open` is null. */
  readonly explained: readonly Damage[];
}

/**
 * Goes through the finders, in their order, to the first damage that can be mended; `decided` names
 * those that are done with.
 */
export function look(
  chart: Chart,
  finders: readonly Finder[],
  decided: ReadonlySet<string>,
): DoctorView {
  const explained: Damage[] = [];
  for (const find of finders) {
    for (const found of find(chart)) {
      if (decided.has(found.id)) continue;
      const damage = withMends(chart, found);
      if (damage.mends.length > 0) return { open: damage, explained };
      explained.push(damage);
    }
  }
  return { open: null, explained };
}

function withMends(chart: Chart, found: DamageFinding): Damage {
  const proposals = found.propose?.() ?? [];
  const mends = proposals.flatMap((proposal) => checkedMend(chart, proposal, found.code));
  // Half of a choice is no choice: the one that is left would be the guess that nobody was asked
  // about.
  return asDamage(chart, found, mends.length === proposals.length ? mends : []);
}

/** What boto3 stopped on is one fault less once it is mended. */
export function faultsLess(code: ProblemCode): number {
  return code === "file-broken" ? 1 : 0;
}

/** The finding with its mends, checked. */
export function asDamage(
  chart: Chart,
  { id, code, index, message, try: byHand }: DamageFinding,
  whole: readonly Mend[],
): Damage {
  return {
    id,
    code,
    message,
    line: index === null ? null : lineOnDisk(chart, index),
    try: whole.length === 0 ? byHand : [FIX, ...byHand],
    mends: whole,
  };
}

function checkedMend(
  chart: Chart,
  { keep, label, splices, expected, context }: Proposal,
  code: ProblemCode,
): readonly Mend[] {
  const after = mendedOrExplained(
    chart,
    splices,
    rewrittenAtoms(chart.file, expected),
    faultsLess(code),
  );
  if (after === null) return [];
  const text = plainText(after.text);
  const changes = maskedDiff(chart.text, text);
  return [
    {
      keep,
      label,
      after,
      diff: [...labelled(changes, label), ...contextLines(text, context ?? [])],
    },
  ];
}

/** With what it does in words, where the lines do not show it. */
export function labelled(changes: readonly DiffLine[], label: string): readonly DiffLine[] {
  return looksTheSame(changes) ? [...changes, { sign: " ", text: `(${label})` }] : changes;
}

/** What changes is in none of the parts that are shown, so it has to be said. */
function looksTheSame(diff: readonly DiffLine[]): boolean {
  const texts = (sign: "+" | "-"): string =>
    diff.flatMap((line) => (line.sign === sign ? [line.text] : [])).join("\n");
  return texts("+") === texts("-");
}

function contextLines(text: string, indexes: readonly number[]): readonly DiffLine[] {
  const file = lexFile(text);
  return indexes.map((index) => ({ sign: " ", text: maskedLine(file, index) }));
}

/** "line 2", "lines 2 and 5", "lines 2, 5, 9 and 12 more": where in the file on disk. */
export function linesOf(chart: Chart, indexes: readonly number[]): string {
  const numbers = indexes.map((index) => lineOnDisk(chart, index));
  const shown =
    numbers.length > 4
      ? [...numbers.slice(0, 3).map(String), `${numbers.length - 3} more`]
      : numbers.map(String);
  const last = shown.at(-1) ?? "";
  return numbers.length === 1
    ? `line ${last}`
    : `lines ${shown.slice(0, -1).join(", ")} and ${last}`;
}

/**
 * The id of a finding that stands for all places of its kind: found in other places too, it is
 * another one.
 */
export function groupId(chart: Chart, kind: string, indexes: readonly number[]): string {
  return `${kind}:${indexes.map((index) => lineOnDisk(chart, index)).join(",")}`;
}

/** The line with a capital, as the beginning of a sentence. */
export function atLine(chart: Chart, index: number): string {
  return `Line ${lineOnDisk(chart, index)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
