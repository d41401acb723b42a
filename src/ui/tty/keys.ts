/**
 * Key presses, decoded from the bytes that a terminal sends.
 *
 * Why not Ink's `useInput` or an input library: Ink 6.8 hands over whole reads ("abc\r" is one event and Enter is lost),
 * cannot tell Backspace from Delete, shows the marks of a bracketed paste as text, takes an arrow key whose bytes arrive
 * apart for Esc, and turns raw mode off between screens, so that a secret pasted at that moment is echoed. The widgets
 * built on it inherit all of this. Node's own decoder has none of these faults.
 * https://nodejs.org/api/readline.html#readlineemitkeypresseventsstream-interface
 */
import { emitKeypressEvents, type Interface } from "node:readline";
import type { Readable } from "node:stream";
import { stripControls } from "../../base/clean.js";

/** Keys that are named and carry nothing else. */
export type NamedKey =
  | "enter" | "esc" | "tab" | "shift-tab" | "backspace" | "delete"
  | "up" | "down" | "left" | "right" | "home" | "end" | "pageup" | "pagedown";

/** One key press, or one whole paste. */
export type Key =
  | { readonly kind: NamedKey }
  /** A printable character: one code point; combining marks follow as characters of their own. */
  | { readonly kind: "char"; readonly text: string }
  | { readonly kind: "ctrl"; readonly letter: string }
  /** What stood between the marks of a bracketed paste: no controls, line ends as "\n". `cut`: it was longer than we take. */
  | { readonly kind: "paste"; readonly text: string; readonly cut: boolean };

/** Milliseconds to wait for the rest of an escape sequence: a slow link splits an arrow key into ESC and "[D". */
export const ESCAPE_WAIT_MS = 40;
/** A paste longer than this (in UTF-16 units) is cut: no key, CSV or path is; the memory stays bounded. */
export const PASTE_LIMIT = 65_536;
/** A paste whose end mark never comes counts as ended after this silence, so that the keyboard cannot go dead. */
export const PASTE_SILENCE_MS = 2_000;
/** The same for an answer of the terminal that nobody asked for; short, for Alt+] begins the same way. */
const REPLY_SILENCE_MS = ESCAPE_WAIT_MS;

/** What Node's decoder says of a key. */
interface Keypress {
  readonly name?: string;
  readonly sequence?: string;
  readonly code?: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly shift?: boolean;
}

const NAMED: Readonly<Record<string, NamedKey>> = {
  return: "enter", enter: "enter", escape: "esc", tab: "tab", backspace: "backspace", delete: "delete",
  up: "up", down: "down", left: "left", right: "right", home: "home", end: "end", pageup: "pageup", pagedown: "pagedown",
};

/** Keypad Enter, and Shift+Tab as some Windows terminals send it; Node's table lacks both. */
const SPECIAL: Readonly<Record<string, NamedKey>> = { OM: "enter", OZ: "shift-tab" };

/** The name by which a key table speaks of a key: "enter", "ctrl-c", "space", or the character itself. */
export function keyName(key: Key): string {
  if (key.kind === "char") return key.text === " " ? "space" : key.text;
  if (key.kind === "ctrl") return `ctrl-${key.letter}`;
  return key.kind;
}

/** A single keypress as one of ours; undefined for everything a wizard has no use for (Alt+letter, F keys, focus marks). */
function keyOf(press: Keypress): Key | undefined {
  const special = press.name === "escape" ? "esc" : SPECIAL[press.code ?? ""];
  if (special !== undefined) return { kind: special };
  if (press.meta === true) return undefined;
  const name = press.name ?? "";
  if (press.ctrl === true) return /^[a-z]$/.test(name) ? { kind: "ctrl", letter: name } : undefined;
  const named = NAMED[name];
  if (named !== undefined) return { kind: named === "tab" && press.shift === true ? "shift-tab" : named };
  const text = press.sequence ?? "";
  return isPrintable(text) ? { kind: "char", text } : undefined;
}

function isPrintable(text: string): boolean {
  return /^[^\p{Cc}\p{Cs}\p{Co}\p{Cn}]$/u.test(text);
}

/** Pasted text without controls and with "\n" as its only line end. */
function cleanPaste(text: string): string {
  return stripControls(text.replaceAll(/\r\n?/g, "\n"));
}

/** Collects what belongs together although it arrives as many keypresses: a paste, or an answer of the terminal. */
class Gathering {
  #text = "";
  #cut = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly kind: "paste" | "reply",
    private readonly onSilence: () => void,
    private readonly silenceMs: number,
  ) {
    this.#wait();
  }

  add(sequence: string): void {
    this.#cut ||= this.#text.length + sequence.length > PASTE_LIMIT;
    if (!this.#cut) this.#text += sequence;
    this.#wait();
  }

  end(): Key {
    clearTimeout(this.#timer);
    return { kind: "paste", text: cleanPaste(this.#text), cut: this.#cut };
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.onSilence, this.silenceMs);
  }
}

/** Ends a reply of the terminal: BEL, or ESC \ (String Terminator). */
function endsReply(sequence: string): boolean {
  return sequence === "\u0007" || sequence === "\u001B\\";
}

/**
 * Decodes the keys of `stream` until the returned function is called; that one also pauses the stream.
 * A "\n" right after a "\r" is part of the same Enter (a pasted line end), however far apart they arrive.
 */
export function decodeKeys(stream: Readable, onKey: (key: Key) => void, silenceMs = PASTE_SILENCE_MS): () => void {
  let gathering: Gathering | undefined;
  let afterReturn = false;

  const finish = (): void => {
    const done = gathering;
    gathering = undefined;
    const key = done?.end();
    if (key !== undefined && done?.kind === "paste") onKey(key);
  };
  const gather = (press: Keypress, current: Gathering): void => {
    const sequence = press.sequence ?? "";
    const ended = current.kind === "paste" ? press.name === "paste-end" : endsReply(sequence);
    if (ended) finish();
    else current.add(sequence);
  };
  const onKeypress = (_char: string | undefined, press: Keypress): void => {
    if (gathering !== undefined) {
      gather(press, gathering);
      return;
    }
    const continuesReturn = afterReturn && press.sequence === "\n";
    afterReturn = press.sequence === "\r";
    if (continuesReturn || press.name === "paste-end") return;
    if (press.name === "paste-start") gathering = new Gathering("paste", finish, silenceMs);
    else if (press.sequence === "\u001B]") gathering = new Gathering("reply", finish, REPLY_SILENCE_MS);
    else {
      const key = keyOf(press);
      if (key !== undefined) onKey(key);
    }
  };

  // Node reads only this option of its second argument, which its types know as a whole Interface.
  emitKeypressEvents(stream, { escapeCodeTimeout: ESCAPE_WAIT_MS } as unknown as Interface);
  stream.on("keypress", onKeypress);
  stream.resume();
  return () => {
    gathering?.end();
    gathering = undefined;
    stream.off("keypress", onKeypress);
    stream.pause();
  };
}
