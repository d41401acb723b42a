/**
 * What IAM of the practice AWS sends, byte by byte where no client looks, and to requests that no
 * client makes.
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, test } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { fault, start } from "./start.js";

const VERSION = "2010-05-08";

interface Got {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

/** One signed request to IAM; `path` beside the root of the server. */
async function send(
  aws: PracticeAws,
  form: Readonly<Record<string, string>>,
  path = "/iam",
): Promise<Got> {
  const signer = new SignatureV4({
    service: "iam",
    region: "us-east-1",
    sha256: Sha256,
    credentials: { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey.reveal() },
  });
  const { host, hostname } = new URL(aws.url);
  const body = new URLSearchParams(form).toString();
  const headers = { host, "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const signed = await signer.sign({
    method: "POST",
    protocol: "http:",
    hostname,
    path,
    query: {},
    headers,
    body,
  });
  const response = await fetch(aws.url + path, { method: "POST", headers: signed.headers, body });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: await response.text(),
  };
}

const iam = (
  aws: PracticeAws,
  action: string,
  form: Readonly<Record<string, string>> = {},
): Promise<Got> => send(aws, { Action: action, Version: VERSION, ...form });
const ID = "[0-9a-f-]{36}";
const DATE = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
const whole = (action: string, inner: string): RegExp =>
  new RegExp(
    `^<${action}Response xmlns="https://iam\\.amazonaws\\.com/doc/2010-05-08/">${inner}<ResponseMetadata><RequestId>${ID}</RequestId></ResponseMetadata></${action}Response>\n$`,
  );

describe("the documents", () => {
  const key = `<UserName>practice</UserName><AccessKeyId>AKIAI(?:[A-Z2-7]{8}EXAMPLE|EXAMPLE[A-Z2-7]{8})</AccessKeyId><Status>Active</Status>`;
  const rows: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    [
      "CreateAccessKey",
      {},
      `<CreateAccessKeyResult><AccessKey>${key}<CreateDate>${DATE}</CreateDate><SecretAccessKey>[A-Za-z0-9/+]{40}</SecretAccessKey></AccessKey></CreateAccessKeyResult>`,
    ],
    [
      "ListAccessKeys",
      {},
      `<ListAccessKeysResult><AccessKeyMetadata><member>${key}<CreateDate>${DATE}</CreateDate></member></AccessKeyMetadata><IsTruncated>false</IsTruncated></ListAccessKeysResult>`,
    ],
    ["UpdateAccessKey", { AccessKeyId: "own", Status: "Inactive" }, ""],
    ["DeleteAccessKey", { AccessKeyId: "own" }, ""],
    [
      "GetAccessKeyLastUsed",
      { AccessKeyId: "own" },
      `<GetAccessKeyLastUsedResult><UserName>practice</UserName><AccessKeyLastUsed><LastUsedDate>${DATE}</LastUsedDate><ServiceName>iam</ServiceName><Region>us-east-1</Region></AccessKeyLastUsed></GetAccessKeyLastUsedResult>`,
    ],
  ];
  test.each(rows)("%s", async (action, form, inner) => {
    const aws = await start();
    const got = await iam(
      aws,
      action,
      form.AccessKeyId === "own" ? { ...form, AccessKeyId: aws.accessKeyId } : form,
    );
    expect(got).toMatchObject({ status: 200, type: "text/xml" });
    expect(got.body).toMatch(whole(action, inner));
  });

  test("a refusal is IAM's, also at the root address, and what it repeats is escaped", async () => {
    const aws = await start({ faults: [fault("no-iam")] });
    for (const path of ["/iam", "/iam/", "/"]) {
      const got = await send(
        aws,
        { Action: "ListAccessKeys", Version: VERSION, UserName: "<b>&" },
        path,
      );
      expect(got).toMatchObject({ status: 403, type: "text/xml" });
      expect(got.body).toMatch(
        /^<ErrorResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"><Error><Type>Sender<\/Type><Code>AccessDenied<\/Code><Message>[^<]*user &lt;b&gt;&amp; because[^<]*<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>\n$/,
      );
    }
  });
});

test.each([
  [
    { Action: "ListUsers", Version: VERSION },
    "Could not find operation ListUsers for version 2010-05-08",
  ],
  [
    { Action: "CreateAccessKey", Version: "2011-06-15" },
    "Could not find operation CreateAccessKey for version 2011-06-15",
  ],
  [{ Action: "toString", Version: VERSION }, "Could not find operation toString"],
  [{}, "Could not find operation  for version NO_VERSION_SPECIFIED"],
])("%j is no action", async (form, says) => {
  const aws = await start();
  const got = await send(aws, form);
  expect(got.status).toBe(400);
  expect(got.body).toContain(`<Code>InvalidAction</Code><Message>${says}`);
});

test("a signature for another service does not open IAM, and a look-up without keys is answered as AWS answers", async () => {
  const aws = await start();
  const misdirected = await send(aws, { Action: "ListAccessKeys", Version: VERSION }, "/sts");
  expect(misdirected).toMatchObject({
    status: 403,
    body: expect.stringContaining("Credential should be scoped to correct service: 'sts'."),
  });
  const lookedUp = await fetch(aws.endpoints.iam);
  expect([lookedUp.status, await lookedUp.text()]).toEqual([
    403,
    expect.stringContaining("<Code>MissingAuthenticationToken</Code>"),
  ]);
  expect(aws.log.at(-1)).toEqual({
    service: "iam",
    operation: null,
    keyId: null,
    status: 403,
    code: "MissingAuthenticationToken",
  });
});

test("the two keys of a user are all, however many ask at once", async () => {
  const aws = await start();
  const statuses = (
    await Promise.all(Array.from({ length: 8 }, () => iam(aws, "CreateAccessKey")))
  ).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
});

test("where the line is broken, nothing is done and no answer counts as lost", async () => {
  const aws = await start({ faults: [fault("lost-answer=create"), fault("captive-portal")] });
  expect(await iam(aws, "CreateAccessKey")).toMatchObject({
    status: 200,
    type: "text/html; charset=utf-8",
  });
  expect(aws.accounts.keysOf(aws.accounts.find(aws.accessKeyId)!.owner)).toHaveLength(1);
});
