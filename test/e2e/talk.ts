/**
 * Talks with the wizard by lines, in a real terminal: waits for the question, answers it, and keeps
 * every byte.
 */
import { expect } from "vitest";
import { waitUntil } from "../harness/wait.js";
import { type Place, type Wizard, type WizardOptions, startWizard } from "./program.js";

export interface Talk {
  readonly wizard: Wizard;
  /** Waits until a question stands, with this above it; answers what was written since the last. */
  readonly asked: (about?: RegExp) => Promise<string>;
  /** Types a line and ends it with Enter. */
  readonly type: (text: string) => void;
  /** Answers the row whose label begins so, as it was written last. */
  readonly pick: (label: string) => void;
  /** What was written since the last question that was waited for. */
  readonly since: () => string;
}

/** The end of every prompt. */
const PROMPT = /[:.] $/;

export function talkByLines(place: Place, options: WizardOptions = {}): Talk {
  const wizard = startWizard(place, { rows: 60, ...options });
  let from = 0;
  const since = (): string => wizard.raw().slice(from).replaceAll("\r\n", "\n");
  const asked = async (about = /./): Promise<string> => {
    const said = await waitUntil(
      () => (PROMPT.test(since()) && about.test(since()) ? since() : undefined),
      () => `never asked about ${String(about)}\n--- since the last question ---\n${since()}\n---`,
    );
    from = wizard.raw().length;
    return said;
  };
  const type = (text: string): void => wizard.send(`${text}\r`);
  return {
    wizard,
    asked,
    type,
    since,
    pick: (label) => {
      const number = rowOf(wizard.raw().replaceAll("\r\n", "\n"), label);
      type(number ?? expect.fail(`no row ${label} in:\n${wizard.raw()}`));
    },
  };
}

function rowOf(said: string, label: string): string | undefined {
  const rows = said.split("\n").map((line) => /^(\d+) {2}(.*)/.exec(line));
  return rows.findLast((row) => row?.[2]?.startsWith(label) === true)?.[1];
}

/** Only text, line after line: nothing that moves, erases, colours or rings. */
export function expectOnlyText(raw: string): void {
  expect(raw.replaceAll("\r\n", "")).not.toMatch(/\p{Cc}/u);
}
