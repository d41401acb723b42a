/**
 * Holds what more than one screen says in the same words: choices, hints, what cannot be undone.
 */
import type { UserEvent } from "../../events.js";

export const WITHOUT_MTURK = "Run a study without MTurk";
export const FROM_THE_BEGINNING = "Set up from the beginning";
export const BACK_WHERE_YOU_WERE = "back to where you were";
export const LEAVE_AS_IT_IS = "Leave it as it is";
export const COPY_IS_KEPT = "a copy of the file is kept";
export const MAY_BE_TOO_NEW = "it is less than a minute old";
export const LEAVE_ON = "Leave it on for now";
export const PUT_OLD_BACK = "Put the old key back";
export const GO_ON_WHERE_STOPPED = "Go on where it stopped";
export const STOPPING = "Stopping before the next step ...";

/** Whoever has chosen lines on the first screen hears how to begin with them. */
export const PLAIN_FROM_HERE =
  "From here on plain lines; nothing that was printed is changed any more. " +
  "The next time at once: mturk-setup --plain (or put ACCESSIBLE=1 into your environment).";

/** Above the field for the last four characters. `id`: as it is shown. */
export function deletionTitle(id: string): string {
  return `Delete ${id} at AWS. This cannot be undone.`;
}

/** Whoever asks for keys says it: AWS's own pages advise against keys of this kind. */
export const WHY_LONG_TERM =
  "  Keys of aws login or SSO expire; psiTurk takes only keys that last.";

export const COPY_LETTER = "copy a letter to your administrator";

/** In the place of the console, which practice has not. */
export const CLICK_IN_PRACTICE = "Let the practice AWS do these clicks";

/** The clicks that switch a key off. */
export function offClick(accessKeyId: string): UserEvent {
  return { type: "clickedInPractice", click: { what: "switch-off", accessKeyId } };
}
