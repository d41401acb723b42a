/**
 * Keeps what V8 made of the program's scripts for the next start, in the user's cache folder, and
 * reads it back. That there is none, that it is broken or that somebody else's lies there only
 * means that a start takes as long as the first one. https://v8.dev/blog/code-caching
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { isAbsolute, join } from "node:path";

/** What is to be kept of a script, and under which name. */
export interface KeptCode {
  readonly name: string;
  readonly make: () => Buffer;
}

export interface CodeCache {
  /** Null where nothing is kept that is whole and ours. */
  readonly read: (name: string) => Buffer | null;
  /** Keeps these, and only these. */
  readonly keep: (codes: readonly KeptCode[]) => void;
}

const NONE: CodeCache = { read: () => null, keep: () => undefined };
/** Bytes; what is kept has 2 MB. */
const MOST = 16 << 20;
/** V8 does not look whether its own data are whole, and a wrong byte in them ends the process. */
const CHECKSUM_BYTES = 4;
/** Loaded where there is something to be checked: a first start has nothing, and waits for it. */
const crc32 = (data: Buffer): number => process.getBuiltinModule("node:zlib").crc32(data);
const OTHERS_MAY_WRITE = 0o022;
const OTHERS_MAY_ANYTHING = 0o077;

/** The cache of this user; one that keeps nothing where there is no folder for it. */
export function codeCache(env = process.env, platform = process.platform): CodeCache {
  const uid = process.getuid?.();
  const base = cachesOf(env, platform);
  // Node's own word for it: https://nodejs.org/api/cli.html#node_disable_compile_cache1
  if (uid === undefined || base === null || env.NODE_DISABLE_COMPILE_CACHE === "1") return NONE;
  const folder = join(base, "mturk-setup");
  const fileOf = (name: string): string =>
    join(folder, `${name}-${process.version}-${process.arch}`);
  return {
    read: (name) => attempt(() => (isOurs(folder, uid) ? whole(fileOf(name), uid) : null)),
    keep: (codes) => {
      if (codes.length > 0) attempt(() => keepIn(folder, base, uid, codes, fileOf));
    },
  };
}

/**
 * Where programs keep what they can make anew.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
function cachesOf(env: NodeJS.ProcessEnv, platform: string): string | null {
  const { HOME: home = "", XDG_CACHE_HOME: named = "" } = env;
  if (isAbsolute(named)) return named;
  if (!isAbsolute(home)) return null;
  return platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
}

/** A folder and no link, of this user, into which nobody else can put anything. */
function isOurs(folder: string, uid: number, forbidden = OTHERS_MAY_ANYTHING): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === uid && (found.mode & forbidden) === 0;
}

function whole(path: string, uid: number): Buffer | null {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = fstatSync(fd);
    if (!found.isFile() || found.uid !== uid || (found.mode & OTHERS_MAY_WRITE) !== 0) return null;
    if (found.size <= CHECKSUM_BYTES || found.size > MOST) return null;
    const bytes = readFileSync(fd);
    const data = bytes.subarray(CHECKSUM_BYTES);
    return crc32(data) === bytes.readUInt32LE() ? data : null;
  } finally {
    closeSync(fd);
  }
}

/** The folder of the system's own making is never made: a computer without it keeps nothing. */
function keepIn(
  folder: string,
  base: string,
  uid: number,
  codes: readonly KeptCode[],
  fileOf: (name: string) => string,
): null {
  if (!isOurs(base, uid, OTHERS_MAY_WRITE)) return null;
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined)
    mkdirSync(folder, { mode: 0o700 });
  if (!isOurs(folder, uid)) return null;
  const kept = new Set(readdirSync(folder));
  for (const { name, make } of codes) {
    const path = fileOf(name);
    const unfinished = `${path}.${process.pid}`;
    const data = make();
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    checksum.writeUInt32LE(crc32(data));
    writeFileSync(unfinished, Buffer.concat([checksum, data]), { flag: "wx", mode: 0o600 });
    renameSync(unfinished, path);
    // Of the same file of another build, nothing is needed any more.
    const [file = ""] = name.split("-");
    for (const other of kept)
      if (other.startsWith(`${file}-`) && !other.startsWith(name)) unlinkSync(join(folder, other));
  }
  return null;
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    // As above: then this start, or the next one, takes as long as the first.
    return null;
  }
}
