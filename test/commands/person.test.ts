/**
 * What was typed before its question does not count, nor what follows it at once; Ctrl+C counts
 * wherever it is read: with such keys, and behind the Enter of the answer before.
 */
import { afterEach, expect, test, vi } from "vitest";
import { Person, type PersonReply } from "../../src/commands/terminal/person.js";
import type { Device, DeviceEvents } from "../../src/commands/terminal/person-ports.js";
import { waitUntil } from "../harness/wait.js";
import { newPlace, startWizard } from "../e2e/program.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Seat {
  readonly person: Person;
  /** What the terminal delivers. */
  readonly type: (text: string) => void;
  /** What it holds and has not delivered. */
  readonly hold: (text: string) => void;
  readonly said: () => string;
  readonly died: () => readonly string[];
}

function seat(onlyPrints = false, insideEmacs = false): Seat {
  const died: string[] = [];
  let said = "";
  let events: DeviceEvents | undefined;
  let held = "";
  const device: Device = {
    listen: (given) => (events = given),
    setEcho: () => undefined,
    silenceAnew: () => undefined,
    write: (text) => (said += text),
    keepAlive: () => undefined,
    suspend: () => undefined,
    drain: () => {
      const unread = bytes(held);
      held = "";
      return unread;
    },
    close: () => undefined,
  };
  const person = new Person({
    open: () => device,
    dieBy: (signal) => died.push(signal),
    onEnd: () => () => undefined,
    onlyPrints,
    ascii: false,
    insideEmacs,
  });
  person.begin();
  return {
    person,
    type: (text) => events?.onBytes(bytes(text)),
    hold: (text) => (held = text),
    said: () => said,
    died: () => died,
  };
}

test("Emacs shows what is typed: told before the first text that is to be hidden, with what hides it", async () => {
  const { person, type, said } = seat(true, true);
  const answer = person.ask("Which? ");
  type("1\r");
  await answer;
  expect(said()).not.toContain("Emacs");
  for (let asked = 0; asked < 2; asked += 1) {
    const reply = person.askHidden("Key: ");
    type("abc\r");
    expect(await reply).toMatchObject({ text: "abc" });
  }
  expect(said()).toMatch(/Which\? 1\nEmacs shows .*comint-send-invisible.*\nKey: \nKey: \n/);
});

test.each([
  ["alone", "\u0003"],
  ["after other keys", "yes\r\u0003"],
  ["as the kitty protocol sends it", "\u001B[99;5u"],
  ["as modifyOtherKeys sends it", "\u001B[27;5;99~"],
])("unread when its question came up: %s", async (_name, typed) => {
  const { person, hold, died } = seat();
  hold(typed);
  expect(await person.ask("Delete it? ")).toBeNull();
  expect(died()).toEqual([]);
});

afterEach(() => vi.useRealTimers());

test.each([
  ["whole", "yes\r\u001B[200~\u0003\u001B[201~", ""],
  ["of which the Enter comes when the question stands", "1", "\r"],
  ["of which most comes when the question stands", "w", "JalrXUtn\r"],
])(
  "other keys that were typed before their question do not count: something %s",
  async (_name, before, rest) => {
    vi.useFakeTimers();
    const { person, hold, type, said } = seat(true);
    hold(before);
    const reply = person.ask("Delete it? ");
    for (const key of rest) {
      vi.advanceTimersByTime(15);
      type(key);
    }
    vi.advanceTimersByTime(30);
    if (/\w/.test(before)) expect(said()).toContain("does not count");
    expect(said()).toMatch(/Delete it\? $/);
    type("no\r");
    expect(await reply).toEqual({ text: "no", closed: false });
  },
);

test("what comes when nothing is asked belongs together with what follows at once", async () => {
  vi.useFakeTimers();
  const { person, type } = seat();
  type("2");
  const reply = person.ask("Which? ");
  type("\r");
  vi.advanceTimersByTime(30);
  type("3\r");
  expect(await reply).toEqual({ text: "3", closed: false });
});

test.each([
  ["without brackets", "wJalrXUtnFEMI\r", "K7MDENGbPxRfi\r"],
  ["in brackets", "\u001B[200~wJalrXUtnFEMI\u001B[201~\r", "\u001B[200~K7MDENGbPxRfi\u001B[201~\r"],
])(
  "what is pasted at a question, %s, is refused with the Enter behind it; after the last of it that is said",
  async (_how, ...pastes) => {
    vi.useFakeTimers();
    const { person, type, said } = seat();
    const reply = person.ask("Which? ");
    for (const paste of pastes) {
      type(paste);
      expect(said().replaceAll("\u0007", "")).toMatch(/not taken here\.\)\nWhich\? $/);
    }
    vi.advanceTimersByTime(30);
    expect(said().split("not taken here")).toHaveLength(3);
    expect(said()).toMatch(/not taken here\.\)\nWhich\? $/);
    expect(said()).not.toMatch(/wJal|K7MD/);
    type("3\r");
    expect(await reply).toEqual({ text: "3", closed: false });
  },
);

test.each([
  ["Down", "\u001B[B"],
  ["Tab", "\t"],
  ["a letter that no answer has", "é"],
  ["a digit of another script", "١"],
])("%s and Enter is not the same as Enter", async (_what, typed) => {
  const { person, type } = seat();
  const reply = person.ask("Which? ");
  type(`${typed}\r`);
  expect((await reply)?.text).toBe("?!");
});

test("full-width digits are digits", async () => {
  const { person, type } = seat();
  const reply = person.ask("Which? ");
  type("１２\r");
  expect((await reply)?.text).toBe("12");
});

const WAYS = ["ask", "askText", "askHidden"] as const;

function askedBy(person: Person, how: (typeof WAYS)[number]): Promise<PersonReply> {
  return how === "askText" ? person.askText("Two? ", () => true) : person[how]("Two? ");
}

test.each(
  (["ask", "askHidden"] as const).flatMap((first) => WAYS.map((next) => [first, next] as const)),
)(
  "behind the Enter of an answer to %s: the next question, by %s, is answered by it",
  async (first, next) => {
    const { person, type, died } = seat();
    const answer = person[first]("One? ");
    type("1\r\u0003");
    expect(await answer).toEqual({ text: "1", closed: false });
    expect(await askedBy(person, next)).toBeNull();
    expect(died()).toEqual([]);
  },
);

test.each(["ask", "askHidden"] as const)(
  "behind the last answer, given to %s: the program ends",
  async (how) => {
    const { person, type, died } = seat();
    const first = person[how]("One? ");
    type("1\r\u0003");
    await first;
    await waitUntil(
      () => (died().length > 0 ? true : undefined),
      () => "it goes on",
    );
    expect(died()).toEqual(["SIGINT"]);
  },
);

test("in a terminal, behind the number of a menu", async () => {
  const wizard = startWizard(newPlace(), { args: ["--plain"] });
  await wizard.waitFor(/Number 1 to \d+/);
  wizard.sendAtOnce("1\r\u0003");
  await wizard.waitFor("Ctrl+C again quits");
  wizard.press("ctrl-c");
  expect(await wizard.exit).toMatchObject({ signal: 2 });
});
