/** What a rotation sees and changes on the disk: the profile's key in the AWS files, and the old pair in our backups. */
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { planSave } from "../../files/plan.js";
import { keyOf } from "../../files/profile-settings.js";
import { scanFile } from "../../files/profile.js";
import { readAwsFiles } from "../../files/read.js";
import { listBackups, readBackup, updateFiles, type Updated } from "../../files/store.js";
import type { AwsFilePaths, FileKind, FileState } from "../../files/types.js";
import type { AccessKey } from "../../keys/types.js";
import { DEFAULT_REGION } from "../save.js";
import type { Ports } from "../ports.js";

/** The key that boto3 takes from the files for a profile. */
export interface FileKey {
  readonly kind: FileKind;
  readonly key: AccessKey;
}

/** The profile's key; null if the files hold none. Problems: `file-broken`, `file-unreadable`, `keys-partial`. */
export async function readFileKey(paths: AwsFilePaths, profile: string): Promise<Result<FileKey | null>> {
  const files = await readAwsFiles(paths);
  return files.ok ? keyIn(files.value, profile) : files;
}

/** The credentials file beats the config file as soon as it holds an id. */
function keyIn(files: { readonly credentials: FileState; readonly config: FileState }, profile: string): Result<FileKey | null> {
  for (const state of [files.credentials, files.config]) {
    const scanned = scanFile(state);
    if (!scanned.ok) return failed(scanned.problem);
    const view = scanned.profiles.get(profile);
    if (view === undefined) continue;
    const { id, secret, token } = keyOf(view);
    if (id === null || id === "") continue;
    if (secret === null || secret.length === 0) return failed(half(profile, state.path));
    return ok({ kind: state.kind, key: { accessKeyId: id, secretAccessKey: secret, ...(token === null || token.length === 0 ? {} : { sessionToken: token }) } });
  }
  return ok(null);
}

function half(profile: string, path: string): Problem {
  return { code: "keys-partial", message: `Profile ${profile} in ${path} has an access key id, but no secret access key.`, try: ["Save the whole key: mturk-setup save --stdin", "Or see what is there: mturk-setup check"] };
}

/**
 * Puts `to` in the place of `from`, in the file where that stands. Reads, plans and writes under one lock; if another key stands
 * there by then, nothing is written: `file-changed`.
 */
export function switchKey(ports: Ports, paths: AwsFilePaths, change: { readonly profile: string; readonly from: string; readonly to: AccessKey }, signal: AbortSignal): Promise<Result<Updated>> {
  const { profile, from, to } = change;
  return updateFiles(
    paths,
    (credentials, config) => {
      const now = keyIn({ credentials, config }, profile);
      if (!now.ok) return now;
      const id = now.value?.key.accessKeyId ?? null;
      if (now.value === null || (id !== from && id !== to.accessKeyId)) return failed(otherThere(profile));
      return planSave(credentials, config, { profile, key: to, keysIn: now.value.kind, region: { value: DEFAULT_REGION, when: "ifMissing" } });
    },
    { clock: ports.clock, host: ports.host, signal },
  );
}

function otherThere(profile: string): Problem {
  return { code: "file-changed", message: `Another program has put another key into profile ${profile} meanwhile. Nothing was changed by this one.`, try: ["Look at what is there: mturk-setup check", "Then run it again."] };
}

/** The pair with this id, as one of our backups of the profile still has it; null if none has. */
export async function pairFromBackups(paths: AwsFilePaths, profile: string, id: string): Promise<AccessKey | null> {
  for (const kind of ["credentials", "config"] as const) {
    for (const backup of await listBackups(paths[kind])) {
      const bytes = backup.existed ? await readBackup(backup) : null;
      if (bytes?.ok !== true) continue;
      const text = new Secret(new TextDecoder().decode(bytes.value));
      const scanned = scanFile({ kind, path: backup.path, realPath: backup.path, exists: true, text, stamp: null, mode: null });
      const view = scanned.ok ? scanned.profiles.get(profile) : undefined;
      if (view === undefined) continue;
      const found = keyOf(view);
      if (found.id === id && found.secret !== null) return { accessKeyId: id, secretAccessKey: found.secret };
    }
  }
  return null;
}
