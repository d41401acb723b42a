/**
 * Counts the steps of this process that others can see (changes on the disk, requests and their
 * answers) and stops it at a chosen one or at each, for good or until it is let go. Bundled into a
 * victim, or preloaded into the built program (`node --require`).
 *
 * Between two steps nothing that survives the process changes: who is killed anywhere dies, for
 * everybody else, at a step.
 */
import { subscribe } from "node:diagnostics_channel";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import { EACH, LAST_STEP, ORDER, REPORT_FD } from "./victim-orders.js";

type Call = (...args: never[]) => unknown;

const { openSync, readSync, writeSync } = fs;
/**
 * All that change the disk whenever they are called; `openSync` and `writeSync` are looked at more
 * closely.
 */
const CHANGING = [
  "appendFileSync",
  "chmodSync",
  "chownSync",
  "copyFileSync",
  "fchmodSync",
  "fchownSync",
  "ftruncateSync",
  "futimesSync",
  "linkSync",
  "mkdirSync",
  "mkdtempSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
  "symlinkSync",
  "truncateSync",
  "unlinkSync",
  "utimesSync",
  "writeFileSync",
] as const;

let names: string[] = [];
let left = Infinity;
let each = false;

/**
 * From here on: forgets what was counted, and stops right before step number `at` (1 is the next
 * one).
 */
export function stopAtStep(at: number): void {
  names = [];
  left = at;
}

/** The names of the steps since `stopAtStep`, or since the start. */
export function stepsSoFar(): readonly string[] {
  return names;
}

function step(name: string): void {
  names.push(name);
  left -= 1;
  if (each || left === 0) stopHere(name);
}

/**
 * Tells the test, and does nothing at all until it sends a byte; most are killed while they wait
 * for it.
 */
function stopHere(name: string): void {
  writeSync(REPORT_FD, `${name}\n`);
  const byte = Buffer.alloc(1);
  for (;;) {
    try {
      readSync(REPORT_FD, byte, 0, 1, null);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN" && code !== "EINTR") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/**
 * Puts `replacement` in the place of a function of Node's, for `import` as well as for `require`.
 */
function replace(module: object, name: string, replacement: (real: Call) => Call): void {
  const functions = module as Record<string, Call>;
  const real = functions[name];
  if (real === undefined) throw new Error(`Node has no ${name} any more`);
  functions[name] = replacement(real);
}

function changesWhatItOpens(flags: unknown): boolean {
  if (typeof flags === "string") return !/^rs?$/.test(flags);
  return (
    typeof flags === "number" &&
    (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT)) !== 0
  );
}

/** Every write goes out in two halves, for a process may die when half of one is on the disk. */
function writeInHalves(
  handle: number,
  bytes: Buffer,
  offset: number,
  length: number,
  position: number | null,
): number {
  step("writeSync");
  const half = Math.floor(length / 2);
  if (half === 0) return writeSync(handle, bytes, offset, length, position);
  const first = writeSync(handle, bytes, offset, half, position);
  step("half of writeSync");
  return (
    first +
    writeSync(
      handle,
      bytes,
      offset + first,
      length - first,
      position === null ? null : position + first,
    )
  );
}

/** Begins the counting, for every module that is loaded already or later. */
export function watchSteps(): void {
  for (const name of CHANGING) {
    replace(fs, name, (real) => (...args) => {
      step(name);
      return real(...args);
    });
  }
  replace(fs, "openSync", () => (path: string, flags?: string | number, mode?: number) => {
    if (changesWhatItOpens(flags)) step("openSync");
    return openSync(path, flags ?? "r", mode);
  });
  replace(fs, "writeSync", (real) => (...args: unknown[]) => {
    const [handle, bytes, offset, length, position] = args as [
      number,
      unknown,
      number,
      number,
      number | null,
    ];
    if (handle <= REPORT_FD || !Buffer.isBuffer(bytes)) return real(...(args as never[]));
    return writeInHalves(handle, bytes, offset, length, position);
  });
  for (const protocol of [http, https]) {
    replace(protocol, "request", (real) => (...args) => {
      step("request");
      return real(...args);
    });
  }
  syncBuiltinESMExports();
  // The answer is here, so the service has done what it was asked; nobody in this process knows
  // yet.
  subscribe("http.client.response.finish", () => step("answer"));
}

const order = process.env[ORDER];
if (order !== undefined) {
  Reflect.deleteProperty(process.env, ORDER);
  watchSteps();
  if (order === EACH) each = true;
  else stopAtStep(Number(order));
  process.once("exit", () => writeSync(REPORT_FD, `${LAST_STEP} ${JSON.stringify(names)}\n`));
}
