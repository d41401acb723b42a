/**
 * What the wizard notices by itself while it waits: a link that is made, a policy that is attached,
 * a key that becomes known. On the screen and by lines.
 */
import { describe, expect, test } from "vitest";
import { fault, start as startAws } from "../practice/start.js";
import { talkByLines } from "./talk.js";
import { MODES, type StartWalk, type Walk } from "./walk.js";
import { type Wizard, askedOf, newPlace, startWizard } from "./program.js";

type Aws = Awaited<ReturnType<typeof startAws>>;

const pair = (aws: Aws): string => `${aws.accessKeyId}\n${aws.secretAccessKey.reveal()}`;

async function toKey(aws: Aws): Promise<Wizard> {
  const wizard = startWizard(newPlace(), { env: askedOf(aws), rows: 30 });
  await wizard.choose("Use keys I have");
  await wizard.waitFor("Paste id and secret");
  wizard.paste(pair(aws));
  await wizard.waitFor("Pasted several lines");
  wizard.press("enter");
  return wizard;
}

const asked = (aws: Aws): number => aws.log.filter(({ keyId }) => keyId !== null).length;
const WAITING = /Asking AWS again every 10 s: not linked yet, \d+ s so far; next in \d+ s/;
const REVIEW = /^Review(.*\n)*.*aws_secret_access_key/;

describe("a link that is made meanwhile", () => {
  test("is noticed while step 5b is read", async () => {
    const aws = await startAws({ linked: false });
    const wizard = await toKey(aws);
    await wizard.waitFor(WAITING);
    wizard.send("5");
    await wizard.waitFor(/^Step 5b of 7/);
    aws.accounts.linked = true;
    await wizard.waitFor(REVIEW);
  });

  test("Esc stops the asking, and the screen stays; r asks, and waits again", async () => {
    const aws = await startAws({ linked: false });
    const wizard = await toKey(aws);
    await wizard.waitFor(/Esc stop/);
    await wizard.waitFor(WAITING);
    wizard.press("esc");
    await wizard.waitFor(/not asked again by itself(.*\n)*.*Esc back/);
    expect(wizard.frame().join("\n")).not.toMatch(WAITING);
    const before = asked(aws);
    wizard.send("r");
    await wizard.waitFor(WAITING);
    expect(asked(aws)).toBe(before + 2);
  });

  test("by lines a line is written every 10 s, and it goes on by itself", async () => {
    const aws = await startAws({ linked: false });
    const by = talkByLines(newPlace(), { env: askedOf(aws) });
    await by.pick("Use keys I have");
    await by.until(/Paste id and secret/);
    const [id = "", secret = ""] = pair(aws).split("\n");
    by.type(id);
    await by.until(/Secret access key/);
    by.type(secret);
    await by.until(/Asking AWS again every 10 s: not linked yet\n/);
    await by.until(/not linked yet, 10 s so far/);
    await by.until(/not linked yet, 20 s so far/);
    aws.accounts.linked = true;
    await by.until(/Review: nothing is written yet/);
  });
});

describe.each(MODES)("%s", (_by, start) => {
  test("a link that is made meanwhile is noticed on the screen that misses it, which then goes on", async () => {
    const aws = await startAws({ linked: false });
    const walk = await keyEntered(start, aws);
    await walk.passes(/Asking AWS again every 10 s: not linked yet/);
    aws.accounts.linked = true;
    await walk.at(/Review: nothing is written yet/, /aws_secret_access_key/);
    await walk.leave();
  });

  test("and by the check of this computer", async () => {
    const aws = await startAws({ linked: false });
    const place = newPlace();
    const [id = "", secret = ""] = pair(aws).split("\n");
    place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
    );
    const walk = start(place, { env: askedOf(aws) });
    await walk.pick("Check my keys");
    await walk.passes(/Asking AWS again every 10 s: not linked yet/);
    aws.accounts.linked = true;
    await walk.at(/Ready/);
    await walk.finish();
  });

  test("a policy that is attached meanwhile is noticed", async () => {
    const aws = await startAws({ faults: [fault("no-policy")] });
    const walk = await keyEntered(start, aws);
    await walk.passes(/every 10 s: no policy allows it yet/);
    aws.setFaults([]);
    await walk.at(/Review: nothing is written yet/, /aws_secret_access_key/);
    await walk.leave();
  });

  test("a key that AWS does not know yet is noticed once it does", async () => {
    const aws = await startAws({ faults: [fault("unknown-key")] });
    const walk = await keyEntered(start, aws);
    // Back ends the half minute that a new key is asked for every 3 s.
    await walk.passes(/AWS does not know this key yet/);
    await walk.back();
    await walk.passes(/every 10 s: AWS does not know the key yet/);
    aws.setFaults([]);
    await walk.at(/Review: nothing is written yet/, /aws_secret_access_key/);
    await walk.leave();
  });
});

async function keyEntered(start: StartWalk, aws: Aws): Promise<Walk> {
  const walk = start(newPlace(), { env: askedOf(aws) });
  await walk.pick("Use keys I have");
  await walk.at(/The access key/, /Paste id and secret/);
  await walk.paste(aws.accessKeyId, aws.secretAccessKey.reveal());
  return walk;
}
