/**
 * What happens in real terminals, byte for byte: reports that nobody asked for, password managers,
 * slow links, a window without a size or too small, a stop by the shell. After each, only what a
 * person pressed has happened.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { ESCAPE_WAIT_MS } from "../../src/terminal/keys.js";
import { untilIdle } from "../harness/idle.js";
import { type Wizard, BIN, FIRST, newPlace, startWizard } from "./program.js";
import { type Stage, expectNoSecret, stage } from "./rotation.js";

/** Everything of the stage that must not change by itself. */
function witness(here: Stage): () => void {
  const tree = here.place.tree();
  const ids = JSON.stringify([here.all(), here.active()]);
  return () => {
    expect(here.place.tree()).toEqual(tree);
    expect(JSON.stringify([here.all(), here.active()])).toBe(ids);
  };
}

/**
 * In a shell that compares the terminal's settings and then reads what is left of the input, as the
 * next prompt would.
 */
function inShell(here: Stage, options: Parameters<typeof startWizard>[1] = {}): Wizard {
  const line = `before=$(stty -g); "${process.execPath}" "${BIN}"; echo "ended with $?"; test "$before" = "$(stty -g)" && echo "stty equal"; read -t 1 -r left; echo "left over: <$left>"; echo the shell is back`;
  return startWizard(here.place, {
    rows: 50,
    ...options,
    env: { ...here.env, ...options.env },
    command: ["bash", "-c", line],
  });
}

async function toReplace(wizard: Wizard): Promise<void> {
  await wizard.choose("Replace a key \\(rotate\\)");
  await wizard.waitFor(/^Replace a key: default(.*\n)*.*Replace it/);
}

async function end(wizard: Wizard): Promise<string> {
  wizard.press("ctrl-c");
  await wizard.waitFor("Ctrl+C again quits");
  wizard.press("ctrl-c");
  return (await wizard.waitFor("the shell is back")).join("\n");
}

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
    const wizard = inShell(here);
    await toReplace(wizard);
    const before = wizard.frame().join("\n");
    for (const [what, bytes] of UNASKED) {
      wizard.send(bytes);
      await untilIdle(wizard.pid, 5);
      expect(wizard.frame().join("\n"), what).toBe(before);
      unchanged();
    }
    // Ctrl+C and Esc of the kitty protocol, which a crashed program left on.
    wizard.send("\u001B[99;5u");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.send("\u001B[27u");
    await wizard.waitFor(FIRST);
    const after = await end(wizard);
    expect(after).toContain("stty equal");
    expect(after).toContain("left over: <>");
    unchanged();
    expectNoSecret(here, wizard.raw());
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

describe("a password manager types into the key field: id, Tab, secret, Enter", () => {
  test.each(["in one go", "one character after the other"])("C: %s", async (how) => {
    const here = await stage();
    here.place.put(".aws/credentials", "");
    const wizard = inShell(here);
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    const keys = `${here.first}\t${here.aws.secretAccessKey.reveal()}\r`;
    for (const key of how === "in one go" ? [keys] : keys) {
      wizard.send(key);
      // Each is read alone: the next one comes once the program sleeps again.
      if (how !== "in one go") await untilIdle(wizard.pid, 2);
    }
    await wizard.waitFor(/^Review/);
    const after = await end(wizard);
    expect(after).toContain("left over: <>");
    expectNoSecret(here, wizard.raw());
  });

  test("C: into a menu: said where it belongs, neither drawn nor taken; and what comes after leaving is not for the shell", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = inShell(here);
    await toReplace(wizard);
    wizard.send(`${here.first}\t${here.aws.secretAccessKey.reveal()}\r`);
    await wizard.waitFor("That was an access key. It was not taken here");
    expect(wizard.raw()).not.toContain(here.first);
    wizard.paste(`${here.first}\n${here.aws.secretAccessKey.reveal()}`, true);
    await untilIdle(wizard.pid, 20);
    expect(wizard.frame().join("\n")).toMatch(/^Replace a key: default/);
    unchanged();
    wizard.press("ctrl-c");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.send(`\u0003echo ${here.aws.secretAccessKey.reveal()}\r`);
    const after = (await wizard.waitFor("the shell is back")).join("\n");
    expect(after).toContain("left over: <>");
    expect(after).toContain("stty equal");
    expectNoSecret(here, wizard.raw());
  });
});

describe("ended by a signal while a secret was typed ahead", () => {
  test.each(["SIGTERM", "SIGHUP"] as const)(
    "C: %s: the shell gets an empty terminal, set as before",
    async (signal) => {
      const here = await stage();
      const unchanged = witness(here);
      const wizard = inShell(here);
      await wizard.choose("Use keys I have");
      await wizard.waitFor("Paste id and secret");
      const program = Number(
        spawnSync("pgrep", ["-P", String(wizard.pid)], { encoding: "utf8" }).stdout.trim(),
      );
      // It reads nothing while it is stopped; then the signal comes first.
      process.kill(program, "SIGSTOP");
      wizard.sendAtOnce(`echo ${here.aws.secretAccessKey.reveal()}\r`);
      process.kill(program, signal);
      process.kill(program, "SIGCONT");
      const after = (await wizard.waitFor("the shell is back")).join("\n");
      expect(after).toContain("stty equal");
      expect(after).toContain("left over: <>");
      unchanged();
      expectNoSecret(here, wizard.raw());
    },
  );
});

describe("slow links", () => {
  test("Q: a paste whose mark is split after ESC by 100 ms and that stalls for 3 s is one paste", async () => {
    const here = await stage();
    const secret = here.aws.secretAccessKey.reveal();
    // The harness waits after a lone Esc; these are the bytes of a link, not a key. The pauses
    // themselves are the subject.
    const pieces = [
      ["\u001B", 100],
      [`[200~${here.first}`, 3_000],
      [`\r${secret}\u001B`, 100],
      ["[201~", 0],
    ] as const;
    const deliver = async (): Promise<Wizard> => {
      const wizard = inShell(here);
      await wizard.choose("Use keys I have");
      await wizard.waitFor("Paste id and secret");
      let delayed = false;
      for (const [bytes, ms] of pieces) {
        const begun = performance.now();
        wizard.sendAtOnce(bytes);
        await new Promise((resolve) => setTimeout(resolve, ms));
        delayed ||= ms > 0 && performance.now() - begun > ms + (ESCAPE_WAIT_MS - 100) / 2;
      }
      if (!delayed) return wizard;
      // This process got its turn too late and was a slower link than was meant: once more.
      wizard.kill("SIGKILL");
      return deliver();
    };
    const wizard = await deliver();
    await wizard.waitFor("Pasted several lines");
    await wizard.enterTo(/^Review|already/);
    await end(wizard);
    expectNoSecret(here, wizard.raw());
  });
});

describe("windows", () => {
  test("F: one that tells no size (0 x 0) is drawn as 80 x 24", async () => {
    const here = await stage();
    const wizard = startWizard(here.place, {
      env: here.env,
      command: ["bash", "-c", `stty rows 0 columns 0; exec "${process.execPath}" "${BIN}"`],
    });
    await wizard.waitFor(FIRST);
    expect(wizard.frame().join("\n")).toContain("Replace a key (rotate)");
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
  });

  test("H: one that is too small takes only leaving", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = inShell(here);
    await toReplace(wizard);
    wizard.resize(20, 5);
    await wizard.waitFor(/too.small/);
    for (const key of ["4", "1", "2", "\r", "\u001B[B", "r", "?"]) {
      wizard.send(key);
      await untilIdle(wizard.pid, 4);
    }
    wizard.resize(80, 50);
    await wizard.waitFor(/^Replace a key: default(.*\n)*.*Replace it/);
    unchanged();
    wizard.resize(20, 5);
    await wizard.waitFor(/too.small/);
    wizard.press("ctrl-c");
    await wizard.waitFor(/again/);
    wizard.press("ctrl-c");
    wizard.resize(80, 50);
    expect((await wizard.waitFor("the shell is back")).join("\n")).toContain("stty equal");
    unchanged();
  });
});

describe("stopped by the shell", () => {
  test("I: kill -TSTP gives the terminal back; fg takes it again, draws, and what is typed is not echoed", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const line = `set -m; before=$(stty -g); "${process.execPath}" "${BIN}"; test "$before" = "$(stty -g)" && echo "stty equal"; read -t 1 -r left; echo "left over: <$left>"; read -r -p "stopped: " answer; fg`;
    const wizard = startWizard(here.place, {
      env: here.env,
      rows: 50,
      command: ["bash", "-c", line],
    });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    const found =
      spawnSync("pgrep", ["-P", String(wizard.pid)], { encoding: "utf8" })
        .stdout.trim()
        .split("\n")[0] ?? "";
    process.kill(Number(found), "SIGTSTP");
    const stopped = (await wizard.waitFor("stopped:")).join("\n");
    expect(stopped).toContain("stty equal");
    expect(stopped).toContain("left over: <>");
    wizard.send("yes\r");
    await wizard.waitFor((frame) =>
      frame
        .slice(frame.findLastIndex((row) => row.includes("stopped:")))
        .some((row) => row.includes("Paste id and secret")),
    );
    wizard.send(here.aws.secretAccessKey.reveal());
    await wizard.waitFor("(hidden, 40 characters)");
    expect(wizard.raw().lastIndexOf("\u001B[?2004h")).toBeGreaterThan(
      wizard.raw().lastIndexOf("\u001B[?2004l"),
    );
    wizard.press("ctrl-c", "ctrl-c");
    // The shell ends with it, as shells do where Ctrl+C ended their job.
    await wizard.exit;
    unchanged();
    expectNoSecret(here, wizard.raw());
  });

  test("I: Ctrl+L draws anew what something else wrote over, and loses nothing that stood above", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"] });
    await wizard.waitFor(FIRST);
    const before = wizard.frame().join("\n");
    wizard.press("ctrl-l");
    await wizard.waitFor(
      (frame) => frame.join("\n") === before.slice(before.indexOf("mturk-setup:")),
    );
    expect(wizard.raw()).not.toContain("\u001B[3J");
    // Caps Lock is on.
    wizard.send("Q");
    expect((await wizard.exit).code).toBe(0);
  });
});
