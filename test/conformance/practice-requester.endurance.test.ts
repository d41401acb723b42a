/** The practice AWS as psiTurk's shell meets it when it starts, judged by boto3 and the AWS CLI. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { fault, start } from "../practice/start.js";
import { childEnv, pythonWithBoto3 } from "./python.js";

const python = pythonWithBoto3();
const SCRIPT = fileURLToPath(new URL("practice-requester.py", import.meta.url));

type Told =
  | { readonly answer: unknown }
  | { readonly error: string; readonly message: string; readonly turk: string | null };
type Results = Readonly<Record<string, Told>> & {
  readonly temporary: Readonly<Record<string, Told | number>> | { readonly error: string };
};

function envOf(aws: PracticeAws, secret = aws.secretAccessKey.reveal()): NodeJS.ProcessEnv {
  return childEnv({
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_PAGER: "",
    AWS_MAX_ATTEMPTS: "1",
    AWS_DEFAULT_REGION: "us-east-1",
    ENDPOINT_MTURK: aws.endpoints.mturk,
    ENDPOINT_IAM: aws.endpoints.iam,
    ENDPOINT_STS: aws.endpoints.sts,
  });
}

function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });
}

async function boto3(aws: PracticeAws, secret?: string): Promise<Results> {
  const done = await run(python!, [SCRIPT], envOf(aws, secret));
  expect(done.err).toBe("");
  return JSON.parse(done.out) as Results;
}

describe.skipIf(python === null)("boto3", () => {
  test("with the right key: empty lists, no HIT of any id, who the user is, temporary keys that work with their token only", async () => {
    const aws = await start();
    const results = await boto3(aws);
    const none = { error: "RequestError", turk: "AWS.MechanicalTurk.HITDoesNotExist" };
    expect(results).toMatchObject({
      balance: { answer: { AvailableBalance: "10000.00" } },
      hits: { answer: [] },
      reviewable: { answer: { NumResults: 0, HITs: [] } },
      qualifications: { answer: { NumResults: 0, QualificationTypes: [] } },
      qualificationPages: { answer: [0] },
      blocks: { answer: { NumResults: 0, WorkerBlocks: [] } },
      hit: none,
      assignments: none,
      create: { error: "UnknownOperationException" },
      user: {
        answer: {
          User: { Path: "/", UserName: "practice", Arn: "arn:aws:iam::123456789012:user/practice" },
        },
      },
      short: { answer: "ASIA" },
      temporary: {
        whole: { answer: { AvailableBalance: "10000.00" } },
        who: { answer: "arn:aws:iam::123456789012:user/practice" },
        withoutToken: { error: "UnrecognizedClientException" },
        again: { error: "AccessDenied" },
        iam: { error: "InvalidClientTokenId" },
        hours: 12,
      },
    });
  });

  test("with a wrong secret everything is refused", async () => {
    const aws = await start();
    const { temporary, ...others } = await boto3(aws, "wrongSecret/wrongSecret+wrongSecret/wron");
    for (const [name, told] of Object.entries(others))
      expect(told, name).toMatchObject({
        error: expect.stringMatching(
          /^(InvalidSignatureException|SignatureDoesNotMatch)$/,
        ) as string,
      });
    expect(temporary).toEqual({ error: "SignatureDoesNotMatch" });
  });

  test.each([
    [
      "not-linked",
      {
        balance: { error: "RequestError", turk: "AWS.AccountNotLinked" },
        hits: { error: "RequestError", turk: "AWS.AccountNotLinked" },
        hit: { error: "RequestError", turk: "AWS.AccountNotLinked" },
        user: { answer: {} },
      },
    ],
    [
      "no-policy",
      {
        balance: { error: "AccessDeniedException" },
        hits: {
          error: "AccessDeniedException",
          message: expect.stringContaining("mechanicalturk:ListHITs") as string,
        },
        qualifications: { error: "AccessDeniedException" },
        short: { answer: "ASIA" },
      },
    ],
    [
      "iam-deny",
      {
        hits: { answer: [] },
        user: { error: "AccessDenied", message: expect.stringContaining("iam:GetUser") as string },
      },
    ],
    [
      "key-inactive",
      {
        hits: { error: "UnrecognizedClientException" },
        user: { error: "InvalidClientTokenId" },
        short: { error: "InvalidClientTokenId" },
      },
    ],
  ] as const)("with the fault %s", async (name, expected) => {
    const aws = await start({ faults: [fault(name)] });
    expect(await boto3(aws)).toMatchObject(expected);
  });
});

test("the AWS CLI gets the same", async () => {
  const aws = await start();
  const there = (await run("aws", ["--version"], childEnv())).code === 0;
  if (!there) {
    process.stderr.write("practice-requester: the AWS CLI is not on PATH, its test is left out\n");
    return;
  }
  const cli = (service: "mturk" | "iam" | "sts", ...args: readonly string[]) =>
    run(
      "aws",
      [service, ...args, "--endpoint-url", aws.endpoints[service], "--output", "json"],
      envOf(aws),
    );
  expect(JSON.parse((await cli("mturk", "list-hits")).out)).toMatchObject({ HITs: [] });
  expect(
    JSON.parse((await cli("mturk", "list-qualification-types", "--must-be-requestable")).out),
  ).toMatchObject({ QualificationTypes: [] });
  expect(JSON.parse((await cli("iam", "get-user")).out)).toMatchObject({
    User: { UserName: "practice" },
  });
  expect(
    JSON.parse((await cli("sts", "get-session-token", "--duration-seconds", "900")).out),
  ).toMatchObject({
    Credentials: { AccessKeyId: expect.stringMatching(/^ASIAIEXAMPLE[A-Z2-7]{8}$/) as string },
  });
  const bad = await cli("sts", "get-session-token", "--duration-seconds", "60");
  expect(bad.code).not.toBe(0);
  expect(bad.err).toContain("DurationSeconds");
});
