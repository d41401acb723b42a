/** IAM of the practice AWS judged by boto3: what its five calls do, and to whom it allows them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { OWN_KEYS, type Statement } from "../../src/practice/accounts.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { fault, HandClock, start } from "../practice/start.js";
import {
  Boto3,
  firstPair,
  pairOf,
  type Operation,
  type Pair,
  type Parameters,
  type Told,
} from "./practice-iam-boto3.js";
import { pythonWithBoto3 } from "./python.js";

const python = pythonWithBoto3();
const DAY_MS = 86_400_000;
const AT_ALL: Statement = { effect: "Allow", actions: ["iam:*"], from: "identity" };
const INVALID = {
  code: "InvalidClientTokenId",
  status: 403,
  message: "The security token included in the request is invalid.",
};
const ME = "User: arn:aws:iam::123456789012:user/practice is not authorized to perform: ";

describe.skipIf(python === null)("boto3 against the practice IAM", () => {
  let boto3: Boto3;
  beforeAll(() => void (boto3 = new Boto3(python!)));
  afterAll(() => boto3.stop());

  const made = (told: Told): Pair => ({
    id: told.answer?.AccessKey?.AccessKeyId ?? "",
    secret: told.answer?.AccessKey?.SecretAccessKey ?? "",
  });
  const listed = async (
    aws: PracticeAws,
    parameters: Parameters = {},
    pair = firstPair(aws),
  ): Promise<readonly (readonly [string, string])[]> => {
    const told = await boto3.iam(aws, "list_access_keys", parameters, pair);
    return (told.answer?.AccessKeyMetadata ?? []).map(({ AccessKeyId, Status }) => [
      AccessKeyId,
      Status,
    ]);
  };

  test("a rotation: a second key, the first one off, seen to be refused, on again, off, deleted", async () => {
    const aws = await start();
    const old = firstPair(aws);
    const before = Date.now();
    const answer = await boto3.iam(aws, "create_access_key");
    expect(answer).toMatchObject({
      kind: "ok",
      status: 200,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(answer.answer?.AccessKey).toMatchObject({ UserName: "practice", Status: "Active" });
    const young = made(answer);
    expect(young.id).toMatch(/^AKIAI[A-Z2-7]{8,15}$/);
    expect(young.secret).toMatch(/^[A-Za-z0-9/+]{40}$/);
    expect(Date.parse(answer.answer?.AccessKey?.CreateDate ?? "")).toBeGreaterThan(before - 1000);
    expect(Date.parse(answer.answer?.AccessKey?.CreateDate ?? "")).toBeLessThanOrEqual(Date.now());
    expect(await boto3.iam(aws, "list_access_keys")).toMatchObject({
      answer: { IsTruncated: false },
    });
    expect(await listed(aws)).toEqual([
      [old.id, "Active"],
      [young.id, "Active"],
    ]);
    expect(await boto3.identity(aws, young)).toMatchObject({
      answer: { Arn: "arn:aws:iam::123456789012:user/practice" },
    });
    expect(await boto3.balance(aws, young)).toMatchObject({
      answer: { AvailableBalance: "10000.00" },
    });

    const switching = (status: string): Promise<Told> =>
      boto3.iam(aws, "update_access_key", { AccessKeyId: old.id, Status: status }, young);
    expect(await switching("Inactive")).toMatchObject({ kind: "ok", status: 200, answer: {} });
    expect(await listed(aws, {}, young)).toEqual([
      [old.id, "Inactive"],
      [young.id, "Active"],
    ]);
    expect(await boto3.identity(aws, old)).toMatchObject(INVALID);
    expect(await boto3.iam(aws, "list_access_keys", {}, old)).toMatchObject(INVALID);
    expect(await boto3.balance(aws, old)).toMatchObject({
      code: "UnrecognizedClientException",
      status: 400,
    });
    expect(await switching("Active")).toMatchObject({ kind: "ok" });
    expect(await boto3.balance(aws, old)).toMatchObject({ kind: "ok" });
    expect(await switching("Inactive")).toMatchObject({ kind: "ok" });

    expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: old.id }, young)).toMatchObject(
      { kind: "ok", status: 200 },
    );
    expect(await listed(aws, {}, young)).toEqual([[young.id, "Active"]]);
    expect(await boto3.identity(aws, old)).toMatchObject(INVALID);
    const gone = {
      code: "NoSuchEntity",
      type: "Sender",
      status: 404,
      message: `The Access Key with id ${old.id} cannot be found.`,
    };
    expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: old.id }, young)).toMatchObject(
      gone,
    );
    expect(await switching("Active")).toMatchObject(gone);
    expect(aws.log.map(({ operation }) => operation)).toContain("DeleteAccessKey");
    expect(JSON.stringify(aws.log)).not.toContain(young.secret);
  });

  test("a key may switch itself off, and then nothing goes any more", async () => {
    const aws = await start();
    expect(
      await boto3.iam(aws, "update_access_key", {
        AccessKeyId: aws.accessKeyId,
        Status: "Inactive",
      }),
    ).toMatchObject({ kind: "ok" });
    expect(
      await boto3.iam(aws, "update_access_key", { AccessKeyId: aws.accessKeyId, Status: "Active" }),
    ).toMatchObject(INVALID);
  });

  test.each([
    ["quota", "Active"],
    ["quota=active", "Active"],
    ["quota=inactive", "Inactive"],
  ])("%s: both keys there are count, and the older may go", async (text, status) => {
    const clock = new HandClock();
    const aws = await start({ clock, faults: [fault(text)] });
    const keys = await listed(aws);
    expect(keys).toEqual([
      [expect.stringMatching(/^AKIAIEXAMPLE[A-Z2-7]{8}$/), status],
      [aws.accessKeyId, "Active"],
    ]);
    const full = {
      code: "LimitExceeded",
      type: "Sender",
      status: 409,
      message: "Cannot exceed quota for AccessKeysPerUser: 2",
    };
    expect(await boto3.iam(aws, "create_access_key")).toMatchObject(full);
    expect(await listed(aws)).toEqual(keys);
    const older = keys[0]![0];
    const used = await boto3.iam(aws, "get_access_key_last_used", { AccessKeyId: older });
    expect(used.answer).toMatchObject({
      UserName: "practice",
      AccessKeyLastUsed: { ServiceName: "mturk-requester", Region: "us-east-1" },
    });
    expect(Date.parse(used.answer?.AccessKeyLastUsed?.LastUsedDate ?? "")).toBe(
      Math.trunc((clock.time - 90 * DAY_MS) / 1000) * 1000,
    );
    expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: older })).toMatchObject({
      kind: "ok",
    });
    expect(await boto3.iam(aws, "create_access_key")).toMatchObject({ kind: "ok" });
    aws.setFaults([fault(text)]);
    expect(await listed(aws)).toHaveLength(2);
  });

  test("what a key was last used for; never used; nobody's", async () => {
    const clock = new HandClock();
    const aws = await start({ clock });
    const other = made(await boto3.iam(aws, "create_access_key"));
    const ask = (id: string): Promise<Told> =>
      boto3.iam(aws, "get_access_key_last_used", { AccessKeyId: id });
    expect((await ask(other.id)).answer).toEqual({
      UserName: "practice",
      AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A" },
    });
    const uses = [
      [() => boto3.identity(aws, other), "sts"],
      [() => boto3.balance(aws, other), "mturk-requester"],
      [() => boto3.iam(aws, "list_access_keys", {}, other), "iam"],
    ] as const;
    for (const [use, service] of uses) {
      clock.time += 60_000;
      await use();
      const told = (await ask(other.id)).answer?.AccessKeyLastUsed;
      expect(told).toMatchObject({ ServiceName: service, Region: "us-east-1" });
      expect(Date.parse(told?.LastUsedDate ?? "")).toBe(Math.trunc(clock.time / 1000) * 1000);
    }
    const nobodys = `${ME.slice(0, -2)} iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE`;
    expect(await ask("AKIAIOSFODNN7EXAMPLE")).toMatchObject({
      code: "AccessDenied",
      status: 403,
      message: nobodys,
    });
  });

  describe("policies", () => {
    const calls: readonly (readonly [Operation, string, Parameters])[] = [
      ["create_access_key", "iam:CreateAccessKey", {}],
      ["list_access_keys", "iam:ListAccessKeys", {}],
      [
        "update_access_key",
        "iam:UpdateAccessKey",
        { AccessKeyId: "AKIAIOSFODNN7EXAMPLE", Status: "Inactive" },
      ],
      ["delete_access_key", "iam:DeleteAccessKey", { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }],
      ["get_access_key_last_used", "iam:GetAccessKeyLastUsed", {}],
    ];

    test.each(calls)(
      "%s: not allowed, denied, forbidden for another user",
      async (operation, action, parameters) => {
        const aws = await start({ faults: [fault("no-iam")] });
        const own =
          operation === "get_access_key_last_used" ? { AccessKeyId: aws.accessKeyId } : parameters;
        const colleague = aws.accounts.addUser("colleague");
        const theirs = aws.accounts.issueKey(colleague, Date.now());
        const other =
          operation === "get_access_key_last_used"
            ? { AccessKeyId: theirs.accessKeyId }
            : { ...parameters, UserName: "colleague" };
        const denied = async (given: Parameters, told: string): Promise<void> => {
          expect(await boto3.iam(aws, operation, given)).toMatchObject({
            code: "AccessDenied",
            type: "Sender",
            status: 403,
            message: `${ME}${action} on resource: ${told}`,
          });
        };
        const unallowed = `because no identity-based policy allows the ${action} action`;
        await denied(own, `user practice ${unallowed}`);
        await denied(other, `user colleague ${unallowed}`);
        aws.setFaults([fault("iam-deny")]);
        await denied(own, "user practice with an explicit deny in an identity-based policy");
        aws.setFaults([]);
        await denied(other, `user colleague ${unallowed}`);
        if (operation !== "get_access_key_last_used")
          await denied({ ...parameters, UserName: "nobody" }, `user nobody ${unallowed}`);
        expect(aws.accounts.keysOf(colleague)).toHaveLength(1);
        // The rest of the user's rights is untouched.
        expect(await boto3.identity(aws)).toMatchObject({ kind: "ok" });
        expect(await boto3.balance(aws)).toMatchObject({ kind: "ok" });
      },
    );

    test("whoever may, acts on others by name; a name nobody has is told; another's key without its name is none", async () => {
      const aws = await start();
      const colleague = aws.accounts.addUser("colleague");
      const admin = pairOf(
        aws.accounts.issueKey(aws.accounts.addUser("admin", [AT_ALL]), Date.now()),
      );
      const theirs = made(
        await boto3.iam(aws, "create_access_key", { UserName: "colleague" }, admin),
      );
      expect(aws.accounts.find(theirs.id)?.owner.arn).toBe(colleague.arn);
      expect(await listed(aws, { UserName: "colleague" }, admin)).toEqual([[theirs.id, "Active"]]);
      expect(
        await boto3.iam(
          aws,
          "update_access_key",
          { AccessKeyId: theirs.id, Status: "Inactive" },
          admin,
        ),
      ).toMatchObject({ code: "NoSuchEntity", status: 404 });
      expect(
        await boto3.iam(
          aws,
          "update_access_key",
          { UserName: "colleague", AccessKeyId: theirs.id, Status: "Inactive" },
          admin,
        ),
      ).toMatchObject({ kind: "ok" });
      expect(
        await boto3.iam(aws, "get_access_key_last_used", { AccessKeyId: theirs.id }, admin),
      ).toMatchObject({ answer: { UserName: "colleague" } });
      expect(
        await boto3.iam(
          aws,
          "delete_access_key",
          { UserName: "colleague", AccessKeyId: theirs.id },
          admin,
        ),
      ).toMatchObject({ kind: "ok" });
      const nobody = {
        code: "NoSuchEntity",
        type: "Sender",
        status: 404,
        message: "The user with name nobody cannot be found.",
      };
      expect(
        await boto3.iam(aws, "create_access_key", { UserName: "nobody" }, admin),
      ).toMatchObject(nobody);
      expect(await boto3.iam(aws, "create_access_key", { UserName: "root" }, admin)).toMatchObject({
        code: "NoSuchEntity",
      });
    });

    test("the policy for one's own keys also holds when one names oneself, and for each user apart", async () => {
      const aws = await start();
      const other = pairOf(
        aws.accounts.issueKey(aws.accounts.addUser("other", [OWN_KEYS]), Date.now()),
      );
      expect(await listed(aws, { UserName: "practice" })).toEqual([[aws.accessKeyId, "Active"]]);
      expect(await listed(aws, {}, other)).toEqual([[other.id, "Active"]]);
      expect(
        await boto3.iam(aws, "list_access_keys", { UserName: "practice" }, other),
      ).toMatchObject({ code: "AccessDenied" });
    });

    test("root acts on root's own keys, and needs no policy", async () => {
      const aws = await start({ faults: [fault("no-iam"), fault("iam-deny")] });
      const root = pairOf(aws.accounts.issueKey(aws.accounts.addRoot(), Date.now()));
      const second = made(await boto3.iam(aws, "create_access_key", {}, root));
      expect(await listed(aws, {}, root)).toEqual([
        [root.id, "Active"],
        [second.id, "Active"],
      ]);
      expect(await boto3.identity(aws, second)).toMatchObject({
        answer: { Arn: "arn:aws:iam::123456789012:root" },
      });
      expect(await listed(aws, { UserName: "practice" }, root)).toEqual([
        [aws.accessKeyId, "Active"],
      ]);
      expect(await boto3.iam(aws, "create_access_key", {}, root)).toMatchObject({
        code: "LimitExceeded",
      });
      expect(
        await boto3.iam(
          aws,
          "update_access_key",
          { AccessKeyId: root.id, Status: "Inactive" },
          second,
        ),
      ).toMatchObject({ kind: "ok" });
      expect(
        await boto3.iam(aws, "delete_access_key", { AccessKeyId: second.id }, second),
      ).toMatchObject({ kind: "ok" });
    });

    test("temporary keys of a user are unknown to IAM, are not listed and do not count", async () => {
      const aws = await start();
      const token = new Secret("FwoGZXIvYXdzEXAMPLE/+==");
      const owner = aws.accounts.find(aws.accessKeyId)!.owner;
      const key = aws.accounts.issueKey(owner, Date.now(), {
        session: { token, expiresAt: Date.now() + 3_600_000 },
      });
      const pair = { ...pairOf(key), token: token.reveal() };
      expect(await boto3.identity(aws, pair)).toMatchObject({ kind: "ok" });
      expect(await boto3.iam(aws, "list_access_keys", {}, pair)).toMatchObject(INVALID);
      expect(
        await boto3.iam(aws, "delete_access_key", { AccessKeyId: key.accessKeyId }),
      ).toMatchObject({ code: "NoSuchEntity" });
      expect(await boto3.iam(aws, "create_access_key")).toMatchObject({ kind: "ok" });
      expect(await listed(aws)).toHaveLength(2);
    });
  });

  const ID = "AKIAIOSFODNN7EXAMPLE";
  const values: readonly (readonly [Operation, Parameters, string])[] = [
    [
      "update_access_key",
      { AccessKeyId: ID, Status: "Bogus" },
      "Value 'Bogus' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]",
    ],
    ["update_access_key", { AccessKeyId: ID, Status: "inactive" }, "Value 'inactive' at 'status'"],
    ["update_access_key", { AccessKeyId: ID, Status: "Expired" }, "Value 'Expired' at 'status'"],
    [
      "update_access_key",
      { AccessKeyId: ID },
      "Value at 'status' failed to satisfy constraint: Member must not be null",
    ],
    [
      "update_access_key",
      { Status: "Active" },
      "Value at 'accessKeyId' failed to satisfy constraint: Member must not be null",
    ],
    [
      "delete_access_key",
      { AccessKeyId: "short" },
      "Value 'short' at 'accessKeyId' failed to satisfy constraint: Member must have length greater than or equal to 16",
    ],
    [
      "delete_access_key",
      { AccessKeyId: "A".repeat(129) },
      "Member must have length less than or equal to 128",
    ],
    [
      "get_access_key_last_used",
      { AccessKeyId: "AKIA/OSFODNN7EXAMPLE" },
      "Member must satisfy regular expression pattern: [\\w]+",
    ],
    [
      "list_access_keys",
      { UserName: "" },
      "at 'userName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ];
  test.each(values)("%s %j is not even looked at", async (operation, parameters, says) => {
    const aws = await start({ faults: [fault("no-iam")] });
    const told = await boto3.iam(aws, operation, parameters);
    expect(told).toMatchObject({
      code: "ValidationError",
      type: "Sender",
      status: 400,
      message: expect.stringMatching(/^1 validation error detected: /),
    });
    expect(told.message).toContain(says);
  });
});
