/** Says when something was, in the words of somebody who remembers it. */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/**
 * "today 16:20", "yesterday 16:20", "November 20, 16:20", with the year where it is another one; in
 * this computer's time zone. Both in milliseconds since 1970.
 */
export function momentWords(at: number, now: number): string {
  const then = new Date(at);
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
  const today = new Date(now);
  if (isSameDay(then, today)) return `today ${clock}`;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (isSameDay(then, yesterday)) return `yesterday ${clock}`;
  const year = then.getFullYear() === today.getFullYear() ? "" : ` ${then.getFullYear()}`;
  return `${MONTHS[then.getMonth()] ?? ""} ${then.getDate()}${year}, ${clock}`;
}

/** "4 s ago", "3 min ago", "2 h ago". */
export function agoWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}

function two(number: number): string {
  return `${number}`.padStart(2, "0");
}
