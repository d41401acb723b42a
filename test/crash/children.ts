/** Bundles and starts the writer processes of the crash tests. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Plugin } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));

/**
 * A folder of its own for a test, reachable for other users as well. In memory where the system
 * offers that: what a killed process leaves behind does not depend on the disk, and hundreds of
 * flushes on a busy one take minutes.
 */
export function scratch(base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir()): string {
  const path = mkdtempSync(join(base, "mturk-setup-test-"));
  chmodSync(path, 0o755);
  return path;
}

export function removeScratch(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/**
 * One plain file that node starts quickly; with `faulty`, every call of node:fs goes through
 * faulty-fs.ts.
 */
export async function bundle(entry: string, folder: string, faulty = false): Promise<string> {
  const outfile = join(folder, entry.replace(/\.ts$/, ".mjs"));
  const shim: Plugin = {
    name: "faulty-fs",
    setup: (builder) =>
      builder.onResolve({ filter: /^node:fs$/ }, (from) =>
        from.importer.endsWith("faulty-fs.ts")
          ? { path: "node:fs", external: true }
          : { path: join(HERE, "faulty-fs.ts") },
      ),
  };
  await build({
    entryPoints: [join(HERE, entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    plugins: faulty ? [shim] : [],
  });
  return outfile;
}

/** Runs a command to its end; answers with the JSON document on its standard output. */
export async function runJson<T>(command: readonly string[]): Promise<T> {
  const [file = "", ...args] = command;
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${String(code)}: ${err}`);
  return JSON.parse(out) as T;
}

/** True if this machine can run the command; otherwise says loudly what is skipped. */
export function canRun(command: readonly string[], skipped: string): boolean {
  const [file = "", ...args] = command;
  const able = spawnSync(file, args, { stdio: "ignore" }).status === 0;
  if (!able)
    process.stderr.write(`\nSKIPPED, for "${command.join(" ")}" does not work here: ${skipped}\n`);
  return able;
}

/** Names of files of ours in a folder that should not be there when nobody writes. */
export function leftovers(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /mturk-setup-(tmp|lock)/.test(name));
}

export function textOf(path: string): string {
  return readFileSync(path, "utf8");
}

const LANES = 3;

/** Works through a list, a few at a time. */
export async function forEachInLanes<T>(
  list: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const todo = [...list];
  const lane = async (): Promise<void> => {
    for (let item = todo.shift(); item !== undefined; item = todo.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
