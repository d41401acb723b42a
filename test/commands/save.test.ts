/** The contract of `mturk-setup save`, held by the program; boto3 reads what was written. */
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { pythonWithBoto3 } from "../conformance/python.js";
import { boto3Finds } from "../e2e/boto3.js";
import {
  BIN,
  type Env,
  askedOf,
  environment,
  newPlace,
  short,
  mturkSetup,
} from "../e2e/program.js";
import { mturkSetupHere } from "../e2e/here.js";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { fault, start } from "../practice/start.js";
import { OTHER, errorOf, expectSaved, putKey, saveOf, twoLines } from "./run.js";

describe("where the key comes from", () => {
  test("a file as the console gives it; one that is none: nothing written, nobody asked", async () => {
    const place = newPlace();
    const aws = await start();
    const save = (text: string): ReturnType<typeof mturkSetup> =>
      mturkSetup(place, ["save", "--json", "--csv", place.put("keys.csv", text)], {
        env: askedOf(aws),
      });
    const bad = await save("User name,Password\nann,x\n");
    expect(bad.code).toBe(4);
    expect(errorOf(bad).code).toBe("input-malformed");
    expect([place.has(".aws"), aws.log]).toEqual([false, []]);
    const head = "\uFEFFAccess key ID,Secret access key\r\n";
    const done = await save(`${head}${aws.accessKeyId},${aws.secretAccessKey.reveal()}\r\n`);
    expect(saveOf(done)).toMatchObject({ written: true, check: { verdict: "ready" } });
    expectSaved(place, aws);
  });

  test("--stdin: halves under each other's name are put right, and it is said", async () => {
    const place = newPlace();
    const aws = await start();
    const stdin = `aws_access_key_id = ${aws.secretAccessKey.reveal()}\naws_secret_access_key = ${aws.accessKeyId}\n`;
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env: askedOf(aws),
      stdin,
    });
    expect(saveOf(done).written).toBe(true);
    expect(done.err).toMatch(/each other's place/);
    expectSaved(place, aws);
    expect(done.out + done.err).not.toContain(aws.secretAccessKey.reveal());
  });

  test("both files are private, the document names every change, boto3 gets the balance", async () => {
    const place = newPlace();
    const aws = await start();
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json", "--profile", "lab"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(saveOf(done).files).toEqual([
      {
        path: place.at(".aws/config"),
        backup: null,
        changes: [{ line: 2, key: "region", from: null, to: "us-east-1" }],
      },
      {
        path: place.at(".aws/credentials"),
        backup: null,
        changes: [
          { line: 2, key: "aws_access_key_id", from: null, to: short(aws.accessKeyId) },
          { line: 3, key: "aws_secret_access_key", from: null, to: "••••" },
        ],
      },
    ]);
    const mode = (path: string): string => (statSync(place.at(path)).mode & 0o777).toString(8);
    expect([mode(".aws"), mode(".aws/credentials"), mode(".aws/config")]).toEqual([
      "700",
      "600",
      "600",
    ]);
    if (pythonWithBoto3() === null) return;
    expect(await boto3Finds(place, aws, "lab")).toMatchObject({
      accessKeyId: aws.accessKeyId,
      region: "us-east-1",
      balance: "10000.00",
    });
  });
});

describe("a key that AWS does not take", () => {
  test("a temporary one without its token is asked about once: waiting cannot help", async () => {
    const place = newPlace();
    const aws = await start();
    const done = await mturkSetupHere(place, ["save", "--stdin", "--yes", "--json"], {
      env: askedOf(aws),
      stdin: `ASIAEXAMPLEEXAMPLE22\n${"aB3/".repeat(10)}\n`,
    });
    expect(errorOf(done).message).toMatch(/one half of temporary keys.*Nothing was saved\./);
    expect(done.code).toBe(4);
    expect(aws.log).toHaveLength(2);
    expect(Object.keys(place.tree())).toEqual(["."]);
  });

  test.each([
    ["wrong-secret", [], "secret-wrong", 4],
    ["echo-secret", [], "key-garbled", 4],
    ["offline", [], "offline", 4],
    ["captive-portal", [], "not-aws", 4],
    ["not-linked", ["--need", "mturk"], "account-not-linked", 4],
    ["closed=410", ["--need", "mturk"], "mturk-closed", 4],
  ] as const)("%s %j: %s, and nothing is written", async (broken, args, code, exit) => {
    const place = newPlace();
    const aws = await start({ faults: [fault(broken)] });
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json", ...args], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    const error = errorOf(done);
    expect({ code: error.code, exit: done.code }).toEqual({ code, exit });
    expect(error.message).toContain("Nothing was saved.");
    expect(error.try.some((cure) => cure.includes("--no-verify"))).toBe(
      ["offline", "not-aws"].includes(code),
    );
    expect(Object.keys(place.tree())).toEqual(["."]);
  });

  test.each([
    ["not-linked", "account-not-linked"],
    ["closed=410", "mturk-closed"],
    ["no-policy", "policy-missing"],
  ])("%s: AWS accepts it, so it is saved: 0, and the check tells", async (broken, code) => {
    const place = newPlace();
    const aws = await start({ faults: [fault(broken)] });
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(saveOf(done)).toMatchObject({
      written: true,
      check: { verdict: "keys-accepted", sandbox: { ok: false, problem: code } },
    });
    expect(done.code).toBe(0);
    expectSaved(place, aws);
  });

  test("--no-verify asks nobody", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("wrong-secret")] });
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json", "--no-verify"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(saveOf(done)).toMatchObject({ written: true, check: null });
    expect(done.code).toBe(0);
    expect(aws.log).toEqual([]);
    expectSaved(place, aws);
  });

  test("--no-verify says in text that the key was not checked", async () => {
    const place = newPlace();
    const aws = await start();
    const done = await mturkSetupHere(place, ["save", "--stdin", "--no-verify"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(done.out).toMatch(/^default: saved, not checked: AKIA….{4} in ~\/\.aws\//);
    expect(done.out).toContain("AWS was not asked. Later: mturk-setup check");
    expect(done.code).toBe(0);
  });

  test("the id of a key is no name of a profile", async () => {
    const place = newPlace();
    const aws = await start();
    const done = await mturkSetupHere(place, ["save", "--stdin", "--profile", aws.accessKeyId], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(done.code).toBe(2);
    expect(done.err).toContain("That is an access key id, not the name of a profile.");
    expect(place.has(".aws")).toBe(false);
  });

  test("a key too new for AWS is waited for", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("unknown-key")] });
    const mended = setInterval(() => {
      if (aws.log.length >= 2) aws.setFaults([]);
    }, 5);
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    clearInterval(mended);
    expect(saveOf(done)).toMatchObject({ written: true, check: { verdict: "ready" } });
    expect(done.err).toMatch(/new key can take 30 seconds/);
  });

  test("temporary keys need --yes, and get their session token written", async () => {
    const place = newPlace();
    const token = "T".repeat(120);
    const aws = await start({
      key: {
        accessKeyId: "ASIAITEMPORARYEXAMPL",
        session: { token: new Secret(token), expiresAt: Date.now() + 3_600_000 },
      },
    });
    const env = {
      ...askedOf(aws),
      AWS_ACCESS_KEY_ID: aws.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.secretAccessKey.reveal(),
      AWS_SESSION_TOKEN: token,
    };
    const refused = await mturkSetupHere(place, ["save", "--from-env", "--json"], { env });
    expect(errorOf(refused)).toMatchObject({
      code: "answer-missing",
      message: expect.stringContaining("temporary key") as string,
    });
    expect(refused.code).toBe(3);
    expect(Object.keys(place.tree())).toEqual(["."]);
    const done = await mturkSetupHere(place, ["save", "--from-env", "--json", "--yes"], { env });
    expect(saveOf(done)).toMatchObject({ written: true });
    expect(place.read(".aws/credentials")).toContain(`aws_session_token = ${token}\n`);
    for (const run of [refused, done]) expect(run.out + run.err).not.toContain(token);
  });
});

describe("what is there already", () => {
  test("the same key again: nothing written, no copy made, 0", async () => {
    const place = newPlace();
    const aws = await start();
    const save = () =>
      mturkSetupHere(place, ["save", "--stdin", "--json"], {
        env: askedOf(aws),
        stdin: twoLines(aws),
      });
    expect(saveOf(await save()).written).toBe(true);
    const before = place.tree();
    const again = await save();
    expect(saveOf(again)).toMatchObject({
      written: false,
      files: [],
      region: "us-east-1",
      check: { verdict: "ready" },
    });
    expect(again.code).toBe(0);
    expect(place.tree()).toEqual(before);
  });

  test("another key: 3 without --yes; with it the key is replaced and the old file kept", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, OTHER, "default", "# mine\n[x]\nregion = eu-west-1\n\n");
    const before = place.tree();
    const old = place.read(".aws/credentials");
    const save = (...args: string[]) =>
      mturkSetupHere(place, ["save", "--stdin", "--json", ...args], {
        env: askedOf(aws),
        stdin: twoLines(aws),
      });
    const refused = await save();
    expect(errorOf(refused)).toMatchObject({
      code: "different-key",
      message: expect.stringContaining("AKIA…LE22") as string,
    });
    expect(refused.code).toBe(3);
    expect(place.tree()).toEqual(before);

    const done = await save("--yes");
    const credentials = saveOf(done).files.find(({ path }) => path.endsWith("credentials"));
    expect(credentials?.changes).toEqual([
      { line: 6, key: "aws_access_key_id", from: "AKIA…LE22", to: short(aws.accessKeyId) },
      { line: 7, key: "aws_secret_access_key", from: "••••", to: "••••" },
    ]);
    expect(place.read(".aws/credentials")).toBe(
      old
        .replace(OTHER.accessKeyId, aws.accessKeyId)
        .replace(OTHER.secretAccessKey.reveal(), aws.secretAccessKey.reveal()),
    );
    expect(readFileSync(credentials?.backup ?? "", "utf8")).toBe(old);
    expect(statSync(credentials?.backup ?? "").mode & 0o777).toBe(0o600);
    expect(done.out + done.err).not.toContain("oldSecret");
  });

  test("a region that is there stays; --region changes it where it wins", async () => {
    const place = newPlace();
    const aws = await start();
    place.put(".aws/config", "[default]\nregion = eu-west-1\noutput = json\n");
    const save = (...args: string[]) =>
      mturkSetupHere(place, ["save", "--stdin", "--json", ...args], {
        env: askedOf(aws),
        stdin: twoLines(aws),
      });
    const kept = saveOf(await save());
    expect(kept.region).toBe("eu-west-1");
    expect(kept.files.map(({ path }) => path)).toEqual([place.at(".aws/credentials")]);
    const changed = saveOf(await save("--region", "us-east-1"));
    expect(changed.region).toBe("us-east-1");
    expect(changed.files.map(({ path, changes }) => ({ path, changes }))).toEqual([
      {
        path: place.at(".aws/config"),
        changes: [{ line: 2, key: "region", from: "eu-west-1", to: "us-east-1" }],
      },
    ]);
    expect(place.read(".aws/config")).toBe("[default]\nregion = us-east-1\noutput = json\n");
  });

  test("--keys-in config writes there, and is refused while the credentials file holds that profile's keys", async () => {
    const place = newPlace();
    const aws = await start();
    const save = (profile: string) =>
      mturkSetupHere(
        place,
        ["save", "--stdin", "--json", "--keys-in", "config", "--profile", profile, "--yes"],
        { env: askedOf(aws), stdin: twoLines(aws) },
      );
    expect(saveOf(await save("lab"))).toMatchObject({
      written: true,
      check: { verdict: "ready", boto3: { source: "config-file" } },
    });
    expect(place.has(".aws/credentials")).toBe(false);
    expect(place.read(".aws/config")).toMatch(/^\[profile lab\]\n/);
    putKey(place, OTHER, "old");
    const before = place.tree();
    const refused = await save("old");
    expect(errorOf(refused).code).toBe("keys-hidden");
    expect(refused.code).toBe(4);
    expect(place.tree()).toEqual(before);
  });

  test("the profile comes from the environment as boto3 takes it; a name that is none is refused", async () => {
    const place = newPlace();
    const aws = await start();
    const save = (env: Env, ...args: string[]) =>
      mturkSetupHere(place, ["save", "--stdin", "--json", ...args], {
        env: { ...askedOf(aws), ...env },
        stdin: twoLines(aws),
      });
    expect(saveOf(await save({ AWS_PROFILE: "one", AWS_DEFAULT_PROFILE: "two" })).profile).toBe(
      "two",
    );
    expect(saveOf(await save({ AWS_PROFILE: "one" })).profile).toBe("one");
    expect(saveOf(await save({ AWS_PROFILE: "one" }, "--profile", "three")).profile).toBe("three");
    const refused = await save({ AWS_PROFILE: "a b" });
    expect(errorOf(refused).message).toContain('"a b"');
    expect(refused.code).toBe(4);
  });

  test("AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE are where it is written", async () => {
    const place = newPlace();
    const aws = await start();
    mkdirSync(place.at("elsewhere"));
    const env = {
      ...askedOf(aws),
      AWS_SHARED_CREDENTIALS_FILE: "~/elsewhere/keys",
      AWS_CONFIG_FILE: place.at("elsewhere/settings"),
    };
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env,
      stdin: twoLines(aws),
    });
    expect(
      saveOf(done)
        .files.map(({ path }) => path)
        .sort(),
    ).toEqual([place.at("elsewhere/keys"), place.at("elsewhere/settings")]);
    expect(place.has(".aws")).toBe(false);
  });

  test("a stale session token of the old key goes, and the document says so", async () => {
    const place = newPlace();
    const aws = await start();
    place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\naws_session_token = staleToken\nregion = us-east-1\n`,
    );
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(saveOf(done)).toMatchObject({ written: true, check: { verdict: "ready" } });
    expect(saveOf(done).files.flatMap(({ changes }) => changes)).toEqual([
      { line: 4, key: "aws_session_token", from: "••••", to: null },
    ]);
    expect(place.read(".aws/credentials")).not.toContain("session_token");
  });
});

describe("a dry run", () => {
  test("shows what would be written, and writes nothing", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, OTHER);
    const before = place.tree();
    const asJson = await mturkSetupHere(place, ["save", "--stdin", "--dry-run", "--json"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    const document = saveOf(asJson);
    expect(document).toMatchObject({ written: false, check: null });
    expect(document.files.map(({ path }) => path)).toEqual([
      place.at(".aws/config"),
      place.at(".aws/credentials"),
    ]);
    expect(asJson.code).toBe(0);
    const asText = await mturkSetupHere(place, ["save", "--stdin", "--dry-run"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(asText.code).toBe(0);
    expect(asText.out).toMatch(
      /- aws_access_key_id = AKIA…LE22\n.*\+ aws_access_key_id = AKIA…MPLE/s,
    );
    expect(asText.out).toContain("(hidden)");
    expect(asText.out).toContain("the real run needs --yes");
    for (const run of [asJson, asText]) expect(run.out + run.err).not.toMatch(/oldSecret/);
    expect(place.tree()).toEqual(before);
  });

  test("of a refused key is a failure too", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("wrong-secret")] });
    const done = await mturkSetupHere(place, ["save", "--stdin", "--dry-run", "--json"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(errorOf(done).code).toBe("secret-wrong");
    expect(done.code).toBe(4);
  });
});

describe("in scripts", () => {
  test("its line, region and psiTurk on stdout; what is in the way on stderr, and a foreign host, before the key is sent", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("closed=410")] });
    const done = await mturkSetupHere(place, ["save", "--stdin", "--profile", "s01"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(done.code).toBe(0);
    expect(done.err.trim().split("\n")).toEqual([
      expect.stringContaining(`asking ${new URL(aws.url).host}, which is not Amazon's`),
      expect.stringMatching(
        /^mturk-setup: AWS_ENDPOINT_URL_MTURK leads mturk-setup and boto3 to .*psiTurk takes no notice/,
      ),
    ]);
    const lines = done.out.trim().split("\n");
    expect(lines[0]).toMatch(
      new RegExp(
        `^s01: saved ${short(aws.accessKeyId)} in .*~/\\.aws/credentials.* AWS accepts it\\. MTurk does not answer \\(closed 2026-09-30\\)\\.$`,
      ),
    );
    expect(lines.slice(1)).toEqual([
      `Region us-east-1, from line 2 of ~/.aws/config: where MTurk is, and psiTurk asks there too.`,
      "psiTurk takes profile s01 only after: export AWS_PROFILE=s01",
    ]);
  });

  test("ended by SIGTERM while it asks: nothing written, no lock left", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("silent")] });
    const child = spawn(process.execPath, [BIN, "save", "--stdin", "--json"], {
      cwd: place.home,
      env: childEnv(place.home, environment(place, askedOf(aws))),
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin.end(twoLines(aws));
    await waitUntil(
      () => (aws.log.length > 0 ? true : undefined),
      () => "AWS was never asked",
    );
    child.kill("SIGTERM");
    const ended = await new Promise((resolve) =>
      child.once("close", (code, signal) => resolve(signal ?? code)),
    );
    expect(["SIGTERM", 143]).toContain(ended);
    expect(Object.keys(place.tree())).toEqual(["."]);
  });
});

test.each([
  {
    name: "a file with a key that others may read keeps its mode, and the check tells of it",
    old: "[x]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
    was: 0o644,
    mode: 0o644,
  },
  {
    name: "a file without a key that others may read gets its first one as a private file",
    old: "[x]\nregion = eu-west-1\n# aws_secret_access_key = none yet\n",
    was: 0o644,
    mode: 0o600,
  },
  {
    name: "an empty file that anybody may write gets the key as a private file",
    old: "",
    was: 0o666,
    mode: 0o600,
  },
  {
    name: "a file with an empty secret gets the key as a private file",
    old: "[default]\naws_access_key_id =\naws_secret_access_key =\n",
    was: 0o664,
    mode: 0o600,
  },
])("$name", async ({ old, was, mode }) => {
  const place = newPlace();
  const aws = await start();
  mkdirSync(place.at(".aws"), { mode: 0o755 });
  writeFileSync(place.at(".aws/credentials"), old);
  chmodSync(place.at(".aws/credentials"), was);
  const done = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
    env: askedOf(aws),
    stdin: twoLines(aws),
  });
  const document = saveOf(done);
  expect(document).toMatchObject({ written: true, check: { verdict: "ready" } });
  expect(statSync(place.at(".aws/credentials")).mode & 0o777).toBe(mode);
  expect(document.check?.problems.some(({ code }) => code === "file-permissive")).toBe(
    mode !== 0o600,
  );
});
