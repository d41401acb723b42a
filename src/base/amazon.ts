/**
 * Names what is Amazon's own: the hosts under which it serves STS, IAM and MTurk, told from every
 * other host, and its policy for MTurk.
 */

/**
 * AWS's managed policy
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonMechanicalTurkFullAccess.html).
 */
export const MTURK_POLICY = "AmazonMechanicalTurkFullAccess";

const REGION = String.raw`[a-z]{2}(?:-[a-z]+)+-\d`;

/**
 * Other names below amazonaws.com are not enough: customers get hosts of their own there
 * (`abc.execute-api.us-east-1.amazonaws.com`).
 * https://docs.aws.amazon.com/general/latest/gr/sts.html, …/iam-service.html, …/mturk.html; MTurk
 * was in one region only.
 */
const NAMES = {
  sts: new RegExp(
    String.raw`^sts(?:-fips)?(?:(?:\.${REGION})?\.amazonaws\.com|\.${REGION}\.api\.aws)$`,
  ),
  iam: /^iam(?:-fips)?\.amazonaws\.com$/,
  mturk: /^mturk-requester(?:-sandbox)?\.us-east-1\.amazonaws\.com$/,
} as const;

export type AmazonService = keyof typeof NAMES;

/**
 * Whether Amazon serves this there: `host` is `name[:port]`, in any case; a port counts only if it
 * is that of https.
 */
export function isServedBy(service: AmazonService, host: string): boolean {
  return host.length <= 253 && NAMES[service].test(host.toLowerCase().replace(/:443$/, ""));
}

/** The same of any of the three. */
export function isAmazons(host: string): boolean {
  return Object.keys(NAMES).some((service) => isServedBy(service as AmazonService, host));
}
