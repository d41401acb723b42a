/** Notes about what was nearly a key, on real files and environments. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { levelOf } from "../../src/base/problem.js";
import { examineSources } from "../../src/sources/index.js";
import type { SourceProblem } from "../../src/sources/types.js";
import { OTHER_ID as ID, OTHER_SECRET as SECRET, TEMPORARY_ID, TOKEN } from "../keys/samples.js";

const PAIR = `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`;
const TEMPORARY = `aws_access_key_id = ${TEMPORARY_ID}\naws_secret_access_key = ${SECRET}\n`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "mturk-setup-hints-"));
  for (const folder of ["home", "study"]) mkdirSync(join(dir, folder));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** The notes; whatever they are, they stop nobody and hold no value. */
async function notes(env: Record<string, string> = {}): Promise<readonly SourceProblem[]> {
  const examined = await examineSources(
    { env, cwd: join(dir, "study"), home: join(dir, "home"), platform: "linux" },
    { systemBotoFile: join(dir, "boto.cfg") },
  );
  if (!examined.ok) throw new Error(examined.problem.message);
  const found = examined.value.problems.filter(
    (problem) => levelOf(problem) === "note" && problem.code !== "region-wrong",
  );
  for (const value of [SECRET, TOKEN, "a/value"])
    expect(JSON.stringify(found)).not.toContain(value);
  return found;
}

describe("a file under a name that nobody reads", () => {
  it.each([
    "credentials.txt",
    "credentials.ini",
    "Credentials",
    "CREDENTIALS",
    "credential",
    "credentails",
    "Credentials.TXT",
    "credentials.txt.txt",
    ".credentials",
    "credentials.rtf",
    "config.txt",
    "Config",
    "config.ini",
  ])("%s, where the right one is not", async (name) => {
    const path = write(`home/.aws/${name}`, `[default]\n${PAIR}`);
    const right = join(dirname(path), /config/i.test(name) ? "config" : "credentials");
    expect(await notes()).toMatchObject([
      {
        code: "file-misread",
        message: expect.stringContaining(`No program reads ${path}`) as string,
        try: [
          `If it is in the form of that file: mv ${path} ${right}`,
          expect.stringContaining("save --stdin <") as string,
        ],
      },
    ]);
  });

  it("credentials.csv leads to --csv", async () => {
    const path = write(
      "home/.aws/credentials.csv",
      `Access key ID,Secret access key\n${ID},${SECRET}\n`,
    );
    expect((await notes())[0]?.try).toEqual([
      `If it is AWS's CSV file: mturk-setup save --csv ${path}`,
    ]);
  });

  it.each([
    ["aws/credentials", "credentials"],
    [".aws/.aws/credentials", "credentials"],
    [".config/aws/config", "config"],
    [".aws_credentials", "credentials"],
    ["aws-credentials.txt", "credentials"],
  ])("~/%s, where the right one is not", async (name, kind) => {
    const path = write(`home/${name}`, `[default]\n${PAIR}`);
    const right = join(dir, "home/.aws", kind);
    expect(await notes()).toMatchObject([
      {
        code: "file-misread",
        message: `No program reads ${path}: the file has to be ${right}.`,
        try: [
          `If it is in the form of that file: mkdir -p ${dirname(right)} && mv ${path} ${right}`,
          expect.stringContaining("save --stdin <") as string,
        ],
      },
    ]);
  });

  it("in another folder beside the right one, or where a variable names the file, it is nobody's mistake", async () => {
    write("home/aws/credentials", `[default]\n${PAIR}`);
    const right = write("home/.aws/credentials", `[default]\n${PAIR}`);
    expect(await notes()).toEqual([]);
    rmSync(right);
    const named = write("keys/mine", `[default]\n${PAIR}`);
    expect(await notes({ AWS_SHARED_CREDENTIALS_FILE: named })).toEqual([]);
  });

  it("beside the right one, it is only said that nobody reads it", async () => {
    write("home/.aws/credentials", `[default]\n${PAIR}`);
    write("home/.aws/credentials.txt", `[default]\n${PAIR}`);
    expect(await notes()).toMatchObject([
      {
        message: expect.stringContaining("That one is there, too.") as string,
        try: [expect.stringContaining("delete the other one") as string],
      },
    ]);
  });

  it("beside a file of another name that a variable names", async () => {
    const named = write("keys/mturk-keys", `[default]\n${PAIR}`);
    write("keys/mturk-keys.txt", "");
    expect(await notes({ AWS_SHARED_CREDENTIALS_FILE: named })).toMatchObject([
      {
        message: expect.stringContaining(
          "mturk-keys.txt: the file has to be called mturk-keys,",
        ) as string,
      },
    ]);
  });

  it.each([
    "credentials.bak",
    "credentials~",
    "credentials.2024-01-01",
    "credentials.mturk-setup-pending",
    "notes.txt",
    "cli",
    "configuration-of-vpn",
  ])("%s was not meant to be it", async (name) => {
    write(`home/.aws/${name}`, `[default]\n${PAIR}`);
    expect(await notes()).toEqual([]);
  });

  it("a folder, or a name that holds a terminal's commands, makes no trouble", async () => {
    mkdirSync(join(dir, "home/.aws/credentials.txt"), { recursive: true });
    write("home/.aws/credentials\u001B[31m.txt", "");
    symlinkSync("nowhere", join(dir, "home/.aws/credential"));
    expect(await notes()).toEqual([]);
  });
});

describe("a variable under a name that nobody reads", () => {
  it("is named with the one that was meant, and with a line that mends it", async () => {
    expect(
      await notes({ AWS_ACCESS_KEY: ID, aws_secret_access_key: SECRET, AWS_PROFIL: "a/value" }),
    ).toMatchObject([
      {
        code: "keys-partial",
        message:
          "AWS_ACCESS_KEY is set in the environment, but boto3 and psiTurk read AWS_ACCESS_KEY_ID, which is not set.",
        try: ['If that is what was meant: export AWS_ACCESS_KEY_ID="$AWS_ACCESS_KEY"'],
      },
      {
        code: "keys-partial",
        message: expect.stringContaining("read AWS_SECRET_ACCESS_KEY, which") as string,
      },
      {
        code: "setting-broken",
        message: expect.stringContaining("read AWS_PROFILE, which") as string,
      },
    ]);
  });

  it("is a note beside a key that wins as well, and nothing where the right variable is set", async () => {
    write("home/.aws/credentials", `[default]\n${PAIR}`);
    expect(await notes({ AWS_SECRET_KEY: SECRET })).toHaveLength(1);
    expect(
      await notes({
        AWS_SECRET_KEY: SECRET,
        AWS_ACCESS_KEY: ID,
        AWS_ACCESS_KEY_ID: ID,
        AWS_SECRET_ACCESS_KEY: SECRET,
      }),
    ).toEqual([]);
  });

  it("in .env is psiTurk's matter, with its line", async () => {
    const path = write(
      "study/.env",
      `DEBUG=1\nAWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_KEY=${SECRET}\n`,
    );
    expect(await notes()).toMatchObject([
      {
        about: ["psiturk"],
        message: `Line 3 of ${path} sets AWS_SECRET_KEY, but psiTurk reads AWS_SECRET_ACCESS_KEY, which is not set.`,
        try: ["If that is what was meant, write AWS_SECRET_ACCESS_KEY in line 3."],
      },
    ]);
    expect(await notes({ AWS_SECRET_ACCESS_KEY: SECRET })).toEqual([]);
  });

  it("psiTurk's own prefix", async () => {
    expect(await notes({ PSITURK_AWS_SECRET_KEY: SECRET })).toMatchObject([
      {
        about: ["psiturk"],
        message:
          "PSITURK_AWS_SECRET_KEY is set in the environment, but psiTurk reads PSITURK_AWS_SECRET_ACCESS_KEY, which is not set.",
      },
    ]);
  });
});

describe("a variable that names a file which is not there", () => {
  it.each([
    ["C:\\Users\\me\\.aws\\credentials", /a Windows path.*No file is there\.$/],
    ["%USERPROFILE%/.aws/credentials", /a Windows path.*No file is there\.$/],
    ["~nosuchuser/credentials", /no user of this name.*No file is there\.$/],
    ["aws/credentials", /counts from the folder you are in.*No file is there\.$/],
    ['"/keys/mine"', /quotation marks.*No file is there\.$/],
    ["   ", /only blanks.*No file is there\.$/],
    ["", /is set, but empty: for boto3 that means that there is no credentials file at all\.$/],
    [
      "/nowhere/keys",
      /^AWS_SHARED_CREDENTIALS_FILE names \/nowhere\/keys, and no file is there\.$/,
    ],
  ])("%j", async (named, says) => {
    write("home/.aws/credentials", `[default]\n${PAIR}`);
    const found = await notes({ AWS_SHARED_CREDENTIALS_FILE: named });
    expect(found).toMatchObject([
      {
        code: "file-misread",
        message: expect.stringMatching(says) as string,
        try: expect.arrayContaining([
          "To use ~/.aws/credentials: unset AWS_SHARED_CREDENTIALS_FILE",
        ]) as string[],
      },
    ]);
  });

  it("is nothing to tell where boto3 has a key all the same", async () => {
    write("home/.aws/credentials", `[default]\n${PAIR}`);
    expect(await notes({ AWS_CONFIG_FILE: "/nowhere/config" })).toEqual([]);
  });
});

describe("a session token away from its id", () => {
  it("in the config file, the id in the credentials file", async () => {
    write("home/.aws/credentials", `[default]\n${TEMPORARY}`);
    const config = write(
      "home/.aws/config",
      `[default]\nregion = us-east-1\naws_session_token = ${TOKEN}\n`,
    );
    expect(await notes()).toMatchObject([
      {
        code: "temporary-keys",
        about: ["boto3"],
        message: expect.stringContaining(`in line 3 of ${config}`) as string,
        try: [
          expect.stringContaining("move line 3") as string,
          `If not: delete line 3 of ${config} (aws_session_token).`,
        ],
      },
    ]);
  });

  it("the other way round, and under its old name", async () => {
    const credentials = write(
      "home/.aws/credentials",
      `[default]\naws_security_token = ${TOKEN}\n`,
    );
    write("home/.aws/config", `[default]\n${TEMPORARY}`);
    expect(await notes()).toMatchObject([
      { message: expect.stringContaining(`in line 2 of ${credentials}`) as string },
    ]);
  });

  it("in the environment, the id in a file; and in a file, the id in the environment", async () => {
    write("home/.aws/credentials", `[default]\n${TEMPORARY}`);
    expect(await notes({ AWS_SESSION_TOKEN: TOKEN })).toMatchObject([
      {
        message: expect.stringContaining(
          "AWS_SESSION_TOKEN is set in the environment, but the id (ASIA…) stands in a file",
        ) as string,
      },
    ]);
    write("home/.aws/credentials", `[default]\naws_session_token = ${TOKEN}\n`);
    expect(
      await notes({ AWS_ACCESS_KEY_ID: TEMPORARY_ID, AWS_SECRET_ACCESS_KEY: SECRET }),
    ).toMatchObject([
      { message: expect.stringContaining("The session token of the profile") as string },
    ]);
  });

  it.each([
    ["study/.env", `A=b\nAWS_SESSION_TOKEN=${TOKEN}\n`, 2, "AWS_SESSION_TOKEN"],
    ["study/.env", `export AWS_SECURITY_TOKEN="${TOKEN}"\n`, 1, "AWS_SECURITY_TOKEN"],
    ["study/.env", `AWS_SESION_TOKEN=${TOKEN}\n`, 1, "AWS_SESION_TOKEN"],
    ["home/.psiturkconfig", `[AWS Access]\naws_session_token = ${TOKEN}\n`, 2, "aws_session_token"],
    ["study/config.txt", `[AWS Access]\naws_security_token: ${TOKEN}\n`, 2, "aws_security_token"],
    ["study/config.txt", `[Server]\nAWS_SESSION_TOKEN=${TOKEN}\n`, 2, "AWS_SESSION_TOKEN"],
  ])("in %s, the id in the credentials file: %s", async (name, text, line, written) => {
    write("home/.aws/credentials", `[default]\n${TEMPORARY}`);
    const path = write(name, text);
    expect(await notes()).toEqual([
      {
        code: "temporary-keys",
        level: "note",
        about: ["boto3", "psiturk"],
        message: `A session token stands in line ${String(line)} of ${path}, but the id (ASIA…) elsewhere: boto3 does not look into that file, and psiTurk passes no session token on, so AWS refuses the key without it.`,
        try: [
          "If they belong together, put the token below the id, as aws_session_token.",
          `If not: delete line ${String(line)} of ${path} (${written}).`,
        ],
      },
    ]);
  });

  it.each([
    ["study/.env", `AWS_SESSION_TOKEN=${TOKEN}\n`],
    ["home/.psiturkconfig", `[AWS Access]\naws_session_token = ${TOKEN}\n`],
    ["study/config.txt", `[AWS Access]\naws_session_token = ${TOKEN}\n`],
  ])("in %s beside a permanent key elsewhere is nothing to tell", async (name, text) => {
    write("home/.aws/credentials", `[default]\n${PAIR}`);
    write(name, text);
    expect(await notes()).toEqual([]);
  });

  it("misspelt in .env: nobody is sent to mend what psiTurk does not pass on", async () => {
    write(
      "study/.env",
      `AWS_ACCESS_KEY_ID=${TEMPORARY_ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\nAWS_SESION_TOKEN=${TOKEN}\n`,
    );
    expect(await notes()).toEqual([]);
  });

  it("is nothing to tell beside its id, beside a permanent key, or in another profile", async () => {
    write("home/.aws/credentials", `[default]\n${TEMPORARY}aws_session_token = ${TOKEN}\n`);
    expect(await notes()).toEqual([]);
    write("home/.aws/credentials", `[default]\n${PAIR}`);
    write("home/.aws/config", `[default]\naws_session_token = ${TOKEN}\n`);
    expect(await notes()).toEqual([]);
    write("home/.aws/credentials", `[default]\n${TEMPORARY}`);
    write("home/.aws/config", `[profile lab]\naws_session_token = ${TOKEN}\n`);
    expect(await notes()).toEqual([]);
  });
});
