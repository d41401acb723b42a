/**
 * Remembers the file systems that keep no permissions, so that it is told once: drives of Windows
 * under WSL, USB sticks (FAT), some network drives answer to chmod with success and change nothing.
 */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../base/host.js";
import type { Problem } from "../../base/problem.js";
import { orMissing, readOwn } from "./disk.js";
import { makePrivateDirNow, replaceSmallFileNow } from "./own-files.js";
import { printablePath } from "./trouble.js";
import { stateDirectory } from "./state-directory.js";

const LIMIT = 64 * 1024;
const NAME = "no-permissions.json";

/**
 * Whether the file lies where a change of permissions was seen to have no effect, and nothing was
 * mounted anew since.
 */
export function keepsNoModes(path: string, host: Host): boolean {
  const mark = markOf(path);
  return mark !== null && marks(host).includes(mark);
}

/**
 * Keeps it in mind for the file system of this path; whether it was news. That it could not be kept
 * only means that it is told again.
 */
export function noteNoModes(path: string, host: Host): boolean {
  const mark = markOf(path);
  if (mark === null || marks(host).includes(mark)) return false;
  const folder = stateDirectory(host);
  const text = `${JSON.stringify([...marks(host), mark].slice(-50))}\n`;
  if (makePrivateDirNow(folder).ok) replaceSmallFileNow(join(folder, NAME), text);
  return true;
}

// Of the process: every command writes files, and its end is the one place where all of them tell.
const untold: Problem[] = [];

/** Like `noteNoModes`, for a file that was just written; told at the end of the run. */
export function noteWrittenOpen(path: string, mode: number, host: Host): void {
  if (noteNoModes(path, host)) untold.push(noModes(path, mode));
}

/** What `noteWrittenOpen` met and nobody told yet; from now on it counts as told. */
export function takeUntold(): readonly Problem[] {
  return untold.splice(0);
}

/** What is told where a change of permissions did not hold. `mode`: as it still is. */
export function noModes(path: string, mode: number): Problem {
  return {
    code: "file-permissive",
    message:
      `${printablePath(path)} can still be opened by other users of this computer (mode ` +
      `${mode.toString(8).padStart(4, "0")}): the file system it lies on keeps no ` +
      "permissions, as Windows drives under WSL, USB sticks and some network drives do. " +
      "chmod has no effect there.",
    try: [
      'Under WSL: write the lines [automount] and options = "metadata" into /etc/wsl.conf, ' +
        "then run in Windows: wsl --shutdown",
      "Or keep the files on a disk of Linux: move them into your home directory, and name " +
        "them with AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE.",
      "If nobody else uses this computer, it may stay so; this is not told again.",
    ],
  };
}

/**
 * The file system with the options of its mount (Linux), so that one mounted anew with others
 * counts as another.
 */
function markOf(path: string): string | null {
  const stat = orMissing(() => statSync(path));
  if (stat === null) return null;
  return createHash("sha256")
    .update(`${stat.dev} ${mountOf(path)}`)
    .digest("hex")
    .slice(0, 16);
}

function mountOf(path: string): string {
  try {
    const lines = readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .map((line) => line.split(" "));
    const holding = lines.filter(
      ([, , , , point = ""]) =>
        point !== "" && (path === point || path.startsWith(point === "/" ? "/" : `${point}/`)),
    );
    return (
      holding
        .sort((a, b) => (b[4] ?? "").length - (a[4] ?? "").length)[0]
        ?.slice(4)
        .join(" ") ?? ""
    );
  } catch {
    // Not Linux: the device alone has to do.
    return "";
  }
}

function marks(host: Host): readonly string[] {
  try {
    const file = readOwn(join(stateDirectory(host), NAME), LIMIT);
    const known: unknown = file.exists ? JSON.parse(file.bytes.toString("utf8")) : [];
    return Array.isArray(known) ? known.filter((mark) => typeof mark === "string") : [];
  } catch {
    // A file that cannot be read has nothing to say: then it is told again.
    return [];
  }
}
