/** Writes what a step of the guide has to click, and binds the keys for its addresses. */
import { LINKS, type LinkId } from "../../../guide/links.js";
import type { ClickLine, GuideStep } from "../../../guide/types.js";
import type { Line, Span } from "../../../terminal/parts/line.js";
import type { State } from "../../state.js";
import type { ViewKey } from "../../view.js";

/**
 * Keys that open and copy the first address of a screen; where a field takes the letters, their
 * Ctrl twins (Ctrl+C is taken).
 */
export function linkKeys(links: readonly LinkId[], { setting }: State): readonly ViewKey[] {
  const [first] = links;
  if (first === undefined) return [];
  const { url } = LINKS[first];
  const open: ViewKey = {
    keys: ["o", "ctrl-o"],
    label: links.length > 1 ? "open the first" : "open",
    priority: 6,
    does: { type: "opened", url },
  };
  const copy: ViewKey = {
    keys: ["c", "ctrl-y"],
    label: `copy ${links.length > 1 ? "first address" : "address"}`,
    priority: 5,
    does: { type: "copied", text: url },
  };
  return setting.mayOpen && !setting.practice ? [open, copy] : [copy];
}

/** What to click, numbered; labels as they stand on the page are set off. */
export function clickLines(guide: GuideStep): readonly Line[] {
  return guide.clicks.map((line, index): Line => ({
    spans: [{ text: `  ${index + 1} ` }, ...clickSpans(line)],
    hang: 4,
  }));
}

function clickSpans(line: ClickLine): readonly Span[] {
  return line.map((part): Span =>
    typeof part === "string" ? { text: part } : { text: part.label, tone: "strong" },
  );
}
