/**
 * What hands do without the head, and what few eyes see: habits at the keyboard, held keys, small
 * windows, keyboards that speak another protocol. Nothing acts that was not meant.
 */
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { takesKeys, waitUntil } from "../harness/wait.js";
import { FIRST, type Wizard, pick, typeLastFour } from "./program.js";
import { type Stage, expectNoSecret, expectWorking, stage } from "./rotation.js";
import { SEATS, type Seat } from "./seats.js";

const REPLACE = /^Replace a key: default(.*\n)*.*Replace it/;
const REPLACED = /^(?:✓ )?Replaced: the file holds(.|\n)*Switch the old key off/;

async function toReplace(
  seat: Seat,
  here: Stage,
  size: { rows?: number; columns?: number } = {},
): Promise<Wizard> {
  const wizard = await seat.start(here.place, { rows: 24, ...size, env: here.env });
  await wizard.choose("Replace a key \\(rotate\\)");
  await wizard.waitFor(/^Replace a key: default/);
  return wizard;
}

async function quit(here: Stage, wizard: Wizard): Promise<void> {
  wizard.press("ctrl-c");
  await wizard.waitFor(/Ctrl\+C again/);
  wizard.press("ctrl-c");
  await wizard.exit;
  expectNoSecret(here, wizard.raw());
}

/** A new key stands in the file, and the old one is as it was. */
function expectBothOn(here: Stage): void {
  expect(here.active()).toEqual(here.all());
  expect(here.all()).toHaveLength(2);
  expectWorking(here);
}

/** Untouched, with what lies in the home. */
function witness(here: Stage): (why?: string) => void {
  const tree = here.place.tree();
  const ids = [here.all(), here.active()];
  return (why) => {
    expect(here.place.tree(), why).toEqual(tree);
    expect([here.all(), here.active()], why).toEqual(ids);
  };
}

describe.each(SEATS)("%s: what cannot be undone is never done by habit", (_name, seat) => {
  test.each([
    ["number, Enter", "1\r"],
    ["number, Enter, Enter", "1\r\r"],
    ["Enter held down", "\r".repeat(30)],
    ["the number held down", "1".repeat(30)],
    ["the number, and Enter held down", `1${"\r".repeat(30)}`],
    ["Enter held down, as the kitty protocol tells it", `1${"\u001B[13;1:2u".repeat(30)}`],
    ["Enter held down, as win32-input-mode tells it", `1${"\u001B[13;28;13;1;0;30_".repeat(30)}`],
    ["Enter held down while the link stalls", `1${"\r".repeat(2_000)}`],
  ])(
    "G: %s at the question replaces the key, and answers no other question",
    async (_how, keys) => {
      const here = await stage();
      const wizard = await toReplace(seat, here);
      await wizard.waitFor(REPLACE);
      // Each is a press of its own, none of them waits for the screen.
      for (const key of keys.startsWith("1\u001B") ? ["1", keys.slice(1)] : keys)
        wizard.sendAtOnce(key);
      await wizard.waitFor(REPLACED);
      await untilIdle(wizard.pid, 20);
      expect(wizard.frame().join("\n")).toMatch(REPLACED);
      expectBothOn(here);
      await quit(here, wizard);
    },
  );

  test("G: the press that comes with the question, for each of its rows, is dropped", async () => {
    const here = await stage();
    const wizard = await toReplace(seat, here);
    await wizard.waitFor(REPLACE);
    const unchanged = witness(here);
    let early = 0;
    for (const key of ["1", "2", "3", "4", "\r", " ", "\u001B[B\r"]) {
      wizard.press("esc");
      await wizard.waitFor(FIRST);
      // In again; as soon as the question is there, before anybody has read it, comes the key.
      await wizard.choose("Replace a key \\(rotate\\)");
      await waitUntil(
        () => REPLACE.test(wizard.frame().join("\n")) || undefined,
        () => wizard.frame().join("\n"),
      );
      // On a busy machine the question may have stood there for long enough by now.
      if (takesKeys(wizard.frame())) continue;
      early += 1;
      wizard.sendAtOnce(key);
      await untilIdle(wizard.pid, 30);
      expect(wizard.frame().join("\n"), JSON.stringify(key)).toMatch(REPLACE);
      unchanged(JSON.stringify(key));
    }
    expect(early).toBeGreaterThan(0);
    await quit(here, wizard);
  });

  test("G: a menu keeps its rows from the moment it is shown: the number read is the row taken", async () => {
    const here = await stage();
    const wizard = await seat.start(here.place, { rows: 24, env: here.env });
    const rows = (frame: readonly string[]): readonly string[] =>
      frame.map((line) => /^ {2}. (\d {2}\S.*?)(?: {2,}|$)/.exec(line)?.[1] ?? "").filter(Boolean);
    // As early as there is one, the look round still going on.
    const first = rows(await wizard.waitFor((frame) => rows(frame).length > 0));
    await wizard.waitFor(FIRST);
    await untilIdle(wizard.pid, 20);
    expect(rows(wizard.frame()).slice(0, first.length)).toEqual(first);
    await quit(here, wizard);
  });
});

describe.each(SEATS)("%s: a window of 40 x 10", (_name, seat) => {
  const SMALL = { rows: 10, columns: 40 };

  test("T: Enter only turns pages before the last one was seen", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await toReplace(seat, here, SMALL);
    const first = (await wizard.waitFor(/Space \(1\/\d+\)/)).join("\n");
    const pages = Number(/\(1\/(\d+)\)/.exec(first)?.[1]);
    expect(pages).toBeGreaterThan(1);
    for (let page = 2; page <= pages; page += 1) {
      const before = wizard.frame().join("\n");
      expect(wizard.frame().at(-1)).toContain("Enter read on");
      wizard.press("enter");
      await wizard.waitFor((rows) => rows.join("\n") !== before);
      unchanged();
    }
    await wizard.waitFor((rows) => rows.at(-1)?.includes("Enter choose") === true);
    // The choice stands behind the text, whole.
    expect(wizard.frame().join("\n")).toMatch(/› 1 {2}Replace it(.|\n)* {4}3 {2}/);
    await quit(here, wizard);
  });

  test("T: no digit does anything while a part of what it is about was not shown", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await toReplace(seat, here, SMALL);
    const first = (await wizard.waitFor(/Space \(1\/\d+\)/)).join("\n");
    const pages = Number(/\(1\/(\d+)\)/.exec(first)?.[1]);
    for (const [index, digit] of ["1", "2", "3", "4", "9"].slice(0, pages - 1).entries()) {
      wizard.send(digit);
      await untilIdle(wizard.pid, 25);
      unchanged(digit);
      // It turned the page, or, where there is no such row, did nothing.
      expect(wizard.frame().join("\n"), digit).toMatch(/^Replace a key: default/);
      expect(wizard.frame().join("\n"), digit).toMatch(/Space \(\d+\/\d+\)| {4}3 {2}/);
      if (index === 0) expect(wizard.frame().join("\n")).toContain(`(2/${pages})`);
    }
    await quit(here, wizard);
  });

  test("T: the row that deletes, out of view, says so once moved to, and asks for the last four", async () => {
    const here = await stage();
    const wizard = await toReplace(seat, here, SMALL);
    await pick(wizard, "Replace it");
    // Not all rows are in view: the digit moved to its row, and Enter takes that.
    wizard.press("enter");
    await wizard.waitFor(/^Replaced: the file holds/);
    // The digit of a row that is not in view moves there; only then it is a choice.
    for (;;) {
      const text = (await wizard.waitFor(/Replaced: the file holds|last four/)).join("\n");
      if (text.includes("last four")) break;
      expectBothOn(here);
      wizard.send(text.includes("› 2 ") ? "\r" : "2");
      await wizard.waitFor((rows) => rows.join("\n") !== text);
    }
    expect(wizard.frame().join(" ").replaceAll(/\s+/g, " ")).toContain("This cannot be undone.");
    for (const key of ["\r", "y\r", "2\r"]) {
      wizard.send(key);
      await untilIdle(wizard.pid, 20);
      expectBothOn(here);
      for (let times = key.length; times > 0; times -= 1) wizard.press("backspace");
    }
    await typeLastFour(wizard, here.first);
    await wizard.waitFor((rows) => !rows.join("\n").includes("last four"));
    await wizard.waitFor(/The old key is deleted|Finish/);
    expect(here.all()).not.toContain(here.first);
    expectWorking(here);
    await quit(here, wizard);
  });

  test("T: what is to be written is paged through before Enter writes it", async () => {
    const here = await stage();
    const made = here.madeInConsole();
    const unchanged = witness(here);
    const wizard = await seat.start(here.place, { ...SMALL, env: here.env });
    // Its row is below the ones in view.
    await wizard.waitFor(FIRST);
    while (!/› \d {2}Use keys I have/.test(wizard.frame().join("\n"))) {
      const above = wizard.frame().join("\n");
      wizard.press("down");
      await wizard.waitFor((rows) => rows.join("\n") !== above);
    }
    wizard.press("enter");
    await wizard.waitFor(/^The access key/);
    wizard.paste(`${made.id}\n${made.secret}`, true);
    await wizard.enterTo(/^Review/);
    const first = (await wizard.waitFor(/\(1\/\d+\)/)).join("\n");
    const pages = Number(/\(1\/(\d+)\)/.exec(first)?.[1]);
    for (let page = 2; page <= pages; page += 1) {
      expect(wizard.frame().join("\n")).not.toContain("Enter write");
      wizard.press("enter");
      await wizard.waitFor(`(${page}/${pages})`);
      unchanged();
    }
    await wizard.waitFor((rows) => rows.at(-1)?.includes("Enter write") === true);
    unchanged();
    await quit(here, wizard);
    unchanged();
  });
});
