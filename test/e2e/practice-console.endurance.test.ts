/**
 * What practice lets be tried: what is broken on purpose is felt at once, and a rotation through
 * the console, whose clicks the practice AWS does itself.
 */
import { expect, test } from "vitest";
import { talkByLines } from "./talk.js";
import { type Wizard, newPlace, pick, startWizard } from "./program.js";

const practice = (): Wizard => startWizard(newPlace(), { args: ["--practice"], rows: 30 });

/** Chooses what is to be broken, by moving there. */
async function breakIt(wizard: Wizard, title: string): Promise<void> {
  wizard.send("b");
  await wizard.waitFor("Break something on purpose");
  while (!wizard.frame().some((line) => line.includes("›") && line.includes(title))) {
    const before = wizard.frame().join("\n");
    wizard.press("down");
    await wizard.waitFor((rows) => rows.join("\n") !== before);
  }
  wizard.press("enter");
}

test("what is broken is asked about at once, on the screen that told it, and mended again", async () => {
  const wizard = practice();
  await wizard.choose("Use keys I have");
  await wizard.enterTo(/^Review(.*\n)*.*aws_secret_access_key/);
  await breakIt(wizard, "the sandbox is not linked");
  await wizard.waitFor(/not linked(.*\n)*.*Nothing was saved|Nothing was saved(.*\n)*.*not linked/);
  await breakIt(wizard, "Nothing: everything works");
  await wizard.waitFor(/^Review(.*\n)*.*aws_secret_access_key/);
  await wizard.enterTo(/^Practice complete/);
  await breakIt(wizard, "MTurk is closed");
  await wizard.waitFor(/^In practice: .*MTurk does not answer/);
});

test("two keys already, a key that may not manage keys, a new key that takes 20 s are offered", async () => {
  const wizard = practice();
  await wizard.waitFor(/mturk-setup/);
  wizard.send("b");
  const menu = (await wizard.waitFor("Break something on purpose")).join("\n");
  for (const title of ["two keys already", "this key may not manage keys", "a new key takes 20 s"])
    expect(menu).toContain(title);
});

test("a rotation through the console: its clicks, the CSV that arrives, the old key switched off", async () => {
  const wizard = practice();
  await wizard.choose("Replace a key");
  await wizard.waitFor(/^Replace a key: default/);
  await breakIt(wizard, "this key may not manage keys");
  await wizard.waitFor(/^Replace a key: default/);
  await pick(wizard, "Replace it by one that I make");
  await wizard.waitFor(/^Make the new key(.*\n)*.*Enter make the key/);
  wizard.press("enter");
  await wizard.waitFor(/Just arrived: ~\/Downloads\/practice_accessKeys\w{4}\.csv, \d+ s ago/);
  expect(wizard.frame().join("\n")).not.toContain("Switch the file to it");
  wizard.press("enter");
  await wizard.waitFor("The same user and the same account");
  await pick(wizard, "Switch the file to it");
  await wizard.waitFor(/^Replaced: the file holds/);
  await pick(wizard, "Switch the old key off");
  await wizard.waitFor(/^Switch the old key off in the console/);
  await pick(wizard, "Let the practice AWS");
  await wizard.waitFor(/is (switched off|refused)/);
  await wizard.waitFor(/1 {2}Finish/);
});

test("by lines too", async () => {
  const by = talkByLines(newPlace(), { args: ["--practice"] });
  await by.pick("Replace a key");
  await by.pick("Replace it by one that I make");
  await by.until(/Make the new key[^]*Then Enter: make the key/);
  by.type("");
  await by.until(/Just arrived: ~\/Downloads\/practice_accessKeys[^]*Then Enter: use practice_acc/);
  by.type("");
  await by.until(/The same user and the same account/);
});
