/** Reads from disk what boto3 and psiTurk would read; nothing is written, run or asked. */
import { dirname, isAbsolute, join } from "node:path";
import type { Host } from "../base/host.js";
import { ok, type Problem, type Result } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import { keepsNoModes } from "../aws-files/store/fixed-modes.js";
import { gluedHeadersOf, type GluedHeader } from "../aws-files/text/glued-header.js";
import { scanFile } from "../aws-files/text/profile.js";
import { shlexSplit } from "../aws-files/text/python.js";
import { readFileBytes, readSmallFile } from "../aws-files/store/read.js";
import { decodeFile } from "../aws-files/text/scan-bytes.js";
import { servicesName } from "../aws-files/text/services.js";
import type { FileKind, FileState, ProfileView, ScannedFile } from "../aws-files/types.js";
import { locateAwsFiles } from "../aws-files/store/where.js";
import type { Boto3Input } from "./boto3.js";
import { parseDotenv } from "./dotenv.js";
import { misnamedFiles, misplacedFiles, type MisnamedFile } from "./hints.js";
import type { LegacyText } from "./legacy.js";
import { otherKind } from "./other-kind.js";
import { problem, shownSafely, type Env } from "./place.js";
import type { Sections } from "./profiles.js";
import { mergedEnv, type PsiturkInput } from "./psiturk.js";
import type { DotenvFile } from "./psiturk-places.js";

/** Everything the two resolutions look at. */
export interface Gathered {
  readonly boto3: Boto3Input;
  readonly psiturk: PsiturkInput;
  /** Permission bits of the AWS files that exist. */
  readonly modes: ReadonlyMap<FileKind, number>;
  /** The sections `[services NAME]` of the config file, by name. */
  readonly services: ReadonlyMap<string, ProfileView>;
  readonly misnamed: readonly MisnamedFile[];
  readonly glued: readonly GluedHeader[];
}

export interface GatherOptions {
  readonly profile?: string;
  /** boto 2's file for the whole computer; tests name another. */
  readonly systemBotoFile?: string;
  /** Milliseconds since 1970, for keys that end; now, if it is not given. */
  readonly now?: number;
  /** The ids of all profiles are shown beside those that win. */
  readonly besideProfiles?: boolean;
}

const SYSTEM_BOTO_FILE = "/etc/boto.cfg";

/** Reads all files that count for this environment and directory. Problem: `home-missing`. */
export async function gather(host: Host, options: GatherOptions): Promise<Result<Gathered>> {
  const aws = await readAws(host);
  if (!aws.ok) return aws;
  const dotenv = await readDotenv(host);
  const merged: Host = { ...host, env: mergedEnv(host.env, dotenv) };
  const inPsiturk = dotenv === null ? aws : await readAws(merged);
  if (!inPsiturk.ok) return inPsiturk;
  const system = options.systemBotoFile ?? SYSTEM_BOTO_FILE;
  return ok({
    boto3: {
      env: host.env,
      cwd: host.cwd,
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...aws.value.files,
      ...(await readOldFiles(host, system)),
      modern: true,
    },
    psiturk: {
      env: host.env,
      dotenv,
      configTxt: await readLegacyText(join(host.cwd, "config.txt")),
      psiturkconfig: await readLegacyText(psiturkconfigPath(merged)),
      boto3: { cwd: host.cwd, ...inPsiturk.value.files, ...(await readOldFiles(merged, system)) },
    },
    modes: aws.value.modes,
    services: aws.value.services,
    glued: aws.value.glued,
    misnamed: [
      ...(await misnamedFiles([aws.value.files.credentials, aws.value.files.config])),
      ...(await misplacedFiles(host.home, [aws.value.files.credentials, aws.value.files.config])),
    ],
  });
}

interface AwsFiles {
  readonly files: Pick<Boto3Input, "credentials" | "config" | "ssoSessions" | "services">;
  readonly modes: ReadonlyMap<FileKind, number>;
  readonly services: ReadonlyMap<string, ProfileView>;
  readonly glued: readonly GluedHeader[];
}

async function readAws(host: Host): Promise<Result<AwsFiles>> {
  const paths = locateAwsFiles(host);
  if (!paths.ok) return paths;
  const credentials = await readAwsFile("credentials", paths.value.credentials);
  const config = await readAwsFile("config", paths.value.config);
  const modes = new Map<FileKind, number>();
  for (const { scanned, mode } of [credentials, config])
    if (mode !== null && !keepsNoModes(scanned.path, host)) modes.set(scanned.kind, mode);
  return ok({
    files: {
      credentials: credentials.scanned,
      config: config.scanned,
      ssoSessions: config.ssoSessions,
      services: config.services,
    },
    modes,
    services: config.services,
    glued: [...credentials.glued, ...config.glued],
  });
}

interface ReadFile {
  readonly scanned: ScannedFile;
  readonly ssoSessions: Sections;
  readonly services: Sections;
  readonly mode: number | null;
  readonly glued: readonly GluedHeader[];
}

async function readAwsFile(kind: FileKind, path: string): Promise<ReadFile> {
  const absent: ReadFile = {
    scanned: { ok: true, kind, path, exists: false, profiles: new Map() },
    ssoSessions: new Map(),
    services: new Map(),
    mode: null,
    glued: [],
  };
  if (path === "") return absent;
  const file = await readFileBytes(kind, path);
  if (!file.ok)
    return {
      ...absent,
      scanned: { ok: false, kind, path, exists: true, problem: file.problem, line: null },
    };
  const { bytes, ...rest } = file.value;
  const text = decodeFile(bytes, path);
  if (!text.ok) {
    const broken = {
      ...text.problem,
      message: `${shownSafely(path)} cannot be read. ${text.problem.message}`,
    };
    return {
      ...absent,
      scanned: { ok: false, kind, path, exists: true, problem: broken, line: null },
      mode: rest.mode,
    };
  }
  const state: FileState = { ...rest, text: new Secret(text.value) };
  const named =
    kind === "config" ? namedSections(state) : { ssoSessions: new Map(), services: new Map() };
  return { scanned: scanFile(state), ...named, mode: rest.mode, glued: gluedHeadersOf(state) };
}

/**
 * Sections named `sso-session NAME` and `services NAME`, quoted as a shell would; of twins the last
 * counts.
 */
function namedSections(config: FileState): Pick<ReadFile, "ssoSessions" | "services"> {
  const ssoSessions = new Map<string, ProfileView>();
  const services = new Map<string, ProfileView>();
  // Read as a credentials file, every section comes out under its own name.
  const sections = scanFile({ ...config, kind: "credentials" });
  if (!sections.ok) return { ssoSessions, services };
  for (const [name, section] of sections.profiles) {
    const { profile, line, options } = section;
    const view: ProfileView = { profile, kind: "config", line, options };
    const words = name.startsWith("sso-session") ? shlexSplit(name) : null;
    if (words?.length === 2 && words[1] !== undefined) ssoSessions.set(words[1], view);
    const service = servicesName(name);
    if (service !== null) services.set(service, view);
  }
  return { ssoSessions, services };
}

/**
 * The files of boto 2 and of the first EC2 tools. BOTO_CONFIG replaces both usual places, even
 * where it names nothing.
 */
async function readOldFiles(
  host: Host,
  systemBotoFile: string,
): Promise<Pick<Boto3Input, "botoFiles" | "credentialFile">> {
  const { env } = host;
  const boto =
    env.BOTO_CONFIG === undefined
      ? [systemBotoFile, join(host.home, ".boto")]
      : [fromHome(withVariables(env.BOTO_CONFIG, env), host)];
  const named = env.AWS_CREDENTIAL_FILE;
  const botoFiles = await Promise.all(boto.map(readLegacyText));
  if (named === undefined) return { botoFiles, credentialFile: null };
  const { path, text } = await readLegacyText(fromHome(named, host));
  return { botoFiles, credentialFile: { path, text: typeof text === "string" ? text : null } };
}

/** Absolute path of psiTurk's own file of this user, where its variable puts it. */
export function psiturkconfigPath(host: Host): string {
  const folder = host.env.PSITURK_GLOBAL_CONFIG_LOCATION;
  return folder === undefined
    ? join(host.home, ".psiturkconfig")
    : fromHome(join(folder, ".psiturkconfig"), host);
}

async function readLegacyText(path: string): Promise<LegacyText> {
  const bytes = await readSmallFile(path);
  if (!bytes.ok) return { path, text: null };
  return {
    path,
    text: utf8(bytes.value) ?? { undecodable: true },
    kind: otherKind(bytes.value, path),
  };
}

/** The text, a byte order mark included; null if it is not UTF-8. */
function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The first `.env` in the working directory or above it, as `find_dotenv(usecwd=True)` finds it;
 * null if there is none.
 */
async function readDotenv(host: Host): Promise<DotenvFile | null> {
  // https://github.com/theskumar/python-dotenv#disable-load_dotenv
  if (
    ["1", "true", "t", "yes", "y"].includes((host.env.PYTHON_DOTENV_DISABLED ?? "").toLowerCase())
  )
    return null;
  for (let folder = host.cwd; ; folder = dirname(folder)) {
    const path = join(folder, ".env");
    const bytes = await readSmallFile(path);
    if (bytes.ok) return dotenvFile(path, bytes.value, host.env);
    if (bytes.problem.detail === "EACCES" || bytes.problem.detail === "EPERM")
      return { path, variables: new Map(), problem: stops(path, bytes.problem) };
    if (dirname(folder) === folder) return null;
  }
}

function dotenvFile(path: string, bytes: Uint8Array, env: Env): DotenvFile {
  const text = utf8(bytes);
  const variables = text === null ? null : parseDotenv(text, env);
  const kind = otherKind(bytes, path);
  if (variables !== null)
    return { path, variables, problem: null, ...(kind === null ? {} : { other: kind }) };
  if (text !== null) {
    const growing =
      `The lines of ${shownSafely(path)} fill one another in (such as A=\${A}\${A}) to more ` +
      "than a million characters. psiTurk would not come to an end there.";
    return {
      path,
      variables: new Map(),
      problem: problem("file-broken", growing, [
        `Write the values out in ${shownSafely(path)}, or move it away.`,
      ]),
    };
  }
  const message =
    `${shownSafely(path)} is not UTF-8 text. ${kind === null ? "" : `${kind.says} `}psiTurk ` +
    "stops there.";
  return {
    path,
    variables: new Map(),
    problem: problem(
      "file-broken",
      message,
      kind?.try ?? [`Save ${shownSafely(path)} again as UTF-8 text, or move it away.`],
    ),
  };
}

function stops(path: string, cause: Problem): Problem {
  return {
    ...cause,
    code: "file-unreadable",
    message: `psiTurk looks for keys in ${shownSafely(path)}, may not open it, and stops.`,
  };
}

/** `$NAME` and `${NAME}` as Python's os.path.expandvars fills them in. */
function withVariables(path: string, env: Env): string {
  return path.replaceAll(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, plain: string | undefined, braced: string | undefined) =>
      env[plain ?? braced ?? ""] ?? whole,
  );
}

/**
 * `~` at the start is the home directory; what is not absolute counts from the working directory.
 */
function fromHome(path: string, host: Host): string {
  const expanded = path === "~" || path.startsWith("~/") ? `${host.home}${path.slice(1)}` : path;
  return isAbsolute(expanded) ? expanded : join(host.cwd, expanded);
}
