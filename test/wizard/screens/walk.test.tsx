/**
 * From the first screen to the end, at both sizes: every frame, every key press, Back, and no
 * secret in any byte.
 */
import { describe, expect, test } from "vitest";
import { BEFORE, SIZES, type Wizard, enterPair, openWizard, write, readOn } from "./wizard.js";

const GUIDE = [
  /^Step 1 of 7: AWS account/,
  /^Step 2 of 7/,
  /^Step 3 of 7/,
  /^Step 4 of 7/,
  /^Step 5a of 7/,
  /^Step 5b of 7: LINK THE SANDBOX TOO/,
  /^Step 7 of 7/,
];

function expectFits(wizard: Wizard, rows: number): void {
  for (const frame of wizard.seen)
    expect(frame.length, frame.join("\n")).toBeLessThanOrEqual(rows - 2);
  expect(wizard.rawBytes()).not.toContain("\u001B[3J");
}

describe.each(SIZES)("$columns×$rows", ({ columns, rows }) => {
  test("practice, all seven: one Enter a step, one for the CSV, one to write, one to finish; PRACTICE all the time", async () => {
    const wizard = await openWizard({ practice: true, columns, rows });
    await wizard.to("\r", /^Set up from the beginning.*\n(.*\n)*.*Go on: one screen a step/);
    for (const step of GUIDE) await wizard.to("\r", step);
    await wizard.to("\r", /^The access key(.*\n)*.*use practice-key\.csv/);
    await wizard.to("\r", /^Review: nothing is written yet(.*\n)*Enter (?:write|read on)/);
    await readOn(wizard);
    await wizard.to("\r", /^Practice complete\. Amazon was not asked\.(.*\n)*.*10,000\.00/);
    wizard.press("enter");
    await wizard.exited;
    expect(wizard.state().leaving).toEqual({ how: "finished" });
    for (const frame of wizard.seen) expect(frame.slice(0, 2).join(" ")).toContain("PRACTICE");
    expectFits(wizard, rows);
    expect(wizard.rawBytes()).not.toContain(wizard.aws.secretAccessKey.reveal());
  });

  test("practice: nowhere is it said that AWS accepts a key; v shows the files and where they lie", async () => {
    const wizard = await openWizard({ practice: true, columns, rows });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("use practice-key.csv");
    await wizard.to("\r", /^Review.*\n(.*\n)*.*Practice AWS accepts(.*\n)*Enter (?:write|read on)/);
    await readOn(wizard);
    await wizard.to("\r", /^Practice complete/);
    // Read after the screen is there.
    const files = await wizard.to("v", /~ is (.*\n)*.*aws_access_key_id = AKIA…/);
    expect(files).toContain(`~ is ${wizard.home}`);
    await wizard.to("\u001B", /Practice AWS accepts/);
    for (const frame of wizard.seen)
      expect(frame.join(" ")).not.toMatch(/(?<![Pp]ractice) AWS accepts AKIA/);
    expectFits(wizard, rows);
  });

  test("what is still open: whoever has an account is led to step 4 and its key, and to an end without MTurk", async () => {
    const wizard = await openWizard({ columns, rows, mturkGone: true });
    await wizard.to(
      "1",
      /^Set up from the beginning: 2 of 7 steps can still be done.*\n(.*\n)*.*I have an AWS account/,
    );
    await wizard.to("\r", /^Step 4 of 7: IAM user and access key.*\n(.*\n)*.*Paste id and secret/);
    const review = await enterPair(wizard);
    expect(review).toMatch(/^Review: nothing is written yet/);
    const end = await write(wizard);
    expect(end).toMatch(/^Your key works\. MTurk does not answer\./);
    await wizard.choose("Run a study without MTurk");
    await wizard.waitFor(/^Run a study without MTurk/);
    await wizard.to("\r", /^Your key works\. MTurk does not answer\./);
    wizard.press("enter");
    await wizard.exited;
    expect(wizard.state().leaving).toEqual({ how: "finished" });
    expectFits(wizard, rows);
    expect(wizard.rawBytes()).not.toContain(wizard.aws.secretAccessKey.reveal());
  });

  test("help, every fault's menu and each step of the overview open and close over the screen they were called from", async () => {
    const wizard = await openWizard({ practice: true, columns, rows });
    await wizard.to("?", /^Help/);
    await wizard.to("\r", /^mturk-setup/);
    await wizard.to("?", /^Help/);
    await wizard.to("\u001B", /^mturk-setup/);
    expect(await wizard.to("b", /^Break something on purpose/)).not.toContain("b break");
    await wizard.to("\u001B", /^mturk-setup/);
    await wizard.to("1", /^Set up from the beginning.*\n(.*\n)*.*Go on/);
    for (const [digit, title] of [
      ["1", /^Step 1 /],
      ["2", /^Step 2 /],
      ["3", /^Step 3 /],
      ["4", /^Step 4 /],
      ["5", /^Step 5b /],
      ["7", /^Step 7 /],
    ] as const) {
      await wizard.to(digit, title);
      await wizard.to("\r", /^Set up from the beginning/);
    }
    expectFits(wizard, rows);
  });
});

test("before the closure there are no closed rows, and the walk is the full one", async () => {
  const wizard = await openWizard({ setting: { startedAt: BEFORE }, mturkGone: true });
  const overview = await wizard.to("1", /MTurk's sandbox gives no answer/);
  expect(overview).toMatch(/^Set up from the beginning: the seven steps of AWS's guide/);
  expect(overview).not.toMatch(/closed/);
  expect(overview).toContain("did not answer just now");
});

test("the look-up says what it asked, and being offline is not told as closed", async () => {
  const wizard = await openWizard({ mturkGone: true });
  expect(
    await wizard.to(
      "1",
      /MTurk's sandbox gives no answer \(ECONNREFUSED\)\. It closed on Sept 30\./,
    ),
  ).toMatch(/2 Requester account +closed/);
  const offline = await openWizard({ faults: ["offline"] });
  expect(await offline.to("1", /neither AWS nor MTurk can be reached/)).toContain(
    "from the calendar",
  );
});

test("a step that is closed says so before anything else, and is still told in full", async () => {
  const wizard = await openWizard({ mturkGone: true });
  await wizard.to("1", /I have an AWS account/);
  const step = await wizard.to("5", /^Step 5b of 7/);
  expect(step.split("\n")[3]).toMatch(/! This site closed with MTurk on September 30, 2026/);
  expect(step).toContain("https://requestersandbox.mturk.com/developer");
});

test("what the key is for is asked before a card is: the highlighted row leads to no sign-up page", async () => {
  const wizard = await openWizard({ mturkGone: true });
  const overview = await wizard.to("1", /What do you need\?/);
  const highlighted = /^ +[>›❯] +(.*)$/m.exec(overview)?.[1] ?? "";
  expect(highlighted).toMatch(/^I have an AWS account/);
  expect(overview.indexOf("I have an AWS account")).toBeLessThan(overview.indexOf("needs a card"));
  await wizard.to("\r", /^Step 4 of 7/);
  const step = wizard.frame().join("\n");
  expect(step).toContain("https://console.aws.amazon.com/iam/home#/users/create");
  expect(step).toContain("AmazonMechanicalTurkFullAccess");
  expect(step).toContain("Keys of aws login or SSO expire; psiTurk takes only keys that last.");
  expect(wizard.seen.flat().join("\n")).not.toContain("signin.aws.amazon.com/signup");
});

test("keys for something else: steps 1 and 4, in words that speak of no closed step and of no right of MTurk's", async () => {
  const wizard = await openWizard({ mturkGone: true });
  await wizard.to("1", /What do you need\?/);
  await wizard.to("\u001B[B\r", /^Step 1 of 7/);
  const account = wizard.frame().join("\n");
  expect(account).not.toMatch(/5b|\b3 and\b/);
  expect(account).toContain("ROOT sign-in: keep them safe.");
  await wizard.to("\r", /^Step 4 of 7/);
  const key = wizard.frame().join("\n");
  expect(key).toContain("tick only what your program needs");
  expect(key).not.toMatch(/MechanicalTurk|step [2357]/);
});

test("Back leads through all screens to the first, answers kept", async () => {
  const wizard = await openWizard({ practice: true });
  const way = [/^Set up from/, ...GUIDE, /^The access key/, /^Review(.*\n)*Enter write/];
  for (const title of way) await wizard.to("\r", title);
  for (const title of way.toReversed().slice(1)) await wizard.to("\u001B", title);
  await wizard.to("\u001B", /^mturk-setup/);
  expect(wizard.state().answers.key?.accessKeyId).toBe(wizard.aws.accessKeyId);
});

test("o opens, c copies, and the note says no more than is known", async () => {
  const wizard = await openWizard({ setting: { startedAt: BEFORE } });
  await wizard.to("1", /Go on/);
  await wizard.to("\r", /^Step 1 of 7/);
  await wizard.to("o", "Asked your browser to open it. If nothing appears:");
  await wizard.to("c", "Copied, if your terminal allows it.");
  expect([wizard.opened, wizard.copied]).toEqual([
    ["https://signin.aws.amazon.com/signup?request_type=register"],
    ["https://signin.aws.amazon.com/signup?request_type=register"],
  ]);
  await wizard.to("\r", /^Step 2 of 7/);
  expect(wizard.frame().join("\n")).not.toContain("Copied");
});

test("q keeps the place of an unfinished walk, not of the first screen", async () => {
  const wizard = await openWizard({ setting: { startedAt: BEFORE } });
  expect(wizard.frame().join("\n")).toMatch(/q quit(?!, place)/);
  await wizard.to("1", /Go on/);
  await wizard.to("\r", /^Step 1 of 7(.*\n)*.*q quit, place kept/);
  await wizard.to("\u001B", /^Set up/);
  await wizard.to("\u001B", /^mturk-setup(.*\n)*.*q quit$/m);
  await wizard.to("1", /Go on/);
  await wizard.to("\r", /^Step 1 of 7/);
  await wizard.to("\r", /^Step 2 of 7/);
  wizard.type("q");
  await wizard.exited;
  expect(wizard.keptPlaces.at(-1)).toMatchObject({ task: "setup", walk: "all", step: "guide-2" });
});

test("while the sandbox is looked for, nothing can be gone on with, and Esc leads back", async () => {
  const wizard = await openWizard({ faults: ["silent"] });
  const looking = await wizard.to(
    "1",
    /^Set up from the beginning$(.*\n)*.*Looking for MTurk's sandbox/m,
  );
  expect(looking).not.toMatch(/Go on|^Enter/m);
  wizard.press("enter");
  await wizard.to("\u001B", /^mturk-setup/);
  expect(wizard.state().answers.walk).toBeNull();
});
