/**
 * Describes what a key press is, once its bytes are read, and the name by which key tables speak of
 * it.
 */

/** Keys that are named and carry nothing else. */
export type NamedKey =
  | "enter"
  | "esc"
  | "tab"
  | "shift-tab"
  | "backspace"
  | "delete"
  | "up"
  | "down"
  | "left"
  | "right"
  | "home"
  | "end"
  | "pageup"
  | "pagedown";

/** One key press, or one whole paste. */
export type Key =
  | { readonly kind: NamedKey }
  /**
   * A printable character: one code point; combining marks follow as characters of their own. To a
   * field, the characters that had come by then.
   */
  | { readonly kind: "char"; readonly text: string }
  | { readonly kind: "ctrl"; readonly letter: string }
  /**
   * What stood between the marks of a bracketed paste: no controls, line ends as "\n". `cut`: it
   * was longer than we take.
   */
  | { readonly kind: "paste"; readonly text: string; readonly cut: boolean };

/** A key with when and how it came: what a screen needs that must not be answered by accident. */
export type KeyPress = Key & {
  /** Milliseconds of the clock that the reader was given, at the moment its last byte came. */
  readonly at: number;
  /** The same key again, faster than a person presses it twice: held down. */
  readonly repeat: boolean;
  /** The key before it: whether this one may be its repetition. */
  readonly before: { readonly name: string; readonly at: number } | null;
};

/**
 * The name by which a key table speaks of a key: "enter", "ctrl-c", "space", or the character
 * itself.
 */
export function keyName(key: Key): string {
  if (key.kind === "char") return key.text === " " ? "space" : key.text;
  if (key.kind === "ctrl") return `ctrl-${key.letter}`;
  return key.kind;
}

/**
 * Characters that are drawn. Of the invisible ones only joiners pass: emoji and several scripts are
 * written with them.
 */
export function isPrintable(text: string): boolean {
  return /^(?:[^\p{C}\p{Zl}\p{Zp}]|[\u200C\u200D])$/u.test(text);
}

/** The key that a code point is when it is typed; undefined for controls without a use here. */
export function keyOfCodePoint(code: number): Key | undefined {
  if (code === 0x0d || code === 0x0a) return { kind: "enter" };
  if (code === 0x09) return { kind: "tab" };
  if (code === 0x08 || code === 0x7f) return { kind: "backspace" };
  if (code === 0x1b) return { kind: "esc" };
  if (code >= 0x01 && code <= 0x1a)
    return { kind: "ctrl", letter: String.fromCharCode(code + 0x60) };
  if (code > 0x10_ffff) return undefined;
  const text = String.fromCodePoint(code);
  return isPrintable(text) ? { kind: "char", text } : undefined;
}

/** What a control sequence comes to. */
export type Sequence =
  | { readonly is: "key"; readonly key: Key; readonly repeat: boolean; readonly times: number }
  /** A key that has no use here, such as F5 or Ctrl+Right, or the release of one. */
  | { readonly is: "other-key" }
  /**
   * A character that win32-input-mode wraps although no key was pressed: part of something that was
   * sent as a whole.
   */
  | { readonly is: "wrapped"; readonly code: number }
  | { readonly is: "paste-start" }
  | { readonly is: "report" };
