/**
 * Taking a key out of files: what goes, what stays to the letter, what is refused; boto3's reading
 * is checked in conformance terms.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { holdsKey, planRemoval } from "../../src/aws-files/edit/remove-keys.js";
import { scanText } from "../../src/aws-files/text/scan.js";
import type { FileKind, FileState, Plan } from "../../src/aws-files/types.js";

const ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const OTHER = "AKIAIOSFODNN6EXAMPLE";

function state(
  text: string,
  kind: FileKind = "credentials",
  path = `/home/x/.aws/${kind}`,
): FileState {
  return {
    kind,
    path,
    realPath: path,
    exists: true,
    text: new Secret(text),
    stamp: "s",
    mode: 0o600,
  };
}

function plan(aws: readonly FileState[], legacy: readonly FileState[] = [], id = ID): Plan {
  const planned = planRemoval({ aws, legacy }, id);
  if (!planned.ok) throw new Error(planned.problem.message);
  expect(JSON.stringify(planned)).not.toContain(SECRET);
  return planned.value;
}

const after = (text: string, kind: FileKind = "credentials"): string | null =>
  plan([state(text, kind)]).files[0]?.after.reveal() ?? null;

describe("the AWS files", () => {
  it.each([
    {
      name: "id and secret, the rest stays",
      kind: "credentials",
      text: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\nregion = us-east-1\n`,
      left: "[default]\nregion = us-east-1\n",
    },
    {
      name: "both tokens, and the misspelt secret",
      kind: "credentials",
      text: `[a]\naws_access_key_id=${ID}\naws_secret_accesss_key=${SECRET}\naws_session_token=t\naws_security_token=t\n`,
      left: "[a]\n",
    },
    {
      name: "upper case, CRLF, comments",
      kind: "credentials",
      text: `# top\r\n[default]\r\nAWS_ACCESS_KEY_ID = ${ID}\r\n# between\r\nAWS_SECRET_ACCESS_KEY = ${SECRET}\r\n`,
      left: "# top\r\n[default]\r\n# between\r\n",
    },
    {
      name: "no line end at the end",
      kind: "credentials",
      text: `[default]\nregion = x\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}`,
      left: "[default]\nregion = x\n",
    },
    {
      name: "all profiles that hold it, and no other",
      kind: "credentials",
      text: `[a]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n[b]\naws_access_key_id = ${OTHER}\naws_secret_access_key = b\n[c]\naws_access_key_id = ${ID}\n`,
      left: `[a]\n[b]\naws_access_key_id = ${OTHER}\naws_secret_access_key = b\n[c]\n`,
    },
    {
      name: "named profiles of the config file, quoted too",
      kind: "config",
      text: `[profile lab]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n[profile "odd one"]\naws_access_key_id = ${ID}\noutput = json\n`,
      left: '[profile lab]\n[profile "odd one"]\noutput = json\n',
    },
  ] as const)("$name", ({ kind, text, left }) => {
    expect(after(text, kind)).toBe(left);
  });

  it("tells the lines as they stand in the file now, masked", () => {
    const text = `[a]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n[b]\nregion = x\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`;
    const [file] = plan([state(text)]).files;
    expect(file?.changes.map(({ line, key, from, to }) => [line, key, from, to])).toEqual([
      [2, "aws_access_key_id", "AKIA…MPLE", null],
      [3, "aws_secret_access_key", "••••", null],
      [6, "aws_access_key_id", "AKIA…MPLE", null],
      [7, "aws_secret_access_key", "••••", null],
    ]);
    expect(file?.diff.map(({ sign, text: shown }) => sign + shown)).toEqual([
      " [a]",
      "-aws_access_key_id = AKIA…MPLE",
      "-aws_secret_access_key = (hidden)",
      " [b]",
      "-aws_access_key_id = AKIA…MPLE",
      "-aws_secret_access_key = (hidden)",
    ]);
  });

  it("is in no plan where it does not stand, or only in a comment", () => {
    expect(
      plan([state(`# ${ID}\n[default]\naws_access_key_id = ${OTHER}\n`), state("", "config")])
        .files,
    ).toEqual([]);
  });

  it.each([
    { name: "a broken file", text: `aws_access_key_id = ${ID}\n`, code: "file-broken" },
    {
      name: "a magic [DEFAULT]",
      text: `[DEFAULT]\nregion = x\n[a]\naws_access_key_id = ${ID}\n`,
      code: "edit-refused",
    },
    {
      name: "a header that Pythons read differently",
      text: `[a] # ]\naws_access_key_id = ${ID}\n`,
      code: "edit-refused",
    },
  ])("$name is refused, and named", ({ text, code }) => {
    expect(planRemoval({ aws: [state(text)], legacy: [] }, ID)).toMatchObject({
      ok: false,
      problem: {
        code,
        message: expect.stringMatching(/^\/home\/x\/\.aws\/credentials was not changed\. /),
      },
    });
  });
});

describe("psiTurk's files", () => {
  it("lose the key in [AWS Access], and nothing elsewhere", () => {
    const text = `[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\naws_region = us-east-1\n[psiTurk Access]\npsiturk_access_key_id = x\n[Other]\naws_access_key_id = ${ID}\n`;
    expect(
      plan([], [state(text, "config", "/home/x/.psiturkconfig")]).files[0]?.after.reveal(),
    ).toBe(
      `[AWS Access]\naws_region = us-east-1\n[psiTurk Access]\npsiturk_access_key_id = x\n[Other]\naws_access_key_id = ${ID}\n`,
    );
    expect(
      plan([], [state(`[AWS access]\naws_access_key_id = ${ID}\n`, "config", "/x/config.txt")])
        .files,
    ).toEqual([]);
  });
});

describe("any file", () => {
  it("means the same afterwards, but for the key", () => {
    const id = fc.constantFrom(
      `aws_access_key_id = ${ID}`,
      `AWS_ACCESS_KEY_ID=${ID}`,
      `aws_access_key_id: ${ID}`,
      `aws_access_key_id = ${OTHER}`,
    );
    const rest = fc.shuffledSubarray([
      "",
      "# note",
      "region = us-east-1",
      "output=json",
      "s3 =\n  max = 3",
      `aws_secret_access_key = ${SECRET}`,
      "aws_session_token = t",
      "aws_security_token =",
      "x = \n  y\n  z = 1",
    ]);
    const section = fc
      .tuple(rest, id, fc.nat(9))
      .map(([lines, key, at]) => [...lines.slice(0, at), key, ...lines.slice(at)]);
    let removed = 0;
    fc.assert(
      fc.property(
        fc.array(section, { minLength: 1, maxLength: 3 }),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        (sections, end, last) => {
          const text =
            sections
              .flatMap((lines, at) => [`[p${at}]`, ...lines])
              .join("\n")
              .replaceAll("\n", end) + (last ? end : "");
          const before = scanText(text, "credentials");
          const planned = planRemoval({ aws: [state(text)], legacy: [] }, ID);
          if (!planned.ok || planned.value.files.length === 0) return;
          const now = scanText(planned.value.files[0]!.after.reveal(), "credentials");
          if (!before.ok) return;
          if (!now.ok) throw new Error("no longer readable");
          removed++;
          expect([...now.sections.keys()]).toEqual([...before.sections.keys()]);
          for (const [name, section] of before.sections) {
            const had = section.options.get("aws_access_key_id")?.value === ID;
            const left = [...section.options]
              .filter(([option]) => !had || !option.startsWith("aws_"))
              .map(([option, { value }]) => [option, value]);
            expect(
              [...now.sections.get(name)!.options].map(([option, { value }]) => [option, value]),
            ).toEqual(left);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(removed).toBeGreaterThan(200);
  });
});

describe("whether a text holds a key", () => {
  it("by id or by secret; a secret that is too short to be one does not count", () => {
    expect(holdsKey(new Secret(`x ${ID} y`), ID, [])).toBe(true);
    expect(holdsKey(new Secret(`x ${SECRET} y`), ID, [new Secret(SECRET)])).toBe(true);
    expect(holdsKey(new Secret("region = x"), ID, [new Secret(SECRET), new Secret("x")])).toBe(
      false,
    );
  });
});
