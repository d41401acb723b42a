/**
 * Shortens key ids for display so that no two of those that this run has met look alike, and finds
 * what a shortened one names. It remembers what was met: a message is worded where something was
 * found (a file, an answer of AWS), long before anybody knows what will stand beside it. So ids are
 * handed over as soon as they are read, all of a file or an answer at once, before a word is said
 * of
 * any; a line that was shown before the second id came keeps its eight letters, and still names
 * both, for which `fitsId` asks back.
 */

const KEY_ID = /^A[KS]IA[A-Z0-9]{16}$/;
const SHORTENED = /^(A[KS]IA[A-Z0-9]{0,12})(?:…|\.\.\.)([A-Z0-9]{4,16})$/;

/**
 * Where ids are met: on this computer (all places, or those that win), at AWS, or in what was
 * entered. A later look replaces an earlier one.
 */
type PlaceOfIds = "places" | "sources" | "profiles" | "aws" | "created" | "entered";

// Of the process, as what a person has seen on the screen is: every line of a run has to shorten an
// id in the same way. Of each place only the last look counts, so that what is gone is forgotten.
const met = new Map<PlaceOfIds, readonly string[]>();

/** Ids that look alike in eight letters, and by how many letters each of them is shown. */
interface Alike {
  readonly ids: ReadonlySet<string>;
  /** Worked out when the first of them is shown. */
  shown: Letters | null;
}

interface Letters {
  readonly atBeginning: number;
  readonly atEnd: number;
}

// By their eight letters; null: to be made anew. Thousands of ids are shown in a row.
let groups: ReadonlyMap<string, Alike> | null = null;

/** Remembers ids that may be shown side by side from now on. */
export function meetIds(where: PlaceOfIds, ids: readonly (string | null)[]): void {
  met.set(where, ids.filter((id) => id !== null && KEY_ID.test(id)) as readonly string[]);
  groups = null;
}

/**
 * An id as it may be shown: first and last four characters if it looks like an id, nothing of it
 * otherwise; more letters, at the end first, where another one that was met has the same eight.
 */
export function maskId(id: string): string {
  if (!KEY_ID.test(id)) return "(not a key id)";
  groups ??= grouped();
  const alike = groups.get(shortened(id, EIGHT));
  if (alike === undefined) return shortened(id, EIGHT);
  if (!alike.ids.has(id)) return shortened(id, lettersFor([...alike.ids, id]));
  alike.shown ??= lettersFor([...alike.ids]);
  return shortened(id, alike.shown);
}

const EIGHT: Letters = { atBeginning: 4, atEnd: 4 };

function grouped(): ReadonlyMap<string, Alike> {
  const made = new Map<string, { readonly ids: Set<string>; shown: null }>();
  for (const id of [...met.values()].flat()) {
    const eight = shortened(id, EIGHT);
    const group = made.get(eight) ?? { ids: new Set<string>(), shown: null };
    group.ids.add(id);
    made.set(eight, group);
  }
  return made;
}

/** As few letters as tell these ids apart, at the end first. */
function lettersFor(ids: readonly string[]): Letters {
  for (let more = 0; more < 12; more += 1) {
    for (let atEnd = more; atEnd >= 0; atEnd -= 1) {
      const letters = { atBeginning: 4 + more - atEnd, atEnd: 4 + atEnd };
      if (new Set(ids.map((id) => shortened(id, letters))).size === ids.length) return letters;
    }
  }
  return WHOLE;
}

const WHOLE: Letters = { atBeginning: 20, atEnd: 0 };

function shortened(id: string, { atBeginning, atEnd }: Letters): string {
  return atBeginning >= id.length ? id : `${id.slice(0, atBeginning)}…${id.slice(-atEnd)}`;
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
