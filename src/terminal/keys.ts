/**
 * Reads a terminal's stream as keys: gives the decoder the bytes and the time, and the timers that
 * it asks for.
 *
 * Why not Ink's `useInput` or an input library: Ink 6.8 hands over whole reads ("abc\r" is one
 * event and Enter is lost), cannot tell Backspace from Delete, shows the marks of a bracketed paste
 * as text, takes an arrow key whose bytes arrive apart for Esc, and turns raw mode off between
 * screens, so that a secret pasted at that moment is echoed. The widgets built on it inherit all of
 * this. Node's own decoder types the digits of a mouse report (see decoder.ts).
 */
import type { Readable } from "node:stream";
import { afterReading } from "./after-reading.js";
import { type DecodedKey, KeyDecoder } from "./decoder.js";

export { type DecodedKey, ESCAPE_WAIT_MS } from "./decoder.js";
export { type Key, type KeyPress, keyName } from "./key.js";
export { PASTE_LIMIT } from "./paste.js";

/**
 * Decodes the keys of `stream` until the returned function is called; that one also pauses the
 * stream. Several keys of one read come one by one, in order, all but the last with `more`.
 * `pasteSilenceMs`: only tests have reason to change it.
 */
export function decodeKeys(
  stream: Readable,
  onKey: (key: DecodedKey, more: boolean) => void,
  pasteSilenceMs?: number,
): () => void {
  const decoder = new KeyDecoder(pasteSilenceMs);
  let cancel: (() => void) | undefined;
  let listening = true;

  const hand = (keys: readonly DecodedKey[]): void => {
    for (const [index, key] of keys.entries()) if (listening) onKey(key, index < keys.length - 1);
    wait();
  };
  const wait = (): void => {
    cancel?.();
    const due = listening ? decoder.deadline() : undefined;
    cancel =
      due === undefined
        ? undefined
        : afterReading(Math.max(1, Math.ceil(due - performance.now())), () =>
            hand(decoder.expire(performance.now())),
          );
  };
  const onData = (chunk: Buffer | string): void =>
    hand(
      decoder.feed(
        typeof chunk === "string" ? Buffer.from(chunk, "utf8") : chunk,
        performance.now(),
      ),
    );

  stream.on("data", onData);
  stream.resume();
  return () => {
    listening = false;
    cancel?.();
    stream.off("data", onData);
    stream.pause();
  };
}
