/**
 * Decides what the two answers mean together: one problem with its next step for each failure, and
 * what to know besides.
 */
import { type Problem, CODES, type Verdict } from "../../base/problem.js";
import type { DiagnosisContext, KeyFacts } from "./case.js";
import { type StsResult, classify, classifySandbox } from "./classify.js";
import { ASK_AGAIN, CLOCK_WARNING_MS, clockWords } from "./clock.js";
import { PRODUCTION_HOST } from "../endpoints.js";
import { AWS_PROBLEMS, type AwsProblemCode } from "./problem-table.js";
import { inWords } from "./words.js";
import { accessKeyLabel } from "./words-keys.js";
import type { AwsAnswer, Balance, Diagnosis, Identity } from "../types.js";

export type { DiagnosisContext, KeyFacts } from "./case.js";

/** What was asked, what came back (null: not asked), and what is known besides. */
export interface Findings {
  readonly identity: AwsAnswer<Identity> | null;
  readonly sandbox: AwsAnswer<Balance> | null;
  readonly key: KeyFacts;
  readonly context: DiagnosisContext;
}

/**
 * What the sandbox's play-money account always holds
 * (https://github.com/aws-samples/mturk-code-samples).
 */
const PLAY_MONEY = 10_000;

/**
 * Names the one cause of each failure. STS is the yardstick: what MTurk's answer means depends on
 * whether the key is known to be right.
 */
export function diagnose({ identity, sandbox, key, context }: Findings): Diagnosis {
  const sts = stsResult(identity);
  const owner = identity?.ok === true ? identity.value : null;
  const whose = outcome(identity, (failure) =>
    inWords({
      code: classify(failure),
      failure,
      key,
      context,
      sts,
      identity: owner,
      taken: sandbox?.ok === true,
    }),
  );
  const corrected = wasCorrected(identity) || wasCorrected(sandbox);
  const asked = outcome(sandbox, (failure) =>
    inWords({ code: sandboxCode(failure, sts, key), failure, key, context, sts, identity: owner }),
  );
  // What came only with the clock made up for is no answer that boto3 or psiTurk would get.
  const clock = corrected ? clockProblem(identity, sandbox) : null;
  const play =
    asked?.ok === true && clock !== null ? { ok: false as const, problem: clock } : asked;
  const failures = [whose, play].flatMap((it) => (it === null || it.ok ? [] : [it.problem]));
  const warnings = warningsAbout({ identity, sandbox, key, context });
  return {
    identity: whose,
    sandbox: play === null ? null : { ...play, endpoint: context.endpoints.mturk },
    ...(corrected ? { clockCorrected: true } : {}),
    problems: firstOfEach([...failures, ...warnings]),
  };
}

function wasCorrected(answer: AwsAnswer<unknown> | null): boolean {
  return answer !== null && (answer.ok ? answer : answer.failure).clockCorrected === true;
}

/**
 * The outcome in one word, as `check` gives it: STS decides about the keys, the sandbox about
 * readiness.
 */
export function verdictOf({ identity, sandbox, clockCorrected }: Diagnosis): Verdict {
  if (identity?.ok === false) return ofRefusal(identity.problem.code);
  if (
    clockCorrected === true &&
    (identity?.ok === true || (sandbox?.ok === false && sandbox.problem.code === "clock-off"))
  )
    return "keys-accepted";
  if (sandbox?.ok === true) return "ready";
  if (identity?.ok === true) return "keys-accepted";
  return sandbox === null ? "unreachable" : (CODES[sandbox.problem.code].verdict ?? "unreachable");
}

/**
 * STS itself said no: then not even a code that leaves the keys in honour with MTurk makes them
 * accepted.
 */
function ofRefusal(code: Problem["code"]): Verdict {
  const verdict = CODES[code].verdict ?? "unreachable";
  return verdict === "keys-accepted" ? "keys-refused" : verdict;
}

type Failed = Extract<AwsAnswer<unknown>, { ok: false }>["failure"];

function outcome<T>(
  answer: AwsAnswer<T> | null,
  explain: (failure: Failed) => Problem,
): { ok: true; value: T } | { ok: false; problem: Problem } | null {
  if (answer === null) return null;
  return answer.ok
    ? { ok: true, value: answer.value }
    : { ok: false, problem: explain(answer.failure) };
}

function stsResult(identity: AwsAnswer<Identity> | null): StsResult {
  if (identity === null) return "not-asked";
  if (identity.ok) return "accepted";
  return identity.failure.kind === "service" ? "refused" : "unreached";
}

/**
 * MTurk's guide says that it takes no temporary keys, so they are the likeliest reason if it alone
 * does not know the key.
 */
function sandboxCode(failure: Failed, sts: StsResult, key: KeyFacts): AwsProblemCode {
  const code = classifySandbox(failure, sts);
  return code === "key-unknown" && sts === "accepted" && key.accessKeyId.startsWith("ASIA")
    ? "temporary-keys"
    : code;
}

function warningsAbout({ identity, sandbox, key, context }: Findings): readonly Problem[] {
  const owner = identity?.ok === true ? identity.value : null;
  const warnings: Problem[] = [];
  if (sandbox?.ok === true && Number(sandbox.value.balance) !== PLAY_MONEY)
    warnings.push(balanceWarning(sandbox.value, sandbox.host));
  if (owner?.arn.endsWith(":root") === true)
    warnings.push(warning("root-keys", AWS_PROBLEMS["root-keys"].means, 4));
  if (owner !== null || sandbox?.ok === true) {
    if (key.accessKeyId.startsWith("ASIA"))
      warnings.push(
        warning(
          "temporary-keys",
          `${accessKeyLabel(key.accessKeyId)} is accepted. ${AWS_PROBLEMS["temporary-keys"].means}`,
          4,
        ),
      );
  }
  const clock = clockProblem(identity, sandbox);
  return clock === null ? warnings : [...warnings, clock];

  function warning(code: AwsProblemCode, message: string, step: number): Problem {
    return {
      code,
      message,
      try: [
        AWS_PROBLEMS[code].do,
        ...(context.closed === null
          ? []
          : ["If you have it for MTurk only, you no longer need it: mturk-setup retire"]),
      ],
      step,
    };
  }
}

/**
 * What is to be said of this computer's clock; null where it is right. An answer that came only
 * once it had been made up for is no answer that another program would get: the key is fine, and
 * boto3 and psiTurk are refused.
 */
function clockProblem(
  identity: AwsAnswer<Identity> | null,
  sandbox: AwsAnswer<Balance> | null,
): Problem | null {
  const skew = largestSkew(identity, sandbox);
  const corrected = wasCorrected(identity) || wasCorrected(sandbox);
  if (!corrected && Math.abs(skew) <= CLOCK_WARNING_MS) return null;
  const accepted = identity?.ok === true || sandbox?.ok === true;
  const { do: cure, means } = AWS_PROBLEMS["clock-off"];
  const limits = means.replace("The computer's clock is wrong. ", "");
  if (!corrected) {
    return {
      code: "clock-off",
      level: "warning",
      message: `${clockWords(skew)}${accepted ? " AWS still takes that." : ""} ${limits}`,
      try: [cure],
    };
  }
  const fine =
    "The key itself is fine: AWS accepted it once this check had made up for the clock, " +
    "which boto3 and psiTurk do not do.";
  return {
    code: "clock-off",
    message: `${clockWords(skew)} AWS refuses requests of that time. ${accepted ? fine : limits}`,
    try: [cure, ASK_AGAIN],
  };
}

/** Milliseconds by which a server of AWS is ahead; 0 where none told its time. */
function largestSkew(
  identity: AwsAnswer<Identity> | null,
  sandbox: AwsAnswer<Balance> | null,
): number {
  const skews = [identity, sandbox].flatMap((answer) => {
    if (answer === null) return [];
    if (answer.ok) return [answer.serverAheadMs ?? 0];
    // Whoever answers in AWS's place may have any clock.
    return answer.failure.kind === "service" ? [answer.failure.serverAheadMs ?? 0] : [];
  });
  return skews.reduce((worst, each) => (Math.abs(each) > Math.abs(worst) ? each : worst), 0);
}

function balanceWarning({ balance }: Balance, host: string): Problem {
  const real = host === PRODUCTION_HOST;
  return {
    code: "balance-unexpected",
    message: real
      ? `${host} says ${balance}: this is MTurk itself, with real money, not the sandbox.`
      : `${host} says ${balance}. ${AWS_PROBLEMS["balance-unexpected"].means}`,
    try: real
      ? ["For the sandbox: unset AWS_ENDPOINT_URL_MTURK"]
      : [AWS_PROBLEMS["balance-unexpected"].do],
  };
}

/** One problem per code: the first, which is the deciding one. */
function firstOfEach(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    (problem, at) => problems.findIndex(({ code }) => code === problem.code) === at,
  );
}
