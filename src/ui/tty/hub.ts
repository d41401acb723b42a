/**
 * Hands each key to the topmost handler that wants it, and the next key only after React has committed what the last one
 * did. Without that wait, "id, Enter, secret, Enter" pasted in one go would type the secret into the field of the id:
 * the screen that takes the secret does not exist yet when its first character is read.
 */
import type { Key } from "./keys.js";

/**
 * Says whether it consumed the key; then nobody below sees it. "local": consumed, and nothing changed but the handler's
 * own store, so that the next character of a long run need not wait for a commit. A handler that answers false must not
 * have changed anything.
 */
export type KeyHandler = (key: Key) => boolean | "local";

/** Who comes first: a part (a field, a choice) before the screen it stands on, that before the keys of the whole program. */
export const KEY_LEVELS = ["global", "screen", "part", "overlay"] as const;
export type KeyLevel = (typeof KEY_LEVELS)[number];

export interface KeyHub {
  /** Adds a handler above all others of its level; the answer takes it away again. */
  readonly register: (level: KeyLevel, handler: KeyHandler) => () => void;
  readonly push: (key: Key) => void;
  /** `request` must cause a commit and then call `committed`. Until it is set, keys are kept; undefined drops them. */
  readonly attach: (request: (() => void) | undefined) => void;
  readonly committed: () => void;
}

interface Entry {
  readonly rank: number;
  readonly handler: KeyHandler;
}

export function createKeyHub(): KeyHub {
  let entries: readonly Entry[] = [];
  let queue: Key[] = [];
  let request: (() => void) | undefined;
  let waiting = false;

  const deliver = (key: Key): boolean | "local" => {
    for (const entry of entries) {
      const answer = entry.handler(key);
      if (answer !== false) return answer;
    }
    return false;
  };
  const drain = (): void => {
    while (!waiting && request !== undefined) {
      const key = queue.shift();
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
    register: (level, handler) => {
      const entry = { rank: KEY_LEVELS.indexOf(level), handler };
      entries = [entry, ...entries].sort((a, b) => b.rank - a.rank);
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    push: (key) => {
      queue.push(key);
      drain();
    },
    attach: (next) => {
      request = next;
      waiting = false;
      if (next === undefined) queue = [];
      else drain();
    },
    committed: () => {
      waiting = false;
      drain();
    },
  };
}
