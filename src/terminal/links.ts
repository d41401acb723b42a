/**
 * Links and the clipboard, through the terminal itself: both reach the user's own computer over
 * SSH.
 */

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Programs known to draw OSC 8 links (https://github.com/Alhadis/OSC8-Adoption); TERM_PROGRAM names
 * them.
 */
const LINKING_PROGRAMS = new Set([
  "iTerm.app",
  "WezTerm",
  "vscode",
  "ghostty",
  "Hyper",
  "rio",
  "Tabby",
]);

/**
 * Whether the terminal is known to draw OSC 8 links. Inside tmux and screen the answer is no: what
 * they pass on depends on their version and settings. The text of the URL is shown in every case.
 */
export function supportsHyperlinks(env: Env): boolean {
  if (env.TERM === "dumb" || env.TERM === "linux") return false;
  if (env.TMUX !== undefined || env.STY !== undefined) return false;
  if (LINKING_PROGRAMS.has(env.TERM_PROGRAM ?? "")) return true;
  if (
    env.WT_SESSION !== undefined ||
    env.KITTY_WINDOW_ID !== undefined ||
    env.KONSOLE_VERSION !== undefined
  )
    return true;
  if (env.TERM === "alacritty" || env.TERM === "foot") return true;
  // VTE (GNOME Terminal and kin) draws them since 0.50;
  // https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
  return Number(env.VTE_VERSION ?? 0) >= 5000;
}

/**
 * `text` as an OSC 8 link to `url`. The URL is percent-encoded where it is not printable ASCII, as
 * the format demands.
 */
export function hyperlink(text: string, url: string): string {
  const target = url.replaceAll(/[^\u0021-\u007E]/gu, (char) =>
    /\p{Cs}/u.test(char) ? "" : encodeURIComponent(char),
  );
  return `\u001B]8;;${target}\u0007${text}\u001B]8;;\u0007`;
}

/**
 * Puts `text` on the clipboard (OSC 52). Moves no cursor, so it may be written between two frames.
 * Terminals that do not know it ignore it, and none tells: show the text as well. Never for
 * secrets: any program may read the clipboard.
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
export function copyToClipboard(
  stdout: { readonly write: (text: string) => unknown },
  text: string,
): void {
  stdout.write(`\u001B]52;c;${Buffer.from(text, "utf8").toString("base64")}\u0007`);
}
