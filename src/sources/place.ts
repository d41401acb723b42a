/**
 * Describes a place that holds something of a key, as one program meets it on its way down its
 * list, and decides who wins.
 */
import { visibleText } from "../base/invisible.js";
import type { Problem, ProblemCode } from "../base/problem.js";
import { quoted, unsetCure } from "../base/shell.js";
import { shownText } from "../keys/recognise.js";
import type { AccessKey } from "../keys/types.js";
import { SOURCES, type SourceName, type SourceState } from "./types.js";

/** The environment as a program sees it. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * pair: id and secret can be read here · unknown: keys would come from here, but which ones is
 * known only by asking AWS or by running a command, and neither is done · half: one of the two is
 * missing · broken: the settings contradict themselves.
 */
type Holding = "pair" | "unknown" | "half" | "broken";

export interface KeySource {
  readonly name: SourceName;
  /** A path, or the names of environment variables. */
  readonly location: string;
  /** The profile in that file; null where there are no profiles. */
  readonly profile: string | null;
  readonly holds: Holding;
  /** The id as it stands; null if there is none or it cannot be known. */
  readonly id: string | null;
  /** Null unless `holds` is "pair" with neither half blank. */
  readonly key: AccessKey | null;
  /** True if the program ends with an error here instead of looking further. */
  readonly stops: boolean;
  /** What is wrong here, for half, broken and blank pairs. */
  readonly problem: Problem | null;
  /** A clause that completes "…: "; empty where there is nothing special to say. */
  readonly detail: string;
  /** How to take this place out of the way. */
  readonly cure: readonly string[];
  /** How to take away only the session token; null if there is none. */
  readonly tokenCure: string | null;
}

/** A place and what the program makes of it. */
export interface JudgedSource {
  readonly place: KeySource;
  readonly state: SourceState;
}

/** The way down one program's list. */
export interface Search {
  readonly judged: readonly JudgedSource[];
  /** The place that gives the keys; null if there is none. */
  readonly winner: KeySource | null;
  /** Why the program stops; null if it has a winner or just found nothing. */
  readonly stop: Problem | null;
}

/** The cure where an export line of a file brought its line end along. */
export const WINDOWS_LINE =
  "If the line comes from a file with Windows line ends, mend the file: sed -i 's/\\r$//' FILE";

/** The cure for what the doctor can mend in an AWS file. */
export const DOCTOR_MENDS_IT =
  "Run: mturk-setup doctor --fix   (it shows what would mend it, and asks before it " +
  "changes anything)";

/** What a place lacks that holds half a key. */
export function lacksText(missing: "id" | "secret"): string {
  return missing === "id"
    ? "there is a secret access key but no access key id"
    : "there is an access key id but no secret access key";
}

/** A place with the fields that most do not need filled in. */
export function keySource(
  fields: Pick<KeySource, "name" | "location" | "holds"> & Partial<KeySource>,
): KeySource {
  return {
    profile: null,
    id: null,
    key: null,
    stops: false,
    problem: null,
    detail: "",
    cure: [],
    tokenCure: null,
    ...fields,
  };
}

export function problem(code: ProblemCode, message: string, cures: readonly string[]): Problem {
  return { code, message, try: cures };
}

/**
 * Goes down the list as botocore's CredentialResolver does: the first place that gives keys wins,
 * and an error ends the search
 * (https://github.com/boto/botocore/blob/develop/botocore/credentials.py,
 * `CredentialResolver.load_credentials`).
 *
 * `early`: what stops the program before it looks for keys at all.
 */
export function search(places: readonly KeySource[], early: Problem | null): Search {
  const judged: JudgedSource[] = [];
  let winner: KeySource | null = null;
  let stop = early;
  for (const here of places) {
    const reached = winner === null && stop === null;
    if (reached && (here.holds === "pair" || here.holds === "unknown")) winner = here;
    if (reached && here.stops) stop = here.problem;
    judged.push({ place: here, state: stateOf(here, winner === here, stop) });
  }
  return { judged, winner, stop };
}

/**
 * `stop`: what has ended the search so far; broken settings that the program never gets to are
 * hidden like any other.
 */
export function stateOf(here: KeySource, wins: boolean, stop: Problem | null): SourceState {
  if (wins) return "used";
  if (here.holds === "half") return "partial";
  return here.holds === "broken" && (!here.stops || here.problem === stop) ? "broken" : "hidden";
}

/**
 * Text of the user's files or environment (a profile's name, a path) made safe to show inside a
 * message.
 */
export function shownSafely(text: string): string {
  return shownText(text, 200).trim();
}

/**
 * How to take invisible signs out of a variable: set anew for this terminal, and where they most
 * often come from.
 */
export function invisibleCures(name: string, value: string): readonly string[] {
  const secret = /KEY|TOKEN/.test(name);
  return [
    secret
      ? `Set it again, typed or copied anew: export ${name}=…`
      : `Set it again without them: export ${name}=${quoted(visibleText(value))}`,
    WINDOWS_LINE,
    ...unsetCure([name]),
  ];
}

/** "Delete line 4 of PATH (aws_access_key_id)." or "Delete lines 4 and 5 of PATH (…)." */
export function deleteCure(
  path: string,
  lines: readonly { readonly line: number; readonly name: string }[],
): string {
  const sorted = [...lines].sort((a, b) => a.line - b.line);
  const names = sorted.map((each) => shownSafely(each.name)).join(", ");
  const numbers = listed(sorted.map((each) => String(each.line)));
  return (
    `Delete ${sorted.length === 1 ? "line" : "lines"} ${numbers} of ${shownSafely(path)} ` +
    `(${names}).`
  );
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** A place as the subject of a sentence. */
export function label(place: KeySource): string {
  const where =
    place.profile === null
      ? shownSafely(place.location)
      : `the profile "${shownSafely(place.profile)}" in ${shownSafely(place.location)}`;
  return SOURCES[place.name](where);
}

/** "The environment variables hide", but "~/.boto hides". */
export function isPlural(places: readonly KeySource[]): boolean {
  return (
    places.length > 1 ||
    places.some((place) => place.name === "environment" || place.name === "psiturk-environment")
  );
}
