/**
 * Walks through the wizard in a real terminal, by frames and by lines, with profiles of any name: a
 * key is saved into one that is there, checked, and replaced.
 */
import { describe, expect, test } from "vitest";
import { pythonWithBoto3 } from "../conformance/python.js";
import { start as startAws } from "../practice/start.js";
import { boto3Finds } from "./boto3.js";
import { askedOf, newPlace } from "./program.js";
import { MODES } from "./walk.js";

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

describe.each(MODES)("%s", (_by, start) => {
  test.each(NAMES)("profile %j: save into it, check it, replace its key", async (name) => {
    const [place, aws] = [newPlace(), await startAws()];
    place.put(".aws/credentials", `[${name}]\n${OLD}`);
    const secret = aws.secretAccessKey.reveal();
    const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam, AWS_PROFILE: name };
    const idNow = (): string =>
      /^aws_access_key_id = (\S+)/m.exec(place.read(".aws/credentials"))?.[1] ?? "";

    const saving = start(place, { env });
    await saving.pick("Use keys I have");
    await saving.at(/The access key/, /Paste id and secret/);
    await saving.paste(aws.accessKeyId, secret);
    await saving.at(/Review: nothing is written yet/, /aws_secret_access_key/);
    await saving.enter();
    await saving.at(/Ready\./);
    await saving.finish();
    expect(place.read(".aws/credentials").startsWith(`[${name}]\n`)).toBe(true);
    expect(idNow()).toBe(aws.accessKeyId);

    const going = start(place, { env });
    await going.pick("Check my keys");
    await going.at(/Ready\./, /The sandbox answers:? 10,000\.00[.,]/);
    await going.back();
    await going.pick("Replace a key (rotate)");
    await going.at(/Replace a key: /);
    await going.pick("Replace it");
    await going.at(/Replaced: the file holds/);
    await going.pick("Switch the old key off");
    await going.says(/key is switched off/);
    await going.finish();

    expect(idNow()).not.toBe(aws.accessKeyId);
    expect(place.read(".aws/credentials").match(/^\[/gm), "no section beside it").toHaveLength(1);
    for (const { wizard } of [saving, going]) expect(wizard.raw()).not.toContain(secret);
    if (pythonWithBoto3() === null) return;
    expect(await boto3Finds(place, aws, name)).toMatchObject({
      accessKeyId: idNow(),
      region: "us-east-1",
      balance: "10000.00",
    });
  });

  test.each(READ_IN_TWO_WAYS)(
    "profile %j: its key is checked, and nothing is written where two Pythons read two names",
    async (name) => {
      const [place, aws] = [newPlace(), await startAws()];
      const secret = aws.secretAccessKey.reveal();
      const key = `aws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${secret}\n`;
      place.put(".aws/credentials", `[${name}]\n${key}`);
      const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam, AWS_PROFILE: name };
      const checking = start(place, { env });
      await checking.pick("Check my keys");
      await checking.at(/Ready\./, /The sandbox answers:? 10,000\.00[.,]/);
      await checking.leave();

      const before = `[${name}]\n${OLD}`;
      place.put(".aws/credentials", before);
      const saving = start(place, { env });
      await saving.pick("Use keys I have");
      await saving.at(/The access key/, /Paste id and secret/);
      await saving.paste(aws.accessKeyId, secret);
      await saving.says(/Enter/);
      await saving.enter();
      await saving.at(/This cannot be written as it is\. Nothing was changed\./);
      await saving.says(/write another name without it in line 1/);
      await saving.leave();
      expect(place.read(".aws/credentials")).toBe(before);
      for (const { wizard } of [checking, saving]) expect(wizard.raw()).not.toContain(secret);
    },
  );
});
