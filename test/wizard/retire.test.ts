/** Switching keys off, as the pure flow. */
import { describe, expect, it } from "vitest";
import { type State, currentStep, writtenFiles } from "../../src/wizard/state.js";
import { lookFrom } from "../../src/terminal/glyphs.js";
import { stepOf } from "../../src/wizard/way.js";
import type { View } from "../../src/wizard/view.js";
import {
  KEY,
  KEYS_HERE,
  NOTHING_TO_PUT_AWAY,
  OTHER_KEY,
  WRITTEN,
  answer,
  keysAnswer,
  problem,
  walk,
  updateBeside as update,
} from "./canned.js";

const HOST = { env: {}, cwd: "/home/me", home: "/home/me", platform: "linux" } as const;
const toKeys = (): State =>
  walk([
    { type: "started" },
    (state) => answer.surveyed(state),
    { type: "chose", task: "retire" },
    { type: "next" },
    (state) => keysAnswer.keysFound(state),
  ]);
const picked = (accessKeyId = KEY.accessKeyId): State =>
  walk([{ type: "pickedKey", accessKeyId }], toKeys());
const toAway = (): State =>
  walk(
    [
      { type: "switchedOffHere" },
      (state) => keysAnswer.switchedOff(state, { how: "off", state: "refused" }),
      (state) => keysAnswer.putAwayPlanned(state),
    ],
    picked(),
  );
const steps = (state: State): readonly string[] => state.visited.map(({ step }) => step);

describe("off", () => {
  it("what to save comes first; then the keys are looked for and asked about", () => {
    const first = walk([
      { type: "started" },
      (state) => answer.surveyed(state),
      { type: "chose", task: "retire" },
    ]);
    expect(currentStep(first)).toBe("retire-save");
    expect(update(first, { type: "next" }).effects).toMatchObject([
      { type: "findKeys", folders: [] },
    ]);
    expect(update(toKeys(), { type: "lookedInFolder", path: "/media/usb" }).effects).toMatchObject([
      { type: "findKeys", folders: ["/media/usb"] },
    ]);
  });

  it("nothing is switched off by choosing a key; a root key is only watched", () => {
    expect(update(toKeys(), { type: "pickedKey", accessKeyId: KEY.accessKeyId }).effects).toEqual(
      [],
    );
    const root = update(toKeys(), { type: "pickedKey", accessKeyId: OTHER_KEY.accessKeyId });
    expect([currentStep(root.state), root.effects.map(({ type }) => type)]).toEqual([
      "retire-off",
      ["watch"],
    ]);
  });

  it("off and refused: on to the files. Off or denied, and not refused yet: watched, and on when AWS refuses it", () => {
    expect(currentStep(toAway())).toBe("retire-away");
    for (const value of [
      { how: "off", state: "accepted" },
      { how: "console", because: problem("policy-missing"), steps: [] },
    ] as const) {
      const asked = walk([{ type: "switchedOffHere" }], picked());
      const waiting = update(asked, keysAnswer.switchedOff(asked, value));
      expect([currentStep(waiting.state), waiting.effects.map(({ type }) => type)]).toEqual([
        "retire-off",
        ["watch"],
      ]);
      expect(
        currentStep(walk([(state) => keysAnswer.watchEnded(state, "refused")], waiting.state)),
      ).toBe("retire-away");
      expect(
        currentStep(walk([(state) => keysAnswer.watchEnded(state, "secret-wrong")], waiting.state)),
      ).toBe("retire-off");
    }
  });

  it("Esc stops the switching off and awaits what came of it; going back from the watch ends it", () => {
    const stopping = update(walk([{ type: "switchedOffHere" }], picked()), { type: "back" });
    expect([currentStep(stopping.state), stopping.effects]).toEqual([
      "retire-off",
      [{ type: "cancel", kind: "switchOff" }],
    ]);
    const left = update(picked(OTHER_KEY.accessKeyId), { type: "back" });
    expect([currentStep(left.state), left.effects]).toEqual([
      "retire-keys",
      [{ type: "cancel", kind: "watch" }],
    ]);
  });
});

describe("away", () => {
  it("nothing is written before it is agreed to; then the end, from which Back leads to the keys, looked for anew", () => {
    const agreed = update(toAway(), { type: "tookOut" });
    expect(agreed.effects).toMatchObject([{ type: "putAway", found: KEYS_HERE.keys[0] }]);
    const end = walk([(state) => keysAnswer.keyPutAway(state)], agreed.state);
    expect(steps(end)).toEqual(["start", "retire-save", "retire-keys", "retire-end"]);
    expect([end.retired.length, writtenFiles(end)]).toEqual([1, WRITTEN]);
    expect(end.retired[0]).toMatchObject({
      switched: { how: "off", state: "refused" },
      putAway: { written: WRITTEN },
    });
    expect(update(end, { type: "back" }).effects.map(({ type }) => type)).toEqual(["findKeys"]);
  });

  it("a file that changed meanwhile is shown anew; any other failure is said, and the files can be left", () => {
    const changed = walk(
      [{ type: "tookOut" }, (state) => keysAnswer.putAwayFailed(state, "file-changed")],
      toAway(),
    );
    expect([changed.putAwayPlan.status, changed.putAway.status, changed.note]).toEqual([
      "running",
      "idle",
      "It happened: file-changed.",
    ]);
    const failed = walk(
      [{ type: "tookOut" }, (state) => keysAnswer.putAwayFailed(state, "file-not-writable")],
      toAway(),
    );
    expect([currentStep(failed), failed.putAway.status]).toEqual(["retire-away", "failed"]);
    expect(walk([{ type: "leftInFiles" }], failed).retired).toMatchObject([{ putAway: null }]);
  });

  it("a key that AWS was not seen to refuse goes only where that was asked and answered; its clicks are kept for the end", () => {
    const review = walk([{ type: "next" }, (state) => keysAnswer.putAwayPlanned(state)], picked());
    expect(update(review, { type: "tookOut" })).toMatchObject({
      state: { putAway: { status: "idle" } },
      effects: [],
    });
    expect(update(review, { type: "tookOut", forget: false }).effects).toEqual([]);
    const sure = update(review, { type: "tookOut", forget: true });
    expect(sure.effects).toMatchObject([{ type: "putAway" }]);
    const end = walk([(state) => keysAnswer.keyPutAway(state)], sure.state);
    expect(end.retired[0]?.forgotten?.steps.join("\n")).toContain("Deactivate");
    const off = walk([{ type: "tookOut" }, (state) => keysAnswer.keyPutAway(state)], toAway());
    expect(off.retired[0]?.forgotten).toBeNull();
  });

  it("where it stands in no file, nothing is written", () => {
    const none = walk(
      [(state) => keysAnswer.putAwayPlanned(state, NOTHING_TO_PUT_AWAY)],
      walk([{ type: "next" }], picked()),
    );
    const on = update(none, { type: "tookOut" });
    expect([currentStep(on.state), on.effects]).toEqual(["retire-end", []]);
  });

  it("a switched-off key that was refused only later counts as refused, not as switched off in the console", () => {
    const late = walk(
      [
        { type: "switchedOffHere" },
        (state) => keysAnswer.switchedOff(state, { how: "off", state: "accepted" }),
        (state) => keysAnswer.watchEnded(state, "refused"),
        (state) => keysAnswer.putAwayPlanned(state),
        { type: "leftInFiles" },
      ],
      picked(),
    );
    expect(late.retired).toMatchObject([
      { switched: { how: "off", state: "refused" }, seenRefused: false },
    ]);
  });

  it("the record names every key of this run once, and is written once", () => {
    const two = walk(
      [
        { type: "leftInFiles" },
        { type: "anotherKey" },
        (state) => keysAnswer.keysFound(state),
        { type: "pickedKey", accessKeyId: OTHER_KEY.accessKeyId },
        { type: "next" },
        (state) => keysAnswer.putAwayPlanned(state),
        { type: "leftInFiles" },
      ],
      toAway(),
    );
    expect(two.retired.map(({ found }) => found.accessKeyId)).toEqual([
      KEY.accessKeyId,
      OTHER_KEY.accessKeyId,
    ]);
    const writing = update(two, { type: "wroteReport" });
    expect(writing.effects).toMatchObject([
      { type: "writeReport", done: { retired: two.retired } },
    ]);
    const written = walk([(state) => keysAnswer.reportWritten(state)], writing.state);
    expect(update(written, { type: "wroteReport" }).effects).toEqual([]);
  });
});

describe("one after the other", () => {
  // The root key comes first.
  const all = [OTHER_KEY.accessKeyId, KEY.accessKeyId];
  const view = (state: State): View =>
    stepOf(currentStep(state)).view(state, { host: HOST, look: lookFrom(HOST) });
  const endOf = (state: State): State =>
    walk(
      [
        (now) => keysAnswer.putAwayPlanned(now, NOTHING_TO_PUT_AWAY),
        { type: "next" },
        (now) => keysAnswer.putAwayPlanned(now, NOTHING_TO_PUT_AWAY),
        { type: "leftInFiles" },
      ],
      state,
    );

  it("all of them is the first row; each has its own questions, and the next one comes by itself", () => {
    const list = view(toKeys()).choice?.rows ?? [];
    expect(list[0]).toMatchObject({
      label: "Both, one after the other",
      does: { type: "pickedAll", ids: all },
    });
    const first = walk([{ type: "pickedAll", ids: all }], toKeys());
    expect([currentStep(first), first.retiring?.found.accessKeyId]).toEqual(["retire-off", all[0]]);
    const end = endOf(first);
    expect(currentStep(end)).toBe("retire-end");
    const [next] = view(end).choice?.rows ?? [];
    expect(next).toMatchObject({
      id: "next",
      label: expect.stringMatching(/^Go on with the next: .* \(2 of 2\)$/),
      does: { type: "nextInTurn" },
    });
    const on = walk([{ type: "nextInTurn" }, (now) => keysAnswer.keysFound(now)], end);
    expect([currentStep(on), on.retiring?.found.accessKeyId]).toEqual(["retire-off", all[1]]);
    const over = endOf(on);
    expect(view(over).choice?.rows[0]).toMatchObject({ id: "finish" });
    expect(over.retired).toHaveLength(2);
  });

  it("picking one ends the turn, and afterwards the one that is left is highlighted", () => {
    const first = walk([{ type: "pickedAll", ids: all }], toKeys());
    const one = walk([{ type: "back" }, { type: "pickedKey", accessKeyId: all[0] ?? "" }], first);
    expect(one.inTurn).toEqual([]);
    const again = walk([{ type: "anotherKey" }, (now) => keysAnswer.keysFound(now)], endOf(one));
    expect(currentStep(again)).toBe("retire-keys");
    expect(view(again).choice).toMatchObject({ initial: all[1] });
    expect(view(again).choice?.rows.some(({ id }) => id === "all")).toBe(false);
  });

  it("the letter for who may not manage keys names user, account and page, and holds no secret", () => {
    const letter = view(picked()).keys.find(({ keys }) => keys.includes("m"));
    expect(letter?.does).toMatchObject({ type: "copied" });
    const text = (letter?.does as { readonly text: string }).text;
    expect(text).toContain("IAM user psiturk in AWS account 1234 5678 9012");
    expect(text).toContain("#/users/details/psiturk?section=security_credentials");
    expect(text).not.toContain(KEY.secretAccessKey.reveal());
    expect(text).not.toContain(KEY.accessKeyId);
  });
});
