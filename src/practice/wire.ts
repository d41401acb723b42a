/**
 * Writes how AWS says yes and no on the wire: one table of refusals in the dialects of its JSON and
 * its query services.
 */
import type { Statement } from "./accounts.js";

/** Why AWS does not do what was asked. */
export type Cause =
  | "no-signature"
  | "signature-garbled"
  | "key-invalid"
  | "key-expired"
  | "signature-wrong"
  | "denied"
  | "not-subscribed"
  | "throttled"
  | "unknown-operation"
  | "malformed"
  | "fault"
  | "not-linked"
  | "value-wrong"
  | "not-found"
  | "quota-full"
  /** What MTurk says of HITs that do not exist. */
  | "turk-error";

/** A refusal before it is put into a service's dialect; `turkErrorCode` exists in MTurk's only. */
export interface Refusal {
  readonly cause: Cause;
  readonly message: string;
  readonly turkErrorCode?: string;
}

/** An answer ready to be sent. `code` is AWS's error code, for the log. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly code: string | null;
}

/**
 * The same cause has another code in each family of services, and JSON services answer 400 where
 * query services answer 403. `json`: awsJson1_1 (MTurk); `query`: awsQuery (STS, IAM)
 * (https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html; the JSON codes are those
 * that MTurk and its front end are reported to give, e.g.
 * https://github.com/aws/aws-sdk-go/issues/1322).
 */
const CODES: Readonly<
  Record<
    Cause,
    { readonly json: readonly [string, number]; readonly query: readonly [string, number] }
  >
> = {
  "no-signature": {
    json: ["MissingAuthenticationTokenException", 400],
    query: ["MissingAuthenticationToken", 403],
  },
  "signature-garbled": {
    json: ["IncompleteSignatureException", 400],
    query: ["IncompleteSignature", 400],
  },
  "key-invalid": {
    json: ["UnrecognizedClientException", 400],
    query: ["InvalidClientTokenId", 403],
  },
  "key-expired": { json: ["ExpiredTokenException", 400], query: ["ExpiredToken", 403] },
  "signature-wrong": {
    json: ["InvalidSignatureException", 400],
    query: ["SignatureDoesNotMatch", 403],
  },
  denied: { json: ["AccessDeniedException", 400], query: ["AccessDenied", 403] },
  "not-subscribed": { json: ["SubscriptionRequiredException", 400], query: ["OptInRequired", 403] },
  throttled: { json: ["ThrottlingException", 400], query: ["Throttling", 400] },
  "unknown-operation": { json: ["UnknownOperationException", 400], query: ["InvalidAction", 400] },
  malformed: { json: ["SerializationException", 400], query: ["MalformedInput", 400] },
  fault: { json: ["ServiceFault", 500], query: ["InternalFailure", 500] },
  "not-linked": { json: ["RequestError", 400], query: ["AccessDenied", 403] },
  "value-wrong": { json: ["ValidationException", 400], query: ["ValidationError", 400] },
  "not-found": { json: ["ResourceNotFoundException", 400], query: ["NoSuchEntity", 404] },
  "turk-error": { json: ["RequestError", 400], query: ["ValidationError", 400] },
  "quota-full": { json: ["LimitExceededException", 400], query: ["LimitExceeded", 409] },
};

/**
 * Errors that MTurk models itself spell the text `Message`; those of the front end before it,
 * `message`.
 */
const MODELLED: ReadonlySet<Cause> = new Set(["denied", "fault", "not-linked", "turk-error"]);

/** AWS's texts for refusals that always read the same. */
export const TEXT = {
  keyInvalid: "The security token included in the request is invalid.",
  keyExpired: "The security token included in the request is expired",
  signatureWrong:
    "The request signature we calculated does not match the signature you provided. Check " +
    "your AWS Secret Access Key and signing method. Consult the service documentation for " +
    "details.",
  notSubscribed: "The AWS Access Key Id needs a subscription for the service",
  throttled: "Rate exceeded",
  fault:
    "Amazon Mechanical Turk is temporarily unable to process your request. Try your call again.",
  queryFault:
    "The request processing has failed because of an unknown error, exception or failure.",
} as const;

/** A refusal as a JSON service sends it. */
export function jsonRefusal(refusal: Refusal, requestId: string): Reply {
  const [code, status] = CODES[refusal.cause].json;
  const text = MODELLED.has(refusal.cause)
    ? { Message: refusal.message }
    : { message: refusal.message };
  const turk = refusal.turkErrorCode === undefined ? {} : { TurkErrorCode: refusal.turkErrorCode };
  return {
    ...jsonReply(status, { __type: code, ...text, ...turk }, requestId),
    code: refusal.turkErrorCode ?? code,
  };
}

/** A refusal as a query service sends it: `ErrorResponse`, in the namespace of that service. */
export function queryRefusal(refusal: Refusal, requestId: string, namespace: string): Reply {
  const [code, status] = CODES[refusal.cause].query;
  const type = status >= 500 ? "Receiver" : "Sender";
  const error =
    `<Error><Type>${type}</Type><Code>${code}</Code>` +
    `<Message>${escapeXml(refusal.message)}</Message></Error>`;
  const body =
    "<ErrorResponse " +
    `xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>\n`;
  return { status, headers: xmlHeaders(requestId), body, code };
}

export function jsonReply(status: number, body: unknown, requestId: string): Reply {
  const headers = { "x-amzn-requestid": requestId, "content-type": "application/x-amz-json-1.1" };
  return { status, headers, body: JSON.stringify(body), code: null };
}

/**
 * A success of a query service; `result` is the XML inside `<ActionResult>`, null where the action
 * has none.
 */
export function queryReply(
  action: string,
  result: string | null,
  requestId: string,
  namespace: string,
): Reply {
  const inner = result === null ? "" : `<${action}Result>${result}</${action}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const body = `<${action}Response xmlns="${namespace}">${inner}${metadata}</${action}Response>\n`;
  return { status: 200, headers: xmlHeaders(requestId), body, code: null };
}

function xmlHeaders(requestId: string): Readonly<Record<string, string>> {
  return { "x-amzn-requestid": requestId, "content-type": "text/xml" };
}

/** Text for element content; characters that XML 1.0 does not allow at all are dropped. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** The statement that the fault `scp-deny` puts over the whole account. */
export const SCP_DENIES_MTURK: Statement = {
  effect: "Deny",
  actions: ["mechanicalturk:*"],
  from: "scp",
};

/**
 * The statement of the fault `iam-deny`: what a rule "only with a second factor" comes to for
 * access keys.
 */
export const IDENTITY_DENIES_IAM: Statement = {
  effect: "Deny",
  actions: ["iam:*"],
  from: "identity",
};
