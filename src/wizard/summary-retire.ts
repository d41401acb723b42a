/**
 * Tells which keys were switched off, for the lines that stay on the terminal when the wizard is
 * left.
 */
import type { Retired } from "../jobs/retire/index.js";
import { maskId } from "../keys/types.js";
import { fateShort } from "../words/retirement.js";
import type { State } from "./state.js";

/** One line for each key. */
export function retirementSummary({ retired }: State): readonly string[] {
  return retired.map(retiredLine);
}

function retiredLine(retired: Retired): string {
  const { found, putAway } = retired;
  const files = putAway?.written.length ?? 0;
  const where =
    putAway === null ? "left in the files" : `removed from ${files} file${files === 1 ? "" : "s"}`;
  return `${maskId(found.accessKeyId)}: ${fateShort(retired)}, ${where}.`;
}
