/**
 * Knows what other programs call the parts of an access key and the region: names that no AWS tool
 * reads in its files.
 */

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:aws)?acc?ess?s?keys?(?:id)?$|^(?:aws)?keyid$/, "aws_access_key_id"],
  [/^(?:aws)?secret(?:acc?ess?s?)?keys?$/, "aws_secret_access_key"],
  [/^(?:aws)?(?:session|security)token$/, "aws_session_token"],
  [/^(?:aws)?(?:default)?regions?(?:name|code|id)?$/, "region"],
];

const RIGHT =
  /^(?:aws_access_key_id|aws_secret_access_key|aws_session_token|aws_security_token|region)$/i;

/**
 * The name that was meant by `AWSAccessKeyId`, `secretAccessKey`, `aws-access-key-id`, `export
 * AWS_ACCESS_KEY_ID`, `AWS_DEFAULT_REGION`, a question of `aws configure` and the like; null for a
 * name that is right, and for any other.
 */
export function meantName(written: string): string | null {
  if (RIGHT.test(written)) return null;
  const bare = written
    .trim()
    .replace(/^(?:export|setx?|setenv)\s+/i, "")
    .replace(/\s\[None\]$/, "")
    .replace(/^\$env:/i, "")
    .replace(/^(["'])(.*)\1$/, "$2");
  const plain = bare.toLowerCase().replaceAll(/[-_ .]/g, "");
  return NAMES.find(([form]) => form.test(plain))?.[1] ?? null;
}

/**
 * The settings that stand in these files most
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html#cli-configure-files-settings).
 */
export const KNOWN_NAME =
  /^(?:aws_(?:access_key_id|secret_access_key|secret_accesss_key|session_token|security_token|account_id|default_region|region)|region|output)$/i;
