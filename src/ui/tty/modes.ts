/**
 * The terminal's modes: raw input and bracketed paste, switched on once and off on every way out. Raw mode must be on
 * before the slow imports (until then the terminal echoes what is typed ahead) and never off between two screens (a
 * secret pasted just then would be echoed). No import of Ink here, so that the process edge can do so first thing.
 */

/** The part of `process.stdin` that is needed. */
export interface RawInput {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
}

/** The part of `process.stdout` that is needed. Writes to a terminal are synchronous on Linux and macOS. */
export interface ModeOutput {
  write(text: string): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

export interface TerminalModes {
  /** Cursor shown, bracketed paste and raw mode off. Synchronous, may be called any number of times, never throws. */
  readonly restore: () => void;
}

const PASTE_ON = "\u001B[?2004h";
const PASTE_OFF = "\u001B[?2004l";
const CURSOR_ON = "\u001B[?25h";

/** Switches raw mode and bracketed paste on. The process edge calls `restore` on exit and on every signal. */
export function openModes(stdin: RawInput, stdout: ModeOutput): TerminalModes {
  let open = true;
  stdin.setRawMode?.(true);
  stdout.write(PASTE_ON);
  const restore = (): void => {
    if (!open) return;
    open = false;
    // A terminal that was closed answers EIO; there is nothing left to restore, and the exit code must not suffer.
    stdout.on("error", () => undefined);
    attempt(() => stdout.write(CURSOR_ON + PASTE_OFF));
    attempt(() => stdin.setRawMode?.(false));
  };
  return { restore };
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // As above: the terminal is gone.
  }
}
