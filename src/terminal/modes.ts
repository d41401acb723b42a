/**
 * Switches the terminal's modes: raw input and bracketed paste, on once and off on every way out.
 * Raw mode must be on before the slow imports (until then the terminal echoes what is typed ahead)
 * and never off between two screens (a secret pasted just then would be echoed). No import of Ink
 * here, so that the process edge can do so first thing.
 */
import { type RawStream, setRawAnew } from "../aws-files/store/raw-mode.js";
import { discardUnread } from "../aws-files/store/unread.js";

/** The part of `process.stdin` that is needed. */
export interface RawInput extends RawStream {
  readonly isTTY?: boolean;
}

/**
 * The part of `process.stdout` that is needed. Writes to a terminal are synchronous on Linux and
 * macOS.
 */
export interface ModeOutput {
  write(text: string): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

export interface TerminalModes {
  /**
   * What came and was not read discarded, cursor shown, bracketed paste and raw mode off.
   * Synchronous, may be called any number of times, never throws.
   */
  readonly restore: () => void;
  /** The same for as long as the program is stopped. */
  readonly suspend: () => void;
  /**
   * All modes anew, whatever a shell has made of them meanwhile. Does nothing once they are
   * restored for good.
   */
  readonly resume: () => void;
}

const PASTE_ON = "\u001B[?2004h";
const PASTE_OFF = "\u001B[?2004l";
const CURSOR_ON = "\u001B[?25h";
const CURSOR_OFF = "\u001B[?25l";
/**
 * What a crashed program may have left on, and nobody here wants: mouse reports and their forms,
 * focus reports, win32-input-mode, the keyboard extensions of kitty and of xterm.
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
const REPORTS_OFF = [
  ...[1000, 1002, 1003, 1005, 1006, 1015, 1016, 1004, 9001].map((mode) => `\u001B[?${mode}l`),
  "\u001B[<u",
  "\u001B[>4m",
].join("");

/**
 * Switches raw mode and bracketed paste on. The process edge calls `restore` on exit and on every
 * signal.
 */
export function openModes(
  stdin: RawInput,
  stdout: ModeOutput,
  discard: () => void = discardUnread,
): TerminalModes {
  let state: "open" | "suspended" | "closed" = "open";
  stdin.setRawMode?.(true);
  stdout.write(REPORTS_OFF + PASTE_ON);
  const giveBack = (): void => {
    if (stdin.isTTY === true) discard();
    attempt(() => stdout.write(CURSOR_ON + PASTE_OFF));
    attempt(() => stdin.setRawMode?.(false));
  };
  return {
    restore: () => {
      const was = state;
      state = "closed";
      if (was === "closed") return;
      // A terminal that was closed answers EIO; there is nothing left to restore, and the exit code
      // must not suffer.
      stdout.on("error", () => undefined);
      if (was === "open") giveBack();
    },
    suspend: () => {
      if (state !== "open") return;
      state = "suspended";
      giveBack();
    },
    resume: () => {
      if (state === "closed") return;
      state = "open";
      attempt(() => setRawAnew(stdin));
      attempt(() => stdout.write(REPORTS_OFF + PASTE_ON + CURSOR_OFF));
    },
  };
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // As above: the terminal is gone.
  }
}
