/**
 * Stops and goes on as a shell asks for it: the terminal is the shell's in between, and is drawn
 * anew afterwards.
 */
import type { TerminalModes } from "./modes.js";

export interface ShellEvents {
  /** Before the program stops. */
  readonly onStop: () => void;
  /** It goes on: the whole frame is to be drawn where the cursor is. */
  readonly onContinued: () => void;
}

/** Handles SIGTSTP and SIGCONT until the returned function is called. */
export function followShell(modes: TerminalModes, events: ShellEvents): () => void {
  const stop = (): void => {
    events.onStop();
    modes.suspend();
    // A handler replaces what the signal does by itself; this one cannot be handled.
    process.kill(process.pid, "SIGSTOP");
  };
  const goOn = (): void => {
    modes.resume();
    events.onContinued();
  };
  process.on("SIGTSTP", stop).on("SIGCONT", goOn);
  return () => {
    process.off("SIGTSTP", stop).off("SIGCONT", goOn);
  };
}
