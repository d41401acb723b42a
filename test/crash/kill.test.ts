/** Writers killed at random moments: the files are always the old ones or the new ones, whole and private. */
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/host.js";
import { ok } from "../../src/base/problem.js";
import { updateFiles } from "../../src/files/store.js";
import { begin, bundle, kill, killAll, leftovers, removeScratch, scratch, startWriter, textOf } from "./children.js";
import type { Writer } from "./children.js";
import { changeTo, generationOf, generationText, planOf } from "./generation.js";

const KILLS_PER_LANE = 260;
const LANES = 2;

let folder = "";
let script = "";
beforeAll(async () => {
  folder = scratch();
  script = await bundle("writer.ts", folder);
});
afterAll(() => {
  killAll();
  removeScratch(folder);
});

interface Tally {
  kills: number;
  /** Kills that hit a process holding the lock. */
  whileWriting: number;
  /** Writes that a writer lived to report. */
  done: number;
  looks: number;
}

/** Two writers at a time on one folder, one killed after the other: the second, and the next two, take over from the dead. */
async function lane(name: string, tally: Tally): Promise<void> {
  const aws = join(folder, name, ".aws");
  const paths = { credentials: join(aws, "credentials"), config: join(aws, "config") };
  mkdirSync(aws, { recursive: true, mode: 0o700 });
  for (const kind of ["credentials", "config"] as const) writeFileSync(paths[kind], generationText(kind, 1), { mode: 0o600 });

  const stop = new AbortController();
  const reader = (async () => {
    let last = { credentials: 0, config: 0 };
    while (!stop.signal.aborted) {
      const now = { credentials: generationOf(textOf(paths.credentials)), config: generationOf(textOf(paths.config)) };
      expect(now.credentials).toBeGreaterThanOrEqual(last.credentials);
      expect(now.config).toBeGreaterThanOrEqual(last.config);
      for (const path of Object.values(paths)) expect(statSync(path).mode & 0o777).toBe(0o600);
      last = now;
      tally.looks++;
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  })();

  const start = (): Promise<Writer> => startWriter(script, ["generations", aws]);
  const first = await timeOfFirstWrite(await start(), join(folder, name));
  const waiting = Array.from({ length: 4 }, start);
  for (let round = 0; round < KILLS_PER_LANE / 2; round++) {
    const pair = await Promise.all(waiting.splice(0, 2));
    pair.forEach(begin);
    for (const victim of pair) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 1.2 * first));
      await kill(victim);
      tally.kills++;
      if (Object.values(paths).some((path) => holderOf(`${path}.mturk-setup-lock`) === victim.pid)) tally.whileWriting++;
    }
    if (round < KILLS_PER_LANE / 2 - 2) waiting.push(start(), start());
  }
  stop.abort();
  await reader;

  // Every generation that a writer reported as done was written by it alone: no two ever held the lock at once.
  const logs = readdirSync(join(folder, name)).filter((file) => file.startsWith("log-"));
  const lines = logs.flatMap((file) => textOf(join(folder, name, file)).split("\n").filter((line) => line !== ""));
  expect(lines.filter((line) => line.startsWith("failed"))).toEqual([]);
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThanOrEqual(20);
  tally.done += lines.length;
  const n = Math.max(...lines.map(Number));
  expect(generationOf(textOf(paths.credentials))).toBeGreaterThanOrEqual(n);

  // One more write, undisturbed, leaves nothing of the dead behind.
  const host = { env: {}, cwd: folder, home: folder, platform: process.platform };
  const last = await updateFiles(paths, (credentials, config) => ok(planOf(changeTo(credentials, generationText("credentials", n + 5000)), changeTo(config, generationText("config", n + 5000)))), { clock: systemClock, host });
  expect(last.ok).toBe(true);
  expect(leftovers(aws)).toEqual([]);
  const backups = readdirSync(aws).filter((file) => file.includes("mturk-setup-backup"));
  expect(backups.length).toBe(6);
  for (const backup of backups) {
    expect(generationOf(textOf(join(aws, backup)))).toBeGreaterThan(0);
    expect(statSync(join(aws, backup)).mode & 0o777).toBe(0o600);
  }
}

/** How long, in ms, a fresh writer takes for its first write on this machine: kills are to come before, in and after it. */
async function timeOfFirstWrite(writer: Writer, logs: string): Promise<number> {
  const began = Date.now();
  begin(writer);
  while (!existsSync(join(logs, `log-${writer.pid ?? 0}`))) await new Promise((resolve) => setTimeout(resolve, 1));
  const time = Date.now() - began;
  await kill(writer);
  return Math.min(time, 25);
}

function holderOf(lock: string): number | null {
  try {
    return Number(JSON.parse(readFileSync(lock, "utf8")).pid);
  } catch (error) {
    // The other writer has taken over and finished meanwhile.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

describe("a writer that is killed", () => {
  it(`at ${LANES * KILLS_PER_LANE} random moments leaves whole files, and the next writer carries on`, { timeout: 300_000 }, async () => {
    const tally: Tally = { kills: 0, whileWriting: 0, done: 0, looks: 0 };
    const began = Date.now();
    await Promise.all(Array.from({ length: LANES }, (_, index) => lane(`lane-${index}`, tally)));
    process.stderr.write(`\n${tally.kills} kills, ${tally.whileWriting} of them while the lock was held, between ${tally.done} finished writes; ${tally.looks} looks by readers; ${Date.now() - began} ms\n`);
    expect(tally.kills).toBeGreaterThanOrEqual(500);
    expect(tally.whileWriting).toBeGreaterThanOrEqual(40);
    expect(tally.looks).toBeGreaterThan(500);
  });
});

describe("a writer that is asked to end", () => {
  it.each([
    { signal: "SIGHUP", code: 129 },
    { signal: "SIGINT", code: 130 },
    { signal: "SIGTERM", code: 143 },
  ] as const)("by $signal, with cleanUpNow in the handler: both files of the same generation, no lock and no temporary file", { timeout: 120_000 }, async ({ signal, code }) => {
    const aws = join(folder, signal, ".aws");
    mkdirSync(aws, { recursive: true, mode: 0o700 });
    for (let round = 0; round < 12; round++) {
      const child = await startWriter(script, ["generations", aws, "polite"]);
      begin(child);
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 10));
      const gone = once(child, "exit");
      child.kill(signal);
      expect(await gone).toEqual([code, null]);
      expect(leftovers(aws)).toEqual([]);
      const [credentials, config] = ["credentials", "config"].map((name) => (existsSync(join(aws, name)) ? generationOf(textOf(join(aws, name))) : 0));
      expect(credentials).toBe(config);
    }
  });
});
