/** Tells both resolutions side by side, in the user's words. */
import type { Problem } from "../base/problem.js";
import { maskId } from "../keys/types.js";
import type { Boto3Resolution } from "./boto3.js";
import {
  isPlural,
  label,
  listed,
  shownSafely,
  type JudgedSource,
  type KeySource,
} from "./place.js";
import type { PsiturkResolution } from "./psiturk.js";
import type { SourceReport, SourceState, Winner } from "./types.js";

/** Places that psiTurk asks before it leaves the search to boto3. */
const PSITURK_FIRST: readonly string[] = [
  "psiturk-environment",
  "environment",
  "dotenv",
  "config.txt",
  "psiturkconfig",
];

/** One place as both programs see it; null: the program has no such place on its list. */
interface Row {
  readonly place: KeySource;
  readonly boto3: JudgedSource | null;
  readonly psiturk: JudgedSource | null;
}

/** What a program ended with: the places its key comes from, or why there are none. */
interface Ending {
  readonly from: readonly KeySource[];
  readonly judged: readonly JudgedSource[];
  readonly problem: Problem | null;
}

interface Endings {
  readonly boto3: Ending;
  readonly psiturk: Ending;
  /** --profile was given. */
  readonly profileOption: boolean;
}

/** Every place that holds something, strongest first, with what each program makes of it. */
export function reportSources(
  boto3: Boto3Resolution,
  psiturk: PsiturkResolution,
): readonly SourceReport[] {
  const endings: Endings = {
    boto3: {
      from: boto3.winner === null ? [] : [boto3.winner],
      judged: boto3.judged,
      problem: boto3.problem,
    },
    psiturk,
    profileOption: boto3.profile.from === "option",
  };
  return rowsOf(boto3.judged, psiturk.judged).map((row) => ({
    name: row.place.name,
    location: shownSafely(row.place.location),
    ...(row.place.profile === null ? {} : { profile: shownSafely(row.place.profile) }),
    accessKeyId: shownId(row.place.id),
    boto3: stateOf(row.boto3),
    psiturk: stateOf(row.psiturk),
    why: sentence(row, endings),
    cure: needsCure(row, endings) ? row.place.cure : [],
  }));
}

/** boto3's outcome in the shape of the contract. */
export function boto3Winner(boto3: Boto3Resolution): Winner {
  const { winner } = boto3;
  return {
    source: winner?.name ?? null,
    key: winner?.key ?? null,
    accessKeyId: shownId(winner?.id ?? null),
    region: boto3.region.value,
    problem: boto3.problem,
  };
}

/** psiTurk's outcome in the shape of the contract. */
export function psiturkWinner(psiturk: PsiturkResolution, region: string): Winner {
  return {
    source: psiturk.source,
    key: psiturk.key,
    accessKeyId: shownId(psiturk.id),
    region,
    problem: psiturk.problem,
  };
}

function shownId(id: string | null): string | null {
  return id === null || id === "" ? null : maskId(id);
}

function stateOf(judged: JudgedSource | null): SourceState {
  return judged?.state ?? "ignored";
}

function rowsOf(boto3: readonly JudgedSource[], psiturk: readonly JudgedSource[]): readonly Row[] {
  const first = psiturk.filter((each) => PSITURK_FIRST.includes(each.place.name));
  const places = new Map<string, KeySource>();
  for (const { place } of [...first, ...boto3, ...psiturk])
    if (!places.has(identity(place))) places.set(identity(place), place);
  const find = (judged: readonly JudgedSource[], key: string): JudgedSource | null =>
    judged.find((each) => identity(each.place) === key) ?? null;
  return [...places].map(([key, place]) => ({
    place,
    boto3: find(boto3, key),
    psiturk: find(psiturk, key),
  }));
}

function identity(place: KeySource): string {
  return [place.name, place.location, place.profile ?? ""].join("\0");
}

/**
 * Something is to be done about half a key, broken settings, and about what beats the place where
 * keys belong.
 */
function needsCure(row: Row, endings: Endings): boolean {
  const states = [stateOf(row.boto3), stateOf(row.psiturk)];
  if (states.includes("partial") || states.includes("broken")) return true;
  if (row.place.name === "credentials-file") return false;
  const hides = (ending: Ending): boolean => ending.judged.some((each) => each.state === "hidden");
  return (
    (states[0] === "used" && hides(endings.boto3)) ||
    (states[1] === "used" && hides(endings.psiturk))
  );
}

function sentence(row: Row, endings: Endings): string {
  const boto3 = predicate(row, row.boto3, endings.boto3, endings);
  const psiturk = predicate(row, row.psiturk, endings.psiturk, endings);
  const clauses =
    boto3[0] === psiturk[0]
      ? [say("boto3 and psiTurk", boto3[1])]
      : [say("boto3", boto3[0]), say("psiTurk", psiturk[0])];
  const text = [row.place.detail, clauses.join("; ")].filter((part) => part !== "").join(": ");
  // Names of programs and settings keep their spelling.
  const kept = /^(?:boto3|psiTurk|\S*_)/.test(text);
  return `${kept ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`}.`;
}

/** What a program does, with `*` for its name: in the singular, and for both programs. */
type Predicate = readonly [one: string, both: string];

function say(who: string, predicate: string): string {
  return predicate.replace("*", who);
}

function predicate(
  row: Row,
  judged: JudgedSource | null,
  ending: Ending,
  endings: Endings,
): Predicate {
  const state = stateOf(judged);
  switch (state) {
    case "used":
      if (ending.from.length > 1)
        return ["* takes one half of its key from here", "* take one half of their key from here"];
      return row.place.holds === "unknown"
        ? ["* takes its keys from here", "* take their keys from here"]
        : ["* uses this key", "* use this key"];
    case "hidden":
      return hidden(ending);
    case "ignored":
      return ignored(row, endings);
    case "partial":
    case "broken":
      if (
        judged?.place.problem !== null &&
        judged?.place.problem === ending.problem &&
        judged.place.stops
      )
        return ["* stops here", "* stop here"];
      return judged?.place.stops === true ? hidden(ending) : ["* passes it by", "* pass it by"];
  }
}

function hidden(ending: Ending): Predicate {
  if (ending.from.length === 0)
    return ["* stops before it gets here", "* stop before they get here"];
  const beat =
    `${listed(ending.from.map(label))} ${isPlural(ending.from) ? "beat" : "beats"} it ` + "for *";
  return [beat, beat];
}

function ignored(row: Row, endings: Endings): Predicate {
  const variables =
    row.place.name === "environment" ||
    (row.place.name === "web-identity" && row.place.profile === null);
  if (endings.profileOption && variables && stateOf(row.boto3) === "ignored")
    return [
      "with --profile, * does not look into the environment",
      "with --profile, * do not look into the environment",
    ];
  if (
    row.place.profile !== null &&
    row.psiturk === null &&
    row.boto3 !== null &&
    (row.place.name === "credentials-file" || row.place.name === "config-file")
  ) {
    return ["* takes another profile or file", "* take another profile or file"];
  }
  return ["* does not look here", "* do not look here"];
}
