/**
 * Words the steps and the questions of a rotation: what is done, and where each key that is asked
 * about stands, no more than is known.
 */
import { maskId } from "../keys/types.js";
import { holdsNow } from "../jobs/rotate/interrupted.js";
import type { KnownKey, Question, RotateProgress } from "../jobs/rotate/index.js";
import { standsText } from "../jobs/rotate/endings.js";

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
        `${id} was made by the rotation that was interrupted. Its pair waited beside the ` +
          "credentials file and has been removed since.",
      ]
    : [
        `${id} was not among this user's keys when the rotation began. If nobody else ` +
          "makes keys for this user, it is the one that was asked for, and the answer with " +
          "its secret did not arrive.",
        "If somebody else made it, it is theirs: leave it.",
      ];
  return [...whose, whereText(key), ...unseenText(unseen)];
}

/** A new key waits beside a file that goes its own way by now. */
export function waitingPairText({ id, inFile }: Of<"waiting-pair">): readonly string[] {
  return [
    `A rotation to ${maskId(id)} was interrupted. Its pair waits beside the credentials ` +
      `file, and stands nowhere else on this computer but in backups; ${holdsNow(inFile)}. ` +
      "Nothing was changed.",
  ];
}

/** The beginning of a sentence on what becomes of the key that left the file. */
export function comesAndGoes(comes: "old" | "new", goes: "old" | "new", id: string): string {
  return `The ${comes} key is in the file. The ${goes} one, ${maskId(id)}`;
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
    return (
      `${maskId(id)} is used here: ${standsText(live, shorten)}. What reads it there stops ` +
      "when the key goes."
    );
  return (
    `${maskId(id)} is kept here: ${standsText(stands, shorten)}. Nothing on this computer ` +
    "reads it there."
  );
}

function unseenText(unseen: readonly string[]): readonly string[] {
  return unseen.length === 0
    ? []
    : [`Not everything could be looked into, so a key may stand there too: ${unseen.join(" ")}`];
}

type StepName = Extract<RotateProgress, { type: "step" }>["step"];

/** `doing`: on a list of what is done; `line`: told by itself. Null: not worth a word there. */
interface StepWords {
  readonly doing: string | null;
  readonly line: string | null;
}

const STEPS: Readonly<Record<StepName, StepWords>> = {
  identify: { doing: "Whose key it is, and how MTurk does for it", line: null },
  list: { doing: "The user's keys at AWS", line: null },
  "delete-other": {
    doing: "Deleting the key that you let go",
    line: "Deleting the key that was let go.",
  },
  "check-store": { doing: "A safe place for the new key", line: null },
  create: { doing: "A new key from AWS", line: "Asking IAM for a new key." },
  "persist-pending": { doing: "Keeping it safe until it is proved", line: null },
  note: { doing: null, line: null },
  "activate-new": { doing: "Switching the key on again", line: "Switching the key on again." },
  verify: {
    doing: "Trying the new key with AWS and MTurk",
    line: "Asking AWS and MTurk with the new key.",
  },
  "switch-others": { doing: "Putting it into the other places", line: null },
  "switch-file": {
    doing: "Putting it into the file",
    line: "AWS accepts it. Putting it into the file.",
  },
  settle: { doing: null, line: null },
  "deactivate-old": {
    doing: "Switching the replaced key off",
    line: "Switching the key that was replaced off.",
  },
  "verify-again": {
    doing: "Trying the key in the file once more",
    line: "Asking once more with the new key.",
  },
  "delete-old": { doing: "Deleting the old key", line: "Deleting the key that was replaced." },
  "roll-back": { doing: "Deleting the new key again", line: "Deleting the new key again." },
  clear: { doing: null, line: null },
  "end-journal": { doing: "Ending what cannot be carried on", line: null },
  finish: { doing: null, line: null },
};

/** Going back, the old key is the one that is tried. */
const BACK: Partial<typeof STEPS> = {
  verify: {
    doing: "Trying the old key with AWS and MTurk",
    line: "Asking AWS and MTurk with the old key.",
  },
  "verify-again": { ...STEPS["verify-again"], line: "Asking once more with the old key." },
};

/** What a step does. `back`: the old key comes back. */
export function stepWords(step: StepName, back: boolean): StepWords {
  return (back ? BACK[step] : undefined) ?? STEPS[step];
}
