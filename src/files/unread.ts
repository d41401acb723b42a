/** Discards what a terminal has received and nobody has read: a secret typed ahead must not be run by the shell afterwards. */
import { constants, readFileSync } from "node:fs";

/** Node takes a number here, which its types forget. https://nodejs.org/api/fs.html#file-system-flags */
const WITHOUT_WAITING = (constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY) as unknown as string;

/**
 * Empties the input of the process's terminal, at once and without waiting; call it while raw mode is on, before it is given
 * back. Never throws: a terminal that is gone has nothing to discard. Node's own stream cannot do this, it reads later.
 */
export function discardUnread(): void {
  try {
    readFileSync("/dev/tty", { flag: WITHOUT_WAITING });
  } catch {
    // Read until nothing was left (EAGAIN), or there is no terminal.
  }
}
