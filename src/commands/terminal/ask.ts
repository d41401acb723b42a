/** Puts one question to the person at the terminal, outside the wizard. */
import type { Person } from "./person.js";

interface Terminal {
  readonly person: Person;
}

/**
 * The answer, without blanks around it; "" if the input was closed (Ctrl+D) or there is no
 * terminal, null on Ctrl+C.
 */
export async function ask({ person }: Terminal, question: string): Promise<string | null> {
  const reply = await person.ask(question);
  return reply === null ? null : reply.text.trim();
}

export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}

export function lastFourPrompt(does: string): string {
  return `To ${does}, type its last four characters (Enter stops): `;
}

/**
 * Asks for the last four of an access key id before something is done to it that cannot be undone:
 * a letter and Enter are pressed out of habit. `does`: "delete AKIA…WXYZ at AWS". Null: Ctrl+C.
 */
export async function typesLastFour(
  terminal: Terminal,
  id: string,
  does: string,
): Promise<boolean | null> {
  const typed = await ask(terminal, lastFourPrompt(does));
  return typed === null ? null : typed.trim().toUpperCase() === id.slice(-4);
}

/** Whether the file at this path may be replaced. */
export function mayReplaceFile(
  terminal: Parameters<typeof ask>[0],
): (path: string) => Promise<boolean> {
  return async (path) =>
    isYes((await ask(terminal, `${path} is there already. Replace it? (y/N) `)) ?? "");
}
