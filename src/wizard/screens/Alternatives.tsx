/** How to run a study without MTurk; nothing here needs AWS. */
import type { ReactElement } from "react";
import {
  ALTERNATIVES,
  ALTERNATIVES_CAVEATS,
  ALTERNATIVES_TITLE,
} from "../../guide/alternatives.js";
import { LINKS } from "../../guide/links.js";
import { useWizard } from "../context.js";
import { type Line, toned, urlLine } from "../../terminal/parts/line.js";
import type { KeyBinding } from "../../terminal/table.js";
import { linkKeys } from "./Guide.js";
import { WizardScreen } from "./WizardScreen.js";

export function AlternativesScreen(): ReactElement {
  const { state, send } = useWizard();
  const aside = state.visited.at(-1)?.detour === true;
  const next: KeyBinding = {
    keys: ["enter"],
    label: aside ? "back to where you were" : "finish",
    priority: 9,
    run: () => send({ type: "next" }),
  };
  const body = ALTERNATIVES.flatMap((way): readonly Line[] => [
    toned(`  ${way.title}`, "strong"),
    `    ${way.what}`,
    ...(way.commands.length === 0
      ? []
      : [toned(`    ${way.commands.join("   then   ")}`, "accent")]),
    ...way.links.map((link) => urlLine(LINKS[link].url, 4)),
  ]);
  return (
    <WizardScreen
      title={ALTERNATIVES_TITLE}
      body={[...body, ...ALTERNATIVES_CAVEATS.map((text): Line => `  ${text}`)]}
      keys={[
        next,
        ...linkKeys(
          ALTERNATIVES.flatMap(({ links }) => links),
          state,
          send,
        ),
      ]}
    />
  );
}
