/**
 * What somebody tries against a person's terminal, or a person against their own, in a plain
 * terminal and in tmux: nothing is done but what was meant, and no secret is in any byte.
 */
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { expectBack, inShell, leave, toReplace, witness } from "./in-shell.js";
import { FIRST, type Wizard, mturkSetup, newPlace, pick, startWizard } from "./program.js";
import { type Stage, expectNoSecret, expectWorking, stage } from "./rotation.js";
import { SEATS } from "./seats.js";

const REPLACED = /^(?:✓ )?Replaced: the file holds(.|\n)*Switch the old key off/;
const secretOf = (here: Stage): string => here.aws.secretAccessKey.reveal();

/** Longest piece of the secret that stands in the text. */
function pieceIn(text: string, secret: string): number {
  let longest = 0;
  for (let from = 0; from < secret.length; from += 1)
    while (from + longest < secret.length && text.includes(secret.slice(from, from + longest + 1)))
      longest += 1;
  return longest;
}

/** To where the old key's last four letters are asked for. */
async function toDelete(wizard: Wizard): Promise<void> {
  await toReplace(wizard);
  wizard.press("enter");
  await wizard.waitFor(REPLACED);
  await pick(wizard, "Switch it off and delete it");
  await wizard.waitFor("Type its last four letters");
}

describe.each(SEATS)("%s: at the question that replaces a key", (_name, seat) => {
  test.each([
    [
      "a paste that ends itself and goes on with keys",
      "\u001B[200~hello\u001B[201~1\r1\r\u001B[201~",
    ],
    ["a paste whose end never comes", "\u001B[200~1\r1\r2\r"],
    ["an end of a paste without a beginning", "\u001B[201~\u001B[201~"],
    ["a paste of commands, unmarked, as a mouse button sends it", "1\n2\n3\ny\nyes\ndelete\n"],
    ["bytes that are no UTF-8, cut characters", "\u00C0\u0080\u00FF\u00FE\u00F0\u009F"],
    [
      "NUL, DEL and every control but Ctrl+C",
      "\u0000\u0001\u0002\u0004\u0005\u0006\u000B\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0016\u0018\u0019\u001A\u001C\u001D\u001E\u001F",
    ],
    ["Alt with letters, digits and Enter", "\u001B1\u001B2\u001B\r\u001By\u001Bq"],
    [
      "a description of the terminal that is a key",
      "\u001BP1+r544e=31\u001B\\\u001B]52;c;MQ==\u0007",
    ],
    ["a digit dressed in combining signs and other scripts", "1\u0301\u0661\u0967\u{1D7CF}\u2460"],
  ])("%s: nothing is replaced, and the keyboard goes on", async (what, bytes) => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await inShell(here, seat);
    await toReplace(wizard);
    wizard.sendAtOnce(what.startsWith("bytes") ? Buffer.from(bytes, "latin1") : bytes);
    await untilIdle(wizard.pid, 30);
    unchanged(what);
    // A paste that was begun is ended by the person's own.
    wizard.sendAtOnce("\u001B[201~");
    await untilIdle(wizard.pid, 20);
    await leave(here, wizard);
    unchanged(what);
  });

  test("the window is resized all the time while a key is pasted and Enter pressed", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await inShell(here, seat);
    await toReplace(wizard);
    for (let round = 0; round < 60; round += 1) {
      wizard.resize(20 + ((round * 37) % 120), 4 + ((round * 13) % 50));
      if (round % 10 === 0) wizard.paste(`${here.first}\n${secretOf(here)}`, true);
    }
    wizard.resize(80, 50);
    await wizard.waitFor(/^Replace a key: default(.*\n)*.*AWS makes the new one/m);
    // On a machine that is busy the sizes arrive one by one; a person draws anew what is torn then.
    wizard.press("ctrl-l");
    await wizard.waitFor(/^Replace a key: default(.*\n)*.*Replace it/);
    await untilIdle(wizard.pid, 20);
    unchanged();
    await leave(here, wizard);
    unchanged();
  });
});

describe.each(SEATS)("%s: where the last four are asked for", (_name, seat) => {
  test.each([
    ["another id's last four", "ZZZZ\r"],
    ["the id whole", "ID\r"],
    ["the id shortened", "AKIA\u2026LAST\r"],
    ["the last four with something behind them", "LASTx\r"],
    ["yes, y, delete", "yes\rdelete\ry\r"],
    ["Enter held down", "\r".repeat(200)],
    ["the secret", "SECRET\r"],
  ])("%s: nothing is deleted", async (what, typed) => {
    const here = await stage();
    const wizard = await inShell(here, seat);
    await toDelete(wizard);
    const unchanged = witness(here);
    const [title] = wizard.frame();
    const bytes = typed
      .replace("LAST", here.first.slice(-4))
      .replace("ID", here.first)
      .replace("SECRET", secretOf(here));
    for (const letter of bytes) {
      wizard.sendAtOnce(letter);
      if (what === "the secret") await untilIdle(wizard.pid, 1);
    }
    await untilIdle(wizard.pid, 20);
    expect(wizard.frame()[0]).toBe(title);
    unchanged(what);
    expect(pieceIn(wizard.raw(), secretOf(here))).toBeLessThan(20);
    await leave(here, wizard);
    unchanged(what);
    expectWorking(here);
  });
});

describe.each(SEATS)("%s: a secret where something else is asked for", (_name, seat) => {
  test.each(["the path of a file", "the name of a profile"])(
    "%s, typed letter by letter behind its id: most of it is seen nowhere",
    async (what) => {
      const here = await stage();
      const unchanged = witness(here);
      const wizard = await inShell(here, seat);
      await wizard.choose("Use keys I have");
      await wizard.waitFor("Paste id and secret");
      if (what === "the path of a file") {
        wizard.press("tab");
        await wizard.waitFor((rows) => !rows.join("\n").includes("Paste id and secret"));
      } else {
        wizard.paste(`${here.first}\n${secretOf(here)}`, true);
        await wizard.waitFor("Pasted several lines");
        await wizard.enterTo(/^Review|already/);
      }
      const shown = wizard.raw().length;
      for (const letter of `${here.first}${secretOf(here)}`) {
        wizard.sendAtOnce(letter);
        await untilIdle(wizard.pid, 1);
      }
      await untilIdle(wizard.pid, 20);
      expect(
        pieceIn(wizard.raw().slice(shown), secretOf(here)),
        wizard.frame().join("\n"),
      ).toBeLessThan(12);
      await leave(here, wizard);
      unchanged();
    },
  );
});

describe("a key glued together where a word is taken", () => {
  test.each([
    ["check", "--profile"],
    ["save", "--csv"],
    ["retire", "--key"],
    ["rotate", "--let-go"],
    ["undo", "--profile"],
  ])("%s %s: refused, and printed nowhere", async (command, option) => {
    const here = await stage();
    const unchanged = witness(here);
    for (const value of [here.first + secretOf(here), secretOf(here) + here.first]) {
      const done = await mturkSetup(here.place, [command, option, value, "--json"], {
        env: here.env,
      });
      expect(done.code).not.toBe(0);
      expectNoSecret(here, done.out, done.err);
    }
    unchanged();
  });
});

test("two windows on one key: the second is told, and one new key is made", async () => {
  const here = await stage();
  const [, seat] = SEATS.at(-1)!;
  const first = await inShell(here, seat);
  const second = await inShell(here, seat);
  await toReplace(first);
  await toReplace(second);
  first.press("enter");
  second.press("enter");
  await Promise.all(
    [first, second].map((wizard) =>
      wizard.waitFor((rows) => !(rows[0] ?? "").startsWith("Replace a key: default")),
    ),
  );
  await first.waitFor((rows) => !/Working|Making|asking/i.test(rows[0] ?? ""));
  await untilIdle(first.pid, 20);
  await untilIdle(second.pid, 20);
  expect(here.all().length).toBeLessThanOrEqual(2);
  expectWorking(here);
  for (const wizard of [first, second]) await leave(here, wizard);
  expectWorking(here);
});

test("a window that says it is 65,535 columns wide, or one row high, is drawn and left", async () => {
  for (const first of ["stty cols 65535 rows 65535; ", "export COLUMNS=1 LINES=1; "]) {
    const here = await stage();
    const [, seat] = SEATS[0]!;
    const wizard = await inShell(here, seat, { first });
    await wizard.waitFor((rows) => rows.some((row) => row.includes("Replace a key (rotate)")));
    wizard.press("ctrl-c");
    await untilIdle(wizard.pid, 10);
    wizard.press("ctrl-c");
    await expectBack(here, wizard, 130);
  }
});

test("settings of Node that would show the memory or load strangers' code: a practice starts and ends all the same", async () => {
  const place = newPlace();
  const wizard = startWizard(place, {
    args: ["--practice"],
    env: {
      NODE_OPTIONS: "--abort-on-uncaught-exception --report-on-signal --report-uncaught-exception",
    },
  });
  await wizard.waitFor(FIRST);
  wizard.send("q");
  expect((await wizard.exit).code).toBe(0);
  expect(Object.keys(place.tree()).filter((name) => /report|core/.test(name))).toEqual([]);
});
