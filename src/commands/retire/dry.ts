/**
 * Tells for `retire --dry-run` what the same call without it would do with one key, or what it
 * would stop for.
 */
import type { Host } from "../../base/host.js";
import {
  type Examined,
  type FoundKey,
  type PutAwayPlan,
  isExample,
} from "../../jobs/retire/index.js";
import { placesText } from "../../jobs/shared/place-text.js";
import type { KeyUsers } from "../../jobs/shared/users.js";
import { maskId } from "../../keys/types.js";
import { WOULD_DO } from "../../words/marks.js";
import { othersLines } from "./shared.js";
import { keyLines, planLines } from "./words.js";

/** One key, and what was wished for it. */
export interface Goal {
  readonly examined: Examined;
  readonly plan: PutAwayPlan;
  /** Those for whom no option has spoken. */
  readonly left: KeyUsers;
  readonly delete: boolean;
  readonly forget: boolean;
}

/** One key, its users and its plan; `wouldLines` belong below. */
export function dryLines(
  {
    found,
    examined,
    plan,
  }: { readonly found: FoundKey; readonly examined: Examined; readonly plan: PutAwayPlan },
  users: KeyUsers,
  host: Host,
): readonly string[] {
  return [
    ...keyLines(found, examined, host),
    ...[...othersLines(found.accessKeyId, users, host), ...planLines(plan, host), WOULD_DO].map(
      (line) => `  ${line}`,
    ),
  ];
}

/** The steps in their order, at least one. */
export function wouldLines(goal: Goal, host: Host): readonly string[] {
  const { examined, left, forget } = goal;
  const id = maskId(examined.accessKeyId);
  if (!["active", "refused"].includes(examined.state) && !forget)
    return [
      `Stop: AWS was not seen to refuse ${id}, so it stays in the files. --forget takes it ` +
        "out all the same.",
    ];
  const others = [...left.written, ...left.byHand];
  if (others.length > 0) {
    const options =
      left.byHand.length === 0 ? "--everywhere or --off-anyway says" : "--off-anyway says";
    return [
      `Stop: ${placesText(others, host)} would go without a key. ${options} that this is meant.`,
    ];
  }
  return [...atAws(goal, id), ...fromFiles(goal, id)];
}

function atAws({ examined, delete: deletes, forget }: Goal, id: string): readonly string[] {
  const { state, isRoot } = examined;
  if (state === "refused")
    return deletes && !isExample({ examined })
      ? [
          `Leave ${id} as it is at AWS, which refuses it: whether it is deleted is to be ` +
            "seen in the IAM console only.",
        ]
      : [];
  if (state !== "active")
    return [
      `Leave ${id} as it is at ` +
        `AWS${deletes ? ", without deleting it: no pair here can sign for that" : ""}.`,
    ];
  if (isRoot)
    return [
      `Wait until the account's owner has ${deletes ? "deleted" : "switched off"} ${id} in ` +
        `the console${forget ? ", or go on at once where nobody can be asked" : ""}.`,
    ];
  const denied =
    "If the key may not do that itself: wait until somebody has done it in the console.";
  return [
    deletes
      ? `Delete ${id} at AWS: that cannot be undone. ${denied}`
      : `Switch ${id} off at AWS; in the console it can be switched on again. ${denied}`,
  ];
}

function fromFiles({ plan, examined, forget }: Goal, id: string): readonly string[] {
  const files = plan.plan.files.length;
  const ours = plan.backups.length + (plan.pending ? 1 : 0);
  if (files + ours === 0)
    return [`Take ${id} out of no file: it stands in none that is written here.`];
  const what = [
    ...(files === 0 ? [] : [`${files} ${files === 1 ? "file" : "files"}`]),
    ...(ours === 0 ? [] : [`${ours} ${ours === 1 ? "copy" : "copies"} of ours`]),
  ].join(" and ");
  const seen =
    examined.state === "refused"
      ? ""
      : forget
        ? ", also if AWS is not seen to refuse it"
        : ", once AWS is seen to refuse it";
  return [`Take ${id} out of ${what}, as shown above${seen}.`];
}
