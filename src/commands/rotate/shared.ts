/**
 * Tells who else uses the key that would go, and takes the answer: from an option, or from the
 * person at the terminal.
 */
import type { Host } from "../../base/host.js";
import { counted, firstTen } from "../../base/list.js";
import type { Problem } from "../../base/problem.js";
import {
  type OthersWish,
  type Question,
  type Rotated,
  keyShared,
  placeText,
} from "../../jobs/rotate/index.js";
import { maskId } from "../../keys/types.js";
import { NOT_EDITED, allPlaces } from "../../words/places.js";
import { comesAndGoes } from "../../words/rotation.js";

type Shared = Extract<Question, { ask: "shared" }>;

/** What the words depend on. */
export interface SharedBy {
  readonly task: "replace" | "finish" | "undo" | "letter";
  readonly host: Host;
  /** A key that was to be deleted to make room, not the one that is replaced. */
  readonly toMakeRoom: boolean;
}

/**
 * Which of the two comes into the file: going back, it is the old one, and the new one is to go.
 */
const comes = (task: SharedBy["task"]): "old" | "new" => (task === "undo" ? "old" : "new");
const goes = (task: SharedBy["task"]): "old" | "new" => (task === "undo" ? "new" : "old");

/** `key-shared`: what the options did not say, with the three that can. */
export function othersLeftProblem(
  question: Shared,
  rotated: Pick<Rotated, "copies">,
  by: SharedBy,
): Problem {
  const users = {
    written: rotated.copies.filter(({ editable }) => editable),
    byHand: rotated.copies.filter(({ editable }) => !editable),
    unread: [],
  };
  return keyShared(question.id, users, by.host, {
    nothing: stateText(question, by),
    cures: curesOf(question, rotated, by),
  });
}

function stateText({ id, switched }: Shared, { task, toMakeRoom }: SharedBy): string {
  if (switched)
    return (
      `The ${comes(task)} key is in the file, and AWS accepts it; nothing more was done to ` +
      `${maskId(id)}.`
    );
  if (toMakeRoom) return "Nothing was deleted.";
  return task === "undo"
    ? "Nothing was put back, and nothing was switched off."
    : "Nothing was made, and nothing was switched off.";
}

/** Options to be added to the same command. */
function curesOf(
  { switched, id }: Shared,
  { copies }: Pick<Rotated, "copies">,
  { task, host, toMakeRoom }: SharedBy,
): readonly string[] {
  const byHand = copies.filter(({ editable }) => !editable).map((place) => placeText(place, host));
  const where = [
    firstTen(byHand).shown.join(", "),
    ...(firstTen(byHand).more === null ? [] : [firstTen(byHand).more]),
  ].join(" ");
  const off =
    `--off-anyway ${toMakeRoom ? "deletes it" : "switches it off"} although the others hold ` +
    "it: what reads them stops";
  if (toMakeRoom)
    return ["Replace it there first, or take it out there; then run this again.", off];
  const hands =
    byHand.length === 0 ? "" : `; by hand: ${where} (until then ${maskId(id)} is left as it is)`;
  const onlyByHand = copies.length === byHand.length;
  if (switched && onlyByHand)
    return [`Put the ${comes(task)} key there by hand, then run this again: ${where}`, off];
  const key = `puts the ${comes(task)} key`;
  const keep = switched
    ? []
    : [`--keep-old ${key} only into this profile, and leaves ${maskId(id)} on`];
  return [`--everywhere ${key} into all places that are written here${hands}`, ...keep, off];
}

/** What a person reads before the question. */
export function sharedLines(
  question: Shared,
  { copies }: Pick<Rotated, "copies">,
  { task, host }: SharedBy,
): readonly string[] {
  const byHand = copies.filter(({ editable }) => !editable);
  const { shown, more } = firstTen(copies);
  return [
    question.switched
      ? `${comesAndGoes(comes(task), goes(task), question.id)}, still stands here, and ` +
        "whatever reads it stops when it goes off:"
      : `${maskId(question.id)} stands in ` +
        `${copies.length === 1 ? "one other place" : `${counted(copies.length)} other places`} ` +
        "too, and whatever reads it there stops when it goes off:",
    ...shown.map(
      (place) => `  ${placeText(place, host)}${place.editable ? "" : `   ${NOT_EDITED}`}`,
    ),
    ...(more === null ? [] : [`  ${more}`]),
    ...(byHand.length === 0
      ? []
      : [
          `${maskId(question.id)} is left as it is until the places that are not edited ` +
            "here hold another one, too.",
        ]),
  ];
}

/** The question, and what the answers mean; anything else stops. */
export function sharedChoice(
  { switched }: Shared,
  { copies }: Pick<Rotated, "copies">,
  { task }: SharedBy,
): { readonly prompt: string; readonly read: (typed: string) => OthersWish | null } {
  const editable = copies.filter((place) => place.editable).length;
  const all =
    editable > 0
      ? [switched ? "a: replace it there too" : `a: replace it in ${allPlaces(editable + 1)}`]
      : [];
  const keep = `o: ${switched ? "" : "only here, "}leave the ${goes(task)} one on`;
  return {
    prompt: `What is to become of them? (${[...all, keep, "Enter: stop"].join(", ")}) `,
    read: (typed) =>
      /^a(ll)?$/i.test(typed) && editable > 0
        ? "everywhere"
        : /^o(nly)?$/i.test(typed)
          ? "keep"
          : null,
  };
}

/** What a person is told who leaves at the question. */
export function sharedLeft(
  question: Shared,
  by: SharedBy,
  profileOption: string,
): readonly string[] {
  return question.switched
    ? [
        "",
        `Stopped. ${stateText(question, by)} To go on: mturk-setup ` +
          `rotate${by.task === "undo" ? " --undo" : ""}${profileOption}`,
      ]
    : [];
}
