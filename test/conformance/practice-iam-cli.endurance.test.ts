/** IAM of the practice AWS judged by the AWS CLI, where it is installed: one rotation by hand. */
import { execFile, execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { makeKeyLine } from "../../src/guide/policy.js";
import { readPasted } from "../../src/keys/paste.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { fault, start } from "../practice/start.js";
import { firstPair, type KeyTold, type Pair } from "./practice-iam-boto3.js";
import { childEnv } from "./python.js";

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
  process.stderr.write("practice-iam-cli: the AWS CLI is not on PATH, its tests are left out\n");

interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

function run(
  aws: PracticeAws,
  args: readonly string[],
  { id, secret }: Pair = firstPair(aws),
): Promise<Outcome> {
  const env = childEnv({
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_MAX_ATTEMPTS: "1",
    AWS_PAGER: "",
  });
  const common = ["--endpoint-url", aws.endpoints.iam, "--region", "us-east-1", "--output", "json"];
  return new Promise((resolve) => {
    execFile("aws", ["iam", ...args, ...common], { env }, (error, out, err) =>
      resolve({ exit: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe.skipIf(!there)("the AWS CLI against the practice IAM", () => {
  test("the line that is copied for CloudShell makes a key, and what it prints can be pasted", async () => {
    const aws = await start();
    const { id, secret } = firstPair(aws);
    const line = `${makeKeyLine("practice")} --endpoint-url ${aws.endpoints.iam} --region us-east-1`;
    const env = childEnv({
      AWS_ACCESS_KEY_ID: id,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_PAGER: "",
    });
    const out = await new Promise<string>((resolve, reject) => {
      execFile("sh", ["-c", line], { env }, (error, told) =>
        error === null ? resolve(told) : reject(new Error(error.message)),
      );
    });
    const pasted = readPasted(out, { practice: true });
    expect(pasted).toMatchObject({ kind: "pair" });
    const made = pasted.kind === "pair" ? pasted.key.accessKeyId : "";
    expect([made === id, aws.accounts.find(made)?.status]).toEqual([false, "Active"]);
  });

  test("a rotation", async () => {
    const aws = await start();
    const created = await run(aws, ["create-access-key"]);
    expect(created).toMatchObject({ exit: 0, err: "" });
    const { AccessKey: key } = JSON.parse(created.out) as { readonly AccessKey: KeyTold };
    expect(key).toMatchObject({
      UserName: "practice",
      Status: "Active",
      CreateDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    const young = { id: key.AccessKeyId, secret: key.SecretAccessKey ?? "" };
    expect((await run(aws, ["create-access-key"])).err).toContain(
      "An error occurred (LimitExceeded) when calling the CreateAccessKey operation: Cannot exceed quota for AccessKeysPerUser: 2",
    );

    const unused = JSON.parse(
      (await run(aws, ["get-access-key-last-used", "--access-key-id", young.id])).out,
    ) as unknown;
    expect(unused).toEqual({
      UserName: "practice",
      AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A" },
    });
    const off = ["update-access-key", "--access-key-id", aws.accessKeyId, "--status", "Inactive"];
    expect(await run(aws, off, young)).toEqual({ exit: 0, out: "", err: "" });
    expect((await run(aws, ["list-access-keys"])).err).toContain(
      "An error occurred (InvalidClientTokenId) when calling the ListAccessKeys operation",
    );
    const { AccessKeyMetadata: keys } = JSON.parse(
      (await run(aws, ["list-access-keys"], young)).out,
    ) as { readonly AccessKeyMetadata: readonly KeyTold[] };
    expect(keys.map(({ AccessKeyId, Status }) => [AccessKeyId, Status])).toEqual([
      [aws.accessKeyId, "Inactive"],
      [young.id, "Active"],
    ]);
    const away = ["delete-access-key", "--access-key-id", aws.accessKeyId];
    expect(await run(aws, away, young)).toEqual({ exit: 0, out: "", err: "" });
    expect((await run(aws, away, young)).err).toContain(
      `(NoSuchEntity) when calling the DeleteAccessKey operation: The Access Key with id ${aws.accessKeyId} cannot be found.`,
    );
  });

  test("a user who may not is told so; a lost answer is an error, and the key is there", async () => {
    const aws = await start({ faults: [fault("no-iam")] });
    const denied = await run(aws, ["create-access-key"]);
    expect(denied.exit).not.toBe(0);
    expect(denied.err).toContain(
      "(AccessDenied) when calling the CreateAccessKey operation: User: arn:aws:iam::123456789012:user/practice is not authorized to perform: iam:CreateAccessKey on resource: user practice because",
    );
    aws.setFaults([fault("lost-answer=create")]);
    const lost = await run(aws, ["create-access-key"]);
    expect([lost.exit === 0, lost.out]).toEqual([false, ""]);
    expect(aws.accounts.keysOf(aws.accounts.find(aws.accessKeyId)!.owner)).toHaveLength(2);
  });
});
