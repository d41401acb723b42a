/**
 * Reads and changes what a rotation has on the disk: the profile's key in the AWS files, and the
 * old pair in our backups.
 */
import type { Host } from "../../base/host.js";
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { planSave } from "../../aws-files/edit/plan.js";
import { keyOf } from "../../aws-files/text/profile-settings.js";
import { scanFile } from "../../aws-files/text/profile.js";
import { planReplacement, type Replacement } from "../../aws-files/edit/replace-key.js";
import { readAwsFiles, readFurtherFiles } from "../../aws-files/store/read.js";
import { listBackups, readBackup, updateFiles, type Updated } from "../../aws-files/store/store.js";
import type { AwsFilePaths, FileKind, FileState, Plan } from "../../aws-files/types.js";
import { checkFiles } from "../../aws-files/store/where.js";
import type { AccessKey } from "../../keys/types.js";
import { DEFAULT_REGION } from "../save.js";
import type { Ports } from "../ports.js";

/** The key that boto3 takes from the files for a profile. */
export interface FileKey {
  readonly kind: FileKind;
  readonly key: AccessKey;
}

/**
 * The profile's key; null if the files hold none. Problems: `file-broken`, `file-unreadable`,
 * `keys-partial`.
 */
export async function readFileKey(
  paths: AwsFilePaths,
  profile: string,
): Promise<Result<FileKey | null>> {
  const files = await readAwsFiles(paths);
  return files.ok ? keyIn(files.value, profile) : files;
}

/** The credentials file beats the config file as soon as it holds an id. */
function keyIn(
  files: { readonly credentials: FileState; readonly config: FileState },
  profile: string,
): Result<FileKey | null> {
  for (const state of [files.credentials, files.config]) {
    const scanned = scanFile(state);
    if (!scanned.ok) return failed(scanned.problem);
    const view = scanned.profiles.get(profile);
    if (view === undefined) continue;
    const { id, secret, token } = keyOf(view);
    if (id === null || id === "") continue;
    if (secret === null || secret.length === 0) return failed(half(profile, state.path));
    return ok({
      kind: state.kind,
      key: {
        accessKeyId: id,
        secretAccessKey: secret,
        ...(token === null || token.length === 0 ? {} : { sessionToken: token }),
      },
    });
  }
  return ok(null);
}

function half(profile: string, path: string): Problem {
  return {
    code: "keys-partial",
    message: `Profile ${profile} in ${path} has an access key id, but no secret access key.`,
    try: [
      "Save the whole key: mturk-setup save --stdin",
      "Or see what is there: mturk-setup check",
    ],
  };
}

/** One key in the place of another. */
export interface KeyChange extends Omit<Replacement, "from"> {
  readonly profile: string;
  /** Null: the profile has no key yet; then nothing else can be meant by "everywhere". */
  readonly from: string | null;
  /**
   * Null: in this profile alone. Else in every profile of the AWS files, and in these files of
   * psiTurk's (absolute paths).
   */
  readonly everywhere: readonly string[] | null;
}

/**
 * Puts `to` in the place of `from`, in the file where that stands, and in all places of
 * `everywhere`: one plan, carried out whole or not at all. Reads, plans and writes under one lock;
 * if another key stands in the profile by then, nothing is written:
 * `file-changed`.
 */
export function switchKey(
  ports: Ports,
  paths: AwsFilePaths,
  change: KeyChange,
  signal: AbortSignal,
): Promise<Result<Updated>> {
  const plan = (
    credentials: FileState,
    config: FileState,
    psiturks: readonly FileState[],
  ): Result<Plan> => planChangeOfKey({ credentials, config, psiturks }, change);
  return updateFiles(paths, plan, {
    clock: ports.clock,
    host: ports.host,
    signal,
    further: change.everywhere ?? [],
  });
}

/**
 * Whether the change could be made: every file is read, planned and looked at, none is written.
 * Problems: as of the change itself.
 */
export async function rehearseSwitch(
  ports: Ports,
  paths: AwsFilePaths,
  change: Omit<KeyChange, "to">,
): Promise<Result<void>> {
  const files = await readAwsFiles(paths);
  if (!files.ok) return files;
  const psiturks = await readFurtherFiles(change.everywhere ?? []);
  if (!psiturks.ok) return psiturks;
  const plan = planChangeOfKey(
    { ...files.value, psiturks: psiturks.value },
    { ...change, to: STAND_IN },
  );
  if (!plan.ok) return plan;
  return checkFiles(
    plan.value.files.map(({ before }) => before.path),
    ports.host,
  );
}

/**
 * In the form of every key, and never written nor shown. AWS gives out no id with a 0 in it
 * (base32, RFC 4648), so this one looks like no other and makes nobody's id be shown by more
 * letters.
 */
const STAND_IN: AccessKey = {
  accessKeyId: "AKIASTANDIN0EXAMPLE0",
  secretAccessKey: new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
};

function planChangeOfKey(
  files: {
    readonly credentials: FileState;
    readonly config: FileState;
    readonly psiturks: readonly FileState[];
  },
  change: KeyChange,
): Result<Plan> {
  const { profile, from, to, everywhere } = change;
  const now = keyIn(files, profile);
  if (!now.ok) return now;
  const id = now.value?.key.accessKeyId ?? null;
  if (id !== from && id !== to.accessKeyId) return failed(otherThere(profile));
  const own = planSave(files.credentials, files.config, {
    profile,
    key: to,
    keysIn: now.value?.kind ?? "credentials",
    region: { value: DEFAULT_REGION, when: "ifMissing" },
  });
  return own.ok && everywhere !== null && from !== null
    ? planReplacement(files, own.value, { ...change, from })
    : own;
}

function otherThere(profile: string): Problem {
  return {
    code: "file-changed",
    message:
      `Another program has put another key into profile ${profile} meanwhile. Nothing was ` +
      "changed by this one.",
    try: ["Look at what is there: mturk-setup check", "Then run it again."],
  };
}

/** The pair with this id, as one of our backups of the profile still has it; null if none has. */
export async function pairFromBackups(
  host: Host,
  paths: AwsFilePaths,
  profile: string,
  id: string,
): Promise<AccessKey | null> {
  for (const kind of ["credentials", "config"] as const) {
    for (const backup of await listBackups(paths[kind], host)) {
      const bytes = backup.existed ? await readBackup(backup) : null;
      if (bytes?.ok !== true) continue;
      const text = new Secret(new TextDecoder().decode(bytes.value));
      const scanned = scanFile({
        kind,
        path: backup.path,
        realPath: backup.path,
        exists: true,
        text,
        stamp: null,
        mode: null,
      });
      const view = scanned.ok ? scanned.profiles.get(profile) : undefined;
      if (view === undefined) continue;
      const found = keyOf(view);
      if (found.id === id && found.secret !== null)
        return { accessKeyId: id, secretAccessKey: found.secret };
    }
  }
  return null;
}
