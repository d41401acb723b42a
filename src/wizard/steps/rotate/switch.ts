/** Shows what AWS says of the pasted key, and the exact change of the file, before it is made. */
import type { Host } from "../../../base/host.js";
import type { Problem } from "../../../base/problem.js";
import { LINK_AGAIN } from "../../../jobs/rotate/guide.js";
import { holderName, shortPath, spacedAccount } from "../../../jobs/names.js";
import { maskId } from "../../../keys/types.js";
import { diffLines } from "../../../terminal/parts/diff.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { askedLines, isSilent } from "../../../words/checks.js";
import { isByHand, isPassed } from "../../conditions.js";
import { holderOfNew } from "../../rotate-so-far.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import type { Seen, View, ViewRow } from "../../view.js";
import {
  checkedBlocks,
  laneLines,
  markedLine,
  problemLines,
  warningLine,
  whoAccepts,
} from "../shared/lines.js";
import { rotationRail } from "../shared/task-rails.js";
import { recheckLines } from "../shared/recheck-lines.js";
import { COPY_IS_KEPT, MAY_BE_TOO_NEW } from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly "rotate-switch": true;
  }
}

export const rotateSwitchStep: Step<"rotate-switch"> = {
  id: "rotate-switch",
  applies: isByHand,
  isDone: isPassed("rotate-switch"),
  work: [
    { job: "plan", on: "always", again: true },
    { job: "verify", again: true },
  ],
  view: rotateSwitchView,
};

function rotateSwitchView(state: State, seen: Seen): View {
  const { check } = state;
  if (check.status !== "running") return decideView(state, seen);
  return {
    memory: "asking",
    title: "Asking AWS again",
    tone: "asking",
    body: [laneLines(check.progress, "switch"), "", toned("  Nothing is changed yet.", "dim")],
    keys: [],
    dropsTyping: true,
  };
}

function decideView(state: State, seen: Seen): View {
  const { host } = seen;
  const accepted = isAccepted(state);
  const other = isOtherHolder(state);
  const asks = title(state, accepted, other);
  const told =
    state.check.status === "done"
      ? askedLines(state.check.value, state.answers.key?.accessKeyId ?? "", whoAccepts(state))
      : [];
  return {
    memory: "decide",
    title: asks,
    tone: other ? "attention" : accepted ? null : "failed",
    body: [
      ...rotationRail(state),
      "",
      ...checkedBlocks(told, problemsOf(state), { host }),
      "",
      ...recheckLines(state, seen),
      ...comparedLines(state),
      "",
      ...(accepted ? planLines(state, host) : []),
    ],
    choice: { rows: rows(state, accepted, other), enterLabel: "choose", question: asks },
    keys: [],
    passes: accepted && state.plan.status !== "done" && state.plan.status !== "failed",
  };
}

function rows({ plan }: State, accepted: boolean, other: boolean): readonly ViewRow[] {
  const go: readonly ViewRow[] =
    accepted && plan.status !== "failed"
      ? [
          {
            id: "switch",
            label: other ? "It is the one I mean: switch the file to it" : "Switch the file to it",
            hint: COPY_IS_KEPT,
            grave: true,
            // It stands where it will stand: a row that came later would be the last.
            ...(plan.status === "done" ? {} : { disabled: "looking at the file" }),
            does: { type: "gaveKey" },
          },
        ]
      : [];
  const paste: ViewRow = {
    id: "paste",
    label: "Paste another key",
    hint: accepted ? "this one is not used" : "this one is the wrong one",
    does: { type: "returned", step: "key" },
  };
  const again: ViewRow = {
    id: "again",
    label: "Ask again",
    hint: accepted ? "nothing is changed" : MAY_BE_TOO_NEW,
    does: { type: "askedAgain" },
  };
  if (!accepted) return [again, paste];
  return other ? [paste, ...go] : [...go, paste, again];
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

function problemsOf({ check }: State): readonly Problem[] {
  if (check.status === "failed") return [check.problem];
  if (check.status !== "done") return [];
  return check.value.diagnosis.problems.filter(({ code }) => code !== "mturk-closed");
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
      ? [markedLine("–", "warning", "MTurk gives no answer, the same as with the old key.")]
      : [];
  if (is.arn === was.arn)
    return [markedLine("✓", "ok", "The same user and the same account as the old key."), ...silent];
  const whose = warningLine(
    `The old key is ${holderName(was.arn)}'s in account ${spacedAccount(was.account)}, ` +
      `this one ${holderName(is.arn)}'s in account ${spacedAccount(is.account)}.`,
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
  return files.flatMap((file) => ["", ...diffLines(shortPath(file.before.path, host), file.diff)]);
}
