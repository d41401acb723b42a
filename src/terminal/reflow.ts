/**
 * Keeps count of the frame on the terminal, so that all of it can be erased when the window becomes
 * narrower: most terminals break its rows anew, and then it takes more of them than were drawn.
 */
import { displayWidth } from "./parts/width.js";

export interface DrawnFrame {
  /** What is written to the terminal, piece by piece. */
  readonly wrote: (text: string) => void;
  /** Erases the rows by which the frame has grown in a window of so many columns; "" if by none. */
  readonly eraseGrown: (columns: number) => string;
  /** Erases the rows of the frame as it was drawn, the cursor being on its last one. */
  readonly erase: () => string;
}

/** Sequences that move, colour or erase, and links. */
// eslint-disable-next-line no-control-regex
const SEQUENCE = /\u001B(?:\[[0-9;?]*[A-Za-z]|\][^\u0007]*\u0007)/g;
const ERASE_ROW = "\u001B[2K";
const UP = "\u001B[1A";

export function watchFrame(): DrawnFrame {
  let rows: readonly number[] = [];
  return {
    wrote: (text) => {
      const plain = text.replaceAll(SEQUENCE, "");
      if (plain.trim() !== "") rows = plain.split("\n").map(displayWidth);
      else if (text.includes(ERASE_ROW)) rows = [];
    },
    eraseGrown: (columns) => {
      const grown = rows.reduce(
        (sum, width) => sum + Math.max(0, Math.ceil(width / Math.max(1, columns)) - 1),
        0,
      );
      return (ERASE_ROW + UP).repeat(grown);
    },
    erase: () => `\r${rows.map(() => ERASE_ROW).join(UP)}`,
  };
}
