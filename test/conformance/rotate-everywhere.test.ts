/** boto3 with each profile, and psiTurk, get the balance before, between and after all steps in which one key is replaced in every place. */
import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { removeScratch, scratch } from "../crash/children.js";
import { startJudge } from "../e2e/judge.js";
import { BIN, environment } from "../e2e/program.js";
import { PROFILES, changeDotenv, expectWhole, sharedStage } from "../e2e/shared-key.js";
import { childEnv } from "../harness/pty.js";
import { EACH } from "../harness/victim-orders.js";
import { bundleSteps, killVictims, preloaded } from "../harness/victim.js";
import { pythonWithBoto3 } from "./python.js";

let folder = "";
let steps = "";
beforeAll(async () => {
  folder = scratch();
  steps = await bundleSteps(folder);
});
afterAll(() => {
  killVictims();
  removeScratch(folder);
});

it.skipIf(pythonWithBoto3() === null).each([
  { dotenv: false, names: "the AWS files, .psiturkconfig and config.txt", args: ["--everywhere", "--delete-old"] },
  { dotenv: true, names: "these and .env, which is not edited here", args: ["--everywhere", "--yes"] },
])("the key in $names", async ({ dotenv, args }) => {
  const here = await sharedStage({ dotenv });
  // Started here, psiTurk finds no config.txt.
  const elsewhere = here.place.at("elsewhere");
  mkdirSync(elsewhere);
  const judge = startJudge(here)!;
  const used = new Map<string, Set<string>>();
  const expectEachGets = async (moment: string): Promise<void> => {
    const got = { ...(await judge.boto3(PROFILES)), "psiTurk here": await judge.psiturk(here.place.home), "psiTurk elsewhere": await judge.psiturk(elsewhere) };
    for (const [who, answer] of Object.entries(got)) {
      if (answer === null) continue;
      expect(answer, `${who}, ${moment}`).toMatchObject({ balance: "10000.00" });
      used.set(who, (used.get(who) ?? new Set()).add("id" in answer ? answer.id : ""));
    }
  };
  await expectEachGets("before it begins");
  const victim = preloaded(steps, EACH, [BIN, "rotate", "--json", ...args], { cwd: here.place.home, env: childEnv(here.place.home, environment(here.place, here.env)) });
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
  if (!dotenv) for (const who of ["psiTurk here", "psiTurk elsewhere"]) expect(used.get(who)).toEqual(new Set([here.first, second]));
  if (dotenv) {
    for (const ids of [used.get("psiTurk here"), used.get("psiTurk elsewhere")]) if (ids !== undefined) expect(ids).toEqual(new Set([here.first]));
    changeDotenv(here);
    await expectEachGets("when .env was changed by hand");
  }
  judge.stop();
});
