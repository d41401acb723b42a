/**
 * Checks before anything is asked or made: is there a key in the files that can be replaced, and
 * can the files be written?
 */
import { isForeign } from "../../aws/endpoints.js";
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import type { AwsFilePaths } from "../../aws-files/types.js";
import { locateAwsFiles } from "../../aws-files/store/where.js";
import { chooseProfile, examineSources } from "../../sources/index.js";
import type { SourceName, Sources } from "../../sources/types.js";
import { type FileKey, readFileKey, rehearseSwitch } from "./disk.js";
import { lookElsewhere } from "./elsewhere.js";
import type { RotatePorts } from "../shared/iam-ports.js";

export interface RotationTarget {
  readonly profile: string;
  readonly paths: AwsFilePaths;
}

/**
 * Which profile of which files; the profile as boto3 chooses it unless one is named. Problem:
 * `home-missing`.
 */
export function rotationTarget(
  ports: RotatePorts,
  profile: string | undefined,
): Result<RotationTarget> {
  const paths = locateAwsFiles(ports.host);
  return paths.ok
    ? ok({ profile: profile ?? chooseProfile(ports.host.env).name, paths: paths.value })
    : paths;
}

/** How a rotation is meant to begin. `everywhere`: in all places that are written here. */
interface HowToStart {
  readonly named: boolean;
  readonly throughIam: boolean;
  readonly everywhere: boolean;
}

/**
 * Whether a new rotation can begin. Problems, each before anything is made: no keys, keys that come
 * from elsewhere than the AWS files, half a key, temporary keys, files that cannot be read or
 * written, endpoints that do not belong together. `named`: the user named the profile, so keys of
 * the environment do not count. `throughIam`: IAM will be asked.
 */
export async function mayStart(
  ports: RotatePorts,
  { profile, paths }: RotationTarget,
  how: HowToStart,
): Promise<Result<null>> {
  const sources = await examineSources(ports.host, how.named ? { profile } : {});
  if (!sources.ok) return sources;
  const elsewhere = notInFiles(sources.value, profile);
  if (elsewhere !== null) return failed(elsewhere);
  const key = await readFileKey(paths, profile);
  if (!key.ok) return key;
  if (key.value === null) return failed(noKeyIn(profile));
  if (key.value.key.sessionToken !== undefined || key.value.key.accessKeyId.startsWith("ASIA"))
    return failed(temporary(profile));
  const can = await canSwitch(ports, { paths, profile }, key.value, how.everywhere);
  if (!can.ok) return can;
  return how.throughIam ? endpointsAgree(ports) : ok(null);
}

/**
 * Every file that will have to change can be read, understood and written; files that need not
 * change are not looked at.
 */
async function canSwitch(
  ports: RotatePorts,
  { paths, profile }: RotationTarget,
  { kind, key }: FileKey,
  everywhere: boolean,
): Promise<Result<void>> {
  const places = everywhere
    ? await lookElsewhere(ports.host, { location: paths[kind], profile }, [])
    : null;
  if (places?.ok === false) return places;
  return rehearseSwitch(ports, paths, {
    profile,
    from: key.accessKeyId,
    secret: key.secretAccessKey,
    everywhere: places?.value.psiturks ?? null,
  });
}

/** Keys that one server makes are unknown to another. Problem: `usage-wrong`. */
export async function endpointsAgree(ports: RotatePorts): Promise<Result<null>> {
  const aws = await ports.aws();
  if (!aws.ok) return aws;
  const iam = await ports.iam();
  if (!iam.ok) return iam;
  const { sts, sandboxOnly } = aws.value.endpoints;
  if (!sandboxOnly && isForeign(new URL(sts).host) === iam.value.endpoint.foreign) return ok(null);
  return failed({
    code: "usage-wrong",
    message:
      `STS would be asked at ${new URL(sts).host} and IAM at ${iam.value.endpoint.host}: one ` +
      "of them does not know the other's keys. Nothing was asked.",
    try: [
      "To work with AWS: unset AWS_ENDPOINT_URL_STS AWS_ENDPOINT_URL_IAM AWS_ENDPOINT_URL_MTURK",
      "To work with another server: set all three.",
    ],
  });
}

const IN_FILES: ReadonlySet<string> = new Set<SourceName>(["credentials-file", "config-file"]);

function notInFiles(sources: Sources, profile: string): Problem | null {
  const { source, problem } = sources.boto3;
  if (problem !== null) return problem;
  if (source === null) return noKeyIn(profile);
  if (IN_FILES.has(source)) return null;
  const nothing = "Nothing was changed.";
  switch (source) {
    case "environment":
      return {
        code: "keys-hidden",
        message:
          "The key that counts here comes from environment variables, which no program can " +
          `change for others. ${nothing}`,
        try: [
          "To replace the key of a profile in the files: mturk-setup rotate --profile NAME",
          "To keep the key in a file from now on: mturk-setup save --from-env, then unset " +
            "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
        ],
      };
    case "assume-role":
    case "web-identity":
    case "sso":
    case "login":
    case "process":
      return {
        code: "temporary-keys",
        message:
          `Profile ${profile} gets its keys from elsewhere (${source}); they are made anew ` +
          `each time and need no replacing. ${nothing}`,
        try: ["To replace a key that stands in a file: mturk-setup rotate --profile NAME"],
      };
    default:
      return {
        code: "keys-missing",
        message:
          `The key of profile ${profile} does not stand in the AWS files (it comes from ` +
          `${source}). ${nothing}`,
        try: [
          "Save it there first: mturk-setup save --stdin",
          "See where keys are: mturk-setup check",
        ],
      };
  }
}

/** `keys-missing`: there is nothing to replace. */
export function noKeyIn(profile: string): Problem {
  return {
    code: "keys-missing",
    message:
      `Profile ${profile} has no access key in the AWS files, so there is nothing to ` + "replace.",
    try: ["Set one up: mturk-setup", "Or name another profile: mturk-setup rotate --profile NAME"],
  };
}

function temporary(profile: string): Problem {
  return {
    code: "temporary-keys",
    message:
      `Profile ${profile} holds temporary keys: they end by themselves and cannot be ` +
      "replaced.",
    try: ["Save the key of an IAM user instead: mturk-setup"],
    step: 4,
  };
}
