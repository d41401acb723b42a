/** Reads the text that a terminal types when a file is dropped onto it, or that a person quotes as for a shell, as a path. */

/** What is known of the computer. `exists`: whether there is a file or folder of that path, as it stands. */
export interface PathWorld {
  readonly home: string;
  readonly cwd: string;
  /** A Linux inside Windows (WSL), where drives are folders below /mnt. */
  readonly isWsl: boolean;
  readonly exists: (absolute: string) => boolean;
}

/** One path; or several files dropped at once, of which none can be meant alone. */
export type Dropped = { readonly is: "path"; readonly path: string } | { readonly is: "several"; readonly count: number };

/**
 * The absolute path that is meant. A file that is called exactly so wins over every interpretation; then: quotes around it, a
 * `file://` address (https://www.rfc-editor.org/rfc/rfc8089), backslashes before blanks and signs, `~` and `~user`, and on WSL
 * `C:\…`. Without any of these the text is taken as it stands.
 */
export function droppedPath(text: string, world: PathWorld): Dropped {
  const literal = absolute(text, world.cwd);
  if (world.exists(literal)) return { is: "path", path: literal };
  const trimmed = withoutCall(text.trim());
  const whole = absolute(expanded(trimmed, world), world.cwd);
  if (world.exists(whole)) return { is: "path", path: whole };
  const windows = world.isWsl ? windowsPath(unquoted(trimmed)) : null;
  if (windows !== null) return { is: "path", path: windows };
  // An address escapes in its own way: what would be quotes to a shell is part of the name.
  if (/^file:\/\/\S*$/i.test(trimmed)) return { is: "path", path: addressed(trimmed) };
  const words = shellWords(trimmed) ?? [trimmed];
  const paths = words.map((word) => absolute(expanded(addressed(word), world), world.cwd));
  if (words.length > 1 && looksLikeSeveral(words)) return { is: "several", count: words.length };
  // A blank that nobody escaped belongs to the name.
  const [path] = words.length === 1 ? paths : [absolute(expanded(addressed(unquoted(trimmed)), world), world.cwd)];
  return { is: "path", path: path ?? literal };
}

/** PowerShell is handed a dropped file as a call, `& '…'`, where a quote in the name is doubled. */
function withoutCall(text: string): string {
  const called = /^&[ \t]+(["'].*["'])$/s.exec(text)?.[1];
  if (called === undefined) return text;
  return called.startsWith("'") && called.includes("''") ? `"${called.slice(1, -1).replaceAll("''", "'")}"` : called;
}

function absolute(path: string, cwd: string): string {
  return path.startsWith("/") ? path : `${cwd.replace(/\/$/, "")}/${path}`;
}

function unquoted(text: string): string {
  return /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;
}

/** `~` and `~/x`; `~name` beside one's own home. */
function expanded(path: string, { home }: PathWorld): string {
  if (path === "~" || path.startsWith("~/")) return `${home}${path.slice(1)}`;
  const other = /^~([a-z_][a-z0-9_-]*)(\/.*)?$/i.exec(path);
  return other === null ? path : `${home.slice(0, home.lastIndexOf("/"))}/${other[1] ?? ""}${other[2] ?? ""}`;
}

/** `file:///a%20b`, with or without a host; whatever is no such address stays. */
function addressed(word: string): string {
  // Windows's own way into a Linux inside it, as an address.
  const inside = /^file:\/\/\/{0,2}wsl(?:\.localhost|\$|%24)\/[^/]+(\/.*)$/i.exec(word)?.[1];
  if (inside !== undefined) return decoded(inside);
  const local = /^file:\/\/(?:[^/]*)(\/.*)$/i.exec(word)?.[1];
  if (local === undefined) return word;
  return decoded(local);
}

/** `C:\Users\ann`, `\\?\C:\…` and `file:///C:/…` as WSL mounts them; null if it is no path of Windows. */
function windowsPath(text: string): string | null {
  const plain = text.replace(/^file:\/\/\//i, "").replace(/^\\\\[?.]\\/, "");
  const inside = /^\\\\wsl(?:\.localhost|\$)\\[^\\]+(\\.*)$/i.exec(plain)?.[1];
  if (inside !== undefined) return inside.replaceAll("\\", "/");
  const drive = /^([a-z]):[\\/](.*)$/is.exec(plain);
  if (drive === null) return null;
  const rest = /^file:/i.test(text) ? decoded(drive[2] ?? "") : (drive[2] ?? "");
  return `/mnt/${(drive[1] ?? "").toLowerCase()}/${rest.replaceAll("\\", "/")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Each of several dropped files comes with its whole path. */
function looksLikeSeveral(words: readonly string[]): boolean {
  return words.every((word) => /^(\/|~|file:\/\/)/i.test(word));
}

/** The words as a shell would cut them; null where a quotation is not closed. */
function shellWords(text: string): readonly string[] | null {
  const word = /(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s\\'"])+/gs;
  if (text.replaceAll(word, "").trim() !== "") return null;
  return (text.match(word) ?? []).map((raw) =>
    raw.replaceAll(/\\(.)|'([^']*)'|"((?:\\.|[^"\\])*)"/gs, (_all, escaped?: string, single?: string, double?: string) => escaped ?? single ?? (double ?? "").replaceAll(/\\(["\\$`])/g, "$1")),
  );
}
