/**
 * The repair: agreed to or left one damage at a time, written when nothing is left to decide, and
 * on from there.
 */
import { describe, expect, it } from "vitest";
import type { Event } from "../../src/wizard/events.js";
import { initialState } from "../../src/wizard/initial.js";
import { type State, currentStep, wasWritten, writtenFiles } from "../../src/wizard/state.js";
import { changeOf } from "../../src/aws-files/doctor/mend.js";
import { lookFrom } from "../../src/terminal/glyphs.js";
import { bodyLines } from "../../src/wizard/lines/view-lines.js";
import type { View } from "../../src/wizard/view.js";
import { stepOf } from "../../src/wizard/way.js";
import { type Examination, nextOffer } from "../../src/jobs/doctor.js";
import {
  PAIR,
  SOUND,
  WRITTEN,
  answer,
  problem,
  setting,
  ticketOf,
  updateBeside as update,
  walk,
} from "./canned.js";

const HOST = { env: {}, cwd: "/home/me", home: "/home/me", platform: "linux" } as const;
const changesOf = ({ treatments }: Examination): unknown =>
  treatments.map((treatment) => {
    const change = changeOf(treatment);
    return change.ok ? change.value?.diff : change.problem;
  });
const REPAIR: Event = { type: "chose", task: "repair" };
const AGREE: Event = { type: "decided", way: 0 };
const LEAVE: Event = { type: "decided", way: null };

const shown = (): State =>
  walk([
    { type: "started" },
    (state) => answer.surveyed(state),
    REPAIR,
    (state) => answer.diagnosed(state),
  ]);
const offerOf = ({ repair }: State): string | undefined =>
  repair.status === "done" ? nextOffer(repair.value)?.code : undefined;
const fails =
  (code: Parameters<typeof problem>[0]) =>
  (state: State): Event => ({
    type: "settled",
    job: "mend",
    ticket: ticketOf(state, "mend"),
    result: { ok: false, problem: problem(code) },
  });

describe("from the first screen", () => {
  it("looks first; offers one damage after the other; writes once, when all are decided; then checks the key", () => {
    const asked = update(walk([{ type: "started" }, (state) => answer.surveyed(state)]), REPAIR);
    expect(asked.effects).toEqual([{ type: "diagnose", ticket: ticketOf(asked.state, "repair") }]);
    const first = shown();
    expect(offerOf(first)).toBe("file-broken");
    const second = update(first, AGREE);
    expect([offerOf(second.state), second.effects]).toEqual(["file-misread", []]);
    const all = update(second.state, AGREE);
    expect(all.effects).toEqual([
      {
        type: "mend",
        ticket: ticketOf(all.state, "mend"),
        examination: all.state.repair.status === "done" ? all.state.repair.value : null,
      },
    ]);
    const done = update(all.state, answer.mended(all.state));
    expect(currentStep(done.state)).toBe("examined");
    expect(done.effects.map(({ type }) => type)).toEqual(["examine"]);
    expect([wasWritten(done.state), writtenFiles(done.state)]).toEqual([true, WRITTEN]);
  });

  it("a part of it can be left; where all is left, nothing is written and the first screen comes back", () => {
    const part = update(walk([AGREE, LEAVE], shown()), { type: "next" }).state;
    expect(part.mend.status).toBe("running");
    const none = update(walk([LEAVE], shown()), LEAVE);
    expect([currentStep(none.state), none.effects, none.state.mend.status]).toEqual([
      "start",
      [],
      "idle",
    ]);
  });

  it("while it is written, no other answer counts, and the program does not leave", () => {
    const writing = walk([AGREE, AGREE], shown());
    expect(update(writing, LEAVE)).toEqual({ state: writing, effects: [] });
    expect(walk([{ type: "interrupted" }, { type: "interrupted" }], writing).leaving).toBeNull();
  });

  it("a file that changed meanwhile is looked at anew; any other failure is said, and asking again looks anew", () => {
    const changed = walk([AGREE, AGREE, fails("file-changed")], shown());
    expect([changed.repair.status, changed.note]).toEqual([
      "running",
      "It happened: file-changed.",
    ]);
    const failed = walk([AGREE, AGREE, fails("file-not-writable")], shown());
    expect([currentStep(failed), failed.mend.status]).toEqual(["repair", "failed"]);
    const again = update(failed, { type: "askedAgain" });
    expect([again.state.mend.status, again.effects.map(({ type }) => type)]).toEqual([
      "idle",
      ["diagnose"],
    ]);
  });

  it("several things, none of them a choice: all in one change, agreed to by one answer; or each, or none", () => {
    const view = (state: State): View =>
      stepOf("repair").view(state, { host: HOST, look: lookFrom(HOST) });
    const { title, body, choice } = view(shown());
    expect(title).toBe("Two things are wrong. The whole repair:");
    const told = bodyLines(body);
    expect(told.filter((line) => line.startsWith("! "))).toHaveLength(2);
    expect(told.join("\n")).toMatch(/The whole repair(\n.*)*\[default\]/);
    expect(choice?.rows.map(({ does }) => does)).toEqual([
      { type: "agreedToAll" },
      { type: "turnedTo", part: "list" },
      { type: "back" },
    ]);
    const all = update(shown(), { type: "agreedToAll" });
    const singly = update(walk([AGREE], shown()), AGREE);
    const given = (turn: typeof all): unknown =>
      turn.effects.flatMap((effect) =>
        effect.type === "mend" ? [changesOf(effect.examination)] : [],
      );
    expect(all.effects.map(({ type }) => type)).toEqual(["mend"]);
    expect(given(all)).toEqual(given(singly));
    expect(view(walk([{ type: "turnedTo", part: "list" }], shown())).title).toMatch(
      /cannot be read/,
    );
    expect(currentStep(walk([{ type: "back" }], shown()))).toBe("start");
  });

  it("nothing to mend: on to the check", () => {
    const state = walk([
      { type: "started" },
      (now) => answer.surveyed(now),
      REPAIR,
      (now) => answer.diagnosed(now, SOUND),
      { type: "next" },
    ]);
    expect(currentStep(state)).toBe("examined");
  });

  it("Esc while it is looking drops the late answer", () => {
    const looking = walk([{ type: "started" }, (state) => answer.surveyed(state), REPAIR]);
    const back = update(looking, { type: "back" });
    expect(back.effects).toContainEqual({ type: "cancel", kind: "diagnose" });
    expect(update(back.state, answer.diagnosed(looking)).state.repair.status).toBe("idle");
  });

  it("holds no text of the files, but secrets", () => {
    expect(JSON.stringify(shown())).not.toMatch(/madeUp|AKIAQYLPMN5HHEXAMPLE/);
  });
});

describe("from the review", () => {
  const review = (): State =>
    walk(
      [
        { type: "started" },
        (state) => answer.surveyed(state),
        { type: "chose", task: "use-keys" },
        PAIR,
        (state) => answer.verified(state),
      ],
      initialState(setting()),
    );
  const broken = (state: State): Event => ({
    type: "settled",
    job: "plan",
    ticket: ticketOf(state, "plan"),
    result: { ok: false, problem: problem("file-broken") },
  });

  it("leads back to it, where the change is planned anew, with the key that was entered", () => {
    const repaired = walk(
      [broken, { type: "aside", step: "repair" }, (state) => answer.diagnosed(state), AGREE, AGREE],
      review(),
    );
    const back = update(repaired, answer.mended(repaired));
    expect(currentStep(back.state)).toBe("review");
    expect(back.effects.map(({ type }) => type)).toEqual(["plan"]);
    expect(back.state.answers.key).not.toBeNull();
  });

  it("leaving all of it leads back too", () => {
    expect(
      currentStep(
        walk(
          [
            broken,
            { type: "aside", step: "repair" },
            (state) => answer.diagnosed(state),
            LEAVE,
            LEAVE,
          ],
          review(),
        ),
      ),
    ).toBe("review");
  });
});
