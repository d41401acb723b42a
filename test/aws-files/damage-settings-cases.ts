/**
 * Settings on which every client of boto3 stops, and the exact text that the doctor makes of each
 * file.
 */
import type { ProblemCode } from "../../src/base/problem.js";
import { type Case, ID, KEYS } from "./damage-cases.js";

const NOBODY = { profile: "default", id: null, secret: null } as const;
const EAST = { ...NOBODY, region: "us-east-1" } as const;
const broken = (...lines: readonly number[]): Case["found"] =>
  lines.map((line): readonly [ProblemCode, number] => ["setting-broken", line]);

function config(
  name: string,
  before: string,
  after: string,
  lines: readonly number[],
  reads: Case["reads"] = NOBODY,
): Case {
  return {
    name,
    kind: "config",
    before: `[default]\n${before}`,
    after: `[default]\n${after}`,
    found: broken(...lines),
    reads,
  };
}

export const SETTING_CASES: readonly Case[] = [
  // https://github.com/99designs/aws-vault/issues/187
  config(
    "B1: an s3 block that lost its indentation",
    "region=us-east-1\ns3=\nsignature_version=s3v4\n",
    "region=us-east-1\ns3=\n  signature_version=s3v4\n",
    [3],
    EAST,
  ),
  // https://github.com/aws/aws-sdk-go-v2, config/testdata/shared_config
  config(
    "B2: retry_mode = Standard",
    "region=us-east-1\nretry_mode = Standard\n",
    "region=us-east-1\nretry_mode = standard\n",
    [3],
    EAST,
  ),
  config(
    "several lines of s3, and what is not of it stays",
    "s3 =\n# fast\nmax_concurrent_requests = 20\nAddressing_Style = path\nregion = us-east-1\n",
    "s3 =\n# fast\n  max_concurrent_requests = 20\n  Addressing_Style = path\nregion = us-east-1\n",
    [2],
    EAST,
  ),
  config(
    "an empty s3 with nothing of it below",
    "s3 =\nregion = us-east-1\n",
    "region = us-east-1\n",
    [2],
    EAST,
  ),
  config(
    "a flattened block with a wrong value in it",
    "s3 =\naddressing_style = Path\n",
    "s3 =\n  addressing_style = path\n",
    [2, 3],
  ),
  config(
    "a wrong value in a block",
    "s3 =\n  addressing_style = Virtual\n  use_arn_region = true\n",
    "s3 =\n  addressing_style = virtual\n  use_arn_region = true\n",
    [3],
  ),
  config(
    "a value in a block that nobody can guess",
    "s3 =\n  max_queue_size = 1\n  addressing_style = slash\n",
    "s3 =\n  max_queue_size = 1\n",
    [4],
  ),
  config("with its last line the block goes", "s3 =\n  us_east_1_regional_endpoint =\n", "", [3]),
  config(
    "the flat name of S3's endpoint",
    's3_us_east_1_regional_endpoint = "regional"\n',
    "s3_us_east_1_regional_endpoint = regional\n",
    [2],
  ),
  config(
    "api_versions flattened",
    "api_versions =\nmturk = 2017-01-17\nec2 = 2016-11-15\n",
    "api_versions =\n  mturk = 2017-01-17\n  ec2 = 2016-11-15\n",
    [2],
  ),
  config(
    "api_versions with a value",
    "api_versions = latest\noutput = json\n",
    "output = json\n",
    [2],
  ),
  config(
    "a version of MTurk that is not there",
    "api_versions =\n  mturk = 2014-08-15\n  ec2 = 2016-11-15\n",
    "api_versions =\n  ec2 = 2016-11-15\n",
    [3],
  ),
  config("max_attempts with a fraction", "max_attempts = 5.0\n", "max_attempts = 5\n", [2]),
  config(
    "max_attempts in quotes with a comment",
    "max_attempts = '3'  # tries\n",
    "max_attempts = 3\n",
    [2],
  ),
  config(
    "max_attempts = 0",
    "max_attempts = 0\nregion = us-east-1\n",
    "region = us-east-1\n",
    [2],
    EAST,
  ),
  config("an empty setting", "retry_mode =\n", "", [2]),
  config(
    "indented lines below a setting that takes none",
    "retry_mode =\n  mode = standard\n  x = y\noutput = json\n",
    "output = json\n",
    [2],
  ),
  config(
    "defaults_mode with an underscore",
    "defaults_mode = In_Region\n",
    "defaults_mode = in-region\n",
    [2],
  ),
  config(
    "sts_regional_endpoints in capitals",
    "sts_regional_endpoints = Regional,\n",
    "sts_regional_endpoints = regional\n",
    [2],
  ),
  config(
    "checksums",
    "request_checksum_calculation = when-required\nresponse_checksum_validation = never\n",
    "request_checksum_calculation = when_required\n",
    [2, 3],
  ),
  config(
    "sizes and modes",
    "request_min_compression_size_bytes = 0\naccount_id_endpoint_mode = required ; always\ns3_disable_express_session_auth = yes\n",
    "account_id_endpoint_mode = required\ns3_disable_express_session_auth = true\n",
    [2, 3, 4],
  ),
  config(
    "metadata",
    "metadata_service_timeout = 1.5\nmetadata_service_num_attempts = two\nec2_metadata_service_endpoint = 169.254.169.254\nec2_metadata_service_endpoint_mode = v6\n",
    "",
    [2, 3, 4, 5],
  ),
  config("an invisible sign", "retry_mode = standard\u200B\n", "retry_mode = standard\n", [2]),
  config(
    "monitoring that is on",
    "csm_enabled = true\ncsm_port = http\n",
    "csm_enabled = true\n",
    [3],
  ),
  config(
    "a signature that MTurk does not know",
    "mturk-requester =\n  signature_version = v2\n",
    "",
    [3],
  ),
  config(
    "services that are not there",
    "services = local\nregion = us-east-1\n",
    "region = us-east-1\n",
    [2],
    EAST,
  ),
  config(
    "services in another case",
    "services = Local\n[services local]\nmturk =\n  endpoint_url = http://127.0.0.1:1\n",
    "services = local\n[services local]\nmturk =\n  endpoint_url = http://127.0.0.1:1\n",
    [2],
  ),
  config(
    "services in quotes",
    'services = "my lab"\n[services "my lab"]\nmturk =\n  endpoint_url = http://127.0.0.1:1\n',
    'services = my lab\n[services "my lab"]\nmturk =\n  endpoint_url = http://127.0.0.1:1\n',
    [2],
  ),
  config("an empty services section", "services = x\n[services x]\n", "[services x]\n", [2]),
  config(
    "a services section that lost its indentation",
    "services = x\n[services x]\nmturk =\nendpoint_url = http://127.0.0.1:1\n",
    "services = x\n[services x]\nmturk =\n  endpoint_url = http://127.0.0.1:1\n",
    [4],
  ),
  config(
    "a service with a value",
    "services = x\n[services x]\nsts = yes\nother =\n  a = b\n",
    "services = x\n[services x]\nother =\n  a = b\n",
    [4],
  ),
  config(
    "an address of a service without http://",
    "services = x\n[services x]\nmturk =\n  endpoint_url = localhost:8080\n",
    "services = x\n[services x]\nmturk =\n  endpoint_url = http://localhost:8080\n",
    [5],
  ),
  {
    name: "a setting in the credentials file",
    before: `[default]\n${KEYS}retry_mode = LEGACY\n`,
    after: `[default]\n${KEYS}retry_mode = legacy\n`,
    found: broken(4),
  },
  {
    name: "in a profile that is not the default",
    kind: "config",
    before: "[profile lab]\nregion = us-east-1\nmax_attempts = many\n",
    after: "[profile lab]\nregion = us-east-1\n",
    found: broken(3),
    reads: { profile: "lab", id: null, secret: null, region: "us-east-1" },
  },
  {
    name: "CRLF",
    kind: "config",
    before: "[default]\r\ns3=\r\naddressing_style=path\r\nregion=us-east-1\r\n",
    after: "[default]\r\ns3=\r\n  addressing_style=path\r\nregion=us-east-1\r\n",
    found: broken(2),
    reads: EAST,
  },
  {
    name: `what has the form of a key is not shown`,
    kind: "config",
    before: `[default]\nretry_mode = ${ID}\n`,
    after: "[default]\n",
    found: broken(2),
    reads: NOBODY,
  },
];
