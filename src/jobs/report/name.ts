/** Names the file of a report after the day: whoever offers one and whoever writes it agree. */

/** The file's name for the day of `at` (ms since 1970), in UTC; `n`: the first, or one beside it. */
export function reportName(at: number, n = 1): string {
  const day = new Date(at).toISOString().slice(0, 10);
  return `mturk-setup-${day}${n === 1 ? "" : `-${n}`}.md`;
}
