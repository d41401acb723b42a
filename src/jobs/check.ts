/**
 * Checks which keys win on this computer, whether AWS accepts them, and whether the sandbox
 * answers. Changes nothing.
 */
import type { Aws } from "../aws/types.js";
import {
  type Level,
  type Problem,
  type Result,
  type Verdict,
  CODES,
  levelOf,
  ok,
} from "../base/problem.js";
import { shownRegion } from "../aws-files/text/mask.js";
import type { AccessKey } from "../keys/types.js";
import type { Program, SourceProblem, Sources } from "../sources/types.js";
import { type CheckDocument, problemDocument } from "./documents.js";
import type { Ports } from "./ports.js";
import { sourcesOf } from "./sources.js";
import { type Checked, type VerifyProgress, verifyKey } from "./verify.js";

/** Whose keys are judged. */
export type CheckedPrograms = "both" | Program;

export interface CheckOptions {
  /**
   * As `Session(profile_name=…)`: environment keys do not count then. psiTurk has no such option.
   */
  readonly profile?: string;
  /** Default: both; with a profile, boto3, for psiTurk takes no notice of it. */
  readonly for?: CheckedPrograms;
  readonly signal: AbortSignal;
  /**
   * The pair that was made a moment ago: it alone is waited for where AWS does not know it. `true`:
   * whatever boto3 uses.
   */
  readonly patient?: boolean | AccessKey;
  readonly progress?: (progress: VerifyProgress) => void;
  /**
   * Told, before anything is sent, what leads elsewhere than one would think, and whether anything
   * is sent at all.
   */
  readonly announce?: (problems: readonly Problem[], asks: boolean) => void;
}

/** What came of one program's key. */
export interface KeyVerdict {
  readonly verdict: Verdict;
  /** Null where there was no key to ask with. */
  readonly checked: Checked | null;
  /** The deciding one first; what the places of keys say is not in it. */
  readonly problems: readonly Problem[];
  /** It finds no key at all, so that nothing hinges on it as long as the other one has one. */
  readonly without: boolean;
}

export interface CheckReport {
  readonly sources: Sources;
  readonly subject: CheckedPrograms;
  /** What boto3's key was told; null where it was not asked about. */
  readonly checked: Checked | null;
  /**
   * Null: not judged. Where both send the same pair in the same way it was asked once, and both
   * hold the same.
   */
  readonly boto3: KeyVerdict | null;
  readonly psiturk: KeyVerdict | null;
  readonly verdict: Verdict;
  /** The deciding one first, each with its level. */
  readonly problems: readonly Problem[];
}

/**
 * Examines every source, then asks AWS with the keys of the programs in question, each as that
 * program would send it.
 */
export async function check(ports: Ports, options: CheckOptions): Promise<Result<CheckReport>> {
  const examined = await sourcesOf(ports, options.profile);
  if (!examined.ok) return examined;
  const sources = inPractice(ports, examined.value);
  const subject = options.for ?? (options.profile === undefined ? "both" : "boto3");
  const once = sentAlike(sources);
  const wanted = (program: Program): boolean => subject === "both" || subject === program;
  const asks = (["boto3", "psiturk"] as const).some(
    (program) =>
      wanted(program) &&
      sources[program].problem === null &&
      sources[program].key !== null &&
      sampleOf(sources, program) === undefined,
  );
  options.announce?.(
    sources.problems.filter(
      (problem) => problem.code === "endpoint-elsewhere" && concerns(problem, subject),
    ),
    asks,
  );
  const first: Program = subject === "psiturk" ? "psiturk" : "boto3";
  const [one, other] = await Promise.all([
    judge(ports, sources, first, options, "main"),
    subject === "both" && !once ? judge(ports, sources, "psiturk", options, "beside") : null,
  ]);
  if (!one.ok) return one;
  if (other?.ok === false) return other;
  const of = (program: Program): KeyVerdict | null =>
    program === first || once ? one.value : wanted(program) ? (other?.value ?? null) : null;
  const judged = { boto3: of("boto3"), psiturk: of("psiturk") };
  return ok({
    sources,
    subject,
    checked: judged.boto3?.checked ?? null,
    ...judged,
    ...conclusion(sources, subject, judged, once),
  });
}

/**
 * True if boto3 and psiTurk send the same pair, session token included, and trust the same
 * certificates.
 */
function sentAlike({ boto3, psiturk, reach }: Sources): boolean {
  const [a, b] = [boto3.key, psiturk.key];
  if (boto3.problem !== null || psiturk.problem !== null) return false;
  return (
    a !== null &&
    b !== null &&
    sameCredentials(a, b) &&
    reach.boto3.caBundle?.path === reach.psiturk.caBundle?.path
  );
}

/** The same id, secret and session token. */
export function sameCredentials(a: AccessKey, b: AccessKey): boolean {
  const token =
    a.sessionToken === undefined
      ? b.sessionToken === undefined
      : b.sessionToken !== undefined && a.sessionToken.equals(b.sessionToken);
  return token && a.accessKeyId === b.accessKeyId && a.secretAccessKey.equals(b.secretAccessKey);
}

/**
 * In practice its own addresses are set for the session and AWS's example pair is welcome: nobody
 * is to be surprised by them.
 */
function inPractice(ports: Ports, sources: Sources): Sources {
  const meant: readonly Problem["code"][] = ["endpoint-elsewhere", "example-keys"];
  return ports.practice === null
    ? sources
    : { ...sources, problems: sources.problems.filter(({ code }) => !meant.includes(code)) };
}

function concerns({ about }: SourceProblem, subject: CheckedPrograms): boolean {
  return subject === "both" || about === undefined || about.includes(subject);
}

/** Why a program's key is one that everybody knows, so that AWS need not be asked about it. */
function sampleOf({ problems }: Sources, program: Program): SourceProblem | undefined {
  return problems.find(
    (each) =>
      each.code === "example-keys" &&
      levelOf(each) !== "note" &&
      each.about?.includes(program) === true,
  );
}

/** What AWS says of one program's key. Fails only where nothing could be asked at all. */
async function judge(
  ports: Ports,
  sources: Sources,
  program: Program,
  options: CheckOptions,
  lanes: "main" | "beside",
): Promise<Result<KeyVerdict>> {
  const { problem, source, key } = sources[program];
  if (problem !== null || source === null) {
    const verdict =
      problem === null ? "keys-missing" : (CODES[problem.code].verdict ?? "keys-missing");
    return ok({
      verdict,
      checked: null,
      problems: problem === null ? [] : [problem],
      without: problem === null || problem.code === "keys-missing",
    });
  }
  const sample = sampleOf(sources, program);
  if (sample !== undefined)
    return ok({
      verdict: CODES["example-keys"].verdict,
      checked: null,
      problems: [{ ...sample, level: "error" }],
      without: false,
    });
  if (key === null)
    return ok({
      verdict: "unreachable",
      checked: null,
      problems: [notRun(sources, program)],
      without: false,
    });
  const { caBundle, ignoresEndpoints } = sources.reach[program];
  const aws = await ports.aws({ caBundle, ignoresEndpoints });
  if (!aws.ok) return aws;
  const checked = await verifyKey(ports, key, {
    ...verifyOptions(options, key, lanes),
    aws: aws.value,
  });
  if (!checked.ok) return checked;
  const { diagnosis, verdict } = checked.value;
  return ok({
    verdict,
    checked: checked.value,
    problems: failuresFirst(checked.value, diagnosis.problems),
    without: false,
  });
}

function verifyOptions(
  { patient, signal, progress }: CheckOptions,
  key: AccessKey,
  lanes: "main" | "beside",
): {
  patient: boolean;
  signal: AbortSignal;
  progress?: (progress: VerifyProgress) => void;
  aws?: Aws;
} {
  const waits =
    typeof patient === "object"
      ? sameCredentials(patient, key)
      : patient === true && lanes === "main";
  const tell = (news: VerifyProgress): void =>
    progress?.(news.type === "lane" && lanes === "beside" ? { ...news, whose: "psiturk" } : news);
  return { patient: waits, signal, ...(progress === undefined ? {} : { progress: tell }) };
}

/** What failed is an error, whatever its code weighs elsewhere. */
function failuresFirst(
  { diagnosis: { identity, sandbox } }: Checked,
  problems: readonly Problem[],
): readonly Problem[] {
  const failed = [identity, sandbox].flatMap((part) =>
    part?.ok === false ? [part.problem.code] : [],
  );
  return problems.map((problem) =>
    failed.includes(problem.code) ? { ...problem, level: "error" as const } : problem,
  );
}

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
const COMMAND_MUST =
  "Run its command in this terminal: it has to end without an error and to print JSON with " +
  '"Version": 1, AccessKeyId and SecretAccessKey, or boto3 stops.';

function notRun(sources: Sources, program: Program): Problem {
  const name = program === "boto3" ? "boto3" : "psiTurk";
  return {
    code: "unknown",
    message:
      `${name} gets its keys from a source that only ${name} itself can run ` +
      `(${sources[program].source ?? "unknown"}), so AWS was not asked about them.`,
    try: [
      ...(sources[program].source === "process" ? [COMMAND_MUST] : []),
      "Ask with the AWS CLI instead: aws sts get-caller-identity",
      "Or give this profile an access key of its own: mturk-setup",
    ],
  };
}

/** From best to worst: the worse of two is the verdict. */
const RANK: Readonly<Record<Verdict, number>> = {
  ready: 0,
  "keys-accepted": 1,
  unreachable: 2,
  "keys-refused": 3,
  "keys-missing": 4,
  "files-broken": 5,
};

export function isWorse(a: Verdict, b: Verdict): boolean {
  return RANK[a] > RANK[b];
}

const WEIGHT: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

/**
 * The verdict is the worse of those that have a key; ready means that none of the problems is an
 * error.
 */
function conclusion(
  sources: Sources,
  subject: CheckedPrograms,
  judged: Pick<CheckReport, "boto3" | "psiturk">,
  once: boolean,
): Pick<CheckReport, "verdict" | "problems"> {
  const programs = (["boto3", "psiturk"] as const).filter(
    (program) => subject === "both" || subject === program,
  );
  const counted = programs.flatMap((program) =>
    judged[program] === null ? [] : [{ program, judged: judged[program] }],
  );
  const withKey = counted.filter((each) => !each.judged.without);
  const [worst] = [...(withKey.length === 0 ? counted : withKey)].sort(
    (a, b) => RANK[b.judged.verdict] - RANK[a.judged.verdict],
  );
  if (worst === undefined) throw new Error("nobody's key was judged");
  const ordered = [worst, ...counted.filter((each) => each !== worst)];
  const named = ordered.length > 1 && !once;
  const asked = ordered.flatMap((each) =>
    each.judged.problems.map((problem) =>
      saidOf(each, problem, { sources, named, lesser: each.judged.without && each !== worst }),
    ),
  );
  const found = sources.problems.filter(
    (problem) =>
      concerns(problem, subject) &&
      ordered.every(
        (each) =>
          !each.judged.problems.some(
            ({ code, message }) => code === problem.code && message === problem.message,
          ),
      ),
  );
  const all = withoutDuplicates([...asked, ...found]);
  const sorted = [...all].sort((a, b) => WEIGHT[levelOf(a)] - WEIGHT[levelOf(b)]);
  const stops = sorted.some((problem) => levelOf(problem) === "error");
  const verdict =
    worst.judged.verdict === "ready" && stops ? "keys-accepted" : worst.judged.verdict;
  return {
    verdict,
    problems:
      verdict === "ready" || stops
        ? sorted
        : sorted.map((problem, at) => (at === 0 ? { ...problem, level: "error" } : problem)),
  };
}

/** One and the same sentence is told once. */
function withoutDuplicates(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    (problem, at) =>
      problems.findIndex(
        ({ code, message }) => code === problem.code && message === problem.message,
      ) === at,
  );
}

interface Saying {
  readonly sources: Sources;
  /** Two keys were asked about: each problem says whose it is. */
  readonly named: boolean;
  /** The program has no key while the other one has. */
  readonly lesser: boolean;
}

function saidOf(
  { program, judged }: { readonly program: Program; readonly judged: KeyVerdict },
  problem: Problem,
  { sources, named, lesser }: Saying,
): Problem {
  const level = lesser ? { level: "warning" as const } : {};
  if (!named || judged.checked === null) return { ...problem, ...level };
  const dropped =
    program === "psiturk" && levelOf(problem) === "error" ? droppedToken(sources) : null;
  if (dropped !== null) return { ...problem, message: dropped.message, try: dropped.try };
  const place = sources.list.find((source) => source[program] === "used")?.location ?? "";
  return {
    ...problem,
    message:
      `${program === "boto3" ? "boto3" : "psiTurk"}'s key, from ${place}: ` + problem.message,
  };
}

/**
 * psiTurk hands on temporary keys without the session token that belongs to them: told by the
 * places of keys.
 */
export function droppedToken({ problems, psiturk }: Sources): Problem | null {
  if (
    psiturk.key?.accessKeyId.startsWith("ASIA") !== true ||
    psiturk.key.sessionToken !== undefined
  )
    return null;
  return (
    problems.find(
      ({ code, about }) => code === "temporary-keys" && about?.includes("psiturk") === true,
    ) ?? null
  );
}

/** The report as the document of `check --json`. */
export function checkDocument(report: CheckReport): CheckDocument {
  const { sources, boto3, psiturk } = report;
  const winner = ({ source, accessKeyId, region }: Sources["boto3"]): CheckDocument["boto3"] => ({
    source,
    accessKeyId,
    region: region === null ? null : shownRegion(region),
  });
  return {
    profile: sources.profile.name,
    verdict: report.verdict,
    sources: sources.list.map(
      ({ name, location, accessKeyId, boto3: first, psiturk: second, why }) => ({
        name,
        location,
        accessKeyId,
        boto3: first,
        psiturk: second,
        why,
      }),
    ),
    boto3: winner(sources.boto3),
    psiturk: { ...winner(sources.psiturk), ...answersOf(psiturk) },
    ...answersOf(boto3),
    problems: report.problems.map(problemDocument),
  };
}

function answersOf(judged: KeyVerdict | null): Pick<CheckDocument, "identity" | "sandbox"> {
  return {
    identity: identityDocument(judged?.checked ?? null),
    sandbox: sandboxDocument(judged?.checked ?? null),
  };
}

function identityDocument(checked: Checked | null): CheckDocument["identity"] {
  const identity = checked?.diagnosis.identity ?? null;
  if (identity === null) return null;
  return identity.ok
    ? { ok: true, account: identity.value.account, arn: identity.value.arn }
    : { ok: false, problem: identity.problem.code };
}

function sandboxDocument(checked: Checked | null): CheckDocument["sandbox"] {
  const sandbox = checked?.diagnosis.sandbox ?? null;
  if (sandbox === null) return null;
  return sandbox.ok
    ? { ok: true, balance: sandbox.value.balance, endpoint: sandbox.endpoint }
    : { ok: false, problem: sandbox.problem.code, endpoint: sandbox.endpoint };
}

/**
 * True if the report is a success under `--need`: with `keys` it is enough that AWS accepts them.
 */
export function isSuccess(verdict: Verdict, need: "keys" | "mturk"): boolean {
  return verdict === "ready" || (need === "keys" && verdict === "keys-accepted");
}
