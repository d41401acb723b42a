/**
 * Cuts a text into words as a shell does: backslashes, both quotes, bash's `$'…'`, and variables
 * where they are known.
 */

/** One word of a command line. */
export interface ShellWord {
  readonly text: string;
  /** Names of the variables whose values stand in it. */
  readonly filled: readonly string[];
  /** Names of those that `valueOf` did not know; they stand in the text as they were written. */
  readonly unknown: readonly string[];
}

/**
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02 and, for
 * `$'…'` (which GNU's ls and bash's
 * `printf %q` print for names with signs of their own),
 * https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html
 */
const PIECE =
  /\\(.)|\$'((?:\\.|[^'\\])*)'|'([^']*)'|"((?:\\.|[^"\\])*)"|\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))|(\s+)|[^\\'"]/gs;
const VARIABLE = /\\([\\"$`])|\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/**
 * The words; null where a quotation is not closed. `valueOf`: what a variable holds, null where it
 * is not known.
 */
export function shellWords(
  text: string,
  valueOf: (name: string) => string | null,
): readonly ShellWord[] | null {
  const words: ShellWord[] = [];
  let word: { text: string; filled: string[]; unknown: string[] } | null = null;
  let read = 0;
  const variable = (name: string, written: string): string => {
    const value = valueOf(name);
    if (word !== null) (value === null ? word.unknown : word.filled).push(name);
    return value ?? written;
  };
  for (const piece of text.matchAll(PIECE)) {
    const [whole, escaped, ansi, single, double, braced, plain, blank] = piece;
    read += whole.length;
    if (blank !== undefined) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    word ??= { text: "", filled: [], unknown: [] };
    const name = braced ?? plain;
    if (name !== undefined) word.text += variable(name, whole);
    else if (double !== undefined) word.text += inDouble(double, variable);
    else word.text += escaped ?? single ?? (ansi === undefined ? whole : ansiText(ansi));
  }
  if (word !== null) words.push(word);
  return read === text.length ? words : null;
}

function inDouble(text: string, variable: (name: string, written: string) => string): string {
  return text.replaceAll(
    VARIABLE,
    (whole, escaped?: string, braced?: string, plain?: string) =>
      escaped ?? variable(braced ?? plain ?? "", whole),
  );
}

const LETTERS: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001B",
  E: "\u001B",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Bytes in octal or hex follow each other as UTF-8. */
function ansiText(text: string): string {
  return text.replaceAll(
    /((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}))+)|\\u([0-9A-Fa-f]{1,4})|\\U([0-9A-Fa-f]{1,8})|\\(.)/gs,
    (_whole, bytes?: string, short?: string, long?: string, letter?: string) => {
      if (bytes !== undefined) return decodedBytes(bytes);
      const code = short ?? long;
      if (code === undefined) return LETTERS[letter ?? ""] ?? letter ?? "";
      const point = Number.parseInt(code, 16);
      return point <= 0x10_ffff ? String.fromCodePoint(point) : "\uFFFD";
    },
  );
}

function decodedBytes(bytes: string): string {
  const numbers = bytes
    .split("\\")
    .slice(1)
    .map((byte) =>
      byte.startsWith("x") ? Number.parseInt(byte.slice(1), 16) : Number.parseInt(byte, 8),
    );
  return new TextDecoder().decode(Uint8Array.from(numbers));
}
