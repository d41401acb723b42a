/**
 * Replaces one file as a whole: written beside the old one, checked, renamed over it.
 *
 * Own code, for no library at hand does all of it. write-file-atomic and atomically call `write`
 * once and take what it took for everything, so on a nearly full disk they replace a good file by a
 * cut one and report success; they replace a dangling link by a file; their temporary file has a
 * guessable name and is not opened exclusively, so a planted link is followed; with an ACL they
 * turn its mask into group permissions. steno replaces links. None flushes the folder.
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  futimesSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  statSync,
} from "node:fs";
import type { BigIntStats } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  NO_HARD_LINKS,
  Unfit,
  errnoOf,
  namesIn,
  orMissing,
  readBack,
  writeAll,
  writerOf,
} from "./disk.js";
import { makeHiddenFolder, momentaryBase, momentaryBases } from "./hidden.js";
import { lifeOf, thisProcess } from "./owner.js";
import { createFile, discard, discardIfPossible, nameTaken, untrack } from "./left-behind.js";
import { Stop, quoted, printablePath } from "./trouble.js";

const TEMP = ".mturk-setup-tmp-";

/** Whom and what the new file is to be like; `group` null: as it comes. */
export interface FileAttributes {
  readonly mode: number;
  readonly group: number | null;
}

export const PRIVATE_LOOK: FileAttributes = { mode: 0o600, group: null };

/**
 * How the file that replaces an old one is to look: its mode and group, never wider. Where the old
 * one has an access control list, its group bits are the list's mask and would open the file to the
 * group; then it becomes 0600.
 */
export function lookOf(stat: BigIntStats, realPath: string): FileAttributes {
  const mode = Number(stat.mode) & 0o777;
  if ((mode & 0o070) !== 0 && hasAccessList(realPath)) return PRIVATE_LOOK;
  return { mode, group: Number(stat.gid) };
}

/**
 * Node cannot ask for an access control list; `ls -l` marks it with a `+` after the mode (POSIX,
 * ls).
 */
function hasAccessList(realPath: string): boolean {
  try {
    const line = execFileSync("/bin/ls", ["-ld", "--", realPath], {
      encoding: "utf8",
      env: { LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 5000,
    });
    return line.charAt(10) === "+";
  } catch {
    // No answer: assume one, for the narrower mode is the safe one.
    return true;
  }
}

/**
 * Writes `bytes` to a new file beside `realPath` (hidden from git, where it would see it), flushed
 * to the disk, read back and compared. Its path is tracked until it is renamed or discarded. The
 * name holds the process number (whose leftover it is) and is not guessable.
 */
export function stage(realPath: string, bytes: Buffer, look: FileAttributes): string {
  const me = thisProcess();
  const base = momentaryBase(realPath);
  const temp = `${base}${TEMP}${me.pid}-${me.started ?? "0"}-${randomBytes(6).toString("hex")}`;
  const fill = (handle: number): void => {
    writeAll(bytes, writerOf(handle));
    // A whole number of milliseconds, so that the time differs from the one of the rename:
    // `maySettle` tells by it that the file was put in place whole.
    const now = new Date();
    futimesSync(handle, now, now);
    fsyncSync(handle);
    if (!readBack(handle, bytes.length, temp).equals(bytes)) throw new Unfit("mismatch", realPath);
    dress(handle, realPath, look);
  };
  makeHiddenFolder(base);
  try {
    createFile(temp, fill);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT" || base === realPath) throw error;
    // Another process of ours left the hidden folder just now, and took it with it.
    makeHiddenFolder(base);
    createFile(temp, fill);
  }
  return temp;
}

/** Group first, then mode: in the other order the wrong group could read for a moment. */
function dress(handle: number, realPath: string, look: FileAttributes): void {
  if (look.group !== null && (look.mode & 0o070) !== 0) {
    try {
      fchownSync(handle, -1, look.group);
    } catch (error) {
      if (errnoOf(error) !== "EPERM") throw error;
      throw new Stop({
        code: "file-not-writable",
        message:
          `${printablePath(realPath)} is shared with a group (number ${look.group}) that you ` +
          "are not in, so a new file could not be shared with it. Nothing was changed.",
        try: [
          `Make the file your own: chgrp "$(id -gn)" ${quoted(realPath)}`,
          "Or ask a member of that group to do this.",
        ],
      });
    }
  }
  fchmodSync(handle, look.mode);
}

/** Puts a staged file in the place of `path`, whatever is there. */
export function moveOver(temp: string, path: string): void {
  renameSync(temp, path);
  untrack(temp);
}

/**
 * Gives a staged file its name unless something has that name: false then, and the staged file is
 * gone.
 */
export function moveToFree(temp: string, path: string): boolean {
  try {
    linkSync(temp, path);
    return true;
  } catch (error) {
    const code = errnoOf(error) ?? "";
    if (code === "EEXIST") return false;
    if (!NO_HARD_LINKS.has(code)) throw error;
    // No hard links here: look first. Two writers of ours cannot meet, for names like this are made
    // under the lock.
    if (nameTaken(path)) return false;
    moveOver(temp, path);
    return true;
  } finally {
    discardIfPossible(temp);
  }
}

/**
 * Removes temporary files that killed writers left for this file. `locked`: we hold the file's
 * lock, so no other can be in use; otherwise only those of processes that are dead.
 */
export function sweepTemps(realPath: string, locked: boolean): void {
  for (const base of momentaryBases(realPath)) sweep(base, locked);
}

function sweep(base: string, locked: boolean): void {
  const directory = dirname(base);
  const prefix = basename(base) + TEMP;
  const me = thisProcess();
  for (const name of namesIn(directory)) {
    if (!name.startsWith(prefix) || !/^\d+-\w+-\w+$/.test(name.slice(prefix.length))) continue;
    const [pid, started] = name.slice(prefix.length).split("-");
    const left =
      locked ||
      lifeOf(
        { ...me, pid: Number(pid), started: started === "0" ? null : (started ?? null) },
        me,
      ) === "dead";
    const path = join(directory, name);
    if (left && orMissing(() => lstatSync(path))?.isFile() === true) discard(path);
  }
}

/**
 * Creates the folder and its missing parents, 0700 whatever the umask; answers with those that it
 * created, outermost first.
 */
export function makeDirectories(directory: string): readonly string[] {
  const stat = orMissing(() => statSync(directory));
  if (stat?.isDirectory() === true) return [];
  if (stat !== null) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
  const above = dirname(directory) === directory ? [] : makeDirectories(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
    chmodSync(directory, 0o700);
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return above;
    throw error;
  }
  return [...above, directory];
}
