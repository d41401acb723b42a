/**
 * What stands on the first screen, under Ctrl+C and below the last screen says what this run has
 * done, and no more: nothing sent, nothing written, replaced, not finished.
 */
import { describe, expect, test } from "vitest";
import { FIRST, type Place, type Wizard, mturkSetup, pick, short, startWizard } from "./program.js";
import { type Stage, stage } from "./rotation.js";

const SO_FAR = "So far nothing was sent and nothing was changed.";
const open = (here: Stage): Wizard =>
  startWizard(here.place, { env: here.env, columns: 160, rows: 40 });

const isFirst = (rows: readonly string[]): boolean =>
  (rows[0] ?? "").startsWith("mturk-setup: set up");

/** Back to the first screen, whose text is answered. */
async function first(wizard: Wizard): Promise<string> {
  for (;;) {
    const [title] = wizard.frame();
    wizard.press("esc");
    const rows = await wizard.waitFor((now) => now[0] !== title);
    if (isFirst(rows)) return rows.join("\n");
  }
}

/** Leaves with Ctrl+C twice: what was said after the first, and what stands below the last screen. */
async function left(wizard: Wizard): Promise<{ readonly alert: string; readonly summary: string }> {
  wizard.press("ctrl-c");
  const frame = await wizard.waitFor(/Ctrl\+C again quits/);
  const alert = frame.find((line) => line.includes("again quits"))?.trim() ?? "";
  wizard.press("ctrl-c");
  await wizard.exit;
  const rows = wizard.frame();
  const end = rows.findLastIndex((line) => line.includes("Ctrl+C again to quit"));
  return { alert, summary: rows.slice(end + 1).join("\n") };
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
    const { code, out } = await mturkSetup(here.place, ["rotate", "--yes"], { env: here.env });
    expect(code, out).toBe(0);
    expect(here.place.read(".aws/config")).toBe("[default]\nregion = us-east-1\n");
    expect(out).toMatch(/^Wrote ~\/\.aws\/config$/m);
    expect(out).not.toMatch(/[Rr]eplaced.*\.aws\/config/);
    expect(out.match(/[Rr]eplaced/g)).toHaveLength(1);
  });

  test("the wizard", async () => {
    const here = await stage();
    withoutRegion(here.place);
    const wizard = open(here);
    await wizard.choose("Replace a key \\(rotate\\)");
    await pick(wizard, "Replace it");
    await wizard.waitFor(/^Replaced: the file holds/);
    await pick(wizard, "Switch the old key off");
    await wizard.waitFor(/key is switched off/);
    const { alert, summary } = await left(wizard);
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

  test.each([
    ["two keys already", ["quota"], /^Two keys already/],
    ["a person has to make the key", ["no-iam"], /^Make the new key for user practice/],
  ])("%s: not called unfinished, in the wizard", async (_name, faults, stops) => {
    const here = await stage(faults);
    const wizard = open(here);
    await wizard.choose("Replace a key \\(rotate\\)");
    await pick(wizard, "Replace it");
    await wizard.waitFor(stops);
    const { alert, summary } = await left(wizard);
    expect(alert).toMatch(/Your key files were not changed|Nothing was written/);
    expect(summary).not.toMatch(/not finished|interrupted|Replaced|To go on/);
    keepsStill(here);
  });

  test("another user's key was pasted: not called unfinished, in the wizard and by the command", async () => {
    const here = await stage(["no-iam"]);
    const stranger = here.madeInConsole("stranger");
    const pair = `${stranger.id}\n${stranger.secret}\n`;
    const wizard = open(here);
    await wizard.choose("Replace a key \\(rotate\\)");
    await pick(wizard, "Replace it");
    await wizard.waitFor("Paste id and secret");
    wizard.paste(pair, true);
    await wizard.waitFor("Pasted several lines");
    await wizard.enterTo(/is another user's key\. Nothing is changed yet\./);
    const { alert, summary } = await left(wizard);
    expect([alert, summary].join("\n")).not.toMatch(/not finished|interrupted|Replaced|To go on/);
    keepsStill(here);
    const { code, err, out } = await mturkSetup(here.place, ["rotate", "--stdin", "--yes"], {
      env: here.env,
      stdin: pair,
    });
    expect(code, err).toBe(3);
    expect(out + err).not.toMatch(/not finished|interrupted|under way|carry on/);
    keepsStill(here);
  });

  test.each([["offline"], ["throttle"], ["aws-fault"], ["silent=iam"]])(
    "%s: the command does not call it unfinished, and what it says next is the same",
    async (how) => {
      const here = await stage([how]);
      for (const argv of [["rotate", "--yes"], ["rotate", "--finish"], ["check"]]) {
        const { err, out } = await mturkSetup(here.place, argv, { env: here.env });
        expect(out + err).not.toMatch(/not finished|was interrupted|(?<!no rotation) is under way/);
      }
      keepsStill(here);
    },
  );
});

describe("a rotation whose new key may have been made", () => {
  test("the answer was lost: nowhere said that nothing was written; the journal is told", async () => {
    const here = await stage(["lost-answers=create"]);
    const wizard = open(here);
    await wizard.choose("Replace a key \\(rotate\\)");
    await pick(wizard, "Replace it");
    await wizard.waitFor(/^There is a key that may have been made for this rotation\./);
    expect(here.all()).toHaveLength(2);
    const { alert, summary } = await left(wizard);
    expect(alert).toContain("Your key files were not changed.");
    expect(summary.replaceAll("\n", "")).toContain("was interrupted while a new key was asked for");
    expect(alert + summary).not.toContain("Nothing was written");
  });
});

describe("nothing was sent", () => {
  test("is said before the first question, and never after one", async () => {
    const here = await stage();
    const wizard = open(here);
    const before = await wizard.waitFor(FIRST);
    expect(before.join("\n")).toContain(SO_FAR);
    expect(here.aws.log).toEqual([]);
    await wizard.choose("Check my keys");
    await wizard.waitFor(/^Ready/);
    expect(here.aws.log).not.toEqual([]);
    expect(await first(wizard)).not.toContain(SO_FAR);
    await left(wizard);
  });

  test("looking at what can be done sends nothing, and is not counted", async () => {
    const here = await stage();
    const wizard = open(here);
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    expect(await first(wizard)).toContain(SO_FAR);
    await wizard.choose("Run a study without MTurk");
    await wizard.waitFor(/^Run a study without MTurk/);
    expect(await first(wizard)).toContain(SO_FAR);
    expect(here.aws.log).toEqual([]);
    await left(wizard);
  });

  test.each([["Switch off keys I no longer need"], ["Replace a key \\(rotate\\)"]])(
    "%s: sent, so it is not said afterwards, also with AWS out of reach",
    async (label) => {
      const here = await stage(["offline"]);
      const wizard = open(here);
      await wizard.choose(label);
      if (label.startsWith("Switch")) {
        await wizard.waitFor(/^Switch off keys: first save what you need/);
        wizard.press("enter");
      }
      await wizard.waitFor(/ECONNRESET|AWS gave no answer/);
      expect(await first(wizard)).not.toContain(SO_FAR);
      await left(wizard);
    },
  );

  test("practice, chosen after a check: it was sent by this start of the program", async () => {
    const here = await stage();
    const wizard = open(here);
    await wizard.choose("Check my keys");
    await wizard.waitFor(/^Ready/);
    await first(wizard);
    await wizard.choose("Try the whole set-up with a practice AWS");
    const practice = await wizard.waitFor(
      (rows) => FIRST(rows) && rows.some((line) => line.includes("PRACTICE")),
    );
    expect(practice.join("\n")).not.toContain(SO_FAR);
    await left(wizard);
  });
});

test("practice, chosen after a key was replaced: what was done for real is told, and practice speaks of itself", async () => {
  const here = await stage();
  const wizard = open(here);
  await wizard.choose("Replace a key \\(rotate\\)");
  await pick(wizard, "Replace it");
  await wizard.waitFor(/^Replaced: the file holds/);
  await pick(wizard, "Switch the old key off");
  await wizard.waitFor(/key is switched off/);
  await first(wizard);
  await wizard.choose("Try the whole set-up with a practice AWS");
  await wizard.waitFor((rows) => FIRST(rows) && rows.some((line) => line.includes("PRACTICE")));
  const told = wizard.scrollback().join("\n");
  expect(told).toContain("Replaced the key in ~/.aws/credentials (");
  const { summary } = await left(wizard);
  expect(summary).toContain("It changed nothing of yours; the practice files are deleted.");
  expect(here.inFile()).not.toBe(here.first);
  expect(told).not.toContain(`${short(here.first)} is still on`);
});
