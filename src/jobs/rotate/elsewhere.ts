/**
 * Looks where else on this computer keys stand, as a rotation needs it: anew before each of its
 * steps.
 */
import { join } from "node:path";
import type { Host } from "../../base/host.js";
import { ok, type Result } from "../../base/problem.js";
import type { Secret } from "../../base/secret.js";
import { sameIdAndSecret } from "../../aws-files/store/pending-key.js";
import { isSameFile, readSmallFile } from "../../aws-files/store/read.js";
import type { AccessKey } from "../../keys/types.js";
import { otherFiles } from "../../aws-files/store/same-file.js";
import { readLegacy } from "../../sources/legacy.js";
import { findKeys, type KeyPlace } from "../shared/inventory.js";
import { sortedUsers, type KeyUsers, type OwnPlace } from "../shared/users.js";
import type { Elsewhere, Stand, Standing } from "./types.js";

/** The other places of all keys. */
export interface Places {
  /** For the decision. */
  readonly seen: readonly Elsewhere[];
  /**
   * psiTurk's files that can be read and be changed by themselves: absolute paths. Any of them may
   * hold a half of a key whose other half is elsewhere.
   */
  readonly psiturks: readonly string[];
  readonly of: (accessKeyId: string) => KeyUsers;
  /** Null where no place has it. */
  readonly secretOf: (accessKeyId: string) => Secret | null;
  /** The same places by id, without the one that is dealt with. */
  readonly standing: Standing;
  /** A complete pair for each id that has one, those that programs use first. */
  readonly pairs: ReadonlyMap<string, AccessKey>;
  /**
   * Whether this very pair stands in a place that is neither the file for a key on its way nor a
   * backup of ours.
   */
  readonly holds: (pair: AccessKey) => boolean;
  /** What could not be looked into, in sentences. */
  readonly unseen: readonly string[];
}

const NOBODY: KeyUsers = { written: [], byHand: [], unread: [] };
export const KNOWING_NO_PLACES: Places = {
  seen: [],
  psiturks: [],
  of: () => NOBODY,
  secretOf: () => null,
  standing: new Map(),
  pairs: new Map(),
  holds: () => false,
  unseen: [],
};

/**
 * Looks in every place that the inventory knows, and in `noted`: psiTurk's files of another folder,
 * in which the rotation was begun.
 * `own`: the place that is replaced, left out. Problems: as `findKeys`.
 */
export async function lookElsewhere(
  host: Host,
  own: OwnPlace | null,
  noted: readonly string[],
): Promise<Result<Places>> {
  const found = await findKeys(host);
  if (!found.ok) return found;
  // A role asks with whatever key its source profile holds, so with the new one from then on.
  const listed = found.value.keys
    .flatMap(({ places }) => places)
    .filter(({ name }) => name !== "assume-role");
  const foreign = (
    await Promise.all(
      noted.filter((path) => !listed.some(({ location }) => isSame(location, path))).map(placeIn),
    )
  ).flat();
  const all = [...listed, ...foreign];
  const users = new Map(
    [...byId(all)].map(([id, places]) => [id, sortedUsers(places, own)] as const),
  );
  const candidates = [
    ...all.filter(isPsiturks).map(({ location }) => location),
    ...noted,
    join(host.home, ".psiturkconfig"),
    join(host.cwd, "config.txt"),
  ];
  return ok({
    seen: [...users].flatMap(([id, places]) => seenAs(id, places)),
    // Where psiTurk's key is split over a place that is not written here, a new half in its file
    // would break the pair.
    psiturks: await readable(
      otherFiles(host, candidates).filter((path) => !found.value.split.includes(path)),
    ),
    of: (accessKeyId) => users.get(accessKeyId) ?? NOBODY,
    ...told(
      all.filter((place) => place.location !== own?.location || place.profile !== own.profile),
    ),
    unseen: found.value.unreadable.map(({ message }) => message),
    secretOf: (accessKeyId) =>
      all.find((place) => place.accessKeyId === accessKeyId && place.key !== null)?.key
        ?.secretAccessKey ?? null,
  });
}

function told(places: readonly KeyPlace[]): Pick<Places, "standing" | "pairs" | "holds"> {
  const standing = new Map([...byId(places)].map(([id, here]) => [id, here.map(standOf)] as const));
  const pairs = new Map<string, AccessKey>();
  const usedFirst = [...places].sort((a, b) => Number(b.inUse) - Number(a.inUse));
  for (const { accessKeyId, key } of usedFirst)
    if (key !== null && !pairs.has(accessKeyId)) pairs.set(accessKeyId, key);
  const holds = (pair: AccessKey): boolean =>
    places.some(
      ({ name, key }) =>
        name !== "pending" && name !== "backup" && key !== null && sameIdAndSecret(key, pair),
    );
  return { standing, pairs, holds };
}

function byId(places: readonly KeyPlace[]): ReadonlyMap<string, readonly KeyPlace[]> {
  const found = new Map<string, KeyPlace[]>();
  for (const place of places) {
    const known = found.get(place.accessKeyId);
    if (known === undefined) found.set(place.accessKeyId, [place]);
    else known.push(place);
  }
  return found;
}

function standOf({ name, location, line, profile, key, inUse }: KeyPlace): Stand {
  return { is: inUse ? "live" : "copy", name, location, line, profile, whole: key !== null };
}

function seenAs(id: string, { written, byHand, unread }: KeyUsers): readonly Elsewhere[] {
  return [
    ...written.map(() => ({ id, kind: "written" as const })),
    ...byHand.map(() => ({ id, kind: "by-hand" as const })),
    ...unread.map(() => ({ id, kind: "unread" as const })),
  ];
}

function isPsiturks({ name, editable }: KeyPlace): boolean {
  return editable && (name === "psiturkconfig" || name === "config.txt");
}

function isSame(location: string, path: string): boolean {
  return location === path || isSameFile(location, path);
}

/**
 * What need not change never stands in the way: a file that cannot be read is none that holds a key
 * for anybody here.
 */
async function readable(paths: readonly string[]): Promise<readonly string[]> {
  const tried = await Promise.all(
    paths.map(async (path) => ({ path, is: (await readSmallFile(path)).ok })),
  );
  return tried.flatMap(({ path, is }) => (is ? [path] : []));
}

/** The key in one of psiTurk's files that the inventory does not look into from here. */
async function placeIn(path: string): Promise<readonly KeyPlace[]> {
  const bytes = await readSmallFile(path);
  const read = bytes.ok
    ? readLegacy(
        { path, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.value) },
        "psiturk",
      )
    : null;
  const id = read?.id ?? null;
  if (read === null || id === null || id.value === "") return [];
  const { secret } = read;
  const key =
    secret === null || secret.value.length === 0
      ? null
      : { accessKeyId: id.value, secretAccessKey: secret.value };
  return [
    {
      name: "config.txt",
      location: path,
      line: id.line,
      profile: null,
      accessKeyId: id.value,
      key,
      inUse: true,
      editable: true,
      removal: "plan",
      cure: [],
    },
  ];
}
