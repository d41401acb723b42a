/**
 * One write of both files with a fault at one call; bundled with faulty-fs.ts in the place of
 * node:fs. As a program (folder, number of the call) it is killed there; as a module it gives the
 * test the store and the fault.
 */
import { join } from "node:path";
import { systemClock } from "../../src/base/host.js";
import type { Problem, Result } from "../../src/base/problem.js";
import { readAwsFiles } from "../../src/aws-files/store/read.js";
import { applyPlan } from "../../src/aws-files/store/store.js";
import { CHANGES, faultHit, setFault } from "./faulty-fs.js";
import type { Fault } from "./faulty-fs.js";
import { changeTo, planOf } from "./generation.js";

export { faultHit, setFault } from "./faulty-fs.js";
export { cleanUpNow, pendingTemps } from "../../src/aws-files/store/store.js";

/**
 * Writes both files to the given texts; the fault counts from the first call after reading and
 * planning.
 */
export async function writeBoth(
  folder: string,
  texts: { credentials: string; config: string },
  fault: Fault | null,
): Promise<{ problem: Problem | null; hit: string | null }> {
  const paths = { credentials: join(folder, "credentials"), config: join(folder, "config") };
  const before = await readAwsFiles(paths);
  if (!before.ok) return { problem: before.problem, hit: null };
  const plan = planOf(
    changeTo(before.value.credentials, texts.credentials),
    changeTo(before.value.config, texts.config),
  );
  setFault(fault);
  const host = { env: {}, cwd: folder, home: folder, platform: process.platform };
  const done: Result<unknown> = await applyPlan(plan, {
    clock: systemClock,
    host,
    lockWaitMs: 200,
  });
  const hit = faultHit();
  setFault(null);
  return { problem: done.ok ? null : done.problem, hit };
}

const [folder, at, oldSize] = process.argv.slice(2);
if (process.argv[1]?.endsWith("faulty.mjs") === true && folder !== undefined) {
  const done = await writeBoth(
    folder,
    {
      credentials: `new ${"c".repeat(Number(oldSize))}`,
      config: `new ${"f".repeat(Number(oldSize))}`,
    },
    { at: Number(at), what: "kill", only: CHANGES },
  );
  process.stdout.write(JSON.stringify(done));
}
