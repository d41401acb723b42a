/** Draws a view as a frame: its choice and keys are wired, and send what the view says they do. */
import type { ReactElement } from "react";
import type { Part } from "../terminal/parts/part.js";
import { useChoice } from "../terminal/parts/choice.js";
import type { KeyBinding } from "../terminal/table.js";
import { type Wizard, useWizard } from "./context.js";
import { WizardScreen } from "./screens/WizardScreen.js";
import type { StepView, View, ViewChoice, ViewKey } from "./view.js";

/** The screen of a step whose view is data. */
export function screenOf(view: StepView): () => ReactElement {
  return function Shown() {
    return <ViewScreen view={view} />;
  };
}

export function ViewScreen({ view }: { readonly view: StepView }): ReactElement {
  const { state, host } = useWizard();
  const shown = view(state, { host });
  return shown.choice === null ? (
    <Framed view={shown} parts={[]} />
  ) : (
    <WithChoice view={shown} choice={shown.choice} />
  );
}

function WithChoice({
  view,
  choice,
}: {
  readonly view: View;
  readonly choice: ViewChoice;
}): ReactElement {
  const { send } = useWizard();
  const { rows, ...options } = choice;
  const part = useChoice({
    ...options,
    items: rows,
    onChoose: (id) => {
      const row = rows.find((one) => one.id === id);
      if (row !== undefined) send(row.does);
    },
  });
  return <Framed view={view} parts={[part]} />;
}

function Framed({
  view: { title, body, keys },
  parts,
}: {
  readonly view: View;
  readonly parts: readonly Part[];
}): ReactElement {
  const { send } = useWizard();
  return <WizardScreen title={title} body={body} parts={parts} keys={bound(keys, send)} />;
}

/** Keys that send what they do. */
export function bound(keys: readonly ViewKey[], send: Wizard["send"]): readonly KeyBinding[] {
  return keys.map(({ does, ...key }) => ({ ...key, run: () => send(does) }));
}
