/**
 * What a client must see of each fault, by service: AWS's own codes, as its public documents and
 * users' reports give them.
 */
import type { Fault } from "../../src/practice/faults.js";
import { fault } from "../practice/start.js";

/**
 * `ok`: success; a code with its HTTP status; `line`: no HTTP answer; `page`: something that is no
 * answer of AWS.
 */
export type Expected =
  | "ok"
  | "line"
  | "page"
  | {
      readonly code: string;
      readonly status: number;
      readonly says?: RegExp;
      readonly turk?: string;
    };

export interface Row {
  readonly faults: string;
  readonly sts: Expected;
  readonly mturk: Expected;
}

const refused = (code: string, status: number, says?: RegExp): Expected => ({
  code,
  status,
  ...(says === undefined ? {} : { says }),
});
const invalid = /^The security token included in the request is invalid\.$/;
const wrong = /^The request signature we calculated does not match the signature you provided\./;
const region = /^Credential should be scoped to a valid region, not 'us-east-1'\.$/;
const fiveParts =
  /exactly 5 slash-delimited elements, e\.g\. keyid\/date\/region\/service\/term, got 'AKIA[A-Z2-7]{9}EXAMPLE\/\d{8}\/us-east-1\//;
const stamp = String.raw`\d{8}T\d{6}Z`;
const expired = (min: number): RegExp =>
  new RegExp(
    `^Signature expired: ${stamp} is now earlier than ${stamp} \\(${stamp} - ${min} min\\.\\)$`,
  );
const early = (min: number): RegExp =>
  new RegExp(
    `^Signature not yet current: ${stamp} is still later than ${stamp} \\(${stamp} \\+ ${min} min\\.\\)$`,
  );
const action =
  "User: arn:aws:iam::123456789012:user/practice is not authorized to perform: mechanicalturk:GetAccountBalance";

export const ROWS: readonly Row[] = [
  { faults: "", sts: "ok", mturk: "ok" },
  {
    faults: "wrong-secret",
    sts: refused("SignatureDoesNotMatch", 403, wrong),
    mturk: refused("InvalidSignatureException", 400, wrong),
  },
  {
    faults: "unknown-key",
    sts: refused("InvalidClientTokenId", 403, invalid),
    mturk: refused("UnrecognizedClientException", 400, invalid),
  },
  {
    faults: "key-inactive",
    sts: refused("InvalidClientTokenId", 403, invalid),
    mturk: refused("UnrecognizedClientException", 400, invalid),
  },
  {
    faults: "propagation=60",
    sts: refused("InvalidClientTokenId", 403, invalid),
    mturk: refused("UnrecognizedClientException", 400, invalid),
  },
  {
    faults: "not-linked",
    sts: "ok",
    mturk: {
      code: "RequestError",
      status: 400,
      says: /must be linked.*\(\d{13} s\)$/,
      turk: "AWS.AccountNotLinked",
    },
  },
  {
    faults: "no-policy",
    sts: "ok",
    mturk: refused(
      "AccessDeniedException",
      400,
      new RegExp(`^${action} because no identity-based policy allows`),
    ),
  },
  {
    faults: "scp-deny",
    sts: "ok",
    mturk: refused(
      "AccessDeniedException",
      400,
      new RegExp(`^${action} with an explicit deny in a service control policy$`),
    ),
  },
  { faults: "clock-skew=240", sts: "ok", mturk: "ok" },
  {
    faults: "clock-skew=600",
    sts: "ok",
    mturk: refused("InvalidSignatureException", 400, expired(5)),
  },
  {
    faults: "clock-skew=1200",
    sts: refused("SignatureDoesNotMatch", 403, expired(15)),
    mturk: refused("InvalidSignatureException", 400, expired(5)),
  },
  {
    faults: "clock-skew=-1200",
    sts: refused("SignatureDoesNotMatch", 403, early(15)),
    mturk: refused("InvalidSignatureException", 400, early(5)),
  },
  {
    faults: "wrong-region",
    sts: refused("SignatureDoesNotMatch", 403, region),
    mturk: refused("InvalidSignatureException", 400, region),
  },
  {
    faults: "session-expired",
    sts: refused("ExpiredToken", 403),
    mturk: refused("ExpiredTokenException", 400),
  },
  {
    faults: "account-inactive",
    sts: "ok",
    mturk: refused("SubscriptionRequiredException", 400, /needs a subscription for the service$/),
  },
  {
    faults: "echo-secret",
    sts: refused("IncompleteSignature", 400, fiveParts),
    mturk: refused("IncompleteSignatureException", 400, fiveParts),
  },
  {
    faults: "throttle",
    sts: refused("Throttling", 400, /^Rate exceeded$/),
    mturk: refused("ThrottlingException", 400, /^Rate exceeded$/),
  },
  { faults: "throttle=mturk", sts: "ok", mturk: refused("ThrottlingException", 400) },
  {
    faults: "aws-fault",
    sts: refused("InternalFailure", 500),
    mturk: refused("ServiceFault", 500, /temporarily unable/),
  },
  { faults: "aws-fault=sts", sts: refused("InternalFailure", 500), mturk: "ok" },
  { faults: "not-10000", sts: "ok", mturk: "ok" },
  { faults: "second-secret", sts: "ok", mturk: "ok" },
  { faults: "slow=0.2", sts: "ok", mturk: "ok" },
  { faults: "offline", sts: "line", mturk: "line" },
  { faults: "silent", sts: "line", mturk: "line" },
  { faults: "silent=mturk", sts: "ok", mturk: "line" },
  { faults: "closed=reset", sts: "ok", mturk: "line" },
  { faults: "closed=410", sts: "ok", mturk: "page" },
  { faults: "closed=403", sts: "ok", mturk: "page" },
  { faults: "closed=html", sts: "ok", mturk: "page" },
  { faults: "captive-portal", sts: "page", mturk: "page" },
  { faults: "html-403", sts: "page", mturk: "page" },
  // Of IAM only; what IAM makes of all these is in practice-iam.
  ...[
    "no-iam",
    "iam-deny",
    "quota",
    "iam-delay=60",
    "lost-answer=create",
    "lost-answers=update",
    "repeated-key",
  ].map((faults): Row => ({ faults, sts: "ok", mturk: "ok" })),
  // Two at once: what is nearer to the client shows first, and a closed MTurk does not hide what
  // STS says.
  { faults: "closed=410 wrong-secret", sts: refused("SignatureDoesNotMatch", 403), mturk: "page" },
  { faults: "not-linked no-policy", sts: "ok", mturk: refused("AccessDeniedException", 400) },
];

export function faultsOf(row: Row): readonly Fault[] {
  return row.faults === "" ? [] : row.faults.split(" ").map(fault);
}
