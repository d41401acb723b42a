/** What can happen to the wizard, and what it may ask of the world in return. Both are plain data. */
import type { Result } from "../base/problem.js";
import type { Plan, SaveIntent, WrittenFile } from "../files/types.js";
import type { CheckReport } from "../jobs/check.js";
import type { CarriedOut, Examination } from "../jobs/doctor.js";
import type { LookUp } from "../jobs/lookup.js";
import type { CsvRead } from "../jobs/read-csv.js";
import type { Survey } from "../jobs/survey.js";
import type { Checked, VerifyProgress } from "../jobs/verify.js";
import type { Pasted } from "../keys/paste.js";
import type { AccessKey } from "../keys/types.js";
import type { KeysEffect, KeysResultEvent, KeysUserEvent } from "./events-keys.js";
import type { KeptPlace, Leaving, Overlay, ReviewField, State, Task, Walk } from "./state.js";
import type { StepId } from "./step-id.js";

/** What the person did. */
export type UserEvent =
  | KeysUserEvent
  | { readonly type: "started" }
  | { readonly type: "chose"; readonly task: Task }
  | { readonly type: "resumed" }
  | { readonly type: "practised" }
  | { readonly type: "walked"; readonly walk: Walk }
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
  | { readonly type: "pickedCsv"; readonly path: string; /** Whose key of several: a name, or an id. */ readonly user?: string }
  | { readonly type: "askedAgain" }
  | { readonly type: "stoppedWaiting" }
  | { readonly type: "savedUnchecked" }
  | { readonly type: "wentOn" }
  | { readonly type: "editing"; readonly field: ReviewField }
  | { readonly type: "setRegion"; readonly text: string }
  | { readonly type: "setProfile"; readonly text: string }
  | { readonly type: "switchedFile" }
  | { readonly type: "wrote" }
  | { readonly type: "deletedCsv" }
  /** On the repair that is shown: an index of its ways, or null to leave it. */
  | { readonly type: "decided"; readonly way: number | null }
  | { readonly type: "overlay"; readonly overlay: Overlay }
  | { readonly type: "broke"; readonly fault: string | null }
  | { readonly type: "opened"; readonly url: string }
  | { readonly type: "copied"; readonly text: string }
  | { readonly type: "quit" }
  | { readonly type: "interrupted" }
  /** Any other key after the first Ctrl+C. */
  | { readonly type: "carriedOn" }
  | { readonly type: "crashed"; readonly message: string };

/** What came back from the world. A ticket that is not the awaited one: the answer is late and dropped. */
export type ResultEvent =
  | KeysResultEvent
  | { readonly type: "surveyed"; readonly ticket: number; readonly result: Result<Survey> }
  | { readonly type: "lookedUp"; readonly ticket: number; readonly result: Result<LookUp> }
  | { readonly type: "csvRead"; readonly ticket: number; readonly path: string; readonly result: Result<CsvRead> }
  | { readonly type: "verifying"; readonly ticket: number; readonly progress: VerifyProgress }
  | { readonly type: "verified"; readonly ticket: number; readonly result: Result<Checked> }
  | { readonly type: "planned"; readonly ticket: number; readonly result: Result<Plan> }
  | { readonly type: "written"; readonly ticket: number; readonly result: Result<{ written: readonly WrittenFile[] }> }
  | { readonly type: "finalChecking"; readonly ticket: number; readonly progress: VerifyProgress }
  | { readonly type: "finalChecked"; readonly ticket: number; readonly result: Result<CheckReport> }
  | { readonly type: "examining"; readonly ticket: number; readonly progress: VerifyProgress }
  | { readonly type: "examined"; readonly ticket: number; readonly result: Result<CheckReport> }
  | { readonly type: "diagnosed"; readonly ticket: number; readonly result: Result<Examination> }
  | { readonly type: "mended"; readonly ticket: number; readonly result: Result<CarriedOut> }
  | { readonly type: "csvDeleted"; readonly result: Result<null> }
  | { readonly type: "placeKept"; readonly kept: boolean }
  | { readonly type: "told"; readonly note: string };

export type Event = UserEvent | ResultEvent;

/** The work that runs under a ticket and can be cancelled by kind. */
export type TicketedEffect =
  | KeysEffect
  | { readonly type: "survey"; readonly ticket: number }
  | { readonly type: "lookUp"; readonly ticket: number }
  | { readonly type: "readCsv"; readonly ticket: number; readonly path: string; readonly user: string | null }
  | { readonly type: "verify"; readonly ticket: number; readonly key: AccessKey }
  | { readonly type: "plan"; readonly ticket: number; readonly intent: SaveIntent }
  | { readonly type: "write"; readonly ticket: number; readonly plan: Plan }
  | { readonly type: "finalCheck"; readonly ticket: number; readonly profile: string }
  | { readonly type: "examine"; readonly ticket: number; readonly profile: string | null; readonly practiceKey?: true; /** What psiTurk uses beside it is left out. */ readonly alone?: true }
  | { readonly type: "diagnose"; readonly ticket: number }
  | { readonly type: "mend"; readonly ticket: number; readonly examination: Examination };

export type TicketedKind = TicketedEffect["type"];

export type Effect =
  | TicketedEffect
  | { readonly type: "cancel"; readonly kind: TicketedKind }
  | { readonly type: "open"; readonly url: string }
  | { readonly type: "copy"; readonly text: string }
  | { readonly type: "deleteCsv"; readonly path: string }
  | { readonly type: "break"; readonly fault: string | null }
  | { readonly type: "keepPlace"; readonly place: KeptPlace }
  | { readonly type: "forgetPlace" }
  | { readonly type: "leave"; readonly leaving: Leaving };

/** A state and what is to be done to the world. */
export interface Turn {
  readonly state: State;
  readonly effects: readonly Effect[];
}
