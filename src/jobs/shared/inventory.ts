/** Every place on this computer where an access key stands, whoever reads it. Reads only; asks nobody. */
import { basename, join } from "node:path";
import type { Host } from "../../base/host.js";
import { ok, type Problem, type Result } from "../../base/problem.js";
import { keyOf } from "../../files/profile-settings.js";
import { listFiles, readSmallFile } from "../../files/read.js";
import type { ScannedFile } from "../../files/types.js";
import { SIZE_LIMIT, readKeyCsv } from "../../keys/csv.js";
import type { AccessKey } from "../../keys/types.js";
import { resolveBoto3 } from "../../sources/boto3.js";
import { gather } from "../../sources/gather.js";
import { resolvePsiturk } from "../../sources/psiturk.js";
import type { SourceName } from "../../sources/types.js";

/** One place that holds a key, or half of one. */
export interface KeyPlace {
  readonly name: SourceName | "csv";
  /** A path, or the names of environment variables. */
  readonly location: string;
  /** In the AWS files. */
  readonly profile: string | null;
  readonly accessKeyId: string;
  /** Null where the secret is missing or blank. */
  readonly key: AccessKey | null;
  /** plan: can be taken out here, shown first. by-hand: told, not edited (environment, `.env`, downloads). */
  readonly removal: "plan" | "by-hand";
  /** How to take it away by hand. */
  readonly cure: readonly string[];
}

/** A key that was found, with all its places. */
export interface FoundKey {
  readonly accessKeyId: string;
  /** The different pairs with this id, complete ones only; several where a place holds a wrong secret. */
  readonly pairs: readonly AccessKey[];
  readonly places: readonly KeyPlace[];
  /** Stands in `config.txt`, which belongs to the experiment and is often in git: to be counted as published. */
  readonly published: boolean;
  /** Named `rootkey.csv` by AWS: it belongs to the account's owner. */
  readonly rootByName: boolean;
}

export interface FoundKeys {
  readonly keys: readonly FoundKey[];
  /** Files that could not be looked into, so that a key may stand there. */
  readonly unreadable: readonly Problem[];
}

const CSV_NAME = /(accesskeys?.*\.csv|credentials.*\.csv|rootkey.*\.csv)$/i;
const CSV_LIMIT = 50;
const EDITABLE: ReadonlySet<KeyPlace["name"]> = new Set(["credentials-file", "config-file", "psiturkconfig", "config.txt"]);

/** Finds all keys; `folders`: absolute paths to look into for CSV files, beside the working directory, Downloads and the desktop. */
export async function findKeys(host: Host, folders: readonly string[] = []): Promise<Result<FoundKeys>> {
  const gathered = await gather(host, {});
  if (!gathered.ok) return gathered;
  const { boto3, psiturk } = gathered.value;
  const walked = [...resolvePsiturk(psiturk).judged, ...resolveBoto3(boto3).judged].map(({ place }) => place);
  const places: KeyPlace[] = [...placesInFile(boto3.credentials), ...placesInFile(boto3.config)];
  for (const place of walked) {
    if (place.id === null || place.id === "" || place.name === "credentials-file" || place.name === "config-file") continue;
    places.push({ name: place.name, location: place.location, profile: null, accessKeyId: place.id, key: place.key, removal: EDITABLE.has(place.name) ? "plan" : "by-hand", cure: place.cure });
  }
  places.push(...(await placesInCsv(host, folders)));
  const broken = walked.flatMap((place) => (place.holds === "broken" && place.problem !== null ? [place.problem] : []));
  const unreadable = [boto3.credentials, boto3.config].flatMap((file) => (file.ok ? [] : [file.problem]));
  return ok({ keys: grouped(withoutTwins(places)), unreadable: firstOfEach([...unreadable, ...broken]) });
}

/** Places other than this profile of the AWS files that hold the key with this id; CSV files, which nobody reads, left out. */
export async function otherCopies(host: Host, accessKeyId: string, profile: string): Promise<readonly KeyPlace[]> {
  const found = await findKeys(host);
  const places = found.ok ? (found.value.keys.find((key) => key.accessKeyId === accessKeyId)?.places ?? []) : [];
  return places.filter((place) => place.name !== "csv" && place.profile !== profile);
}

function placesInFile(file: ScannedFile): readonly KeyPlace[] {
  if (!file.ok) return [];
  return [...file.profiles].flatMap(([profile, view]) => {
    const { id, secret, token } = keyOf(view);
    if (id === null || id === "") return [];
    const key = secret === null || secret.length === 0 ? null : { accessKeyId: id, secretAccessKey: secret, ...(token === null || token.length === 0 ? {} : { sessionToken: token }) };
    return [{ name: file.kind === "credentials" ? ("credentials-file" as const) : ("config-file" as const), location: file.path, profile, accessKeyId: id, key, removal: "plan" as const, cure: [] }];
  });
}

/** Browsers put AWS's files into Downloads or on the desktop. */
async function placesInCsv(host: Host, folders: readonly string[]): Promise<readonly KeyPlace[]> {
  const where = [...new Set([host.cwd, join(host.home, "Downloads"), join(host.home, "Desktop"), ...folders])];
  const paths = (await Promise.all(where.map((folder) => listFiles(folder, CSV_NAME, CSV_LIMIT)))).flat();
  const places: KeyPlace[] = [];
  for (const path of paths) {
    const bytes = await readSmallFile(path, SIZE_LIMIT);
    const read = bytes.ok ? readKeyCsv(bytes.value, basename(path)) : bytes;
    if (!read.ok) continue;
    for (const { key } of read.value.keys) places.push({ name: "csv", location: path, profile: null, accessKeyId: key.accessKeyId, key, removal: "by-hand", cure: [`Delete the file, and empty the bin: ${path}`] });
  }
  return places;
}

/** The two programs meet the same places. */
function withoutTwins(places: readonly KeyPlace[]): readonly KeyPlace[] {
  const same = (a: KeyPlace, b: KeyPlace): boolean => a.name === b.name && a.location === b.location && a.profile === b.profile;
  return places.filter((place, at) => places.findIndex((other) => same(place, other)) === at);
}

function grouped(places: readonly KeyPlace[]): readonly FoundKey[] {
  const ids = [...new Set(places.map((place) => place.accessKeyId))];
  return ids.map((accessKeyId): FoundKey => {
    const here = places.filter((place) => place.accessKeyId === accessKeyId);
    const keys = here.flatMap((place) => (place.key === null ? [] : [place.key]));
    const pairs = keys.filter((key, at) => keys.findIndex((other) => other.secretAccessKey.equals(key.secretAccessKey)) === at);
    return {
      accessKeyId,
      pairs,
      places: here,
      published: here.some((place) => place.name === "config.txt"),
      rootByName: here.some((place) => place.name === "csv" && /^rootkey/i.test(basename(place.location))),
    };
  });
}

function firstOfEach(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem, at) => problems.findIndex((other) => other.message === problem.message) === at);
}
