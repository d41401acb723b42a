/**
 * Discards what a terminal has received and nobody has read: a secret typed ahead must not be run
 * by the shell afterwards.
 */
import { constants, readFileSync } from "node:fs";
import { isatty } from "node:tty";

/**
 * Node takes a number here, which its types forget.
 * https://nodejs.org/api/fs.html#file-system-flags
 */
const WITHOUT_WAITING = (constants.O_RDONLY |
  constants.O_NONBLOCK |
  constants.O_NOCTTY) as unknown as string;

/**
 * Empties the input of the process's terminal, at once and without waiting; call it while raw mode
 * is on, before it is given back. Never throws: a terminal that is gone has nothing to discard.
 * Node's own stream cannot do this, it reads later.
 */
export function discardUnread(): void {
  if (emptied("/dev/tty") || !isatty(0)) return;
  // A terminal that controls nobody (`docker exec -it`, `setsid`): opened anew, so that only this
  // reading does not wait.
  emptied("/proc/self/fd/0");
}

/** False where it cannot be opened. */
function emptied(device: string): boolean {
  try {
    readFileSync(device, { flag: WITHOUT_WAITING });
    return true;
  } catch (error) {
    // Read until nothing was left (EAGAIN), or there is no terminal.
    return !(error instanceof Error && "syscall" in error && error.syscall === "open");
  }
}
