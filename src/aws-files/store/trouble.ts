/** Words the system's errors as problems: the path, the cause in plain words, and the next step. */
import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { stripControls } from "../../base/clean.js";
import type { Problem } from "../../base/problem.js";
import { quoted } from "../../base/shell.js";
import { Unfit, errnoOf } from "./disk.js";

/**
 * Stops a write from the inside; caught at the store's own edge, so that every `finally` on the way
 * has cleaned up.
 */
export class Stop extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** A path as it may stand in a sentence: paths can hold terminal controls. */
export function printablePath(path: string): string {
  return stripControls(path).replaceAll(/[\n\t]/g, "?");
}

export { quoted };

/** The cure where somebody else keeps writing a file. */
export const OTHER_WRITES = "Wait for the other program to finish, then try again.";

function lookAt(quotedPath: string): string {
  return `Look at it: ls -ld ${quotedPath}`;
}

/**
 * The commands that make a file one's own again, most often after a run under sudo; empty where it
 * is, or where nobody else's it can be seen to be. A folder goes with it only where nothing could
 * be replaced in it otherwise, and it lies in one's own.
 */
export function ownCures(path: string): readonly string[] {
  const me = process.geteuid?.();
  if (me === undefined || me === 0) return [];
  const folder = dirname(path);
  const file = uidOf(path);
  const closed = uidOf(folder) !== me && uidOf(dirname(folder)) === me && !isWritable(folder);
  const chown = 'sudo chown "$(id -un)"';
  if (file === "hidden")
    return closed
      ? [`Make the folder and what is in it your own: sudo chown -R "$(id -un)" ${quoted(folder)}`]
      : [];
  const foreign = [...(closed ? [folder] : []), ...(file !== null && file !== me ? [path] : [])];
  return foreign.length === 0
    ? []
    : [`If it is meant to be yours, make it so: ${chown} ${foreign.map(quoted).join(" ")}`];
}

/** Who owns it, links followed; null: there is none; hidden: the folder does not let us look. */
function uidOf(path: string): number | null | "hidden" {
  try {
    return statSync(path).uid;
  } catch (error) {
    return errnoOf(error) === "EACCES" ? "hidden" : null;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Cause {
  readonly why: string;
  readonly try: (directory: string, path: string) => readonly string[];
}

const AGAIN = "Then try again.";

const CAUSES: Readonly<Record<string, Cause>> = {
  ENOSPC: {
    why: "the disk is full",
    try: (directory) => [
      `Free some space on that disk (df -h ${directory} shows how much is left). ${AGAIN}`,
    ],
  },
  EDQUOT: {
    why: "your share of the disk (quota) is used up",
    try: () => [
      "Delete files that you no longer need, or ask who runs this computer for more space. " +
        AGAIN,
    ],
  },
  EFBIG: {
    why: "it would become larger than this session allows files to be",
    try: () => [`Raise the limit (ulimit -f unlimited), or use another terminal. ${AGAIN}`],
  },
  EACCES: {
    why: "you have no permission to write there",
    try: (directory) => [
      `See who owns the folder and what is allowed: ls -ld ${directory}`,
      `If it is yours, allow writing: chmod u+rwx ${directory}`,
    ],
  },
  EPERM: {
    why: "the system does not permit it (the file or folder may be locked against changes)",
    try: (directory, path) => [
      `See what is allowed: ls -ld ${directory} ${path}`,
      `On Linux, lsattr ${path} shows an "i" for a locked file; sudo chattr -i ${path} unlocks it.`,
    ],
  },
  EROFS: {
    why: "that disk is read-only",
    try: () => [
      "Mount the disk for writing, or name files elsewhere with " +
        "AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE.",
    ],
  },
  EBUSY: {
    why:
      "the file is a mount of its own (as Docker makes for single files) and cannot be " +
      "replaced as a whole",
    try: () => [
      "Mount the whole .aws folder instead of the single file, or run this program outside " +
        "the container.",
    ],
  },
  ENOTDIR: {
    why: "a part of the path is a file, not a folder",
    try: (directory) => [lookAt(directory), "Move that file away, or correct the path."],
  },
  ENOENT: {
    why: "the folder disappeared meanwhile",
    try: () => ["Look whether the folder still exists, then try again."],
  },
  ELOOP: {
    why: "the links on the way lead in a circle",
    try: (_directory, path) => [`Look at the link: ls -l ${path}`, "Remove or correct it."],
  },
  ENAMETOOLONG: { why: "the path is too long for this system", try: () => ["Use a shorter path."] },
  EIO: {
    why: "the disk reported an error",
    try: () => ["Copy what matters from this disk first, then have the disk checked."],
  },
  EMFILE: { why: "too many files are open", try: () => [`Close other programs. ${AGAIN}`] },
  ENFILE: {
    why: "too many files are open on this computer",
    try: () => [`Close other programs. ${AGAIN}`],
  },
  ESTALE: {
    why: "the network drive lost the file",
    try: () => ["Reconnect the network drive. " + AGAIN],
  },
};

/**
 * A failed write of `path`. `kept` says what became of the file; by default that it is as it was.
 */
export function writeTrouble(error: unknown, path: string, kept = "Nothing was changed."): Problem {
  if (error instanceof Stop) return error.problem;
  if (error instanceof Unfit) return unfit(error, "file-not-writable");
  const code = errnoOf(error);
  const cause = code === null ? undefined : CAUSES[code];
  const directory = quoted(dirname(path));
  const own = code === "EACCES" || code === "EPERM" ? ownCures(path) : [];
  return {
    code: "file-not-writable",
    message:
      `${printablePath(path)} could not be written: ` +
      `${cause?.why ?? `the system said ${code ?? "nothing more"}`}. ${kept}`,
    try:
      own.length > 0
        ? [...own, `See who owns what: ls -ld ${directory} ${quoted(path)}`]
        : (cause?.try(directory, quoted(path)) ?? [
            `Look at the folder: ls -la ${directory}`,
            AGAIN,
          ]),
    ...(code === null ? {} : { detail: code }),
  };
}

/** A failed read of `path`, told with the given code. */
export function readTrouble(
  error: unknown,
  path: string,
  as: "file-unreadable" | "input-unreadable",
): Problem {
  if (error instanceof Stop) return error.problem;
  if (error instanceof Unfit) return unfit(error, as);
  const code = errnoOf(error);
  const name = printablePath(path);
  const detail = code === null ? {} : { detail: code };
  if (code === "EACCES" || code === "EPERM") {
    const own = ownCures(path);
    const whose =
      own.length === 0
        ? "you have no permission"
        : "it belongs to another user, who has not let you";
    const owner = `See who owns it: ls -ld ${quoted(path)}`;
    const cures =
      own.length === 0 ? [owner, `If it is yours: chmod u+r ${quoted(path)}`] : [...own, owner];
    return { code: as, message: `${name} could not be read: ${whose}.`, try: cures, ...detail };
  }
  if (code === "ENOENT") {
    return {
      code: as,
      message: `There is no file ${name}.`,
      try: ["Check the path; a name with spaces needs quotes in the shell."],
      ...detail,
    };
  }
  const cause = code === null ? undefined : CAUSES[code];
  return {
    code: as,
    message:
      `${name} could not be read: ` +
      `${cause?.why ?? `the system said ${code ?? "nothing more"}`}.`,
    try: cause?.try(quoted(dirname(path)), quoted(path)) ?? [`Look at it: ls -la ${quoted(path)}`],
    ...detail,
  };
}

function unfit(
  error: Unfit,
  code: "file-not-writable" | "file-unreadable" | "input-unreadable",
): Problem {
  const name = printablePath(error.path);
  const look = lookAt(quoted(error.path));
  switch (error.why) {
    case "directory":
      return {
        code,
        message: `${name} is a folder, but a file was expected.`,
        try: [look, "Name a file, or move the folder away."],
      };
    case "not-regular":
      return {
        code,
        message:
          `${name} is not a regular file (a pipe or a device); such a thing cannot be read ` +
          "and replaced safely.",
        try: [look, "Name a regular file, or move this one away."],
      };
    case "dangling":
      return {
        code,
        message:
          `${name} is a link to ` +
          `${error.target === null ? "a file" : printablePath(error.target)}, which does not ` +
          "exist.",
        try: [
          look,
          "Create the file that it points to (or connect the disk that holds it), or " +
            "remove the link.",
        ],
      };
    case "planted":
      return {
        code,
        message:
          `${name} is a link, and this program makes none there: somebody else put it in the ` +
          "place of a file of ours. It was not followed.",
        try: [
          `See where it leads: ls -l ${quoted(error.path)}`,
          `Remove it (what it leads to stays): rm ${quoted(error.path)}`,
        ],
      };
    case "too-big":
      return {
        code,
        message: `${name} is far larger than such a file can be, so it was not read.`,
        try: ["Check that this is the right file."],
      };
    case "unsteady":
      return {
        code,
        message: `${name} kept changing while it was read: another program is writing it.`,
        try: [OTHER_WRITES],
      };
    case "mismatch":
      return {
        code,
        message:
          `${name} could not be written: the disk gave back other bytes than were written. ` +
          "Nothing was changed.",
        try: ["Have the disk checked, or use another one."],
      };
  }
}
