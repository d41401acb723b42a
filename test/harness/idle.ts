/**
 * Whether the program in a terminal has nothing to do: what it was sent is read, and what it had to
 * say is said. A process that has work, or a timer that has run out, is not asleep, however long
 * the machine lets it wait (proc(5), the state in `stat`).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { waitUntil } from "./wait.js";

interface Process {
  readonly state: string;
  readonly group: number;
  readonly foreground: number;
}

/** Null: it is gone, or this system has no /proc. */
function processAt(pid: number | string): Process | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", , group, , , foreground] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, group: Number(group), foreground: Number(foreground) };
  } catch {
    return null;
  }
}

/** All that run on this computer. */
function allProcesses(): readonly Process[] {
  return (existsSync("/proc") ? readdirSync("/proc") : [])
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processAt(name) ?? []);
}

/**
 * True if every process in the foreground of the terminal of `pid` sleeps; also where that cannot
 * be found out.
 */
export function isIdle(pid: number): boolean {
  const leader = processAt(pid);
  if (leader === null) return true;
  return allProcesses().every(
    (it) => it.group !== leader.foreground || it.state === "S" || it.state === "Z",
  );
}

/**
 * True if none of these is at work, nor anything in the foreground of their terminals: each sleeps,
 * is stopped, or is gone. What one of them hands on wakes the next one at once.
 */
export function areAtRest(pids: readonly number[]): boolean {
  const them = pids.map(processAt).filter((it) => it !== null);
  const groups = new Set(them.map((it) => it.foreground));
  return [...them, ...allProcesses().filter((it) => groups.has(it.group))].every(
    (it) => !/[RD]/.test(it.state),
  );
}

/** Resolves once the program has slept at `looks` looks in a row, 20 ms apart. */
export async function untilIdle(pid: number, looks: number): Promise<void> {
  for (let idle = 0; idle < looks; idle = isIdle(pid) ? idle + 1 : 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Prints how many bytes wait in a terminal that takes each key by itself (ioctl_tty(2), FIONREAD). */
const COUNT_UNREAD = `
import array, fcntl, os, sys, termios
count = array.array("i", [0])
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY), termios.FIONREAD, count)
print(count[0])
`;

/**
 * Resolves once at least `bytes` bytes wait for the program, which must be stopped: what is in
 * between (tmux, the kernel) hands them on in its own time.
 */
export async function untilUnread(program: number, bytes: number): Promise<void> {
  await waitUntil(
    () => {
      const { stdout } = spawnSync("python3", ["-c", COUNT_UNREAD, `/proc/${program}/fd/0`], {
        encoding: "utf8",
      });
      return Number(stdout) >= bytes ? true : undefined;
    },
    () => `fewer than ${bytes} bytes wait in the terminal of ${program}`,
  );
}
