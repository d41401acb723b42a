/**
 * Lists what must not be left behind when the process ends early: temporary files, locks, and the
 * folders of practice sessions. State of the module, for a signal handler has no other way to reach
 * it.
 */
import { closeSync, fchmodSync, lstatSync, openSync, rmSync, unlinkSync } from "node:fs";
import { orMissing } from "./disk.js";

const pending = new Map<string, "file" | "tree">();

/** Paths of the temporary files, locks and temporary folders that exist at this moment. */
export function pendingTemps(): readonly string[] {
  return [...pending.keys()];
}

/**
 * Removes them all, at once and without waiting; for the process edge, in its signal and exit
 * handlers. Never throws: what cannot be removed is left, and cleaned by the next write to the same
 * file.
 */
export function cleanUpNow(): void {
  for (const [path, kind] of pending) {
    try {
      if (kind === "tree") rmSync(path, { recursive: true, force: true });
      else unlinkSync(path);
    } catch {
      // The process is ending; there is nobody left to tell, and the next write cleans up.
    }
  }
  pending.clear();
}

/**
 * Creates a file that was not there, 0600 whatever the umask, tracks it and fills it. If anything
 * fails, closing included (network drives report a full disk only then), the file is gone again.
 */
export function createFile(path: string, fill: (handle: number) => void): void {
  const handle = openSync(path, "wx+", 0o600);
  pending.set(path, "file");
  let open = true;
  try {
    fchmodSync(handle, 0o600);
    fill(handle);
    open = false;
    closeSync(handle);
  } catch (error) {
    if (open) closeQuietly(handle);
    discard(path);
    throw error;
  }
}

function closeQuietly(handle: number): void {
  try {
    closeSync(handle);
  } catch {
    // What failed before is what will be told.
  }
}

export function track(path: string, kind: "file" | "tree"): void {
  pending.set(path, kind);
}

export function untrack(path: string): void {
  pending.delete(path);
}

export function isTracked(path: string, kind: "file" | "tree"): boolean {
  return pending.get(path) === kind;
}

/** Removes a file of ours; that it is gone already is fine. */
export function discard(path: string): void {
  orMissing(() => unlinkSync(path));
  pending.delete(path);
}

/**
 * Like `discard`; what cannot be removed stays tracked and is left for `cleanUpNow` and for the
 * next write.
 */
export function discardIfPossible(path: string): void {
  try {
    discard(path);
  } catch {
    // A leftover of ours is a nuisance; failing, or hiding what failed before, because of it would
    // be worse.
  }
}

/** True if something, a dangling link included, has this name. */
export function nameTaken(path: string): boolean {
  return orMissing(() => lstatSync(path)) !== null;
}
