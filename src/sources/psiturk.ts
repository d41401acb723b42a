/**
 * Follows psiTurk 3.3.1's way to its keys, over files that are already read.
 *
 * It looks up id and secret each on its own: PSITURK_AWS_… variables, AWS_… variables (a `.env`
 * file adds to both), config.txt, .psiturkconfig. Only if one of them stays blank does it leave the
 * search to boto3 (https://github.com/NYUCCL/psiTurk/blob/master/psiturk/psiturk_config.py). The
 * region is always us-east-1.
 */
import type { Problem } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import type { AccessKey } from "../keys/types.js";
import { incompleteKey, resolveBoto3, type Boto3Input, type Boto3Resolution } from "./boto3.js";
import { accessKey } from "./key-files.js";
import { hopelessForm } from "./form.js";
import type { LegacyText } from "./legacy.js";
import {
  deleteCure,
  problem,
  shownSafely,
  stateOf,
  type Env,
  type JudgedSource,
  type KeySource,
} from "./place.js";
import { isSet } from "./providers.js";
import {
  type DotenvFile,
  type Files,
  type PsiturkHalf,
  type Halves,
  type Origin,
  type PsiturkPlace,
  TYPO,
  VARIABLES,
  legacyFiles,
  originOf,
  ownPlaces,
  percentChecked,
} from "./psiturk-places.js";
import type { Reach, SourceName } from "./types.js";

/** The region and endpoint that psiTurk always uses. */
export const PSITURK_REGION = "us-east-1";

/** Everything psiTurk looks at, already read. */
export interface PsiturkInput {
  /** The environment without `.env`. */
  readonly env: Env;
  readonly dotenv: DotenvFile | null;
  readonly configTxt: LegacyText;
  readonly psiturkconfig: LegacyText;
  /** What the boto3 inside psiTurk looks at; its environment is `mergedEnv`. */
  readonly boto3: Omit<Boto3Input, "env" | "profile" | "modern">;
}

export interface PsiturkResolution {
  readonly judged: readonly JudgedSource[];
  readonly source: SourceName | "mixed" | null;
  readonly key: AccessKey | null;
  /** The id as it stands, also where the secret is blank. */
  readonly id: string | null;
  /** Places that give the id and the secret; one element if both come from one place. */
  readonly from: readonly KeySource[];
  readonly problem: Problem | null;
  /**
   * Places of which each gives one half, where psiTurk finds both halves but not together: changing
   * one alone breaks the pair. Told also where something else stops psiTurk; empty where one place
   * gives both, or one half is nowhere.
   */
  readonly split: readonly KeySource[];
  /** Its certificates; the address is always psiTurk's own. */
  readonly reach: Reach;
}

/**
 * The environment after `.env` is loaded: it never replaces a variable that is set, not even one
 * that is empty.
 */
export function mergedEnv(env: Env, dotenv: DotenvFile | null): Env {
  return {
    ...Object.fromEntries([...(dotenv?.variables ?? [])].map(([name, { value }]) => [name, value])),
    ...definedOnly(env),
  };
}

function definedOnly(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

/** Goes psiTurk's way through `input`. Asks no one and runs nothing. */
export function resolvePsiturk(input: PsiturkInput): PsiturkResolution {
  const env = mergedEnv(input.env, input.dotenv);
  const chain = resolveBoto3({ ...input.boto3, env, modern: false });
  const files = legacyFiles(input);
  const halves = halvesOf(input.env, env, files);
  const held = ownPlaces(input, files);
  return {
    ...ownWay(input, held, halves, chain),
    split: splitOver(held, halves),
    reach: chain.reach,
  };
}

type OwnWay = Omit<PsiturkResolution, "reach" | "split">;

function halvesOf(own: Env, merged: Env, files: Files): Halves {
  return {
    id: findHalf("id", own, merged, (name) => files[name]?.id?.value, String),
    secret: findHalf(
      "secret",
      own,
      merged,
      (name) => files[name]?.secret?.value,
      (text) => new Secret(text),
    ),
  };
}

function splitOver(held: readonly PsiturkPlace[], { id, secret }: Halves): readonly KeySource[] {
  if (id === null || secret === null || id.origin === secret.origin) return [];
  return held
    .filter(({ origin }) => origin === id.origin || origin === secret.origin)
    .map(({ place: here }) => here);
}

function ownWay(
  input: PsiturkInput,
  held: readonly PsiturkPlace[],
  { id, secret }: Halves,
  chain: Boto3Resolution,
): OwnWay {
  const own = held.map((each) => percentChecked(each, id, secret));
  const broken = own.find((each) => each.place.holds === "broken")?.place.problem ?? null;
  const early = broken ?? sessionProblem(input, chain);
  if (early !== null) return stopped(early, own, chain);
  return id !== null && secret !== null
    ? explicit(id, secret, own, chain)
    : fromChain(input.env, own, chain);
}

/**
 * What stops boto3's Session stops psiTurk, even if it has keys of its own; the name of the profile
 * may come from `.env`.
 */
function sessionProblem(input: PsiturkInput, chain: Boto3Resolution): Problem | null {
  const { from } = chain.profile;
  const line = input.dotenv?.variables.get(from);
  if (
    chain.early?.code !== "profile-missing" ||
    input.env[from] !== undefined ||
    line === undefined ||
    input.dotenv === null
  )
    return chain.early;
  const { path } = input.dotenv;
  return {
    ...chain.early,
    message:
      `In ${shownSafely(path)}, ` +
      chain.early.message.replace(
        "boto3 stops there, and psiTurk with it,",
        "psiTurk stops there,",
      ),
    try: [deleteCure(path, [{ name: from, line: line.line }])],
  };
}

/**
 * The value that counts for one half, and where psiTurk has it from; null if it is nowhere, or
 * blank where it counts.
 */
function findHalf<T extends string | Secret>(
  half: "id" | "secret",
  own: Env,
  merged: Env,
  inFile: (name: keyof Files) => T | undefined,
  wrap: (text: string) => T,
): PsiturkHalf<T> | null {
  // An empty PSITURK_AWS_… variable still keeps the AWS_… one from counting.
  const variable =
    merged[`PSITURK_${VARIABLES[half]}`] === undefined
      ? VARIABLES[half]
      : `PSITURK_${VARIABLES[half]}`;
  const text = merged[variable];
  if (isSet(text)) return { origin: originOf(variable, own), value: wrap(text) };
  // A blank line in config.txt replaces the value of .psiturkconfig.
  for (const origin of ["config.txt", "psiturkconfig"] as const) {
    const value = inFile(origin);
    if (value !== undefined) return value.length === 0 ? null : { origin, value };
  }
  return null;
}

/** Id and secret both found by psiTurk itself: it hands them to boto3 without any session token. */
function explicit(
  id: PsiturkHalf<string>,
  secret: PsiturkHalf<Secret>,
  own: readonly PsiturkPlace[],
  chain: Boto3Resolution,
): OwnWay {
  const origins = new Set<Origin>([id.origin, secret.origin]);
  const from = own.filter((each) => origins.has(each.origin)).map((each) => each.place);
  const [first] = from;
  const key = accessKey(id.value, secret.value, null);
  return {
    judged: [
      ...judgeOwn(own, origins, null),
      ...chainPlaces(chain).map(({ place: here }) => ({
        place: here,
        state: stateOf(here, false, null),
      })),
    ],
    source: origins.size === 1 ? id.origin : "mixed",
    key,
    id: id.value,
    from,
    problem: first === undefined ? null : hopelessForm({ ...first, key }),
  };
}

/** One half stays blank, so boto3's own search decides; it sees the variables of `.env` as well. */
function fromChain(env: Env, own: readonly PsiturkPlace[], chain: Boto3Resolution): OwnWay {
  const { winner } = chain;
  if (winner?.name === "environment") return fromVariables(env, own, chain, winner);
  const lone = chain.judged.find((each) => each.place.name === "environment")?.place;
  if (lone?.stops === true && lone.problem === chain.problem) return loneId(env, own, chain, lone);
  const judged = [...judgeOwn(own, new Set(), chain.problem), ...chainPlaces(chain)];
  if (winner !== null)
    return {
      judged,
      source: winner.name,
      key: winner.key,
      id: winner.id,
      from: [winner],
      problem: chain.problem,
    };
  const half = own.find((each) => each.place.holds === "half");
  const why =
    chain.problem?.code === "keys-missing" && half !== undefined
      ? incompleteKey("psiTurk", half.place)
      : chain.problem;
  return { judged, source: null, key: null, id: null, from: [], problem: why };
}

/** boto3 stops on AWS_ACCESS_KEY_ID without its secret, wherever psiTurk has the variable from. */
function loneId(
  env: Env,
  own: readonly PsiturkPlace[],
  chain: Boto3Resolution,
  lone: KeySource,
): OwnWay {
  const origin = originOf(VARIABLES.id, env);
  const culprit = own.find((each) => each.origin === origin)?.place ?? lone;
  const why =
    origin === "dotenv"
      ? problem(
          "keys-partial",
          `${shownSafely(culprit.location)} sets AWS_ACCESS_KEY_ID but not ` +
            "AWS_SECRET_ACCESS_KEY" +
            (culprit.detail.startsWith(TYPO) ? ", whose name is misspelt there (three S)" : "") +
            ". psiTurk stops there.",
          culprit.cure,
        )
      : chain.problem;
  const marked = own.map((each) =>
    each.place === culprit ? { origin, place: { ...culprit, stops: true, problem: why } } : each,
  );
  return {
    judged: [...judgeOwn(marked, new Set(), why), ...chainPlaces(chain)],
    source: null,
    key: null,
    id: null,
    from: [],
    problem: why,
  };
}

/**
 * boto3's search ended with the variables after all; each may come from the environment or from
 * `.env`.
 */
function fromVariables(
  env: Env,
  own: readonly PsiturkPlace[],
  chain: Boto3Resolution,
  winner: KeySource,
): OwnWay {
  const origins = new Set(Object.values(VARIABLES).map((name) => originOf(name, env)));
  return {
    judged: [...judgeOwn(own, origins, null), ...chainPlaces(chain)],
    source: origins.size === 1 ? originOf(VARIABLES.id, env) : "mixed",
    key: winner.key,
    id: winner.id,
    from: own.filter((each) => origins.has(each.origin)).map((each) => each.place),
    problem: chain.problem,
  };
}

function stopped(early: Problem, own: readonly PsiturkPlace[], chain: Boto3Resolution): OwnWay {
  const judged = [
    ...own.map((each) => each.place),
    ...chainPlaces(chain).map((each) => each.place),
  ].map((here) => ({ place: here, state: stateOf(here, false, early) }));
  return { judged, source: null, key: null, id: null, from: [], problem: early };
}

function judgeOwn(
  own: readonly PsiturkPlace[],
  used: ReadonlySet<Origin>,
  stop: Problem | null,
): readonly JudgedSource[] {
  return own.map(({ origin, place: here }) => ({
    place: here,
    state: stateOf(here, used.has(origin), stop),
  }));
}

/** boto3's places without the environment, which psiTurk's own list has already. */
function chainPlaces(chain: Boto3Resolution): readonly JudgedSource[] {
  return chain.judged.filter((each) => each.place.name !== "environment");
}
