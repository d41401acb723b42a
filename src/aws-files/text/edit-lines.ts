/** Places the lines of an edit: pure, one patch per touched line, in the terms of the old file. */
import type { RawLine } from "./python.js";
import type { OptionLine } from "./scan-lines.js";
import type { FileScan, ScannedOption, ScannedSection } from "./scan.js";

/**
 * Lines of the old file, with their line ends, replaced by others: `remove` stands at line index
 * `at` of the old file.
 */
export interface Splice {
  readonly at: number;
  readonly remove: readonly string[];
  readonly insert: readonly string[];
}

/** What is to change in one existing section, or in a new one at the end of the file. */
export interface Wanted {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: ReadonlySet<string>;
  /**
   * Names stay as they are written. Else they come out in lower case: not every AWS tool reads
   * others.
   */
  readonly keepNames?: boolean;
}

/** The names we write, in the order in which they stand together. */
const ORDER = [
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "region",
] as const;

/** Applies splices to a text, whose lines are `raw`. */
export function applySplices(
  text: string,
  raw: readonly RawLine[],
  splices: readonly Splice[],
): string {
  let out = "";
  let line = 0;
  let at = 0;
  const forwardTo = (index: number): number => {
    for (; line < index; line += 1) {
      const { text: inside, eol } = raw[line] ?? { text: "", eol: "" };
      at += inside.length + eol.length;
    }
    return at;
  };
  for (const splice of splices) {
    out += text.slice(at, forwardTo(splice.at)) + splice.insert.join("");
    forwardTo(splice.at + splice.remove.length);
  }
  return out + text.slice(at);
}

/** A new section at the end of the file, at column 0, set off by one blank line. */
export function appendSection(
  scan: FileScan,
  header: string,
  set: ReadonlyMap<string, string>,
): readonly Splice[] {
  const patches = new Patches(scan.raw);
  const last = scan.lines.at(-1);
  const lines = [`[${header}]`, ...inOrder(set).map(([name, value]) => `${name} = ${value}`)];
  patches.append(last === undefined || last.kind === "blank" ? lines : ["", ...lines]);
  return patches.splices();
}

/**
 * The edit of an existing section.
 *
 * Indents never grow from one option of a section to the next (a deeper line would continue the
 * value above), so a new line is safe exactly if it is not deeper than the option above it and not
 * shallower than the option or header below: deeper, it would join the value above; shallower, it
 * would capture what stands below.
 */
export function patchSection(
  scan: FileScan,
  section: ScannedSection,
  wanted: Wanted,
): readonly Splice[] {
  const patches = new Patches(scan.raw);
  for (const [name, option] of section.options) {
    const value = wanted.set.get(name);
    if (value !== undefined)
      patches.replace(option.index, rewritten(option.line, value, wanted.keepNames === true));
    else if (wanted.remove.has(name)) patches.replace(option.index, null);
    else continue;
    for (const index of option.continuations) patches.replace(index, null);
  }
  for (const [name, value] of inOrder(wanted.set)) {
    if (!section.options.has(name)) patches.put(placeFor(scan, section, wanted, [name, value]));
  }
  return patches.splices();
}

/**
 * The option's line with another value: name in lower case unless it is kept, everything else as it
 * stands.
 */
function rewritten(line: OptionLine, value: string, keepName: boolean): string {
  const spaced = line.firstValue === "" && /^\s+[=:]$/.test(line.separator);
  const name = keepName ? line.writtenName : line.name;
  return [line.indent, name, line.separator, spaced ? " " : "", value, line.trailing].join("");
}

/** Where a new line goes: beside an existing one. */
interface Place {
  readonly side: "before" | "after";
  readonly index: number;
  readonly text: string;
}

/**
 * A missing option's place in its section: beside a sibling, else below the last plain option, else
 * right below the header.
 */
function placeFor(
  scan: FileScan,
  section: ScannedSection,
  wanted: Wanted,
  [name, value]: readonly [string, string],
): Place {
  const stays = (sibling: string): ScannedOption | undefined =>
    wanted.remove.has(sibling) ? undefined : section.options.get(sibling);
  const rank = rankOf(name);
  const siblings = rank < ORDER.length ? ORDER : [];
  const above = siblings
    .slice(0, rank)
    .map(stays)
    .findLast((option) => option !== undefined);
  const below = siblings
    .slice(rank + 1)
    .map(stays)
    .find((option) => option !== undefined);
  const textLike = (like: OptionLine): string =>
    `${like.indent}${name}${separatorLike(like)}${value}`;
  if (above !== undefined)
    return { side: "after", index: lastLineOf(above, wanted), text: textLike(above.line) };
  if (below !== undefined)
    return { side: "before", index: below.index, text: textLike(below.line) };
  const options = [...section.options.values()];
  const last = options.at(-1);
  if (last?.continuations.length === 0)
    return { side: "after", index: last.index, text: textLike(last.line) };
  const first = options[0];
  if (first !== undefined)
    return { side: "after", index: section.index, text: textLike(first.line) };
  return {
    side: "after",
    index: section.index,
    text: `${indentOfEmpty(scan, section)}${name} = ${value}`,
  };
}

/** Below a sibling whose value is replaced, the lines of the old value are gone. */
function lastLineOf(option: ScannedOption, wanted: Wanted): number {
  return wanted.set.has(option.line.name)
    ? option.index
    : (option.continuations.at(-1) ?? option.index);
}

/**
 * An empty section is followed by a header or by nothing; a line that is shallower than that header
 * would capture it.
 */
function indentOfEmpty(scan: FileScan, section: ScannedSection): string {
  const next = scan.lines.slice(section.index + 1).find((line) => line.kind === "header");
  return next?.kind === "header" ? next.indent : "";
}

/** `=`, as tight as the line beside it; never `:`, which only Python reads. */
function separatorLike(line: OptionLine): string {
  return line.separator === "=" || line.separator === ":" ? "=" : " = ";
}

function rankOf(name: string): number {
  const rank = ORDER.findIndex((known) => known === name);
  return rank < 0 ? ORDER.length : rank;
}

function inOrder(set: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...set].sort(([a], [b]) => rankOf(a) - rankOf(b));
}

interface Patch {
  readonly before: string[];
  readonly after: string[];
  /** undefined: stays; null: goes. */
  self: string | null | undefined;
}

/** Collects what happens at each line, then says it as splices with the right line ends. */
class Patches {
  readonly #raw: readonly RawLine[];
  readonly #patches = new Map<number, Patch>();
  #appended: readonly string[] = [];

  constructor(raw: readonly RawLine[]) {
    this.#raw = raw;
  }

  replace(index: number, text: string | null): void {
    this.#at(index).self = text;
  }

  put(place: Place): void {
    this.#at(place.index)[place.side].push(place.text);
  }

  append(lines: readonly string[]): void {
    this.#appended = lines;
    if (this.#raw.length > 0) this.#at(this.#raw.length - 1);
  }

  splices(): readonly Splice[] {
    const eol = majorityEnd(this.#raw);
    const splices = [...this.#patches]
      .sort(([a], [b]) => a - b)
      .flatMap(([index, patch]) => this.#splicesAt(index, patch, eol));
    if (this.#appended.length === 0) return splices;
    // A blank line takes the end of the line above it: LF behind a lone CR would make one line end
    // of the two.
    const above = this.#raw.at(-1)?.eol ?? "";
    const insert = this.#appended.map((text) => text + (text === "" && above !== "" ? above : eol));
    return [...splices, { at: this.#raw.length, remove: [], insert }];
  }

  #at(index: number): Patch {
    const known = this.#patches.get(index);
    if (known !== undefined) return known;
    const patch: Patch = { before: [], after: [], self: undefined };
    this.#patches.set(index, patch);
    return patch;
  }

  #splicesAt(index: number, patch: Patch, majority: string): readonly Splice[] {
    const line = this.#raw[index];
    if (line === undefined) return [];
    const old = line.text + line.eol;
    const eol = line.eol === "" ? majority : line.eol;
    const before = patch.before.map((text) => text + eol);
    const after = patch.after.map((text) => text + eol);
    const followed = after.length > 0 || this.#appended.length > 0;
    const text = patch.self === undefined ? line.text : patch.self;
    const self = text === null ? null : text + (followed ? eol : line.eol);
    const splices: Splice[] = [];
    if (self === old) {
      if (before.length > 0) splices.push({ at: index, remove: [], insert: before });
      if (after.length > 0) splices.push({ at: index + 1, remove: [], insert: after });
      return splices;
    }
    return [
      { at: index, remove: [old], insert: [...before, ...(self === null ? [] : [self]), ...after] },
    ];
  }
}

/** The line end that most lines of the file have; LF where none has one. */
function majorityEnd(raw: readonly RawLine[]): RawLine["eol"] {
  let [lineFeeds, both, returns] = [0, 0, 0];
  for (const { eol } of raw)
    if (eol === "\n") lineFeeds += 1;
    else if (eol === "\r\n") both += 1;
    else if (eol === "\r") returns += 1;
  if (lineFeeds >= both && lineFeeds >= returns) return "\n";
  return both >= returns ? "\r\n" : "\r";
}
