/**
 * The wizard inside the programs that stand between it and a terminal: tmux, GNU screen, script,
 * expect, mosh, where they are installed.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, type Wizard, environment, newPlace, startWizard } from "./program.js";
import { type Stage, expectNoSecret, stage } from "./rotation.js";

const has = (program: string): boolean =>
  spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/**
 * Said aloud where a program is missing: a row that was not tried must not look like one that held.
 */
function withProgram(program: string, title: string, body: () => Promise<void>): void {
  const there = has(program);
  if (!there) process.stderr.write(`NOT TRIED: ${program} is not installed: ${title}\n`);
  test.skipIf(!there)(`${program}: ${title}`, body);
}

/** Compares the terminal's settings before and after, in the shell that started the wizard. */
const inShell = (args: string): string =>
  `before=$(stty -g); "${process.execPath}" "${BIN}" ${args}; echo "ended with $?"; test "$before" = "$(stty -g)" && echo "stty equal"; read -t 1 -r left; echo "left over: <$left>"; exec sleep 1000`;
const SHELL_LINE = inShell("");
const HIDDEN_LINE = inShell("save --stdin --yes --profile other");

interface Tmux {
  readonly run: (...args: readonly string[]) => string;
  readonly bytes: (text: string | Buffer) => void;
  readonly waitFor: (expected: RegExp) => Promise<string>;
}

/** A server of its own, whose window the wizard runs in. */
function tmux(here: Stage): Tmux {
  const socket = join(here.place.temp, "tmux");
  const env = childEnv(here.place.home, {
    ...environment(here.place, here.env),
    TERM: "xterm-256color",
  });
  const run = (...args: readonly string[]): string =>
    execFileSync("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env, encoding: "utf8" });
  const script = join(here.place.temp, "run.sh");
  writeFileSync(script, SHELL_LINE);
  run("new-session", "-d", "-x", "80", "-y", "50", "bash", script);
  onTestFinished(() => void spawnSync("tmux", ["-S", socket, "kill-server"]));
  const screen = (): string => run("capture-pane", "-p");
  return {
    run,
    bytes: (text) =>
      void run(
        "send-keys",
        "-H",
        ...Array.from(typeof text === "string" ? Buffer.from(text, "utf8") : text, (byte) =>
          byte.toString(16),
        ),
      ),
    waitFor: (expected) =>
      waitUntil(
        () => (expected.test(screen()) ? screen() : undefined),
        () => `${String(expected)} never in\n${screen()}`,
      ),
  };
}

describe("in between", () => {
  withProgram(
    "tmux",
    "A: unasked bytes do nothing, a bracketed paste is one, the terminal is as it was",
    async () => {
      const here = await stage();
      const ids = JSON.stringify([here.all(), here.active()]);
      const pane = tmux(here);
      const digit =
        /(\d) {2}Replace a key \(rotate\)/.exec(
          await pane.waitFor(/Replace a key \(rotate\)(.|\n)*q quit/),
        )?.[1] ?? "";
      pane.bytes(digit);
      const before = await pane.waitFor(/Replace a key: default(.|\n)*Replace it(.|\n)*q quit/);
      const tree = here.place.tree();
      // A second terminal attaches, whose answers tmux asks for; and bytes as in a terminal without
      // it.
      const attached = startWizard(newPlace(), {
        command: ["tmux", "-S", join(here.place.temp, "tmux"), "attach"],
        columns: 80,
        rows: 51,
      });
      await attached.waitFor("Replace a key: default");
      attached.sendAtOnce("\u001B[?1;2;4c\u001B[>41;388;0c\u001B]11;rgb:1111/2222/4444\u001B\\");
      for (const bytes of [
        "\u001B[<35;12;3M\u001B[<0;3;4M\u001B[<0;3;4m",
        "\u001B[?1;2;4c",
        "\u001BP>|XTerm(388)\u001B\\",
        "\u001B_Gi=1;OK\u001B\\",
        "\u001B[M 14",
        "\u001B[I\u001B[O",
        "\u001B[49;2;49;0;0;1_",
      ])
        pane.bytes(bytes);
      pane.run("set-buffer", `${here.first}\n${here.aws.secretAccessKey.reveal()}`);
      pane.run("paste-buffer", "-p");
      const after = await pane.waitFor(/That was an access key\./);
      expect(
        after.replaceAll(/^ {2}That was an access key.*\n(?: {2}\S.*\n)?/gm, "").split("\n")[0],
      ).toBe(before.split("\n")[0]);
      expect(JSON.stringify([here.all(), here.active()])).toBe(ids);
      expect(here.place.tree()).toEqual(tree);
      pane.bytes("\u0003");
      await pane.waitFor(/Ctrl\+C again quits/);
      pane.bytes(`\u0003echo ${here.aws.secretAccessKey.reveal()}\r`);
      const end = await pane.waitFor(/left over: <.*>/);
      expect(end).toContain("stty equal");
      expect(end).toContain("left over: <>");
      expectNoSecret(here, end, attached.raw());
    },
  );

  withProgram("script", "F: with piped input it has no size, and is drawn as 80 x 24", async () => {
    const here = await stage();
    const env = childEnv(here.place.home, {
      ...environment(here.place, here.env),
      TERM: "xterm-256color",
    });
    const child = spawn(
      "sh",
      ["-c", `cat | script -qc '"${process.execPath}" "${BIN}"' /dev/null`],
      { env, stdio: ["pipe", "pipe", "inherit"] },
    );
    onTestFinished(() => void child.stdin.end());
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => (said += bytes.toString("utf8")));
    const until = (text: string): Promise<true> =>
      waitUntil(
        () => said.includes(text) || undefined,
        () => `${text} never in\n${said}`,
      );
    await until("Replace a key (rotate)");
    child.stdin.write("\u0003");
    await until("Ctrl+C again quits");
    child.stdin.write("\u0003");
    await until("Nothing was written.");
    child.stdin.end();
    await once(child, "close");
  });

  withProgram(
    "expect",
    "F: the wizard in a spawned terminal without a size: drawn, a key saved",
    async () => {
      const here = await stage();
      here.place.put(".aws/credentials", "");
      const done = await expecting(here, [
        `spawn sh -c {"${process.execPath}" "${BIN}"; echo code=$?}`,
        // The rows may change their numbers until the look round is finished: the last of what was
        // drawn counts.
        `want "quit"; set drawn ""; set timeout 2`,
        `expect -re {.+} { append drawn $expect_out(buffer); exp_continue } timeout {}`,
        `set timeout 100; set row 9; regexp {.*(\\d)(?:\\x1b\\[[0-9;]*m| )*Use keys I have} $drawn - row`,
        `send -- $row; want "Paste id and secret"`,
        `send -- "\\033\\[200~$env(KEY_ID)\\r$env(KEY_SECRET)\\033\\[201~"; want "Pasted several lines"`,
        `send "\\r"; want "aws_secret_access_key"; want "write"; sleep 1`,
        `send "\\r"; want "Ready"`,
        `send "\\003"; want "again quits"; send "\\003"; want "code=130"`,
      ]);
      expect(done).toContain("Wrote ");
      expect(here.inFile()).toBe(here.first);
      expectNoSecret(here, done);
    },
  );

  withProgram(
    "expect",
    "K: a hidden question in a spawned terminal: taken, never echoed",
    async () => {
      const here = await stage();
      const done = await expecting(here, [
        `spawn sh -c {"${process.execPath}" "${BIN}" save --stdin --yes --profile other; echo code=$?}`,
        `want "Key (hidden"; send "$env(KEY_ID)\\r"`,
        `want "Now the secret"; send "x$env(KEY_SECRET)yz\\177\\177\\025$env(KEY_SECRET)\\r"`,
        `want "saved AKIA"; want "code=0"`,
      ]);
      expect(done).toContain("code=0");
      expect(here.inFile("other")).toBe(here.first);
      expectNoSecret(here, done);
    },
  );

  withProgram("screen", "A: unasked bytes do nothing, the terminal is as it was", async () => {
    const here = await stage();
    await undisturbed(
      here,
      startWizard(here.place, {
        env: { ...here.env, SCREENDIR: privateFolder(here) },
        rows: 50,
        command: ["screen", "-q", "bash", "-c", SHELL_LINE],
      }),
    );
  });

  withProgram("screen", "K: a hidden question is asked and never echoed", async () => {
    const here = await stage();
    await answered(
      here,
      startWizard(here.place, {
        env: { ...here.env, SCREENDIR: privateFolder(here) },
        rows: 50,
        command: ["screen", "-q", "bash", "-c", HIDDEN_LINE],
      }),
    );
  });

  withProgram(
    "mosh-server",
    "A: mosh: unasked bytes do nothing, the terminal is as it was",
    async () => {
      const here = await stage();
      await undisturbed(here, mosh(here, SHELL_LINE));
    },
  );

  withProgram(
    "mosh-server",
    "K: mosh: a hidden question is asked and never echoed, not even ahead of the answer",
    async () => {
      const here = await stage();
      await answered(here, mosh(here, HIDDEN_LINE));
    },
  );
});

/** Where screen puts its sockets; it refuses one that others may enter. */
function privateFolder({ place }: Stage): string {
  const folder = mkdtempSync(join(place.temp, "screen-"));
  onTestFinished(
    () => void spawnSync("screen", ["-X", "quit"], { env: { ...process.env, SCREENDIR: folder } }),
  );
  return folder;
}

/**
 * What `expect` and the program in its terminal say in all; the key of the stage is in its
 * environment.
 */
async function expecting(here: Stage, script: readonly string[]): Promise<string> {
  const env = childEnv(here.place.home, {
    ...environment(here.place, here.env),
    TERM: "xterm-256color",
    KEY_ID: here.first,
    KEY_SECRET: here.aws.secretAccessKey.reveal(),
  });
  const ends = "timeout { puts TIMED-OUT; exit 9 } eof { puts ENDED-EARLY; exit 8 }";
  const words = [`proc want {text} { global spawn_id; expect -ex $text {} ${ends} }`];
  const begun = ["set timeout 100", "match_max 100000", ...words, ...script].join("\n");
  // Not synchronous: the practice AWS answers from this process.
  const child = spawn("expect", ["-c", begun], {
    env,
    cwd: here.place.home,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  await new Promise((resolve) => void child.once("close", resolve));
  expect(said).not.toMatch(/TIMED-OUT|ENDED-EARLY/);
  return said;
}

/**
 * A server on this computer and a client in the test's terminal, as `mosh` makes them after it has
 * asked ssh.
 */
function mosh(here: Stage, line: string): Wizard {
  const env = childEnv(here.place.home, {
    ...environment(here.place, here.env),
    TERM: "xterm-256color",
  });
  const script = join(here.place.temp, "mosh.sh");
  writeFileSync(script, line);
  const begun = spawnSync(
    "mosh-server",
    ["new", "-i", "127.0.0.1", "-c", "256", "--", "bash", script],
    { env, encoding: "utf8" },
  );
  const [, port, key] = /MOSH CONNECT (\d+) (\S+)/.exec(begun.stdout) ?? [];
  const pid = Number(/pid = (\d+)/.exec(begun.stderr)?.[1]);
  expect(port, begun.stderr).toBeDefined();
  onTestFinished(() => {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended with its program.
    }
  });
  return startWizard(here.place, {
    env: { MOSH_KEY: key },
    rows: 50,
    command: ["mosh-client", "127.0.0.1", port ?? ""],
  });
}

/** The wizard at "Replace a key" is sent what nobody typed, and left. */
async function undisturbed(here: Stage, wizard: Wizard): Promise<void> {
  const ids = JSON.stringify([here.all(), here.active()]);
  const tree = here.place.tree();
  await wizard.choose("Replace a key \\(rotate\\)");
  await wizard.waitFor(/Replace a key: default/);
  for (const bytes of [
    "\u001B[<35;12;3M",
    "\u001B[<0;3;4M\u001B[<0;3;4m",
    "\u001B[?1;2;4c",
    "\u001B]11;rgb:1111/2222/4444\u001B\\",
    "\u001BP>|XTerm(388)\u001B\\",
    "\u001B[M 14",
    "\u001B[I\u001B[O",
  ])
    wizard.sendAtOnce(bytes);
  wizard.press("ctrl-c");
  await wizard.waitFor("Ctrl+C again quits");
  wizard.press("ctrl-c");
  const end = (await wizard.waitFor(/left over: <.*>/)).join("\n");
  expect(end).toContain("ended with 130");
  expect(end).toContain("stty equal");
  expect(end).toContain("left over: <>");
  expect(JSON.stringify([here.all(), here.active()])).toBe(ids);
  expect(here.place.tree()).toEqual(tree);
  expectNoSecret(here, wizard.raw());
}

/** A key is typed into the hidden question, with corrections, in pieces. */
async function answered(here: Stage, wizard: Wizard): Promise<void> {
  const secret = here.aws.secretAccessKey.reveal();
  await wizard.waitFor("Key (hidden");
  wizard.send(`${here.first}\r`);
  await wizard.waitFor("Now the secret");
  wizard.send(`x${secret}\u0015${secret}yz\u007F\u007F\r`);
  const end = (await wizard.waitFor(/left over: <.*>/)).join("\n");
  expect(end).toContain("saved AKIA…");
  expect(end).toContain("ended with 0");
  expect(end).toContain("stty equal");
  expect(end).toContain("left over: <>");
  expect(here.inFile("other")).toBe(here.first);
  expectNoSecret(here, wizard.raw());
}
