/**
 * Reads a text as somebody would who undoes its escapes, once or several times, and remembers where
 * each letter stands.
 */

/** Letters and digits in one case; `from` and `to` say where each of them stands in the text. */
export interface Reading {
  readonly letters: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Escapes within escapes: `&amp;amp;#119;` has three. */
const MOST_LAYERS = 4;

/**
 * `%77`, `&#119;`, `&#x77;`, `\u0077`, `\u{77}`, `\x77`, `0x77`, `=77`, `U+0077`: a number in one
 * of
 * these is a character; `&amp;` and its like are signs.
 */
const ESCAPE =
  /%u?(?:00)?([0-9A-Fa-f]{2})|&#(\d{1,7});?|&#[xX]([0-9A-Fa-f]{1,6});?|\\{1,8}[uU]\{?0{0,6}([0-9A-Fa-f]{2})\}?|(?:\\{1,8}|0)[xX]([0-9A-Fa-f]{2})|=([0-9A-F]{2})|[Uu]\+0{0,4}([0-9A-Fa-f]{2})|&([A-Za-z]{2,8});/g;

/** `text` as it stands, and after each layer of escapes that it has. */
export function readingsOf(text: string): readonly Reading[] {
  let layer: Spelled = spelled(text);
  const readings = [readingOf(layer)];
  for (let depth = 0; depth < MOST_LAYERS; depth += 1) {
    const inner = unescaped(layer);
    if (inner === null) break;
    readings.push(readingOf(inner));
    layer = inner;
  }
  return readings;
}

interface Spelled {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Full-width and other dressed letters count as what they stand for. */
function spelled(text: string): Spelled {
  const signs: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const char of text) {
    for (const plain of /^[\0-\x7F]$/.test(char) ? char : char.normalize("NFKC")) {
      signs.push(plain.length === 1 ? plain : "\uFFFD");
      from.push(at);
      to.push(at + char.length);
    }
    at += char.length;
  }
  return { text: signs.join(""), from, to };
}

/** One layer less; null where nothing is escaped. */
function unescaped(layer: Spelled): Spelled | null {
  const signs: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let done = 0;
  const copyTo = (end: number): void => {
    for (; done < end; done += 1) {
      signs.push(layer.text.charAt(done));
      from.push(layer.from[done] ?? 0);
      to.push(layer.to[done] ?? 0);
    }
  };
  for (const match of layer.text.matchAll(ESCAPE)) {
    const end = match.index + match[0].length;
    copyTo(match.index);
    signs.push(charOf(match));
    from.push(layer.from[match.index] ?? 0);
    to.push(layer.to[end - 1] ?? 0);
    done = end;
  }
  if (done === 0) return null;
  copyTo(layer.text.length);
  return { text: signs.join(""), from, to };
}

function charOf(match: RegExpMatchArray): string {
  const [, percent, decimal, ...others]: readonly (string | undefined)[] = match;
  const named = others[5];
  if (named !== undefined) return named.toLowerCase() === "amp" ? "&" : " ";
  const hex = percent ?? others.find((digits) => digits !== undefined) ?? "";
  const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
  return code < 256 ? String.fromCharCode(code) : " ";
}

function readingOf({ text, from, to }: Spelled): Reading {
  const at: number[] = [];
  for (let index = 0; index < text.length; index += 1)
    if (/[A-Za-z0-9]/.test(text.charAt(index))) at.push(index);
  return {
    letters: at
      .map((index) => text.charAt(index))
      .join("")
      .toLowerCase(),
    from: at.map((index) => from[index] ?? 0),
    to: at.map((index) => to[index] ?? 0),
  };
}
