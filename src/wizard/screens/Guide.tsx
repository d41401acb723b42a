/** One step of AWS's guide in full: why, what to click, what it grants, what to watch for. */
import type { ReactElement } from "react";
import { LINKS, type LinkId } from "../../guide/links.js";
import { guideStep } from "../../guide/steps.js";
import type { ClickLine, GuideStep } from "../../guide/types.js";
import { STEPS, afterCure } from "../steps.js";
import type { StepId } from "../step-id.js";
import type { State } from "../state.js";
import { type Line, type Span, toned, urlLine } from "../../terminal/parts/line.js";
import { warningLine } from "./lines.js";
import { guideStates, guideProgressLine } from "./progress.js";
import { ViewScreen } from "../ViewScreen.js";
import type { StepView, ViewKey } from "../view.js";

export function GuideScreen({ step }: { readonly step: StepId }): ReactElement {
  return <ViewScreen view={guideView(step)} />;
}

export function guideView(step: StepId): StepView {
  return (state) => {
    const id = STEPS.find((row) => row.id === step)?.guide ?? "1";
    const guide = guideStep(id);
    const detour = state.visited.at(-1)?.detour === true;
    const next: ViewKey = {
      keys: ["enter"],
      label: nextLabel(state, detour),
      priority: 9,
      does: { type: "next" },
    };
    return {
      title: `Step ${guide.id} of 7: ${guide.title}`,
      body: guideLines(guide, state),
      choice: null,
      keys: [next, ...linkKeys(guide.links, state)],
    };
  };
}

function nextLabel(state: State, detour: boolean): string {
  const leadsTo = afterCure(state);
  if (leadsTo !== null)
    return leadsTo === "new-key" ? "done: enter the new key" : "done: ask again";
  if (detour) return "back to where you were";
  return state.setting.practice ? "next" : "done, next";
}

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

function guideLines(guide: GuideStep, state: State): readonly Line[] {
  const closed =
    guideStates(state).find(({ number }) => number === guide.number)?.state === "closed"
      ? guide.whenClosed
      : null;
  return [
    guideProgressLine(state),
    ...(closed === null ? [] : [warningLine(closed)]),
    ...(state.setting.practice ? [toned(`  ${guide.practice}`, "accent")] : []),
    `  ${guide.why}`,
    ...guide.links.map((link) => urlLine(LINKS[link].url)),
    ...clickLines(guide),
    ...(guide.signIn === null ? [] : [`  Sign in: ${guide.signIn}.`]),
    `  ${guide.grants}`,
    toned(`  Time: ${guide.time}.`, "dim"),
    ...guide.watchFor.map((text): Line => ({
      spans: [{ text: "  ! ", tone: "warning" }, { text }],
      hang: 4,
    })),
  ];
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
