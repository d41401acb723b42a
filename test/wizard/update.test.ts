/** The wizard's rule, event by event. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { initialState } from "../../src/wizard/initial.js";
import { type State, currentStep } from "../../src/wizard/state.js";
import {
  CHECKED,
  KEY,
  type Move,
  NO_PLAN,
  OTHER_KEY,
  PAIR,
  PLAN,
  SURVEY,
  TODAY,
  answer,
  problem,
  setting,
  ticketOf,
  walk,
  updateBeside as update,
} from "./canned.js";

const toKey: readonly Move[] = [
  { type: "started" },
  (state) => answer.surveyed(state),
  { type: "chose", task: "use-keys" },
];
const toReview: readonly Move[] = [
  ...toKey,
  PAIR,
  (state) => answer.verified(state),
  (state) => answer.planned(state),
];
const toFinal: readonly Move[] = [...toReview, { type: "wrote" }, (state) => answer.written(state)];
const steps = (state: State): readonly string[] => state.visited.map(({ step }) => step);

describe("the way", () => {
  it("walks all seven steps in AWS's order, step 5 in two parts, step 6 without a key press", () => {
    const all = walk([
      { type: "started" },
      { type: "chose", task: "setup" },
      { type: "walked", walk: "all" },
      ...Array.from({ length: 7 }, () => ({ type: "next" }) as const),
    ]);
    expect(steps(all)).toEqual([
      "start",
      "overview",
      "guide-1",
      "guide-2",
      "guide-3",
      "guide-4",
      "guide-5a",
      "guide-5b",
      "guide-7",
      "key",
    ]);
  });

  it("walks only what is open: step 1, and step 4 together with the key", () => {
    const open = walk([
      { type: "started" },
      { type: "chose", task: "setup" },
      { type: "walked", walk: "open" },
      { type: "next" },
    ]);
    expect(steps(open)).toEqual(["start", "overview", "guide-1", "key"]);
    const key = walk([
      { type: "started" },
      { type: "chose", task: "setup" },
      { type: "walked", walk: "key" },
    ]);
    expect(steps(key)).toEqual(["start", "overview", "key"]);
  });

  it("asks which profile only where there are several", () => {
    expect(
      currentStep(
        walk([
          { type: "started" },
          (state) => answer.surveyed(state),
          { type: "chose", task: "check" },
        ]),
      ),
    ).toBe("examined");
    const two = {
      ...SURVEY,
      profiles: ["default", "lab"].map((name) => ({ name, accessKeyId: "AKIA…MPLE", path: "/p" })),
    };
    const asked = walk([
      { type: "started" },
      (state) => answer.surveyed(state, two),
      { type: "chose", task: "check" },
    ]);
    expect(currentStep(asked)).toBe("profile");
    const { effects } = update(asked, { type: "pickedProfile", profile: "lab" });
    expect(effects).toMatchObject([{ type: "examine", profile: "lab" }]);
  });

  it("goes from an accepted key to the review, through the write, to the check of what was written", () => {
    expect(currentStep(walk(toReview))).toBe("review");
    const written = walk(toFinal);
    expect(currentStep(written)).toBe("final");
    expect(written.final.status).toBe("running");
    const end = walk([...toFinal, (state) => answer.finalChecked(state), { type: "next" }]);
    expect(end.leaving).toEqual({ how: "finished" });
  });

  it("goes straight to the review where MTurk is silent and AWS accepts the key: no key can change that", () => {
    expect(
      currentStep(walk([...toKey, PAIR, (state) => answer.verified(state, CHECKED.closed)])),
    ).toBe("review");
  });

  it.each(["notLinked", "noPolicy", "refused", "offline"] as const)(
    "stops for a decision when the answer is %s",
    (name) => {
      expect(
        currentStep(walk([...toKey, PAIR, (state) => answer.verified(state, CHECKED[name])])),
      ).toBe("outcome");
    },
  );

  it("does not come back to a decision that was made", () => {
    const on = walk([
      ...toKey,
      PAIR,
      (state) => answer.verified(state, CHECKED.offline),
      { type: "savedUnchecked" },
    ]);
    expect(steps(on)).toEqual(["start", "key", "review"]);
    expect(on.answers.unchecked).toBe(true);
  });

  it("writes nothing where there is nothing to change, and checks all the same", () => {
    const before = walk([
      ...toKey,
      PAIR,
      (state) => answer.verified(state),
      (state) => answer.planned(state, NO_PLAN),
    ]);
    const { state, effects } = update(before, { type: "wrote" });
    expect(effects.map(({ type }) => type)).toEqual(["finalCheck"]);
    expect(currentStep(state)).toBe("final");
  });
});

describe("cures", () => {
  const notLinked = walk([...toKey, PAIR, (state) => answer.verified(state, CHECKED.notLinked)]);

  it("leads from 'not linked' to step 5b, and from there back to asking again", () => {
    const there = walk([{ type: "aside", step: "guide-5b" }], notLinked);
    expect(currentStep(there)).toBe("guide-5b");
    const { state, effects } = update(there, { type: "next" });
    expect(currentStep(state)).toBe("outcome");
    expect(effects).toMatchObject([{ type: "verify" }, { type: "cancel", kind: "recheck" }]);
    const linked = walk([(now) => answer.verified(now, CHECKED.ready)], state);
    expect(steps(linked)).toEqual(["start", "key", "review"]);
  });

  it("leads from step 4, taken as a cure, to an empty key field", () => {
    const there = walk([
      ...toKey,
      PAIR,
      (state) => answer.verified(state, CHECKED.refused),
      { type: "aside", step: "guide-4" },
      { type: "next" },
    ]);
    expect(currentStep(there)).toBe("key");
    expect(there.answers.key).toBeNull();
  });

  it("asks again on the spot", () => {
    const { state, effects } = update(notLinked, { type: "askedAgain" });
    expect(effects[0]).toMatchObject({ type: "verify", key: KEY });
    expect(update(state, { type: "askedAgain" }).effects).toEqual([]);
  });

  it("shows the plan anew, and why, where a file changed between review and write", () => {
    const writing = walk([...toReview, { type: "wrote" }]);
    const { state, effects } = update(writing, {
      type: "settled",
      job: "write",
      ticket: ticketOf(writing, "write"),
      result: { ok: false, problem: problem("file-changed") },
    });
    expect(effects).toMatchObject([{ type: "plan" }]);
    expect(currentStep(state)).toBe("review");
    expect(state.note).toContain("file-changed");
  });

  it("says what could not be written where it happened, and lets try again", () => {
    const writing = walk([...toReview, { type: "wrote" }]);
    const failed = walk(
      [
        (state) => ({
          type: "settled",
          job: "write",
          ticket: ticketOf(state, "write"),
          result: { ok: false, problem: problem("file-not-writable") },
        }),
      ],
      writing,
    );
    expect(currentStep(failed)).toBe("review");
    expect(update(failed, { type: "wrote" }).effects).toMatchObject([{ type: "write" }]);
  });
});

describe("the key", () => {
  it("takes the halves in either order", () => {
    const id: Move = {
      type: "entered",
      pasted: { kind: "id", accessKeyId: KEY.accessKeyId, notes: [], findings: [] },
    };
    const secret: Move = {
      type: "entered",
      pasted: { kind: "secret", secretAccessKey: KEY.secretAccessKey, notes: [], findings: [] },
    };
    for (const order of [
      [id, secret],
      [secret, id],
    ]) {
      const state = walk([...toKey, ...order], undefined);
      // The documented example pair is refused outside practice, which shows that the two halves
      // were put together and judged.
      expect(state.entry.problem?.code).toBe("example-keys");
    }
    const practised = walk([...toKey, id, secret], initialState(setting({ practice: true })));
    expect(practised.answers.key).toEqual(KEY);
    expect(practised.check.status).toBe("running");
  });

  it("waits for a second Enter where a rule is only observed", () => {
    const odd: Move = {
      type: "entered",
      pasted: {
        kind: "pair",
        key: KEY,
        notes: [],
        findings: [
          { level: "warning", field: "id", code: "length", message: "It is odd.", try: "Look." },
        ],
      },
    };
    const doubting = walk([...toKey, odd]);
    expect(doubting.check.status).toBe("idle");
    expect(doubting.answers.key).toBeNull();
    expect(update(doubting, { type: "confirmed" }).effects).toMatchObject([
      { type: "verify", key: KEY },
    ]);
  });

  it("keeps an answer when going back, and asks anew only what depends on a changed one", () => {
    const back = walk([{ type: "back" }], walk(toReview));
    expect(currentStep(back)).toBe("key");
    expect(back.answers.key).toEqual(KEY);
    // The look at the download folders ends with the screen of the key.
    expect(update(back, { type: "confirmed" }).effects).toMatchObject([
      { type: "cancel", kind: "watchDownloads" },
      { type: "plan" },
    ]);
    const other = update(back, {
      type: "entered",
      pasted: { kind: "pair", key: OTHER_KEY, notes: [], findings: [] },
    });
    expect(other.effects).toMatchObject([{ type: "verify", key: OTHER_KEY }]);
    expect(other.state.plan.status).toBe("idle");
  });

  it("drops an answer that is late", () => {
    const asking = walk([...toKey, PAIR]);
    const late = answer.verified(asking);
    const stopped = update(asking, { type: "back" });
    expect(stopped.effects).toMatchObject([{ type: "cancel", kind: "verify" }]);
    expect(currentStep(stopped.state)).toBe("key");
    expect(update(stopped.state, late).state.check.status).toBe("idle");
  });

  it("ends the patience for a new key with what is known", () => {
    const asking = walk([
      ...toKey,
      PAIR,
      (state) => ({
        type: "progressed",
        job: "verify",
        ticket: ticketOf(state, "check"),
        news: { type: "propagation", until: TODAY, soFar: CHECKED.refused },
      }),
    ]);
    const stopped = update(asking, { type: "back" });
    expect(stopped.effects).toMatchObject([
      { type: "cancel", kind: "verify" },
      { type: "cancel", kind: "watchDownloads" },
    ]);
    expect(currentStep(stopped.state)).toBe("outcome");
  });
});

describe("review", () => {
  it.each([
    [
      "region",
      { type: "setRegion", text: " eu-west-1 " },
      { region: { value: "eu-west-1", when: "always" } },
    ],
    ["profile", { type: "setProfile", text: "mturk" }, { profile: "mturk" }],
    ["file", { type: "switchedFile" }, { keysIn: "config" }],
  ] as const)("plans anew when the %s is changed", (_name, event, intent) => {
    expect(update(walk(toReview), event).effects).toMatchObject([{ type: "plan", intent }]);
  });

  it.each([
    ["setRegion", "US East"],
    ["setProfile", "my lab"],
    ["setProfile", OTHER_KEY.accessKeyId],
    ["setProfile", "DEFAULT"],
  ] as const)("refuses %s %j with a reason and keeps the plan", (type, text) => {
    const { state, effects } = update(
      walk([...toReview, { type: "editing", field: type === "setRegion" ? "region" : "profile" }]),
      { type, text },
    );
    expect(effects).toEqual([]);
    expect(state.reviewField.problem).toMatch(/\w+/);
    expect(state.plan).toEqual({ status: "done", value: PLAN });
  });
});

describe("leaving", () => {
  it("takes Ctrl+C twice; any other key takes the first one back", () => {
    const once = walk([...toReview, { type: "interrupted" }]);
    expect(once.leaving).toBeNull();
    expect(
      walk([{ type: "overlay", overlay: "help" }, { type: "interrupted" }], once).leaving,
    ).toBeNull();
    expect(walk([{ type: "interrupted" }], once).leaving).toEqual({
      how: "interrupted",
      place: "kept",
    });
  });

  it("lets a write that has begun finish", () => {
    const writing = walk([
      ...toReview,
      { type: "wrote" },
      { type: "interrupted" },
      { type: "interrupted" },
    ]);
    expect(writing.leaving).toBeNull();
    const written = walk([(state) => answer.written(state)], writing);
    expect(update(written, { type: "interrupted" }).effects).toMatchObject([
      { type: "keepPlace", place: { step: "final" }, leaving: "interrupted" },
    ]);
  });

  it("changes nothing after it", () => {
    const left = walk([...toReview, { type: "quit" }]);
    expect(left.leaving).toEqual({ how: "quit", place: "kept" });
    expect(update(left, { type: "back" })).toEqual({ state: left, effects: [] });
  });
});

describe("secrets", () => {
  it("hold in every state: no form of it shows one", () => {
    const states = [
      walk([...toKey, PAIR]),
      walk(toReview),
      walk([...toFinal, (state) => answer.finalChecked(state)]),
    ];
    for (const state of states) {
      for (const text of [
        JSON.stringify(state),
        inspect(state, { depth: 20, showHidden: true }),
        String(state.answers.key?.secretAccessKey),
      ]) {
        expect(text).not.toContain("wJalrXUtnFEMI");
      }
    }
  });
});
