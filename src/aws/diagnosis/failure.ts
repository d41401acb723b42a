/**
 * Makes of anything that can be thrown or answered a `Failure`: raw enough to be diagnosed, clean
 * enough to be shown.
 */
import { cleanForeign } from "../../base/clean.js";
import type { Secret } from "../../base/secret.js";
import { TooLarge, type WireAnswer } from "../clients.js";
import type { Failure, ServiceName } from "../types.js";

/** What is known of a call beside the thing that was thrown. */
export interface Evidence {
  readonly service: ServiceName;
  readonly host: string;
  /** Everything that was entered, the id included: AWS echoes a secret that was pasted as an id. */
  readonly entered: readonly Secret[];
  /** Of these what never comes back in an answer: the secret and the session token. */
  readonly secrets: readonly Secret[];
  /** What came over the wire; null if nothing did. */
  readonly wire: WireAnswer | null;
  readonly serverAheadMs: number | null;
  readonly proxyHost: string | null;
  /**
   * The status with which the proxy refused to open the way (NaN if that was not HTTP); null if it
   * did not.
   */
  readonly proxyRefusal: number | null;
}

type Kind = Failure["kind"];

/** How Node, OpenSSL and Node's HTTP parser spell their codes. */
const NETWORK = /^(?:E(?!RR_)[A-Z][A-Z0-9_]+|ERR_PROXY_TUNNEL)$/;
const TLS =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERROR_IN_CERT|CRL_|ERR_TLS_|ERR_SSL_|EPROTO$)/;
/** The SDK's names for an answer that it could not read. */
const UNREADABLE = /^(?:Unknown(?:Error)?|\d{3})$/;

/** True for codes of a connection that could not be made secure. */
export function isTlsCode(code: string): boolean {
  return TLS.test(code);
}

/** A failure out of whatever a call threw. Never throws itself, whatever it is given. */
export function failureOf(thrown: unknown, evidence: Evidence): Failure {
  if (evidence.proxyRefusal !== null) {
    const status = httpStatus(evidence.proxyRefusal);
    return base(
      evidence,
      "network",
      "ERR_PROXY_TUNNEL",
      status === null ? "the proxy's answer was not HTTP" : `the proxy answered ${status}`,
      status,
    );
  }
  const kind = kindOf(thrown, evidence);
  const status = kind === "service" || kind === "not-aws" ? statusOf(thrown, evidence) : null;
  if (kind === "not-aws")
    return base(
      evidence,
      kind,
      codeOfStranger(thrown, status),
      thrown instanceof TooLarge ? thrown.message : strangerText(evidence, status),
      status,
    );
  return {
    ...base(evidence, kind, codeOf(thrown, evidence), textOf(thrown, evidence), status),
    ...spelledOut(thrown, evidence),
    requestId: clean(
      evidence.wire?.headers["x-amzn-requestid"] ??
        text(thrown, "RequestId") ??
        text(prop(thrown, "$metadata"), "requestId"),
      evidence,
    ),
    turkErrorCode: clean(text(thrown, "TurkErrorCode"), evidence),
  };
}

/** A call that ended by itself: the user stopped it, or its time was up. */
export function endedFailure(
  ended: "cancelled" | "deadline",
  withinMs: number,
  evidence: Evidence,
): Failure {
  const message =
    ended === "cancelled"
      ? "stopped before an answer came"
      : `no answer within ${Math.round(withinMs / 1000)} seconds`;
  return base(evidence, ended, ended === "cancelled" ? "cancelled" : "ETIMEDOUT", message, null);
}

/**
 * A "success" that does not hold what AWS always sends: a login page that answers 200 to everything
 * looks like this.
 */
export function strangerFailure(evidence: Evidence): Failure {
  const status = evidence.wire?.status ?? null;
  return base(
    evidence,
    "not-aws",
    codeOfStranger(null, status),
    strangerText(evidence, status),
    status,
  );
}

/** Names, ids and texts of an answer are short; one that is longer is looked at no further. */
const LONGEST_TEXT = 4096;

/**
 * Whether an answer that looks well repeats a secret that was entered, as AWS never does: in a
 * name, an ARN, an id. `secrets` without the key's own id, which IAM lists.
 */
export function tellsSecrets(answer: unknown, secrets: readonly Secret[], depth = 0): boolean {
  if (typeof answer === "string")
    return answer.length > LONGEST_TEXT || secrets.some((secret) => secret.isIn(answer));
  if (typeof answer !== "object" || answer === null || depth > 6) return false;
  return Object.entries(answer).some(
    ([name, value]) => name !== MADE_SECRET && tellsSecrets(value, secrets, depth + 1),
  );
}

/**
 * A new key's secret is kept as one; what it means that it is the old one is the rotation's to say.
 */
const MADE_SECRET = "SecretAccessKey";

function base(
  evidence: Evidence,
  kind: Kind,
  code: string,
  message: string,
  httpStatus: number | null,
): Failure {
  return {
    service: evidence.service,
    host: evidence.host,
    kind,
    code,
    message,
    httpStatus,
    requestId: null,
    turkErrorCode: null,
    serverAheadMs: evidence.serverAheadMs,
    answeredBy: kind === "not-aws" ? answeredBy(evidence) : null,
    ...(evidence.proxyHost === null ? {} : { proxy: evidence.proxyHost }),
  };
}

function kindOf(thrown: unknown, evidence: Evidence): Kind {
  if (thrown instanceof TooLarge) return "not-aws";
  const code = nodeCode(thrown);
  const name = text(thrown, "name") ?? "";
  if (code?.startsWith("HPE_") === true) return "not-aws";
  if (code !== null && (TLS.test(code) || NETWORK.test(code))) return "network";
  // Resets and hang-ups are called TimeoutError too, but carry a code; what is left here was slow.
  if (name === "TimeoutError" && code === null) return "network";
  if (evidence.wire === null)
    return evidence.proxyHost !== null && isProxyTalk(thrown) ? "network" : "client";
  return kindOfAnswer(thrown, text(thrown, "Code") ?? name, evidence.wire);
}

/**
 * Whether an answer that the SDK reports as an error is AWS's: it can be read, or it bears AWS's
 * number.
 */
function kindOfAnswer(thrown: unknown, called: string, wire: WireAnswer): Kind {
  const unparsed =
    called === "SyntaxError" || /XML parse error/i.test(text(thrown, "message") ?? "");
  if (unparsed) return "not-aws";
  if (UNREADABLE.test(called) || called === "")
    return wire.headers["x-amzn-requestid"] === undefined ? "not-aws" : "service";
  return prop(thrown, "$metadata") === undefined ? "client" : "service";
}

/**
 * What https-proxy-agent throws, without a code, when the proxy hangs up or talks nonsense instead
 * of opening the way.
 */
function isProxyTalk(thrown: unknown): boolean {
  return /proxy/i.test(text(thrown, "message") ?? "");
}

const SUFFIX = /(.)Exception$/;

/**
 * JSON services end their codes in "Exception", query services do not; the rules see one code for
 * both.
 */
function codeOf(thrown: unknown, evidence: Evidence): string {
  return wholeCodeOf(thrown, evidence).replace(SUFFIX, "$1");
}

function spelledOut(thrown: unknown, evidence: Evidence): Pick<Failure, "spelled"> {
  const whole = wholeCodeOf(thrown, evidence);
  return SUFFIX.test(whole) ? { spelled: whole } : {};
}

function wholeCodeOf(thrown: unknown, evidence: Evidence): string {
  const node = nodeCode(thrown);
  if (node !== null && evidence.wire === null) return node;
  if (text(thrown, "name") === "TimeoutError") return node ?? "ETIMEDOUT";
  if (evidence.wire === null && evidence.proxyHost !== null && isProxyTalk(thrown))
    return "ERR_PROXY_TUNNEL";
  const code = cleanForeign(
    text(thrown, "Code") ?? node ?? text(thrown, "name") ?? "",
    evidence.entered,
    60,
  );
  return code === "" ? "Unknown" : code;
}

/** The code of Node or OpenSSL, also where it is only in the cause; null where there is none. */
function nodeCode(thrown: unknown): string | null {
  for (const holder of [thrown, prop(thrown, "cause")]) {
    const code = text(holder, "code");
    if (code !== null && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code;
  }
  return null;
}

function codeOfStranger(thrown: unknown, status: number | null): string {
  return status === null ? (nodeCode(thrown) ?? "Unknown") : `HTTP ${status}`;
}

function statusOf(thrown: unknown, evidence: Evidence): number | null {
  return httpStatus(evidence.wire?.status ?? prop(prop(thrown, "$metadata"), "httpStatusCode"));
}

function httpStatus(status: unknown): number | null {
  return typeof status === "number" && Number.isInteger(status) && status >= 100 && status <= 599
    ? status
    : null;
}

/**
 * What was said, first paragraph, without MTurk's time stamp and without the SDK's hints for
 * programmers.
 */
function textOf(thrown: unknown, evidence: Evidence): string {
  // An error for several addresses has an empty text of its own; the texts are in its list.
  const said = [thrown, prop(prop(thrown, "errors"), "0"), prop(thrown, "cause")]
    .map((holder) => text(holder, "message"))
    .find((it) => it !== null && it !== "");
  const raw = said ?? (typeof thrown === "string" ? thrown : "");
  if (/^(?:Unknown|UnknownError)$/.test(raw)) return "";
  const ours = raw.split("Deserialization error", 1)[0] ?? "";
  return cleanForeign(ours, evidence.entered)
    .replace(/ \(\d{13}( s)?\)$/, "")
    .replace(/^@smithy\/\S+ - (?:\[ERROR\] )?/, "");
}

function strangerText(evidence: Evidence, status: number | null): string {
  const by = answeredBy(evidence);
  if (status === null) return "what came back was not HTTP";
  return by ?? "an empty or unreadable answer";
}

/** `text/html, server nginx, via squid`: what an answer that is not AWS's says of its origin. */
function answeredBy(evidence: Evidence): string | null {
  const headers = evidence.wire?.headers ?? {};
  const type = headers["content-type"]?.split(";", 1)[0];
  const parts = [
    type,
    headers.server && `server ${headers.server}`,
    headers.via && `via ${headers.via}`,
  ];
  return clean(parts.filter((part) => part !== undefined && part !== "").join(", "), evidence);
}

function clean(value: string | null, evidence: Evidence): string | null {
  const shown = value === null ? "" : cleanForeign(value, evidence.entered, 120);
  return shown === "" ? null : shown;
}

/** A property of anything at all; undefined if it has none or reading it throws. */
function prop(holder: unknown, key: string): unknown {
  if ((typeof holder !== "object" && typeof holder !== "function") || holder === null)
    return undefined;
  try {
    return (holder as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}

function text(holder: unknown, key: string): string | null {
  const value = prop(holder, key);
  return typeof value === "string" ? value : null;
}
