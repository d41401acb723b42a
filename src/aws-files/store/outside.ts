/**
 * Looks at what a profile names outside the AWS files, a program or a file with a token, as boto3
 * will meet it. Nothing is run, and nothing of a token is kept.
 */
import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Host } from "../../base/host.js";
import { shlexSplit } from "../text/python.js";
import { readWhole } from "./disk.js";

/** Why boto3 cannot start the program of a `credential_process`. */
export interface ProgramFault {
  /** The first word of the command; null: the command has none. */
  readonly program: string | null;
  /** A clause behind the program's name, or behind the setting's where there is none. */
  readonly why: string;
  /** It is there, and lacks only the permission to be run; the path for `chmod`. */
  readonly locked: string | null;
}

/** Python's, where PATH is not set (`os.defpath`). */
const USUAL_PATH = "/bin:/usr/bin";

/**
 * Null: boto3 can start it; what it then prints is not known. Found as Python's `subprocess` does
 * on POSIX: the first word of `shlex.split`, in the folders of PATH unless it holds a slash
 * (https://docs.python.org/3/library/subprocess.html#subprocess.Popen).
 */
export function programFault(
  command: string,
  { env, cwd }: Pick<Host, "env" | "cwd">,
): ProgramFault | null {
  const none = (why: string): ProgramFault => ({ program: null, why, locked: null });
  if (command.includes("\0")) return none("holds a NUL byte");
  const words = shlexSplit(command);
  if (words === null) return none("has a quotation mark that never closes, or ends with a \\");
  const [program] = words;
  if (program === undefined || program === "") return none("names no program");
  if (program.includes("/")) {
    const fault = startFault(isAbsolute(program) ? program : join(cwd, program));
    return fault === null ? null : { program, ...fault, why: fault.why ?? "is not there" };
  }
  const folders = (env.PATH ?? USUAL_PATH).split(":");
  const faults = folders.map((folder) => startFault(join(cwdOr(folder, cwd), program)));
  if (faults.includes(null)) return null;
  const met = faults.find((fault) => fault !== null && fault.why !== null);
  return { program, locked: met?.locked ?? null, why: met?.why ?? "is in no folder of PATH" };
}

function cwdOr(folder: string, cwd: string): string {
  return isAbsolute(folder) ? folder : join(cwd, folder);
}

/** Why a file cannot be started; `why` null: it is not there. */
function startFault(
  path: string,
): { readonly why: string | null; readonly locked: string | null } | null {
  const other = (why: string): { readonly why: string; readonly locked: null } => ({
    why,
    locked: null,
  });
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return other("is a folder");
    if (!isAllowed(path, constants.X_OK))
      return { why: "may not be run: it lacks that permission", locked: path };
    return stat.isFile() && isAllowed(path, constants.R_OK) ? formFault(path) : null;
  } catch (error) {
    return isMissing(error) ? { why: null, locked: null } : other("cannot be reached");
  }
}

/**
 * A script that the system does not know how to start; unlike a shell, Python tries no other way.
 */
function formFault(path: string): { readonly why: string; readonly locked: null } | null {
  const head = headOf(path);
  if (head === null) return null;
  const interpreter = /^#![ \t]*([^ \t\n]*)/.exec(head)?.[1];
  if (interpreter === undefined)
    return isPlain(head)
      ? { why: "is a text without a first line such as #!/bin/sh", locked: null }
      : null;
  if (!isAbsolute(interpreter) || isThereToo(interpreter)) return null;
  const windows = interpreter.endsWith("\r") ? " (the file has Windows line ends)" : "";
  return {
    why: `cannot be started: its first line names a program that is not there${windows}`,
    locked: null,
  };
}

const SCRIPT_AT_MOST = 64 * 1024;

/** The beginning of a small file; null: it is too large for a script that somebody wrote. */
function headOf(path: string): string | null {
  try {
    const file = readWhole(path, SCRIPT_AT_MOST);
    return file.exists ? Buffer.from(file.bytes).toString("latin1").slice(0, 512) : null;
  } catch {
    return null;
  }
}

/** No program of any system begins with plain text alone. */
function isPlain(head: string): boolean {
  return !head.startsWith("MZ") && /^[\t\n\r\x20-\x7e]*$/.test(head);
}

function isThereToo(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isAllowed(path: string, what: number): boolean {
  try {
    accessSync(path, what);
    return true;
  } catch {
    return false;
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as { readonly code?: unknown }).code;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** AWS's model takes no shorter one. */
const SHORTEST_TOKEN = 4;
const LONGEST_TOKEN = 1024 * 1024;

/**
 * Why boto3 fails on a file with a web identity token, as a clause behind its name; null: it can be
 * read, or a pipe or device stands there, which nobody can look at beforehand. `~` and variables
 * are not filled in, as boto3 fills in none.
 * https://github.com/boto/botocore/blob/develop/botocore/utils.py (`FileWebIdentityTokenLoader`)
 */
export function tokenFileFault(path: string, { cwd }: Pick<Host, "cwd">): string | null {
  const whole = cwdOr(path, cwd);
  try {
    if (path.includes("\0")) return "whose name holds a NUL byte";
    const stat = statSync(whole);
    if (stat.isDirectory()) return "which is a folder";
    if (!stat.isFile()) return null;
    if (!isAllowed(whole, constants.R_OK)) return "which may not be read";
    const file = readWhole(whole, LONGEST_TOKEN);
    if (!file.exists) return "which is not there";
    const text = new TextDecoder("utf-8", { fatal: true }).decode(file.bytes);
    return text.length < SHORTEST_TOKEN ? "which holds no token" : null;
  } catch (error) {
    if (error instanceof TypeError) return "which is no text";
    return isMissing(error) ? "which is not there" : "which cannot be read";
  }
}
