/** What may pass by itself is asked about by itself, until Esc; what it leads to. */
import { describe, expect, it } from "vitest";
import type { Event } from "../../src/wizard/events.js";
import { recheckArgs } from "../../src/wizard/recheck.js";
import type { Rechecked } from "../../src/wizard/run-recheck.js";
import { type State, currentStep } from "../../src/wizard/state.js";
import { recheckLines } from "../../src/wizard/steps/shared/recheck-lines.js";
import { lookFrom } from "../../src/terminal/glyphs.js";
import { bodyLines } from "../../src/wizard/lines/view-lines.js";
import {
  CHECKED,
  KEY,
  type Move,
  PAIR,
  answer,
  report,
  updateBeside as update,
  walk,
} from "./canned.js";

const toOutcome = (checked: (typeof CHECKED)[keyof typeof CHECKED]): readonly Move[] => [
  { type: "started" },
  (state) => answer.surveyed(state),
  { type: "chose", task: "use-keys" },
  PAIR,
  (state) => answer.verified(state, checked),
];
const notLinked = walk(toOutcome(CHECKED.notLinked));

function answered(state: State, value: Rechecked): Event {
  const ticket = state.recheck.status === "running" ? state.recheck.ticket : 0;
  return { type: "settled", job: "recheck", ticket, result: { ok: true, value } };
}
const linked = (state: State): Event => answered(state, { about: "check", answer: CHECKED.ready });

describe("asking by itself", () => {
  it.each(["notLinked", "noPolicy"] as const)("begins where the answer is %s", (name) => {
    const state = walk(toOutcome(CHECKED[name]));
    expect([currentStep(state), state.recheck.status]).toEqual(["outcome", "running"]);
    expect(recheckArgs(state)).toMatchObject({ about: "check", key: KEY });
  });

  it("does not begin where nothing passes by itself", () => {
    for (const checked of [CHECKED.refused, CHECKED.offline])
      expect(walk(toOutcome(checked)).recheck.status).toBe("idle");
  });

  it("leads on to the review once the sandbox is linked", () => {
    const on = walk([linked], notLinked);
    expect(on.visited.map(({ step }) => step)).toEqual(["start", "key", "review"]);
    expect(on.recheck.status).toBe("idle");
  });

  it("goes on while step 5b is read, and leads on from there", () => {
    const reading = walk([{ type: "aside", step: "guide-5b" }], notLinked);
    expect(reading.recheck).toEqual(notLinked.recheck);
    const on = walk([linked], reading);
    expect(on.visited.map(({ step }) => step)).toEqual(["start", "key", "review"]);
  });

  it("shows another problem where it is one, and waits for that", () => {
    const other = walk(
      [(state) => answered(state, { about: "check", answer: CHECKED.noPolicy })],
      notLinked,
    );
    expect(currentStep(other)).toBe("outcome");
    expect(other.recheck).toMatchObject({
      status: "running",
      progress: { because: "policy-missing" },
    });
  });

  it("ends with Esc, which leaves the screen where it is; the next Esc leads back", () => {
    const stopped = update(notLinked, { type: "back" });
    expect(stopped.effects).toEqual([{ type: "cancel", kind: "recheck" }]);
    expect([currentStep(stopped.state), stopped.state.recheck.status]).toEqual([
      "outcome",
      "failed",
    ]);
    expect(update(stopped.state, linked(notLinked)).state).toEqual(stopped.state);
    expect(currentStep(update(stopped.state, { type: "back" }).state)).toBe("key");
    // Asked by a person, and still not linked: it is waited for again.
    const again = walk(
      [{ type: "askedAgain" }, (state) => answer.verified(state, CHECKED.notLinked)],
      stopped.state,
    );
    expect(again.recheck.status).toBe("running");
  });

  it("ends when the screen is left, or a person asks", () => {
    for (const event of [{ type: "returned", step: "key" }, { type: "askedAgain" }] as const) {
      const { state, effects } = update(notLinked, event);
      expect(effects).toContainEqual({ type: "cancel", kind: "recheck" });
      expect(state.recheck.status).toBe("idle");
    }
  });

  it("goes on in the last check, and in that of this computer", () => {
    const checking = walk([
      { type: "started" },
      (state) => answer.surveyed(state),
      { type: "chose", task: "check" },
      (state) => answer.examined(state, CHECKED.notLinked),
    ]);
    expect(recheckArgs(checking)).toMatchObject({ about: "examined", profile: null });
    const well = walk(
      [(state) => answered(state, { about: "examined", answer: report(CHECKED.ready) })],
      checking,
    );
    expect(well.examined).toMatchObject({ status: "done", value: { verdict: "ready" } });
    expect(well.recheck.status).toBe("idle");
    const final = walk(
      [
        (state) => answer.verified(state),
        (state) => answer.planned(state),
        { type: "wrote" },
        (state) => answer.written(state),
        (state) => answer.finalChecked(state, CHECKED.notLinked),
      ],
      walk(toOutcome(CHECKED.ready).slice(0, -1)),
    );
    expect(recheckArgs(final)).toMatchObject({ about: "final", profile: "default" });
  });
});

describe("what is shown", () => {
  const host = { home: "/home/me", env: {}, cwd: "/", platform: "linux" } as const;
  const at = (seconds: number, state: State): readonly string[] =>
    bodyLines(recheckLines(state, { host, look: lookFrom(host) }), () => ({ seconds, frame: 0 }));

  it("counts the seconds, down to the next question", () => {
    expect(at(0, notLinked).join()).toContain("Asking AWS again every 10 s: not linked yet");
    expect(at(4, notLinked).join()).toContain("not linked yet, 4 s so far; next in 6 s");
    expect(at(30, notLinked).join()).toContain("30 s so far; next in 10 s");
  });

  it("says that it was stopped", () => {
    expect(at(0, update(notLinked, { type: "back" }).state).join()).toContain("not asked again");
  });
});
