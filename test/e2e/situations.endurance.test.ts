/**
 * What happens in real terminals, byte for byte, in a plain one and in tmux: reports that nobody
 * asked for, password managers, slow links, signals. After each, only what a person pressed has
 * happened.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { ESCAPE_WAIT_MS } from "../../src/terminal/keys.js";
import { untilIdle, untilUnread } from "../harness/idle.js";
import { expectBack, inShell, leave, toReplace, witness } from "./in-shell.js";
import { type Wizard, FIRST, newPlace, pick, startWizard } from "./program.js";
import { type Stage, stage } from "./rotation.js";
import { SEATS, type Seat } from "./seats.js";

/** Bytes as terminals sent them. */
const UNASKED: readonly (readonly [string, string])[] = [
  [
    "mouse moved over the window (?1003h ?1006h)",
    Array.from({ length: 40 }, (_, index) => `\u001B[<35;${index + 1};${(index % 20) + 1}M`).join(
      "",
    ),
  ],
  ["mouse pressed and released", "\u001B[<0;5;7M\u001B[<0;5;7m\u001B[<64;1;1M"],
  ["mouse, the old form", "\u001B[M !!\u001B[M#14"],
  ["DA1 of tmux, sent on attach", "\u001B[?1;2;4c"],
  [
    "DA2, DECRPM, XTVERSION, APC",
    "\u001B[>41;388;0c\u001B[?2026;2$y\u001BP>|XTerm(388)\u001B\\\u001B_Gi=1;OK\u001B\\",
  ],
  ["colours", "\u001B]11;rgb:1111/2222/4444\u001B\\\u001B]10;rgb:1111/2222/4444\u0007"],
  ["C1 forms", "\u009B?1;2;4c\u009B<35;1;1M\u009D11;rgb:1/1/1\u009C"],
  ["win32-input-mode: a key is released", "\u001B[49;2;49;0;0;1_\u001B[13;28;13;0;0;1_"],
  ["kitty: a key is released", "\u001B[49;1:3u\u001B[13;1:3u"],
  ["focus", "\u001B[I\u001B[O"],
  ["a sequence that stays without its end", "\u001B[<35;1"],
];

describe("what the terminal sends by itself", () => {
  test("A: on the screen that replaces a key: nothing happens, the keyboard works, the terminal is as it was", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await inShell(here, SEATS[0]![1]);
    await toReplace(wizard);
    const before = wizard.frame().join("\n");
    for (const [what, bytes] of UNASKED) {
      wizard.send(bytes);
      await untilIdle(wizard.pid, 5);
      expect(wizard.frame().join("\n"), what).toBe(before);
      unchanged(what);
    }
    // Ctrl+C and Esc of the kitty protocol, which a crashed program left on.
    wizard.send("\u001B[99;5u");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.send("\u001B[27u");
    await wizard.waitFor(FIRST);
    await leave(here, wizard);
    unchanged();
  });

  test("A: the terminal is told to stop before the first screen", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"] });
    await wizard.waitFor(FIRST);
    for (const told of [
      "?1000l",
      "?1002l",
      "?1003l",
      "?1005l",
      "?1006l",
      "?1015l",
      "?1016l",
      "?1004l",
      "?9001l",
      "<u",
      ">4m",
    ])
      expect(wizard.raw()).toContain(`\u001B[${told}`);
  });
});

/** What a password manager types. */
const typedBy = (here: Stage): string => `${here.first}\t${here.aws.secretAccessKey.reveal()}\r`;

describe.each(SEATS)("%s: a password manager types into the key field", (_name, seat) => {
  test.each(["in one go", "one character after the other"])("C: %s", async (how) => {
    const here = await stage();
    here.place.put(".aws/credentials", "");
    const unchanged = witness(here);
    const wizard = await inShell(here, seat);
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    for (const key of how === "in one go" ? [typedBy(here)] : typedBy(here)) {
      wizard.send(key);
      // Each is read alone: the next one comes once the program sleeps again.
      if (how !== "in one go") await untilIdle(wizard.pid, 2);
    }
    await wizard.waitFor(/^Review/);
    await leave(here, wizard);
    unchanged();
  });

  test.each([
    ["the question that replaces a key", toReplace],
    ["the question that deletes one", toDelete],
    ["the first screen", (wizard: Wizard) => wizard.waitFor(FIRST)],
    ["help", toHelp],
  ] as const)(
    "C: into %s: neither drawn nor taken; and what comes after leaving is not for the shell",
    async (where, walk) => {
      const here = await stage();
      const wizard = await inShell(here, seat);
      await walk(wizard);
      const [title] = wizard.frame();
      const unchanged = witness(here);
      const shown = wizard.raw().length;
      wizard.send(typedBy(here));
      const said = SAID.get(where) ?? "That was an access key. It was not taken here";
      await wizard.waitFor(said);
      wizard.paste(`${here.first}\n${here.aws.secretAccessKey.reveal()}`, true);
      await untilIdle(wizard.pid, 20);
      expect(wizard.frame()[0]).toBe(title);
      expect(wizard.raw().slice(shown)).not.toContain(here.first);
      wizard.press("ctrl-c");
      await wizard.waitFor("Ctrl+C again quits");
      wizard.send(`\u0003echo ${here.aws.secretAccessKey.reveal()}\r`);
      await expectBack(here, wizard, 130);
      unchanged();
    },
  );
});

/** What is said elsewhere than on a menu. */
const SAID: ReadonlyMap<string, string> = new Map([
  ["the question that deletes one", "That is not it; nothing was done."],
  ["help", "Help"],
]);

/** To where the old key's last four letters are asked for. */
async function toDelete(wizard: Wizard): Promise<void> {
  await toReplace(wizard);
  wizard.press("enter");
  await wizard.waitFor(/^Replaced: the file holds(.|\n)*Switch the old key off/);
  await pick(wizard, "Switch it off and delete it");
  await wizard.waitFor("Type its last four letters");
}

async function toHelp(wizard: Wizard): Promise<void> {
  await toReplace(wizard);
  const [title] = wizard.frame();
  wizard.send("?");
  await wizard.waitFor((rows) => rows[0] !== title);
}

describe.each(SEATS)("%s: ended by a signal while a secret was typed ahead", (_name, seat) => {
  test.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const)("C: %s: the shell gets an empty terminal, set as before", async (signal, code) => {
    const here = await stage();
    const unchanged = witness(here);
    // A shell ends with a program that Ctrl+C ended; this one is to outlive it.
    const wizard = await inShell(here, seat, { first: "trap : INT; " });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    const program = Number(
      spawnSync("pgrep", ["-P", String(wizard.pid)], { encoding: "utf8" }).stdout.trim(),
    );
    // It reads nothing while it is stopped; then the signal comes first.
    process.kill(program, "SIGSTOP");
    const typed = `echo ${here.aws.secretAccessKey.reveal()}\r`;
    wizard.sendAtOnce(typed);
    await untilUnread(program, typed.length);
    process.kill(program, signal);
    process.kill(program, "SIGCONT");
    await expectBack(here, wizard, code);
    unchanged();
  });
});

/**
 * The bytes of a slow link and the pauses in it, which are the subject. False: this process got its
 * turn too late, and was a slower link than was meant.
 */
async function slowly(
  wizard: Wizard,
  pieces: readonly (readonly [string, number])[],
): Promise<boolean> {
  let inTime = true;
  for (const [bytes, ms] of pieces) {
    const begun = performance.now();
    // Not `send`: the harness would wait after a lone Esc, as a person does.
    wizard.sendAtOnce(bytes);
    await new Promise((resolve) => setTimeout(resolve, ms));
    inTime &&= ms === 0 || performance.now() - begun <= ms + (ESCAPE_WAIT_MS - 100) / 2;
  }
  return inTime;
}

/** Starts over until the link was as slow as is meant. */
async function overSlowLink(
  here: Stage,
  seat: Seat,
  before: (wizard: Wizard) => Promise<unknown>,
  pieces: readonly (readonly [string, number])[],
): Promise<Wizard> {
  // tmux as it comes: it waits for the rest of a sequence itself.
  const wizard = await inShell(here, seat, { escapeMs: 500 });
  await before(wizard);
  if (await slowly(wizard, pieces)) return wizard;
  wizard.kill("SIGKILL");
  return overSlowLink(here, seat, before, pieces);
}

describe.each(SEATS)("%s: slow links", (_name, seat) => {
  test("Q: a paste whose mark is split after ESC by 100 ms and that stalls for 3 s is one paste", async () => {
    const here = await stage();
    const made = here.madeInConsole();
    const unchanged = witness(here);
    const toField = async (wizard: Wizard): Promise<void> => {
      await wizard.choose("Use keys I have");
      await wizard.waitFor("Paste id and secret");
    };
    const wizard = await overSlowLink(here, seat, toField, [
      ["\u001B", 100],
      [`[200~${made.id}`, 3_000],
      [`\r${made.secret}\u001B`, 100],
      ["[201~", 0],
    ]);
    await wizard.waitFor("Pasted several lines");
    await wizard.enterTo(/^Review/);
    await leave(here, wizard);
    unchanged();
  });

  test("Q: keys and reports that are split after ESC are what they are, and do nothing else", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await overSlowLink(here, seat, toReplace, [
      ["\u001B", 100],
      ["[B", 0],
      ["\u001B", 100],
      ["[<35;12;3M", 0],
      ["\u001B", 100],
      ["[?1;2;4c", 0],
      ["\u001B", 100],
      ["[A", 0],
    ]);
    await untilIdle(wizard.pid, 30);
    expect(wizard.frame().join("\n")).toMatch(/^Replace a key: default(.*\n)*.*› 1 {2}Replace it/);
    await leave(here, wizard);
    unchanged();
  });
});
