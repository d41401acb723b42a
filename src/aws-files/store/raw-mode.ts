/**
 * Sets a terminal to raw mode that may have been set otherwise by somebody else, without a moment
 * in which it echoes.
 */
import { closeSync, constants, openSync } from "node:fs";
import { ReadStream } from "node:tty";

/** The part of a terminal's stream that is needed. */
export interface RawStream {
  /** What Node believes: nobody tells it what a shell has set meanwhile. */
  readonly isRaw?: boolean;
  setRawMode?(on: boolean): unknown;
}

const WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Standard input, opened anew; under macOS too. */
const OF_STDIN = "/dev/fd/0";

/**
 * Raw mode on, whatever Node believes. It sets no mode that it believes to be set already, and
 * "off, then on" would echo a secret that is pasted in between. A second stream of the same
 * terminal believes nothing yet: its mode is set at once, and stays when it is closed, for Node
 * gives back only what its first one changed. `device`: the terminal of the stream.
 * https://github.com/libuv/libuv/blob/v1.x/src/unix/tty.c (`uv_tty_set_mode`, `uv__tty_close`)
 */
export function setRawAnew(stream: RawStream, device = OF_STDIN): void {
  if (stream.isRaw !== true) {
    stream.setRawMode?.(true);
    return;
  }
  if (setBySecond(device)) return;
  stream.setRawMode?.(false);
  stream.setRawMode?.(true);
}

/** False where the terminal cannot be opened: it is another user's, or gone. */
function setBySecond(device: string): boolean {
  let fd: number | undefined;
  try {
    fd = openSync(device, WITHOUT_WAITING);
    const second = new ReadStream(fd);
    second.on("error", () => undefined);
    second.setRawMode(true);
    second.destroy();
    return true;
  } catch {
    if (fd !== undefined) closeSync(fd);
    return false;
  }
}
