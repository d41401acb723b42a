import { describe, expect, test } from "vitest";
import { editProfile, type EditedText } from "../../src/aws-files/edit/edit.js";
import type { FileKind } from "../../src/aws-files/types.js";

const ID = "AKIAI44QH8DHBEXAMPLE";
const SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
const KEY = { aws_access_key_id: ID, aws_secret_access_key: SECRET };

interface Asked {
  readonly kind?: FileKind;
  readonly profile?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

function edit(
  text: string,
  { kind = "credentials", profile = "default", set = {}, remove = [] }: Asked,
): EditedText {
  const result = editProfile(text, kind, {
    profile,
    set: new Map(Object.entries(set)),
    remove: new Set(remove),
  });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function refusal(
  text: string,
  { kind = "credentials", profile = "default", set = {}, remove = [] }: Asked,
): string {
  const result = editProfile(text, kind, {
    profile,
    set: new Map(Object.entries(set)),
    remove: new Set(remove),
  });
  if (result.ok) throw new Error(result.value.text);
  expect(result.problem.code).toBe("edit-refused");
  expect(result.problem.try.length).toBeGreaterThan(0);
  return result.problem.message;
}

describe("a value that stands there is replaced where it stands", () => {
  test.each<[string, string, string]>([
    [
      "only the value changes",
      "[default]\n# mine\nregion = a\noutput = json\n",
      "[default]\n# mine\nregion = b\noutput = json\n",
    ],
    ["tight", "[default]\nregion=a", "[default]\nregion=b"],
    [
      "colon, tabs and spaces stay",
      "[default]\r\n\tregion\t:  a \t\r\n",
      "[default]\r\n\tregion\t:  b \t\r\n",
    ],
    ["the name comes out in lower case", "[default]\nREGION = a\n", "[default]\nregion = b\n"],
    [
      "every line keeps its own end",
      "[default]\rregion = a\r\nx = 1\n",
      "[default]\rregion = b\r\nx = 1\n",
    ],
    [
      "an inline comment was part of the value",
      "[default]\nregion = a # home\n",
      "[default]\nregion = b\n",
    ],
    [
      "the rest of a long value goes, comments and blank lines stay",
      "[default]\nregion = a\n  c\n\n  # note\n   d\n# e\nx = 1\n",
      "[default]\nregion = b\n\n  # note\n# e\nx = 1\n",
    ],
    [
      "a nested block of that name goes",
      "[default]\nregion =\n  s3 = 1\nx = 1\n",
      "[default]\nregion = b\nx = 1\n",
    ],
    ["an empty value", "[default]\nregion =\nx = 1\n", "[default]\nregion = b\nx = 1\n"],
    ["an empty value, tight", "[default]\nregion=\n", "[default]\nregion=b\n"],
    [
      "an empty value with a space behind the sign",
      "[default]\nregion = \n",
      "[default]\nregion = b\n",
    ],
    [
      "a nested option of that name stays",
      "[default]\ns3 =\n  region = a\nregion = a\n",
      "[default]\ns3 =\n  region = a\nregion = b\n",
    ],
    [
      "a commented-out one stays",
      "[default]\n#region = a\nregion = a\n",
      "[default]\n#region = a\nregion = b\n",
    ],
    ["a header with a comment", "[default] # mine\nregion = a\n", "[default] # mine\nregion = b\n"],
    ["an indented header", " [default]\nregion = a\n", " [default]\nregion = b\n"],
    ["quotes around the old value go", '[default]\nregion = "a"\n', "[default]\nregion = b\n"],
  ])("%s", (_, before, after) => {
    expect(edit(before, { set: { region: "b" } }).text).toBe(after);
  });

  test.each<[string, string, string]>([
    ['[profile "my lab"]', "my lab", "quoted"],
    ["[profile\tfoo]", "foo", "a tab"],
    ["[profile default]", "default", "default as a profile"],
    ["[profile лаб]", "лаб", "letters of other scripts"],
  ])("the section is found by its meaning: %s", (header, profile) => {
    const text = (value: string): string => `${header}\noutput = json\nregion = ${value}\n`;
    expect(edit(text("a"), { kind: "config", profile, set: { region: "b" } }).text).toBe(text("b"));
  });
});

describe("a new option goes where it can do no harm", () => {
  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    [
      "beside the other half",
      "[default]\naws_access_key_id = X\nregion = a\n",
      KEY,
      `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\nregion = a\n`,
    ],
    [
      "above it, if that comes later",
      "[default]\nx = 1\naws_secret_access_key=Y\ny = 1\n",
      KEY,
      `[default]\nx = 1\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\ny = 1\n`,
    ],
    [
      "both above the region",
      "[default]\nregion = a\n",
      KEY,
      `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\nregion = a\n`,
    ],
    [
      "below the last option",
      "[default]\noutput = json\n\n# next\n[b]\n",
      { region: "r" },
      "[default]\noutput = json\nregion = r\n\n# next\n[b]\n",
    ],
    [
      "with the sibling's indent, else it would capture what follows",
      "[default]\n  region = a\n  output = json\n",
      KEY,
      `[default]\n  aws_access_key_id = ${ID}\n  aws_secret_access_key = ${SECRET}\n  region = a\n  output = json\n`,
    ],
    [
      "with the last option's indent",
      "[default]\n\t output = json\n[b]\n",
      { region: "r" },
      "[default]\n\t output = json\n\t region = r\n[b]\n",
    ],
    [
      "not below a nested block, but right below the header",
      "[default]\n output = json\n s3 =\n   x = 1\n",
      { region: "r" },
      "[default]\n region = r\n output = json\n s3 =\n   x = 1\n",
    ],
    [
      "not below a continued value either",
      "[default]\nnote = a\n  b\n[b]\n",
      { region: "r" },
      "[default]\nregion = r\nnote = a\n  b\n[b]\n",
    ],
    ["an empty section", "[default]\n[b]\n", { region: "r" }, "[default]\nregion = r\n[b]\n"],
    [
      "an empty section before an indented header, which a line at column 0 would capture",
      "[default]\n\n  [b]\nx = 1\n",
      { region: "r" },
      "[default]\n  region = r\n\n  [b]\nx = 1\n",
    ],
    [
      "an empty section at the end, without a line end",
      "[default]",
      { region: "r" },
      "[default]\nregion = r\n",
    ],
    [
      "never with a colon",
      "[default]\noutput: json\n",
      { region: "r" },
      "[default]\noutput: json\nregion = r\n",
    ],
    [
      "below a sibling that loses its long value",
      "[default]\naws_access_key_id = X\n  old\n# c\n",
      KEY,
      `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n# c\n`,
    ],
    [
      "with the line end of the line beside it",
      "[default]\r\noutput = json\r\n[b]\n",
      { region: "r" },
      "[default]\r\noutput = json\r\nregion = r\r\n[b]\n",
    ],
    [
      "below a last line without a line end",
      "[default]\r\noutput = json",
      { region: "r" },
      "[default]\r\noutput = json\r\nregion = r\r\n",
    ],
    [
      "below a last line that changes too",
      "[default]\naws_access_key_id = X",
      KEY,
      `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`,
    ],
  ])("%s", (_, before, set, after) => {
    expect(edit(before, { set }).text).toBe(after);
  });

  test("names we do not know go below the last option", () => {
    expect(edit("[default]\nregion = r\noutput = json\n", { set: { services: "x" } }).text).toBe(
      "[default]\nregion = r\noutput = json\nservices = x\n",
    );
  });
});

describe("a new section goes to the end", () => {
  test.each<[string, string, FileKind, string, string]>([
    ["an empty file", "", "credentials", "default", `[default]\nregion = r\n`],
    ["config: default", "", "config", "default", "[default]\nregion = r\n"],
    ["config: another profile", "", "config", "lab-1", "[profile lab-1]\nregion = r\n"],
    [
      "credentials: another profile",
      "[default]\nx = 1\n",
      "credentials",
      "lab-1",
      "[default]\nx = 1\n\n[lab-1]\nregion = r\n",
    ],
    [
      "after a last line without an end, with the line end of most lines",
      "[a]\r\nx = 1\r\ny = 1\nz = 1",
      "credentials",
      "b",
      "[a]\r\nx = 1\r\ny = 1\nz = 1\r\n\r\n[b]\r\nregion = r\r\n",
    ],
    ["lone CR", "[a]\rx = 1\r", "credentials", "b", "[a]\rx = 1\r\r[b]\rregion = r\r"],
    ["no second blank line", "[a]\n\n", "credentials", "b", "[a]\n\n[b]\nregion = r\n"],
    ["comments only", "# mine", "credentials", "b", "# mine\n\n[b]\nregion = r\n"],
    [
      "at column 0 below an indented value",
      "[a]\n  x =\n    y = 1\n",
      "credentials",
      "b",
      "[a]\n  x =\n    y = 1\n\n[b]\nregion = r\n",
    ],
    [
      "names that mean another profile do not count",
      "[Default]\n[ default ]\n",
      "credentials",
      "default",
      "[Default]\n[ default ]\n\n[default]\nregion = r\n",
    ],
  ])("%s", (_, before, kind, profile, after) => {
    expect(edit(before, { kind, profile, set: { region: "r" } }).text).toBe(after);
  });
});

describe("an option that goes takes its whole value along", () => {
  test.each<[string, string, string]>([
    ["a line", "[default]\nx = 1\naws_session_token = T\ny = 1\n", "[default]\nx = 1\ny = 1\n"],
    [
      "upper case, continued, over a comment that stays",
      "[default]\nAWS_SESSION_TOKEN = T\n  U\n# c\n  V\ny = 1\n",
      "[default]\n# c\ny = 1\n",
    ],
    [
      "both names",
      "[default]\naws_session_token =\nx = 1\naws_security_token: T",
      "[default]\nx = 1\n",
    ],
    [
      "the last one of a section",
      "[default]\naws_session_token = T\n  [b]\n[c]\n",
      "[default]\n[c]\n",
    ],
    ["another profile's stays", "[b]\naws_session_token = T\n", "[b]\naws_session_token = T\n"],
    [
      "a nested one stays",
      "[default]\ns3 =\n  aws_session_token = T\n",
      "[default]\ns3 =\n  aws_session_token = T\n",
    ],
  ])("%s", (_, before, after) => {
    expect(edit(before, { remove: ["aws_session_token", "aws_security_token"] }).text).toBe(after);
  });
});

describe("what changed", () => {
  test("lines are counted in the new file, those of removed options in the old one", () => {
    const before = `[default]\naws_session_token = T\n  U\naws_secret_access_key = Y\nregion = r\n`;
    expect(
      edit(before, { set: { ...KEY, region: "r" }, remove: ["aws_session_token"] }).changes,
    ).toEqual([
      { name: "aws_access_key_id", line: 2, from: null, to: ID },
      { name: "aws_secret_access_key", line: 3, from: "Y", to: SECRET },
      { name: "aws_session_token", line: 2, from: "T\nU", to: null },
    ]);
  });

  test("what is so already is left alone, even in capitals", () => {
    const text = "[default]\nREGION = a\n";
    expect(edit(text, { set: { region: "a" }, remove: ["aws_session_token"] })).toMatchObject({
      text,
      splices: [],
      changes: [],
    });
    expect(edit("[DEFAULT]\nregion = a\n[default]\n", { set: { region: "a" } }).splices).toEqual(
      [],
    );
  });
});

describe("what cannot be changed safely is refused, with the reason", () => {
  test.each<[string, string, Asked, RegExp]>([
    [
      "[DEFAULT]",
      "# c\n[DEFAULT]\nx = 1\n[default]\n",
      { set: KEY },
      /^Line 2 is \[DEFAULT\] in capitals\. Python copies/,
    ],
    ["an empty [DEFAULT]", "[default]\n[DEFAULT]\n", { set: KEY }, /^Line 2 is \[DEFAULT\]/],
    [
      "twins",
      '[profile a]\n[profile "a"]\n',
      { kind: "config", profile: "a", set: { region: "r" } },
      /^The profile a stands there 2 times \(line 1 and line 2\)/,
    ],
    [
      "[default] and [profile default]",
      "[profile default]\nx = 1\n[default]\n",
      { kind: "config", set: { region: "r" } },
      /^The profile default stands there 2 times \(line 1 and line 3\)/,
    ],
    [
      "a second ] in its header",
      "[a]b]\n",
      { profile: "a]b", set: KEY },
      /^Line 1 has more than one \], .*up to Python 3\.9, .*it is "a", from 3\.10 on "a\]b"\./,
    ],
    [
      "a header that Python 3.9 reads as this profile",
      "[b]\n[default] # see [x]\n",
      { set: KEY },
      /^Line 2 has more than one \], .*it is "default", from 3\.10 on "default\] # see \[x"\./,
    ],
    [
      "the same, where nothing would change for newer Pythons",
      "[default] # see [x]\naws_session_token = T\n",
      { remove: ["aws_session_token"] },
      /^Line 1 has more than one \]/,
    ],
    [
      "[DEFAULT] for Python 3.9 only",
      "[default]\n[DEFAULT] ; [x]\n",
      { set: KEY },
      /^Line 2 has more than one \]/,
    ],
    ["NUL", "[default]\nx = a\0\n", { set: KEY }, /^Line 2 holds a NUL byte/],
    [
      "a new name with a space",
      "",
      { profile: "my lab", set: KEY },
      /^A new profile cannot be called "my lab"/,
    ],
    [
      "a new name that Python takes for something else",
      "",
      { profile: "DEFAULT", set: KEY },
      /^A new profile cannot be called "DEFAULT"/,
    ],
    [
      "a new name that breaks the JavaScript SDK",
      "",
      { profile: "__proto__", set: KEY },
      /^A new profile cannot be called "__proto__"/,
    ],
    ["an empty name", "", { profile: "", set: KEY }, /^A new profile cannot be called ""/],
    [
      "a space inside a value",
      "",
      { set: { region: "a b" } },
      /^The new value of region is empty, or holds a space/,
    ],
    ["a line break", "", { set: { region: "a\nb" } }, /^The new value of region/],
    [
      "an invisible character",
      "",
      { set: { aws_access_key_id: "AKIA\u200B" } },
      /^The new value of aws_access_key_id/,
    ],
    [
      "a no-break space",
      "",
      { set: { aws_access_key_id: "AKIA\u00A0" } },
      /^The new value of aws_access_key_id/,
    ],
    ["quotes", "", { set: { region: '"a"' } }, /^The new value of region/],
    ["a comment sign in front", "", { set: { region: "#a" } }, /^The new value of region/],
    ["nothing", "", { set: { region: "" } }, /^The new value of region is empty/],
  ])("%s", (_, text, asked, message) => {
    expect(refusal(text, asked)).toMatch(message);
  });

  test("a file that boto3 cannot read is never mended silently", () => {
    const result = editProfile("[default]\nx\n", "credentials", {
      profile: "default",
      set: new Map(Object.entries(KEY)),
      remove: new Set(),
    });
    expect(result).toMatchObject({
      ok: false,
      problem: { code: "file-broken", message: expect.stringMatching(/^Line 2/) as string },
    });
  });

  test("a section line with a second ] elsewhere does no harm", () => {
    expect(edit("[default]\n[b] # [c]\nx = 1\n", { set: { region: "r" } }).text).toBe(
      "[default]\nregion = r\n[b] # [c]\nx = 1\n",
    );
  });
});
