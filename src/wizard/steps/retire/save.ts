/** Tells what may still be wanted from MTurk, before keys go. */
import { CLOSURE, availabilityAt } from "../../../guide/availability.js";
import { LINKS } from "../../../guide/links.js";
import { type Line, toned, urlLine } from "../../../terminal/parts/line.js";
import { retirementRail } from "../shared/task-rails.js";
import type { View } from "../../view.js";
import { isPassed, isRetiring } from "../../conditions.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly "retire-save": true;
  }
}

export const retireSaveStep: Step<"retire-save"> = {
  id: "retire-save",
  applies: isRetiring,
  isDone: isPassed("retire-save"),
  view: retireSaveView,
};

function retireSaveView(state: State): View {
  return {
    title: "Switch off keys: first save what you need",
    body: [retirementRail(state), "", ...bodyLines(new Date(state.setting.startedAt))],
    keys: [{ keys: ["enter"], label: "done, or not needed", priority: 9, does: { type: "next" } }],
  };
}

function bodyLines(date: Date): readonly Line[] {
  const gone = availabilityAt(date).phase === "gone";
  const history = gone
    ? [
        `  Reported: since ${CLOSURE.historyUntil.words} the transaction history can no ` +
          "longer be seen.",
      ]
    : [
        `  Reported: until ${CLOSURE.historyUntil.words} your transaction history is shown at`,
        urlLine(LINKS.requester.url),
        "  You sign in there by the web; it needs no keys.",
      ];
  return [
    ...history,
    "",
    "  Grants and ethics boards may ask for it. Results that only MTurk has are fetched " +
      "with a key: fetch them first.",
    "",
    "  Money that is left:",
    urlLine(LINKS.mturkHelp.url),
    "",
    toned("  Then the keys are looked for. You are asked before anything is changed.", "dim"),
  ];
}
