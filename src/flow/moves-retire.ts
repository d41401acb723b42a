/** What the steps of a retirement ask for. */
import type { Turn } from "./events.js";
import type { State } from "./state.js";
import { takeTicket, turn } from "./ticket.js";

/** Looks for keys everywhere on this computer, and asks AWS about each. */
export function findKeys(before: State): Turn {
  const { state, ticket } = takeTicket(before);
  return turn({ ...state, keysHere: { status: "running", ticket, progress: { asked: 0, of: 0 } } }, { type: "findKeys", ticket, folders: state.keyFolders });
}

/** The exact changes that take the key out of the files, to be shown before they are made. */
export function planPutAway(before: State): Turn {
  if (before.retiring === null) return turn(before);
  const { state, ticket } = takeTicket(before);
  return turn({ ...state, putAwayPlan: { status: "running", ticket, progress: null } }, { type: "planPutAway", ticket, found: before.retiring.found });
}

/** True where nothing of the key stands in a file that may be changed here. */
export function nothingToPutAway({ putAwayPlan }: State): boolean {
  if (putAwayPlan.status !== "done") return false;
  const { plan, backups, pending } = putAwayPlan.value;
  return plan.files.length === 0 && backups.length === 0 && !pending;
}
