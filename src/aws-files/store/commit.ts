/**
 * Carries one plan out under the locks, synchronously: first everything that can fail for want of
 * space or permission (backups, new files beside the old ones), then one rename per file,
 * credentials last.
 */
import { chmodSync, chownSync, unlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Host } from "../../base/host.js";
import type { Problem } from "../../base/problem.js";
import { plainText } from "../text/reveal.js";
import { nextBackupId, pruneBackups, saveBackup } from "./backup.js";
import { LARGEST_AWS_FILE, flushDirectory, readWhole, sameBytes, stampOf, statOf } from "./disk.js";
import type { DiskFile } from "./disk.js";
import { noteWrittenOpen } from "./fixed-modes.js";
import { keptFolders } from "./keep.js";
import { discardIfPossible } from "./left-behind.js";
import { obstacleTo } from "./place.js";
import { Stop, quoted, printablePath, writeTrouble } from "./trouble.js";
import { PRIVATE_LOOK, lookOf, moveOver, stage, sweepTemps } from "./write.js";
import type { FileChange, WrittenFile } from "../types.js";

/** The way of one file from its old bytes to the new ones. */
interface Step {
  readonly change: FileChange;
  readonly old: DiskFile;
  /** Null: the file is removed. */
  readonly bytes: Buffer | null;
  temp: string | null;
  /** The mode that the new file was given; null before that. */
  mode: number | null;
  backup: string | null;
}

/** Where each file that a plan names stands now, links resolved. */
export type Looks = ReadonlyMap<string, DiskFile>;

export interface Committing {
  /** Milliseconds since 1970: what the backups are named by. */
  readonly now: number;
  readonly host: Host;
}

/**
 * Writes the changes; to be called under the locks of all their files. Throws `Stop` with the
 * problem after putting back what was already done. A change that changes no byte is left out,
 * without a backup.
 */
export function commitChanges(
  changes: readonly FileChange[],
  files: Looks,
  { now, host }: Committing,
): readonly WrittenFile[] {
  const steps = [...changes]
    .sort(credentialsLast)
    .map((change) => begin(change, files))
    .filter((step) => step !== null);
  const twice = steps.find((step, index) =>
    steps.some((other, at) => at < index && other.old.realPath === step.old.realPath),
  );
  if (twice !== undefined) throw new Stop(sameFileTwice(twice.old.path));
  if (steps.length === 0) return [];
  const done: Step[] = [];
  let current = steps[0];
  try {
    const id = nextBackupId(
      steps.map((step) => step.old.realPath),
      now,
      host,
    );
    if (!id.ok) throw new Stop(id.problem);
    for (current of steps) prepare(current, id.value, host);
    for (current of steps) {
      replace(current);
      done.push(current);
    }
  } catch (error) {
    throw new Stop(backOut(error, current, steps, done));
  }
  for (const step of steps) confirm(step, host);
  return steps.map(({ change, old, backup }) => ({
    path: old.path,
    kind: change.kind,
    backup: old.exists ? backup : null,
    changes: change.changes,
  }));
}

function credentialsLast(a: FileChange, b: FileChange): number {
  return Number(a.kind === "credentials") - Number(b.kind === "credentials");
}

/**
 * Checks that the file is what the plan was made from and that it can be replaced; null if nothing
 * is to be done.
 */
function begin(change: FileChange, files: Looks): Step | null {
  const { before } = change;
  const old = files.get(before.path);
  if (old?.realPath !== before.realPath || !sameBytes(before.stamp, stampOf(old)))
    throw new Stop(changed(before.path));
  const bytes = change.removes === true ? null : bytesOf(change);
  if (old.exists ? bytes?.equals(old.bytes) === true : bytes === null) return null;
  const obstacle = obstacleTo(before.path);
  if (obstacle !== null) throw new Stop(obstacle);
  return { change, old, bytes, temp: null, mode: null, backup: null };
}

function bytesOf(change: FileChange): Buffer {
  const text = plainText(change.after);
  if (change.raw === true) return Buffer.from(text, "latin1");
  const bytes = Buffer.from(text, "utf8");
  if (bytes.toString("utf8") === text) return bytes;
  throw new Stop({
    code: "edit-refused",
    message:
      `The new text of ${printablePath(change.before.path)} cannot be written as UTF-8 ` +
      "without loss. Nothing was changed.",
    try: ["Enter the values again; one of them holds half a character."],
  });
}

function prepare(step: Step, id: string, host: Host): void {
  const { old, bytes } = step;
  for (const folder of keptFolders(old.realPath, host))
    sweepTemps(join(folder, basename(old.realPath)), true);
  step.backup = saveBackup(old.realPath, old.exists ? old.bytes : null, { id, host, next: bytes });
  if (bytes === null) return;
  const look =
    old.exists && !getsItsFirstSecret(old.bytes, bytes)
      ? lookOf(old.stat, old.realPath)
      : PRIVATE_LOOK;
  step.temp = stage(old.realPath, bytes, look);
  step.mode = look.mode;
}

/**
 * Whom a file without a key was open to was never decided with a key in mind: an empty one may have
 * been put there by somebody who waits for ours. Where a key stands already, the mode is its
 * owner's choice; it stays, and is told.
 */
function getsItsFirstSecret(old: Buffer, next: Buffer): boolean {
  return !holdsSecret(old) && holdsSecret(next);
}

/**
 * A secret's name with a value behind it; in any encoding whose ASCII letters can be found between
 * other bytes.
 */
function holdsSecret(bytes: Buffer): boolean {
  return /^[ \t]*aws_(?:secret|session|security)\w{0,40}[ \t]{0,99}[=:][ \t]{0,99}[^\s]/im.test(
    bytes.toString("latin1").replaceAll("\0", ""),
  );
}

/**
 * The last look and the replacement, as close together as can be: other programs do not know our
 * lock.
 */
function replace(step: Step): void {
  const { old, temp } = step;
  const last = readWhole(step.change.before.path, LARGEST_AWS_FILE);
  if (last.realPath !== old.realPath || stampOf(last) !== stampOf(old))
    throw new Stop(changed(old.path));
  if (temp === null) unlinkSync(old.realPath);
  else moveOver(temp, old.realPath);
  step.temp = null;
}

/**
 * Makes the change durable and looks at it once more; from here on there is no way back, only the
 * truth about it.
 */
function confirm(step: Step, host: Host): void {
  const { old, bytes, backup } = step;
  const copy = old.exists ? ` The old file is kept as ${printablePath(backup ?? "")}.` : "";
  let now: DiskFile;
  try {
    flushDirectory(dirname(old.realPath));
    now = readWhole(old.realPath, LARGEST_AWS_FILE);
  } catch (error) {
    throw new Stop(
      writeTrouble(error, old.path, `The change was made, but it could not be confirmed.${copy}`),
    );
  }
  if (bytes === null ? now.exists : !now.exists || !now.bytes.equals(bytes)) {
    throw new Stop({
      code: "file-changed",
      message:
        `${printablePath(old.path)} was written, but another program changed it again at the ` +
        `same moment.${copy}`,
      try: [
        "Close other programs that write AWS keys, then run this again: it will show what " +
          "is missing.",
      ],
    });
  }
  try {
    const mode = statOf(old.realPath)?.mode ?? 0;
    if (step.mode !== null && (mode & 0o077 & ~step.mode) !== 0)
      noteWrittenOpen(old.realPath, mode & 0o7777, host);
    pruneBackups(old.realPath, host);
  } catch {
    // What could not be looked at, or an old backup that could not be removed, is no reason to call
    // a finished write a failure; the
    // next one tries again.
  }
}

/**
 * Takes back everything, newest first, and says what happened and what, if anything, could not be
 * taken back.
 */
function backOut(
  error: unknown,
  failing: Step | undefined,
  steps: readonly Step[],
  done: readonly Step[],
): Problem {
  const stuck = [...done].reverse().filter((step) => !putBack(step));
  for (const step of steps) {
    if (stuck.includes(step)) continue;
    for (const path of [step.temp, step.backup]) if (path !== null) discardIfPossible(path);
  }
  const problem = writeTrouble(error, failing?.old.path ?? "");
  if (stuck.length === 0) return problem;
  const names = stuck.map((step) => printablePath(step.old.path)).join(", ");
  const cures = stuck.map((step) =>
    step.old.exists
      ? `Put the old file back: cp ${quoted(step.backup ?? "")} ${quoted(step.old.realPath)}`
      : `Remove the new file if you do not want it: rm ${quoted(step.old.realPath)}`,
  );
  return {
    ...problem,
    message:
      `${problem.message.replace(" Nothing was changed.", "")} ${names} had already been ` +
      "changed and could not be put back.",
    try: [...cures, ...problem.try],
  };
}

/**
 * Renames the backup over the new file (which needs no space), or removes a file that was not there
 * before.
 */
function putBack(step: Step): boolean {
  const { old, bytes, backup } = step;
  try {
    const now = readWhole(old.realPath, LARGEST_AWS_FILE);
    const ours = bytes === null ? !now.exists : now.exists && now.bytes.equals(bytes);
    if (!ours || backup === null) return false;
    if (old.exists) {
      const look = lookOf(old.stat, old.realPath);
      if (look.group !== null && (look.mode & 0o070) !== 0) chownSync(backup, -1, look.group);
      chmodSync(backup, look.mode);
      moveOver(backup, old.realPath);
      step.backup = null;
    } else {
      unlinkSync(old.realPath);
    }
    return true;
  } catch {
    // Told by the caller: this file is named among those that could not be put back.
    return false;
  }
}

/** Another program was faster; nothing was written. */
export function changed(path: string): Problem {
  return {
    code: "file-changed",
    message:
      `${printablePath(path)} was changed by another program since it was read. Nothing was ` +
      "changed by this one.",
    try: ["Look at the new state and decide again."],
  };
}

function sameFileTwice(path: string): Problem {
  return {
    code: "edit-refused",
    message:
      "The credentials file and the config file are one and the same file: " +
      `${printablePath(path)}. Both would have to be changed at once. Nothing was changed.`,
    try: [
      "Let AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE name two different files, or " +
        "remove one of the two variables.",
    ],
  };
}
