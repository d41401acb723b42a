/**
 * Decides what the other places that hold a key mean for the next step. Pure, as all of the
 * decision.
 */
import { goesEverywhere, isOffAnyway, type OthersWish } from "../shared/users.js";
import type { Action, Observed } from "./types.js";

/**
 * Whether a program on this computer takes the key with this id from another place than the one
 * that is dealt with.
 */
export function isUsed({ elsewhere }: Observed, id: string): boolean {
  return elsewhere.some((place) => place.id === id && place.kind !== "unread");
}

/** Whether one of these is a place that we write. */
export function isWritten({ elsewhere }: Observed, id: string): boolean {
  return elsewhere.some((place) => place.id === id && place.kind === "written");
}

/**
 * What is wished for the other places: now, or when that was begun which is carried on. An earlier
 * wish to leave the old key on does not hold against a later one to delete it; and going back, only
 * the wish for all places counts, which then go back too.
 */
export function othersWish({ wishes, journal, inFile }: Observed): OthersWish | null {
  if (wishes.others !== null) return wishes.others;
  const noted = journal?.others?.wish ?? null;
  if (journal === null || noted === null) return null;
  if (wishes.undo && journal.way !== "undo") return goesEverywhere(noted) ? "everywhere" : null;
  if (journal.step === "waiting" && (wishes.start || journal.to !== inFile)) return null;
  return noted === "keep" && (!wishes.start || wishes.old === "delete") ? null : noted;
}

/**
 * The question that has to be answered before this key goes; null where nothing uses it, or where
 * it was wished all the same.
 */
export function whileUsed(
  o: Observed,
  id: string,
  { switched }: { readonly switched: boolean },
): Action | null {
  if (!isUsed(o, id) || isOffAnyway(othersWish(o))) return null;
  return { do: "ask", question: { ask: "shared", id, switched } };
}
