/** Describes a step of the wizard in one record: its place on the way, its rule and its view. */
import type { State } from "./state.js";
import type { StepId } from "./step-id.js";
import type { StepView } from "./view.js";
import type { JobName } from "./work.js";

export interface Step<Id extends StepId = StepId> {
  readonly id: Id;
  /** Whether it lies on the way, as things stand. */
  readonly applies: (state: State) => boolean;
  /** Whether what it is there for is known or done. */
  readonly isDone: (state: State) => boolean;
  /** The background work that it waits for. */
  readonly work?: readonly StepWork[];
  /** What is forgotten on entering it. */
  readonly enter?: (state: State) => State;
  /** What is forgotten before its work is asked for again; null: not now. */
  readonly beforeAgain?: (state: State) => State | null;
  readonly view: StepView;
}

export interface StepWork {
  readonly job: JobName;
  /**
   * When it is begun on entering the step: where its answer is missing, always, or as things stand.
   * Absent: by a key press only.
   */
  readonly on?: "missing" | "always" | ((state: State) => boolean);
  /** `r` asks for it again. */
  readonly again?: true;
  /** Nobody waits for it: it goes on when what is waited for is stopped. */
  readonly behind?: true;
  /** It goes on when the step is left; else it is dropped. */
  readonly kept?: true;
}
