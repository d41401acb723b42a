/** Which keys win on this computer, does AWS accept them, does the sandbox answer? Changes nothing. */
import { type Problem, type Result, type Verdict, VERDICT_OF_CODE, ok } from "../base/problem.js";
import type { Sources } from "../sources/types.js";
import { type CheckDocument, problemDocument } from "./documents.js";
import type { Ports } from "./ports.js";
import { shownRegion } from "../files/mask.js";
import { sourcesOf } from "./sources.js";
import { type Checked, type VerifyProgress, verifyKey } from "./verify.js";

export interface CheckOptions {
  /** As `Session(profile_name=…)`: environment keys do not count then. */
  readonly profile?: string;
  readonly signal: AbortSignal;
  /** Wait for a key made a moment ago; only right after a key was saved. */
  readonly patient?: boolean;
  readonly progress?: (progress: VerifyProgress) => void;
}

export interface CheckReport {
  readonly sources: Sources;
  /** Null where there was no key to ask with. */
  readonly checked: Checked | null;
  readonly verdict: Verdict;
  /** The deciding one first. */
  readonly problems: readonly Problem[];
}

/** Examines every source, then asks AWS with the key that boto3 would use, session token included. */
export async function check(ports: Ports, options: CheckOptions): Promise<Result<CheckReport>> {
  const examined = await sourcesOf(ports, options.profile);
  if (!examined.ok) return examined;
  const sources = examined.value;
  const stop = stoppedBefore(sources);
  if (stop !== null) return ok({ sources, checked: null, verdict: stop, problems: sources.problems });
  const key = sources.boto3.key;
  if (key === null) {
    return ok({ sources, checked: null, verdict: "unreachable", problems: [notRun(sources), ...sources.problems] });
  }
  const checked = await verifyKey(ports, key, {
    patient: options.patient ?? false,
    signal: options.signal,
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  if (!checked.ok) return checked;
  const { diagnosis } = checked.value;
  // The keys are right all the same, which is worth knowing; but no program gets anything done with them.
  const stopped = sources.problems.some(({ code }) => code === "setting-broken");
  const verdict = stopped && checked.value.verdict === "ready" ? VERDICT_OF_CODE["setting-broken"] : checked.value.verdict;
  return ok({ sources, checked: checked.value, verdict, problems: [...diagnosis.problems, ...sources.problems] });
}

/** The verdict where boto3 never gets as far as asking AWS. */
function stoppedBefore(sources: Sources): Verdict | null {
  const problem = sources.boto3.problem;
  if (problem !== null) return VERDICT_OF_CODE[problem.code] ?? "keys-missing";
  return sources.boto3.source === null ? "keys-missing" : null;
}

function notRun(sources: Sources): Problem {
  return {
    code: "unknown",
    message: `boto3 gets its keys from a source that only boto3 itself can run (${sources.boto3.source ?? "unknown"}), so AWS was not asked.`,
    try: ["Ask with the AWS CLI instead: aws sts get-caller-identity", "Or give this profile an access key of its own: mturk-setup"],
  };
}

/** The report as the document of `check --json`. */
export function checkDocument(report: CheckReport): CheckDocument {
  const { sources, checked } = report;
  const winner = ({ source, accessKeyId, region }: Sources["boto3"]): CheckDocument["boto3"] => ({ source, accessKeyId, region: region === null ? null : shownRegion(region) });
  return {
    profile: sources.profile.name,
    verdict: report.verdict,
    sources: sources.list.map(({ name, location, accessKeyId, boto3, psiturk, why }) => ({ name, location, accessKeyId, boto3, psiturk, why })),
    boto3: winner(sources.boto3),
    psiturk: winner(sources.psiturk),
    identity: identityDocument(checked),
    sandbox: sandboxDocument(checked),
    problems: report.problems.map(problemDocument),
  };
}

function identityDocument(checked: Checked | null): CheckDocument["identity"] {
  const identity = checked?.diagnosis.identity ?? null;
  if (identity === null) return null;
  return identity.ok ? { ok: true, account: identity.value.account, arn: identity.value.arn } : { ok: false, problem: identity.problem.code };
}

function sandboxDocument(checked: Checked | null): CheckDocument["sandbox"] {
  const sandbox = checked?.diagnosis.sandbox ?? null;
  if (sandbox === null) return null;
  return sandbox.ok
    ? { ok: true, balance: sandbox.value.balance, endpoint: sandbox.endpoint }
    : { ok: false, problem: sandbox.problem.code, endpoint: sandbox.endpoint };
}

/** True if the report is a success under `--need`: with `keys` it is enough that AWS accepts them. */
export function isSuccess(verdict: Verdict, need: "keys" | "mturk"): boolean {
  return verdict === "ready" || (need === "keys" && verdict === "keys-accepted");
}

