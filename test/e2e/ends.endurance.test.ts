/**
 * How the program ends, and what it leaves behind: signals, Ctrl+C, terminals that are none,
 * colours, small windows, an old Node.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { describe, expect, test } from "vitest";
import { talkByLines } from "./talk.js";
import { start } from "../practice/start.js";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import {
  BIN,
  FIRST,
  type Place,
  askedOf,
  environment,
  mturkSetup,
  newPlace,
  startWizard,
  treeOf,
} from "./program.js";

/** The last word on the cursor and on bracketed paste is that they are as they were. */
function expectRestored(raw: string): void {
  expect(raw.lastIndexOf("\u001B[?25h")).toBeGreaterThan(raw.lastIndexOf("\u001B[?25l"));
  expect(raw.lastIndexOf("\u001B[?2004l")).toBeGreaterThan(raw.lastIndexOf("\u001B[?2004h"));
  expect(raw).not.toContain("\u001B[3J");
  expect(raw).not.toContain("\u001B[?1049h");
}

/** Runs it in a shell, which afterwards tells the exit code and the terminal's settings. */
function inShell(
  place: Place,
  args: string,
  options: Parameters<typeof startWizard>[1] = {},
): ReturnType<typeof startWizard> {
  const line = `"${process.execPath}" "${BIN}" ${args}; echo "ended with $?"; stty -a; echo the shell is back`;
  return startWizard(place, { ...options, command: ["sh", "-c", line] });
}

function expectSane(screen: string): void {
  expect(screen).toMatch(/ icanon /);
  expect(screen).toMatch(/(^|\s)echo /m);
  expect(screen).toMatch(/ icrnl /);
  expect(screen).not.toMatch(/-icanon|-echo |-isig|-opost/);
}

/** Started, and a key of the practice AWS pasted: as much as can be lost in the middle. */
async function inTheMiddle(
  wizard: ReturnType<typeof startWizard>,
  aws: Awaited<ReturnType<typeof start>>,
): Promise<void> {
  await wizard.choose("Use keys I have");
  await wizard.waitFor("Paste id and secret");
  wizard.paste(`${aws.accessKeyId}\n${aws.secretAccessKey.reveal()}`, true);
  await wizard.waitFor("Pasted several lines");
}

describe("Ctrl+C", () => {
  test("twice in the middle: nothing written, 130, the terminal as it was", async () => {
    const place = newPlace();
    const before = place.tree();
    const aws = await start();
    const wizard = inShell(place, "", { env: askedOf(aws), rows: 50 });
    await inTheMiddle(wizard, aws);
    wizard.press("ctrl-c");
    await wizard.waitFor(/Ctrl\+C again quits\. Nothing was written\./);
    wizard.press("ctrl-c");
    const end = (await wizard.waitFor("the shell is back")).join("\n");
    expect(end).toContain("Nothing was written.");
    expect(end).toContain("ended with 130");
    expectSane(end);
    expectRestored(wizard.raw());
    expect(place.tree()).toEqual(before);
    expect(wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
  });

  test("once, then another key: it goes on", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"] });
    await wizard.waitFor(FIRST);
    wizard.press("ctrl-c");
    await wizard.waitFor(/Ctrl\+C again quits/);
    wizard.press("down");
    await wizard.waitFor((frame) => !frame.some((line) => line.includes("again quits")));
    wizard.press("ctrl-c", "ctrl-c");
    expect((await wizard.exit).signal).toBe(2);
    expectRestored(wizard.raw());
  });

  test("twice before the first screen is there", async () => {
    const place = newPlace();
    const wizard = inShell(place, "", { rows: 50 });
    await waitUntil(
      () => (wizard.raw().includes("\u001B[?2004h") ? true : undefined),
      () => "bracketed paste was never asked for",
    );
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.waitFor(/ended with 130(.*\n)*.*the shell is back/);
    expectSane(wizard.frame().join("\n"));
    expect(place.has(".aws")).toBe(false);
  });

  test("twice after writing says what was written", async () => {
    const place = newPlace();
    const aws = await start();
    const wizard = startWizard(place, { env: askedOf(aws) });
    await inTheMiddle(wizard, aws);
    await wizard.enterTo(/^Review(.*\n)*.*aws_secret_access_key/);
    await wizard.enterTo(/^Ready\./);
    wizard.press("ctrl-c");
    await wizard.waitFor(/What was written stays/);
    wizard.press("ctrl-c");
    expect((await wizard.exit).signal).toBe(2);
    expect(wizard.frame().join("\n")).toMatch(
      /Wrote ~\/\.aws\/credentials(.*\n)*.*Undo: mturk-setup undo/,
    );
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("signals", () => {
  test.each([
    ["SIGTERM", 15],
    ["SIGHUP", 1],
    ["SIGINT", 2],
  ] as const)(
    "%s in the middle of a practice: death by it, the terminal restored, the practice's folder gone",
    async (name, number) => {
      const place = newPlace();
      const before = place.tree();
      const wizard = startWizard(place, { args: ["--practice"] });
      await wizard.choose("Set up from the beginning");
      await wizard.waitFor("Go on: one screen a step");
      expect(Object.keys(treeOf(place.temp)).length).toBeGreaterThan(1);
      wizard.kill(name);
      const { code, signal } = await wizard.exit;
      expect([number, 128 + number]).toContain(signal === 0 ? code : signal);
      expectRestored(wizard.raw());
      expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
      expect(place.tree()).toEqual(before);
    },
  );

  test.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "%s to the program alone: the shell sees %i and gets a sane terminal back",
    async (name, code) => {
      const place = newPlace();
      const program = `sh -c 'echo "pid $$"; exec "${process.execPath}" "${BIN}"'`;
      const wizard = startWizard(place, {
        command: ["sh", "-c", `${program}; echo "ended with $?"; stty -a; echo the shell is back`],
        rows: 50,
      });
      await wizard.choose("Use keys I have");
      await wizard.waitFor("Paste id and secret");
      process.kill(Number(/pid (\d+)/.exec(wizard.raw())?.[1]), name);
      const end = (await wizard.waitFor("the shell is back")).join("\n");
      expect(end).toContain(`ended with ${code}`);
      expectSane(end);
      expectRestored(wizard.raw());
      expect(place.has(".aws")).toBe(false);
    },
  );

  test("SIGTERM while the key is typed: the secret is in no file and on no screen", async () => {
    const place = newPlace();
    const before = place.tree();
    const aws = await start();
    const wizard = startWizard(place, { env: askedOf(aws) });
    await inTheMiddle(wizard, aws);
    wizard.kill("SIGTERM");
    await wizard.exit;
    expectRestored(wizard.raw());
    expect(place.tree()).toEqual(before);
    expect(wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
  });

  test("S: the window is closed in the middle of a practice: the program ends, its folder goes", async () => {
    const place = newPlace();
    const window = spawn(process.execPath, [BIN, "--practice"], {
      name: "xterm-256color",
      cols: 80,
      rows: 24,
      cwd: place.home,
      env: childEnv(place.home, environment(place)),
    });
    let drawn = "";
    window.onData((data) => (drawn += data));
    await waitUntil(
      () => (drawn.includes("Set up from the beginning") ? true : undefined),
      () => drawn,
    );
    expect(Object.keys(treeOf(place.temp)).length).toBeGreaterThan(1);
    (window as unknown as { destroy: () => void }).destroy();
    await waitUntil(
      () => (isRunning(window.pid) ? undefined : true),
      () => "still running",
    );
    expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  });

  test("practice-aws ends by SIGTERM and takes its folder along", async () => {
    const place = newPlace();
    const wizard = startWizard(place, { args: ["practice-aws", "--json"], columns: 300 });
    await wizard.waitFor('"csv"');
    expect(Object.keys(treeOf(place.temp)).length).toBeGreaterThan(1);
    wizard.kill("SIGTERM");
    const { code, signal } = await wizard.exit;
    expect([15, 143]).toContain(signal === 0 ? code : signal);
    expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  });
});

describe("both ends are terminals, whatever the environment says", () => {
  test.each([
    { CI: "1" },
    { CI: "" },
    { CI: "true", CONTINUOUS_INTEGRATION: "1" },
    { DEV: "true" },
  ])("%j: the wizard draws and answers", async (env) => {
    const wizard = startWizard(newPlace(), { args: ["--practice"], env });
    await wizard.waitFor(FIRST);
    await wizard.enterTo(/^Set up from the beginning/);
    wizard.send("q");
    expect((await wizard.exit).code).toBe(0);
    expect(wizard.raw()).not.toMatch(/devtools/i);
  });

  test("TERM=dumb: it asks by lines, and answers", async () => {
    const by = talkByLines(newPlace(), { args: ["--practice"] });
    await by.until(/Number 1 to 6, Enter for 1: $/);
    by.type("q");
    expect((await by.wizard.exit).code).toBe(0);
  });
});

describe("no terminal", () => {
  test("neither end: a clear message, 3, no escape bytes", async () => {
    const place = newPlace();
    const before = place.tree();
    const done = await mturkSetup(place, []);
    expect(done).toMatchObject({ code: 3, out: "" });
    expect(done.err).toMatch(/no terminal/);
    expect(done.err).toMatch(/mturk-setup save --csv FILE/);
    expect(done.err).not.toContain("\u001B");
    expect(place.tree()).toEqual(before);
  });

  test.each([
    ["standard input is a pipe", "echo y | BIN"],
    ["standard input is closed", "BIN <&-"],
    ["standard input is /dev/null", "BIN </dev/null"],
    ["practice: standard input is a pipe", "echo y | BIN --practice"],
    ["standard output is a file", "BIN >out.txt"],
    ["practice: standard output is a pipe", "BIN --practice | cat >out.txt; exit ${PIPESTATUS[0]}"],
  ])("%s: 3, and nothing is drawn", async (_what, line) => {
    const place = newPlace();
    const program = `"${process.execPath}" "${BIN}"`;
    const wizard = startWizard(place, {
      command: ["bash", "-c", `(${line.replace("BIN", program)}); echo "ended with $?"`],
    });
    await wizard.waitFor("ended with 3");
    expect(wizard.frame().join("\n")).toMatch(/no terminal/);
    expect(wizard.raw()).not.toContain("\u001B");
    if (existsSync(place.at("out.txt"))) expect(readFileSync(place.at("out.txt"), "utf8")).toBe("");
    expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  });
});

describe("the looks", () => {
  // eslint-disable-next-line no-control-regex
  const COLOUR = /\u001B\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m/;

  test.each([
    { env: {}, coloured: true },
    { env: { NO_COLOR: "1" }, coloured: false },
  ])("$env: colours $coloured", async ({ env, coloured }) => {
    const wizard = startWizard(newPlace(), { args: ["--practice"], env });
    await wizard.waitFor(FIRST);
    await wizard.enterTo(/^Set up from the beginning(.*\n)*.*Go on: one screen/);
    await wizard.enterTo(/^Step 1 of 7/);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
    expect(COLOUR.test(wizard.raw())).toBe(coloured);
  });

  test("40×10: the whole way can be walked", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"], columns: 40, rows: 10 });
    const seen = [await wizard.waitFor(FIRST)];
    for (const title of [
      /^Set up from/,
      /^Step 1 /,
      /^Step 2 /,
      /^Step 3 /,
      /^Step 4 /,
      /^Step 5a /,
      /^Step 5b /,
      /^Step 7 /,
      /^The access key/,
      /^Review/,
      /^Practice complete/,
    ])
      seen.push(await wizard.enterTo(title));
    wizard.press("enter");
    expect((await wizard.exit).code).toBe(0);
    for (const frame of seen) expect(frame.length, frame.join("\n")).toBeLessThanOrEqual(8);
    expect(wizard.raw()).not.toContain("\u001B[3J");
  });

  test("a window that gets too small says so, and goes on when it is large again; the scrollback is never wiped", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"] });
    await wizard.waitFor(FIRST);
    await wizard.enterTo(/^Set up from the beginning/);
    for (const [columns, rows] of [
      [30, 6],
      [80, 24],
      [20, 4],
      [200, 60],
      [10, 2],
      [80, 12],
    ] as const) {
      wizard.resize(columns, rows);
      await wizard.waitFor(
        columns < 40 || rows < 10 ? /Terminal|small|…/ : /Go on: one screen a step/,
      );
    }
    await wizard.enterTo(/^Step 1 of 7/m);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
    expect(wizard.raw()).not.toContain("\u001B[3J");
  });
});

describe("the version of Node", () => {
  /** Another version number under the same Node: what the check sees is all that it has. */
  const faked = (version: string): readonly string[] => {
    const code = `Object.defineProperty(process.versions, "node", { value: "${version}" }); Object.defineProperty(process, "version", { value: "v${version}" });`;
    return [process.execPath, "--import", `data:text/javascript,${encodeURIComponent(code)}`];
  };

  test.each(["18.20.8", "20.16.0", "21.7.3", "22.8.0", "16.20.2"])(
    "N: %s: one line that says which is needed, 4",
    async (version) => {
      const done = await mturkSetup(newPlace(), ["check", "--json"], { node: faked(version) });
      expect(done).toMatchObject({ code: 4, out: "" });
      expect(done.err).toMatch(
        new RegExp(`^mturk-setup needs Node 20\\.17 .*${version.replaceAll(".", "\\.")}.*\\n$`),
      );
    },
  );

  test("N: the first file is JavaScript of 2009, which every Node can read", () => {
    const parse = createRequire(import.meta.resolve("eslint"))("espree") as {
      parse: (text: string, options: object) => unknown;
    };
    // Every Node takes the first line, which names it to the shell, away before it reads on.
    const first = readFileSync(BIN, "utf8").replace(/^#!.*/, "");
    expect(() => parse.parse(first, { ecmaVersion: 5 })).not.toThrow();
    expect(() => parse.parse("const x = () => 1;", { ecmaVersion: 5 })).toThrow();
  });

  test.each(["20.17.0", "22.9.0", "23.0.0", "24.1.0"])("N: %s is new enough", async (version) => {
    const done = await mturkSetup(newPlace(), ["--version"], { node: faked(version) });
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(done.out).toMatch(/^\d+\.\d+\.\d+(?:-rc\.\d+)?\n$/);
  });
});

test("the build holds the whole program: it runs from a folder without node_modules", async () => {
  const place = newPlace();
  const folder = join(place.temp, "elsewhere");
  cpSync(join(BIN, ".."), join(folder, "dist"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const wizard = startWizard(place, {
    command: [process.execPath, join(folder, "dist", "bin.js"), "--practice"],
  });
  await wizard.choose("Use keys I have");
  await wizard.waitFor("use practice-key.csv");
  await wizard.enterTo(/^Review/);
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.waitFor("Practice stopped.");
});
