/**
 * Replacing a key, as the pure flow: each question is a screen, each answer a new call, and nothing
 * that was done is lost.
 */
import { describe, expect, it } from "vitest";
import type { Event } from "../../src/wizard/events.js";
import { type State, currentStep, writtenFiles } from "../../src/wizard/state.js";
import { isStoppable } from "../../src/wizard/conditions.js";
import {
  CHECKED,
  KEY,
  OTHER_KEY,
  PAIR,
  ROTATIONS,
  TWO_PROFILES,
  WRITTEN,
  answer,
  keysAnswer,
  walk,
  updateBeside as update,
} from "./canned.js";

const start: readonly ((state: State) => Event)[] = [
  () => ({ type: "started" }),
  (state) => answer.surveyed(state),
  () => ({ type: "chose", task: "rotate" }),
  (state) => answer.examined(state),
];
const working = (): State => walk([...start, { type: "replaced", way: "automatic" }]);
const steps = (state: State): readonly string[] => state.visited.map(({ step }) => step);

describe("the way", () => {
  it("asks AWS about the key first; with several profiles, which one before that", () => {
    const asking = update(walk([{ type: "started" }, (state) => answer.surveyed(state)]), {
      type: "chose",
      task: "rotate",
    });
    expect([currentStep(asking.state), asking.effects.map(({ type }) => type)]).toEqual([
      "rotate",
      ["examine"],
    ]);
    const several = walk([
      { type: "started" },
      (state) => answer.surveyed(state, TWO_PROFILES),
      { type: "chose", task: "rotate" },
    ]);
    expect(currentStep(several)).toBe("profile");
    const picked = update(several, { type: "pickedProfile", profile: "lab" });
    expect(picked.effects).toMatchObject([{ type: "examine", profile: "lab" }]);
    const begun = update(walk([(state) => answer.examined(state)], picked.state), {
      type: "replaced",
      way: "automatic",
    });
    expect(begun.effects).toMatchObject([
      { type: "rotate", call: "replace", profile: "lab", answers: { old: "ask", given: null } },
    ]);
  });

  it("ends on the last screen, from which Back leads to the choice and not into what is over", () => {
    const end = walk([(state) => keysAnswer.rotated(state)], working());
    expect(steps(end)).toEqual(["start", "rotate", "rotate-end"]);
    expect(writtenFiles(end)).toEqual(WRITTEN);
    const back = update(end, { type: "back" });
    expect([currentStep(back.state), back.effects.map(({ type }) => type)]).toEqual([
      "rotate",
      ["examine"],
    ]);
  });

  it("a person has to make the key: paste, check, the change, and only then the job gets it", () => {
    const key = walk([(state) => keysAnswer.rotated(state, ROTATIONS.newKey)], working());
    expect([currentStep(key), key.rotation.answers.way, key.answers.key]).toEqual([
      "key",
      "guided",
      null,
    ]);
    const review = update(walk([PAIR], key), answer.verified(walk([PAIR], key), CHECKED.closed));
    expect([currentStep(review.state), review.effects.map(({ type }) => type)]).toEqual([
      "rotate-switch",
      ["cancel", "plan"],
    ]);
    const given = update(walk([(state) => answer.planned(state)], review.state), {
      type: "gaveKey",
    });
    expect(given.effects).toMatchObject([
      {
        type: "rotate",
        answers: { way: "guided", given: { accessKeyId: KEY.accessKeyId }, otherHolder: false },
      },
    ]);
  });

  it("once the file holds the new key, Back does not lead to screens before the switch", () => {
    const key = walk(
      [
        (state) => keysAnswer.rotated(state, ROTATIONS.newKey),
        PAIR,
        (state) => answer.verified(state),
        (state) => answer.planned(state),
        { type: "gaveKey" },
      ],
      working(),
    );
    const question = update(key, keysAnswer.rotated(key, ROTATIONS.inConsole));
    expect(steps(question.state)).toEqual(["start", "rotate", "rotate-work"]);
    expect(question.effects).toMatchObject([
      { type: "watch", key: { profile: "default", accessKeyId: KEY.accessKeyId } },
    ]);
    const refused = update(question.state, keysAnswer.watchEnded(question.state, "refused"));
    expect(refused.effects).toMatchObject([
      { type: "rotate", answers: { seenRefused: [KEY.accessKeyId], old: "off" } },
    ]);
    expect(
      update(question.state, keysAnswer.watchEnded(question.state, "accepted")).effects,
    ).toEqual([]);
  });

  it.each([["whichGoes"], ["lostKey"], ["oldKey"], ["undo"], ["otherHolder"]] as const)(
    "%s waits for a person, and the answer goes into the next call",
    (name) => {
      const asked = update(working(), keysAnswer.rotated(working(), ROTATIONS[name]));
      expect([currentStep(asked.state), asked.effects]).toEqual(["rotate-work", []]);
      const next = update(asked.state, {
        type: "answeredQuestion",
        answer: { letGo: OTHER_KEY.accessKeyId },
      });
      expect(next.effects).toMatchObject([
        { type: "rotate", call: "replace", answers: { letGo: OTHER_KEY.accessKeyId } },
      ]);
    },
  );

  it("undo that stopped is tried again as undo; a question on its way is answered as one of a rotation that was begun", () => {
    const undoing = walk(
      [
        (state) => keysAnswer.rotated(state, ROTATIONS.oldKey),
        { type: "calledRotation", call: "undo" },
      ],
      working(),
    );
    const stopped = walk([(state) => keysAnswer.rotationFailed(state, "offline")], undoing);
    expect(update(stopped, { type: "answeredQuestion", answer: {} }).effects).toMatchObject([
      { call: "undo" },
    ]);
    const asked = walk([(state) => keysAnswer.rotated(state, ROTATIONS.inConsole)], undoing);
    expect(
      update(asked, { type: "answeredQuestion", answer: { old: "keep" } }).effects,
    ).toMatchObject([
      { type: "cancel", kind: "watch" },
      { type: "rotate", call: "finish", answers: { old: "keep" } },
    ]);
  });
});

describe("stopping", () => {
  it("Esc stops the job once and still awaits what came of it; a second one goes back", () => {
    const state = working();
    expect(isStoppable(state)).toBe(true);
    const stopping = update(state, { type: "back" });
    expect([currentStep(stopping.state), stopping.effects]).toEqual([
      "rotate-work",
      [{ type: "cancel", kind: "rotate" }],
    ]);
    expect(
      currentStep(walk([(now) => keysAnswer.rotationFailed(now, "cancelled")], stopping.state)),
    ).toBe("rotate-work");
    const gone = update(stopping.state, { type: "back" }).state;
    expect(currentStep(gone)).toBe("rotate");
    expect(update(gone, { type: "replaced", way: "automatic" }).effects).toEqual([]);
    expect(writtenFiles(walk([(now) => keysAnswer.rotated(now, ROTATIONS.oldKey)], gone))).toEqual(
      WRITTEN,
    );
  });

  it.each([
    ["quit", [{ type: "quit" }]],
    ["Ctrl+C twice", [{ type: "interrupted" }, { type: "interrupted" }]],
  ] as const)(
    "%s leaves when it is known what came of the job, told again at once",
    (_name, events) => {
      const told = walk(events, working());
      expect(told.leaving).toBeNull();
      const known = walk([(state) => keysAnswer.rotated(state, ROTATIONS.oldKey)], told);
      expect([known.leaving?.how, writtenFiles(known)]).toEqual([
        events.length === 1 ? "quit" : "interrupted",
        WRITTEN,
      ]);
      expect(walk(events, told).leaving).not.toBeNull();
    },
  );

  it("a late answer of an earlier call is dropped", () => {
    const state = working();
    expect(
      update(state, {
        type: "settled",
        job: "rotate",
        ticket: 1,
        result: { ok: true, value: ROTATIONS.ended },
      }).state,
    ).toBe(state);
  });
});

it("progress: steps that are done, the one at hand, and how long it is still going to be asked", () => {
  const ticket = ((state: State) =>
    state.rotating.status === "running" ? state.rotating.ticket : 0)(working());
  const told = walk(
    [
      {
        type: "progressed",
        job: "rotate",
        ticket,
        news: { news: { type: "step", step: "create" }, leftMs: null },
      },
      {
        type: "progressed",
        job: "rotate",
        ticket,
        news: { news: { type: "step", step: "verify" }, leftMs: null },
      },
      {
        type: "progressed",
        job: "rotate",
        ticket,
        news: { news: { type: "patience", until: 0, because: "too-new" }, leftMs: 18_000 },
      },
    ],
    working(),
  );
  expect(told.rotating).toMatchObject({
    progress: { done: ["create"], now: "verify", patience: { leftMs: 18_000, because: "too-new" } },
  });
});
