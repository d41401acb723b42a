/** Tells how a rotation went, for the lines that stay on the terminal when the wizard is left. */
import type { Host } from "../base/host.js";
import type { LineChange } from "../aws-files/types.js";
import type { Rotated } from "../jobs/rotate/index.js";
import { maskId } from "../keys/types.js";
import { rotatedSoFar } from "./rotate-so-far.js";
import type { State } from "./state.js";
import { withBackup } from "../words/places.js";
import { RESTART_PSITURK } from "../jobs/rotate/guide.js";

/** One line for each thing that was done; empty where no key was replaced. */
export function rotationSummary(state: State, host: Pick<Host, "home">): readonly string[] {
  const { replacedIn, rotating } = state;
  const rotated = rotatedSoFar(state);
  const files = replacedIn.map((file) => `${whatWasDone(file.changes)} ${withBackup(file, host)}`);
  if (rotated !== null && rotated.from !== null && rotated.old === "gone")
    files.push(`Deleted ${maskId(rotated.from)} at AWS.`);
  const open = rotating.status === "failed" || (rotated?.question ?? null) !== null;
  // A question before the new key was made leaves nothing to be finished; what a failure left is
  // told from the journal.
  if (files.length === 0)
    return isBegun(rotated) && state.leaving?.how !== "finished"
      ? ["Replacing the key is not finished. To go on or to take it back: mturk-setup"]
      : [];
  return [
    ...files,
    ...(open
      ? [
          "The rotation is not finished: what becomes of the old key is still open. To go " +
            "on: mturk-setup",
        ]
      : [RESTART_PSITURK]),
  ];
}

/** It stopped at a question with the new key made. */
function isBegun(rotated: Rotated | null): boolean {
  return (rotated?.question ?? null) !== null && (rotated?.to ?? null) !== null;
}

/** A file can get the region only, beside the one with the key, or lose a token only. */
function whatWasDone(changes: readonly LineChange[]): string {
  if (changes.length === 0 || changes.some(({ key }) => /access_key/i.test(key)))
    return "Replaced the key in";
  return changes.every(({ key }) => key === "region") ? "Wrote the region into" : "Changed";
}
