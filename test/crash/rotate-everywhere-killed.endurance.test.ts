/**
 * The real program, killed while it replaces one key in all places: every place works at once, and
 * what is offered carries it on.
 */
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { createAws } from "../../src/aws/calls.js";
import { systemClock } from "../../src/base/host.js";
import {
  finishRotation,
  rotate,
  rotatePorts,
  type RotatePorts,
} from "../../src/jobs/rotate/index.js";
import { errorOf } from "../commands/run.js";
import { mturkSetup } from "../e2e/program.js";
import {
  type Stage,
  expectNoSecret,
  expectTidy,
  expectWorking,
  leftOver,
} from "../e2e/rotation.js";
import { changeDotenv, expectWhole, sharedStage } from "../e2e/shared-key.js";
import type { Victim } from "../harness/victim.js";
import { forEachInLanes } from "./children.js";
import { steppedProgram } from "./stepped.js";

const ARGS = ["rotate", "--everywhere", "--yes", "--json"];

const program = steppedProgram();

function startedTo(here: Stage, step: number): Victim {
  return program(here, step, ARGS);
}

/**
 * The jobs in this process: what the program does after its options are read, without the time to
 * start it.
 */
function portsOf({ place, env }: Stage): RotatePorts {
  const host = {
    env: { HOME: place.home, ...env },
    cwd: place.home,
    home: place.home,
    platform: "linux",
  } as const;
  return rotatePorts({
    host,
    clock: systemClock,
    practice: null,
    aws: () => createAws({ env: host.env, clock: systemClock }),
  });
}

function isEnded(here: Stage): boolean {
  return (
    here.all().length === 1 &&
    here.inFile() !== here.first &&
    [...expectWhole(here).values()].every((id) => id === here.inFile())
  );
}

/**
 * Goes on with what is offered, `.env` changed by hand as soon as the new key is in the file, until
 * one key is left.
 */
async function carryOn(here: Stage): Promise<void> {
  let letGo: string | null = null;
  for (let round = 0; round < 4 && !isEnded(here); round++) {
    if (here.inFile() !== here.first) changeDotenv(here);
    const { signal } = new AbortController();
    const answer: { readonly letGo?: string } = letGo === null ? {} : { letGo };
    const done =
      here.inFile() === here.first
        ? await rotate(portsOf(here), { old: "off", others: "everywhere", signal, ...answer })
        : await finishRotation(portsOf(here), { signal, ...answer });
    if (!done.ok) throw new Error(inspect(done.problem));
    letGo = done.value.question?.ask === "lost-key" ? done.value.question.key.id : null;
    expectWhole(here);
  }
}

/** What a killed run left: nothing changed yet, all places changed, or some of them. */
function leftBy(here: Stage): "none" | "some" | "all" {
  const held = new Set(
    [...expectWhole(here)].filter(([name]) => name !== ".env").map(([, id]) => id),
  );
  return held.size > 1 ? "some" : held.has(here.first) ? "none" : "all";
}

const found = new Set<string>();
const FINISH = ["rotate", "--finish"];
const ROTATE = ["rotate"];
const PARTS = 4;

let names: readonly string[] = [];

/** The steps of a run that nobody disturbs. */
async function stepsOfOneRun(): Promise<readonly string[]> {
  const here = await sharedStage({ dotenv: true });
  const run = startedTo(here, Infinity);
  expect(await run.ended, run.errors()).toEqual({ code: 0, signal: null });
  expect(leftBy(here)).toBe("all");
  return run.steps();
}

it.each(
  [FINISH, ROTATE, FINISH, ROTATE].map((next, part) => ({
    next,
    part,
    from: part + 1,
    command: next.join(" "),
  })),
)(
  "before every fourth step, from step $from: no place is damaged or holds a key that is off; `$command` carries it on to one active key everywhere",
  async ({ next, part }) => {
    if (names.length === 0) names = await stepsOfOneRun();
    await forEachInLanes(
      names.map((_, index) => index + 1).filter((step) => (step - 1) % PARTS === part),
      async (step) => {
        const here = await sharedStage({ dotenv: true });
        const victim = startedTo(here, step);
        expect(await victim.stopped, victim.errors()).not.toBeNull();
        expectWhole(here);
        await victim.kill();
        found.add(leftBy(here));
        const done = await mturkSetup(here.place, [...next, "--yes", "--json"], { env: here.env });
        expectNoSecret(here, done.out, done.err);
        if (done.code !== 0)
          expect(
            [done.code, errorOf(done).code],
            `killed before step ${step}, ${names[step - 1]}: ${done.out}`,
          ).toEqual([3, expect.stringMatching(/^(key-shared|answer-missing)$/)]);
        expectWhole(here);
        await carryOn(here);
        expect(
          isEnded(here),
          `killed before step ${step}, ${names[step - 1]}: ${inspect(expectWhole(here))}, at AWS ${here.all().join(", ")}`,
        ).toBe(true);
        expect(here.active()).toEqual([here.inFile()]);
        expectWorking(here);
        expectTidy(here, { left: leftOver(here) });
      },
    );
    process.stderr.write(
      `\nkilled before every fourth of ${names.length} steps, carried on by ${next.join(" ")}\n`,
    );
    expect(names.length).toBeGreaterThanOrEqual(80);
  },
);

it("was killed before, in the middle of, and after the change of the files", () => {
  expect(found).toEqual(new Set(["none", "some", "all"]));
});
