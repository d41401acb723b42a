/** Lists what can be asked of the program, as data. */
import type { CheckRequest } from "./check/options.js";
import type { Common } from "./command-line.js";
import type { CompletionRequest } from "./completion/options.js";
import type { DoctorRequest } from "./doctor/options.js";
import type { GuideRequest } from "./guide/options.js";
import type { PracticeAwsRequest } from "./practice-aws/options.js";
import type { RetireRequest } from "./retire/options.js";
import type { RotateRequest } from "./rotate/options.js";
import type { SaveRequest } from "./save/options.js";
import type { UndoRequest } from "./undo/options.js";
import type { WizardRequest } from "./wizard/options.js";

/** What each command is asked. */
export interface Requests {
  readonly wizard: WizardRequest;
  readonly check: CheckRequest;
  readonly save: SaveRequest;
  readonly rotate: RotateRequest;
  readonly retire: RetireRequest;
  readonly doctor: DoctorRequest;
  readonly undo: UndoRequest;
  readonly "practice-aws": PracticeAwsRequest;
  readonly guide: GuideRequest;
  readonly completion: CompletionRequest;
}

export type CommandName = keyof Requests;

/** A help text or the version is wanted. */
interface PrintRequest extends Common {
  readonly command: "print";
  readonly text: string;
}

export type Request = Requests[CommandName] | PrintRequest;
