/** Regions under names that nobody reads, and the exact text that the doctor makes of each file. */
import type { ProblemCode } from "../../src/base/problem.js";
import { type Case, ID, KEYS, SECRET } from "./damage-cases.js";

const EAST = { profile: "default", region: "us-east-1" } as const;
const NOBODY = { ...EAST, id: null, secret: null } as const;
const RIGHT = `[default]\n${KEYS}region = us-east-1\n`;
const FILE = "[default]\naws_access_key_id=";
const rows = (code: ProblemCode, ...lines: readonly number[]): Case["found"] =>
  lines.map((line): readonly [ProblemCode, number] => [code, line]);

/** A line below a whole key, which becomes `region = us-east-1`. */
function below(line: string, code: ProblemCode = "region-wrong", after = RIGHT): Case {
  return {
    name: `region: ${line}`,
    before: `[default]\n${KEYS}${line}\n`,
    after,
    found: rows(code, 4),
    reads: EAST,
  };
}

/** All of it under the names of environment variables, without a header. */
function variables(name: string, region: string, found: Case["found"], before = ""): Case {
  return {
    name,
    before: `${before}AWS_ACCESS_KEY_ID=${ID}\n${before}AWS_SECRET_ACCESS_KEY=${SECRET}\n${region}\n`,
    after: `${FILE}${ID}\naws_secret_access_key=${SECRET}\nregion${/[ =]+(?=us-)/.exec(region)?.[0] === "=" ? "=" : " = "}us-east-1\n`,
    found,
    reads: EAST,
  };
}

export const REGION_CASES: readonly Case[] = [
  // https://psiturk.readthedocs.io/en/stable/amt_setup.html shows the variables in such a file.
  variables("no header, AWS_REGION", "AWS_REGION=us-east-1", [
    ["file-broken", 1],
    ["region-wrong", 3],
    ["file-misread", 1],
  ]),
  variables(
    "no header, all exported",
    "export AWS_DEFAULT_REGION=us-east-1",
    [["file-broken", 1], ...rows("keys-partial", 1, 2), ["region-wrong", 3]],
    "export ",
  ),
  variables("no header, region without =", "region us-east-1", [
    ["file-broken", 1],
    ["file-broken", 3],
    ["file-misread", 1],
  ]),
  below("aws_region = us-east-1"),
  below("AWS_DEFAULT_REGION = us-east-1"),
  below("region-name = us-east-1"),
  below("aws-default-region = us-east-1"),
  below("regions = us-east-1"),
  below("awsRegion = us-east-1"),
  below("Default region name = us-east-1"),
  below("REGION = us-east-1", "file-misread"),
  below("region us-east-1", "file-broken"),
  below("region -> us-east-1", "file-broken"),
  below("us-east-1", "file-broken"),
  below("export AWS_REGION = us-east-1"),
  below("set AWS_DEFAULT_REGION = us-east-1"),
  below("$env:AWS_REGION = us-east-1", "keys-partial"),
  ...["export AWS_REGION us-east-1", "setx AWS_REGION us-east-1"].map((line): Case => ({
    ...below(line),
    found: [
      ["file-broken", 4],
      ["region-wrong", 4],
    ],
  })),
  {
    ...below('export AWS_REGION = "us-east-1"'),
    found: rows("region-wrong", 4, 4),
  },
  { ...below("aws_region = us-east-1a"), found: rows("region-wrong", 4, 4) },
  {
    ...below("region = us-east-1\nAWS_REGION=us-east-1"),
    found: rows("region-wrong", 5),
  },
  {
    ...below("region = us-east-1\nexport AWS_REGION=us-east-1"),
    found: rows("region-wrong", 5),
  },
  {
    name: "in the config file",
    kind: "config",
    before: "[profile lab]\nexport AWS_DEFAULT_REGION = us-east-1\n",
    after: "[profile lab]\nregion = us-east-1\n",
    found: rows("region-wrong", 2),
    reads: { ...NOBODY, profile: "lab" },
  },
];
