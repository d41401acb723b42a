/** The first screen: what was found on this computer, and what can be done about it. */
import type { ReactElement } from "react";
import { availabilityAt } from "../../guide/availability.js";
import type { State } from "../../flow/state.js";
import { type Survey } from "../../jobs/survey.js";
import { shortPath } from "../../jobs/tell.js";
import type { Host } from "../../base/host.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../parts/choice.js";
import { type Line, toned } from "../parts/line.js";
import { problemLines } from "./lines.js";
import { stepName } from "./progress.js";
import { WizardScreen } from "./WizardScreen.js";

type Choice = "resume" | "check" | "setup" | "use-keys" | "practice" | "alternatives";

export function StartScreen(): ReactElement {
  const { state, send, host } = useWizard();
  const choice = useChoice<Choice>({
    items: choices(state),
    onChoose: (id) => {
      if (id === "resume") send({ type: "resumed" });
      else if (id === "practice") send({ type: "practised" });
      else send({ type: "chose", task: id });
    },
    enterLabel: "choose",
  });
  const [first, second] = availabilityAt(new Date(state.setting.startedAt)).headline;
  const headline = state.setting.practice ? practiceLines : [`  ${first}`, `  ${second}`];
  return (
    <WizardScreen
      title="mturk-setup: set up, check and repair AWS keys for MTurk and psiTurk"
      body={[...headline, "", ...foundLines(state, host), "", "  What would you like to do?"]}
      parts={[choice]}
    />
  );
}

const practiceLines: readonly Line[] = [
  "  The practice AWS runs on this computer only. Keys, accounts and money are made",
  "  up; your own files are not touched. Amazon closed the real MTurk on",
  "  September 30, 2026.",
];

/** What applies; the first row is what was most likely come for. */
function choices(state: State): readonly ChoiceItem<Choice>[] {
  const found = state.survey.status === "done" ? state.survey.value : null;
  const { practice, kept } = state.setting;
  const check: ChoiceItem<Choice> = { id: "check", label: hasKeys(found) ? "Check my keys" : "Check what is on this computer" };
  const resume: ChoiceItem<Choice> | null = kept === null ? null : { id: "resume", label: "Go on where you stopped", hint: stepName(kept.step) };
  const rows: readonly (ChoiceItem<Choice> | null)[] = [
    resume,
    hasKeys(found) || isBroken(found) ? check : null,
    { id: "setup", label: "Set up from the beginning", hint: "seven steps; see first which are open" },
    { id: "use-keys", label: "Use keys I have", hint: "check them, save them safely" },
    practice ? null : { id: "practice", label: "Try the whole set-up with a practice AWS", hint: "no account, no network" },
    { id: "alternatives", label: "Run a study without MTurk", hint: "1 minute" },
    hasKeys(found) || isBroken(found) ? null : check,
  ];
  return rows.filter((row) => row !== null);
}

function isBroken(found: Survey | null): boolean {
  return found !== null && found.broken !== null;
}

function hasKeys(found: Survey | null): boolean {
  return (found?.sources.list.length ?? 0) > 0;
}

function foundLines(state: State, host: Host): readonly Line[] {
  const { survey } = state;
  if (survey.status === "failed") return problemLines(survey.problem);
  if (survey.status !== "done") return ["  Looking what is on this computer ..."];
  const found = survey.value;
  const trouble = [found.broken, found.notWritable].filter((problem) => problem !== null).flatMap((problem) => problemLines(problem));
  if (found.broken !== null) return [...trouble, toned("  Until it is mended, psiTurk, boto3 and the AWS CLI stop here.", "warning")];
  return [toned("  On this computer", "strong"), ...keyLines(found, host), ...trouble];
}

const SHOWN = 5;

/** One line for each place with a key, and who uses it. */
function keyLines(found: Survey, host: Host): readonly Line[] {
  if (found.sources.list.length === 0) return ["    ~/.aws            no keys", "    psiTurk's files   no keys"];
  const others = found.profiles.filter(({ name }) => name !== found.sources.profile.name);
  const lines = found.sources.list.map((source): Line => `    ${shortPath(source.location, host)}  ${source.accessKeyId ?? "(no id)"}  ${users(source)}`);
  const more = others.map((profile): Line => `    ${shortPath(profile.path, host)}  ${profile.accessKeyId}  profile ${profile.name}`);
  const all = [...lines, ...more];
  return all.length <= SHOWN ? all : [...all.slice(0, SHOWN - 1), toned(`    and ${all.length - SHOWN + 1} more`, "dim")];
}

function users({ boto3, psiturk }: Survey["sources"]["list"][number]): string {
  if (boto3 === "used" && psiturk === "used") return "boto3 and psiTurk use this one";
  if (boto3 === "used") return "boto3 uses this one";
  if (psiturk === "used") return "psiTurk uses this one";
  if (boto3 === "broken" || psiturk === "broken") return "cannot be used as it is";
  return boto3 === "partial" || psiturk === "partial" ? "only half a key" : "not used";
}
