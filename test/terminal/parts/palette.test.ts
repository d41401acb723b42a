/**
 * Computes whether what has to be read can be read, in the palettes that terminals come with.
 * Contrast as https://www.w3.org/TR/WCAG21/#contrast-minimum has it.
 */
import { describe, expect, it } from "vitest";
import { lookFrom } from "../../../src/terminal/glyphs.js";
import { PAIRS, paintOf } from "../../../src/terminal/parts/theme.js";
import { colourOf } from "../../docs/svg.js";

const READABLE = 4.5;

/** Tones of text, and of marks and signs, beside which words say the same. */
const TEXT_TONES = ["plain", "strong", "address", "tag"] as const;
const MARK_TONES = ["accent", "ok", "no", "warning"] as const;

/** Ground and text, as each terminal or scheme sets them. */
const PALETTES = {
  "xterm, black on white": ["#ffffff", "#000000"],
  "xterm, white on black": ["#000000", "#e5e5e5"],
  "VS Code dark": ["#1e1e1e", "#cccccc"],
  "VS Code light": ["#ffffff", "#333333"],
  "Solarized dark": ["#002b36", "#839496"],
  "Solarized light": ["#fdf6e3", "#657b83"],
  "GNOME dark": ["#171421", "#d0cfcc"],
  "GNOME light": ["#ffffff", "#171421"],
  "macOS Terminal, Basic": ["#ffffff", "#000000"],
  "Windows console": ["#0c0c0c", "#cccccc"],
} as const;

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const NO_SCHEME = { colours: [], text: "" };
const look = (env: Readonly<Record<string, string>>): ReturnType<typeof lookFrom> =>
  lookFrom({ env, platform: "linux" });
const MANY = look({ LANG: "C.UTF-8", TERM: "xterm-256color" });
const SIXTEEN = look({ LANG: "C.UTF-8", TERM: "xterm" });
const NONE = look({ LANG: "C.UTF-8", TERM: "xterm-256color", NO_COLOR: "1" });

describe("what has to be read", () => {
  it.each(Object.entries(PALETTES))("text, titles and tags in %s", (_name, [ground, text]) => {
    // Nobody can do better than the text of the scheme itself: Solarized light has 4.1.
    const least = Math.min(READABLE, contrast(ground, text));
    for (const tone of TEXT_TONES) {
      for (const style of [SIXTEEN, NONE]) {
        const paint = paintOf(tone, style);
        // The scheme's own text, or the same the other way round.
        expect(paint.color).toBeUndefined();
        expect(paint.backgroundColor).toBeUndefined();
        expect(paint.dimColor).toBeUndefined();
      }
      expect(contrast(ground, text)).toBeGreaterThanOrEqual(least);
    }
    for (const pair of Object.values(PAIRS)) {
      const [front, back] = [pair.text, pair.ground].map((at) => colourOf(at, NO_SCHEME));
      expect(contrast(front ?? "", back ?? "")).toBeGreaterThanOrEqual(READABLE);
      // The ground is of those that no scheme changes.
      expect(Math.min(pair.text, pair.ground)).toBeGreaterThanOrEqual(16);
    }
  });

  it("a title's ground is seen on every ground, by its text if not by itself", () => {
    for (const [ground] of Object.values(PALETTES))
      for (const pair of Object.values(PAIRS)) {
        const own = colourOf(pair.ground, NO_SCHEME);
        const text = colourOf(pair.text, NO_SCHEME);
        expect(Math.max(contrast(own, ground), contrast(text, own))).toBeGreaterThanOrEqual(
          READABLE,
        );
      }
  });

  it("colours stand in marks only, which are bold, and words say the same", () => {
    for (const tone of MARK_TONES) expect(paintOf(tone, MANY)).toMatchObject({ bold: true });
  });

  it("without colours keys, titles and marks are still bold, addresses underlined", () => {
    for (const tone of ["strong", "done", "attention", "failed", "asking", "tag", "ok"] as const)
      expect(paintOf(tone, NONE)).toMatchObject({ bold: true });
    expect(paintOf("address", NONE)).toEqual({ underline: true });
    expect(paintOf("dim", NONE)).toEqual({});
  });

  it("a terminal of sixteen colours gets none of the others", () => {
    for (const tone of ["done", "attention", "failed", "asking", "tag"] as const)
      expect(paintOf(tone, SIXTEEN)).toEqual({ bold: true, inverse: true });
  });
});
