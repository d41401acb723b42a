/**
 * Finds letters of other alphabets, and wide ones, that look like plain Latin letters: a program
 * reads another name there than a person sees.
 */

/** Cyrillic, Greek and Armenian letters, by the Latin one that they look like. */
const TWINS: Readonly<Record<string, string>> = {
  a: "\u0430\u0251",
  b: "\u15AF",
  c: "\u0441\u03F2",
  d: "\u0501",
  e: "\u0435\u04BD",
  f: "\u0584",
  g: "\u0261\u0581",
  h: "\u04BB\u0570",
  i: "\u0456\u0131",
  j: "\u0458\u03F3",
  k: "\u043A",
  l: "\u04CF\u217C",
  m: "\u043C",
  n: "\u0578",
  o: "\u043E\u03BF\u0585",
  p: "\u0440",
  q: "\u051B",
  s: "\u0455",
  t: "\u0442",
  u: "\u057D",
  v: "\u0475",
  w: "\u051D\u0461",
  x: "\u0445",
  y: "\u0443\u04AF",
  A: "\u0410\u0391",
  B: "\u0412\u0392",
  C: "\u0421",
  D: "\u13A0",
  E: "\u0415\u0395",
  H: "\u041D\u0397",
  I: "\u0406\u0399",
  K: "\u041A\u039A",
  M: "\u041C\u039C",
  O: "\u041E\u039F",
  P: "\u0420\u03A1",
  S: "\u0405",
  T: "\u0422\u03A4",
  X: "\u0425\u03A7",
  Y: "\u03A5",
};

const LATIN: ReadonlyMap<string, string> = new Map(
  Object.entries(TWINS).flatMap(([latin, twins]) =>
    Array.from(twins, (twin): readonly [string, string] => [twin, latin]),
  ),
);

/**
 * The text as it looks: with a Latin letter for each that looks like one, wide ones and those with
 * a meaning of their own in mathematics included
 * (https://www.unicode.org/reports/tr39/#Confusable_Detection).
 */
export function asItLooks(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return Array.from(text.normalize("NFKC"), (sign) => LATIN.get(sign) ?? sign).join("");
}

/**
 * The first letter that only looks Latin, for a sentence: "е (U+0435)"; null where the text says
 * what it looks like.
 */
export function lookAlikeIn(text: string): string | null {
  // Blanks of other kinds are told as signs that nobody sees.
  const found = Array.from(text).find(
    (sign) => !/[\p{Z}\p{C}]/u.test(sign) && asItLooks(sign) !== sign,
  );
  if (found === undefined) return null;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `${found} (U+${code})`;
}

/**
 * The name that a person meant who mixed letters that look alike: one with both kinds in one word,
 * or one that looks like `default`. Null: it is a name of its own.
 */
export function meantLatin(name: string): string | null {
  const looks = asItLooks(name);
  if (looks === name || !/^[\x20-\x7e]+$/.test(looks)) return null;
  const isMixed = (word: string): boolean => /[A-Za-z]/.test(word) && asItLooks(word) !== word;
  return /^(?:profile\s+)?default$/i.test(looks) || name.split(/[^\p{L}]+/u).some(isMixed)
    ? looks
    : null;
}
