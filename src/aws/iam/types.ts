/** Describes what we ask of IAM about a user's own access keys, and what comes back, as values. */
import type { AccessKey } from "../../keys/types.js";
import type { Failure } from "../types.js";

/**
 * An access key as IAM lists it; never with its secret
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html).
 */
export interface IamKey {
  readonly id: string;
  readonly status: "Active" | "Inactive";
  /** Milliseconds since 1970; null if IAM does not say. */
  readonly createdAt: number | null;
}

/**
 * When a key was last used; IAM's record lags by minutes to hours, so it is a hint and no proof.
 */
export interface LastUse {
  /** Milliseconds since 1970; null: never, as far as IAM's records go back (2015). */
  readonly at: number | null;
  /** IAM's name of the service, such as `mturk-requester`; null if never used. */
  readonly service: string | null;
}

/** Everything that is known of an IAM call that did not succeed. */
export interface IamFailure extends Omit<Failure, "service"> {
  readonly service: "iam";
}

export type IamAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: IamFailure };

/** Where IAM is asked. */
export interface IamEndpoint {
  readonly url: string;
  /** `name[:port]`. */
  readonly host: string;
  /** True for a host outside amazonaws.com: told to the user before keys are sent there. */
  readonly foreign: boolean;
}

/**
 * IAM as a collaborator of the jobs: five calls, each signed by `key` and about the keys of that
 * key's own user. Every method settles within 8 s and never throws. Nothing is sent twice, except
 * where IAM has certainly not carried out the first request (a clock or a secret that it refused).
 */
export interface Iam {
  readonly endpoint: IamEndpoint;
  list(key: AccessKey, signal: AbortSignal): Promise<IamAnswer<readonly IamKey[]>>;
  /**
   * The only moment at which AWS shows the secret. Not idempotent: after an unclear failure, list
   * and compare.
   */
  create(key: AccessKey, signal: AbortSignal): Promise<IamAnswer<AccessKey>>;
  setStatus(
    key: AccessKey,
    id: string,
    status: IamKey["status"],
    signal: AbortSignal,
  ): Promise<IamAnswer<null>>;
  remove(key: AccessKey, id: string, signal: AbortSignal): Promise<IamAnswer<null>>;
  lastUse(key: AccessKey, id: string, signal: AbortSignal): Promise<IamAnswer<LastUse>>;
}
