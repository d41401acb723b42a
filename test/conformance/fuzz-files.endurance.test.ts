/**
 * Real botocore and our scanner read the same made-up files; then our editor changes them and
 * botocore reads them again.
 *
 * MTURK_SETUP_FUZZ sets the number of files (20,000 unless told), MTURK_SETUP_FUZZ_SEED the seed.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { editProfile, type ProfileEdit } from "../../src/aws-files/edit/edit.js";
import { scanText } from "../../src/aws-files/text/scan.js";
import { askBotocore, pythonVersion, type Reading } from "./botocore.js";
import { nastyFile, randomFrom, type NastyFile } from "./nasty-files.js";
import { pythonWithBoto3 } from "./python.js";
import { differences, readingOf, withEdit } from "./readings.js";

const COUNT = Number(process.env.MTURK_SETUP_FUZZ ?? 20_000);
const SEED = Number(process.env.MTURK_SETUP_FUZZ_SEED ?? 20261122);
const python = pythonWithBoto3();

const PROFILES = [
  "default",
  "dev",
  "my lab",
  "a.b",
  "mturk",
  "Dev",
  "__proto__",
  "DEFAULT",
  "лаб-é",
  "x]y",
];
const KEY_ID = "AKIAI44QH8DHBEXAMPLE";
const SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";

/** What the editor is asked to do to one file. */
function someEdit(random: () => number): ProfileEdit {
  const pick = <T>(pool: readonly T[]): T => pool[Math.floor(random() * pool.length)]!;
  const set = pick([
    [
      ["aws_access_key_id", KEY_ID],
      ["aws_secret_access_key", SECRET],
    ],
    [
      ["aws_access_key_id", KEY_ID],
      ["aws_secret_access_key", SECRET],
      ["region", "eu-west-1"],
    ],
    [
      ["aws_access_key_id", KEY_ID],
      ["aws_secret_access_key", SECRET],
      ["aws_session_token", "IQoJEXAMPLE=="],
    ],
    [["region", "eu-west-1"]],
    [],
  ] as const);
  const remove = set.some(([name]) => name === "aws_session_token")
    ? ["aws_security_token"]
    : ["aws_session_token", "aws_security_token"];
  const all = set.length === 0 ? [...remove, "aws_access_key_id", "aws_secret_access_key"] : remove;
  return {
    profile: pick(random() < 0.7 ? PROFILES.slice(0, 2) : PROFILES),
    set: new Map(set),
    remove: new Set(all),
  };
}

/** Why a file that boto3 reads may be left alone, and nothing else is a reason. */
const POLICY = [
  /^Line \d+ is \[DEFAULT\] in capitals/,
  /^A new profile cannot be called/,
  /^Line \d+ holds a NUL byte/,
  /^Line \d+ has more than one \], .+ So no program could be sure of a key/s,
  /^Line \d+ has more than one \], .+ This change would go wrong/s,
  /^The profile .+ stands there \d+ times/s,
] as const;

describe.skipIf(python === null)(`${COUNT} made-up files, seed ${SEED}`, () => {
  const files: NastyFile[] = [];
  const edits: ProfileEdit[] = [];
  let now: readonly Reading[] = [];
  let old: readonly Reading[] = [];
  let native: "3.9" | "3.10" = "3.10";

  beforeAll(() => {
    const random = randomFrom(SEED);
    for (let count = 0; count < COUNT; count += 1) {
      files.push(nastyFile(random));
      edits.push(someEdit(random));
    }
    const [major, minor] = pythonVersion(python!);
    native = major > 3 || minor >= 10 ? "3.10" : "3.9";
    const questions = files.map(({ kind, text }) => ({ kind, bytes: Buffer.from(text) }));
    now = askBotocore(python!, questions);
    old = askBotocore(python!, questions, { oldHeaders: true });
  });

  // With no exception: whatever botocore and the scanner read differently is a bug of the scanner.
  test.each(["native", "3.9"] as const)(
    "the scan reads what botocore reads, and refuses what it refuses (headers of %s)",
    (which) => {
      const readings = which === "native" ? now : old;
      const wrong = files.flatMap(({ kind, text }, at) => {
        const scan = scanText(text, kind, which === "native" ? native : "3.9");
        const difference = differences(readings[at] ?? null, scan.ok ? readingOf(scan) : null);
        return difference === null ? [] : [{ kind, text, difference }];
      });
      expect(wrong.slice(0, 3)).toEqual([]);
      const accepted = readings.filter((reading) => reading !== null).length;
      expect(accepted).toBeGreaterThan(COUNT * 0.5);
      expect(accepted).toBeLessThan(COUNT * 0.95);
    },
  );

  test("after an edit botocore reads what it read before, the intended change, and nothing else", () => {
    const edited = files.map(({ kind, text }, at) => ({
      kind,
      result: editProfile(text, kind, edits[at]!),
    }));
    const questions = edited.map(({ kind, result }, at) => ({
      kind,
      bytes: Buffer.from(result.ok ? result.value.text : files[at]!.text),
    }));
    const nowAfter = askBotocore(python!, questions);
    const oldAfter = askBotocore(python!, questions, { oldHeaders: true });
    const reasons = new Set<string>();
    const wrong: unknown[] = [];
    for (const [at, { kind, result }] of edited.entries()) {
      const before = now[at] ?? null;
      if (!result.ok) {
        const policy = POLICY.find((reason) => reason.test(result.problem.message));
        if (policy !== undefined) reasons.add(policy.source);
        if (before !== null && policy === undefined)
          wrong.push({ ...files[at], edit: edits[at], difference: result.problem.message });
        continue;
      }
      const judged = [
        { before, after: nowAfter[at] ?? null },
        ...(old[at] === null ? [] : [{ before: old[at] ?? null, after: oldAfter[at] ?? null }]),
      ];
      const found = judged
        .map((reading) => differences(reading.after, withEdit(reading.before, kind, edits[at]!)))
        .filter((difference) => difference !== null);
      const again = editProfile(result.value.text, kind, edits[at]!);
      if (!again.ok || again.value.splices.length > 0) found.push("a second edit changes it again");
      if (found.length > 0)
        wrong.push({ ...files[at], edit: edits[at], after: result.value.text, found });
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(
      edited.filter(({ result }) => result.ok && result.value.splices.length > 0).length,
    ).toBeGreaterThan(COUNT * 0.3);
    if (COUNT >= 10_000) expect(reasons.size).toBe(POLICY.length);
  });
});
