/**
 * Windows without a size, too small, written over, and stopped by the shell, in a plain terminal and
 * in tmux: nothing acts that is not shown, and what comes back is drawn anew.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { expectBack, inShell, leave, toReplace, witness } from "./in-shell.js";
import { BIN, FIRST, type Wizard } from "./program.js";
import { expectNoSecret, stage } from "./rotation.js";
import { SEATS } from "./seats.js";

/** The program under the shell of the window. */
const programOf = (wizard: Wizard): number =>
  Number(
    spawnSync("pgrep", ["-P", String(wizard.pid)], { encoding: "utf8" })
      .stdout.trim()
      .split("\n")[0],
  );

describe.each(SEATS)("%s: windows", (_name, seat) => {
  test("F: one that tells no size (0 x 0) is drawn as 80 x 24", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await inShell(here, seat, { rows: 24, first: "stty rows 0 columns 0; " });
    await wizard.waitFor(FIRST);
    expect(wizard.frame().join("\n")).toContain("Replace a key (rotate)");
    await leave(here, wizard);
    unchanged();
  });

  test.each([
    [20, 5],
    [39, 24],
    [80, 9],
  ])("H: %i x %i is too small, and takes only leaving", async (columns, rows) => {
    const here = await stage();
    const unchanged = witness(here);
    const wizard = await inShell(here, seat);
    await toReplace(wizard);
    // What is drawn at the moment of another size is drawn anew, with what stood there above it.
    await untilIdle(wizard.pid, 10);
    wizard.resize(columns, rows);
    await wizard.waitFor(/too\ssmall/);
    for (const key of ["4", "1", "2", "\r", "\u001B[B", "r", "?", " ", "y"]) {
      wizard.send(key);
      await untilIdle(wizard.pid, 4);
    }
    wizard.resize(80, 50);
    // tmux takes back into view what had scrolled out of it.
    await wizard.waitFor(/^Replace a key: default(.*\n)*.*› 1 {2}Replace it(.*\n)*Enter choose/m);
    unchanged();
    wizard.resize(columns, rows);
    await wizard.waitFor(/too\ssmall/);
    wizard.press("ctrl-c");
    await wizard.waitFor(/Ctrl\+C\s+again/);
    wizard.press("ctrl-c");
    wizard.resize(80, 50);
    await expectBack(here, wizard, 130);
    unchanged();
  });
});

describe.each(SEATS)("%s: stopped by the shell", (_name, seat) => {
  test("I: kill -TSTP gives the terminal back; fg takes it again, draws, and what is typed is not echoed", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const line = `set -m; before=$(stty -g); "${process.execPath}" "${BIN}"; test "$before" = "$(stty -g)" && echo "stty equal"; read -t 1 -r left; echo "left over: <$left>"; read -r -p "stopped: " answer; fg`;
    const wizard = await seat.start(here.place, {
      env: here.env,
      rows: 50,
      command: ["bash", "-c", line],
    });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    process.kill(programOf(wizard), "SIGTSTP");
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

  test("a window made smaller meanwhile: drawn once, for it, below what the shell has written", async () => {
    const here = await stage();
    const unchanged = witness(here);
    const line = `set -m; "${process.execPath}" "${BIN}"; read -r -p "stopped: " answer; fg`;
    const wizard = await seat.start(here.place, {
      env: here.env,
      rows: 50,
      command: ["bash", "-c", line],
    });
    await toReplace(wizard);
    await untilIdle(wizard.pid, 10);
    process.kill(programOf(wizard), "SIGTSTP");
    await wizard.waitFor("stopped:");
    wizard.resize(60, 24);
    await untilIdle(wizard.pid, 10);
    const before = wizard.raw().length;
    wizard.send("yes\r");
    await wizard.waitFor((frame) => {
      const begins = frame.findLastIndex((row) => row.startsWith("Replace a key: default"));
      return (
        begins > frame.findLastIndex((row) => row.startsWith("stopped:")) &&
        frame.slice(begins).some((row) => row.startsWith("Enter choose"))
      );
    });
    await untilIdle(wizard.pid, 10);
    // tmux draws what it was sent once more.
    if (!seat.tmux)
      expect(wizard.raw().slice(before).split("Replace a key: default")).toHaveLength(2);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
    unchanged();
  });
});
