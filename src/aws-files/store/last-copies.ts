/**
 * Finds pairs of keys that stand in one text and in no other, before a copy is thrown away. Copies
 * of a long file differ in few sections, and only those are read.
 */
import { createHash } from "node:crypto";
import { readKeyLines } from "../../keys/key-lines.js";

/** A pair as a mark that tells nothing of its secret. */
interface PairMark {
  readonly id: string;
  readonly mark: string;
}

/** So few are looked for one by one. */
const FEW = 8;
/** `readKeyLines` looks for the end of a section's name so far. */
const LONGEST_SECTION_LINE = 300;

/** A text that is looked into more than once. */
export class BackupText {
  readonly #text: string;
  #pieces: readonly string[] | null = null;
  #known: ReadonlySet<string> | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Whether it holds a pair that none of the others does. `counts`: whether a pair with this id is
   * worth keeping.
   */
  holdsLastCopy(others: readonly BackupText[], counts: (id: string) => boolean): boolean {
    let pieces = this.#cut();
    for (const other of others) if (pieces.length > FEW) pieces = other.#without(pieces);
    let pairs = pairsIn(pieces).filter(({ id }) => counts(id));
    for (const other of others) pairs = other.#missing(pairs);
    return pairs.length > 0;
  }

  #without(pieces: readonly string[]): readonly string[] {
    this.#known ??= new Set(this.#cut());
    const known = this.#known;
    return pieces.filter((piece) => !known.has(piece));
  }

  #missing(pairs: PairMark[]): PairMark[] {
    const sought = pairs.length > FEW ? null : pairs.filter(({ id }) => this.#text.includes(id));
    if (sought?.length === 0) return pairs;
    const near = this.#cut().filter(
      (piece) => sought?.some(({ id }) => piece.includes(id)) ?? true,
    );
    const held = new Set(pairsIn(near).map(({ mark }) => mark));
    return pairs.filter(({ mark }) => !held.has(mark));
  }

  /**
   * Cut before each line that begins a section: a pair that is read from the whole stands in one of
   * the pieces, and is read from that piece alone.
   */
  #cut(): readonly string[] {
    this.#pieces ??= sectionsOf(this.#text);
    return this.#pieces;
  }
}

function sectionsOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = text.indexOf("\n["); at >= 0; at = text.indexOf("\n[", at + 1)) {
    if (!isSectionLine(text, at + 1)) continue;
    pieces.push(text.slice(start, at + 1));
    start = at + 1;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Whether the `[` at `start` is closed on its line. */
function isSectionLine(text: string, start: number): boolean {
  const end = Math.min(text.length, start + LONGEST_SECTION_LINE);
  for (let at = start + 1; at < end; at += 1) {
    const char = text.charAt(at);
    if (char === "]") return true;
    if (char === "\n" || char === "\r") return false;
  }
  return false;
}

function pairsIn(pieces: readonly string[]): PairMark[] {
  return pieces.flatMap(readKeyLines).flatMap(({ accessKeyId, key }) => {
    if (key === null) return [];
    const hash = createHash("sha256").update(`${accessKeyId}\n`);
    key.secretAccessKey.satisfies((secret) => hash.update(secret) === hash);
    return [{ id: accessKeyId, mark: hash.digest("hex") }];
  });
}
