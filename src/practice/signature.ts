/**
 * Checks Signature Version 4 with AWS's own library
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 *
 * Clients sign different headers (boto3 four, the JavaScript SDK ten), so the client's own
 * SignedHeaders list decides.
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { getCanonicalHeaders, SignatureV4 } from "@smithy/signature-v4";
import type { Secret } from "../base/secret.js";
import type { Refusal } from "./wire.js";

/** An HTTP request as it came in, its body complete. Header names are lower case. */
export interface IncomingCall {
  readonly method: string;
  /** Path as sent, percent-encoding kept. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

/** The Authorization header taken apart. */
export interface Authorization {
  readonly accessKeyId: string;
  /** YYYYMMDD. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
  /** Header X-Amz-Date: YYYYMMDDTHHMMSSZ. */
  readonly sentAt: string;
}

type Parsed =
  | { readonly ok: true; readonly value: Authorization }
  | { readonly ok: false; readonly refusal: Refusal };

const refuse = (cause: Refusal["cause"], message: string): Parsed => ({
  ok: false,
  refusal: { cause, message },
});

/** What the refused text of AWS quotes: everything between `Credential=` and the next comma. */
export function credentialOf(header: string): string {
  return /Credential=([^,]*)/.exec(header)?.[1]?.trim() ?? "";
}

/**
 * AWS's refusal of a credential that does not have five parts. It repeats what was sent: a secret
 * that was pasted as the id comes back in clear (https://github.com/mhart/aws4/issues/97).
 */
export function garbledCredential(credential: string): Refusal {
  const told =
    "Credential must have exactly 5 slash-delimited elements, e.g. " +
    `keyid/date/region/service/term, got '${credential}'`;
  return { cause: "signature-garbled", message: told };
}

/** AWS's refusal of a request that nobody signed. */
export const UNSIGNED: Refusal = {
  cause: "no-signature",
  message: "Request is missing Authentication Token",
};

/** Reads the Authorization header; what is missing or misshapen is refused in AWS's words. */
export function parseAuthorization(headers: IncomingCall["headers"]): Parsed {
  const header = headers.get("authorization") ?? "";
  if (header.trim() === "") return { ok: false, refusal: UNSIGNED };
  const v4 = header.startsWith("AWS4-HMAC-SHA256") ? header : "";
  const signature = /Signature=([0-9a-f]{64})\b/.exec(v4)?.[1] ?? "";
  const signedHeaders = /SignedHeaders=([^,\s]+)/.exec(v4)?.[1]?.toLowerCase() ?? "";
  const credential = credentialOf(v4);
  const missing = Object.entries({
    Credential: credential,
    Signature: signature,
    SignedHeaders: signedHeaders,
  }).filter(([, value]) => value === "");
  if (missing.length > 0) {
    return refuse(
      "signature-garbled",
      missing.map(([name]) => `Authorization header requires '${name}' parameter.`).join(" "),
    );
  }
  const sentAt = headers.get("x-amz-date") ?? "";
  if (instantOf(sentAt) === null) {
    return refuse(
      "signature-garbled",
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  return parseCredential(credential, {
    signedHeaders: signedHeaders.split(";"),
    signature,
    sentAt,
  });
}

/**
 * `keyid/YYYYMMDD/region/service/aws4_request`, and whether it goes with the rest of the header.
 */
function parseCredential(
  credential: string,
  rest: Pick<Authorization, "signedHeaders" | "signature" | "sentAt">,
): Parsed {
  const [accessKeyId = "", date = "", region = "", service = "", term = "", ...more] =
    credential.split("/");
  if (accessKeyId === "" || term === "" || more.length > 0)
    return { ok: false, refusal: garbledCredential(credential) };
  if (!rest.signedHeaders.includes("host")) {
    return refuse("signature-wrong", "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (term !== "aws4_request") {
    return refuse(
      "signature-wrong",
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${term}'.`,
    );
  }
  const sentOn = rest.sentAt.slice(0, 8);
  if (date !== sentOn) {
    const told =
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from " +
      `HTTP: '${date}' != '${sentOn}', from '${rest.sentAt}'.`;
    return refuse("signature-wrong", told);
  }
  return { ok: true, value: { accessKeyId, date, region, service, ...rest } };
}

/** What region and service a signature must be made for. */
interface Scope {
  readonly region: string;
  readonly service: string;
}

/**
 * Null if the scope is right, else AWS's refusal
 * (https://github.com/jcjohnson/simple-amt/issues/29).
 */
export function scopeRefusal(authorization: Authorization, scope: Scope): Refusal | null {
  if (authorization.region !== scope.region) {
    return {
      cause: "signature-wrong",
      message: `Credential should be scoped to a valid region, not '${authorization.region}'.`,
    };
  }
  if (authorization.service !== scope.service) {
    return {
      cause: "signature-wrong",
      message: `Credential should be scoped to correct service: '${scope.service}'.`,
    };
  }
  return null;
}

/**
 * Null if the request was signed within `toleranceMin` minutes of `now` (ms since 1970), else AWS's
 * refusal, which names the time sent, the bound and the server's own time
 * (https://github.com/aws/aws-cli/issues/6676).
 */
export function clockRefusal(
  authorization: Authorization,
  now: number,
  toleranceMin: number,
): Refusal | null {
  const sent = instantOf(authorization.sentAt) ?? 0;
  const tolerance = toleranceMin * 60_000;
  const server = stampOf(now);
  if (sent < now - tolerance) {
    const told =
      `Signature expired: ${authorization.sentAt} is now earlier than ` +
      `${stampOf(now - tolerance)} (${server} - ${toleranceMin} min.)`;
    return { cause: "signature-wrong", message: told };
  }
  if (sent > now + tolerance) {
    const told =
      `Signature not yet current: ${authorization.sentAt} is still later than ` +
      `${stampOf(now + tolerance)} (${server} + ${toleranceMin} min.)`;
    return { cause: "signature-wrong", message: told };
  }
  return null;
}

/**
 * What the signature should have been, with the two texts it is made of (MTurk sends them to
 * whoever signed wrongly).
 */
interface Expected {
  readonly signature: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/**
 * Opens what the library keeps to its subclasses: the texts between a request and its signature.
 */
class Checker extends SignatureV4 {
  async expected(call: IncomingCall, authorization: Authorization): Promise<Expected> {
    const headers = Object.fromEntries(
      authorization.signedHeaders.map((name) => [name, call.headers.get(name) ?? ""]),
    );
    const request = {
      method: call.method,
      protocol: "http:",
      hostname: "127.0.0.1",
      path: call.path,
      query: { ...call.query },
      headers,
    };
    const canonicalHeaders = getCanonicalHeaders(
      request,
      undefined,
      new Set(authorization.signedHeaders),
    );
    const canonicalRequest = this.createCanonicalRequest(
      request,
      canonicalHeaders,
      await sha256Hex(call.body),
    );
    const { date, region, service, sentAt } = authorization;
    const scope = `${date}/${region}/${service}/aws4_request`;
    const stringToSign = await this.createStringToSign(
      sentAt,
      scope,
      canonicalRequest,
      "AWS4-HMAC-SHA256",
    );
    const signature = await this.sign(stringToSign, {
      signingDate: new Date(instantOf(sentAt) ?? 0),
      signingRegion: region,
      signingService: service,
    });
    return { signature, canonicalRequest, stringToSign };
  }
}

/** The signature that a client with this secret would have made for this very request. */
export function expectedSignature(
  call: IncomingCall,
  authorization: Authorization,
  secret: Secret,
): Promise<Expected> {
  const checker = new Checker({
    region: authorization.region,
    service: authorization.service,
    credentials: { accessKeyId: authorization.accessKeyId, secretAccessKey: secret.reveal() },
    sha256: Sha256,
  });
  return checker.expected(call, authorization);
}

async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const hash = new Sha256();
  hash.update(bytes);
  return Buffer.from(await hash.digest()).toString("hex");
}

/** YYYYMMDDTHHMMSSZ as ms since 1970; null if it is not such a time. */
function instantOf(stamp: string): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second] = found;
  const instant = Date.parse(
    `${year ?? ""}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}:${second ?? ""}Z`,
  );
  return Number.isNaN(instant) ? null : instant;
}

/** Ms since 1970 as YYYYMMDDTHHMMSSZ. */
function stampOf(instant: number): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
}
