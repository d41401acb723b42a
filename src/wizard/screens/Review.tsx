/**
 * The exact change to each file, before anything is written; region, profile and file are lines
 * here, one key each.
 */
import type { ReactElement } from "react";
import type { Host } from "../../base/host.js";
import { listedSome } from "../../base/list.js";
import type { Problem } from "../../base/problem.js";
import type { FileChange, Plan } from "../../aws-files/types.js";
import type { ReviewField, State } from "../state.js";
import { DEFAULT_REGION as MTURK_REGION } from "../../jobs/save.js";
import { shortPath } from "../../jobs/names.js";
import { askedLines } from "../../words/checks.js";
import { useWizard } from "../context.js";
import { diffLines } from "../../terminal/parts/diff.js";
import { useTextField } from "../../terminal/parts/fields.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { useTerminal } from "../../terminal/Terminal.js";
import type { KeyBinding } from "../../terminal/table.js";
import { problemsLines, toldLine, warningLine, whoAccepts, withTilde } from "./lines.js";
import { hidingLines, hidingPlaces, shellProfile } from "./places.js";
import { WizardScreen } from "./WizardScreen.js";
import { exportProfile } from "../../keys/profile-name.js";
import { isToldBeforeSaving } from "../../aws/diagnosis/problem-table.js";

export function ReviewScreen(): ReactElement {
  const { state } = useWizard();
  const { name } = state.reviewField;
  return name === null ? <Review /> : <EditField key={name} name={name} />;
}

function Review(): ReactElement {
  const { state, send } = useWizard();
  const body = useBody(state);
  const ready = state.plan.status === "done" && state.write.status !== "running";
  const nothing = state.plan.status === "done" && state.plan.value.files.length === 0;
  const write: KeyBinding = {
    keys: ["enter"],
    label: nothing ? "go on" : "write",
    priority: 9,
    grave: !nothing,
    run: () => send({ type: "wrote" }),
  };
  const again: KeyBinding = {
    keys: ["enter"],
    label: "look again",
    priority: 9,
    run: () => send({ type: "askedAgain" }),
  };
  const keep: KeyBinding = {
    keys: ["m"],
    label: `save as profile ${OWN_PROFILE}`,
    priority: 8,
    run: () => send({ type: "setProfile", text: OWN_PROFILE }),
  };
  const repair: KeyBinding = {
    keys: ["m"],
    label: "repair the file",
    priority: 9,
    run: () => send({ type: "aside", step: "repair" }),
  };
  const edits: readonly KeyBinding[] = [
    {
      keys: ["r"],
      label: "region",
      priority: 6,
      run: () => send({ type: "editing", field: "region" }),
    },
    {
      keys: ["p"],
      label: "profile",
      priority: 6,
      run: () => send({ type: "editing", field: "profile" }),
    },
    { keys: ["f"], label: "file", priority: 6, run: () => send({ type: "switchedFile" }) },
  ];
  const keys =
    state.plan.status === "failed"
      ? [...(state.plan.problem.code === "file-broken" ? [repair] : []), again, ...edits.slice(1)]
      : ready
        ? [write, ...(offersOwnProfile(state) ? [keep] : []), ...edits]
        : [];
  return <WizardScreen title={title(state)} body={body} keys={keys} />;
}

/** The name under which a key is offered to be saved beside another one. */
const OWN_PROFILE = "mturk";

function offersOwnProfile({ plan }: State): boolean {
  return (
    plan.status === "done" && plan.value.replaces !== null && plan.value.profile !== OWN_PROFILE
  );
}

function title(state: State): string {
  if (state.write.status === "running") return "Writing ...";
  if (state.write.status === "failed") return "Could not write. What you had before is unchanged.";
  if (state.plan.status === "failed")
    return "This cannot be written as it is. Nothing was changed.";
  if (state.plan.status === "done" && state.plan.value.files.length === 0)
    return "Review: the files hold this key already";
  return "Review: nothing is written yet";
}

function useBody(state: State): readonly Line[] {
  const { host } = useWizard();
  const { look } = useTerminal();
  const checked = state.check.status === "done" ? state.check.value : null;
  const told =
    checked === null
      ? []
      : askedLines(checked, state.answers.key?.accessKeyId ?? "", whoAccepts(state));
  const unchecked = state.answers.unchecked
    ? [toned("  Not checked: AWS could not be asked. Later: mturk-setup check", "warning")]
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
  const said = told.map(({ text }) => text);
  return [
    ...problemsLines(failure, { host }),
    ...told.map((line) => toldLine(look, line)),
    ...unchecked,
    ...problemsLines(warnings, { host, said }),
    ...plan,
  ];
}

/** The cures of the command line in the keys of this screen. */
function inKeys(problem: Problem): Problem {
  const cures = problem.try.map((cure) => {
    if (cure.startsWith("Run: mturk-setup doctor"))
      return "Press m to repair it: the change is shown first.";
    if (cure.includes("--keys-in")) return "Press f: the key is then replaced where it stands.";
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
            `Profile ${plan.profile} holds another key, ${plan.replaces}. It is replaced (a copy is kept).${offersOwnProfile(state) ? ` To keep both: m.` : ""}`,
          ),
        ];
  // The file with the key first: it is what one came for.
  const files = [...plan.files].sort(
    (one, other) =>
      Number(other.kind === state.answers.keysIn) - Number(one.kind === state.answers.keysIn),
  );
  return [
    toned(
      `  Profile ${plan.profile} · region ${plan.region ?? "none"} · key in ${keysFile(plan, state, host) ?? place}`,
      "dim",
    ),
    ...profileLines(plan, state, host),
    ...regionLines(plan),
    ...replaced,
    ...files.flatMap((file) => fileLines(file, host)),
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

function EditField({ name }: { readonly name: Exclude<ReviewField, null> }): ReactElement {
  const { state, send } = useWizard();
  const isRegion = name === "region";
  const field = useTextField({
    label: isRegion
      ? "Region of the profile (MTurk itself is us-east-1 only):"
      : "Profile to write the key to:",
    initial: isRegion ? (plannedRegion(state) ?? MTURK_REGION) : state.answers.profile,
    problem: state.reviewField.problem ?? undefined,
    enterLabel: "take it",
    onSubmit: (text) => send(isRegion ? { type: "setRegion", text } : { type: "setProfile", text }),
  });
  const hint = isRegion
    ? ["  psiTurk always uses us-east-1, whatever stands here; other programs may not."]
    : [
        "  default is what boto3 and psiTurk use if nothing else is said.",
        "  With any other name, psiTurk needs:  export AWS_PROFILE=NAME",
        ...profilesHere(state),
      ];
  return <WizardScreen title={isRegion ? "Region" : "Profile"} body={hint} parts={[field]} />;
}

function plannedRegion({ answers, plan }: State): string | null {
  return answers.region ?? (plan.status === "done" ? plan.value.region : null);
}

function profilesHere({ survey }: State): readonly Line[] {
  const names = survey.status === "done" ? survey.value.profiles.map(({ name }) => name) : [];
  return names.length === 0 ? [] : [`  Profiles with keys so far: ${listedSome(names)}`];
}
