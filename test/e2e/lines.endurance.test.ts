/**
 * The wizard by lines in a real terminal: text only, nothing printed is ever changed, and every
 * habit and mishap that the frames are tried with.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { waitUntil } from "../harness/wait.js";
import { type Talk, expectOnlyText, talkByLines } from "./talk.js";
import { BIN, EXAMPLE, type Env, type WizardOptions, newPlace } from "./program.js";
import { type Stage, expectNoSecret, expectTidy, expectWorking, stage } from "./rotation.js";

/** A terminal that can do more than print. */
const ABLE: Env = { TERM: "xterm-256color" };

const WAYS: readonly (readonly [string, Env, readonly string[]])[] = [
  ["--plain", ABLE, ["--plain"]],
  ["ACCESSIBLE=1", { ...ABLE, ACCESSIBLE: "1" }, []],
  ["INK_SCREEN_READER=true", { ...ABLE, INK_SCREEN_READER: "true" }, []],
  ["TERM=dumb", { TERM: "dumb" }, []],
  ["TERM=dumb in the C locale", { TERM: "dumb", LC_ALL: "C", LANG: "C" }, []],
  ["NO_COLOR and ACCESSIBLE=1", { ...ABLE, ACCESSIBLE: "1", NO_COLOR: "1" }, []],
];

const FIRST = /What would you like to do\?/;

function talk(here: Stage, options: WizardOptions = {}): Talk {
  return talkByLines(here.place, {
    args: ["--plain"],
    ...options,
    env: { ...ABLE, ...here.env, ...options.env },
  });
}

/** In a shell that outlives the program, and tells its code and whether the terminal is as before. */
function inShell(here: Stage, args = "--plain", env: Env = {}): Talk {
  const line = `trap : INT; before=$(stty -g); sh -c 'echo "pid $$"; exec "${process.execPath}" "${BIN}" ${args}'; echo "ended with $?"; test "$before" = "$(stty -g)" && echo "stty equal"; read -t 1 -r left; echo "left over: <$left>"; exec sleep 1000`;
  return talk(here, { env, command: ["bash", "-c", line] });
}

async function expectEnded({ wizard }: Talk, code: number): Promise<void> {
  const said = (await wizard.waitFor(/left over: <.*>/)).join("\n");
  expect(said).toContain(`ended with ${code}`);
  expect(said).toContain("stty equal");
  expect(said).toContain("left over: <>");
}

/** Keys and files but the program's own, where a place may be kept. */
function untouched(here: Stage): () => void {
  const files = (): unknown =>
    Object.entries(here.place.tree()).filter(([name]) => !name.startsWith(".local"));
  const tree = files();
  const ids = [here.all(), here.active()];
  return () => {
    expect(files()).toEqual(tree);
    expect([here.all(), here.active()]).toEqual(ids);
  };
}

/** Types one letter after the other, each once the last one has been dealt with. */
async function slowly({ wizard }: Talk, text: string): Promise<readonly string[]> {
  const echoes: string[] = [];
  for (const letter of text) {
    const before = wizard.raw().length;
    wizard.send(letter);
    await untilIdle(wizard.pid, 8);
    echoes.push(wizard.raw().slice(before));
  }
  return echoes;
}

describe.each(WAYS)("R: %s", (_name, env, args) => {
  test("a letter costs its own echo at most, and all of it is text", async () => {
    const here = await stage();
    const unchanged = untouched(here);
    const by = talk(here, { env, args });
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
    const by = talk(here, { env, args });
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
    const by = talk(here);
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

  test("Ctrl+D at the end of input quits", async () => {
    const here = await stage();
    const by = talk(here);
    await by.asked(FIRST);
    by.wizard.send("\u0004");
    expect(await by.wizard.exit).toEqual({ code: 0, signal: 0 });
  });

  test("Backspace: what stands is written once more, below", async () => {
    const here = await stage();
    const by = talk(here);
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
    const by = talk(here);
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
      const by = talk(here);
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
    const by = talk(here);
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
    const by = talk(here);
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

describe("the ways out", () => {
  test.each([
    ["at the first choice", (): readonly string[] => []],
    ["in the key field", (): readonly string[] => ["Use keys I have"]],
    ["at a question with consequences", (): readonly string[] => ["Replace a key (rotate)"]],
  ])("Ctrl+C %s asks once, twice leaves with 130", async (_where, path) => {
    const here = await stage();
    const unchanged = untouched(here);
    const by = inShell(here);
    await by.asked(FIRST);
    for (const label of path()) {
      await by.pick(label);
      await by.asked(/Paste id and secret|1 {2}Replace it/);
    }
    by.wizard.press("ctrl-c");
    await by.asked(/Ctrl\+C again quits/);
    // Any answer goes on.
    by.type("?");
    await by.asked(/Help/);
    by.wizard.press("ctrl-c");
    await by.asked(/Ctrl\+C again quits/);
    by.wizard.press("ctrl-c");
    await expectEnded(by, 130);
    unchanged();
    expectOnlyText(by.wizard.raw());
  });

  test("Ctrl+C at the word that deletes asks once, and nothing was deleted", async () => {
    const here = await stage();
    const by = inShell(here);
    await by.asked(FIRST);
    await by.pick("Replace a key (rotate)");
    await by.asked(/1 {2}Replace it/);
    by.type("1");
    await by.asked(/Replaced: the file holds/);
    await by.pick("Switch it off and delete it");
    await by.asked(/last four/);
    by.wizard.press("ctrl-c");
    await by.asked(/Ctrl\+C again quits/);
    by.wizard.press("ctrl-c");
    await expectEnded(by, 130);
    expect(here.active()).toHaveLength(2);
    expectWorking(here);
    expectNoSecret(here, by.wizard.raw());
  });

  test.each([
    ["SIGHUP", 129],
    ["SIGTERM", 143],
  ] as const)("%s while a question stands: %i, the terminal as it was", async (signal, code) => {
    const here = await stage();
    const unchanged = untouched(here);
    const by = inShell(here);
    await by.asked(FIRST);
    process.kill(Number(/pid (\d+)/.exec(by.wizard.raw())?.[1]), signal);
    await expectEnded(by, code);
    unchanged();
  });

  test.each([
    ["a menu", null],
    ["the key field", "Use keys I have"],
  ])(
    "stopped and brought back at %s: it is asked again, and nothing is echoed",
    async (_at, label) => {
      const here = await stage();
      const by = talk(here);
      await by.asked(FIRST);
      if (label !== null) {
        await by.pick(label);
        await by.asked(/Paste id and secret/);
      }
      for (let times = 0; times < 5; times += 1) {
        process.kill(by.wizard.pid, "SIGCONT");
        await by.asked();
      }
      if (label !== null) {
        for (const echo of await slowly(by, EXAMPLE.secret.slice(0, 8))) expect(echo).toBe("");
        by.wizard.press("ctrl-u");
      }
      by.type("q");
      expect((await by.wizard.exit).code).toBe(0);
      expectOnlyText(by.wizard.raw());
    },
  );

  test("Ctrl+Z and fg in a shell with jobs: the question stands again", async () => {
    const here = await stage();
    const line = `set -m; "${process.execPath}" "${BIN}" --plain; echo "stopped with $?"; echo then-fg; fg >/dev/null; echo "ended with $?"; exec sleep 1000`;
    const by = talk(here, { command: ["bash", "-c", line] });
    await by.asked(FIRST);
    by.wizard.send("\u001A");
    await by.asked(/then-fg(.|\n)*Number 1 to/);
    by.type("q");
    await by.wizard.waitFor("ended with 0");
    expectOnlyText(by.wizard.raw());
  });
});

describe("places", () => {
  test("121 profiles: each has its number, and three digits choose one", async () => {
    const many = Array.from(
      { length: 120 },
      (_, at) =>
        `[p${at}]\naws_access_key_id = AKIAEXAMPLE${String(at).padStart(9, "0")}\naws_secret_access_key = x\n`,
    ).join("");
    const here = await stage([], many);
    const by = talk(here);
    await by.asked(FIRST);
    await by.pick("Replace a key (rotate)");
    const said = await by.asked(/Number 1 to 121/);
    expect(said.match(/^\d+ {2}/gm)).toHaveLength(121);
    by.type("122");
    expect(await by.asked()).toContain("There are the numbers 1 to 121.");
    by.type(/^(\d+) {2}default/m.exec(said)?.[1] ?? "1");
    await by.asked(/Replace a key: default(.|\n)*1 {2}Replace it/);
    expectOnlyText(by.wizard.raw());
  });

  test("a window without a size", async () => {
    const here = await stage();
    const line = `stty rows 0 cols 0; exec "${process.execPath}" "${BIN}" --plain`;
    const by = talk(here, { command: ["bash", "-c", line] });
    await by.asked(FIRST);
    by.type("?");
    await by.asked(/Help/);
    expectOnlyText(by.wizard.raw());
  });

  test.each([
    ["--plain >out", 0],
    ["--plain >out 2>err </dev/null", 0],
    ["--plain >/dev/full", 1],
  ])("%s: it is asked at the terminal", async (args, code) => {
    const here = await stage();
    const by = inShell(
      here,
      args.replace("out", here.place.at("out")).replace("err", here.place.at("err")),
    );
    await by.asked(FIRST);
    by.type("q");
    const said = (await by.wizard.waitFor(/left over: <.*>/)).join("\n");
    if (code === 0) {
      expect(said).toContain("ended with 0");
      expect(readFileSync(here.place.at("out"), "utf8")).toContain("Nothing was written");
    } else expect(said).toMatch(/ended with [1-9]/);
  });
});

describe("what comes in while something is typed", () => {
  test("the answer of AWS: what was typed before does not count for the next question", async () => {
    const here = await stage(["slow=3"]);
    const unchanged = untouched(here);
    const by = talk(here);
    await by.asked(FIRST);
    await by.pick("Replace a key (rotate)");
    const written = (what: RegExp): Promise<true> =>
      waitUntil(() => what.test(by.since()) || undefined, by.since);
    await written(/sandbox:? +asking/);
    await untilIdle(by.wizard.pid, 10);
    by.wizard.send("1");
    await written(/\n1$/);
    await by.asked(/What you had typed does not count(.|\n)*: $/);
    by.type("q");
    await by.wizard.exit;
    unchanged();
    expectOnlyText(by.wizard.raw());
  });
});
