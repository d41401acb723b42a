/**
 * Shortens key ids for display so that no two of those that this run has met look alike, and finds
 * what a shortened one names. It remembers what was met: a message is worded where something was
 * found (a file, an answer of AWS), long before anybody knows what will stand beside it. So ids are
 * handed over as soon as they are read, all of a file or an answer at once, before a word is said of
 * any; a line that was shown before the second id came keeps its eight letters, and still names
 * both, for which `fitsId` asks back.
 */

const KEY_ID = /^A[KS]IA[A-Z0-9]{16}$/;
const SHORTENED = /^(A[KS]IA[A-Z0-9]{0,12})(?:…|\.\.\.)([A-Z0-9]{4,16})$/;

/**
 * Where ids are met: on this computer (all places, or those that win), at AWS, or in what was
 * entered. A later look replaces an earlier one.
 */
type Where = "places" | "sources" | "profiles" | "aws" | "created" | "entered";

// Of the process, as what a person has seen on the screen is: every line of a run has to shorten an
// id in the same way. Of each place only the last look counts, so that what is gone is forgotten.
const met = new Map<Where, readonly string[]>();

/** Remembers ids that may be shown side by side from now on. */
export function meetIds(where: Where, ids: readonly (string | null)[]): void {
  met.set(where, ids.filter((id) => id !== null && KEY_ID.test(id)) as readonly string[]);
}

/**
 * An id as it may be shown: first and last four characters if it looks like an id, nothing of it
 * otherwise; more letters, at the end first, where another one that was met has the same eight.
 */
export function maskId(id: string): string {
  if (!KEY_ID.test(id)) return "(not a key id)";
  const alike = [...new Set([...met.values()].flat())].filter(
    (other) => other !== id && shortened(other, 4, 4) === shortened(id, 4, 4),
  );
  if (alike.length === 0) return shortened(id, 4, 4);
  for (let more = 1; more < 12; more += 1) {
    for (let atEnd = more; atEnd >= 0; atEnd -= 1) {
      const form = (each: string): string => shortened(each, 4 + more - atEnd, 4 + atEnd);
      if (new Set([id, ...alike].map(form)).size === alike.length + 1) return form(id);
    }
  }
  return id;
}

function shortened(id: string, atBeginning: number, atEnd: number): string {
  return `${id.slice(0, atBeginning)}…${id.slice(-atEnd)}`;
}

/** Whether a text is an id, or a shortened one (`AKIA…WXYZ`, with three dots too). */
export function isIdOrShortened(text: string): boolean {
  return KEY_ID.test(text) || SHORTENED.test(text);
}

/**
 * Whether an id that was typed, whole or shortened, can be this one; a shortened one may fit
 * several.
 */
export function fitsId(typed: string, id: string): boolean {
  const [, begins, ends] = SHORTENED.exec(typed) ?? [];
  return (
    typed === id ||
    (begins !== undefined &&
      ends !== undefined &&
      id.length === 20 &&
      id.startsWith(begins) &&
      id.endsWith(ends))
  );
}
