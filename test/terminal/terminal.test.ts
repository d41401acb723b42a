/**
 * In a real pseudo-terminal: what is echoed, what is wiped, and what state the terminal is left in.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundle } from "../harness/bundle.js";
import { untilIdle } from "../harness/idle.js";
import { type PtyOptions, type PtyProgram, startPty } from "../harness/pty.js";

const SECRET = "zqCanary/Not+A/Real/Value/0192837465xyzw";
const RESTORED = "\u001B[?25h\u001B[?2004l";
const WIPE = "\u001B[3J";

let program: Bundle;
let home: string;
beforeAll(async () => {
  program = await bundle(fileURLToPath(new URL("program.tsx", import.meta.url)));
  home = mkdtempSync(join(tmpdir(), "terminal-"));
});
afterAll(() => {
  program.remove();
  rmSync(home, { recursive: true, force: true });
});

const start = (options: Partial<PtyOptions> = {}): PtyProgram =>
  startPty({
    command: process.execPath,
    args: [program.file],
    home,
    env: { NODE_ENV: "production" },
    ...options,
  });

/**
 * The same in a shell that afterwards tells the terminal's settings, as a user's shell finds them.
 */
const startInShell = (): PtyProgram =>
  startPty({
    command: "/bin/sh",
    args: ["-c", `"$0" "$1"; echo "code $?"; stty -a`, process.execPath, program.file],
    home,
    env: { NODE_ENV: "production" },
  });

function expectUnseen(raw: string): void {
  for (let at = 0; at + 6 <= SECRET.length; at += 1)
    expect(raw).not.toContain(SECRET.slice(at, at + 6));
}

describe("secrets on the way in", () => {
  it("typed before the program can draw, they are not echoed, and they arrive", async () => {
    const run = start();
    // Raw mode is on once this is out; Ink is loaded only after it.
    await run.waitFor(() => run.raw().includes("\u001B[?2004h"));
    run.send(SECRET);
    await run.waitFor("(hidden, 40 characters)");
    expectUnseen(run.raw());
  });

  it("pasted where no field is, between two fields, they are neither echoed nor handed to the next", async () => {
    const run = start();
    await run.waitFor("Step first");
    run.paste(SECRET);
    await run.waitFor("(hidden, 40 characters)");
    run.press("enter");
    await run.waitFor("No field here.");
    run.paste(SECRET);
    run.send(SECRET);
    // What comes right behind it would be part of it.
    await untilIdle(run.pid, 25);
    run.press("tab");
    const frame = await run.waitFor("Step second");
    expect(frame.join("\n")).toContain("____");
    expectUnseen(run.raw());
  });

  it("a fast typist's text and Enter in one write submit", async () => {
    const run = start();
    await run.waitFor("Step first");
    run.send(`${SECRET}\r`);
    await run.waitFor("No field here.");
    expectUnseen(run.raw());
  });
});

describe("the terminal afterwards", () => {
  it("Ctrl+C: what the program was told to end with, cursor and modes restored", async () => {
    const run = startInShell();
    await run.waitFor("Step first");
    run.press("ctrl-c");
    await run.exit;
    const screen = run.scrollback().join("\n");
    expect(screen).toContain("ended: left by Ctrl+C");
    expect(screen).toContain("code 0");
    expect(screen).toMatch(/(?<!-)\bicanon\b/);
    expect(screen).toMatch(/(?<!-)\becho\b/);
    expect(run.raw()).toContain(RESTORED);
  });

  it("an error while drawing: code 1, the message and nothing of Ink's page", async () => {
    const run = start();
    await run.waitFor("Step first");
    run.press("ctrl-t");
    expect((await run.exit).code).toBe(1);
    expect(run.scrollback().join("\n")).toContain("failed: drawing went wrong");
    expect(run.raw()).not.toContain("ERROR");
    expect(run.raw()).not.toContain("program.mjs");
    expect(run.raw()).toContain(RESTORED);
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const)("%s: code %i, restored", async (signal, code) => {
    const run = start();
    await run.waitFor("Step first");
    run.kill(signal);
    expect(await run.exit).toEqual({ code, signal: 0 });
    expect(run.raw()).toContain(RESTORED);
    expect(run.raw().lastIndexOf("\u001B[?25l")).toBeLessThan(run.raw().lastIndexOf("\u001B[?25h"));
  });
});

describe("the user's history", () => {
  it.each([
    { columns: 40, rows: 10 },
    { columns: 60, rows: 15 },
    { columns: 80, rows: 24 },
  ])(
    "survives at $columns x $rows, through pages and a smaller window",
    async ({ columns, rows }) => {
      const run = startPty({
        command: "/bin/sh",
        args: ["-c", `echo "user's own line"; exec "$0" "$1"`, process.execPath, program.file],
        home,
        env: { NODE_ENV: "production" },
        columns,
        rows,
      });
      const first = await run.waitFor("more: PgDn (1/");
      const pages = /\(1\/(\d+)\)/.exec(first.join("\n"))?.[1] ?? "";
      run.press("pagedown");
      await run.waitFor(`(2/${pages})`);
      const drawn = (): number => run.raw().split("more: ").length - 1;
      // What is drawn at the very moment of another size is drawn twice.
      await untilIdle(run.pid, 4);
      const before = drawn();
      run.resize(40, 10);
      const isSame = columns === 40;
      await run.waitFor(
        (frame) =>
          (isSame || drawn() > before) &&
          frame.length <= 10 &&
          /more: (?:Space|PgDn) \(\d+\/\d+\)/.test(frame.join("\n")),
      );
      // Once: what was made for the old size is not drawn again, cut at the new one.
      await untilIdle(run.pid, 4);
      expect(drawn() - before).toBe(isSame ? 0 : 1);
      run.press("ctrl-c");
      expect((await run.exit).code).toBe(0);
      expect(run.raw()).not.toContain(WIPE);
      expect(run.scrollback()[0]).toBe("user's own line");
    },
  );
});
