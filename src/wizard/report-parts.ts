/** Tells from the state what this run of the wizard has done, for the report. */
import type { Identity } from "../aws/types.js";
import type { Host } from "../base/host.js";
import { type ReportScene, retiredPart, rotatedPart, savedPart } from "../jobs/report/parts.js";
import { type ReportPart, fileFacts } from "../jobs/report/text.js";
import type { Checked } from "../jobs/verify.js";
import { holderOfNew, rotatedSoFar } from "./rotate-so-far.js";
import type { State } from "./state.js";

/** In the order in which it was done; empty where nothing was. `at`: milliseconds since 1970. */
export function reportParts(
  state: State,
  host: Pick<Host, "home">,
  at: number,
): readonly ReportPart[] {
  const scene: ReportScene = { at, host };
  return [
    ...mendedPart(state, scene),
    ...saved(state, scene),
    ...replaced(state, scene),
    ...state.retired.map((one) => retiredPart(one, scene)),
  ];
}

function mendedPart({ mended }: State, { host }: ReportScene): readonly ReportPart[] {
  if (mended.length === 0) return [];
  return [
    {
      title: "Files repaired",
      facts: fileFacts(mended, host),
      undo: ["mturk-setup undo"],
      next: [],
    },
  ];
}

function saved({ answers, write, final, check }: State, scene: ReportScene): readonly ReportPart[] {
  if (write.status !== "done" || answers.key === null) return [];
  const after = final.status === "done" ? final.value.checked : null;
  const before = check.status === "done" ? check.value : null;
  const { accessKeyId } = answers.key;
  const { files: written } = write.value;
  const holder = holderIn(after) ?? holderIn(before);
  return [savedPart({ accessKeyId, profile: answers.profile, holder, written }, scene)];
}

function holderIn(checked: Checked | null): Identity | null {
  const identity = checked?.diagnosis.identity ?? null;
  return identity?.ok === true ? identity.value : null;
}

/** A key that IAM made belongs to the user of the old one, which was asked about first. */
function replaced(state: State, scene: ReportScene): readonly ReportPart[] {
  const rotated = rotatedSoFar(state);
  if (rotated === null || state.rotation.call === "undo") return [];
  const holder = holderOfNew(state) ?? state.replacedOf;
  const part = rotatedPart(rotated, state.replacedIn, holder, scene);
  return part === null ? [] : [part];
}
