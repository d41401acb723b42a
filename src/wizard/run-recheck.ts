/** Asks for the wizard, again and again, what a person is waiting for. */
import type { Result } from "../base/problem.js";
import { ok } from "../base/problem.js";
import type { CheckReport } from "../jobs/check.js";
import { type Looked, type Passing, waitForChange } from "../jobs/shared/wait-for-change.js";
import { type Checked, verifyKey } from "../jobs/verify.js";
import type { Ports } from "../jobs/ports.js";
import type { AccessKey } from "../keys/types.js";
import { checkSaved, examineProfile } from "./run-check.js";
import type { Running } from "./running.js";

/** How long somebody may take in a browser, in ms; asking anew is one key. */
const FOR_MS = 30 * 60_000;

/** What is asked about again, and why. */
export type RecheckArgs = { readonly because: Passing } & (
  | { readonly about: "check"; readonly key: AccessKey }
  | { readonly about: "final"; readonly profile: string }
  | { readonly about: "examined"; readonly profile: string | null }
);

/** The answer, once it is another one. */
export type Rechecked =
  | { readonly about: "check"; readonly answer: Checked }
  | { readonly about: "final" | "examined"; readonly answer: CheckReport };

/** What is being asked, and what the last question came to. */
export interface RecheckProgress {
  readonly about: RecheckArgs["about"];
  readonly because: Passing;
  readonly looked: Looked;
}

/** Settles once the answer is another one; until then AWS is asked every ten seconds. */
export async function recheck(
  jobs: Ports,
  args: RecheckArgs,
  { signal, tell }: Running<Looked>,
): Promise<Result<Rechecked>> {
  const waiting = { because: args.because, signal, forMs: FOR_MS, tell };
  const silent = { signal, tell: () => undefined };
  if (args.about === "check") {
    const { key } = args;
    const answer = await waitForChange<Checked>(jobs, {
      ...waiting,
      ask: () => verifyKey(jobs, key, { patient: true, once: true, signal }),
      answered: (checked) => ({ checked, problems: checked.diagnosis.problems }),
    });
    return answer.ok ? ok({ about: "check", answer: answer.value }) : answer;
  }
  const { about } = args;
  const report = await waitForChange<CheckReport>(jobs, {
    ...waiting,
    ask: () =>
      args.about === "final"
        ? checkSaved(jobs, args.profile, silent, false)
        : examineProfile(jobs, { profile: args.profile }, silent),
    answered: (answer) => answer,
  });
  return report.ok ? ok({ about, answer: report.value }) : report;
}
