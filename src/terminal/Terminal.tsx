/**
 * Carries everything drawn: one source of keys, the size, the look. Mounted once for the whole
 * program and never swapped with a screen, so that raw mode stays on and no key is read by two
 * decoders.
 */
import {
  type ReactElement,
  type ReactNode,
  createContext,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Readable } from "node:stream";
import type { TextStyle } from "./glyphs.js";
import { type KeyHandler, type KeyHub, type KeyLevel, createKeyHub } from "./hub.js";
import { decodeKeys, keyName } from "./keys.js";
import type { TerminalSize } from "./size.js";

/** The terminal as the parts of a screen see it. */
export interface Terminal {
  readonly look: TextStyle;
  readonly size: TerminalSize;
  /** Milliseconds of a clock that never jumps; for the seconds beside "asking". */
  readonly now: () => number;
}

export interface TerminalRootProps {
  readonly stdin: Readable;
  readonly size: TerminalSize;
  readonly look: TextStyle;
  readonly now: () => number;
  /** Ctrl+L, for when something else has written over the frame. */
  readonly onRedraw: () => void;
  readonly children: ReactNode;
}

const TerminalContext = createContext<Terminal | undefined>(undefined);
const HubContext = createContext<KeyHub | undefined>(undefined);

/** Reads the keys of `stdin` for as long as it is mounted, and hands the size down. */
export function TerminalRoot({
  stdin,
  size,
  look,
  now,
  onRedraw,
  children,
}: TerminalRootProps): ReactElement {
  const [hub] = useState(createKeyHub);
  const [commits, setCommits] = useState(0);

  // React batches this update with those that the key caused: when it is committed, so are they.
  useLayoutEffect(() => {
    hub.committed();
  }, [hub, commits]);

  useLayoutEffect(() => {
    hub.attach(() => setCommits((count) => count + 1));
    const stop = decodeKeys(stdin, hub.push);
    return () => {
      stop();
      hub.attach(undefined);
    };
  }, [hub, stdin]);

  const redrawn = useRef(onRedraw);
  useLayoutEffect(() => {
    redrawn.current = onRedraw;
  });
  useLayoutEffect(() => {
    return hub.register("overlay", (key) => {
      if (keyName(key) !== "ctrl-l") return false;
      redrawn.current();
      return true;
    });
  }, [hub]);

  const terminal = useMemo(() => ({ look, size, now }), [look, size, now]);
  return (
    <HubContext.Provider value={hub}>
      <TerminalContext.Provider value={terminal}>{children}</TerminalContext.Provider>
    </HubContext.Provider>
  );
}

const MutedContext = createContext(false);

/**
 * What is below keeps its state, but draws nothing and gets no keys: a screen while a window lies
 * over it.
 */
export function Muted({
  on,
  children,
}: {
  readonly on: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return <MutedContext.Provider value={on}>{children}</MutedContext.Provider>;
}

export function useMuted(): boolean {
  return useContext(MutedContext);
}

/** The terminal that the component is drawn on. */
export function useTerminal(): Terminal {
  const terminal = useContext(TerminalContext);
  if (terminal === undefined) throw new Error("useTerminal needs a TerminalRoot above it");
  return terminal;
}

/**
 * Gives `handler` the keys while `active`, in the order of `level`, the latest of one level first.
 * The handler of the latest commit is called; there is no moment in which an older one, or none, is
 * subscribed. `takesText`: characters are text to it, however fast they come.
 */
export function useKeys(
  handler: KeyHandler,
  level: KeyLevel,
  active = true,
  takesText = false,
): void {
  const hub = useContext(HubContext);
  if (hub === undefined) throw new Error("useKeys needs a TerminalRoot above it");
  const muted = useMuted();
  const awake = active && !muted;
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  useLayoutEffect(
    () => (awake ? hub.register(level, (key) => latest.current(key), takesText) : undefined),
    [hub, level, awake, takesText],
  );
}
