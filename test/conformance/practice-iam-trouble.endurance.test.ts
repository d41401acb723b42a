/**
 * IAM of the practice AWS judged by boto3: what it delays, loses and says when something is broken
 * on purpose.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULTS } from "../../src/practice/faults.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { fault, HandClock, start } from "../practice/start.js";
import {
  Boto3,
  firstPair,
  type Operation,
  type Pair,
  type Parameters,
  type Told,
} from "./practice-iam-boto3.js";
import { pythonWithBoto3 } from "./python.js";

const python = pythonWithBoto3();
const ID = "AKIAIOSFODNN7EXAMPLE";

describe.skipIf(python === null)("boto3 against a practice IAM in trouble", () => {
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

  describe("while the services do not agree", () => {
    const good = async (call: Promise<Told>): Promise<boolean> => (await call).kind === "ok";
    /** Six times each: STS, MTurk, IAM. */
    const pattern = async (aws: PracticeAws, pair: Pair): Promise<boolean[][]> => {
      const seen: boolean[][] = [[], [], []];
      for (let n = 0; n < 6; n += 1) {
        seen[0]!.push(await good(boto3.identity(aws, pair)));
        seen[1]!.push(await good(boto3.balance(aws, pair)));
        seen[2]!.push(await good(boto3.iam(aws, "list_access_keys", {}, pair)));
      }
      return seen;
    };
    const all = (value: boolean): boolean[][] => [1, 2, 3].map(() => Array<boolean>(6).fill(value));
    const now = [false, true, false, true, false, true];
    const then = [false, false, true, false, false, true];
    const opposite = (seen: readonly boolean[]): boolean[] => seen.map((one) => !one);
    const appearing = [now, then, then];
    const vanishing = appearing.map(opposite);

    test("iam-delay: a key that IAM made, switched or deleted; the first key is left alone", async () => {
      const clock = new HandClock();
      const aws = await start({ clock, faults: [fault("iam-delay=20")] });
      expect(await pattern(aws, firstPair(aws))).toEqual(all(true));
      const young = made(await boto3.iam(aws, "create_access_key"));
      expect(await pattern(aws, young)).toEqual(appearing);
      clock.time += 20_000;
      expect(await pattern(aws, young)).toEqual(all(true));

      const change = async (operation: Operation, parameters: Parameters = {}): Promise<void> => {
        clock.time += 1000;
        expect(
          await boto3.iam(aws, operation, { AccessKeyId: aws.accessKeyId, ...parameters }, young),
        ).toMatchObject({ kind: "ok" });
      };
      await change("update_access_key", { Status: "Inactive" });
      expect(await listed(aws, {}, young)).toContainEqual([aws.accessKeyId, "Inactive"]);
      expect(await pattern(aws, firstPair(aws))).toEqual(vanishing);
      clock.time += 20_000;
      expect(await pattern(aws, firstPair(aws))).toEqual(all(false));
      await change("update_access_key", { Status: "Active" });
      expect(await pattern(aws, firstPair(aws))).toEqual(appearing);
      clock.time += 20_000;
      await change("delete_access_key");
      expect(await listed(aws, {}, young)).toEqual([[young.id, "Active"]]);
      expect(await pattern(aws, firstPair(aws))).toEqual(vanishing);
      clock.time += 20_000;
      expect(await pattern(aws, firstPair(aws))).toEqual(all(false));
    });

    test("propagation: the same, the first key included; and keys of old do not come back", async () => {
      const clock = new HandClock();
      const aws = await start({ clock });
      const gone = made(await boto3.iam(aws, "create_access_key"));
      expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: gone.id })).toMatchObject({
        kind: "ok",
      });
      clock.time += 60_000;
      aws.setFaults([fault("propagation=20")]);
      expect(await pattern(aws, firstPair(aws))).toEqual(appearing);
      expect(await pattern(aws, gone)).toEqual(all(false));
      clock.time += 20_000;
      const young = made(await boto3.iam(aws, "create_access_key"));
      expect(await pattern(aws, young)).toEqual(appearing);
      expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: young.id })).toMatchObject({
        kind: "ok",
      });
      expect(await pattern(aws, young)).toEqual(vanishing);
      clock.time += 20_000;
      expect(await pattern(aws, young)).toEqual(all(false));
    });
  });

  describe("answers that are lost", () => {
    const lost = { kind: "ConnectionClosedError" };

    test("lost-answer=create: the key is made, its secret unknown; once only, until the faults are set again", async () => {
      const aws = await start({ faults: [fault("lost-answer=create")] });
      expect(await boto3.iam(aws, "create_access_key")).toMatchObject(lost);
      expect(aws.log.at(-1)).toEqual({
        service: "iam",
        operation: "CreateAccessKey",
        keyId: aws.accessKeyId,
        status: null,
        code: null,
      });
      const orphan =
        (await listed(aws)).map(([id]) => id).find((id) => id !== aws.accessKeyId) ?? "";
      expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: orphan })).toMatchObject({
        kind: "ok",
      });
      const second = made(await boto3.iam(aws, "create_access_key"));
      expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: second.id })).toMatchObject({
        kind: "ok",
      });
      aws.setFaults([fault("lost-answer=create")]);
      expect(await boto3.iam(aws, "create_access_key")).toMatchObject(lost);
      expect(await listed(aws)).toHaveLength(2);
    });

    test("a client that tries again makes another key, and then is told that there are two", async () => {
      const aws = await start({ faults: [fault("lost-answers=create")] });
      expect(
        await boto3.iam(aws, "create_access_key", {}, firstPair(aws), { retries: 3 }),
      ).toMatchObject({ code: "LimitExceeded" });
      expect(await listed(aws)).toHaveLength(2);
      expect(
        aws.log
          .filter(({ operation }) => operation === "CreateAccessKey")
          .map(({ status }) => status),
      ).toEqual([null, 409]);
    });

    test("lost-answer=update and =delete: done all the same; a refusal arrives", async () => {
      const aws = await start({
        faults: [fault("lost-answer=update"), fault("lost-answer=delete")],
      });
      const { id } = made(await boto3.iam(aws, "create_access_key"));
      expect(
        await boto3.iam(aws, "update_access_key", { AccessKeyId: ID, Status: "Inactive" }),
      ).toMatchObject({ code: "NoSuchEntity" });
      expect(
        await boto3.iam(aws, "update_access_key", { AccessKeyId: id, Status: "Inactive" }),
      ).toMatchObject(lost);
      expect(await listed(aws)).toContainEqual([id, "Inactive"]);
      expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: id })).toMatchObject(lost);
      expect(await boto3.iam(aws, "delete_access_key", { AccessKeyId: id })).toMatchObject({
        code: "NoSuchEntity",
      });
    });
  });

  /** ListAccessKeys under every fault: `line`: no answer; `page`: an answer that is not IAM's. */
  const underFaults: readonly (readonly [
    string,
    "ok" | "line" | "page" | readonly [string, number],
  ])[] = [
    ...[
      "",
      "not-linked",
      "no-policy",
      "scp-deny",
      "clock-skew=600",
      "closed=reset",
      "account-inactive",
      "throttle=sts",
      "aws-fault=mturk",
      "slow=0.2",
    ].map((text) => [text, "ok"] as const),
    ...[
      "silent=mturk",
      "not-10000",
      "second-secret",
      "quota",
      "iam-delay=60",
      "lost-answer=update",
      "lost-answers=delete",
      "repeated-key",
    ].map((text) => [text, "ok"] as const),
    ...["unknown-key", "key-inactive", "propagation=60"].map(
      (text) => [text, ["InvalidClientTokenId", 403]] as const,
    ),
    ...["wrong-secret", "clock-skew=1200", "wrong-region"].map(
      (text) => [text, ["SignatureDoesNotMatch", 403]] as const,
    ),
    ...["no-iam", "iam-deny"].map((text) => [text, ["AccessDenied", 403]] as const),
    ...["throttle", "throttle=iam"].map((text) => [text, ["Throttling", 400]] as const),
    ...["aws-fault", "aws-fault=iam"].map((text) => [text, ["InternalFailure", 500]] as const),
    ["session-expired", ["ExpiredToken", 403]],
    ["echo-secret", ["IncompleteSignature", 400]],
    ...["offline", "silent", "silent=iam"].map((text) => [text, "line"] as const),
    ...["captive-portal", "html-403"].map((text) => [text, "page"] as const),
  ];
  test.each(underFaults)("fault “%s”: %j", async (text, expected) => {
    const aws = await start({ faults: text === "" ? [] : [fault(text)] });
    const told = await boto3.iam(
      aws,
      "list_access_keys",
      {},
      firstPair(aws),
      expected === "line" ? { patience: 1 } : {},
    );
    if (expected === "ok")
      expect(told.answer?.AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId)).toContain(
        aws.accessKeyId,
      );
    else if (expected === "line")
      expect(told.kind).toMatch(/^(ConnectionClosedError|ReadTimeoutError)$/);
    else if (expected === "page")
      expect([told.answer?.AccessKeyMetadata, told.requestId ?? null]).toEqual([undefined, null]);
    else
      expect(told).toMatchObject({
        code: expected[0],
        status: expected[1],
        type: expected[1] === 500 ? "Receiver" : "Sender",
      });
  });

  test("every fault stands there", () => {
    const names = underFaults.map(([text]) => text.split("=")[0]);
    expect(FAULTS.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([]);
  });
});
