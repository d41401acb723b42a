/**
 * Hands each key to the topmost handler that wants it, and the next key only after React has
 * committed what the last one did. Without that wait, "id, Enter, secret, Enter" pasted in one go
 * would type the secret into the field of the id: the screen that takes the secret does not exist
 * yet when its first character is read.
 *
 * Where no field takes text, characters that come faster than a person types are one text, not
 * commands: a pasted secret must not quit at its "q" nor choose a row by its digits. It is handed
 * on as a paste.
 */
import { afterReading } from "./after-reading.js";
import { BURST_MS, isText, isTyped, leadingRun, pasteOf } from "./burst.js";
import type { DecodedKey } from "./decoder.js";
import { type KeyPress, keyName } from "./key.js";

/**
 * Says whether it consumed the key; then nobody below sees it. "local": consumed, and nothing
 * changed but the handler's own store, so that the next character of a long run need not wait for a
 * commit. A handler that answers false must not have changed anything.
 */
export type KeyHandler = (key: KeyPress) => boolean | "local";

/**
 * Who comes first: a part (a field, a choice) before the screen it stands on, that before the keys
 * of the whole program.
 */
export const KEY_LEVELS = ["global", "screen", "part", "overlay"] as const;
export type KeyLevel = (typeof KEY_LEVELS)[number];

export interface KeyHub {
  /**
   * Adds a handler above all others of its level; the answer takes it away again. `takesText`:
   * characters are text to it, however they come.
   */
  readonly register: (level: KeyLevel, handler: KeyHandler, takesText?: boolean) => () => void;
  /** `more`: further keys of the same read follow at once, so nothing is decided before them. */
  readonly push: (key: DecodedKey, more?: boolean) => void;
  /**
   * `request` must cause a commit and then call `committed`. Until it is set, keys are kept;
   * undefined drops them.
   */
  readonly attach: (request: (() => void) | undefined) => void;
  readonly committed: () => void;
}

/** The clock that the keys' times are of. */
export interface HubClock {
  readonly now: () => number;
  /** Calls `action` after so many milliseconds; the answer takes that back. */
  readonly later: (ms: number, action: () => void) => () => void;
}

const SYSTEM: HubClock = {
  now: () => performance.now(),
  later: afterReading,
};

interface Entry {
  readonly rank: number;
  readonly handler: KeyHandler;
  readonly takesText: boolean;
}

/**
 * What comes so soon after a text that nobody took is its rest, delayed by the link; a person has
 * not read the screen by then.
 */
const TAIL_MS = 250;
/**
 * So many keys at most are handled within one commit of React: it takes fifty commits that each
 * bring about the next for an endless loop, and a held key or a slow link delivers more.
 */
const CHAIN = 25;

/**
 * A key that was read while it was awaited whether more comes: no pause was seen before it. A busy
 * process reads late, and the time of reading then says nothing of when it was typed.
 */
function near(key: DecodedKey, last: DecodedKey | undefined): DecodedKey {
  return last === undefined ? key : { ...key, at: Math.min(key.at, last.at + BURST_MS) };
}

export function createKeyHub(clock: HubClock = SYSTEM): KeyHub {
  let entries: readonly Entry[] = [];
  let queue: DecodedKey[] = [];
  let request: (() => void) | undefined;
  let waiting = false;
  let chained = 0;
  let cancel: (() => void) | undefined;
  let textUntil = -Infinity;
  let before: KeyPress["before"] = null;

  const deliver = (key: KeyPress): boolean | "local" => {
    for (const entry of entries) {
      const answer = entry.handler(key);
      if (answer !== false) return answer;
    }
    return false;
  };
  const next = (): KeyPress | undefined => {
    const key = take();
    if (key === undefined) return undefined;
    const press: KeyPress = { ...key, before };
    before = { name: keyName(key), at: key.at };
    return press;
  };
  /**
   * The characters that have come, as one key for whoever takes text: a paste without marks then
   * costs its length, not its square. Undefined where they are fewer than two.
   */
  const text = (): DecodedKey | undefined => {
    const end = queue.findIndex(({ kind }) => kind !== "char");
    const run = end < 0 ? queue : queue.slice(0, end);
    const [first] = run;
    if (first === undefined || run.length < 2) return undefined;
    queue = queue.slice(run.length);
    const characters = run.map((key) => (key.kind === "char" ? key.text : ""));
    return { ...first, kind: "char", text: characters.join(""), at: run.at(-1)?.at ?? first.at };
  };
  /** The next key, if there is one and it is known what it belongs to. */
  const take = (): DecodedKey | undefined => {
    const [first] = queue;
    if (first === undefined) return undefined;
    if (entries.some(({ takesText }) => takesText)) return text() ?? queue.shift();
    if (!isTyped(first)) return queue.shift();
    const run = leadingRun(queue);
    const { at } = run.at(-1) ?? first;
    const wait = at + BURST_MS - clock.now();
    if (run.length === queue.length && wait > 0) {
      cancel = clock.later(wait, drain);
      return undefined;
    }
    if (!isText(run) && first.at >= textUntil) return queue.shift();
    if (isText(run)) textUntil = at + TAIL_MS;
    queue = queue.slice(run.length);
    return pasteOf(run);
  };
  const drain = (): void => {
    cancel?.();
    cancel = undefined;
    while (!waiting && request !== undefined) {
      const key = next();
      if (key === undefined) return;
      const answer = deliver(key);
      const unchanged = answer === false || (answer === "local" && queue[0]?.kind === "char");
      if (!unchanged) awaitCommit();
    }
  };
  const awaitCommit = (): void => {
    waiting = true;
    // The key may have ended the program: then nobody is left to commit.
    request?.();
  };
  return {
    register: (level, handler, takesText = false) => {
      const entry = { rank: KEY_LEVELS.indexOf(level), handler, takesText };
      entries = [entry, ...entries].sort((a, b) => b.rank - a.rank);
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    push: (key, more = false) => {
      queue.push(cancel === undefined ? key : near(key, queue.at(-1)));
      if (isTyped(key) && more) return;
      // While it is awaited whether more comes, each character that does needs no look of its own.
      if (cancel === undefined || !isTyped(key)) drain();
    },
    attach: (given) => {
      request = given;
      waiting = false;
      if (given === undefined) queue = [];
      drain();
    },
    committed: () => {
      const goOn = (): void => {
        waiting = false;
        drain();
      };
      chained = (chained + 1) % CHAIN;
      if (chained > 0 || queue.length === 0) goOn();
      else clock.later(0, goOn);
    },
  };
}
