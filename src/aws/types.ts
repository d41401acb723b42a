/** Describes what we ask of AWS, and what comes back, as values. */
import type { Problem } from "../base/problem.js";
import type { AccessKey } from "../keys/types.js";

export type ServiceName = "sts" | "mturk";

/**
 * Whose key it is, as STS says
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
 */
export interface Identity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
}

/**
 * The sandbox's answer
 * (https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMturkAPI/ApiReference_GetAccountBalanceOperation.html).
 */
export interface Balance {
  /** US dollars as MTurk writes them, e.g. "10000.00"; play money in the sandbox. */
  readonly balance: string;
}

/**
 * Everything that is known of a call that did not succeed; raw enough to be diagnosed, clean enough
 * to be shown.
 */
export interface Failure {
  readonly service: ServiceName;
  /** The host that was asked. */
  readonly host: string;
  readonly kind: "service" | "network" | "not-aws" | "deadline" | "cancelled" | "client";
  /**
   * Error code of the service without the suffix "Exception", or Node's `code` (`ENOTFOUND`), or
   * the error's name.
   */
  readonly code: string;
  /**
   * The same code as the service spelled it ("UnrecognizedClientException"), to be shown; absent
   * where it is no other.
   */
  readonly spelled?: string;
  /** First paragraph, cleaned, entered strings masked. */
  readonly message: string;
  readonly httpStatus: number | null;
  readonly requestId: string | null;
  /** `AWS.AccountNotLinked` and the like; null where MTurk gave none. */
  readonly turkErrorCode: string | null;
  /** Milliseconds by which the server's clock is ahead of ours; null if it is not known. */
  readonly serverAheadMs: number | null;
  /** `Content-Type` and `Server`/`Via` of an answer that does not look like AWS's. */
  readonly answeredBy: string | null;
  /** `host:port` of the proxy that the call went through; absent if it went straight. */
  readonly proxy?: string;
  /**
   * It was refused for this computer's clock first, and got this far only when sent again with the
   * server's time.
   */
  readonly clockCorrected?: true;
}

export type AwsAnswer<T> =
  | {
      readonly ok: true;
      readonly value: T;
      readonly host: string;
      readonly serverAheadMs: number | null;
      /**
       * It was refused for this computer's clock, and came only when sent again with the server's
       * time, as boto3 does not.
       */
      readonly clockCorrected?: true;
    }
  | { readonly ok: false; readonly failure: Failure };

/** The code of a failure as whoever answered wrote it. */
export function shownCode({ code, spelled }: Pick<Failure, "code" | "spelled">): string {
  return spelled ?? code;
}

/** Where the calls go. */
export interface Endpoints {
  readonly sts: string;
  readonly mturk: string;
  /**
   * Hosts that are not Amazon's own to which keys would be sent; told to the user before they are.
   */
  readonly foreignHosts: readonly string[];
  /** True where the endpoint variables are switched off. */
  readonly ignored?: true;
  /**
   * True if AWS_ENDPOINT_URL_MTURK leads outside AWS while STS is AWS's own: such keys need not be
   * AWS's, so STS is left out.
   */
  readonly sandboxOnly: boolean;
}

/** A look-up without keys: does the address answer at all? */
export type Reachability =
  | { readonly answers: true; readonly httpStatus: number }
  | { readonly answers: false; readonly code: string };

/** AWS, as a collaborator of the jobs. Every method settles within its bound and never throws. */
export interface Aws {
  readonly endpoints: Endpoints;
  /**
   * The setting that names the certificates to trust, to be shown; null or absent: the usual ones.
   */
  readonly caBundle?: string | null;
  /** GetCallerIdentity: 8 s at most. */
  identity(key: AccessKey, signal: AbortSignal): Promise<AwsAnswer<Identity>>;
  /** GetAccountBalance at the sandbox: 8 s at most. */
  balance(key: AccessKey, signal: AbortSignal): Promise<AwsAnswer<Balance>>;
  /** Asks both addresses without keys: 3 s at most. */
  lookUp(
    signal: AbortSignal,
  ): Promise<{ readonly sts: Reachability; readonly mturk: Reachability }>;
}

/** What a check of one key found; `null`: not asked. */
export interface Diagnosis {
  readonly identity:
    | { readonly ok: true; readonly value: Identity }
    | { readonly ok: false; readonly problem: Problem }
    | null;
  readonly sandbox:
    | { readonly ok: true; readonly value: Balance; readonly endpoint: string }
    | { readonly ok: false; readonly problem: Problem; readonly endpoint: string }
    | null;
  /**
   * An answer came only with this computer's clock made up for, which boto3 and psiTurk do not do:
   * the key is fine, they are refused.
   */
  readonly clockCorrected?: boolean;
  /**
   * Everything to be told, the deciding one first: failures, then warnings (temporary keys, root
   * keys, clock).
   */
  readonly problems: readonly Problem[];
}
