/**
 * Finds what is wrong around the AWS files, not in them: who may open them, and what killed
 * processes of ours left there.
 */
import { quoted } from "../../base/shell.js";
import { basename, dirname, join } from "node:path";
import type { Host } from "../../base/host.js";
import { keepsNoModes } from "../store/fixed-modes.js";
import type { ProblemCode } from "../../base/problem.js";
import { shownPath } from "../text/profile.js";
import type { FileBytes } from "../store/read.js";
import { listOldBackups } from "../store/backup.js";
import { stateDirectory } from "../store/state-directory.js";
import {
  LARGEST_AWS_FILE,
  Unfit,
  isLink,
  isPlainFile,
  namesIn,
  readWhole,
  statOf,
} from "../store/disk.js";
import { keptFolders } from "../store/keep.js";
import { isNameless, lockPathsOf } from "../store/lock.js";
import { lifeOf, parseOwner, thisProcess } from "../store/owner.js";
import { readTrouble } from "../store/trouble.js";
import type { DiffLine } from "../../base/diff-line.js";

export interface PlaceDamage {
  readonly code: ProblemCode;
  readonly path: string;
  readonly message: string;
  readonly try: readonly string[];
  /** What mends it; null: it is only explained. */
  readonly mend: "tighten" | "tidy" | null;
  /** The file whose leftovers are meant, for `tidy`; the same as `path` otherwise. */
  readonly target: string;
  readonly diff: readonly DiffLine[];
}

/** Looks around the files that exist; changes nothing. */
export async function placeDamages(
  files: readonly FileBytes[],
  host: Host,
): Promise<readonly PlaceDamage[]> {
  const there = files.filter(({ exists }) => exists);
  const modes =
    host.platform === "win32"
      ? []
      : [...there.flatMap((file) => openFile(file)), ...openFolders(there, host)].filter(
          ({ path }) => !keepsNoModes(path, host),
        );
  const left = await Promise.all(files.map((file) => leftovers(file, host)));
  return [...modes, ...left.flat(), ...plantedLinks(files, host)];
}

/**
 * Links in the place of files that this program keeps of itself: they are not followed, and who put
 * them there is worth knowing.
 */
function plantedLinks(files: readonly FileBytes[], host: Host): readonly PlaceDamage[] {
  const state = stateDirectory(host);
  const inside = [state, join(state, "rotations")].flatMap((folder) =>
    namesIn(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name)),
  );
  const beside = files.flatMap(({ realPath }) => {
    const begins = `${basename(realPath)}.mturk-setup-`;
    return keptFolders(realPath, host).flatMap((folder) =>
      namesIn(folder)
        .filter((name) => name.startsWith(begins))
        .map((name) => join(folder, name)),
    );
  });
  const links = [...new Set([...inside, ...beside])].filter((path) => isLink(path));
  return links.map((path): PlaceDamage => {
    const { message, try: cures } = readTrouble(
      new Unfit("planted", path),
      path,
      "file-unreadable",
    );
    return {
      code: "file-unreadable",
      path,
      target: path,
      message,
      try: cures,
      mend: null,
      diff: [],
    };
  });
}

/**
 * A file with a secret in it that others may open. `~/.aws/config` often holds none, and may then
 * be open to all.
 */
function openFile({ path, mode, bytes }: FileBytes): readonly PlaceDamage[] {
  if (mode === null || (mode & 0o077) === 0 || !holdsSecret(bytes)) return [];
  const what = (mode & 0o022) === 0 ? "read" : "read or change";
  return [
    {
      code: "file-permissive",
      path,
      target: path,
      message:
        `${shownPath(path)} holds a secret, and other users of this computer may ${what} it ` +
        `(mode ${octal(mode)}).`,
      try: [`chmod 600 ${quoted(path)}`],
      mend: "tighten",
      diff: modeDiff(mode),
    },
  ];
}

/**
 * The name of a setting that is secret; in any encoding whose ASCII letters can be found between
 * other bytes.
 */
function holdsSecret(bytes: Uint8Array): boolean {
  return /aws_(?:secret|session|security)/i.test(
    Buffer.from(bytes).toString("latin1").replaceAll("\0", ""),
  );
}

/**
 * A folder in which others may put another file in the place of ours. That they may list it does no
 * harm: `aws configure` makes it so.
 */
function openFolders(files: readonly FileBytes[], host: Host): readonly PlaceDamage[] {
  const folders = [...new Set(files.map(({ realPath }) => dirname(realPath)))];
  return folders.flatMap((path): readonly PlaceDamage[] => {
    const stat = statOf(path);
    if (stat === null || (stat.mode & 0o022) === 0) return [];
    // A folder that is not for AWS's files alone (/tmp, a shared drive) is for others to decide
    // about.
    const ours = path === join(host.home, ".aws");
    const mode = stat.mode & 0o7777;
    const message =
      `Other users of this computer may replace the files in ${shownPath(path)} (mode ` +
      `${octal(mode)}).`;
    const fields = { code: "file-permissive", path, target: path, message } as const;
    if (!ours)
      return [
        {
          ...fields,
          try: [
            "Keep the AWS files in a folder of your own, such as ~/.aws.",
            `Or, if the folder is yours: chmod go-w ${quoted(path)}`,
          ],
          mend: null,
          diff: [],
        },
      ];
    return [
      { ...fields, try: [`chmod 700 ${quoted(path)}`], mend: "tighten", diff: modeDiff(mode) },
    ];
  });
}

function modeDiff(mode: number): readonly DiffLine[] {
  return [
    { sign: "-", text: `mode ${octal(mode)}` },
    { sign: "+", text: `mode ${octal(mode & 0o700)}` },
  ];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/**
 * Temporary files and locks of processes that are dead, and backups that are no longer needed. All
 * but the locks hold keys.
 */
async function leftovers(file: FileBytes, host: Host): Promise<readonly PlaceDamage[]> {
  const { path, realPath } = file;
  const dead = lockPathsOf(realPath).flatMap((lock) => {
    const directory = dirname(lock);
    const names = namesIn(directory).filter((name) => isFile(join(directory, name)));
    return [
      ...names.filter((name) => isDeadTemp(name, basename(realPath))),
      ...deadLocks(names, lock),
    ].map((name) => join(directory, name));
  });
  const old = (await listOldBackups(path, host)).map((backup) => backup.path);
  const all = [...dead, ...old];
  if (all.length === 0) return [];
  const shown = all.map(shownPath);
  return [
    {
      code: "left-over",
      path: shown[0] ?? path,
      target: path,
      message:
        `${all.length === 1 ? "A file" : `${all.length} files`} of mturk-setup beside ` +
        `${shownPath(path)} ${all.length === 1 ? "is" : "are"} left over from a run that was ` +
        `ended; there may be keys in ${all.length === 1 ? "it" : "them"}.`,
      try: all.map((each) => `rm ${quoted(each)}`),
      mend: "tidy",
      diff: shown.map((text) => ({ sign: "-", text })),
    },
  ];
}

function isFile(path: string): boolean {
  return isPlainFile(path);
}

/** `credentials.mturk-setup-tmp-<process>-<start time>-<random>`, as the writer names them. */
function isDeadTemp(name: string, base: string): boolean {
  const prefix = `${base}.mturk-setup-tmp-`;
  if (!name.startsWith(prefix)) return false;
  const [pid, started] = name.slice(prefix.length).split("-");
  const me = thisProcess();
  return (
    /^\d+$/.test(pid ?? "") &&
    lifeOf({ ...me, pid: Number(pid), started: started === "0" ? null : (started ?? null) }, me) ===
      "dead"
  );
}

/** The lock of a dead process, and what stands beside it; a lock in use is nobody's leftover. */
function deadLocks(names: readonly string[], lock: string): readonly string[] {
  const ours = names.filter(
    (name) => name === basename(lock) || name.startsWith(`${basename(lock)}-`),
  );
  if (!ours.includes(basename(lock)))
    return ours.filter((name) => ownerIsDead(join(dirname(lock), name)));
  return ownerIsDead(lock) || isNameless(lock, Date.now()) ? ours : [];
}

function ownerIsDead(path: string): boolean {
  try {
    const file = readWhole(path, LARGEST_AWS_FILE);
    const owner = file.exists ? parseOwner(file.bytes.toString("utf8")) : null;
    return owner !== null && lifeOf(owner, thisProcess()) === "dead";
  } catch {
    // Not to be read, so not known to be dead.
    return false;
  }
}
