/** Before keys go: what may still be wanted from MTurk. */
import type { ReactElement } from "react";
import { CLOSURE, availabilityAt } from "../../guide/availability.js";
import { LINKS } from "../../guide/links.js";
import { useWizard } from "../context.js";
import { type Line, toned, urlLine } from "../../terminal/parts/line.js";
import type { KeyBinding } from "../../terminal/table.js";
import { linkKeys } from "./Guide.js";
import { WizardScreen } from "./WizardScreen.js";

export function RetireSaveScreen(): ReactElement {
  const { state, send } = useWizard();
  const next: KeyBinding = {
    keys: ["enter"],
    label: "done, or not needed",
    priority: 9,
    run: () => send({ type: "next" }),
  };
  return (
    <WizardScreen
      title="Switch off keys: first save what you need"
      body={bodyLines(new Date(state.setting.startedAt))}
      keys={[next, ...linkKeys(["requester"], state, send)]}
    />
  );
}

function bodyLines(date: Date): readonly Line[] {
  const gone = availabilityAt(date).phase === "gone";
  const history = gone
    ? [
        `  Reported: since ${CLOSURE.historyUntil.words} the transaction history can no longer be seen.`,
      ]
    : [
        `  Reported: until ${CLOSURE.historyUntil.words} your transaction history is shown at`,
        urlLine(LINKS.requester.url),
        "  You sign in there by the web; it needs no keys.",
      ];
  return [
    ...history,
    "  Grants and ethics boards may ask for it. Results that only MTurk has are fetched with a key: fetch them first.",
    "  Money that is left:",
    urlLine(LINKS.mturkHelp.url),
    toned(
      "  Then: the keys found here, one off at AWS, out of the files. You are asked each time.",
      "dim",
    ),
  ];
}
