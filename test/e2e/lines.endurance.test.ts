/**
 * The wizard by lines in a real terminal: text only, nothing printed is ever changed, and every
 * habit and mishap that the frames are tried with.
 */
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { waitUntil } from "../harness/wait.js";
import { ABLE, FIRST, slowly, talkAt, untouched } from "./line-scenes.js";
import { fault } from "../practice/start.js";
import { EXAMPLE, type Env, newPlace } from "./program.js";
import { expectNoSecret, expectTidy, expectWorking, stage } from "./rotation.js";
import { expectOnlyText, talkByLines } from "./talk.js";

const WAYS: readonly (readonly [string, Env, readonly string[]])[] = [
  ["--plain", ABLE, ["--plain"]],
  ["ACCESSIBLE=1", { ...ABLE, ACCESSIBLE: "1" }, []],
  ["INK_SCREEN_READER=true", { ...ABLE, INK_SCREEN_READER: "true" }, []],
  ["TERM=dumb", { TERM: "dumb" }, []],
  ["TERM=dumb in the C locale", { TERM: "dumb", LC_ALL: "C", LANG: "C" }, []],
  ["NO_COLOR and ACCESSIBLE=1", { ...ABLE, ACCESSIBLE: "1", NO_COLOR: "1" }, []],
];

const TOO_EARLY = "(What was typed or pasted before this question does not count.)";

describe.each(WAYS)("R: %s", (_name, env, args) => {
  test("a letter costs its own echo at most, and all of it is text", async () => {
    const here = await stage();
    const unchanged = untouched(here);
    const by = talkAt(here, { env, args });
    await by.asked(FIRST);
    expect(await slowly(by, "xyz")).toEqual(["x", "y", "z"]);
    by.type("");
    await by.asked(/none of these/);
    await by.pick("Use keys I have");
    await by.asked(/Paste id and secret/);
    for (const echo of await slowly(by, "wJalrXUtnF")) expect(echo).toBe("");
    by.wizard.press("ctrl-u");
    by.type("q");
    await by.wizard.exit;
    expectOnlyText(by.wizard.raw());
    unchanged();
  });
});

describe.each([WAYS[0]!, WAYS[4]!])("R: %s", (_name, env, args) => {
  test("a whole rotation: numbers, Enter, the last four of what is deleted", async () => {
    const here = await stage();
    const by = talkAt(here, { env, args });
    await by.asked(FIRST);
    await by.pick("Replace a key (rotate)");
    await by.asked(/1 {2}Replace it/);
    await by.pick("Replace it:");
    const question = await by.asked(/Replaced: the file holds/);
    // What cannot be undone has no row that Enter alone takes.
    expect(question).not.toMatch(/Enter for/);
    by.type("");
    await by.asked(/Type a number/);
    expect(here.active()).toHaveLength(2);
    await by.pick("Switch it off and delete it");
    await by.asked(/last four/);
    by.type("WXYZ");
    await by.asked(/That is not it; nothing was done/);
    expect(here.all()).toContain(here.first);
    await by.pick("Switch it off and delete it");
    await by.asked(/last four/);
    by.type(here.first.slice(-4).toLowerCase());
    await by.asked(/1 {2}Finish|Enter: finish/);
    by.type("");
    expect(await by.wizard.exit).toEqual({ code: 0, signal: 0 });
    expect(here.all()).not.toContain(here.first);
    expectWorking(here);
    expectTidy(here);
    expectNoSecret(here, by.wizard.raw());
    expectOnlyText(by.wizard.raw());
  });

  test("a whole practice: Enter leads through all seven steps, and nothing is left behind", async () => {
    const place = newPlace();
    const before = place.tree();
    const by = talkByLines(place, { env, args: [...args, "--practice"] });
    await by.asked(FIRST);
    by.type("1");
    await by.asked(/Go on: one screen a step/);
    for (const step of ["1", "2", "3", "4", "5a", "5b", "7"]) {
      by.type("");
      await by.asked(new RegExp(`Step ${step} of 7`));
    }
    by.type("");
    await by.asked(/practice-key\.csv/);
    by.type("");
    await by.asked(/Review: nothing is written yet(.|\n)*Enter: write/);
    by.type("");
    await by.asked(/Practice complete\./);
    by.type("");
    expect(await by.wizard.exit).toEqual({ code: 0, signal: 0 });
    expectOnlyText(by.wizard.raw());
    expect(by.wizard.raw()).not.toMatch(/[A-Za-z0-9/+]{40}/);
    expect(place.tree()).toEqual(before);
  });
});

describe("answers", () => {
  test("b, ?, q, and what is none of the answers", async () => {
    const here = await stage();
    const unchanged = untouched(here);
    const by = talkAt(here);
    const first = await by.asked(FIRST);
    const last = Math.max(...Array.from(first.matchAll(/^(\d+) {2}/gm), ([, n]) => Number(n)));
    for (const [typed, told] of [
      ["99", `There are the numbers 1 to ${last}.`],
      ["0", `There are the numbers 1 to ${last}.`],
      ["-1", "That is none of these."],
      ["1.5", "That is none of these."],
      ["yes", "That is none of these."],
      ["s9", "That is none of these."],
      ["   ", null],
    ] as const) {
      if (told === null) continue;
      by.type(typed);
      expect(await by.asked(), typed).toContain(told);
    }
    by.type("?");
    expect(await by.asked(/Help/)).not.toMatch(/Esc|PgDn|Ctrl\+L/);
    by.type("back");
    await by.asked(FIRST);
    await by.pick("Set up from the beginning");
    await by.asked(/Set up from the beginning/);
    by.type("B");
    await by.asked(FIRST);
    by.type("q");
    expect(await by.wizard.exit).toEqual({ code: 0, signal: 0 });
    unchanged();
  });

  test("what is typed ahead of its question is told, never dropped without a word", async () => {
    const here = await stage();
    const made = here.madeInConsole();
    const unchanged = untouched(here);
    const by = talkAt(here);
    await by.asked(FIRST);
    by.wizard.sendAtOnce("?\rq\r3\r");
    expect(await by.asked(/Help/)).toContain(TOO_EARLY);
    by.type("b");
    expect(await by.asked(FIRST)).not.toContain(TOO_EARLY);
    await by.pick("Use keys I have");
    await by.asked(/Paste id and secret/);
    by.wizard.sendAtOnce(`${made.id}\r${made.secret}\r`);
    expect(await by.asked(/Review: nothing is written yet/)).not.toContain(TOO_EARLY);
    by.type("p");
    await by.asked(/Profile to write the key to/);
    // Of several lines the first is the name.
    by.wizard.sendAtOnce("\u001B[200~lab\nother\u001B[201~\r");
    expect(await by.asked(/Review: (.|\n)*\[lab\]/)).toContain(TOO_EARLY);
    by.type("q");
    await by.wizard.exit;
    unchanged();
    expectOnlyText(by.wizard.raw());
  });

  test("after what is no answer, it is said again what can be typed", async () => {
    const by = talkByLines(newPlace(), { args: ["--practice"] });
    await by.asked(FIRST);
    await by.pick("Set up from the beginning");
    await by.asked(/Also: s1 to s5, s7 read a step/);
    by.type("step 5");
    expect(await by.asked(/none of these/)).toMatch(
      /Also: s1 to s5, s7 read a step; r ask again; b back/,
    );
    by.type("s5");
    await by.asked(/Step 5b of 7/);
  });

  test("Ctrl+D at the end of input quits", async () => {
    const here = await stage();
    const by = talkAt(here);
    await by.asked(FIRST);
    by.wizard.send("\u0004");
    expect(await by.wizard.exit).toEqual({ code: 0, signal: 0 });
  });

  test("Backspace: what stands is written once more, below", async () => {
    const here = await stage();
    const by = talkAt(here);
    await by.asked(FIRST);
    await slowly(by, "123");
    by.wizard.press("backspace");
    await untilIdle(by.wizard.pid, 10);
    expect(by.since()).toMatch(/^123\nNumber 1 to \d+, Enter for 1: 12$/);
    by.wizard.press("ctrl-u");
    await untilIdle(by.wizard.pid, 10);
    by.type("?");
    await by.asked(/Help/);
    expectOnlyText(by.wizard.raw());
  });

  test("of a name in a field, a letter of the keys is the key, and in quotes the name", async () => {
    const here = await stage();
    const made = here.madeInConsole();
    const by = talkAt(here);
    await by.asked(FIRST);
    await by.pick("Use keys I have");
    await by.asked(/Paste id and secret/);
    by.wizard.sendAtOnce(`${made.id}\r${made.secret}\r`);
    await by.asked(/Review: nothing is written yet/);
    by.type("p");
    expect(await by.asked(/Profile to write the key to/)).toContain("(nothing typed: default)");
    by.type("b");
    await by.asked(/Review: /);
    by.type("p");
    await by.asked(/Profile to write the key to/);
    by.type('"b"');
    await by.asked(/Review: (.|\n)*\[b\]/);
    by.type("");
    await by.asked(/1 {2}|Enter: /);
    await waitUntil(
      () => here.inFile("b") ?? undefined,
      () => here.place.read(".aws/credentials"),
    );
    expect(here.inFile("b")).toBe(made.id);
    expect(here.inFile()).toBe(here.first);
    expectNoSecret(here, by.wizard.raw());
    expectOnlyText(by.wizard.raw());
  });
});

test("news of what goes on takes no answer back: what was begun before it counts", async () => {
  const here = await stage(["no-iam"]);
  const by = talkAt(here);
  await by.asked(FIRST);
  await by.pick("Switch off keys I no longer need");
  await by.asked(/first save what you need/);
  by.type("");
  await by.asked(/Keys found\./);
  by.type("");
  await by.pick("Switch it off now");
  await by.until(/Type its last four letters[^]*: $/);
  // The console's page comes before the first answer about the key.
  here.aws.setFaults([fault("no-iam"), fault("slow=2")]);
  by.type(here.first.slice(-4));
  await by.until(/3 {2}Do not wait: go on to the files[^]*: $/);
  by.wizard.send("3");
  await by.until(/still accepted[^]*Number 1 to 3[^:]*: 3$/);
  here.aws.setFaults([fault("no-iam")]);
  by.wizard.send("\r");
  const said = await by.until(/may still be on\. Really take it out[^]*: $/);
  expect(said).not.toContain("does not count");
  by.type("q");
  await by.wizard.exit;
  expect(here.active()).toEqual([here.first]);
});

describe("pastes", () => {
  const PAIR = (id: string, secret: string): readonly (readonly [string, string])[] => [
    ["two lines", `${id}\r${secret}\r`],
    ["two lines, the last one not ended", `${id}\r${secret}`],
    ["two lines with line feeds", `${id}\n${secret}\n`],
    ["in brackets that were left on", `\u001B[200~${id}\n${secret}\u001B[201~\r`],
    ["a CSV file", `Access key ID,Secret access key\r\n${id},${secret}\r\n`],
    ["lines of a credentials file", `aws_access_key_id=${id}\raws_secret_access_key=${secret}\r`],
    ["id, Tab, secret", `${id}\t${secret}\r`],
  ];

  test.each(PAIR("ID", "SECRET").map(([name], index) => [name, index] as const))(
    "into the key field: %s",
    async (_name, index) => {
      const here = await stage();
      const made = here.madeInConsole();
      const by = talkAt(here);
      await by.asked(FIRST);
      await by.pick("Use keys I have");
      await by.asked(/Paste id and secret/);
      const bytes = PAIR(made.id, made.secret)[index]?.[1] ?? "";
      by.wizard.sendAtOnce(bytes);
      if (!bytes.endsWith("\r") && !bytes.endsWith("\n")) {
        await untilIdle(by.wizard.pid, 20);
        by.wizard.sendAtOnce("\r");
      }
      await by.asked(/Review: nothing is written yet/);
      by.type("q");
      await by.wizard.exit;
      expectNoSecret(here, by.wizard.raw());
      expectOnlyText(by.wizard.raw());
    },
  );

  test.each([
    ["whole", [`${EXAMPLE.secret}1\r`]],
    ["in pieces whose last one is a number", [EXAMPLE.secret, "1", "\r"]],
    ["letter by letter, as a program types", Array.from(`${EXAMPLE.secret.slice(0, 12)}1\r`)],
    ["in brackets", [`\u001B[200~${EXAMPLE.secret}\n1\n\u001B[201~`]],
  ])("a secret at a menu, %s: not drawn and not taken", async (_how, pieces) => {
    const here = await stage();
    const unchanged = untouched(here);
    const by = talkAt(here);
    await by.asked(FIRST);
    for (const piece of pieces) by.wizard.sendAtOnce(piece);
    await by.asked(/What is pasted is not taken here/);
    await untilIdle(by.wizard.pid, 20);
    expect(by.since()).toBe("");
    expect(by.wizard.raw()).not.toContain(EXAMPLE.secret.slice(0, 10));
    unchanged();
    by.type("?");
    await by.asked(/Help/);
    expectOnlyText(by.wizard.raw());
  });

  test("100,000 characters, and a line without an end", async () => {
    const here = await stage();
    const unchanged = untouched(here);
    const by = talkAt(here);
    await by.asked(FIRST);
    await by.pick("Use keys I have");
    await by.asked(/Paste id and secret/);
    for (let piece = 0; piece < 25; piece += 1) by.wizard.sendAtOnce("x".repeat(4_000));
    await untilIdle(by.wizard.pid, 20);
    by.wizard.sendAtOnce("\r");
    const said = await by.asked(/\d+ characters received/);
    expect(said).not.toContain("xxxx");
    by.type("q");
    await by.wizard.exit;
    unchanged();
    expectOnlyText(by.wizard.raw());
  });
});

test.each([
  ["in Emacs' shell", { TERM: "dumb", INSIDE_EMACS: "30.1,comint" }, true],
  [
    "in a terminal that was started from there",
    { TERM: "xterm", INSIDE_EMACS: "30.1,comint" },
    false,
  ],
  ["elsewhere", { TERM: "dumb" }, false],
])(
  "%s: whether what is typed is shown all the same is told before a key is",
  async (_where, env, isTold) => {
    const by = talkByLines(newPlace(), { args: ["--plain"], env });
    await by.pick("Use keys I have");
    const said = await by.until(/Then Enter: [^]*: $/);
    expect(said.includes("M-x comint-send-invisible")).toBe(isTold);
  },
);
