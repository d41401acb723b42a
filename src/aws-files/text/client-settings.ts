/**
 * Lists the settings on which boto3 stops when it makes or uses a client for STS or MTurk, with
 * what it accepts of each.
 *
 * Taken from botocore 1.43's own checks; test/conformance/settings.test.ts makes the clients in
 * real boto3 for each row with right and wrong values. What botocore reads without ever stopping on
 * it is not here: use_fips_endpoint and use_dualstack_endpoint (they lead elsewhere:
 * sources/reach.ts), parameter_validation, tcp_keepalive, disable_request_compression,
 * disable_host_prefix_injection, ec2_metadata_v1_disabled, imds_use_ipv6,
 * endpoint_discovery_enabled, sigv4a_signing_region_set, sdk_ua_app_id.
 */

const BOTOCORE = "https://github.com/boto/botocore/blob/develop/botocore";

/**
 * What botocore takes as a value of one setting. `empty`: nothing behind the = sign is as good as
 * no setting.
 */
export type Accepts =
  /** `anyCase`: botocore lowers the letters before it compares. */
  | {
      readonly form: "word";
      readonly words: readonly string[];
      readonly anyCase: boolean;
      readonly empty: boolean;
    }
  /** A whole number as Python's int() reads it. */
  | { readonly form: "number"; readonly least: number; readonly most: number }
  /** An address with a host that is one. */
  | { readonly form: "address"; readonly empty: boolean }
  /** Any text, but no indented lines. */
  | { readonly form: "text" }
  /**
   * Indented lines below it. `text`: other text behind the = sign does no harm, only nothing at all
   * does.
   */
  | { readonly form: "block"; readonly text: boolean };

/**
 * Who stops: `client`: every client that is made, psiTurk's too · `keys`: whoever looks for keys,
 * so not psiTurk where it has a pair of its own · `address`: only who names no address of its own,
 * as psiTurk does · `sts`: only who asks STS, which psiTurk never does.
 */
export type StopsAt = "client" | "keys" | "address" | "sts";

export interface ClientSetting {
  /** As it stands in a profile; within a block `block.name`. */
  readonly name: string;
  /** The block in which it stands, where it is no setting of the profile itself. */
  readonly block: string | null;
  /** The variable that beats the files, even where it is empty; null if there is none. */
  readonly variable: string | null;
  readonly accepts: Accepts;
  readonly stopsAt: StopsAt;
  /** Only looked at while this setting is on. */
  readonly onlyWith?: { readonly name: string; readonly variable: string };
  /** What to write, for people. */
  readonly right: string;
  /**
   * Also in botocore 1.12, on which psiTurk 3.3.1 is pinned; newer ones psiTurk may be too old to
   * look at.
   */
  readonly old: boolean;
  /** The check in botocore's source. */
  readonly source: string;
}

const word = (...words: readonly string[]): Accepts => ({
  form: "word",
  words,
  anyCase: false,
  empty: false,
});
const anyCase = (...words: readonly string[]): Accepts => ({
  form: "word",
  words,
  anyCase: true,
  empty: false,
});
const number = (least: number, most = Number.POSITIVE_INFINITY): Accepts => ({
  form: "number",
  least,
  most,
});

const ARGS = `${BOTOCORE}/args.py`;
const CONFIG = `${BOTOCORE}/config.py`;
const KEYS = `${BOTOCORE}/credentials.py`;
const CHECKSUMS = ["when_supported", "when_required"] as const;
const REGIONAL = ["legacy", "regional"] as const;
const REGIONAL_ONES = "legacy or regional, in small letters";
const MODES = "legacy, standard, in-region, cross-region, mobile or auto";

function row(
  name: string,
  variable: string | null,
  accepts: Accepts,
  right: string,
  source: string,
  more: Partial<ClientSetting> = {},
): ClientSetting {
  return {
    name,
    block: null,
    variable,
    accepts,
    stopsAt: "client",
    right,
    old: false,
    source,
    ...more,
  };
}

export const CLIENT_SETTINGS: readonly ClientSetting[] = [
  row(
    "retry_mode",
    "AWS_RETRY_MODE",
    word("legacy", "standard", "adaptive"),
    "legacy, standard or adaptive, in small letters",
    CONFIG,
  ),
  row("max_attempts", "AWS_MAX_ATTEMPTS", number(1), "a whole number from 1 on", CONFIG),
  row(
    "defaults_mode",
    "AWS_DEFAULTS_MODE",
    anyCase("legacy", "standard", "in-region", "cross-region", "mobile", "auto"),
    MODES,
    `${BOTOCORE}/session.py`,
  ),
  row(
    "sts_regional_endpoints",
    "AWS_STS_REGIONAL_ENDPOINTS",
    { form: "word", words: REGIONAL, anyCase: false, empty: true },
    REGIONAL_ONES,
    ARGS,
  ),
  row(
    "request_checksum_calculation",
    "AWS_REQUEST_CHECKSUM_CALCULATION",
    anyCase(...CHECKSUMS),
    "when_supported or when_required",
    ARGS,
  ),
  row(
    "response_checksum_validation",
    "AWS_RESPONSE_CHECKSUM_VALIDATION",
    anyCase(...CHECKSUMS),
    "when_supported or when_required",
    ARGS,
  ),
  row(
    "request_min_compression_size_bytes",
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
    number(1, 1_048_576),
    "a whole number from 1 to 1048576",
    ARGS,
  ),
  row(
    "account_id_endpoint_mode",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE",
    anyCase("preferred", "disabled", "required"),
    "preferred, disabled or required",
    ARGS,
  ),
  row(
    "s3_disable_express_session_auth",
    "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
    anyCase("true", "false"),
    "true or false",
    ARGS,
  ),
  row(
    "auth_scheme_preference",
    "AWS_AUTH_SCHEME_PREFERENCE",
    { form: "text" },
    "names with commas between, on one line",
    ARGS,
  ),
  row("s3", null, { form: "block", text: true }, "indented lines below it", CONFIG),
  row(
    "addressing_style",
    null,
    word("auto", "virtual", "path"),
    "auto, virtual or path, in small letters",
    CONFIG,
    { block: "s3", old: true },
  ),
  row(
    "s3_us_east_1_regional_endpoint",
    "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
    word(...REGIONAL),
    REGIONAL_ONES,
    ARGS,
  ),
  row(
    "us_east_1_regional_endpoint",
    "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
    word(...REGIONAL),
    REGIONAL_ONES,
    ARGS,
    { block: "s3" },
  ),
  row(
    "api_versions",
    null,
    { form: "block", text: false },
    "indented lines below it",
    `${BOTOCORE}/session.py`,
    { old: true },
  ),
  row("mturk", null, word("2017-01-17"), "2017-01-17", `${BOTOCORE}/loaders.py`, {
    block: "api_versions",
    old: true,
  }),
  row("sts", null, word("2011-06-15"), "2011-06-15", `${BOTOCORE}/loaders.py`, {
    block: "api_versions",
    stopsAt: "sts",
    old: true,
  }),
  row(
    "signature_version",
    null,
    { form: "word", words: ["v4", "s3v4"], anyCase: false, empty: true },
    "v4",
    `${BOTOCORE}/signers.py`,
    { block: "mturk-requester", old: true },
  ),
  row(
    "signature_version",
    null,
    { form: "word", words: ["v4", "s3v4"], anyCase: false, empty: true },
    "v4",
    `${BOTOCORE}/signers.py`,
    { block: "sts", stopsAt: "sts", old: true },
  ),
  row(
    "data_path",
    "AWS_DATA_PATH",
    { form: "text" },
    "folders, on one line",
    `${BOTOCORE}/session.py`,
    { old: true },
  ),
  row(
    "csm_port",
    "AWS_CSM_PORT",
    number(Number.NEGATIVE_INFINITY),
    "a whole number",
    `${BOTOCORE}/session.py`,
    { onlyWith: { name: "csm_enabled", variable: "AWS_CSM_ENABLED" }, old: true },
  ),
  row(
    "metadata_service_timeout",
    "AWS_METADATA_SERVICE_TIMEOUT",
    number(Number.NEGATIVE_INFINITY),
    "a whole number of seconds",
    KEYS,
    { stopsAt: "keys", old: true },
  ),
  row(
    "metadata_service_num_attempts",
    "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
    number(Number.NEGATIVE_INFINITY),
    "a whole number",
    KEYS,
    { stopsAt: "keys", old: true },
  ),
  row(
    "ec2_metadata_service_endpoint",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    { form: "address", empty: true },
    "an address that begins with http://",
    `${BOTOCORE}/utils.py`,
    { stopsAt: "keys" },
  ),
  row(
    "ec2_metadata_service_endpoint_mode",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
    anyCase("ipv4", "ipv6"),
    "ipv4 or ipv6",
    `${BOTOCORE}/utils.py`,
    { stopsAt: "keys" },
  ),
];

/**
 * Settings of the block `s3` (https://docs.aws.amazon.com/cli/latest/topic/s3-config.html), which
 * stand at the left edge once the indentation was lost.
 */
export const S3_NAMES: ReadonlySet<string> = new Set([
  "addressing_style",
  "max_bandwidth",
  "max_concurrent_requests",
  "max_queue_size",
  "multipart_chunksize",
  "multipart_threshold",
  "payload_signing_enabled",
  "preferred_transfer_client",
  "s3_disable_multiregion_access_points",
  "signature_version",
  "target_bandwidth",
  "us_east_1_regional_endpoint",
  "use_accelerate_endpoint",
  "use_arn_region",
  "use_dualstack_endpoint",
]);

/** The name as a sentence has it: `addressing_style of s3`. */
export function calledName({ name, block }: Pick<ClientSetting, "name" | "block">): string {
  return block === null ? name : `${name} (in the block ${block})`;
}
