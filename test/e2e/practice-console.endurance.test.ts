/**
 * What practice lets be tried: what is broken on purpose is felt at once, and a rotation through
 * the console, whose clicks the practice AWS does itself.
 */
import { describe, expect, test } from "vitest";
import { newPlace } from "./program.js";
import { MODES, type Walk } from "./walk.js";

/** Chooses what is to be broken. */
async function breakIt(walk: Walk, title: string): Promise<void> {
  await toBreak(walk);
  await walk.pick(title);
}

async function toBreak(walk: Walk): Promise<string> {
  walk.key(walk.by === "lines" ? "break" : "b");
  return walk.at(/.*Break something on purpose/);
}

describe.each(MODES)("%s", (_mode, startWalk) => {
  const practice = (): Walk => startWalk(newPlace(), { args: ["--practice"] });

  test("what is broken is asked about at once, on the screen that told it, and mended again", async () => {
    const walk = practice();
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /practice-key\.csv/);
    await walk.enter();
    await walk.at(/Review/, /aws_secret_access_key/);
    await breakIt(walk, "the sandbox is not linked");
    await walk.says(/not linked.*Nothing was saved|Nothing was saved.*not linked/);
    await breakIt(walk, "Nothing: everything works");
    await walk.at(/Review/, /aws_secret_access_key/);
    await walk.enter();
    await walk.at(/Practice complete/);
    await breakIt(walk, "MTurk is closed");
    await walk.at(/In practice: .*MTurk does not answer/);
    await walk.leave();
  });

  test("two keys already, a key that may not manage keys, a new key that takes 20 s are offered", async () => {
    const walk = practice();
    await walk.at(/mturk-setup/, /What would you like to do/);
    const menu = await toBreak(walk);
    for (const title of [
      "two keys already",
      "this key may not manage keys",
      "a new key takes 20 s",
    ])
      expect(menu).toContain(title);
    await walk.leave();
  });

  test("a rotation through the console: its clicks, the CSV that arrives, the old key switched off", async () => {
    const walk = practice();
    await walk.pick("Replace a key (rotate)");
    await walk.at(/Replace a key: default/, /Replace it/);
    await breakIt(walk, "this key may not manage keys");
    await walk.at(/Replace a key: default/, /Replace it by one that I make/);
    await walk.pick("Replace it by one that I make");
    await walk.at(/Make the new key/, /Enter:? make the key/);
    await walk.enter();
    const arrived = await walk.says(
      /Just arrived: ~\/Downloads\/practice_accessKeys\w{4}\.csv, \d+ s ago/,
    );
    expect(arrived).not.toContain("Switch the file to it");
    await walk.enter();
    await walk.says(/The same user and the same account/);
    await walk.pick("Switch the file to it");
    await walk.at(/Replaced: the file holds/);
    await walk.pick("Switch the old key off");
    await walk.at(/Switch the old key off in the console/);
    await walk.pick("Let the practice AWS");
    await walk.says(/is (switched off|refused).*1 Finish/);
    await walk.leave();
  });
});
