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
  return [
    toned(`  ${heading}`, "strong"),
    ...changes.map((change, index) => diffLine(change, changes, index)),
  ];
}

function diffLine(change: DiffLine, changes: readonly DiffLine[], index: number): Line {
  const { sign, text } = change;
  const tone = sign === "+" ? "ok" : sign === "-" ? "no" : "dim";
  return {
    spans: [
      { text: `    ${sign} `, tone },
      { text, tone: sign === " " ? "dim" : "plain" },
    ],
    hang: 6,
    said: inWords(change, changes, index),
  };
}

/**
 * A change by what it does to a line: "line 7: region, from us-west-2 to us-east-1". Signs are not
 * read aloud. Null: it is said with the line that goes in its place.
 */
function inWords(
  { sign, text, line }: DiffLine,
  changes: readonly DiffLine[],
  index: number,
): string | null {
  const where = line === undefined ? "" : `line ${line}: `;
  if (sign === " ") return `in ${text}`;
  const own = settingOf(text);
  const stretch = stretchAround(changes, index);
  const twin = stretch.find(
    (other) => other.sign !== sign && own !== null && settingOf(other.text)?.name === own.name,
  );
  const other = twin === undefined ? null : settingOf(twin.text);
  if (own === null || other === null) return `${where}${sign === "+" ? "new" : "gone"}: ${text}`;
  return sign === "-" ? null : `${where}${own.name}, from ${other.value} to ${own.value}`;
}

function settingOf(text: string): { readonly name: string; readonly value: string } | null {
  const at = text.indexOf("=");
  return at < 0 ? null : { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/** The changed lines that stand together with this one. */
function stretchAround(changes: readonly DiffLine[], index: number): readonly DiffLine[] {
  let from = index;
  while (from > 0 && changes[from - 1]?.sign !== " ") from -= 1;
  let to = index;
  while (to < changes.length && changes[to]?.sign !== " ") to += 1;
  return changes.slice(from, to);
}
