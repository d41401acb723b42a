/** Reads from the state what a retirement has come to. */
import type { State } from "./state.js";

/** True where nothing of the key stands in a file that may be changed here. */
export function nothingToPutAway({ putAwayPlan }: State): boolean {
  if (putAwayPlan.status !== "done") return false;
  const { plan, backups, pending } = putAwayPlan.value;
  return plan.files.length === 0 && backups.length === 0 && !pending;
}
