/**
 * Makes pasted text plain before it is read: straight quotes, ordinary blanks, nothing invisible.
 * Says what it did.
 */
import { stripControls } from "../base/clean.js";

/** Text to be read, and what was cleaned, each as a note for the user. */
export interface Plain {
  readonly text: string;
  readonly notes: readonly string[];
}

const NOTE_INVISIBLE = "took off an invisible character";
const NOTE_BLANK = "turned a special blank into an ordinary one";
const NOTE_WIDE = "turned full-width characters into ordinary ones";
const NOTE_QUOTES = "straightened curly quotes";

/** Blanks that are not ASCII: no-break, en, em, thin, ideographic … (Unicode's Zs) */
const ODD_BLANKS = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;
const CURLY_DOUBLE = /[\u201C-\u201F\u2033\u00AB\u00BB\uFF02]/g;
const CURLY_SINGLE = /[\u2018-\u201B\u2032\uFF07\u00B4]/g;

/**
 * Full-width letters, digits and signs, as East Asian keyboards type them, as the ASCII ones they
 * stand for; quotes stay.
 */
export function withoutWideForms(text: string): string {
  return text.replaceAll(/[\uFF01\uFF03-\uFF06\uFF08-\uFF5E]/g, (wide) =>
    String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
}

/**
 * The text with line ends as `\n`, ASCII blanks and quotes, and without control, escape and
 * invisible characters.
 */
export function normalise(raw: string): Plain {
  const notes: string[] = [];
  const lines = raw.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n");
  const spaced = lines.replaceAll(ODD_BLANKS, " ");
  if (spaced !== lines) notes.push(NOTE_BLANK);
  const narrow = withoutWideForms(spaced);
  if (narrow !== spaced) notes.push(NOTE_WIDE);
  const visible = stripControls(narrow);
  if (visible !== narrow) notes.push(NOTE_INVISIBLE);
  const straight = visible.replaceAll(CURLY_DOUBLE, '"').replaceAll(CURLY_SINGLE, "'");
  if (straight !== visible) notes.push(NOTE_QUOTES);
  return { text: straight, notes };
}
