/**
 * Finds what other systems put behind the text of a file: lines that PowerShell added as UTF-16,
 * and the Ctrl-Z of DOS.
 */

/** The text that was meant, and the line at which the odd end begins, counted from 1. */
export interface Tail {
  readonly how: "utf-16-tail" | "ctrl-z";
  readonly text: string;
  readonly line: number;
  /**
   * What the file says without the end that no program reads: for `ctrl-z` the same text, for a
   * tail its beginning.
   */
  readonly alone: boolean;
}

/** Bytes of a tail below which it could as well be a NUL or two that strayed in. */
const SHORTEST = 8;

/** The odd end of a file; null: there is none, or the rest is no UTF-8 text. */
export function oddTail(bytes: Uint8Array): Tail | null {
  return utf16Tail(bytes) ?? ctrlZ(bytes);
}

/**
 * `echo … >> FILE` in Windows PowerShell appends UTF-16 to whatever the file is in
 * (https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding).
 */
function utf16Tail(bytes: Uint8Array): Tail | null {
  const nul = bytes.indexOf(0);
  if (nul < 2) return null;
  const little = tailFrom(bytes, nul - 1, 1);
  const tail = little ?? tailFrom(bytes, nul, 0);
  if (tail === null) return null;
  const end =
    (bytes[tail.start - 2] === 0xff && bytes[tail.start - 1] === 0xfe) ||
    (bytes[tail.start - 2] === 0xfe && bytes[tail.start - 1] === 0xff)
      ? tail.start - 2
      : tail.start;
  const head = utf8(bytes.subarray(0, end));
  if (head === null || head.trim() === "") return null;
  const joint = /[\r\n]$/.test(head) ? "" : "\n";
  const text = new TextDecoder(little === null ? "utf-16be" : "utf-16le").decode(
    bytes.subarray(tail.start),
  );
  return {
    how: "utf-16-tail",
    text: head + joint + text,
    line: head.split(/\r\n|[\r\n]/).length + (joint === "" ? 0 : 1),
    alone: true,
  };
}

function tailFrom(
  bytes: Uint8Array,
  start: number,
  zero: 0 | 1,
): { readonly start: number } | null {
  const tail = bytes.subarray(start);
  if (tail.length < SHORTEST || tail.length % 2 !== 0) return null;
  return tail.every((byte, at) => (at % 2 === zero) === (byte === 0)) ? { start } : null;
}

/** The end mark of text files in CP/M and DOS, which `copy` still writes. */
function ctrlZ(bytes: Uint8Array): Tail | null {
  if (!bytes.subarray(-16).includes(0x1a)) return null;
  const text = utf8(bytes);
  // eslint-disable-next-line no-control-regex -- this control is what is looked for
  const parts = text === null ? null : /(?<!\u001A)\u001A[\s\u001A]*$/.exec(text.slice(-64));
  if (text === null || parts === null) return null;
  const kept = text.slice(0, text.length - parts[0].length);
  return {
    how: "ctrl-z",
    text: kept,
    line: kept.split(/\r\n|[\r\n]/).length,
    alone: kept === "" || /[\r\n]$/.test(kept),
  };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
