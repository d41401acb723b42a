/** The wizard inside the programs that stand between it and a terminal: tmux, GNU screen, script, expect, mosh, where they are installed. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, environment, newPlace, startWizard } from "./program.js";
import { type Stage, expectNoSecret, stage } from "./rotation.js";

const has = (program: string): boolean => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** Said aloud where a program is missing: a row that was not tried must not look like one that held. */
function withProgram(program: string, title: string, body: () => Promise<void>): void {
  const there = has(program);
  if (!there) process.stderr.write(`NOT TRIED: ${program} is not installed: ${title}\n`);
  test.skipIf(!there)(`${program}: ${title}`, body);
}

/** Compares the terminal's settings before and after, in the shell that started the wizard. */
const SHELL_LINE = `before=$(stty -g); "${process.execPath}" "${BIN}"; echo "ended with $?"; test "$before" = "$(stty -g)" && echo "stty equal"; read -t 1 -r left; echo "left over: <$left>"; exec sleep 1000`;

interface Tmux {
  readonly run: (...args: readonly string[]) => string;
  readonly bytes: (text: string | Buffer) => void;
  readonly waitFor: (expected: RegExp) => Promise<string>;
}

/** A server of its own, whose window the wizard runs in. */
function tmux(here: Stage): Tmux {
  const socket = join(here.place.temp, "tmux");
  const env = childEnv(here.place.home, { ...environment(here.place, here.env), TERM: "xterm-256color" });
  const run = (...args: readonly string[]): string => execFileSync("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env, encoding: "utf8" });
  const script = join(here.place.temp, "run.sh");
  writeFileSync(script, SHELL_LINE);
  run("new-session", "-d", "-x", "80", "-y", "50", "bash", script);
  onTestFinished(() => void spawnSync("tmux", ["-S", socket, "kill-server"]));
  const screen = (): string => run("capture-pane", "-p");
  return {
    run,
    bytes: (text) => void run("send-keys", "-H", ...Array.from(typeof text === "string" ? Buffer.from(text, "utf8") : text, (byte) => byte.toString(16))),
    waitFor: (expected) => waitUntil(() => (expected.test(screen()) ? screen() : undefined), () => `${String(expected)} never in\n${screen()}`),
  };
}

describe("in between", () => {
  withProgram("tmux", "unasked bytes do nothing, a bracketed paste is one, the terminal is as it was", async () => {
    const here = await stage();
    const ids = JSON.stringify([here.all(), here.active()]);
    const pane = tmux(here);
    const digit = /(\d) {2}Replace a key \(rotate\)/.exec(await pane.waitFor(/Replace a key \(rotate\)(.|\n)*q quit/))?.[1] ?? "";
    pane.bytes(digit);
    const before = await pane.waitFor(/Replace a key: default(.|\n)*Replace it(.|\n)*q quit/);
    const tree = here.place.tree();
    // A second terminal attaches, whose answers tmux asks for; and bytes as in a terminal without it.
    const attached = startWizard(newPlace(), { command: ["tmux", "-S", join(here.place.temp, "tmux"), "attach"], columns: 80, rows: 51 });
    await attached.waitFor("Replace a key: default");
    attached.sendAtOnce("\u001B[?1;2;4c\u001B[>41;388;0c\u001B]11;rgb:1111/2222/4444\u001B\\");
    for (const bytes of ["\u001B[<35;12;3M\u001B[<0;3;4M\u001B[<0;3;4m", "\u001B[?1;2;4c", "\u001BP>|XTerm(388)\u001B\\", "\u001B_Gi=1;OK\u001B\\", "\u001B[M 14", "\u001B[I\u001B[O", "\u001B[49;2;49;0;0;1_"]) pane.bytes(bytes);
    pane.run("set-buffer", `${here.first}\n${here.aws.secretAccessKey.reveal()}`);
    pane.run("paste-buffer", "-p");
    const after = await pane.waitFor(/That was an access key\./);
    expect(after.replaceAll(/^ {2}That was an access key.*\n(?: {2}\S.*\n)?/gm, "").split("\n")[0]).toBe(before.split("\n")[0]);
    expect(JSON.stringify([here.all(), here.active()])).toBe(ids);
    expect(here.place.tree()).toEqual(tree);
    pane.bytes("\u0003");
    await pane.waitFor(/Ctrl\+C again quits/);
    pane.bytes(`\u0003echo ${here.aws.secretAccessKey.reveal()}\r`);
    const end = await pane.waitFor(/left over: <.*>/);
    expect(end).toContain("stty equal");
    expect(end).toContain("left over: <>");
    expectNoSecret(here, end, attached.raw());
  });

  withProgram("script", "with piped input it has no size, and is drawn as 80 x 24", async () => {
    const here = await stage();
    const env = childEnv(here.place.home, { ...environment(here.place, here.env), TERM: "xterm-256color" });
    const child = spawn("sh", ["-c", `cat | script -qc '"${process.execPath}" "${BIN}"' /dev/null`], { env, stdio: ["pipe", "pipe", "inherit"] });
    onTestFinished(() => void child.stdin.end());
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => (said += bytes.toString("utf8")));
    const until = (text: string): Promise<true> => waitUntil(() => said.includes(text) || undefined, () => `${text} never in\n${said}`);
    await until("Replace a key (rotate)");
    child.stdin.write("\u0003");
    await until("Ctrl+C again quits");
    child.stdin.write("\u0003");
    await until("Nothing was written.");
    child.stdin.end();
    await once(child, "close");
  });

  withProgram("expect", "a spawned terminal without a size", async () => {
    const here = await stage();
    const env = childEnv(here.place.home, { ...environment(here.place, here.env), TERM: "xterm-256color" });
    const done = spawnSync("expect", ["-c", `set timeout 60; spawn "${process.execPath}" "${BIN}"; expect "Replace a key (rotate)"; expect " quit"; send "\\003"; expect "again quits"; send "\\003"; expect eof`], { env, encoding: "utf8", timeout: 90_000 });
    expect(done.stdout).toContain("Nothing was written.");
  });

  withProgram("screen", "unasked bytes do nothing, the terminal is as it was", async () => {
    const here = await stage();
    const ids = JSON.stringify([here.all(), here.active()]);
    const wizard = startWizard(here.place, { env: { ...here.env, SCREENDIR: here.place.temp }, rows: 50, command: ["screen", "-q", "bash", "-c", SHELL_LINE] });
    await wizard.choose("Replace a key \\(rotate\\)");
    await wizard.waitFor(/Replace a key: default/);
    wizard.sendAtOnce("\u001B[<35;12;3M\u001B[?1;2;4c\u001B]11;rgb:1111/2222/4444\u001B\\");
    wizard.press("ctrl-c");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.press("ctrl-c");
    await wizard.waitFor(/stty equal(.|\n)*left over: <>/);
    expect(JSON.stringify([here.all(), here.active()])).toBe(ids);
  });
});
