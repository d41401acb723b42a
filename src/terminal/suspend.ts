/**
 * Stops and goes on as a shell asks for it: the terminal is the shell's in between, and is drawn
 * anew afterwards.
 */
import type { TerminalModes } from "./modes.js";

/**
 * Handles SIGTSTP and SIGCONT until the returned function is called. `redraw` draws the whole frame
 * where the cursor is.
 */
export function followShell(modes: TerminalModes, redraw: () => void): () => void {
  const stop = (): void => {
    modes.suspend();
    // A handler replaces what the signal does by itself; this one cannot be handled.
    process.kill(process.pid, "SIGSTOP");
  };
  const goOn = (): void => {
    modes.resume();
    redraw();
  };
  process.on("SIGTSTP", stop).on("SIGCONT", goOn);
  return () => {
    process.off("SIGTSTP", stop).off("SIGCONT", goOn);
  };
}
