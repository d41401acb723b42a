/**
 * Real botocore judges what we read, refuse and write: the samples, the cross-SDK specification's
 * inputs, saved plans.
 */
import { execFileSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import type { Result } from "../../src/base/problem.js";
import { Secret } from "../../src/base/secret.js";
import { editProfile, type EditedText, type ProfileEdit } from "../../src/aws-files/edit/edit.js";
import { planSave } from "../../src/aws-files/edit/plan.js";
import { indentOf, shlexSplit } from "../../src/aws-files/text/python.js";
import { decodeFile } from "../../src/aws-files/text/scan-bytes.js";
import { scanText } from "../../src/aws-files/text/scan.js";
import type { FileKind, SaveIntent } from "../../src/aws-files/types.js";
import { fileState } from "../aws-files/states.js";
import {
  askBotocore,
  askSession,
  askShlex,
  pythonVersion,
  type Pair,
  type Reading,
  type SessionView,
} from "./botocore.js";
import { randomFrom } from "./nasty-files.js";
import { pythonWithBoto3 } from "./python.js";
import { differences, readingOf, withEdit } from "./readings.js";
import { awsFileSamples, specificationInputs, type Sample } from "./samples.js";

const python = pythonWithBoto3();
const KEY = [
  ["aws_access_key_id", "AKIAI44QH8DHBEXAMPLE"],
  ["aws_secret_access_key", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"],
] as const;
const TOKENS = new Set(["aws_session_token", "aws_security_token"]);

/** Samples that botocore reads and we do not edit, with the reason. */
const LEFT_ALONE: ReadonlyMap<string, RegExp> = new Map([
  ["C03", /cannot be called "my lab"/],
  ["C29", /NUL byte/],
  ["C38b", /\[DEFAULT\] in capitals/],
  ["G02c", /cannot be called "my lab"/],
  ["G07", /stands there 2 times/],
  ["G28", /stands there 2 times/],
]);

function reading(bytes: Uint8Array, kind: FileKind): Reading {
  const text = decodeFile(bytes, "FILE");
  const scan = text.ok ? scanText(text.value, kind) : null;
  return scan?.ok === true ? readingOf(scan) : null;
}

const greedy = (): boolean => {
  const [major, minor] = pythonVersion(python!);
  return major > 3 || minor >= 10;
};

interface Edited {
  readonly edit: ProfileEdit;
  readonly result: Result<EditedText>;
}

/** Sets a new key in a credentials sample, a region in a config sample. */
function editSample({ kind, profile, bytes }: Sample): Edited {
  const edit: ProfileEdit =
    kind === "credentials"
      ? { profile, set: new Map(KEY), remove: TOKENS }
      : { profile, set: new Map([["region", "eu-west-3"]]), remove: new Set<string>() };
  const text = decodeFile(bytes, "FILE");
  return { edit, result: text.ok ? editProfile(text.value, kind, edit) : text };
}

describe.skipIf(python === null || !greedy())("the samples", () => {
  const samples = awsFileSamples();
  const edits = samples.map(editSample);
  let before: readonly Reading[] = [];
  let after: readonly Reading[] = [];

  beforeAll(() => {
    before = askBotocore(python!, samples);
    const texts = edits.map(({ result }, at) =>
      result.ok ? Buffer.from(result.value.text) : samples[at]!.bytes,
    );
    after = askBotocore(
      python!,
      samples.map(({ kind }, at) => ({ kind, bytes: texts[at]! })),
    );
  });

  test("there are 75, and botocore refuses those that it was recorded to refuse", () => {
    expect(samples).toHaveLength(75);
    expect(samples.filter((_, at) => before[at] === null).map(({ id }) => id)).toEqual(
      samples.filter(({ refused }) => refused).map(({ id }) => id),
    );
  });

  test.each(samples.map((sample, at) => ({ ...sample, at })))(
    "$id $name",
    ({ id, kind, bytes, at }) => {
      const { edit, result } = edits[at]!;
      expect(differences(before[at]!, reading(bytes, kind))).toBeNull();
      if (before[at] === null) {
        expect(result).toMatchObject({
          ok: false,
          problem: { code: "file-broken", message: expect.stringMatching(/^Line \d+/) as string },
        });
        return;
      }
      const reason = LEFT_ALONE.get(id);
      if (reason !== undefined) {
        expect(result).toMatchObject({
          ok: false,
          problem: { code: "edit-refused", message: expect.stringMatching(reason) as string },
        });
        return;
      }
      if (!result.ok) throw new Error(result.problem.message);
      expect(result.value.changes.length).toBeGreaterThan(0);
      expect(differences(after[at]!, withEdit(before[at]!, kind, edit))).toBeNull();
      expect(editProfile(result.value.text, kind, edit)).toMatchObject({
        ok: true,
        value: { text: result.value.text, splices: [] },
      });
    },
  );
});

describe.skipIf(python === null || !greedy()).each(["smithy-rs", "aws-sdk-kotlin"] as const)(
  "the inputs of the specification, as %s has them",
  (suite) => {
    const inputs = specificationInputs(suite);

    test("we read them as botocore does, and after an edit it reads the change and nothing else", () => {
      const questions = inputs.map(({ kind, text }) => ({ kind, bytes: Buffer.from(text) }));
      const before = askBotocore(python!, questions);
      const ours = questions.map(({ kind, bytes }) => reading(bytes, kind));
      expect(
        inputs.flatMap((input, at) =>
          differences(before[at] ?? null, ours[at] ?? null) === null ? [] : [input],
        ),
      ).toEqual([]);
      const edit = {
        profile: "foo",
        set: new Map([...KEY, ["region", "eu-west-3"]]),
        remove: TOKENS,
      };
      const edited = inputs.flatMap(({ kind, text, name }, at) => {
        const result = editProfile(text, kind, edit);
        return result.ok
          ? [
              {
                name,
                kind,
                text: result.value.text,
                expected: withEdit(before[at] ?? null, kind, edit),
              },
            ]
          : [];
      });
      const after = askBotocore(
        python!,
        edited.map(({ kind, text }) => ({ kind, bytes: Buffer.from(text) })),
      );
      expect(
        edited.filter(({ expected }, at) => differences(after[at] ?? null, expected) !== null),
      ).toEqual([]);
      const readable = before.filter((answer) => answer !== null).length;
      expect(inputs.length).toBeGreaterThanOrEqual(65);
      expect(edited.length).toBeGreaterThan(readable * 0.9);
    });
  },
);

describe.skipIf(python === null)("Python's own rules", () => {
  test("white space is what str.isspace() says, for every character", () => {
    const script = "import sys; print(*[c for c in range(0x110000) if chr(c).isspace()])";
    const spaces = execFileSync(python!, ["-c", script], { encoding: "utf8" })
      .trim()
      .split(" ")
      .map(Number);
    const ours = Array.from({ length: 0x110000 }, (_, code) => code).filter(
      (code) => indentOf(String.fromCodePoint(code)) > 0,
    );
    expect(ours).toEqual(spaces);
  });

  test("lower case is the same for every character that this Python's Unicode tables know", () => {
    const script =
      "import sys, json, unicodedata as u; print(json.dumps([chr(c).lower() if u.category(chr(c)) not in ('Cn', 'Cs') else None for c in range(0x110000)]))";
    const lower = JSON.parse(
      execFileSync(python!, ["-c", script], { encoding: "utf8", maxBuffer: 2 ** 27 }),
    ) as readonly (string | null)[];
    expect(
      lower.flatMap((text, code) =>
        text === null || String.fromCodePoint(code).toLowerCase() === text ? [] : [code],
      ),
    ).toEqual([]);
  });

  test("header words are shlex.split's, errors included, for 20,000 made-up headers", () => {
    const random = randomFrom(7);
    const pieces = [
      "profile",
      " ",
      "  ",
      "\t",
      "a",
      "b",
      '"',
      "'",
      "\\",
      "$",
      "''",
      '""',
      "\u00A0",
      "\u2028",
      "é",
      "😀",
      "#",
      ";",
      "|",
      '\\"',
      "\\'",
    ];
    const texts = Array.from({ length: 20_000 }, () =>
      Array.from(
        { length: Math.floor(random() * 10) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join(""),
    );
    const words = askShlex(python!, texts);
    expect(
      texts.filter((text, at) => JSON.stringify(shlexSplit(text)) !== JSON.stringify(words[at])),
    ).toEqual([]);
    expect(words.filter((split) => split === null).length).toBeGreaterThan(1000);
  });
});

describe.skipIf(python === null)("what a session takes from saved files", () => {
  const random = randomFrom(11);
  const pick = <T>(pool: readonly T[]): T => pool[Math.floor(random() * pool.length)]!;
  const option = (name: string, values: readonly string[]): string =>
    random() < 0.5 ? `${name}${pick([" = ", "=", ": "])}${pick(values)}\n` : "";
  const body = (): string =>
    option("aws_access_key_id", ["AKIAIOSFODNN7EXAMPLE", ""]) +
    option("aws_secret_access_key", ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]) +
    option("aws_session_token", ["IQoJOLDEXAMPLE==", ""]) +
    option("aws_security_token", ["IQoJOLDEREXAMPLE=="]) +
    option("region", ["eu-west-1", ""]) +
    option("output", ["json"]);
  const file = (headers: readonly string[]): string | null =>
    random() < 0.15
      ? null
      : headers
          .filter(() => random() < 0.7)
          .map((header) => `[${header}]\n${body()}`)
          .join(pick(["", "\n"]));

  interface Case {
    readonly before: Pair;
    readonly after: Pair;
    readonly intent: SaveIntent;
    readonly region: string | null;
  }

  test("is the new key, without an old token, and the region that was planned", () => {
    const cases: Case[] = [];
    const hidden: Pair[] = [];
    for (let count = 0; count < 400; count += 1) {
      const before: Pair = {
        credentials: file(["default", "dev", "other"]),
        config: file([
          pick(["default", "profile default"]),
          pick(["profile dev", 'profile "dev"']),
          "services x",
        ]),
        profile: pick(["default", "dev", "mturk"]),
      };
      const token = random() < 0.3 ? { sessionToken: new Secret("IQoJNEWEXAMPLE==") } : {};
      const intent: SaveIntent = {
        profile: before.profile,
        key: { accessKeyId: KEY[0][1], secretAccessKey: new Secret(KEY[1][1]), ...token },
        keysIn: pick(["credentials", "credentials", "config"]),
        region: { value: "us-east-1", when: pick(["ifMissing", "always"]) },
      };
      const plan = planSave(
        fileState("credentials", before.credentials),
        fileState("config", before.config),
        intent,
      );
      if (!plan.ok) {
        expect(plan.problem.code).toBe("keys-hidden");
        hidden.push(before);
        continue;
      }
      const after = (kind: FileKind): string | null =>
        plan.value.files.find((change) => change.kind === kind)?.after.reveal() ?? before[kind];
      cases.push({
        before,
        intent,
        region: plan.value.region,
        after: {
          profile: before.profile,
          credentials: after("credentials"),
          config: after("config"),
        },
      });
    }
    const views = askSession(
      python!,
      cases.map(({ after }) => after),
    );
    const wrong = cases.filter(
      ({ intent, region }, at) => !isWhatWasIntended(views[at]!, intent, region),
    );
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(300);
    const refused = askSession(python!, hidden);
    expect(hidden.length).toBeGreaterThan(10);
    // Whoever was told that old keys would hide new ones has such keys: whole, or half a pair on
    // which boto3 stops.
    expect(refused.filter((view) => "id" in view && view.id === null)).toEqual([]);
  });

  function isWhatWasIntended(
    view: SessionView,
    intent: SaveIntent,
    region: string | null,
  ): boolean {
    if ("error" in view) return false;
    const token = intent.key.sessionToken?.reveal() ?? null;
    return (
      view.id === intent.key.accessKeyId &&
      view.secret === KEY[1][1] &&
      view.token === token &&
      view.region === region
    );
  }
});
