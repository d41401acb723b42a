/**
 * Names all colours, in one place. The terminal's own sixteen, so that a user's scheme stays
 * readable; never colour alone.
 */
import type { TextProps } from "ink";
import type { StatusName } from "../glyphs.js";
import type { Tone } from "./line.js";

type Paint = Pick<TextProps, "color" | "bold" | "dimColor">;

const PAINT: Readonly<Record<Tone, Paint>> = {
  plain: {},
  strong: { bold: true },
  dim: { dimColor: true },
  accent: { color: "cyan" },
  ok: { color: "green" },
  no: { color: "red", bold: true },
  warning: { color: "yellow" },
  tag: { color: "magenta", bold: true },
};

/** How text of a tone is painted; without colour it is only written. */
export function paintOf(tone: Tone, colour: boolean): Paint {
  return colour ? PAINT[tone] : {};
}

/** The tone of a state. */
export const TONE_OF_STATE: Readonly<Record<StatusName, Tone>> = {
  ok: "ok",
  no: "no",
  skipped: "dim",
  unclear: "warning",
  waiting: "dim",
  running: "accent",
  warning: "warning",
};
