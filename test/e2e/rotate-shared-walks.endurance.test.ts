/**
 * Replacing a key that others on this computer use too, in the wizard: each answer, and what the
 * files and AWS hold then.
 */
import { describe, expect, test } from "vitest";
import { boto3Finds } from "./boto3.js";
import { short } from "./program.js";
import { type Stage, expectNoSecret, expectTidy, expectWorking } from "./rotation.js";
import { WRITTEN, changeDotenv, expectWhole, sharedStage } from "./shared-key.js";
import { MODES, type Walk } from "./walk.js";

/** As walks tell it. */
const shown = (id: string): string => short(id).replace("…", "...");

const QUESTION = /Other places use/;

async function quit(here: Stage, walk: Walk): Promise<void> {
  await walk.leave();
  expectNoSecret(here, walk.wizard.raw());
}

const idsOf = (here: Stage): readonly string[] => [...new Set(expectWhole(here).values())];

describe.each(MODES)("%s", (_by, start) => {
  /** From the first screen to the question; answers what it says. */
  async function toQuestion(here: Stage): Promise<{ walk: Walk; asked: string }> {
    const walk = start(here.place, { env: here.env });
    await walk.pick("Replace a key (rotate)");
    await walk.pick("default");
    await walk.at(/Replace a key: default/);
    await walk.pick("Replace it");
    return { walk, asked: await walk.at(QUESTION) };
  }

  describe("a second profile, the config file, .psiturkconfig and config.txt hold the same key", () => {
    test("the question stands before anything is made, with every place; all of them get the new key, and the old one goes off", async () => {
      const here = await sharedStage({ dotenv: false });
      const { walk, asked } = await toQuestion(here);
      expect(asked).toContain(
        `Other places use ${shown(here.first)} too. What is to become of them?`,
      );
      for (const place of [
        "~/.aws/credentials [mturk]",
        "~/.aws/config [class]",
        "~/.psiturkconfig",
        "~/config.txt",
      ])
        expect(asked).toMatch(new RegExp(`${place.replaceAll(/[[\]]/g, "\\$&")}[ :,]`));
      expect(asked).toMatch(
        /1 Replace it in all 5 places 2 Only here, leave the old one on 3 Stop/,
      );
      expect([here.all(), idsOf(here)]).toEqual([[here.first], [here.first]]);
      await walk.pick("Replace it in all 5 places");
      await walk.at(/Replaced: the file holds/);
      expect(idsOf(here)).toEqual([here.inFile()]);
      expect([...here.active()].sort()).toEqual([here.first, here.inFile()].sort());
      await walk.pick("Switch the old key off");
      await walk.says(/key is switched off/);
      expect(here.active()).toEqual([here.inFile()]);
      expect(idsOf(here)).toEqual(here.active());
      expect((await boto3Finds(here.place, here.aws))?.accessKeyId ?? here.inFile()).toBe(
        here.inFile(),
      );
      await quit(here, walk);
      expectWorking(here);
      expectTidy(here, { waiting: true });
    });

    test("all of them, and Undo at the end: all of them have the old key again, which is on", async () => {
      const here = await sharedStage({ dotenv: false });
      const { walk } = await toQuestion(here);
      await walk.pick("Replace it in all 5 places");
      await walk.pick("Switch the old key off");
      await walk.pick("Undo: put the old key back");
      await walk.at(/The old key is back: the file holds/);
      expect([here.active(), idsOf(here)]).toEqual([[here.first], [here.first]]);
      await quit(here, walk);
    });
  });

  describe(".env holds it as well, which is not edited here", () => {
    test("only here: the others hold the old key, which stays on and works there", async () => {
      const here = await sharedStage({ dotenv: true });
      const { walk, asked } = await toQuestion(here);
      expect(asked).toContain("~/.env line 2 (not edited here)");
      await walk.pick("Only here, leave the old one on");
      await walk.says(/old key is still on.{1,3}AKIA/);
      const fresh = here.inFile()!;
      expect([...here.active()].sort()).toEqual([here.first, fresh].sort());
      expect(fresh).not.toBe(here.first);
      expect(here.inFile("mturk")).toBe(here.first);
      for (const name of [...WRITTEN, ".env"].filter((each) => each !== ".aws/credentials"))
        expect(here.place.read(name)).toContain(here.first);
      await quit(here, walk);
      expectWorking(here);
      expectTidy(here, { waiting: true });
    });

    test.each(["Stop", "Back", "Ctrl+C twice"])(
      "%s: no key is made, no file is changed",
      async (how) => {
        const here = await sharedStage({ dotenv: true });
        const before = here.place.tree();
        const { walk } = await toQuestion(here);
        if (how === "Stop") await walk.pick("Stop");
        if (how === "Back") await walk.back();
        if (how !== "Ctrl+C twice") await walk.at(/Replace a key: default/);
        await quit(here, walk);
        const after = here.place.tree();
        for (const name of [...WRITTEN, ".env"]) expect(after[name]).toBe(before[name]);
        expect(here.all()).toEqual([here.first]);
        expect(
          Object.keys(after).filter((name) => /pending|rotations\/|backup/.test(name)),
        ).toEqual([]);
      },
    );

    test("all that are written here: asked again before the old key goes off; once .env is changed by hand, the next start ends it", async () => {
      const here = await sharedStage({ dotenv: true });
      const { walk } = await toQuestion(here);
      await walk.pick("Replace it in all 5 places");
      const left = await walk.at(
        /The new key is in the file\. The old one, AKIA\.\.\.\w{4}, is in use elsewhere\./,
      );
      expect(left).toContain("1 Leave the old one on 2 Stop");
      expect(left).toContain("~/.env line 2 (not edited here)");
      expect(left).not.toContain("[mturk]");
      const holds = expectWhole(here);
      expect(new Set(WRITTEN.map((name) => holds.get(name)))).toEqual(new Set([here.inFile()]));
      expect([holds.get(".env"), here.active().length]).toEqual([here.first, 2]);
      await walk.pick("Stop");
      await quit(here, walk);
      expect(here.active()).toHaveLength(2);
      changeDotenv(here);
      const again = start(here.place, { env: here.env });
      await again.pick("Go on with replacing the key");
      await again.pick("Go on where it stopped");
      await again.at(/Replaced: the file holds/);
      await again.pick("Switch the old key off");
      await again.says(/key is switched off/);
      expect(here.active()).toEqual([here.inFile()]);
      expect(idsOf(here)).toEqual(here.active());
      await quit(here, again);
    });
  });
});
