/** Asks which profile is meant, where there are several. */
import { shortPath } from "../../../jobs/names.js";
import type { Seen, View } from "../../view.js";
import { hasSeveralProfiles, isPassed, isReplacing } from "../../conditions.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly profile: true;
  }
}

export const profileStep: Step<"profile"> = {
  id: "profile",
  applies: (state) =>
    (state.answers.task === "check" || isReplacing(state)) && hasSeveralProfiles(state),
  isDone: isPassed("profile"),
  view: profileView,
};

function profileView({ survey, answers }: State, { host }: Seen): View {
  return {
    title: "Which profile?",
    body: ["  psiTurk and boto3 use default, unless AWS_PROFILE names another."],
    choice: {
      find: true,
      initial: answers.profile,
      enterLabel: "choose",
      rows: (survey.status === "done" ? survey.value.profiles : []).map((profile) => ({
        id: profile.name,
        label: profile.name,
        hint: `${profile.accessKeyId}  ${shortPath(profile.path, host)}`,
        does: { type: "pickedProfile", profile: profile.name },
      })),
    },
    keys: [],
  };
}
