/** Measures how far one word is from another, by the slips of a finger that lie between them. */

/**
 * How many letters have to be put in, left out, changed or swapped with their neighbour to make one
 * word of the other.
 */
export function distance(one: string, other: string): number {
  let [before, row] = [
    [] as readonly number[],
    Array.from({ length: other.length + 1 }, (_each, index) => index) as readonly number[],
  ];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped =
        one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
          ? (before[j - 2] ?? Infinity) + 1
          : Infinity;
      next.push(Math.min(changed, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}
