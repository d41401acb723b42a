/** What terminals send for a key. */

const BYTES = {
  enter: "\r",
  esc: "\u001B",
  tab: "\t",
  "shift-tab": "\u001B[Z",
  backspace: "\u007F",
  delete: "\u001B[3~",
  up: "\u001B[A",
  down: "\u001B[B",
  right: "\u001B[C",
  left: "\u001B[D",
  home: "\u001B[H",
  end: "\u001B[F",
  pageup: "\u001B[5~",
  pagedown: "\u001B[6~",
  space: " ",
} as const;

export type PressName = keyof typeof BYTES | `ctrl-${string}`;

export function bytesOf(name: PressName): string {
  if (name in BYTES) return BYTES[name as keyof typeof BYTES];
  const letter = name.slice("ctrl-".length);
  if (!/^[a-z]$/.test(letter)) throw new Error(`no such key: ${name}`);
  return String.fromCharCode(letter.charCodeAt(0) - 96);
}

/** A paste as terminals send it: line ends as CR, between marks if the program asked for them. */
export function pasteBytes(text: string, bracketed: boolean): string {
  const body = text.replaceAll(/\r\n|\n/g, "\r");
  return bracketed ? `\u001B[200~${body}\u001B[201~` : body;
}

/** Whether the program's output so far leaves bracketed paste switched on. */
export function asksForBrackets(raw: string): boolean {
  return raw.lastIndexOf("\u001B[?2004h") > raw.lastIndexOf("\u001B[?2004l");
}

/**
 * A person waits longer than this between Esc and the next key; without the pause the two would be
 * one Alt+key.
 */
const AFTER_ESC_MS = 300;

/** The pause after Esc for a program in this process, whose timers run in order with ours. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, AFTER_ESC_MS));
}

/** Writes in order; what follows a lone Esc comes after `pause`. */
export function keyboard(
  write: (bytes: string) => void,
  pause: () => Promise<void> = aMoment,
): (bytes: string) => void {
  let held: string[] | undefined;
  const send = (bytes: string): void => {
    if (held !== undefined) {
      held.push(bytes);
      return;
    }
    write(bytes);
    if (!bytes.endsWith("\u001B")) return;
    held = [];
    void pause().then(() => {
      const waiting = held ?? [];
      held = undefined;
      for (const next of waiting) send(next);
    });
  };
  return send;
}
