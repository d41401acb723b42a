/** Plans a change of the two AWS files, and carries it out. */
import type { Host } from "../base/host.js";
import { ok, type Result } from "../base/problem.js";
import { planSave } from "../aws-files/edit/plan.js";
import { readAwsFiles } from "../aws-files/store/read.js";
import { type Updated, applyPlan, updateFiles } from "../aws-files/store/store.js";
import type { FileChange, Plan, SaveIntent, WrittenFile } from "../aws-files/types.js";
import { locateAwsFiles, placeDoubt } from "../aws-files/store/where.js";
import type { Ports } from "./ports.js";

/** What would be written for this intent, as a masked diff; nothing is changed. */
export async function planChange(ports: Ports, intent: SaveIntent): Promise<Result<Plan>> {
  const paths = locateAwsFiles(ports.host);
  if (!paths.ok) return paths;
  const files = await readAwsFiles(paths.value);
  if (!files.ok) return files;
  const plan = planSave(files.value.credentials, files.value.config, intent);
  return plan.ok ? ok(withDoubts(plan.value, ports.host)) : plan;
}

/** A new file at a place that was hardly meant: said with the change. */
function withDoubts(plan: Plan, host: Host): Plan {
  const noted = (file: FileChange): FileChange => {
    const doubt = file.before.exists ? null : placeDoubt(file.kind, host);
    return doubt === null ? file : { ...file, notes: [...file.notes, doubt.message] };
  };
  return { ...plan, files: plan.files.map(noted) };
}

/**
 * Writes a plan that a person has seen. If a file changed meanwhile: `file-changed`, and nothing is
 * written.
 */
export function writeReviewed(
  ports: Ports,
  plan: Plan,
  signal: AbortSignal,
): Promise<Result<{ written: readonly WrittenFile[] }>> {
  return applyPlan(plan, { clock: ports.clock, host: ports.host, signal });
}

/**
 * Plans and writes under one lock, for scripts that run side by side. `agree` sees each plan before
 * anything is written and may refuse it with a problem; it may be called more than once.
 */
export async function writeAtOnce(
  ports: Ports,
  intent: SaveIntent,
  agree: (plan: Plan) => Result<Plan>,
  signal: AbortSignal,
): Promise<Result<Updated>> {
  const paths = locateAwsFiles(ports.host);
  if (!paths.ok) return paths;
  return updateFiles(
    paths.value,
    (credentials, config) => {
      const planned = planSave(credentials, config, intent);
      return planned.ok ? agree(withDoubts(planned.value, ports.host)) : planned;
    },
    { clock: ports.clock, host: ports.host, signal },
  );
}
