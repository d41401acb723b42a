/** Lines that tell a state: glyph, words, colour. */
import { type TextStyle, type StatusName, STATE_WORDS } from "../glyphs.js";
import type { Line, Span } from "./line.js";
import { TONE_OF_STATE } from "./theme.js";

export interface Status {
  readonly state: StatusName;
  /** What the state is of: "AWS". Lines of one group give the same `labelWidth`. */
  readonly label?: string;
  readonly labelWidth?: number;
  /** What to say; the state's own word if not given. */
  readonly text?: string;
  /** For a state that lasts: from `useClocks`. */
  readonly elapsed?: Elapsed;
}

/** How long something has been going on. */
export interface Elapsed {
  readonly seconds: number;
  /** Counts the frames of the animation; stays 0 where nothing may move. */
  readonly frame: number;
}

/** Seconds are told from here on: before, they would only flicker. */
const SECONDS_FROM = 2;

/**
 * A mark, right-aligned in three columns, and a blank behind it: marks stand under each other, and
 * so does what follows them, at the fifth column, also where a mark has two letters.
 */
export function markSpan(look: TextStyle, state: StatusName, elapsed?: Elapsed): Span {
  return { text: `${glyphOf(look, state, elapsed).padStart(3)} `, tone: TONE_OF_STATE[state] };
}

/** Columns in front of text that has a mark, or that stands under text that has one. */
export const TEXT_EDGE = 4;

/** One line: "✓ AWS accepts it", "… AWS      asking, 3 s". */
export function statusLine(look: TextStyle, status: Status): Line {
  const { state, label, labelWidth = 0, elapsed } = status;
  const words = status.text ?? STATE_WORDS[state];
  const name = label === undefined ? "" : `${label.padEnd(labelWidth)}  `;
  const spans: readonly Span[] = [
    markSpan(look, state, elapsed),
    { text: name + words + secondsOf(elapsed), tone: state === "waiting" ? "dim" : "plain" },
  ];
  return { spans, hang: TEXT_EDGE + name.length };
}

/** ", 3 s", once it is worth telling. */
export function secondsOf(elapsed: Elapsed | undefined): string {
  return elapsed !== undefined && elapsed.seconds >= SECONDS_FROM ? `, ${elapsed.seconds} s` : "";
}

function glyphOf(look: TextStyle, state: StatusName, elapsed: Elapsed | undefined): string {
  if (state !== "running" || elapsed === undefined || look.accessible)
    return look.glyphs.state[state];
  const { spinner } = look.glyphs;
  return spinner[elapsed.frame % spinner.length] ?? look.glyphs.state[state];
}

/** Where nothing has been told yet, or nothing may move. */
export const NOTHING_YET: Elapsed = { seconds: 0, frame: 0 };
