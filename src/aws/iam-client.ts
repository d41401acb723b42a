/** IAM's client, made for one call and loaded when first needed. Its secrets are revealed here and nowhere else: to sign. */
import type { AccessKey } from "../keys/types.js";
import { SIGNING_REGION, type ClientOptions, type WireAnswer } from "./clients.js";

/** The five calls on access keys (https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html). */
export type IamCall =
  | { readonly operation: "ListAccessKeys"; readonly marker: string | null }
  | { readonly operation: "CreateAccessKey" }
  | { readonly operation: "UpdateAccessKey"; readonly id: string; readonly status: "Active" | "Inactive" }
  | { readonly operation: "DeleteAccessKey"; readonly id: string }
  | { readonly operation: "GetAccessKeyLastUsed"; readonly id: string };

export interface IamCaller {
  /** The answer as the SDK hands it out, unchecked; rejects with whatever the SDK throws. */
  readonly send: (call: IamCall, signal: AbortSignal) => Promise<unknown>;
  readonly destroy: () => void;
}

/**
 * A client for one key. As with the other two, everything that the SDK would look up in the environment or in `~/.aws` is given.
 * One attempt per request: the SDK would send CreateAccessKey again after a lost answer, and takes the limit of two keys
 * (`LimitExceededException`) for throttling.
 */
export async function iamCaller(key: AccessKey, options: ClientOptions): Promise<IamCaller> {
  // The SDK's warning about Node 20 would be printed across the screen; this is its only switch.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const sdk = await import("./iam-sdk.js");
  const client = new sdk.IAMClient({
    endpoint: options.endpoint,
    region: SIGNING_REGION,
    credentials: credentialsOf(key),
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    ignoreConfiguredEndpointUrls: true,
    disableClockSkewCorrection: false,
    authSchemePreference: ["sigv4"],
    userAgentAppId: "mturk-setup",
    logger: SILENT,
    requestHandler: {
      connectionTimeout: options.connectMs,
      requestTimeout: options.answerMs,
      throwOnRequestTimeout: true,
      httpAgent: options.httpAgent,
      httpsAgent: options.httpsAgent,
      logger: SILENT,
    },
  });
  client.middlewareStack.add(wireTap(options), { step: "deserialize", priority: "low", name: "mturkSetupWireTap" });
  const send = (call: IamCall, abortSignal: AbortSignal): Promise<unknown> => {
    switch (call.operation) {
      case "ListAccessKeys":
        return client.send(new sdk.ListAccessKeysCommand(call.marker === null ? {} : { Marker: call.marker }), { abortSignal });
      case "CreateAccessKey":
        return client.send(new sdk.CreateAccessKeyCommand({}), { abortSignal });
      case "UpdateAccessKey":
        return client.send(new sdk.UpdateAccessKeyCommand({ AccessKeyId: call.id, Status: call.status }), { abortSignal });
      case "DeleteAccessKey":
        return client.send(new sdk.DeleteAccessKeyCommand({ AccessKeyId: call.id }), { abortSignal });
      case "GetAccessKeyLastUsed":
        return client.send(new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId: call.id }), { abortSignal });
    }
  };
  return { send, destroy: () => client.destroy() };
}

function credentialsOf(key: AccessKey): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } {
  return {
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey.reveal(),
    ...(key.sessionToken === undefined ? {} : { sessionToken: key.sessionToken.reveal() }),
  };
}

const SILENT = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

function quiet(): void {
  // The screen belongs to the program; what the SDK would say of a failure is in the error that it throws.
}

function wireTap({ onAnswer }: ClientOptions) {
  return <Args, Out extends { readonly response: unknown }>(next: (args: Args) => Promise<Out>) =>
    async (args: Args): Promise<Out> => {
      const result = await next(args);
      onAnswer(wireAnswer(result.response));
      return result;
    };
}

function wireAnswer(response: unknown): WireAnswer {
  const { statusCode, headers } = response as { readonly statusCode: number; readonly headers: Readonly<Record<string, unknown>> };
  const texts = Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name.toLowerCase(), value] as const] : []));
  return { status: statusCode, headers: Object.fromEntries(texts) };
}
