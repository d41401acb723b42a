/** The practice AWS judged by the AWS CLI, where it is installed. */
import { execFile, execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { start } from "../practice/start.js";
import { faultsOf, ROWS, type Expected } from "./practice-answers.js";
import { childEnv } from "./python.js";

const COMMANDS = {
  sts: ["sts", "get-caller-identity"],
  mturk: ["mturk", "get-account-balance"],
} as const;
type ServiceName = keyof typeof COMMANDS;

function cliIsThere(): boolean {
  try {
    return execFileSync("aws", ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).startsWith("aws-cli/");
  } catch {
    return false;
  }
}

const there = cliIsThere();
// The CLI is a convenience of the machine, boto3 the requirement; still nobody should believe that
// this ran.
if (!there)
  process.stderr.write("practice-cli: the AWS CLI is not on PATH, its tests are left out\n");

interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

function run(aws: PracticeAws, service: ServiceName): Promise<Outcome> {
  const env = childEnv({
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey.reveal(),
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_MAX_ATTEMPTS: "1",
    AWS_PAGER: "",
  });
  const args = [
    ...COMMANDS[service],
    "--endpoint-url",
    aws.endpoints[service],
    "--region",
    "us-east-1",
    "--output",
    "json",
    "--cli-read-timeout",
    "600",
  ];
  return new Promise((resolve) => {
    execFile("aws", args, { env }, (error, out, err) =>
      resolve({ exit: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

function judge(service: ServiceName, { exit, out, err }: Outcome, expected: Expected): void {
  if (expected === "ok") {
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    const answer = JSON.parse(out) as Record<string, string>;
    expect(answer[service === "sts" ? "Account" : "AvailableBalance"]).toMatch(/^\d+(\.\d\d)?$/);
  } else if (typeof expected === "object") {
    expect(exit).not.toBe(0);
    expect(err).toContain(`An error occurred (${expected.code}) when calling`);
  }
}

// Faults that AWS's codes can express; what comes of pages and broken lines is told by boto3's
// test.
const expressible = ROWS.filter((row) =>
  [row.sts, row.mturk].every((expected) => expected !== "line" && expected !== "page"),
);

describe.skipIf(!there)("the AWS CLI against the practice AWS", () => {
  test.each(expressible)("faults “$faults”", async (row) => {
    const aws = await start({ faults: faultsOf(row) });
    const [sts, mturk] = await Promise.all([run(aws, "sts"), run(aws, "mturk")]);
    judge("sts", sts, row.sts);
    judge("mturk", mturk, row.mturk);
    expect(aws.log.map(({ service }) => service).sort()).toEqual(["mturk", "sts"]);
  });
});
