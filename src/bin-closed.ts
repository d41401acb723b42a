/**
 * Tells whether a descriptor was closed when the program began (`>&-`): Node opens the null device
 * in its place, and says nothing of it.
 */
import { fstatSync, readFileSync } from "node:fs";

/**
 * The null device on Linux: major 1, minor 3.
 * https://www.kernel.org/doc/Documentation/admin-guide/devices.txt
 */
const NULL_DEVICE = 0x103;
/** Of the flags of open(2): how it was opened, and "for both". */
const [ACCESS_MODE, READ_AND_WRITE] = [0o3, 0o2];

/**
 * True where the null device is open for both reading and writing, as Node opens it; a shell's
 * `>/dev/null` is for writing only. False where the system does not tell (no /proc).
 */
export function wasClosed(fd: 1 | 2): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
    return (
      fstatSync(fd).rdev === NULL_DEVICE &&
      (Number.parseInt(flags ?? "0", 8) & ACCESS_MODE) === READ_AND_WRITE
    );
  } catch {
    return false;
  }
}
