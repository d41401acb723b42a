/**
 * Runs commands in the process of the test: for what they do and say, with real files and a real
 * server. What is the process's own (its streams, signals, its exit, another user, an owner of a
 * lock that is dead or alive) is tried in one of its own, by `mturkSetup`, at thirty times the cost.
 */
import { userInfo } from "node:os";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { systemClock } from "../../src/base/host.js";
import { COMMANDS_HERE } from "../harness/commands-build.js";
import type * as Commands from "../harness/commands-entry.js";
import { nobodyThere } from "../harness/nobody-there.js";
import { childEnv } from "../harness/pty.js";
import { type CommandOptions, type Ended, type Place, environment, mturkSetup } from "./program.js";

/** What a run in this process can be given. */
export type HereOptions = Pick<CommandOptions, "env" | "stdin" | "cwd"> & {
  readonly node?: never;
  readonly bin?: never;
};

let isRunning = false;

/** Runs `mturk-setup ARGS` without a terminal until it ends; one at a time. */
export async function mturkSetupHere(
  place: Place,
  args: readonly string[],
  options: HereOptions = {},
): Promise<Ended> {
  const { stdin = "", cwd = place.home } = options;
  // Another build is no part of this process.
  if (process.env.MTURK_SETUP_BIN !== undefined) return mturkSetup(place, args, options);
  const { serve } = (await import(pathToFileURL(COMMANDS_HERE).href)) as typeof Commands;
  const env = childEnv(place.home, environment(place, options.env));
  const { io, said, end } = nobodyThere({
    env,
    // As src/bin.ts finds it.
    home: env.HOME ?? userInfo().homedir,
    cwd,
    stdin: stdin.toString(),
    clock: systemClock,
  });
  if (isRunning) throw new Error("one run in a process: two at once are tried by mturkSetup");
  isRunning = true;
  onTestFinished(end);
  // Libraries read it by themselves; what they say of it is an output, too.
  const ours = process.env;
  const warned = ({ name, message }: Error): void => void (said.err += `${name}: ${message}\n`);
  process.env = { ...env };
  process.on("warning", warned);
  try {
    const code = await serve(args, io);
    return { code, signal: null, ...said };
  } finally {
    end();
    process.off("warning", warned);
    process.env = ours;
    isRunning = false;
  }
}
