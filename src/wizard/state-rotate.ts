/** Holds what the wizard knows while a key is replaced. */
import type { Identity } from "../aws/types.js";
import type { Problem } from "../base/problem.js";
import type {
  OthersWish,
  Rotated,
  RotateProgress,
  Unfinished,
  Watched,
  Wishes,
} from "../jobs/rotate/index.js";
import type { FileKind } from "../aws-files/types.js";
import type { AccessKey } from "../keys/types.js";
import type { CheckProgress } from "./progress.js";
import { type Slot, IDLE } from "./slot.js";

/** What the person has answered so far; every call of the job gets it. */
export interface RotationAnswers {
  readonly way: Wishes["way"];
  /** The new pair that a person has made in the console. */
  readonly given: AccessKey | null;
  readonly letGo: string | null;
  readonly old: Wishes["old"];
  /** What is to become of the other places that hold the key; null: not said. */
  readonly others: OthersWish | null;
  readonly otherHolder: boolean;
  /** The key of `letGo` may go although it stands somewhere here. */
  readonly letGoUsed: boolean;
  /** The new key that waits beside the file goes into it. */
  readonly take: boolean;
  readonly seenRefused: readonly string[];
}

export const NO_ANSWERS: RotationAnswers = {
  way: "automatic",
  given: null,
  letGo: null,
  old: "ask",
  others: null,
  otherHolder: false,
  letGoUsed: false,
  take: false,
  seenRefused: [],
};

/**
 * replace: begins, or carries on. finish: deletes the old key that waits for it. undo: the old key
 * comes back.
 */
export type RotationCall = "replace" | "finish" | "undo";

type StepName = Extract<RotateProgress, { type: "step" }>["step"];

/** How far the job has come. */
export interface RotationProgress {
  readonly done: readonly StepName[];
  readonly now: StepName | null;
  /** The two questions to AWS, while they are asked. */
  readonly asking: CheckProgress | null;
  /** It is asked again for so many milliseconds, counted from when this was told, and why. */
  readonly patience: {
    readonly leftMs: number;
    readonly because: "too-new" | "busy" | "no-answer";
  } | null;
  /** Esc was pressed: what came of the job is still awaited. */
  readonly stopping: boolean;
}

export const NOTHING_DONE: RotationProgress = {
  done: [],
  now: null,
  asking: null,
  patience: null,
  stopping: false,
};

/** The last look at whether AWS refuses a key by now. */
export interface RefusalCheck {
  readonly state: Watched;
  /** Milliseconds since the first look. */
  readonly sinceMs: number;
}

/** A person has to make the new key. */
export interface NewKeyWanted {
  readonly profile: string;
  /** Whose it has to be. */
  readonly holder: Identity;
  /** Why IAM cannot make it; null where it was wished so. */
  readonly because: Problem | null;
  /** Full id of the key that it replaces; null: not known. */
  readonly oldId: string | null;
  /** The file in which that one stands. */
  readonly keysIn: FileKind;
  /** MTurk gave no answer to that one either. */
  readonly silent: boolean;
}

export interface RotationState {
  /** What earlier starts left unfinished. */
  readonly unfinished: readonly Unfinished[];
  readonly rotation: {
    readonly call: RotationCall;
    readonly answers: RotationAnswers;
    readonly newKey: NewKeyWanted | null;
  };
  readonly rotating: Slot<Rotated, RotationProgress>;
  /** What replacing has written in this run, oldest first. */
  readonly replacedIn: Rotated["written"];
  /** Whose the key is that is replaced, as far as AWS said; one that IAM makes is the same user's. */
  readonly replacedOf: Identity | null;
  /** Whether AWS refuses a key by now; for rotation and retirement. Null: no look yet. */
  readonly watch: Slot<Watched, RefusalCheck | null>;
}

export const NO_ROTATION: RotationState = {
  unfinished: [],
  rotation: { call: "replace", answers: NO_ANSWERS, newKey: null },
  rotating: IDLE,
  replacedIn: [],
  replacedOf: null,
  watch: IDLE,
};
