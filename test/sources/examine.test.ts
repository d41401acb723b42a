/**
 * What the user is told, on real files; that the winners are right is held to real boto3 in
 * test/conformance/sources.test.ts.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../src/base/problem.js";
import { Secret } from "../../src/base/secret.js";
import { examineSources } from "../../src/sources/index.js";
import { resolveBoto3, type Boto3Input } from "../../src/sources/boto3.js";
import type { SourceReport, Sources } from "../../src/sources/types.js";

const PAIR =
  "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
const OTHER =
  "aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n";
const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIAI44QH8DHBEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "mturk-setup-examine-"));
  for (const folder of ["home", "study"]) mkdirSync(join(dir, folder));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, text: string | Uint8Array, mode = 0o600): string {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

async function examine(env: Record<string, string> = {}, profile?: string): Promise<Sources> {
  const host = {
    env,
    cwd: join(dir, "study"),
    home: join(dir, "home"),
    platform: "linux" as const,
  };
  const result = await examineSources(host, {
    ...(profile === undefined ? {} : { profile }),
    systemBotoFile: join(dir, "boto.cfg"),
  });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

const named = (sources: Sources, name: string): SourceReport =>
  sources.list.find((each) => each.name === name)!;
const coded = (sources: Sources, code: string): Problem =>
  sources.problems.find((each) => each.code === code)!;

describe("named sections of the config file", () => {
  it("are read where the profile names them; each setting is told with the service that it leads", async () => {
    write(
      "home/.aws/config",
      `[default]\nregion = us-east-1\n${PAIR}services = own\nsso_session = mine\n` +
        "[services own]\nmturk =\n  endpoint_url = http://127.0.0.1:1\n" +
        "[sso-session mine]\nsso_region = us-east-1\n",
    );
    const alone = await examine();
    expect(coded(alone, "endpoint-elsewhere").message).toContain("127.0.0.1:1 for MTurk. ");
    // That STS is asked at the same address has a setting of its own for its cause.
    const both = await examine({ AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1" });
    expect(coded(both, "endpoint-elsewhere").message).toContain("127.0.0.1:1 for MTurk. ");
  });
});

describe("examineSources", () => {
  it("says what beats the file and gives the line that ends it", async () => {
    const path = write("home/.aws/credentials", `[default]\n${PAIR}`);
    const sources = await examine({ ...KEYS, AWS_SESSION_TOKEN: "left over" });
    expect(named(sources, "environment")).toMatchObject({
      boto3: "used",
      psiturk: "used",
      why: "boto3 and psiTurk use this key.",
    });
    expect(named(sources, "environment").cure[0]).toBe(
      "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
    );
    expect(named(sources, "credentials-file")).toMatchObject({
      boto3: "hidden",
      psiturk: "hidden",
      cure: [],
      why: "The environment variables beat it for boto3 and psiTurk.",
    });
    expect(coded(sources, "keys-hidden").message).toBe(
      `The key in the profile "default" in ${path} is not the one that boto3 and psiTurk use: the environment variables hide it.`,
    );
    expect(coded(sources, "session-token-stale").try).toEqual(["unset AWS_SESSION_TOKEN"]);
  });

  it("tells of keys under names that nobody reads", async () => {
    const path = write(
      "home/.aws/credentials",
      `[default]\nAWSAccessKeyId=${KEYS.AWS_ACCESS_KEY_ID}\nAWSSecretKey=${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
    );
    const sources = await examine();
    expect(sources.boto3.problem?.code).toBe("keys-missing");
    expect(
      sources.problems.filter(({ code }) => code === "keys-partial").map(({ message }) => message),
    ).toEqual([
      `Line 2 of ${path} names AWSAccessKeyId; no program reads that there. It has to be aws_access_key_id.`,
      `Line 3 of ${path} names AWSSecretKey; no program reads that there. It has to be aws_secret_access_key.`,
    ]);
  });

  it("lists the strongest place first, and only places that hold something", async () => {
    write("home/.aws/credentials", `[default]\n${PAIR}`);
    write("home/.aws/config", "[default]\nregion = us-east-1\n");
    write("home/.psiturkconfig", `[AWS Access]\n${OTHER}`);
    write("study/config.txt", "[HIT Configuration]\ntitle = Stroop\n");
    write("study/.env", `AWS_ACCESS_KEY_ID=${KEYS.AWS_ACCESS_KEY_ID}\n`);
    write("home/.boto", `[Credentials]\n${PAIR}`);
    const sources = await examine({ PSITURK_AWS_SECRET_ACCESS_KEY: "made-up" });
    expect(sources.list.map((each) => each.name)).toEqual([
      "psiturk-environment",
      "dotenv",
      "psiturkconfig",
      "credentials-file",
      "boto-file",
    ]);
    expect(sources.psiturk.source).toBe("mixed");
  });

  it("names the lines to delete in psiTurk's file", async () => {
    write("home/.aws/credentials", `[default]\n${PAIR}`);
    const path = write(
      "home/.psiturkconfig",
      "# mine\n[AWS Access]\nAWS_ACCESS_KEY_ID = YourAccessKeyId\naws_region = us-east-1\naws_secret_access_key = YourSecretAccessKey\n",
    );
    const sources = await examine();
    expect(named(sources, "psiturkconfig").cure).toEqual([
      `Delete lines 3 and 5 of ${path} (AWS_ACCESS_KEY_ID, aws_secret_access_key).`,
    ]);
    expect(sources.psiturk.accessKeyId).toBe("(not a key id)");
    expect(coded(sources, "placeholder-keys").try).toEqual(named(sources, "psiturkconfig").cure);
  });

  it("tells of the section name that psiTurk's own documentation misspells", async () => {
    const path = write("home/.psiturkconfig", `[AWS access]\n${PAIR}`);
    const sources = await examine();
    expect(sources.psiturk.source).toBeNull();
    expect(coded(sources, "keys-hidden").try).toEqual([
      `Change line 1 of ${path} to [AWS Access], or delete that section.`,
    ]);
  });

  it.each([
    [
      "quotes",
      '[AWS Access]\naws_access_key_id = "AKIAIOSFODNN7EXAMPLE"\naws_secret_access_key = x\n',
      "The quotes in line 2 become part of the value for psiTurk",
    ],
    [
      "a comment",
      "[AWS Access]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x ; mine\n",
      "What follows the ; in line 3 is part of the value for psiTurk, not a comment",
    ],
    [
      "a colon",
      "[AWS Access]\naws_access_key_id: AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n",
      "Unsure: line 2 is written in a way that programs read differently",
    ],
    [
      "a continued value",
      "[AWS Access]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n aws_secret_access_key = x\naws_secret_access_key = y\n",
      "The indented line after line 2 becomes part of the value for psiTurk",
    ],
    [
      "an indented header",
      " [AWS Access]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n",
      "Unsure: line 2 is written in a way that programs read differently",
    ],
  ])("warns where programs read an older file differently: %s", async (_name, text, expected) => {
    write("home/.psiturkconfig", text);
    expect(named(await examine(), "psiturkconfig").why).toMatch(new RegExp(`^${expected}: `));
  });

  it("says nothing of the kind about the documented form", async () => {
    write(
      "home/.psiturkconfig",
      `[AWS Access]\n${PAIR}aws_region = us-east-1\n[psiTurk Access]\npsiturk_access_key_id = YourAccessKeyId\n`,
    );
    const sources = await examine();
    expect(named(sources, "psiturkconfig").why).toBe(
      "boto3 does not look here; psiTurk uses this key.",
    );
    expect(sources.boto3.problem?.message).toContain(
      `psiTurk has a key of its own, from ${join(dir, "home/.psiturkconfig")}.`,
    );
  });

  it("points from [Default] to [default]", async () => {
    const path = write("home/.aws/credentials", `[Default]\n${PAIR}`);
    expect((await examine()).boto3.problem?.try[0]).toBe(`Change line 1 of ${path} to [default].`);
  });

  it("names the profiles that there are when one is missing", async () => {
    write("home/.aws/credentials", `[default]\n${PAIR}[lab]\n${OTHER}`);
    const sources = await examine({ AWS_PROFILE: "labb" });
    expect(sources.profile).toEqual({ name: "labb", from: "AWS_PROFILE" });
    expect(sources.boto3.problem).toMatchObject({ code: "profile-missing" });
    expect(sources.boto3.problem?.message).toContain('There are the profiles "default" and "lab".');
    expect(sources.boto3.problem?.try[0]).toBe("unset AWS_PROFILE");
    expect(sources.problems[0]).toEqual({
      ...sources.boto3.problem,
      about: expect.arrayContaining(["boto3"]) as string[],
    });
  });

  it("shows no terminal controls of a profile's name or a path", async () => {
    const sources = await examine({
      AWS_PROFILE: "evil\u001B[31m\u0007name",
      AWS_SHARED_CREDENTIALS_FILE: "/none/\u001B]0;x\u0007file",
    });
    // eslint-disable-next-line no-control-regex -- the controls themselves are looked for
    expect(JSON.stringify(sources.problems)).not.toMatch(/[\u0000-\u001F\u007F]|\\u00/);
    expect(sources.boto3.problem?.message).toContain('"evilname"');
  });

  it("tells of AWS's example pair wherever it is used, and judges what is not used by its form too", async () => {
    const path = write(
      "home/.aws/credentials",
      `[default]\naws_access_key_id = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\naws_secret_access_key = AKIAIOSFODNN7EXAMPLE\n`,
    );
    write(
      "home/.psiturkconfig",
      "[AWS Access]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey\n",
    );
    const sources = await examine(KEYS);
    expect(coded(sources, "example-keys")).toMatchObject({
      about: ["boto3", "psiturk"],
      message:
        "The key in the environment variables is the example from AWS's documentation. It opens no account, so AWS is not asked about it.",
    });
    const unused = sources.problems.filter(({ message }) =>
      message.startsWith("Nothing uses the key in "),
    );
    expect(unused).toMatchObject([
      {
        code: "key-garbled",
        level: "note",
        about: ["boto3", "psiturk"],
        message: expect.stringMatching(
          new RegExp(`${path} now, and it could not work\\. Id and secret are swapped`),
        ) as string,
      },
      {
        code: "placeholder-keys",
        level: "note",
        about: ["psiturk"],
        message: expect.stringContaining(
          ".psiturkconfig now, and it could not work. This is a stand-in",
        ) as string,
      },
    ]);
    expect(JSON.stringify(sources.problems)).not.toContain("wJalrXUtnFEMI");
  });

  const GLUED = (path: string, line: number): string =>
    `Line ${line} of ${path}: what stands behind [default] on the same line is read by no program; each setting needs a line of its own.`;
  it.each([
    [
      "all on the header's line",
      `[default] aws_access_key_id = ${KEYS.AWS_ACCESS_KEY_ID} aws_secret_access_key = ${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
      [["keys-partial", 1]],
    ],
    [
      "all on the header's line, other tools' names",
      `[lab]\n${PAIR}[default] AWSAccessKeyId=${KEYS.AWS_ACCESS_KEY_ID} AWSSecretKey=${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
      [["keys-partial", 4]],
    ],
    [
      "the id on the header's line, the secret below",
      `[default] aws_access_key_id=${KEYS.AWS_ACCESS_KEY_ID}\naws_secret_access_key=${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
      [["keys-partial", 1]],
    ],
    [
      "a region on the header's line of a whole key",
      `[default] region = us-east-1\n${PAIR}`,
      [["keys-partial", 1, "warning"]],
    ],
    [
      "another profile's header",
      `[lab] aws_access_key_id=${KEYS.AWS_ACCESS_KEY_ID} aws_secret_access_key=${KEYS.AWS_SECRET_ACCESS_KEY}\n[default]\n${PAIR}`,
      [],
    ],
    ["a remark on the header's line", `[default] # aws_access_key_id = mine\n${PAIR}`, []],
  ] as const)("tells of keys that nobody reads: %s", async (_, text, expected) => {
    const path = write("home/.aws/credentials", text);
    const sources = await examine();
    expect(
      sources.problems
        .filter(({ message }) => message.includes("on the same line"))
        .map(({ code, message, level }) => [code, message, level]),
    ).toEqual(expected.map(([code, line, level]) => [code, GLUED(path, line), level]));
    expect(JSON.stringify(sources.problems)).not.toContain(KEYS.AWS_SECRET_ACCESS_KEY);
  });

  it.each([
    ["hyphens", "aws-access-key-id", "aws-secret-access-key"],
    ["export under a header", "export AWS_ACCESS_KEY_ID", "export AWS_SECRET_ACCESS_KEY"],
    ["set under a header", "set AWS_ACCESS_KEY_ID", "set AWS_SECRET_ACCESS_KEY"],
    ["other tools", "access_key", "secret_key"],
    ["camel case", "accessKeyId", "secretAccessKey"],
    ["blanks", "AWS Access Key ID", "AWS Secret Access Key"],
  ])("names the line and the name that it has to be: %s", async (_, id, secret) => {
    write(
      "home/.aws/credentials",
      `[default]\n${id} = ${KEYS.AWS_ACCESS_KEY_ID}\n${secret} = ${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
    );
    const told = (await examine()).problems
      .filter(({ message }) => message.includes("no program reads that"))
      .map(({ message }) => message);
    expect(told).toEqual([
      expect.stringMatching(/^Line 2 .* It has to be aws_access_key_id\.$/),
      expect.stringMatching(/^Line 3 .* It has to be aws_secret_access_key\.$/),
    ]);
  });

  it("names a half whose name is wrong beside one that is right", async () => {
    write(
      "home/.aws/credentials",
      `[default]\naws_access_key_id = ${KEYS.AWS_ACCESS_KEY_ID}\nAWSSecretKey = ${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
    );
    const told = (await examine()).problems.map(({ message }) => message);
    expect(told).toContainEqual(
      expect.stringMatching(
        /^Line 3 of .* names AWSSecretKey; no program reads that there\. It has to be aws_secret_access_key\.$/,
      ),
    );
  });

  it("reports who else can open a file that holds a secret", async () => {
    const path = write("home/.aws/credentials", `[default]\n${PAIR}`, 0o644);
    write("home/.aws/config", "[default]\nregion = us-east-1\n", 0o644);
    const sources = await examine();
    expect(sources.problems.filter(({ code }) => code !== "example-keys")).toEqual([
      {
        code: "file-permissive",
        message: `${path} holds a secret and can be opened by other users of this computer (mode 0644).`,
        try: [`chmod 600 ${path}`],
        about: ["boto3", "psiturk"],
      },
    ]);
  });

  it.each([
    ["not UTF-8", new Uint8Array([0x5b, 0x64, 0x5d, 0x0a, 0x23, 0xe4, 0x0a])],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x5b, 0x00])],
    ["a byte order mark", new Uint8Array([0xef, 0xbb, 0xbf, 0x5b, 0x64, 0x5d, 0x0a])],
  ])("stops where boto3 stops: %s", async (_name, bytes) => {
    write("home/.aws/credentials", bytes);
    const sources = await examine(KEYS);
    expect(sources.boto3).toMatchObject({ source: null, problem: { code: "file-broken" } });
    expect(named(sources, "credentials-file").boto3).toBe("broken");
    expect(named(sources, "environment")).toMatchObject({ boto3: "hidden", psiturk: "hidden" });
  });

  it.each(["study/config.txt", "home/.psiturkconfig", "study/.env"])(
    "says that only psiTurk stops on bytes that are no text: %s",
    async (name) => {
      write("home/.aws/credentials", `[default]\n${PAIR}`);
      write(name, new Uint8Array([0x41, 0x3d, 0xe4, 0x0a]));
      const sources = await examine();
      expect(sources.boto3).toMatchObject({ source: "credentials-file", problem: null });
      expect(sources.psiturk).toMatchObject({ source: null, problem: { code: "file-broken" } });
    },
  );

  it("leaves .env out where python-dotenv is told to", async () => {
    write("study/.env", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=x\n");
    expect((await examine()).psiturk.source).toBe("dotenv");
    expect((await examine({ PYTHON_DOTENV_DISABLED: "True" })).psiturk.source).toBeNull();
  });

  it("follows links, and takes a link to nowhere for no file", async () => {
    const real = write("elsewhere/keys", `[default]\n${PAIR}`);
    mkdirSync(join(dir, "home/.aws"));
    symlinkSync(real, join(dir, "home/.aws/credentials"));
    symlinkSync(join(dir, "none"), join(dir, "home/.aws/config"));
    expect((await examine()).boto3.source).toBe("credentials-file");
  });

  it("fails without a home directory", async () => {
    const result = await examineSources({ env: {}, cwd: dir, home: "", platform: "linux" }, {});
    expect(result).toMatchObject({ ok: false, problem: { code: "home-missing" } });
  });
});

describe("resolveBoto3", () => {
  const empty = { ok: true, exists: false, profiles: new Map() } as const;
  const base: Boto3Input = {
    env: {},
    cwd: "/",
    credentials: { ...empty, kind: "credentials", path: "/h/.aws/credentials" },
    config: { ...empty, kind: "config", path: "/h/.aws/config" },
    ssoSessions: new Map(),
    services: new Map(),
    botoFiles: [],
    credentialFile: null,
    modern: true,
  };
  const unreadable: Boto3Input = {
    ...base,
    credentials: {
      ok: false,
      kind: "credentials",
      path: "/h/.aws/credentials",
      exists: true,
      line: null,
      problem: { code: "file-unreadable", message: "no permission", try: ["chmod"] },
    },
  };

  it("counts a file that may not be opened as empty, and names it as the reason if nothing else is found", () => {
    expect(resolveBoto3(unreadable)).toMatchObject({
      winner: null,
      problem: { code: "file-unreadable" },
    });
    expect(resolveBoto3({ ...unreadable, env: KEYS })).toMatchObject({
      winner: { name: "environment" },
      problem: null,
    });
  });

  it("takes a container's own key service last, and does not ask it", () => {
    const env = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2" };
    expect(resolveBoto3({ ...base, env })).toMatchObject({
      winner: { name: "other", holds: "unknown", key: null },
      problem: null,
    });
  });

  it("does not know single sign-on where botocore is as old as psiTurk's", () => {
    const option = (
      name: string,
      value: string,
    ): [string, { name: string; value: Secret; line: number; writtenName: string }] => [
      name,
      { name, value: new Secret(value), line: 2, writtenName: name },
    ];
    const options = new Map([option("sso_account_id", "123456789012")]);
    const profile = { profile: "default", kind: "config", line: 1, options } as const;
    const config = {
      ok: true,
      kind: "config",
      path: "/h/.aws/config",
      exists: true,
      profiles: new Map([["default", profile]]),
    } as const;
    expect(resolveBoto3({ ...base, config }).problem?.code).toBe("file-broken");
    expect(resolveBoto3({ ...base, config, modern: false }).problem?.code).toBe("keys-missing");
  });
});

describe("a profile that is named almost right", () => {
  it.each([
    ["default ", 'the profile "default", with a blank at its end, which', "default"],
    ["  default", 'the profile "default", with a blank at its beginning, which', "default"],
    [" lab ", 'the profile "lab", with a blank at its beginning and its end, which', "lab"],
    ["Lab", 'the profile "Lab", which', "lab"],
    ["l\u0430b", "\u0430 (U+0430) is a letter that only looks like the Latin one", null],
  ])("%o", async (name, said, meant) => {
    write("home/.aws/credentials", `[default]\n${PAIR}[lab]\n${OTHER}`);
    for (const variable of ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]) {
      const found = coded(await examine({ [variable]: name }), "profile-missing");
      expect(found.message).toContain(said);
      if (meant !== null)
        expect(found.try[0]).toBe(
          `If that one is meant, capital letters and blanks count: export ${variable}=${meant}`,
        );
    }
  });

  it("blanks alone are told as such", async () => {
    const found = coded(await examine({ AWS_PROFILE: "  " }), "profile-missing");
    expect(found.message).toContain("AWS_PROFILE holds only blanks");
  });
});
