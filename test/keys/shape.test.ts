import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { joinHalves } from "../../src/keys/halves.js";
import { formOf, mayBeId } from "../../src/keys/recognise.js";
import {
  accessKeyIdSchema,
  judgeId,
  judgeKey,
  profileNameSchema,
  regionSchema,
  secretAccessKeySchema,
  sessionTokenSchema,
} from "../../src/keys/shape.js";
import { maskId } from "../../src/keys/types.js";
import { ID, OTHER_ID, OTHER_SECRET, SECRET, TEMPORARY_ID, TOKEN } from "./samples.js";

const REAL = { practice: false };

/** "level field code" of each finding. */
function judged(
  id: string,
  secret: string,
  token?: string,
  options: Parameters<typeof judgeKey>[1] = REAL,
): readonly string[] {
  const key = joinHalves(
    id,
    new Secret(secret),
    token === undefined ? undefined : new Secret(token),
  );
  return judgeKey(key, options).map(({ level, field, code }) => `${level} ${field} ${code}`);
}

describe("a key's shape", () => {
  it.each([
    ["a good pair", OTHER_ID, OTHER_SECRET, []],
    ["AWS's example pair", ID, SECRET, ["error id example", "error secret example"]],
    ["the example's id only", ID, OTHER_SECRET, ["error id example"]],
    ["the example's secret only", OTHER_ID, SECRET, ["error secret example"]],
    [
      "the second example of AWS's documentation",
      "AKIAI44QH8DHBEXAMPLE",
      "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
      ["error id example", "error secret example"],
    ],
    ["swapped", OTHER_SECRET, OTHER_ID, ["error id swapped"]],
    ["the secret twice", OTHER_SECRET, OTHER_SECRET, ["error id not-a-key-id"]],
    ["an id in the secret's place", "nonsense", OTHER_ID, ["error id swapped"]],
    [
      "psiTurk 2's placeholders",
      "YourAccessKeyId",
      "YourSecretAccessKey",
      ["error id placeholder", "error secret placeholder"],
    ],
    [
      "placeholders of many instructions",
      "YOUR_ACCESS_KEY_ID",
      "<your secret key>",
      ["error id placeholder", "error secret placeholder"],
    ],
    [
      "crosses",
      `AKIA${"X".repeat(16)}`,
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      ["error id placeholder", "error secret placeholder"],
    ],
    ["dots", "AKIA...", "....", ["error id placeholder", "error secret placeholder"]],
    [
      "a variable that was not filled in",
      "$AWS_ACCESS_KEY_ID",
      "${AWS_SECRET_ACCESS_KEY}",
      ["error id placeholder", "error secret placeholder"],
    ],
    ["an IAM user's id", "AIDACKCEVSQ6C2EXAMPLE", OTHER_SECRET, ["error id not-a-key-id"]],
    ["a role's id", "AROADBQP57FF2AEXAMPLE", OTHER_SECRET, ["error id not-a-key-id"]],
    ["a policy's id", "ANPAJ2UCCR6DPCEXAMPLE", OTHER_SECRET, ["error id not-a-key-id"]],
    ["a blank in the id", "AKIA2OTHER KEYEXAMPLE", OTHER_SECRET, ["error id characters"]],
    ["an umlaut in the id", "AKIA2ÖTHERKEYEXAMPLE", OTHER_SECRET, ["error id characters"]],
    ["no id", "", OTHER_SECRET, ["error id characters"]],
    ["no secret", OTHER_ID, "", ["error secret characters"]],
    [
      "a blank in the secret",
      OTHER_ID,
      `${OTHER_SECRET.slice(0, 20)} ${OTHER_SECRET.slice(21)}`,
      ["error secret characters"],
    ],
    ["a line break in the secret", OTHER_ID, `${OTHER_SECRET}\n`, ["error secret characters"]],
    [
      "a zero-width character in the secret",
      OTHER_ID,
      `${OTHER_SECRET}\u200B`,
      ["error secret characters"],
    ],
    ["an id of 19", OTHER_ID.slice(0, 19), OTHER_SECRET, ["warning id length"]],
    ["an id of 21", `${OTHER_ID}A`, OTHER_SECRET, ["warning id length"]],
    [
      "an id that starts otherwise",
      "AKIB2OTHERKEYEXAMPLE",
      OTHER_SECRET,
      ["warning id likely-typo"],
    ],
    ["an id in small letters", OTHER_ID.toLowerCase(), OTHER_SECRET, ["warning id likely-typo"]],
    ["0 for O", "AKIA20THERKEYEXAMPLE", OTHER_SECRET, ["warning id likely-typo"]],
    ["1, 8, 9", "AKIA198HERKEYEXAMPLE", OTHER_SECRET, ["warning id likely-typo"]],
    ["a secret of 39", OTHER_ID, OTHER_SECRET.slice(1), ["warning secret length"]],
    ["a secret of 41", OTHER_ID, `${OTHER_SECRET}a`, ["warning secret length"]],
    [
      "a percent sign in the secret",
      OTHER_ID,
      `%${OTHER_SECRET.slice(1)}`,
      ["warning secret characters"],
    ],
    [
      "a git hash as the secret",
      OTHER_ID,
      "0123456789abcdef0123456789abcdef01234567",
      ["warning secret likely-typo"],
    ],
    [
      "an emulator's pair",
      "test",
      "test",
      ["warning id likely-typo", "warning id length", "warning secret length"],
    ],
  ] as const)("%s", (_, id, secret, expected) => {
    expect(judged(id, secret)).toEqual(expected);
  });

  it("takes AWS's example pair in practice", () => {
    expect(judged(ID, SECRET, undefined, { practice: true })).toEqual([]);
    expect(judged("YourAccessKeyId", SECRET, undefined, { practice: true })).toEqual([
      "error id placeholder",
    ]);
  });

  it("judges temporary keys and stray tokens", () => {
    expect(judged(TEMPORARY_ID, OTHER_SECRET)).toEqual(["warning token temporary"]);
    expect(judged(TEMPORARY_ID, OTHER_SECRET, TOKEN)).toEqual(["warning token temporary"]);
    expect(judged(OTHER_ID, OTHER_SECRET, TOKEN)).toEqual(["warning token temporary"]);
    expect(judged(TEMPORARY_ID, OTHER_SECRET, `${TOKEN} x`)).toEqual(["error token characters"]);
    const texts = [undefined, TOKEN].map(
      (token) =>
        judgeKey(
          joinHalves(
            TEMPORARY_ID,
            new Secret(OTHER_SECRET),
            token === undefined ? undefined : new Secret(token),
          ),
          REAL,
        )[0],
    );
    expect(texts[0]?.try).toContain("Paste the session token too");
    expect(texts[1]?.message).toContain("expires within hours");
  });

  it.each([
    "rootkey.csv",
    "/home/alice/Downloads/rootkey.csv",
    "C:\\Users\\alice\\rootkey (1).csv",
    "RootKey.CSV",
  ])("warns of the file %s", (fileName) => {
    expect(judged(OTHER_ID, OTHER_SECRET, undefined, { practice: false, fileName })).toEqual([
      "warning id root-file",
    ]);
  });
  it.each(["alice_accessKeys.csv", "my-rootkey.csv", "rootkey.csv/keys.csv", "rootkey.txt"])(
    "does not warn of the file %s",
    (fileName) => {
      expect(judged(OTHER_ID, OTHER_SECRET, undefined, { practice: false, fileName })).toEqual([]);
    },
  );

  it("names what an id of something else is, and the digits that are odd", () => {
    expect(judgeId("AROADBQP57FF2AEXAMPLE", REAL)[0]?.message).toContain("a role");
    expect(judgeId("AKIA198HERKEYEXAMPLE", REAL)[0]?.message).toContain("1, 9, 8");
  });

  it("puts errors first, and every finding has a cure and plain text", () => {
    const found = judgeKey(joinHalves(`${OTHER_ID}A`, new Secret("")), {
      practice: false,
      fileName: "rootkey.csv",
    });
    expect(found.map(({ level }) => level)).toEqual(["error", "warning", "warning"]);
    for (const { message, try: cure } of found) {
      expect(message).toMatch(/^[\u0020-\u007E]+\.$/);
      expect(cure).toMatch(/^[\u0020-\u007E]+\.$/);
    }
  });

  it("never repeats the secret, nor what stands in the id's place", () => {
    const word = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9/+]{30,48}$/),
      fc.stringMatching(/^[!-~]{12,60}$/),
      fc.stringMatching(/^A[KS]IA[A-Z0-9]{12,20}$/),
    );
    fc.assert(
      fc.property(word, word, word, (id, secret, token) => {
        const shown = inspect(
          judgeKey(joinHalves(id, new Secret(secret), new Secret(token)), REAL),
        );
        for (const value of [id, secret, token]) expect(shown).not.toContain(value);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe("what may be an id in the open", () => {
  it.each([
    OTHER_ID,
    TEMPORARY_ID,
    "AIDACKCEVSQ6C2EXAMPLE",
    "YourAccessKeyId",
    "testing",
    "AKIA2OTHER",
    "LONG1234567890CAPITALS",
    "<your key>",
  ])("%s", (value) => {
    expect(mayBeId(value)).toBe(true);
  });
  it.each([
    OTHER_SECRET,
    OTHER_SECRET.slice(4),
    "abcdefghijklmnopqrstuvwxyz",
    TOKEN,
    "",
    "has blank",
    "semi;colon",
  ])("not: %s", (value) => {
    expect(mayBeId(value)).toBe(false);
  });
  it("never a secret, cut to whatever length that is still worth something", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9/+]{40}$/),
        fc.integer({ min: 33, max: 40 }),
        (secret, length) => {
          const cut = secret.slice(0, length);
          fc.pre(/[a-z]/.test(cut));
          expect(mayBeId(cut)).toBe(formOf(cut) === "placeholder");
        },
      ),
      { seed: 1 },
    );
  });
  it("masks whatever is not plainly an id", () => {
    expect(maskId(OTHER_ID)).toBe("AKIA…MPLE");
    for (const value of [OTHER_SECRET, "", "AKIA", "testing", OTHER_ID.toLowerCase()])
      expect(maskId(value)).toBe("(not a key id)");
  });
});

describe("schemas", () => {
  it.each([
    [accessKeyIdSchema, [OTHER_ID, "test", "A_1"], ["", "a b", "a-b", "é", "x".repeat(129)]],
    [
      secretAccessKeySchema,
      [OTHER_SECRET, "%!\"'"],
      ["", "a b", "a\n", "\u00A0", "é", "\u200B", "x".repeat(257)],
    ],
    [sessionTokenSchema, [TOKEN, "x".repeat(4000)], ["", "a b", "a\n"]],
    [
      regionSchema,
      ["us-east-1", "eu-central-1", "us-gov-west-1", "us-iso-east-1", "ap-southeast-10"],
      [
        "",
        "US-EAST-1",
        "us east 1",
        "us-east-1a",
        "useast1",
        "us_east_1",
        "us-east",
        "é-east-1",
        "us-east-1\n",
        "local",
      ],
    ],
    [
      profileNameSchema,
      ["default", "mturk", "lab.2026", "a@b", "x%y", "a+b:c/d-e_f", "s01", "constructor"],
      [
        "",
        "DEFAULT",
        "__proto__",
        "my lab",
        " lab",
        "lab\t",
        "lab]",
        "[lab",
        "l=b",
        "läb",
        "a#b",
        "a;b",
        '"lab"',
        "x".repeat(129),
      ],
    ],
  ])("%#", (schema, good, bad) => {
    for (const value of good) expect(schema.safeParse(value).success, value).toBe(true);
    for (const value of bad) {
      const result = schema.safeParse(value);
      expect(result.success, value).toBe(false);
      expect(result.error?.issues[0]?.message).toMatch(/\w{3,} .*\.$/);
      if (value.length > 3)
        expect(inspect(schema === secretAccessKeySchema ? result.error : null)).not.toContain(
          value,
        );
    }
  });

  it("says why a profile name is refused", () => {
    const why = (name: string): string | undefined =>
      profileNameSchema.safeParse(name).error?.issues[0]?.message;
    expect(why("DEFAULT")).toContain("Use default");
    expect(why("my lab")).toContain("blanks");
    expect(why("__proto__")).toContain("JavaScript");
    expect(why("")).toContain("needs a name");
  });
});
