/**
 * The pasted key: what AWS says of it beside the old one, and the exact change of the file, before
 * it is made.
 */
import type { ReactElement } from "react";
import type { Host } from "../../base/host.js";
import { holderOfNew } from "../rotate-so-far.js";
import type { State } from "../state.js";
import { LINK_AGAIN } from "../../jobs/rotate/index.js";
import { holderName, shortPath, spacedAccount } from "../../jobs/names.js";
import { askedLines, isSilent } from "../../words/checks.js";
import { maskId } from "../../keys/types.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { diffLines } from "../../terminal/parts/diff.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { useElapsed } from "../../terminal/parts/status.js";
import { useTerminal } from "../../terminal/Terminal.js";
import {
  laneLines,
  problemLines,
  problemsLines,
  toldLine,
  warningLine,
  whoAccepts,
} from "./lines.js";
import { useSilence } from "./silence.js";
import { WizardScreen } from "./WizardScreen.js";

export function RotateSwitchScreen(): ReactElement {
  const { state } = useWizard();
  return state.check.status === "running" ? <Asking /> : <Decide />;
}

function Asking(): ReactElement {
  const { state } = useWizard();
  const { look } = useTerminal();
  const elapsed = useElapsed(true, "switch");
  const lanes =
    state.check.status === "running" ? laneLines(look, state.check.progress, elapsed) : [];
  return (
    <WizardScreen
      title="Asking AWS again"
      body={[...lanes, toned("  Nothing is changed yet.", "dim")]}
      parts={[useSilence()]}
    />
  );
}

type Choice = "switch" | "paste" | "again";

function Decide(): ReactElement {
  const { state, send, host } = useWizard();
  const { look } = useTerminal();
  const accepted = isAccepted(state);
  const other = isOtherHolder(state);
  const go: readonly ChoiceItem<Choice>[] =
    accepted && state.plan.status === "done"
      ? [
          {
            id: "switch",
            label: other ? "It is the one I mean: switch the file to it" : "Switch the file to it",
            hint: "a copy of the file is kept",
            grave: true,
          },
        ]
      : [];
  const paste: ChoiceItem<Choice> = { id: "paste", label: "Paste another key" };
  const again: ChoiceItem<Choice> = {
    id: "again",
    label: "Ask again",
    ...(accepted ? {} : { hint: "it is less than a minute old" }),
  };
  const choice = useChoice<Choice>({
    items: !accepted ? [again, paste] : other ? [paste, ...go] : [...go, paste, again],
    enterLabel: "choose",
    question: title(state, accepted, other),
    onChoose: (id) => {
      if (id === "switch") send({ type: "gaveKey" });
      else if (id === "paste") send({ type: "returned", step: "key" });
      else send({ type: "askedAgain" });
    },
  });
  const told =
    state.check.status === "done"
      ? askedLines(state.check.value, state.answers.key?.accessKeyId ?? "", whoAccepts(state))
      : [];
  return (
    <WizardScreen
      title={title(state, accepted, other)}
      body={[
        ...told.map((line) => toldLine(look, line)),
        ...problemsOf(
          state,
          told.map(({ text }) => text),
          host,
        ),
        ...comparedLines(state),
        ...(accepted ? planLines(state, host) : []),
      ]}
      parts={[choice]}
    />
  );
}

function title(state: State, accepted: boolean, other: boolean): string {
  const id = state.answers.key === null ? "the key" : maskId(state.answers.key.accessKeyId);
  if (other) return `${id} is another user's key. Nothing is changed yet.`;
  return accepted
    ? `${whoAccepts(state)} accepts ${id}. Nothing is changed yet.`
    : "This key cannot take the place of the old one. Nothing was changed.";
}

function isAccepted({ check }: State): boolean {
  return check.status === "done" && check.value.diagnosis.identity?.ok === true;
}

function isOtherHolder(state: State): boolean {
  const is = holderOfNew(state);
  return (
    is !== null && state.rotation.newKey !== null && is.arn !== state.rotation.newKey.holder.arn
  );
}

function problemsOf(state: State, said: readonly string[], host: Host): readonly Line[] {
  if (state.check.status === "failed") return problemLines(state.check.problem, { host });
  if (state.check.status !== "done") return [];
  return problemsLines(
    state.check.value.diagnosis.problems.filter(({ code }) => code !== "mturk-closed"),
    { host, said },
  );
}

/** Whose it is, and how MTurk does for it, beside the old one. */
function comparedLines(state: State): readonly Line[] {
  const is = holderOfNew(state);
  const was = state.rotation.newKey?.holder ?? null;
  if (is === null || was === null) return [];
  const silent =
    state.check.status === "done" &&
    isSilent(state.check.value) &&
    state.rotation.newKey?.silent === true
      ? [toned("  MTurk gives no answer, the same as with the old key.", "dim")]
      : [];
  if (is.arn === was.arn)
    return [toned("  The same user and the same account as the old key.", "ok"), ...silent];
  const whose = warningLine(
    `The old key is ${holderName(was.arn)}'s in account ${spacedAccount(was.account)}, this one ${holderName(is.arn)}'s in account ${spacedAccount(is.account)}.`,
  );
  return [whose, ...(is.account === was.account ? [] : [warningLine(LINK_AGAIN)]), ...silent];
}

function planLines({ plan, rotation }: State, host: Host): readonly Line[] {
  if (plan.status === "failed") return problemLines(plan.problem, { host });
  if (plan.status !== "done") return ["  Looking at the file ..."];
  // The file with the key first: it is what one came for.
  const files = [...plan.value.files].sort(
    (one, other) =>
      Number(other.kind === rotation.newKey?.keysIn) - Number(one.kind === rotation.newKey?.keysIn),
  );
  return files.flatMap((file) => diffLines(shortPath(file.before.path, host), file.diff));
}
