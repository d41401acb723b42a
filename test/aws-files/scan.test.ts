import { describe, expect, test } from "vitest";
import { listProfiles, scanFile } from "../../src/aws-files/text/profile.js";
import { idOf, regionOf } from "../../src/aws-files/text/profile-values.js";
import { decodeFile } from "../../src/aws-files/text/scan-bytes.js";
import {
  nestedSettings,
  profileOf,
  scanText,
  type FileScan,
} from "../../src/aws-files/text/scan.js";
import { splitFile } from "../../src/aws-files/text/python.js";
import type { FileKind, ProfileView } from "../../src/aws-files/types.js";
import { fileState } from "./states.js";

function scanned(text: string, kind: FileKind = "credentials"): FileScan {
  const scan = scanText(text, kind);
  if (!scan.ok) throw new Error(scan.problem.message);
  return scan;
}

describe("a file that boto3 stops on is refused with the line and what is wrong there", () => {
  const STOPS = " psiTurk, boto3 and the AWS CLI all stop on it.";
  test.each<[string, FileKind, string, number, string]>([
    [
      "keys without a header, as psiTurk's documentation shows them",
      "credentials",
      "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n",
      1,
      "Line 1 holds a key, but no [default] line stands above it.",
    ],
    [
      "another setting without a header",
      "config",
      "\n# mine\nregion = us-east-1\n",
      3,
      "Line 3 holds a setting, but no [default] line stands above it.",
    ],
    [
      "prose",
      "credentials",
      "hello\n",
      1,
      "Line 1 is neither a [default] line, nor a setting below one, nor a comment.",
    ],
    [
      "an open bracket on top",
      "credentials",
      "[default\n",
      1,
      "Line 1 opens a section with [ but does not close it with ].",
    ],
    [
      "an open bracket below",
      "credentials",
      "[a]\n[default\n",
      2,
      "Line 2 opens a section with [ but does not close it with ].",
    ],
    [
      "an empty header",
      "credentials",
      "[a]\r\n[]\r\n",
      2,
      "Line 2 is a section line without a name between [ and ].",
    ],
    [
      "a byte order mark that was not taken off",
      "credentials",
      "\uFEFF[default]\n",
      1,
      "Line 1 begins with an invisible byte order mark, which hides what stands there.",
    ],
    [
      "no separator",
      "credentials",
      "[a]\rx = 1\rjust words\r",
      3,
      "Line 3 has no = sign, so it is neither a setting (name = value) nor a comment (# ...).",
    ],
    [
      "no name",
      "credentials",
      "[a]\n= x\n",
      2,
      "Line 2 begins with =, so the name of the setting is missing.",
    ],
    [
      "no name, with a colon",
      "credentials",
      "[a]\n : x\n",
      2,
      "Line 2 begins with :, so the name of the setting is missing.",
    ],
    [
      "a section twice",
      "credentials",
      "[a]\n[b]\n[a]\n",
      3,
      "Line 3 opens the section [a] a second time; the first stands in line 1.",
    ],
    [
      "an option twice, in another case",
      "config",
      "[default]\nregion = a\nRegion = b\n",
      3,
      "Line 3 sets region a second time in the same section; the first stands in line 2.",
    ],
    [
      "an option twice, with a name that may be a secret",
      "config",
      "[default]\nwJalrXUtnFEMI/K7 = a\nwJalrXUtnFEMI/K7 = b\n",
      3,
      "Line 3 sets a setting a second time in the same section; the first stands in line 2.",
    ],
    [
      "an option of [DEFAULT] twice, over two headers",
      "credentials",
      "[DEFAULT]\nx = 1\n[a]\n[DEFAULT]\nx = 2\n",
      5,
      "Line 5 sets x a second time in the same section; the first stands in line 2.",
    ],
    [
      "a nested block without =",
      "config",
      "[default]\ns3 =\n  whatever\n",
      3,
      "Line 3 is indented below s3 (line 2), so it must read name = value, but it has no = sign.",
    ],
    [
      "a nested block that Python cuts at U+2028",
      "config",
      "[default]\ns3 =\n  a = b\u2028c\n",
      3,
      "Line 3 is indented below s3 (line 2), so it must read name = value, but it has no = sign.",
    ],
    [
      "the first of several faults",
      "credentials",
      "[a]\ns3 =\n  whatever\nx\n[a]\n",
      3,
      "Line 3 is indented below s3 (line 2), so it must read name = value, but it has no = sign.",
    ],
    [
      "a second header that became a value",
      "credentials",
      "[a]\nx = 1\n [b]\nx = 2\n",
      4,
      "Line 4 sets x a second time in the same section; the first stands in line 2.",
    ],
  ])("%s", (_, kind, text, line, sentence) => {
    expect(scanText(text, kind)).toMatchObject({
      ok: false,
      line,
      problem: {
        code: "file-broken",
        message: sentence + STOPS,
        try: [expect.stringContaining("mturk-setup doctor"), expect.any(String)],
      },
    });
  });

  test("all faults are listed, in order", () => {
    const scan = scanText("[a]\nx\n= 1\n[a]\ny = 1\nY = 2\n", "credentials");
    expect(scan).toMatchObject({
      ok: false,
      faults: [
        { reason: "no-separator", index: 1 },
        { reason: "empty-name", index: 2 },
        { reason: "duplicate-section", index: 3, other: 0 },
        { reason: "duplicate-option", index: 5, other: 4 },
      ],
    });
  });

  test("neither a value nor a control character gets into a message", () => {
    const scan = scanText("[a\u001B[31m]\n[a\u001B[31m]\n", "credentials");
    expect(scan).toMatchObject({
      problem: {
        message: expect.stringMatching(/^Line 2 opens the section \[a\] a second time/) as string,
      },
    });
    const long = scanText(`[${"x".repeat(200)}]\n[${"x".repeat(200)}]\n`, "credentials");
    expect(long.ok ? "" : long.problem.message.length).toBeLessThan(200);
  });
});

describe("values", () => {
  test.each<[string, string, string]>([
    ["no inline comments", "x = abc # mine", "abc # mine"],
    ["quotes stay", 'x = "a"', '"a"'],
    ["a colon separates", "x: a=b", "a=b"],
    ["the first of : and = separates", "x = a:b", "a:b"],
    ["Python's white space goes", "x\u2028=\u00A0\u0085a\u001C\u3000", "a"],
    ["U+FEFF and U+200B stay", "x = \uFEFFa\u200B", "\uFEFFa\u200B"],
    ["a deeper line continues it, over a comment", "x = a\n  # no\n   b", "a\nb"],
    ["blank lines inside count", "x = a\n\n \n  b\n\n", "a\n\n\nb"],
    ["a tab is one character deep", " x = a\n\tb = c", "a"],
    ["a header may be a continuation", "x = a\n  [b]", "a\n[b]"],
    ["a nested block begins with a line break", "x =\n  a = 1\n  b=2", "\na = 1\nb=2"],
  ])("%s", (_, lines, value) => {
    expect(scanned(`[a]\n${lines}\n`).sections.get("a")?.options.get("x")?.value).toBe(value);
  });

  test("a nested block gives its settings, the last of twins, in their own case", () => {
    expect(nestedSettings("\nA = 1\nb=2\nb = 3=4\u2028c = 5\n = x")).toEqual(
      new Map([
        ["A", "1"],
        ["b", "3=4"],
        ["c", "5"],
        ["", "x"],
      ]),
    );
    expect(nestedSettings("a = 1")).toBeNull();
  });
});

describe("headers and profiles", () => {
  test.each<[string, string | null]>([
    ["default", "default"],
    ["profile foo", "foo"],
    ['profile "my lab"', "my lab"],
    ["profile 'a'\\ b", "a b"],
    ["profile\tfoo ", "foo"],
    ["profilex foo", "foo"],
    ["profile default", "default"],
    ["profile ''", ""],
    ["profile $'x'", "$x"],
    ["profile", null],
    ["profilefoo", null],
    ["profile my lab", null],
    [" profile foo", null],
    ['profile foo"', null],
    ["profile foo\\", null],
    ["Default", null],
    ["foo", null],
    ["services foo", null],
  ])("[%s] in config means %s", (header, profile) => {
    expect(profileOf(header, "config")).toBe(profile);
    expect(profileOf(header, "credentials")).toBe(header);
  });

  test("the header reaches to the last ] from Python 3.10 on, to the first before", () => {
    const names = (python: "3.9" | "3.10"): unknown => {
      const scan = scanText("[a] # [b]\n[]]\nx = 1\n", "credentials", python);
      return scan.ok ? [...scan.sections.keys()] : scan.line;
    };
    expect(names("3.10")).toEqual(["a] # [b", "]"]);
    expect(names("3.9")).toBe(2);
  });

  /** A file as it is scanned, and its profiles as other rooms see them. */
  const viewed = (
    text: string,
    kind: FileKind = "credentials",
  ): { scan: ReturnType<typeof scanned>; view: (profile: string) => ProfileView | undefined } => {
    const file = scanFile(fileState(kind, text));
    return {
      scan: scanned(text, kind),
      view: (profile) => (file.ok ? file.profiles.get(profile) : undefined),
    };
  };

  test("of twins the last is the profile, whole", () => {
    const { scan, view } = viewed(
      '[profile a]\nregion = r1\noutput = json\n[profile "a"]\nregion = r2\n',
      "config",
    );
    expect(listProfiles(scan)).toEqual(["a"]);
    expect([...(view("a")?.options.keys() ?? [])]).toEqual(["region"]);
    expect(view("a")).toMatchObject({ profile: "a", kind: "config", line: 4 });
  });

  test("[DEFAULT] is no profile; what stands there is in every section that does not say otherwise", () => {
    const { scan, view } = viewed("[DEFAULT]\nregion = r\nnote = n\n[a]\nregion = own\n");
    expect(listProfiles(scan)).toEqual(["a"]);
    expect([view("a")?.options.get("region")?.line, view("a")?.options.get("note")?.line]).toEqual([
      5, 3,
    ]);
  });

  test("names that JavaScript objects know are names like others", () => {
    const { scan, view } = viewed("[__proto__]\nconstructor = 1\n[constructor]\n__proto__ = 2\n");
    expect(listProfiles(scan)).toEqual(["__proto__", "constructor"]);
    expect(view("constructor")?.options.has("__proto__")).toBe(true);
    expect(view("toString")).toBeUndefined();
  });
});

describe("the file for other rooms", () => {
  test("profiles with their written names, lines and values behind masks", () => {
    const file = scanFile(
      fileState(
        "credentials",
        "# c\r\n[dev]\r\nAWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE\r\nregion=\r\n",
      ),
    );
    if (!file.ok) throw new Error(file.problem.message);
    const view = file.profiles.get("dev");
    expect(view?.options.get("aws_access_key_id")).toMatchObject({
      name: "aws_access_key_id",
      writtenName: "AWS_ACCESS_KEY_ID",
      line: 3,
    });
    expect(view === undefined ? null : [idOf(view), regionOf(view)]).toEqual([
      "AKIAIOSFODNN7EXAMPLE",
      "",
    ]);
    expect(JSON.stringify([...(view?.options.values() ?? [])])).not.toContain("AKIA");
  });

  test("a file that does not exist has no profiles", () => {
    expect(scanFile(fileState("config", null))).toMatchObject({
      ok: true,
      exists: false,
      profiles: new Map(),
    });
  });

  test("a broken one names itself and the line", () => {
    const file = scanFile(fileState("credentials", "[a]\nx\n"));
    expect(file).toMatchObject({
      ok: false,
      line: 2,
      problem: {
        message: expect.stringMatching(
          /^\/home\/user\/\.aws\/credentials cannot be read\. Line 2 has no = sign/,
        ) as string,
      },
    });
  });
});

describe("bytes", () => {
  test.each<[string, readonly number[], string]>([
    ["UTF-16, little end first", [0xff, 0xfe, 0x5b, 0], "Line 1: the file is UTF-16 text"],
    ["UTF-16, big end first", [0xfe, 0xff, 0, 0x5b], "Line 1: the file is UTF-16 text"],
    [
      "a byte order mark",
      [0xef, 0xbb, 0xbf, 0x5b],
      "Line 1 begins with an invisible byte order mark",
    ],
    [
      "Latin-1 in line 3, after LF and CR LF",
      [0x61, 10, 0x62, 13, 10, 0x63, 0xe9, 10],
      "Line 3 holds a byte that is not UTF-8",
    ],
    [
      "a sequence cut off at the end",
      [0x61, 13, 0xe2, 0x80],
      "Line 2 holds a byte that is not UTF-8",
    ],
    ["an encoded surrogate", [0xed, 0xa0, 0x80], "Line 1 holds a byte that is not UTF-8"],
    ["an overlong slash", [0xc0, 0xaf], "Line 1 holds a byte that is not UTF-8"],
  ])("%s is refused", (_, bytes, message) => {
    expect(decodeFile(Uint8Array.from(bytes), "FILE")).toMatchObject({
      ok: false,
      problem: { code: "file-broken", message: expect.stringContaining(message) as string },
    });
  });

  test.each(["", "é\u2028\u0000\r\n😀", "a\uFEFF"])("%j comes through as it is", (text) => {
    expect(decodeFile(Buffer.from(text), "FILE")).toEqual({ ok: true, value: text });
  });

  test("lines keep their own ends", () => {
    expect(splitFile("a\r\n\rb\n\nc\u2028d").map(({ text, eol }) => [text, eol])).toEqual([
      ["a", "\r\n"],
      ["", "\r"],
      ["b", "\n"],
      ["", "\n"],
      ["c\u2028d", ""],
    ]);
    expect(splitFile("")).toEqual([]);
    expect(splitFile("a\r")).toEqual([{ text: "a", eol: "\r" }]);
  });
});
