/** Where a walk stands is kept at every step, without secrets, and examined anew when it is taken up. */
import { describe, expect, it } from "vitest";
import { initialState } from "../../src/wizard/initial.js";
import { offeredPlace, placeOf } from "../../src/wizard/place.js";
import { keptPlacesSchema, resumePointSchema } from "../../src/wizard/resume.js";
import { type Place, type ResumePoint, type State, currentStep } from "../../src/wizard/state.js";
import { stoppedWords } from "../../src/wizard/steps/shared/stopped.js";
import { update } from "../../src/wizard/update.js";
import { momentWords } from "../../src/words/moment.js";
import {
  CHECKED,
  KEY,
  KEYS_HERE,
  type Move,
  PAIR,
  ROTATIONS,
  SURVEY,
  TODAY,
  TWO_PROFILES,
  answer,
  keysAnswer,
  setting,
  walk,
} from "./canned.js";

const begun: readonly Move[] = [{ type: "started" }, (state) => answer.surveyed(state)];
const several: readonly Move[] = [
  { type: "started" },
  (state) => answer.surveyed(state, TWO_PROFILES),
];
const keysHere = [
  ...begun,
  { type: "chose", task: "retire" },
  { type: "next" },
  (state: State) => keysAnswer.keysFound(state),
] satisfies readonly Move[];
const toReview: readonly Move[] = [
  ...begun,
  { type: "chose", task: "use-keys" },
  PAIR,
  (state) => answer.verified(state),
  (state) => answer.planned(state),
];

const NOWHERE: ResumePoint = {
  task: "setup",
  walk: null,
  step: "overview",
  profile: "default",
  picked: false,
  region: null,
  key: null,
  at: TODAY,
};
const steps = (state: State): readonly string[] => state.visited.map(({ step }) => step);

/** The places that are kept on the way, in order. */
function keptOn(moves: readonly Move[], from = initialState(setting())): readonly Place[] {
  const places: Place[] = [];
  moves.reduce((state, move) => {
    const next = update(state, typeof move === "function" ? move(state) : move);
    for (const effect of next.effects) if (effect.type === "keepPlace") places.push(effect.place);
    return next.state;
  }, from);
  return places;
}

/** The state in which the next start has taken the place up. */
function next(place: Place | null, more: readonly Move[] = begun): State {
  const read = resumePointSchema.parse(JSON.parse(JSON.stringify({ ...place, at: TODAY })));
  const first = walk(more, initialState(setting({ kept: [read] })));
  const offered = offeredPlace(first);
  if (offered === null) throw new Error("nothing is offered");
  return update(first, { type: "resumed", place: offered }).state;
}

const last = (moves: readonly Move[]): Place | null => keptOn(moves).at(-1) ?? null;

describe("the place", () => {
  it("is kept at each step of set-up, without waiting for the end", () => {
    const places = keptOn([
      ...begun,
      { type: "chose", task: "setup" },
      { type: "walked", walk: "all" },
      ...Array.from({ length: 7 }, () => ({ type: "next" }) as const),
      PAIR,
      (state) => answer.verified(state),
      (state) => answer.planned(state),
      { type: "wrote" },
      (state) => answer.written(state),
    ]);
    expect(places.map(({ step }) => step)).toEqual([
      "overview",
      "guide-1",
      "guide-2",
      "guide-3",
      "guide-4",
      "guide-5a",
      "guide-5b",
      "guide-7",
      "key",
      "final",
    ]);
    expect(new Set(places.map(({ task }) => task))).toEqual(new Set(["setup"]));
  });

  it.each<[string, readonly Move[], Partial<Place>]>([
    ["a check", [{ type: "chose", task: "check" }], { task: "check", step: "examined" }],
    ["a repair", [{ type: "chose", task: "repair" }], { task: "repair", step: "repair" }],
    ["a rotation", [{ type: "chose", task: "rotate" }], { task: "rotate", step: "rotate" }],
    [
      "a rotation at its work",
      [
        { type: "chose", task: "rotate" },
        { type: "replaced", way: "automatic" },
      ],
      { task: "rotate", step: "rotate" },
    ],
    [
      "a new key that is made by hand",
      [
        { type: "chose", task: "rotate" },
        (state) => answer.examined(state),
        { type: "replaced", way: "guided" },
        (state) => keysAnswer.rotated(state, ROTATIONS.newKey),
      ],
      { task: "rotate", step: "key" },
    ],
    ["what to save", [{ type: "chose", task: "retire" }], { task: "retire", step: "retire-save" }],
    [
      "a key that is switched off",
      [...keysHere.slice(2), { type: "pickedKey", accessKeyId: KEY.accessKeyId }],
      { task: "retire", step: "retire-off", key: "AKIA…MPLE" },
    ],
    ["a study without", [{ type: "chose", task: "alternatives" }], { step: "alternatives" }],
  ])("is kept of %s", (_name, moves, place) => {
    expect(last([...begun, ...moves])).toMatchObject(place);
  });

  it("is that of the step under a detour", () => {
    const state = walk([
      ...begun,
      { type: "chose", task: "check" },
      (now) => answer.examined(now, CHECKED.notLinked),
      { type: "aside", step: "guide-5b" },
    ]);
    expect(currentStep(state)).toBe("guide-5b");
    expect(placeOf(state)).toMatchObject({ task: "check", step: "examined" });
  });

  it("holds no id and no secret", () => {
    const kept = JSON.stringify(keptOn([...toReview, { type: "wrote" }]));
    expect(kept).not.toMatch(/AKIA|wJalrXUtnFEMI|EXAMPLE/);
  });

  it("is not kept in practice, nor on the first screen", () => {
    expect(keptOn(toReview, initialState(setting({ practice: true })))).toEqual([]);
    expect(keptOn(begun)).toEqual([]);
    expect(update(walk(begun), { type: "quit" }).effects.map(({ type }) => type)).toEqual([
      "leave",
    ]);
  });

  it.each(["quit", "interrupted"] as const)("is kept when the wizard is left: %s", (how) => {
    const state = { ...walk(toReview), interruptArmed: true };
    const leaving = update(state, { type: how });
    expect(leaving.effects).toMatchObject([
      { type: "keepPlace", place: { step: "key" }, leaving: how },
    ]);
    for (const [kept, place] of [
      [true, "kept"],
      [false, "lost"],
    ] as const)
      expect(
        update(leaving.state, { type: "placeKept", place: NOWHERE, kept, leaving: how }).state
          .leaving,
      ).toEqual({ how, place });
  });

  it("is forgotten at the end, whichever way one then leaves", () => {
    const toFinal: readonly Move[] = [
      ...toReview,
      { type: "wrote" },
      (state) => answer.written(state),
    ];
    const written = walk(toFinal);
    const done = update(written, answer.finalChecked(written));
    expect(done.effects).toEqual([{ type: "forgetPlace", task: "use-keys" }]);
    expect(update(done.state, { type: "quit" }).effects.map(({ type }) => type)).toEqual(["leave"]);
    expect(update(done.state, { type: "next" }).effects.map(({ type }) => type)).toEqual([
      "forgetPlace",
      "leave",
    ]);
    // Not linked yet: there is something to come back for.
    const open = walk([(state) => answer.finalChecked(state, CHECKED.notLinked)], written);
    expect(placeOf(open)).toMatchObject({ step: "final" });
  });
});

describe("taken up", () => {
  it("set-up goes on in the middle of the guide, with its profile", () => {
    const place: Place = { ...NOWHERE, walk: "all", step: "guide-3", profile: "lab" };
    const state = next(place);
    expect(steps(state)).toEqual(["start", "overview", "guide-1", "guide-2", "guide-3"]);
    expect(state.answers.profile).toBe("lab");
  });

  it("a key is pasted again", () => {
    const state = next(last(toReview));
    expect(steps(state)).toEqual(["start", "key"]);
    expect(state.answers.key).toBeNull();
  });

  it("what was saved is checked as the files hold it now", () => {
    const place = last([...toReview, { type: "wrote" }, (state) => answer.written(state)]);
    const state = next(place);
    expect(currentStep(state)).toBe("examined");
    expect(state.examined.status).toBe("running");
    expect(state.write.status).toBe("idle");
  });

  it("a profile that was picked is asked for by its name, one that was not is not", () => {
    const place = last([
      ...several,
      { type: "chose", task: "check" },
      { type: "pickedProfile", profile: "lab" },
    ]);
    const first = walk(several, initialState(setting({ kept: [{ ...NOWHERE, ...place }] })));
    expect(
      update(first, { type: "resumed", place: { ...NOWHERE, ...place } }).effects,
    ).toMatchObject([
      { type: "examine", profile: "lab" },
      { type: "keepPlace", place: { picked: true } },
    ]);
    const usual: ResumePoint = { ...NOWHERE, task: "check", step: "examined" };
    expect(update(first, { type: "resumed", place: usual }).effects).toMatchObject([
      { type: "examine", profile: null },
      { type: "keepPlace" },
    ]);
  });

  it("a rotation looks at the key anew before it goes on to the making of the new one", () => {
    const place: Place = { ...NOWHERE, task: "rotate", step: "key" };
    const state = next(place);
    expect(currentStep(state)).toBe("rotate");
    const looked = update(state, answer.examined(state));
    expect(looked.effects).toMatchObject([
      { type: "rotate", call: "replace", answers: { way: "guided" } },
    ]);
    // Refused by now: nothing goes on by itself.
    const refused = update(state, answer.examined(state, CHECKED.refused));
    expect(refused.effects).toEqual([]);
    expect(currentStep(refused.state)).toBe("rotate");
    // Whoever presses a key decides.
    const pressed = walk([{ type: "askedAgain" }, { type: "carriedOn" }], state);
    expect(update(pressed, answer.examined(pressed)).effects).toEqual([]);
  });

  it("a key that was being switched off is asked about anew, and is gone on with if it is here", () => {
    const place = last([...keysHere, { type: "pickedKey", accessKeyId: KEY.accessKeyId }]);
    const state = next(place);
    expect(currentStep(state)).toBe("retire-keys");
    // Two keys look alike: the person says which.
    expect(currentStep(update(state, keysAnswer.keysFound(state)).state)).toBe("retire-keys");
    const one = { ...KEYS_HERE, keys: KEYS_HERE.keys.slice(0, 1) };
    const there = update(state, keysAnswer.keysFound(state, one)).state;
    expect(currentStep(there)).toBe("retire-off");
    expect(there.retiring?.found.accessKeyId).toBe(KEY.accessKeyId);
    const gone = update(state, keysAnswer.keysFound(state, { ...KEYS_HERE, keys: [] })).state;
    expect(currentStep(gone)).toBe("retire-keys");
  });
});

describe("what is offered", () => {
  const first = (kept: readonly ResumePoint[], more: Partial<Parameters<typeof setting>[0]> = {}) =>
    offeredPlace(walk(begun, initialState(setting({ kept, ...more }))));

  it("is the latest, of the profile that was named", () => {
    const older = { ...NOWHERE, at: TODAY - 1 };
    const lab: ResumePoint = { ...NOWHERE, task: "check", step: "examined", profile: "lab" };
    expect(first([older, lab])).toBe(lab);
    expect(first([older, lab], { profile: "default" })).toBe(older);
    expect(first([])).toBeNull();
  });

  it("is not a rotation of which the journal knows more", () => {
    const kept: ResumePoint = { ...NOWHERE, task: "rotate", step: "rotate" };
    const state = walk(
      [
        { type: "started" },
        (now) => ({
          type: "settled",
          job: "survey",
          ticket: now.survey.status === "running" ? now.survey.ticket : 0,
          result: {
            ok: true,
            value: {
              survey: SURVEY,
              unfinished: [
                {
                  profile: "default",
                  state: "interrupted",
                  from: "AKIA…MPLE",
                  to: null,
                  startedAt: TODAY,
                  message: "Open.",
                  try: [],
                },
              ],
            },
          },
        }),
      ],
      initialState(setting({ kept: [kept] })),
    );
    expect(offeredPlace(state)).toBeNull();
  });

  it.each<[Partial<ResumePoint>, string]>([
    [{ step: "guide-4" }, "step 4 of set-up, today 12:00"],
    [{ step: "key", walk: "open" }, "step 4 of set-up, today 12:00"],
    [{ step: "guide-5b", profile: "lab" }, "step 5b of set-up (profile lab), today 12:00"],
    [{ task: "rotate", step: "key" }, "making the new key, today 12:00"],
    [
      { task: "retire", step: "retire-off", key: "AKIA…MPLE" },
      "switching off AKIA…MPLE, today 12:00",
    ],
    [
      { task: "retire", step: "retire-off", key: "AKIA…MPLE", profile: "lab" },
      "switching off AKIA…MPLE, today 12:00",
    ],
    [{ task: "check", step: "examined" }, "checking the keys, today 12:00"],
  ])("is said in words: %o", (place, words) => {
    const at = new Date(2026, 10, 22, 12).getTime();
    expect(stoppedWords({ ...NOWHERE, ...place, at }, at)).toBe(words);
  });

  it("says when: today, yesterday, or the day", () => {
    const now = new Date(2026, 10, 22, 9, 5).getTime();
    expect(momentWords(now - 5 * 60_000, now)).toBe("today 09:00");
    expect(momentWords(new Date(2026, 10, 21, 16, 20).getTime(), now)).toBe("yesterday 16:20");
    expect(momentWords(new Date(2026, 10, 20, 16, 20).getTime(), now)).toBe("November 20, 16:20");
    expect(momentWords(new Date(2025, 11, 31, 23, 59).getTime(), now)).toBe(
      "December 31 2025, 23:59",
    );
  });
});

describe("the file", () => {
  const whole = { version: 1, places: [NOWHERE] };

  it.each<[string, unknown]>([
    ["another version", { ...whole, version: 2 }],
    ["none", { places: [NOWHERE] }],
    ["a step that there is not", { version: 1, places: [{ ...NOWHERE, step: "guide-99" }] }],
    ["a time that cannot be", { version: 1, places: [{ ...NOWHERE, at: 1e300 }] }],
    ["a whole id", { version: 1, places: [{ ...NOWHERE, key: KEY.accessKeyId }] }],
    ["a secret", { version: 1, places: [{ ...NOWHERE, profile: KEY.secretAccessKey.reveal() }] }],
    ["too many", { version: 1, places: Array.from({ length: 8 }, () => NOWHERE) }],
    ["what is no object", "place"],
  ])("with %s is as good as none", (_name, content) => {
    expect(keptPlacesSchema.safeParse(whole).success).toBe(true);
    expect(keptPlacesSchema.safeParse(content).success).toBe(false);
  });
});
