/**
 * What AWS, or whoever stands in its place, can answer: each as the real practice AWS, raw servers,
 * proxies and certificates give it.
 */
import type { ProblemCode, Verdict } from "../../src/base/problem.js";
import {
  certificatesMade,
  deadPort,
  httpServer,
  proxyServer,
  tlsServer,
  type Verdict as ProxyVerdict,
} from "../aws/servers.js";
import type { Env } from "../e2e/program.js";
import { type Stage, stage } from "../e2e/rotation.js";

export interface Scene {
  readonly here: Stage;
  readonly env: Env;
}

type Lay = () => Promise<Scene>;

const faults =
  (...names: readonly string[]): Lay =>
  async () => ({ here: await stage(names), env: {} });

/** Other addresses than the practice AWS's own. */
function asked(addresses: (here: Stage) => Promise<Env> | Env): Lay {
  return async () => {
    const here = await stage();
    return { here, env: await addresses(here) };
  };
}

/** Amazon's own addresses. */
const AMAZON: Env = {
  AWS_ENDPOINT_URL_STS: undefined,
  AWS_ENDPOINT_URL_MTURK: undefined,
  AWS_ENDPOINT_URL_IAM: undefined,
};

/** The same server behind a certificate of an authority that nobody knows. */
const secured = async (backend: string): Promise<string> =>
  `https://localhost:${await tlsServer(certificatesMade().good, backend)}`;

const dead = async (): Promise<string> => `http://127.0.0.1:${await deadPort()}`;

async function says(status: number, type: string, body: string): Promise<string> {
  return httpServer(() => ({
    status,
    headers: { "content-type": type, "x-amzn-requestid": "r-1" },
    body,
  }));
}

const json = (code: string, more: Readonly<Record<string, string>> = {}): Promise<string> =>
  says(
    400,
    "application/x-amz-json-1.1",
    JSON.stringify({ __type: code, Message: "short and stout", ...more }),
  );
const xml = (status: number, code: string): Promise<string> =>
  says(
    status,
    "text/xml",
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>short and stout</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
  );

/**
 * Amazon's own addresses through a proxy, which opens the way to the practice AWS where it is not
 * told otherwise.
 */
function proxied(decide: (service: "sts" | "mturk" | "iam") => ProxyVerdict | null): Lay {
  return asked(async (here) => {
    const { ca, good } = certificatesMade();
    const ports = {
      sts: await tlsServer(good, here.aws.endpoints.sts),
      mturk: await tlsServer(good, here.aws.endpoints.mturk),
      iam: await tlsServer(good, here.aws.endpoints.iam),
    };
    const proxy = await proxyServer((target) => {
      const service = target.startsWith("sts")
        ? "sts"
        : target.startsWith("mturk")
          ? "mturk"
          : "iam";
      return decide(service) ?? { port: ports[service] };
    });
    return { ...AMAZON, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: ca };
  });
}

const refusal = (status: string): ProxyVerdict => ({
  say: `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`,
});

/** One answer, and what it means: told alike by every command and by the wizard. */
export interface Row {
  readonly lay: Lay;
  readonly verdict: Exclude<Verdict, "keys-missing" | "files-broken">;
  /** Of the deciding problem; null: there is none. */
  readonly code: ProblemCode | null;
  /** The title of the check, word for word. */
  readonly title: string;
  /** What the message of the deciding problem says. */
  readonly says: RegExp;
  /**
   * The services that answer this key at all, so that no sentence may say that they were not asked.
   */
  readonly reached: readonly ("sts" | "mturk")[];
}

const BOTH = ["sts", "mturk"] as const;
const OPEN = "Whether the key is right is still open.";
/** Stands in a title where MTurk took the key that STS said nothing of. */
export const TAKEN = "MTurk's sandbox takes this key.";
const READY = "Ready. HERE answers in place of MTurk's sandbox.";
const SILENT = "Your key works. MTurk does not answer.";
const NO_ANSWER = `Could not ask AWS. ${OPEN}`;

const well = (lay: Lay, title: string, code: ProblemCode | null = null): Row => ({
  lay,
  verdict: "ready",
  code,
  title,
  says: /./,
  reached: BOTH,
});
const refused = (lay: Lay, code: ProblemCode, title: string, says: RegExp): Row => ({
  lay,
  verdict: "keys-refused",
  code,
  title,
  says,
  reached: BOTH,
});
const accepted = (
  lay: Lay,
  code: ProblemCode,
  title: string,
  says: RegExp,
  reached: Row["reached"] = BOTH,
): Row => ({ lay, verdict: "keys-accepted", code, title, says, reached });
const open = (
  lay: Lay,
  code: ProblemCode,
  title: string,
  says: RegExp,
  reached: Row["reached"] = [],
): Row => ({ lay, verdict: "unreachable", code, title, says, reached });

/** By name. */
export const ANSWERS: Readonly<Record<string, Row>> = {
  "all is well": well(faults(), READY),
  "another balance": well(faults("not-10000"), READY, "balance-unexpected"),
  "through a proxy all is well": well(
    proxied(() => null),
    "Ready. psiTurk can reach MTurk's sandbox.",
  ),
  "an unknown id": refused(
    faults("unknown-key"),
    "key-unknown",
    "AWS refused this key.",
    /FIRST is not an active key at AWS \(InvalidClientTokenId\)/,
  ),
  "an inactive key": refused(
    faults("key-inactive"),
    "key-unknown",
    "AWS refused this key.",
    /FIRST is not an active key at AWS \(InvalidClientTokenId\)/,
  ),
  "a wrong secret": refused(
    faults("wrong-secret"),
    "secret-wrong",
    "AWS refused this key.",
    /AWS knows this id; the secret is another key's.*\(SignatureDoesNotMatch\)/,
  ),
  "a garbled id": refused(
    faults("echo-secret"),
    "key-garbled",
    "AWS refused this key.",
    /cannot be read by AWS/,
  ),
  "an expired session": refused(
    faults("session-expired"),
    "session-expired",
    "AWS refused this key.",
    /temporary keys, and their time is up/,
  ),
  "another region": refused(
    faults("wrong-region"),
    "region-wrong",
    "The request was refused: it was signed for another region or service.",
    /belongs to another region or service/,
  ),
  "STS says AccessDenied": refused(
    asked(async () => ({ AWS_ENDPOINT_URL_STS: await xml(403, "AccessDenied") })),
    "policy-denied",
    "AWS refused this key: a rule forbids it.",
    /a rule that stands above the user forbids this/,
  ),
  "STS says OptInRequired": refused(
    asked(async () => ({ AWS_ENDPOINT_URL_STS: await xml(403, "OptInRequired") })),
    "account-inactive",
    "AWS refused this key: its account is not active.",
    /not fully signed up/,
  ),
  "a wrong clock": accepted(
    faults("clock-skew=720"),
    "clock-off",
    "Your key works, but this computer's clock is wrong, and AWS refuses boto3 and psiTurk.",
    /clock is 12 minutes behind/,
  ),
  "MTurk throttled": accepted(
    faults("throttle=mturk"),
    "throttled",
    "Your key works. MTurk's sandbox wants to be asked more slowly.",
    /MTurk's sandbox counts too many requests/,
  ),
  "a fault of MTurk": accepted(
    faults("aws-fault=mturk"),
    "aws-fault",
    "Your key works. MTurk's sandbox has a fault of its own.",
    /broken at MTurk's sandbox, on Amazon's side/,
  ),
  "not linked": accepted(
    faults("not-linked"),
    "account-not-linked",
    "Your key works, but the sandbox's link to its account is missing.",
    /not linked to its AWS account/,
  ),
  "no policy": accepted(
    faults("no-policy"),
    "policy-missing",
    "Your key works, but its user may not use MTurk yet.",
    /its IAM user, practice, may not use MTurk yet/,
  ),
  "a rule forbids MTurk": accepted(
    faults("scp-deny"),
    "policy-denied",
    "Your key works, but it is not allowed to use MTurk.",
    /a service control policy .* forbids this/,
  ),
  "an inactive account": accepted(
    faults("account-inactive"),
    "account-inactive",
    "Your key works, but its AWS account is not active.",
    /not fully signed up/,
  ),
  "closed, 410": accepted(
    faults("closed=410"),
    "mturk-closed",
    SILENT,
    /unexpected answer \(HTTP 410\)/,
  ),
  "closed, 403": accepted(
    faults("closed=403"),
    "mturk-closed",
    SILENT,
    /unexpected answer \(HTTP 403\)/,
  ),
  "closed, a page": accepted(
    faults("closed=html"),
    "mturk-closed",
    SILENT,
    /unexpected answer \(HTTP 200\)/,
  ),
  "closed, reset": accepted(
    faults("closed=reset"),
    "mturk-closed",
    SILENT,
    /was cut \(ECONNRESET\)/,
  ),
  "MTurk accepts the connection and says nothing": accepted(
    faults("silent=mturk"),
    "mturk-closed",
    SILENT,
    /did not answer|no answer/,
  ),
  "MTurk refuses the connection": accepted(
    asked(async () => ({ AWS_ENDPOINT_URL_MTURK: await dead() })),
    "mturk-closed",
    SILENT,
    /refused the connection \(ECONNREFUSED\)/,
    ["sts"],
  ),
  "MTurk's name is gone": accepted(
    asked(() => ({ AWS_ENDPOINT_URL_MTURK: "https://mturk.nowhere.invalid" })),
    "mturk-closed",
    SILENT,
    /mturk\.nowhere\.invalid/,
    ["sts"],
  ),
  "an authority nobody knows, at MTurk": accepted(
    asked(async (here) => ({ AWS_ENDPOINT_URL_MTURK: await secured(here.aws.endpoints.mturk) })),
    "mturk-closed",
    SILENT,
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
    ["sts"],
  ),
  "an unknown code of MTurk": accepted(
    asked(async () => ({ AWS_ENDPOINT_URL_MTURK: await json("TeapotException") })),
    "mturk-closed",
    SILENT,
    /unexpected answer \(TeapotException\)/,
  ),
  "an unknown error of MTurk's own": accepted(
    asked(async () => ({
      AWS_ENDPOINT_URL_MTURK: await json("RequestError", {
        TurkErrorCode: "AWS.MechanicalTurk.Teapot",
      }),
    })),
    "unknown",
    "Your key works. What MTurk's sandbox answered is not clear.",
    /\(AWS\.MechanicalTurk\.Teapot\)/,
  ),
  "MTurk does not know the key yet": accepted(
    asked(async () => ({ AWS_ENDPOINT_URL_MTURK: await json("UnrecognizedClientException") })),
    "key-unknown",
    "Your key works. MTurk's sandbox does not know it yet.",
    /MTurk's sandbox does not know it yet: a new key needs/,
  ),
  "the proxy wants a password for MTurk": accepted(
    proxied((service) =>
      service === "mturk" ? refusal("407 Proxy Authentication Required") : null,
    ),
    "proxy",
    "Your key works. The proxy keeps this computer from MTurk's sandbox.",
    /wants a user name and password for mturk-requester-sandbox\.us-east-1\.amazonaws\.com \(407\)/,
    ["sts"],
  ),
  "the proxy forbids MTurk": accepted(
    proxied((service) => (service === "mturk" ? refusal("403 Forbidden") : null)),
    "proxy",
    "Your key works. The proxy keeps this computer from MTurk's sandbox.",
    /does not allow connections to mturk-requester-sandbox\.us-east-1\.amazonaws\.com \(403\)/,
    ["sts"],
  ),
  "the proxy finds no MTurk": accepted(
    proxied((service) => (service === "mturk" ? refusal("502 Bad Gateway") : null)),
    "mturk-closed",
    SILENT,
    /The proxy HERE could not reach mturk-requester-sandbox\.us-east-1\.amazonaws\.com \(502\)/,
    ["sts"],
  ),
  throttled: open(
    faults("throttle"),
    "throttled",
    `AWS wants to be asked more slowly. ${OPEN}`,
    /Too many requests/,
    BOTH,
  ),
  "STS throttled": open(
    faults("throttle=sts"),
    "throttled",
    `AWS wants to be asked more slowly. ${TAKEN}`,
    /Too many requests/,
    BOTH,
  ),
  "a fault of AWS": open(
    faults("aws-fault"),
    "aws-fault",
    `AWS has a fault of its own. ${OPEN}`,
    /broken on Amazon's side/,
    BOTH,
  ),
  "a fault of STS": open(
    faults("aws-fault=sts"),
    "aws-fault",
    `AWS has a fault of its own. ${TAKEN}`,
    /broken on Amazon's side/,
    BOTH,
  ),
  "an unknown code of STS": open(
    asked(async () => ({ AWS_ENDPOINT_URL_STS: await xml(418, "TeapotException") })),
    "unknown",
    `AWS's answer is not clear. ${TAKEN}`,
    /\(TeapotException\)/,
    BOTH,
  ),
  "a log-in page": open(
    faults("captive-portal"),
    "not-aws",
    `Something else answered in AWS's place. ${OPEN}`,
    /answered, but not as AWS does/,
    BOTH,
  ),
  "a filter's page": open(
    faults("html-403"),
    "not-aws",
    `Something else answered in AWS's place. ${OPEN}`,
    /answered, but not as AWS does/,
    BOTH,
  ),
  offline: open(faults("offline"), "offline", NO_ANSWER, /was cut \(ECONNRESET\)/),
  "both refuse the connection": open(
    asked(async () => ({
      AWS_ENDPOINT_URL_STS: await dead(),
      AWS_ENDPOINT_URL_MTURK: await dead(),
    })),
    "offline",
    NO_ANSWER,
    /refused the connection \(ECONNREFUSED\)/,
  ),
  "STS accepts the connection and says nothing": open(
    faults("silent=sts"),
    "offline",
    `Could not ask AWS. ${TAKEN}`,
    /did not answer|no answer/,
    ["mturk"],
  ),
  "STS refuses the connection": open(
    asked(async () => ({ AWS_ENDPOINT_URL_STS: await dead() })),
    "offline",
    `Could not ask AWS. ${TAKEN}`,
    /refused the connection \(ECONNREFUSED\)/,
    ["mturk"],
  ),
  "no such address": open(
    asked(() => ({
      AWS_ENDPOINT_URL_STS: "https://sts.nowhere.invalid",
      AWS_ENDPOINT_URL_MTURK: "https://mturk.nowhere.invalid",
    })),
    "offline",
    NO_ANSWER,
    /sts\.nowhere\.invalid/,
  ),
  "the proxy wants a password": open(
    proxied(() => refusal("407 Proxy Authentication Required")),
    "proxy",
    NO_ANSWER,
    /wants a user name and password \(407\)/,
  ),
  "the proxy hangs up": open(
    proxied(() => "hang up"),
    "proxy",
    NO_ANSWER,
    /The connection through the proxy HERE failed/,
  ),
  "no proxy there": open(
    asked(async () => ({ ...AMAZON, HTTPS_PROXY: await dead() })),
    "proxy",
    NO_ANSWER,
    /The proxy HERE refused the connection/,
  ),
  "an authority nobody knows": open(
    asked(async ({ aws: { endpoints } }) => ({
      AWS_ENDPOINT_URL_STS: await secured(endpoints.sts),
      AWS_ENDPOINT_URL_MTURK: await secured(endpoints.mturk),
    })),
    "tls-intercepted",
    NO_ANSWER,
    /cannot prove that it is AWS/,
  ),
};
