/**
 * Opens the terminal at which the person sits, wherever input and output of the program go, and
 * gives it back as it was. The only file of the process edge that opens something: the device is no
 * file of anybody's.
 */
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import type { Device, DeviceEvents } from "./commands/terminal/person-ports.js";
import { setRawAnew } from "./aws-files/store/raw-mode.js";
import { takeUnread, takeUnreadOf } from "./aws-files/store/unread.js";

/** The terminal that controls this process: https://man7.org/linux/man-pages/man4/tty.4.html */
const DEVICE = "/dev/tty";

/** A stream of keys, and where to write; `drain` reads away what nobody has read. */
interface Ends {
  readonly input: NodeJS.ReadStream;
  readonly write: (text: string) => void;
  readonly drain: () => Uint8Array;
  readonly setRawAnew: () => void;
  readonly close: () => void;
}

/**
 * Null where there is none (a service, a job of a scheduler, Windows with everything redirected).
 */
export function openTerminal(process: NodeJS.Process): Device | null {
  const ends = controlling() ?? standard(process);
  return ends === null ? null : new OpenTerminal(process, ends);
}

function controlling(): Ends | null {
  let fd: number | undefined;
  try {
    fd = openSync(DEVICE, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
    const input = new ReadStream(fd);
    const out = openSync(DEVICE, constants.O_WRONLY | constants.O_NOCTTY);
    return {
      input,
      write: (text) => writeSync(out, text),
      drain: () => takeUnreadOf(fd ?? -1),
      setRawAnew: () => setRawAnew(input, DEVICE),
      close: () => closeSync(out),
    };
  } catch {
    if (fd !== undefined) attempt(() => closeSync(fd ?? -1));
    return null;
  }
}

/** A terminal that controls nobody, as `docker exec -it` and some CI runners give; and Windows. */
function standard({ stdin, stdout, stderr }: NodeJS.Process): Ends | null {
  const output = [stderr, stdout].find(({ isTTY }) => isTTY);
  if (!stdin.isTTY || output === undefined) return null;
  return {
    input: stdin,
    write: (text) => void output.write(text),
    drain: takeUnread,
    setRawAnew: () => setRawAnew(stdin),
    close: () => undefined,
  };
}

class OpenTerminal implements Device {
  readonly #process: NodeJS.Process;
  readonly #ends: Ends;
  #events: DeviceEvents | undefined;
  readonly #data = (chunk: Buffer): void => this.#events?.onBytes(chunk);
  readonly #gone = (): void => this.#events?.onGone();
  readonly #stopped = (): void => this.#events?.onStop();
  readonly #continued = (): void => this.#events?.onContinued();

  constructor(process: NodeJS.Process, ends: Ends) {
    this.#process = process;
    this.#ends = ends;
  }

  listen(events: DeviceEvents): void {
    const { input } = this.#ends;
    this.#events = events;
    input.on("error", this.#gone);
    this.setEcho(false);
    input.on("data", this.#data).on("end", this.#gone);
    this.#process.on("SIGTSTP", this.#stopped).on("SIGCONT", this.#continued);
    input.resume();
  }

  setEcho(on: boolean): void {
    attempt(() => void this.#ends.input.setRawMode(!on));
  }

  silenceAnew(): void {
    attempt(() => this.#ends.setRawAnew());
  }

  write(text: string): void {
    attempt(() => this.#ends.write(text));
  }

  keepAlive(on: boolean): void {
    if (on) this.#ends.input.ref();
    else this.#ends.input.unref();
  }

  /**
   * As the terminal itself would on Ctrl+Z: everything that was started with this program stops
   * too, so that the shell is back.
   */
  suspend(): void {
    // Without our handler the signal does what it does by itself: it stops us, or nothing where no
    // shell could let us go on.
    this.#process.off("SIGTSTP", this.#stopped);
    attempt(() => void this.#process.kill(0, "SIGTSTP"));
    setTimeout(() => {
      if (this.#events !== undefined) this.#process.on("SIGTSTP", this.#stopped);
    }, 0).unref();
  }

  drain(): Uint8Array {
    return this.#ends.drain();
  }

  close(): void {
    this.#events = undefined;
    this.#process.off("SIGTSTP", this.#stopped).off("SIGCONT", this.#continued);
    this.drain();
    this.setEcho(true);
    this.#ends.input.off("data", this.#data);
    this.#ends.input.pause();
    attempt(() => this.#ends.close());
  }
}

/** Whatever fails here fails because the terminal is gone, which its input tells. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // As above.
  }
}
