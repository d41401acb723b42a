/** Puts the doctor's findings into the document of `doctor --json`, as many as anybody reads. */
import type { DiffLine } from "../base/diff-line.js";
import { counted } from "../base/list.js";
import type { WrittenFile } from "../aws-files/types.js";
import type { DoctorFinding } from "./doctor.js";
import type { DoctorDocument } from "./documents.js";

/**
 * More of them, or of the lines of a mend, nobody reads, and no script waits for: they are counted.
 */
export const MOST_IN_DOCUMENT = 200;

/** What is left comes before what was mended, where not all can be told. */
export function inOrder(findings: readonly DoctorFinding[]): readonly DoctorFinding[] {
  return [...findings].sort(
    (one, other) => Number(one.mend === "done") - Number(other.mend === "done"),
  );
}

/** As `doctor --json` prints it. */
export function doctorDocument(
  findings: readonly DoctorFinding[],
  written: readonly WrittenFile[],
  profile: string,
): DoctorDocument {
  const told = findings.length > MOST_IN_DOCUMENT ? inOrder(findings) : findings;
  return {
    profile,
    more: Math.max(0, findings.length - MOST_IN_DOCUMENT),
    findings: told
      .slice(0, MOST_IN_DOCUMENT)
      .map(({ code, path, line, message, try: cures, ways, mend }) => ({
        code,
        path,
        line,
        message,
        try: [...cures],
        mend,
        diff: ways.length === 1 ? diffTexts(ways[0]?.diff ?? []) : [],
        choices:
          ways.length < 2
            ? []
            : ways.flatMap(({ keep, label, diff }) =>
                keep === null ? [] : [{ keep, label, diff: diffTexts(diff) }],
              ),
      })),
    files: written.map(({ path, backup }) => ({ path, backup })),
  };
}

function diffTexts(diff: readonly DiffLine[]): string[] {
  const texts = diff.slice(0, MOST_IN_DOCUMENT).map(({ sign, text }) => `${sign} ${text}`);
  const left = diff.length - texts.length;
  return left === 0 ? texts : [...texts, `  … and ${counted(left)} more lines`];
}
