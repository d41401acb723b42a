/**
 * The walks that a person goes: set-up, check, practice; by frames and by lines, with the same end
 * of the files.
 */
import { describe, expect, test } from "vitest";
import { putKey } from "../commands/run.js";
import { start as startAws } from "../practice/start.js";
import { askedOf, mturkSetup, newPlace, treeOf } from "./program.js";
import { MODES } from "./walk.js";

describe.each(MODES)("%s", (_by, start) => {
  test("set-up from the beginning, all seven steps, with a key of one's own: written privately; undo takes it back", async () => {
    const place = newPlace();
    const aws = await startAws();
    const secret = aws.secretAccessKey.reveal();
    const walk = start(place, { env: askedOf(aws) });
    await walk.pick("Set up from the beginning");
    await walk.at(/Set up from the beginning/, /Go on: one screen a step/);
    await walk.enter();
    for (const step of ["1", "2", "3", "4", "5a", "5b", "7"]) {
      await walk.at(new RegExp(`Step ${step} of 7`));
      await walk.enter();
    }
    await walk.at(/The access key/, /Paste id and secret/);
    await walk.paste(aws.accessKeyId, secret);
    const review = await walk.at(/Review: nothing is written yet/, /aws_secret_access_key/);
    expect(review).toContain("(hidden)");
    expect(place.has(".aws")).toBe(false);
    await walk.enter();
    await walk.says(/Ready\. .*The sandbox answers:? 10,000\.00/);
    await walk.finish();
    expect(place.read(".aws/credentials")).toBe(
      `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${secret}\n`,
    );
    expect(place.read(".aws/config")).toBe("[default]\nregion = us-east-1\n");
    expect(place.tree()[".aws/credentials"]).toMatch(/^file 600 /);
    expect(walk.wizard.raw()).not.toContain(secret);
    const undone = await mturkSetup(place, ["undo", "--yes", "--no-verify"], { env: askedOf(aws) });
    expect(undone.code, undone.err).toBe(0);
    expect(place.has(".aws/credentials")).toBe(false);
  });

  test("a check asks, tells, and changes nothing; a failure names its cure, and r asks again", async () => {
    const place = newPlace();
    const aws = await startAws({ linked: false });
    putKey(place, aws);
    const before = place.tree();
    const walk = start(place, { env: askedOf(aws) });
    await walk.pick("Check my keys");
    const told = await walk.at(/Your key works/, /not linked/);
    expect(told).toContain("https://requestersandbox.mturk.com/developer");
    aws.accounts.linked = true;
    walk.key("r");
    await walk.says(/Ready\. .*The sandbox answers:? 10,000\.00/);
    await walk.finish();
    expect(place.tree()).toEqual(before);
    expect(walk.wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
  });

  test("the whole practice, with what is no key first: nothing is left behind", async () => {
    const place = newPlace();
    const before = place.tree();
    const walk = start(place, { args: ["--practice"] });
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /practice-key\.csv/);
    walk.fill("hello");
    await walk.says(/too short for a secret/);
    walk.clear();
    await walk.says(/Enter:? use practice-key\.csv/);
    await walk.enter();
    await walk.at(/Review: nothing is written yet/, /aws_secret_access_key/);
    await walk.enter();
    await walk.says(/Practice complete\..*10,000\.00/);
    await walk.finish();
    expect(place.tree()).toEqual(before);
    expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  });
});
