/**
 * What cannot be written never ends the work, and never looks like success: full disks, readers
 * that left, streams that are closed or stall.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, type Ended, environment, mturkSetup } from "./program.js";
import { type Stage, expectTidy, expectWorking, stage } from "./rotation.js";

type Which = "stdout" | "stderr" | "both";

/**
 * How a stream fails: what stands behind the command in a shell, or a pipe whose reader leaves at
 * once.
 */
const FAILURES = {
  "a full disk": { stdout: ">/dev/full", stderr: "2>/dev/full", both: ">/dev/full 2>&1" },
  "a reader that left": { stdout: "| :", stderr: "", both: "2>&1 | :" },
  "a stream for reading only": {
    stdout: "1</dev/null",
    stderr: "2</dev/null",
    both: "1</dev/null 2</dev/null",
  },
  closed: { stdout: ">&-", stderr: "2>&-", both: ">&- 2>&- <&-" },
} as const;

/**
 * Runs it in a shell with the streams redirected; `tail` may be a pipe. The code is the program's
 * own.
 */
function inShell(here: Stage, args: readonly string[], tail: string): Promise<Ended> {
  const line = `"${process.execPath}" "${BIN}" "$@" ${tail}; exit \${PIPESTATUS[0]}`;
  const child = spawn("bash", ["-c", line, "-", ...args], {
    cwd: here.place.home,
    env: childEnv(here.place.home, environment(here.place, here.env)),
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  return new Promise(
    (resolve) => void child.once("close", (code, signal) => resolve({ code, signal, out, err })),
  );
}

/** Commands that can be run again and again; with and without `--json`. */
const COMMANDS = [
  ["check"],
  ["save", "--from-env", "--dry-run", "--no-verify"],
  ["doctor"],
  ["undo", "--dry-run"],
  ["retire", "--dry-run"],
  ["rotate", "--dry-run", "--yes"],
  ["check", "--all"],
  ["rotate", "--letter"],
];
const RUNS = [
  ...COMMANDS.flatMap((args) => [args, [...args, "--json"]]),
  ["--help"],
  ["--version"],
  ["guide", "5b"],
  ["completion", "bash"],
  ["nonsense"],
  ["nonsense", "--json"],
];

/** Whether a result is lost, which is no success; `own` is the same run with nothing lost. */
const loses = (own: Ended, which: Which): boolean => which !== "stderr" && own.out !== "";

describe.each(RUNS.map((args) => ({ args, name: args.join(" ") })))(
  "D and E: $name",
  ({ args }) => {
    test("its own code, and 4 where a result did not arrive that it would have answered 0 for", async () => {
      const here = await stage();
      const own = await mturkSetup(here.place, args, { env: here.env });
      const before = here.place.tree();
      for (const [how, tails] of Object.entries(FAILURES)) {
        for (const which of ["stdout", "stderr", "both"] as const satisfies readonly Which[]) {
          if (how === "a reader that left" && which === "stderr") continue;
          const done = await inShell(here, args, tails[which]);
          const lost = own.code === 0 && loses(own, which);
          expect(done.code, `${which}: ${how}; ${done.err}`).toBe(lost ? 4 : own.code);
          expect(done.err).not.toContain("made a mistake");
          if (which === "stderr") expect(done.out === "").toBe(own.out === "");
          if (which === "stdout" && how !== "a reader that left" && lost)
            expect(done.err).toContain("could not be written to standard output");
        }
      }
      // Nothing to read, and what a shell opens for those who want no output: nobody has lost
      // anything.
      for (const tail of ["<&-", ">/dev/null", "2>/dev/null", ">/dev/null 2>&1"])
        expect((await inShell(here, args, tail)).code, tail).toBe(own.code);
      expect(here.place.tree()).toEqual(before);
    });
  },
);

/** Programs that start others with their output thrown away, by descriptors: prints the code. */
const SILENT_STARTERS = {
  "Python's DEVNULL": (fds: string) => [
    "python3",
    "-c",
    `import subprocess, sys; no = subprocess.DEVNULL; print(subprocess.run(sys.argv[1:], ${fds}).returncode)`,
  ],
  "Python's DEVNULL, through a shell": (fds: string) => [
    "python3",
    "-c",
    `import shlex, subprocess, sys; no = subprocess.DEVNULL; print(subprocess.run(shlex.join(sys.argv[1:]) + "; exit $?", shell=True, ${fds}).returncode)`,
  ],
  "Python's os.system with the null device as its own output": (fds: string) => [
    "python3",
    "-c",
    `import os, shlex, sys; told = os.dup(1); null = os.open(os.devnull, os.O_RDWR); given = "${fds}"; [os.dup2(null, fd) for name, fd in (("stdout", 1), ("stderr", 2), ("stdin", 0)) if name in given]; code = os.waitstatus_to_exitcode(os.system(shlex.join(sys.argv[1:]) + "; exit $?")); os.write(told, str(code).encode())`,
  ],
  "Node's ignore": (fds: string) => [
    process.execPath,
    "-e",
    `const is = (name) => (${JSON.stringify(fds)}.includes(name) ? "ignore" : "inherit"); const [file, ...args] = process.argv.slice(1); console.log(require("node:child_process").spawnSync(file, args, { stdio: ["stdin", "stdout", "stderr"].map(is) }).status)`,
    "--",
  ],
};
const SILENCES = [
  "stdout=no",
  "stderr=no",
  "stdout=no, stderr=no",
  "stdin=no, stdout=no, stderr=no",
];

describe("D and E: whoever wants no output gets the job's own code", () => {
  test.each(
    Object.entries(SILENT_STARTERS).flatMap(([name, starter]) =>
      SILENCES.map((fds) => ({ name, starter, fds })),
    ),
  )("$name: $fds", async ({ starter, fds }) => {
    const here = await stage();
    for (const args of [["check", "--json"], ["rotate", "--dry-run", "--yes"], ["--version"]]) {
      const [command = "", ...before] = starter(fds);
      const child = spawn(command, [...before, process.execPath, BIN, ...args], {
        cwd: here.place.home,
        env: childEnv(here.place.home, environment(here.place, here.env)),
        stdio: ["ignore", "pipe", "ignore"],
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      let out = "";
      child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
      await new Promise((resolve) => void child.once("close", resolve));
      // What it printed itself, where that was not thrown away, stands before the code.
      expect(out.trim().split("\n").at(-1), args.join(" ")).toBe("0");
    }
  });
});

test("E: in a loop that reads lines, no command reads away those that follow", async () => {
  const here = await stage();
  const lines = RUNS.map((args) => args.join(" "));
  here.place.put("lines", `${lines.join("\n")}\n`);
  const loop = `while read -r line; do "${process.execPath}" "${BIN}" $line >/dev/null 2>&1; echo "$line"; done <"$HOME/lines"`;
  const child = spawn("bash", ["-c", loop], {
    cwd: here.place.home,
    env: childEnv(here.place.home, environment(here.place, here.env)),
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  await new Promise((resolve) => void child.once("close", resolve));
  expect(out.trim().split("\n")).toEqual(lines);
});

test.each([["check"], ["rotate", "--yes"]])(
  "E: %s: work that is cut off without a word, as when nothing is left to wait for, is no success",
  async (...args) => {
    const here = await stage();
    // The last thing that the loop waits for is taken away from it as soon as the work has begun.
    const cut = `import { Socket } from "node:net"; const connect = Socket.prototype.connect; Socket.prototype.connect = function (...given) { const made = connect.apply(this, given); setImmediate(() => { this.unref(); for (const it of process._getActiveHandles()) it.unref?.(); }); return made; }; const later = globalThis.setTimeout; globalThis.setTimeout = (...given) => { const timer = later(...given); timer.unref?.(); return timer; };`;
    const done = await mturkSetup(here.place, args, {
      env: here.env,
      node: [process.execPath, "--import", `data:text/javascript,${encodeURIComponent(cut)}`],
    });
    expect(done.code, done.err).toBe(1);
    expect(done.err).toContain("nothing was left to wait for");
    expectWorking(here);
  },
);

describe("D: a rotation goes to its end", () => {
  test.each([
    { how: "stderr: a full disk", tail: "2>/dev/full", code: 0 },
    { how: "both: a full disk", tail: ">/dev/full 2>&1", code: 4 },
    { how: "| head -1", tail: "2>&1 | head -1", code: 4 },
    { how: "stderr: a reader that left", tail: "2> >(:)", code: 0 },
    { how: "both closed", tail: ">&- 2>&-", code: 4 },
    { how: "stdout closed", tail: ">&-", code: 4 },
    { how: "a document, and stdout closed", tail: ">&-", code: 4, more: ["--json"] },
    { how: "a document, and all three closed", tail: ">&- 2>&- <&-", code: 4, more: ["--json"] },
    { how: "a document, and stderr closed", tail: "2>&-", code: 0, more: ["--json"] },
    { how: "a document, and a reader that left", tail: "| :", code: 4, more: ["--json"] },
  ])("$how", async ({ tail, code, more = [] }) => {
    const here = await stage();
    const done = await inShell(here, ["rotate", "--yes", ...more], tail);
    expect(done.code).toBe(code);
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
    const child = spawn("bash", ["-c", line], {
      cwd: here.place.home,
      env: childEnv(here.place.home, environment(here.place, here.env)),
      stdio: ["ignore", "ignore", "ignore"],
      detached: true,
    });
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
    await waitUntil(
      () => (here.inFile() !== here.first && here.active().length === 1 ? true : undefined),
      () => "the rotation did not get to its end",
    );
    stop();
    await ended;
    expectWorking(here);
  });
});

test("L: a folder that was deleted: one sentence, 4; help and version work", async () => {
  const here = await stage();
  const run = async (args: readonly string[]): Promise<Ended> => {
    const gone = mkdtempSync(join(here.place.temp, "gone-"));
    const line = `cd "$1" && shift && rmdir "$PWD" && exec "${process.execPath}" "${BIN}" "$@"`;
    const child = spawn("bash", ["-c", line, "-", gone, ...args], {
      env: childEnv(here.place.home, environment(here.place, here.env)),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    const done = await new Promise<Ended>(
      (resolve) => void child.once("close", (code, signal) => resolve({ code, signal, out, err })),
    );
    expect(() => rmdirSync(gone)).toThrow();
    return done;
  };
  const before = here.place.tree();
  for (const args of [
    ["check"],
    ["doctor"],
    ["rotate", "--yes"],
    ["save", "--from-env"],
    ["undo", "--yes"],
    ["retire", "--yes"],
    [],
  ]) {
    const done = await run(args);
    expect(done).toMatchObject({ code: 4, out: "" });
    expect(done.err).toMatch(
      /^mturk-setup: The folder that this runs in was deleted\.\n( {2}- .*\n)+$/,
    );
  }
  const json = await run(["check", "--json"]);
  expect(json.code).toBe(4);
  expect((JSON.parse(json.out) as { error: { code: string } }).error.code).toBe("folder-gone");
  for (const args of [["--help"], ["--version"], ["check", "--help"]])
    expect(await run(args)).toMatchObject({ code: 0, err: "" });
  expect(here.place.tree()).toEqual(before);
});
