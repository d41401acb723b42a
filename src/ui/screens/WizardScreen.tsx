/** A screen of the wizard: the plain screen with practice's mark, the note of the last key press, and the Ctrl+C question. */
import type { ReactElement } from "react";
import { wasWritten } from "../../flow/state.js";
import { useWizard } from "../context.js";
import { type Line, toned } from "../parts/line.js";
import { Screen, type ScreenProps } from "../parts/Screen.js";

export function WizardScreen({ body = [], ...props }: ScreenProps): ReactElement {
  const { state } = useWizard();
  const said: Line[] = [];
  if (state.interruptArmed) said.push(toned(`  Ctrl+C again quits. ${wasWritten(state) ? "What was written stays." : "Nothing was written."} Any other key goes on.`, "warning"));
  else if (state.note !== null) said.push(toned(`  ${state.note}`, "accent"));
  return <Screen {...props} tag={state.setting.practice ? practiceTag(state.fault) : undefined} body={[...said, ...body]} />;
}

function practiceTag(fault: string | null): string {
  return fault === null ? "PRACTICE - nothing here is real" : `PRACTICE - broken: ${fault}`;
}
