/**
 * Each damage that the doctor claims to mend, with the exact text afterwards; and those that it
 * only explains.
 */
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import type { ProblemCode } from "../../src/base/problem.js";
import { admit, changeOf, type Treatment } from "../../src/aws-files/doctor/mend.js";
import type { FileKind } from "../../src/aws-files/types.js";
import { ID, KEYS, MENDED, SECRET } from "./damage-cases.js";
import { SETTING_CASES } from "./damage-settings-cases.js";
import { HEADER_CASES } from "./damage-header-cases.js";
import { UNREAD_CASES } from "./damage-unread-cases.js";
import { REGION_CASES } from "./damage-region-cases.js";
import { fileBytes, mendAll } from "./damage-files.js";

function textAfter(treatment: Treatment): string | null {
  const change = changeOf(treatment);
  if (!change.ok) throw new Error(change.problem.message);
  return change.value?.after.reveal() ?? null;
}

const ALL_MENDED = [...MENDED, ...SETTING_CASES, ...UNREAD_CASES, ...REGION_CASES, ...HEADER_CASES];

describe("what is mended", () => {
  test.each(ALL_MENDED)("$name", ({ kind = "credentials", before, after, found, keep }) => {
    const treatment = mendAll(kind, before, keep ?? null);
    expect(treatment.decided.map(({ damage }) => [damage.code, damage.line])).toEqual(found);
    expect(treatment.explained).toEqual([]);
    expect(textAfter(treatment)).toBe(after);
    expect(admit(fileBytes(kind, after))).toMatchObject({ open: null, explained: [] });
  });

  test.each(ALL_MENDED.filter(({ keep }) => keep !== undefined))(
    "nobody guesses: $name stays without an answer",
    ({ kind = "credentials", before }) => {
      expect(textAfter(mendAll(kind, before))).toBeNull();
    },
  );

  test.each(ALL_MENDED)("no secret shows: $name", ({ kind = "credentials", before, keep }) => {
    const treatment = mendAll(kind, before, keep ?? null);
    const change = changeOf(treatment);
    const told = JSON.stringify([treatment, change]);
    expect(told).not.toContain("cAnArY");
    expect(told).not.toContain(ID);
    expect(
      treatment.decided.every(
        ({ damage, mend }) =>
          damage.message !== "" && mend !== null && mend.label !== "" && mend.diff.length > 0,
      ),
    ).toBe(true);
  });
});

interface Explained {
  readonly name: string;
  readonly kind?: FileKind;
  readonly before: string | Uint8Array;
  readonly code: ProblemCode;
  readonly line: number | null;
  readonly says: RegExp;
}

const EXPLAINED: readonly Explained[] = [
  {
    name: "keys above a header beside a [default]",
    before: `${KEYS}[default]\n${KEYS}`,
    code: "file-broken",
    line: 1,
    says: /a \[default\] further down, in line 3/,
  },
  {
    name: "a line that is nothing",
    before: `[default]\n${KEYS}remember the milk\n`,
    code: "file-broken",
    line: 4,
    says: /has no = sign/,
  },
  {
    name: "a nested block without =",
    kind: "config",
    before: "[default]\ns3 =\n  whatever\n",
    code: "file-broken",
    line: 3,
    says: /indented below line 2/,
  },
  {
    name: "a setting without a name",
    before: `[default]\n= x\n${KEYS}`,
    code: "file-broken",
    line: 2,
    says: /name of the setting is missing/,
  },
  {
    name: "bytes that are not UTF-8 in a value",
    before: Buffer.concat([Buffer.from(`[default]\n${KEYS}note = `), Buffer.from([0xe9, 10])]),
    code: "file-broken",
    line: 4,
    says: /not clear which letters/,
  },
  {
    name: "a comment in which code pages differ",
    before: Buffer.concat([
      Buffer.from("# "),
      Buffer.from([0x93, 10]),
      Buffer.from(`[default]\n${KEYS}`),
    ]),
    code: "file-broken",
    line: 1,
    says: /not clear which letters/,
  },
  {
    name: "half of UTF-16",
    before: Buffer.concat([Buffer.from(`\uFEFF[default]\n`, "utf16le"), Buffer.from([0x41])]),
    code: "file-broken",
    line: null,
    says: /no text/,
  },
  {
    name: "a NUL byte in a value",
    before: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = a\0b\n`,
    code: "file-misread",
    line: 3,
    says: /NUL byte/,
  },
  {
    name: "[DEFAULT] beside a profile",
    before: `[DEFAULT]\nregion = eu-west-1\n[default]\n${KEYS}`,
    code: "file-misread",
    line: 1,
    says: /copies what stands below it into every profile/,
  },
  {
    name: "a ] in the midst of a profile's name",
    before: `[a]b]\n${KEYS}`,
    code: "file-misread",
    line: 1,
    says: /up to Python 3\.9, which psiTurk needs, it is "a", from 3\.10 on "a\]b"/,
  },
  {
    name: "[Default] beside [default]",
    before: `[Default]\nregion = eu-west-1\n[default]\n${KEYS}`,
    code: "profile-missing",
    line: 1,
    says: /There is a \[default\] too, in line 3/,
  },
  {
    name: "a header with half a quotation",
    kind: "config",
    before: '[profile foo"]\nregion = us-east-1\n',
    code: "profile-missing",
    line: 1,
    says: /names no profile/,
  },
  {
    name: "a misspelt name beside the right one",
    before: `[default]\n${KEYS}aws_secret_accesss_key = x\n`,
    code: "keys-partial",
    line: 4,
    says: /there too, in line 3/,
  },
  {
    name: "a value that goes on",
    before: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET.slice(0, 20)}\n   ${SECRET.slice(20)}\n`,
    code: "key-garbled",
    line: 3,
    says: /goes on in the indented line/,
  },
  {
    name: "half a quotation in a key",
    before: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = "${SECRET.slice(1)}\n`,
    code: "key-garbled",
    line: 3,
    says: /quotation mark/,
  },
  {
    name: "no region at all",
    kind: "config",
    before: "[default]\nregion = the nearest one\n",
    code: "region-wrong",
    line: 2,
    says: /is no region: there are blanks in it/,
  },
  {
    name: "an endpoint somewhere",
    kind: "config",
    before: "[default]\nendpoint_url = example.org\n",
    code: "setting-broken",
    line: 2,
    says: /does not begin with http/,
  },
  {
    name: "psiTurk's stand-in",
    before:
      "[default]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey\n",
    code: "placeholder-keys",
    line: 2,
    says: /a stand-in/,
  },
  {
    name: "the example of AWS's documentation",
    before:
      "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
    code: "placeholder-keys",
    line: 2,
    says: /the example from AWS's documentation/,
  },
  {
    name: "only the id",
    before: `[default]\naws_access_key_id = ${ID}\n`,
    code: "keys-partial",
    line: 2,
    says: /not aws_secret_access_key/,
  },
  {
    name: "only the secret",
    before: `[lab]\naws_secret_access_key = ${SECRET}\n`,
    code: "keys-partial",
    line: 2,
    says: /not aws_access_key_id/,
  },
  {
    name: "an empty secret",
    before: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key =\n`,
    code: "keys-partial",
    line: 3,
    says: /is empty/,
  },
];

describe("what is only explained", () => {
  test.each(EXPLAINED)("$name", ({ kind = "credentials", before, code, line, says }) => {
    const treatment = mendAll(kind, before, "first");
    const [first] = treatment.explained;
    expect(first).toMatchObject({
      code,
      line,
      mends: [],
      message: expect.stringMatching(says) as string,
    });
    expect(first?.try.length).toBeGreaterThan(0);
    expect(textAfter(treatment)).toBeNull();
    expect(JSON.stringify(treatment)).not.toContain("cAnArY");
  });
});

const SOUND: readonly (readonly [FileKind, string])[] = [
  ["credentials", ""],
  [
    "credentials",
    `# notes\n[default]\n${KEYS}\n[lab]\naws_access_key_id: ${ID}\naws_secret_access_key: ${SECRET}\n`,
  ],
  [
    "credentials",
    `[default] # main\n${KEYS}[tmp]\naws_access_key_id = ASIAQYLPMN5HHEXAMPLE\naws_secret_access_key = ${SECRET}\naws_session_token = abc\n`,
  ],
  [
    "credentials",
    `[default]\r\n    aws_access_key_id = ${ID}\r\n    aws_secret_access_key = ${SECRET}\r\n`,
  ],
  [
    "config",
    '[default]\nregion = us-east-1\ns3 =\n  region = x\n  endpoint_url = y\n[profile "my lab"]\noutput = json\n[services local]\nmturk =\n  endpoint_url = http://h\n[profile l]\nservices = local\n[sso-session corp]\nsso_region = us-east-1\n[plugins]\nx = y\n',
  ],
  [
    "config",
    "[profile p]\ncredential_process = '/opt/my tools/x' --flag \"y # z\"\nendpoint_url = https://h:1/a;b#c\n",
  ],
];

test.each(SOUND)("a sound %s file has no damage (%#)", (kind, text) => {
  expect(admit(fileBytes(kind, text))).toMatchObject({ open: null, explained: [] });
});

describe("a file that cannot be made whole", () => {
  const before = `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\nremember the milk\n`;

  test("is left as it is, and the reason names the line that stays", () => {
    const change = changeOf(mendAll("credentials", before));
    expect(change).toMatchObject({
      ok: false,
      problem: {
        code: "edit-refused",
        message: expect.stringMatching(
          /credentials was not changed, for this stays: Line 3 has no = sign/,
        ) as string,
      },
    });
  });
});

describe("lines", () => {
  test("are those of the file on disk, however many lines were put above", () => {
    const treatment = mendAll(
      "credentials",
      `aws_access_key_id = ${ID} # one\naws_secret_access_key = ${SECRET}\n\n[Lab]\nAWS_ACCESS_KEY_ID = ${ID}\naws_secret_access_key = "${SECRET}"\n`,
    );
    expect(treatment.decided.map(({ damage }) => damage.line)).toEqual([1, 5, 1, 6]);
    expect(
      treatment.decided.map(({ damage }) => /[Ll]ine (\d+)/.exec(damage.message)?.[1]),
    ).toEqual(["1", "5", "1", "6"]);
  });
});

test("the text under treatment is held as a secret", () => {
  const { doc, before } = admit(fileBytes("credentials", KEYS));
  expect([doc.text, before.text].every((text) => text instanceof Secret)).toBe(true);
});

test("names in other alphabets are names of their own", () => {
  const names = ["\u0441\u043E\u0441", "study-\u03B1", "lab-\u0441", "\u5B9F\u9A13"];
  const text = names.map((name) => `[${name}]\nregion = us-east-1\n`).join("");
  expect(admit(fileBytes("credentials", text))).toMatchObject({ open: null, explained: [] });
});
