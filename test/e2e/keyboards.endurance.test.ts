/**
 * Keyboards that speak a protocol which a crashed program left on, in one piece and cut anywhere:
 * each key means what it is, once; its release, and keys that have no use here, mean nothing.
 */
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { FIRST, type Wizard, pick, short } from "./program.js";
import { type Stage, expectNoSecret, expectWorking, stage } from "./rotation.js";
import { SEATS, type Seat } from "./seats.js";

const REPLACE = /^Replace a key: default(.*\n)*.*Replace it/;
const REPLACED = /^(?:✓ )?Replaced: the file holds(.|\n)*Switch the old key off/;

interface Protocol {
  readonly char: (code: number) => string;
  readonly enter: string;
  readonly esc: string;
  readonly ctrlC: string;
}

/** win32-input-mode: virtual key, scan code, character, pressed, modifiers, repetitions. */
const win32 = (key: number, code: number, modifiers = 0): string =>
  `\u001B[${key};0;${code};1;${modifiers};1_\u001B[${key};0;${code};0;${modifiers};1_`;

/** https://sw.kovidgoyal.net/kitty/keyboard-protocol/, https://invisible-island.net/xterm/modified-keys.html */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  "kitty CSI-u": {
    char: (code) => `\u001B[${code}u`,
    enter: "\u001B[13u",
    esc: "\u001B[27u",
    ctrlC: "\u001B[99;5u",
  },
  "kitty CSI-u, with presses, releases and the text itself": {
    char: (code) => `\u001B[${code};1:1;${code}u\u001B[${code};1:3u`,
    enter: "\u001B[13;1:1u\u001B[13;1:3u",
    esc: "\u001B[27;1:1u\u001B[27;1:3u",
    ctrlC: "\u001B[57442;5:1u\u001B[99;5:1u\u001B[99;5:3u\u001B[57442;1:3u",
  },
  "kitty CSI-u, in C1": {
    char: (code) => `\u009B${code}u`,
    enter: "\u009B13u",
    esc: "\u009B27u",
    ctrlC: "\u009B99;5u",
  },
  modifyOtherKeys: {
    char: (code) => `\u001B[27;1;${code}~`,
    enter: "\u001B[27;1;13~",
    esc: "\u001B[27;1;27~",
    ctrlC: "\u001B[27;5;99~",
  },
  "modifyOtherKeys, with Num Lock on": {
    char: (code) => `\u001B[27;129;${code}~`,
    enter: "\u001B[27;129;13~",
    esc: "\u001B[27;129;27~",
    ctrlC: "\u001B[27;133;99~",
  },
  "win32-input-mode": {
    char: (code) => win32(0, code),
    enter: win32(13, 13),
    esc: win32(27, 27),
    ctrlC: `\u001B[17;29;0;1;8;1_${win32(67, 3, 8)}\u001B[17;29;0;0;0;1_`,
  },
};

/** Keys that have no use here: whatever they are called, they do nothing and type nothing. */
const NO_USE: readonly (readonly [string, string])[] = [
  ["Ctrl+Tab, CSI-u", "\u001B[9;5u"],
  ["Ctrl+Tab, modifyOtherKeys", "\u001B[27;5;9~"],
  ["Ctrl+Shift+Tab", "\u001B[9;6u\u001B[27;6;9~"],
  ["Alt+Enter", "\u001B[13;3u\u001B\r"],
  ["Alt+1, Alt+q", "\u001B1\u001Bq\u001B[49;3u\u001B[27;3;113~"],
  ["Super+1, Hyper+Enter, Meta+q", "\u001B[49;9u\u001B[13;17u\u001B[113;33u"],
  ["Ctrl+1, Ctrl+2 (NUL too)", "\u001B[49;5u\u001B[27;5;50~\u0000"],
  ["F1 to F12, in all their forms", "\u001BOP\u001B[11~\u001B[[A\u001B[15~\u001B[24~\u001B[1;5P"],
  ["modifiers alone", "\u001B[57441;2u\u001B[57442;5:3u\u001B[57358u\u001B[57360;129u"],
  ["media keys", "\u001B[57428u\u001B[57430;1:1u\u001B[57440u"],
  ["Insert, Menu, Print", "\u001B[2~\u001B[29~\u001B[57361u\u001B[57363u"],
  ["Ctrl+Right, Ctrl+Delete", "\u001B[1;5C\u001B[3;5~\u001BOc"],
  ["releases", "\u001B[49;1:3u\u001B[13;1:3u\u001B[1;1:3B\u001B[3;1:3~"],
  ["code points that are none", "\u001B[1114112u\u001B[99999999999999999999u\u001B[55296u"],
  ["a control inside, broken off", "\u001B[49\u0018\u001B[27;1;4\u001A"],
];

async function toReplace(seat: Seat, here: Stage): Promise<Wizard> {
  const wizard = await seat.start(here.place, { rows: 24, env: here.env });
  await wizard.choose("Replace a key \\(rotate\\)");
  await wizard.waitFor(REPLACE);
  return wizard;
}

function expectBothOn(here: Stage): void {
  expect(here.active()).toEqual(here.all());
  expect(here.all()).toHaveLength(2);
  expectWorking(here);
}

/** In one write, or a character at a time, each read alone. */
const DELIVERIES = {
  whole: async (wizard: Wizard, bytes: string): Promise<void> => {
    wizard.sendAtOnce(bytes);
    await untilIdle(wizard.pid, 3);
  },
  cut: async (wizard: Wizard, bytes: string): Promise<void> => {
    // ESC alone is a key after a while: on a busy machine the next byte would come too late.
    // eslint-disable-next-line no-control-regex -- as said
    for (const [piece] of bytes.matchAll(/\u001B?./gsu)) {
      wizard.sendAtOnce(piece);
      await untilIdle(wizard.pid, 1);
    }
  },
} as const;

/** What tmux reads itself, and hands on as another key or not at all, is tried without it. */
const TAKEN_BY_TMUX = /C1|Num Lock/;

describe.each(SEATS)("%s: a protocol that was left on", (_name, seat) => {
  const names = Object.keys(PROTOCOLS).filter((name) => !seat.tmux || !TAKEN_BY_TMUX.test(name));

  test.each(
    names.flatMap((name) => (["whole", "cut"] as const).map((how) => [name, how] as const)),
  )(
    "J: %s, %s: letters, Enter, Esc and Ctrl+C mean what they are, once each",
    async (name, how) => {
      const keys = PROTOCOLS[name]!;
      const here = await stage();
      const wizard = await toReplace(seat, here);
      const send = (bytes: string): Promise<void> => DELIVERIES[how](wizard, bytes);
      const typed = async (text: string): Promise<void> => {
        for (const letter of text) await send(keys.char(letter.charCodeAt(0)));
      };
      // A letter that is no command, and one that is: help, and back.
      await typed("x");
      await untilIdle(wizard.pid, 10);
      expect(wizard.frame().join("\n")).toMatch(REPLACE);
      await typed("?");
      await wizard.waitFor((rows) => !REPLACE.test(rows.join("\n")));
      await send(keys.esc);
      await wizard.waitFor(REPLACE);
      expect(here.all()).toEqual([here.first]);
      // Enter replaces, once.
      await send(keys.enter);
      await wizard.waitFor(REPLACED);
      await untilIdle(wizard.pid, 20);
      expect(wizard.frame().join("\n")).toMatch(REPLACED);
      expectBothOn(here);
      // The last four letters of the id are text.
      await pick(wizard, "Switch it off and delete it");
      await wizard.waitFor("Type its last four letters");
      await typed("zz");
      await wizard.waitFor(/› zz/);
      expectBothOn(here);
      await send(keys.ctrlC);
      await wizard.waitFor("Ctrl+C again quits");
      await send(keys.ctrlC);
      await wizard.exit;
      expectBothOn(here);
      expectNoSecret(here, wizard.raw());
    },
  );

  test.skipIf(seat.tmux).each(["whole", "cut"] as const)(
    "J: keys that have no use here, %s: nothing happens at the question, nothing stands in the field",
    async (how) => {
      const here = await stage();
      const tree = here.place.tree();
      const wizard = await toReplace(seat, here);
      const before = wizard.frame().join("\n");
      for (const [what, bytes] of NO_USE) {
        await DELIVERIES[how](wizard, bytes);
        await untilIdle(wizard.pid, 15);
        expect(wizard.frame().join("\n"), what).toBe(before);
        expect(here.all(), what).toEqual([here.first]);
      }
      wizard.press("esc");
      await wizard.waitFor(FIRST);
      await wizard.choose("Use keys I have");
      await wizard.waitFor("Paste id and secret");
      await untilIdle(wizard.pid, 15);
      const field = wizard.frame().join("\n");
      for (const [what, bytes] of NO_USE) {
        await DELIVERIES[how](wizard, bytes);
        await untilIdle(wizard.pid, 15);
        expect(wizard.frame().join("\n"), what).toBe(field);
      }
      expect(here.place.tree()).toEqual(tree);
      wizard.press("ctrl-c");
      await wizard.waitFor("Ctrl+C again quits");
      wizard.press("ctrl-c");
      await wizard.exit;
      expectNoSecret(here, wizard.raw());
    },
  );

  test.each(names)("J: %s: a key is typed whole into its field", async (name) => {
    const keys = PROTOCOLS[name]!;
    const here = await stage();
    const made = here.madeInConsole();
    const wizard = await seat.start(here.place, { rows: 24, env: here.env });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    for (const letter of made.id) wizard.sendAtOnce(keys.char(letter.charCodeAt(0)));
    wizard.sendAtOnce(keys.enter);
    await wizard.waitFor(short(made.id));
    for (const letter of made.secret) wizard.sendAtOnce(keys.char(letter.charCodeAt(0)));
    await wizard.waitFor("(hidden, 40 characters)");
    await wizard.enterTo(/^Review/);
    expect(here.inFile()).toBe(here.first);
    wizard.press("ctrl-c");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.press("ctrl-c");
    await wizard.exit;
    expectNoSecret(here, wizard.raw());
  });
});
