/**
 * Chooses where calls go: the sandbox and STS, or what the two endpoint variables of the AWS tools
 * say.
 */
import { isAddress, noAddress } from "../base/address.js";
import { isAmazons } from "../base/amazon.js";
import { type Problem, type Result, failed, ok } from "../base/problem.js";
import { stripControls } from "../base/clean.js";
import { isLoopback } from "./network/proxy.js";
import type { Endpoints } from "./types.js";

type Env = Readonly<Record<string, string | undefined>>;

/** The MTurk team names it in https://github.com/aws/aws-sdk-js/issues/1390. */
export const SANDBOX_URL = "https://mturk-requester-sandbox.us-east-1.amazonaws.com";
/** https://docs.aws.amazon.com/general/latest/gr/sts.html */
export const STS_URL = "https://sts.us-east-1.amazonaws.com";
/** MTurk with real money; never asked by default, but an endpoint variable can lead there. */
export const PRODUCTION_HOST = "mturk-requester.us-east-1.amazonaws.com";

/**
 * The addresses to ask. `AWS_ENDPOINT_URL_MTURK` and `AWS_ENDPOINT_URL_STS` are honoured, for
 * whoever sets one names that service on purpose. The general `AWS_ENDPOINT_URL` is not: it is set
 * for other services (a LocalStack, say) and would lead real keys there unnoticed.
 * `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` switches the two off, and so does
 * `ignore_configured_endpoint_urls` of a profile, as in boto3
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 *
 * Problems: `setting-broken`, not an absolute http(s) address, on which boto3 stops too;
 * `usage-wrong`, plain http to another computer. A signature over plain http can be replayed within
 * its five minutes and shows the session token, so it is accepted on this computer only.
 */
export function resolveEndpoints(
  env: Env,
  profileIgnores: boolean | null = null,
): Result<Endpoints> {
  // The variable beats the profile, also where it says no; botocore takes nothing but the word for
  // yes.
  const variable = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS;
  const ignored =
    variable === undefined ? profileIgnores === true : variable.toLowerCase() === "true";
  const mturk = configured(env, "AWS_ENDPOINT_URL_MTURK", ignored, SANDBOX_URL);
  if (!mturk.ok) return mturk;
  const sts = configured(env, "AWS_ENDPOINT_URL_STS", ignored, STS_URL);
  if (!sts.ok) return sts;
  const hosts = [sts.value, mturk.value].map((url) => new URL(url).host);
  return ok({
    sts: sts.value,
    mturk: mturk.value,
    ...(ignored ? { ignored: true as const } : {}),
    foreignHosts: [...new Set(hosts.filter(isForeign))],
    sandboxOnly: isForeign(new URL(mturk.value).host) && !isForeign(new URL(sts.value).host),
  });
}

/**
 * True for a host (`name[:port]`) that is none of those at which Amazon serves what is asked here.
 */
export function isForeign(host: string): boolean {
  return !isAmazons(host);
}

function configured(
  env: Env,
  variable: string,
  ignored: boolean,
  fallback: string,
): Result<string> {
  // Blanks stay, for boto3 keeps them: at the end they make another name of the host.
  const value = env[variable] ?? "";
  if (ignored || value === "") return ok(fallback);
  if (!isAddress(value) || !/^ *https?:\/\//i.test(value) || !URL.canParse(value))
    return failed(noAddress(variable));
  const fault = faultOf(value);
  return fault === null ? ok(value.trim()) : failed(refusal(variable, value, fault));
}

/** What is wrong with an address, as the end of "… is set to X, …"; null: nothing. */
function faultOf(value: string): string | null {
  const url = new URL(value);
  if (url.username !== "" || url.password !== "") return "which carries a user name or password";
  if (url.search !== "" || url.hash !== "") return "which carries more than a host and a path";
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return "which would send requests signed with your key over the network unencrypted";
  }
  return null;
}

function refusal(variable: string, value: string, fault: string): Problem {
  return {
    code: "usage-wrong",
    message: `${variable} is set to ${shown(value)}, ${fault}. AWS was not asked.`,
    try: [
      `To use AWS's own address: unset ${variable}`,
      "To use another server, give its full address: https://name, or " +
        "http://127.0.0.1:PORT for one on this computer.",
    ],
  };
}

/** The address as it may be shown: without what may be a password. */
function shown(value: string): string {
  const line = stripControls(value).replaceAll(/\s+/g, " ");
  const start = line.indexOf("//");
  const after = line.lastIndexOf("@");
  const named =
    start >= 0 && after > start ? `${line.slice(0, start)}//${line.slice(after + 1)}` : line;
  const bare = named.split(/[?#]/, 1)[0] ?? "";
  return bare.length > 80 ? `${bare.slice(0, 79)}…` : bare;
}
