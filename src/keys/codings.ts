/**
 * Undoes the codings in which tools write the halves of a key: an address's percent signs, a web
 * page's and a mail's codes, escapes of source text, Base64, hexadecimal digits.
 */

interface Coding {
  readonly kind: "percent" | "entity" | "coded";
  /** A clause about a value that is written so. */
  readonly what: string;
  /** What was done, for a note. */
  readonly note: string;
  readonly undo: (text: string) => string;
}

/** What a value stands for, and the coding that was met first. */
export interface Decoded extends Omit<Coding, "undo"> {
  readonly value: string;
}

export const OUT_OF_BASE64 = "took it out of its Base64";

const fromHex = (digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));

const NAMED: Readonly<Record<string, string>> = {
  sol: "/",
  plus: "+",
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  nbsp: " ",
  equals: "=",
  num: "#",
  newline: " ",
  tab: " ",
};

/** The signs that a web page's codes stand for (https://html.spec.whatwg.org/#character-references). */
export function withoutEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,6});?|#x([0-9a-f]{1,6});?|([a-z]{2,8});)/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 31 && code < 127 ? String.fromCharCode(code) : " ";
    },
  );
}

/** Percent codes of ASCII (https://www.rfc-editor.org/rfc/rfc3986#section-2.1). */
export function withoutPercents(text: string): string {
  return text.replaceAll(/%([0-7][0-9a-f])/gi, (_, code: string) => fromHex(code));
}

/**
 * The text of a mail whose `=` are all codes; any other text as it is: there `=` assigns, and what
 * follows it may look like a code.
 */
export function withoutMail(text: string): string {
  return text.includes("=3D") && !/=(?![0-7][0-9A-F]|\r?\n|$)/.test(text)
    ? withoutMailCodes(text)
    : text;
}

/** https://www.rfc-editor.org/rfc/rfc2045#section-6.7 */
function withoutMailCodes(text: string): string {
  return text
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-7][0-9A-F])/g, (_, code: string) => fromHex(code));
}

/** `\/`, `\u002f`, `\x2f`, and the line ends of source text, as two signs each. */
function withoutEscapes(text: string): string {
  return text
    .replaceAll(/\\(?:u00|x)([0-7][0-9a-f])/gi, (_, code: string) => fromHex(code))
    .replaceAll(/\\([/+=])/g, "$1")
    .replaceAll(/\\[nrt]/g, " ");
}

/**
 * What one word in Base64 holds, where it is as long as a half of a key makes it, perhaps with the
 * end of a line that `echo` added; any other text as it is.
 */
export function outOfBase64(text: string): string {
  return /^[A-Za-z0-9+/]{27,56}={0,2}$/.test(text)
    ? Buffer.from(text, "base64").toString("latin1")
    : text;
}

function outOfHex(text: string): string {
  return /^(?:[0-9a-f]{2}){40,42}$/i.test(text)
    ? Buffer.from(text, "hex").toString("latin1")
    : text;
}

const CODINGS: readonly Coding[] = [
  {
    kind: "entity",
    what: "it holds signs as a web page writes them (such as &#x2F; for /)",
    note: "took &#47; and the like for the signs that they stand for",
    undo: withoutEntities,
  },
  {
    kind: "percent",
    what: "it holds signs as an address writes them (such as %2F for /)",
    note: "took %2F and the like for the signs that they stand for",
    undo: withoutPercents,
  },
  {
    kind: "coded",
    what: "it holds signs as a mail writes them (such as =2F for /)",
    note: "took =2F and the like for the signs that they stand for",
    // A name and `=` stood before it.
    undo: (text) => withoutMailCodes(text).replace(/^=/, ""),
  },
  {
    kind: "coded",
    what: "it holds signs as source text writes them (such as \\/ for /, or \\n)",
    note: "took \\/ and the like for the signs that they stand for",
    undo: withoutEscapes,
  },
  {
    kind: "coded",
    what: "it is written in Base64",
    note: OUT_OF_BASE64,
    undo: outOfBase64,
  },
  {
    kind: "coded",
    what: "it is written in hexadecimal digits",
    note: "took it out of its hexadecimal digits",
    undo: outOfHex,
  },
];

/** Codings within codings: what was put into an address twice. */
const MOST_LAYERS = 3;
/** A half in its longest coding has 240 signs. */
const LONGEST_CODED = 400;

/**
 * What the value stands for if that is what `isMeant` asks for, blanks and line ends at its ends
 * taken off; null where no coding leads there.
 */
export function decodedAs(value: string, isMeant: (text: string) => boolean): Decoded | null {
  if (value.length > LONGEST_CODED) return null;
  return search(value, isMeant, MOST_LAYERS);
}

/** The coding of which no key has a sign, where the value as a whole stands for no key. */
export function codingIn(value: string): Omit<Coding, "undo" | "note"> | null {
  const met = CODINGS.find(({ kind, undo }) => kind !== "coded" && undo(value) !== value);
  return met === undefined ? null : { kind: met.kind, what: met.what };
}

function search(value: string, isMeant: (text: string) => boolean, layers: number): Decoded | null {
  for (const { undo, ...coding } of CODINGS) {
    const inner = undo(value).trim();
    if (inner === value) continue;
    if (isMeant(inner)) return { ...coding, value: inner };
    const deeper = layers > 1 ? search(inner, isMeant, layers - 1) : null;
    if (deeper !== null) return { ...coding, value: deeper.value };
  }
  return null;
}
