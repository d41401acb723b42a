/**
 * boto3 with each profile, and psiTurk, get the balance before, between and after all steps in
 * which one key is replaced in every place.
 */
import { mkdirSync } from "node:fs";
import { expect, it } from "vitest";
import { steppedProgram } from "../crash/stepped.js";
import { startJudge } from "../e2e/judge.js";
import { PROFILES, changeDotenv, expectWhole, sharedStage } from "../e2e/shared-key.js";
import { EACH } from "../harness/victim-orders.js";
import { pythonWithBoto3 } from "./python.js";

const program = steppedProgram();

it.skipIf(pythonWithBoto3() === null).each([
  {
    dotenv: false,
    names: "the AWS files, .psiturkconfig and config.txt",
    args: ["--everywhere", "--delete-old"],
  },
  {
    dotenv: true,
    names: "these and .env, which is not edited here",
    args: ["--everywhere", "--yes"],
  },
])("the key in $names", async ({ dotenv, args }) => {
  const here = await sharedStage({ dotenv });
  // Started here, psiTurk finds no config.txt.
  const elsewhere = here.place.at("elsewhere");
  mkdirSync(elsewhere);
  const judge = startJudge(here)!;
  const used = new Map<string, Set<string>>();
  const expectEachGets = async (moment: string): Promise<void> => {
    const got = {
      ...(await judge.boto3(PROFILES)),
      "psiTurk here": await judge.psiturk(here.place.home),
      "psiTurk elsewhere": await judge.psiturk(elsewhere),
    };
    for (const [who, answer] of Object.entries(got)) {
      if (answer === null) continue;
      expect(answer, `${who}, ${moment}`).toMatchObject({ balance: "10000.00" });
      used.set(who, (used.get(who) ?? new Set()).add("id" in answer ? answer.id : ""));
    }
  };
  await expectEachGets("before it begins");
  const victim = program(here, EACH, ["rotate", "--json", ...args]);
  let count = 0;
  for (let stop = await victim.nextStop(); stop !== null; stop = await victim.nextStop()) {
    await expectEachGets(`before step ${++count}, ${stop}`);
    expectWhole(here);
    victim.letGo();
  }
  expect(await victim.ended, victim.errors()).toEqual({ code: 0, signal: null });
  await expectEachGets("when it has ended");
  const second = here.inFile()!;
  expect(second).not.toBe(here.first);
  expect(here.all()).toEqual(dotenv ? [here.first, second] : [second]);
  expect(count).toBe(victim.steps().length);
  expect(count).toBeGreaterThanOrEqual(80);
  // Each went from the old key to the new one; what reads .env changes with it, by hand.
  for (const profile of PROFILES) expect(used.get(profile)).toEqual(new Set([here.first, second]));
  if (!dotenv)
    for (const who of ["psiTurk here", "psiTurk elsewhere"])
      expect(used.get(who)).toEqual(new Set([here.first, second]));
  if (dotenv) {
    for (const ids of [used.get("psiTurk here"), used.get("psiTurk elsewhere")])
      if (ids !== undefined) expect(ids).toEqual(new Set([here.first]));
    changeDotenv(here);
    await expectEachGets("when .env was changed by hand");
  }
  judge.stop();
});
