/**
 * Runs commands in the process of the test: for what they do and say, with real files and a real
 * server. What is the process's own (streams, signals, the exit) is tried in one of its own, by
 * `mturkSetup`, which answers the same at thirty times the cost.
 */
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { systemClock } from "../../src/base/host.js";
import { COMMANDS_HERE } from "../harness/commands-build.js";
import type * as Commands from "../harness/commands-entry.js";
import { nobodyThere } from "../harness/nobody-there.js";
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
  // Node itself reads this one for `tmpdir()`.
  process.env.TMPDIR = place.temp;
  onTestFinished(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });
  const { io, said, end } = nobodyThere({
    env: childEnv(place.home, environment(place, env)),
    home: place.home,
    cwd,
    stdin: stdin.toString(),
    clock: systemClock,
  });
  const code = await serve(args, io);
  end();
  return { code, signal: null, ...said };
}
