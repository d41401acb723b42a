/**
 * Sections and settings that stand in a file twice: only the person knows which one counts, unless
 * both say the same.
 */
import { listedSome } from "../../base/list.js";
import {
  atLine,
  type Finder,
  type DamageFinding,
  groupId,
  linesOf,
  type Proposal,
} from "./damage.js";
import { BY_HAND } from "./faults.js";
import type { Splice } from "../text/edit-lines.js";
import { diffValue } from "../text/mask.js";
import {
  type Atom,
  type Chart,
  type Rewritten,
  atomAt,
  atomsOf,
  continuationsAt,
  removeLines,
  silenced,
  textAt,
} from "./mend-lines.js";
import { profileOf } from "../text/scan.js";
import { ALL_STOP, shownName } from "../text/scan-problem.js";

const MOST_DUPLICATES = 25;
/** How one of two is chosen where nobody can be asked. */
export const KEEP_OPTION =
  "Without a terminal: mturk-setup doctor --fix --yes --keep first   (or: last)";

type OptionAtom = Extract<Atom, { kind: "option" }>;

/** A section where it stands: its header's line and its options. */
interface Block {
  readonly header: number;
  readonly options: readonly OptionAtom[];
}

const BLOCKS = new WeakMap<Chart, ReadonlyMap<number, Block>>();

function blockAt(chart: Chart, header: number): Block {
  const known = BLOCKS.get(chart) ?? blocksOf(chart);
  BLOCKS.set(chart, known);
  return known.get(header) ?? { header, options: [] };
}

function blocksOf(chart: Chart): ReadonlyMap<number, Block> {
  const blocks = new Map<number, { readonly header: number; readonly options: OptionAtom[] }>();
  let options: OptionAtom[] = [];
  for (const atom of atomsOf(chart.file)) {
    if (atom.kind === "option") options.push(atom);
    else blocks.set(atom.index, { header: atom.index, options: (options = []) });
  }
  return blocks;
}

/** The same section line twice; boto3 reads nothing of such a file. */
export const duplicateSections: Finder = (chart) => {
  const all = chart.scan.ok
    ? []
    : chart.scan.faults.filter(({ reason }) => reason === "duplicate-section");
  // Each mend is tried on the whole file and looked at again: beyond this many it is no longer a
  // matter of moments.
  const tooMany = all.length > MOST_DUPLICATES;
  const faults = all.slice(0, MOST_DUPLICATES);
  return faults.map(({ index, other }): DamageFinding => {
    const [first, last] = [blockAt(chart, other ?? index), blockAt(chart, index)];
    const line = chart.file.lines[index];
    const name = line?.kind === "header" ? shownName(line.name) : "";
    const joins = canJoin(first, last);
    const choice = joins
      ? "No setting stands in both with two values, so they can be made one."
      : "They say different things, so you have to choose.";
    return {
      id: groupId(chart, "twin-section", [first.header, index]),
      code: "file-broken",
      index,
      message:
        `${atLine(chart, index)} opens the section [${name}] a second time; the first stands ` +
        `in ${linesOf(chart, [first.header])}. ${ALL_STOP} ${choice}`,
      try: [...(joins ? [] : [KEEP_OPTION]), `Leave only one [${name}], in a text editor.`],
      propose: tooMany
        ? null
        : () =>
            joins
              ? [join(chart, first, last, null)]
              : [keepBlock(chart, "first", first, last), keepBlock(chart, "last", last, first)],
    };
  });
};

/**
 * Two section lines of the config file that mean the same profile: boto3 reads the last alone,
 * other AWS tools both.
 */
export const duplicateProfiles: Finder = (chart) => {
  if (!chart.scan.ok || chart.doc.kind !== "config") return [];
  const seen = new Map<string, number>();
  const found: DamageFinding[] = [];
  for (const { name, index } of chart.scan.sections.values()) {
    const profile = profileOf(name, "config");
    if (profile === null) continue;
    const before = seen.get(profile);
    seen.set(profile, index);
    if (before !== undefined) found.push(duplicateProfile(chart, profile, before, index));
  }
  return found;
};

function duplicateProfile(
  chart: Chart,
  profile: string,
  before: number,
  index: number,
): DamageFinding {
  const [first, last] = [blockAt(chart, before), blockAt(chart, index)];
  const name = shownName(profile);
  return {
    id: groupId(chart, "twin-profile", [before, index]),
    code: "keys-hidden",
    index,
    message:
      `${atLine(chart, index)} opens a second section for the profile ${name}, written ` +
      `differently; the first stands in ${linesOf(chart, [before])}. boto3 reads only the ` +
      "last one, and nothing of the first.",
    try: [KEEP_OPTION, `Leave only one section for the profile ${name}, in a text editor.`],
    propose: () => [
      keepBlock(chart, "first", first, last),
      keepBlock(chart, "last", last, first),
      ...(canJoin(first, last) ? [join(chart, first, last, "both")] : []),
    ],
  };
}

function canJoin(first: Block, last: Block): boolean {
  return last.options.every(({ name, value }) =>
    first.options.every((option) => option.name !== name || option.value === value),
  );
}

function keepBlock(chart: Chart, keep: "first" | "last", kept: Block, gone: Block): Proposal {
  return {
    keep,
    label: `keep the ${keep} (${linesOf(chart, [kept.header])}${contentOf(kept)})`,
    splices: removal(chart, gone),
    expected: without(gone),
  };
}

/** ", with AKIA…WXYZ" or ", with region us-east-1": how the two can be told apart. */
function contentOf({ options }: Block): string {
  const id = options.find(({ name }) => name === "aws_access_key_id");
  if (id !== undefined) return `, with ${diffValue(id.name, id.value)}`;
  const region = options.find(({ name }) => name === "region");
  if (region !== undefined) return `, with region ${diffValue(region.name, region.value)}`;
  const names = options.map(({ name }) => name).filter((name) => /^[a-z_]{1,30}$/.test(name));
  return options.length === 0
    ? ", empty"
    : names.length === 0
      ? ""
      : `, with ${names.slice(0, 3).join(", ")}`;
}

function removal(chart: Chart, { header, options }: Block): readonly Splice[] {
  return removeLines(chart.file.raw, [
    header,
    ...options.flatMap(({ index }) => [index, ...continuationsAt(chart.file, index)]),
  ]);
}

function without({ header, options }: Block): Rewritten {
  return silenced([header, ...options.map(({ index }) => index)]);
}

/** Both as one: what only the last one says goes to the end of the first. */
function join(chart: Chart, first: Block, last: Block, keep: "both" | null): Proposal {
  const { raw } = chart.file;
  const moved = last.options.filter(({ name }) =>
    first.options.every((option) => option.name !== name),
  );
  const end = first.options.at(-1)?.index ?? first.header;
  const at = (continuationsAt(chart.file, end).at(-1) ?? end) + 1;
  const eol = raw[first.header]?.eol ?? "\n";
  const movedFrom = moved.flatMap(({ index }) => {
    const through = continuationsAt(chart.file, index).at(-1) ?? index;
    const lines = Array.from({ length: through - index + 1 }, (_each, at) => index + at);
    return lines.filter((line) => chart.file.lines[line]?.kind !== "comment");
  });
  const above = atomAt(chart.file, end);
  return {
    keep,
    label: `make them one, in ${linesOf(chart, [first.header])}`,
    splices: [
      {
        at,
        remove: [],
        movedFrom,
        insert: movedFrom.map(
          (index) =>
            textAt(chart, index) + (raw[index]?.eol === "" ? eol : (raw[index]?.eol ?? eol)),
        ),
      },
      ...removal(chart, last),
    ],
    expected: new Map([
      ...without(last),
      [end, [...(above === undefined ? [] : [above]), ...moved]],
    ]),
  };
}

/**
 * The same setting twice in one section. All of a section are one question: half of one key with
 * half of another is no key.
 */
export const duplicateOptions: Finder = (chart) => {
  const faults = chart.scan.ok
    ? []
    : chart.scan.faults.filter(({ reason }) => reason === "duplicate-option");
  const headers = new Map<number, number>();
  for (const { index } of faults) {
    let header = index - 1;
    while (header >= 0 && chart.file.lines[header]?.kind !== "header") header -= 1;
    if (header >= 0 && !headers.has(header)) headers.set(header, index);
  }
  return [...headers].map(([header, index]) =>
    duplicateOptionsIn(chart, blockAt(chart, header), index),
  );
};

function duplicateOptionsIn(
  chart: Chart,
  { header, options }: Block,
  index: number,
): DamageFinding {
  const groups = [...new Set(options.map(({ name }) => name))]
    .map((name) => options.filter((option) => option.name === name))
    .filter((group) => group.length > 1);
  const all = groups.flat().sort((a, b) => a.index - b.index);
  const same = groups.every((group) => new Set(group.map(({ value }) => value)).size === 1);
  const names = groups.map(([option]) =>
    option !== undefined && /^[a-z][a-z0-9_]{0,38}$/.test(option.name) ? option.name : "a setting",
  );
  const firsts = groups.flatMap(([option]) => option ?? []);
  const lasts = groups.flatMap((group) => group.at(-1) ?? []);
  const propose = (kept: readonly OptionAtom[], keep: "first" | "last" | null): Proposal => {
    const gone = all.filter((option) => !kept.includes(option));
    return {
      keep,
      label:
        keep === null
          ? "keep it once"
          : `keep the ${keep} (${linesOf(
              chart,
              kept.map((option) => option.index),
            )}${contentOf({ header, options: kept })})`,
      splices: removeLines(
        chart.file.raw,
        gone.flatMap((option) => [option.index, ...continuationsAt(chart.file, option.index)]),
      ),
      expected: silenced(gone.map((option) => option.index)),
    };
  };
  const lines = linesOf(
    chart,
    all.map((option) => option.index),
  );
  return {
    id: groupId(
      chart,
      "twin-option",
      all.map((option) => option.index),
    ),
    code: "file-broken",
    index,
    message:
      `${listedSome(names)} ${names.length === 1 ? "stands" : "stand"} more than once in the ` +
      `same section (${lines}). ${ALL_STOP} ` +
      (same ? "The values are the same." : "The values differ, so you have to choose."),
    try: [...(same ? [] : [KEEP_OPTION]), BY_HAND],
    propose: () =>
      same ? [propose(firsts, null)] : [propose(firsts, "first"), propose(lasts, "last")],
  };
}
