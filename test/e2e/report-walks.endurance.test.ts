/**
 * `mturk-setup --report FILE`: the wizard in a real terminal, by frames and by lines, leaves a
 * record of what it did, and asks before a file goes for it.
 */
import { lstatSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { start as startAws } from "../practice/start.js";
import { type Place, type Wizard, askedOf, newPlace } from "./program.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { MODES, type StartWalk } from "./walk.js";

interface Here {
  readonly aws: PracticeAws;
  readonly place: Place;
  readonly wizard: Wizard;
}

async function saved(start: StartWalk, ...args: readonly string[]): Promise<Here> {
  const aws = await startAws();
  const place = newPlace();
  place.put("there.md", "mine\n");
  const walk = start(place, { args, env: askedOf(aws) });
  await walk.pick("Use keys I have");
  await walk.at(/The access key/, /Paste id and secret/);
  await walk.paste(aws.accessKeyId, aws.secretAccessKey.reveal());
  await walk.at(/Review: nothing is written yet/, /aws_secret_access_key/);
  await walk.enter();
  await walk.at(/Ready\./, /Keep a record of this/);
  await walk.enter();
  return { aws, place, wizard: walk.wizard };
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

describe.each(MODES)("%s", (_by, start) => {
  test("written when the wizard is left, readable by nobody else, and said where", async () => {
    const here = await saved(start, "--report", "done.md");
    expect(await here.wizard.exit).toEqual({ code: 0, signal: 0 });
    expect(here.wizard.raw()).toMatch(/the report is in \S*done\.md/);
    expect(lstatSync(here.place.at("done.md")).mode & 0o777).toBe(0o600);
    expectReport(here, "done.md");
  });

  test("what is there already: asked first; No leaves it, and that is no success", async () => {
    const here = await saved(start, "--report", "there.md");
    await here.wizard.waitFor(/there\.md is there already\. Replace it\?/);
    here.wizard.send("n\r");
    expect(await here.wizard.exit).toEqual({ code: 4, signal: 0 });
    expect(here.place.read("there.md")).toBe("mine\n");
    expect(here.wizard.raw()).toContain("what was done stays done");
    expect(here.place.read(".aws/credentials")).toContain(here.aws.accessKeyId);
  });

  test("what is there already: Yes replaces it", async () => {
    const here = await saved(start, "--report", "there.md");
    await here.wizard.waitFor(/there\.md is there already\. Replace it\?/);
    here.wizard.send("y\r");
    expect(await here.wizard.exit).toEqual({ code: 0, signal: 0 });
    expectReport(here, "there.md");
  });

  test("left before anything was done: the record says so", async () => {
    const place = newPlace();
    const walk = start(place, { args: ["--report", "done.md"] });
    await walk.says(/What would you like to do\?/);
    walk.key("q");
    expect(await walk.wizard.exit).toEqual({ code: 0, signal: 0 });
    expect(place.read("done.md")).toContain("Nothing was changed.");
  });
});
