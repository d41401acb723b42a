/**
 * What a person expects of keys, in a plain terminal and in tmux: a list of 121 profiles is paged
 * through and typed into, Ctrl+L draws anew, Caps Lock does not matter, full-width ids are read.
 */
import { readlinkSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { PressName } from "../harness/bytes.js";
import { untilIdle } from "../harness/idle.js";
import { waitUntil } from "../harness/wait.js";
import { expectBack, inShell, leave, toReplace, witness } from "./in-shell.js";
import { FIRST, type Wizard, short } from "./program.js";
import { expectNoSecret, stage } from "./rotation.js";
import { SEATS } from "./seats.js";

const COUNT = 120;
const nameOf = (number: number): string => `study${String(number).padStart(3, "0")}`;

/** Profiles beside `default`, each with a key of its own that nobody has. */
const PROFILES = Array.from({ length: COUNT }, (_, index) =>
  [
    "",
    `[${nameOf(index + 1)}]`,
    `aws_access_key_id = AKIAEXAMPLE${String(index + 1).padStart(9, "2")}`,
    "aws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+",
    "",
  ].join("\n"),
).join("");

/** The name in the row that is highlighted. */
const highlighted = (frame: readonly string[]): string | undefined =>
  frame.map((row) => /^ {2}› (?:\d {2})? *(\S+)/.exec(row)?.[1]).find((name) => name !== undefined);

/** Presses, and waits until this row is highlighted. */
async function moved(wizard: Wizard, press: () => void, to: string | RegExp): Promise<string> {
  press();
  const frame = await wizard.waitFor((rows) => {
    const name = highlighted(rows) ?? "";
    return typeof to === "string" ? name === to : to.test(name);
  });
  return highlighted(frame) ?? "";
}

/** Keys that come right after others or after a paste belong to them; a person's next key does not. */
const aMoment = (wizard: Wizard): Promise<void> => untilIdle(wizard.pid, 16);

describe.each(SEATS)("%s: a list of 121 profiles", (_name, seat) => {
  test.each([
    [80, 24],
    [60, 15],
    [40, 10],
  ])(
    "%i x %i: PgDn, PgUp, End, Home; typing finds, Esc shows all, Enter takes",
    async (columns, rows) => {
      const here = await stage([], PROFILES);
      const unchanged = witness(here);
      const wizard = await inShell(here, seat, { rows: 50 });
      await wizard.choose("Replace a key \\(rotate\\)");
      await wizard.waitFor(/^Which profile\?/);
      wizard.resize(columns, rows);
      await wizard.waitFor(
        (frame) =>
          frame.join("\n").includes("121 rows. Type to find one") && frame.length <= rows - 2,
      );
      expect(highlighted(wizard.frame())).toBe("default");
      const press =
        (...keys: readonly PressName[]): (() => void) =>
        () =>
          wizard.press(...keys);
      const down = await moved(wizard, press("pagedown"), /^study/);
      const further = await moved(
        wizard,
        press("pagedown"),
        new RegExp(`^study(?!${down.slice(5)})`),
      );
      expect(further > down).toBe(true);
      await moved(wizard, press("pageup"), down);
      await moved(wizard, press("end"), nameOf(COUNT));
      await moved(wizard, press("pageup"), /^study(?!120)/);
      await moved(wizard, press("end", "pagedown"), nameOf(COUNT));
      await moved(wizard, press("home"), "default");
      await moved(wizard, press("up"), nameOf(COUNT));
      await moved(wizard, press("down"), "default");
      // Letters that are keys elsewhere are letters here, capitals or not.
      wizard.send("STUDY07");
      await wizard.waitFor("Find: STUDY07  10 of 121");
      wizard.send("7");
      await wizard.waitFor(" 1 of 121");
      expect(highlighted(wizard.frame())).toBe(nameOf(77));
      wizard.press("backspace");
      await wizard.waitFor(" 10 of 121");
      await aMoment(wizard);
      for (const key of ["q", "?", "r", "x"]) {
        wizard.send(key);
        await wizard.waitFor('Nothing more holds "STUDY07" and');
        wizard.press("backspace");
        await wizard.waitFor(/Find: STUDY0 /);
        wizard.send("7");
        await wizard.waitFor("Find: STUDY07  10 of 121");
        await aMoment(wizard);
      }
      wizard.press("esc");
      await wizard.waitFor((frame) => !frame.join("\n").includes("Find:"));
      wizard.send("y119");
      await wizard.waitFor(" 1 of 121");
      // A secret is in no row: it is neither taken nor drawn.
      wizard.paste(here.aws.secretAccessKey.reveal(), true);
      await wizard.waitFor(/That was an\s+access key\./);
      await aMoment(wizard);
      wizard.press("enter");
      await wizard.waitFor(/^Replace a key: study119/);
      wizard.resize(80, 50);
      await leave(here, wizard);
      unchanged();
    },
  );
});

/** As `wall` and `write` do: text from elsewhere on the terminal of the program. */
function writtenOver(pid: number, text: string): void {
  writeFileSync(readlinkSync(`/proc/${pid}/fd/0`), text);
}

describe.each(SEATS)("%s: what others write", (_name, seat) => {
  test.each([
    [
      "a message to everybody",
      "\r\n\r\nBroadcast message from root: the machine goes down.\r\n\r\n",
    ],
    ["a job that prints without an end of line", "cron: 10% done, 20% done, 30% done"],
    ["a line over the middle of the screen", "\u001B[6;1Hkernel: usb 1-1: device not accepting"],
    ["everything wiped", "\u001B[2J\u001B[H"],
  ])("Ctrl+L draws anew after %s, and the key after it acts", async (_what, text) => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await inShell(here, seat);
    await toReplace(wizard);
    const screen = (frame: readonly string[]): string =>
      frame
        .slice(frame.findLastIndex((row) => row.startsWith("Replace a key: default")))
        .join("\n")
        .trimEnd();
    const before = screen(wizard.frame());
    writtenOver(wizard.pid, text);
    await wizard.waitFor((frame) => screen(frame) !== before || frame.join("\n").includes("goes"));
    wizard.press("ctrl-l");
    await wizard.waitFor((frame) => screen(frame) === before);
    wizard.press("down");
    await wizard.waitFor((frame) => screen(frame).includes("› 2 "));
    expect(wizard.raw()).not.toContain("\u001B[3J");
    await leave(here, wizard);
    unchanged();
  });
});

describe.each(SEATS)("%s: Caps Lock is on", (_name, seat) => {
  test("the letters of the footer mean what they mean in small, and q leaves with 0", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await inShell(here, seat);
    await toReplace(wizard);
    const asked = here.aws.log.length;
    wizard.send("R");
    await waitUntil(
      () => here.aws.log.length > asked || undefined,
      () => wizard.frame().join("\n"),
    );
    await wizard.waitFor(/^Replace a key: default(.*\n)*.*› 1 {2}Replace it/);
    wizard.send("J");
    await wizard.waitFor(/› 2 {2}/);
    wizard.send("K");
    await wizard.waitFor(/› 1 {2}/);
    wizard.send("Q");
    await expectBack(here, wizard, 0);
    unchanged();
  });

  test("in practice B breaks something, in the guide O and C are known", async () => {
    const here = await stage();
    const wizard = await inShell(here, seat, { args: ["--practice"] });
    await wizard.waitFor(FIRST);
    const [first] = wizard.frame();
    wizard.send("B");
    await wizard.waitFor((rows) => rows[0] !== first);
    wizard.press("esc");
    await wizard.waitFor((rows) => rows[0] === first);
    wizard.send("Q");
    await expectBack(here, wizard, 0);
  });
});

/** As an East Asian keyboard types it in full-width mode. */
const wide = (text: string): string =>
  Array.from(text, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).join("");

describe.each(SEATS)("%s: full-width letters", (_name, seat) => {
  test.each(["pasted", "typed, id and secret one after the other"])(
    "%s: read as what they stand for, and said",
    async (how) => {
      const here = await stage();
      const made = here.madeInConsole();
      const unchanged = witness(here);
      const wizard = await inShell(here, seat);
      await wizard.choose("Use keys I have");
      await wizard.waitFor("Paste id and secret");
      if (how === "pasted") {
        wizard.paste(`${wide(made.id)}\n${wide(made.secret)}`, true);
        await wizard.waitFor("Pasted several lines");
      } else {
        wizard.send(`${wide(made.id)}\r`);
        await wizard.waitFor(short(made.id));
        wizard.send(wide(made.secret));
        await wizard.waitFor("(hidden, 40 characters)");
      }
      await wizard.enterTo(/^Review/);
      expect(wizard.raw().replaceAll(/\s+/g, " ")).toContain("full-width characters into ordinary");
      expectNoSecret(here, wizard.raw());
      expect(wizard.raw()).not.toContain(wide(made.secret).slice(0, 20));
      await untilIdle(wizard.pid, 5);
      await leave(here, wizard);
      unchanged();
    },
  );
});
