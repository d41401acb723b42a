/** Finds where IAM is asked, without what asks it. */
import { isAddress, noAddress } from "../../base/address.js";
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import type { AwsOptions } from "../calls.js";
import { isForeign } from "../endpoints.js";
import { isLoopback } from "../network/proxy.js";
import type { IamEndpoint } from "./types.js";

/**
 * IAM has one address for all commercial regions
 * (https://docs.aws.amazon.com/general/latest/gr/iam-service.html).
 */
const IAM_URL = "https://iam.amazonaws.com";

/**
 * Where IAM is: its own address, or the one that `AWS_ENDPOINT_URL_IAM` names, under the rules of
 * the other two variables (absolute, https except on this computer, no password in it;
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS switches it off).
 */
export function resolveIamEndpoint(
  env: AwsOptions["env"],
  profileIgnores: boolean | null = null,
): Result<IamEndpoint> {
  const value = env.AWS_ENDPOINT_URL_IAM ?? "";
  const variable = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS;
  const ignored =
    variable === undefined ? profileIgnores === true : variable.toLowerCase() === "true";
  const url = ignored || value === "" ? IAM_URL : value.trimStart();
  if (!isAddress(value === "" ? url : value) || !/^https?:\/\//i.test(url) || !URL.canParse(url))
    return failed(noAddress("AWS_ENDPOINT_URL_IAM", "boto3 stops on it when it asks IAM."));
  if (!isUsable(url)) return failed(unusable());
  const { host } = new URL(url);
  return ok({ url, host, foreign: isForeign(host) });
}

function isUsable(value: string): boolean {
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  return (
    `${username}${password}${search}${hash}` === "" &&
    (protocol === "https:" || isLoopback(hostname))
  );
}

/** The value is not repeated: a password may stand in it. */
function unusable(): Problem {
  return {
    code: "usage-wrong",
    message:
      "AWS_ENDPOINT_URL_IAM is set, but not to a plain address that begins with https:// " +
      "(or http:// for a server on this computer). IAM was not asked.",
    try: [
      "To use AWS's own address: unset AWS_ENDPOINT_URL_IAM",
      "To use another server, give its full address: https://name, or http://127.0.0.1:PORT",
    ],
  };
}
