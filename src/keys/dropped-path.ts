/**
 * Reads the text that a terminal types when a file is dropped onto it, or that a person quotes as
 * for a shell, as a path.
 */
import { visibleText } from "../base/invisible.js";
import {
  type ForeignWorld,
  type Unclear,
  decoded,
  drivePaths,
  foreignPath,
  insideWsl,
} from "./foreign-path.js";
import { withoutEnd } from "../base/trim.js";
import { shownText } from "./recognise.js";
import { type ShellWord, shellWords } from "./shell-words.js";

const WHOLE_PATH = "Type the whole path, or begin it with ~/ for your home.";

/**
 * What is known of the computer. `exists`: whether there is a file or folder of that path, as it
 * stands.
 */
export interface PathWorld extends ForeignWorld {
  readonly cwd: string;
  /** The home of a user of this computer; null where nobody is called so. */
  readonly homeOf: (user: string) => string | null;
}

/**
 * One path; several files dropped at once, of which none can be meant alone; or a text of which no
 * path here can be made.
 */
export type Dropped =
  | { readonly is: "path"; readonly path: string }
  | { readonly is: "several"; readonly count: number }
  | Unclear;

/**
 * The absolute path that is meant. A file that is called exactly so wins over every interpretation;
 * then: quotes and brackets around it, a `file:` address (https://www.rfc-editor.org/rfc/rfc8089),
 * backslashes before blanks and signs, `~`, `~user`,
 * `$HOME` and other variables, and paths of Windows where its drives are mounted. Without any of
 * these the text is taken as it stands. A variable's value is never part of what is said: it could
 * be a secret.
 */
export function droppedPath(text: string, world: PathWorld): Dropped {
  const literal = absolute(text, world.cwd);
  if (world.exists(literal)) return { is: "path", path: literal };
  const trimmed = unwrapped(text);
  const bare = unquoted(trimmed);
  const exact = [trimmed, bare]
    .map((each) => absolute(withHome(each, world) ?? each, world.cwd))
    .find((path) => world.exists(path));
  if (exact !== undefined) return { is: "path", path: exact };
  const words = shellWords(trimmed, (name) => variable(name, world));
  const joined = words?.length === 1 && words[0] !== undefined ? meant(words[0], world) : null;
  if (joined?.is === "path" && world.exists(joined.path)) return joined;
  const count = howMany(
    trimmed,
    (words ?? []).map((word) => word.text),
    world,
  );
  if (count > 1) return { is: "several", count };
  const foreign = foreignPath(bare, world);
  if (foreign !== null) return foreign;
  // An address escapes in its own way: what would be quotes to a shell is part of the name.
  if (/^file:\S*$/i.test(trimmed)) return meant({ text: trimmed, filled: [], unknown: [] }, world);
  // A blank that nobody escaped belongs to the name.
  return joined ?? meant(withVariables(bare, world), world);
}

/**
 * What mails, chats and word processors put around a path; the signs of one kind open and close
 * alike in some languages.
 */
const AROUND = [
  /^<([^<>]*)>$/s,
  /^\(([^()]*)\)$/s,
  /^\[([^[\]]*)\]$/s,
  /^`([^`]*)`$/s,
  /^[“”„‟«»]([^“”„‟«»]*)[“”«»]$/s,
  /^[‘’‚‛‹›]([^‘’‚‛‹›]*)[‘’‹›]$/s,
] as const;

/** Without what stands around it, twice at most: `“<…>”`. */
function unwrapped(text: string): string {
  let inner = withoutCall(bareEnds(text));
  for (let round = 0; round < 2; round += 1) {
    const found = AROUND.map((form) => form.exec(inner)?.[1]).find((each) => each !== undefined);
    if (found === undefined) break;
    inner = bareEnds(found);
  }
  return inner;
}

/**
 * Without the blanks at both ends, and the signs there that nobody sees: Windows puts a direction
 * mark before a path that it shows.
 */
function bareEnds(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && UNSEEN.test(text.charAt(from))) from += 1;
  while (to > from && UNSEEN.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const UNSEEN = /[\s\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/;

/** PowerShell is handed a dropped file as a call, `& '…'`, where a quote in the name is doubled. */
function withoutCall(text: string): string {
  const called = /^&[ \t]+(["'].*["'])$/s.exec(text)?.[1];
  if (called === undefined) return text;
  return called.startsWith("'") && called.includes("''")
    ? `"${called.slice(1, -1).replaceAll("''", "'")}"`
    : called;
}

function absolute(path: string, cwd: string): string {
  return path.startsWith("/") ? path : `${cwd.replace(/\/$/, "")}/${path}`;
}

function unquoted(text: string): string {
  return /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;
}

/** `~` and `~/x`; `~name`, null where nobody is called so. */
function withHome(path: string, { home, homeOf }: PathWorld): string | null {
  if (path === "~" || path.startsWith("~/")) return `${home}${path.slice(1)}`;
  const other = /^~([a-z_][a-z0-9_.-]*)(\/.*)?$/i.exec(path);
  if (other === null) return path;
  const theirs = homeOf(other[1] ?? "");
  return theirs === null ? null : `${theirs}${other[2] ?? ""}`;
}

function variable(name: string, { home, env }: PathWorld): string | null {
  if (name === "HOME" && home !== "") return home;
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  return value === undefined || value === "" ? null : value;
}

/**
 * A text with blanks in it, its variables put in; other signs of a shell stand for themselves
 * there.
 */
function withVariables(text: string, world: PathWorld): ShellWord {
  const [filled, unknown]: [string[], string[]] = [[], []];
  const whole = text.replaceAll(
    /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g,
    (written, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? "";
      const value = variable(name, world);
      (value === null ? unknown : filled).push(name);
      return value ?? written;
    },
  );
  return { text: whole, filled, unknown };
}

/**
 * The path of one word: its address read, its home put in, and if there is no such file, what is
 * most often odd about it mended.
 */
function meant(word: ShellWord, world: PathWorld): Dropped {
  const named = addressed(word.text);
  const path = withHome(named, world);
  if (path === null)
    return {
      is: "unclear",
      message:
        `Nobody is called ${shownText(named.slice(1).split("/", 1)[0] ?? "", 40)} on this ` +
        "computer.",
      try: ["Type the whole path, or begin it with ~/ for your own home."],
    };
  const whole = absolute(path, world.cwd);
  if (whole.includes("\0"))
    return {
      is: "unclear",
      message: "There is a sign in it that no file's name can hold.",
      try: ["Type the path, or drop the file itself onto the window."],
    };
  const found = [whole, ...otherwise(whole, /^file:/i.test(word.text))].find((each) =>
    world.exists(each),
  );
  if (found !== undefined) return { is: "path", path: found };
  const doubt = variableDoubt(word);
  return doubt ?? { is: "path", path: whole };
}

/** A file that is not there is named by the text itself, but never by a value that nobody typed. */
function variableDoubt({ filled, unknown }: ShellWord): Unclear | null {
  const [missing] = unknown;
  const [used] = filled.filter((name) => name !== "HOME");
  if (missing !== undefined)
    return {
      is: "unclear",
      message:
        `$${shownText(missing, 40)} is not set here, so it cannot be told which file is ` +
        "meant.",
      try: [WHOLE_PATH, "If the name really holds a $: put single quotes around the path."],
    };
  if (used !== undefined)
    return {
      is: "unclear",
      message: `With the value of $${shownText(used, 40)} there is no such file or folder.`,
      try: [WHOLE_PATH],
    };
  return null;
}

/** What a path may have been before somebody copied it; only for one that leads nowhere. */
function otherwise(path: string, address: boolean): readonly string[] {
  const forms = [
    path,
    decoded(path),
    visibleText(path),
    ...(address ? [path.split(/[?#]/, 1)[0] ?? path] : []),
    ...drivePaths(path),
  ];
  const cut = forms.flatMap((form) => [form, withoutEnd(form, "/"), form.replace(/[.,;:!?]$/, "")]);
  return cut
    .flatMap((form) => [form, form.normalize("NFC"), form.normalize("NFD")])
    .filter((form) => form.startsWith("/") && !form.includes("\0"));
}

/** `file:///a%20b`, with or without a host; whatever is no such address stays. */
function addressed(word: string): string {
  const inside = insideWsl(word);
  if (inside !== null) return decoded(inside);
  const [, host, path] = /^file:\/\/([^/]*)(\/.*)?$/is.exec(word) ?? [];
  // The AWS CLI takes a relative path behind file://
  // (https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html).
  if (host !== undefined && (path === undefined || /^(?:~|\.{1,2})$/.test(host)))
    return decoded(`${host}${path ?? ""}`);
  if (path !== undefined) return decoded(path.replace(/^\/+/, "/"));
  const short = /^file:(\/.*|~.*)$/is.exec(word)?.[1];
  return short === undefined ? word : decoded(short);
}

const BEGINS_AS_PATH =
  /^(?:\/|~|file:\/|\.{1,2}\/|\$HOME\b|\$\{HOME\}|[a-z]:[\\/]|\\\\|%[a-z_]+%)/i;

/**
 * How many files a text names: one on each line, each in quotes of its own, or each with its whole
 * path.
 */
function howMany(text: string, words: readonly string[], world: PathWorld): number {
  const isThere = (word: string): boolean =>
    world.exists(absolute(withHome(addressed(word), world) ?? word, world.cwd));
  const isPath = (word: string): boolean => BEGINS_AS_PATH.test(word) || isThere(word);
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => unwrapped(line))
    .filter((line) => line !== "")
    .map(unquoted);
  if (lines.length > 1 && lines.every(isPath)) return lines.length;
  const inQuotes = /^(?:["“][^"“”]*["”][\s,;]*|['‘][^'‘’]*['’][\s,;]*){2,}$/.test(text)
    ? [...text.matchAll(/["“]([^"“”]*)["”]|['‘]([^'‘’]*)['’]/g)].map(
        (match) => match[1] ?? match[2] ?? "",
      )
    : [];
  if (inQuotes.length > 1 && inQuotes.every(isPath)) return inQuotes.length;
  // Where nobody escapes blanks, names may hold some: only what is there can be told apart.
  const parts = text
    .split(/\s(?=\/|~\/|\$\{?HOME|file:\/)/i)
    .map((part) => withVariables(part.trim(), world).text);
  if (parts.length > 1 && parts.every(isThere)) return parts.length;
  if (
    words.length > 1 &&
    (words.every((word) => BEGINS_AS_PATH.test(word)) || words.every(isThere))
  )
    return words.length;
  const drives = text.split(/\s["']?(?=[a-z]:[\\/])/i);
  return /^["']?[a-z]:[\\/]/i.test(text) ? drives.length : 1;
}
