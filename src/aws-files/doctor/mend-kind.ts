/**
 * Looks at all that one finder found in one pass: their mends are checked together, on one new
 * text, and shown each by itself.
 */
import type { ProblemCode } from "../../base/problem.js";
import {
  type Damage,
  type Finder,
  type DamageFinding,
  type Mend,
  type Proposal,
  asDamage,
  faultsLess,
  labelled,
} from "./damage.js";
import { stretchDiff } from "../text/mask-diff.js";
import {
  type Atom,
  type Chart,
  type Doc,
  atomsOf,
  mendedOrExplained,
  stretchOf,
} from "./mend-lines.js";
import { plainText } from "../text/reveal.js";
import { lexFile } from "../text/scan-lines.js";

/** A damage with the proposals behind its mends, in the same order. */
export interface OfKind {
  readonly damage: Damage;
  readonly proposals: readonly Proposal[];
}

/** A proposal with what it was made for. */
export interface Planned {
  readonly proposal: Proposal;
  readonly code: ProblemCode;
}

/**
 * What was found, with the lines of the text and the atoms from the first to the last that any of
 * its ways touches.
 */
interface Candidate {
  readonly found: DamageFinding;
  readonly proposals: readonly Proposal[];
  readonly lines: readonly [from: number, to: number];
  readonly atoms: readonly [from: number, to: number];
}

/**
 * The damages that are found with the one called `id`, from it on, and that can be mended beside
 * each other; what touches one of them is left for the next pass. `decided`: those that are done
 * with.
 */
export function kindOf(
  chart: Chart,
  finders: readonly Finder[],
  id: string,
  decided: ReadonlySet<string>,
): readonly OfKind[] {
  for (const find of finders) {
    const all = find(chart);
    const at = all.findIndex((found) => found.id === id);
    if (at < 0) continue;
    const open = all.slice(at).filter((found) => found.propose !== null && !decided.has(found.id));
    return checked(chart, apart(open.flatMap((found) => candidateOf(chart, found))));
  }
  return [];
}

function candidateOf(chart: Chart, found: DamageFinding): readonly Candidate[] {
  const proposals = found.propose?.() ?? [];
  // What shows lines around it is looked at alone.
  if (proposals.length === 0 || proposals.some(({ context }) => context !== undefined)) return [];
  const stretches = proposals.map((proposal) => stretchIn(chart, proposal));
  return [
    {
      found,
      proposals,
      lines: hull(proposals.map(linesOf)),
      atoms: hull(stretches.map(({ from, to }) => [from, to])),
    },
  ];
}

function linesOf({ splices }: Proposal): readonly [number, number] {
  return hull(splices.map(({ at, remove }) => [at, at + remove.length]));
}

function stretchIn(
  chart: Chart,
  proposal: Proposal,
): { readonly from: number; readonly to: number; readonly says: readonly Atom[] } {
  return stretchOf(chart.file, proposal.expected, linesOf(proposal)[0]);
}

function hull(stretches: readonly (readonly [number, number])[]): readonly [number, number] {
  return [
    stretches.reduce((least, [from]) => Math.min(least, from), Infinity),
    stretches.reduce((most, [, to]) => Math.max(most, to), 0),
  ];
}

/** In the order of the file, those that do not touch the one before. */
function apart(candidates: readonly Candidate[]): readonly Candidate[] {
  const taken: Candidate[] = [];
  let [line, atom] = [-1, -1];
  for (const candidate of [...candidates].sort((a, b) => a.lines[0] - b.lines[0])) {
    if (candidate.lines[0] < line || candidate.atoms[0] < atom) continue;
    taken.push(candidate);
    [line, atom] = [candidate.lines[1], candidate.atoms[1]];
  }
  return taken;
}

/**
 * Those of which every way comes to what it announced; where one of many does not, it is sought by
 * halves.
 */
function checked(chart: Chart, candidates: readonly Candidate[]): readonly OfKind[] {
  const together = checkedTogether(chart, candidates);
  if (together !== null) return together;
  if (candidates.length < 2) return [];
  const half = Math.ceil(candidates.length / 2);
  return [...checked(chart, candidates.slice(0, half)), ...checked(chart, candidates.slice(half))];
}

function checkedTogether(chart: Chart, candidates: readonly Candidate[]): readonly OfKind[] | null {
  const mends = new Map<Candidate, Mend[]>(candidates.map((candidate) => [candidate, []]));
  for (let way = 0; candidates.some(({ proposals }) => way < proposals.length); way += 1) {
    const asked = candidates.flatMap((candidate) =>
      candidate.proposals
        .slice(way, way + 1)
        .map((proposal) => ({ candidate, proposal, code: candidate.found.code })),
    );
    const after = mendedTogether(chart, asked);
    if (after === null) return null;
    const now = lexFile(plainText(after.text));
    let shift = 0;
    for (const { candidate, proposal } of asked) {
      const [from, to] = linesOf(proposal);
      const grown = proposal.splices.reduce(
        (sum, { insert, remove }) => sum + insert.length - remove.length,
        0,
      );
      const diff = labelled(
        stretchDiff(chart.file, now, { from, to, length: to - from + grown, shift }),
        proposal.label,
      );
      mends.get(candidate)?.push({ keep: proposal.keep, label: proposal.label, after, diff });
      shift += grown;
    }
  }
  return candidates.map((candidate) => ({
    damage: asDamage(chart, candidate.found, mends.get(candidate) ?? []),
    proposals: candidate.proposals,
  }));
}

/**
 * The text after all of these, in the order of the file and apart from each other; null if it does
 * not say what they announced.
 */
export function mendedTogether(chart: Chart, planned: readonly Planned[]): Doc | null {
  if (planned.length === 0) return chart.doc;
  const atoms = atomsOf(chart.file);
  const expected: Atom[] = [];
  let at = 0;
  for (const { proposal } of planned) {
    const { from, to, says } = stretchIn(chart, proposal);
    if (from < at) return null;
    for (const atom of atoms.slice(at, from)) expected.push(atom);
    for (const atom of says) expected.push(atom);
    at = to;
  }
  for (const atom of atoms.slice(at)) expected.push(atom);
  const fewer = planned.reduce((sum, { code }) => sum + faultsLess(code), 0);
  return mendedOrExplained(
    chart,
    planned.flatMap(({ proposal }) => proposal.splices),
    expected,
    fewer,
  );
}
