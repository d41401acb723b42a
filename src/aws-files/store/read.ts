/**
 * Reads files whole, with an identity that tells later whether they changed. Never waits for a
 * pipe, never reads without a limit.
 */
import { accessSync, constants, opendirSync, statSync } from "node:fs";
import type { Dir } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../base/host.js";
import type { Clock } from "../../base/host.js";
import { failed, ok } from "../../base/problem.js";
import type { Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { decodeFile } from "../text/scan-bytes.js";
import {
  LARGEST_AWS_FILE,
  SETTLE_STEP_MS,
  maySettle,
  orMissing,
  readOwn,
  readWhole,
  resolveLinks,
  stampOf,
} from "./disk.js";
import type { DiskFile } from "./disk.js";
import { readTrouble, printablePath } from "./trouble.js";
import type { AwsFilePaths, FileKind, FileState } from "../types.js";
import { hardLinkedTogether } from "./place.js";
import { placeObstacle } from "./where.js";

/** Largest file that `readSmallFile` reads unless told otherwise, in bytes. */
export const SMALL_FILE_LIMIT = 1024 * 1024;

/**
 * At most this many looks at a file that another program is writing in place; about two seconds.
 */
const LONGEST_SETTLING = 40;

/**
 * One of the AWS files before its bytes are understood; what the doctor works on where they are not
 * UTF-8.
 */
export interface FileBytes extends Omit<FileState, "text"> {
  /** As on the disk; empty for a file that does not exist. They hold keys: never show them. */
  readonly bytes: Uint8Array;
  /** The other AWS file's name leads here too: sections are read as those of either kind. */
  readonly both?: boolean;
}

/**
 * The file at `path`, links resolved; a file that does not exist is a state, not a problem.
 * Problem: `file-unreadable` for a folder, a pipe or device, a link to nowhere or missing
 * permission; `file-broken` for bytes that are not plain UTF-8.
 */
export async function readFileState(
  kind: FileKind,
  path: string,
  clock: Clock = systemClock,
): Promise<Result<FileState>> {
  const file = await readFileBytes(kind, path, clock);
  return file.ok ? understood(file.value) : file;
}

/** Like `readFileState`, with the bytes as they are. */
export async function readFileBytes(
  kind: FileKind,
  path: string,
  clock: Clock = systemClock,
): Promise<Result<FileBytes>> {
  for (let attempt = 0; ; attempt++) {
    const file = look(path);
    if (!file.ok) return file;
    if (attempt >= LONGEST_SETTLING || !maySettle(file.value, clock.now()))
      return ok(bytesOf(kind, file.value));
    await clock.sleep(SETTLE_STEP_MS);
  }
}

/**
 * Both AWS files, each with what stands in the way of changing it. One that cannot be opened counts
 * as empty, as boto3 counts it. Problem: `file-broken`, for the first that is no plain UTF-8.
 */
export async function readAwsFiles(
  paths: AwsFilePaths,
  clock: Clock = systemClock,
): Promise<Result<AwsFileStates>> {
  const credentials = openedOrEmpty(
    "credentials",
    paths.credentials,
    await readFileState("credentials", paths.credentials, clock),
  );
  const config = openedOrEmpty(
    "config",
    paths.config,
    await readFileState("config", paths.config, clock),
  );
  return both(credentials, config);
}

/** Whether there is a file or folder of that path, links followed. */
export function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Whether two paths lead to the same file, links followed; false where one leads nowhere. */
export function isSameFile(a: string, b: string): boolean {
  try {
    const real = resolveLinks(a);
    return real !== null && real === resolveLinks(b);
  } catch {
    // A link to nowhere is the same as nothing else.
    return false;
  }
}

/**
 * Further files at these paths, as `readFileState` reads one; their kind is of no account. Problem:
 * that of the first which cannot be read.
 */
export async function readFurtherFiles(
  paths: readonly string[],
  clock: Clock = systemClock,
): Promise<Result<readonly FileState[]>> {
  const states: FileState[] = [];
  for (const path of paths) {
    const state = await readFileState("config", path, clock);
    if (!state.ok) return state;
    states.push(state.value);
  }
  return ok(states);
}

/**
 * Both AWS files, and further ones, at this very moment; for the writer, which holds their locks
 * and may not wait.
 */
export function readAllNow(
  paths: AwsFilePaths,
  further: readonly string[],
): Result<AwsFileStates & { readonly further: readonly FileState[] }> {
  const now = (kind: FileKind): Result<FileState> =>
    openedOrEmpty(kind, paths[kind], readFileNow(kind, paths[kind]));
  const aws = both(now("credentials"), now("config"));
  if (!aws.ok) return aws;
  const states: FileState[] = [];
  for (const path of further) {
    const state = readFileNow("config", path);
    if (!state.ok) return state;
    states.push(state.value);
  }
  return ok({ ...aws.value, further: states });
}

export interface AwsFileStates {
  readonly credentials: FileState;
  readonly config: FileState;
}

function both(credentials: Result<FileState>, config: Result<FileState>): Result<AwsFileStates> {
  if (!credentials.ok) return credentials;
  if (!config.ok) return config;
  const [first, second] = [credentials.value, config.value];
  if (!first.exists || first.realPath === second.realPath || inodeOf(first) !== inodeOf(second))
    return ok({ credentials: first, config: second });
  const obstacle = hardLinkedTogether(first.path, second.path);
  return ok({ credentials: { ...first, obstacle }, config: { ...second, obstacle } });
}

/** Device and inode, by which two names of one file are known; null for no file. */
function inodeOf({ stamp }: FileState): string | null {
  return stamp === null ? null : stamp.split(":").slice(0, 2).join(":");
}

/**
 * A regular file that boto3 can open and we would not read whole (far too large, or changing all
 * the time): not empty.
 */
function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * botocore passes over a file that it may not open, and over what is no regular file
 * (configparser's `read`, `os.path.isfile`).
 */
function openedOrEmpty(kind: FileKind, path: string, read: Result<FileState>): Result<FileState> {
  if (read.ok) {
    const obstacle = placeObstacle(kind, path);
    return obstacle === null ? read : ok({ ...read.value, obstacle });
  }
  if (read.problem.code !== "file-unreadable" || isReadable(path)) return read;
  return ok({
    kind,
    path,
    realPath: path,
    exists: false,
    text: new Secret(""),
    stamp: null,
    mode: null,
    obstacle: read.problem,
  });
}

/**
 * A small file that the user named, whole: a CSV, psiTurk's or boto's files. Problem:
 * `input-unreadable` if it is missing, a folder, a pipe or device, larger than `limitBytes` (1 MiB
 * by default), or may not be read.
 */
export function readSmallFile(
  path: string,
  limitBytes: number = SMALL_FILE_LIMIT,
): Promise<Result<Uint8Array>> {
  return Promise.resolve(wholly(path, () => readWhole(path, limitBytes)));
}

function wholly(path: string, read: () => DiskFile): Result<Uint8Array> {
  try {
    const file = read();
    if (file.exists) return ok(file.bytes);
    return failed(
      readTrouble(
        Object.assign(new Error("missing"), { code: "ENOENT" }),
        path,
        "input-unreadable",
      ),
    );
  } catch (error) {
    return failed(readTrouble(error, path, "input-unreadable"));
  }
}

/**
 * Like `readSmallFile`, for a file that this program keeps of itself: a link in its place is
 * refused (`input-unreadable`), not followed.
 */
export function readOwnFile(path: string, limitBytes: number): Promise<Result<Uint8Array>> {
  return Promise.resolve(wholly(path, () => readOwn(path, limitBytes)));
}

/** As `listWithSizes`, the paths alone. */
export async function listFiles(
  dir: string,
  match: RegExp,
  limit: number,
): Promise<readonly string[]> {
  return (await listWithSizes(dir, match, limit)).map(({ path }) => path);
}

/** A file as its folder tells it, unread. */
export interface ListedFile {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly changed: number;
  /** When it came to stand there as it is, in the same; a renamed one keeps `changed`. */
  readonly arrived: number;
  readonly bytes: number;
}

/**
 * The files in the folder `dir` whose name fits `match`, by absolute path, the last changed first,
 * at most `limit`. A folder that is missing or may not be listed offers none; of a huge one the
 * first 100,000 entries are looked at.
 */
export function listWithSizes(
  dir: string,
  match: RegExp,
  limit: number,
): Promise<readonly ListedFile[]> {
  let open: Dir | undefined;
  const found: ListedFile[] = [];
  try {
    open = opendirSync(dir);
    for (let seen = 0; seen < MOST_ENTRIES; seen++) {
      const entry = open.readSync();
      if (entry === null) break;
      if (entry.name.search(match) === -1) continue;
      const path = join(dir, entry.name);
      const stat = orMissing(() => statSync(path));
      if (stat?.isFile() !== true) continue;
      found.push({ path, changed: stat.mtimeMs, arrived: stat.ctimeMs, bytes: stat.size });
    }
  } catch {
    // A place to look for files, not one that somebody named: what cannot be listed has nothing to
    // offer.
  } finally {
    open?.closeSync();
  }
  const sorted = found.sort((a, b) => b.changed - a.changed || (a.path < b.path ? -1 : 1));
  return Promise.resolve(sorted.slice(0, limit));
}

const MOST_ENTRIES = 100_000;

function look(path: string, read = readWhole): Result<DiskFile> {
  try {
    return ok(read(path, LARGEST_AWS_FILE));
  } catch (error) {
    return failed(readTrouble(error, path, "file-unreadable"));
  }
}

/**
 * Like `readFileState`, at this very moment; for whoever holds the lock of the file and may not
 * wait.
 */
export function readFileNow(kind: FileKind, path: string): Result<FileState> {
  const file = look(path);
  return file.ok ? understood(bytesOf(kind, file.value)) : file;
}

/**
 * Like `readFileNow`, for a file in the format of the AWS files that this program made: a link in
 * its place is refused, not followed.
 */
export function readOwnState(path: string): Result<FileState> {
  const file = look(path, readOwn);
  return file.ok ? understood(bytesOf("credentials", file.value)) : file;
}

function bytesOf(kind: FileKind, file: DiskFile): FileBytes {
  const { path, realPath } = file;
  const mode = file.exists ? Number(file.stat.mode) & 0o777 : null;
  return {
    kind,
    path,
    realPath,
    exists: file.exists,
    bytes: file.exists ? file.bytes : new Uint8Array(),
    stamp: stampOf(file),
    mode,
  };
}

function understood({ bytes, ...rest }: FileBytes): Result<FileState> {
  const text = decodeFile(bytes, rest.path);
  if (text.ok) return ok({ ...rest, text: new Secret(text.value) });
  return failed({
    ...text.problem,
    message: `${printablePath(rest.path)}: ${text.problem.message}`,
  });
}
