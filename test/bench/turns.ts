/**
 * Measures programs in turns, A B A B, so that whatever else the machine does falls on each of them
 * alike; compared are the runs of the same turn.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { spawn as spawnPty } from "@lydell/node-pty";

/** A frame that takes longer than a second never comes. */
const LONGEST_MS = 1_000;

export type Env = Readonly<Record<string, string>>;

export interface Contender {
  readonly name: string;
  /** Milliseconds of one run. */
  readonly run: () => Promise<number>;
}

export interface Measured {
  readonly name: string;
  /** Milliseconds. */
  readonly median: number;
  readonly times: readonly number[];
}

/** Each contender `rounds` times, after one round that does not count. */
export async function inTurns(
  contenders: readonly Contender[],
  rounds: number,
): Promise<readonly Measured[]> {
  for (const { run } of contenders) await run();
  const times: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, { run }] of contenders.entries()) times[index]?.push(await run());
  return contenders.map(({ name }, index) => ({
    name,
    median: median(times[index] ?? []),
    times: times[index] ?? [],
  }));
}

/** The median of the ratios of the turns; null where one of the two was not there. */
export function ratioOf(one: Measured | undefined, other: Measured | undefined): number | null {
  if (one === undefined || other === undefined) return null;
  return median(one.times.map((time, turn) => time / (other.times[turn] ?? Number.NaN)));
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

/** Milliseconds of a whole process without a terminal; rejects if it ends with another code. */
export function wholeProcess(
  [command = "", ...args]: readonly string[],
  env: Env,
  { input = "", cwd = env.HOME ?? "/" }: { readonly input?: string; readonly cwd?: string } = {},
): Promise<number> {
  const began = performance.now();
  const child = spawn(command, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(performance.now() - began);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${String(code)}: ${said}`));
    });
  });
}

export interface Seen {
  /** Milliseconds from the start until the text was there. */
  readonly ms: number;
  readonly pid: number;
  /**
   * Sends bytes and answers after how many milliseconds a frame was whole; null if none came within
   * a second, for a key may be one that changes nothing.
   */
  readonly press: (bytes: string) => Promise<number | null>;
  /** Waits until a text is there. */
  readonly shows: (text: string) => Promise<void>;
  /** Ends it with what makes it end by itself, or by force. */
  readonly leave: (bytes: string | null) => Promise<void>;
}

/** Starts a program in a real terminal and waits until a text is on it. */
export async function untilSeen(argv: readonly string[], env: Env, text: string): Promise<Seen> {
  const [command = "", ...args] = argv;
  const began = performance.now();
  const pty = spawnPty(command, args, { env, cwd: env.HOME ?? "/", cols: 80, rows: 24 });
  let written = "";
  let ended = false;
  let heard: () => void = () => undefined;
  const exit = new Promise<void>((resolve) =>
    pty.onExit(() => {
      ended = true;
      heard();
      resolve();
    }),
  );
  pty.onData((data) => {
    written += data;
    heard();
  });
  const until = async (there: () => boolean): Promise<void> => {
    while (!there()) {
      if (ended) throw new Error(`${argv.join(" ")} ended before "${text}":\n${written}`);
      await new Promise<void>((resolve) => (heard = resolve));
    }
  };
  await until(() => written.includes(text));
  return {
    ms: performance.now() - began,
    pid: pty.pid,
    press: async (bytes) => {
      const from = written.length;
      const pressed = performance.now();
      const isLate = (): boolean => performance.now() - pressed > LONGEST_MS;
      const limit = setTimeout(() => heard(), LONGEST_MS + 1);
      pty.write(bytes);
      // A frame ends with the end of synchronised output.
      await until(() => isLate() || written.indexOf("\u001B[?2026l", from) > 0);
      clearTimeout(limit);
      return isLate() ? null : performance.now() - pressed;
    },
    shows: (other) => until(() => written.includes(other)),
    leave: async (bytes) => {
      if (bytes === null) pty.kill("SIGKILL");
      else pty.write(bytes);
      await exit;
    },
  };
}

/** Milliseconds until a text is on the terminal. */
export async function seenAfter(argv: readonly string[], env: Env, text: string): Promise<number> {
  const seen = await untilSeen(argv, env, text);
  await seen.leave(null);
  return seen.ms;
}

/**
 * What the main thread of a process has computed so far, in milliseconds: however busy the machine
 * is with other things. Null where the system does not tell (Linux: proc(5), schedstat).
 */
export function workOf(pid: number): number | null {
  try {
    const spent = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ", 1)[0];
    return Number(spent) / 1e6;
  } catch {
    return null;
  }
}

/** Most memory that a process has held so far, in MiB; null where the system does not tell. */
export function peakMemory(pid: number): number | null {
  try {
    const kib = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}
