/** The exact change to each file, before anything is written; region, profile and file are lines here, one key each. */
import type { ReactElement } from "react";
import { basename } from "node:path";
import type { FileChange, Plan } from "../../files/types.js";
import type { ReviewField, State } from "../../flow/state.js";
import { askedLines, shortPath } from "../../jobs/tell.js";
import { maskId } from "../../keys/types.js";
import { useWizard } from "../context.js";
import { diffLines } from "../parts/diff.js";
import { useTextField } from "../parts/fields.js";
import { type Line, toned } from "../parts/line.js";
import { useTerminal } from "../tty/Terminal.js";
import type { KeyBinding } from "../tty/table.js";
import { problemLines, toldLine } from "./lines.js";
import { WizardScreen } from "./WizardScreen.js";

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
  const write: KeyBinding = { keys: ["enter"], label: nothing ? "go on" : "write", priority: 9, run: () => send({ type: "wrote" }) };
  const again: KeyBinding = { keys: ["enter", "r"], label: "look again", priority: 9, run: () => send({ type: "askedAgain" }) };
  const edits: readonly KeyBinding[] = [
    { keys: ["r"], label: "region", priority: 6, run: () => send({ type: "editing", field: "region" }) },
    { keys: ["p"], label: "profile", priority: 6, run: () => send({ type: "editing", field: "profile" }) },
    { keys: ["f"], label: "file", priority: 6, run: () => send({ type: "switchedFile" }) },
  ];
  const keys = state.plan.status === "failed" ? [again, ...edits.slice(1)] : ready ? [write, ...edits] : [];
  return <WizardScreen title={title(state)} body={body} keys={keys} />;
}

function title(state: State): string {
  if (state.write.status === "running") return "Writing ...";
  if (state.write.status === "failed") return "Could not write. What you had before is unchanged.";
  if (state.plan.status === "failed") return "This cannot be written as it is. Nothing was changed.";
  if (state.plan.status === "done" && state.plan.value.files.length === 0) return "Review: the files hold this key already";
  return "Review: nothing is written yet";
}

function useBody(state: State): readonly Line[] {
  const { host } = useWizard();
  const { look } = useTerminal();
  const checked = state.check.status === "done" ? state.check.value : null;
  const told = checked === null ? [] : askedLines(checked, state.answers.key?.accessKeyId ?? "");
  const unchecked = state.answers.unchecked ? [toned("  Not checked: AWS could not be asked. Later: mturk-setup check", "warning")] : [];
  const warnings = (checked?.diagnosis.problems ?? []).filter(({ code }) => code === "root-keys" || code === "temporary-keys");
  const failure = state.write.status === "failed" ? problemLines(state.write.problem) : state.plan.status === "failed" ? problemLines(state.plan.problem) : [];
  const plan = state.plan.status === "done" ? planLines(state.plan.value, state, (path) => shortPath(path, host)) : [];
  return [...failure, ...told.map((line) => toldLine(look, line)), ...unchecked, ...warnings.flatMap((problem) => problemLines(problem)), ...plan];
}

function planLines(plan: Plan, state: State, short: (path: string) => string): readonly Line[] {
  const replaced = plan.replaces === null ? [] : [toned(`  Profile ${plan.profile} holds another key, ${plan.replaces}: it is replaced (a copy is kept). To keep both: p, and a name such as mturk.`, "warning")];
  return [
    toned(`  Profile ${plan.profile} · region ${plan.region ?? "none"} · key in the ${state.answers.keysIn} file`, "dim"),
    ...replaced,
    ...plan.files.flatMap((file) => fileLines(file, short)),
    ...hidingLines(state),
  ];
}

function fileLines(file: FileChange, short: (path: string) => string): readonly Line[] {
  const heading = `${short(file.before.path)}${file.before.exists ? "" : " (new)"}`;
  return [...diffLines(heading, file.diff), ...file.notes.map((note) => toned(`    ${note}`, "dim"))];
}

/** Places that beat the files: the new key would be written and not be used. */
function hidingLines(state: State): readonly Line[] {
  if (state.survey.status !== "done") return [];
  const id = state.answers.key === null ? null : maskId(state.answers.key.accessKeyId);
  const hiding = state.survey.value.sources.list.filter(
    ({ name, boto3, psiturk, accessKeyId }) => name !== "credentials-file" && name !== "config-file" && (boto3 === "used" || psiturk === "used") && accessKeyId !== id,
  );
  return hiding.flatMap(({ location, why, cure }) => [toned(`  ! ${basename(location)} would beat this key. ${why}`, "warning"), ...cure.map((line): Line => `    - ${line}`)]);
}

function EditField({ name }: { readonly name: Exclude<ReviewField, null> }): ReactElement {
  const { state, send } = useWizard();
  const isRegion = name === "region";
  const field = useTextField({
    label: isRegion ? "Region of the profile (MTurk itself is us-east-1 only):" : "Profile to write the key to:",
    initial: isRegion ? (state.answers.region ?? "us-east-1") : state.answers.profile,
    problem: state.reviewField.problem ?? undefined,
    enterLabel: "take it",
    onSubmit: (text) => send(isRegion ? { type: "setRegion", text } : { type: "setProfile", text }),
  });
  const hint = isRegion
    ? ["  psiTurk always uses us-east-1, whatever stands here; other programs may not."]
    : ["  default is what boto3 and psiTurk use if nothing else is said.", "  With any other name, psiTurk needs: export AWS_PROFILE=NAME"];
  return <WizardScreen title={isRegion ? "Region" : "Profile"} body={hint} parts={[field]} />;
}
