/** Tells news while a question stands: together, each clock by itself, and nothing is lost. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { initialState } from "../../src/wizard/initial.js";
import { StandingQuestion } from "../../src/wizard/lines/standing.js";
import { LineWriter } from "../../src/wizard/lines/writer.js";
import type { Block, View } from "../../src/wizard/view.js";
import { setting } from "./canned.js";

const state = initialState(setting());

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"],
  });
});
afterEach(() => void vi.useRealTimers());

const going = (clock: string): Block => ({
  clock,
  lines: ({ seconds }) => [`${clock} goes on, ${seconds} s`],
});
const viewOf = (...body: readonly Block[]): View => ({ title: "At work", body, keys: [] });

/** A question that stands, and what was said since: `below` it is asked again. */
function standing(...body: readonly Block[]): {
  readonly question: StandingQuestion;
  readonly said: () => readonly string[];
} {
  const said: string[] = [];
  const writer = new LineWriter({
    say: (text) => void said.push(text),
    interject: (text) => void said.push(`below: ${text}`),
  });
  writer.write(viewOf(...body), state);
  const question = new StandingQuestion(writer, { view: viewOf(...body), state });
  return { question, said: () => said.splice(0) };
}

test("what follows each other at once is told together, and only what is new", () => {
  const { question, said } = standing("first");
  said();
  question.changed({ view: viewOf("first", "second"), state });
  vi.advanceTimersByTime(200);
  question.changed({ view: viewOf("first", "second", "third"), state });
  expect(said()).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(said()).toEqual(["below: second\nthird\n"]);
  question.end();
  expect(said()).toEqual([]);
});

test("what waits to be told when the question is over is told then", () => {
  const { question, said } = standing("first");
  said();
  question.changed({ view: viewOf("first", "second"), state });
  question.end();
  expect(said()).toEqual(["second\n"]);
  vi.advanceTimersByTime(60_000);
  expect(said()).toEqual([]);
});

test("each clock counts for itself, from when it began", () => {
  const { question, said } = standing(going("A"));
  said();
  vi.advanceTimersByTime(7_000);
  question.changed({ view: viewOf(going("A"), going("B")), state });
  vi.advanceTimersByTime(300);
  expect(said()).toEqual(["below: B goes on, 0 s\n"]);
  // Ten seconds after the last word.
  vi.advanceTimersByTime(9_900);
  expect(said()).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(said()).toEqual(["below: A goes on, 17 s\nB goes on, 10 s\n"]);
  question.end();
});

test("an event that is no news keeps nobody waiting for the word that it goes on", () => {
  const { question, said } = standing(going("A"));
  said();
  vi.advanceTimersByTime(9_900);
  question.changed({ view: viewOf(going("A")), state });
  vi.advanceTimersByTime(100);
  expect(said()).toEqual(["below: A goes on, 10 s\n"]);
  question.end();
});

test("where nothing goes on, nothing is said", () => {
  const { question, said } = standing("first");
  said();
  vi.advanceTimersByTime(60_000);
  expect(said()).toEqual([]);
  question.end();
});
