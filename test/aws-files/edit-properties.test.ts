/** Properties of every edit, on files made of all the pieces that mislead readers and writers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { applySplices } from "../../src/aws-files/text/edit-lines.js";
import { editProfile, type EditedText, type ProfileEdit } from "../../src/aws-files/edit/edit.js";
import { compare, maskedDiff } from "../../src/aws-files/text/mask-diff.js";
import { planSave } from "../../src/aws-files/edit/plan.js";
import { splitFile } from "../../src/aws-files/text/python.js";
import type { FileKind } from "../../src/aws-files/types.js";
import { nastyFile, randomFrom } from "../conformance/nasty-files.js";
import { fileState } from "./states.js";

const RUNS = { numRuns: 3000, seed: 20261122 };
const SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";

const kind = fc.constantFrom<FileKind>("credentials", "config");
const indent = fc.constantFrom("", "", "", " ", "  ", "\t", "\u00A0");
const header = fc
  .tuple(
    indent,
    fc.constantFrom("default", "dev", "profile dev", 'profile "dev"', "other", "a.b", "services x"),
    fc.constantFrom("", "", " # c", "#c"),
  )
  .map(([space, name, tail]) => `${space}[${name}]${tail}`);
const option = fc
  .tuple(
    indent,
    fc.constantFrom(
      "aws_access_key_id",
      "AWS_SECRET_ACCESS_KEY",
      "aws_session_token",
      "region",
      "output",
      "s3",
      "note",
    ),
    fc.constantFrom("=", " = ", ": ", "\t=\t"),
    fc.constantFrom("", "abc", "a # b", "us-east-1", "x=y", "é"),
    fc.constantFrom("", "", " "),
  )
  .map((parts) => parts.join(""));
const other = fc.constantFrom(
  "",
  "",
  "  ",
  "# note",
  "  ; note",
  "    a = b",
  "  continued",
  "\t[dev]",
);
const line = fc.oneof(
  { weight: 2, arbitrary: header },
  { weight: 5, arbitrary: option },
  { weight: 3, arbitrary: other },
);
const text = fc
  .tuple(
    fc.array(fc.tuple(line, fc.constantFrom("\n", "\n", "\r\n", "\r")), { maxLength: 14 }),
    fc.boolean(),
  )
  .map(([lines, ended]) =>
    lines
      .map(([content, eol]) => content + eol)
      .join("")
      .replace(ended ? /$^/ : /(?:\r\n|\r|\n)$/, ""),
  );
const nasty = fc.nat().map((seed) => nastyFile(randomFrom(seed)));
const file = fc.oneof(fc.record({ kind, text }), nasty);
const edit: fc.Arbitrary<ProfileEdit> = fc.record({
  profile: fc.constantFrom("default", "default", "dev", "mturk"),
  set: fc.constantFrom(
    new Map([
      ["aws_access_key_id", "AKIAI44QH8DHBEXAMPLE"],
      ["aws_secret_access_key", SECRET],
    ]),
    new Map([
      ["aws_access_key_id", "AKIAI44QH8DHBEXAMPLE"],
      ["aws_secret_access_key", SECRET],
      ["region", "eu-west-1"],
    ]),
    new Map([["region", "eu-west-1"]]),
    new Map<string, string>(),
  ),
  remove: fc.constantFrom(new Set(["aws_session_token", "aws_security_token"]), new Set<string>()),
});

/** Runs `hold` on every file that can be edited, and makes sure that enough of them can. */
function onEveryEdit(
  hold: (edited: EditedText, before: string, kind: FileKind, edit: ProfileEdit) => void,
): void {
  let changed = 0;
  fc.assert(
    fc.property(file, edit, (given, wish) => {
      const result = editProfile(given.text, given.kind, wish);
      if (!result.ok) return;
      if (result.value.splices.length > 0) changed += 1;
      hold(result.value, given.text, given.kind, wish);
    }),
    RUNS,
  );
  expect(changed).toBeGreaterThan(RUNS.numRuns / 5);
}

describe("every edit", () => {
  test("leaves all bytes outside the planned lines as they are", () => {
    onEveryEdit(({ text: after, splices }, before) => {
      const lines = splitFile(before).map((entry) => entry.text + entry.eol);
      let rest = after;
      let at = 0;
      for (const splice of splices) {
        const kept = lines.slice(at, splice.at).join("");
        expect(lines.slice(splice.at, splice.at + splice.remove.length)).toEqual(splice.remove);
        expect(rest.startsWith(kept + splice.insert.join(""))).toBe(true);
        rest = rest.slice((kept + splice.insert.join("")).length);
        at = splice.at + splice.remove.length;
      }
      expect(rest).toBe(lines.slice(at).join(""));
    });
  });

  test("touches only lines of the options it was asked for, and what continues them", () => {
    const asked = new Set([
      "aws_access_key_id",
      "aws_secret_access_key",
      "aws_session_token",
      "aws_security_token",
      "region",
    ]);
    onEveryEdit(({ splices, changes, before }) => {
      for (const { at, remove, insert } of splices) {
        for (const [offset, old] of remove.entries()) {
          const entry = before.lines[at + offset];
          const getsLineEnd = insert[0] !== old && insert[0]?.replace(/[\r\n]+$/, "") === old;
          const isAsked =
            entry?.kind === "continuation" || (entry?.kind === "option" && asked.has(entry.name));
          expect(isAsked || getsLineEnd).toBe(true);
        }
      }
      expect(changes.length).toBeLessThanOrEqual(5);
    });
  });

  test("done twice is done once", () => {
    onEveryEdit(({ text: after }, _, fileKind, wish) => {
      expect(editProfile(after, fileKind, wish)).toMatchObject({
        ok: true,
        value: { text: after, splices: [], changes: [] },
      });
    });
  });

  test("can be taken back, byte for byte", () => {
    onEveryEdit(({ text: after, splices }, before) => {
      const lines = splitFile(before).map((entry) => entry.text + entry.eol);
      for (const { at, remove, insert } of splices.toReversed())
        lines.splice(at, remove.length, ...insert);
      expect(lines.join("")).toBe(after);
      for (const { at, remove, insert } of splices) lines.splice(at, insert.length, ...remove);
      expect(lines.join("")).toBe(before);
    });
  });

  test("and its undo show no secret, whatever the files hold", () => {
    onEveryEdit(({ text: after }, before) => {
      const shown = JSON.stringify([maskedDiff(before, after), maskedDiff(after, before)]);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain("wJalrXUtnFEMI");
      expect(
        maskedDiff(before, after).every(
          // eslint-disable-next-line no-control-regex -- controls are what must not be shown
          (entry) => !/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/.test(entry.text),
        ),
      ).toBe(true);
    });
  });
});

test("the splices between any two texts turn one into the other", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(applySplices(a, splitFile(a), compare(splitFile(a), splitFile(b)))).toBe(b);
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("a saved plan, saved again, is nothing to do", () => {
  let planned = 0;
  fc.assert(
    fc.property(nasty, nasty, fc.constantFrom("default", "dev"), kind, (a, b, profile, keysIn) => {
      const intent = {
        profile,
        keysIn,
        key: { accessKeyId: "AKIAI44QH8DHBEXAMPLE", secretAccessKey: new Secret(SECRET) },
        region: { value: "us-east-1", when: "always" },
      } as const;
      const first = planSave(fileState("credentials", a.text), fileState("config", b.text), intent);
      if (!first.ok || first.value.files.length === 0) return;
      planned += 1;
      const after = (which: FileKind, old: string): string =>
        first.value.files.find((change) => change.kind === which)?.after.reveal() ?? old;
      const second = planSave(
        fileState("credentials", after("credentials", a.text)),
        fileState("config", after("config", b.text)),
        intent,
      );
      expect(second).toMatchObject({
        ok: true,
        value: { files: [], replaces: null, region: "us-east-1" },
      });
    }),
    RUNS,
  );
  expect(planned).toBeGreaterThan(300);
});
