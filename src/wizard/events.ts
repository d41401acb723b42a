/**
 * Lists what can happen to the wizard, and what it may ask of the world in return. Both are plain
 * data.
 */
import type { Result } from "../base/problem.js";
import type { Completion } from "../jobs/complete-path.js";
import type { Pasted } from "../keys/paste.js";
import type { RetireEvent } from "./events-retire.js";
import type { RotateEvent } from "./events-rotate.js";
import type {
  Place,
  ResumePoint,
  Leaving,
  OnScreen,
  Overlay,
  ReviewField,
  State,
  Task,
  GuideScope,
} from "./state.js";
import type { StepId } from "./step-id.js";
import type { JobName, ProgressedEvent, SettledEvent, WorkEffect } from "./work.js";

/** What practice does in the place of a person in the console. */
export type PracticeClick =
  { readonly what: "make-key" } | { readonly what: "switch-off"; readonly accessKeyId: string };

/** What the person did. */
export type UserEvent =
  | RotateEvent
  | RetireEvent
  | { readonly type: "started" }
  | { readonly type: "chose"; readonly task: Task }
  /** Goes on where an earlier walk stopped. */
  | { readonly type: "resumed"; readonly place: ResumePoint }
  | { readonly type: "practised" }
  | { readonly type: "walked"; readonly walk: GuideScope }
  | { readonly type: "pickedProfile"; readonly profile: string }
  | { readonly type: "next" }
  | { readonly type: "back" }
  /** To a step off the way; going on from there leads back. */
  | { readonly type: "aside"; readonly step: StepId }
  /** Back to a step that was visited before, e.g. to paste the key again. */
  | { readonly type: "returned"; readonly step: StepId }
  | { readonly type: "entered"; readonly pasted: Pasted }
  | { readonly type: "confirmed" }
  /** Back from the keys of one CSV file to the choice of files. */
  | { readonly type: "choseOtherFile" }
  | {
      readonly type: "pickedCsv";
      readonly path: string;
      /** Whose key of several: a name, or an id. */ readonly user?: string;
    }
  | { readonly type: "askedAgain" }
  | { readonly type: "stoppedWaiting" }
  | { readonly type: "savedUnchecked" }
  | { readonly type: "wentOn" }
  | { readonly type: "editing"; readonly field: ReviewField }
  | { readonly type: "setRegion"; readonly text: string }
  | { readonly type: "setProfile"; readonly text: string }
  | { readonly type: "switchedFile" }
  | { readonly type: "wrote" }
  /** Absent: the file that the key of this run was read from. */
  | { readonly type: "deletedCsv"; readonly path?: string }
  /** On the repair that is shown: an index of its ways, or null to leave it. */
  | { readonly type: "decided"; readonly way: number | null }
  /** To all of the repair at once. */
  | { readonly type: "agreedToAll" }
  /** What was done is written down. */
  | { readonly type: "wroteReport" }
  | { readonly type: "overlay"; readonly overlay: Overlay }
  /** Plain lines instead of frames, from here on. */
  | { readonly type: "choseLines" }
  | { readonly type: "broke"; readonly fault: string | null }
  /** In practice: what a person clicks in the console is done by the practice AWS. */
  | { readonly type: "clickedInPractice"; readonly click: PracticeClick }
  | { readonly type: "opened"; readonly url: string }
  | { readonly type: "copied"; readonly text: string }
  /** To another part of the screen: the field, the list, or what else it can show. */
  | { readonly type: "turnedTo"; readonly part: OnScreen["part"] }
  /** What was typed is not taken, and why. */
  | { readonly type: "refused"; readonly why: string }
  /** Tab in the field for a path: what may follow is asked for. */
  | { readonly type: "wantedRest"; readonly typed: string }
  /** What was typed has been changed since: what was wrong with it is out of date. */
  | { readonly type: "edited" }
  | { readonly type: "quit" }
  | { readonly type: "interrupted" }
  /** Any other key after the first Ctrl+C. */
  | { readonly type: "carriedOn" }
  | { readonly type: "crashed"; readonly message: string };

/**
 * What came back from the world. A job whose ticket is not the awaited one: the answer is late and
 * dropped.
 */
export type ResultEvent =
  | SettledEvent
  | ProgressedEvent
  | { readonly type: "csvDeleted"; readonly path: string; readonly result: Result<null> }
  /** `leaving`: as asked for with it. */
  | {
      readonly type: "placeKept";
      readonly place: ResumePoint;
      readonly kept: boolean;
      readonly leaving: "quit" | "interrupted" | null;
    }
  | { readonly type: "pathCompleted"; readonly completion: Completion }
  | { readonly type: "told"; readonly note: string };

export type Event = UserEvent | ResultEvent;

export type Effect =
  | WorkEffect
  | { readonly type: "cancel"; readonly kind: JobName }
  | { readonly type: "open"; readonly url: string }
  | { readonly type: "copy"; readonly text: string }
  | { readonly type: "deleteCsv"; readonly path: string }
  | { readonly type: "break"; readonly fault: string | null }
  | { readonly type: "click"; readonly click: PracticeClick }
  | { readonly type: "completePath"; readonly typed: string }
  /** `leaving`: the wizard is left once it is kept. */
  | {
      readonly type: "keepPlace";
      readonly place: Place;
      readonly leaving: "quit" | "interrupted" | null;
    }
  | { readonly type: "forgetPlace"; readonly task: Task }
  | { readonly type: "leave"; readonly leaving: Leaving };

/** A state and what is to be done to the world. */
export interface Turn {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** What follows from each of these events; the compiler asks for one that is missing. */
export type Rules<Type extends UserEvent["type"]> = {
  readonly [T in Type]: (state: State, event: Extract<UserEvent, { readonly type: T }>) => Turn;
};
