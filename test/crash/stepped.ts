/** Starts the real program so that it stops before a step of the caller's choosing. */
import { afterAll, beforeAll } from "vitest";
import { BIN, environment } from "../e2e/program.js";
import type { Stage } from "../e2e/rotation.js";
import { childEnv } from "../harness/pty.js";
import { type Victim, bundleSteps, killVictims, preloaded } from "../harness/victim.js";
import { removeScratch, scratch } from "./children.js";

type Step = Parameters<typeof preloaded>[1];

/**
 * Makes the stops ready once for a test file; the answer starts `mturk-setup ARGS` in a stage. Its
 * steps as `preloaded` takes them.
 */
export function steppedProgram(): (here: Stage, step: Step, args: readonly string[]) => Victim {
  let folder = "";
  let steps = "";
  beforeAll(async () => {
    folder = scratch();
    steps = await bundleSteps(folder);
  });
  afterAll(() => {
    killVictims();
    removeScratch(folder);
  });
  return ({ place, env }, step, args) =>
    preloaded(steps, step, [BIN, ...args], {
      cwd: place.home,
      env: childEnv(place.home, environment(place, env)),
    });
}
