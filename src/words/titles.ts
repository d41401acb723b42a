/**
 * Titles a result, for each verdict and each code that can be its reason, so that it says the same
 * as what stands below it.
 */
import type { Problem, ProblemCode, Verdict } from "../base/problem.js";
import { KEY_OPEN } from "../aws/diagnosis/words-network.js";
import { SANDBOX_URL } from "../aws/endpoints.js";
import { type CheckReport, type KeyVerdict, droppedToken, isWorse } from "../jobs/check.js";
import type { Checked } from "../jobs/verify.js";

/** Whose key a title speaks of: the one in question, or one program's of two. */
type Whose = "this" | "boto3" | "psiturk";

const OWNER: Readonly<Record<Whose, { readonly key: string; readonly Key: string }>> = {
  this: { key: "this key", Key: "Your key" },
  boto3: { key: "boto3's key", Key: "boto3's key" },
  psiturk: { key: "psiTurk's key", Key: "psiTurk's key" },
};

/** AWS accepts the key; by what MTurk's sandbox said, or what keeps boto3 from asking. */
const ACCEPTED: Readonly<Partial<Record<ProblemCode, (key: string) => string>>> = {
  "account-not-linked": (key) => `${key} works, but the sandbox's link to its account is missing.`,
  "policy-missing": (key) => `${key} works, but its user may not use MTurk yet.`,
  "policy-denied": (key) => `${key} works, but it is not allowed to use MTurk.`,
  "account-inactive": (key) => `${key} works, but its AWS account is not active.`,
  "mturk-closed": (key) => `${key} works. MTurk does not answer.`,
  "clock-off": (key) =>
    `${key} works, but this computer's clock is wrong, and AWS refuses boto3 and psiTurk.`,
  throttled: (key) => `${key} works. MTurk's sandbox wants to be asked more slowly.`,
  "aws-fault": (key) => `${key} works. MTurk's sandbox has a fault of its own.`,
  proxy: (key) => `${key} works. The proxy keeps this computer from MTurk's sandbox.`,
  "key-unknown": (key) => `${key} works. MTurk's sandbox does not know it yet.`,
  "temporary-keys": (key) => `${key} is a temporary one: AWS accepts it, MTurk's sandbox does not.`,
  "session-expired": (key) => `${key} worked a moment ago, but its time is up.`,
  unknown: (key) => `${key} works. What MTurk's sandbox answered is not clear.`,
  cancelled: (key) => `${key} works. MTurk's sandbox was not asked to the end.`,
};

/** All was answered well, and boto3 would not get as far. */
const STOPPED: Readonly<Partial<Record<ProblemCode, (key: string) => string>>> = {
  "region-wrong": (key) => `${key} works, but boto3 stops on the region that is set.`,
  "setting-broken": (key) => `${key} works, but boto3 stops on a setting.`,
  "endpoint-elsewhere": (key) => `${key} works, but boto3 is led to another server.`,
};

const REFUSED: Readonly<Partial<Record<ProblemCode, (key: string) => string>>> = {
  "clock-off": () => "AWS refuses requests of this computer's time: its clock is wrong.",
  "region-wrong": () => "The request was refused: it was signed for another region or service.",
  "account-inactive": (key) => `AWS refused ${key}: its account is not active.`,
  "policy-denied": (key) => `AWS refused ${key}: a rule forbids it.`,
  "policy-missing": (key) => `AWS refused ${key}: a rule forbids it.`,
  "example-keys": (key) =>
    `${key.charAt(0).toUpperCase()}${key.slice(1)} is the example from AWS's ` +
    "documentation: it opens no account.",
};

/** No usable answer of STS's; what it means for the key is said behind it. */
const UNREACHED: Readonly<Partial<Record<ProblemCode, string>>> = {
  throttled: "AWS wants to be asked more slowly.",
  "aws-fault": "AWS has a fault of its own.",
  cancelled: "Stopped before AWS had answered.",
  "not-aws": "Something else answered in AWS's place.",
};

interface About {
  readonly whose?: Whose;
  /**
   * MTurk's sandbox answered a request with it, so that the key is right although STS did not say
   * so.
   */
  readonly taken?: boolean;
}

/** The title for one key. `problem`: the reason of the verdict; null where all is well. */
export function titleFor(
  verdict: Verdict,
  problem: Problem | null,
  { whose = "this", taken = false }: About = {},
): string {
  const { key, Key } = OWNER[whose];
  const code = problem?.code ?? "unknown";
  switch (verdict) {
    case "ready":
      return whose === "this" ? "Ready. psiTurk can reach MTurk's sandbox." : `${Key} works.`;
    case "keys-accepted":
      return (
        ACCEPTED[code] ?? ((name: string) => `${name} works, but MTurk's sandbox does not take it.`)
      )(Key);
    case "keys-refused":
      if (isUnsendable(problem))
        return `${whose === "this" ? "This key" : Key} cannot work as it stands.`;
      return (REFUSED[code] ?? ((name: string) => `AWS refused ${name}.`))(key);
    case "keys-missing":
      return missing(code, whose);
    case "files-broken":
      if (problem?.of === "profile") return "The profile asks for what boto3 cannot do.";
      return whose === "psiturk"
        ? "A file that psiTurk needs cannot be read."
        : "A file that AWS's tools need cannot be read.";
    case "unreachable":
      return unreached(problem, whose, taken);
  }
}

function missing(code: ProblemCode, whose: Whose): string {
  if (code === "placeholder-keys")
    return (
      `${whose === "this" ? "This" : OWNER[whose].Key} is a stand-in from some instructions, ` +
      "not a key."
    );
  if (code === "profile-missing") return "There is no profile of that name.";
  return whose === "this"
    ? "There is no complete key here."
    : `${whose === "boto3" ? "boto3" : "psiTurk"} finds no complete key.`;
}

/**
 * The form of the key speaks against it, or a sign in it that no request can carry: nobody was
 * asked.
 */
function isUnsendable(problem: Problem | null): boolean {
  return (
    problem?.code === "key-garbled" &&
    (problem.detail === undefined || problem.detail.startsWith("ERR_INVALID_CHAR"))
  );
}

function unreached(problem: Problem | null, whose: Whose, taken: boolean): string {
  const { key } = OWNER[whose];
  const rest = taken ? `MTurk's sandbox takes ${key}.` : KEY_OPEN;
  const said = UNREACHED[problem?.code ?? "unknown"];
  if (said !== undefined) return `${said} ${rest}`;
  if (problem?.code === "unknown" && problem.detail === undefined)
    return (
      `${whose === "psiturk" ? "psiTurk" : "boto3"} fetches its key itself; AWS was not ` +
      "asked about it."
    );
  if (problem?.code === "unknown" && problem.detail?.includes("HTTP") === true)
    return `AWS's answer is not clear. ${rest}`;
  return `Could not ask AWS. ${rest}`;
}

/** The title of a check of one key, before it is saved or after. */
export function checkedTitle(verdict: Verdict, checked: Checked | null): string {
  if (verdict === "ready" && checked !== null) return readyTitle(checked);
  return titleFor(verdict, reasonOf(checked), { taken: isTaken(checked) });
}

function isTaken(checked: Checked | null): boolean {
  return checked?.diagnosis.sandbox?.ok === true;
}

/**
 * "psiTurk can reach" is said only where psiTurk itself goes: it names MTurk's address itself,
 * whatever variables say.
 */
function readyTitle({ diagnosis: { sandbox } }: Checked): string {
  const asked = sandbox?.endpoint ?? SANDBOX_URL;
  return new URL(asked).host === new URL(SANDBOX_URL).host
    ? titleFor("ready", null)
    : `Ready. ${new URL(asked).host} answers in place of MTurk's sandbox.`;
}

/** What failed first: STS's answer decides about the key, MTurk's about the rest. */
function reasonOf(checked: Checked | null): Problem | null {
  const parts = [checked?.diagnosis.identity, checked?.diagnosis.sandbox];
  return parts.flatMap((part) => (part?.ok === false ? [part.problem] : []))[0] ?? null;
}

/** The title of a report: what it comes to for the programs that were asked about. */
export function reportTitle(report: CheckReport): string {
  const { boto3, psiturk, subject, sources } = report;
  if (subject === "both" && boto3 !== null && psiturk !== null && boto3 !== psiturk)
    return titleOfTwo(report, boto3, psiturk);
  const judged = subject === "psiturk" ? psiturk : boto3;
  const own = titleOfOne(report, judged);
  return subject === "boto3" &&
    report.verdict === "ready" &&
    psiturk === null &&
    sources.psiturk.key !== null
    ? "boto3's key works. psiTurk does not use it."
    : own;
}

function titleOfOne({ verdict, problems }: CheckReport, judged: KeyVerdict | null): string {
  if (judged?.verdict === "ready" && verdict !== "ready") return stopped(problems, "this");
  const checked = judged?.checked ?? null;
  return checked === null
    ? titleFor(verdict, judged?.problems[0] ?? problems[0] ?? null)
    : checkedTitle(verdict, checked);
}

function stopped(problems: readonly Problem[], whose: Whose): string {
  const [first] = problems;
  return (
    STOPPED[first?.code ?? "bug"] ??
    ((key: string) => `${key} works, but not everything here is as it must be.`)
  )(OWNER[whose].Key);
}

/** boto3 and psiTurk send different keys: the worse one first. */
function titleOfTwo(report: CheckReport, boto3: KeyVerdict, psiturk: KeyVerdict): string {
  const of = (judged: KeyVerdict, whose: "boto3" | "psiturk"): string =>
    titleFor(
      judged.verdict,
      judged.checked === null ? (judged.problems[0] ?? null) : reasonOf(judged.checked),
      { whose, taken: isTaken(judged.checked) },
    );
  if (boto3.without && psiturk.without) return titleOfOne(report, boto3);
  if (
    boto3.verdict === "ready" &&
    psiturk.verdict !== "ready" &&
    psiturk.checked !== null &&
    droppedToken(report.sources) !== null
  ) {
    return "boto3's key works, but psiTurk drops its session token, and AWS refuses it without.";
  }
  if (boto3.verdict === "ready" && psiturk.verdict === "ready") {
    return report.verdict === "ready"
      ? "Ready. boto3 and psiTurk use different keys, and both work."
      : `${stopped(report.problems, "boto3")} psiTurk's key works.`;
  }
  if (boto3.without && psiturk.verdict === "ready")
    return report.verdict === "ready"
      ? "Ready for psiTurk. boto3 by itself finds no key."
      : `${stopped(report.problems, "psiturk")} boto3 by itself finds no key.`;
  const first = isWorse(psiturk.verdict, boto3.verdict)
    ? ([psiturk, "psiturk"] as const)
    : ([boto3, "boto3"] as const);
  const second =
    first[1] === "psiturk" ? ([boto3, "boto3"] as const) : ([psiturk, "psiturk"] as const);
  const titles = [of(first[0], first[1]), of(second[0], second[1])];
  return [...new Set(titles)].join(" ");
}
