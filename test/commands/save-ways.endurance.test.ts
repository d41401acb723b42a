/**
 * Every way in which a key comes into `mturk-setup save`, and all that is none: said clearly, with
 * nothing written and nobody asked. Then many of them at once.
 */
import { mkdirSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  EXAMPLE,
  type Env,
  type Place,
  askedOf,
  mturkSetup,
  newPlace,
  short,
} from "../e2e/program.js";
import { start } from "../practice/start.js";
import { OTHER, errorOf, expectSaved, saveOf, twoLines } from "./run.js";

type Aws = Awaited<ReturnType<typeof start>>;

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
