/** Lists things in a sentence or a table, and cuts what nobody would read. */
import { inThrees } from "./trim.js";

/** How many are shown; of one more than these it would save no line to cut. */
const SHOWN = 10;

/** "2,990": a count with commas. */
export function counted(count: number): string {
  return inThrees(String(count));
}

/** "1 copy", "2,990 copies". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

/** The first ten, and how many are left ("… and 2,990 more"; null where that is none). */
export function firstTen<T>(items: readonly T[]): {
  readonly shown: readonly T[];
  readonly more: string | null;
} {
  const left = items.length - SHOWN;
  return left <= 0
    ? { shown: items, more: null }
    : { shown: items.slice(0, SHOWN), more: `… and ${counted(left)} more` };
}

/**
 * The first lines of a long text, and how many are left as a last one, indented like them; all of
 * them where they are no more than `most`.
 */
export function firstLines(lines: readonly string[], most: number, how = ""): readonly string[] {
  const left = lines.length - most;
  if (left <= 1) return lines;
  const indent = /^ */.exec(lines[most] ?? "")?.[0] ?? "";
  return [...lines.slice(0, most), `${indent}… and ${counted(left)} more lines${how}`];
}

/** "a", "a and b", "a, b and c"; after ten "… and 2,990 more". */
export function listedSome(words: readonly string[]): string {
  const { shown, more } = firstTen(words);
  if (more !== null) return `${shown.join(", ")} ${more}`;
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** A number as a sentence has it: in words up to ten. */
export function numberWord(count: number): string {
  return SMALL[count] ?? `${count}`;
}
