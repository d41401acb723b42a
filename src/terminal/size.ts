/** Reads the size of the terminal and says what a frame may use of it. */

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The smallest terminal in which every screen can be used. */
export const MIN_SIZE: TerminalSize = { columns: 40, rows: 10 };
/** Lines of more than 72 signs are hard to read; wider terminals get no wider text. */
export const MAX_COLUMNS = 76;
/**
 * Rows that a frame leaves free: a frame as tall as the terminal makes Ink 6 wipe the user's
 * scrollback.
 */
const FREE_ROWS = 2;

/** The part of `process.stdout` that tells the size. */
export interface SizedOutput {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** The size that a stream tells; 80 x 24 where it tells none (some ptys start as 0 x 0). */
export function sizeOf(stdout: SizedOutput): TerminalSize {
  return { columns: positive(stdout.columns) ?? 80, rows: positive(stdout.rows) ?? 24 };
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

/** Rows that a frame may have, at most. */
export function usableRows(size: TerminalSize): number {
  return Math.max(1, size.rows - FREE_ROWS);
}

/** Columns that text may fill. */
export function usableColumns(size: TerminalSize): number {
  return Math.max(1, Math.min(size.columns, MAX_COLUMNS));
}

export function isTooSmall(size: TerminalSize): boolean {
  return size.columns < MIN_SIZE.columns || size.rows < MIN_SIZE.rows;
}
