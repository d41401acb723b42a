/**
 * How the wizard by lines is left, where it runs, and what comes in while something is typed: the
 * terminal is as before, and nothing is answered that was not asked.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { waitUntil } from "../harness/wait.js";
import { FIRST, expectEnded, lineShell, slowly, talkAt, untouched } from "./line-scenes.js";
import { BIN, EXAMPLE } from "./program.js";
import { expectNoSecret, expectWorking, stage } from "./rotation.js";
import { expectOnlyText } from "./talk.js";

const MENU = "Use keys I have";
const REPLACED = ["Replace a key (rotate)", "Replace it:"] as const;

/** Where input may end: the rows that lead there, what is waited for, and whether a place is kept. */
const QUESTIONS: readonly (readonly [string, readonly string[], RegExp, boolean])[] = [
  ["the overview", ["Set up from the beginning"], /Also: s1/, true],
  ["a step of the guide", ["Set up from the beginning", "Go on"], /Step 1 of 7/, true],
  ["the key field", [MENU], /Paste id and secret/, true],
  ["what a check found", ["Check my keys"], /Ready\.|Your key works/, false],
  ["the choice of a rotation", ["Replace a key (rotate)"], /1 {2}Replace it/, true],
  ["what becomes of the old key", REPLACED, /Replaced: the file holds/, true],
  ["the word that deletes", [...REPLACED, "Switch it off and delete it"], /last four/, true],
  ["what to save first", ["Switch off keys"], /first save what you need/, true],
];

describe("the ways out", () => {
  test.each(QUESTIONS)(
    "the end of input (Ctrl+D) at %s: left as with q, the terminal as it was",
    async (_where, rows, there, placed) => {
      const here = await stage();
      const unchanged = untouched(here);
      const by = lineShell(here);
      await by.asked(FIRST);
      for (const row of rows) await by.pick(row);
      await by.asked(there);
      const [before, ids] = [here.place.read(".aws/credentials"), here.active()];
      by.wizard.send("\u0004");
      await expectEnded(by, 0);
      expect(by.wizard.raw().includes("place is kept")).toBe(placed);
      if (rows.length < 2 || rows[1] !== REPLACED[1]) unchanged();
      expect(here.place.read(".aws/credentials")).toBe(before);
      expect(here.active()).toEqual(ids);
      expectWorking(here);
      expectNoSecret(here, by.wizard.raw());
      expectOnlyText(by.wizard.raw());
      expect(by.wizard.raw(), "ids as everywhere by lines").not.toMatch(/Delete \w+…/);
    },
  );

  test.each([
    ["at the first choice", (): readonly string[] => []],
    ["in the key field", (): readonly string[] => ["Use keys I have"]],
    ["at a question with consequences", (): readonly string[] => ["Replace a key (rotate)"]],
  ])("Ctrl+C %s asks once, twice leaves with 130", async (_where, path) => {
    const here = await stage();
    const unchanged = untouched(here);
    const by = lineShell(here);
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
    const by = lineShell(here);
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
    const by = lineShell(here);
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
      const by = talkAt(here);
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
    const by = talkAt(here, { command: ["bash", "-c", line] });
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
    const by = talkAt(here);
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
    const by = talkAt(here, { command: ["bash", "-c", line] });
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
    const by = lineShell(
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
    const by = talkAt(here);
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
