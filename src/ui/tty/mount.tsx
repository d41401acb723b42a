/** Starts and ends Ink on a terminal, with the settings that keep its known faults away from users. */
import { Component, type ReactElement, type ReactNode, useEffect, useLayoutEffect } from "react";
import { type Instance, render, useApp, useStdout } from "ink";
import type { Look } from "./glyphs.js";
import type { TerminalModes } from "./modes.js";
import { TerminalRoot } from "./Terminal.js";

export interface MountPorts {
  /** A terminal (`isTTY`); who calls has made sure of it. */
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Opened before Ink was loaded; restored when the tree is gone. */
  readonly modes: TerminalModes;
  readonly look: Look;
  readonly now: () => number;
}

export interface Mounted {
  /** Settles when the tree is gone and the terminal restored: with what `useApp().exit` was given, or rejects with the error that broke the tree. */
  readonly exited: Promise<unknown>;
  readonly unmount: () => void;
  /**
   * Writes a line above the frame and leaves its wrapping to the terminal, so that a URL wider than the window is marked
   * and copied as one piece. Within a frame it would be broken: Ink has to know where each row ends.
   */
  readonly printAbove: (line: string) => void;
}

/**
 * Draws `tree` until it calls `useApp().exit(...)`. Ctrl+C is an ordinary key here. Ink must be imported with CI,
 * CONTINUOUS_INTEGRATION and DEV out of the environment and NODE_ENV=production, or it stays silent or leaks.
 */
export function mountTerminal(tree: ReactElement, ports: MountPorts): Mounted {
  const { stdin, stdout, stderr, modes, look, now } = ports;
  let write: Write | undefined;
  const instance: Instance = render(
    <CrashGuard>
      <AboveFrame onWrite={(next) => (write = next)} />
      <TerminalRoot stdin={stdin} stdout={stdout} look={look} now={now}>
        {tree}
      </TerminalRoot>
    </CrashGuard>,
    { stdin, stdout: withoutRows(stdout), stderr, exitOnCtrlC: false, patchConsole: false },
  );
  // Taken at once: asked for after the end, Ink's promise never settles.
  const exited = instance.waitUntilExit().finally(() => {
    stdin.unref();
    modes.restore();
  });
  return { exited, unmount: instance.unmount, printAbove: (line) => write?.(`${line}\n`) };
}

/**
 * The stream without its number of rows. Ink 6 wipes the whole scrollback (ESC[3J) when a frame is as tall as the
 * terminal, which shrinking the window can bring about whatever we draw; without rows it never does. Our own frames keep
 * to the rows by themselves. https://github.com/vadimdemedes/ink/issues/935
 */
function withoutRows(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  return new Proxy(stdout, {
    get: (target, property) => {
      if (property === "rows") return undefined;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
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

/** An error while drawing ends the program through `exited`; Ink's own page would print code and values. */
class CrashGuard extends Component<{ readonly children: ReactNode }, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Crashed error={this.state.error} />;
  }
}

function Crashed({ error }: { readonly error: Error }): null {
  const { exit } = useApp();
  useEffect(() => exit(error), [exit, error]);
  return null;
}
