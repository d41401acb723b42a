/** Says what a question of a rotation is asked with, and what its answer is. */
import { profileOption } from "../../keys/profile-name.js";
import type { Problem } from "../../base/problem.js";
import type { OthersWish, RotatePorts, Wishes } from "../../jobs/rotate/index.js";
import type { RotationTarget } from "../../jobs/rotate/preflight.js";
import type { AccessKey } from "../../keys/types.js";
import type { RotateRequest } from "./options.js";
import type { WizardIo } from "../wizard/run.js";

/** What the next call of the job is given. */
export interface RotateAnswers {
  readonly given: AccessKey | null;
  readonly letGo: string | null;
  readonly otherHolder: boolean;
  /** The key of `letGo` may go although it stands somewhere here. */
  readonly letGoUsed: boolean;
  /** The pair that waits beside the file goes into it. */
  readonly take: boolean;
  /** The account changed with the key. */
  readonly otherAccount: boolean;
  readonly old: Wishes["old"];
  readonly others: OthersWish | null;
  readonly seenRefused: readonly string[];
}

/**
 * answered: call the job again with this. open: it stays open, and all that was wished is done.
 * ended: with this exit code, all is told.
 */
export type QuestionOutcome =
  | { readonly is: "answered"; readonly change: Partial<RotateAnswers> }
  /** `problem`: for a wish by name, which has not been carried out. */
  | {
      readonly is: "open";
      readonly problem: Problem;
      /** AWS was seen to accept the old key. */ readonly isOn: boolean;
    }
  | { readonly is: "ended"; readonly code: number }
  | { readonly is: "problem"; readonly problem: Problem };

export interface Asking {
  readonly io: WizardIo;
  readonly ports: RotatePorts;
  readonly request: RotateRequest;
  readonly target: RotationTarget;
  /** The pair that stood in the file at the start. */
  readonly before: AccessKey | null;
  readonly answers: RotateAnswers;
}

/** The job is called again with this. */
export const answered = (
  change: Partial<RotateAnswers>,
): Extract<QuestionOutcome, { is: "answered" }> => ({
  is: "answered",
  change,
});

/** The option that names the profile in a command; empty for the default one. */
export const option = ({ target }: Pick<Asking, "target">): string => profileOption(target.profile);

/** Says lines to whoever asked. */
export function tell({ io }: Asking, lines: readonly string[]): void {
  io.err(`${lines.join("\n")}\n`);
}
