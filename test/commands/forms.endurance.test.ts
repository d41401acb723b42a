/**
 * Signs that nobody sees, and keys whose form shows what happened to them: named before AWS is
 * asked, and mended where it is plain.
 */
import { describe, expect, test } from "vitest";
import { boto3Reads } from "../e2e/boto3.js";
import { mturkSetupHere } from "../e2e/here.js";
import { askedOf, newPlace } from "../e2e/program.js";
import { start } from "../practice/start.js";
import { checkOf, putKey } from "./run.js";

const ID = "AKIAQYLPMN5HHEXAMPLE";
const SECRET = "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";

describe("signs that nobody sees (F1)", () => {
  test.each([
    ["AWS_PROFILE", "default\r", /carriage return .*at the end/],
    [
      "AWS_PROFILE",
      "default\u200B",
      /an invisible character, U\+200B \(a zero-width space\), at the end/,
    ],
    ["AWS_PROFILE", "\uFEFFdefault", /U\+FEFF \(a byte order mark\), at the beginning/],
    ["AWS_DEFAULT_PROFILE", "de\u00ADfault", /U\+00AD \(a soft hyphen\), in the middle/],
    ["AWS_DEFAULT_PROFILE", "default\u00A0", /U\+00A0 \(a no-break space\), at the end/],
  ])("%s=%j: check names it, and how to take it out", async (name, value, says) => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const document = checkOf(
      await mturkSetupHere(place, ["check", "--json"], { env: { ...askedOf(aws), [name]: value } }),
    );
    expect(document.verdict).toBe("keys-missing");
    const [first] = document.problems;
    expect(first).toMatchObject({ code: "profile-missing", message: expect.stringMatching(says) });
    expect(first?.message).toContain(name);
    expect(first?.try.join("\n")).toContain(`export ${name}=default`);
    expect(() => boto3Reads(place, { [name]: value })).toThrow(/ProfileNotFound/);
  });

  test.each([
    ["AWS_CONFIG_FILE", "~/.aws/config\r"],
    ["AWS_SESSION_TOKEN", "token\u200B"],
  ])("%s too", async (name, value) => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const document = checkOf(
      await mturkSetupHere(place, ["check", "--json"], { env: { ...askedOf(aws), [name]: value } }),
    );
    expect(document.problems.map(({ message }) => message).join("\n")).toMatch(
      new RegExp(`(carriage return|U\\+200B).* of ${name}`),
    );
  });

  test("in a section line: check names it, the doctor shows and takes it out, boto3 finds the key", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws, "default\u200B");
    const check = checkOf(await mturkSetupHere(place, ["check", "--json"], { env: askedOf(aws) }));
    expect(check.problems[0]?.message).toContain("[default<U+200B>]");
    const shown = await mturkSetupHere(place, ["doctor"], { env: askedOf(aws) });
    expect(shown.out).toContain("- [default<U+200B>]");
    expect(shown.out).toContain("+ [default]");
    expect(
      (await mturkSetupHere(place, ["doctor", "--fix", "--yes"], { env: askedOf(aws) })).code,
    ).toBe(0);
    expect(boto3Reads(place)?.accessKeyId ?? aws.accessKeyId).toBe(aws.accessKeyId);
  });
});

describe("the form of a key that was found (H1, H2)", () => {
  const CASES: readonly (readonly [
    name: string,
    id: string,
    secret: string,
    says: RegExp,
    mended: boolean,
  ])[] = [
    ["swapped", SECRET, ID, /swapped/, true],
    ["quotes", `"${ID}"`, `"${SECRET}"`, /quotation marks around it/, true],
    ["a comma", ID, `${SECRET},`, /a comma at its end/, true],
    ["a backslash", `${ID}\\`, SECRET, /a backslash at its end/, true],
    ["a remark", ID, `${SECRET} # mine`, /the remark behind it/, true],
    [
      "signs of a web page",
      ID,
      SECRET.replaceAll("/", "&#x2F;"),
      /as a web page writes them/,
      true,
    ],
    ["a zero-width space", `${ID}\u200B`, SECRET, /U\+200B/, true],
    ["an encrypted value", ID, "ENC[AES256_GCM,data:abc=,type:str]", /encrypted value/, false],
    ["a vault's reference", "vault:secret/aws#id", SECRET, /vault/, false],
    ["stand-ins", "YourAccessKeyId", "YourSecretAccessKey", /placeholder/, false],
    ["a variable of a shell", "${AWS_ID}", "${AWS_SECRET:-}", /placeholder/, false],
    ["a variable of Windows", "%AWS_ID%", "%AWS_SECRET%", /placeholder/, false],
  ];

  test.each(CASES)(
    "in the environment: %s is said, and AWS is not asked",
    async (_, id, secret, says) => {
      const place = newPlace();
      const aws = await start();
      const done = await mturkSetupHere(place, ["check", "--json"], {
        env: { ...askedOf(aws), AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret },
      });
      const document = checkOf(done);
      expect(document.problems.map(({ message }) => message).join("\n")).toMatch(says);
      expect(document).toMatchObject({ identity: null, sandbox: null });
      expect(aws.log).toEqual([]);
      expect(done.code).toBe(4);
      expect(done.out + done.err).not.toContain(SECRET);
    },
  );

  test.each(CASES)(
    "in the credentials file: %s is said, and mended where it is plain",
    async (_, id, secret, says, mended) => {
      const place = newPlace();
      const aws = await start();
      place.put(
        ".aws/credentials",
        `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
      );
      const document = checkOf(
        await mturkSetupHere(place, ["check", "--json"], { env: askedOf(aws) }),
      );
      expect(document.problems[0]?.message).toMatch(says);
      expect(aws.log).toEqual([]);
      await mturkSetupHere(place, ["doctor", "--fix", "--yes"], { env: askedOf(aws) });
      const sound = /aws_access_key_id = (\S+)\n(?:# mine\n)?aws_secret_access_key = (\S+)\n/.exec(
        place.read(".aws/credentials"),
      );
      if (mended) expect(sound?.slice(1) ?? place.read(".aws/credentials")).toEqual([ID, SECRET]);
      else expect(place.read(".aws/credentials")).toContain(id);
    },
  );

  test.each([
    ["small letters", ID.toLowerCase(), SECRET, /small/],
    ["a cut id", ID.slice(0, 16), SECRET, /has 16 characters/],
    ["a cut secret", ID, SECRET.slice(0, 30), /has 30 characters/],
  ])("%s could be right for some server: asked, and said", async (_, id, secret, says) => {
    const place = newPlace();
    const aws = await start();
    const document = checkOf(
      await mturkSetupHere(place, ["check", "--json"], {
        env: { ...askedOf(aws), AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret },
      }),
    );
    expect(document.problems.map(({ message }) => message).join("\n")).toMatch(says);
    expect(aws.log.length).toBeGreaterThan(0);
  });

  test.each([".psiturkconfig", "config.txt"])("psiTurk's %s", async (name) => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    place.put(
      name,
      `[AWS Access]\naws_access_key_id = "${ID}"\naws_secret_access_key = "${SECRET}"\n`,
    );
    const document = checkOf(
      await mturkSetupHere(place, ["check", "--json"], { env: askedOf(aws) }),
    );
    expect(document.problems.map(({ message }) => message).join("\n")).toMatch(
      /quotation marks around it/,
    );
  });

  test(".env: the same", async () => {
    const place = newPlace();
    const aws = await start();
    place.put(".env", `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET},\n`);
    const document = checkOf(
      await mturkSetupHere(place, ["check", "--json"], { env: askedOf(aws) }),
    );
    expect(document.problems.map(({ message }) => message).join("\n")).toMatch(
      /a comma at its end/,
    );
  });
});
