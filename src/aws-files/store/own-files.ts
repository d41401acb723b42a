/**
 * Writes small private files of our own, and makes the folders that hold them: the pending key
 * pair,
 * the wizard's place.
 */
import { rmdirSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { failed, ok } from "../../base/problem.js";
import type { Result } from "../../base/problem.js";
import type { Secret } from "../../base/secret.js";
import { plainText } from "../text/reveal.js";
import { flushDirectory, orMissing } from "./disk.js";
import { ignoreAll, inWorkTree } from "./hidden.js";
import { makeKeepingFolder } from "./keep.js";
import { printablePath, writeTrouble } from "./trouble.js";
import { PRIVATE_LOOK, makeDirectories, moveOver, moveToFree, stage, sweepTemps } from "./write.js";

/**
 * Creates a file with mode 0600, whole and on the disk when this returns; missing folders are
 * created 0700. Problem:
 * `file-not-writable`, also if something with that name is there already (a link included), which
 * is left as it is.
 */
export function createPrivateFile(path: string, content: Secret | string): Promise<Result<void>> {
  return Promise.resolve(
    attempt(path, () => {
      const created = moveToFree(stageBeside(path, content), path);
      flushDirectory(dirname(path));
      if (created) return ok(undefined);
      return failed({
        code: "file-not-writable",
        message: `${printablePath(path)} exists already, so it was left as it is.`,
        try: ["Look at it, and remove it if it is no longer needed."],
      });
    }),
  );
}

/**
 * Replaces (or creates) a small file of our own in one step, mode 0600; readers see the old text or
 * the new one. A link that somebody put there is replaced, not followed: nothing of ours is a link,
 * and its target may be anybody's file.
 */
export function replaceSmallFile(path: string, text: string): Promise<Result<void>> {
  return Promise.resolve(replaceSmallFileNow(path, text));
}

/** Like `replaceSmallFile`, at this very moment; for whoever holds a lock, or may be ended next. */
export function replaceSmallFileNow(path: string, text: string): Result<void> {
  return attempt(path, () => {
    moveOver(stageBeside(path, text), path);
    flushDirectory(dirname(path));
    return ok(undefined);
  });
}

/** Removes a file (of a link, the link) for good; that it is not there is fine. */
export function removeFile(path: string): Promise<Result<void>> {
  return Promise.resolve(
    attempt(path, () => {
      if (
        orMissing(() => {
          unlinkSync(path);
          return true;
        }) === true
      )
        flushDirectory(dirname(path));
      return ok(undefined);
    }),
  );
}

/**
 * Makes sure that a folder is there for what this program keeps of itself; what has to be created
 * gets mode 0700, what exists stays as it is. In a work tree (a home folder under version control)
 * git is told to leave it alone.
 */
export async function makePrivateDir(path: string): Promise<Result<void>> {
  const made = await Promise.resolve(makePrivateDirNow(path));
  return made.ok ? ok(undefined) : made;
}

/**
 * Like `makePrivateDir`, at this very moment; for whoever holds a lock, or may be ended next.
 * Answers with the folders that were made, outermost first.
 */
export function makePrivateDirNow(path: string): Result<readonly string[]> {
  return attempt(path, () => {
    const made = makeDirectories(path);
    if (inWorkTree(path)) ignoreAll(path);
    return ok(made);
  });
}

/** Removes folders that were made in this run, innermost first, as long as nothing is in them. */
export function removeEmptyFolders(made: readonly string[]): void {
  for (const folder of [...made].reverse()) {
    try {
      rmdirSync(folder);
    } catch {
      // Not empty any more, or gone: either way it is not ours to remove.
    }
  }
}

/**
 * Makes the folder `folder`, in which something of the file at `realPath` is to be kept. Problem:
 * `file-not-writable`.
 */
export function makeKeepingPlace(folder: string, realPath: string): Promise<Result<void>> {
  return Promise.resolve(
    attempt(folder, () => {
      makeKeepingFolder(folder, realPath);
      return ok(undefined);
    }),
  );
}

function stageBeside(path: string, content: Secret | string): string {
  makeDirectories(dirname(path));
  sweepTemps(path, false);
  return stage(
    path,
    Buffer.from(typeof content === "string" ? content : plainText(content), "utf8"),
    PRIVATE_LOOK,
  );
}

function attempt<T>(path: string, work: () => Result<T>): Result<T> {
  try {
    return work();
  } catch (error) {
    return failed(writeTrouble(error, path));
  }
}
