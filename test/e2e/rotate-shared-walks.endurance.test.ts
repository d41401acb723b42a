/**
 * Replacing a key that others on this computer use too, in the wizard: each answer, and what the
 * files and AWS hold then.
 */
import { describe, expect, test } from "vitest";
import { boto3Finds } from "./boto3.js";
import { type Wizard, pick, short, startWizard } from "./program.js";
import { type Stage, expectNoSecret, expectTidy, expectWorking } from "./rotation.js";
import { WRITTEN, changeDotenv, expectWhole, sharedStage } from "./shared-key.js";

/** From the first screen to the question. */
async function toQuestion(here: Stage): Promise<Wizard> {
  const wizard = startWizard(here.place, { env: here.env, columns: 100, rows: 40 });
  await wizard.choose("Replace a key \\(rotate\\)");
  await pick(wizard, "default");
  await wizard.waitFor(/^Replace a key: default/);
  await pick(wizard, "Replace it");
  await wizard.waitFor(/^Other places use/);
  return wizard;
}

const squeezed = (wizard: Wizard): string => wizard.frame().join(" ").replaceAll(/\s+/g, " ");

async function quit(here: Stage, wizard: Wizard): Promise<void> {
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
  expectNoSecret(here, wizard.raw());
}

const idsOf = (here: Stage): readonly string[] => [...new Set(expectWhole(here).values())];

describe("a second profile, the config file, .psiturkconfig and config.txt hold the same key", () => {
  test("the question stands before anything is made, with every place; all of them get the new key, and the old one goes off", async () => {
    const here = await sharedStage({ dotenv: false });
    const wizard = await toQuestion(here);
    const asked = squeezed(wizard);
    expect(asked).toContain(
      `Other places use ${short(here.first)} too. What is to become of them?`,
    );
    for (const place of [
      "~/.aws/credentials [mturk]",
      "~/.aws/config [class]",
      "~/.psiturkconfig",
      "~/config.txt",
    ])
      expect(asked).toContain(` ${place} `);
    expect(asked).toContain(
      "› 1 Replace it in all 5 places 2 Only here, leave the old one on 3 Stop",
    );
    expect([here.all(), idsOf(here)]).toEqual([[here.first], [here.first]]);
    await pick(wizard, "Replace it in all 5 places");
    await wizard.waitFor(/^Replaced: the file holds/);
    expect(idsOf(here)).toEqual([here.inFile()]);
    expect([...here.active()].sort()).toEqual([here.first, here.inFile()].sort());
    await pick(wizard, "Switch the old key off");
    await wizard.waitFor(/key is switched off/);
    expect(here.active()).toEqual([here.inFile()]);
    expect(idsOf(here)).toEqual(here.active());
    expect((await boto3Finds(here.place, here.aws))?.accessKeyId ?? here.inFile()).toBe(
      here.inFile(),
    );
    await quit(here, wizard);
    expectWorking(here);
    expectTidy(here, { waiting: true });
  });

  test("all of them, and Undo at the end: all of them have the old key again, which is on", async () => {
    const here = await sharedStage({ dotenv: false });
    const wizard = await toQuestion(here);
    await pick(wizard, "Replace it in all 5 places");
    await pick(wizard, "Switch the old key off");
    await pick(wizard, "Undo: put the old key back");
    await wizard.waitFor(/^The old key is back: the file holds/);
    expect([here.active(), idsOf(here)]).toEqual([[here.first], [here.first]]);
    await quit(here, wizard);
  });
});

describe(".env holds it as well, which is not edited here", () => {
  test("only here: the others hold the old key, which stays on and works there", async () => {
    const here = await sharedStage({ dotenv: true });
    const wizard = await toQuestion(here);
    expect(squeezed(wizard)).toContain("~/.env line 2 (not edited here)");
    await pick(wizard, "Only here, leave the old one on");
    await wizard.waitFor(/old key is still on +AKIA/);
    const fresh = here.inFile()!;
    expect([...here.active()].sort()).toEqual([here.first, fresh].sort());
    expect(fresh).not.toBe(here.first);
    expect(here.inFile("mturk")).toBe(here.first);
    for (const name of [...WRITTEN, ".env"].filter((each) => each !== ".aws/credentials"))
      expect(here.place.read(name)).toContain(here.first);
    await quit(here, wizard);
    expectWorking(here);
    expectTidy(here, { waiting: true });
  });

  test.each(["Stop", "Esc", "Ctrl+C twice"])(
    "%s: no key is made, no file is changed",
    async (how) => {
      const here = await sharedStage({ dotenv: true });
      const before = here.place.tree();
      const wizard = await toQuestion(here);
      if (how === "Stop") await pick(wizard, "Stop");
      if (how === "Esc") wizard.press("esc");
      if (how !== "Ctrl+C twice") await wizard.waitFor(/^Replace a key: default/);
      await quit(here, wizard);
      const after = here.place.tree();
      for (const name of [...WRITTEN, ".env"]) expect(after[name]).toBe(before[name]);
      expect(here.all()).toEqual([here.first]);
      expect(Object.keys(after).filter((name) => /pending|rotations\/|backup/.test(name))).toEqual(
        [],
      );
    },
  );

  test("all that are written here: asked again before the old key goes off; once .env is changed by hand, the next start ends it", async () => {
    const here = await sharedStage({ dotenv: true });
    const wizard = await toQuestion(here);
    await pick(wizard, "Replace it in all 5 places");
    await wizard.waitFor(
      /^The new key is in the file\. The old one, AKIA…\w{4}, is in use elsewhere\./,
    );
    expect(squeezed(wizard)).toContain("› 1 Leave the old one on 2 Stop");
    expect(squeezed(wizard)).toContain("~/.env line 2 (not edited here)");
    expect(squeezed(wizard)).not.toContain("[mturk]");
    const holds = expectWhole(here);
    expect(new Set(WRITTEN.map((name) => holds.get(name)))).toEqual(new Set([here.inFile()]));
    expect([holds.get(".env"), here.active().length]).toEqual([here.first, 2]);
    await pick(wizard, "Stop");
    await quit(here, wizard);
    expect(here.active()).toHaveLength(2);
    changeDotenv(here);
    const again = startWizard(here.place, { env: here.env, columns: 100, rows: 40 });
    await again.choose("Go on with replacing the key");
    await pick(again, "Go on where it stopped");
    await again.waitFor(/^Replaced: the file holds/);
    await pick(again, "Switch the old key off");
    await again.waitFor(/key is switched off/);
    expect(here.active()).toEqual([here.inFile()]);
    expect(idsOf(here)).toEqual(here.active());
    await quit(here, again);
  });
});
