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

/** One line: "ok  AWS accepts it", "..  AWS      asking, 3 s". */
export function statusLine(look: TextStyle, status: Status): Line {
  const { state, label, labelWidth = 0, elapsed } = status;
  const words = status.text ?? STATE_WORDS[state];
  const seconds =
    elapsed !== undefined && elapsed.seconds >= SECONDS_FROM ? `, ${elapsed.seconds} s` : "";
  const name = label === undefined ? "" : `${label.padEnd(labelWidth)}  `;
  const spans: readonly Span[] = [
    { text: `  ${glyphOf(look, state, elapsed).padEnd(2)}  `, tone: TONE_OF_STATE[state] },
    {
      text: name + words + seconds,
      tone: state === "skipped" || state === "waiting" ? "dim" : "plain",
    },
  ];
  return { spans, hang: 6 + name.length };
}

function glyphOf(look: TextStyle, state: StatusName, elapsed: Elapsed | undefined): string {
  if (state !== "running" || elapsed === undefined || look.accessible)
    return look.glyphs.state[state];
  const { spinner } = look.glyphs;
  return spinner[elapsed.frame % spinner.length] ?? look.glyphs.state[state];
}

/** Where nothing has been told yet, or nothing may move. */
export const NOTHING_YET: Elapsed = { seconds: 0, frame: 0 };
