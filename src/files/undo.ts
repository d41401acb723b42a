/** Taking back the last change: a plan that puts the newest backups in the place of the files. */
import { failed, ok, type Result } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import { maskedDiff } from "./mask-diff.js";
import { readFileState } from "./read.js";
import { plainText } from "./reveal.js";
import { type Backup, newestBackups, readBackup } from "./store.js";
import type { AwsFilePaths, FileChange, FileKind, Plan } from "./types.js";

/** What undo would do, and of when the backups are. */
export interface UndoPlan {
  readonly plan: Plan;
  /** When the change was made that is taken back: milliseconds since 1970. */
  readonly time: number;
}

/**
 * The plan that puts back what the newest change of ours replaced, as a masked diff; null if there is nothing to undo.
 * A file which that change created is removed again. Carrying it out makes a backup too, so undo can be undone.
 */
export async function planUndo(paths: AwsFilePaths): Promise<Result<UndoPlan | null>> {
  const backups = await newestBackups(paths);
  if (!backups.ok) return backups;
  const [newest] = backups.value;
  if (newest === undefined) return ok(null);
  const files: FileChange[] = [];
  for (const kind of ["config", "credentials"] as const) {
    const change = await changeOf(kind, paths[kind], backups.value);
    if (!change.ok) return change;
    if (change.value !== null) files.push(change.value);
  }
  return ok({ time: newest.time, plan: { profile: "", files, region: null, replaces: null } });
}

async function changeOf(kind: FileKind, path: string, backups: readonly Backup[]): Promise<Result<FileChange | null>> {
  const before = await readFileState(kind, path);
  if (!before.ok) return before;
  const backup = backups.find(({ of }) => of === before.value.realPath);
  if (backup === undefined) return ok(null);
  const text = await textOf(backup);
  if (!text.ok) return text;
  const now = plainText(before.value.text);
  const then = plainText(text.value);
  if (now === then && before.value.exists === backup.existed) return ok(null);
  const change = { kind, before: before.value, after: text.value, changes: [], diff: maskedDiff(now, then), notes: backup.existed ? [] : ["the file is removed: it did not exist before"] };
  return ok(backup.existed ? change : { ...change, removes: true });
}

async function textOf(backup: Backup): Promise<Result<Secret>> {
  const bytes = await readBackup(backup);
  if (!bytes.ok) return bytes;
  try {
    return ok(new Secret(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.value)));
  } catch {
    return failed({
      code: "file-unreadable",
      message: `The backup ${backup.path} is not UTF-8 text, so its difference cannot be shown.`,
      try: [`Put it back by hand: cp -p ${backup.path} ${backup.of}`],
    });
  }
}
