/**
 * Locks a file against other writers of ours, from reading it to replacing it, by a lock beside it.
 * Other programs do not know it (the AWS CLI has no lock of any kind), so it protects our writers
 * from each other and nothing else.
 *
 * Taking it over from a dead owner must not let two processes in. Whoever finds lock L of the dead
 * owner D first takes a guard: a lock of the same kind, named after D's random token. Only its
 * holder may remove L, and only while L still is D's; two that found D dead at the same time
 * therefore cannot remove the lock that a third one made in between. A guard whose own holder died
 * is taken over in the same way.
 */
import { linkSync, lstatSync, renameSync, unlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Clock } from "../../base/host.js";
import { failed, ok } from "../../base/problem.js";
import type { Problem, Result } from "../../base/problem.js";
import {
  NO_HARD_LINKS,
  Unfit,
  errnoOf,
  namesIn,
  orMissing,
  readOwn,
  writeAll,
  writerOf,
} from "./disk.js";
import {
  fileOfBase,
  leaveHiddenFolder,
  makeHiddenFolder,
  momentaryBase,
  momentaryBases,
} from "./hidden.js";
import { lifeOf, parseOwner, thisProcess } from "./owner.js";
import type { Owner } from "./owner.js";
import {
  createFile,
  discard,
  discardIfPossible,
  isTracked,
  track,
  untrack,
} from "./left-behind.js";
import { quoted, printablePath, writeTrouble } from "./trouble.js";

const SUFFIX = ".mturk-setup-lock";
/**
 * Guards and drafts as we name them, by the tokens of their owners; a file of the user's that
 * begins alike is none of ours.
 */
const OURS = /^(?:[0-9a-f]{12}|new)(?:-[0-9a-f]{12}|-new)*$/;
/**
 * Deaths in a row that are cleaned up in one go; more than that in the same microseconds is not an
 * accident.
 */
const DEEPEST_GUARD = 6;
const LARGEST_LOCK = 4096;
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 30;

/** How long a writer waits for another one of ours, in ms. */
export const LOCK_WAIT_MS = 10_000;
/**
 * As long as others take turns, nobody hangs: a script that saves twenty keys at once has its last
 * one wait for all of them. No longer than so many times the wait for one.
 */
const MOST_WAITS = 12;

interface Lock {
  readonly path: string;
  readonly token: string;
}

/** Somebody else has it; `owner` is null if the lock file does not tell who. */
interface Busy {
  readonly busy: string;
  readonly owner: Owner | null;
}

export interface LockOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly lockWaitMs?: number;
  /**
   * Makes the folders in which the locks will lie; run before each attempt, and may throw the
   * system's errors.
   */
  readonly prepare?: () => void;
}

/**
 * What the work under the lock may answer instead of a result: let go, wait `ms`, and do it again.
 */
export interface AgainLater {
  readonly againAfter: number;
}

/**
 * The path of the lock that protects the file at `realPath`: beside it, or beside it in a folder
 * that git does not look into.
 */
export function lockPathOf(realPath: string): string {
  return momentaryBase(realPath) + SUFFIX;
}

/** Where locks of the file may lie that were made by this version or an earlier one. */
export function lockPathsOf(realPath: string): readonly string[] {
  return momentaryBases(realPath).map((base) => base + SUFFIX);
}

/**
 * Runs `work` while holding the locks of all `realPaths`. All are taken or none, so two writers
 * with two files each cannot wait for each other. `work` is synchronous: no signal handler runs
 * while the locks are held. Problems: `file-locked` after `lockWaitMs` (default 10 s) with one
 * owner, or twelve times as long with several in turn; `cancelled`; and `file-not-writable` where
 * no lock can be made.
 */
export async function underLocks<T>(
  realPaths: readonly string[],
  options: LockOptions,
  work: () => Result<T> | AgainLater,
): Promise<Result<T>> {
  const paths = [...new Set(realPaths.map(lockPathOf))].sort();
  const wait = waitFor(options.lockWaitMs ?? LOCK_WAIT_MS);
  for (let attempt = 0; ; attempt++) {
    if (options.signal?.aborted === true) return failed(cancelled());
    const outcome = tryAll(paths, options.prepare, work);
    if ("ok" in outcome) return outcome;
    if ("busy" in outcome && wait.isOver(outcome)) return failed(locked(outcome));
    const pause =
      "busy" in outcome
        ? Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempt, 8), LONGEST_PAUSE_MS) *
          (0.5 + Math.random())
        : outcome.againAfter;
    if ("busy" in outcome) wait.waited(pause);
    await options.clock.sleep(pause, options.signal);
  }
}

/** Counts how long a writer has waited, for each lock from when this owner was first met at it. */
function waitFor(forOne: number): {
  readonly isOver: (busy: Busy) => boolean;
  readonly waited: (ms: number) => void;
} {
  let inAll = 0;
  // An owner of the first of two locks comes and goes while another one holds the second.
  const met = new Map<string, { readonly token: string | null; readonly since: number }>();
  return {
    isOver: ({ busy, owner }) => {
      const token = owner?.token ?? null;
      const before = met.get(busy);
      const now = before?.token === token ? before : { token, since: inAll };
      met.set(busy, now);
      return inAll - now.since >= forOne || inAll >= MOST_WAITS * forOne;
    },
    waited: (ms) => (inAll += ms),
  };
}

/**
 * Takes one lock for as long as a work of many steps goes on, without waiting for it; call what it
 * answers with to give it back. A signal that ends the process gives it back as well. Problems:
 * `file-locked`; `file-not-writable` where no lock can be made.
 */
export function holdLock(realPath: string): Result<() => void> {
  const held: Lock[] = [];
  const taken = takeAll([lockPathOf(realPath)], undefined, held);
  if (taken === null) return ok(() => held.forEach(giveBack));
  return "busy" in taken ? failed(locked(taken)) : taken;
}

function tryAll<T>(
  paths: readonly string[],
  prepare: (() => void) | undefined,
  work: () => Result<T> | AgainLater,
): Result<T> | AgainLater | Busy {
  const held: Lock[] = [];
  try {
    const busy = takeAll(paths, prepare, held);
    return busy ?? work();
  } finally {
    for (const lock of held.reverse()) giveBack(lock);
  }
}

function takeAll(
  paths: readonly string[],
  prepare: (() => void) | undefined,
  held: Lock[],
): Result<never> | Busy | null {
  let at = paths[0] ?? "";
  try {
    prepare?.();
    for (const path of paths) {
      at = path;
      const lock = take(path, 0);
      if ("busy" in lock) return lock;
      held.push(lock);
      sweep(path);
    }
    return null;
  } catch (error) {
    // The folder went away again: another writer had made it, and took it back when its plan came
    // to nothing.
    if (errnoOf(error) === "ENOENT" && prepare !== undefined) return { busy: at, owner: null };
    return failed(writeTrouble(error, fileOf(at)));
  }
}

function take(path: string, depth: number): Lock | Busy {
  const me = thisProcess();
  for (let round = 0; round < 4; round++) {
    const seen = look(path);
    if (seen === null) {
      if (create(path, me)) return { path, token: me.token };
      continue;
    }
    if (seen.owner === null || depth >= DEEPEST_GUARD || !isLeft(path, seen.owner, me))
      return { busy: path, owner: seen.owner };
    const dead = seen.owner.token;
    const guard = take(`${path}-${dead}`, depth + 1);
    if ("busy" in guard) return guard;
    try {
      if (look(path)?.owner?.token === dead) unlinkSync(path);
    } finally {
      release(guard);
    }
  }
  return { busy: path, owner: look(path)?.owner ?? null };
}

/**
 * True if nobody uses this lock any more: its owner is dead, or it is this process, which has
 * forgotten it (it could not be removed).
 */
function isLeft(path: string, owner: Owner, me: Owner): boolean {
  const mine =
    owner.pid === me.pid &&
    owner.started === me.started &&
    owner.boot === me.boot &&
    owner.space === me.space &&
    owner.host === me.host;
  return mine ? !isTracked(path, "file") : lifeOf(owner, me) === "dead";
}

/**
 * How old a lock without an owner must be before it is nobody's: without hard links one of ours is
 * empty for a moment.
 */
const NAMELESS_MS = 10_000;

/**
 * Whether a file in the place of a lock names no owner, and has not been made just now (nor, by its
 * time, later).
 */
export function isNameless(path: string, now: number): boolean {
  const stat = orMissing(() => lstatSync(path));
  if (stat?.isFile() !== true || Math.abs(now - stat.mtimeMs) < NAMELESS_MS) return false;
  const seen = look(path);
  return seen !== null && seen.owner === null;
}

/**
 * Removes the lock of the file at `realPath` if it is {@link isNameless}. It is moved aside first
 * and looked at again there, so that a lock that a living writer has made in between is put back.
 * Throws the system's errors.
 */
export function removeNameless(realPath: string, now: number): void {
  const path = lockPathOf(realPath);
  if (!isNameless(path, now)) return;
  const aside = `${path}-new-${thisProcess().token}`;
  renameSync(path, aside);
  if (!isNameless(aside, now)) linkSync(aside, path);
  unlinkSync(aside);
}

function look(path: string): { readonly owner: Owner | null } | null {
  try {
    const file = readOwn(path, LARGEST_LOCK);
    return file.exists ? { owner: parseOwner(file.bytes.toString("utf8")) } : null;
  } catch (error) {
    // A pipe, a folder, a link to nowhere: not made by us, and for nobody but its maker to remove.
    if (error instanceof Unfit) return { owner: null };
    throw error;
  }
}

/**
 * Makes the lock file, whole from its first moment: the text is written to a file with another
 * name, which then gets the lock's name as a hard link, unless there is one. So a lock never is
 * empty, and its owner is always known. False: another process was faster.
 */
function create(path: string, me: Owner): boolean {
  const draft = `${path}-new-${me.token}`;
  if (!draftMade(draft, me)) return false;
  try {
    linkSync(draft, path);
    track(path, "file");
    return true;
  } catch (error) {
    const code = errnoOf(error) ?? "";
    // ENOENT: the holder of the lock, sweeping, took the draft for a leftover.
    if (code === "EEXIST" || code === "ENOENT") return false;
    if (!NO_HARD_LINKS.has(code)) throw error;
    return createInPlace(path, me);
  } finally {
    discardIfPossible(draft);
  }
}

/** False: the hidden folder was left by another process of ours in this moment. */
function draftMade(draft: string, me: Owner): boolean {
  makeHiddenFolder(draft);
  try {
    writeOwner(draft, me);
    return true;
  } catch (error) {
    if (errnoOf(error) === "ENOENT" && fileOfBase(draft) !== draft) return false;
    throw error;
  }
}

/**
 * Without hard links the file is empty for a moment; who dies in it leaves a lock without owner,
 * which nobody takes over.
 */
function createInPlace(path: string, me: Owner): boolean {
  try {
    writeOwner(path, me);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
}

function writeOwner(path: string, me: Owner): void {
  createFile(path, (handle) => writeAll(Buffer.from(`${JSON.stringify(me)}\n`), writerOf(handle)));
}

/**
 * Gives the lock back; one that somebody removed by hand and that is another's by now is left
 * alone. If it cannot be removed, what the work under it came to matters more: this process takes
 * it over from itself next time, another one when we ended.
 */
function release(lock: Lock): void {
  if (isOurs(lock)) discardIfPossible(lock.path);
  untrack(lock.path);
}

function giveBack(lock: Lock): void {
  release(lock);
  leaveHiddenFolder(lock.path);
}

function isOurs(lock: Lock): boolean {
  try {
    return look(lock.path)?.owner?.token === lock.token;
  } catch {
    // It cannot be read; that we made it is all we know.
    return true;
  }
}

/**
 * Removes guards and drafts that killed processes left beside a lock that we hold. A living one may
 * lose its file here and does no harm: the guard's dead owner is gone for good once the lock is
 * ours, and a draft is made anew.
 */
function sweep(path: string): void {
  const directory = dirname(path);
  const prefix = `${basename(path)}-`;
  for (const name of namesIn(directory)) {
    const leftover = join(directory, name);
    if (
      name.startsWith(prefix) &&
      OURS.test(name.slice(prefix.length)) &&
      orMissing(() => lstatSync(leftover))?.isFile() === true
    )
      discard(leftover);
  }
}

function fileOf(lock: string): string {
  return fileOfBase(lock.slice(0, -SUFFIX.length));
}

function locked(outcome: Busy): Problem {
  const lock = outcome.busy.slice(0, outcome.busy.lastIndexOf(SUFFIX) + SUFFIX.length);
  const { owner } = outcome;
  if (owner === null && orMissing(() => lstatSync(lock)) !== null) {
    return {
      code: "file-locked",
      message:
        `Beside ${printablePath(fileOf(lock))} lies a lock that does not say whose it is: ` +
        "mturk-setup writes none like it, or was ended in the moment in which it did. " +
        "Nothing was changed.",
      try: [
        "If no mturk-setup is running, have it removed: mturk-setup doctor --fix",
        `Or remove it yourself: rm ${quoted(lock)}`,
      ],
    };
  }
  const who =
    owner === null
      ? ""
      : owner.host === thisProcess().host
        ? ` (process ${owner.pid})`
        : ` (process ${owner.pid} on the computer ${printablePath(owner.host)})`;
  return {
    code: "file-locked",
    message:
      `Another mturk-setup${who} is writing ${printablePath(fileOf(lock))}, and it did not ` +
      "become free in time. Nothing was changed.",
    try: [
      "Wait until it is done, or end it, and try again.",
      `If no mturk-setup is running any more, remove its lock: rm ${quoted(lock)}`,
    ],
  };
}

function cancelled(): Problem {
  return {
    code: "cancelled",
    message: "Stopped before anything was written. Nothing was changed.",
    try: ["Start again when you are ready."],
  };
}
