/**
 * Runs commands in the process of the test: for what they do and say, with real files and a real
 * server. What is the process's own (streams, signals, the exit) is tried in one of its own, by
 * `mturkSetup`, which answers the same at thirty times the cost.
 */
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { systemClock } from "../../src/base/host.js";
import { COMMANDS_HERE } from "../harness/commands-build.js";
import type * as Commands from "../harness/commands-entry.js";
import { childEnv } from "../harness/pty.js";
import { type CommandOptions, type Ended, type Place, environment } from "./program.js";

const { TMPDIR } = process.env;

/** Runs `mturk-setup ARGS` without a terminal until it ends. */
export async function mturkSetupHere(
  place: Place,
  args: readonly string[],
  { env, stdin = "", cwd = place.home }: Pick<CommandOptions, "env" | "stdin" | "cwd"> = {},
): Promise<Ended> {
  const { serve } = (await import(pathToFileURL(COMMANDS_HERE).href)) as typeof Commands;
  const ending = new AbortController();
  const duties = new Set<() => void>();
  const [out, err]: [string[], string[]] = [[], []];
  // Node itself reads this one for `tmpdir()`.
  process.env.TMPDIR = place.temp;
  onTestFinished(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });
  const pipe = (): NodeJS.ReadStream & NodeJS.WriteStream =>
    new PassThrough() as unknown as NodeJS.ReadStream & NodeJS.WriteStream;
  const code = await serve(args, {
    host: {
      env: childEnv(place.home, environment(place, env)),
      cwd,
      home: place.home,
      platform: process.platform,
    },
    clock: systemClock,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    readStdin: () => Promise.resolve(stdin.toString()),
    interactive: false,
    outIsTerminal: false,
    signal: ending.signal,
    onEnd: (duty) => {
      duties.add(duty);
      return () => duties.delete(duty);
    },
    terminal: {
      stdin: pipe(),
      stdout: pipe(),
      stderr: pipe(),
      open: () => null,
      dieBy: (signal) => {
        throw new Error(`ends by ${signal}: to be tried in a process of its own`);
      },
    },
  });
  ending.abort();
  for (const duty of duties) duty();
  return { code, signal: null, out: out.join(""), err: err.join("") };
}
