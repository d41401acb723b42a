/**
 * The CSV file that arrives while the key is asked for: told once it is whole, read by Enter alone,
 * the newest of two; also for the new key of a rotation, and for a second key.
 */
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { start } from "../practice/start.js";
import { untilIdle } from "../harness/idle.js";
import { talkByLines } from "./talk.js";
import { type Place, askedOf, newPlace, short, startWizard } from "./program.js";
import { stage } from "./rotation.js";
import { MODES, type Walk, type WalkOptions } from "./walk.js";

const csv = (id: string, secret: string): string =>
  `Access key ID,Secret access key\r\n${id},${secret}\r\n`;

function withDownloads(): Place {
  const place = newPlace();
  place.put("Downloads/holiday.jpg", "");
  return place;
}

describe.each(MODES)("%s", (_by, walked) => {
  const TOLD = /Just arrived: ~\/Downloads\/\S+, \d+ s ago/;

  async function toKey(place: Place, env: WalkOptions["env"] = {}): Promise<Walk> {
    const walk = walked(place, { env });
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /Paste id and secret/);
    return walk;
  }

  test("of two the newest is offered, and the list shows both", async () => {
    const place = withDownloads();
    const walk = await toKey(place);
    place.put("Downloads/ann_accessKeys.csv", csv("AKIAEXAMPLEEXAMPLE22", "x".repeat(40)));
    await walk.says(/Just arrived: ~\/Downloads\/ann_/);
    place.put("Downloads/ben_accessKeys.csv", csv("AKIAEXAMPLEEXAMPLE23", "x".repeat(40)));
    await walk.says(/Just arrived: ~\/Downloads\/ben_/);
    walk.tab();
    await walk.at(/The CSV file/, /1 ben_accessKeys\.csv.* 2 ann_accessKeys\.csv/);
    await walk.leave();
  });

  test("a file that was read is not new any more: the second key's own is waited for", async () => {
    const aws = await start();
    const place = withDownloads();
    const walk = await toKey(place, askedOf(aws));
    place.put("Downloads/old_accessKeys.csv", csv("AKIAEXAMPLEEXAMPLE22", "a/b+".repeat(10)));
    await walk.says(TOLD);
    await walk.enter();
    await walk.passes(/AWS does not know this key yet/);
    await walk.back();
    await walk.says(/[Pp]aste again/);
    walk.key("p");
    await walk.at(/The access key/, /Paste id and secret/);
    await untilIdle(walk.wizard.pid, 20);
    expect(await walk.says(/Paste id and secret/)).not.toContain("Just arrived");
    place.put("Downloads/new_accessKeys.csv", csv(aws.accessKeyId, aws.secretAccessKey.reveal()));
    await walk.says(/Just arrived: ~\/Downloads\/new_/);
    await walk.leave();
  });

  test("a file that is still growing is left alone; whole, it is told, and read by Enter only", async () => {
    const aws = await start();
    const place = withDownloads();
    const walk = walked(place, { env: askedOf(aws) });
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /Paste id and secret/);
    const text = csv(aws.accessKeyId, aws.secretAccessKey.reveal());
    const path = place.at("Downloads/psiturk_accessKeys.csv");
    writeFileSync(`${path}.crdownload`, text.slice(0, 20));
    await untilIdle(walk.wizard.pid, 20);
    expect(walk.wizard.raw()).not.toContain("Just arrived");
    appendFileSync(`${path}.crdownload`, text.slice(20));
    renameSync(`${path}.crdownload`, path);
    await walk.says(TOLD);
    expect(aws.log.filter(({ keyId }) => keyId !== null)).toEqual([]);
    await walk.enter();
    const review = await walk.at(/Review/, /aws_secret_access_key/);
    expect(review).toContain(short(aws.accessKeyId).replace("…", "..."));
    await walk.leave();
  });

  test("in a rotation the new key's file is noticed", async () => {
    const here = await stage(["no-iam"]);
    here.place.put("Downloads/holiday.jpg", "");
    const walk = walked(here.place, { env: here.env });
    await walk.pick("Replace a key (rotate)");
    await walk.pick("Replace it by one that I make");
    await walk.at(/Make the new key/, /Paste id and secret/);
    const made = here.madeInConsole();
    here.place.put("Downloads/practice_accessKeys.csv", csv(made.id, made.secret));
    await walk.says(TOLD);
    await walk.enter();
    await walk.says(/The same user and the same account/);
    await walk.leave();
  });
});

test("by frames Tab completes the path that is typed", async () => {
  const aws = await start();
  const place = withDownloads();
  place.put("keys/psiturk.csv", csv(aws.accessKeyId, aws.secretAccessKey.reveal()));
  const wizard = startWizard(place, { env: askedOf(aws) });
  await wizard.choose("Use keys I have");
  await wizard.waitFor("Paste id and secret");
  wizard.press("tab");
  await wizard.waitFor(/^The CSV file with your key/);
  wizard.send("~/ke");
  await wizard.waitFor(/~\/ke(.*\n)*.*Tab complete/);
  wizard.press("tab");
  await wizard.waitFor("~/keys/");
  wizard.press("tab");
  await wizard.waitFor("~/keys/psiturk.csv");
  wizard.press("enter");
  await wizard.waitFor(/^Review(.*\n)*.*aws_secret_access_key/);
});

test("by lines it is told, and Enter alone reads it", async () => {
  const aws = await start();
  const place = withDownloads();
  const by = talkByLines(place, { env: askedOf(aws) });
  await by.pick("Use keys I have");
  await by.until(/Paste id and secret/);
  place.put("Downloads/psiturk_accessKeys.csv", csv(aws.accessKeyId, aws.secretAccessKey.reveal()));
  await by.until(/Just arrived: ~\/Downloads\/psiturk_[^]*Then Enter: use psiturk_accessKeys\.csv/);
  by.type("");
  await by.until(/Review: nothing is written yet/);
});
