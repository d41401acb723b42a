/**
 * Draws a screen of the wizard: the plain one with practice's mark, the note of the last key press,
 * and the Ctrl+C question.
 */
import type { ReactElement } from "react";
import type { State } from "../state.js";
import { interruptQuestion } from "../steps/shared/alert.js";
import { useWizard } from "./context.js";
import type { Line, Tone } from "../../terminal/parts/line.js";
import { Screen, type ScreenProps } from "../../terminal/parts/Screen.js";
import { useMisplacedPaste } from "./misplaced.js";

export function WizardScreen({ body = [], asked = body, ...props }: ScreenProps): ReactElement {
  const { state } = useWizard();
  const hint = useMisplacedPaste(state);
  const said: Line[] = [];
  const alert = interruptQuestion(state) ?? undefined;
  if (alert !== undefined) said.push(noticed("!", alert, "warning"));
  else if (hint !== undefined) said.push(noticed("!", hint, "warning"));
  else if (state.note !== null) said.push(noticed("›", state.note, "accent"));
  // Told apart from what the screen says by itself.
  if (said.length > 0) said.push("");
  return (
    <Screen
      {...props}
      {...practiceTag(state)}
      alert={alert}
      notice={said}
      body={body}
      asked={[...said, ...asked]}
    />
  );
}

function noticed(mark: string, text: string, tone: Tone): Line {
  return { spans: [{ text: `  ${mark} `, tone }, { text }], hang: 4 };
}

function practiceTag({ setting, fault }: State): Pick<ScreenProps, "tag" | "shortTag"> {
  if (!setting.practice) return {};
  if (fault === null) return { tag: "PRACTICE - nothing here is real", shortTag: "PRACTICE" };
  const title = setting.faults.find(({ name }) => name === fault)?.title ?? fault;
  return { tag: `PRACTICE - broken: ${title}`, shortTag: "PRACTICE - broken" };
}
