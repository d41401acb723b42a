/**
 * Gathers what is known of the key that is to be replaced, before anything is begun. Asks AWS,
 * changes nothing.
 */
import type { Identity } from "../../aws/types.js";
import { LIST_KEYS, iamProblem } from "../../aws/iam/problems.js";
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import { type FileKey, readFileKey } from "../../jobs/rotate/disk.js";
import {
  type KeyPlace,
  type KeyUsers,
  type KeyAtAws,
  type RotatePorts,
  isOthers,
} from "../../jobs/rotate/index.js";
import {
  type RotationTarget,
  rotationTarget,
  mayStart,
  noKeyIn,
} from "../../jobs/rotate/preflight.js";
import { lookElsewhere } from "../../jobs/rotate/elsewhere.js";
import type { Standing } from "../../jobs/rotate/types.js";
import { type Checked, verifyKey } from "../../jobs/verify.js";
import type { AccessKey } from "../../keys/types.js";

/** The key in the files, and where it stands. */
export interface InFile extends RotationTarget {
  readonly key: AccessKey;
  /** Absolute path of the file. */
  readonly path: string;
}

/** The key with what AWS says of it. */
export interface KeyReport extends InFile {
  readonly checked: Checked;
  /** Null where AWS does not accept the key. */
  readonly holder: Identity | null;
  /** The user's keys, this one included; null where IAM did not say. */
  readonly keys: readonly KeyAtAws[] | null;
  /** Why IAM did not say; null where it was not asked. */
  readonly because: Problem | null;
  /** Other places on this computer from which something takes the same key. */
  readonly copies: readonly KeyPlace[];
  /** Where every key stands beside this profile. */
  readonly standing: Standing;
  /** What could not be looked into, in sentences. */
  readonly unseen: readonly string[];
  /** Copies that no program reads. */
  readonly unread: KeyUsers["unread"];
  /** Who else uses a key, by its id. */
  readonly of: (accessKeyId: string) => KeyUsers;
}

/**
 * The key that would be replaced. Problems: all that stand in the way of a rotation, as the job
 * would tell them.
 */
export async function findKeyInFile(
  ports: RotatePorts,
  profile: string | null,
  how: { readonly throughIam: boolean; readonly everywhere: boolean },
): Promise<Result<InFile>> {
  const target = rotationTarget(ports, profile ?? undefined);
  if (!target.ok) return target;
  const may = await mayStart(ports, target.value, { named: profile !== null, ...how });
  if (!may.ok) return may;
  const found = await keyInFile(target.value);
  if (!found.ok) return found;
  return found.value === null ? failed(noKeyIn(target.value.profile)) : ok(found.value);
}

/** The key in the files, without judging it; null if there is none. */
export async function keyInFile(target: RotationTarget): Promise<Result<InFile | null>> {
  const found = await readFileKey(target.paths, target.profile);
  return found.ok ? ok(placed(target, found.value)) : found;
}

function placed(target: RotationTarget, found: FileKey | null): InFile | null {
  return found === null ? null : { ...target, key: found.key, path: target.paths[found.kind] };
}

/** Asks STS and MTurk, and IAM as far as it answers. */
export async function lookAt(
  ports: RotatePorts,
  found: InFile,
  signal: AbortSignal,
): Promise<Result<KeyReport>> {
  const checked = await verifyKey(ports, found.key, { patient: false, signal });
  if (!checked.ok) return checked;
  const { identity } = checked.value.diagnosis;
  const holder = identity?.ok === true ? identity.value : null;
  const around = await lookElsewhere(
    ports.host,
    { location: found.path, profile: found.profile },
    [],
  );
  if (!around.ok) return around;
  const { standing, unseen, of } = around.value;
  const { written, byHand, unread } = of(found.key.accessKeyId);
  const known = {
    ...found,
    checked: checked.value,
    holder,
    copies: [...written, ...byHand],
    unread: unread.filter(isOthers),
    standing,
    unseen,
    of,
  };
  // Only a user has keys of its own to list; root's are left alone.
  if (holder?.arn.includes(":user/") !== true) return ok({ ...known, keys: null, because: null });
  const listed = await listKeys(ports, found.key, signal);
  return listed.ok
    ? ok({ ...known, keys: listed.value, because: null })
    : ok({ ...known, keys: null, because: listed.problem });
}

/**
 * With `--need mturk`: the new key is held to what the old one does, so the old one has to do it.
 * Null: it does.
 */
export function fallsShort({ checked: { verdict, diagnosis } }: KeyReport): Problem | null {
  const [problem] = diagnosis.problems;
  if (verdict === "ready" || problem === undefined) return null;
  return {
    ...problem,
    message: `${problem.message} A new key would not do better. Nothing was changed.`,
    try: [...problem.try, "To replace it all the same: leave --need mturk out"],
  };
}

async function listKeys(
  ports: RotatePorts,
  key: AccessKey,
  signal: AbortSignal,
): Promise<Result<readonly KeyAtAws[]>> {
  const iam = await ports.iam();
  if (!iam.ok) return iam;
  const listed = await iam.value.list(key, signal);
  if (!listed.ok) return failed(iamProblem(listed.failure, LIST_KEYS));
  const keys = listed.value.map(async (each) => {
    const use = await iam.value.lastUse(key, each.id, signal);
    return { ...each, lastUse: use.ok ? use.value : null };
  });
  return ok(await Promise.all(keys));
}

/** Neither did it say why. */
export function holderNotSaid(): Problem {
  return {
    code: "unknown",
    message: "AWS did not say whose key this is.",
    try: ["See what it says: mturk-setup check"],
  };
}
