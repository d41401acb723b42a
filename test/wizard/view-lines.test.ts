/** The same view as lines: every word of it, nothing that a terminal would act upon. */
import { expect, test } from "vitest";
import { update } from "../../src/wizard/update.js";
import { lookFrom } from "../../src/terminal/glyphs.js";
import { breakView } from "../../src/wizard/steps/overlays/break.js";
import { helpView } from "../../src/wizard/steps/overlays/help.js";
import { STEPS } from "../../src/wizard/steps/index.js";
import { profileStep } from "../../src/wizard/steps/check/profile.js";
import { initialState } from "../../src/wizard/initial.js";
import type { UserEvent } from "../../src/wizard/events.js";
import type { State } from "../../src/wizard/state.js";
import { viewLines } from "../../src/wizard/view-lines.js";
import type { StepView } from "../../src/wizard/view.js";
import { TWO_PROFILES, answer, setting, walk } from "./canned.js";

const HOST = { env: {}, cwd: "/home/me", home: "/home/me", platform: "linux" } as const;
const SEEN = { host: HOST, look: lookFrom(HOST) };
const lines = (view: StepView, state: State): readonly string[] => viewLines(view(state, SEEN));

const started = walk([{ type: "started" }, (state) => answer.surveyed(state, TWO_PROFILES)]);
const inPractice = initialState(
  setting({ practice: true, faults: [{ name: "not-linked", title: "the sandbox is not linked" }] }),
);

const VIEWS: readonly (readonly [string, StepView, State])[] = [
  ...STEPS.map(({ id, view }) => [id, view, started] as const),
  ["break", breakView, inPractice],
  ["help", helpView, started],
];

test.each(VIEWS)(
  "%s: title first, keys last, no control and no line to be redrawn",
  (_id, view, state) => {
    const shown = view(state, SEEN);
    const said = viewLines(shown);
    expect(said[0]).toBe(shown.title);
    for (const line of shown.body)
      if (typeof line === "string") expect(said).toContain(line.trim());
    for (const line of said) expect(line).not.toMatch(/\p{Cc}/u);
    for (const row of shown.choice?.rows ?? []) expect(said.join("\n")).toContain(row.label);
    for (const { label, hidden } of shown.keys)
      if (hidden !== true) expect(said.join("\n")).toContain(label);
  },
);

test("a choice has numbers, and each number does what the frame's row does", () => {
  const shown = profileStep.view(started, SEEN);
  expect(lines(profileStep.view, started).filter((line) => /^\d+ {2}/.test(line))).toEqual(
    shown.choice?.rows.map(({ label, hint }, index) => `${index + 1}  ${label}: ${hint}`),
  );
  const second = shown.choice?.rows[1]?.does;
  expect(second).toEqual({ type: "pickedProfile", profile: "lab" });
  const checking = update(started, { type: "chose", task: "check" }).state;
  expect(update(checking, second as UserEvent).state.answers.profile).toBe("lab");
});
