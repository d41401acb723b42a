/** In practice: what is broken is asked about at once, and the console's clicks are done here. */
import { describe, expect, it } from "vitest";
import { initialState } from "../../src/wizard/initial.js";
import { currentStep } from "../../src/wizard/state.js";
import {
  CHECKED,
  type Move,
  PAIR,
  answer,
  setting,
  updateBeside as update,
  walk,
} from "./canned.js";

const practice = initialState(setting({ practice: true, practiceCsv: "/practice/key.csv" }));
const toReview: readonly Move[] = [
  { type: "started" },
  (state) => answer.surveyed(state),
  { type: "chose", task: "use-keys" },
  PAIR,
  (state) => answer.verified(state),
  (state) => answer.planned(state),
];
const broken = { type: "broke", fault: "not-linked" } as const;

describe("what is broken on purpose", () => {
  it("is felt at once where AWS has answered, and only there", () => {
    const asks = (moves: readonly Move[]): readonly string[] =>
      update(walk(moves, practice), broken).effects.map(({ type }) => type);
    expect(asks(toReview.slice(0, 3))).toEqual(["break"]);
    expect(asks(toReview)).toEqual(["break", "verify"]);
    const toFinal: readonly Move[] = [
      ...toReview,
      { type: "wrote" },
      (state) => answer.written(state),
    ];
    // Also while it is being asked: the answer would be one of before.
    expect(asks(toFinal)).toEqual(["break", "finalCheck"]);
    expect(asks([...toFinal, (state) => answer.finalChecked(state)])).toEqual([
      "break",
      "finalCheck",
    ]);
    expect(asks([...toReview.slice(0, 2), { type: "chose", task: "check" }])).toEqual([
      "break",
      "examine",
    ]);
  });

  it("leads from the review to what it comes to, and mended, back", () => {
    const state = walk(
      [...toReview, broken, (now) => answer.verified(now, CHECKED.notLinked)],
      practice,
    );
    expect(state.visited.map(({ step }) => step)).toEqual(["start", "key", "outcome"]);
    const mended = walk(
      [{ type: "broke", fault: null }, (now) => answer.verified(now, CHECKED.ready)],
      state,
    );
    expect(currentStep(mended)).toBe("review");
  });
});

it("the clicks of the console are an effect, and nothing else", () => {
  const state = walk(toReview, practice);
  const click = { what: "make-key" } as const;
  const clicked = update(state, { type: "clickedInPractice", click });
  expect(clicked).toEqual({ state, effects: [{ type: "click", click }] });
});
