/** Waiting for content, never for time. */
import { PATIENCE_MS } from "./patience.js";

/**
 * Polls `read` until it answers something, or fails with what `describe` says of the state then.
 */
export async function waitUntil<T>(
  read: () => T | undefined,
  describe: () => string,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = read();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

/** What a frame must hold: a text, a pattern, or anything that can be said of its rows. */
export type Expected = string | RegExp | ((frame: readonly string[]) => boolean);

export function holds(frame: readonly string[], expected: Expected): boolean {
  if (typeof expected === "function") return expected(frame);
  const text = frame.join("\n");
  return typeof expected === "string"
    ? text.includes(expected) || unbroken(text).includes(expected)
    : [text, withoutMark(text), unbroken(withoutMark(text))].some((each) => expected.test(each));
}

/** Sentences that go on in the next row as one text. */
function unbroken(text: string): string {
  return text.replaceAll(/\n {2,}/g, " ");
}

/** A frame, or its first row, without the mark in front of the title: the words are asked about. */
export function withoutMark(text: string): string {
  return text.replace(/^(?:[✓!✗…]|\[(?:ok|!|no|\.\.)\]) /, "");
}

/**
 * A screen with consequences takes no key at first, and prints none: the names in its footer are
 * blank then.
 */
export function takesKeys(frame: readonly string[]): boolean {
  return !(
    frame.slice(-2).some((row) => /^ {3,}\S.* (?:·|\|) {2,}\S/.test(row)) ||
    /^ {3,}\S.* {4,}\S/.test(frame.at(-1) ?? "")
  );
}

export function failure(expected: Expected, frame: readonly string[]): string {
  return `never on the screen: ${String(expected)}\n--- last screen ---\n${frame.join("\n")}\n---`;
}
