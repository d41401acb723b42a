/** Both resolutions side by side, in the user's words. */
import { maskId } from "../keys/types.js";
import type { Boto3Resolution } from "./boto3.js";
import { listed, shown, type Judged, type Place } from "./place.js";
import type { PsiturkResolution } from "./psiturk.js";
import type { SourceReport, SourceState, Winner } from "./types.js";

/** Places that psiTurk asks before it leaves the search to boto3. */
const PSITURK_FIRST: readonly string[] = ["psiturk-environment", "environment", "dotenv", "config.txt", "psiturkconfig"];

interface Row {
  readonly place: Place;
  readonly boto3: SourceState;
  readonly psiturk: SourceState;
}

type Program = "boto3" | "psiTurk";

/** What a program ended with: the places its key comes from, or none. */
interface Ending {
  readonly from: readonly Place[];
  readonly judged: readonly Judged[];
}

/** Every place that holds something, strongest first, with what each program makes of it. */
export function reportSources(boto3: Boto3Resolution, psiturk: PsiturkResolution): readonly SourceReport[] {
  const endings: Readonly<Record<Program, Ending>> = {
    boto3: { from: boto3.winner === null ? [] : [boto3.winner], judged: boto3.judged },
    psiTurk: psiturk,
  };
  return rowsOf(boto3.judged, psiturk.judged).map((row) => ({
    name: row.place.name,
    location: shown(row.place.location),
    ...(row.place.profile === null ? {} : { profile: shown(row.place.profile) }),
    accessKeyId: shownId(row.place.id),
    boto3: row.boto3,
    psiturk: row.psiturk,
    why: sentence(row, endings, boto3.profile.from === "option"),
    cure: needsCure(row, endings) ? row.place.cure : [],
  }));
}

/** boto3's outcome in the shape of the contract. */
export function boto3Winner(boto3: Boto3Resolution): Winner {
  const { winner } = boto3;
  return { source: winner?.name ?? null, key: winner?.key ?? null, accessKeyId: shownId(winner?.id ?? null), region: boto3.region, problem: boto3.problem };
}

/** psiTurk's outcome in the shape of the contract. */
export function psiturkWinner(psiturk: PsiturkResolution, region: string): Winner {
  return { source: psiturk.source, key: psiturk.key, accessKeyId: shownId(psiturk.id), region, problem: psiturk.problem };
}

function shownId(id: string | null): string | null {
  return id === null || id === "" ? null : maskId(id);
}

function rowsOf(boto3: readonly Judged[], psiturk: readonly Judged[]): readonly Row[] {
  const first = psiturk.filter((each) => PSITURK_FIRST.includes(each.place.name));
  const places = new Map<string, Place>();
  for (const { place } of [...first, ...boto3, ...psiturk]) if (!places.has(identity(place))) places.set(identity(place), place);
  const stateIn = (judged: readonly Judged[], key: string): SourceState => judged.find((each) => identity(each.place) === key)?.state ?? "ignored";
  return [...places].map(([key, place]) => ({ place, boto3: stateIn(boto3, key), psiturk: stateIn(psiturk, key) }));
}

function identity(place: Place): string {
  return [place.name, place.location, place.profile ?? ""].join("\0");
}

/** Something is to be done about half a key, broken settings, and about what beats the place where keys belong. */
function needsCure(row: Row, endings: Readonly<Record<Program, Ending>>): boolean {
  const states = [row.boto3, row.psiturk];
  if (states.includes("partial") || states.includes("broken")) return true;
  if (row.place.name === "credentials-file") return false;
  const hides = (ending: Ending): boolean => ending.judged.some((each) => each.state === "hidden");
  return (row.boto3 === "used" && hides(endings.boto3)) || (row.psiturk === "used" && hides(endings.psiTurk));
}

function sentence(row: Row, endings: Readonly<Record<Program, Ending>>, profileOption: boolean): string {
  const { place } = row;
  const alike = row.boto3 === "hidden" ? beaters(endings.boto3) === beaters(endings.psiTurk) : endings.boto3.from.length === endings.psiTurk.from.length;
  const together = row.boto3 === row.psiturk && alike;
  const clauses = together
    ? [clause(["boto3", "psiTurk"], row, row.boto3, endings.boto3, profileOption)]
    : [clause(["boto3"], row, row.boto3, endings.boto3, profileOption), clause(["psiTurk"], row, row.psiturk, endings.psiTurk, profileOption)];
  const text = [place.detail, clauses.join("; ")].filter((part) => part !== "").join(": ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/^Boto3/, "boto3").replace(/^PsiTurk/, "psiTurk");
}

/** "X" for the sentence "X beats it", or "" where the program has no keys. */
function beaters(ending: Ending): string {
  return listed(ending.from.map(label));
}

function clause(programs: readonly Program[], row: Row, state: SourceState, ending: Ending, profileOption: boolean): string {
  const who = listed(programs);
  const one = programs.length === 1;
  const verb = (singular: string, plural: string): string => `${who} ${one ? singular : plural}`;
  switch (state) {
    case "used":
      if (ending.from.length > 1) return verb("takes one half of its key from here", "take one half of their key from here");
      return row.place.holds === "unknown" ? verb("takes its keys from here", "take their keys from here") : verb("uses this key", "use this key");
    case "hidden":
      if (ending.from.length === 0) return verb("stops before it gets here", "stop before they get here");
      return `${beaters(ending)} ${isPlural(ending.from) ? "beat" : "beats"} it for ${who}`;
    case "ignored":
      return ignoredClause(verb("does not look here", "do not look here"), row, profileOption);
    case "partial":
    case "broken":
      return row.place.stops ? verb("stops here", "stop here") : verb("looks further", "look further");
  }
}

/** "The environment variables hide", but "~/.boto hides". */
export function isPlural(places: readonly Place[]): boolean {
  return places.length > 1 || places.some((place) => place.name === "environment" || place.name === "psiturk-environment");
}

function ignoredClause(plain: string, row: Row, profileOption: boolean): string {
  if (profileOption && row.place.name === "environment" && row.boto3 === "ignored") return "boto3 passes the environment by where a profile is named with --profile";
  if (row.place.profile !== null && row.psiturk === "ignored" && row.boto3 !== "ignored") return `${plain}, unless AWS_PROFILE names this profile`;
  return plain;
}

/** A place as the subject of a sentence. */
export function label(place: Place): string {
  if (place.name === "environment") return "the environment variables";
  if (place.name === "psiturk-environment") return "the PSITURK_AWS_… variables";
  return place.profile === null ? shown(place.location) : `the profile "${shown(place.profile)}" in ${shown(place.location)}`;
}
