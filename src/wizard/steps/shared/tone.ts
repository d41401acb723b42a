/** Tells how a result stands, for the tone of its title. */
import type { Verdict } from "../../../base/problem.js";
import type { TitleTone } from "../../../terminal/glyphs.js";

const TONE: Readonly<Record<Verdict, TitleTone>> = {
  ready: "done",
  "keys-accepted": "attention",
  "keys-refused": "failed",
  "keys-missing": "attention",
  "files-broken": "failed",
  unreachable: "attention",
};

export function toneOf(verdict: Verdict): TitleTone {
  return TONE[verdict];
}
