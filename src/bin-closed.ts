/**
 * Tells whether a shell closed a descriptor before the program began (`>&-`): Node opens the null
 * device in its place, and says nothing of it.
 */
import { fstatSync, readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { basename } from "node:path";

/**
 * The null device on Linux: major 1, minor 3.
 * https://www.kernel.org/doc/Documentation/admin-guide/devices.txt
 */
const NULL_DEVICE = 0x103;
/** Of the flags of open(2): how it was opened, and "for both". */
const [ACCESS_MODE, READ_AND_WRITE] = [0o3, 0o2];
/** Shells, which open `>/dev/null` for writing only. */
const SHELLS = new Set(["ash", "bash", "dash", "fish", "ksh", "ksh93", "mksh", "yash", "zsh"]);

/**
 * True where the null device is open for both reading and writing, as Node opens it in the place
 * of nothing, and a shell that has no such descriptor to hand on started the program. Who asks for
 * silence from a program (Python's `subprocess.DEVNULL`, Node's `ignore`) has it opened in the very
 * same way, and nothing tells the two apart but the one that started it. False wherever that is
 * not certain: a job whose output nobody wants has not failed.
 * https://docs.python.org/3/library/subprocess.html#subprocess.DEVNULL
 */
export function wasClosed(fd: 1 | 2): boolean {
  try {
    const starter = `/proc/${process.ppid}`;
    return (
      fstatSync(fd).rdev === NULL_DEVICE &&
      isOpenForBoth("/proc/self", String(fd)) &&
      SHELLS.has(basename(readlinkSync(`${starter}/exe`))) &&
      !readdirSync(`${starter}/fd`).some((other) => isSilence(starter, other))
    );
  } catch {
    return false;
  }
}

/** Whether the shell itself has a null device that it may have handed on; its input is none. */
function isSilence(starter: string, fd: string): boolean {
  return (
    fd !== "0" &&
    statSync(`${starter}/fd/${fd}`, { throwIfNoEntry: false })?.rdev === NULL_DEVICE &&
    isOpenForBoth(starter, fd)
  );
}

function isOpenForBoth(owner: string, fd: string): boolean {
  const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`${owner}/fdinfo/${fd}`, "utf8"))?.[1];
  return (Number.parseInt(flags ?? "0", 8) & ACCESS_MODE) === READ_AND_WRITE;
}
