/**
 * node:fs with a fault at one chosen call: the system's error instead of the call, or a SIGKILL
 * just before it. Takes the place of node:fs in a bundle of the store; the store itself does not
 * know.
 */
import * as real from "node:fs";

export interface Fault {
  /** The calls are counted from 1; at this one it happens. */
  at: number;
  /**
   * "EIO" and the like are thrown; "half" lets a write take half of what it is given, this once;
   * "kill" ends the process.
   */
  what: string;
  /**
   * Only calls of this function are counted, or those that change something on the disk; all of
   * them without it.
   */
  only?: string | typeof CHANGES;
  /** Also at every later call that is counted. */
  forEver?: boolean;
}

/**
 * The disk looks the same between two of these, so a process that dies anywhere dies, for the disk,
 * just before one of them.
 */
export const CHANGES = Symbol("changes");
const CHANGING = new Set([
  "chmodSync",
  "chownSync",
  "fchmodSync",
  "fchownSync",
  "futimesSync",
  "linkSync",
  "mkdirSync",
  "openSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
  "unlinkSync",
  "writeFileSync",
  "writeSync",
]);

let fault: Fault | null = null;
let count = 0;
let hit: string | null = null;

/** From now on; null: none. */
export function setFault(next: Fault | null): void {
  fault = next;
  count = 0;
  hit = null;
}

/** The function in which the fault happened; null if it did not. */
export function faultHit(): string | null {
  return hit;
}

function counted(name: string, changing = CHANGING.has(name)): string | null {
  if (
    fault === null ||
    (fault.only === CHANGES ? !changing : fault.only !== undefined && fault.only !== name)
  )
    return null;
  count++;
  if (count !== fault.at && !(fault.forEver === true && count > fault.at)) return null;
  hit = name;
  if (fault.what === "kill") process.kill(process.pid, "SIGKILL");
  return fault.what;
}

function guarded<A extends unknown[], R>(name: string, call: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    const what = counted(
      name,
      CHANGING.has(name) && (name !== "openSync" || typeof args[1] === "string"),
    );
    if (what !== null && what !== "half")
      throw Object.assign(new Error(`${what}: injected in ${name}`), { code: what, syscall: name });
    return call(...args);
  };
}

export const chmodSync = guarded("chmodSync", real.chmodSync);
export const chownSync = guarded("chownSync", real.chownSync);
export const fchmodSync = guarded("fchmodSync", real.fchmodSync);
export const fchownSync = guarded("fchownSync", real.fchownSync);
export const fsyncSync = guarded("fsyncSync", real.fsyncSync);
export const futimesSync = guarded("futimesSync", real.futimesSync);
export const linkSync = guarded("linkSync", real.linkSync);
export const mkdirSync = guarded("mkdirSync", real.mkdirSync);
export const mkdtempSync = guarded("mkdtempSync", real.mkdtempSync as (prefix: string) => string);
export const openSync = guarded("openSync", real.openSync);
export const opendirSync = guarded("opendirSync", real.opendirSync);
export const readdirSync = guarded("readdirSync", real.readdirSync as (path: string) => string[]);
export const readSync = guarded(
  "readSync",
  real.readSync as (
    handle: number,
    into: Buffer,
    offset: number,
    length: number,
    position: number,
  ) => number,
);
export const readlinkSync = guarded("readlinkSync", real.readlinkSync as (path: string) => string);
export const realpathSync = guarded("realpathSync", real.realpathSync as (path: string) => string);
export const renameSync = guarded("renameSync", real.renameSync);
export const rmSync = guarded("rmSync", real.rmSync);
export const rmdirSync = guarded("rmdirSync", real.rmdirSync as (path: string) => void);
export const unlinkSync = guarded("unlinkSync", real.unlinkSync);
export const writeFileSync = guarded(
  "writeFileSync",
  real.writeFileSync as (path: string, text: string) => void,
);
/** A failed close has closed the file all the same (close(2)). */
export const closeSync = (handle: number): void => {
  const what = counted("closeSync");
  real.closeSync(handle);
  if (what !== null && what !== "half")
    throw Object.assign(new Error(`${what}: injected in closeSync`), { code: what });
};
export const writeSync = (
  handle: number,
  bytes: Buffer,
  offset: number,
  length: number,
  position: number,
): number => {
  const what = counted("writeSync");
  if (what !== null && what !== "half")
    throw Object.assign(new Error(`${what}: injected in writeSync`), { code: what });
  return real.writeSync(
    handle,
    bytes,
    offset,
    what === "half" ? Math.ceil(length / 2) : length,
    position,
  );
};
/** Looking is never at fault here: what it finds is decided by the calls above. */
export const { accessSync, constants, fstatSync, lstatSync, readFileSync, statSync } = real;
