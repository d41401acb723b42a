/** Tells how to run a study without MTurk; nothing here needs AWS. */
import {
  ALTERNATIVES,
  ALTERNATIVES_CAVEATS,
  ALTERNATIVES_TITLE,
} from "../../../guide/alternatives.js";
import { LINKS } from "../../../guide/links.js";
import { type Line, toned, urlLine } from "../../../terminal/parts/line.js";
import type { View, ViewKey } from "../../view.js";
import { isDoing, isPassed } from "../../conditions.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import { BACK_WHERE_YOU_WERE } from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly alternatives: true;
  }
}

export const alternativesStep: Step<"alternatives"> = {
  id: "alternatives",
  applies: isDoing("alternatives"),
  isDone: isPassed("alternatives"),
  view: alternativesView,
};

function alternativesView(state: State): View {
  const aside = state.visited.at(-1)?.detour === true;
  const ways = ALTERNATIVES.flatMap((way): readonly Line[] => [
    toned(`  ${way.title}`, "strong"),
    `    ${way.what}`,
    ...(way.commands.length === 0
      ? []
      : [toned(`    ${way.commands.join("   then   ")}`, "strong")]),
    ...way.links.map((link) => urlLine(LINKS[link].url, 4)),
    "",
  ]);
  const next: ViewKey = {
    keys: ["enter"],
    label: aside ? BACK_WHERE_YOU_WERE : "finish",
    priority: 9,
    does: { type: "next" },
  };
  return {
    title: ALTERNATIVES_TITLE,
    body: [...ways, ...ALTERNATIVES_CAVEATS.map((text): Line => `  ${text}`)],
    keys: [next],
  };
}
