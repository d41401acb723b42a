/**
 * Lists every place on this computer where an access key stands, whoever reads it. Reads only; asks
 * nobody.
 */
import { basename, join } from "node:path";
import type { Host } from "../../base/host.js";
import { ok, type Problem, type Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { locateAwsFiles } from "../../aws-files/store/where.js";
import { keyOf } from "../../aws-files/text/profile-settings.js";
import { isSameFile, listFiles, readSmallFile } from "../../aws-files/store/read.js";
import { realName } from "../../aws-files/store/same-file.js";
import type { ScannedFile } from "../../aws-files/types.js";
import { SIZE_LIMIT, readKeyCsv } from "../../keys/csv.js";
import { meetIds } from "../../keys/mask-id.js";
import type { AccessKey } from "../../keys/types.js";
import { resolveBoto3 } from "../../sources/boto3.js";
import { gather } from "../../sources/gather.js";
import { resolvePsiturk } from "../../sources/psiturk.js";
import { readShellFiles } from "../../sources/shell-files.js";
import { isMereCopy, readToolFiles } from "../../sources/tool-files.js";
import { readToolLines } from "../../keys/key-lines.js";
import { ownCrontab } from "../../aws-files/store/crontab.js";
import { placesInCommands, placesOfRoles } from "./borrowed.js";
import { placesInText, placesOfOurs, textsOf, type Texts } from "./inventory-text.js";
import type { KeyPlace, PlaceName } from "./key-place.js";

export type { KeyPlace, PlaceName } from "./key-place.js";

/** A key that was found, with all its places. */
export interface FoundKey {
  readonly accessKeyId: string;
  /**
   * The different pairs with this id, complete ones only; several where a place holds a wrong
   * secret.
   */
  readonly pairs: readonly AccessKey[];
  readonly places: readonly KeyPlace[];
  /**
   * Stands in `config.txt`, which belongs to the experiment and is often in git: to be counted as
   * published.
   */
  readonly published: boolean;
  /** Named `rootkey.csv` by AWS: it belongs to the account's owner. */
  readonly rootByName: boolean;
}

export interface FoundKeys {
  readonly keys: readonly FoundKey[];
  /**
   * psiTurk's files that give it one half of its key while the other comes from a place that is not
   * written here; absolute paths.
   */
  readonly split: readonly string[];
  /** Files that could not be looked into, so that a key may stand there. */
  readonly unreadable: readonly Problem[];
}

const CSV_NAME = /(accesskeys?.*\.csv|credentials.*\.csv|rootkey.*\.csv)$/i;
const CSV_LIMIT = 50;
const PSITURKS: ReadonlySet<PlaceName> = new Set(["psiturkconfig", "config.txt"]);
const OURS: ReadonlySet<PlaceName> = new Set(["backup", "pending"]);

export interface FindOptions {
  /** Start-up files of the whole computer; tests name others. */
  readonly systemFiles?: readonly string[];
  /** The program that prints the user's own table of cron; tests name another. */
  readonly crontab?: string;
}

/**
 * Finds all keys; `folders`: absolute paths to look into for CSV files, beside the working
 * directory, Downloads and the desktop.
 */
export async function findKeys(
  host: Host,
  folders: readonly string[] = [],
  options: FindOptions = {},
): Promise<Result<FoundKeys>> {
  const gathered = await gather(host, {});
  if (!gathered.ok) return gathered;
  const { boto3, psiturk } = gathered.value;
  const resolved = resolvePsiturk(psiturk);
  const walked = [...resolved.judged, ...resolveBoto3(boto3).judged].map(({ place }) => place);
  // Halves that all stand in psiTurk's own files are written together.
  const fixed = resolved.split.find(({ name }) => !PSITURKS.has(name));
  const split =
    fixed === undefined
      ? []
      : resolved.split.filter(({ name }) => PSITURKS.has(name)).map(({ location }) => location);
  const awsFiles = [
    boto3.credentials,
    boto3.config,
    psiturk.boto3.credentials,
    psiturk.boto3.config,
    ...(await usualFiles(host)),
  ];
  const texts = await textsOf(gathered.value);
  const places: KeyPlace[] = [
    ...withoutSecondNames(awsFiles.flatMap((file, at) => placesInFile(file, at < 2))),
  ];
  for (const place of walked) {
    if (
      place.id === null ||
      place.id === "" ||
      place.name === "credentials-file" ||
      place.name === "config-file"
    )
      continue;
    const ours = PSITURKS.has(place.name);
    const half =
      fixed !== undefined && split.includes(place.location) ? { otherHalf: fixed.location } : {};
    const line = lineIn(texts, place.location, place.id);
    places.push({
      name: place.name,
      location: place.location,
      line,
      profile: null,
      accessKeyId: place.id,
      key: place.key,
      inUse: true,
      editable: ours && half.otherHalf === undefined,
      removal: ours ? "plan" : "by-hand",
      cure: place.cure,
      ...half,
    });
  }
  const borrowed = [boto3.credentials, boto3.config];
  places.push(...placesOfRoles(borrowed), ...placesInCommands(borrowed));
  // What the programs' own readings pass over: further names in `.env`, commented lines, sections
  // that nobody reads.
  for (const text of texts.values()) addAll(places, placesInText(text, places));
  const beside = await placesBeside(
    host,
    // What is known as another program's file was read as that program reads it.
    new Set([...places.map(({ location }) => location), ...texts.keys()]),
    options,
  );
  const downloads = await placesInCsv(host, folders);
  const ofDownloads = new Set(downloads.map(spotOf));
  addAll(
    places,
    beside.places.filter((place) => !ofDownloads.has(spotOf(place))),
  );
  addAll(places, downloads);
  addAll(places, await placesOfOurs(host, psiturk.psiturkconfig.path));
  const broken = walked.flatMap((place) =>
    place.holds === "broken" && place.problem !== null ? [place.problem] : [],
  );
  const unreadable = awsFiles.flatMap((file) => (file.ok ? [] : [file.problem]));
  const keys = grouped(withoutDuplicates(places));
  meetIds(
    "places",
    keys.map(({ accessKeyId }) => accessKeyId),
  );
  return ok({
    keys,
    split,
    unreadable: firstOfEach([...unreadable, ...broken, ...beside.unreadable]),
  });
}

/** A key in a file, whichever reading found it. */
function spotOf({ location, accessKeyId }: KeyPlace): string {
  return `${accessKeyId} ${location}`;
}

/** One by one: a call takes some hundred thousand arguments at most. */
function addAll(places: KeyPlace[], more: readonly KeyPlace[]): void {
  for (const place of more) places.push(place);
}

/** In shell files, and in files of other tools that are not among the `known` ones. */
async function placesBeside(
  host: Host,
  known: ReadonlySet<string>,
  { systemFiles, crontab }: FindOptions,
): Promise<{ readonly places: readonly KeyPlace[]; readonly unreadable: readonly Problem[] }> {
  const shell = await readShellFiles(host, systemFiles);
  const tools = await readToolFiles(host);
  const inShell = shell.files.map(({ path }) => path);
  const others = tools.files.filter(({ path }) => !known.has(path) && !inShell.includes(path));
  return {
    places: [
      ...shell.files.flatMap((file) => placesInText({ name: "shell", ...file }, [])),
      ...placesInCrontab(ownCrontab(host, crontab)),
      ...others.flatMap((file) =>
        placesInText({ name: "tool", copy: isMereCopy(file.path, host), ...file }, []),
      ),
    ],
    unreadable: [...shell.unreadable, ...tools.unreadable],
  };
}

/** Keys in lines of the user's own table of cron, of which every job gets them. */
function placesInCrontab(text: string | null): readonly KeyPlace[] {
  if (text === null) return [];
  const keys = readToolLines(text);
  return placesInText({ name: "tool", path: "crontab -l", keys }, []).map((place) => ({
    ...place,
    cure: [`Take the key out of line ${String(place.line)} of your crontab: crontab -e`],
  }));
}

/**
 * Whether no program takes the key from where it stands: what this program keeps (backups, the file
 * for a key on its way), notes, histories, copies of other tools' files.
 */
export function isOnlyRemembered({ places }: FoundKey): boolean {
  return places.every(({ name, inUse }) => OURS.has(name) || (name === "tool" && !inUse));
}

function placesInFile(file: ScannedFile, editable: boolean): readonly KeyPlace[] {
  if (!file.ok) return [];
  return [...file.profiles].flatMap(([profile, view]): KeyPlace[] => {
    const { id, secret, token } = keyOf(view);
    if (id === null || id === "") return [];
    const key =
      secret === null || secret.length === 0
        ? null
        : {
            accessKeyId: id,
            secretAccessKey: secret,
            ...(token === null || token.length === 0 ? {} : { sessionToken: token }),
          };
    const line = view.options.get("aws_access_key_id")?.line ?? null;
    const name =
      file.kind === "credentials" ? ("credentials-file" as const) : ("config-file" as const);
    const cure = editable
      ? []
      : [`Take the key out of the profile ${profile} of ${file.path}, from line ${String(line)}.`];
    return [
      {
        name,
        location: file.path,
        line,
        profile,
        accessKeyId: id,
        key,
        inUse: true,
        editable,
        removal: editable ? "plan" : "by-hand",
        cure,
      },
    ];
  });
}

/**
 * Where both AWS files are one (a link, or one name for both), a key that stands there once is one
 * place.
 */
function withoutSecondNames(places: readonly KeyPlace[]): readonly KeyPlace[] {
  const paths = [...new Set(places.map(({ location }) => location))];
  const duplicates = new Map(
    paths.map((path) => [path, new Set(paths.filter((other) => isSameFile(other, path)))] as const),
  );
  const byLine = new Map<number | null, KeyPlace[]>();
  for (const place of places) put(byLine, place.line, place);
  const isSecond = (place: KeyPlace, other: KeyPlace): boolean =>
    other.name !== place.name &&
    (other.profile === place.profile) === (place.name === "config-file") &&
    duplicates.get(place.location)?.has(other.location) === true;
  return places.filter(
    (place) => byLine.get(place.line)?.some((other) => isSecond(place, other)) !== true,
  );
}

/** Adds to a list of a map, which is made where there is none. */
function put<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

/**
 * The usual AWS files, where the environment of this terminal names others: programs started
 * elsewhere read these.
 */
async function usualFiles(host: Host): Promise<readonly ScannedFile[]> {
  const env = { ...host.env, AWS_SHARED_CREDENTIALS_FILE: undefined, AWS_CONFIG_FILE: undefined };
  const moved =
    host.env.AWS_SHARED_CREDENTIALS_FILE !== undefined || host.env.AWS_CONFIG_FILE !== undefined;
  if (!moved || host.home === "" || !locateAwsFiles({ ...host, env }).ok) return [];
  const usual = await gather({ ...host, env }, {});
  return usual.ok ? [usual.value.boto3.credentials, usual.value.boto3.config] : [];
}

function lineIn(texts: Texts, path: string, accessKeyId: string): number | null {
  return (
    texts.get(path)?.keys.find((key) => key.accessKeyId === accessKeyId && !key.commented)?.line ??
    null
  );
}

/** Browsers put AWS's files into Downloads or on the desktop. */
async function placesInCsv(host: Host, folders: readonly string[]): Promise<readonly KeyPlace[]> {
  const where = [
    ...new Set([host.cwd, join(host.home, "Downloads"), join(host.home, "Desktop"), ...folders]),
  ];
  const paths = (
    await Promise.all(where.map((folder) => listFiles(folder, CSV_NAME, CSV_LIMIT)))
  ).flat();
  const places: KeyPlace[] = [];
  for (const path of paths) {
    const bytes = await readSmallFile(path, SIZE_LIMIT);
    const read = bytes.ok ? readKeyCsv(bytes.value, basename(path)) : bytes;
    if (!read.ok) continue;
    const cure = [`Delete the file, and empty the bin: ${path}`];
    for (const { key } of read.value.keys) {
      places.push({
        name: "csv",
        location: path,
        line: null,
        profile: null,
        accessKeyId: key.accessKeyId,
        key,
        inUse: false,
        editable: false,
        removal: "by-hand",
        cure,
      });
    }
  }
  return places;
}

/**
 * The two programs meet the same places, and one file may have several names (links, `..`): the
 * first of duplicates says more.
 */
function withoutDuplicates(places: readonly KeyPlace[]): readonly KeyPlace[] {
  const seen = new Set<string>();
  const files = new Map<string, string>();
  return places.filter(({ name, location, profile, accessKeyId, line }) => {
    const file = files.get(location) ?? realName(location);
    files.set(location, file);
    const same = JSON.stringify([
      accessKeyId,
      file,
      line,
      ...(line === null ? [name, profile] : []),
    ]);
    return !seen.has(same) && seen.add(same);
  });
}

function grouped(places: readonly KeyPlace[]): readonly FoundKey[] {
  const byId = new Map<string, KeyPlace[]>();
  for (const place of places) put(byId, place.accessKeyId, place);
  return [...byId].map(([accessKeyId, here]): FoundKey => {
    const keys = here.flatMap((place) => (place.key === null ? [] : [place.key]));
    const pairs = Secret.firstOfEach(keys, ({ secretAccessKey }) => secretAccessKey);
    return {
      accessKeyId,
      pairs,
      places: here,
      published: here.some((place) => place.name === "config.txt"),
      rootByName: here.some(
        (place) => place.name === "csv" && /^rootkey/i.test(basename(place.location)),
      ),
    };
  });
}

function firstOfEach(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    (problem, at) => problems.findIndex((other) => other.message === problem.message) === at,
  );
}
