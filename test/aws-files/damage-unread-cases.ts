/** Keys that nobody reads, and the exact text that the doctor makes of each file. */
import type { ProblemCode } from "../../src/base/problem.js";
import { type Case, ID, KEYS, SECRET } from "./damage-cases.js";

const found = (...lines: readonly number[]): Case["found"] =>
  lines.map((line): readonly [ProblemCode, number] => ["keys-partial", line]);
const named = (name: string, id: string, secret: string): Case => ({
  name,
  before: `[default]\n${id} = ${ID}\n${secret} = ${SECRET}\n`,
  after: `[default]\n${KEYS}`,
  found: found(2, 3),
});

export const UNREAD_CASES: readonly Case[] = [
  // https://docs.aws.amazon.com/cli/latest/userguide/cli-config-files.html, as flattened by copying
  {
    name: "G1: everything on the header's line",
    before: `[default] aws_access_key_id = ${ID} aws_secret_access_key = ${SECRET}\n`,
    after: `[default]\n${KEYS}`,
    found: found(1),
  },
  {
    name: "G1 with other names, a region and a line below",
    before: `[default] AWSAccessKeyId=${ID} AWSSecretKey=${SECRET}\nregion = us-east-1\n`,
    after: `[default]\n${KEYS}region = us-east-1\n`,
    found: found(1),
    reads: { profile: "default", region: "us-east-1" },
  },
  // https://github.com/aws/aws-cli/issues/2878
  {
    name: "G2: AWSAccessKeyId and AWSSecretKey",
    before: `[default]\nAWSAccessKeyId=${ID}\nAWSSecretKey=${SECRET}\n`,
    after: `[default]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n`,
    found: found(2, 3),
  },
  named("access_key and secret_key", "access_key", "secret_key"),
  named("accessKeyId and secretAccessKey", "accessKeyId", "secretAccessKey"),
  named("hyphens", "aws-access-key-id", "aws-secret-access-key"),
  named("blanks", "AWS Access Key ID", "AWS Secret Access Key"),
  named("export", "export AWS_ACCESS_KEY_ID", "export aws_secret_access_key"),
  named("set", "set AWS_ACCESS_KEY_ID", "SET AWS_SECRET_ACCESS_KEY"),
  {
    name: "PowerShell",
    before: `[default]\n$env:AWS_ACCESS_KEY_ID = ${ID}\n$Env:AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
    after: `[default]\n${KEYS}`,
    found: [["file-broken", 2]],
  },
  {
    name: "lines of JSON or Python",
    before: `[default]\n"aws_access_key_id": "${ID}",\n'aws_secret_access_key': '${SECRET}'\n`,
    after: `[default]\n${KEYS}`,
    found: found(2, 3),
  },
  {
    name: "wide equals signs",
    before: `[default]\n${KEYS.replaceAll("=", "\uFF1D")}`,
    after: `[default]\n${KEYS}`,
    found: [
      ["file-broken", 2],
      ["file-broken", 3],
    ],
  },
  {
    name: "in the config file",
    kind: "config",
    before: `[profile lab]\nAWSAccessKeyId=${ID}\nAWSSecretKey=${SECRET}\n`,
    after: `[profile lab]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n`,
    found: found(2, 3),
    reads: { profile: "lab" },
  },
  {
    name: "export without any header",
    before: `export AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
    after: `[default]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n`,
    found: [["file-broken", 1], ...found(1, 2)],
  },
  ...["\v", "\f", "\u001C", "\u001D", "\u001E", "\u0085", "\u2028", "\u2029"].flatMap(
    (end): readonly Case[] => [
      {
        name: `U+${end.charCodeAt(0).toString(16)} in the place of every line end`,
        before: `[default]\n${KEYS}`.replaceAll("\n", end),
        after: `[default]\n${KEYS}`.trimEnd(),
        found: found(1),
      },
      {
        name: `U+${end.charCodeAt(0).toString(16)} between id and secret`,
        before: `# lab\r\n[default]\r\n${KEYS.replace("\n", end).trimEnd()}${end}region = us-east-1\r\n`,
        after: `# lab\n[default]\n${KEYS}region = us-east-1\n`.replaceAll("\n", "\r\n"),
        found: found(3),
        reads: { profile: "default", region: "us-east-1" },
      },
    ],
  ),
  {
    name: "U+2028 behind a remark that hides the section line",
    before: `# lab\u2028[default]\n${KEYS}`,
    after: `# lab\n[default]\n${KEYS}`,
    found: [["file-broken", 1]],
  },
];
