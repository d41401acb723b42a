/** From evidence to a problem's code: ordered rules, the first that matches wins. */
import { isTlsCode } from "./failure.js";
import type { AwsProblemCode } from "./help.js";
import type { Failure } from "../types.js";

interface Rule {
  readonly code: AwsProblemCode;
  readonly when: (failure: Failure) => boolean;
}

const REFUSED_SIGNATURE = /^(?:SignatureDoesNotMatch|InvalidSignature)$/;
const DENIED = /^(?:AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized)$/;
const UNREACHED: ReadonlySet<Failure["kind"]> = new Set(["network", "deadline"]);

/**
 * The order matters: what ended early or never arrived cannot be read as AWS's word, and the same
 * signature code stands for a wrong region, a wrong clock and a wrong secret. Codes:
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html,
 * https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMturkAPI/ApiReference_ErrorCodesArticle.html
 */
const RULES: readonly Rule[] = [
  { code: "cancelled", when: ({ kind }) => kind === "cancelled" },
  { code: "proxy", when: ({ code }) => code === "ERR_PROXY_TUNNEL" },
  // A proxy's address with the wrong scheme, or a proxy that answers the handshake in plain text.
  {
    code: "proxy",
    when: ({ kind, code, proxy }) => kind === "network" && code === "EPROTO" && proxy !== undefined,
  },
  { code: "tls-intercepted", when: ({ kind, code }) => kind === "network" && isTlsCode(code) },
  { code: "proxy", when: ({ kind, proxy }) => UNREACHED.has(kind) && proxy !== undefined },
  { code: "offline", when: ({ kind }) => UNREACHED.has(kind) },
  { code: "key-garbled", when: ({ code }) => code === "ERR_INVALID_CHAR" },
  { code: "not-aws", when: ({ kind }) => kind === "not-aws" },
  { code: "unknown", when: ({ kind }) => kind === "client" },
  {
    code: "key-garbled",
    when: ({ code }) => /^(?:IncompleteSignature|MissingAuthenticationToken)$/.test(code),
  },
  {
    code: "region-wrong",
    when: ({ code, message }) =>
      REFUSED_SIGNATURE.test(code) && /scoped to (?:a valid region|correct service)/i.test(message),
  },
  {
    code: "clock-off",
    when: ({ code, message }) =>
      REFUSED_SIGNATURE.test(code) && /Signature (?:expired|not yet current)/i.test(message),
  },
  { code: "clock-off", when: ({ code }) => /^(?:RequestExpired|RequestTimeTooSkewed)$/.test(code) },
  { code: "secret-wrong", when: ({ code }) => REFUSED_SIGNATURE.test(code) },
  {
    code: "key-unknown",
    when: ({ code }) =>
      /^(?:InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId)$/.test(code),
  },
  { code: "session-expired", when: ({ code }) => code === "ExpiredToken" },
  {
    code: "account-not-linked",
    when: ({ turkErrorCode, message }) =>
      turkErrorCode === "AWS.AccountNotLinked" || /must be linked to your/i.test(message),
  },
  {
    code: "policy-denied",
    when: ({ message }) => /not authorized to perform the requested operation/i.test(message),
  },
  // GetCallerIdentity needs no permission, so no policy of the user can be missing for it.
  { code: "policy-denied", when: ({ code, service }) => DENIED.test(code) && service === "sts" },
  // A root user cannot be given a policy, and needs none: only a rule above it can deny.
  {
    code: "policy-denied",
    when: ({ code, message }) =>
      DENIED.test(code) &&
      /explicit deny|permissions boundary|session policy|service control policy|resource control policy|VPC endpoint policy|:root is not authorized/i.test(
        message,
      ),
  },
  { code: "policy-missing", when: ({ code }) => DENIED.test(code) },
  {
    code: "account-inactive",
    when: ({ code }) => /^(?:OptInRequired|SubscriptionRequired)$/.test(code),
  },
  {
    code: "throttled",
    when: ({ code, httpStatus }) =>
      httpStatus === 429 ||
      /^(?:Throttling|ThrottledException|Throttled|TooManyRequests|RequestLimitExceeded|SlowDown)$/.test(
        code,
      ),
  },
  {
    code: "aws-fault",
    when: ({ code, httpStatus }) => code === "ServiceFault" || (httpStatus ?? 0) >= 500,
  },
];

/** The code that one failure stands for, taken by itself. */
export function classify(failure: Failure): AwsProblemCode {
  return RULES.find((rule) => rule.when(failure))?.code ?? "unknown";
}

/** How far STS got: the yardstick for what MTurk's failure means. */
export type StsResult = "accepted" | "refused" | "unreached" | "not-asked";

/** What MTurk's failure says only of MTurk once STS has answered. */
const MTURK_OWN: ReadonlySet<AwsProblemCode> = new Set([
  "account-not-linked",
  "account-inactive",
  "policy-missing",
  "policy-denied",
  "throttled",
  "clock-off",
  "region-wrong",
  "session-expired",
  "key-unknown",
  "cancelled",
]);

/**
 * The code of the sandbox's failure in the light of STS's answer. Once STS has answered, the
 * network is known to work and the key is known to be right or wrong: then MTurk's modelled answers
 * keep their code, and whatever else comes from its address (no such name, silence, a reset, a
 * page, an unknown code) means that MTurk is not there any more.
 */
export function classifySandbox(failure: Failure, sts: StsResult): AwsProblemCode {
  const plain = classify(failure);
  if (sts === "unreached" || sts === "not-asked" || MTURK_OWN.has(plain)) return plain;
  if (failure.code === "ServiceFault" || failure.code === "InternalFailure") return "aws-fault";
  // MTurk has spoken in its own error, with a code that is not known here: it is there.
  if (failure.code === "RequestError") return plain;
  // A proxy that opens the way to STS but refuses MTurk's name has a rule against it; its 5xx means
  // that it found nobody there.
  if (failure.code === "ERR_PROXY_TUNNEL" && (failure.httpStatus ?? 500) < 500) return "proxy";
  // Blaming the key is right only if STS refuses it as well.
  if (sts === "refused" && (plain === "secret-wrong" || plain === "key-garbled")) return plain;
  return "mturk-closed";
}
