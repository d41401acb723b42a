/**
 * Makes, lists and removes our backups: `<name>.mturk-setup-backup-YYYYMMDD-HHMMSS[-n]` (UTC),
 * 0600, a copy byte for byte, beside the real file or where `store-keep` says. If there was no
 * file, an empty marker ends in `-none`, so that undo can remove what we created. What was written
 * in its place is named by `-w` and a piece of its hash: undo must not take away what others added
 * since. The files of one write share the part after `backup-` (the id). Ids only grow, also when
 * the clock is set back: then the last one gets the next `-n`. A name that holds no date is found
 * like any other, and counts as the oldest. The newest three per file stay, and older ones that
 * hold the last copy of a pair.
 */
import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Host } from "../../base/host.js";
import { failed, ok } from "../../base/problem.js";
import type { Problem, Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { LARGEST_AWS_FILE, namesIn, orMissing, readOwn, readWhole, resolveLinks } from "./disk.js";
import { keepingFolders, keptFolders, makeKeepingFolder } from "./keep.js";
import { BackupText } from "./last-copies.js";
import { discard } from "./left-behind.js";
import { quoted, readTrouble, printablePath, writeTrouble } from "./trouble.js";
import { PRIVATE_LOOK, moveOver, moveToFree, stage } from "./write.js";

const MARK = ".mturk-setup-backup-";
const KEPT = 3;
const ID = /^(\d{8}-\d{6})(?:-(\d{1,9}))?(-none)?(?:-w([0-9a-f]{16}|gone))?$/;

/** A copy of one of the AWS files as it was before a write of ours. */
export interface Backup {
  /** Absolute path of the copy. */
  readonly path: string;
  /** The file that it is a copy of, links resolved. */
  readonly of: string;
  /** The same for both files of one write. */
  readonly id: string;
  /** When it was made: milliseconds since 1970-01-01 UTC, whole seconds. */
  readonly time: number;
  /** False: there was no file then; undo removes it. */
  readonly existed: boolean;
  /** What the write left in its place, as `markOf` marks it; null if that was not recorded. */
  readonly wrote: string | null;
}

interface Rank {
  readonly stamp: string;
  readonly n: number;
}

/**
 * The backups of the file at `path` (links are followed), newest first; none if the folder cannot
 * be listed.
 */
export function listBackups(path: string, host: Host): Promise<readonly Backup[]> {
  return Promise.resolve(backupsOf(realPathOf(path), host));
}

/**
 * Those that the next write to `path` removes: beyond the newest three, and nothing in them that
 * stands nowhere else.
 */
export function listOldBackups(path: string, host: Host): Promise<readonly Backup[]> {
  return Promise.resolve(oldBackups(realPathOf(path), host));
}

/**
 * The bytes of a backup; empty for the marker of a file that did not exist. Problem:
 * `file-unreadable`.
 */
export function readBackup(backup: Backup): Promise<Result<Uint8Array>> {
  try {
    const file = readOwn(backup.path, LARGEST_AWS_FILE);
    if (!file.exists)
      return Promise.resolve(
        failed({
          code: "file-unreadable",
          message: `The backup ${backup.path} is gone.`,
          try: ["Look for an older one: ls -la in the same folder."],
        }),
      );
    return Promise.resolve(ok(file.bytes));
  } catch (error) {
    return Promise.resolve(failed(readTrouble(error, backup.path, "file-unreadable")));
  }
}

/**
 * What undo puts back: the backups of the newest write that left at least one file different from
 * what it is now. A write that was killed between backup and change is thereby passed over. Empty:
 * there is nothing to undo.
 */
export async function newestBackups(
  paths: readonly string[],
  host: Host,
): Promise<Result<readonly Backup[]>> {
  const all = [...new Set(paths.map(realPathOf))].flatMap((real) => backupsOf(real, host));
  const ids = [...new Set(all.map((backup) => backup.id))].sort((a, b) => compareIds(b, a));
  for (const id of ids) {
    const group = all.filter((backup) => backup.id === id);
    for (const backup of group) {
      const same = await isCurrent(backup);
      if (!same.ok) return same;
      if (!same.value) return ok(group);
    }
  }
  return ok([]);
}

/**
 * Takes a key out of the backups of `path`: those whose text `holds` judges to hold it are removed.
 * One in which the last copy of another pair stands is kept, without the lines that `holds` objects
 * to. Answers with the paths of both.
 */
export function removeBackups(
  path: string,
  host: Host,
  holds: (text: Secret) => boolean,
): Promise<Result<readonly string[]>> {
  const real = realPathOf(path);
  const gone: string[] = [];
  const all = backupsOf(real, host);
  for (const backup of all) {
    try {
      const text = textOf(backup.path);
      if (text === null || !holds(new Secret(text))) continue;
      const others = all
        .filter((other) => other !== backup && !gone.includes(other.path))
        .map((other) => other.path);
      const rest = linesWithout(text, holds);
      if (
        !new BackupText(rest).holdsLastCopy(
          [real, ...others].map(backupText),
          stillCounts(backup.time),
        ) ||
        holds(new Secret(rest))
      )
        discard(backup.path);
      else
        moveOver(
          stage(
            join(dirname(backup.path), basename(real)),
            Buffer.from(rest, "utf8"),
            PRIVATE_LOOK,
          ),
          backup.path,
        );
      gone.push(backup.path);
    } catch (error) {
      return Promise.resolve(
        failed(writeTrouble(error, backup.path, "This copy still holds the key.")),
      );
    }
  }
  return Promise.resolve(ok(gone));
}

function textOf(path: string): string | null {
  const file = readWhole(path, LARGEST_AWS_FILE);
  return file.exists ? file.bytes.toString("utf8") : null;
}

function backupText(path: string): BackupText {
  return new BackupText(textOf(path) ?? "");
}

function linesWithout(text: string, holds: (text: Secret) => boolean): string {
  return text
    .split(/(?<=\n)/)
    .filter((line) => line !== "" && !holds(new Secret(line)))
    .join("");
}

/**
 * A long-term key is dead only once AWS says so; a temporary one lives 36 hours at most (AWS STS,
 * GetSessionToken).
 */
const LONGEST_SESSION_MS = 36 * 60 * 60_000;

/** What is worth a copy of its own that was made at `time`. */
function stillCounts(time: number): (accessKeyId: string) => boolean {
  const over = Date.now() - time >= LONGEST_SESSION_MS;
  return (accessKeyId) => !(over && accessKeyId.startsWith("ASIA"));
}

/**
 * An id for a write to all these files: newer than every backup in their folders. To be called
 * under their locks. Problem:
 * `file-not-writable`, where a file there has the last name that there can be, so that no later one
 * would be found as the newest.
 */
export function nextBackupId(
  realPaths: readonly string[],
  now: number,
  host: Host,
): Result<string> {
  const named = realPaths.flatMap((path) =>
    keptFolders(path, host).flatMap((folder) =>
      namesIn(folder).map((name) => ({ path: join(folder, name), rank: datedRank(name) })),
    ),
  );
  const newest = named.reduce<Ranked | null>(
    (best, { path, rank }) =>
      rank !== null && (best === null || compareRanks(rank, best.rank) > 0) ? { path, rank } : best,
    null,
  );
  const stamp = stampAt(now);
  if (newest === null || stamp > newest.rank.stamp) return ok(stamp);
  if (newest.rank.n < LAST_N) return ok(`${newest.rank.stamp}-${newest.rank.n + 1}`);
  const following = stampAt(timeOf(newest.rank.stamp) + 1000);
  return following > newest.rank.stamp ? ok(following) : failed(noLaterName(newest.path));
}

interface Ranked {
  readonly path: string;
  readonly rank: Rank;
}

const LAST_N = 999_999_999;
/** Four digits of a year have to do, on a clock that is far off too. */
const [FIRST_TIME, LAST_TIME] = [Date.UTC(1970, 0, 1), Date.UTC(9999, 11, 31, 23, 59, 59)];

function stampAt(time: number): string {
  const moment = new Date(Math.min(Math.max(time, FIRST_TIME), LAST_TIME));
  return moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
}

/** Null for what is no backup of ours: another name, or one with a month 99 in it. */
function datedRank(name: string): Rank | null {
  const rank = rankOf(name.slice(name.lastIndexOf(MARK) + MARK.length), name.includes(MARK));
  return rank !== null && isDated(rank) ? rank : null;
}

function isDated({ stamp }: Rank): boolean {
  return stampAt(timeOf(stamp)) === stamp;
}

function noLaterName(path: string): Problem {
  return {
    code: "file-not-writable",
    message:
      `${printablePath(path)} has the last name that a backup can have, and was not made by ` +
      "this program. A backup made now would not be found as the newest, so nothing was " +
      "changed.",
    try: [`Look at it; if you do not need it, remove it: rm ${quoted(path)}`],
  };
}

/** A mark by which bytes are known again; "gone" where there is no file. */
export function markOf(bytes: Uint8Array | null): string {
  return bytes === null ? "gone" : createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** Whose copy it is, and what it is named by. */
export interface Saving {
  readonly id: string;
  readonly host: Host;
  /** What takes the place of the old bytes; null: the file is removed. */
  readonly next: Buffer | null;
}

/**
 * Copies the file's old bytes (null: there was none) before others take their place; answers with
 * the path. Throws the system's errors.
 */
export function saveBackup(
  realPath: string,
  bytes: Buffer | null,
  { id, host, next }: Saving,
): string {
  const name = `${basename(realPath)}${MARK}${id}${bytes === null ? "-none" : ""}-w${markOf(next)}`;
  const folders = keepingFolders(realPath, host, bytes === null);
  for (const folder of folders) {
    const last = folder === folders.at(-1);
    try {
      makeKeepingFolder(folder, realPath);
      const base = join(folder, basename(realPath));
      const temp = stage(base, bytes ?? Buffer.alloc(0), PRIVATE_LOOK);
      if (!moveToFree(temp, join(folder, name)))
        throw Object.assign(new Error("the name of the backup is taken"), { code: "EEXIST" });
      return join(folder, name);
    } catch (error) {
      // Without a state directory that can be written, beside the file is better than no backup.
      if (last) throw error;
    }
  }
  throw new Error("no folder to keep a backup in");
}

/** Removes the backups that are neither among the newest three nor hold the last copy of a pair. */
export function pruneBackups(realPath: string, host: Host): void {
  for (const backup of oldBackups(realPath, host)) discard(backup.path);
}

function oldBackups(realPath: string, host: Host): readonly Backup[] {
  const all = backupsOf(realPath, host);
  if (all.length <= KEPT) return [];
  const staying = [realPath, ...all.slice(0, KEPT).map(({ path }) => path)].map(backupText);
  return all.slice(KEPT).filter((backup) => {
    const text = backup.existed ? backupText(backup.path) : null;
    if (text?.holdsLastCopy(staying, stillCounts(backup.time)) !== true) return true;
    staying.push(text);
    return false;
  });
}

function backupsOf(realPath: string, host: Host): readonly Backup[] {
  // An empty variable: there is no such file at all, and nothing beside it.
  if (realPath === "") return [];
  const prefix = basename(realPath) + MARK;
  const trusted = trustedOwners(realPath);
  const found: Backup[] = [];
  for (const directory of keptFolders(realPath, host)) {
    for (const name of namesIn(directory)) {
      const match = name.startsWith(prefix) ? ID.exec(name.slice(prefix.length)) : null;
      const rank = rankOf(name.slice(prefix.length), name.startsWith(prefix));
      const path = join(directory, name);
      if (match === null || rank === null) continue;
      const stat = orMissing(() => lstatSync(path));
      if (stat?.isFile() !== true || !trusted.has(stat.uid)) continue;
      found.push({
        path,
        of: realPath,
        id: idOf(rank),
        time: timeOf(rank.stamp),
        existed: match[3] === undefined,
        wrote: match[4] ?? null,
      });
    }
  }
  return found.sort((a, b) => compareIds(b.id, a.id));
}

/**
 * Whose copies count: this user's, root's (sudo), and those of whom the file belongs to. In a
 * folder
 * in which everybody may write, anybody can lay down a file with the name of a backup; undo would
 * put its keys in.
 */
function trustedOwners(realPath: string): ReadonlySet<number> {
  const file = orMissing(() => lstatSync(realPath));
  return new Set([process.geteuid?.() ?? 0, 0, ...(file === null ? [] : [file.uid])]);
}

function rankOf(id: string, ours: boolean): Rank | null {
  const match = ours ? ID.exec(id) : null;
  return match?.[1] === undefined
    ? null
    : { stamp: match[1], n: match[2] === undefined ? 1 : Number(match[2]) };
}

function idOf(rank: Rank): string {
  return rank.n === 1 ? rank.stamp : `${rank.stamp}-${rank.n}`;
}

/** Whose name holds no date is older than all others. */
function compareIds(a: string, b: string): number {
  const [left, right] = [rankOf(a, true), rankOf(b, true)];
  if (left === null || right === null) return 0;
  return Number(isDated(left)) - Number(isDated(right)) || compareRanks(left, right);
}

function compareRanks(a: Rank, b: Rank): number {
  return a.stamp === b.stamp ? a.n - b.n : a.stamp < b.stamp ? -1 : 1;
}

function timeOf(stamp: string): number {
  const [year, month, day, hour, minute, second] = [
    [0, 4],
    [4, 6],
    [6, 8],
    [9, 11],
    [11, 13],
    [13, 15],
  ].map(([from, to]) => Number(stamp.slice(from, to)));
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function realPathOf(path: string): string {
  try {
    return resolveLinks(path) ?? path;
  } catch {
    // A link to nowhere: reading and writing the file say so; for its backups there is no place to
    // look but here.
    return path;
  }
}

async function isCurrent(backup: Backup): Promise<Result<boolean>> {
  const copy = await readBackup(backup);
  if (!copy.ok) return copy;
  try {
    const file = readWhole(backup.of, LARGEST_AWS_FILE);
    return ok(file.exists ? backup.existed && file.bytes.equals(copy.value) : !backup.existed);
  } catch (error) {
    return failed(readTrouble(error, backup.of, "file-unreadable"));
  }
}
