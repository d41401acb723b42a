/**
 * Walks through the wizard in a real terminal with profiles of any name: a key is saved into one
 * that is there, checked, and replaced.
 */
import { describe, expect, test } from "vitest";
import { pythonWithBoto3 } from "../conformance/python.js";
import { start } from "../practice/start.js";
import { boto3Finds } from "./boto3.js";
import { askedOf, newPlace, pick, startWizard } from "./program.js";

const NAMES = [
  "Foo Bar",
  'it\'s "quoted"',
  "a[b (c) {d}",
  "名前 ü",
  "مختبر",
  "x".repeat(200),
  "#lab; x",
] as const;
/** Older Pythons read another name in such a section line. */
const READ_IN_TWO_WAYS = ["a]b", "[x] y]z"] as const;

const OLD =
  "aws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n";

describe.each(NAMES.map((name) => [name]))("profile %j", (name) => {
  test("save into it, check it, replace its key", async () => {
    const [place, aws] = [newPlace(), await start()];
    place.put(".aws/credentials", `[${name}]\n${OLD}`);
    const secret = aws.secretAccessKey.reveal();
    const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam, AWS_PROFILE: name };
    const idNow = (): string =>
      /^aws_access_key_id = (\S+)/m.exec(place.read(".aws/credentials"))?.[1] ?? "";
    const open = (): ReturnType<typeof startWizard> =>
      startWizard(place, { env, columns: 100, rows: 40 });

    const saving = open();
    await saving.choose("Use keys I have");
    await saving.waitFor("Paste id and secret");
    saving.paste(`${aws.accessKeyId}\n${secret}\n`, true);
    await saving.waitFor("Pasted several lines");
    await saving.enterTo(/^Review: nothing is written yet(.*\n)*.*aws_secret_access_key/);
    await saving.enterTo(/^Ready\./);
    saving.press("enter");
    expect(await saving.exit).toEqual({ code: 0, signal: 0 });
    expect(place.read(".aws/credentials").startsWith(`[${name}]\n`)).toBe(true);
    expect(idNow()).toBe(aws.accessKeyId);

    const checking = open();
    await checking.choose("Check my keys");
    await checking.waitFor(/^Ready\.(.*\n)*.*The sandbox answers +10,000\.00\./);
    checking.press("ctrl-c", "ctrl-c");
    await checking.exit;
    const rotating = open();
    await rotating.choose("Replace a key \\(rotate\\)");
    await rotating.waitFor(/^Replace a key: /);
    await pick(rotating, "Replace it");
    await rotating.waitFor(/^Replaced: the file holds/);
    await pick(rotating, "Switch the old key off");
    await rotating.waitFor(/key is switched off/);
    rotating.press("enter");
    expect((await rotating.exit).code).toBe(0);

    expect(idNow()).not.toBe(aws.accessKeyId);
    expect(place.read(".aws/credentials").match(/^\[/gm), "no section beside it").toHaveLength(1);
    for (const wizard of [saving, checking, rotating]) expect(wizard.raw()).not.toContain(secret);
    if (pythonWithBoto3() === null) return;
    expect(await boto3Finds(place, aws, name)).toMatchObject({
      accessKeyId: idNow(),
      region: "us-east-1",
      balance: "10000.00",
    });
  });
});

describe.each(READ_IN_TWO_WAYS.map((name) => [name]))("profile %j", (name) => {
  test("its key is checked, and nothing is written where two Pythons read two names", async () => {
    const [place, aws] = [newPlace(), await start()];
    const secret = aws.secretAccessKey.reveal();
    const key = `aws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${secret}\n`;
    place.put(".aws/credentials", `[${name}]\n${key}`);
    const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam, AWS_PROFILE: name };
    const open = (): ReturnType<typeof startWizard> =>
      startWizard(place, { env, columns: 100, rows: 40 });
    const checking = open();
    await checking.choose("Check my keys");
    await checking.waitFor(/^Ready\.(.*\n)*.*The sandbox answers +10,000\.00\./);
    checking.press("ctrl-c", "ctrl-c");
    await checking.exit;

    const before = `[${name}]\n${OLD}`;
    place.put(".aws/credentials", before);
    const saving = open();
    await saving.choose("Use keys I have");
    await saving.waitFor("Paste id and secret");
    saving.paste(`${aws.accessKeyId}\n${secret}\n`, true);
    await saving.waitFor("Pasted several lines");
    await saving.enterTo(/^This cannot be written as it is\. Nothing was changed\./);
    await saving.waitFor("write another name without it in line 1");
    saving.press("ctrl-c", "ctrl-c");
    await saving.exit;
    expect(place.read(".aws/credentials")).toBe(before);
    for (const wizard of [checking, saving]) expect(wizard.raw()).not.toContain(secret);
  });
});
