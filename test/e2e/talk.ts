/**
 * Talks with the wizard by lines, in a real terminal that can only print: waits for the question,
 * answers it, and keeps every byte.
 */
import { expect } from "vitest";
import { waitUntil } from "../harness/wait.js";
import { type Place, type Wizard, type WizardOptions, startWizard } from "./program.js";

export interface Talk {
  readonly wizard: Wizard;
  /** Waits until a question stands, with this above it; answers what was written since the last. */
  readonly asked: (about?: RegExp) => Promise<string>;
  /** Waits until this was written since the last answer, whether or not a question stands. */
  readonly until: (expected: RegExp) => Promise<string>;
  /** Types a line and ends it with Enter. */
  readonly type: (text: string) => void;
  /** Types the number of the row whose label begins so, once it was written. */
  readonly pick: (label: string) => Promise<void>;
  /** What was written since the last question that was waited for, or the last answer. */
  readonly since: () => string;
}

/** The end of every prompt. */
export const PROMPT = /[:.] $/;

/** What was answered was none: the rows above still count, and are not written again. */
const REFUSED = /That is n|Type a number|There are the numbers|Not now: /;

/** In a terminal that says of itself that it can only print, unless `options` say otherwise. */
export function talkByLines(place: Place, options: WizardOptions = {}): Talk {
  const env = { TERM: "dumb", ...options.env };
  return talkWith(startWizard(place, { columns: 100, rows: 60, ...options, env }));
}

/** With a wizard that is there already; from now on it is by lines. */
export function talkWith(wizard: Wizard): Talk {
  let from = wizard.raw().length;
  let answeredAt = from;
  const after = (length: number): string => wizard.raw().slice(length).replaceAll("\r\n", "\n");
  const since = (): string => after(from);
  const wait = (holds: (text: string) => boolean, about: RegExp): Promise<string> =>
    waitUntil(
      () => (holds(since()) ? since() : undefined),
      () => `never said: ${String(about)}\n--- since the last question ---\n${since()}\n---`,
    );
  const type = (text: string): void => {
    answeredAt = wizard.raw().length;
    from = answeredAt;
    wizard.send(`${text}\r`);
  };
  const row = (label: string): string | undefined => {
    const said = after(answeredAt);
    if (!PROMPT.test(said)) return undefined;
    return rowOf(said, label) ?? (REFUSED.test(said) ? rowOf(after(0), label) : undefined);
  };
  return {
    wizard,
    since,
    type,
    asked: async (about = /./) => {
      const text = await wait((now) => PROMPT.test(now) && about.test(now), about);
      from = wizard.raw().length;
      return text;
    },
    until: (expected) => wait((now) => expected.test(now), expected),
    pick: async (label) =>
      type(
        await waitUntil(
          () => row(label),
          () => `no row ${label} in:\n${after(answeredAt)}`,
        ),
      ),
  };
}

/** The number of the row with this label, else of one that begins so, as it was written last. */
function rowOf(said: string, label: string): string | undefined {
  const rows = said.split("\n").map((line) => /^(\d+) {2}(.*)/.exec(line));
  const whole = rows.findLast((row) => [row?.[2], row?.[2]?.split(": ")[0]].includes(label));
  return (whole ?? rows.findLast((row) => row?.[2]?.startsWith(label) === true))?.[1];
}

/** Only text, line after line: nothing that moves, erases, colours or rings. */
export function expectOnlyText(raw: string): void {
  expect(raw.replaceAll("\r\n", "")).not.toMatch(/\p{Cc}/u);
}
