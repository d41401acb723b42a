/** What cannot be written never ends the work, and never looks like success: full disks, readers that left, streams that are closed or stall. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, type Ended, environment, mturkSetup } from "./program.js";
import { type Stage, expectTidy, expectWorking, stage } from "./rotation.js";

type Which = "stdout" | "stderr" | "both";

/** How a stream fails: what stands behind the command in a shell, or a pipe whose reader leaves at once. */
const FAILURES = {
  "a full disk": { stdout: ">/dev/full", stderr: "2>/dev/full", both: ">/dev/full 2>&1" },
  "a reader that left": { stdout: "| :", stderr: "", both: "2>&1 | :" },
  "a stream for reading only": { stdout: "1</dev/null", stderr: "2</dev/null", both: "1</dev/null 2</dev/null" },
} as const;

/** Runs it in a shell with the streams redirected; `tail` may be a pipe. The code is the program's own. */
function inShell(here: Stage, args: readonly string[], tail: string): Promise<Ended> {
  const line = `"${process.execPath}" "${BIN}" "$@" ${tail}; exit \${PIPESTATUS[0]}`;
  const child = spawn("bash", ["-c", line, "-", ...args], { cwd: here.place.home, env: childEnv(here.place.home, environment(here.place, here.env)), stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  return new Promise((resolve) => void child.once("close", (code, signal) => resolve({ code, signal, out, err })));
}

/** Commands that can be run again and again; with and without `--json`. */
const COMMANDS = [["check"], ["save", "--from-env", "--dry-run", "--no-verify"], ["doctor"], ["undo", "--dry-run"], ["retire", "--dry-run"], ["rotate", "--dry-run", "--yes"]];
const RUNS = [...COMMANDS.flatMap((args) => [args, [...args, "--json"]]), ["--help"], ["--version"], ["nonsense"], ["nonsense", "--json"]];

describe.each(RUNS.map((args) => ({ args, name: args.join(" ") })))("$name", ({ args }) => {
  test("its own code, and 4 where a result did not arrive that it would have answered 0 for", async () => {
    const here = await stage();
    const own = await mturkSetup(here.place, args, { env: here.env });
    const expected = own.out !== "" && own.code === 0 ? 4 : own.code;
    const before = here.place.tree();
    for (const [how, tails] of Object.entries(FAILURES)) {
      for (const which of ["stdout", "stderr", "both"] as const satisfies readonly Which[]) {
        if (how === "a reader that left" && which === "stderr") continue;
        const done = await inShell(here, args, tails[which]);
        expect(done.code, `${which}: ${how}; ${done.err}`).toBe(which === "stderr" ? own.code : expected);
        expect(done.err).not.toContain("made a mistake");
        if (which === "stderr") expect(done.out === "").toBe(own.out === "");
        if (which === "stdout" && how !== "a reader that left" && expected === 4 && own.code === 0) expect(done.err).toContain("could not be written to standard output");
      }
    }
    expect(here.place.tree()).toEqual(before);
  });
});

describe("a rotation goes to its end", () => {
  test.each([
    { how: "stderr: a full disk", tail: "2>/dev/full", code: 4 },
    { how: "both: a full disk", tail: ">/dev/full 2>&1", code: 4 },
    { how: "| head -1", tail: "2>&1 | head -1", code: 4 },
    { how: "stderr: a reader that left", tail: "2> >(:)", code: 0 },
    { how: "both closed", tail: ">&- 2>&-", code: 0 },
    { how: "stdout closed", tail: ">&-", code: 0 },
  ])("$how", async ({ tail, how, code }) => {
    const here = await stage();
    const done = await inShell(here, ["rotate", "--yes"], tail);
    const lost = code === 4 && !how.startsWith("stderr");
    expect(done.code).toBe(lost ? 4 : 0);
    expect(done.signal).toBeNull();
    expect(here.inFile()).not.toBe(here.first);
    expect(here.active()).toEqual([here.inFile()]);
    expectWorking(here);
    expectTidy(here, { waiting: true });
  });

  test("a reader that stalls: it is done all the same, and Ctrl+C still ends what waits to be read", async () => {
    const here = await stage();
    // A pipe that is full before it starts.
    const line = `(head -c 65536 /dev/zero >&3; echo full >&2; exec "${process.execPath}" "${BIN}" rotate --yes >&3 2>&3) 3> >(exec sleep 1000)`;
    const child = spawn("bash", ["-c", line], { cwd: here.place.home, env: childEnv(here.place.home, environment(here.place, here.env)), stdio: ["ignore", "ignore", "ignore"], detached: true });
    const ended = new Promise((resolve) => void child.once("close", resolve));
    const stop = (): void => {
      try {
        process.kill(-(child.pid ?? 0), "SIGINT");
        process.kill(-(child.pid ?? 0), "SIGTERM");
      } catch {
        // It has ended.
      }
    };
    onTestFinished(stop);
    await waitUntil(() => (here.inFile() !== here.first && here.active().length === 1 ? true : undefined), () => "the rotation did not get to its end");
    stop();
    await ended;
    expectWorking(here);
  });
});

test("a folder that was deleted: one sentence, 4; help and version work", async () => {
  const here = await stage();
  const run = async (args: readonly string[]): Promise<Ended> => {
    const gone = mkdtempSync(join(here.place.temp, "gone-"));
    const line = `cd "$1" && shift && rmdir "$PWD" && exec "${process.execPath}" "${BIN}" "$@"`;
    const child = spawn("bash", ["-c", line, "-", gone, ...args], { env: childEnv(here.place.home, environment(here.place, here.env)), stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    const done = await new Promise<Ended>((resolve) => void child.once("close", (code, signal) => resolve({ code, signal, out, err })));
    expect(() => rmdirSync(gone)).toThrow();
    return done;
  };
  const before = here.place.tree();
  for (const args of [["check"], ["doctor"], ["rotate", "--yes"], ["save", "--from-env"], ["undo", "--yes"], ["retire", "--yes"], []]) {
    const done = await run(args);
    expect(done).toMatchObject({ code: 4, out: "" });
    expect(done.err).toMatch(/^mturk-setup: The folder that this runs in was deleted\.\n( {2}- .*\n)+$/);
  }
  const json = await run(["check", "--json"]);
  expect(json.code).toBe(4);
  expect((JSON.parse(json.out) as { error: { code: string } }).error.code).toBe("folder-gone");
  for (const args of [["--help"], ["--version"], ["check", "--help"]]) expect(await run(args)).toMatchObject({ code: 0, err: "" });
  expect(here.place.tree()).toEqual(before);
});
