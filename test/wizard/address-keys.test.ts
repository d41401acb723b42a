/** Where an address stands on a screen, it can be opened and copied; by frames and by lines alike. */
import { expect, test } from "vitest";
import { AWS_PROBLEMS } from "../../src/aws/diagnosis/problem-table.js";
import { LINKS, knownAddresses, userPage } from "../../src/guide/links.js";
import { makeKeyLine, makeUserLines, PSITURK_POLICY } from "../../src/guide/policy.js";
import { lookFrom } from "../../src/terminal/glyphs.js";
import { withAddressKeys } from "../../src/wizard/address-keys.js";
import { viewKeys } from "../../src/wizard/lines/line-keys.js";
import { type State, currentStep } from "../../src/wizard/state.js";
import { initialState } from "../../src/wizard/initial.js";
import type { View } from "../../src/wizard/view.js";
import { stepOf } from "../../src/wizard/way.js";
import { CHECKED, answer, setting, walk } from "./canned.js";

const HOST = { env: {}, cwd: "/home/me", home: "/home/me", platform: "linux" } as const;
const view = (state: State): View =>
  withAddressKeys(
    stepOf(currentStep(state)).view(state, { host: HOST, look: lookFrom(HOST) }),
    state,
  );
const doing = (state: State, name: string): unknown =>
  view(state).keys.find(({ keys }) => keys.includes(name))?.does;

test("step 4: Create user opens, and the lines for CloudShell and a smaller policy can be copied", () => {
  const key = walk([
    { type: "started" },
    { type: "chose", task: "setup" },
    { type: "walked", walk: "key" },
  ]);
  expect(doing(key, "ctrl-o")).toEqual({ type: "opened", url: LINKS.createUserPage.url });
  expect(doing(key, "ctrl-y")).toEqual({ type: "copied", text: LINKS.createUserPage.url });
  expect(doing(key, "ctrl-x")).toEqual({ type: "copied", text: makeUserLines() });
  expect(doing(key, "ctrl-p")).toEqual({ type: "copied", text: PSITURK_POLICY });
  expect(viewKeys(view(key)).map(({ word }) => word)).toEqual(
    expect.arrayContaining(["o", "c", "s", "p"]),
  );
  expect(makeUserLines().split("\n")).toEqual([
    "aws iam create-user --user-name psiturk",
    "aws iam attach-user-policy --user-name psiturk " +
      "--policy-arn arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess",
    "aws iam create-access-key --user-name psiturk --output text",
  ]);
  expect(makeKeyLine("it's me")).toContain(`--user-name 'it'\\''s me'`);
});

test("a missing policy leads to that user's own page, known since AWS named the user", () => {
  const refused = walk([
    { type: "started" },
    (state) => answer.surveyed(state),
    { type: "chose", task: "check" },
    (state) => answer.examined(state, CHECKED.noPolicy),
  ]);
  const page = userPage("psiturk", "permissions");
  expect(page).toBe(
    "https://console.aws.amazon.com/iam/home#/users/details/psiturk?section=permissions",
  );
  expect(doing(refused, "o")).toEqual({ type: "opened", url: page });
});

test("addresses of strangers are not opened; letters that a screen uses stay its own", () => {
  expect(knownAddresses("see https://evil.example/x, or https://support.aws.amazon.com.")).toEqual([
    "https://support.aws.amazon.com",
  ]);
  const state = initialState(setting());
  const own = { keys: ["c"], label: "mine", priority: 1, does: { type: "next" } } as const;
  const bare = { title: "", body: [`  At ${LINKS.mturkHelp.url}.`], keys: [own] };
  expect(withAddressKeys(bare, state).keys.map(({ keys }) => keys)).toEqual([
    ["c"],
    ["o", "ctrl-o"],
    ["ctrl-y"],
  ]);
  expect(
    withAddressKeys(bare, initialState(setting({ mayOpen: false }))).keys.map(({ label }) => label),
  ).toEqual(["mine", "copy address"]);
});

test("every address that a diagnosis names is one that can be opened", () => {
  const texts = Object.values(AWS_PROBLEMS).flatMap((row) => [row.means, row.do]);
  for (const text of texts.filter((each) => each.includes("https://")))
    expect(knownAddresses(text), text).not.toEqual([]);
});
