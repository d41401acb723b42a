/**
 * Starts and ends Ink on a terminal, with the settings that keep its known faults away from users.
 */
import { Component, type ReactElement, type ReactNode, useEffect, useLayoutEffect } from "react";
import { type Instance, render, useApp, useStdout } from "ink";
import { changedRows } from "./changed-rows.js";
import { followWindow } from "./follow-window.js";
import type { TextStyle } from "./glyphs.js";
import type { TerminalModes } from "./modes.js";
import { untilQuiet } from "./quiet.js";
import { watchFrame } from "./reflow.js";
import { type TerminalSize, sizeOf } from "./size.js";
import { followShell } from "./suspend.js";
import { TerminalRoot } from "./Terminal.js";

export interface MountPorts {
  /** A terminal (`isTTY`); who calls has made sure of it. */
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Opened before Ink was loaded; restored when the tree is gone. */
  readonly modes: TerminalModes;
  readonly look: TextStyle;
  readonly now: () => number;
  /** Called once, when the first frame has been written. */
  readonly onDrawn?: () => void;
}

export interface Mounted {
  /**
   * Settles when the tree is gone and the terminal restored: with what `useApp().exit` was given,
   * or rejects with the error that broke the tree.
   */
  readonly exited: Promise<unknown>;
  readonly unmount: () => void;
  /**
   * Writes a line above the frame and leaves its wrapping to the terminal, so that a URL wider than
   * the window is marked and copied as one piece. Within a frame it would be broken: Ink has to
   * know where each row ends.
   */
  readonly printAbove: (line: string) => void;
}

/**
 * Most frames a second: none is put off. Ink's own 30 make the second of two quick keys wait for 34
 * ms, and a frame for another size must not come after something else was written. Whatever is not
 * pressed by a person comes far less often, and what is pasted comes at once.
 */
const UNBOUNDED = 0;

/**
 * Draws `tree` until it calls `useApp().exit(...)`. Ctrl+C is an ordinary key here. Ink must be
 * imported with CI, CONTINUOUS_INTEGRATION and DEV out of the environment and NODE_ENV=production,
 * or it stays silent or leaks.
 */
export function mountTerminal(tree: ReactElement, ports: MountPorts): Mounted {
  const { stdin, stdout, stderr, modes, look, now, onDrawn } = ports;
  let write: Write | undefined;
  // What stands on the terminal is not the frame: nothing is erased there, and nothing drawn.
  let isAside = false;
  const frame = watchFrame();
  const anew = (): void => redraw(frame.erase() + scrolledAway(sizeOf(stdout).rows));
  const window = followWindow(stdout, {
    // Before Ink erases as many rows as it has drawn.
    onResize: () => {
      if (isAside) return;
      const erased = look.reflows ? frame.eraseGrown(sizeOf(stdout).columns) : "";
      if (erased !== "") stdout.write(erased);
    },
    onDragged: anew,
  });
  const frames = frameStream(stdout, {
    onWrite: (text) => {
      window.draws();
      frame.wrote(text);
    },
    isAside: () => isAside,
    onSize: () => instance.rerender(treeIn(sizeOf(stdout))),
  });
  const redraw = (lead: string): void => {
    if (write !== undefined) frames.drawAnew(lead, write);
  };
  const treeIn = (size: TerminalSize): ReactElement => (
    <CrashGuard>
      <AboveFrame onWrite={(next) => (write = next)} />
      <TerminalRoot
        stdin={stdin}
        size={size}
        look={look}
        now={now}
        onRedraw={() => redraw(scrolledAway(sizeOf(stdout).rows))}
      >
        {tree}
      </TerminalRoot>
      {onDrawn === undefined ? null : <BehindFirstFrame onDrawn={onDrawn} />}
    </CrashGuard>
  );
  const instance: Instance = render(treeIn(sizeOf(stdout)), {
    stdin,
    stdout: frames.stream,
    stderr,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: UNBOUNDED,
  });
  // What a shell has written since stands above; the frame begins below it.
  const unfollow = followShell(modes, {
    onStop: window.rests,
    onContinued: () => {
      isAside = true;
      window.looks();
      isAside = false;
      redraw("\r\u001B[J");
    },
  });
  // Taken at once: asked for after the end, Ink's promise never settles.
  const exited = instance.waitUntilExit().finally(async () => {
    unfollow();
    window.stop();
    await untilQuiet(stdin);
    stdin.unref();
    modes.restore();
  });
  return { exited, unmount: instance.unmount, printAbove: (line) => write?.(`${line}\n`) };
}

interface FrameStream {
  readonly stream: NodeJS.WriteStream;
  /**
   * Draws the whole frame at the cursor, after `lead`, as if there were none yet; `write` is Ink's
   * own.
   */
  readonly drawAnew: (lead: string, write: Write) => void;
}

interface FrameEvents {
  readonly onWrite: (text: string) => void;
  /** What Ink writes now is kept from the terminal. */
  readonly isAside: () => boolean;
  readonly onSize: () => void;
}

/**
 * The stream as Ink sees it: without its number of rows, and with a width where the terminal tells
 * none. Ink 6 wipes the whole scrollback (ESC[3J) when a frame is as tall as the terminal, which
 * shrinking the window can bring about whatever we draw; without rows it never does. Our own frames
 * keep to the rows by themselves. https://github.com/vadimdemedes/ink/issues/935
 *
 * Where Ink listens for another size, `onSize` does: Ink would draw what was made for the old one,
 * rows cut off, as tall as before, and in a window with fewer rows its top could not be erased any
 * more.
 *
 * A frame that differs little from the one before sends the rows that differ.
 */
function frameStream(
  stdout: NodeJS.WriteStream,
  { onWrite, isAside, onSize }: FrameEvents,
): FrameStream {
  let awaited: string | undefined;
  const changed = changedRows();
  const write = (...given: Parameters<NodeJS.WriteStream["write"]>): boolean => {
    // Before it writes, Ink erases as many rows as its frame had; but these are no longer where it
    // thinks.
    if (isAside() || (awaited !== undefined && given[0] !== awaited)) return true;
    awaited = undefined;
    const [text, ...rest] = given;
    if (typeof text !== "string") return stdout.write(...given);
    onWrite(text);
    const { columns, rows } = sizeOf(stdout);
    return stdout.write(changed(text, `${columns}x${rows}`), ...(rest as []));
  };
  const listener = (event: string, inks: () => void): (() => void) =>
    event === "resize" ? onSize : inks;
  const stream: NodeJS.WriteStream = new Proxy(stdout, {
    get: (target, property) => {
      if (property === "rows") return undefined;
      if (property === "columns") return sizeOf(target).columns;
      if (property === "write") return write;
      if (property === "on" || property === "off")
        return (event: string, inks: () => void) => stdout[property](event, listener(event, inks));
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  return {
    stream,
    drawAnew: (lead, inkWrites) => {
      awaited = lead;
      inkWrites(lead);
      awaited = undefined;
    },
  };
}

/**
 * Scrolls what is in view out of it, so that nothing of the person's own is lost, and puts the
 * cursor on top.
 */
function scrolledAway(rows: number): string {
  return `\u001B[${rows};1H${"\n".repeat(rows)}\u001B[H`;
}

type Write = (text: string) => void;

/** Hands out the one way to write that does not tear Ink's frame. */
function AboveFrame({ onWrite }: { readonly onWrite: (write: Write | undefined) => void }): null {
  const { write } = useStdout();
  useLayoutEffect(() => {
    onWrite(write);
    return () => onWrite(undefined);
  }, [onWrite, write]);
  return null;
}

/** Ink writes a frame while React commits it; effects like this one run behind that. */
function BehindFirstFrame({ onDrawn }: { readonly onDrawn: () => void }): null {
  useEffect(onDrawn, [onDrawn]);
  return null;
}

/**
 * An error while drawing ends the program through `exited`; Ink's own page would print code and
 * values.
 */
class CrashGuard extends Component<
  { readonly children: ReactNode },
  { readonly error: Error | undefined }
> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? (
      this.props.children
    ) : (
      <Crashed error={this.state.error} />
    );
  }
}

function Crashed({ error }: { readonly error: Error }): null {
  const { exit } = useApp();
  useEffect(() => exit(error), [exit, error]);
  return null;
}
