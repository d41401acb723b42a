/** Makes IAM's client, for one call, loaded when first needed. */
import type { AccessKey } from "../../keys/types.js";
import { WIRE_TAP, type ClientOptions, hushNodeVersion, settings, wireTap } from "../clients.js";

/**
 * The five calls on access keys
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html).
 */
export type IamCall =
  | { readonly operation: "ListAccessKeys"; readonly marker: string | null }
  | { readonly operation: "CreateAccessKey" }
  | {
      readonly operation: "UpdateAccessKey";
      readonly id: string;
      readonly status: "Active" | "Inactive";
    }
  | { readonly operation: "DeleteAccessKey"; readonly id: string }
  | { readonly operation: "GetAccessKeyLastUsed"; readonly id: string };

export interface IamCaller {
  /** The answer as the SDK hands it out, unchecked; rejects with whatever the SDK throws. */
  readonly send: (call: IamCall, signal: AbortSignal) => Promise<unknown>;
  readonly destroy: () => void;
}

/**
 * A client for one key. As with the other two, everything that the SDK would look up in the
 * environment or in `~/.aws` is given. One attempt per request: the SDK would send CreateAccessKey
 * again after a lost answer, and takes the limit of two keys (`LimitExceededException`) for
 * throttling.
 */
export async function iamCaller(key: AccessKey, options: ClientOptions): Promise<IamCaller> {
  hushNodeVersion();
  const sdk = await import("./sdk.js");
  const client = new sdk.IAMClient({ ...settings(key, options), defaultsMode: "standard" });
  client.middlewareStack.add(wireTap(options), WIRE_TAP);
  const send = (call: IamCall, abortSignal: AbortSignal): Promise<unknown> => {
    switch (call.operation) {
      case "ListAccessKeys":
        return client.send(
          new sdk.ListAccessKeysCommand(call.marker === null ? {} : { Marker: call.marker }),
          { abortSignal },
        );
      case "CreateAccessKey":
        return client.send(new sdk.CreateAccessKeyCommand({}), { abortSignal });
      case "UpdateAccessKey":
        return client.send(
          new sdk.UpdateAccessKeyCommand({ AccessKeyId: call.id, Status: call.status }),
          { abortSignal },
        );
      case "DeleteAccessKey":
        return client.send(new sdk.DeleteAccessKeyCommand({ AccessKeyId: call.id }), {
          abortSignal,
        });
      case "GetAccessKeyLastUsed":
        return client.send(new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId: call.id }), {
          abortSignal,
        });
    }
  };
  return { send, destroy: () => client.destroy() };
}
