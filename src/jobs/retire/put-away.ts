/**
 * Takes a key out of the files of this computer: planned and shown first, then written, then out of
 * our own backups.
 */
import { join } from "node:path";
import type { Host } from "../../base/host.js";
import { ok, type Result } from "../../base/problem.js";
import type { Secret } from "../../base/secret.js";
import { readPending, removePending, pendingPath } from "../../aws-files/store/pending-key.js";
import { readAwsFiles, readFileState } from "../../aws-files/store/read.js";
import { holdsKey, planRemoval } from "../../aws-files/edit/remove-keys.js";
import { applyPlan, listBackups, readBackup, removeBackups } from "../../aws-files/store/store.js";
import type { FileState, Plan, WrittenFile } from "../../aws-files/types.js";
import { otherFiles } from "../../aws-files/store/same-file.js";
import { keptBeside, locateAwsFiles } from "../../aws-files/store/where.js";
import type { RotatePorts } from "../shared/iam-ports.js";
import { psiturkconfigPath } from "../../sources/gather.js";
import type { FoundKey, KeyPlace } from "../shared/inventory.js";

/** What would be done to put a key away. */
export interface PutAwayPlan {
  readonly accessKeyId: string;
  /** The AWS files and psiTurk's files, with masked diffs; empty: it stands in none of them. */
  readonly plan: Plan;
  /** Absolute paths of our backups that hold the key: they go too. */
  readonly backups: readonly string[];
  /** A pair on its way that is this key. */
  readonly pending: boolean;
  /** Places that are told, not edited. */
  readonly byHand: readonly KeyPlace[];
  /** Files whose backups are looked through. */
  readonly watched: readonly string[];
}

export interface PutAway {
  readonly written: readonly WrittenFile[];
  /** Backups that went, those of this change included: they held the key. */
  readonly removedBackups: readonly string[];
}

/** Plans it; nothing is changed. Problems: files that cannot be read, or not be changed safely. */
export async function planPutAway(
  ports: RotatePorts,
  found: FoundKey,
): Promise<Result<PutAwayPlan>> {
  const paths = locateAwsFiles(ports.host);
  if (!paths.ok) return paths;
  const aws = await readAwsFiles(paths.value);
  if (!aws.ok) return aws;
  const legacy: FileState[] = [];
  const legacyPaths = psiturkPlaces(found, ports.host);
  for (const path of legacyPaths) {
    const state = await readFileState("config", path);
    if (!state.ok) return state;
    legacy.push(state.value);
  }
  const plan = planRemoval(
    { aws: [aws.value.config, aws.value.credentials], legacy },
    found.accessKeyId,
  );
  if (!plan.ok) return plan;
  const watched = [paths.value.credentials, paths.value.config, ...legacyPaths];
  const secrets = found.pairs.map((pair) => pair.secretAccessKey);
  const pending = await readPending(keptBeside(paths.value), ports.host);
  return ok({
    accessKeyId: found.accessKeyId,
    plan: plan.value,
    backups: await backupsWith(ports.host, watched, found.accessKeyId, secrets),
    pending:
      pending.ok &&
      pending.value.state === "pair" &&
      pending.value.key.accessKeyId === found.accessKeyId,
    byHand: found.places.filter((place) => place.removal === "by-hand"),
    watched,
  });
}

/**
 * Carries the plan out: all files or none (`file-changed` if one changed since it was shown), then
 * the backups, those that this write made included. A key that is put away can be had again only
 * from AWS's console.
 */
export async function putAway(
  ports: RotatePorts,
  planned: PutAwayPlan,
  found: FoundKey,
  signal: AbortSignal,
): Promise<Result<PutAway>> {
  const applied = await applyPlan(planned.plan, { clock: ports.clock, host: ports.host, signal });
  if (!applied.ok) return applied;
  const secrets = found.pairs.map((pair) => pair.secretAccessKey);
  const removedBackups: string[] = [];
  for (const path of planned.watched) {
    const removed = await removeBackups(path, ports.host, (text) =>
      holdsKey(text, planned.accessKeyId, secrets),
    );
    if (!removed.ok) return removed;
    removedBackups.push(...removed.value);
  }
  const paths = locateAwsFiles(ports.host);
  if (planned.pending && paths.ok) {
    const removed = await removePending(keptBeside(paths.value), ports.host);
    if (!removed.ok) return removed;
    removedBackups.push(pendingPath(keptBeside(paths.value), ports.host));
  }
  // What was copied here a moment ago went again, so it is not named as a backup.
  const written = applied.value.written.map((file) =>
    file.backup !== null && removedBackups.includes(file.backup) ? { ...file, backup: null } : file,
  );
  return ok({ written, removedBackups });
}

/**
 * psiTurk's own files; the one of the home also without a key in it, for its backups may hold one.
 */
function psiturkPlaces(found: FoundKey, host: Host): readonly string[] {
  const holding = found.places
    .filter(({ name }) => name === "psiturkconfig" || name === "config.txt")
    .map(({ location }) => location);
  return otherFiles(host, [
    ...holding,
    psiturkconfigPath(host),
    join(host.home, ".psiturkconfig"),
    join(host.cwd, "config.txt"),
  ]);
}

async function backupsWith(
  host: Host,
  paths: readonly string[],
  accessKeyId: string,
  secrets: readonly Secret[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const backup of (await Promise.all(paths.map((path) => listBackups(path, host)))).flat()) {
    const bytes = backup.existed ? await readBackup(backup) : null;
    if (bytes?.ok !== true) continue;
    const text = new TextDecoder().decode(bytes.value);
    if (
      text.includes(accessKeyId) ||
      secrets.some((secret) => secret.satisfies((value) => text.includes(value)))
    )
      found.push(backup.path);
  }
  return found;
}
