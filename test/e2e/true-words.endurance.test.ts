/**
 * What stands on the first screen, under Ctrl+C and below the last screen says what this run has
 * done, and no more: nothing sent, nothing written, replaced, not finished.
 */
import { describe, expect, test } from "vitest";
import { mturkSetupHere } from "./here.js";
import { type Place, short } from "./program.js";
import { type Stage, stage } from "./rotation.js";
import { MODES, type StartWalk, type Walk } from "./walk.js";

const SO_FAR = "So far nothing was sent and nothing was changed.";
const FIRST = /mturk-setup: set up/;
/** In the title, or in words below it. */
const PRACTICE = /.*(?:PRACTICE|\n.*practice AWS runs)/;
const open = (here: Stage, startWalk: StartWalk): Walk => startWalk(here.place, { env: here.env });

/** Back to the first screen, whose text is answered. */
async function first(walk: Walk, ...between: readonly RegExp[]): Promise<string> {
  for (const title of between) {
    await walk.back();
    await walk.at(title);
  }
  await walk.back();
  return walk.at(FIRST, /What would you like to do/);
}

async function replaceAndSwitchOff(walk: Walk): Promise<void> {
  await walk.pick("Replace a key (rotate)");
  await walk.pick("Replace it");
  await walk.at(/Replaced: the file holds/);
  await walk.pick("Switch the old key off");
  await walk.says(/key is switched off/);
}

const withoutRegion = (place: Place): void =>
  void place.put(
    ".aws/credentials",
    place.read(".aws/credentials").replace("region = us-east-1\n", ""),
  );

describe("a rotation that adds a region to the other file", () => {
  test("the command names both files as written, and the key's replacement once", async () => {
    const here = await stage();
    withoutRegion(here.place);
    const { code, out } = await mturkSetupHere(here.place, ["rotate", "--yes"], { env: here.env });
    expect(code, out).toBe(0);
    expect(here.place.read(".aws/config")).toBe("[default]\nregion = us-east-1\n");
    expect(out).toMatch(/^Wrote ~\/\.aws\/config$/m);
    expect(out).not.toMatch(/[Rr]eplaced.*\.aws\/config/);
    expect(out.match(/[Rr]eplaced/g)).toHaveLength(1);
  });

  test.each(MODES)("the wizard %s", async (_mode, startWalk) => {
    const here = await stage();
    withoutRegion(here.place);
    const walk = open(here, startWalk);
    await replaceAndSwitchOff(walk);
    const { alert, summary } = await walk.leave();
    expect(alert).toContain("What was written stays.");
    expect(summary).toContain("Wrote the region into ~/.aws/config");
    expect(summary).toContain("Replaced the key in ~/.aws/credentials (");
    expect(summary).not.toMatch(/Replaced the key in ~\/\.aws\/config|not finished/);
  });
});

describe("a rotation that stopped before anything was begun", () => {
  const keepsStill = (here: Stage): void => {
    expect(here.inFile()).toBe(here.first);
    expect(
      Object.keys(here.place.tree()).filter((name) => /rotations\/|pending/.test(name)),
    ).toEqual([]);
  };

  describe.each([
    ["two keys already", ["quota"], /Two keys already/],
    ["a person has to make the key", ["no-iam"], /Make the new key for user practice/],
  ])("%s", (_name, faults, stops) => {
    test.each(MODES)("not called unfinished, in the wizard %s", async (_mode, startWalk) => {
      const here = await stage(faults);
      const walk = open(here, startWalk);
      await walk.pick("Replace a key (rotate)");
      await walk.pick("Replace it");
      await walk.at(stops);
      const { alert, summary } = await walk.leave();
      expect(alert).toMatch(/Your key files were not changed|Nothing was written/);
      expect(summary).not.toMatch(/not finished|interrupted|Replaced|To go on/);
      keepsStill(here);
    });
  });

  test.each(MODES)(
    "another user's key was pasted: not called unfinished, in the wizard %s and by the command",
    async (_mode, startWalk) => {
      const here = await stage(["no-iam"]);
      const stranger = here.madeInConsole("stranger");
      const pair = `${stranger.id}\n${stranger.secret}\n`;
      const walk = open(here, startWalk);
      await walk.pick("Replace a key (rotate)");
      await walk.pick("Replace it");
      await walk.at(/Make the new key/, /Paste id and secret/);
      await walk.paste(stranger.id, stranger.secret);
      await walk.says(/is another user's key\. Nothing is changed yet\./);
      const { alert, summary } = await walk.leave();
      expect([alert, summary].join("\n")).not.toMatch(/not finished|interrupted|Replaced|To go on/);
      keepsStill(here);
      const { code, err, out } = await mturkSetupHere(here.place, ["rotate", "--stdin", "--yes"], {
        env: here.env,
        stdin: pair,
      });
      expect(code, err).toBe(3);
      expect(out + err).not.toMatch(/not finished|interrupted|under way|carry on/);
      keepsStill(here);
    },
  );

  test.each([["offline"], ["throttle"], ["aws-fault"], ["silent=iam"]])(
    "%s: the command does not call it unfinished, and what it says next is the same",
    async (how) => {
      const here = await stage([how]);
      for (const argv of [["rotate", "--yes"], ["rotate", "--finish"], ["check"]]) {
        const { err, out } = await mturkSetupHere(here.place, argv, { env: here.env });
        expect(out + err).not.toMatch(/not finished|was interrupted|(?<!no rotation) is under way/);
      }
      keepsStill(here);
    },
  );
});

describe("a rotation whose new key may have been made", () => {
  test.each(MODES)(
    "%s: the answer was lost: nowhere said that nothing was written; the journal is told",
    async (_mode, startWalk) => {
      const here = await stage(["lost-answers=create"]);
      const walk = open(here, startWalk);
      await walk.pick("Replace a key (rotate)");
      await walk.pick("Replace it");
      await walk.at(/There is a key that may have been made for this rotation\./);
      expect(here.all()).toHaveLength(2);
      const { alert, summary } = await walk.leave();
      expect(alert).toContain("Your key files were not changed.");
      expect(summary).toContain("was interrupted while a new key was asked for");
      expect(alert + summary).not.toContain("Nothing was written");
    },
  );
});

describe.each(MODES)("nothing was sent: %s", (_mode, startWalk) => {
  test("is said before the first question, and never after one", async () => {
    const here = await stage();
    const walk = open(here, startWalk);
    expect(await walk.at(FIRST, /What would you like to do/)).toContain(SO_FAR);
    expect(here.aws.log).toEqual([]);
    await walk.pick("Check my keys");
    await walk.at(/Ready/);
    expect(here.aws.log).not.toEqual([]);
    expect(await first(walk)).not.toContain(SO_FAR);
    await walk.leave();
  });

  test("looking at what can be done sends nothing, and is not counted", async () => {
    const here = await stage();
    const walk = open(here, startWalk);
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /Paste id and secret/);
    expect(await first(walk)).toContain(SO_FAR);
    await walk.pick("Run a study without MTurk");
    await walk.at(/Run a study without MTurk/);
    expect(await first(walk)).toContain(SO_FAR);
    expect(here.aws.log).toEqual([]);
    await walk.leave();
  });

  test("switching off: sent, so it is not said afterwards, also with AWS out of reach", async () => {
    const here = await stage(["offline"]);
    const walk = open(here, startWalk);
    await walk.pick("Switch off keys I no longer need");
    await walk.at(/Switch off keys: first save what you need/);
    await walk.enter();
    await walk.says(/ECONNRESET|AWS gave no answer/);
    expect(await first(walk, /Switch off keys: first save what you need/)).not.toContain(SO_FAR);
    await walk.leave();
  });

  test("replacing: sent, so it is not said afterwards, also with AWS out of reach", async () => {
    const here = await stage(["offline"]);
    const walk = open(here, startWalk);
    await walk.pick("Replace a key (rotate)");
    await walk.says(/ECONNRESET|AWS gave no answer/);
    expect(await first(walk)).not.toContain(SO_FAR);
    await walk.leave();
  });

  test("practice, chosen after a check: it was sent by this start of the program", async () => {
    const here = await stage();
    const walk = open(here, startWalk);
    await walk.pick("Check my keys");
    await walk.at(/Ready/);
    await first(walk);
    await walk.pick("Try the whole set-up with a practice AWS");
    expect(await walk.at(PRACTICE, /What would you like to do/)).not.toContain(SO_FAR);
    await walk.leave();
  });

  test("practice, chosen after a key was replaced: what was done for real is told, and practice speaks of itself", async () => {
    const here = await stage();
    const walk = open(here, startWalk);
    await replaceAndSwitchOff(walk);
    await first(walk, /Replace a key: default/);
    await walk.pick("Try the whole set-up with a practice AWS");
    await walk.at(PRACTICE, /What would you like to do/);
    const told = walk.wizard.scrollback().join("\n").replaceAll("...", "…");
    expect(told).toContain("Replaced the key in ~/.aws/credentials (");
    const { summary } = await walk.leave();
    expect(summary).toContain("It changed nothing of yours; the practice files are deleted.");
    expect(here.inFile()).not.toBe(here.first);
    expect(told).not.toContain(`${short(here.first)} is still on`);
  });
});
