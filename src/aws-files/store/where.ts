/**
 * Finds the places of the two AWS files that botocore reads, as botocore does
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html#cli-configure-files-where).
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { stripControls } from "../../base/clean.js";
import type { Host } from "../../base/host.js";
import { failed, ok } from "../../base/problem.js";
import type { Problem, Result } from "../../base/problem.js";
import { invisibleIn } from "../../base/invisible.js";
import { NAME_THE_FILES, obstacleTo } from "./place.js";
import { quoted } from "../../base/shell.js";
import { printablePath } from "./trouble.js";
import type { AwsFilePaths, FileKind } from "../types.js";
import { withoutEnd } from "../../base/trim.js";

const VARIABLE: Readonly<Record<FileKind, string>> = {
  credentials: "AWS_SHARED_CREDENTIALS_FILE",
  config: "AWS_CONFIG_FILE",
};

const PASSWD = "/etc/passwd";

/**
 * The absolute paths of the credentials and the config file; "" for a file that does not exist at
 * all.
 *
 * `AWS_SHARED_CREDENTIALS_FILE` and `AWS_CONFIG_FILE` are honoured as botocore honours them: `$VAR`
 * and `${VAR}`, then
 * `~` and `~user` are expanded, the rest counts from the working directory
 * (https://github.com/boto/botocore/blob/develop/botocore/configloader.py, raw_config_parse). An
 * empty variable means "no such file" to botocore, whatever lies in ~/.aws; a `~user` that nobody
 * knows stays as it is. Problem: `home-missing`, where no place can be named for want of a home
 * directory.
 */
export function locateAwsFiles(host: Host): Result<AwsFilePaths> {
  const credentials = locate("credentials", host);
  if (!credentials.ok) return credentials;
  const config = locate("config", host);
  if (!config.ok) return config;
  return ok({ credentials: credentials.value, config: config.value });
}

/**
 * The file beside which a rotation keeps what is its own: the credentials file, or the other one
 * where there is none at all.
 */
export function keptBeside({ credentials, config }: AwsFilePaths): string {
  return credentials === "" ? config : credentials;
}

/**
 * Says at once, before any question is asked, whether the files of these kinds could be written;
 * changes nothing on the disk. A file that will not be written need not be named: then it does not
 * stand in the way.
 *
 * Problem: `file-not-writable` or `file-unreadable`, with the path and the cause, for the first
 * file that could not be replaced safely: no permission, a read-only disk, not a regular file, a
 * dangling link, a second hard link, a mount point, a file of another user, a run under sudo in
 * another user's home, or a variable that says "no such file". What only the attempt itself shows
 * (a full disk, say) is told then.
 */
export function checkPlaces(
  paths: AwsFilePaths,
  host?: Host,
  kinds: readonly FileKind[] = ["credentials", "config"],
): Promise<Result<void>> {
  const problem = kinds
    .map((kind) => placeObstacle(kind, paths[kind], host))
    .find((each) => each !== null);
  return Promise.resolve(problem === undefined ? ok(undefined) : failed(problem));
}

/**
 * Why the file of this kind could not be written; null if nothing stands in the way that can be
 * seen beforehand.
 */
export function placeObstacle(kind: FileKind, path: string, host?: Host): Problem | null {
  return path === "" ? noSuchFile(kind) : obstacleTo(path, host);
}

/** What boto3 makes of an empty variable, as the problem of whoever wants to write there. */
function noSuchFile(kind: FileKind): Problem {
  const variable = VARIABLE[kind];
  const elsewhere =
    kind === "credentials" ? ["Or keep the key in the other file: add --keys-in config"] : [];
  return {
    code: "file-not-writable",
    message:
      `${variable} is set, but empty. For boto3 and the AWS CLI that means "no ${kind} file ` +
      `at all": they would not read what is written to ~/.aws/${kind}.`,
    try: [
      `Take the variable away: unset ${variable}`,
      ...elsewhere,
      `Or set it to the path of the file.`,
    ],
  };
}

/** A path in one of the two variables that leads elsewhere than was most likely meant. */
export interface PlaceDoubt {
  readonly variable: string;
  /** A sentence: what the variable holds, and what that means here. */
  readonly message: string;
  readonly try: readonly string[];
}

/**
 * Whether a new file at the place that the variable names would come to lie where nobody looks for
 * it: a path that counts from the working directory, a Windows path, quotes or blanks that became
 * part of the name, a variable in it that is not set. boto3 takes all of them as they stand, so an
 * existing file is read and written like any other. Null: no doubt.
 */
export function placeDoubt(kind: FileKind, host: Host): PlaceDoubt | null {
  const variable = VARIABLE[kind];
  const named = host.env[variable];
  const path = locate(kind, host);
  if (named === undefined || named === "" || !path.ok) return null;
  const why = oddity(named, expandVariables(named, host.env), host);
  if (why === null) return null;
  const shownValue = printablePath(named);
  const inside = isAbsolute(expandUser(expandVariables(named, host.env), host))
    ? ""
    : " The file would be made in this folder, and read only by programs that are started here.";
  return {
    variable,
    message:
      `${variable} is "${shownValue}": ${why}. The file would be ` +
      `${quoted(path.value)}.${inside}`,
    try: [
      `To use ~/.aws/${kind}: unset ${variable}`,
      "Or set it to a whole path: export " +
        `${variable}=${quoted(`${withoutEndSlashes(host.home)}/.aws/${kind}`)}`,
    ],
  };
}

/**
 * What a variable that names this file has to do with its absence, for one that is not there; null:
 * no variable names it, or signs that nobody sees are in it, which is told elsewhere.
 */
export function absentByVariable(
  kind: FileKind,
  host: Host,
): Pick<PlaceDoubt, "message" | "try"> | null {
  const variable = VARIABLE[kind];
  const named = host.env[variable];
  const path = locate(kind, host);
  if (named === undefined || !path.ok || invisibleIn(named) !== null) return null;
  const back = `To use ~/.aws/${kind}: unset ${variable}`;
  if (named === "")
    return {
      message:
        `${variable} is set, but empty: for boto3 that means that there is no ${kind} file ` +
        "at all.",
      try: [back],
    };
  const doubt = placeDoubt(kind, host);
  if (doubt === null)
    return {
      message: `${variable} names ${printablePath(path.value)}, and no file is there.`,
      try: [back],
    };
  const why = oddity(named, expandVariables(named, host.env), host) ?? "";
  return {
    message: `${variable} is "${printablePath(named)}": ${why}. No file is there.`,
    try: doubt.try,
  };
}

function oddity(named: string, expanded: string, host: Host): string | null {
  const hidden = invisibleIn(named);
  if (hidden !== null) return `it holds ${hidden}, which counts as part of the path`;
  if (named.trim() === "") return "only blanks, and blanks are a name like any other";
  if (/^["']|["']$/.test(named)) return "the quotation marks are part of the path";
  if (named !== named.trim()) return "a blank at its beginning or end counts as part of the path";
  if (/^[A-Za-z]:[\\/]|^\\\\|%[A-Za-z_]+%/.test(named))
    return "a Windows path, which is no path here but the name of a file";
  if (/^[a-z]+:\/\//i.test(named)) return "a web address, which is no path";
  if (/\$(?:[A-Za-z0-9_]+|\{[^}]*\})/.test(expanded))
    return "a variable in it is not set, so its name is part of the path";
  const path = expandUser(expanded, host);
  if (isAbsolute(path)) return null;
  return expanded.startsWith("~")
    ? "no user of this name is known here, so ~ is part of the path"
    : "a path that counts from the folder you are in";
}

/**
 * As `checkPlaces`, for just the files that are going to be written: what need not change never
 * stands in the way.
 */
export function checkFiles(paths: readonly string[], host: Host): Promise<Result<void>> {
  const problem = paths.map((path) => obstacleTo(path, host)).find((obstacle) => obstacle !== null);
  return Promise.resolve(problem === undefined ? ok(undefined) : failed(problem));
}

function locate(kind: FileKind, host: Host): Result<string> {
  const named = host.env[VARIABLE[kind]];
  if (named === undefined) {
    const home = homeOf(host);
    return home.ok ? ok(`${withoutEndSlashes(home.value)}/.aws/${kind}`) : home;
  }
  if (named === "") return ok("");
  const expanded = expandVariables(named, host.env);
  if (/^~(?:\/|$)/.test(expanded)) {
    const home = homeOf(host);
    if (!home.ok) return home;
  }
  const path = expandUser(expanded, host);
  // Joined by hand: path.resolve() would take "link/.." as text, the system follows the link first.
  return ok(isAbsolute(path) ? path : `${withoutEndSlashes(host.cwd)}/${path}`);
}

function homeOf(host: Host): Result<string> {
  if (isAbsolute(host.home)) return ok(host.home);
  const what =
    host.home === ""
      ? "The home directory is not set (HOME is empty)"
      : `HOME is "${stripControls(host.home)}", which is not an absolute path`;
  return failed({
    code: "home-missing",
    message: `${what}, so there is no place for ~/.aws/credentials.`,
    try: [
      "Set HOME to your home directory, for example: export HOME=/home/yourname",
      NAME_THE_FILES,
    ],
  });
}

/**
 * Python's os.path.expandvars (https://docs.python.org/3/library/os.path.html#os.path.expandvars):
 * `$name` and
 * `${name}`; a name that is not set stays as it is; what was put in is not expanded again.
 */
function expandVariables(path: string, env: Host["env"]): string {
  return path.replaceAll(
    /\$(?:([A-Za-z0-9_]+)|\{([^}]*)\})/g,
    (whole, plain: string | undefined, braced: string | undefined) => {
      const name = plain ?? braced ?? "";
      return (Object.hasOwn(env, name) ? env[name] : undefined) ?? whole;
    },
  );
}

/**
 * Python's os.path.expanduser: `~` is the home directory, `~user` that of the user in the password
 * database.
 */
export function expandUser(path: string, host: Pick<Host, "home" | "platform">): string {
  if (!path.startsWith("~")) return path;
  const slash = path.indexOf("/");
  const user = path.slice(1, slash === -1 ? undefined : slash);
  const rest = slash === -1 ? "" : path.slice(slash);
  const home = user === "" ? host.home : homeOfUser(user, host.platform);
  if (home === null) return path;
  const whole = withoutEndSlashes(home) + rest;
  return whole === "" ? "/" : whole;
}

/**
 * The home directory of a user of this computer; null for a user whom it does not know: Python then
 * leaves `~user` as it is.
 */
export function homeOfUser(user: string, platform: NodeJS.Platform): string | null {
  let lines: readonly string[] = [];
  try {
    lines = readFileSync(PASSWD, "utf8").split("\n");
  } catch {
    // Without a readable password file the directory service is asked all the same.
  }
  const home = lines.map((line) => line.split(":")).find((fields) => fields[0] === user)?.[5];
  return home ?? homeFromDirectory(user, platform);
}

/**
 * Python asks the system's directory service (LDAP and the like) too; Node has no getpwnam, so the
 * system's own program is asked: getent(1) on Linux, dscacheutil(1) on macOS.
 */
function homeFromDirectory(user: string, platform: NodeJS.Platform): string | null {
  if (!/^[A-Za-z0-9_][\w.@-]{0,63}$/.test(user)) return null;
  const [program, args, line] =
    platform === "darwin"
      ? ([
          "/usr/bin/dscacheutil",
          ["-q", "user", "-a", "name", user],
          /^dir: ([^\r\n\u2028\u2029]+)/m,
        ] as const)
      : (["/usr/bin/getent", ["passwd", user], /^(?:[^:\n]*:){5}([^:\n]*):/] as const);
  try {
    const answer = execFileSync(program, args, {
      encoding: "utf8",
      env: { LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 3000,
    });
    return line.exec(answer)?.[1] ?? null;
  } catch {
    // No such program, or it knows nobody of this name: nobody is known.
    return null;
  }
}

function withoutEndSlashes(path: string): string {
  return withoutEnd(path, "/");
}
