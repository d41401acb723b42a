/**
 * Reads a key of win32-input-mode, which Windows Terminal stays in where a program that asked for
 * it has crashed.
 * https://github.com/microsoft/terminal/blob/main/doc/specs/%234999%20-%20Improved%20keyboard%20handling%20in%20Conpty.md
 */
import { type NamedKey, type Sequence, keyOfCodePoint } from "./key.js";

/** https://learn.microsoft.com/windows/win32/inputdev/virtual-key-codes */
const VIRTUAL: Readonly<Record<number, NamedKey>> = {
  8: "backspace",
  9: "tab",
  13: "enter",
  27: "esc",
  33: "pageup",
  34: "pagedown",
  35: "end",
  36: "home",
  37: "left",
  38: "up",
  39: "right",
  40: "down",
  46: "delete",
};
const RIGHT_ALT = 1;
const ANY_ALT = 1 + 2;
const ANY_CTRL = 4 + 8;
const SHIFT = 16;
/** More presses in one event than a held key makes between two reads. */
const MOST_TIMES = 64;

const OTHER: Sequence = { is: "other-key" };

/** `fields`: virtual key, scan code, UTF-16 unit, down (1) or up, what is held, how many times. */
export function readWin32(fields: readonly (number | undefined)[]): Sequence {
  const [virtual = 0, , unit = 0, down = 0, held = 0, times = 1] = fields;
  if (down !== 1 || unit > 0xffff) return OTHER;
  // Half of a character beyond the first 65536 comes as a press of its own; what is no key at all,
  // a character at a time.
  const isHalf = unit >= 0xd800 && unit <= 0xdfff;
  if (isHalf || (virtual === 0 && unit !== 0)) return { is: "wrapped", code: unit };
  const name = VIRTUAL[virtual];
  const key = name === undefined ? characterKey(unit, held) : namedKey(name, held);
  return key === undefined
    ? OTHER
    : { is: "key", key, repeat: times > 1, times: Math.max(1, Math.min(times, MOST_TIMES)) };
}

function namedKey(name: NamedKey, held: number): { readonly kind: NamedKey } | undefined {
  const asWithout = name === "backspace" || name === "enter";
  if ((held & ANY_ALT) !== 0 || ((held & ANY_CTRL) !== 0 && !asWithout)) return undefined;
  return { kind: name === "tab" && (held & SHIFT) !== 0 ? "shift-tab" : name };
}

/** AltGr, which types a character, is reported as Alt and Ctrl. */
function characterKey(unit: number, held: number): ReturnType<typeof keyOfCodePoint> {
  const isAltGr = (held & RIGHT_ALT) !== 0 && (held & ANY_CTRL) !== 0 && unit >= 0x20;
  if (unit === 0 || (!isAltGr && (held & ANY_ALT) !== 0)) return undefined;
  return keyOfCodePoint(unit);
}
