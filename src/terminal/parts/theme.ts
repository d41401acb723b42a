/**
 * Names all colours, in one place. What has to be read is in the terminal's own colour of text, or
 * on a ground that is set with it, so that every scheme shows it; other colours only repeat what a
 * mark says.
 */
import type { TextProps } from "ink";
import type { StatusName, TextStyle, TitleTone } from "../glyphs.js";
import type { Tone } from "./line.js";

type Paint = Pick<
  TextProps,
  "color" | "backgroundColor" | "bold" | "dimColor" | "inverse" | "underline"
>;

const PAINT: Readonly<Record<Exclude<Tone, TitleTone | "tag">, Paint>> = {
  plain: {},
  strong: { bold: true },
  dim: { dimColor: true },
  address: { underline: true },
  accent: { color: "cyan", bold: true },
  ok: { color: "green", bold: true },
  no: { color: "red", bold: true },
  warning: { color: "yellow", bold: true },
};

interface Pair {
  readonly text: number;
  readonly ground: number;
}

/**
 * Text and its ground, of the 240 colours of xterm that no scheme changes
 * (https://invisible-island.net/xterm/xterm.faq.html#problems_colors).
 */
export const PAIRS: Readonly<Record<TitleTone | "tag", Pair>> = {
  done: { text: 231, ground: 22 },
  attention: { text: 16, ground: 214 },
  failed: { text: 231, ground: 124 },
  asking: { text: 231, ground: 25 },
  tag: { text: 231, ground: 90 },
};

/** How text of a tone is painted. Without colours keys, titles and addresses still stand out. */
export function paintOf(
  tone: Tone,
  { colour, manyColours }: Pick<TextStyle, "colour" | "manyColours">,
): Paint {
  if (isPair(tone)) {
    if (!manyColours) return { bold: true, inverse: colour };
    const { text, ground } = PAIRS[tone];
    return { color: `ansi256(${text})`, backgroundColor: `ansi256(${ground})`, bold: true };
  }
  const { color, dimColor, ...shape } = PAINT[tone];
  if (!colour) return shape;
  return {
    ...shape,
    ...(color === undefined ? {} : { color }),
    ...(dimColor === undefined ? {} : { dimColor }),
  };
}

function isPair(tone: Tone): tone is keyof typeof PAIRS {
  return tone in PAIRS;
}

/** The tone of a state's mark. */
export const TONE_OF_STATE: Readonly<Record<StatusName, Tone>> = {
  ok: "ok",
  no: "no",
  skipped: "warning",
  unclear: "warning",
  waiting: "dim",
  running: "accent",
  warning: "warning",
};
