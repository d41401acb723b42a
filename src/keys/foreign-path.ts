/**
 * Recognises paths as other systems write them: Windows, its shares and variables, addresses of a
 * network, the Finder's numbers.
 */
import { shownText } from "./recognise.js";

/** Why a text names no file here, and what to do instead. */
export interface Unclear {
  readonly is: "unclear";
  readonly message: string;
  readonly try: readonly string[];
}

/** A path here that stands for one of Windows; or what keeps it from being one. */
export type ForeignPath = { readonly is: "path"; readonly path: string } | Unclear;

/** What has to be known of this computer for it. */
export interface ForeignWorld {
  readonly home: string;
  readonly isWsl: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (absolute: string) => boolean;
}

/** Null for a path of this system's own. `text`: without quotes around it. */
export function foreignPath(text: string, world: ForeignWorld): ForeignPath | null {
  return (
    ofDrive(text, world) ??
    ofWindowsVariable(text, world) ??
    ofWindowsHome(text, world) ??
    ofShare(text) ??
    ofNetwork(text)
  );
}

/**
 * Windows's own way into a Linux inside it, as an address:
 * https://learn.microsoft.com/windows/wsl/filesystems
 */
export function insideWsl(address: string): string | null {
  return /^file:\/\/\/{0,2}wsl(?:\.localhost|\$|%24)\/[^/]+(\/.*)$/i.exec(address)?.[1] ?? null;
}

/** A path of Windows under the place where WSL, Git's shell or Cygwin mount its drives. */
export function drivePaths(path: string): readonly string[] {
  const [, drive, rest] = /^\/(?:cygdrive\/)?([a-z])(\/.*)?$/is.exec(path) ?? [];
  return drive === undefined ? [] : [`/mnt/${drive.toLowerCase()}${rest ?? ""}`];
}

const ON_WINDOWS =
  "If it lies on a Windows computer and this is another one: copy it here, or paste its " +
  "two values (id and secret) instead.";
const IN_WSL =
  "In WSL, type /mnt/c/Users/yourname/Downloads/keys.csv or the like: the place where " +
  "Linux sees the drive.";

function ofDrive(text: string, world: ForeignWorld): ForeignPath | null {
  const path = windowsPath(text);
  if (path === null) return null;
  if (world.isWsl || world.exists(path)) return { is: "path", path };
  return {
    is: "unclear",
    message: "That is a path of Windows, and there is no such drive here.",
    try: [ON_WINDOWS, IN_WSL],
  };
}

/**
 * `C:\Users\ann`, `\\?\C:\…` and `file:///C:/…` as WSL mounts them; null if it is no path of
 * Windows.
 */
function windowsPath(text: string): string | null {
  const plain = text.replace(/^file:\/{1,3}(?=[a-z]:)/i, "").replace(/^\\\\[?.]\\/, "");
  const inside = /^\\\\wsl(?:\.localhost|\$)\\[^\\]+(\\.*)$/i.exec(plain)?.[1];
  if (inside !== undefined) return inside.replaceAll("\\", "/");
  const drive = /^([a-z]):[\\/](.*)$/is.exec(plain);
  if (drive === null) return null;
  const rest = /^file:/i.test(text) ? decoded(drive[2] ?? "") : (drive[2] ?? "");
  return `/mnt/${(drive[1] ?? "").toLowerCase()}/${rest.replaceAll("\\", "/")}`;
}

/**
 * `%USERPROFILE%\x`, `%HOMEDRIVE%%HOMEPATH%\x`, `$env:USERPROFILE\x`: known where Windows hands the
 * variable on (WSLENV).
 */
function ofWindowsVariable(text: string, world: ForeignWorld): ForeignPath | null {
  const written = /^(?:%[A-Za-z_][\w()]*%|\$env:[A-Za-z_]\w*|\$\{env:[A-Za-z_][\w()]*\})/i.exec(
    text,
  )?.[0];
  if (written === undefined) return null;
  const values = text.replaceAll(
    /%([A-Za-z_][\w()]*)%|\$env:([A-Za-z_]\w*)|\$\{env:([A-Za-z_][\w()]*)\}/gi,
    (whole, percent?: string, dollar?: string, braced?: string) =>
      valueOf(percent ?? dollar ?? braced ?? "", world) ?? whole,
  );
  const path =
    windowsPath(values) ?? (values.startsWith("/") ? values.replaceAll("\\", "/") : null);
  if (path !== null && world.exists(path)) return { is: "path", path };
  const known =
    path === null ? "which is not set here" : "and with its value there is no such file here";
  return {
    is: "unclear",
    message: `${shownText(written, 40)} is a variable of Windows, ${known}.`,
    try: [IN_WSL, ON_WINDOWS],
  };
}

/** Names of variables count in any case there. */
function valueOf(name: string, { env }: ForeignWorld): string | null {
  const key = Object.keys(env).find((each) => each.toLowerCase() === name.toLowerCase());
  const value = key === undefined ? undefined : env[key];
  return value === undefined || value === "" ? null : value;
}

/** `~\Downloads\x`, PowerShell's way to write one's home. */
function ofWindowsHome(text: string, { home, exists }: ForeignWorld): ForeignPath | null {
  if (!text.startsWith("~\\") || text.startsWith("~\\ ")) return null;
  const path = `${home}/${text.slice(2).replaceAll("\\", "/")}`;
  if (exists(path)) return { is: "path", path };
  return {
    is: "unclear",
    message: "That is a path as Windows writes it, and here there is no such file.",
    try: ["Write it with slashes: ~/Downloads/keys.csv or the like.", ON_WINDOWS],
  };
}

function ofShare(text: string): Unclear | null {
  if (!/^\\\\[\w.$-]+\\[^\\]/.test(text)) return null;
  return {
    is: "unclear",
    message:
      "That is a folder on a network as Windows writes it; here it has another name, or none.",
    try: ["Copy the file to this computer, then drop it or type its path.", ON_WINDOWS],
  };
}

/**
 * Addresses that file managers and browsers hand over: `sftp://`, `smb://`, `trash:///`,
 * `https://`.
 */
function ofNetwork(text: string): Unclear | null {
  if (/^file:\/\/\/\.file\/id=/i.test(text)) {
    return {
      is: "unclear",
      message: "That is the Finder's own number for a file, not its path.",
      try: [
        "Drop the file itself onto the window.",
        "Or copy its path: in the Finder hold Option while you choose Edit, Copy as Pathname.",
      ],
    };
  }
  const scheme = /^([a-z][a-z0-9+.-]{0,19}):\/\//i.exec(text)?.[1];
  if (scheme === undefined || scheme.toLowerCase() === "file") return null;
  return {
    is: "unclear",
    message: `That is an address (${scheme.toLowerCase()}://), not a file of this computer.`,
    try: ["Save the file on this computer first, then drop it or type its path."],
  };
}

/** Percent escapes undone; a text with a broken one stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
