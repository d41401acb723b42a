/** Shows one step of AWS's guide in full: why, what to click, what it grants, what to watch for. */
import { LINKS } from "../../../guide/links.js";
import type { GuideStep, GuideStepId } from "../../../guide/types.js";
import { afterCure, isPassed } from "../../conditions.js";
import type { Step } from "../../step.js";
import type { State } from "../../state.js";
import { type Line, toned, urlLine } from "../../../terminal/parts/line.js";
import { clickLines, makeUserKeys } from "../shared/guide-lines.js";
import { recheckLines } from "../shared/recheck-lines.js";
import { warningLine } from "../shared/lines.js";
import { guideApplies, guideHere, guideRail, guideStates } from "../shared/progress.js";
import type { Still, StepView, ViewKey } from "../../view.js";
import { BACK_WHERE_YOU_WERE } from "../shared/labels.js";

/** Step 6 (the SDK) has no screen: it is a row of the overview. */
type ShownGuideStep = Exclude<GuideStepId, "6">;

declare module "../../step-id.js" {
  // The rule sees an empty interface; it is merged with those of all other steps.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface StepIds extends Record<`guide-${ShownGuideStep}`, true> {}
}

/** The screen of one step of the guide. */
function guideScreen<Id extends ShownGuideStep>(id: Id): Step<`guide-${Id}`> {
  return {
    id: `guide-${id}`,
    applies: guideApplies(id),
    isDone: isPassed(`guide-${id}`),
    view: guideView(id),
  };
}

/** In the order of AWS's guide. */
export const guideSteps = [
  guideScreen("1"),
  guideScreen("2"),
  guideScreen("3"),
  guideScreen("4"),
  guideScreen("5a"),
  guideScreen("5b"),
  guideScreen("7"),
] as const;

function guideView(id: GuideStepId): StepView {
  return (state, seen) => {
    const guide = guideHere(id, state);
    const detour = state.visited.at(-1)?.detour === true;
    const next: ViewKey = {
      keys: ["enter"],
      label: nextLabel(state, detour),
      priority: 9,
      does: { type: "next" },
    };
    return {
      title: `Step ${guide.id} of 7: ${guide.title}`,
      body: [...guideLines(guide, state), "", ...recheckLines(state, seen)],
      keys: [next, ...(id === "4" ? makeUserKeys(state) : [])],
    };
  };
}

function nextLabel(state: State, detour: boolean): string {
  const leadsTo = afterCure(state);
  if (leadsTo !== null)
    return leadsTo === "new-key" ? "done: enter the new key" : "done: ask again";
  if (detour) return BACK_WHERE_YOU_WERE;
  return state.setting.practice ? "next" : "done, next";
}

function guideLines(guide: GuideStep, state: State): readonly Still[] {
  const closed =
    guideStates(state).find(({ number }) => number === guide.number)?.state === "closed"
      ? guide.whenClosed
      : null;
  return [
    guideRail(state),
    "",
    ...(closed === null ? [] : [warningLine(closed)]),
    ...(state.setting.practice ? [`  ${guide.practice}`] : []),
    `  ${guide.why}`,
    "",
    // What is too long to be typed is behind the words that name it.
    ...guide.links
      .filter((link) => LINKS[link].use === "site")
      .map((link) => urlLine(LINKS[link].url)),
    ...clickLines(guide),
    "",
    ...(guide.signIn === null ? [] : [`  Sign in: ${guide.signIn}.`]),
    `  ${guide.grants}`,
    toned(`  Time: ${guide.time}.`, "dim"),
    "",
    ...guide.watchFor.map((text): Line => ({
      spans: [{ text: "  ! ", tone: "warning" }, { text }],
      hang: 4,
    })),
  ];
}
