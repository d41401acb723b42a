/**
 * Makes AWS's clients, for one call each, loaded when first needed. The only place of this room
 * where secrets are revealed: to sign a request, and to log in to a proxy.
 */
import type { Agent, ClientRequest } from "node:http";
import { Readable } from "node:stream";
import type { Secret } from "../base/secret.js";
import type { AccessKey } from "../keys/types.js";

/**
 * The region for which MTurk and its sandbox exist, and which they want in the signature
 * (https://github.com/jcjohnson/simple-amt/issues/29).
 */
export const SIGNING_REGION = "us-east-1";

/** What came over the wire, before anyone has tried to understand it. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly httpAgent: Agent;
  readonly httpsAgent: Agent;
  /** Milliseconds until a connection must stand. */
  readonly connectMs: number;
  /** Milliseconds until a request must be answered. */
  readonly answerMs: number;
  /** Told of every answer, good or bad. */
  readonly onAnswer: (answer: WireAnswer) => void;
}

/**
 * A client that can send one kind of request, as often as needed; it remembers the clock that the
 * server's `Date` shows.
 */
export interface Caller {
  /** The answer as the SDK hands it out, unchecked; rejects with whatever the SDK throws. */
  readonly send: (signal: AbortSignal) => Promise<unknown>;
  readonly destroy: () => void;
}

/**
 * STS GetCallerIdentity
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
 */
export async function identityCaller(key: AccessKey, options: ClientOptions): Promise<Caller> {
  hushNodeVersion();
  const { GetCallerIdentityCommand, STSClient } = await import("./sdk-sts.js");
  const client = new STSClient(settings(key, options));
  client.middlewareStack.add(wireTap(options), WIRE_TAP);
  return {
    send: (abortSignal) => client.send(new GetCallerIdentityCommand({}), { abortSignal }),
    destroy: () => client.destroy(),
  };
}

/**
 * MTurk GetAccountBalance
 * (https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMturkAPI/ApiReference_GetAccountBalanceOperation.html).
 */
export async function balanceCaller(key: AccessKey, options: ClientOptions): Promise<Caller> {
  hushNodeVersion();
  const { GetAccountBalanceCommand, MTurkClient } = await import("./sdk-mturk.js");
  const client = new MTurkClient(settings(key, options));
  client.middlewareStack.add(wireTap(options), WIRE_TAP);
  return {
    send: (abortSignal) => client.send(new GetAccountBalanceCommand({}), { abortSignal }),
    destroy: () => client.destroy(),
  };
}

/**
 * Everything that the SDK would otherwise look up in the environment or in `~/.aws/config` is given
 * here, so that neither a profile nor a broken file has a say in what is asked with the key under
 * test. MTurk's older client does not declare all of it, but its parts read it. One attempt: what
 * may be sent again is decided in calls.ts, within the bound.
 */
// The three clients' settings share no type of the SDK; what is inferred fits each.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function settings(key: AccessKey, options: ClientOptions) {
  return {
    endpoint: options.endpoint,
    region: SIGNING_REGION,
    credentials: {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey.reveal(),
      ...(key.sessionToken === undefined ? {} : { sessionToken: key.sessionToken.reveal() }),
    },
    maxAttempts: 1,
    retryMode: "standard",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: ["sigv4"],
    ignoreConfiguredEndpointUrls: true,
    disableClockSkewCorrection: false,
    userAgentAppId: "mturk-setup",
    logger: SILENT,
    requestHandler: {
      connectionTimeout: options.connectMs,
      requestTimeout: options.answerMs,
      // Without this the timeout is only a warning on the console (@smithy/node-http-handler,
      // set-request-timeout).
      throwOnRequestTimeout: true,
      httpAgent: options.httpAgent,
      httpsAgent: options.httpsAgent,
      logger: SILENT,
    },
  };
}

/**
 * The screen belongs to the program; what the SDK would say of a failure is in the error that it
 * throws.
 */
const SILENT = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

function quiet(): void {
  // Nothing: see SILENT.
}

/**
 * The SDK prints a warning on Node 20 when its first client is made, in the middle of the screen.
 * This variable is the only switch that it has for it (@aws-sdk/core,
 * emitWarningIfUnsupportedVersion).
 */
export function hushNodeVersion(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
}

/** Innermost of the step that reads answers, where the answer is still as it came. */
export const WIRE_TAP = {
  step: "deserialize",
  priority: "low",
  name: "mturkSetupWireTap",
} as const;

export function wireTap({ onAnswer }: ClientOptions) {
  return <Args, Out extends { readonly response: unknown }>(next: (args: Args) => Promise<Out>) =>
    async (args: Args): Promise<Out> => {
      const result = await next(args);
      onAnswer(wireAnswer(result.response));
      await boundBody(result.response);
      return result;
    };
}

/** AWS's answers to our calls have less than 10 kB. */
export const LARGEST_ANSWER = 1024 * 1024;

/**
 * An answer so large that it is not AWS's; its connection is closed, and nobody tries to understand
 * it.
 */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/**
 * Puts in the body's place what came of it, read to its end: whatever interprets it afterwards
 * never sees more than 1 MiB. Rejects with `TooLarge`, or with what broke the connection.
 */
async function boundBody(response: unknown): Promise<void> {
  const holder = response as { body?: unknown };
  const { body } = holder;
  if (!(body instanceof Readable)) return;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (length > LARGEST_ANSWER)
      throw new TooLarge(`an answer of more than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  holder.body = Readable.from([Buffer.concat(chunks)], { objectMode: false });
}

function wireAnswer(response: unknown): WireAnswer {
  const { statusCode, headers } = response as {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, unknown>>;
  };
  const texts = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name.toLowerCase(), value] as const] : [],
  );
  return { status: statusCode, headers: Object.fromEntries(texts) };
}

/**
 * An agent that goes through a proxy, with the status that the proxy gives to each attempt to open
 * a way.
 */
export async function openProxyAgent(
  url: Secret,
  options: {
    readonly ca?: string[];
    readonly rejectUnauthorized: true;
    readonly signal: AbortSignal;
  },
  onStatus: (status: number) => void,
): Promise<Agent> {
  const { ProxyAgent } = await import("proxy-agent");
  return new ProxyAgent({
    keepAlive: false,
    ...options,
    getProxyForUrl: (_target: string, request: ClientRequest) => {
      request.once("proxyConnect", (answer: { readonly statusCode: number }) =>
        onStatus(answer.statusCode),
      );
      return url.reveal();
    },
  });
}
