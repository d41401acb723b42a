/**
 * Tidies up around the AWS files: permissions that are too wide, and what killed processes of ours
 * left behind.
 */
import { basename, join } from "node:path";
import { closeSync, constants, fchmodSync, fstatSync, openSync } from "node:fs";
import type { Clock, Host } from "../../base/host.js";
import { failed, ok, type Result } from "../../base/problem.js";
import { pruneBackups } from "./backup.js";
import { noModes, noteNoModes } from "./fixed-modes.js";
import { resolveLinks } from "./disk.js";
import { keptFolders } from "./keep.js";
import { removeNameless, underLocks } from "./lock.js";
import { writeTrouble } from "./trouble.js";
import { sweepTemps } from "./write.js";

/**
 * Takes every permission of group and others away from a file or folder (links are followed); its
 * owner's stay. Answers with the new mode. Problems: `file-not-writable`, e.g. where it belongs to
 * somebody else; `file-permissive` where the file system took the change and kept nothing of it,
 * which is remembered.
 */
export function tightenMode(path: string, host: Host): Result<number> {
  try {
    const real = resolveLinks(path) ?? path;
    const handle = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const mode = fstatSync(handle).mode & 0o700;
      fchmodSync(handle, mode);
      const now = fstatSync(handle).mode & 0o7777;
      if ((now & 0o077) === 0) return ok(mode);
      noteNoModes(real, host);
      return failed(noModes(path, now));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return failed(writeTrouble(error, path));
  }
}

/**
 * Removes temporary files and locks of dead processes, and backups that are no longer needed, of
 * one of the AWS files. Done under the file's lock, so that a writer at work loses nothing.
 * Problems: as for any write (`file-locked` …).
 */
export function removeLeftovers(
  path: string,
  options: {
    readonly clock: Clock;
    readonly host: Host;
    readonly signal?: AbortSignal;
    readonly lockWaitMs?: number;
  },
): Promise<Result<void>> {
  try {
    const real = resolveLinks(path) ?? path;
    removeNameless(real, Date.now());
    return underLocks([real], options, () => {
      try {
        for (const folder of keptFolders(real, options.host))
          sweepTemps(join(folder, basename(real)), true);
        pruneBackups(real, options.host);
        return ok(undefined);
      } catch (error) {
        return failed(writeTrouble(error, path));
      }
    });
  } catch (error) {
    return Promise.resolve(failed(writeTrouble(error, path)));
  }
}
