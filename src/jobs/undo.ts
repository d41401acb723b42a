/** Takes back the last change of the AWS files. */
import { join } from "node:path";
import type { Result } from "../base/problem.js";
import { applyPlan } from "../aws-files/store/store.js";
import type { Plan, WrittenFile } from "../aws-files/types.js";
import { type UndoPlan, planUndoOfFiles as planFiles } from "../aws-files/edit/undo.js";
import { locateAwsFiles } from "../aws-files/store/where.js";
import { psiturkconfigPath } from "../sources/gather.js";
import type { Ports } from "./ports.js";

/** What would be put back; null if there is nothing to undo. Nothing is changed. */
export async function planUndo(ports: Ports): Promise<Result<UndoPlan | null>> {
  const paths = locateAwsFiles(ports.host);
  return paths.ok
    ? planFiles(paths.value, ports.host, [
        psiturkconfigPath(ports.host),
        join(ports.host.cwd, "config.txt"),
      ])
    : paths;
}

/** Puts it back. If a file changed since it was shown: `file-changed`, and nothing is written. */
export function undo(
  ports: Ports,
  plan: Plan,
  signal: AbortSignal,
): Promise<Result<{ written: readonly WrittenFile[] }>> {
  return applyPlan(plan, { clock: ports.clock, host: ports.host, signal });
}
