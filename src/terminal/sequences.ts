/**
 * Reads one complete control sequence (CSI or SS3): the key it stands for, or nothing where it is a
 * mouse report, an answer of the terminal, or unknown. Forms:
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (xterm, modifyOtherKeys),
 * https://sw.kovidgoyal.net/kitty/keyboard-protocol/ (CSI u).
 */
import { type Key, type NamedKey, type Sequence, isPrintable, keyOfCodePoint } from "./key.js";
import { readWin32 } from "./win32.js";

const OTHER: Sequence = { is: "other-key" };
const REPORT: Sequence = { is: "report" };

const BY_LETTER: Readonly<Record<string, NamedKey>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
  Z: "shift-tab",
  a: "up",
  b: "down",
  c: "right",
  d: "left",
};
/** Letters of keys that have no use here: the middle of the keypad, F1-F4. */
const OTHER_LETTERS = /^[EPQS]$/;
const BY_NUMBER: Readonly<Record<number, NamedKey>> = {
  1: "home",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
};
const MODIFIED_KEY = 27;
const PASTE_START = 200;
const PASTE_END = 201;

/**
 * Modifiers as xterm and kitty number them, less one: Shift 1, Alt 2, Ctrl 4, Super 8, Hyper 16,
 * Meta 32, Caps Lock 64, Num Lock 128.
 */
const SHIFT = 1;
const CTRL = 4;
const LOCKS = 64 + 128;
const CAPS = 64;
const RELEASED = 3;
const REPEATED = 2;

interface Modifiers {
  readonly bits: number;
  readonly event: number;
}

/**
 * `collected`: what stood between CSI and `final`, parameters (bytes 30-3F) first, then
 * intermediates (20-2F).
 */
export function readCsi(collected: string, final: string): Sequence {
  // Shift and a key, as rxvt sends it: the one sequence that ends with an intermediate.
  if (final === "$") return named(BY_NUMBER[Number(collected)], NO_MODIFIERS);
  if (!/^[\d;:]*$/.test(collected)) return REPORT;
  const fields = collected
    .split(";")
    .map((field) => field.split(":").map((text) => (text === "" ? undefined : Number(text))));
  if (final === "~") return tilde(fields);
  if (final === "u") return kitty(fields);
  if (final === "_") return readWin32(fields.map(([value]) => value));
  if (final === "^" || final === "@")
    return BY_NUMBER[Number(collected)] === undefined ? REPORT : OTHER;
  return byLetter(fields, final);
}

/** Arrows and the like: no parameter, or 1 and what was held. */
function byLetter(fields: Fields, final: string): Sequence {
  const [number] = fields[0] ?? [];
  if (fields.length > 2 || (number !== undefined && (number !== 1 || fields.length === 1)))
    return REPORT;
  return OTHER_LETTERS.test(final) ? OTHER : named(BY_LETTER[final], modifiers(fields[1]));
}

/** Keypad keys in application mode, as SS3 and a letter. */
const KEYPAD: Readonly<Record<string, string>> = {
  X: "=",
  j: "*",
  k: "+",
  l: ",",
  m: "-",
  n: ".",
  o: "/",
};

/** `parameters`: digits between ESC O and its last letter, as old terminals send modifiers. */
export function readSs3(parameters: string, final: string): Sequence {
  if (final === "M") return named("enter", NO_MODIFIERS);
  if (/^[a-d]$/.test(final)) return OTHER;
  const sign = /^[p-y]$/.test(final) ? String(final.charCodeAt(0) - 0x70) : KEYPAD[final];
  if (sign !== undefined)
    return { is: "key", key: { kind: "char", text: sign }, repeat: false, times: 1 };
  const name = BY_LETTER[final];
  if (name === undefined) return OTHER;
  return named(name, {
    bits: Math.max(0, Number(parameters.split(";").at(-1) ?? "") - 1),
    event: 1,
  });
}

type Fields = readonly (readonly (number | undefined)[])[];

const NO_MODIFIERS: Modifiers = { bits: 0, event: 1 };

function modifiers(field: Fields[number] | undefined): Modifiers {
  return { bits: Math.max(0, (field?.[0] ?? 1) - 1), event: field?.[1] ?? 1 };
}

/** A key that is not typed; Shift makes no other key of it, but for Tab. */
function named(name: NamedKey | undefined, { bits, event }: Modifiers): Sequence {
  if (name === undefined) return REPORT;
  const held = bits & ~LOCKS;
  if (event === RELEASED || (held & ~SHIFT) !== 0) return OTHER;
  const kind = name === "tab" && held === SHIFT ? "shift-tab" : name;
  return { is: "key", key: { kind }, repeat: event === REPEATED, times: 1 };
}

function tilde(fields: Fields): Sequence {
  const [number] = fields[0] ?? [];
  if (number === MODIFIED_KEY && fields.length === 3)
    return typed(fields[2]?.[0], modifiers(fields[1]), {});
  if (number === PASTE_START) return { is: "paste-start" };
  if (number === undefined || number === PASTE_END || fields.length > 2) return REPORT;
  const name = BY_NUMBER[number];
  return name === undefined ? OTHER : named(name, modifiers(fields[1]));
}

/** Keys that have a number of their own in CSI u, beside those that are characters. */
const KITTY: Readonly<Record<number, NamedKey>> = {
  57_414: "enter",
  57_417: "left",
  57_418: "right",
  57_419: "up",
  57_420: "down",
  57_421: "pageup",
  57_422: "pagedown",
  57_423: "home",
  57_424: "end",
  57_426: "delete",
};
const KITTY_KEYPAD = "0123456789./*-+";
const KITTY_KEYPAD_FROM = 57_399;
/** Codes of keys that are no characters, in the private area of Unicode. */
const isKittyKey = (code: number): boolean => code >= 57_344 && code <= 63_743;

function kitty([key = [], held, text]: Fields): Sequence {
  const [code, shifted, base] = key;
  if (code === undefined) return REPORT;
  const { bits, event } = modifiers(held);
  if (!isKittyKey(code)) return typed(code, { bits, event }, { shifted, base, text });
  const name = KITTY[code];
  if (name !== undefined) return named(name, { bits, event });
  const sign = KITTY_KEYPAD[code - KITTY_KEYPAD_FROM] ?? (code === 57_415 ? "=" : undefined);
  return sign === undefined || (bits & ~LOCKS) !== 0 || event === RELEASED
    ? OTHER
    : { is: "key", key: { kind: "char", text: sign }, repeat: event === REPEATED, times: 1 };
}

interface Alternates {
  readonly shifted?: number | undefined;
  /**
   * The key at the same place of a US keyboard: where letters are not Latin, Ctrl+C is found by it.
   */
  readonly base?: number | undefined;
  readonly text?: Fields[number] | undefined;
}

/** A key that types a character, or a control such as Enter, with what was held. */
function typed(
  code: number | undefined,
  { bits, event }: Modifiers,
  alternates: Alternates,
): Sequence {
  if (code === undefined || code > 0x10_ffff) return REPORT;
  if (event === RELEASED) return OTHER;
  const held = bits & ~LOCKS;
  const key =
    (held & ~SHIFT) === 0
      ? plainKey(code, held === SHIFT, (bits & CAPS) !== 0, alternates)
      : (held & ~SHIFT) === CTRL
        ? controlKey(code, alternates)
        : undefined;
  return key === undefined ? OTHER : { is: "key", key, repeat: event === REPEATED, times: 1 };
}

function plainKey(
  code: number,
  shift: boolean,
  caps: boolean,
  { shifted, text }: Alternates,
): Key | undefined {
  const given = text?.filter((value) => value !== undefined) ?? [];
  if (given.length > 0) return given.length === 1 ? characterOf(given[0] ?? 0) : undefined;
  const plain = keyOfCodePoint(code);
  if (plain === undefined) return undefined;
  if (plain.kind === "tab" && shift) return { kind: "shift-tab" };
  if (plain.kind !== "char") return plain;
  if (shift && shifted !== undefined) return characterOf(shifted);
  const isLetter = plain.text.toLowerCase() !== plain.text.toUpperCase();
  if (isLetter)
    return { kind: "char", text: shift !== caps ? plain.text.toUpperCase() : plain.text };
  // Shift and the key of "1" is another sign on each keyboard; a digit it is on few.
  return shift && /\d/.test(plain.text) ? undefined : plain;
}

function characterOf(code: number): Key | undefined {
  if (code > 0x10_ffff) return undefined;
  const text = String.fromCodePoint(code);
  return isPrintable(text) ? { kind: "char", text } : undefined;
}

/** What Ctrl and the key would send without the extension: Ctrl+I is Tab, Ctrl+[ is Esc. */
function controlKey(code: number, { base }: Alternates): Key | undefined {
  const plain = keyOfCodePoint(code);
  if (plain !== undefined && plain.kind !== "char" && plain.kind !== "ctrl")
    return plain.kind === "tab" ? undefined : plain;
  const latin = code < 0x80 ? code : base;
  if (latin === undefined) return undefined;
  const letter = String.fromCodePoint(latin).toLowerCase();
  if (letter === "[") return { kind: "esc" };
  return /^[a-z]$/.test(letter) ? keyOfCodePoint(letter.charCodeAt(0) - 0x60) : undefined;
}
