/** Which profile? Asked only where there are several. */
import type { ReactElement } from "react";
import { shortPath } from "../../jobs/tell.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { WizardScreen } from "./WizardScreen.js";

export function ProfileScreen(): ReactElement {
  const { state, send, host } = useWizard();
  const profiles = state.survey.status === "done" ? state.survey.value.profiles : [];
  const choice = useChoice({
    find: true,
    items: profiles.map((profile): ChoiceItem => ({
      id: profile.name,
      label: profile.name,
      hint: `${profile.accessKeyId}  ${shortPath(profile.path, host)}`,
    })),
    initial: state.answers.profile,
    enterLabel: "choose",
    onChoose: (name) => send({ type: "pickedProfile", profile: name }),
  });
  return (
    <WizardScreen
      title="Which profile?"
      body={["  psiTurk and boto3 use default, unless AWS_PROFILE names another."]}
      parts={[choice]}
    />
  );
}
