/** Words what became of calls that never reached AWS, or were answered by somebody else. */
import { AWS_PROBLEMS } from "./problem-table.js";
import { type Case, type Words, isCustom } from "./case.js";

/** Where AWS could not be asked about a key. */
export const KEY_OPEN = "Whether the key is right is still open.";

function impostor(failure: Case["failure"]): string {
  return `What answered in the place of ${failure.host}`;
}

/** What is not known of the key, as the end of a message; nothing where STS has said it already. */
function open({ sts, taken }: Case): string {
  return sts === "accepted" || sts === "refused" || taken === true ? "" : ` ${KEY_OPEN}`;
}

export function offlineWords(about: Case): Words {
  const { failure, context } = about;
  const { host, code } = failure;
  const general = AWS_PROBLEMS.offline.do;
  if (isCustom(about)) {
    return {
      message: `${howUnreached(code, host)}${open(about)}`,
      try: [
        `Is the server at ${host} running? ` +
          `AWS_ENDPOINT_URL_${failure.service.toUpperCase()} names it.`,
        `To ask Amazon instead: unset AWS_ENDPOINT_URL_${failure.service.toUpperCase()}`,
      ],
    };
  }
  if (/^(?:ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|ENETDOWN|EHOSTDOWN)$/.test(code)) {
    return {
      message:
        `${howUnreached(code, host)} Either there is no network, or it speaks IPv6 only, ` +
        `without a way to IPv4 addresses.${open(about)}`,
      try: [
        general,
        "On a network with IPv6 only: use another network, or ask its administrators for NAT64.",
      ],
    };
  }
  const proxy = context.proxySet
    ? "HTTPS_PROXY is set, but NO_PROXY exempts this address: if this network needs the " +
      "proxy, take the address out of NO_PROXY."
    : "If this network needs a proxy, as many universities' do: export " +
      "HTTPS_PROXY=http://host:port";
  return { message: `${howUnreached(code, host)}${open(about)}`, try: [general, proxy] };
}

/** What happened, as a sentence. */
export function howUnreached(code: string, host: string): string {
  switch (code) {
    case "ENOTFOUND":
      return `There is no address for ${host} (ENOTFOUND).`;
    case "EAI_AGAIN":
      return `The look-up of ${host} got no answer (EAI_AGAIN).`;
    case "ECONNREFUSED":
      return `${host} refused the connection (ECONNREFUSED).`;
    case "ECONNRESET":
    case "EPIPE":
      return `The connection to ${host} was cut (${code}).`;
    case "ETIMEDOUT":
      return `${host} did not answer in time.`;
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "EADDRNOTAVAIL":
    case "ENETDOWN":
    case "EHOSTDOWN":
      return `There is no way from this computer to ${host} (${code}).`;
    default:
      return `The connection to ${host} failed (${code}).`;
  }
}

/** https://developer.mozilla.org/docs/Web/HTTP/Reference/Status/407 */
export function proxyWords(about: Case): Words {
  const { code, failure } = about;
  const proxy = failure.proxy ?? "the proxy";
  const status = failure.code === "ERR_PROXY_TUNNEL" ? failure.httpStatus : null;
  const check = AWS_PROBLEMS[code].do;
  if (status === 407) {
    return {
      message:
        `The proxy ${proxy} wants a user name and ` +
        `password${about.sts === "accepted" ? ` for ${failure.host}` : ""} ` +
        `(407).${open(about)}`,
      try: [
        "Put them into the variable: export HTTPS_PROXY=http://user:password@host:port " +
          "(write %40 for an @ in the password).",
        check,
      ],
    };
  }
  if (status !== null && status >= 400 && status < 500) {
    return {
      message:
        `The proxy ${proxy} does not allow connections to ${failure.host} ` +
        `(${status}).${open(about)}`,
      try: [
        "Ask your network's administrators to allow sts.us-east-1.amazonaws.com and " +
          "mturk-requester-sandbox.us-east-1.amazonaws.com, or use another network.",
        check,
      ],
    };
  }
  if (status !== null) {
    return {
      message: `The proxy ${proxy} could not reach ${failure.host} (${status}).${open(about)}`,
      try: [AWS_PROBLEMS.throttled.do, check],
    };
  }
  if (failure.code === "EPROTO") {
    return {
      message:
        `The proxy ${proxy} does not answer in the way that HTTPS_PROXY promises ` +
        `(EPROTO).${open(about)}`,
      try: [
        "If HTTPS_PROXY begins with https://, try http://: most proxies are spoken to in " +
          "plain http, the traffic inside stays encrypted.",
        check,
      ],
    };
  }
  return {
    message: `${proxySilent(failure.code, proxy)}${open(about)}`,
    try: [check, AWS_PROBLEMS.offline.do],
  };
}

/**
 * A proxy that said nothing that could be understood; where a connection through it breaks, it
 * cannot be told which side broke it.
 */
function proxySilent(code: string, proxy: string): string {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The proxy ${proxy} is not known by that name (${code}).`;
    case "ECONNREFUSED":
      return (
        `The proxy ${proxy} refused the connection (ECONNREFUSED): perhaps it is not ` +
        "running, or the port is another."
      );
    case "ETIMEDOUT":
      return `Neither the proxy ${proxy} nor anybody behind it answered in time.`;
    default:
      return `The connection through the proxy ${proxy} failed (${code}).`;
  }
}

export function tlsWords({ code, failure, context }: Case): Words {
  const again = `${AWS_PROBLEMS[code].do} (boto3 and psiTurk read it too)`;
  if (/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(failure.code)) {
    return {
      message:
        `The certificate of ${failure.host} is ` +
        `${failure.code === "CERT_HAS_EXPIRED" ? "out of date" : "not valid yet"}, if this ` +
        `computer's date is right: ${dateOf(context.today)}. The key was not sent.`,
      try: [
        `If the date is wrong: ${AWS_PROBLEMS["clock-off"].do}`,
        "If it is right, something between this computer and AWS shows a certificate of " +
          "its own. Log in to the network in a browser, or use another network.",
        again,
      ],
    };
  }
  if (failure.code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return {
      message: `${impostor(failure)} has another name in its certificate. The key was not sent.`,
      try: [AWS_PROBLEMS["not-aws"].do, again],
    };
  }
  if (failure.code === "EPROTO") {
    return {
      message:
        `${impostor(failure)} does not speak the secure protocol (EPROTO). The key was not ` +
        "sent.",
      try: [AWS_PROBLEMS["not-aws"].do, again],
    };
  }
  const setting = context.caBundle ?? "AWS_CA_BUNDLE";
  const bundle =
    `${setting} is set, but the authority that signed this certificate is not in that file: ` +
    "ask your network's administrators for the current one.";
  return {
    message: AWS_PROBLEMS[code].means,
    try: context.caBundleSet
      ? [bundle, "Or use another network."]
      : [again, "Or use another network."],
  };
}

export function notAwsWords(about: Case): Words {
  const { failure } = about;
  const what = failure.answeredBy === null ? "" : ` (${failure.answeredBy})`;
  if (isCustom(about)) {
    const variable = `AWS_ENDPOINT_URL_${failure.service.toUpperCase()}`;
    return {
      message: `${failure.host} answered, but not as AWS does${what}.${open(about)}`,
      try: [
        `Check ${variable}: is that the right server?`,
        `To ask Amazon instead: unset ${variable}`,
      ],
    };
  }
  return {
    message:
      `Something else answered in the place of ${failure.host}${what}: a network's login ` +
      `page, perhaps, or a filter.${open(about)}`,
    try: [AWS_PROBLEMS["not-aws"].do, "Or use another network."],
  };
}

/** `2026-11-22 10:05 UTC` */
function dateOf(today: Date): string {
  return Number.isNaN(today.getTime())
    ? "unknown"
    : `${today.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
