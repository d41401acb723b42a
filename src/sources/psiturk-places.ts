/**
 * Finds psiTurk's own places that hold something of a key: variables, `.env`, config.txt,
 * .psiturkconfig; strongest first.
 */
import type { Problem } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import { unsetCure } from "../base/shell.js";
import { environmentPlace } from "./boto3.js";
import type { DotenvVariable } from "./dotenv.js";
import { accessKey, psiturkFilePlace } from "./key-files.js";
import { readLegacy, type LegacyKey, type LegacyText } from "./legacy.js";
import { awayCure, type OtherKind } from "./other-kind.js";
import {
  deleteCure,
  label,
  keySource,
  problem,
  shownSafely,
  type Env,
  type KeySource,
  lacksText,
} from "./place.js";
import { isSet } from "./providers.js";

/**
 * A `.env` file: the first in the working directory or above it. `problem`: psiTurk cannot open it,
 * and stops.
 */
export interface DotenvFile {
  readonly path: string;
  readonly variables: ReadonlyMap<string, DotenvVariable>;
  readonly problem: Problem | null;
  /**
   * It is a file of another kind, of which python-dotenv reads a part all the same; no line of it
   * is to be taken out.
   */
  readonly other?: OtherKind;
}

export type Origin =
  "psiturk-environment" | "environment" | "dotenv" | "config.txt" | "psiturkconfig";
export interface PsiturkHalf<T> {
  readonly origin: Origin;
  readonly value: T;
}

export const VARIABLES = { id: "AWS_ACCESS_KEY_ID", secret: "AWS_SECRET_ACCESS_KEY" } as const;
export const TYPO = "AWS_SECRET_ACCESSS_KEY";

/** What psiTurk finds for each half. */
export interface Halves {
  readonly id: PsiturkHalf<string> | null;
  readonly secret: PsiturkHalf<Secret> | null;
}

export type Files = Readonly<Record<"config.txt" | "psiturkconfig", LegacyKey | null>>;

/** What of psiTurk's input these places are read from. */
interface OwnInput {
  /** The environment without `.env`. */
  readonly env: Env;
  readonly dotenv: DotenvFile | null;
  readonly configTxt: LegacyText;
  readonly psiturkconfig: LegacyText;
}

export function legacyFiles(input: OwnInput): Files {
  return {
    "config.txt": readLegacy(input.configTxt, "psiturk"),
    psiturkconfig: readLegacy(input.psiturkconfig, "psiturk"),
  };
}

export function originOf(variable: string, own: Env): Origin {
  if (own[variable] === undefined) return "dotenv";
  return variable.startsWith("PSITURK_") ? "psiturk-environment" : "environment";
}

export interface PsiturkPlace {
  readonly origin: Origin;
  readonly place: KeySource;
}

/** psiTurk's own places that hold something, strongest first. */
export function ownPlaces(input: OwnInput, files: Files): readonly PsiturkPlace[] {
  const environment = environmentPlace(input.env);
  const places: readonly (readonly [Origin, KeySource | null])[] = [
    ["psiturk-environment", variablesPlace(input.env)],
    ["environment", environment === null ? null : { ...environment, stops: false, problem: null }],
    ["dotenv", dotenvPlace(input.dotenv)],
    ...(["config.txt", "psiturkconfig"] as const).map(
      (name) => [name, filePlace(name, files)] as const,
    ),
  ];
  return places.flatMap(([origin, found]) => (found === null ? [] : [{ origin, place: found }]));
}

function filePlace(name: keyof Files, files: Files): KeySource | null {
  const found = files[name] === null ? null : psiturkFilePlace(name, files[name]);
  const above = files["config.txt"];
  const covered =
    name === "psiturkconfig" &&
    (above?.id?.value.length === 0 || above?.secret?.value.length === 0);
  return found !== null && covered
    ? { ...found, detail: `blank lines in ${shownSafely(above.path)} replace it for psiTurk` }
    : found;
}

function variablesPlace(env: Env): KeySource | null {
  const names = [`PSITURK_${VARIABLES.id}`, `PSITURK_${VARIABLES.secret}`].filter((name) =>
    isSet(env[name]),
  );
  if (names.length === 0) return null;
  const id = env[`PSITURK_${VARIABLES.id}`] ?? "";
  const secret = env[`PSITURK_${VARIABLES.secret}`] ?? "";
  return pairPlace(
    { name: "psiturk-environment", location: names.join(", "), cure: unsetCure(names) },
    id,
    secret,
  );
}

function dotenvPlace(file: DotenvFile | null): KeySource | null {
  if (file === null) return null;
  const base = { name: "dotenv", location: file.path } as const;
  if (file.problem !== null)
    return keySource({
      ...base,
      holds: "broken",
      stops: true,
      problem: file.problem,
      detail: "it cannot be read",
      cure: file.problem.try,
    });
  const names = [
    `PSITURK_${VARIABLES.id}`,
    `PSITURK_${VARIABLES.secret}`,
    VARIABLES.id,
    VARIABLES.secret,
    TYPO,
  ];
  const lines = names.flatMap((name) => {
    const variable = file.variables.get(name);
    return variable === undefined || variable.value === "" ? [] : [{ name, line: variable.line }];
  });
  if (lines.length === 0) return null;
  const value = (half: "id" | "secret"): string =>
    (file.variables.get(`PSITURK_${VARIABLES[half]}`) ?? file.variables.get(VARIABLES[half]))
      ?.value ?? "";
  const found = pairPlace(
    {
      ...base,
      cure: file.other === undefined ? [deleteCure(file.path, lines)] : awayCure(file.other),
    },
    value("id"),
    value("secret"),
  );
  return file.variables.has(TYPO) && found.holds === "half"
    ? { ...found, detail: `${TYPO} is misspelt (three S) and no program reads it` }
    : found;
}

function pairPlace(
  base: Pick<KeySource, "name" | "location" | "cure">,
  id: string,
  secret: string,
): KeySource {
  if (id !== "" && secret !== "")
    return keySource({ ...base, holds: "pair", id, key: accessKey(id, new Secret(secret), null) });
  const detail = lacksText(id === "" ? "id" : "secret");
  return keySource({ ...base, holds: "half", id: id === "" ? null : id, detail });
}

/**
 * Python's ConfigParser gives `%` a meaning, and psiTurk stops on one that stands alone. AWS's keys
 * contain none.
 */
export function percentChecked(
  own: PsiturkPlace,
  id: PsiturkHalf<string> | null,
  secret: PsiturkHalf<Secret> | null,
): PsiturkPlace {
  const alone = (text: string): boolean => text.replaceAll("%%", "").includes("%");
  const inId = id?.origin === own.origin && alone(id.value);
  const inSecret = secret?.origin === own.origin && secret.value.satisfies(alone);
  if (!inId && !inSecret) return own;
  const message =
    `The access key in ${label(own.place)} contains a % sign, on which psiTurk stops. No AWS ` +
    "key has one.";
  const why = problem("file-broken", message, [
    "Copy the key again from where AWS gave it to you, and replace it there.",
    ...own.place.cure,
  ]);
  return {
    origin: own.origin,
    place: {
      ...own.place,
      holds: "broken",
      stops: true,
      problem: why,
      detail: "there is a % sign in the key",
    },
  };
}
