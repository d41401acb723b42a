/**
 * Makes a frame of Ink cost less. For each key Ink makes every cell of the screen anew, asks of each
 * what it changes in the style of the cell before, and takes every row apart that it took apart for
 * the frame before: four megabytes for a letter. The same comes out, from what is made once.
 */
import { readFileSync } from "node:fs";

/** What stands in a file, and what takes its place; the file of another version is refused. */
const CHANGES = {
  "ink/build/output.js": [
    // A cell is replaced, never changed.
    [
      `row.push({
                    type: 'char',
                    value: ' ',
                    fullWidth: false,
                    styles: [],
                });`,
      "row.push(BLANK);",
    ],
    [
      "class OutputCaches {",
      `const BLANK = { type: 'char', value: ' ', fullWidth: false, styles: [] };
class OutputCaches {`,
    ],
    // Kept from frame to frame; they are of what was shown, a few hundred rows at most.
    ["caches = new OutputCaches();", "caches = cachesOfRecentFrames();"],
    [
      "export default class Output {",
      `let recent = new OutputCaches();
function cachesOfRecentFrames() {
    const { widths, blockWidths, styledChars } = recent;
    if (widths.size + blockWidths.size + styledChars.size > 600) recent = new OutputCaches();
    return recent;
}
export default class Output {`,
    ],
  ],
  "@alcalzone/ansi-tokenize/build/styledChars.js": [
    // The list is made anew for each change of it, so all characters in between may share it.
    ["styles: [...codes],", "styles: codes,"],
    [
      "        else {\n            ret += ansiCodesToString(diffAnsiCodes(chars[i - 1].styles, char.styles));",
      "        else if (!sameStyles(chars[i - 1].styles, char.styles)) {\n            ret += ansiCodesToString(diffAnsiCodes(chars[i - 1].styles, char.styles));",
    ],
    [
      "export function styledCharsToString(chars) {",
      `/** Whether nothing has to be written between two characters. */
function sameStyles(a, b) {
    return a === b || (a.length === b.length && a.every(({ code }, at) => code === b[at].code));
}
export function styledCharsToString(chars) {`,
    ],
  ],
};

/** The text of a file of those packages, changed; throws where it is not the one that is known. */
export function leanText(path) {
  let text = readFileSync(path, "utf8");
  const file = Object.keys(CHANGES).find((name) => path.replaceAll("\\", "/").endsWith(name));
  for (const [before, after] of CHANGES[file]) {
    if (text.split(before).length !== 2) throw new Error(`${path} no longer holds ${before}`);
    text = text.replace(before, () => after);
  }
  return text;
}

export const leanFrames = {
  name: "lean-frames",
  setup({ onLoad }) {
    onLoad(
      { filter: /(?:ink\/build\/output|ansi-tokenize\/build\/styledChars)\.js$/ },
      ({ path }) => ({
        contents: leanText(path),
      }),
    );
  },
};
