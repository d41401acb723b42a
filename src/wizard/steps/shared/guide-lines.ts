/** Writes what a step of the guide has to click, and copies what spares the clicks. */
import { LINKS } from "../../../guide/links.js";
import type { ClickLine, GuideStep } from "../../../guide/types.js";
import type { Line, Span } from "../../../terminal/parts/line.js";
import { PSITURK_POLICY, makeUserLines } from "../../../guide/policy.js";
import { isOpenWalk } from "../../conditions.js";
import type { State } from "../../state.js";
import type { ViewKey } from "../../view.js";

/** What to click, numbered; labels as they stand on the page are set off. */
export function clickLines(guide: GuideStep): readonly Line[] {
  return guide.clicks.map((line, index): Line => ({
    spans: [{ text: `  ${index + 1} ` }, ...clickSpans(line)],
    hang: 4,
  }));
}

function clickSpans(line: ClickLine): readonly Span[] {
  return line.map((part): Span => {
    if (typeof part === "string") return { text: part };
    const { label, leadsTo } = part;
    const span = { text: label, tone: "strong" } as const;
    return leadsTo === undefined ? span : { ...span, url: LINKS[leadsTo].url };
  });
}

/** For step 4: the policy for who wants less than AWS's own, and lines in place of the clicks. */
export function makeUserKeys(state: State): readonly ViewKey[] {
  const mturk = !isOpenWalk(state);
  const policy: ViewKey = {
    keys: ["p", "ctrl-p"],
    label: "copy a smaller policy",
    priority: 3,
    does: { type: "copied", text: PSITURK_POLICY },
  };
  const lines: ViewKey = {
    keys: ["s", "ctrl-x"],
    label: "copy lines for CloudShell",
    priority: 4,
    does: { type: "copied", text: mturk ? makeUserLines() : makeUserLines(null) },
  };
  return mturk ? [lines, policy] : [lines];
}
