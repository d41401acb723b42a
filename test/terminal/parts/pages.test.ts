/** Pages end between two lines, and no heading stands alone at the end of one. */
import { expect, test } from "vitest";
import { type Line, toned } from "../../../src/terminal/parts/line.js";
import { pageStarts, rowsOfText } from "../../../src/terminal/parts/pages.js";
import { lookFrom } from "../../../src/terminal/glyphs.js";

const LOOK = lookFrom({ env: { LANG: "C.UTF-8" }, platform: "linux" });

function starts(lines: readonly Line[], each: number, last = each): readonly number[] {
  return pageStarts(rowsOfText([...lines.entries()], 20, LOOK), each, last);
}

const heading = toned("  In ~/.aws", "strong");

test("a line that takes two rows is not torn where that makes no page more", () => {
  expect(starts(["one", "two", "a line that is too long for it", "five"], 3)).toEqual([0, 2]);
});

test("a heading goes with what stands below it", () => {
  expect(starts(["one", "two", heading, "four", "five"], 3)).toEqual([0, 2]);
});

test("but for a page more it stays", () => {
  expect(starts(["one", "two", heading, "four", "five", "six"], 3)).toEqual([0, 3]);
});

test("a sentence with a strong word in it is none", () => {
  const sentence: Line = { spans: [{ text: "  Click " }, { text: "Link", tone: "strong" }] };
  expect(starts(["one", "two", sentence, "four", "five"], 3)).toEqual([0, 3]);
});
