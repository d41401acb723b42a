/**
 * A screen in this process: our own mount on streams that look like a terminal, drawn by xterm.
 * Each test ends its own.
 */
import { PassThrough, Writable } from "node:stream";
import xterm from "@xterm/headless";
import type { ReactElement } from "react";
import { onTestFinished } from "vitest";
import { type TextStyle, lookFrom } from "../../src/terminal/glyphs.js";
import { openModes } from "../../src/terminal/modes.js";
import { mountTerminal } from "../../src/terminal/mount.js";
import { type PressName, asksForBrackets, bytesOf, keyboard, pasteBytes } from "./bytes.js";
import { type Expected, failure, holds, waitUntil } from "./wait.js";

export interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** What the look is made from; default: a UTF-8 terminal without extras. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly look?: TextStyle;
  readonly now?: () => number;
  /** Lines that stand in the terminal before the program starts: the user's own history. */
  readonly history?: readonly string[];
}

export interface TestScreen {
  /** What draws it: for colours, and for pictures. */
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  /** Bytes to the program, as they are. */
  readonly type: (bytes: string) => void;
  readonly press: (...keys: readonly PressName[]) => void;
  /** Bracketed if the program asked for it, unless told otherwise. */
  readonly paste: (text: string, bracketed?: boolean) => void;
  readonly waitFor: (expected: Expected) => Promise<readonly string[]>;
  /** The rows in view, without blanks at their ends and without empty rows at the bottom. */
  readonly frame: () => readonly string[];
  /** Everything above and in view; a line that the terminal itself wrapped is one line. */
  readonly scrollback: () => readonly string[];
  /** Everything that was written to the terminal. */
  readonly rawBytes: () => string;
  readonly resize: (columns: number, rows: number) => void;
  /** Every call of setRawMode, in order. */
  readonly rawModes: readonly boolean[];
  readonly exited: Promise<unknown>;
  readonly unmount: () => void;
  readonly printAbove: (line: string) => void;
}

class FakeStdin extends PassThrough {
  readonly isTTY = true;
  readonly rawModes: boolean[] = [];

  setRawMode(on: boolean): this {
    this.rawModes.push(on);
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

class FakeStdout extends Writable {
  readonly isTTY = true;
  raw = "";
  /** Pieces that the terminal has been given and has not read yet. */
  unread = 0;

  constructor(
    private readonly terminal: InstanceType<typeof xterm.Terminal>,
    public columns: number,
    public rows: number,
  ) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.raw += chunk;
    this.unread += 1;
    this.terminal.write(chunk, () => (this.unread -= 1));
    done();
  }
}

/** Mounts `tree` and waits for nothing: the first `waitFor` does. */
export function openScreen(tree: ReactElement, options: ScreenOptions = {}): TestScreen {
  const {
    columns = 80,
    rows = 24,
    env = { LANG: "C.UTF-8", TERM: "xterm-256color" },
    history = [],
  } = options;
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 2_000,
    allowProposedApi: true,
    convertEol: true,
  });
  for (const line of history) terminal.write(`${line}\n`);
  const stdin = new FakeStdin();
  const stdout = new FakeStdout(terminal, columns, rows);
  const modes = openModes(stdin, stdout);
  const mounted = mountTerminal(tree, {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stdout as unknown as NodeJS.WriteStream,
    modes,
    look: options.look ?? lookFrom({ env, platform: "linux" }),
    now: options.now ?? ((): number => performance.now()),
  });
  mounted.exited.catch(() => undefined);
  onTestFinished(() => {
    mounted.unmount();
    terminal.dispose();
  });
  const type = keyboard((bytes) => void stdin.write(bytes));
  const frame = (): readonly string[] => trimmed(linesOf(terminal, terminal.buffer.active.baseY));
  return {
    terminal,
    type,
    press: (...keys) => keys.map(bytesOf).forEach(type),
    paste: (text, bracketed = asksForBrackets(stdout.raw)) => type(pasteBytes(text, bracketed)),
    waitFor: (expected) =>
      waitUntil(
        () => (stdout.unread === 0 && holds(frame(), expected) ? frame() : undefined),
        () => failure(expected, frame()),
      ),
    frame,
    scrollback: () => trimmed(unwrapped(terminal)),
    rawBytes: () => stdout.raw,
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      Object.assign(stdout, { columns: newColumns, rows: newRows });
      stdout.emit("resize");
    },
    rawModes: stdin.rawModes,
    exited: mounted.exited,
    unmount: mounted.unmount,
    printAbove: mounted.printAbove,
  };
}

/** The terminal's rows from `start` on, as text. */
export function linesOf(
  terminal: InstanceType<typeof xterm.Terminal>,
  start: number,
): readonly string[] {
  const buffer = terminal.buffer.active;
  return Array.from(
    { length: Math.max(0, buffer.length - start) },
    (_, index) =>
      buffer
        .getLine(start + index)
        // Behind the last column it keeps what a wider window showed.
        ?.translateToString(true, 0, terminal.cols)
        .trimEnd() ?? "",
  );
}

/**
 * The whole buffer, with the rows that the terminal wrapped joined again, as a person who copies
 * them gets them.
 */
export function unwrapped(terminal: InstanceType<typeof xterm.Terminal>): readonly string[] {
  const buffer = terminal.buffer.active;
  const lines: string[] = [];
  linesOf(terminal, 0).forEach((text, index) => {
    if (buffer.getLine(index)?.isWrapped === true) lines.push((lines.pop() ?? "") + text);
    else lines.push(text);
  });
  return lines;
}

export function trimmed(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line.trim() !== "") + 1);
}
