/**
 * Decides whether a key press on a screen with consequences was meant for what it shows. People
 * press "number, Enter" as a habit, hold Enter down, and type ahead: such a press was meant for the
 * screen before.
 */

/**
 * One press as the guard knows it: the name of the key, and when it arrived (milliseconds of a
 * clock that never jumps).
 */
export interface Pressed {
  readonly name: string;
  readonly at: number;
  /**
   * The terminal itself says that the key is held down, or it came faster than a person presses one
   * twice.
   */
  readonly repeat?: boolean;
}

/** Nothing is taken for so long after the question appeared: less than it takes to read it. */
export const SETTLE_MS = 400;
/**
 * The same key again within this time is a key that is held down (keyboards repeat every 30 to 100
 * ms).
 */
export const REPEAT_MS = 120;
/**
 * A key that may be the first repetition of the one that led here is held back until the next one
 * would have come.
 */
export const HOLD_MS = 150;

/**
 * take: it counts. drop: it was not meant. hold: it counts if the same key does not follow within
 * HOLD_MS.
 */
export type Ruling = "take" | "drop" | "hold";

/**
 * What becomes of `press`, given the key press `before` it and since when keys count; infinite
 * while they do not yet.
 */
export function ruleOn(press: Pressed, before: Pressed | null, openSince: number): Ruling {
  if (press.at < openSince || press.repeat === true) return "drop";
  if (before?.name !== press.name) return "take";
  if (press.at - before.at < REPEAT_MS) return "drop";
  // Keyboards wait 250 to 660 ms before they repeat: longer than the question is protected. Only
  // the next repetition tells.
  return before.at <= openSince ? "hold" : "take";
}
