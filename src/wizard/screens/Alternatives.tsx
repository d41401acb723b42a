/** Tells how to run a study without MTurk; nothing here needs AWS. */
import {
  ALTERNATIVES,
  ALTERNATIVES_CAVEATS,
  ALTERNATIVES_TITLE,
} from "../../guide/alternatives.js";
import { LINKS } from "../../guide/links.js";
import { type Line, toned, urlLine } from "../../terminal/parts/line.js";
import { linkKeys } from "./Guide.js";
import { screenOf } from "../ViewScreen.js";
import type { StepView, ViewKey } from "../view.js";

export const alternativesView: StepView = (state) => {
  const aside = state.visited.at(-1)?.detour === true;
  const ways = ALTERNATIVES.flatMap((way): readonly Line[] => [
    toned(`  ${way.title}`, "strong"),
    `    ${way.what}`,
    ...(way.commands.length === 0
      ? []
      : [toned(`    ${way.commands.join("   then   ")}`, "accent")]),
    ...way.links.map((link) => urlLine(LINKS[link].url, 4)),
  ]);
  const next: ViewKey = {
    keys: ["enter"],
    label: aside ? "back to where you were" : "finish",
    priority: 9,
    does: { type: "next" },
  };
  return {
    title: ALTERNATIVES_TITLE,
    body: [...ways, ...ALTERNATIVES_CAVEATS.map((text): Line => `  ${text}`)],
    choice: null,
    keys: [
      next,
      ...linkKeys(
        ALTERNATIVES.flatMap(({ links }) => links),
        state,
      ),
    ],
  };
};

export const AlternativesScreen = screenOf(alternativesView);
