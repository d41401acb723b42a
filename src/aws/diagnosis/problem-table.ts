/**
 * Holds a row for each problem that an answer of AWS's, or its absence, can stand for: by what it
 * is
 * known, what it means, what mends it. Diagnosis, its words and the README's table are made from
 * it.
 *
 * The code itself, with its verdict, stands in base/problem.ts: every room makes problems, and none
 * below this one may know AWS.
 */
import { MTURK_POLICY } from "../../base/amazon.js";
import type { ProblemCode } from "../../base/problem.js";
import type { Failure } from "../types.js";
import { isTlsCode } from "./failure.js";

/** One row of the table "what you see, what it means, what to do". */
export interface HelpEntry {
  /**
   * What AWS, the network or the computer says: codes and phrases, as they appear in a problem's
   * detail.
   */
  readonly see: string;
  /** The cause, in one or two plain sentences. */
  readonly means: string;
  /** The first cure. */
  readonly do: string;
}

interface AwsProblem extends HelpEntry {
  /** The rule by which one failure is known; null where it takes more than that. */
  readonly when: ((failure: Failure) => boolean) | null;
  /** The step of AWS's guide (1–7) that mends it every time. */
  readonly step?: number;
  /**
   * What it means from MTurk's address once STS has answered. only: nobody but MTurk can say so, so
   * it is there. too: it is there as well. null: what answers there, if anything, is not MTurk.
   */
  readonly mturks: "only" | "too" | null;
  /** It says nothing of the key, and may be gone a moment later. */
  readonly passing?: true;
  /** It has to be known before the key is saved, though AWS accepts it. */
  readonly beforeSaving?: true;
}

/**
 * Where a requester links the sandbox (named by MTurk itself:
 * https://github.com/nodeGame/nodegame/issues/132).
 */
const SANDBOX_LINK_PAGE = "https://requestersandbox.mturk.com/developer";

const SIGNATURE = /^(?:SignatureDoesNotMatch|InvalidSignature)$/;
const DENIED = /^(?:AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized)$/;
/** A rule above the user, as a message names it. */
const RULE_ABOVE = [
  "explicit deny",
  "permissions boundary",
  "session policy",
  "service control policy",
  "resource control policy",
  "vpc endpoint policy",
  ":root is not authorized",
];
const TOO_MANY = new Set([
  "Throttling",
  "ThrottledException",
  "Throttled",
  "TooManyRequests",
  "RequestLimitExceeded",
  "SlowDown",
]);

function isUnreached({ kind }: Failure): boolean {
  return kind === "network" || kind === "deadline";
}

/** The connection could not be made secure. */
function isInsecure({ kind, code }: Failure): boolean {
  return kind === "network" && isTlsCode(code);
}

/**
 * The order matters, for the first row whose rule holds gives the code: what ended early or never
 * arrived cannot be read as AWS's word, and the same signature code stands for a wrong region, a
 * wrong clock and a wrong secret. Codes:
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html,
 * https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMturkAPI/ApiReference_ErrorCodesArticle.html
 */
export const AWS_PROBLEMS = {
  cancelled: {
    when: ({ kind }) => kind === "cancelled",
    see: "Esc was pressed while AWS was being asked",
    means: "Stopped before an answer came.",
    do: "Ask again whenever you like.",
    mturks: "too",
  },
  proxy: {
    when: (failure) =>
      failure.code === "ERR_PROXY_TUNNEL" ||
      (isUnreached(failure) &&
        failure.proxy !== undefined &&
        // A proxy's address with the wrong scheme, or one that answers the handshake in plain text.
        (failure.code === "EPROTO" || !isInsecure(failure))),
    see: "ERR_PROXY_TUNNEL; any network error while HTTPS_PROXY is set",
    means:
      "The proxy that HTTPS_PROXY names did not let the request through, so whether the " +
      "key is right is still open.",
    do: "Check HTTPS_PROXY; if this network needs no proxy: unset HTTPS_PROXY https_proxy",
    mturks: null,
  },
  "tls-intercepted": {
    when: isInsecure,
    see:
      "SELF_SIGNED_CERT_IN_CHAIN, UNABLE_TO_VERIFY_LEAF_SIGNATURE, CERT_HAS_EXPIRED, " +
      "ERR_TLS_CERT_ALTNAME_INVALID, EPROTO",
    means:
      "The connection could not be made secure: what answered cannot prove that it is AWS. " +
      "Networks and virus scanners that look into traffic cause this. The key was not sent.",
    do:
      "Ask your network's administrators for the file with their certificate authority, and " +
      "run: export AWS_CA_BUNDLE=/full/path/of/the-file.pem",
    mturks: null,
  },
  offline: {
    when: isUnreached,
    see: "ENOTFOUND, EAI_AGAIN, ECONNREFUSED, ECONNRESET, ETIMEDOUT, ENETUNREACH, EHOSTUNREACH",
    means: "AWS could not be reached, so whether the key is right is still open.",
    do: "Check the internet connection, and the VPN if there is one; then ask again.",
    mturks: null,
    passing: true,
  },
  "not-aws": {
    when: ({ kind }) => kind === "not-aws",
    see: "A web page, or an answer without the fields that AWS always sends",
    means:
      "Something else than AWS answered: most often the login page of a hotel, campus or " +
      "conference network, or a filter.",
    do:
      "Open http://example.com in a browser: if a login page appears, log in there, then ask " +
      "again.",
    mturks: null,
  },
  "key-garbled": {
    when: ({ code }) =>
      /^(?:ERR_INVALID_CHAR|IncompleteSignature|MissingAuthenticationToken)$/.test(code),
    see: "IncompleteSignature; ERR_INVALID_CHAR",
    means:
      "What was given as the key cannot be read by AWS: most often id and secret are " +
      "swapped, or something was copied along with them.",
    do:
      "Enter both again: the id has 20 capital letters and digits and begins with AKIA, the " +
      "secret has 40 characters.",
    mturks: null,
  },
  unknown: {
    when: ({ kind }) => kind === "client",
    see: "Any other code",
    means: "The answer is none that this program knows.",
    do:
      "Ask again in a minute. If it stays, look up what was said, or send it to whoever " +
      "helps you: there is no secret in it.",
    mturks: null,
  },
  "region-wrong": {
    when: ({ code, message }) =>
      SIGNATURE.test(code) && /scoped to (?:a valid region|correct service)/i.test(message),
    see: "Credential should be scoped to a valid region / to correct service",
    means:
      "The server that answered belongs to another region or service than the request was " +
      "signed for.",
    do:
      "Look at AWS_ENDPOINT_URL_MTURK and AWS_ENDPOINT_URL_STS; without them the right " +
      "addresses are used.",
    mturks: "too",
  },
  "clock-off": {
    when: ({ code, message }) =>
      /^(?:RequestExpired|RequestTimeTooSkewed)$/.test(code) ||
      (SIGNATURE.test(code) && /Signature (?:expired|not yet current)/i.test(message)),
    see: "Signature expired: … / Signature not yet current: …; RequestExpired",
    means:
      "The computer's clock is wrong. MTurk refuses requests whose time is more than 5 " +
      "minutes off, STS more than 15.",
    do:
      "Let the computer set its clock itself: on Linux sudo timedatectl set-ntp true, on " +
      "macOS Date & Time in the System Settings, on WSL run wsl --shutdown in Windows and " +
      "start again.",
    mturks: "too",
    beforeSaving: true,
  },
  "secret-wrong": {
    when: ({ code }) => SIGNATURE.test(code),
    see:
      "SignatureDoesNotMatch, InvalidSignatureException: The request signature we calculated " +
      "does not match…",
    means: "AWS knows this id; the secret is another key's, or was cut or changed on the way.",
    do: "Take id and secret from one CSV file, or paste the secret again, whole.",
    mturks: null,
  },
  "key-unknown": {
    when: ({ code }) =>
      /^(?:InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId)$/.test(code),
    see:
      "InvalidClientTokenId, UnrecognizedClientException: The security token included in the " +
      "request is invalid.",
    means:
      "AWS has no active key with this id. Deleted, deactivated, mistyped and brand-new " +
      "keys all look like this.",
    do: "Compare the id with the CSV file or the list in the IAM console, letter by letter.",
    mturks: "too",
  },
  "session-expired": {
    when: ({ code }) => code === "ExpiredToken",
    see:
      "ExpiredToken, ExpiredTokenException: The security token included in the request is " +
      "expired",
    means: "These are temporary keys, and their time is up.",
    do: "Make an access key of an IAM user instead (step 4): it does not expire.",
    mturks: "too",
  },
  "account-not-linked": {
    when: ({ turkErrorCode, message }) =>
      turkErrorCode === "AWS.AccountNotLinked" || /must be linked to your/i.test(message),
    see:
      "RequestError, AWS.AccountNotLinked: Your AWS account must be linked to your Amazon " +
      "Mechanical Turk Account",
    means:
      "The key is right, but MTurk's sandbox is not linked to its AWS account. The sandbox " +
      "has a link of its own, beside the one of the real site.",
    do:
      `Open ${SANDBOX_LINK_PAGE} and link the AWS account there (step 5). Wait two minutes, ` +
      "then ask again.",
    mturks: "only",
  },
  "policy-denied": {
    when: ({ code, message, service }) =>
      /not authorized to perform the requested operation/i.test(message) ||
      (DENIED.test(code) &&
        // GetCallerIdentity needs no permission, so no policy of the user can be missing for it.
        (service === "sts" ||
          // A root user cannot be given a policy, and needs none: only a rule above it can deny.
          RULE_ABOVE.some((words) => message.toLowerCase().includes(words)))),
    see:
      "AccessDenied…: … with an explicit deny …; This user is not authorized to perform the " +
      "requested operation",
    means: "The key is right, but a rule that stands above the user forbids this.",
    do: "Write to whoever administers the AWS account, and send them what AWS said.",
    mturks: "only",
  },
  "policy-missing": {
    when: ({ code }) => DENIED.test(code),
    see:
      "AccessDenied…: … is not authorized to perform: mechanicalturk:… because no " +
      "identity-based policy allows it",
    means: "The key is right, but its IAM user may not use MTurk yet.",
    do:
      `In the IAM console, open the user, "Add permissions", "Attach policies directly", and ` +
      `tick ${MTURK_POLICY} (step 4).`,
    mturks: "only",
  },
  "account-inactive": {
    when: ({ code }) => /^(?:OptInRequired|SubscriptionRequired)$/.test(code),
    see:
      "OptInRequired, SubscriptionRequiredException: The AWS Access Key Id needs a " +
      "subscription for the service",
    means: "The key is right, but its AWS account is not fully signed up, or is suspended.",
    do:
      "Sign in at https://console.aws.amazon.com as the account's owner and finish what it " +
      "asks for: payment method, phone, or an unpaid bill (step 1).",
    mturks: "only",
  },
  throttled: {
    when: ({ code, httpStatus }) => httpStatus === 429 || TOO_MANY.has(code),
    see: "ThrottlingException, Throttling: Rate exceeded; HTTP 429",
    means:
      "Too many requests from this account within a short time. It says nothing about the key.",
    do: "Wait a minute, then ask again.",
    mturks: "too",
    passing: true,
  },
  "aws-fault": {
    when: ({ code, httpStatus }) => code === "ServiceFault" || (httpStatus ?? 0) >= 500,
    see: "ServiceFault, InternalFailure, HTTP 500 and above",
    means: "Something is broken on Amazon's side. It says nothing about the key.",
    do:
      "Wait some minutes, then ask again. Known outages: " +
      "https://health.aws.amazon.com/health/status",
    mturks: null,
    passing: true,
  },
  "mturk-closed": {
    when: null,
    see:
      "AWS accepts the key, and MTurk's address does not exist, is silent, or answers with " +
      "something else",
    means: "MTurk's sandbox does not answer as it should.",
    do:
      "Nothing on this computer and no other key can change that. Ask again later if you " +
      "want to be sure.",
    mturks: null,
    passing: true,
  },
  "balance-unexpected": {
    when: null,
    see: "A balance other than 10000.00",
    means: "The sandbox always says 10,000.00, in play money.",
    do: "Look at AWS_ENDPOINT_URL_MTURK: if it names another address, that one has answered.",
    mturks: null,
    beforeSaving: true,
  },
  "temporary-keys": {
    when: null,
    see: "A key id that begins with ASIA",
    means:
      "These are temporary keys: they stop working within hours, and MTurk's guide says " +
      "that it does not take them.",
    do: "Make an access key of an IAM user instead (step 4): its id begins with AKIA.",
    step: 4,
    mturks: null,
    beforeSaving: true,
  },
  "root-keys": {
    when: null,
    see: "An ARN that ends in :root",
    means:
      "This key belongs to the account's owner (root). Whoever gets it can do everything, " +
      "bills and deletion included, and nothing can limit it.",
    do:
      "Make an IAM user with a key of its own (step 4), and then delete the root key in the " +
      'console under "Security credentials".',
    step: 4,
    mturks: null,
    beforeSaving: true,
  },
} as const satisfies Partial<Record<ProblemCode, AwsProblem>>;

/** The codes that a diagnosis can give. */
export type AwsProblemCode = keyof typeof AWS_PROBLEMS;

/** The row of a code. */
export function awsProblem(code: AwsProblemCode): AwsProblem {
  return AWS_PROBLEMS[code];
}

export function isAwsProblem(code: ProblemCode): code is AwsProblemCode {
  return code in AWS_PROBLEMS;
}

/** Nobody but MTurk can have said this. */
export function isMturksOwn(code: ProblemCode): boolean {
  return isAwsProblem(code) && awsProblem(code).mturks === "only";
}

export function isToldBeforeSaving(code: ProblemCode): boolean {
  return isAwsProblem(code) && awsProblem(code).beforeSaving === true;
}

export function isPassing(code: ProblemCode): boolean {
  return isAwsProblem(code) && awsProblem(code).passing === true;
}
