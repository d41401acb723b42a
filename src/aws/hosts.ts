/**
 * Says, before a key is used, what the environment would have us do with it: hosts that are not
 * Amazon's, certificates unlooked at.
 */
import { type Result, ok } from "../base/problem.js";
import { resolveEndpoints } from "./endpoints.js";
import { resolveIamEndpoint } from "./iam/endpoint.js";

type Env = Readonly<Record<string, string | undefined>>;

/** A server of somebody else, and the variables that lead there. */
export interface ForeignHost {
  /** `name[:port]` */
  readonly host: string;
  readonly variables: readonly string[];
}

/**
 * Every host that is not Amazon's to which STS, MTurk or IAM would be asked; in that order, each
 * once. Problem: `usage-wrong`, for a variable that holds no address.
 */
export function foreignHosts(
  env: Env,
  profileIgnores: boolean | null = null,
): Result<readonly ForeignHost[]> {
  const endpoints = resolveEndpoints(env, profileIgnores);
  if (!endpoints.ok) return endpoints;
  const iam = resolveIamEndpoint(env, profileIgnores);
  if (!iam.ok) return iam;
  const { sts, mturk } = endpoints.value;
  const asked = [
    ["AWS_ENDPOINT_URL_STS", new URL(sts).host],
    ["AWS_ENDPOINT_URL_MTURK", new URL(mturk).host],
    ["AWS_ENDPOINT_URL_IAM", iam.value.host],
  ] as const;
  const foreign = new Set([
    ...endpoints.value.foreignHosts,
    ...(iam.value.foreign ? [iam.value.host] : []),
  ]);
  return ok(
    [...foreign].map((host) => ({
      host,
      variables: asked.filter(([, at]) => at === host).map(([variable]) => variable),
    })),
  );
}

/**
 * What is said of NODE_TLS_REJECT_UNAUTHORIZED=0, which is not obeyed; null where it is not set so.
 */
export function uncheckedTls(env: Env): string | null {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED !== "0") return null;
  return (
    "NODE_TLS_REJECT_UNAUTHORIZED=0 is not obeyed: certificates are checked all the same, or " +
    "anybody on the way could read what is sent."
  );
}
