/**
 * Writes the AWS files, as the only room that does: a plan is carried out whole, or not at all and
 * with the reason.
 */
import { dirname } from "node:path";
import type { Clock, Host } from "../../base/host.js";
import { failed, ok } from "../../base/problem.js";
import type { Problem, Result } from "../../base/problem.js";
import { readAllNow, readAwsFiles, readFurtherFiles } from "./read.js";
import { changed, commitChanges } from "./commit.js";
import { LARGEST_AWS_FILE, SETTLE_STEP_MS, maySettle, readWhole } from "./disk.js";
import type { DiskFile } from "./disk.js";
import { underLocks } from "./lock.js";
import type { AgainLater } from "./lock.js";
import { obstacleTo } from "./place.js";
import { OTHER_WRITES, Stop, readTrouble, writeTrouble } from "./trouble.js";
import { removeEmptyFolders } from "./own-files.js";
import { makeDirectories } from "./write.js";
import type { AwsFilePaths, FileState, Plan, WrittenFile } from "../types.js";

export {
  listBackups,
  listOldBackups,
  markOf,
  newestBackups,
  readBackup,
  removeBackups,
} from "./backup.js";
export type { Backup } from "./backup.js";
export { LOCK_WAIT_MS, lockPathOf } from "./lock.js";
export { cleanUpNow, pendingTemps } from "./left-behind.js";
export {
  createPrivateFile,
  makeKeepingPlace,
  makePrivateDir,
  makePrivateDirNow,
  removeEmptyFolders,
  removeFile,
  replaceSmallFile,
  replaceSmallFileNow,
} from "./own-files.js";
export { makePrivateTempDir, removeTree } from "./temp-folders.js";

export interface StoreOptions {
  readonly clock: Clock;
  readonly host: Host;
  /** Ends the waiting for another writer; a write that has begun is finished. */
  readonly signal?: AbortSignal;
  /**
   * How long to wait for another writer of ours, in ms; 10 s by default. As long as they take
   * turns, up to twelve times as long.
   */
  readonly lockWaitMs?: number;
}

export interface UpdateOptions extends StoreOptions {
  /** Absolute paths of files beside the AWS files that the same plan may change (psiTurk's own). */
  readonly further?: readonly string[];
}

/**
 * What was written, and by which plan; `written` is empty where every file was already as planned.
 */
export interface Updated {
  readonly plan: Plan;
  readonly written: readonly WrittenFile[];
}

/** Looks at a file that may be in the middle of being rewritten in place: at most this often. */
const LONGEST_SETTLING = 40;
/** Plans made anew because another program changed a file meanwhile: at most this often. */
const MOST_PLANS = 20;

/**
 * Carries out a plan that was made, and perhaps reviewed, earlier. Each file must still hold the
 * bytes it was planned from.
 *
 * Problems: `file-changed` (plan again, ask again), `file-locked`, `file-not-writable` with path,
 * cause and next step,
 * `edit-refused`, `cancelled`. After each of them the files are as they were; where one could not
 * be put back, the message says which and how.
 */
export function applyPlan(
  plan: Plan,
  options: StoreOptions,
): Promise<Result<{ written: readonly WrittenFile[] }>> {
  return write(
    plan.files.map((change) => change.before.path),
    () => ok(plan),
    options,
  );
}

/**
 * Reads, plans and writes under the lock, for whoever need not ask in between; plans again when
 * another program changes a file meanwhile. `makePlan` must be pure: it is called more than once.
 */
export async function updateFiles(
  paths: AwsFilePaths,
  makePlan: (
    credentials: FileState,
    config: FileState,
    further: readonly FileState[],
  ) => Result<Plan>,
  options: UpdateOptions,
): Promise<Result<Updated>> {
  const { further = [] } = options;
  let outcome: Result<Updated> | null = null;
  for (let attempt = 0; attempt < MOST_PLANS; attempt++) {
    // A first plan tells which files will be locked; the one that counts is made under the lock.
    const files = await readAwsFiles(paths, options.clock);
    if (!files.ok) return files;
    const beside = await readFurtherFiles(further, options.clock);
    if (!beside.ok) return beside;
    const first = makePlan(files.value.credentials, files.value.config, beside.value);
    if (!first.ok) return first;
    if (first.value.files.length === 0) return ok({ plan: first.value, written: [] });
    const locked = first.value.files.map((change) => change.before.path);
    outcome = await write(
      locked,
      () => {
        const now = readAllNow(paths, further);
        if (!now.ok) return now;
        const plan = makePlan(now.value.credentials, now.value.config, now.value.further);
        return plan.ok && plan.value.files.some((change) => !locked.includes(change.before.path))
          ? failed(wider())
          : plan;
      },
      options,
    );
    if (outcome.ok || outcome.problem.code !== "file-changed") return outcome;
  }
  return outcome ?? failed(wider());
}

/**
 * Never shown unless it happens twenty times in a row: the plan came to need a file that was not
 * locked.
 */
function wider(): Problem {
  return {
    code: "file-changed",
    message: "The AWS files keep changing: another program is writing them.",
    try: [OTHER_WRITES],
  };
}

async function write(
  paths: readonly string[],
  makePlan: () => Result<Plan>,
  options: StoreOptions,
): Promise<Result<Updated>> {
  const made: string[] = [];
  const obstacle = paths
    .map((path) => obstacleTo(path, options.host))
    .find((problem) => problem !== null);
  if (obstacle !== undefined) return failed(obstacle);
  const places = realPathsOf(paths);
  if (!places.ok) return places;
  let settling = 0;
  const work = (): Result<Updated> | AgainLater => {
    try {
      const files = new Map(
        paths.map((path) => [path, readWhole(path, LARGEST_AWS_FILE)] as const),
      );
      if (
        [...files.values()].some((file) => maySettle(file, options.clock.now())) &&
        settling++ < LONGEST_SETTLING
      )
        return { againAfter: SETTLE_STEP_MS };
      // A link that was pointed elsewhere meanwhile leads to a file that is not locked.
      const moved = paths.find((path, index) => files.get(path)?.realPath !== places.value[index]);
      if (moved !== undefined) return failed(changed(moved));
      const plan = makePlan();
      if (!plan.ok) return plan;
      return ok({
        plan: plan.value,
        written: commitChanges(plan.value.files, files, {
          now: options.clock.now(),
          host: options.host,
        }),
      });
    } catch (error) {
      return failed(
        error instanceof Stop
          ? error.problem
          : readTrouble(error, paths[0] ?? "", "file-unreadable"),
      );
    }
  };
  const prepare = (): void =>
    places.value.forEach((place) => made.push(...makeDirectories(dirname(place))));
  const outcome = await underLocks(places.value, { ...options, prepare }, work);
  if (!outcome.ok || outcome.value.written.length === 0) removeEmptyFolders(made);
  return outcome;
}

function realPathsOf(paths: readonly string[]): Result<readonly string[]> {
  const real: string[] = [];
  for (const path of paths) {
    try {
      const file: DiskFile = readWhole(path, LARGEST_AWS_FILE);
      real.push(file.realPath);
    } catch (error) {
      return failed(writeTrouble(error, path));
    }
  }
  return ok(real);
}
