/**
 * Walks through the wizard as a person does, whoever draws it: the same walk goes by frames in a
 * terminal, and by lines in one that can only print.
 */
import { expect } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { waitUntil, withoutMark } from "../harness/wait.js";
import {
  type Env,
  type Place,
  type Wizard,
  pick as pickInFrame,
  startWizard,
  typeLastFour,
} from "./program.js";
import { type Talk, PROMPT, expectOnlyText, talkByLines } from "./talk.js";

export interface WalkOptions {
  readonly args?: readonly string[];
  readonly env?: Env;
}

/** What was said on leaving. */
export interface Left {
  /** After the first Ctrl+C. */
  readonly alert: string;
  /** Below the last screen. */
  readonly summary: string;
}

export interface Walk {
  readonly by: "frames" | "lines";
  readonly wizard: Wizard;
  /**
   * Waits until the screen with this title has the keys, and holds this; answers its text: each gap
   * is one blank, ids are shortened with three dots.
   */
  readonly at: (title: RegExp, content?: RegExp) => Promise<string>;
  /** The same, whatever the title is: it may stand there for long. */
  readonly says: (content: RegExp) => Promise<string>;
  /** The same of what only stands there while something goes on. */
  readonly passes: (content: RegExp) => Promise<string>;
  /** Takes the row whose label begins so, once it is there. */
  readonly pick: (label: string) => Promise<void>;
  /** Does the main thing, once it can be done. */
  readonly enter: () => Promise<void>;
  /** A key of the screen, beside Enter; `field`: while a field takes letters. */
  readonly key: (letter: string, where?: "field") => void;
  /** Tab; by lines its letter. */
  readonly tab: () => void;
  /** Back, also while something goes on. */
  readonly back: () => Promise<void>;
  /** Empties the field; by lines each line begins empty. */
  readonly clear: () => void;
  /** Fills in what a field or a question asks for. */
  readonly fill: (text: string) => void;
  readonly lastFour: (id: string) => Promise<void>;
  readonly paste: (id: string, secret: string) => Promise<void>;
  /** A file dropped onto the terminal, and Enter. */
  readonly drop: (path: string) => Promise<void>;
  /** Ctrl+C twice, the second one once the question stands; waits for the end. */
  readonly leave: () => Promise<Left>;
  /** Enter on the last screen: it ends well. By lines nothing but text was printed. */
  readonly finish: () => Promise<void>;
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ").replaceAll("…", "...");

const begins = (title: RegExp, before: string): RegExp =>
  new RegExp(`^(?:${before})?(?:${title.source})`, "m");

function byFrames(place: Place, options: WalkOptions = {}): Walk {
  const wizard = startWizard(place, { columns: 100, rows: 60, ...options });
  const textOf = (rows: readonly string[]): string => squeezed(withoutMark(rows.join("\n")));
  const says: Walk["says"] = async (content) =>
    textOf(await wizard.waitFor((rows) => content.test(textOf(rows))));
  const enter = async (): Promise<void> => {
    await wizard.waitFor((rows) => rows.some((row) => row.startsWith("Enter ")));
    wizard.press("enter");
  };
  return {
    by: "frames",
    wizard,
    says,
    passes: says,
    enter,
    at: async (title, content = /./) => {
      const from = (rows: readonly string[]): string | undefined =>
        rows
          .map((_row, index) => textOf(rows.slice(index)))
          .find((text) => begins(title, "").test(text) && content.test(text));
      return from(await wizard.waitFor((rows) => from(rows) !== undefined)) ?? "";
    },
    pick: async (label) => {
      const without = (rows: readonly string[], mark = "."): boolean =>
        rows.some(
          (row) => row.slice(3).trimStart().startsWith(label) && (mark === "." || row[2] === mark),
        );
      const frame = await wizard.waitFor((rows) =>
        rows.some((row) => row.slice(4).includes(label)),
      );
      // Where digits read the steps, rows have none, nor has the tenth.
      if (!without(frame)) return pickInFrame(wizard, label);
      while (!without(wizard.frame(), "›")) {
        const before = wizard.frame().join("\n");
        wizard.press("down");
        await wizard.waitFor((rows) => rows.join("\n") !== before);
      }
      return enter();
    },
    key: (letter, where) =>
      where === "field" ? wizard.press(`ctrl-${letter}` as "ctrl-n") : wizard.send(letter),
    tab: () => wizard.press("tab"),
    back: () => {
      wizard.press("esc");
      return Promise.resolve();
    },
    clear: () => wizard.press("ctrl-u"),
    fill: (text) => wizard.send(`${text}\r`),
    lastFour: (id) => typeLastFour(wizard, id),
    paste: async (id, secret) => {
      wizard.paste(`${id}\n${secret}\n`, true);
      await wizard.waitFor("Pasted several lines");
      wizard.press("enter");
    },
    drop: async (path) => {
      wizard.paste(path, true);
      // What comes with it would belong to it.
      await untilIdle(wizard.pid, 8);
      wizard.press("enter");
    },
    leave: async () => {
      const alert = await leave(wizard);
      const rows = wizard.frame();
      const end = rows.findLastIndex((row) => row.includes("Ctrl+C again to quit"));
      return { alert, summary: squeezed(rows.slice(end + 1).join("\n")) };
    },
    finish: async () => {
      await enter();
      expect(await wizard.exit).toEqual({ code: 0, signal: 0 });
    },
  };
}

const TONES = "Done: |Take care: |Failed: ";

function byLines(place: Place, options: WalkOptions = {}): Walk {
  const talk: Talk = talkByLines(place, options);
  const { wizard } = talk;
  const wait = (read: (said: string) => string | undefined, about: string): Promise<string> =>
    waitUntil(
      () => (PROMPT.test(talk.since()) ? read(talk.since()) : undefined),
      () => `never said: ${about}\n--- since the last answer ---\n${talk.since()}\n---`,
    );
  return {
    by: "lines",
    wizard,
    says: (content) =>
      wait((said) => (content.test(squeezed(said)) ? squeezed(said) : undefined), `${content}`),
    at: (title, content = /./) =>
      wait((said) => {
        const plain = said.replaceAll("…", "...");
        const from = plain.search(begins(title, TONES));
        const text = squeezed(plain.slice(from));
        return from >= 0 && content.test(text) ? text : undefined;
      }, `${title} ${content}`),
    pick: talk.pick,
    enter: () => {
      talk.type("");
      return Promise.resolve();
    },
    key: (letter) => talk.type(letter),
    passes: async (content) => {
      const holds = (): boolean => content.test(squeezed(talk.since()));
      await waitUntil(() => holds() || undefined, talk.since);
      return squeezed(talk.since());
    },
    tab: () => talk.type("t"),
    back: async () => {
      // What came before the question stood there does not count.
      await untilIdle(wizard.pid, 8);
      talk.type("b");
    },
    clear: () => undefined,
    fill: talk.type,
    lastFour: async (id) => {
      await talk.until(/Type its last four letters[^]*: $/);
      talk.type(id.slice(-4));
    },
    paste: (id, secret) => {
      talk.type(`${id}\r${secret}`);
      return Promise.resolve();
    },
    drop: (path) => {
      talk.type(path.trim());
      return Promise.resolve();
    },
    leave: async () => {
      const alert = await leave(wizard);
      expectOnlyText(wizard.raw());
      const said = squeezed(wizard.raw());
      const at = said.lastIndexOf(alert);
      expect(at, said).toBeGreaterThanOrEqual(0);
      return { alert, summary: said.slice(at + alert.length) };
    },
    finish: async () => {
      talk.type("");
      expect(await wizard.exit).toEqual({ code: 0, signal: 0 });
      expectOnlyText(wizard.raw());
    },
  };
}

/** Answers what was said after the first Ctrl+C. */
async function leave(wizard: Wizard): Promise<string> {
  const alert = /Ctrl\+C again quits[^]*?goes on\./;
  wizard.press("ctrl-c");
  const rows = await wizard.waitFor((now) => alert.test(squeezed(now.join(" "))));
  wizard.press("ctrl-c");
  await wizard.exit;
  return alert.exec(squeezed(rows.join(" ")))?.[0] ?? "";
}

export type StartWalk = (place: Place, options?: WalkOptions) => Walk;

/** For `describe.each`: the name, for its title, and what starts a walk. */
export const MODES: readonly (readonly [string, StartWalk])[] = [
  ["by frames", byFrames],
  ["by lines", byLines],
];
