/** Asks which profile is meant, where there are several. */
import { shortPath } from "../../jobs/names.js";
import { screenOf } from "../ViewScreen.js";
import type { StepView } from "../view.js";

export const profileView: StepView = ({ survey, answers }, { host }) => ({
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
});

export const ProfileScreen = screenOf(profileView);
