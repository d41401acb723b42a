/** Checks for the wizard what stands in the files: after saving, and where somebody came to see. */
import { ok, type Result } from "../base/problem.js";
import { type CheckReport, type CheckedPrograms, check } from "../jobs/check.js";
import type { Ports } from "../jobs/ports.js";
import type { VerifyProgress } from "../jobs/verify.js";
import { chooseProfile } from "../sources/index.js";
import { putPracticeKey } from "./run-practice-key.js";
import type { Running } from "./running.js";

export interface ExamineArgs {
  /** Null: as boto3 would choose. */
  readonly profile: string | null;
  /** Practice's made-up key is put into its own files first. */
  readonly practiceKey?: true;
  /** What psiTurk uses beside it is left out. */
  readonly alone?: true;
}

/** Checks the profile that was written; `patient`: it waits for a key that is too new. */
export function checkSaved(
  jobs: Ports,
  profile: string,
  { signal, tell }: Running<VerifyProgress>,
  patient = true,
): Promise<Result<CheckReport>> {
  return check(jobs, {
    profile,
    for: subjectOf(jobs, profile),
    patient,
    signal,
    progress: tell,
  });
}

/** Checks what is on this computer. */
export async function examineProfile(
  jobs: Ports,
  { profile, practiceKey, alone }: ExamineArgs,
  { signal, tell }: Running<VerifyProgress>,
): Promise<Result<CheckReport>> {
  const prepared = practiceKey === true ? await putPracticeKey(jobs, profile, signal) : ok(null);
  if (!prepared.ok) return prepared;
  return check(jobs, {
    ...(profile === null ? {} : { profile }),
    for: alone === true ? "boto3" : subjectOf(jobs, profile),
    signal,
    progress: tell,
  });
}

/** psiTurk takes the profile of this shell: asked about another one, it has no say. */
function subjectOf({ host }: Ports, profile: string | null): CheckedPrograms {
  return profile === null || profile === chooseProfile(host.env).name ? "both" : "boto3";
}
