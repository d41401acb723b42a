/**
 * The real program, killed in the middle of an automatic rotation: the file always works, and one
 * more run ends it.
 */
import { expect, it } from "vitest";
import { doctorSchema } from "../../src/jobs/documents.js";
import { rotateSchema } from "../../src/jobs/rotate/index.js";
import { documentOf, errorOf } from "../commands/run.js";
import { mturkSetup } from "../e2e/program.js";
import {
  type Stage,
  expectNoSecret,
  expectTidy,
  expectWorking,
  leftOver,
  stage,
} from "../e2e/rotation.js";
import type { Victim } from "../harness/victim.js";
import { forEachInLanes } from "./children.js";
import { steppedProgram } from "./stepped.js";

const ARGS = ["rotate", "--delete-old", "--json"];

const program = steppedProgram();

/** Starts the program, which stops before the step of this number. */
function startedTo(here: Stage, step: number): Victim {
  return program(here, step, ARGS);
}

/** Kills the program before the step of this number. */
async function killedAt(here: Stage, step: number): Promise<void> {
  const victim = startedTo(here, step);
  if ((await victim.stopped) === null)
    throw new Error(`ended before step ${step}: ${victim.errors()}`);
  await victim.kill();
}

/** The steps of a run that nobody disturbs. */
async function stepsOfOneRun(here: Stage): Promise<readonly string[]> {
  const victim = startedTo(here, Infinity);
  expect(await victim.ended, victim.errors()).toEqual({ code: 0, signal: null });
  return victim.steps();
}

/** What a killed run left, in the words of the next command. */
async function endedByOneRun(here: Stage): Promise<string> {
  let done = await mturkSetup(here.place, ARGS, { env: here.env });
  const told = done.err.includes("A rotation of profile default was interrupted")
    ? "told"
    : "nothing to tell";
  expectNoSecret(here, done.out, done.err);
  const lost = done.code === 3;
  if (lost) {
    // A key whose secret died with the process: reported, and deleted by whoever runs it again. The
    // file works meanwhile.
    expect(errorOf(done).message).toMatch(
      /was not among this user's keys when the rotation began.*the answer with its secret did not arrive/,
    );
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

/**
 * A lock whose owner is dead stands in nobody's way; `doctor` names it, and takes it away when told
 * to.
 */
async function expectReported(here: Stage, left: readonly string[]): Promise<void> {
  const looked = await mturkSetup(here.place, ["doctor", "--json"], { env: here.env });
  const reported = documentOf(looked, doctorSchema).findings.filter(
    ({ code }) => code === "left-over",
  );
  for (const name of left) expect(JSON.stringify(reported)).toContain(name);
  await mturkSetup(here.place, ["doctor", "--fix", "--yes"], { env: here.env });
  expectTidy(here);
  expectWorking(here);
}

/**
 * Everything that must hold of a rotation that was killed, once now and once after the run that
 * ends it; answers with what that run said.
 */
async function expectEnded(here: Stage): Promise<string> {
  expectWorking(here);
  const told = await endedByOneRun(here);
  expectWorking(here);
  expect(here.active()).toEqual([here.inFile()]);
  expect(here.all()).toEqual([here.inFile()]);
  expect(here.inFile()).not.toBe(here.first);
  const left = leftOver(here);
  expectTidy(here, { left });
  if (left.length > 0) await expectReported(here, left);
  return told;
}

it("before every change on the disk, every request and every answer: the file works at once, and one more run leaves one active key, in the file, and nothing else", async () => {
  const first = await stage();
  const names = await stepsOfOneRun(first);
  expectWorking(first);
  const found = new Map<string, number>();
  await forEachInLanes(
    names.map((_, index) => index + 1),
    async (step) => {
      const here = await stage();
      await killedAt(here, step);
      const told = await expectEnded(here);
      found.set(told, (found.get(told) ?? 0) + 1);
    },
  );
  process.stderr.write(
    `\nkilled before each of ${names.length} steps; found afterwards: ${JSON.stringify(Object.fromEntries(found))}\n`,
  );
  expect(names.length).toBeGreaterThanOrEqual(80);
  expect(names.filter((name) => name === "answer").length).toBeGreaterThanOrEqual(8);
  expect(new Set(found.keys())).toEqual(
    new Set(["told", "nothing to tell", "a key without its secret"]),
  );
});

it("and again in the run that was to end it", async () => {
  const names = await stepsOfOneRun(await stage());
  const answers = names.flatMap((name, index) => (name === "answer" ? [index + 1] : []));
  // First with an answer just used, then while the next run asks, when it has asked, and among its
  // writes.
  const pairs = answers.flatMap((step) => [3, 8, 21].map((again) => ({ step, again })));
  let twice = 0;
  await forEachInLanes(pairs, async ({ step, again }) => {
    const here = await stage();
    await killedAt(here, step + 1);
    expectWorking(here);
    const next = startedTo(here, again);
    if ((await next.stopped) !== null) {
      await next.kill();
      twice++;
    }
    await expectEnded(here);
  });
  process.stderr.write(`\n${twice} of ${pairs.length} were killed twice\n`);
  // All in whose next run something is left to do.
  expect(twice).toBeGreaterThanOrEqual(20);
});
