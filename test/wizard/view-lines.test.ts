/** Writes the same views as lines: every word of them, nothing that a terminal would act upon. */
import { expect, test } from "vitest";
import { update } from "../../src/wizard/update.js";
import { lookFrom } from "../../src/terminal/glyphs.js";
import { diffLines } from "../../src/terminal/parts/diff.js";
import type { Span } from "../../src/terminal/parts/line.js";
import { railLine } from "../../src/terminal/parts/rail.js";
import { breakView } from "../../src/wizard/steps/overlays/break.js";
import { helpView } from "../../src/wizard/steps/overlays/help.js";
import { STEPS } from "../../src/wizard/steps/index.js";
import { profileStep } from "../../src/wizard/steps/check/profile.js";
import { initialState } from "../../src/wizard/initial.js";
import type { UserEvent } from "../../src/wizard/events.js";
import type { State } from "../../src/wizard/state.js";
import { understood } from "../../src/wizard/lines/answers.js";
import { globalKeys, viewKeys } from "../../src/wizard/lines/line-keys.js";
import {
  bodyLines,
  controlLines,
  keysLine,
  plainLines,
} from "../../src/wizard/lines/view-lines.js";
import type { StepView } from "../../src/wizard/view.js";
import { TWO_PROFILES, answer, setting, walk } from "./canned.js";

const HOST = { env: {}, cwd: "/home/me", home: "/home/me", platform: "linux" } as const;
const SEEN = { host: HOST, look: lookFrom(HOST) };

const started = walk([{ type: "started" }, (state) => answer.surveyed(state, TWO_PROFILES)]);
const inPractice = initialState(
  setting({ practice: true, faults: [{ name: "not-linked", title: "the sandbox is not linked" }] }),
);

const VIEWS: readonly (readonly [string, StepView, State])[] = [
  ...STEPS.map(({ id, view }) => [id, view, started] as const),
  ["break", breakView, inPractice],
  ["help", helpView, started],
];

test.each(VIEWS)("%s: every word of it, and nothing to be redrawn", (_id, view, state) => {
  const shown = view(state, SEEN);
  const keys = [...viewKeys(shown), ...globalKeys(state)];
  const said = [...bodyLines(shown.body), ...controlLines(shown), keysLine(keys)];
  for (const line of shown.body)
    if (typeof line === "string" && line !== "")
      expect(said).toContain(plainLines([line]).join(""));
  for (const line of said) expect(line).not.toMatch(/\p{Cc}/u);
  for (const { id: letter, label } of shown.choice?.rows ?? [])
    expect(said.join("\n")).toContain(label.replace(`${letter}  `, ""));
  for (const { label, hidden, word } of keys)
    if (!hidden && word !== "") expect(said.join("\n")).toContain(label);
});

test("no two keys of a screen are typed alike", () => {
  for (const [id, view, state] of VIEWS) {
    const words = [...viewKeys(view(state, SEEN)), ...globalKeys(state)].map(({ word }) => word);
    expect(new Set(words).size, `${id}: ${words.join(" ")}`).toBe(words.length);
  }
});

test("a choice has numbers, and each number does what the frame's row does", () => {
  const shown = profileStep.view(started, SEEN);
  expect(controlLines(shown)).toEqual(
    shown.choice?.rows.map(({ label, hint }, index) =>
      plainLines([`${index + 1}  ${label}: ${hint}`]).join(""),
    ),
  );
  const second = shown.choice?.rows[1]?.does;
  expect(understood(shown, [], "2")).toEqual({ does: second, typed: null });
  expect(understood(shown, [], "9")).toEqual({ say: "There are the numbers 1 to 2." });
  const checking = update(started, { type: "chose", task: "check" }).state;
  expect(update(checking, second as UserEvent).state.answers.profile).toBe("lab");
});

test("a change of a file is said in words, not by signs", () => {
  const lines = diffLines("~/.aws/config", [
    { sign: " ", text: "[default]" },
    { sign: "-", text: "region = us-west-2", line: 7 },
    { sign: "+", text: "region = us-east-1", line: 7 },
    { sign: "+", text: "output = json", line: 8 },
  ]);
  expect(plainLines(lines)).toEqual([
    "~/.aws/config",
    "in [default]",
    "line 7: region, from us-west-2 to us-east-1",
    "line 8: new: output = json",
  ]);
});

test("how far one has come is read aloud in the words that are drawn", () => {
  const rail = {
    closed: "closed with MTurk",
    rail: [
      { name: "1", words: "account", mark: "done" },
      { name: "2", words: "requester", mark: "closed" },
      { name: "3", words: "link", mark: "closed" },
      { name: "4", words: "user and key", mark: "here" },
      { name: "7", words: "paying", mark: "ahead" },
    ],
  } as const;
  expect(bodyLines([rail])).toEqual([
    "1 account done; 4 user and key here; 7 paying still to come; 2, 3 closed with MTurk",
  ]);
  const { spans } = railLine(rail, 200, SEEN.look) as { readonly spans: readonly Span[] };
  const drawn = spans.map(({ text }) => text).join("");
  for (const words of ["1 account", "4 user and key", "7 paying", "closed with MTurk"])
    expect(drawn).toContain(words);
});
