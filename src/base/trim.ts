/**
 * Takes signs off the ends of a text in one pass: an expression such as `/,+$/` begins anew at
 * every sign of a long row.
 */

/** The text without the `signs` at its end. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The text without the `signs` at its beginning and its end. */
export function withoutEnds(text: string, signs: string): string {
  const rest = withoutEnd(text, signs);
  let start = 0;
  while (start < rest.length && signs.includes(rest.charAt(start))) start += 1;
  return rest.slice(start);
}

/** "12,345": digits in threes, from the right. */
export function inThrees(digits: string): string {
  const parts: string[] = [];
  for (let end = digits.length; end > 0; end -= 3)
    parts.unshift(digits.slice(Math.max(0, end - 3), end));
  return parts.join(",");
}
