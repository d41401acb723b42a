/** `mturk-setup guide`: every step in full, what the closure ended, and as a hand-out. */
import { describe, expect, test } from "vitest";
import { GUIDE } from "../../src/guide/steps.js";
import { LINKS } from "../../src/guide/links.js";
import { guideSchema } from "../../src/jobs/documents.js";
import { clickText } from "../guide/click-text.js";
import { mturkSetupHere } from "../e2e/here.js";
import { newPlace } from "../e2e/program.js";
import { documentOf } from "./run.js";

const run = (...args: readonly string[]): ReturnType<typeof mturkSetupHere> =>
  mturkSetupHere(newPlace(), ["guide", ...args], { env: { HOME: "/does/not/exist" } });

test("every word of every step is in it, with the truth about the closure first", async () => {
  const { code, out, err } = await run();
  expect([code, err]).toEqual([0, ""]);
  expect(out.split("\n").slice(3, 5).join(" ")).toContain("closed Mechanical Turk on September 30");
  for (const step of GUIDE) {
    const words = [step.title, step.why, step.grants, step.time, step.signIn ?? ""];
    for (const text of [...words, ...step.watchFor]) expect(out).toContain(text);
    for (const link of step.links) expect(out).toContain(LINKS[link].url);
    for (const line of step.clicks) expect(out.replaceAll('"', "")).toContain(clickText(line));
    if (step.closesWithMTurk) {
      expect(out).toContain(`Step ${step.id}: ${step.title} (closed)\n`);
      expect(out).toContain(step.whenClosed);
    }
  }
  expect(out).toContain("mturk-setup save --csv FILE");
  expect(out).toContain("Prolific");
  // Nothing that only a screen could keep.
  expect(out).not.toMatch(/press enter/i);
});

test("--closed leaves out what the closure ended", async () => {
  const { steps } = documentOf(await run("--closed", "--json"), guideSchema);
  expect(steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
    "1 open",
    "4 open",
    "6 not-needed",
  ]);
  const { out } = await run("--closed");
  expect(out.match(/^Step .*$/gm)).toEqual([
    "Step 1: AWS account",
    "Step 4: IAM user and access key",
    "Step 6: SDK",
  ]);
});

describe("one step", () => {
  test.each([
    ["4", ["4"]],
    ["5", ["5a", "5b"]],
    ["5b", ["5b"]],
  ])("%s", async (step, ids) => {
    const { steps } = documentOf(await run(step, "--json"), guideSchema);
    expect(steps.map(({ id }) => id)).toEqual(ids);
    const { out } = await run(step);
    expect(out.match(/^Step \w+(?=:)/gm)).toEqual(ids.map((id) => `Step ${id}`));
    expect(out).not.toContain("Prolific");
  });
});

test("as Markdown: headings, numbered clicks, links", async () => {
  const { out } = await run("--markdown");
  expect(out).toMatch(/^# AWS keys/);
  expect(out.match(/^## Step /gm)).toHaveLength(GUIDE.length);
  expect(out).toContain(`[${LINKS.createUserPage.label}](${LINKS.createUserPage.url})`);
  expect(out).toMatch(/^1\. /m);
});
