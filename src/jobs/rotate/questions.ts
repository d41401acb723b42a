/**
 * Words the questions of a rotation, for commands and wizard alike: where each key that they name
 * stands, and no more than is known.
 */
import { maskId } from "../../keys/types.js";
import type { KnownKey, Question } from "./types.js";
import { standsText } from "./words-ended.js";

type Of<A extends Question["ask"]> = Extract<Question, { ask: A }>;
type Shorten = (path: string) => string;
const AS_IT_IS: Shorten = (path) => path;

/** Two keys already. */
export function whichGoesText(
  { others, unseen }: Of<"which-goes">,
  shorten = AS_IT_IS,
): readonly string[] {
  return [
    "This user has two keys already, and AWS allows no third.",
    ...others.map((key) => whereText(key, shorten)),
    ...unseenText(unseen),
  ];
}

/**
 * A key that appeared while one was asked for, or whose pair was removed by hand; nobody knows here
 * who has its secret.
 */
export function lostKeyText({ key, ours, unseen }: Of<"lost-key">): readonly string[] {
  const id = maskId(key.id);
  const whose = ours
    ? [
        `${id} was made by the rotation that was interrupted. Its pair waited beside the credentials file and has been removed since.`,
      ]
    : [
        `${id} was not among this user's keys when the rotation began. If nobody else makes keys for this user, it is the one that was asked for, and the answer with its secret did not arrive.`,
        "If somebody else made it, it is theirs: leave it.",
      ];
  return [...whose, whereText(key), ...unseenText(unseen)];
}

/** A new key waits beside a file that goes its own way by now. */
export function waitingPairText({ id, inFile }: Of<"waiting-pair">): readonly string[] {
  const holds =
    inFile === null
      ? "the profile has no key in the AWS files now"
      : `${maskId(inFile)} is in the file now`;
  return [
    `A rotation to ${maskId(id)} was interrupted. Its pair waits beside the credentials file, and stands nowhere else on this computer but in backups; ${holds}. Nothing was changed.`,
  ];
}

/** What the places of a key mean for whoever lets it go. */
export function whereText(
  { id, stands }: Pick<KnownKey, "id" | "stands">,
  shorten = AS_IT_IS,
): string {
  if (stands.length === 0)
    return `${maskId(id)} stands nowhere on this computer; other computers were not looked at.`;
  const live = stands.filter(({ is }) => is === "live");
  if (live.length > 0)
    return `${maskId(id)} is used here: ${standsText(live, shorten)}. What reads it there stops when the key goes.`;
  return `${maskId(id)} is kept here: ${standsText(stands, shorten)}. Nothing on this computer reads it there.`;
}

function unseenText(unseen: readonly string[]): readonly string[] {
  return unseen.length === 0
    ? []
    : [`Not everything could be looked into, so a key may stand there too: ${unseen.join(" ")}`];
}
