/**
 * Lets a person at the terminal choose one of the keys that were found, page after page, and says
 * what could not be read.
 */
import { firstTen } from "../../base/list.js";
import type { Problem } from "../../base/problem.js";
import type { FoundKey } from "../../jobs/retire/index.js";
import { maskId } from "../../keys/types.js";
import { ask } from "../terminal/ask.js";
import { type Io, problemText, linesText } from "../io.js";
import { keyLines } from "./words.js";
import type { WizardIo } from "../wizard/run.js";

/** Keys on one page. */
const PAGE = 10;

/** What was typed; Enter shows the next ten, as long as there are more. Null: Ctrl+C. */
export async function chosenFrom(io: WizardIo, keys: readonly FoundKey[]): Promise<string | null> {
  for (let from = 0; ; from += PAGE) {
    const page = keys.slice(from, from + PAGE);
    const rows = page.flatMap((key, index) => {
      const [first = "", ...more] = keyLines(key, null, io.host);
      return [`${from + index + 1}  ${first}`, ...more.map((line) => `   ${line}`)];
    });
    io.err(linesText(rows));
    const left = keys.length - from - page.length;
    const typed = await ask(
      io.terminal,
      "Which one? " +
        `(1-${keys.length}${left > 0 ? `; Enter: the next ${Math.min(PAGE, left)}` : ""}) `,
    );
    if (typed !== "" || left <= 0) return typed;
  }
}

/** Places that could not be looked at, the first ten. */
export function tellUnreadable(io: Io, problems: readonly Problem[]): void {
  const { shown, more } = firstTen(problems);
  for (const problem of shown) io.err(problemText(problem));
  if (more !== null) io.err(`${more}\n`);
}

/** The id as a command takes it: shortened, unless another one is shortened to the same. */
export function nameOf(accessKeyId: string, keys: readonly FoundKey[]): string {
  const short = maskId(accessKeyId);
  return keys.some(
    (other) => other.accessKeyId !== accessKeyId && maskId(other.accessKeyId) === short,
  )
    ? accessKeyId
    : short;
}
