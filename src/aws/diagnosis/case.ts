/** Describes one failure with everything that its words depend on. */
import type { StsResult } from "./classify.js";
import { isForeign } from "../endpoints.js";
import type { AwsProblemCode } from "./problem-table.js";
import type { Endpoints, Failure, Identity } from "../types.js";

/** The key that was asked with, as far as the words need it. */
export interface KeyFacts {
  readonly accessKeyId: string;
  readonly hasToken: boolean;
}

/** What is known of the day and the computer. */
export interface DiagnosisContext {
  /** This computer's idea of now; told where a certificate's dates are at stake. */
  readonly today: Date;
  /** What to say of MTurk's end, as whole sentences; null before that day. */
  readonly closed: { readonly said: string } | null;
  /** Whether HTTPS_PROXY is set. */
  readonly proxySet: boolean;
  /** Whether a setting names a file of certificates. */
  readonly caBundleSet: boolean;
  /** That setting, to be shown; AWS_CA_BUNDLE unless given. */
  readonly caBundle?: string;
  /** Whether the key may be less than a minute old. */
  readonly freshKey: boolean;
  /**
   * Inside the practice AWS its addresses are spoken of as Amazon's are, for nobody has set a
   * variable.
   */
  readonly practice?: boolean;
  readonly endpoints: Endpoints;
}

/** One failure, with everything that its words depend on. */
export interface Case {
  readonly code: AwsProblemCode;
  readonly failure: Failure;
  readonly key: KeyFacts;
  readonly context: DiagnosisContext;
  readonly sts: StsResult;
  /** Whose key it is; null if STS did not say. */
  readonly identity: Identity | null;
  /** MTurk's sandbox has answered a request with this key, so it is right whatever STS does. */
  readonly taken?: boolean;
}

/**
 * True if the failing address was chosen by a variable, so that the variable is the first thing to
 * look at.
 */
export function isCustom({ failure, context }: Case): boolean {
  return context.practice !== true && isForeign(failure.host);
}

export interface Words {
  readonly message: string;
  readonly try: readonly [string, ...string[]];
  readonly step?: number;
}
