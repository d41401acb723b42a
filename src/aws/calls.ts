/**
 * Asks AWS: two questions about a key and a look-up without one, each bounded, none of them
 * throwing.
 */
import * as z from "zod";
import type { Clock } from "../base/host.js";
import { type Result, failed, ok } from "../base/problem.js";
import type { AccessKey } from "../keys/types.js";
import { type Bounded, bounded } from "./network/bounded.js";
import { type Caller, type ClientOptions, balanceCaller, identityCaller } from "./clients.js";
import { wireDebug } from "./debug.js";
import { resolveEndpoints } from "./endpoints.js";
import {
  type Evidence,
  endedFailure,
  failureOf,
  strangerFailure,
  tellsSecrets,
} from "./diagnosis/failure.js";
import { probe } from "./lookup.js";
import { resolveProxy } from "./network/proxy.js";
import { type Route, carriageTo } from "./network/route.js";
import {
  type NamedBundle,
  type ReadBundle,
  namedBundle,
  readBundleFromDisk,
  resolveTrust,
} from "./network/trust.js";
import type { AwsAnswer, Aws, Balance, Failure, Identity, ServiceName } from "./types.js";
import { SKEW_MS, type Trail, evidenceOf, newTrail, noteAnswer } from "./trail.js";

/** Milliseconds. */
export interface Bounds {
  /**
   * A question with everything that belongs to it: loading the library, finding the host, sending
   * again.
   */
  readonly callMs: number;
  /** A connection, and a proxy's consent. */
  readonly connectMs: number;
  /** One request. */
  readonly answerMs: number;
  /** The look-up without keys. */
  readonly lookUpMs: number;
  /** The pause before a secret that AWS refused is tried once more. */
  readonly pauseMs: number;
}

export const BOUNDS: Bounds = {
  callMs: 8000,
  connectMs: 3000,
  answerMs: 6000,
  lookUpMs: 3000,
  pauseMs: 1500,
};

/** The settings of a profile that say how AWS is reached, as boto3 takes them. */
export interface ProfileReach {
  /** The profile's `ca_bundle`; null if it has none. */
  readonly caBundle: NamedBundle | null;
  /**
   * Whether boto3 leaves endpoint variables alone, which the environment and the profile can say;
   * null: neither says anything.
   */
  readonly ignoresEndpoints: boolean | null;
}

export interface AwsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** What a profile adds to the environment. */
  readonly profile?: ProfileReach;
  /** Reads the files that hold certificates; from the disk unless given. */
  readonly readBundle?: ReadBundle;
  readonly bounds?: Partial<Bounds>;
}

/**
 * Twelve digits and an ARN:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
const identitySchema = z
  .object({
    Account: z.string().regex(/^\d{12}$/),
    Arn: z
      .string()
      .regex(/^arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:\d{12}:[\w+=,.@:/-]{0,511}[\w+=,.@-]$/),
  })
  .transform(({ Account, Arn }): Identity => ({ account: Account, arn: Arn }));

/** A string in the model, a bare number in the documentation's example: both are understood. */
const balanceSchema = z
  .object({
    AvailableBalance: z.union([
      z.string().regex(/^\d{1,15}(\.\d{0,2})?$/),
      z
        .number()
        .nonnegative()
        .max(1e15)
        .transform((amount) => amount.toFixed(2)),
    ]),
  })
  .transform(({ AvailableBalance }): Balance => ({ balance: AvailableBalance }));

interface Question<T> {
  readonly service: ServiceName;
  readonly endpoint: string;
  readonly caller: (key: AccessKey, options: ClientOptions) => Promise<Caller>;
  readonly schema: z.ZodType<T>;
}

/**
 * AWS, as the environment says that it is reached. Nothing is sent and nothing of the SDK is loaded
 * before the first question. Problems: `usage-wrong` (an endpoint variable), `proxy` (a proxy
 * variable), `file-unreadable` and `file-broken` (a file of certificates).
 */
export async function createAws(options: AwsOptions): Promise<Result<Aws>> {
  const endpoints = resolveEndpoints(options.env, options.profile?.ignoresEndpoints);
  if (!endpoints.ok) return endpoints;
  const { sts, mturk, sandboxOnly } = endpoints.value;
  const opened = await openSession(options, sandboxOnly ? [mturk] : [sts, mturk]);
  if (!opened.ok) return opened;
  const session = opened.value;
  const identity: Question<Identity> = {
    service: "sts",
    endpoint: sts,
    caller: identityCaller,
    schema: identitySchema,
  };
  const balance: Question<Balance> = {
    service: "mturk",
    endpoint: mturk,
    caller: balanceCaller,
    schema: balanceSchema,
  };
  return ok({
    endpoints: endpoints.value,
    caBundle: namedBundle(options.env, options.profile?.caBundle ?? null)?.setting ?? null,
    identity: (key, signal) => ask(session, identity, key, signal),
    balance: (key, signal) => ask(session, balance, key, signal),
    lookUp: async (signal) => {
      const [stsAnswer, mturkAnswer] = await Promise.all(
        [sts, mturk].map((url) => probe(url, session.route, session.bounds.lookUpMs, signal)),
      );
      const nothing = { answers: false, code: "cancelled" } as const;
      return { sts: stsAnswer ?? nothing, mturk: mturkAnswer ?? nothing };
    },
  });
}

/** What holds for every question to a service of AWS. */
export interface Session {
  readonly route: Route;
  readonly clock: Clock;
  readonly bounds: Bounds;
}

/**
 * How AWS is reached, as the environment says; `endpoints`: the addresses that will be asked.
 * Problems: `setting-broken`, `proxy`, `file-unreadable` and `file-broken` (a file of certificates,
 * which boto3 opens for an https address and not before:
 * https://github.com/boto/botocore/blob/develop/botocore/httpsession.py, `URLLib3Session.send`).
 */
export async function openSession(
  options: AwsOptions,
  endpoints: readonly string[],
): Promise<Result<Session>> {
  const debug = wireDebug(options.env);
  if (debug !== null) return failed(debug);
  const proxy = resolveProxy(options.env);
  if (!proxy.ok) return proxy;
  const isPlain = endpoints.every((url) => new URL(url).protocol === "http:");
  const trust = isPlain
    ? ok(null)
    : await resolveTrust(
        options.env,
        options.readBundle ?? readBundleFromDisk,
        options.profile?.caBundle,
      );
  if (!trust.ok) return trust;
  return ok({
    route: { proxy: proxy.value, trust: trust.value },
    clock: options.clock,
    bounds: { ...BOUNDS, ...options.bounds },
  });
}

async function ask<T>(
  session: Session,
  question: Question<T>,
  key: AccessKey,
  signal: AbortSignal,
): Promise<AwsAnswer<T>> {
  const trail = newTrail();
  const { host } = new URL(question.endpoint);
  const evidence = evidenceOf(question.service, host, key, trail);
  const outcome = await bounded(session.bounds.callMs, signal, (inner) =>
    converse(session, question, key, trail, evidence, inner),
  );
  return settle(outcome, session.bounds.callMs, evidence);
}

function settle<T>(
  outcome: Bounded<AwsAnswer<T>>,
  ms: number,
  evidence: () => Evidence,
): AwsAnswer<T> {
  switch (outcome.how) {
    case "done":
      return outcome.value;
    case "threw":
      return { ok: false, failure: failureOf(outcome.error, evidence()) };
    case "cancelled":
    case "deadline":
      return { ok: false, failure: endedFailure(outcome.how, ms, evidence()) };
  }
}

/** Opens the way, asks, asks again where that may help, and closes everything. */
async function converse<T>(
  session: Session,
  question: Question<T>,
  key: AccessKey,
  trail: Trail,
  evidence: () => Evidence,
  signal: AbortSignal,
): Promise<AwsAnswer<T>> {
  const carriage = await carriageTo(question.endpoint, session.route, signal);
  trail.carriage = carriage;
  const caller = await question.caller(key, {
    endpoint: question.endpoint,
    httpAgent: carriage.httpAgent,
    httpsAgent: carriage.httpsAgent,
    connectMs: session.bounds.connectMs,
    answerMs: session.bounds.answerMs,
    onAnswer: (wire) => noteAnswer(trail, wire, session.clock.now()),
  });
  const send = async (): Promise<AwsAnswer<T>> => {
    trail.wire = null;
    try {
      return read(question, await caller.send(signal), evidence());
    } catch (error) {
      return { ok: false, failure: failureOf(error, evidence()) };
    }
  };
  try {
    return await persevere(send, session, signal);
  } finally {
    caller.destroy();
    carriage.destroy();
  }
}

function read<T>(question: Question<T>, answer: unknown, evidence: Evidence): AwsAnswer<T> {
  const parsed = question.schema.safeParse(answer);
  // No error is not success: a login page that answers 200 to everything gives an answer with
  // nothing in it.
  if (!parsed.success || tellsSecrets(answer, evidence.secrets))
    return { ok: false, failure: strangerFailure(evidence) };
  return {
    ok: true,
    value: parsed.data,
    host: evidence.host,
    serverAheadMs: evidence.serverAheadMs,
  };
}

/**
 * Sends, and sends again where the first refusal may not be the truth: once when the answer shows
 * that our clock is off (the client then signs with the server's time), and once after a pause when
 * the secret was refused (AWS is reported to refuse a right secret within seconds of a wrong one:
 * https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/aws/access_keys/accesskey.go).
 */
async function persevere<T>(
  send: () => Promise<AwsAnswer<T>>,
  session: Session,
  signal: AbortSignal,
): Promise<AwsAnswer<T>> {
  let clockTried = false;
  let clockRefused = false;
  let secretTried = false;
  for (;;) {
    const answer = await send();
    if (answer.ok) return clockRefused ? { ...answer, clockCorrected: true } : answer;
    if (answer.failure.kind !== "service" || signal.aborted) return answer;
    const refused = isClockRefusal(answer.failure);
    if (!clockTried && Math.abs(answer.failure.serverAheadMs ?? 0) >= SKEW_MS) {
      clockTried = true;
      clockRefused = refused;
    } else if (!secretTried && refusesSecret(answer.failure)) {
      secretTried = true;
      await session.clock.sleep(session.bounds.pauseMs, signal);
    } else {
      return clockRefused && !isClockRefusal(answer.failure)
        ? { ok: false, failure: { ...answer.failure, clockCorrected: true } }
        : answer;
    }
  }
}

/**
 * Words of a refusal that is the clock's; boto3 gets the same one, and does not send again with
 * another time.
 */
function isClockRefusal({ code, message }: Failure): boolean {
  return (
    /Signature (?:expired|not yet current)/i.test(message) ||
    /^Request(?:Expired|TimeTooSkewed)$/.test(code)
  );
}

/**
 * AWS's words for a secret that does not belong to the id; the same codes with other words mean the
 * clock or the region.
 */
function refusesSecret(failure: Failure): boolean {
  return (
    /^(?:SignatureDoesNotMatch|InvalidSignature)$/.test(failure.code) &&
    /signature we calculated/i.test(failure.message)
  );
}
