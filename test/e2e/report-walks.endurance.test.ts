/**
 * `mturk-setup --report FILE`: the wizard in a real terminal leaves a record of what it did, and
 * asks before a file goes for it.
 */
import { lstatSync } from "node:fs";
import { expect, test } from "vitest";
import { start } from "../practice/start.js";
import { type Place, type Wizard, askedOf, newPlace, startWizard } from "./program.js";
import type { PracticeAws } from "../../src/practice/server.js";

interface Here {
  readonly aws: PracticeAws;
  readonly place: Place;
  readonly wizard: Wizard;
}

async function saved(...args: readonly string[]): Promise<Here> {
  const aws = await start();
  const place = newPlace();
  place.put("there.md", "mine\n");
  const wizard = startWizard(place, { args, env: askedOf(aws) });
  await wizard.choose("Use keys I have");
  await wizard.waitFor("Paste id and secret");
  wizard.paste(`${aws.accessKeyId}\n${aws.secretAccessKey.reveal()}\n`, true);
  await wizard.waitFor("Pasted several lines");
  await wizard.enterTo(/^Review/);
  await wizard.enterTo(/^Ready\.(.*\n)*.*Keep a record of this/);
  wizard.press("enter");
  return { aws, place, wizard };
}

function expectReport({ aws, place, wizard }: Here, name: string): void {
  const text = place.read(name);
  for (const words of [
    /^# AWS access keys: what was done$/m,
    /^## Key saved$/m,
    /^- User: user\/practice$/m,
    /^- File: ~\/\.aws\/credentials$/m,
    /^- mturk-setup undo$/m,
    /^- Replace the key by \d{4}-\d\d-\d\d/m,
  ])
    expect(text).toMatch(words);
  for (const secret of [aws.secretAccessKey.reveal(), aws.accessKeyId])
    expect(text).not.toContain(secret);
  expect(wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
}

test("written when the wizard is left, readable by nobody else, and said where", async () => {
  const here = await saved("--report", "done.md");
  expect(await here.wizard.exit).toEqual({ code: 0, signal: 0 });
  expect(here.wizard.raw()).toMatch(/the report is in \S*done\.md/);
  expect(lstatSync(here.place.at("done.md")).mode & 0o777).toBe(0o600);
  expectReport(here, "done.md");
});

test("what is there already: asked first; No leaves it, and that is no success", async () => {
  const here = await saved("--report", "there.md");
  await here.wizard.waitFor(/there\.md is there already\. Replace it\?/);
  here.wizard.send("n\r");
  expect(await here.wizard.exit).toEqual({ code: 4, signal: 0 });
  expect(here.place.read("there.md")).toBe("mine\n");
  expect(here.wizard.raw()).toContain("what was done stays done");
  expect(here.place.read(".aws/credentials")).toContain(here.aws.accessKeyId);
});

test("what is there already: Yes replaces it", async () => {
  const here = await saved("--report", "there.md");
  await here.wizard.waitFor(/there\.md is there already\. Replace it\?/);
  here.wizard.send("y\r");
  expect(await here.wizard.exit).toEqual({ code: 0, signal: 0 });
  expectReport(here, "there.md");
});

test("left before anything was done: the record says so", async () => {
  const place = newPlace();
  const wizard = startWizard(place, { args: ["--report", "done.md"] });
  await wizard.waitFor(/^mturk-setup: (.*\n)*.*Enter choose/);
  wizard.send("q");
  expect(await wizard.exit).toEqual({ code: 0, signal: 0 });
  expect(place.read("done.md")).toContain("Nothing was changed.");
});
