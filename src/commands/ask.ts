/** One question to the person at the terminal, outside the wizard. */
import { createInterface } from "node:readline/promises";
import type { RunOptions } from "../ui/run.js";

type Terminal = RunOptions["terminal"];

/** The line that was typed, without blanks around it; "" if the input was closed (Ctrl+D), null on Ctrl+C. */
export async function ask(terminal: Terminal, question: string): Promise<string | null> {
  const asking = createInterface({ input: terminal.stdin, output: terminal.stdout });
  try {
    return await new Promise((resolve) => {
      asking.once("SIGINT", () => resolve(null));
      asking.once("close", () => resolve(""));
      // A question whose input is closed is rejected; that it was closed has been told above.
      asking.question(question).then((answer) => resolve(answer.trim()), () => resolve(""));
    });
  } finally {
    asking.close();
  }
}

export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}
