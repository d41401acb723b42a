/**
 * Keeps what lives for a moment (locks, files on their way into place) out of the sight of git: in
 * a work tree it lies in a folder of its own, beside the file and on the same file system, that
 * ignores itself. A temporary file holds the keys of the file that it is to become, and `git add
 * -A` takes what it sees.
 */
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmdirSync, unlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Unfit, errnoOf, namesIn, orMissing, writeAll, writerOf } from "./disk.js";
import { createFile, nameTaken, untrack } from "./left-behind.js";

const HIDDEN = ".mturk-setup";
const IGNORE = ".gitignore";
/**
 * A folder or, in linked work trees and submodules, a file of this name marks a work tree; the
 * others are git's neighbours.
 */
const MARKS = [".git", ".hg", ".jj", ".svn"];

/**
 * Whether a version control system looks into this folder: one of its marks stands here or above.
 */
export function inWorkTree(directory: string): boolean {
  return isMarked(MARKS, directory);
}

function isMarked(marks: readonly string[], directory: string): boolean {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (marks.some((mark) => there(join(folder, mark)))) return true;
    if (dirname(folder) === folder) return false;
  }
}

function there(path: string): boolean {
  try {
    return orMissing(() => lstatSync(path)) !== null;
  } catch {
    // A folder above that may not be looked into: no program of this user finds a mark there
    // either.
    return false;
  }
}

/**
 * Whether git (or jj, which reads its ignore files) would see a file made in this folder without
 * more ado. Others have no ignore file that counts in one folder alone: for them the moment has to
 * do.
 */
function gitLooksInto(directory: string): boolean {
  return isMarked([".git", ".jj"], directory) && ![directory, dirname(directory)].some(ignoresAll);
}

function ignoresAll(folder: string): boolean {
  try {
    return readFileSync(join(folder, IGNORE), "utf8").trim() === "*";
  } catch {
    // None, or none that can be read.
    return false;
  }
}

/**
 * What the names of locks and temporary files of the file at `realPath` begin with: its own path,
 * or one in the hidden folder.
 */
export function momentaryBase(realPath: string): string {
  const directory = dirname(realPath);
  return gitLooksInto(directory) ? join(directory, HIDDEN, basename(realPath)) : realPath;
}

/** All such beginnings, those from before the folder became a work tree included. */
export function momentaryBases(realPath: string): readonly string[] {
  return [...new Set([momentaryBase(realPath), realPath])];
}

/** The file whose lock or temporary file begins with `base`. */
export function fileOfBase(base: string): string {
  const directory = dirname(base);
  return basename(directory) === HIDDEN ? join(dirname(directory), basename(base)) : base;
}

/**
 * Makes the hidden folder that a path from `momentaryBase` lies in, 0700; nothing where it lies in
 * none. Throws the system's errors.
 */
export function makeHiddenFolder(path: string): void {
  const folder = dirname(path);
  if (basename(folder) !== HIDDEN) return;
  const stat = orMissing(() => lstatSync(folder));
  // A link could lead into a folder that others see.
  if (stat !== null && !stat.isDirectory()) throw new Unfit("not-regular", folder);
  if (stat === null) {
    try {
      mkdirSync(folder, { mode: 0o700 });
      chmodSync(folder, 0o700);
    } catch (error) {
      if (errnoOf(error) !== "EEXIST") throw error;
    }
  }
  ignoreAll(folder);
}

/**
 * Removes the hidden folder again once nothing of anybody's is in it. Never throws. Whoever comes
 * in between finds no folder, and makes it anew; one who was faster keeps it, with its
 * `.gitignore`.
 */
export function leaveHiddenFolder(path: string): void {
  const folder = dirname(path);
  if (basename(folder) !== HIDDEN) return;
  try {
    if (namesIn(folder).some((name) => name !== IGNORE)) return;
    orMissing(() => unlinkSync(join(folder, IGNORE)));
    try {
      rmdirSync(folder);
    } catch (error) {
      if (errnoOf(error) === "ENOTEMPTY") ignoreAll(folder);
    }
  } catch {
    // An empty folder that git does not see is no harm.
  }
}

/** Puts a `.gitignore` into a folder of ours that ignores everything there, itself included. */
export function ignoreAll(folder: string): void {
  const ignore = join(folder, IGNORE);
  if (nameTaken(ignore)) return;
  try {
    createFile(ignore, (handle) => writeAll(Buffer.from("*\n"), writerOf(handle)));
    untrack(ignore);
  } catch (error) {
    // Another process of ours was faster.
    if (errnoOf(error) !== "EEXIST") throw error;
  }
}
