/**
 * What holds for every treatment, on made-up files full of everything that misleads readers and
 * writers.
 */
import { visibleText } from "../../src/base/invisible.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Keep } from "../../src/aws-files/doctor/damage.js";
import { changeOf, type Treatment } from "../../src/aws-files/doctor/mend.js";
import { compare } from "../../src/aws-files/text/mask-diff.js";
import { atomsOf } from "../../src/aws-files/doctor/mend-lines.js";
import { splitFile } from "../../src/aws-files/text/python.js";
import { lexFile } from "../../src/aws-files/text/scan-lines.js";
import { scanText, type FileScan } from "../../src/aws-files/text/scan.js";
import type { FileKind } from "../../src/aws-files/types.js";
import { nastyFile, randomFrom, type NastyFile } from "../conformance/nasty-files.js";
import { mendAll } from "./damage-files.js";

const RUNS = { numRuns: 3000, seed: 20261122 };
const ID = "AKIAQYLPMN5HHEXAMPLE";
const SECRET = "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";

const name = fc.constantFrom(
  "aws_access_key_id",
  "AWS_ACCESS_KEY_ID",
  "aws_secret_access_key",
  "AWS_SECRET_ACCESSS_KEY",
  "aws_session_token",
  "region",
  "output",
  "endpoint_url",
  "note",
  "s3",
);
const value = fc.constantFrom(
  ID,
  "AKIAOTHEREXAMPLEEXAM",
  SECRET,
  `"${SECRET}"`,
  `${ID} # mine`,
  `'${ID}' ; x`,
  "US-EAST-1",
  "us-east-1",
  "",
  "localhost:1",
  "a b",
  `${SECRET}\u200B`,
);
const option = fc
  .tuple(fc.constantFrom("", "", "", "  ", "\t"), name, fc.constantFrom("=", " = ", ": "), value)
  .map((parts) => parts.join(""));
const header = fc.constantFrom(
  "[default]",
  "[Default]",
  " [default]",
  "[DEFAULT]",
  "[lab]",
  "[ lab ]",
  "[profile lab]",
  '[profile "lab"]',
  "[profile my lab]",
  "[lab]#c",
  "[lab] # [x]",
  "  [other]",
  "[default",
  "other]",
  "[services x]",
);
const other = fc.constantFrom(
  "",
  "# note",
  "  ; note",
  "remember",
  "aws_session_token",
  `aws_access_key_id ${ID}`,
  "  region = x",
);
const line = fc.oneof(
  { weight: 3, arbitrary: header },
  { weight: 8, arbitrary: option },
  { weight: 2, arbitrary: other },
);
const damaged = fc.record({
  kind: fc.constantFrom<FileKind>("credentials", "config"),
  text: fc
    .tuple(
      fc.array(fc.tuple(line, fc.constantFrom("\n", "\n", "\n", "\r\n", "\r")), { maxLength: 12 }),
    )
    .map(([lines]) => lines.map((parts) => parts.join("")).join("")),
});
const file = fc.oneof(
  damaged,
  fc.nat().map((seed): NastyFile => nastyFile(randomFrom(seed))),
);
const keeps = fc.constantFrom<Keep | null>(null, "first", "last", "both");

interface Treated {
  readonly kind: FileKind;
  readonly before: string;
  /** The text afterwards; the same where nothing is changed. */
  readonly after: string;
  readonly treatment: Treatment;
  readonly keep: Keep | null;
}

/** Runs `hold` on every file, and makes sure that enough of them were changed. */
function onEveryFile(hold: (treated: Treated) => void): void {
  let changed = 0;
  fc.assert(
    fc.property(file, keeps, ({ kind, text }, keep) => {
      const treatment = mendAll(kind, text, keep);
      const change = changeOf(treatment);
      const after = change.ok && change.value !== null ? change.value.after.reveal() : text;
      if (after !== text) changed += 1;
      hold({ kind, before: text, after, treatment, keep });
    }),
    RUNS,
  );
  expect(changed).toBeGreaterThan(RUNS.numRuns / 5);
}

/** Every section with its options, as text that can be compared. */
function sections(scan: FileScan): ReadonlyMap<string, string> {
  return new Map(
    [...scan.sections.values()].map((section) => [
      section.name,
      JSON.stringify([...section.options].map(([key, entry]) => [key, entry.value])),
    ]),
  );
}

/** Lines of the old text that are changed or gone. */
function touched(before: string, after: string): ReadonlySet<number> {
  return new Set(
    compare(splitFile(before), splitFile(after)).flatMap(({ at, remove }) =>
      remove.map((_, offset) => at + offset),
    ),
  );
}

function visible(text: string): string {
  return text.split("\n").map(visibleText).join("\n");
}

/** The value without what a mend takes off: quotes, comments, invisible signs. */
function core(text: string): string {
  return (/^\s*["']?([^\s"',;\\]*)/.exec(visible(text))?.[1] ?? "").trim();
}

describe("every treatment", () => {
  test("leaves a readable file readable, for Python 3.9 too; what is changed can be read", () => {
    onEveryFile(({ kind, before, after }) => {
      for (const python of ["3.9", "3.10"] as const)
        if (scanText(before, kind, python).ok) expect(scanText(after, kind, python).ok).toBe(true);
      if (after !== before) expect(scanText(after, kind).ok).toBe(true);
    });
  });

  test("leaves every section alone in which no line was changed", () => {
    onEveryFile(({ kind, before, after }) => {
      const [old, now] = [scanText(before, kind), scanText(after, kind)];
      if (!old.ok || !now.ok || after === before) return;
      const changed = touched(before, after);
      const nowSays = sections(now);
      const starts = [...old.sections.values()].map(({ index }) => index);
      const allHeaders = old.lines.flatMap((entry, index) =>
        entry.kind === "header" ? [index] : [],
      );
      for (const section of old.sections.values()) {
        const end = allHeaders.find((index) => index > section.index) ?? old.lines.length;
        if ([...changed].some((index) => index >= section.index && index < end)) continue;
        const said = JSON.parse(sections(old).get(section.name) ?? "[]") as readonly unknown[];
        // The first of two sections that were made one has all that it had, and what the other
        // said.
        expect(
          (JSON.parse(nowSays.get(section.name) ?? "null") as readonly unknown[] | null)?.slice(
            0,
            said.length,
          ),
        ).toEqual(said);
      }
      expect(starts.length).toBe(old.sections.size);
    });
  });

  test("loses no key: without a choice every id and every secret is still there", () => {
    onEveryFile(({ before, after, keep }) => {
      if (keep !== null) return;
      for (const atom of atomsOf(lexFile(before))) {
        if (atom.kind === "option" && /^aws_(?:access_key_id|secret_accesss?_key)$/.test(atom.name))
          expect(visible(after)).toContain(core(atom.value.split("\n", 1)[0] ?? ""));
      }
    });
  });

  test("is done when it is done: a second look finds nothing to mend, and no damage twice", () => {
    onEveryFile(({ kind, after, treatment, keep, before }) => {
      const ids = treatment.decided.map(({ damage }) => damage.id);
      expect(new Set(ids).size).toBe(ids.length);
      if (after === before) return;
      const again = changeOf(mendAll(kind, after, keep));
      expect(again.ok && again.value === null).toBe(true);
    });
  });

  test("tells no secret", () => {
    onEveryFile(({ treatment }) => {
      const told = JSON.stringify(treatment);
      expect(told).not.toContain("cAnArY");
      expect(told).not.toContain(ID);
    });
  });
});
