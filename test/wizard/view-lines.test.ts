/** The same view as lines: every word of it, nothing that a terminal would act upon. */
import { expect, test } from "vitest";
import { update } from "../../src/wizard/update.js";
import { alternativesView } from "../../src/wizard/screens/Alternatives.js";
import { breakView } from "../../src/wizard/screens/Break.js";
import { guideView } from "../../src/wizard/screens/Guide.js";
import { profileView } from "../../src/wizard/screens/Profile.js";
import { retireSaveView } from "../../src/wizard/screens/RetireSave.js";
import { initialState } from "../../src/wizard/initial.js";
import type { State } from "../../src/wizard/state.js";
import { STEPS } from "../../src/wizard/steps.js";
import { viewLines } from "../../src/wizard/view-lines.js";
import type { StepView } from "../../src/wizard/view.js";
import { TWO_PROFILES, answer, setting, walk } from "./canned.js";

const HOST = { env: {}, cwd: "/home/me", home: "/home/me", platform: "linux" } as const;
const lines = (view: StepView, state: State): readonly string[] =>
  viewLines(view(state, { host: HOST }));

const started = walk([{ type: "started" }, (state) => answer.surveyed(state, TWO_PROFILES)]);
const inPractice = initialState(
  setting({ practice: true, faults: [{ name: "not-linked", title: "the sandbox is not linked" }] }),
);

const VIEWS: readonly (readonly [string, StepView, State])[] = [
  ...STEPS.filter(({ guide }) => guide !== null).map(
    ({ id }) => [id, guideView(id), started] as const,
  ),
  ["profile", profileView, started],
  ["break", breakView, inPractice],
  ["retire-save", retireSaveView, started],
  ["alternatives", alternativesView, started],
];

test.each(VIEWS)(
  "%s: title first, keys last, no control and no line to be redrawn",
  (_id, view, state) => {
    const shown = view(state, { host: HOST });
    const said = viewLines(shown);
    expect(said[0]).toBe(shown.title);
    expect(said.length).toBeGreaterThan(3);
    for (const line of said) expect(line).not.toMatch(/\p{Cc}/u);
    for (const row of shown.choice?.rows ?? []) expect(said.join("\n")).toContain(row.label);
    for (const { label, hidden } of shown.keys)
      if (hidden !== true) expect(said.join("\n")).toContain(label);
  },
);

test("a choice has numbers, and each number does what the frame's row does", () => {
  const shown = profileView(started, { host: HOST });
  expect(lines(profileView, started).filter((line) => /^\d+ {2}/.test(line))).toEqual(
    shown.choice?.rows.map(({ label, hint }, index) => `${index + 1}  ${label}: ${hint}`),
  );
  const second = shown.choice?.rows[1]?.does;
  expect(second).toEqual({ type: "pickedProfile", profile: "lab" });
  const checking = update(started, { type: "chose", task: "check" }).state;
  expect(update(checking, second!).state.answers.profile).toBe("lab");
});
