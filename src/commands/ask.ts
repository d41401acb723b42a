/** One question to the person at the terminal, outside the wizard. */
import type { Terminal } from "./wizard.js";

/** The answer, without blanks around it; "" if the input was closed (Ctrl+D) or there is no terminal, null on Ctrl+C. */
export async function ask({ person }: Pick<Terminal, "person">, question: string): Promise<string | null> {
  const reply = await person.ask(question);
  return reply === null ? null : reply.text.trim();
}

export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}
