/** Plans how the last change is taken back: the newest backups come in the place of the files. */
import type { Host } from "../../base/host.js";
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { maskedDiff } from "../text/mask-diff.js";
import { readFileState } from "../store/read.js";
import { plainText } from "../text/reveal.js";
import { type Backup, markOf, newestBackups, readBackup } from "../store/store.js";
import type { AwsFilePaths, FileChange, FileKind, FileState, Plan } from "../types.js";

const IN_USE_NOW = "To see what is in use now: mturk-setup check";

/** What undo would do, and of when the backups are. */
export interface UndoPlan {
  readonly plan: Plan;
  /** When the change was made that is taken back: milliseconds since 1970. */
  readonly time: number;
}

/**
 * The plan that puts back what the newest change of ours replaced, as a masked diff; null if there
 * is nothing to undo.
 * `psiturks`: psiTurk's files, which a rotation may change with the AWS files. A file which that
 * change created is removed again. Carrying it out makes a backup too, so undo can be undone.
 */
export async function planUndoOfFiles(
  paths: AwsFilePaths,
  host: Host,
  psiturks: readonly string[] = [],
): Promise<Result<UndoPlan | null>> {
  const places = [
    ...psiturks.map((path) => ["credentials", path] as const),
    ["config", paths.config] as const,
    ["credentials", paths.credentials] as const,
  ];
  const backups = await newestBackups(
    places.map(([, path]) => path),
    host,
  );
  if (!backups.ok) return backups;
  const [newest] = backups.value;
  if (newest === undefined) return ok(null);
  const files: FileChange[] = [];
  for (const [kind, path] of places) {
    const change = await changeOf(kind, path, backups.value);
    // A file of psiTurk's that cannot be read was not written with the others.
    if (!change.ok && psiturks.includes(path) && change.problem.code === "file-unreadable")
      continue;
    if (!change.ok) return change;
    // Two names of one file are one change.
    const known = files.some(({ before }) => before.realPath === change.value?.before.realPath);
    if (change.value !== null && !known) files.push(change.value);
  }
  return ok({ time: newest.time, plan: { profile: "", files, region: null, replaces: null } });
}

async function changeOf(
  kind: FileKind,
  path: string,
  backups: readonly Backup[],
): Promise<Result<FileChange | null>> {
  const before = await readFileState(kind, path);
  if (!before.ok) return before;
  const backup = backups.find(({ of }) => of === before.value.realPath);
  if (backup === undefined) return ok(null);
  const here = before.value.exists ? Buffer.from(plainText(before.value.text), "utf8") : null;
  if (backup.wrote !== null && markOf(here) !== backup.wrote)
    return failed(changedSince(path, backup));
  const bytes = await readBackup(backup);
  if (!bytes.ok) return bytes;
  const text = textOf(bytes.value);
  const now = plainText(before.value.text);
  if (now === text && before.value.exists === backup.existed) return ok(null);
  const change =
    text === null
      ? rawChange(before.value, bytes.value)
      : {
          kind,
          before: before.value,
          after: new Secret(text),
          changes: [],
          diff: maskedDiff(now, text),
          notes: [],
        };
  return ok(
    backup.existed
      ? change
      : { ...change, removes: true, notes: ["the file is removed: it did not exist before"] },
  );
}

function changedSince(path: string, backup: Backup): Problem {
  if (!backup.existed)
    return {
      code: "file-changed",
      message:
        `${path} did not exist before that, and was changed since: by hand, by another ` +
        "program, or by a rotation. Undo would remove it with what was added, so nothing was " +
        "put back.",
      try: [IN_USE_NOW, "To switch a key off and take it out of the file: mturk-setup retire"],
    };
  return {
    code: "file-changed",
    message:
      `${path} was changed after that: by hand, by another program, or because a key was ` +
      "taken out of it. Undo would lose what was added since, so nothing was put back.",
    try: [
      `The file as it was before stands in ${backup.path}: take from it what you need`,
      IN_USE_NOW,
    ],
  };
}

/** Null for bytes that are no UTF-8: a file that the doctor rewrote. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Puts bytes back that cannot be shown as lines. */
function rawChange(before: FileState, bytes: Uint8Array): FileChange {
  const note =
    "the old file is no UTF-8 text: it comes back byte for byte, and AWS's programs cannot read it";
  return {
    kind: before.kind,
    before,
    after: new Secret(Buffer.from(bytes).toString("latin1")),
    raw: true,
    changes: [],
    diff: [{ sign: " ", text: "(all of it, in another encoding)" }],
    notes: [note],
  };
}
