/**
 * Shows the exact change to each file before anything is written; region, profile and file are one
 * key each.
 */
import type { Host } from "../../../base/host.js";
import { listedSome } from "../../../base/list.js";
import type { Problem } from "../../../base/problem.js";
import type { FileChange, Plan } from "../../../aws-files/types.js";
import type { ReviewField, State } from "../../state.js";
import { DEFAULT_REGION as MTURK_REGION } from "../../../jobs/save.js";
import { shortPath } from "../../../jobs/names.js";
import { askedLines } from "../../../words/checks.js";
import type { TitleTone } from "../../../terminal/glyphs.js";
import { diffLines } from "../../../terminal/parts/diff.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import {
  checkedBlocks,
  problemsLines,
  warningLine,
  whoAccepts,
  withTilde,
} from "../shared/lines.js";
import { hidingLines, hidingPlaces, shellProfile } from "../shared/places.js";
import { isToldBeforeSaving } from "../../../aws/diagnosis/problem-table.js";
import { exportProfile } from "../../../keys/profile-name.js";
import type { Seen, Still, View, ViewKey } from "../../view.js";
import { isSaving } from "../../conditions.js";
import type { Step } from "../../step.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly review: true;
  }
}

export const reviewStep: Step<"review"> = {
  id: "review",
  applies: isSaving,
  isDone: ({ write }) => write.status === "done",
  work: [{ job: "plan", on: "always", again: true }],
  view: reviewView,
};

function reviewView(state: State, seen: Seen): View {
  const { name } = state.reviewField;
  return name === null
    ? {
        title: title(state),
        tone: tone(state),
        body: bodyLines(state, seen),
        keys: keys(state),
      }
    : editView(state, name);
}

function keys(state: State): readonly ViewKey[] {
  const { plan, write } = state;
  if (plan.status === "failed")
    return [...(plan.problem.code === "file-broken" ? [REPAIR] : []), AGAIN, PROFILE, FILE];
  if (plan.status !== "done" || write.status === "running") return [];
  const nothing = plan.value.files.length === 0;
  const enter: ViewKey = {
    keys: ["enter"],
    label: nothing ? "go on" : "write",
    priority: 9,
    grave: !nothing,
    does: { type: "wrote" },
  };
  return [enter, ...(offersOwnProfile(state) ? [BESIDE] : []), REGION, PROFILE, FILE];
}

const AGAIN: ViewKey = {
  keys: ["enter"],
  label: "look again",
  priority: 9,
  does: { type: "askedAgain" },
};
const REPAIR: ViewKey = {
  keys: ["m"],
  label: "repair the file",
  priority: 9,
  does: { type: "aside", step: "repair" },
};
const REGION = editKey("r", "region");
const PROFILE = editKey("p", "profile");
const FILE: ViewKey = {
  keys: ["f"],
  label: "file",
  priority: 6,
  does: { type: "switchedFile" },
};

function editKey(key: string, field: Exclude<ReviewField, null>): ViewKey {
  return { keys: [key], label: field, priority: 6, does: { type: "editing", field } };
}

/** The name under which a key is offered to be saved beside another one. */
const OWN_PROFILE = "mturk";
const BESIDE: ViewKey = {
  keys: ["m"],
  label: `save as profile ${OWN_PROFILE}`,
  priority: 8,
  does: { type: "setProfile", text: OWN_PROFILE },
};

function offersOwnProfile({ plan }: State): boolean {
  return (
    plan.status === "done" && plan.value.replaces !== null && plan.value.profile !== OWN_PROFILE
  );
}

function tone({ write, plan, answers }: State): TitleTone | null {
  if (write.status === "failed" || plan.status === "failed") return "failed";
  if (write.status === "running") return "asking";
  // Something that stood there is to go, or the key was never tried: that is to be seen at once.
  const heed = (plan.status === "done" && plan.value.replaces !== null) || answers.unchecked;
  return heed ? "attention" : null;
}

function title(state: State): string {
  if (state.write.status === "running") return "Writing ...";
  if (state.write.status === "failed") return "Could not write. What you had before is unchanged.";
  if (state.plan.status === "failed")
    return "This cannot be written as it is. Nothing was changed.";
  if (state.plan.status === "done" && state.plan.value.files.length === 0)
    return "Review: the files hold this key already";
  return state.plan.status === "done" && state.plan.value.replaces !== null
    ? "Review: nothing is written yet. Another key is to be replaced."
    : "Review: nothing is written yet";
}

function bodyLines(state: State, { host }: Seen): readonly Still[] {
  const checked = state.check.status === "done" ? state.check.value : null;
  const told =
    checked === null
      ? []
      : askedLines(checked, state.answers.key?.accessKeyId ?? "", whoAccepts(state));
  const unchecked = state.answers.unchecked
    ? [warningLine("Not checked: AWS could not be asked. Later: mturk-setup check")]
    : [];
  const warnings = (checked?.diagnosis.problems ?? []).filter(({ code }) =>
    isToldBeforeSaving(code),
  );
  const failure =
    state.write.status === "failed"
      ? [state.write.problem]
      : state.plan.status === "failed"
        ? [inKeys(state.plan.problem)]
        : [];
  const plan = state.plan.status === "done" ? planLines(state.plan.value, state, host) : [];
  return [
    ...problemsLines(failure, { host, failed: true }),
    "",
    ...checkedBlocks(told, warnings, { host }),
    ...unchecked,
    "",
    ...plan,
  ];
}

const BY_OPTION = "(AWS_PROFILE, --profile)";

/** The cures of the command line in the keys of this screen. */
function inKeys(problem: Problem): Problem {
  const cures = problem.try.map((cure) => {
    if (cure.startsWith("Run: mturk-setup doctor"))
      return "Press m to repair it: the change is shown first.";
    if (cure.includes("--keys-in")) return "Press f: the key is then replaced where it stands.";
    if (cure.includes(BY_OPTION)) return cure.replace(BY_OPTION, "(press p)");
    return cure.includes("--profile") ? "Or press p, and save it under another name." : cure;
  });
  return { ...problem, try: cures };
}

function planLines(plan: Plan, state: State, host: Host): readonly Line[] {
  const place = state.answers.keysIn === "credentials" ? "~/.aws/credentials" : "~/.aws/config";
  const replaced =
    plan.replaces === null
      ? []
      : [
          warningLine(
            `Profile ${plan.profile} holds another key, ${plan.replaces}. It is replaced ` +
              `(a copy is kept).${offersOwnProfile(state) ? ` To keep both: m.` : ""}`,
          ),
        ];
  // The file with the key first: it is what one came for.
  const files = [...plan.files].sort(
    (one, other) =>
      Number(other.kind === state.answers.keysIn) - Number(one.kind === state.answers.keysIn),
  );
  return [
    toned(
      `  Profile ${plan.profile} · region ${plan.region ?? "none"} · key in ` +
        (keysFile(plan, state, host) ?? place),
      "dim",
    ),
    ...profileLines(plan, state, host),
    ...regionLines(plan),
    ...replaced,
    ...files.flatMap((file) => ["", ...fileLines(file, host)]),
    "",
    ...hidden(state, host),
  ];
}

function keysFile(plan: Plan, state: State, host: Host): string | null {
  const file = plan.files.find(({ kind }) => kind === state.answers.keysIn);
  return file === undefined ? null : shortPath(file.before.path, host);
}

function profileLines(plan: Plan, state: State, host: Host): readonly Line[] {
  if (
    state.survey.status !== "done" ||
    shellProfile(state.survey.value.sources, host) === plan.profile
  )
    return [];
  return [
    warningLine(`psiTurk and boto3 use this profile only after:  ${exportProfile(plan.profile)}`),
  ];
}

function regionLines({ region }: Plan): readonly Line[] {
  return region === null || region === MTURK_REGION
    ? []
    : [toned(`    (MTurk is in ${MTURK_REGION} only; psiTurk asks there in any case)`, "dim")];
}

function fileLines(file: FileChange, host: Host): readonly Line[] {
  const heading = `${shortPath(file.before.path, host)}${file.before.exists ? "" : " (new)"}`;
  return [
    ...diffLines(heading, file.diff),
    ...file.notes.map((note) => toned(`    ${withTilde(note, host)}`, "dim")),
  ];
}

/** Places that beat the files: the new key would be written and not be used. */
function hidden({ survey, answers }: State, host: Host): readonly Line[] {
  if (survey.status !== "done" || answers.key === null) return [];
  return hidingLines(hidingPlaces(survey.value.sources, answers.key), "would beat", host);
}

function editView(state: State, name: Exclude<ReviewField, null>): View {
  const isRegion = name === "region";
  return {
    title: isRegion ? "Region" : "Profile",
    body: isRegion
      ? ["  psiTurk always uses us-east-1, whatever stands here; other programs may not."]
      : [
          "  default is what boto3 and psiTurk use if nothing else is said.",
          "  With any other name, psiTurk needs:  export AWS_PROFILE=NAME",
          ...profilesHere(state),
        ],
    field: {
      label: isRegion
        ? "Region of the profile (MTurk itself is us-east-1 only):"
        : "Profile to write the key to:",
      initial: isRegion ? (plannedRegion(state) ?? MTURK_REGION) : state.answers.profile,
      problem: state.reviewField.problem,
      enterLabel: "take it",
      does: (text) => ({ type: isRegion ? "setRegion" : "setProfile", text }),
    },
    keys: [],
    memory: name,
  };
}

function plannedRegion({ answers, plan }: State): string | null {
  return answers.region ?? (plan.status === "done" ? plan.value.region : null);
}

function profilesHere({ survey }: State): readonly Line[] {
  const names = survey.status === "done" ? survey.value.profiles.map(({ name }) => name) : [];
  return names.length === 0 ? [] : [`  Profiles with keys so far: ${listedSome(names)}`];
}
