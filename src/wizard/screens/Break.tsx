/** Practice only: breaks the practice AWS on purpose, to see what the wizard says then. */
import type { ReactElement } from "react";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { WizardScreen } from "./WizardScreen.js";

const NONE = "none";

export function BreakScreen(): ReactElement {
  const { state, send } = useWizard();
  const choice = useChoice({
    items: [
      { id: NONE, label: "Nothing: everything works" },
      ...state.setting.faults.map(({ name, title }): ChoiceItem => ({ id: name, label: title })),
    ],
    initial: state.fault ?? NONE,
    enterLabel: "choose",
    onChoose: (name) => send({ type: "broke", fault: name === NONE ? null : name }),
  });
  return (
    <WizardScreen
      title="Break something on purpose"
      body={["  From the next question on, the practice AWS answers as in real life when:"]}
      parts={[choice]}
    />
  );
}
