/**
 * Decides how this terminal may be written to: which glyphs it can show, colour, animation, links.
 * Once, from the environment.
 */
import type { Host } from "../base/host.js";
import { supportsHyperlinks } from "./links.js";

/**
 * The states that a line can tell; each has a glyph, a word and a colour, so that none depends on
 * one of them alone.
 */
export const STATES = ["ok", "no", "skipped", "unclear", "waiting", "running", "warning"] as const;
export type StatusName = (typeof STATES)[number];

/** The word of a state, where the line has no better one. */
export const STATE_WORDS: Readonly<Record<StatusName, string>> = {
  ok: "done",
  no: "refused",
  skipped: "left out",
  unclear: "not clear",
  waiting: "waiting",
  running: "asking",
  warning: "take care",
};

/**
 * How a screen stands, told by its title: all went well, something is to be heeded or decided,
 * something failed, or AWS is being asked. A title without one belongs to a person at work.
 */
export type TitleTone = "done" | "attention" | "failed" | "asking";

/** The words that tell a tone where a title is read aloud; one that asks says so itself. */
export const TONE_WORDS: Readonly<Record<TitleTone, string>> = {
  done: "Done: ",
  attention: "Take care: ",
  failed: "Failed: ",
  asking: "",
};

export interface Glyphs {
  /** Two columns wide at most. */
  readonly state: Readonly<Record<StatusName, string>>;
  /** In front of a title. */
  readonly title: Readonly<Record<TitleTone, string>>;
  /** Frames of the waiting animation, one column each. */
  readonly spinner: readonly string[];
  readonly highlight: string;
  readonly separator: string;
  readonly cursor: string;
}

/**
 * Only glyphs that every terminal draws one column wide: those with an emoji form differ from one
 * to the next.
 */
const UNICODE: Glyphs = {
  state: { ok: "✓", no: "✗", skipped: "–", unclear: "?", waiting: "·", running: "…", warning: "!" },
  title: { done: "✓", attention: "!", failed: "✗", asking: "…" },
  spinner: ["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"],
  highlight: "›",
  separator: " · ",
  cursor: "▏",
};

const ASCII: Glyphs = {
  state: {
    ok: "ok",
    no: "no",
    skipped: "--",
    unclear: "??",
    waiting: "..",
    running: "..",
    warning: "!",
  },
  title: { done: "[ok]", attention: "[!]", failed: "[no]", asking: "[..]" },
  spinner: ["|", "/", "-", "\\"],
  highlight: ">",
  separator: " | ",
  cursor: "|",
};

export interface TextStyle {
  readonly glyphs: Glyphs;
  /** Only ASCII may be written. */
  readonly ascii: boolean;
  readonly colour: boolean;
  /** The 256 colours of xterm, of which 240 are the same in every scheme. */
  readonly manyColours: boolean;
  /** For screen readers: nothing moves, nothing is redrawn that has not changed. */
  readonly accessible: boolean;
  readonly hyperlinks: boolean;
  /** Rows are broken anew when the window becomes narrower; not by xterm itself, nor by screen. */
  readonly reflows: boolean;
}

/** The look that fits the environment. NO_COLOR: https://no-color.org (counts when not empty). */
export function lookFrom(host: Pick<Host, "env" | "platform">): TextStyle {
  const { env } = host;
  const ascii = !showsUnicode(host);
  const colour = !isSet(env.NO_COLOR) && env.FORCE_COLOR !== "0" && env.TERM !== "dumb";
  return {
    glyphs: ascii ? ASCII : UNICODE,
    ascii,
    colour,
    manyColours: colour && hasManyColours(host),
    accessible: isAccessible(env),
    hyperlinks: supportsHyperlinks(env),
    reflows: isSet(env.TMUX) || !(isSet(env.XTERM_VERSION) || isSet(env.STY)),
  };
}

/** True for screen readers, and for terminals that only print: nothing may be drawn anew. */
export function isAccessible(env: Host["env"]): boolean {
  return (
    (isSet(env.ACCESSIBLE) && env.ACCESSIBLE !== "0") ||
    env.INK_SCREEN_READER === "true" ||
    env.TERM === "dumb"
  );
}

/**
 * By the names that terminals give themselves, as the library that writes the colours knows them;
 * Windows has them since 2016.
 */
function hasManyColours({ env, platform }: Pick<Host, "env" | "platform">): boolean {
  return (
    /-256(?:color)?$|^xterm-(?:kitty|ghostty)$|^wezterm$/i.test(env.TERM ?? "") ||
    env.COLORTERM === "truecolor" ||
    env.TERM_PROGRAM === "Apple_Terminal" ||
    env.TERM_PROGRAM === "iTerm.app" ||
    platform === "win32"
  );
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** The Linux console and dumb terminals lack the glyphs whatever the locale says. */
function showsUnicode({ env, platform }: Pick<Host, "env" | "platform">): boolean {
  if (env.TERM === "linux" || env.TERM === "dumb") return false;
  if (platform === "win32") return isSet(env.WT_SESSION);
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(isSet) ?? "";
  return /utf-?8/i.test(locale);
}

const TWINS: readonly (readonly [RegExp, string])[] = [
  // A mark of two letters ends where one of a single sign stands: the text keeps its edge.
  [/^ {2}✓ /g, " ok "],
  [/^ {2}✗ /g, " no "],
  [/^ {2}– /g, " -- "],
  [/…/g, "..."],
  [/[–—−]/g, "-"],
  [/[“”„]/g, '"'],
  [/[‘’]/g, "'"],
  [/[•●]/g, "*"],
  [/·/g, "|"],
  [/→/g, "->"],
  [/←/g, "<-"],
  [/[›»]/g, ">"],
  [/[‹«]/g, "<"],
  [/[‚‛]/g, "'"],
  [/‟/g, '"'],
  [/∙/g, "*"],
  [/×/g, "x"],
  [/✓/g, "ok"],
  [/✗/g, "no"],
  [/\u00A0/g, " "],
  [/≥/g, ">="],
  [/≤/g, "<="],
];

/**
 * The text in ASCII twins where the look asks for them. Letters of other scripts (a name, a path)
 * stay as they are.
 */
export function inLook(text: string, look: Pick<TextStyle, "ascii">): string {
  if (!look.ascii) return text;
  let out = text;
  for (const [pattern, twin] of TWINS) out = out.replaceAll(pattern, twin);
  return out;
}
