/**
 * Decides whether a file can be replaced safely where it is: looked at, never tried, so that
 * nothing on the disk changes.
 */
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { dirname } from "node:path";
import { stripControls } from "../../base/clean.js";
import type { Host } from "../../base/host.js";
import type { Problem } from "../../base/problem.js";
import { errnoOf, orMissing, refuseIrregular, resolveLinks } from "./disk.js";
import { ownCures, quoted, readTrouble, printablePath, writeTrouble } from "./trouble.js";

/**
 * Why the file at `path` could not be created or replaced; null if nothing stands in the way that
 * can be seen beforehand.
 */
export function obstacleTo(path: string, host?: Host): Problem | null {
  let real: string | null;
  try {
    real = resolveLinks(path);
  } catch (error) {
    return writeTrouble(error, path, "");
  }
  try {
    return real === null ? obstacleToNew(path, host) : obstacleToExisting(path, real, host);
  } catch (error) {
    return writeTrouble(error, path, "");
  }
}

function obstacleToExisting(path: string, real: string, host: Host | undefined): Problem | null {
  const stat = statSync(real);
  refuseIrregular(stat, path);
  const foreign = foreignOwner(stat, path, host);
  if (foreign !== null) return foreign;
  if (stat.nlink > 1) return hardLinked(path, stat.nlink);
  if ((stat.mode & 0o200) === 0) return writeProtected(path);
  if (isMountPoint(real))
    return writeTrouble(Object.assign(new Error("mount"), { code: "EBUSY" }), path, "");
  try {
    accessSync(real, constants.R_OK);
  } catch (error) {
    return readTrouble(error, path, "file-unreadable");
  }
  accessSync(dirname(real), constants.W_OK | constants.X_OK);
  return null;
}

/**
 * For a file that does not exist, the nearest folder that does must be one in which we may create
 * things.
 */
function obstacleToNew(path: string, host: Host | undefined): Problem | null {
  let directory = dirname(path);
  let stat = orMissing(() => statSync(directory));
  while (stat === null && directory !== dirname(directory)) {
    resolveLinks(directory);
    directory = dirname(directory);
    stat = orMissing(() => statSync(directory));
  }
  if (stat === null)
    return writeTrouble(Object.assign(new Error("no folder"), { code: "ENOENT" }), path, "");
  if (!stat.isDirectory())
    return writeTrouble(Object.assign(new Error("file"), { code: "ENOTDIR" }), path, "");
  if (
    host !== undefined &&
    isInside(path, host.home) &&
    orMissing(() => statSync(host.home)) === null
  )
    return noHome(host);
  // Another user's folder in which we may write is fine, except for root, whose new file its owner
  // could not read.
  if (myUserId() === 0) {
    const foreign = foreignOwner(stat, directory, host);
    if (foreign !== null) return foreign;
  }
  accessSync(directory, constants.W_OK | constants.X_OK);
  return null;
}

function isInside(path: string, directory: string): boolean {
  return directory !== "" && path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}

/** The user as whom files are created; null where the system has none (Windows). */
function myUserId(): number | null {
  return process.geteuid?.() ?? null;
}

function foreignOwner(stat: Stats, path: string, host: Host | undefined): Problem | null {
  const me = myUserId();
  if (me === null || stat.uid === me) return null;
  const name = printablePath(path);
  if (me === 0) {
    const user = host?.env.SUDO_USER;
    const who = user === undefined ? `the user with number ${stat.uid}` : stripControls(user);
    return {
      code: "file-not-writable",
      message:
        `${name} belongs to ${who}, but this program runs as ` +
        `root${user === undefined ? "" : " (sudo)"}: the keys would end up in a file that ` +
        `${who} may no longer read.`,
      try: [
        "Run it again without sudo, as the user whose keys these are.",
        "For root's own keys, set HOME to root's home directory: sudo -H",
      ],
    };
  }
  return {
    code: "file-not-writable",
    message:
      `${name} belongs to another user (number ${stat.uid}); replacing it would take it away ` +
      "from them.",
    try: [
      ...ownCures(path),
      `See who owns it: ls -l ${quoted(path)}`,
      "Or run this program as that user, or name a file of your own with " +
        "AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE.",
    ],
  };
}

function hardLinked(path: string, links: number): Problem {
  return {
    code: "file-not-writable",
    message:
      `${printablePath(path)} is one of ${links} names (hard links) of the same file. A safe ` +
      "write replaces the file, and the other names would keep the old keys.",
    try: [
      `Find the other names: find ~ -samefile ${quoted(path)}`,
      "Keep one name and make the others symbolic links (ln -s), then try again.",
    ],
  };
}

/**
 * Both AWS files are hard links of one file: a safe write of one would leave the other as it was.
 */
export function hardLinkedTogether(credentials: string, config: string): Problem {
  return {
    code: "file-not-writable",
    message:
      `${printablePath(credentials)} and ${printablePath(config)} are two names (hard links) ` +
      "of one file. A safe write replaces the file, and the other name would keep the old " +
      "keys.",
    try: [
      `Make one of them a symbolic link, which is followed: ln -sf ${quoted(credentials)} ` +
        quoted(config),
      "Then try again.",
    ],
  };
}

function writeProtected(path: string): Problem {
  return {
    code: "file-not-writable",
    message: `${printablePath(path)} is write-protected.`,
    try: [`If you want to change it, allow writing: chmod u+w ${quoted(path)}`],
  };
}

/** The cure where no home directory leads to the AWS files. */
export const NAME_THE_FILES =
  "Or name the files with AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE.";

function noHome(host: Host): Problem {
  return {
    code: "file-not-writable",
    message: `The home directory ${printablePath(host.home)} does not exist.`,
    try: ["Create it, or set HOME to the right directory.", NAME_THE_FILES],
  };
}

/**
 * Linux lists mounts, single files among them, with blanks and backslashes in octal (proc(5),
 * mountinfo).
 */
function isMountPoint(real: string): boolean {
  let table: string;
  try {
    table = readFileSync("/proc/self/mountinfo", "utf8");
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return false;
  }
  return table.split("\n").some((line) => {
    const point = line.split(" ")[4];
    return (
      point?.replaceAll(/\\([0-7]{3})/g, (_whole, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      ) === real
    );
  });
}
