/**
 * Shows a change to a file, line by line, with signs: the colours only repeat what the signs say.
 */
import type { DiffLine } from "../../base/diff-line.js";
import { type Line, toned } from "./line.js";

/**
 * A heading (which file, what happens to it) and its lines; a long line continues under its own
 * text.
 */
export function diffLines(heading: string, changes: readonly DiffLine[]): readonly Line[] {
  return [toned(`  ${heading}`, "strong"), ...changes.map(diffLine)];
}

function diffLine({ sign, text }: DiffLine): Line {
  const tone = sign === "+" ? "ok" : sign === "-" ? "no" : "dim";
  return { spans: [{ text: `    ${sign} ${text}`, tone }], hang: 6 };
}
