/**
 * Reads a terminal and drops what comes until nothing comes any more: the rest of a paste is not
 * for the shell either.
 */
import type { Readable } from "node:stream";

/** Password managers type a character in 25 ms at most; a link delays some. */
const QUIET_MS = 80;
/** Who goes on typing for so long means the shell. */
const MOST_MS = 1_500;

/**
 * Settles after a short silence, with the stream paused. Raw mode must still be on, or what is
 * typed is echoed.
 */
export function untilQuiet(stdin: Readable): Promise<void> {
  return new Promise((resolve) => {
    const end = performance.now() + MOST_MS;
    const done = (): void => {
      clearTimeout(timer);
      stdin.off("data", heard);
      stdin.off("end", done);
      stdin.off("error", done);
      stdin.pause();
      resolve();
    };
    const heard = (): void => {
      if (performance.now() >= end) done();
      else timer.refresh();
    };
    const timer = setTimeout(done, QUIET_MS);
    stdin.on("data", heard).once("end", done).once("error", done);
    stdin.resume();
  });
}
