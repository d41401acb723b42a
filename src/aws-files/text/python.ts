/**
 * Rebuilds the pieces of Python's text handling that decide how boto3 reads the AWS files.
 *
 * JavaScript's own `trim()` and line rules differ: it strips U+FEFF, which Python keeps, and keeps
 * 0x1C–0x1F and U+0085, which Python strips.
 */

/** Python's spaces beyond ASCII. */
const WIDE_SPACE =
  "\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A" +
  "\u2028\u2029\u202F\u205F\u3000";

/**
 * What `str.isspace()` and `\s` of Python's `re` take for white space
 * (https://docs.python.org/3/library/stdtypes.html#str.isspace), by its UTF-16 unit.
 */
function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 9 && unit <= 13) || unit >= 0x1c;
  return unit > 0x7f && WIDE_SPACE.includes(String.fromCharCode(unit));
}

/**
 * Where `str.splitlines()` ends a line, beside CR LF
 * (https://docs.python.org/3/library/stdtypes.html#str.splitlines).
 */
// eslint-disable-next-line no-control-regex -- Python does split at these controls
const PYTHON_LINE_END = /\r\n|[\n\r\v\f\u001C\u001D\u001E\u0085\u2028\u2029]/;

/**
 * Index of the first character from `start` on that Python does not strip; the length if there is
 * none. All of Python's spaces are one UTF-16 unit, so this counts code points as Python does.
 */
export function indentOf(text: string, start = 0): number {
  let at = start;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** Where the text between `start` and `end` ends for Python once it is stripped at its end. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** `str.strip()`. */
export function strip(text: string): string {
  const start = indentOf(text);
  return text.slice(start, trimmedEnd(text, start, text.length));
}

/**
 * `str.splitlines()`, but with an empty last line where the text ends with a line end; callers skip
 * empty lines.
 */
export function splitlines(text: string): readonly string[] {
  return text.split(PYTHON_LINE_END);
}

/**
 * What editors and `str.splitlines()` take for the end of a line and Python does not where it reads
 * a file: vertical tab, form feed, separators, U+0085, U+2028, U+2029.
 */
// eslint-disable-next-line no-control-regex -- these controls are what is looked for
const ODD_LINE_END = /[\v\f\u001C-\u001E\u0085\u2028\u2029]/;

/** A line of a file, cut at every sign that looks like its end and is none. */
export function cutAtOddEnds(line: string): readonly string[] {
  return ODD_LINE_END.test(line) ? line.split(ODD_LINE_END) : [line];
}

/** One line of a file: its text, and the line end that closes it ("" only for the last line). */
export interface RawLine {
  readonly text: string;
  readonly eol: "\n" | "\r\n" | "\r" | "";
}

/**
 * Cuts a file as Python's text mode does (universal newlines): at LF, CR LF and lone CR. Joining
 * all texts and line ends gives the file back.
 */
export function splitFile(text: string): readonly RawLine[] {
  const lines: RawLine[] = [];
  let lineFeed = endOr(text.length, text.indexOf("\n"));
  let carriageReturn = endOr(text.length, text.indexOf("\r"));
  for (let start = 0; start < text.length;) {
    const end = Math.min(lineFeed, carriageReturn);
    const eol = lineEndAt(text, end);
    lines.push({ text: text.slice(start, end), eol });
    start = end + eol.length;
    if (lineFeed < start) lineFeed = endOr(text.length, text.indexOf("\n", start));
    if (carriageReturn < start) carriageReturn = endOr(text.length, text.indexOf("\r", start));
  }
  return lines;
}

function endOr(length: number, found: number): number {
  return found < 0 ? length : found;
}

function lineEndAt(text: string, end: number): RawLine["eol"] {
  if (end === text.length) return "";
  if (text.charAt(end) === "\n") return "\n";
  return text.charAt(end + 1) === "\n" ? "\r\n" : "\r";
}

/**
 * `shlex.split(text)`: the words, or null where Python raises ValueError (no closing quotation,
 * nothing after `\`).
 *
 * Own code, because the port on npm (`shlex` 3.0.0) answers otherwise for 351 of 20,000 made-up
 * headers: it expands the shell's `$'…'` and `$"…"`, which Python does not know, and takes
 * backslashes out of a single-quoted part when a double-quoted one follows. test/conformance holds
 * this one to Python's answers (https://docs.python.org/3/library/shlex.html#shlex.split).
 */
export function shlexSplit(text: string): readonly string[] | null {
  if (!/["'\\]/.test(text)) return text.split(/[ \t\r\n]+/).filter((word) => word !== "");
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    at += 1;
    if (" \t\r\n".includes(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === "\\") {
      if (at === text.length) return null;
      word = (word ?? "") + text.charAt(at);
      at += 1;
    } else if (char === "'" || char === '"') {
      const quoted = quotedPart(text, at, char);
      if (quoted === null) return null;
      word = (word ?? "") + quoted.text;
      at = quoted.next;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/**
 * The inside of a quotation that opened just before `start`, and where to go on; null if it never
 * closes.
 */
function quotedPart(
  text: string,
  start: number,
  quote: string,
): { readonly text: string; readonly next: number } | null {
  let out = "";
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === quote) return { text: out, next: at + 1 };
    if (char === "\\" && quote === '"') {
      const escaped = text.charAt(at + 1);
      if (escaped === "") return null;
      out += escaped === '"' || escaped === "\\" ? escaped : `\\${escaped}`;
      at += 2;
    } else {
      out += char;
      at += 1;
    }
  }
  return null;
}
