/**
 * Finds what only a reading of the text shows: keys in lines that no program reads as its own, with
 * their line numbers, and keys in what this program keeps beside the files (backups, the file for a
 * key on its way).
 */
import { join } from "node:path";
import type { Host } from "../../base/host.js";
import { pendingPath } from "../../aws-files/store/pending-key.js";
import { readSmallFile } from "../../aws-files/store/read.js";
import { profileOf } from "../../aws-files/text/scan.js";
import { listBackups, readBackup } from "../../aws-files/store/store.js";
import type { FileKind } from "../../aws-files/types.js";
import { keptBeside, locateAwsFiles } from "../../aws-files/store/where.js";
import { readKeyLines } from "../../keys/key-lines.js";
import type { KeyLine } from "../../keys/types.js";
import type { gather } from "../../sources/gather.js";
import { awayCure, otherKind, type OtherKind } from "../../sources/other-kind.js";
import { listed, shownSafely } from "../../sources/place.js";
import type { KeyPlace, PlaceName } from "./key-place.js";

/** A file as text: the keys in it, line by line. */
export interface KeyText {
  readonly name: PlaceName;
  readonly path: string;
  readonly keys: readonly KeyLine[];
  /** Kept only: no program takes a key from it. */
  readonly copy?: boolean;
  /** The file is of another kind; no line of it is to be taken out. */
  readonly other?: OtherKind;
}

/** By path. */
export type Texts = ReadonlyMap<string, KeyText>;

type Gathered = Extract<Awaited<ReturnType<typeof gather>>, { ok: true }>["value"];

/** The files that boto3 and psiTurk read, as text. */
export async function textsOf({ boto3, psiturk }: Gathered): Promise<Texts> {
  const wanted: (readonly [PlaceName, string])[] = [
    ["credentials-file", boto3.credentials.path],
    ["config-file", boto3.config.path],
    ["credentials-file", psiturk.boto3.credentials.path],
    ["config-file", psiturk.boto3.config.path],
    ["config.txt", psiturk.configTxt.path],
    ["psiturkconfig", psiturk.psiturkconfig.path],
    ...[...boto3.botoFiles, ...psiturk.boto3.botoFiles].map(
      ({ path }) => ["boto-file", path] as const,
    ),
    ...(boto3.credentialFile === null ? [] : [["other", boto3.credentialFile.path] as const]),
    ...(psiturk.dotenv === null ? [] : [["dotenv", psiturk.dotenv.path] as const]),
  ];
  const texts = new Map<string, KeyText>();
  for (const [name, path] of wanted) {
    if (path === "" || texts.has(path)) continue;
    const bytes = await readSmallFile(path);
    if (!bytes.ok) continue;
    const other = otherKind(bytes.value, path);
    texts.set(path, {
      name,
      path,
      keys: readKeyLines(new TextDecoder().decode(bytes.value)),
      ...(other === null ? {} : { other }),
    });
  }
  return texts;
}

/**
 * The keys of a text that are not among `known` places yet; told with their lines, for none of them
 * is edited here.
 */
export function placesInText(
  { name, path, keys, copy = false, other }: KeyText,
  known: readonly KeyPlace[],
): readonly KeyPlace[] {
  const there = new Set(
    known
      .filter((place) => place.location === path)
      .map((place) => `${String(place.line)} ${place.accessKeyId}`),
  );
  // A shell, `.env` or another tool takes every line that is not commented out; the programs that are
  // known better read their own sections only.
  const handsOn = !copy && (name === "shell" || name === "dotenv" || name === "tool");
  return keys.flatMap((found): KeyPlace[] => {
    if (there.has(`${found.line} ${found.accessKeyId}`)) return [];
    const kind =
      name === "credentials-file" ? "credentials" : name === "config-file" ? "config" : null;
    const inUse = handsOn && !found.commented;
    return [
      {
        ...bare(found, name, path),
        profile: profileIn(kind, found),
        inUse,
        cure:
          other === undefined ? byHand(path, found, name === "shell" && inUse) : awayCure(other),
      },
    ];
  });
}

function byHand(path: string, { lines }: KeyLine, inShell: boolean): readonly string[] {
  const numbers = listed(lines.map(String));
  const gone =
    `Delete ${lines.length === 1 ? "line" : "lines"} ${numbers} of ` + `${shownSafely(path)}.`;
  return inShell ? [gone, "Terminals that are open keep it until they are closed."] : [gone];
}

function profileIn(kind: FileKind | null, { section }: KeyLine): string | null {
  return kind === null || section === null ? null : profileOf(section, kind);
}

function bare({ accessKeyId, line, key }: KeyLine, name: PlaceName, location: string): KeyPlace {
  return {
    name,
    location,
    line,
    profile: null,
    accessKeyId,
    key,
    inUse: false,
    editable: false,
    removal: "by-hand",
    cure: [],
  };
}

/**
 * Our backups of the AWS files and of psiTurk's files, and the file for a key on its way; `retire`
 * takes them away.
 */
export async function placesOfOurs(
  host: Host,
  psiturkconfig: string,
): Promise<readonly KeyPlace[]> {
  const paths = locateAwsFiles(host);
  const aws: (readonly [FileKind, string])[] = paths.ok
    ? [
        ["credentials", paths.value.credentials],
        ["config", paths.value.config],
      ]
    : [];
  const kept: (readonly [FileKind | null, string])[] = [
    ...aws,
    [null, psiturkconfig],
    [null, join(host.cwd, "config.txt")],
  ];
  const places: KeyPlace[] = [];
  for (const [kind, path] of kept) {
    for (const backup of await listBackups(path, host)) {
      const bytes = backup.existed ? await readBackup(backup) : null;
      if (bytes?.ok !== true) continue;
      for (const found of readKeyLines(new TextDecoder().decode(bytes.value))) {
        places.push({
          ...bare(found, "backup", backup.path),
          profile: profileIn(kind, found),
          removal: "plan",
        });
      }
    }
  }
  if (paths.ok) {
    const path = pendingPath(keptBeside(paths.value), host);
    const bytes = await readSmallFile(path);
    const keys = bytes.ok ? readKeyLines(new TextDecoder().decode(bytes.value)) : [];
    for (const found of keys) places.push({ ...bare(found, "pending", path), removal: "plan" });
  }
  return places;
}
