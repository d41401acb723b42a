/**
 * Makes private folders below the system's folder for temporary files, and removes those that a
 * killed process of ours left there.
 */
import { chmodSync, lstatSync, mkdtempSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failed, ok, type Result } from "../../base/problem.js";
import { namesIn, orMissing, readOwn } from "./disk.js";
import { isTracked, track, untrack } from "./left-behind.js";
import { lifeOf, parseOwner, thisProcess } from "./owner.js";
import { printablePath, writeTrouble } from "./trouble.js";

/** Who made the folder; stands in it from the beginning to the end. */
const OWNER = ".mturk-setup-owner";
const OWNER_LIMIT = 4096;
/** Its maker needs less than a second to put its name into it. */
const NAMELESS_AFTER_MS = 60 * 60 * 1000;

/**
 * Makes an empty folder, 0700, below the system's folder for temporary files; `cleanUpNow` removes
 * it if nobody did before, and after a kill the next call with the same prefix. Problem:
 * `file-not-writable`.
 */
export function makePrivateTempDir(prefix: string): Promise<Result<string>> {
  const pattern = join(tmpdir(), prefix);
  try {
    removeLeftTempDirs(prefix);
    const path = mkdtempSync(pattern);
    track(path, "tree");
    chmodSync(path, 0o700);
    writeFileSync(join(path, OWNER), JSON.stringify(thisProcess()), { mode: 0o600, flag: "wx" });
    return Promise.resolve(ok(path));
  } catch (error) {
    return Promise.resolve(failed(writeTrouble(error, pattern)));
  }
}

/**
 * Removes a folder that `makePrivateTempDir` of this process made, with all that is in it; any
 * other path is a bug and is refused.
 */
export function removeTree(path: string): Promise<Result<void>> {
  if (!isTracked(path, "tree")) {
    return Promise.resolve(
      failed({
        code: "bug",
        message:
          `${printablePath(path)} is not a temporary folder of this program, so it was not ` +
          "removed.",
        try: ["Please report this."],
      }),
    );
  }
  try {
    rmSync(path, { recursive: true, force: true });
    untrack(path);
    return Promise.resolve(ok(undefined));
  } catch (error) {
    return Promise.resolve(failed(writeTrouble(error, path)));
  }
}

/**
 * Removes the folders with this prefix whose makers are dead. Only private folders of this user:
 * the folder for temporary files is everybody's, and a name in it proves nothing.
 */
function removeLeftTempDirs(prefix: string): void {
  const names = unlessItFails(() => namesIn(tmpdir())) ?? [];
  for (const name of names.filter((each) => each.startsWith(prefix)))
    unlessItFails(() => removeIfLeft(join(tmpdir(), name)));
}

/** What cannot be looked at or removed stays: what is to be made now does not depend on it. */
function unlessItFails<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function removeIfLeft(path: string): void {
  const stat = orMissing(() => lstatSync(path));
  if (stat === null || !stat.isDirectory() || stat.uid !== process.getuid?.()) return;
  if ((stat.mode & 0o077) !== 0) return;
  const file = readOwn(join(path, OWNER), OWNER_LIMIT);
  if (!file.exists) {
    // Killed before it could put its name there; rmdir takes nothing but an empty folder.
    if (Date.now() - stat.mtimeMs > NAMELESS_AFTER_MS) rmdirSync(path);
    return;
  }
  const owner = parseOwner(file.bytes.toString("utf8"));
  if (owner === null || lifeOf(owner, thisProcess()) !== "dead") return;
  rmSync(path, { recursive: true, force: true });
}
