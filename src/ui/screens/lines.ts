/** Lines that several screens share. */
import type { Problem } from "../../base/problem.js";
import type { CheckProgress } from "../../flow/state.js";
import type { LineState, ToldLine } from "../../jobs/tell.js";
import type { Lane } from "../../jobs/verify.js";
import { type Line, toned } from "../parts/line.js";
import { type Elapsed, statusLine } from "../parts/status.js";
import type { Look, State as Glyph } from "../tty/glyphs.js";

const GLYPH: Readonly<Record<LineState, Glyph>> = { ok: "ok", failed: "no", silent: "skipped", unclear: "unclear", warning: "warning" };

export function toldLine(look: Look, { state, text }: ToldLine): Line {
  return statusLine(look, { state: GLYPH[state], text });
}

/** What happened, and the cures below it; the raw answer last, for those who can read it. */
export function problemLines(problem: Problem, { cures = true } = {}): readonly Line[] {
  return [
    toned(`  ${problem.message}`, "warning"),
    ...(cures ? problem.try.map((cure) => `    - ${cure}`) : []),
    ...(problem.detail === undefined ? [] : [toned(`    (${problem.detail})`, "dim")]),
  ];
}

const LANE_GLYPH: Readonly<Record<Lane["state"], Glyph>> = { waiting: "waiting", running: "running", passed: "ok", failed: "no", skipped: "skipped" };
const LANE_WORD: Readonly<Record<Lane["state"], string>> = { waiting: "waiting", running: "asking", passed: "answered", failed: "no", skipped: "left out" };

/** The two questions to AWS, each on a line of its own. */
export function laneLines(look: Look, progress: CheckProgress, elapsed: Elapsed): readonly Line[] {
  const line = (label: string, lane: Lane): Line =>
    statusLine(look, { state: LANE_GLYPH[lane.state], label, labelWidth: 15, text: LANE_WORD[lane.state], ...(lane.state === "running" ? { elapsed } : {}) });
  const lanes = [line("AWS", progress.sts), line("MTurk's sandbox", progress.mturk)];
  return progress.unknownSoFar === null
    ? lanes
    : [...lanes, toned("  AWS does not know this key yet. A new key can take 30 seconds: asking again.", "dim")];
}
