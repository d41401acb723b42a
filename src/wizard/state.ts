/**
 * Holds everything the wizard knows at one moment. No promise, no clock, no React; secrets only as
 * `Secret`.
 */
import type { Problem } from "../base/problem.js";
import type { Completion } from "../jobs/complete-path.js";
import type { FileKind, WrittenFile } from "../aws-files/types.js";
import type { AccessKey, KeyFinding } from "../keys/types.js";
import type { Secret } from "../base/secret.js";
import type { RetirementState } from "./state-retire.js";
import type { RotationState } from "./state-rotate.js";
import type { Slots } from "./slots.js";
import type { StepId } from "./step-id.js";

export type { CheckProgress } from "./progress.js";
export type { SeveralKeys, Written } from "./slots.js";
export { IDLE, type Slot } from "./slot.js";

/** What the person came to do. */
export type Task = "setup" | "use-keys" | "check" | "rotate" | "retire" | "repair" | "alternatives";

/**
 * all: the seven steps in full. open: those that can still be done, for a key to something else
 * than MTurk. key: step 4 alone, in an AWS account that is there.
 */
export type GuideScope = "all" | "open" | "key";

/** What was typed or pasted so far on the key screen. */
export interface KeyEntry {
  readonly accessKeyId: string | null;
  readonly secretAccessKey: Secret | null;
  readonly sessionToken: Secret | null;
  /** What was cleaned off, what it was read from. */
  readonly notes: readonly string[];
  /** Why the last entry was not taken; the field keeps it. */
  readonly problem: Problem | null;
  /** Warnings that a second Enter overrides; the pair waits for it. */
  readonly doubts: { readonly key: AccessKey; readonly findings: readonly KeyFinding[] } | null;
  /** A line that announces more, such as a CSV header: shown, and the next line is awaited. */
  readonly awaiting: string | null;
  /** Grows with every entry that was taken, so that the field starts afresh. */
  readonly round: number;
}

export const EMPTY_ENTRY: KeyEntry = {
  accessKeyId: null,
  secretAccessKey: null,
  sessionToken: null,
  notes: [],
  problem: null,
  doubts: null,
  awaiting: null,
  round: 0,
};

/** What was answered; kept when going back. */
export interface Answers {
  readonly task: Task | null;
  readonly walk: GuideScope | null;
  readonly key: AccessKey | null;
  /** The CSV file that the key was read from, absolute; null if it was pasted. */
  readonly keyFile: string | null;
  /** AWS could not be asked, and the person chose to save all the same. */
  readonly unchecked: boolean;
  /** The sandbox complained, and the person chose to go on with keys that AWS accepts. */
  readonly goOn: boolean;
  readonly profile: string;
  /** The profile was picked from several, now or at an earlier start. */
  readonly picked: boolean;
  /** Null: an existing region stays, else us-east-1. */
  readonly region: string | null;
  readonly keysIn: FileKind;
}

/** One screen on the way; a detour ends by going back to where it branched off. */
export interface Visit {
  readonly step: StepId;
  readonly detour: boolean;
}

/** What the wizard was started with. */
export interface WizardSetting {
  readonly practice: boolean;
  /** Practice's CSV file; null outside practice. */
  readonly practiceCsv: string | null;
  readonly faults: readonly { readonly name: string; readonly title: string }[];
  /** Milliseconds since 1970 at the start; texts about the closure follow it. */
  readonly startedAt: number;
  /** `--profile`; null: as boto3 would choose. */
  readonly profile: string | null;
  /** `--no-open`: addresses are shown, not opened. */
  readonly mayOpen: boolean;
  /** Where earlier walks stopped that were not finished, one for each task. */
  readonly kept: readonly ResumePoint[];
  /**
   * The same start of the program has sent or changed something already, before practice was
   * chosen.
   */
  readonly touched?: boolean;
  /** It is drawn by lines from the start. */
  readonly byLines?: boolean;
}

/** Where a walk stands, as it is kept at every step: no secrets, no whole ids. */
export interface Place {
  readonly task: Task;
  readonly walk: GuideScope | null;
  readonly step: StepId;
  readonly profile: string;
  /** The profile was picked, or named by `--profile`; else it was the one that boto3 chooses. */
  readonly picked: boolean;
  readonly region: string | null;
  /** The key that is being switched off, shortened as it is shown. */
  readonly key: string | null;
}

/** A place, and when a person stood there, in milliseconds since 1970. */
export interface ResumePoint extends Place {
  readonly at: number;
}

/** What goes on by itself once the step on the screen has looked anew at what was done before. */
export interface GoingOn {
  /** A person was making the new key. */
  readonly byHand: boolean;
  /** The key that was being switched off, shortened as it is shown. */
  readonly key: string | null;
}

export const NOT_GOING_ON: GoingOn = { byHand: false, key: null };

/** A small window over the screen. */
export type Overlay = "help" | "quit" | "break" | "files" | null;

/** Which line of the review is being edited. */
export type ReviewField = "region" | "profile" | null;

/** What a screen knows of its own while it is shown; the next one begins with `JUST_SHOWN`. */
export interface OnScreen {
  /** What was turned to, of the things that it shows in turn; null: what it begins with. */
  readonly part: "field" | "list" | "text" | null;
  /** Why what was typed was not taken. */
  readonly refused: string | null;
  /** What may follow the path that was typed when Tab was pressed; never a secret. */
  readonly completion: Completion | null;
}

export const JUST_SHOWN: OnScreen = { part: null, refused: null, completion: null };

export interface State extends Slots, RotationState, RetirementState {
  readonly setting: WizardSetting;
  /** The way so far; the last one is on the screen. Never empty. */
  readonly visited: readonly Visit[];
  readonly answers: Answers;
  readonly entry: KeyEntry;
  readonly reviewField: { readonly name: ReviewField; readonly problem: string | null };
  /** What repairs have changed so far. */
  readonly mended: readonly WrittenFile[];
  readonly onScreen: OnScreen;
  readonly overlay: Overlay;
  /** It is drawn by lines; from here on, where it began with frames. */
  readonly byLines: boolean;
  /** Where walks stopped that are not finished: of earlier starts, and of this one. */
  readonly places: readonly ResumePoint[];
  readonly goingOn: GoingOn;
  /** The fault that the practice AWS has been given. */
  readonly fault: string | null;
  /**
   * One line that tells what a key press did ("opened in the browser"); gone with the next step.
   */
  readonly note: string | null;
  /** CSV files that were read in this run: they are not new any more. */
  readonly csvsRead: readonly string[];
  /** The CSV file that held the secret is deleted. */
  readonly csvDeleted: boolean;
  /** Ctrl+C was pressed once; the next one leaves, any other key takes it back. */
  readonly interruptArmed: boolean;
  /** Something was sent, or changed, in this run; whatever came of it. */
  readonly touched: boolean;
  /** The next ticket to hand out. */
  readonly nextTicket: number;
  /**
   * The wizard was told to leave while a key was being replaced or switched off: it leaves when it
   * is known what came of that.
   */
  readonly leavingAfter: "quit" | "interrupted" | null;
  /** Set once the wizard is to end. */
  readonly leaving: Leaving | null;
}

/** How the wizard ends. */
export type Leaving =
  | { readonly how: "finished" }
  | { readonly how: "quit" | "interrupted"; readonly place: "kept" | "lost" | "none" }
  | { readonly how: "practice" }
  | { readonly how: "bug"; readonly message: string };

export function currentStep(state: State): StepId {
  const last = state.visited[state.visited.length - 1];
  if (last === undefined) throw new Error("no step is on the screen");
  return last.step;
}

/** Whether this run has changed a file. */
export function wasWritten(state: State): boolean {
  return writtenFiles(state).length > 0;
}

/**
 * What is true where no file that holds keys was changed: once a rotation was begun, or a key was
 * to
 * be switched off, something may have been done at AWS, and a journal may lie here.
 */
export function nothingWritten({ rotating, switchOff }: State): string {
  return rotating.status === "idle" && switchOff.status === "idle"
    ? "Nothing was written."
    : "Your key files were not changed.";
}

/**
 * What this run has changed: mended files first, then those that the key was saved in, replaced in,
 * and taken out of.
 */
export function writtenFiles({
  mended,
  write,
  replacedIn,
  retired,
}: State): readonly WrittenFile[] {
  return [
    ...mended,
    ...(write.status === "done" ? write.value.files : []),
    ...replacedIn,
    ...retired.flatMap(({ putAway }) => putAway?.written ?? []),
  ];
}

/** The profile by name, if one was picked or named; null: as boto3 would choose. */
export function chosenProfile({ answers, setting }: State): string | null {
  return answers.picked ? answers.profile : setting.profile;
}
