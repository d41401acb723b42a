/**
 * Names the signs in a text that nobody can see, and takes them out: what a terminal or a browser
 * cleans away is often the cause.
 */

/**
 * What is invisible, or looks like an ordinary blank and is none: controls, soft hyphen, zero-width
 * and direction marks, the blanks of Unicode that are not ASCII's, the byte order mark.
 * https://www.unicode.org/reports/tr36/ (2.10, invisible characters)
 */
const INVISIBLE =
  // Controls and marks that join letters are what has to be found.
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u001F\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB]/g;

/** In words, for those that people meet; the others by their number alone. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x00, "a NUL byte"],
  [0x09, "a tab"],
  [0x0a, "a line break"],
  [0x0b, "a vertical tab"],
  [0x0c, "a form feed"],
  [0x0d, "a carriage return (the end of a line as Windows writes it)"],
  [0x1b, "an escape character"],
  [0x7f, "a delete character"],
  [0x85, "a line end of mainframes"],
  [0xa0, "a no-break space"],
  [0xad, "a soft hyphen"],
  [0x200b, "a zero-width space"],
  [0x200c, "a zero-width non-joiner"],
  [0x200d, "a zero-width joiner"],
  [0x200e, "a left-to-right mark"],
  [0x200f, "a right-to-left mark"],
  [0x2028, "a line separator"],
  [0x2029, "a paragraph separator"],
  [0x202f, "a narrow no-break space"],
  [0x2060, "a word joiner"],
  [0x3000, "a wide space"],
  [0xfeff, "a byte order mark"],
]);
const BLANKS = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u2800\u3000\u3164\uFFA0]/;
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** Where in a text a sign stands. */
export type TextPosition = "beginning" | "end" | "middle";

/** One kind of invisible sign in a text. */
export interface Invisible {
  /** "U+200B" */
  readonly code: string;
  /** "a zero-width space" */
  readonly name: string;
  /** Where the first of them stands. */
  readonly part: TextPosition;
}

/**
 * Every kind of invisible sign in the text, in order; empty where all can be seen. `allow`: signs
 * that are no news there.
 */
export function invisibles(text: string, allow = ""): readonly Invisible[] {
  if (allVisible(text)) return NONE;
  const found = new Map<string, Invisible>();
  for (const match of text.matchAll(INVISIBLE)) {
    const sign = match[0];
    if (allow.includes(sign) || found.has(sign)) continue;
    found.set(sign, { code: codeOf(sign), name: nameOf(sign), part: partAt(text, match.index) });
  }
  return [...found.values()];
}

/**
 * The invisible signs of a text as the object of a sentence: "an invisible character, U+200B (a
 * zero-width space), at the end"; null where there is none. Two kinds at most are named one by one.
 */
export function invisibleIn(text: string, allow = ""): string | null {
  const found = invisibles(text, allow);
  const [first, second] = found;
  if (first === undefined) return null;
  if (second === undefined) return phrase(first);
  return found.length === 2
    ? `${phrase(first)} and ${phrase(second)}`
    : `${phrase(first)} and ${found.length - 1} others`;
}

/** The text without its invisible signs; those that look like a blank in its middle become one. */
export function visibleText(text: string): string {
  if (allVisible(text)) return text;
  const plain = text.replaceAll(INVISIBLE, (sign) =>
    sign === "\t" || sign === "\n" || BLANKS.test(sign) ? " " : "",
  );
  return plain === text ? text : plain.trim();
}

/**
 * The text with each invisible sign written out, as `<U+200B>`: for showing what is to be taken
 * out.
 */
export function withSignsShown(text: string): string {
  return text.replaceAll(INVISIBLE, (sign) => `<${codeOf(sign)}>`);
}

const NONE: readonly Invisible[] = [];

/** Nearly every text is of these alone. */
function allVisible(text: string): boolean {
  return /^[\u0020-\u007E]*$/.test(text);
}

function phrase({ code, name, part }: Invisible): string {
  const at = part === "middle" ? "in the middle" : `at the ${part}`;
  return code === "U+000D" || code === "U+0009" || code === "U+000A"
    ? `${name} ${at}`
    : `an invisible character, ${code} (${name}), ${at}`;
}

function codeOf(sign: string): string {
  return `U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function nameOf(sign: string): string {
  const known = NAMES.get(sign.charCodeAt(0));
  if (known !== undefined) return known;
  if (BLANKS.test(sign)) return "a blank that is not the ordinary one";
  return DIRECTIONS.test(sign) ? "a mark that turns the direction of text" : "a control sign";
}

/** At the end: nothing that can be seen follows. */
function partAt(text: string, index: number): TextPosition {
  const isEmpty = (piece: string): boolean => visibleText(piece).trim() === "";
  if (isEmpty(text.slice(index))) return "end";
  return isEmpty(text.slice(0, index)) ? "beginning" : "middle";
}
