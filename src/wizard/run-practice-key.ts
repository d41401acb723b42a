/** Puts practice's made-up key into practice's own file, so that there is one to replace. */
import { ok, type Result } from "../base/problem.js";
import { planChange, writeReviewed } from "../jobs/change.js";
import type { Ports } from "../jobs/ports.js";
import { readOneKey } from "../jobs/read-csv.js";
import { findKeys } from "../jobs/retire/index.js";
import { DEFAULT_REGION } from "../jobs/save.js";
import { SOURCE_NAMES } from "../sources/types.js";

/**
 * Practice begins with an empty home: its made-up key is put into its own file, so that there is
 * one to replace or to switch off.
 */
export async function putPracticeKey(
  jobs: Ports,
  profile: string | null,
  signal: AbortSignal,
): Promise<Result<null>> {
  if (jobs.practice === null) return ok(null);
  const found = await findKeys(jobs.host);
  if (!found.ok) return found;
  // Practice's CSV file, whatever it is taken for, is none that a program would read.
  const reads = (name: string): boolean => (SOURCE_NAMES as readonly string[]).includes(name);
  if (found.value.keys.some(({ places }) => places.some(({ name }) => reads(name))))
    return ok(null);
  const read = await readOneKey(jobs.practice.csvPath, { practice: true, user: null });
  if (!read.ok) return read;
  const plan = await planChange(jobs, {
    profile: profile ?? "default",
    key: read.value.key,
    keysIn: "credentials",
    region: { value: DEFAULT_REGION, when: "ifMissing" },
  });
  if (!plan.ok) return plan;
  const written = await writeReviewed(jobs, plan.value, signal);
  return written.ok ? ok(null) : written;
}
