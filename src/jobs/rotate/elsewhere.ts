/** Looks where else on this computer keys stand, as a rotation needs it: anew before each of its steps. */
import { join } from "node:path";
import type { Host } from "../../base/host.js";
import { ok, type Result } from "../../base/problem.js";
import type { Secret } from "../../base/secret.js";
import { readSmallFile } from "../../files/read.js";
import { readLegacy } from "../../sources/legacy.js";
import { findKeys, type KeyPlace } from "../shared/inventory.js";
import { sortedUsers, type KeyUsers, type OwnPlace } from "../shared/users.js";
import type { Elsewhere } from "./types.js";

/** The other places of all keys. */
export interface Places {
  /** For the decision. */
  readonly seen: readonly Elsewhere[];
  /** psiTurk's files that can be read: absolute paths. Any of them may hold a half of a key whose other half is elsewhere. */
  readonly psiturks: readonly string[];
  readonly of: (accessKeyId: string) => KeyUsers;
  /** Null where no place has it. */
  readonly secretOf: (accessKeyId: string) => Secret | null;
}

const NOBODY: KeyUsers = { written: [], byHand: [], unread: [] };
export const KNOWING_NO_PLACES: Places = { seen: [], psiturks: [], of: () => NOBODY, secretOf: () => null };

/**
 * Looks in every place that the inventory knows, and in `noted`: psiTurk's files of another folder, in which the rotation was begun.
 * `own`: the place that is replaced, left out. Problems: as `findKeys`.
 */
export async function lookElsewhere(host: Host, own: OwnPlace | null, noted: readonly string[]): Promise<Result<Places>> {
  const found = await findKeys(host);
  if (!found.ok) return found;
  const listed = found.value.keys.flatMap(({ places }) => places);
  const foreign = (await Promise.all(noted.filter((path) => !listed.some(({ location }) => location === path)).map(placeIn))).flat();
  const all = [...listed, ...foreign];
  const ids = [...new Set(all.map(({ accessKeyId }) => accessKeyId))];
  const users = new Map(ids.map((id) => [id, sortedUsers(all.filter(({ accessKeyId }) => accessKeyId === id), own)] as const));
  const candidates = [...all.filter(isPsiturks).map(({ location }) => location), ...noted, join(host.home, ".psiturkconfig"), join(host.cwd, "config.txt")];
  return ok({
    seen: [...users].flatMap(([id, places]) => seenAs(id, places)),
    psiturks: await readable([...new Set(candidates)]),
    of: (accessKeyId) => users.get(accessKeyId) ?? NOBODY,
    secretOf: (accessKeyId) => all.find((place) => place.accessKeyId === accessKeyId && place.key !== null)?.key?.secretAccessKey ?? null,
  });
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

/** What need not change never stands in the way: a file that cannot be read is none that holds a key for anybody here. */
async function readable(paths: readonly string[]): Promise<readonly string[]> {
  const tried = await Promise.all(paths.map(async (path) => ({ path, is: (await readSmallFile(path)).ok })));
  return tried.flatMap(({ path, is }) => (is ? [path] : []));
}

/** The key in one of psiTurk's files that the inventory does not look into from here. */
async function placeIn(path: string): Promise<readonly KeyPlace[]> {
  const bytes = await readSmallFile(path);
  const read = bytes.ok ? readLegacy({ path, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.value) }, "psiturk") : null;
  const id = read?.id ?? null;
  if (read === null || id === null || id.value === "") return [];
  const { secret } = read;
  const key = secret === null || secret.value.length === 0 ? null : { accessKeyId: id.value, secretAccessKey: secret.value };
  return [{ name: "config.txt", location: path, line: id.line, profile: null, accessKeyId: id.value, key, inUse: true, editable: true, removal: "plan", cure: [] }];
}
