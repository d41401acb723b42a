/** The real program, killed in the middle of an automatic rotation: the file always works, and one more run ends it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { doctorSchema } from "../../src/jobs/documents.js";
import { rotateSchema } from "../../src/jobs/rotate/index.js";
import { documentOf, errorOf } from "../commands/run.js";
import { BIN, environment, mturkSetup } from "../e2e/program.js";
import { type Stage, expectNoSecret, expectTidy, expectWorking, leftOver, stage } from "../e2e/rotation.js";
import { childEnv } from "../harness/pty.js";

const KILLS = 100;
/** Runs that were not hit, because they were faster than the others, are repeated; not for ever. */
const MOST_RUNS = 150;
const LANES = 3;
/** Spreads the moments evenly, however many there are. */
const GOLDEN = 0.618_033_988_75;
const ARGS = ["rotate", "--delete-old", "--json"];

interface Run {
  readonly hit: boolean;
  readonly requests: number;
  /** From the first request to the end, in ms. */
  readonly took: number;
}

/** Starts the program and kills it `after` ms after the request of this number; Infinity: never. */
async function killedAt(here: Stage, request: number, after: number): Promise<Run> {
  const child = spawn(process.execPath, [BIN, ...ARGS], { cwd: here.place.home, env: childEnv(here.place.home, environment(here.place, here.env)), stdio: "ignore" });
  const gone = once(child, "exit") as Promise<[number | null, string | null]>;
  const asked = async (count: number): Promise<void> => {
    while (here.aws.log.length < count && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  await asked(1);
  const began = performance.now();
  await asked(request);
  const timer = setTimeout(() => child.kill("SIGKILL"), after);
  const [, signal] = await gone;
  clearTimeout(timer);
  return { hit: signal === "SIGKILL", requests: here.aws.log.length, took: performance.now() - began };
}

/** What a killed run left, in the words of the next command. */
async function endedByOneRun(here: Stage): Promise<string> {
  let done = await mturkSetup(here.place, ARGS, { env: here.env });
  const told = done.err.includes("A rotation of profile default was interrupted") ? "told" : "nothing to tell";
  expectNoSecret(here, done.out, done.err);
  const lost = done.code === 3;
  if (lost) {
    // A key whose secret died with the process: reported, and deleted by whoever runs it again. The file works meanwhile.
    expect(errorOf(done).message).toMatch(/made, but the answer with its secret never arrived/);
    expect(told).toBe("told");
    expectWorking(here);
    const orphan = here.all().find((id) => id !== here.inFile())!;
    done = await mturkSetup(here.place, [...ARGS, "--let-go", orphan], { env: here.env });
    expectNoSecret(here, done.out, done.err);
  }
  expect(done, done.err + done.out).toMatchObject({ code: 0 });
  expect(["replaced", "nothing"]).toContain(documentOf(done, rotateSchema).outcome);
  return lost ? "a key without its secret" : told;
}

/** A lock whose owner is dead stands in nobody's way; `doctor` names it, and takes it away when told to. */
async function expectReported(here: Stage, left: readonly string[]): Promise<void> {
  const looked = await mturkSetup(here.place, ["doctor", "--json"], { env: here.env });
  const reported = documentOf(looked, doctorSchema).findings.filter(({ code }) => code === "left-over");
  for (const name of left) expect(JSON.stringify(reported)).toContain(name);
  await mturkSetup(here.place, ["doctor", "--fix", "--yes"], { env: here.env });
  expectTidy(here);
  expectWorking(here);
}

it(`at ${KILLS} moments: the file works at once, and one more run leaves one active key, in the file, and nothing else`, { timeout: 300_000 }, async () => {
  const first = await stage();
  const whole = await killedAt(first, Infinity, 0);
  expect(whole.hit).toBe(false);
  expectWorking(first);
  let runs = 0;
  let kills = 0;
  // Counted in requests, the moments spread over all steps also where another run is slower than this one.
  const pause = (2 * whole.took) / whole.requests;
  const found = new Map<string, number>();
  const lane = async (): Promise<void> => {
    while (kills < KILLS && runs < MOST_RUNS) {
      const moment = ((++runs * GOLDEN) % 1) * whole.requests;
      const here = await stage();
      const killed = await killedAt(here, 1 + Math.floor(moment), (moment % 1) * pause);
      kills += Number(killed.hit);
      expectWorking(here);
      const told = await endedByOneRun(here);
      if (killed.hit) found.set(told, (found.get(told) ?? 0) + 1);
      expectWorking(here);
      expect(here.active()).toEqual([here.inFile()]);
      expect(here.all()).toEqual([here.inFile()]);
      expect(here.inFile()).not.toBe(here.first);
      const left = leftOver(here);
      expectTidy(here, { left });
      if (left.length > 0) await expectReported(here, left);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  process.stderr.write(`\n${kills} of ${runs} were killed in the middle; found afterwards: ${JSON.stringify(Object.fromEntries(found))}\n`);
  expect(kills).toBeGreaterThanOrEqual(KILLS);
  expect([...found.keys()]).toEqual(expect.arrayContaining(["told", "nothing to tell"]));
});
