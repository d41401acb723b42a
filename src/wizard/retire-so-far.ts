/** Reads from the state what a retirement has come to. */
import type { Retired } from "../jobs/retire/index.js";
import { isSeenOff } from "../jobs/retire/record.js";
import type { State } from "./state.js";

/** True where nothing of the key stands in a file that may be changed here. */
export function nothingToPutAway({ putAwayPlan }: State): boolean {
  if (putAwayPlan.status !== "done") return false;
  const { plan, backups, pending } = putAwayPlan.value;
  return plan.files.length === 0 && backups.length === 0 && !pending;
}

/** What became of it at AWS: the latest look counts. */
export function outcome({ switchOff, watch }: State): Pick<Retired, "switched" | "seenRefused"> {
  const switched = switchOff.status === "done" ? switchOff.value : null;
  const refused = watch.status === "done" && watch.value === "refused";
  if (switched === null || switched.how === "console") return { switched, seenRefused: refused };
  return { switched: refused ? { ...switched, state: "refused" } : switched, seenRefused: false };
}

/** Whether AWS was seen to refuse the key that is being retired. */
export function seenOff(state: State): boolean {
  return state.retiring !== null && isSeenOff({ ...state.retiring, ...outcome(state) });
}
