/**
 * Profiles that are there, whatever their name: every command takes them, and boto3 reads what was
 * written.
 */
import { describe, expect, test } from "vitest";
import { start } from "../practice/start.js";
import { boto3Finds } from "../e2e/boto3.js";
import { mturkSetupHere } from "../e2e/here.js";
import { askedOf, newPlace } from "../e2e/program.js";
import { checkOf, errorOf, saveOf, twoLines } from "./run.js";

/** J1, and others that boto3 selects (tried one by one below). */
const NAMES = [
  "Foo Bar",
  "foo.bar",
  "a/b",
  "ü@x",
  "名前",
  "profile x",
  "it's",
  '"q"',
  "a  b",
  " lead",
  "trail ",
  "a=b",
  "a:b",
  "#c",
  "$HOME",
  "a;id",
  "-x",
  "Default",
  "__proto__",
  "constructor",
  "\u200Bz",
  "x\\y",
];
const OLD = { id: "AKIAEXAMPLEEXAMPLE22", secret: "oldSecret/oldSecret+oldSecret/oldSecret+" };

describe.each(NAMES.map((name) => [name]))("profile %j", (name) => {
  test("check, save, rotate, retire and doctor take it; boto3 reads what save wrote", async () => {
    const [place, aws] = [newPlace(), await start()];
    const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam };
    place.put(
      ".aws/credentials",
      `[${name}]\naws_access_key_id = ${OLD.id}\naws_secret_access_key = ${OLD.secret}\n`,
    );
    const run = (...args: readonly string[]): ReturnType<typeof mturkSetupHere> =>
      mturkSetupHere(place, [...args, "--profile", name, "--json"], { env, stdin: twoLines(aws) });
    const saved = await run("save", "--stdin", "--yes", "--region", "us-east-1");
    expect(saved.code, saved.out).toBe(0);
    expect(saveOf(saved)).toMatchObject({ profile: name, written: true, region: "us-east-1" });
    expect(await boto3Finds(place, aws, name)).toMatchObject({
      accessKeyId: aws.accessKeyId,
      region: "us-east-1",
      balance: "10000.00",
    });
    expect(checkOf(await run("check", "--need", "keys"))).toMatchObject({
      profile: name,
      boto3: { source: "credentials-file" },
    });
    for (const args of [
      ["rotate", "--dry-run"],
      ["retire", "--dry-run"],
    ])
      expect((await run(...args)).code, args.join(" ")).toBe(0);
    expect([0, 4]).toContain((await run("doctor")).code);
    const rotated = await run("rotate", "--yes");
    expect(rotated.code, rotated.out + rotated.err).toBe(0);
    expect(await boto3Finds(place, aws, name)).toMatchObject({ balance: "10000.00" });
    expect(place.read(".aws/credentials")).not.toContain(aws.accessKeyId);
  });
});

test("a name that only the config file has gets a section of its own in the credentials file", async () => {
  const [place, aws] = [newPlace(), await start()];
  place.put(".aws/config", '[profile "Foo Bar"]\nregion = us-east-1\noutput = json\n');
  const saved = await mturkSetupHere(place, ["save", "--stdin", "--profile", "Foo Bar"], {
    env: askedOf(aws),
    stdin: twoLines(aws),
  });
  expect(saved.code, saved.err).toBe(0);
  expect(place.read(".aws/config")).toBe(
    '[profile "Foo Bar"]\nregion = us-east-1\noutput = json\n',
  );
  expect(await boto3Finds(place, aws, "Foo Bar")).toMatchObject({
    accessKeyId: aws.accessKeyId,
    region: "us-east-1",
  });
});

test("the key in the config file, for a name that only the credentials file has", async () => {
  const [place, aws] = [newPlace(), await start()];
  place.put(".aws/credentials", '[My "own" \\ lab]\nregion = us-east-1\n');
  const saved = await mturkSetupHere(
    place,
    ["save", "--stdin", "--keys-in", "config", "--profile", 'My "own" \\ lab'],
    { env: askedOf(aws), stdin: twoLines(aws) },
  );
  expect(saved.code, saved.err).toBe(0);
  expect(await boto3Finds(place, aws, 'My "own" \\ lab')).toMatchObject({
    accessKeyId: aws.accessKeyId,
    region: "us-east-1",
  });
});

test("a new name is held to the rule; one that is missing is told as missing, and nothing is made", async () => {
  const [place, aws] = [newPlace(), await start()];
  place.put(".aws/credentials", "[lab]\nregion = us-east-1\n");
  const before = place.tree();
  const saved = await mturkSetupHere(place, ["save", "--stdin", "--profile", "Foo Bar", "--json"], {
    env: askedOf(aws),
    stdin: twoLines(aws),
  });
  expect(saved.code).toBe(2);
  expect(errorOf(saved)).toMatchObject({
    code: "usage-wrong",
    message: expect.stringMatching(/no profile "Foo Bar" yet.*blanks/) as string,
  });
  const checked = checkOf(
    await mturkSetupHere(place, ["check", "--profile", "Foo Bar", "--json"], { env: askedOf(aws) }),
  );
  expect(checked.problems[0]).toMatchObject({ code: "profile-missing" });
  expect(place.tree()).toEqual(before);
});

test("a name is quoted wherever it stands in a command to be pasted", async () => {
  const [place, aws] = [newPlace(), await start()];
  place.put(
    ".aws/credentials",
    `[it's; a lab]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
  );
  const checked = await mturkSetupHere(place, ["check"], { env: askedOf(aws) });
  expect(checked.out).toContain("export AWS_PROFILE='it'\\''s; a lab'");
  const guided = await mturkSetupHere(
    place,
    ["rotate", "--guided", "--yes", "--profile", "it's; a lab"],
    { env: { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam } },
  );
  expect(guided.code).toBe(3);
  expect(guided.err).toContain("--profile 'it'\\''s; a lab'");
});

test.each([
  ["canary/Secret+canary/Secret+canary/Secr3"],
  ["/anary/Secret+canary/Secret+canary/Secr3"],
])("a header that is a secret (%#) is shown by nothing", async (secret) => {
  const [place, aws] = [newPlace(), await start()];
  place.put(
    ".aws/credentials",
    `[${secret}]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
  );
  for (const args of [
    ["check"],
    ["check", "--json"],
    ["doctor"],
    ["doctor", "--json"],
    ["retire", "--dry-run"],
    ["rotate", "--dry-run"],
  ]) {
    for (const env of [
      askedOf(aws),
      { ...askedOf(aws), AWS_PROFILE: secret },
      { ...askedOf(aws), AWS_PROFILE: secret.replace("3", "4") },
    ]) {
      const done = await mturkSetupHere(place, args, { env });
      expect(done.out + done.err, args.join(" ")).not.toContain(secret.slice(1, 39));
    }
  }
});

test("3,000 profiles: lists are cut after ten, everywhere", async () => {
  const [place, aws] = [newPlace(), await start()];
  place.put(
    ".aws/config",
    Array.from(
      { length: 3000 },
      (_each, index) =>
        `[profile account${index}/Admin]\ncredential_process = granted credential-process --profile account${index}/Admin\nregion = us-east-1\n\n`,
    ).join(""),
  );
  for (const args of [
    ["check"],
    ["check", "--json"],
    ["check", "--profile", "nobody"],
    ["doctor"],
    ["rotate", "--yes"],
    ["retire", "--dry-run"],
    ["save", "--stdin", "--dry-run", "--no-verify"],
  ]) {
    const done = await mturkSetupHere(place, args, { env: askedOf(aws), stdin: twoLines(aws) });
    expect(Buffer.byteLength(done.out + done.err), args.join(" ")).toBeLessThan(6000);
  }
  expect(
    (await mturkSetupHere(place, ["check", "--profile", "nobody"], { env: askedOf(aws) })).out,
  ).toContain('"account9/Admin" … and 2,990 more');
  expect(
    (await mturkSetupHere(place, ["check"], { env: { ...askedOf(aws), AWS_PROFILE: "nobody" } }))
      .out,
  ).toContain("… and 2,990 more");
});

test("3,000 profiles with keys in them", async () => {
  const [place, aws] = [newPlace(), await start()];
  const key = `aws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n\n`;
  place.put(
    ".aws/credentials",
    Array.from({ length: 3000 }, (_each, index) => `[p${index}]\n${key}`).join(""),
  );
  for (const args of [
    ["check"],
    ["doctor"],
    ["check", "--profile", "p7"],
    ["rotate", "--profile", "p7", "--dry-run"],
  ]) {
    const done = await mturkSetupHere(place, args, {
      env: { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam },
    });
    expect(
      Buffer.byteLength(done.out + done.err),
      `${args.join(" ")}\n${(done.out + done.err).slice(0, 3000)}`,
    ).toBeLessThan(8000);
  }
});
