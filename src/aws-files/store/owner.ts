/** Names the process that holds a lock or made a file, and says whether it still lives. */
import { readFileSync, readlinkSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/**
 * Who a process is, precisely enough that a later process with the same number is not taken for it.
 */
export interface Owner {
  readonly pid: number;
  /**
   * Start time in clock ticks since boot (Linux: field 22 of /proc/PID/stat, proc(5)); null where
   * the system does not tell.
   */
  readonly started: string | null;
  readonly host: string;
  /** Changes with every start of the computer (Linux); null elsewhere. */
  readonly boot: string | null;
  /**
   * The process-number namespace: containers on one computer count their processes separately
   * (Linux); null elsewhere.
   */
  readonly space: string | null;
  /** Random; tells two locks of one process apart. */
  readonly token: string;
}

/**
 * `unknown`: on another computer or in another container, so it cannot be looked at; treated as
 * alive.
 */
export type Life = "alive" | "dead" | "unknown";

export function thisProcess(): Owner {
  return {
    pid: process.pid,
    started: processStat(process.pid)?.started ?? null,
    host: hostname(),
    boot: textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")),
    space: textOf(() => readlinkSync("/proc/self/ns/pid")),
    token: randomBytes(6).toString("hex"),
  };
}

/** Whether the process lives that `owner` describes, seen from `me`. */
export function lifeOf(owner: Owner, me: Owner): Life {
  if (owner.host !== me.host) return "unknown";
  if (owner.boot !== me.boot) return owner.boot === null || me.boot === null ? "unknown" : "dead";
  if (owner.space !== me.space) return "unknown";
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives, as another user.
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return "dead";
  }
  const now = processStat(owner.pid);
  if (now === null) return "alive";
  if (now.state === "Z" || now.state === "X") return "dead";
  return owner.started === null || owner.started === now.started ? "alive" : "dead";
}

/**
 * What is longer than `thisProcess` writes, or of another form, is none of ours; it would end up in
 * names and messages.
 */
const FORMS = {
  started: /^\d{1,20}$/,
  boot: /^[\w-]{1,64}$/,
  space: /^pid:\[\d{1,20}\]$/,
  token: /^[0-9a-f]{1,32}$/,
} as const;
/**
 * Process numbers are 31 bits wide at most (Linux: below 2^22, proc(5), /proc/sys/kernel/pid_max).
 */
const LARGEST_PID = 2 ** 31 - 1;
/** POSIX, HOST_NAME_MAX, is 255 at least; Linux takes 64. */
const LONGEST_HOST = 255;

/** The owner that a lock file names; null if the text is not one of ours. */
export function parseOwner(text: string): Owner | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof data !== "object" || data === null) return null;
  const {
    pid,
    started = null,
    host,
    boot = null,
    space = null,
    token,
  } = data as Record<string, unknown>;
  if (!isPid(pid)) return null;
  if (
    typeof host !== "string" ||
    host.length > LONGEST_HOST ||
    typeof token !== "string" ||
    !FORMS.token.test(token)
  )
    return null;
  if (
    !isOrNull(started, FORMS.started) ||
    !isOrNull(boot, FORMS.boot) ||
    !isOrNull(space, FORMS.space)
  )
    return null;
  return { pid, started, host, boot, space, token };
}

function isPid(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= LARGEST_PID;
}

function isOrNull(value: unknown, form: RegExp): value is string | null {
  return value === null || (typeof value === "string" && form.test(value));
}

function textOf(read: () => string): string | null {
  try {
    return read().trim();
  } catch {
    // Not Linux, or /proc is not mounted: the field stays unknown, which `lifeOf` allows for.
    return null;
  }
}

/**
 * The state letter and start time of a process; the command name before them may hold blanks and
 * brackets.
 */
function processStat(pid: number): { readonly state: string; readonly started: string } | null {
  const line = textOf(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  if (line === null) return null;
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state === undefined || started === undefined ? null : { state, started };
}
