/**
 * Writers killed at every moment of a write: the files are always the old ones or the new ones,
 * whole and private.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/host.js";
import { ok } from "../../src/base/problem.js";
import { updateFiles } from "../../src/aws-files/store/store.js";
import { killVictims, startVictim, type Victim } from "../harness/victim.js";
import { bundle, leftovers, removeScratch, scratch, textOf } from "./children.js";
import { changeTo, generationOf, generationText, planOf } from "./generation.js";

const KILLS_PER_LANE = 260;
const LANES = 2;
const KINDS = ["credentials", "config"] as const;

let folder = "";
let script = "";
beforeAll(async () => {
  folder = scratch();
  script = await bundle("writer.ts", folder);
});
afterAll(() => {
  killVictims();
  removeScratch(folder);
});

/** Starts a writer that waits for its order: the write and the step in it at which it stops. */
async function startWriter(aws: string, ...more: readonly string[]): Promise<Victim> {
  const writer = startVictim([script, "generations", aws, ...more]);
  await writer.says("ready");
  return writer;
}

/** Both files as they are now, each judged to be whole and private. */
function look(aws: string): { readonly credentials: number; readonly config: number } {
  const [credentials = 0, config = 0] = KINDS.map((kind) => {
    const path = join(aws, kind);
    if (!existsSync(path)) return 0;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    return generationOf(textOf(path));
  });
  return { credentials, config };
}

function holderOf(lock: string): number | null {
  try {
    return (JSON.parse(readFileSync(lock, "utf8")) as { readonly pid: number }).pid;
  } catch (error) {
    // The other writer has taken over and finished meanwhile.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * How many steps a write takes, one that takes over from a dead writer in the middle of it
 * included.
 */
async function stepsOfAWrite(aws: string): Promise<number> {
  const steps: number[] = [];
  for (let round = 0; round < 6; round++) {
    const writer = await startWriter(aws);
    writer.tell(`2 ${round === 0 ? 30 : Math.max(...steps) - 10}`);
    await writer.stopped;
    await writer.kill();
    steps.push(
      ...writer
        .lines()
        .filter((line) => line.startsWith("done"))
        .map((line) => Number(line.split(" ")[2])),
    );
  }
  return Math.max(...steps);
}

interface Tally {
  kills: number;
  /** Kills of a process that held a lock. */
  whileWriting: number;
  /** Kills while the other writer was seen waiting for the lock. */
  waitedFor: number;
  /** Kills between the change of the one file and of the other. */
  betweenFiles: number;
  /** Writes that a writer lived to report. */
  done: number;
  looks: number;
  readonly steps: Set<string>;
}

/**
 * Two writers at a time on one folder, one killed after the other: the second, and the next two,
 * take over from the dead. In one round of two both begin at once; in the other the second begins
 * when the first stands still.
 */
async function lane(name: string, tally: Tally): Promise<void> {
  const aws = join(folder, name, ".aws");
  const paths = { credentials: join(aws, "credentials"), config: join(aws, "config") };
  mkdirSync(aws, { recursive: true, mode: 0o700 });
  for (const kind of KINDS) writeFileSync(paths[kind], generationText(kind, 1), { mode: 0o600 });
  const most = await stepsOfAWrite(aws);

  let last = look(aws);
  const lookAgain = (): void => {
    const now = look(aws);
    expect(now.credentials).toBeGreaterThanOrEqual(last.credentials);
    expect(now.config).toBeGreaterThanOrEqual(last.config);
    last = now;
    tally.looks++;
  };
  const stop = new AbortController();
  const reader = (async () => {
    while (!stop.signal.aborted) {
      lookAgain();
      // Leaves the machine to the writers; how often it looks is not judged, for each kill is
      // looked at before and after it.
      await systemClock.sleep(3);
    }
  })();
  const killed = async (victim: Victim, other: Victim): Promise<void> => {
    const step = await victim.stopped;
    expect(step, victim.errors()).not.toBeNull();
    lookAgain();
    const held = KINDS.some((kind) => holderOf(`${paths[kind]}.mturk-setup-lock`) === victim.pid);
    tally.whileWriting += Number(held);
    tally.betweenFiles += Number(held && last.config === last.credentials + 1);
    tally.waitedFor += Number(held && other.lines().at(-1) === "waiting");
    await victim.kill();
    tally.kills++;
    tally.steps.add(step!);
    lookAgain();
  };

  const lines: string[] = [];
  const start = (): Promise<Victim> => startWriter(aws);
  const waiting = Array.from({ length: 4 }, start);
  const rounds = KILLS_PER_LANE / 2;
  for (let round = 0; round < rounds; round++) {
    const [first, second] = (await Promise.all(waiting.splice(0, 2))) as [Victim, Victim];
    // Every step of a write has its turn, those of the first write and those of the second.
    first.tell(`${1 + (round % 2)} ${1 + Math.floor((round * most) / rounds)}`);
    const together = round % 4 < 2;
    if (!together) await first.stopped;
    second.tell(`${1 + (Math.floor(round / 4) % 2)} ${1 + ((round * 37) % most)}`);
    if (!together) await Promise.race([second.says("waiting"), second.stopped]);
    const order = (await Promise.race([
      first.stopped.then(() => true),
      second.stopped.then(() => false),
    ]))
      ? ([first, second] as const)
      : ([second, first] as const);
    await killed(order[0], order[1]);
    await killed(order[1], order[0]);
    lines.push(...first.lines(), ...second.lines());
    if (round < rounds - 2) waiting.push(start(), start());
  }
  stop.abort();
  await reader;

  // Every generation that a writer reported as done was written by it alone: no two ever held the
  // lock at once.
  expect(lines.filter((line) => line.startsWith("failed"))).toEqual([]);
  const done = lines
    .filter((line) => line.startsWith("done"))
    .map((line) => Number(line.split(" ")[1]));
  expect(new Set(done).size).toBe(done.length);
  // Half of the writers stop in their second write.
  expect(done.length).toBeGreaterThanOrEqual(KILLS_PER_LANE / 2);
  tally.done += done.length;
  const n = Math.max(...done);
  expect(last.credentials).toBeGreaterThanOrEqual(n);

  // One more write, undisturbed, leaves nothing of the dead behind.
  const host = { env: {}, cwd: folder, home: folder, platform: process.platform };
  const end = await updateFiles(
    paths,
    (credentials, config) =>
      ok(
        planOf(
          changeTo(credentials, generationText("credentials", n + 5000)),
          changeTo(config, generationText("config", n + 5000)),
        ),
      ),
    { clock: systemClock, host },
  );
  expect(end.ok).toBe(true);
  expect(leftovers(aws)).toEqual([]);
  const backups = readdirSync(aws).filter((file) => file.includes("mturk-setup-backup"));
  expect(backups.length).toBe(6);
  for (const backup of backups) {
    expect(generationOf(textOf(join(aws, backup)))).toBeGreaterThan(0);
    expect(statSync(join(aws, backup)).mode & 0o777).toBe(0o600);
  }
}

describe("a writer that is killed", () => {
  it(`at ${LANES * KILLS_PER_LANE} moments, before, in and after every step of a write, leaves whole files, and the next writer carries on`, async () => {
    const tally: Tally = {
      kills: 0,
      whileWriting: 0,
      waitedFor: 0,
      betweenFiles: 0,
      done: 0,
      looks: 0,
      steps: new Set(),
    };
    await Promise.all(Array.from({ length: LANES }, (_, index) => lane(`lane-${index}`, tally)));
    process.stderr.write(
      `\n${tally.kills} kills, ${tally.whileWriting} of them while the lock was held (${tally.waitedFor} while another writer waited for it, ${tally.betweenFiles} between the two files), among ${tally.done} finished writes; ${tally.looks} looks by readers\n`,
    );
    expect(tally.kills).toBe(LANES * KILLS_PER_LANE);
    expect(tally.whileWriting).toBeGreaterThanOrEqual(40);
    expect(tally.waitedFor).toBeGreaterThanOrEqual(20);
    expect(tally.betweenFiles).toBeGreaterThanOrEqual(2);
    expect(tally.looks).toBeGreaterThanOrEqual(2 * tally.kills);
    expect([...tally.steps]).toEqual(
      expect.arrayContaining([
        "openSync",
        "fchmodSync",
        "writeSync",
        "half of writeSync",
        "futimesSync",
        "linkSync",
        "unlinkSync",
        "renameSync",
      ]),
    );
  });
});

describe("a writer that is asked to end", () => {
  it.each([
    { signal: "SIGHUP", code: 129 },
    { signal: "SIGINT", code: 130 },
    { signal: "SIGTERM", code: 143 },
  ] as const)(
    "by $signal in the middle of a write, with cleanUpNow in the handler: both files of the same generation, no lock and no temporary file",
    async ({ signal, code }) => {
      const aws = join(folder, signal, ".aws");
      mkdirSync(aws, { recursive: true, mode: 0o700 });
      for (let round = 0; round < 12; round++) {
        const writer = await startWriter(aws, "polite");
        writer.tell(`${1 + (round % 2)} ${1 + round * 5}`);
        expect(await writer.stopped, writer.errors()).not.toBeNull();
        writer.signal(signal);
        writer.letGo();
        expect(await writer.ended).toEqual({ code, signal: null });
        expect(leftovers(aws)).toEqual([]);
        const { credentials, config } = look(aws);
        expect(credentials).toBe(config);
      }
    },
  );
});
