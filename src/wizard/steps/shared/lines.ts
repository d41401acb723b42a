/** Lines that several screens share. */
import type { Host } from "../../../base/host.js";
import type { Problem } from "../../../base/problem.js";
import type { CheckProgress, State } from "../../state.js";
import type { LineState, ToldLine } from "../../../words/checks.js";
import type { Lane } from "../../../jobs/verify.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { type Elapsed, statusLine } from "../../../terminal/parts/status.js";
import type { TimedLines } from "../../view.js";
import type { TextStyle, StatusName as Glyph } from "../../../terminal/glyphs.js";

const GLYPH: Readonly<Record<LineState, Glyph>> = {
  ok: "ok",
  failed: "no",
  silent: "skipped",
  unclear: "unclear",
  warning: "warning",
  note: "waiting",
};

export function toldLine(look: TextStyle, { state, text }: ToldLine): Line {
  return statusLine(look, { state: GLYPH[state], text });
}

/** In practice nobody may come away with the belief that Amazon has accepted a key. */
export function whoAccepts({ setting }: Pick<State, "setting">): string {
  return setting.practice ? "The practice AWS" : "AWS";
}

/**
 * Sentences with the paths below the home directory written with `~`, as the shell understands them
 * too.
 */
export function withTilde(text: string, { home }: Pick<Host, "home">): string {
  return home === "" || home === "/" ? text : text.replaceAll(`${home}/`, "~/");
}

/** A line that stands out, with its sign before the words. */
export function warningLine(text: string): Line {
  return { spans: [{ text: `  ! ${text}`, tone: "warning" }], hang: 4 };
}

/** What is left of a list that is cut; nothing where all of it is shown. */
export function moreLine(more: string | null, indent: string): readonly Line[] {
  return more === null ? [] : [toned(`${indent}${more}`, "dim")];
}

export interface ProblemOptions {
  readonly host: Pick<Host, "home">;
  /** Texts that stand on the screen already: neither a message nor a cure is told twice. */
  readonly said?: readonly string[];
}

/**
 * What happened, the cures below it, and the raw answer last, for those who can read it. Each thing
 * is told once.
 */
export function problemsLines(
  problems: readonly Problem[],
  { host, said = [] }: ProblemOptions,
): readonly Line[] {
  const told = new Set(said);
  const lines: Line[] = [];
  for (const { message, try: cures, detail } of problems) {
    const fresh = cures.filter((cure) => !told.has(cure));
    // Another view of what an earlier problem has said, and whose cures mend this one too.
    if (fresh.length === 0 && told.size > said.length) continue;
    if (!told.has(message) && !told.has(withTilde(message, host)))
      lines.push(toned(`  ${withTilde(message, host)}`, "warning"));
    lines.push(...fresh.map((cure) => `    - ${withTilde(cure, host)}`));
    if (detail !== undefined) lines.push(detailLine(detail, cures));
    for (const text of [message, ...cures]) told.add(text);
  }
  return lines;
}

export function problemLines(problem: Problem, options: ProblemOptions): readonly Line[] {
  return problemsLines([problem], options);
}

/**
 * The raw answer in one row, its code first; whole where a cure asks for it to be passed on ("the
 * line below").
 */
function detailLine(detail: string, cures: readonly string[]): Line {
  const whole = cures.some((cure) => cure.includes("line below"));
  return { spans: [{ text: `    (${detail})`, tone: "dim" }], hang: 4, cut: !whole };
}

const LANE_GLYPH: Readonly<Record<Lane["state"], Glyph>> = {
  waiting: "waiting",
  running: "running",
  passed: "ok",
  failed: "no",
  skipped: "skipped",
};
const LANE_WORD: Readonly<Record<Lane["state"], string>> = {
  waiting: "waiting",
  running: "asking",
  passed: "answered",
  failed: "no",
  skipped: "left out",
};

/** The two questions to AWS, each on a line of its own; `clock` names what is asked. */
export function laneLines(look: TextStyle, progress: CheckProgress, clock: string): TimedLines {
  return { clock, lines: (elapsed) => lanesAt(look, progress, elapsed) };
}

function lanesAt(look: TextStyle, progress: CheckProgress, elapsed: Elapsed): readonly Line[] {
  const line = (label: string, lane: Lane): Line =>
    statusLine(look, {
      state: LANE_GLYPH[lane.state],
      label,
      labelWidth: 15,
      text: LANE_WORD[lane.state],
      ...(lane.state === "running" ? { elapsed } : {}),
    });
  const { beside } = progress;
  const others =
    beside === null
      ? []
      : [line("psiTurk's: AWS", beside.sts), line("  and sandbox", beside.mturk)];
  const main =
    beside !== null && progress.sts.state === "waiting" && progress.mturk.state === "waiting"
      ? []
      : [line("AWS", progress.sts), line("MTurk's sandbox", progress.mturk)];
  const lanes = [...main, ...others];
  if (progress.unknownSoFar === null) return lanes;
  const waited = elapsed.seconds >= 2 ? ` (${elapsed.seconds} s so far)` : "";
  return [
    ...lanes,
    toned("  AWS does not know this key yet. A new key can take 30 seconds: asking again.", "dim"),
    {
      spans: [{ text: `  Esc ends the wait${waited} and shows what AWS said.`, tone: "dim" }],
      said: "b and Enter ends the wait and shows what AWS said.",
    },
  ];
}

/** Steps, numbered from 1. */
export function numbered(steps: readonly string[]): readonly Line[] {
  return steps.map((text, index): Line => ({
    spans: [{ text: `  ${index + 1} ${text}` }],
    hang: 4,
  }));
}
