/** The contract of `mturk-setup save`, held by the built program; boto3 reads what was written. */
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { pythonWithBoto3 } from "../conformance/python.js";
import { boto3Finds } from "../e2e/boto3.js";
import {
  BIN,
  EXAMPLE,
  type Env,
  type Place,
  askedOf,
  environment,
  mturkSetup,
  newPlace,
  short,
} from "../e2e/program.js";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { fault, start } from "../practice/start.js";
import { errorOf, putKey, saveOf, twoLines } from "./run.js";

type Aws = Awaited<ReturnType<typeof start>>;

/**
 * A second key of the same made-up account, whose shortened form differs from all that end in
 * EXAMPLE.
 */
const OTHER = {
  accessKeyId: "AKIAEXAMPLEEXAMPLE22",
  secretAccessKey: new Secret("oldSecret/oldSecret+oldSecret/oldSecret+"),
};

function expectSaved(place: Place, aws: Aws, profile = "default"): void {
  expect(place.read(".aws/credentials")).toContain(
    `[${profile}]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
  );
}

interface Way {
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly env?: Env;
}

const CSV = (aws: Aws): string =>
  `\uFEFFAccess key ID,Secret access key\r\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\r\n`;

/** A class of three, whose teacher keeps all keys in one file. */
const CLASS = (aws: Aws): string =>
  `Keys of the class\nUser name,Password,Access key ID,Secret access key,Console login link\nbob,,${OTHER.accessKeyId},${"aB3/".repeat(10)},https://x\n"Ann O'Neil",,${aws.accessKeyId},${aws.secretAccessKey.reveal()},https://x\nbob,,AKIAEXAMPLEEXAMPLE33,${"cD4/".repeat(10)},https://x\n`;

/** Every way in which a key comes in. */
const WAYS: Readonly<Record<string, (aws: Aws, place: Place) => Way>> = {
  "--csv with an absolute path": (aws, place) => ({
    args: ["--csv", place.put("keys.csv", CSV(aws))],
  }),
  "--csv=PATH, relative": (aws, place) => ({
    args: [`--csv=${place.put("in here/keys.csv", CSV(aws)).slice(place.home.length + 1)}`],
  }),
  "--csv with --user": (aws, place) => ({
    args: ["--csv", place.put("class.csv", CLASS(aws)), "--user", "Ann O'Neil"],
  }),
  "--csv with --user in another case": (aws, place) => ({
    args: [`--user=ANN O'NEIL`, "--csv", place.put("class.csv", CLASS(aws))],
  }),
  "--csv with a short id for --user": (aws, place) => ({
    args: ["--csv", place.put("class.csv", CLASS(aws)), "--user", short(aws.accessKeyId)],
  }),
  "--csv as PowerShell drops it": (aws, place) => ({
    args: ["--csv", `& '${place.put("lab user (1).csv", CSV(aws))}'`],
  }),
  "--csv as a file:// address": (aws, place) => ({
    args: ["--csv", `file://${place.put("lab user.csv", CSV(aws)).replaceAll(" ", "%20")}\n`],
  }),
  "--csv with escapes and a blank behind them": (aws, place) => ({
    args: ["--csv", `${place.put("lab user.csv", CSV(aws)).replaceAll(" ", "\\ ")} `],
  }),
  "--csv -": (aws) => ({ args: ["--csv", "-"], stdin: CSV(aws) }),
  "--stdin, two lines": (aws) => ({ args: ["--stdin"], stdin: twoLines(aws) }),
  "--stdin, CRLF and blanks around": (aws) => ({
    args: ["--stdin"],
    stdin: `\r\n  ${aws.accessKeyId} \r\n\t${aws.secretAccessKey.reveal()}  \r\n\r\n`,
  }),
  "--stdin, a CSV": (aws) => ({ args: ["--stdin"], stdin: CSV(aws) }),
  "--stdin, a profile of a credentials file": (aws) => ({
    args: ["--stdin"],
    stdin: `[default]\naws_access_key_id=${aws.accessKeyId}\naws_secret_access_key=${aws.secretAccessKey.reveal()}\n`,
  }),
  "--stdin, export lines": (aws) => ({
    args: ["--stdin"],
    stdin: `export AWS_ACCESS_KEY_ID="${aws.accessKeyId}"\nexport AWS_SECRET_ACCESS_KEY='${aws.secretAccessKey.reveal()}'\n`,
  }),
  "--stdin, the JSON of create-access-key": (aws) => ({
    args: ["--stdin"],
    stdin: JSON.stringify(
      {
        AccessKey: {
          UserName: "x",
          AccessKeyId: aws.accessKeyId,
          Status: "Active",
          SecretAccessKey: aws.secretAccessKey.reveal(),
          CreateDate: "2026-01-01T00:00:00Z",
        },
      },
      null,
      4,
    ),
  }),
  "--from-env": (aws) => ({
    args: ["--from-env"],
    env: {
      AWS_ACCESS_KEY_ID: aws.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.secretAccessKey.reveal(),
    },
  }),
};

describe("where the key comes from", () => {
  test.each(Object.keys(WAYS))("%s", async (name) => {
    const place = newPlace();
    const aws = await start();
    const { args, stdin, env } = WAYS[name]!(aws, place);
    const done = await mturkSetup(place, ["save", "--json", ...args], {
      env: { ...askedOf(aws), ...env },
      ...(stdin === undefined ? {} : { stdin }),
    });
    const document = saveOf(done);
    expect(document).toMatchObject({
      profile: "default",
      accessKeyId: short(aws.accessKeyId),
      region: "us-east-1",
      written: true,
      check: { verdict: "ready" },
    });
    expect(done.code).toBe(0);
    expectSaved(place, aws);
    expect(done.out + done.err).not.toContain(aws.secretAccessKey.reveal());
  });

  test("--stdin: halves under each other's name are put right, and it is said", async () => {
    const place = newPlace();
    const aws = await start();
    const stdin = `aws_access_key_id = ${aws.secretAccessKey.reveal()}\naws_secret_access_key = ${aws.accessKeyId}\n`;
    const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--json", "--profile", "lab"], {
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

  interface Bad {
    readonly args: readonly string[];
    readonly stdin?: string | Buffer;
    readonly env?: Env;
    readonly code: string;
    readonly exit: number;
    readonly says: RegExp;
    readonly tries?: readonly string[];
  }

  const THREE = `User name,Access key ID,Secret access key\nbob,${OTHER.accessKeyId},${"aB3/".repeat(10)}\nann,AKIAEXAMPLEEXAMPLE44,${"aB3/".repeat(10)}\nbob,AKIAEXAMPLEEXAMPLE33,${"aB3/".repeat(10)}\n`;

  const BAD: Readonly<Record<string, (place: Place) => Bad>> = {
    "--csv: no such file": () => ({
      args: ["--csv", "nope.csv"],
      code: "input-unreadable",
      exit: 4,
      says: /nope\.csv/,
    }),
    "--csv: a folder": (place) => {
      mkdirSync(place.at("folder.csv"));
      return { args: ["--csv", "folder.csv"], code: "input-unreadable", exit: 4, says: /folder/ };
    },
    "--csv: binary": (place) => ({
      args: [
        "--csv",
        place.put("x.csv", Buffer.from(Array.from({ length: 4096 }, (_all, at) => (at * 7) % 256))),
      ],
      code: "input-malformed",
      exit: 4,
      says: /x\.csv/,
    }),
    "--csv: 10 MB": (place) => ({
      args: ["--csv", place.put("x.csv", "a,b\n".repeat(2_500_000))],
      code: "input-unreadable",
      exit: 4,
      says: /x\.csv/,
    }),
    "--csv: empty": (place) => ({
      args: ["--csv", place.put("x.csv", "")],
      code: "input-malformed",
      exit: 4,
      says: /x\.csv/,
    }),
    "--csv: two keys": (place) => ({
      args: [
        "--csv",
        place.put(
          "x.csv",
          `Access key ID,Secret access key\n${OTHER.accessKeyId},${"a".repeat(40)}\nAKIAEXAMPLEEXAMPLE33,${"b".repeat(40)}\n`,
        ),
      ],
      code: "answer-missing",
      exit: 3,
      says: /2 keys: AKIA…\w{4}, AKIA…LE33/,
    }),
    "--csv: three keys of two users": (place) => ({
      args: ["--csv", place.put("x.csv", THREE)],
      code: "answer-missing",
      exit: 3,
      says: /^x\.csv holds 3 keys: bob \(AKIA…LE22\), ann \(AKIA…LE44\), bob \(AKIA…LE33\)/,
      tries: [
        "For bob (AKIA…LE22): add --user 'AKIA…LE22'",
        "For ann (AKIA…LE44): add --user ann",
        "For bob (AKIA…LE33): add --user 'AKIA…LE33'",
      ],
    }),
    "--csv: two keys of the user that is named": (place) => ({
      args: ["--csv", place.put("x.csv", THREE), "--user", "bob"],
      code: "answer-missing",
      exit: 3,
      says: /holds 2 keys: bob \(AKIA…LE22\), bob \(AKIA…LE33\)/,
    }),
    "--csv: a user who is not in it": (place) => ({
      args: ["--csv", place.put("x.csv", THREE), "--user", "zoe"],
      code: "answer-missing",
      exit: 3,
      says: /no key of zoe; it holds bob/,
    }),
    "--csv: two users": (place) => ({
      args: ["--csv", place.put("x.csv", THREE.split("\n").slice(0, 3).join("\n"))],
      code: "answer-missing",
      exit: 3,
      says: /holds the keys of 2 users: bob .*, ann /,
    }),
    "--csv: two secrets of one id": (place) => ({
      args: [
        "--csv",
        place.put(
          "x.csv",
          `Access key ID,Secret access key\n${OTHER.accessKeyId},${"a".repeat(40)}\n${OTHER.accessKeyId},${"b".repeat(40)}\n`,
        ),
      ],
      code: "input-malformed",
      exit: 4,
      says: /different secrets for one id/,
    }),
    "--user without a file": () => ({
      args: ["--stdin", "--user", "ann"],
      stdin: "x",
      code: "usage-wrong",
      exit: 2,
      says: /--user needs --csv/,
    }),
    "--user with standard input as the file": () => ({
      args: ["--csv", "-", "--user", "ann"],
      stdin: "x",
      code: "usage-wrong",
      exit: 2,
      says: /--user chooses among the keys of a file/,
    }),
    "--user with a secret for a name": () => ({
      args: ["--csv", "x.csv", "--user", "aB3/".repeat(10)],
      code: "usage-wrong",
      exit: 2,
      says: /never go on the command line|looks like a secret/,
    }),
    "--csv: the console's sign-in file": (place) => ({
      args: [
        "--csv",
        place.put(
          "x.csv",
          "User name,Password,Console sign-in URL\npsiturk,Pass-word1,https://123456789012.signin.aws.amazon.com/console\n",
        ),
      ],
      code: "input-malformed",
      exit: 4,
      says: /password|sign-in/i,
    }),
    "--stdin: nothing": () => ({
      args: ["--stdin"],
      stdin: "",
      code: "answer-missing",
      exit: 3,
      says: /standard input/,
    }),
    "--stdin: 10 MB": () => ({
      args: ["--stdin"],
      stdin: Buffer.alloc(10_000_000, "x"),
      code: "input-malformed",
      exit: 4,
      says: /more text|too large|large/i,
    }),
    "--stdin: only the id": () => ({
      args: ["--stdin"],
      stdin: `${OTHER.accessKeyId}\n`,
      code: "input-malformed",
      exit: 4,
      says: /only the access key id/,
    }),
    "--stdin: only the secret": () => ({
      args: ["--stdin"],
      stdin: `${"aB3/".repeat(10)}\n`,
      code: "input-malformed",
      exit: 4,
      says: /only the secret/,
    }),
    "--from-env: swapped": () => ({
      args: ["--from-env"],
      env: { AWS_ACCESS_KEY_ID: "aB3/".repeat(10), AWS_SECRET_ACCESS_KEY: OTHER.accessKeyId },
      code: "input-malformed",
      exit: 4,
      says: /each other's place/,
    }),
    "--stdin: AWS's example": () => ({
      args: ["--stdin"],
      stdin: `${EXAMPLE.id}\n${EXAMPLE.secret}\n`,
      code: "example-keys",
      exit: 4,
      says: /example from AWS's documentation/,
    }),
    "--stdin: an id that is none of a key": () => ({
      args: ["--stdin"],
      stdin: `AIDAEXAMPLEEXAMPLE22\n${"aB3/".repeat(10)}\n`,
      code: "input-malformed",
      exit: 4,
      says: /not of an access key|not an id/,
    }),
    "--from-env: nothing set": () => ({
      args: ["--from-env"],
      code: "answer-missing",
      exit: 3,
      says: /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set/,
    }),
    "--from-env: the secret's name is misspelt": () => ({
      args: ["--from-env"],
      env: { AWS_ACCESS_KEY_ID: OTHER.accessKeyId, AWS_SECRET_ACCESSS_KEY: "aB3/".repeat(10) },
      code: "answer-missing",
      exit: 3,
      says: /AWS_SECRET_ACCESS_KEY is not set\. AWS_SECRET_ACCESSS_KEY is, which is not read in place of AWS_SECRET_ACCESS_KEY/,
      tries: [
        'If that is what was meant: export AWS_SECRET_ACCESS_KEY="$AWS_SECRET_ACCESSS_KEY"',
        "Set both, or use --csv FILE or --stdin",
      ],
    }),
    "--from-env: other tools' names": () => ({
      args: ["--from-env"],
      env: { AWS_ACCESS_KEY: OTHER.accessKeyId, AWS_SECRET_KEY: "aB3/".repeat(10) },
      code: "answer-missing",
      exit: 3,
      says: /AWS_ACCESS_KEY is, which is not read in place of AWS_ACCESS_KEY_ID and AWS_SECRET_KEY is/,
    }),
    "--from-env: small letters": () => ({
      args: ["--from-env"],
      env: { aws_access_key_id: OTHER.accessKeyId, aws_secret_access_key: "aB3/".repeat(10) },
      code: "answer-missing",
      exit: 3,
      says: /aws_access_key_id is, .* and aws_secret_access_key is, /,
    }),
    "--from-env: a temporary key, its token's name misspelt": () => ({
      args: ["--from-env", "--yes"],
      env: {
        AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE22",
        AWS_SECRET_ACCESS_KEY: "aB3/".repeat(10),
        AWS_SESION_TOKEN: "aB3/".repeat(60),
      },
      code: "answer-missing",
      exit: 3,
      says: /AWS_SESSION_TOKEN is not set\. AWS_SESION_TOKEN is, which is not read in its place/,
    }),
    "--from-env: psiTurk's variables": () => ({
      args: ["--from-env"],
      env: {
        PSITURK_AWS_ACCESS_KEY_ID: OTHER.accessKeyId,
        PSITURK_AWS_SECRET_ACCESS_KEY: "aB3/".repeat(10),
      },
      code: "answer-missing",
      exit: 3,
      says: /PSITURK_AWS_ACCESS_KEY_ID is, .* and PSITURK_AWS_SECRET_ACCESS_KEY is, /,
    }),
    "--from-env: half set": () => ({
      args: ["--from-env"],
      env: { AWS_ACCESS_KEY_ID: OTHER.accessKeyId },
      code: "answer-missing",
      exit: 3,
      says: /AWS_SECRET_ACCESS_KEY is not set/,
    }),
  };

  test.each(Object.keys(BAD))("%s: said clearly, nothing written, nobody asked", async (name) => {
    const place = newPlace();
    const aws = await start();
    const { args, stdin, env, code, exit, says, tries } = BAD[name]!(place);
    const before = place.tree();
    const done = await mturkSetup(place, ["save", "--json", ...args], {
      env: { ...askedOf(aws), ...env },
      ...(stdin === undefined ? {} : { stdin }),
    });
    const error = errorOf(done);
    expect(error.message).toMatch(says);
    expect({ code: error.code, exit: done.code }).toEqual({ code, exit });
    if (tries !== undefined) expect(error.try).toEqual(tries);
    expect(place.tree()).toEqual(before);
    expect(aws.log).toEqual([]);
    expect(done.out + done.err).not.toContain("aB3/aB3/");
  });
});

describe("a key that AWS does not take", () => {
  test("a temporary one without its token is asked about once: waiting cannot help", async () => {
    const place = newPlace();
    const aws = await start();
    const done = await mturkSetup(place, ["save", "--stdin", "--yes", "--json"], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--json", ...args], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--json", "--no-verify"], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--no-verify"], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--profile", aws.accessKeyId], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
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
    const refused = await mturkSetup(place, ["save", "--from-env", "--json"], { env });
    expect(errorOf(refused)).toMatchObject({
      code: "answer-missing",
      message: expect.stringContaining("temporary key") as string,
    });
    expect(refused.code).toBe(3);
    expect(Object.keys(place.tree())).toEqual(["."]);
    const done = await mturkSetup(place, ["save", "--from-env", "--json", "--yes"], { env });
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
      mturkSetup(place, ["save", "--stdin", "--json"], { env: askedOf(aws), stdin: twoLines(aws) });
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
      mturkSetup(place, ["save", "--stdin", "--json", ...args], {
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
      mturkSetup(place, ["save", "--stdin", "--json", ...args], {
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
      mturkSetup(
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
      mturkSetup(place, ["save", "--stdin", "--json", ...args], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
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
    const asJson = await mturkSetup(place, ["save", "--stdin", "--dry-run", "--json"], {
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
    const asText = await mturkSetup(place, ["save", "--stdin", "--dry-run"], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--dry-run", "--json"], {
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
    const done = await mturkSetup(place, ["save", "--stdin", "--profile", "s01"], {
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

  test("twenty at once: every profile is there, the file is whole", async () => {
    const place = newPlace();
    const aws = await start();
    const names = Array.from({ length: 20 }, (_all, at) => `s${String(at + 1).padStart(2, "0")}`);
    const done = await Promise.all(
      names.map((name) =>
        mturkSetup(place, ["save", "--stdin", "--no-verify", "--json", "--profile", name], {
          stdin: twoLines(aws),
        }),
      ),
    );
    expect(done.map((run) => [run.code, run.err])).toEqual(names.map(() => [0, ""]));
    const text = place.read(".aws/credentials");
    for (const name of names)
      expect(text).toContain(
        `[${name}]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
      );
    expect(text.match(/^\[/gm)?.length).toBe(20);
    const left = readdirSync(place.at(".aws")).filter((name) => /lock|tmp|temp/i.test(name));
    expect(left).toEqual([]);
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
  const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
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
