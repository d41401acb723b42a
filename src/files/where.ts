/**
 * Where the two AWS files are: the places that botocore reads, worked out as botocore does
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html#cli-configure-files-where).
 */
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { stripControls } from "../base/clean.js";
import type { Host } from "../base/host.js";
import { failed, ok } from "../base/problem.js";
import type { Problem, Result } from "../base/problem.js";
import { obstacleTo } from "./store-place.js";
import type { AwsFilePaths, FileKind } from "./types.js";

const VARIABLE: Readonly<Record<FileKind, string>> = {
  credentials: "AWS_SHARED_CREDENTIALS_FILE",
  config: "AWS_CONFIG_FILE",
};

const PASSWD = "/etc/passwd";

/**
 * The absolute paths of the credentials and the config file.
 *
 * `AWS_SHARED_CREDENTIALS_FILE` and `AWS_CONFIG_FILE` are honoured as botocore honours them: `$VAR` and `${VAR}`, then
 * `~` and `~user` are expanded, the rest counts from the working directory
 * (https://github.com/boto/botocore/blob/develop/botocore/configloader.py, raw_config_parse). Problem: `home-missing`,
 * where no place can be named: no home directory, a variable that is empty (for botocore that means "no such file at
 * all", so whatever is written elsewhere would not be read), or a `~user` that is not known here.
 */
export function locateAwsFiles(host: Host): Result<AwsFilePaths> {
  const credentials = locate("credentials", host);
  if (!credentials.ok) return credentials;
  const config = locate("config", host);
  if (!config.ok) return config;
  return ok({ credentials: credentials.value, config: config.value });
}

/**
 * Says at once, before any question is asked, whether both files could be written; changes nothing on the disk.
 *
 * Problem: `file-not-writable` or `file-unreadable`, with the path and the cause, for the first file that could not be
 * replaced safely: no permission, a read-only disk, not a regular file, a dangling link, a second hard link, a mount
 * point, a file of another user, or a run under sudo in another user's home. What only the attempt itself shows (a full
 * disk, say) is told then.
 */
export function checkPlaces(paths: AwsFilePaths, host?: Host): Promise<Result<void>> {
  const problem = obstacleTo(paths.credentials, host) ?? obstacleTo(paths.config, host);
  return Promise.resolve(problem === null ? ok(undefined) : failed(problem));
}

/** As `checkPlaces`, for just the files that are going to be written: what need not change never stands in the way. */
export function checkFiles(paths: readonly string[], host: Host): Promise<Result<void>> {
  const problem = paths.map((path) => obstacleTo(path, host)).find((obstacle) => obstacle !== null);
  return Promise.resolve(problem === undefined ? ok(undefined) : failed(problem));
}

function locate(kind: FileKind, host: Host): Result<string> {
  const variable = VARIABLE[kind];
  const named = host.env[variable];
  if (named === undefined) {
    const home = homeOf(host);
    return home.ok ? ok(`${withoutEndSlashes(home.value)}/.aws/${kind}`) : home;
  }
  if (named === "") return failed(emptyVariable(variable, kind));
  const expanded = expandUser(expandVariables(named, host.env), variable, host);
  if (!expanded.ok) return expanded;
  // Joined by hand: path.resolve() would take "link/.." as text, the system follows the link first.
  return ok(isAbsolute(expanded.value) ? expanded.value : `${withoutEndSlashes(host.cwd)}/${expanded.value}`);
}

function homeOf(host: Host): Result<string> {
  if (isAbsolute(host.home)) return ok(host.home);
  const what = host.home === "" ? "The home directory is not set (HOME is empty)" : `HOME is "${stripControls(host.home)}", which is not an absolute path`;
  return failed({
    code: "home-missing",
    message: `${what}, so there is no place for ~/.aws/credentials.`,
    try: ["Set HOME to your home directory, for example: export HOME=/home/yourname", "Or name the files with AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE."],
  });
}

function emptyVariable(variable: string, kind: FileKind): Problem {
  return {
    code: "home-missing",
    message: `${variable} is set, but empty. For boto3 and the AWS CLI that means "no ${kind} file at all": they would not read what is written to ~/.aws/${kind}.`,
    try: [`Remove the variable: unset ${variable}`, `Or set it to the path of the file.`],
  };
}

/**
 * Python's os.path.expandvars (https://docs.python.org/3/library/os.path.html#os.path.expandvars): `$name` and
 * `${name}`; a name that is not set stays as it is; what was put in is not expanded again.
 */
function expandVariables(path: string, env: Host["env"]): string {
  return path.replaceAll(/\$(?:([A-Za-z0-9_]+)|\{([^}]*)\})/g, (whole, plain: string | undefined, braced: string | undefined) => {
    const name = plain ?? braced ?? "";
    return (Object.hasOwn(env, name) ? env[name] : undefined) ?? whole;
  });
}

/** Python's os.path.expanduser: `~` is the home directory, `~user` that of the user in the password database. */
function expandUser(path: string, variable: string, host: Host): Result<string> {
  if (!path.startsWith("~")) return ok(path);
  const slash = path.indexOf("/");
  const user = path.slice(1, slash === -1 ? undefined : slash);
  const rest = slash === -1 ? "" : path.slice(slash);
  const home = user === "" ? homeOf(host) : homeOfUser(user, variable);
  if (!home.ok) return home;
  const whole = withoutEndSlashes(home.value) + rest;
  return ok(whole === "" ? "/" : whole);
}

/**
 * Node has no getpwnam, so only the local password file can be asked. A user who is not in it may still be known to
 * Python (LDAP): then we cannot tell which file boto3 reads, and say so rather than guess.
 */
function homeOfUser(user: string, variable: string): Result<string> {
  let lines: readonly string[] = [];
  try {
    lines = readFileSync(PASSWD, "utf8").split("\n");
  } catch {
    // Without a readable password file no user is known: the same answer as for an unknown one.
  }
  const home = lines.map((line) => line.split(":")).find((fields) => fields[0] === user)?.[5];
  if (home !== undefined && isAbsolute(home)) return ok(home);
  return failed({
    code: "home-missing",
    message: `${variable} begins with ~${stripControls(user)}, but the home directory of that user could not be found on this computer.`,
    try: [`Set ${variable} to the whole path, without ~.`],
  });
}

function withoutEndSlashes(path: string): string {
  return path.replace(/\/+$/, "");
}
