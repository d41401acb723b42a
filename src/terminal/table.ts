/**
 * Keys as data: one table says what a key does and what the footer prints, so the two cannot
 * disagree.
 */
import { type Key, keyName } from "./keys.js";
import type { KeyLevel } from "./hub.js";
import { useKeys } from "./Terminal.js";

export interface KeyBinding {
  /**
   * Names as `keyName` gives them: "enter", "esc", "ctrl-c", "space", "q". The first is the one
   * that is printed.
   */
  readonly keys: readonly string[];
  /** What the key does, in a word or two: "back". */
  readonly label: string;
  readonly run: () => void;
  /** Works, but is not printed: a second name for what is printed elsewhere (j for Down). */
  readonly hidden?: boolean;
  /**
   * Printed only while a field takes text, where the shorter key beside it is typed: Ctrl+C for q.
   * It works everywhere.
   */
  readonly fieldOnly?: boolean;
  /** How the key is printed, where its name does not do: "1-4". */
  readonly shown?: string;
  /**
   * What it does is felt outside this program: a file is written, a key is made, goes off or is
   * deleted. It is taken only while all that it is about has been on the screen, and not by a press
   * that was meant for the screen before.
   */
  readonly grave?: boolean;
  /** Instead of `run`, where what would be done is not in view: moves to it. */
  readonly aim?: () => void;
  /** Instead of the label where room is short. */
  readonly short?: string;
  /** It is printed however little room there is, as Enter is: back, help, leave. */
  readonly stays?: boolean;
  /** With too little room, the lowest go first; 0 if not given. Of two alike the later goes. */
  readonly priority?: number;
}

const SHOWN: Readonly<Record<string, string>> = {
  enter: "Enter",
  esc: "Esc",
  tab: "Tab",
  "shift-tab": "Shift+Tab",
  backspace: "Backspace",
  delete: "Del",
  up: "Up",
  down: "Down",
  left: "Left",
  right: "Right",
  home: "Home",
  end: "End",
  pageup: "PgUp",
  pagedown: "PgDn",
  space: "Space",
};

/** The name of a binding's key as the footer prints it. */
export function shownKey(binding: KeyBinding): string {
  if (binding.shown !== undefined) return binding.shown;
  const name = binding.keys[0] ?? "";
  return (
    SHOWN[name] ??
    name.replace(/^ctrl-([a-z])$/, (_all, letter: string) => `Ctrl+${letter.toUpperCase()}`)
  );
}

/**
 * The binding that a key belongs to; the first in the list wins. A capital stands for its letter:
 * Caps Lock may be on.
 */
export function bindingFor(key: Key, bindings: readonly KeyBinding[]): KeyBinding | undefined {
  const name = keyName(key);
  const binding = bindings.find(({ keys }) => keys.includes(name));
  return (
    binding ??
    (key.kind === "char"
      ? bindings.find(({ keys }) => keys.includes(name.toLowerCase()))
      : undefined)
  );
}

/**
 * What the footer has to print, first things first: not the hidden; not a key that an earlier
 * binding has taken; and, while a field takes text, not those whose every key is a character, for
 * it would be typed into the field.
 */
export function printable(
  bindings: readonly KeyBinding[],
  takesText: boolean,
): readonly KeyBinding[] {
  const taken = new Set<string>();
  const out: KeyBinding[] = [];
  for (const binding of bindings) {
    const free = binding.keys.filter((key) => !taken.has(key) && !(takesText && isCharacter(key)));
    for (const key of binding.keys) taken.add(key);
    if (free.length > 0 && binding.hidden !== true && (takesText || binding.fieldOnly !== true))
      out.push({ ...binding, keys: free });
  }
  return out;
}

function isCharacter(name: string): boolean {
  return name === "space" || /^.$/su.test(name);
}

/**
 * Wires a table: a key of the table runs its binding and is consumed; any other goes on to those
 * below.
 */
export function useKeyTable(bindings: readonly KeyBinding[], level: KeyLevel, active = true): void {
  useKeys(
    (key) => {
      const binding = bindingFor(key, bindings);
      binding?.run();
      return binding !== undefined;
    },
    level,
    active,
  );
}
