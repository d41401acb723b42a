/**
 * Puts a half of a key together that a mail program, a terminal or a quotation has broken over
 * lines, or cut by a blank.
 */
import { formOf } from "./recognise.js";

/** The text with the half in one piece, and what was done, for a note. */
export interface Rejoined {
  readonly text: string;
  readonly note: string;
}

const RUN = /[A-Za-z0-9/+]+/g;
/**
 * What may stand between two pieces: the end of a line (with quoted-printable's `=`, a shell's `\`,
 * and what begins the next line of a quotation or a table), or blanks.
 */
const BREAK = /^(?:=|\\)?[ \t]*\n[ \t>|]*$/;
const BLANKS = /^[ \t]+$/;
/** Signs that bind a run to something longer: names, hosts, web tokens. */
const BINDS = /[._~%@-]/;
const SECRET_LENGTH = 40;
const ID_LENGTH = 20;
const MOST_PIECES = 4;
/** A text in which more runs stand than this is no key that was pasted. */
const MOST_RUNS = 400;

interface Piece {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/**
 * For a text in which no whole secret was found, or no whole id: the only way to make one of pieces
 * that follow each other. Null where there is none, or more than one.
 */
export function rejoined(text: string): Rejoined | null {
  const runs = [...text.matchAll(RUN)].map((found): Piece => ({
    text: found[0],
    at: found.index,
    end: found.index + found[0].length,
  }));
  if (runs.length > MOST_RUNS) return null;
  const hasId = runs.some((run) => formOf(run.text) === "id");
  const hasSecret = runs.some((run) => formOf(run.text) === "secret");
  const id = hasId ? null : only(joins(text, runs, "id"));
  const secret = hasSecret ? null : only(joins(text, runs, "secret"));
  const found = [id, secret].filter((join) => join !== null).sort((a, b) => b.at - a.at);
  if (found.length === 0) return null;
  const joined = [...(id === null ? [] : ["the id"]), ...(secret === null ? [] : ["the secret"])];
  return {
    text: found.reduce(
      (rest, join) => rest.slice(0, join.at) + join.text + rest.slice(join.end),
      text,
    ),
    note: `put ${joined.join(" and ")} together, which stood in pieces`,
  };
}

function joins(text: string, runs: readonly Piece[], half: "id" | "secret"): readonly Piece[] {
  const length = half === "id" ? ID_LENGTH : SECRET_LENGTH;
  return runs.flatMap((first, index): readonly Piece[] => {
    if (BINDS.test(text.charAt(first.at - 1)) || formOf(first.text) === "id") return [];
    let whole = first.text;
    for (let count = 1; count < MOST_PIECES && whole.length < length; count += 1) {
      const [last, piece] = [runs[index + count - 1], runs[index + count]];
      if (last === undefined || piece === undefined || formOf(piece.text) === "id") return [];
      const between = text.slice(last.end, piece.at);
      if (!BREAK.test(between) && !(count === 1 && BLANKS.test(between))) return [];
      whole += piece.text;
      if (whole.length < length) continue;
      const pieces = runs.slice(index, index + count + 1);
      return isHalf(whole, half, pieces) && !/[=:\w.~%@-]/.test(text.charAt(piece.end))
        ? [{ text: whole, at: first.at, end: piece.end }]
        : [];
    }
    return [];
  });
}

function isHalf(whole: string, half: "id" | "secret", pieces: readonly Piece[]): boolean {
  if (whole.length !== (half === "id" ? ID_LENGTH : SECRET_LENGTH) || formOf(whole) !== half)
    return false;
  return !isWord(pieces.at(-1)?.text ?? "") && (half === "id" || isRandom(longest(pieces)));
}

const longest = (pieces: readonly Piece[]): string =>
  pieces.reduce((most, { text }) => (text.length > most.length ? text : most), "");

/** `Hide` and `Active` stand below a key in the console. */
function isWord(text: string): boolean {
  return /^[A-Z]?[a-z]+$/.test(text);
}

function isRandom(text: string): boolean {
  return text.length >= 12 && /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9/+]/.test(text);
}

function only<T>(items: readonly T[]): T | null {
  return items.length === 1 ? (items[0] ?? null) : null;
}
