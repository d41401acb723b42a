/**
 * Plain lines that are chosen on the first screen of the frames: the frame is gone, what was found
 * is known, the terminal is as it should be, and how to begin with lines is told.
 */
import { describe, expect, test } from "vitest";
import { expectBack, inShell } from "./in-shell.js";
import { EXAMPLE, FIRST, type Wizard, newPlace, short, startWizard } from "./program.js";
import { expectNoSecret, stage } from "./rotation.js";
import { SEATS } from "./seats.js";
import { type Talk, expectOnlyText, talkWith } from "./talk.js";

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 40, rows: 10 },
] as const;

/** What the frames send last: the paste mode off. */
const FRAMES_OVER = "\u001B[?2004l";
const QUESTION = /What would you like to do\?[^]*Number 1 to \d+, Enter for 1: $/;
const PLAIN = SEATS[0]![1];

const offered = (rows: readonly string[]): boolean =>
  rows.slice(-2).some((row) => row.includes(" l lines"));

/** Chooses lines, and waits for the first question. */
async function toLines(wizard: Wizard): Promise<Talk> {
  await wizard.waitFor((rows) => FIRST(rows) && offered(rows));
  const by = talkWith(wizard);
  wizard.send("l");
  await by.until(QUESTION);
  return by;
}

/**
 * All that was printed since the frames are over; without the cursor shown once more when the
 * process ends, which is what the library that drew the frames does by itself.
 */
function printed(wizard: Wizard): string {
  expect(wizard.raw()).toContain(FRAMES_OVER);
  const text = wizard.raw().split(FRAMES_OVER).at(-1) ?? "";
  return text.replace("\u001B[?25h", "");
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ");

describe.each(SIZES)("$columns×$rows", ({ columns, rows }) => {
  test("from the same state on: nothing is looked for again, and a check goes to its end", async () => {
    const here = await stage();
    const mine = here.place.read(".aws/credentials");
    const wizard = await inShell(here, PLAIN, { columns, rows });
    await wizard.waitFor((frame) => FIRST(frame) && offered(frame));
    here.place.put(".aws/credentials", "");
    const by = await toLines(wizard);
    const first = squeezed(printed(wizard));
    expect(first).toContain("next time at once: mturk-setup --plain");
    expect(first).toContain(
      `${short(here.first).replace("…", "...")} boto3 and psiTurk use this one`,
    );
    expect(wizard.scrollback().join("\n")).not.toContain("Enter choose");
    here.place.put(".aws/credentials", mine);
    await by.pick("Check my keys");
    await by.until(/Ready\.[^]*AWS accepts[^]*Enter: finish\. $/);
    by.type("q");
    await wizard.waitFor(/left over: <.*>/);
    expectOnlyText(printed(wizard));
    await expectBack(here, wizard, 0);
    expect(here.place.read(".aws/credentials")).toBe(mine);
  });

  test("in practice too, and practice that is chosen by lines goes on by lines", async () => {
    const asked = startWizard(newPlace(), { args: ["--practice"], columns, rows });
    const by = await toLines(asked);
    await by.pick("Use keys I have");
    await by.until(/practice-key\.csv: $/);
    by.type("");
    await by.until(/Review: nothing is written yet[^]*Enter: write\. $/);
    by.type("");
    await by.until(/Practice complete\.[^]*Number 1/);
    by.type("");
    expect((await asked.exit).code).toBe(0);
    expectOnlyText(printed(asked));

    const chosen = startWizard(newPlace(), { columns, rows });
    const then = await toLines(chosen);
    await then.pick("Try the whole set-up with a practice AWS");
    await then.until(/The practice AWS runs on this computer[^]*Number 1 to 6, Enter for 1: $/);
    then.type("q");
    expect((await chosen.exit).code).toBe(0);
    expectOnlyText(printed(chosen));
  });
});

test("what is typed while one gives way to the other is shown nowhere, and not left to the shell", async () => {
  const here = await stage();
  const wizard = await inShell(here, PLAIN);
  await wizard.waitFor((frame) => FIRST(frame) && offered(frame));
  const by = talkWith(wizard);
  wizard.sendAtOnce("l");
  await by.until(/./);
  for (let times = 0; times < 400; times += 1) {
    wizard.sendAtOnce(`${EXAMPLE.secret}\r`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await by.until(/Number 1 to \d+, Enter for 1: $/);
  wizard.press("ctrl-c");
  await by.until(/Ctrl\+C again quits[^]*: $/);
  wizard.press("ctrl-c");
  await expectBack(here, wizard, 130);
  expect(wizard.raw()).not.toContain(EXAMPLE.secret.slice(0, 8));
  expectNoSecret(here, wizard.raw());
});

test("the key is the first screen's alone, and the help says so", async () => {
  const wizard = startWizard(newPlace(), { args: ["--practice"] });
  await wizard.waitFor((frame) => FIRST(frame) && offered(frame));
  wizard.send("?");
  await wizard.waitFor(/^Help(.*\n)*.*l +on the first screen: plain lines/);
  wizard.press("esc");
  await wizard.enterTo(/^Set up from the beginning(.*\n)*.*Go on: one screen/);
  expect(offered(wizard.frame())).toBe(false);
  wizard.send("l");
  await wizard.enterTo(/^Step 1 of 7/);
});

test.runIf(SEATS.length > 1)("in tmux the frame is gone, and the shell is back", async () => {
  const here = await stage();
  const wizard = await inShell(here, SEATS[1]![1], { columns: 80, rows: 24 });
  await wizard.waitFor((frame) => FIRST(frame) && offered(frame));
  wizard.send("l");
  const frame = (await wizard.waitFor(/Number 1 to \d+, Enter for 1:$/)).join("\n");
  expect(frame).not.toContain("Enter choose");
  wizard.send("q\r");
  await expectBack(here, wizard, 0);
});
