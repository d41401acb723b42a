/**
 * Processes that stop at a chosen step (steps.ts) and are killed there, or let go on: the moment is
 * the victim's progress, on any machine.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Duplex, Readable, Writable } from "node:stream";
import { build } from "esbuild";
import { type EACH, LAST_STEP, ORDER } from "./victim-orders.js";

export interface Victim {
  readonly pid: number;
  /** The name of the step before which it stands still; null if it ended without getting there. */
  readonly stopped: Promise<string | null>;
  /**
   * The same for a program that stops more than once: resolves with the next stop that was not
   * asked for yet.
   */
  readonly nextStop: () => Promise<string | null>;
  /** Lets it go on from there. */
  readonly letGo: () => void;
  /** Kills it for good; resolves when it is gone and everything that it said is here. */
  readonly kill: () => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Sends a line to its standard input. */
  readonly tell: (line: string) => void;
  /**
   * Resolves with the first line of its standard output that begins so, as soon as it is there;
   * rejects if it ends without one.
   */
  readonly says: (beginning: string) => Promise<string>;
  /** All lines of its standard output so far. */
  readonly lines: () => readonly string[];
  /** What it said on its standard error, for the message of a test that fails. */
  readonly errors: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /**
   * All its steps, in order, once it has ended by itself; only of programs into which steps.ts was
   * preloaded.
   */
  readonly steps: () => readonly string[];
}

export interface VictimOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /**
   * Whether the test will `tell` it something; otherwise its standard input is empty. Default true.
   */
  readonly told?: boolean;
}

const running = new Set<ChildProcess>();

/** Ends whatever a failed test left running. */
export function killVictims(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Starts `node ARGS`; when it stops is its own affair, or that of `preloaded`. */
export function startVictim(
  args: readonly string[],
  { env = process.env, cwd, told = true }: VictimOptions = {},
): Victim {
  const child = spawn(process.execPath, args, {
    env,
    cwd,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  running.add(child);
  const [stdin, stdout, stderr, reports] = child.stdio as unknown as [
    Writable,
    Readable,
    Readable,
    Duplex,
  ];
  const lines: string[] = [];
  let [errors, steps] = ["", [] as readonly string[]];
  const listeners = new Set<() => void>();
  let over = false;
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
    (resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        running.delete(child);
        over = true;
        for (const listener of listeners) listener();
        resolve({ code, signal });
      });
    },
  );
  stdin.on("error", () => undefined);
  if (!told) stdin.end();
  reports.on("error", () => undefined);
  stderr.on("data", (bytes: Buffer) => (errors += bytes.toString()));
  eachLine(stdout, (line) => {
    lines.push(line);
    for (const listener of listeners) listener();
  });
  const stops: string[] = [];
  const asked: ((name: string | null) => void)[] = [];
  eachLine(reports, (line) => {
    if (line.startsWith(`${LAST_STEP} `))
      steps = JSON.parse(line.slice(LAST_STEP.length)) as readonly string[];
    else (asked.shift() ?? ((name) => stops.push(name ?? "")))(line);
  });
  void ended
    .finally(() => asked.splice(0).forEach((resolve) => resolve(null)))
    .catch(() => undefined);
  const nextStop = (): Promise<string | null> =>
    new Promise((resolve) => {
      const there = stops.shift();
      if (there !== undefined) resolve(there);
      else if (over) resolve(null);
      else asked.push(resolve);
    });
  let first: Promise<string | null> | null = null;
  return {
    pid: child.pid ?? 0,
    get stopped() {
      return (first ??= nextStop());
    },
    nextStop,
    letGo: () => void reports.write("\n"),
    kill: async () => {
      if (over) throw new Error(`the victim had ended by itself: ${errors}`);
      child.kill("SIGKILL");
      await ended;
    },
    signal: (signal) => void child.kill(signal),
    tell: (line) => void stdin.write(`${line}\n`),
    says: (beginning) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((line) => line.startsWith(beginning));
          if (found === undefined && !over) return;
          listeners.delete(look);
          if (found === undefined)
            reject(new Error(`the victim ended without saying "${beginning}": ${errors}`));
          else resolve(found);
        };
        listeners.add(look);
        look();
      }),
    lines: () => lines,
    errors: () => errors,
    ended,
    steps: () => steps,
  };
}

function eachLine(stream: Readable, take: (line: string) => void): void {
  let rest = "";
  stream.on("data", (bytes: Buffer) => {
    const lines = (rest + bytes.toString()).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  });
}

/** Makes steps.ts a file that `preloaded` can name; one that Node loads without its ESM loader. */
export async function bundleSteps(folder: string): Promise<string> {
  const outfile = `${folder}/steps.cjs`;
  await build({
    entryPoints: [fileURLToPath(new URL("steps.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "error",
  });
  return outfile;
}

/**
 * Starts a program of ours, as it was built, so that it stops before step number `at`; Infinity: it
 * runs to its end. EACH: before every step.
 */
export function preloaded(
  steps: string,
  at: number | typeof EACH,
  args: readonly string[],
  options: VictimOptions = {},
): Victim {
  return startVictim(["--require", steps, ...args], {
    told: false,
    ...options,
    env: { ...(options.env ?? process.env), [ORDER]: String(at) },
  });
}
