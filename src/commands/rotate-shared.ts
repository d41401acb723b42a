/** Tells who else uses the key that would go, and takes the answer: from an option, or from the person at the terminal. */
import type { Host } from "../base/host.js";
import type { Problem } from "../base/problem.js";
import { type OthersWish, type Question, type Rotated, keyShared, placeText } from "../jobs/rotate/index.js";
import { maskId } from "../keys/types.js";

type Shared = Extract<Question, { ask: "shared" }>;

/** What the words depend on: how the command was called, and for which profile. */
export interface SharedBy {
  readonly task: "replace" | "finish" | "undo" | "letter";
  /** ` --profile NAME`, or nothing. */
  readonly option: string;
  readonly host: Host;
  /** A key that was to be deleted to make room, not the one that is replaced. */
  readonly toMakeRoom: boolean;
}

/** `key-shared`: what the options did not say, with the three that can. */
export function sharedProblem(question: Shared, rotated: Pick<Rotated, "copies">, by: SharedBy): Problem {
  const users = { written: rotated.copies.filter(({ editable }) => editable), byHand: rotated.copies.filter(({ editable }) => !editable), unread: [] };
  return keyShared(question.id, users, by.host, { nothing: stateText(question, by), cures: curesOf(question, rotated, by) });
}

function stateText({ id, switched }: Shared, { task, toMakeRoom }: SharedBy): string {
  if (switched) return `The new key is in the file, and AWS accepts it; ${maskId(id)} is still on.`;
  if (toMakeRoom) return "Nothing was deleted.";
  return task === "undo" ? "Nothing was put back, and nothing was switched off." : "Nothing was made, and nothing was switched off.";
}

function curesOf({ switched, id }: Shared, { copies }: Pick<Rotated, "copies">, by: SharedBy): readonly string[] {
  const { task, option } = by;
  const command = `mturk-setup rotate${task === "undo" ? " --undo" : switched ? " --finish" : ""}`;
  const byHand = copies.filter(({ editable }) => !editable).map((place) => placeText(place, by.host));
  const hands = byHand.length === 0 ? "" : ` (by hand: ${byHand.join(", ")}; until then ${maskId(id)} stays on)`;
  if (by.toMakeRoom) return ["Replace or take it out there first, then run this again.", `To delete it although others hold it: ${command} --let-go ${maskId(id)} --off-anyway${option}`];
  const everywhere = copies.length === byHand.length ? [] : [`To replace it in all places: ${command} --everywhere${option}${hands}`];
  const byHandOnly = copies.length === byHand.length && switched ? [`Put the new key there by hand, then: mturk-setup rotate --finish${option}`] : [];
  // With nothing but places that are not edited, the new key still has to come first.
  const first = copies.length === byHand.length && !switched ? [`To replace it here and then there by hand: ${command} --everywhere${option}${hands}`] : [];
  const keep = switched ? [] : [`To replace it only here, and leave the old one on: ${command} --keep-old${option}`];
  return [...everywhere, ...byHandOnly, ...first, ...keep, `To switch it off although others hold it: ${command} --off-anyway${option}`];
}

/** What a person reads before the question. */
export function sharedLines(question: Shared, { copies }: Pick<Rotated, "copies">, host: Host): readonly string[] {
  const byHand = copies.filter(({ editable }) => !editable);
  return [
    question.switched ? `The new key is in the file. The old one, ${maskId(question.id)}, still stands here, and whatever reads it stops when it goes off:` : `${maskId(question.id)} stands in ${copies.length} other ${copies.length === 1 ? "place" : "places"} too, and whatever reads it there stops when it goes off:`,
    ...copies.slice(0, MOST_LINES).map((place) => `  ${placeText(place, host)}${place.editable ? "" : "   (not edited here)"}`),
    ...(copies.length > MOST_LINES ? [`  and ${copies.length - MOST_LINES} more`] : []),
    ...(byHand.length === 0 ? [] : ["The old key stays on until the places that are not edited here hold another one, too."]),
  ];
}

const MOST_LINES = 10;

/** The question, and what the answers mean; anything else stops. */
export function sharedChoice({ switched }: Shared, { copies }: Pick<Rotated, "copies">): { readonly prompt: string; readonly read: (typed: string) => OthersWish | null } {
  const all = copies.some(({ editable }) => editable);
  const choices = [...(all || !switched ? ["a: replace it in all of them"] : []), "o: only here, and leave the old one on", "Enter: stop"];
  return {
    prompt: `What is to become of them? (${choices.join(", ")}) `,
    read: (typed) => (/^a(ll)?$/i.test(typed) && (all || !switched) ? "everywhere" : /^o(nly)?$/i.test(typed) ? "keep" : null),
  };
}
