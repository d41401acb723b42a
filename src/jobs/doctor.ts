/** Finds what is damaged, misread or hidden, and mends what was agreed to. */
import type { DiffLine } from "../base/diff-line.js";
import type { Host } from "../base/host.js";
import {
  type Problem,
  type ProblemCode,
  type Result,
  failed,
  levelOf,
  ok,
} from "../base/problem.js";
import { FIX, type Keep } from "../aws-files/doctor/damage.js";
import { type PlaceDamage, placeDamages } from "../aws-files/doctor/places.js";
import {
  type Decided,
  type Treatment,
  admit,
  changeOf,
  settle,
  settleAll,
} from "../aws-files/doctor/mend.js";
import { type FileBytes, readFileBytes } from "../aws-files/store/read.js";
import { applyPlan } from "../aws-files/store/store.js";
import { keepsNoModes } from "../aws-files/store/fixed-modes.js";
import { removeLeftovers, tightenMode } from "../aws-files/store/modes.js";
import type { AwsFilePaths, FileChange, WrittenFile } from "../aws-files/types.js";
import { locateAwsFiles, placeObstacle } from "../aws-files/store/where.js";
import { examineSources } from "../sources/index.js";
import type { Ports } from "./ports.js";

/**
 * offered: it can be mended, and was not · done · declined: somebody was asked and said no · none:
 * it can only be explained.
 */
export type MendState = "offered" | "done" | "declined" | "none";

/** One way to mend; more than one: a choice. */
export interface MendOption {
  readonly keep: Keep | null;
  readonly label: string;
  readonly diff: readonly DiffLine[];
}

export interface DoctorFinding {
  readonly code: ProblemCode;
  /** Null: it is not about one of the AWS files. */
  readonly path: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly try: readonly string[];
  readonly ways: readonly MendOption[];
  readonly mend: MendState;
}

/** What was found, and for each file how far its treatment is. Nothing is changed yet. */
export interface Examination {
  readonly treatments: readonly Treatment[];
  readonly places: readonly { readonly damage: PlaceDamage; readonly agreed: boolean }[];
  readonly others: readonly DoctorFinding[];
}

/**
 * Looks at both AWS files, at who may open them, and at what else hides or spoils keys. Reads only.
 * Problem: `home-missing`. A file that cannot be opened is a finding.
 */
export async function examine(
  ports: Ports,
  options: { readonly profile?: string } = {},
): Promise<Result<Examination>> {
  const paths = locateAwsFiles(ports.host);
  if (!paths.ok) return paths;
  const sources = await examineSources(ports.host, options);
  if (!sources.ok) return sources;
  const { files, unreadable } = await readBoth(paths.value);
  // They read certificates, for which Node loads all of TLS.
  const { bundleOfVariable, faultsOutside } = await import("./outside.js");
  const outside = await faultsOutside(sources.value.files, ports.host);
  const admitted = files.filter(({ exists }) => exists).map((file) => admit(file, outside));
  // Where something stays on which boto3 stops, the rest of that file cannot be mended either: the
  // result could not be read back.
  const treatments = admitted.filter((treatment) => changeOf(throughAll(treatment)).ok);
  const byHand = admitted
    .filter((treatment) => !treatments.includes(treatment))
    .flatMap((treatment) => settledFindings(throughAll(treatment), "none").map(onlyExplained));
  const places = (await placeDamages(files, ports.host)).map((damage) => ({
    damage,
    agreed: false,
  }));
  const own = { treatments, places, others: [...unreadable, ...byHand] };
  const told = findingsOf(agreeToAll(own), "offered");
  const trust = await bundleOfVariable(sources.value, ports.host);
  return ok({
    ...own,
    others: [
      ...own.others,
      ...(trust === null ? [] : [explained(trust)]),
      ...sources.value.problems
        .filter((problem) => isNews(problem, told, paths.value))
        .map((problem) => explained(withoutUs(problem))),
    ],
  });
}

/** To run what is running, and mends nothing of it, is no cure. */
function withoutUs<Told extends Problem>(problem: Told): Told {
  const others = problem.try.filter((cure) => !cure.startsWith("Run: mturk-setup doctor"));
  return others.length === 0 ? problem : { ...problem, try: others };
}

/** The files as bytes; where one name leads to the other's file, that file once. */
async function readBoth(paths: AwsFilePaths): Promise<{
  readonly files: readonly FileBytes[];
  readonly unreadable: readonly DoctorFinding[];
}> {
  const files: FileBytes[] = [];
  const unreadable: DoctorFinding[] = [];
  for (const kind of ["credentials", "config"] as const) {
    if (paths[kind] === "") continue;
    const file = await readFileBytes(kind, paths[kind]);
    if (!file.ok) unreadable.push({ ...explained(file.problem), path: paths[kind] });
    else if (files.every(({ realPath }) => realPath !== file.value.realPath))
      files.push(file.value);
    else if (file.value.exists)
      files.splice(0, 1, ...files.map((one) => ({ ...one, both: true as const })));
  }
  return { files, unreadable };
}

/**
 * What the examination of all sources adds: keys hidden or spoilt elsewhere. That there are none at
 * all is no damage, nor is what check only notes.
 */
function isNews(problem: Problem, told: readonly DoctorFinding[], paths: AwsFilePaths): boolean {
  if (problem.code === "keys-missing" || levelOf(problem) === "note") return false;
  // Another address is meant, more often than not; what would be damage there, the files' own
  // findings tell.
  if (problem.code === "endpoint-elsewhere") return false;
  // A region that is none is an error; to have none, or another one, is a choice.
  if (problem.code === "region-wrong" && levelOf(problem) !== "error") return false;
  const ofAwsFiles = [paths.credentials, paths.config].some(
    (path) => path !== "" && problem.message.includes(path),
  );
  if (ofAwsFiles && (problem.code === "file-broken" || problem.code === "file-permissive"))
    return false;
  // The files' own findings call the documentation's pair a placeholder.
  const same = problem.code === "example-keys" ? "placeholder-keys" : problem.code;
  return !told.some(
    ({ code, path, message }) =>
      message === problem.message ||
      (code === same && path !== null && problem.message.includes(path)),
  );
}

function onlyExplained(finding: DoctorFinding): DoctorFinding {
  return { ...finding, try: finding.try.filter((cure) => cure !== FIX), ways: [], mend: "none" };
}

function explained({ code, message, try: cures }: Problem): DoctorFinding {
  return { code, path: null, line: null, message, try: cures, ways: [], mend: "none" };
}

/** Decides one finding: an index of its ways, or null to leave it. */
export type Decide = (finding: DoctorFinding) => Promise<number | null>;

/**
 * Goes through all that can be mended, one after the other; each is asked about on the text as it
 * is by then.
 */
export async function decideEach(examination: Examination, decide: Decide): Promise<Examination> {
  const treatments: Treatment[] = [];
  for (let treatment of examination.treatments) {
    while (treatment.open !== null)
      treatment = settle(
        treatment,
        await decide(findingOf(treatment, { damage: treatment.open, mend: null }, "offered")),
      );
    treatments.push(treatment);
  }
  const places: Examination["places"][number][] = [];
  for (const place of examination.places) {
    const agreed =
      place.damage.mend !== null && (await decide(placeFinding(place.damage, "offered"))) !== null;
    places.push({ ...place, agreed });
  }
  return { ...examination, treatments, places };
}

/**
 * What is to be decided next, on the text as it is by then; what can only be explained is passed
 * over. Null: nothing is left.
 */
export function nextOffer(examination: Examination): DoctorFinding | null {
  const [first] = examination.treatments.flatMap((treatment) =>
    treatment.open === null
      ? []
      : [findingOf(treatment, { damage: treatment.open, mend: null }, "offered")],
  );
  return first ?? null;
}

/** All that is left to be mended, as one change of each file. */
export interface WholeRepair {
  readonly findings: readonly DoctorFinding[];
  readonly files: readonly { readonly path: string; readonly diff: readonly DiffLine[] }[];
  /** With all of it agreed to, to be carried out. */
  readonly examination: Examination;
}

/**
 * The whole repair; null where less than two things are left, where one of them is a choice, or
 * where the files could not be read afterwards.
 */
export function wholeRepair(examination: Examination): WholeRepair | null {
  const { treatments } = examination;
  const through = treatments.map(throughAll);
  const findings = through.flatMap((treatment, at) =>
    treatment.decided
      .slice(treatments[at]?.decided.length ?? 0)
      .map((each) => findingOf(treatment, { ...each, mend: null }, "offered")),
  );
  const changes = through.map(changeOf);
  const files = changes.flatMap((change) =>
    change.ok && change.value !== null
      ? [{ path: change.value.before.path, diff: change.value.diff }]
      : [],
  );
  const isWhole = findings.length > 1 && findings.every(({ ways }) => ways.length === 1);
  return isWhole && changes.every(({ ok: can }) => can)
    ? { findings, files, examination: { ...examination, treatments: through } }
    : null;
}

/** Decides it: an index of its ways, or null to leave it as it is. */
export function decideNext(examination: Examination, way: number | null): Examination {
  const at = examination.treatments.findIndex(({ open }) => open !== null);
  return {
    ...examination,
    treatments: examination.treatments.map((treatment, index) =>
      index === at ? settle(treatment, way) : treatment,
    ),
  };
}

/** Whether anything in the files would change. */
export function isAnythingAgreed({ treatments }: Examination): boolean {
  return treatments.some(({ decided }) => decided.some(({ mend }) => mend !== null));
}

/**
 * Everything that could be mended, as if all were agreed to, and of two the first: what a report
 * shows.
 */
export function agreeToAll(examination: Examination): Examination {
  return {
    ...examination,
    treatments: examination.treatments.map(throughAll),
    places: examination.places.map((place) => ({ ...place, agreed: place.damage.mend !== null })),
  };
}

/** As {@link decideEach}, by a rule that asks nobody: a whole file in a few passes. */
export function decideAll(
  examination: Examination,
  decide: (finding: DoctorFinding) => number | null,
): Examination {
  const treatments = examination.treatments.map((treatment) =>
    settleAll(treatment, (damage) =>
      decide(findingOf(treatment, { damage, mend: null }, "offered")),
    ),
  );
  const places = examination.places.map((place) => ({
    ...place,
    agreed: place.damage.mend !== null && decide(placeFinding(place.damage, "offered")) !== null,
  }));
  return { ...examination, treatments, places };
}

/** A report asks for it several times. */
const THROUGH = new WeakMap<Treatment, Treatment>();

function throughAll(from: Treatment): Treatment {
  const through = THROUGH.get(from) ?? settleAll(from, () => 0);
  THROUGH.set(from, through);
  return through;
}

/** Which way needs no choice, or is the one that `keep` names; null: nobody has chosen. */
export function wayOf({ ways }: DoctorFinding, keep: Keep | null): number | null {
  const at = ways.findIndex((way) => way.keep === null || way.keep === keep);
  return at < 0 ? null : at;
}

export interface CarriedOut {
  readonly written: readonly WrittenFile[];
  readonly done: readonly DoctorFinding[];
  /** What was agreed to and could not be done, with the reason. */
  readonly refused: readonly Problem[];
}

/**
 * Writes what was decided: both files as one change, with lock and backup, then the permissions and
 * the leftovers. A file that boto3 could not read afterwards is left as it is (told in `refused`).
 * Problems: those of a write; then nothing was changed.
 */
export async function carryOut(
  ports: Ports,
  { treatments, places }: Examination,
  signal: AbortSignal,
): Promise<Result<CarriedOut>> {
  const planned = treatments.map((treatment) => ({
    treatment,
    change: writableChangeOf(treatment, ports.host),
  }));
  const files = planned.flatMap(({ change }): readonly FileChange[] =>
    change.ok && change.value !== null ? [change.value] : [],
  );
  const refused: Problem[] = planned.flatMap(({ change }) => (change.ok ? [] : [change.problem]));
  // Nothing can be written at all: that is the answer, and not a remark beside one.
  const [blocked] = refused.filter(({ code }) => code === "file-not-writable");
  if (files.length === 0 && blocked !== undefined) return failed(blocked);
  const options = { clock: ports.clock, host: ports.host, signal };
  const written =
    files.length === 0
      ? ok({ written: [] })
      : await applyPlan({ profile: "", files, region: null, replaces: null }, options);
  if (!written.ok) return written;
  const done = planned.flatMap(({ treatment, change }) =>
    change.ok && change.value !== null
      ? settledFindings(treatment, "done").filter(({ mend }) => mend === "done")
      : [],
  );
  for (const { damage } of places.filter(({ agreed }) => agreed)) {
    // Told with another file of the same file system already.
    if (damage.mend === "tighten" && keepsNoModes(damage.target, ports.host)) continue;
    const tidied: Result<unknown> =
      damage.mend === "tighten"
        ? tightenMode(damage.target, ports.host)
        : await removeLeftovers(damage.target, options);
    if (tidied.ok) done.push(placeFinding(damage, "done"));
    else refused.push(tidied.problem);
  }
  return ok({ written: written.value.written, done, refused });
}

/** A file that cannot be written keeps nobody from mending the other one. */
function writableChangeOf(treatment: Treatment, host: Host): Result<FileChange | null> {
  const change = changeOf(treatment);
  const obstacle =
    change.ok && change.value !== null
      ? placeObstacle(treatment.before.kind, treatment.before.path, host)
      : null;
  return obstacle === null ? change : failed(obstacle);
}

/**
 * The findings of an examination that was gone through; `agreed`: what to say of those that were
 * agreed to.
 */
export function findingsOf(
  { treatments, places, others }: Examination,
  agreed: MendState,
  left: MendState = agreed,
): readonly DoctorFinding[] {
  return [
    ...treatments.flatMap((treatment) => settledFindings(treatment, agreed, left)),
    ...places.map((place) => placeFinding(place.damage, place.agreed ? agreed : left)),
    ...others,
  ];
}

function settledFindings(
  treatment: Treatment,
  agreed: MendState,
  left: MendState = "offered",
): readonly DoctorFinding[] {
  const decided = treatment.decided.map((each) =>
    findingOf(treatment, each, each.mend === null ? left : agreed),
  );
  return [
    ...decided,
    ...treatment.explained.map((damage) => findingOf(treatment, { damage, mend: null }, "none")),
  ];
}

/** Until it is done, a choice stays a choice. */
function findingOf(
  { before }: Treatment,
  { damage, mend }: Decided,
  state: MendState,
): DoctorFinding {
  const { code, line, message, try: cures, mends } = damage;
  const ways = state === "done" && mend !== null ? [mend] : mends;
  return {
    code,
    path: before.path,
    line,
    message,
    try: cures,
    ways: ways.map(({ keep, label, diff }) => ({ keep, label, diff })),
    mend: state,
  };
}

function placeFinding(
  { code, path, message, try: cures, mend, diff }: PlaceDamage,
  state: MendState,
): DoctorFinding {
  const label =
    mend === "tighten" ? "take the permissions of others away" : "remove what is left over";
  return {
    code,
    path,
    line: null,
    message,
    try: cures,
    ways: mend === null ? [] : [{ keep: null, label, diff }],
    mend: mend === null ? "none" : state,
  };
}

/**
 * What is left after the mending: a fresh look, for a mend can bring to light what the damage hid.
 */
export async function examineAgain(
  ports: Ports,
  options: { readonly profile?: string },
  left: MendState,
): Promise<Result<readonly DoctorFinding[]>> {
  const again = await examine(ports, options);
  return again.ok ? ok(findingsOf(agreeToAll(again.value), left)) : failed(again.problem);
}
