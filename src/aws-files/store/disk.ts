/**
 * Touches the disk, one step at a time. Everything here is synchronous and throws the system's own
 * error; the store turns these into problems. Synchronous on purpose: a signal handler in
 * JavaScript cannot run between two steps, so a write is either not begun or finished when the
 * process decides to end.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  writeSync,
  statSync,
  type Stats,
} from "node:fs";
import type { BigIntStats } from "node:fs";

/** What one look at a path gave; `bytes` and `stat` belong to the same open file. */
export type DiskFile =
  | { readonly exists: false; readonly path: string; readonly realPath: string }
  | {
      readonly exists: true;
      readonly path: string;
      readonly realPath: string;
      readonly bytes: Buffer;
      readonly stat: BigIntStats;
    };

/** Far above any real file; a guard against reading a disk image into memory. */
export const LARGEST_AWS_FILE = 64 * 1024 * 1024;

/** How often a file that changes while it is read is read again. */
const READ_AGAIN = 20;

/**
 * Raised for what the system would let us do but we will not: the reason as a word, for the
 * message.
 */
export class Unfit extends Error {
  constructor(
    readonly why:
      "directory" | "not-regular" | "dangling" | "planted" | "too-big" | "unsteady" | "mismatch",
    readonly path: string,
    readonly target: string | null = null,
  ) {
    super(why);
  }
}

/** The system's error code ("ENOENT"); null for what is not a system error. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : null;
}

/** The value, or null where the system says that there is nothing at this path. */
export function orMissing<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw error;
  }
}

/**
 * What the disk says of a path, links followed; null where there is nothing. Throws what else goes
 * wrong.
 */
export function statOf(path: string): Stats | null {
  return orMissing(() => statSync(path));
}

/** Whether a link stands there, whatever it leads to. */
export function isLink(path: string): boolean {
  return orMissing(() => lstatSync(path))?.isSymbolicLink() === true;
}

/** Whether a file stands there itself, and no link to one. */
export function isPlainFile(path: string): boolean {
  return orMissing(() => lstatSync(path))?.isFile() === true;
}

/**
 * Where the bytes of `path` are, with every link resolved; null if there is no such file. Throws
 * `Unfit` for a link to nowhere.
 */
export function resolveLinks(path: string): string | null {
  const link = orMissing(() => lstatSync(path));
  if (link === null) return null;
  const real = orMissing(() => realpathSync(path));
  if (real !== null) return real;
  if (!link.isSymbolicLink()) return null;
  throw new Unfit(
    "dangling",
    path,
    orMissing(() => readlinkSync(path)),
  );
}

/**
 * Reads a file whole. Never waits for a fifo or a terminal; throws `Unfit` for what is not a
 * regular file or above `limit` bytes.
 */
export function readWhole(path: string, limit: number): DiskFile {
  const realPath = resolveLinks(path);
  if (realPath === null) return { exists: false, path, realPath: path };
  return readAt(path, realPath, limit, 0);
}

/**
 * Like `readWhole`, for a file that this program makes itself: it makes no links, so one that
 * stands there leads to what somebody else wants it to believe. Throws `Unfit` for it.
 */
export function readOwn(path: string, limit: number): DiskFile {
  try {
    return readAt(path, path, limit, constants.O_NOFOLLOW);
  } catch (error) {
    if (errnoOf(error) === "ELOOP") throw new Unfit("planted", path);
    throw error;
  }
}

function readAt(path: string, realPath: string, limit: number, flag: number): DiskFile {
  const handle = orMissing(() =>
    openSync(realPath, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | flag),
  );
  if (handle === null) return { exists: false, path, realPath: path };
  try {
    for (let attempt = 0; attempt < READ_AGAIN; attempt++) {
      const before = fstatSync(handle, { bigint: true });
      refuseIrregular(before, path);
      if (before.size > limit) throw new Unfit("too-big", path);
      const bytes = readFrom(handle, limit, path, Number(before.size));
      const after = fstatSync(handle, { bigint: true });
      if (sameMoment(before, after) && BigInt(bytes.length) === after.size)
        return { exists: true, path, realPath, bytes, stat: after };
      // The kernel's own files (/proc) give a size of 0 and more bytes; they cannot be an AWS file,
      // but can be asked for.
      if (after.size === 0n && bytes.length > 0)
        return { exists: true, path, realPath, bytes, stat: after };
    }
    throw new Unfit("unsteady", path);
  } finally {
    closeSync(handle);
  }
}

export function refuseIrregular(
  stat: { isFile(): boolean; isDirectory(): boolean },
  path: string,
): void {
  if (stat.isDirectory()) throw new Unfit("directory", path);
  if (!stat.isFile()) throw new Unfit("not-regular", path);
}

function sameMoment(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}

/** `expected`: as many bytes as the system says; there may be more or fewer by now. */
function readFrom(handle: number, limit: number, path: string, expected: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(expected - total, 0) + SMALLEST_CHUNK);
    const count = retryInterrupted(() => readSync(handle, chunk, 0, chunk.length, total));
    if (count === 0) return chunks.length === 1 ? (chunks[0] ?? chunk) : Buffer.concat(chunks);
    total += count;
    if (total > limit) throw new Unfit("too-big", path);
    chunks.push(chunk.subarray(0, count));
  }
}

/** Bytes. */
const SMALLEST_CHUNK = 4096;

/** The bytes behind an open handle, from the start. */
export function readBack(handle: number, length: number, path: string): Buffer {
  return readFrom(handle, length + 1, path, length);
}

/** What `writeAll` needs of a file; the real one is `writeSync`. */
export type WriteSome = (bytes: Buffer, offset: number, length: number, position: number) => number;

/**
 * Writes every byte. One `write` may take fewer than it was given (a disk that is nearly full, a
 * size limit), and the remainder has to be offered again until the system either takes it or names
 * its error.
 */
export function writeAll(bytes: Buffer, write: WriteSome): void {
  let done = 0;
  let idle = 0;
  while (done < bytes.length) {
    const at = done;
    const count = retryInterrupted(() => write(bytes, at, bytes.length - at, at));
    idle = count === 0 ? idle + 1 : 0;
    if (idle > 100)
      throw Object.assign(new Error("the system takes no more bytes and names no error"), {
        code: "EIO",
      });
    done += count;
  }
}

export function writerOf(handle: number): WriteSome {
  return (bytes, offset, length, position) => writeSync(handle, bytes, offset, length, position);
}

function retryInterrupted<T>(step: () => T): T {
  for (let attempt = 0; ; attempt++) {
    try {
      return step();
    } catch (error) {
      const code = errnoOf(error);
      if (attempt >= 100 || (code !== "EINTR" && code !== "EAGAIN")) throw error;
    }
  }
}

/** The names in a folder; none where we may not list it. */
export function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const code = errnoOf(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") return [];
    throw error;
  }
}

/** What systems without hard links (FAT, some network drives) answer to link(2). */
export const NO_HARD_LINKS: ReadonlySet<string> = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EMLINK",
  "EXDEV",
]);

/**
 * What a file system answers that cannot flush a directory; the rename itself has worked, and there
 * is nothing more to do.
 */
const CANNOT_FLUSH = new Set([
  "EINVAL",
  "EPERM",
  "EACCES",
  "EISDIR",
  "EBADF",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
]);

/** Makes a rename or a removal in this directory survive a power cut. */
export function flushDirectory(path: string): void {
  try {
    const handle = openSync(path, constants.O_RDONLY);
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (!CANNOT_FLUSH.has(errnoOf(error) ?? "")) throw error;
  }
}

/**
 * Identity of a file at one moment: device, inode, size, modification time (ns) and SHA-256 of the
 * bytes; null for none.
 */
export function stampOf(file: DiskFile): string | null {
  if (!file.exists) return null;
  const { dev, ino, size, mtimeNs } = file.stat;
  return [dev, ino, size, mtimeNs, createHash("sha256").update(file.bytes).digest("hex")].join(":");
}

/**
 * True if both stamps belong to the same bytes (or both to no file), whatever inode or time they
 * had.
 */
export function sameBytes(a: string | null, b: string | null): boolean {
  return a === null || b === null
    ? a === b
    : a.slice(a.lastIndexOf(":")) === b.slice(b.lastIndexOf(":"));
}

/**
 * True while another program may be in the middle of rewriting the file in place, as `aws
 * configure` does (it empties the file and then writes it). Only a file whose last change was a
 * write (`mtime` is `ctime`; a renamed file's are apart), that was changed a moment ago, and that
 * is empty or too long to have come in one piece can be half of one.
 */
export function maySettle(file: DiskFile, now: number): boolean {
  if (!file.exists || file.stat.mtimeNs !== file.stat.ctimeNs) return false;
  const age = now - Number(file.stat.mtimeMs);
  return age > -50 && age < SETTLING_MS && (file.stat.size === 0n || file.stat.size >= 4096n);
}

/** Time in ms after which a file that was written in place counts as finished. */
const SETTLING_MS = 250;
/** Pause in ms between two looks at such a file. */
export const SETTLE_STEP_MS = 50;
