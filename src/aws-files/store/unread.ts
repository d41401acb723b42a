/**
 * Reads away what a terminal has received and nobody has read: a secret typed ahead must not be run
 * by the shell afterwards.
 */
import { closeSync, constants, openSync, readSync } from "node:fs";
import { isatty } from "node:tty";

const WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
/** Most bytes that are read away; a terminal keeps 4 KiB. */
const MOST = 65_536;

/**
 * Empties the input of the process's terminal, at once and without waiting; call it while raw mode
 * is on, before it is given back. Never throws: a terminal that is gone has nothing to discard.
 * Node's own stream cannot do this, it reads later.
 */
export function discardUnread(): void {
  takeUnread();
}

/** The same, with the bytes that nobody had read. */
export function takeUnread(): Uint8Array {
  // A terminal that controls nobody (`docker exec -it`, `setsid`): opened anew, so that only this
  // reading does not wait.
  return taken("/dev/tty") ?? (isatty(0) ? taken("/proc/self/fd/0") : null) ?? new Uint8Array();
}

/** Null where it cannot be opened. */
function taken(device: string): Uint8Array | null {
  let fd: number;
  try {
    fd = openSync(device, WITHOUT_WAITING);
  } catch {
    return null;
  }
  const bytes = takeUnreadOf(fd);
  closeSync(fd);
  return bytes;
}

/** What waits in a terminal that was opened so that reading does not wait. Never throws. */
export function takeUnreadOf(fd: number): Uint8Array {
  const pieces: Buffer[] = [];
  try {
    for (let read = 0; read < MOST;) {
      const piece = Buffer.alloc(4096);
      const count = readSync(fd, piece);
      if (count === 0) break;
      pieces.push(piece.subarray(0, count));
      read += count;
    }
  } catch {
    // Nothing is left (EAGAIN), or there is no terminal any more.
  }
  return Buffer.concat(pieces);
}
