/**
 * Many profiles of a file edited at once: the same as one after the other, and read as often as one
 * is.
 */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Result } from "../../src/base/problem.js";
import { Secret } from "../../src/base/secret.js";
import { editProfile, editProfiles, type ProfileEdit } from "../../src/aws-files/edit/edit.js";
import { planRemoval } from "../../src/aws-files/edit/remove-keys.js";
import { planReplacement } from "../../src/aws-files/edit/replace-key.js";
import * as lines from "../../src/aws-files/text/scan-lines.js";
import { nastyFile, randomFrom } from "../conformance/nasty-files.js";
import { fileState } from "./states.js";

// The real reader, with its calls counted.
vi.mock("../../src/aws-files/text/scan-lines.js", { spy: true });

const ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const NEW = {
  accessKeyId: "AKIAI44QH8DHBEXAMPLE",
  secretAccessKey: new Secret("je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"),
};

const profiles = fc.uniqueArray(fc.constantFrom("default", "dev", "other", "a.b", "mturk", "lab"), {
  minLength: 1,
});
const edit = (profile: string): fc.Arbitrary<ProfileEdit> =>
  fc.record({
    profile: fc.constant(profile),
    set: fc.constantFrom(
      new Map([["aws_access_key_id", NEW.accessKeyId]]),
      new Map([
        ["aws_access_key_id", NEW.accessKeyId],
        ["region", "eu-west-1"],
      ]),
      new Map<string, string>(),
    ),
    remove: fc.constantFrom(
      new Set(["aws_session_token", "aws_secret_access_key"]),
      new Set<string>(),
    ),
  });
const edits = profiles.chain((names) => fc.tuple(...names.map(edit)));
const piece = fc.constantFrom(
  "[default]",
  "[dev]",
  "  [dev]",
  "[other]",
  "[lab] # c",
  "[a.b]",
  "aws_access_key_id = x",
  "\taws_access_key_id=y",
  "aws_session_token = t",
  "region = r",
  "s3 =\n  a = b",
  "# note",
  "",
  "   deeper",
);
const plain = fc.record({
  kind: fc.constantFrom("credentials" as const, "config" as const),
  text: fc.array(piece, { maxLength: 16 }).map((parts) => parts.join("\n")),
});
const nasty = fc.nat().map((seed) => nastyFile(randomFrom(seed)));

function oneByOne(
  text: string,
  kind: "credentials" | "config",
  wanted: readonly ProfileEdit[],
): Result<{ readonly text: string }> {
  return wanted.reduce<Result<{ readonly text: string }>>(
    (sofar, each) => (sofar.ok ? editProfile(sofar.value.text, kind, each) : sofar),
    { ok: true, value: { text } },
  );
}

/**
 * The text, or the refusal: its lines are those of the file as it is, while one edit after the other
 * meets a file with the lines of the edits before.
 */
function outcome(edited: Result<{ readonly text: string }>): string {
  return edited.ok
    ? edited.value.text
    : JSON.stringify(edited.problem).replaceAll(/line \d+/gi, "line N");
}

test("comes to the same as one after the other, or to the same refusal", () => {
  let many = 0;
  fc.assert(
    fc.property(fc.oneof(plain, nasty), edits, ({ kind, text }, wanted) => {
      const [once, each] = [editProfiles(text, kind, wanted), oneByOne(text, kind, wanted)];
      expect(outcome(once)).toBe(outcome(each));
      if (once.ok && wanted.length > 1 && once.value.text !== text) many += 1;
    }),
    { numRuns: 2000, seed: 20261128 },
  );
  expect(many).toBeGreaterThan(200);
});

describe("a key in each of many profiles", () => {
  const credentials = (count: number): string =>
    Array.from(
      { length: count },
      (_each, at) => `[p${at}]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n\n`,
    ).join("");
  /** Letters that were read, for each one in the file. */
  const readings = (count: number, plan: (text: string) => { readonly ok: boolean }): number => {
    const text = credentials(count);
    vi.mocked(lines.lexFile).mockClear();
    expect(plan(text).ok).toBe(true);
    return (
      vi.mocked(lines.lexFile).mock.calls.reduce((sum, [read]) => sum + read.length, 0) /
      text.length
    );
  };
  const replaced = (text: string): { readonly ok: boolean } => {
    const files = {
      credentials: fileState("credentials", text),
      config: fileState("config", null),
      psiturks: [],
    };
    return planReplacement(
      files,
      { profile: "p0", files: [], region: null, replaces: null },
      { from: ID, secret: new Secret(SECRET), to: NEW },
    );
  };
  const removed = (text: string): { readonly ok: boolean } =>
    planRemoval({ aws: [fileState("credentials", text)], legacy: [] }, ID);

  test.each([
    ["replaced", replaced],
    ["removed", removed],
  ] as const)("%s: the file is read as often, however many there are", (_name, plan) => {
    const few = readings(50, plan);
    expect(few).toBeGreaterThan(1);
    expect(readings(400, plan)).toBeLessThan(few + 1);
  });
});
