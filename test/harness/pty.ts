/**
 * A program in a real pseudo-terminal: for what only a process can break (exit codes, signals,
 * echo, a terminal left behind).
 */
import { type IPty, spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { onTestFinished } from "vitest";
import { untilIdle } from "./idle.js";
import { type PressName, asksForBrackets, bytesOf, keyboard, pasteBytes } from "./bytes.js";
import { linesOf, trimmed, unwrapped } from "./screen.js";
import { type Expected, failure, holds, waitUntil } from "./wait.js";

export interface PtyOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The home directory of the program: never the real one. */
  readonly home: string;
  readonly cwd?: string;
  /** Added to the cleaned environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
  /**
   * Whether all that the program drew has come this far, where something in between hands it on in
   * pieces of its own.
   */
  readonly arrived?: () => boolean;
}

export interface PtyExit {
  readonly code: number;
  /** The number of the signal that ended it; 0 if none did. */
  readonly signal: number;
}

export interface PtyProgram {
  readonly pid: number;
  /** Bytes to the program, as they are. */
  readonly send: (bytes: string) => void;
  /**
   * The same without the pause that a person makes after Esc: pieces of a sequence, as a slow link
   * delivers them.
   */
  readonly sendAtOnce: (bytes: string | Buffer) => void;
  readonly press: (...keys: readonly PressName[]) => void;
  readonly paste: (text: string, bracketed?: boolean) => void;
  readonly waitFor: (expected: Expected) => Promise<readonly string[]>;
  readonly frame: () => readonly string[];
  readonly scrollback: () => readonly string[];
  /** Every byte the program has sent. */
  readonly raw: () => string;
  readonly resize: (columns: number, rows: number) => void;
  readonly kill: (signal?: string) => void;
  readonly exit: Promise<PtyExit>;
}

/**
 * Variables that change what a program does or finds: those of test runners, AWS, psiTurk, proxies.
 */
const STRIPPED =
  /^(?:CI|CONTINUOUS_INTEGRATION|NODE_ENV|NODE_OPTIONS|VITEST.*|DEV|AWS_.*|PSITURK_.*|BOTO_.*|(?:HTTPS?|ALL|NO)_PROXY|FORCE_COLOR|NO_COLOR|ACCESSIBLE|TMUX|STY|INSIDE_EMACS)$/i;

/** The environment of a test's child: this one, cleaned, with its own home. */
export function childEnv(home: string, extra: PtyOptions["env"] = {}): Record<string, string> {
  const merged: Record<string, string | undefined> = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !STRIPPED.test(name))),
    HOME: home,
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    ...extra,
  };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * Without anything new from the program, its frame is looked at so seldom: for a window of another
 * size, or for what a test asks beside the frame. Ten tests that wait should not keep a core busy.
 */
const AGAIN_MS = 50;

/** Starts the program. It is killed when the test ends, if it still runs then. */
export function startPty(options: PtyOptions): PtyProgram {
  const { command, args, home, cwd = home, columns = 80, rows = 24 } = options;
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 5_000,
    allowProposedApi: true,
  });
  const pty: IPty = spawn(command, [...args], {
    // It becomes TERM, whatever the environment says.
    name: options.env?.TERM ?? "xterm-256color",
    cols: columns,
    rows,
    cwd,
    env: childEnv(home, options.env),
  });
  // Esc is a key of its own once it was read and the wait for the rest of a sequence (200 ms) is
  // over: idle before and after it.
  const send = keyboard(
    (bytes) => pty.write(bytes),
    () => untilIdle(pty.pid, 16),
  );
  let raw = "";
  let ended = false;
  let unparsed = 0;
  pty.onData((data) => {
    raw += data;
    unparsed += 1;
    terminal.write(data, () => (unparsed -= 1));
  });
  // Half a frame is no frame: what was received is parsed, and no synchronized update (DEC mode
  // 2026) is open.
  const isWhole = (): boolean =>
    unparsed === 0 && raw.lastIndexOf("\u001B[?2026h") <= raw.lastIndexOf("\u001B[?2026l");
  const exit = new Promise<PtyExit>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      ended = true;
      // xterm parses in the background: the last bytes are on its screen once this write is
      // through.
      terminal.write("", () => resolve({ code: exitCode, signal: signal ?? 0 }));
    });
  });
  onTestFinished(async () => {
    if (!ended) pty.kill("SIGKILL");
    await exit;
    terminal.dispose();
  });
  const frame = (): readonly string[] => trimmed(linesOf(terminal, terminal.buffer.active.baseY));
  return {
    pid: pty.pid,
    send,
    // Its types forget that bytes are written as they are.
    sendAtOnce: (bytes) => pty.write(bytes as string),
    press: (...keys) => keys.map(bytesOf).forEach(send),
    paste: (text, bracketed = asksForBrackets(raw)) => send(pasteBytes(text, bracketed)),
    waitFor: (expected) => {
      let look = { shown: frame(), fits: false, length: -1, at: 0, rested: false };
      return waitUntil(
        () => {
          if (!isWhole()) return undefined;
          const at = performance.now();
          if (raw.length === look.length && (look.fits || at - look.at < AGAIN_MS)) {
            // All was at rest, and what may have been under way then would have come by now.
            if (look.rested) return look.shown;
            look.rested = look.fits && options.arrived?.() === true;
            return undefined;
          }
          const shown = frame();
          const fits = holds(shown, expected);
          look = { shown, fits, length: raw.length, at, rested: false };
          return fits && options.arrived === undefined ? shown : undefined;
        },
        () => failure(expected, frame()),
      );
    },
    frame,
    scrollback: () => trimmed(unwrapped(terminal)),
    raw: () => raw,
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    kill: (signal = "SIGTERM") => pty.kill(signal),
    exit,
  };
}
