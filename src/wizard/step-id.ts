/**
 * Names every step of the wizard. The first is always there; each other step adds its name in its
 * own file, by declaring this interface once more, so that no list of names stands beside the
 * steps.
 */
export interface StepIds {
  readonly start: true;
}

export type StepId = keyof StepIds;
