import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { planSave } from "../../src/aws-files/edit/plan.js";
import type { FileKind, Plan, SaveIntent } from "../../src/aws-files/types.js";
import { fileState } from "./states.js";

const ID = "AKIAI44QH8DHBEXAMPLE";
const SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
const OLD_ID = "AKIAIOSFODNN7EXAMPLE";
const OLD_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const OLD = `aws_access_key_id = ${OLD_ID}\naws_secret_access_key = ${OLD_SECRET}\n`;
const NEW = `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`;

function intent(change: Partial<SaveIntent> & { readonly token?: string } = {}): SaveIntent {
  const { token, ...rest } = change;
  return {
    profile: "default",
    key: {
      accessKeyId: ID,
      secretAccessKey: new Secret(SECRET),
      ...(token === undefined ? {} : { sessionToken: new Secret(token) }),
    },
    keysIn: "credentials",
    region: { value: "us-east-1", when: "ifMissing" },
    ...rest,
  };
}

function plan(
  credentials: string | null,
  config: string | null,
  wish: SaveIntent = intent(),
): Plan {
  const result = planSave(fileState("credentials", credentials), fileState("config", config), wish);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function texts({ files }: Plan): Partial<Record<FileKind, string>> {
  return Object.fromEntries(files.map((file) => [file.kind, file.after.reveal()]));
}

describe("where key and region go", () => {
  test.each<
    [string, string | null, string | null, SaveIntent, Partial<Record<FileKind, string>>, string]
  >([
    [
      "no files yet",
      null,
      null,
      intent(),
      { config: "[default]\nregion = us-east-1\n", credentials: `[default]\n${NEW}` },
      "us-east-1",
    ],
    [
      "another profile",
      null,
      null,
      intent({ profile: "mturk" }),
      { config: "[profile mturk]\nregion = us-east-1\n", credentials: `[mturk]\n${NEW}` },
      "us-east-1",
    ],
    [
      "keys in config",
      null,
      null,
      intent({ keysIn: "config" }),
      { config: `[default]\n${NEW}region = us-east-1\n` },
      "us-east-1",
    ],
    [
      "an existing region stays",
      null,
      "[default]\nregion = eu-west-1\n",
      intent(),
      { credentials: `[default]\n${NEW}` },
      "eu-west-1",
    ],
    [
      "an empty region is none",
      null,
      "[default]\nregion =\n",
      intent(),
      { config: "[default]\nregion = us-east-1\n", credentials: `[default]\n${NEW}` },
      "us-east-1",
    ],
    [
      "a wished region replaces the one in config",
      `[default]\n${NEW}`,
      "[default]\nregion = eu-west-1\n",
      intent({ region: { value: "us-east-1", when: "always" } }),
      { config: "[default]\nregion = us-east-1\n" },
      "us-east-1",
    ],
    [
      "or the one in credentials, which wins",
      `[default]\n${NEW}region = eu-west-2\n`,
      "[default]\nregion = eu-west-1\n",
      intent({ region: { value: "us-east-1", when: "always" } }),
      { credentials: `[default]\n${NEW}region = us-east-1\n` },
      "us-east-1",
    ],
    [
      "a region in credentials counts as existing",
      `[default]\n${OLD}region = eu-west-2\n`,
      null,
      intent(),
      { credentials: `[default]\n${NEW}region = eu-west-2\n` },
      "eu-west-2",
    ],
    [
      "an empty region in credentials hides the one in config, and is filled",
      `[default]\n${NEW}region =\n`,
      "[default]\nregion = eu-west-1\n",
      intent(),
      { credentials: `[default]\n${NEW}region = us-east-1\n` },
      "us-east-1",
    ],
    [
      "[profile default] is the default profile",
      `[default]\n${NEW}`,
      "[profile default]\noutput = json\n",
      intent(),
      { config: "[profile default]\noutput = json\nregion = us-east-1\n" },
      "us-east-1",
    ],
    [
      "another profile's region is not inherited",
      null,
      "[default]\nregion = eu-west-1\n",
      intent({ profile: "lab" }),
      {
        config: "[default]\nregion = eu-west-1\n\n[profile lab]\nregion = us-east-1\n",
        credentials: `[lab]\n${NEW}`,
      },
      "us-east-1",
    ],
    [
      "all is there already",
      `[default]\n${NEW}`,
      "[default]\nregion = eu-west-1\n",
      intent(),
      {},
      "eu-west-1",
    ],
  ])("%s", (_, credentials, config, wish, after, region) => {
    const planned = plan(credentials, config, wish);
    expect(texts(planned)).toEqual(after);
    expect(planned.region).toBe(region);
    const again = plan(after.credentials ?? credentials, after.config ?? config, wish);
    expect(again.files).toEqual([]);
  });

  test("config comes first, credentials last", () => {
    expect(plan(null, null).files.map((file) => file.kind)).toEqual(["config", "credentials"]);
  });
});

describe("session tokens", () => {
  test.each<[string, string, SaveIntent, string]>([
    [
      "old ones go with a long-term key",
      `[default]\n${OLD}aws_session_token = T\naws_security_token = T\n`,
      intent(),
      `[default]\n${NEW}`,
    ],
    [
      "also where only the token is wrong",
      `[default]\n${NEW}AWS_SESSION_TOKEN =\n`,
      intent(),
      `[default]\n${NEW}`,
    ],
    [
      "a new one is written",
      `[default]\n${OLD}`,
      intent({ token: "IQoJEXAMPLE==" }),
      `[default]\n${NEW}aws_session_token = IQoJEXAMPLE==\n`,
    ],
    [
      "and the older name, which would beat it, goes",
      `[default]\n${OLD}aws_security_token = T\naws_session_token = U\n`,
      intent({ token: "IQoJEXAMPLE==" }),
      `[default]\n${NEW}aws_session_token = IQoJEXAMPLE==\n`,
    ],
  ])("%s", (_, before, wish, after) => {
    expect(texts(plan(before, "[default]\nregion = r\n", wish))).toEqual({ credentials: after });
  });

  test("a token in the file that gives no key is not touched, for boto3 does not read it", () => {
    expect(
      texts(plan(`[default]\n${OLD}`, "[default]\nregion = r\naws_session_token = T\n")),
    ).toEqual({ credentials: `[default]\n${NEW}` });
    expect(
      texts(
        plan(
          "[default]\naws_session_token = T\n",
          `[default]\n${OLD}region = r\n`,
          intent({ keysIn: "config" }),
        ),
      ),
    ).toEqual({ config: `[default]\n${NEW}region = r\n` });
  });

  test("that a token goes is told", () => {
    expect(plan(`[default]\n${OLD}aws_session_token = T\n`, null).files[1]?.notes).toEqual([
      expect.stringContaining("session token of the old key is removed"),
    ]);
  });
});

describe("what is shown", () => {
  test("new files", () => {
    const [config, credentials] = plan(null, null).files;
    expect(config).toMatchObject({
      diff: [
        { sign: "+", text: "[default]", line: 1 },
        { sign: "+", text: "region = us-east-1", line: 2 },
      ],
      changes: [{ line: 2, key: "region", from: null, to: "us-east-1" }],
      notes: [],
    });
    expect(credentials?.diff).toEqual([
      { sign: "+", text: "[default]", line: 1 },
      { sign: "+", text: "aws_access_key_id = AKIA…MPLE", line: 2 },
      { sign: "+", text: "aws_secret_access_key = (hidden)", line: 3 },
    ]);
    expect(credentials?.changes).toEqual([
      { line: 2, key: "aws_access_key_id", from: null, to: "AKIA…MPLE" },
      { line: 3, key: "aws_secret_access_key", from: null, to: "••••" },
    ]);
  });

  test("a change among other profiles, below the header of its own", () => {
    const before = `[other]\n${OLD}\n[lab]\nAWS_ACCESS_KEY_ID=${OLD_ID}\naws_secret_access_key=abc\n   def\naws_session_token=T\n`;
    const [credentials] = plan(
      before,
      "[profile lab]\nregion = r\n",
      intent({ profile: "lab" }),
    ).files;
    expect(credentials?.diff).toEqual([
      { sign: " ", text: "[lab]" },
      { sign: "-", text: "AWS_ACCESS_KEY_ID=AKIAIO…MPLE", line: 6 },
      { sign: "+", text: "aws_access_key_id=AKIAI4…MPLE", line: 6 },
      { sign: "-", text: "aws_secret_access_key=(hidden)", line: 7 },
      { sign: "+", text: "aws_secret_access_key=(hidden)", line: 7 },
      { sign: "-", text: "  (not shown)", line: 8 },
      { sign: "-", text: "aws_session_token=(hidden)", line: 9 },
    ]);
    expect(credentials?.changes).toEqual([
      { line: 6, key: "aws_access_key_id", from: "AKIAIO…MPLE", to: "AKIAI4…MPLE" },
      { line: 7, key: "aws_secret_access_key", from: "••••", to: "••••" },
      { line: 9, key: "aws_session_token", from: "••••", to: null },
    ]);
  });

  test("the line end that a last line gets is no change to show", () => {
    expect(
      plan("[other]\nx = 1", "[default]\nregion = r\n").files[0]?.diff.map(
        ({ sign, text }) => sign + text,
      ),
    ).toEqual([
      "+",
      "+[default]",
      "+aws_access_key_id = AKIA…MPLE",
      "+aws_secret_access_key = (hidden)",
    ]);
  });

  test.each<[string, string, string]>([
    [
      "a secret below a region",
      "[default]\nregion = eu\n  aws_secret_access_key = HIDE/ME\n",
      "HIDE/ME",
    ],
    [
      "a secret in place of the region",
      "[default]\nregion = hidemehidemehidemehidemehidemehidemehide\n",
      "hideme",
    ],
    [
      "a secret in place of the id",
      "[default]\naws_access_key_id = HIDE/ME\nregion = r\n",
      "HIDE/ME",
    ],
    ["a terminal escape in the region", "[default]\nregion = a\u001B[31m\n", "\u001B"],
  ])("not %s", (_, text, hidden) => {
    for (const kind of ["credentials", "config"] as const) {
      const wish = intent({ keysIn: kind, region: { value: "us-east-1", when: "always" } });
      const planned = kind === "credentials" ? plan(text, null, wish) : plan(null, text, wish);
      expect(planned.files.length).toBeGreaterThan(0);
      expect(
        JSON.stringify({
          ...planned,
          files: planned.files.map(({ diff, changes, notes }) => ({ diff, changes, notes })),
        }),
      ).not.toContain(hidden);
    }
  });

  test("the plan holds no secret in any printed form", () => {
    const planned = plan(`[default]\n${OLD}`, null, intent({ token: "IQoJEXAMPLE==" }));
    const printed = JSON.stringify(planned) + String(planned.files.map((file) => file.after));
    for (const secret of [SECRET, OLD_SECRET, "IQoJEXAMPLE", OLD_ID, ID])
      expect(printed).not.toContain(secret);
  });

  test("another key that is there now", () => {
    expect(plan(`[default]\n${OLD}`, null).replaces).toBe("AKIAIO…MPLE");
    expect(plan(null, `[default]\n${OLD}`).replaces).toBe("AKIAIO…MPLE");
    expect(plan("[default]\naws_access_key_id = paste here\n", null).replaces).toBe(
      "(not a key id)",
    );
    expect(plan(`[default]\n${NEW}`, `[default]\n${OLD}`).replaces).toBeNull();
    expect(plan("[default]\naws_access_key_id =\n", null).replaces).toBeNull();
    expect(plan(`[other]\n${OLD}`, null).replaces).toBeNull();
  });

  test("notes: a region changed in credentials, a key in config that loses, a section line that Pythons read differently", () => {
    const wish = intent({ region: { value: "us-east-1", when: "always" } });
    const [credentials] = plan(
      "[default]\nregion = eu-west-1\n[b] # [c]\n",
      `[default]\n${OLD}`,
      wish,
    ).files;
    expect(credentials?.notes).toEqual([
      expect.stringContaining("The region is changed in this file"),
      "/home/user/.aws/config also holds a key for this profile, AKIAIO…MPLE. The key in the credentials file beats it.",
      expect.stringMatching(/^Line 3: a section line with more than one \]/),
    ]);
  });
});

describe("what is refused", () => {
  function problem(
    credentials: string | null,
    config: string | null,
    wish: SaveIntent = intent(),
  ): unknown {
    const result = planSave(
      fileState("credentials", credentials),
      fileState("config", config),
      wish,
    );
    return result.ok ? null : result.problem;
  }

  test.each<[string, string]>([
    ["whole", `[default]\n${OLD}`],
    ["half", `[default]\nx = 1\naws_access_key_id = ${OLD_ID}\n`],
    ["empty", "[default]\naws_access_key_id =\n"],
    ["from [DEFAULT]", `[DEFAULT]\n${OLD}[default]\n`],
  ])(
    "keys in config while the credentials file holds keys that would hide them: %s",
    (_, credentials) => {
      expect(problem(credentials, null, intent({ keysIn: "config" }))).toMatchObject({
        code: "keys-hidden",
        message: expect.stringMatching(
          /^\/home\/user\/\.aws\/credentials holds a key for the profile default already \(line [23]\)\. It would hide a new one in \/home\/user\/\.aws\/config/,
        ) as string,
        try: [expect.stringContaining("--keys-in config"), expect.stringContaining("--profile")],
      });
    },
  );

  test("keys in config are fine while the credentials file holds another profile's, or no id", () => {
    expect(problem(`[other]\n${OLD}`, null, intent({ keysIn: "config" }))).toBeNull();
    expect(
      problem("[default]\naws_secret_access_key = x\n", null, intent({ keysIn: "config" })),
    ).toBeNull();
  });

  test.each<[string, string | null, string | null, RegExp]>([
    ["credentials", "x\n", null, /^\/home\/user\/\.aws\/credentials cannot be read\. Line 1 /],
    [
      "config, though only credentials would change",
      `[default]\n${OLD}`,
      "[default]\nregion = r\n[default]\n",
      /^\/home\/user\/\.aws\/config cannot be read\. Line 3 /,
    ],
  ])("a file that boto3 stops on: %s", (_, credentials, config, message) => {
    expect(problem(credentials, config)).toMatchObject({
      code: "file-broken",
      message: expect.stringMatching(message) as string,
    });
  });

  test("a file that cannot be changed safely, by its name", () => {
    expect(problem("[DEFAULT]\nx = 1\n", null)).toMatchObject({
      code: "edit-refused",
      message: expect.stringMatching(
        /^\/home\/user\/\.aws\/credentials was not changed\. Line 1 is \[DEFAULT\]/,
      ) as string,
    });
  });

  test("a value that would not come back as it is", () => {
    expect(
      problem(null, null, intent({ region: { value: "us east 1", when: "always" } })),
    ).toMatchObject({
      code: "edit-refused",
      message: expect.stringMatching(/^The new value of region/) as string,
    });
  });
});
