/** Describes what the reader of answers is given: a terminal, and what ends the program. */
export interface DeviceEvents {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The window was closed, the connection is gone. */
  readonly onGone: () => void;
  /**
   * Somebody else asks the program to stop (`kill -TSTP`): the terminal is the shell's until it
   * goes on.
   */
  readonly onStop: () => void;
  /** The program goes on after it was stopped: the terminal may have been anybody's in between. */
  readonly onContinued: () => void;
}

/** A terminal. None of these throws: one that is gone takes everything, and says so by `onGone`. */
export interface Device {
  /** Switches the echo off, and reads from now on. */
  readonly listen: (events: DeviceEvents) => void;
  readonly setEcho: (on: boolean) => void;
  /** Echo off, whatever somebody else has set meanwhile; what is pasted just then shows nowhere. */
  readonly silenceAnew: () => void;
  readonly write: (text: string) => void;
  /** Whether the program may not end while it waits for a key. */
  readonly keepAlive: (on: boolean) => void;
  /** Stops the program, as Ctrl+Z does; it goes on with `onContinued`. */
  readonly suspend: () => void;
  /** Reads away what was typed and not read. Synchronous. */
  readonly drain: () => Uint8Array;
  /** Drops what was typed and not read, and gives the terminal back as it was. Synchronous. */
  readonly close: () => void;
}

export interface PersonPorts {
  /** Null where there is no terminal. */
  readonly open: () => Device | null;
  readonly dieBy: (signal: "SIGINT" | "SIGHUP") => void;
  readonly onEnd: (cleanUp: () => void) => () => void;
  /**
   * Whether the terminal may only be able to print (`TERM=dumb`): it is sent no marks for pastes,
   * no bell and no step back.
   */
  readonly onlyPrints: boolean;
  /** Whether only ASCII may be written to it. */
  readonly ascii: boolean;
  /** Whether lines are typed into Emacs, which shows them whatever the echo is. */
  readonly insideEmacs: boolean;
}
