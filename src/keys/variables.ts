/**
 * Knows the environment variables from which AWS's tools and psiTurk take keys, and which of them a
 * name that nobody reads was meant to be.
 */
import { distance } from "../base/distance.js";

/**
 * https://boto3.amazonaws.com/v1/documentation/api/latest/guide/configuration.html#using-environment-variables
 */
const READ: readonly string[] = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_CONFIG_FILE",
];

/**
 * psiTurk reads these two with its own prefix as well
 * (https://github.com/NYUCCL/psiTurk/blob/master/psiturk/psiturk_config.py).
 */
const OF_PSITURK: readonly string[] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
const PREFIX = "PSITURK_";

/**
 * What other programs call the same thing, without their separators: AWS's SDK for Java, EC2's
 * first tools, many scripts.
 */
const OTHER_NAMES: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:AWS|AMAZON)(?:ACCESS(?:KEY)?SECRET(?:KEY)?|SECRETKEYACCESS|SECRETACCESSKEY|SECRETKEY)$/,
    "AWS_SECRET_ACCESS_KEY",
  ],
  [/^AMAZONACCESSKEY(?:ID)?$/, "AWS_ACCESS_KEY_ID"],
  [/^AWSPROFILENAME$/, "AWS_PROFILE"],
  [/^AWS(?:SHARED)?CREDENTIALS?(?:FILE)?(?:PATH|NAME)$/, "AWS_SHARED_CREDENTIALS_FILE"],
  [/^AWSCONFIG(?:FILE)?(?:PATH|NAME)$/, "AWS_CONFIG_FILE"],
  [/^AWS(?:ACCESS)?KEY(?:ID)?$|^AWSACCESS(?:ID)?$|^ACCESSKEYID$/, "AWS_ACCESS_KEY_ID"],
  [/^AWSSECRET(?:ACCESS)?(?:KEY(?:ID)?)?$|^SECRETACCESSKEY$/, "AWS_SECRET_ACCESS_KEY"],
  [/^AWSSESSIONTOKEN$/, "AWS_SESSION_TOKEN"],
  [/^AWSCREDENTIALSFILE$|^AWSSHAREDCREDENTIALS?$/, "AWS_SHARED_CREDENTIALS_FILE"],
];

/** Names of this length or less are a slip of one letter apart from many another. */
const SHORT = 12;

/**
 * The variable that was meant by `AWS_SECRET_KEY`, `aws_access_key_id`, `AWS_SECRET_ACCESSS_KEY`
 * and the like; null for a name that is read, and for any other.
 */
export function meantVariable(name: string): string | null {
  const upper = name.toUpperCase();
  const prefix = upper.startsWith(PREFIX) ? PREFIX : "";
  const rest = upper.slice(prefix.length);
  const known = prefix === "" ? READ : OF_PSITURK;
  if (known.includes(rest)) return upper === name ? null : upper;
  const plain = rest.replaceAll(/[^A-Z]/g, "");
  const other =
    OTHER_NAMES.find(([form]) => form.test(plain))?.[1] ??
    known.find((right) => isSlip(rest, right));
  return other === undefined ||
    !known.includes(other) ||
    (prefix !== "" && !plain.startsWith("AWS"))
    ? null
    : prefix + other;
}

/** A slip or two; a plural of a short name is another name. */
function isSlip(name: string, right: string): boolean {
  if (!/^A\w/.test(name) || Math.abs(name.length - right.length) > 2) return false;
  if (right.length <= SHORT) return name !== `${right}S` && distance(name, right) === 1;
  return distance(name, right) <= 2;
}

/**
 * A variable that is set under a name that is not read, and the one that was meant, which is not
 * set.
 */
export interface MeantVariable {
  readonly name: string;
  readonly meant: string;
}

/**
 * The variables of an environment that were meant to be others; their values are not looked at,
 * beyond whether there is one.
 */
export function misnamedVariables(
  env: Readonly<Record<string, string | undefined>>,
): readonly MeantVariable[] {
  return Object.keys(env).flatMap((name) => {
    if (name.length > 64 || (env[name] ?? "").trim() === "") return [];
    const meant = meantVariable(name);
    return meant === null || (env[meant] ?? "") !== "" ? [] : [{ name, meant }];
  });
}

/** The cure for a value under a name that nobody reads. */
export function meantCure(variable: MeantVariable): string {
  return `If that is what was meant: ${renameCure(variable)}`;
}

/** The line for a shell that gives the value to the right name without showing it. */
function renameCure({ name, meant }: MeantVariable): string {
  return /^\w+$/.test(name) ? `export ${meant}="$${name}"` : `Set ${meant} in its place.`;
}
