/**
 * `rotate` where other places use the same key: nothing goes off under anybody's feet unless that
 * is wished by name.
 */
import { lstatSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type RotateDocument, rotateSchema } from "../../src/jobs/rotate/index.js";
import { boto3Finds } from "../e2e/boto3.js";
import { startJudge } from "../e2e/judge.js";
import { type HereOptions, mturkSetupHere } from "../e2e/here.js";
import { type Ended, type Env, short } from "../e2e/program.js";
import { type Stage, expectNoSecret, expectTidy, expectWorking, stage } from "../e2e/rotation.js";
import { documentOf, errorOf } from "./run.js";

async function run(
  here: Stage,
  args: readonly string[],
  options: HereOptions = {},
): Promise<Ended> {
  const done = await mturkSetupHere(here.place, ["rotate", ...args], {
    ...options,
    env: { ...here.env, ...options.env },
  });
  expectNoSecret(here, done.out, done.err);
  return done;
}

async function rotated(
  here: Stage,
  args: readonly string[],
  options: HereOptions = {},
): Promise<RotateDocument> {
  const done = await run(here, ["--json", ...args], options);
  expect(done, done.err + done.out).toMatchObject({ code: 0 });
  return documentOf(done, rotateSchema);
}

const pairLines = (here: Stage, names = ["aws_access_key_id", "aws_secret_access_key"]): string =>
  `${names[0]} = ${here.first}\n${names[1]} = ${here.aws.secretAccessKey.reveal()}\n`;

/** Everything but blanks and the two values is unusual on purpose: it has to stay. */
const PSITURKCONFIG = (here: Stage): string =>
  `; mine\r\n[psiTurk Access]\npsiturk_access_key_id = abc\n\n[AWS Access]\nAWS_Access_Key_Id:${here.first}\n  # kept\naws_secret_access_key=${here.aws.secretAccessKey.reveal()}\naws_region = us-east-1`;

/** The same key in two further profiles, in config, and in both files of psiTurk's. */
async function shared(): Promise<Stage> {
  const here = await stage();
  here.place.put(
    ".aws/credentials",
    `${here.place.read(".aws/credentials")}\n[mturk]\n${pairLines(here)}aws_session_token = STALE\nregion = us-east-1\n; end\n`,
  );
  here.place.put(
    ".aws/config",
    `[default]\nregion = us-east-1\n\n[profile class]\nregion = us-east-1\n${pairLines(here)}output = json\n`,
  );
  here.place.put(".psiturkconfig", PSITURKCONFIG(here));
  here.place.put(
    "config.txt",
    `[HIT Configuration]\ntitle = A % study\n[AWS Access]\n${pairLines(here)}`,
  );
  return here;
}

const FILES = [".aws/credentials", ".aws/config", ".psiturkconfig", "config.txt"] as const;
const WRITTEN = [
  ["psiturkconfig", null],
  ["config.txt", null],
  ["config-file", "class"],
  ["credentials-file", "mturk"],
];
const inEvery = (here: Stage, id: string): readonly boolean[] =>
  FILES.map((name) => here.place.read(name).includes(id));
const places = (copies: RotateDocument["copies"]): unknown[] =>
  copies.map(({ name, profile }) => [name, profile]).sort();

/** Asks real boto3 with every profile that was there. */
async function expectEachProfile(here: Stage): Promise<void> {
  for (const profile of ["default", "mturk", "class"])
    expect((await boto3Finds(here.place, here.aws, profile))?.balance ?? "10000.00").toBe(
      "10000.00",
    );
}

/** Asks with psiTurk's reading of this home: the pair is the key's own, and AWS accepts it. */
async function expectPsiturkGets(here: Stage, env: Env, id: string): Promise<void> {
  const judge = startJudge(here, env);
  try {
    expect((await judge?.psiturk(here.place.home)) ?? { id, balance: "10000.00" }).toEqual({
      id,
      balance: "10000.00",
    });
  } finally {
    judge?.stop();
  }
}

describe("nothing was wished by name", () => {
  test("A3: exit 3, nothing made, nothing off; the places with their lines, and the three answers", async () => {
    const here = await stage();
    here.place.put(
      ".aws/credentials",
      `${here.place.read(".aws/credentials")}\n[mturk]\n${pairLines(here)}`,
    );
    here.place.put(
      ".env",
      `# study\nAWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
    );
    const before = here.place.tree();
    for (const args of [
      ["--yes"],
      ["--yes", "--delete-old"],
      ["--delete-old"],
      ["--dry-run"],
      ["--yes", "--dry-run"],
    ]) {
      const done = await run(here, [...args, "--json"]);
      expect([done.code, errorOf(done).code], args.join(" ")).toEqual([3, "key-shared"]);
      expect(errorOf(done).message).toContain("~/.aws/credentials [mturk], ~/.env line 2");
      for (const option of ["--everywhere", "--keep-old", "--off-anyway"])
        expect(errorOf(done).try.join("\n")).toContain(option);
    }
    expect((await run(here, ["--yes"])).code).toBe(3);
    expect(here.place.tree()).toEqual(before);
    expect(here.active()).toEqual([here.first]);
  });

  test.each([
    [
      "the environment",
      (here: Stage): HereOptions => ({
        env: {
          AWS_ACCESS_KEY_ID: here.first,
          AWS_SECRET_ACCESS_KEY: here.aws.secretAccessKey.reveal(),
        },
      }),
      /AWS_ACCESS_KEY_ID/,
    ],
    [
      "psiTurk's variables",
      (here: Stage): HereOptions => ({
        env: {
          PSITURK_AWS_ACCESS_KEY_ID: here.first,
          PSITURK_AWS_SECRET_ACCESS_KEY: here.aws.secretAccessKey.reveal(),
        },
      }),
      /PSITURK_AWS_ACCESS_KEY_ID/,
    ],
    [
      "~/.boto",
      (here: Stage): HereOptions => (
        here.place.put(".boto", `[Credentials]\n\n${pairLines(here)}`),
        {}
      ),
      /~\/\.boto line 3/,
    ],
    [
      "AWS_CREDENTIAL_FILE",
      (here: Stage): HereOptions => ({
        env: {
          AWS_CREDENTIAL_FILE: here.place.put(
            "ec2",
            `AWSAccessKeyId=${here.first}\nAWSSecretKey=${here.aws.secretAccessKey.reveal()}\n`,
          ),
        },
      }),
      /~\/ec2 line 1/,
    ],
    [
      "the config file, the same profile",
      (here: Stage): HereOptions => (
        here.place.put(".aws/config", `[default]\nregion = us-east-1\n${pairLines(here)}`),
        {}
      ),
      /~\/\.aws\/config \[default\]/,
    ],
    [
      ".psiturkconfig",
      (here: Stage): HereOptions => (here.place.put(".psiturkconfig", PSITURKCONFIG(here)), {}),
      /~\/\.psiturkconfig/,
    ],
    [
      "config.txt",
      (here: Stage): HereOptions => (
        here.place.put("config.txt", `[AWS Access]\n${pairLines(here)}`),
        {}
      ),
      /~\/config\.txt/,
    ],
    [
      "a shell file",
      (here: Stage): HereOptions => (
        here.place.put(
          ".bashrc",
          `export AWS_ACCESS_KEY_ID=${here.first}\nexport AWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
        ),
        {}
      ),
      /~\/\.bashrc line 1/,
    ],
  ])("%s counts as a user", async (_name, prepare, says) => {
    const here = await stage();
    const done = await run(here, ["--yes", "--json", "--profile", "default"], prepare(here));
    expect([done.code, errorOf(done).code]).toEqual([3, "key-shared"]);
    expect(errorOf(done).message).toMatch(says);
    expect(here.active()).toEqual([here.first]);
  });

  test("a download is named and stops nothing", async () => {
    const here = await stage();
    here.place.put(
      "Downloads/ann_accessKeys.csv",
      `Access key ID,Secret access key\n${here.first},${here.aws.secretAccessKey.reveal()}\n`,
    );
    expect(await rotated(here, ["--yes"])).toMatchObject({
      oldKey: "inactive",
      copies: [],
      unread: [
        { name: "csv", location: here.place.at("Downloads/ann_accessKeys.csv"), edited: false },
      ],
    });
  });
});

describe("--everywhere", () => {
  test("one plan over all files: every place holds the new pair, every other byte stays, boto3 works with each profile throughout", async () => {
    const here = await shared();
    const before = new Map(FILES.map((name) => [name, here.place.read(name)] as const));
    here.place.put(
      ".aws/credentials",
      here.place.read(".aws/credentials").replace("aws_session_token = STALE\n", ""),
    );
    await expectEachProfile(here);
    here.place.put(".aws/credentials", before.get(".aws/credentials")!);
    const document = await rotated(here, ["--everywhere"]);
    const second = here.inFile()!;
    expect(document).toMatchObject({
      outcome: "replaced",
      oldKey: "inactive",
      copies: [],
      oldAccessKeyId: short(here.first),
      newAccessKeyId: short(second),
    });
    expect(places(document.holding)).toEqual([...WRITTEN].sort());
    expect(document.holding.every(({ edited, line }) => edited && line !== null)).toBe(true);
    expect(document.files.map(({ path }) => path).sort()).toEqual(
      FILES.map((name) => here.place.at(name)).sort(),
    );
    expect(
      document.files.every(({ backup, changes }) => backup !== null && changes.length >= 2),
    ).toBe(true);
    expect(inEvery(here, here.first)).toEqual([false, false, false, false]);
    expect(inEvery(here, second)).toEqual([true, true, true, true]);
    const { secretAccessKey } = here.aws.accounts.find(second)!;
    for (const [name, text] of before) {
      const wanted = text
        .replaceAll(here.first, second)
        .replaceAll(here.aws.secretAccessKey.reveal(), secretAccessKey.reveal())
        .replace("aws_session_token = STALE\n", "");
      expect(here.place.read(name) === wanted, `${name} differs in more than the key`).toBe(true);
    }
    expect(here.active()).toEqual([second]);
    expectWorking(here);
    expectTidy(here, { waiting: true });
    await expectEachProfile(here);

    const back = await rotated(here, ["--undo", "--yes"]);
    expect(places(back.holding)).toEqual([...WRITTEN].sort());
    expect(inEvery(here, here.first)).toEqual([true, true, true, true]);
    expect(here.active()).toEqual([here.first]);
    await expectEachProfile(here);

    expect(await rotated(here, ["--finish", "--yes"])).toMatchObject({ oldKey: "gone" });
    expect(here.all()).toEqual([here.first]);
    expect(
      Object.keys(here.place.tree()).filter(
        (name) => name.includes("backup") && here.place.read(name).includes(second),
      ),
    ).toEqual([]);
    await expectEachProfile(here);
  });

  test("what is not edited here keeps the old key on, named with its line; with --off-anyway it goes all the same", async () => {
    const here = await shared();
    here.place.put(
      ".env",
      `AWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
    );
    const document = await rotated(here, ["--everywhere", "--yes"]);
    expect(document).toMatchObject({
      oldKey: "active",
      copies: [{ name: "dotenv", line: 1, edited: false }],
    });
    expect([...here.active()].sort()).toEqual([here.first, here.inFile()!].sort());
    const asked = await run(here, ["--finish", "--yes", "--json"]);
    expect([asked.code, errorOf(asked).code]).toEqual([3, "key-shared"]);
    expect(errorOf(asked).message).toContain("~/.env line 1");
    expect(errorOf(await run(here, ["--finish", "--dry-run", "--json"])).code).toBe("key-shared");
    expect(here.active()).toHaveLength(2);
    expect(await rotated(here, ["--finish", "--yes", "--off-anyway"])).toMatchObject({
      oldKey: "gone",
      copies: [{ name: "dotenv" }],
    });
    expect(here.active()).toEqual([here.inFile()]);
    expectTidy(here);
  });

  test("once the place was changed by hand, --finish needs no more words", async () => {
    const here = await stage();
    here.place.put(
      ".env",
      `AWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
    );
    const text = await run(here, ["--everywhere"]);
    expect(text.code).toBe(0);
    expect(text.out).toMatch(/was not switched off/);
    expect(text.out).toContain("~/.env line 1");
    here.place.put(".env", "# moved\n");
    expect(await rotated(here, ["--finish", "--yes"])).toMatchObject({ oldKey: "gone" });
    expectTidy(here);
  });

  test("--delete-old with a place that is not edited here: replaced, not deleted, not 0", async () => {
    const here = await stage();
    here.place.put(
      ".env",
      `AWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
    );
    const done = await run(here, ["--everywhere", "--delete-old", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([3, "key-shared"]);
    expect(here.inFile()).not.toBe(here.first);
    expect(here.active()).toHaveLength(2);
  });

  test("one file cannot be changed: nothing is made, nothing is written", async () => {
    const here = await shared();
    here.place.put(
      ".aws/config",
      `${here.place.read(".aws/config")}[profile "class"]\n${pairLines(here)}`,
    );
    const before = here.place.tree();
    const done = await run(here, ["--everywhere", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([4, "edit-refused"]);
    expect(here.place.tree()).toEqual(before);
    expect(here.all()).toEqual([here.first]);
  });

  test("a file that need not change never stands in the way", async () => {
    const here = await stage();
    here.place.put(".aws/config", "[default]\nregion = us-east-1\n", 0o444);
    here.place.put(".psiturkconfig", "[AWS Access]\naws_region = us-east-1\n", 0o444);
    expect(await rotated(here, ["--everywhere"])).toMatchObject({ oldKey: "inactive" });
  });

  test("psiTurk's halves in two files: each is replaced where it stands", async () => {
    const here = await stage();
    here.place.put(".psiturkconfig", `[AWS Access]\naws_access_key_id = ${here.first}\n`);
    here.place.put(
      "config.txt",
      `[AWS Access]\naws_secret_access_key = ${here.aws.secretAccessKey.reveal()}\n`,
    );
    expect(await rotated(here, ["--everywhere"])).toMatchObject({ oldKey: "inactive", copies: [] });
    const { secretAccessKey } = here.aws.accounts.find(here.inFile()!)!;
    expect(here.place.read(".psiturkconfig")).toBe(
      `[AWS Access]\naws_access_key_id = ${here.inFile()!}\n`,
    );
    expect(here.place.read("config.txt")).toBe(
      `[AWS Access]\naws_secret_access_key = ${secretAccessKey.reveal()}\n`,
    );
  });
});

/** What psiTurk reads of both halves: in a file of its own, and elsewhere. */
const SPLIT: readonly (readonly [
  string,
  (here: Stage, id: string, secret: string) => Env,
  RegExp,
])[] = [
  [
    "the id in .psiturkconfig, the secret in .env",
    (here, id, secret) => (
      here.place.put(".psiturkconfig", `[AWS Access]\naws_access_key_id = ${id}\n`),
      here.place.put(".env", `AWS_SECRET_ACCESS_KEY=${secret}\n`),
      {}
    ),
    /~\/\.psiturkconfig line 2 \(psiTurk takes the other half from ~\/\.env\)/,
  ],
  [
    "the secret in .psiturkconfig, the id in .env",
    (here, id, secret) => (
      here.place.put(".psiturkconfig", `[AWS Access]\naws_secret_access_key = ${secret}\n`),
      here.place.put(".env", `\nPSITURK_AWS_ACCESS_KEY_ID=${id}\n`),
      {}
    ),
    /~\/\.env line 2/,
  ],
  [
    "the secret in config.txt, the id in the environment",
    (here, id, secret) => (
      here.place.put("config.txt", `[AWS Access]\naws_secret_access_key = ${secret}\n`),
      { PSITURK_AWS_ACCESS_KEY_ID: id }
    ),
    /PSITURK_AWS_ACCESS_KEY_ID/,
  ],
  [
    "the id in config.txt, the secret in the environment",
    (here, id, secret) => (
      here.place.put("config.txt", `[AWS Access]\naws_access_key_id = ${id}\n`),
      { AWS_SECRET_ACCESS_KEY: secret }
    ),
    /~\/config\.txt line 2 \(psiTurk takes the other half from AWS_SECRET_ACCESS_KEY\)/,
  ],
  [
    "a whole pair in .psiturkconfig, whose secret .env replaces by the same",
    (here, id, secret) => (
      here.place.put(
        ".psiturkconfig",
        `[AWS Access]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
      ),
      here.place.put(".env", `AWS_SECRET_ACCESS_KEY=${secret}\n`),
      {}
    ),
    /~\/\.psiturkconfig line 2 \(psiTurk takes the other half from ~\/\.env\)/,
  ],
  [
    "a whole pair in config.txt, whose id .env replaces by the same",
    (here, id, secret) => (
      here.place.put(
        "config.txt",
        `[AWS Access]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
      ),
      here.place.put(".env", `PSITURK_AWS_ACCESS_KEY_ID=${id}\n`),
      {}
    ),
    /~\/config\.txt line 2 \(psiTurk takes the other half from ~\/\.env\).*~\/\.env line 1|~\/\.env line 1.*~\/config\.txt line 2 \(psiTurk takes the other half from ~\/\.env\)/,
  ],
  [
    "the id in .psiturkconfig, the secret in config.txt, the id in .env",
    (here, id, secret) => (
      here.place.put(".psiturkconfig", `[AWS Access]\naws_access_key_id = ${id}\n`),
      here.place.put("config.txt", `[AWS Access]\naws_secret_access_key = ${secret}\n`),
      here.place.put(".env", `AWS_ACCESS_KEY_ID=${id}\n`),
      {}
    ),
    /~\/\.env line 1/,
  ],
];

describe("psiTurk takes the halves of its pair from two places, one of which is not edited here", () => {
  test.each(SPLIT)(
    "%s: named before anything is made; everywhere leaves the pair whole and on, until it was changed by hand",
    async (_name, lay, says) => {
      const here = await stage();
      here.place.put(".env", "# nothing\n");
      const env = lay(here, here.first, here.aws.secretAccessKey.reveal());
      const before = here.place.tree();
      await expectPsiturkGets(here, env, here.first);
      const asked = await run(here, ["--yes", "--json", "--profile", "default"], { env });
      expect([asked.code, errorOf(asked).code]).toEqual([3, "key-shared"]);
      expect(errorOf(asked).message).toMatch(says);
      expect(here.place.tree()).toEqual(before);
      expect(here.all()).toEqual([here.first]);

      const done = await rotated(here, ["--everywhere", "--profile", "default"], { env });
      expect(done).toMatchObject({ outcome: "replaced", oldKey: "active" });
      expect(done.copies.length).toBeGreaterThan(0);
      expect(done.copies.every(({ edited }) => !edited)).toBe(true);
      expect(here.inFile()).not.toBe(here.first);
      await expectPsiturkGets(here, env, here.first);
      expect(
        errorOf(
          await run(here, ["--finish", "--everywhere", "--yes", "--json", "--profile", "default"], {
            env,
          }),
        ).code,
      ).toBe("key-shared");
      await expectPsiturkGets(here, env, here.first);

      const { accessKeyId, secretAccessKey } = here.aws.accounts.find(here.inFile()!)!;
      const byHand = lay(here, accessKeyId, secretAccessKey.reveal());
      expect(
        await rotated(here, ["--finish", "--yes", "--profile", "default"], { env: byHand }),
      ).toMatchObject({ oldKey: "gone" });
      await expectPsiturkGets(here, byHand, accessKeyId);
      expectTidy(here);
    },
  );

  test("retire takes either half out all the same", async () => {
    const here = await stage();
    here.place.put(".psiturkconfig", `[AWS Access]\naws_access_key_id = ${here.first}\n`);
    here.place.put(".env", `AWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`);
    const done = await mturkSetupHere(
      here.place,
      ["retire", "--key", here.first, "--everywhere", "--yes", "--json"],
      { env: here.env },
    );
    expect(done, done.err + done.out).toMatchObject({ code: 0 });
    expect(here.place.read(".psiturkconfig")).not.toContain(here.first);
    expect(here.active()).toEqual([]);
  });
});

describe("the other answers", () => {
  test("--off-anyway: only here, the old key off although others hold it, and they are named", async () => {
    const here = await shared();
    const document = await rotated(here, ["--off-anyway"]);
    expect(document).toMatchObject({ oldKey: "inactive", holding: [] });
    expect(places(document.copies)).toEqual([...WRITTEN].sort());
    expect(here.inFile("mturk")).toBe(here.first);
    expect(here.active()).toEqual([here.inFile()]);
    expectWorking(here);
  });

  test("--keep-old: only here, everything works; a later --finish asks again, and goes on everywhere", async () => {
    const here = await shared();
    here.place.put(
      ".aws/credentials",
      here.place.read(".aws/credentials").replace("aws_session_token = STALE\n", ""),
    );
    expect(await rotated(here, ["--keep-old"])).toMatchObject({ oldKey: "active" });
    await expectEachProfile(here);
    const asked = await run(here, ["--finish", "--yes", "--json"]);
    expect([asked.code, errorOf(asked).code]).toEqual([3, "key-shared"]);
    expect(here.active()).toHaveLength(2);
    expect(await rotated(here, ["--finish", "--everywhere", "--yes"])).toMatchObject({
      oldKey: "gone",
      copies: [],
    });
    expect(inEvery(here, here.first)).toEqual([false, false, false, false]);
    await expectEachProfile(here);
  });

  test("undo: the new key that was copied elsewhere meanwhile does not go unasked", async () => {
    const here = await stage();
    await rotated(here, ["--yes"]);
    const second = here.aws.accounts.find(here.inFile()!)!;
    here.place.put(
      ".psiturkconfig",
      `[AWS Access]\naws_access_key_id = ${second.accessKeyId}\naws_secret_access_key = ${second.secretAccessKey.reveal()}\n`,
    );
    const asked = await run(here, ["--undo", "--yes", "--json"]);
    expect([asked.code, errorOf(asked).code]).toEqual([3, "key-shared"]);
    expect(here.active()).toEqual([second.accessKeyId]);
    expect(await rotated(here, ["--undo", "--everywhere", "--yes"])).toMatchObject({
      oldKey: "inactive",
    });
    expect(here.place.read(".psiturkconfig")).toContain(here.first);
    expect(here.active()).toEqual([here.first]);
  });

  test("the second key of the user, which another profile uses, is not deleted to make room", async () => {
    const here = await stage();
    const made = here.madeInConsole();
    here.place.put(
      ".aws/credentials",
      `${here.place.read(".aws/credentials")}\n[lab]\naws_access_key_id = ${made.id}\naws_secret_access_key = ${made.secret}\n`,
    );
    const asked = await run(here, ["--yes", "--let-go", made.id, "--json"]);
    expect([asked.code, errorOf(asked).code]).toEqual([3, "key-shared"]);
    expect(errorOf(asked).message).toContain("[lab]");
    expect([...here.active()].sort()).toEqual([here.first, made.id].sort());
  });

  test.each([
    ["--everywhere", "--keep-old"],
    ["--off-anyway", "--keep-old"],
    ["--everywhere", "--letter"],
    ["--off-anyway", "--letter"],
  ])("%s with %s: exit 2", async (...args) => {
    const here = await stage();
    const before = here.place.tree();
    expect((await run(here, args)).code).toBe(2);
    expect(here.place.tree()).toEqual(before);
  });
});

describe("--finish tells the truth", () => {
  const csv = (here: Stage, made: { readonly id: string; readonly secret: string }): string =>
    here.place.put(
      "new_accessKeys.csv",
      `Access key ID,Secret access key\n${made.id},${made.secret}\n`,
    );

  test("a key that came by --csv: IAM is asked to switch the old one off and to delete it, and does", async () => {
    const here = await stage();
    const made = here.madeInConsole();
    expect(await rotated(here, ["--csv", csv(here, made), "--delete-old"])).toMatchObject({
      oldKey: "gone",
      newAccessKeyId: short(made.id),
      question: null,
    });
    expect(here.all()).toEqual([made.id]);
    expectTidy(here);
  });

  test("IAM says no: not 0, in IAM's words, and with the console's steps", async () => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    for (const args of [
      ["--csv", csv(here, made), "--delete-old"],
      ["--finish", "--yes"],
    ]) {
      const done = await run(here, [...args, "--json"]);
      expect([done.code, errorOf(done).code], args.join(" ")).toEqual([4, "policy-missing"]);
      expect(errorOf(done).message).toMatch(/is still on\. .*IAM/s);
      expect(errorOf(done).try.join("\n")).toMatch(/Deactivate/);
    }
    expect(here.inFile()).toBe(made.id);
    expect(here.active()).toHaveLength(2);
  });

  test("switched off in the console by somebody else, but IAM does not let this key delete it: not 0 either", async () => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    await run(here, ["--csv", csv(here, made), "--yes"]);
    here.aws.accounts.setStatus(here.first, "Inactive");
    const done = await run(here, ["--finish", "--yes", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([4, "policy-missing"]);
    expect(errorOf(done).message).toMatch(/is refused by AWS, so it is switched off or deleted/);
  });

  test("nothing under way: 0, and nobody has to agree to nothing", async () => {
    const here = await stage();
    expect(await rotated(here, ["--finish"])).toMatchObject({ outcome: "nothing" });
    expect(
      await run(here, ["--finish"], { env: { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1" } }),
    ).toMatchObject({ code: 0 });
  });
});

describe("one file with several names", () => {
  test.each([
    ["config.txt", ".psiturkconfig"],
    [".aws/credentials", ".psiturkconfig"],
  ])("%s, to which %s leads: changed once, whole, with the old key gone", async (file, link) => {
    const here = await stage();
    const text = file === "config.txt" ? "" : here.place.read(file);
    here.place.put(file, `${text}[AWS Access]\n${pairLines(here)}`);
    symlinkSync(join(here.place.home, file), join(here.place.home, link));
    const done = await rotated(here, ["--everywhere", "--delete-old"]);
    expect(done).toMatchObject({ oldKey: "gone", question: null });
    expect(here.place.read(link).includes(here.first)).toBe(false);
    expect(here.place.read(link)).toContain(here.inFile());
    expect(lstatSync(join(here.place.home, link)).isSymbolicLink()).toBe(true);
    expectTidy(here);
  });

  test("another spelling of the credentials file's path makes no second place of it", async () => {
    const here = await stage();
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: join(here.place.home, ".aws") + "/../.aws/credentials",
    };
    const done = await run(here, ["--yes", "--json"], { env });
    expect(done, done.out).toMatchObject({ code: 0 });
    expect(here.active()).toEqual([here.inFile()]);
  });
});
