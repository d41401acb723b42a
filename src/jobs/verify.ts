/** Asks STS and MTurk's sandbox about one key, side by side, and says what their answers mean. */
import { diagnose, verdictOf } from "../aws/diagnosis/diagnose.js";
import type { AwsAnswer, Aws, Balance, Diagnosis, Identity, ServiceName } from "../aws/types.js";
import { type Result, type Verdict, ok } from "../base/problem.js";
import { availabilityAt } from "../guide/availability.js";
import { formOf } from "../keys/recognise.js";
import type { AccessKey } from "../keys/types.js";
import type { Ports } from "./ports.js";

/**
 * How long a key that AWS does not know may still be too new, in milliseconds. IAM names no number;
 * field reports say
 * 5 to 30 seconds
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 */
export const PROPAGATION_MS = 30_000;
const ASK_AGAIN_MS = 3_000;

/** One of the two questions, as the screen shows it. */
export interface Lane {
  readonly service: ServiceName;
  readonly state: "waiting" | "running" | "passed" | "failed" | "skipped";
  /** Milliseconds since 1970 at which the question was asked; null before. */
  readonly since: number | null;
}

/** What a job tells while it runs. */
export type VerifyProgress =
  /** `whose`: of a key that psiTurk alone uses; absent: of the one that is asked about first. */
  | { readonly type: "lane"; readonly lane: Lane; readonly whose?: "psiturk" }
  /**
   * AWS does not know the key yet; it is asked again until `until` (milliseconds since 1970).
   * `soFar`: the result if nobody waits.
   */
  | { readonly type: "propagation"; readonly until: number; readonly soFar: Checked };

export interface Checked {
  readonly diagnosis: Diagnosis;
  readonly verdict: Verdict;
  /** Hosts outside amazonaws.com that were asked. */
  readonly foreignHosts: readonly string[];
}

export interface VerifyOptions {
  /**
   * Wait for a key that AWS does not know yet: a key made a moment ago looks exactly like a wrong
   * one.
   */
  readonly patient: boolean;
  /** It is new, but is not waited for here: it is asked once. */
  readonly once?: boolean;
  readonly signal: AbortSignal;
  readonly progress?: (progress: VerifyProgress) => void;
  /** AWS as the program in question reaches it; default: as boto3 does. */
  readonly aws?: Aws;
}

/**
 * Checks one key: GetCallerIdentity and the sandbox's GetAccountBalance at the same time, 8 seconds
 * each at most. Fails only where nothing could be asked at all (an endpoint variable that is no
 * address, a CA bundle that cannot be read).
 */
export async function verifyKey(
  ports: Ports,
  key: AccessKey,
  options: VerifyOptions,
): Promise<Result<Checked>> {
  const aws = options.aws === undefined ? await ports.aws() : ok(options.aws);
  if (!aws.ok) return aws;
  const deadline = ports.clock.now() + PROPAGATION_MS;
  for (;;) {
    const answers = await askBoth(ports, aws.value, key, options);
    // What has not the form of an id was mistyped, and stays unknown however long one waits; so
    // does
    // a temporary id without its session token.
    const tooNew =
      options.patient &&
      options.once !== true &&
      formOf(key.accessKeyId) === "id" &&
      !(key.accessKeyId.startsWith("ASIA") && key.sessionToken === undefined) &&
      notKnownYet(answers) &&
      ports.clock.now() + ASK_AGAIN_MS < deadline;
    const checked = conclude(ports, aws.value, key, answers, options.patient);
    if (!tooNew || options.signal.aborted) return ok(checked);
    options.progress?.({ type: "propagation", until: deadline, soFar: checked });
    await ports.clock.sleep(ASK_AGAIN_MS, options.signal);
  }
}

interface Answers {
  readonly identity: AwsAnswer<Identity> | null;
  readonly sandbox: AwsAnswer<Balance>;
}

async function askBoth(
  ports: Ports,
  aws: Aws,
  key: AccessKey,
  options: VerifyOptions,
): Promise<Answers> {
  const ask = async <T>(
    service: ServiceName,
    call: () => Promise<AwsAnswer<T>>,
  ): Promise<AwsAnswer<T>> => {
    const since = ports.clock.now();
    options.progress?.({ type: "lane", lane: { service, state: "running", since } });
    const answer = await call();
    options.progress?.({
      type: "lane",
      lane: { service, state: answer.ok ? "passed" : "failed", since },
    });
    return answer;
  };
  if (aws.endpoints.sandboxOnly) {
    options.progress?.({ type: "lane", lane: { service: "sts", state: "skipped", since: null } });
    return { identity: null, sandbox: await ask("mturk", () => aws.balance(key, options.signal)) };
  }
  const [identity, sandbox] = await Promise.all([
    ask("sts", () => aws.identity(key, options.signal)),
    ask("mturk", () => aws.balance(key, options.signal)),
  ]);
  return { identity, sandbox };
}

/** True while an answer reads as AWS's do for a key that has not reached all its servers yet. */
function notKnownYet({ identity, sandbox }: Answers): boolean {
  if (identity !== null && !identity.ok) return identity.failure.code === "InvalidClientTokenId";
  return !sandbox.ok && sandbox.failure.code === "UnrecognizedClient";
}

function conclude(
  ports: Ports,
  aws: Aws,
  key: AccessKey,
  answers: Answers,
  patient: boolean,
): Checked {
  const today = new Date(ports.clock.now());
  const closed = availabilityAt(today).sentence;
  const { env } = ports.host;
  const diagnosis = diagnose({
    ...answers,
    key: { accessKeyId: key.accessKeyId, hasToken: key.sessionToken !== undefined },
    context: {
      today,
      closed: closed === null ? null : { said: closed },
      proxySet: Boolean(env.HTTPS_PROXY ?? env.https_proxy),
      caBundleSet: typeof aws.caBundle === "string",
      ...(typeof aws.caBundle === "string" ? { caBundle: aws.caBundle } : {}),
      freshKey: patient,
      endpoints: aws.endpoints,
      practice: ports.practice !== null,
    },
  });
  return { diagnosis, verdict: verdictOf(diagnosis), foreignHosts: aws.endpoints.foreignHosts };
}
