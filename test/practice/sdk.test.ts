/**
 * The practice AWS as the JavaScript SDK sees it: the exceptions it throws for AWS's answers, and
 * what it makes of others'.
 */
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { PATIENCE_MS } from "../harness/patience.js";
import { fault, HandClock, start } from "./start.js";

// Read by the SDK when the first client is made; its notice about Node's age belongs to no test.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const { GetAccountBalanceCommand, MTurkClient, MTurkServiceException, RequestError, ServiceFault } =
  await import("@aws-sdk/client-mturk");
const { GetCallerIdentityCommand, STSClient, STSServiceException } =
  await import("@aws-sdk/client-sts");

interface Pair {
  readonly id?: string;
  readonly secret?: string;
  readonly maxAttempts?: number;
  readonly token?: string;
  /** How long it waits for an answer, in ms; default: as long as it takes. */
  readonly patienceMs?: number;
}

const configure = (endpoint: string, aws: PracticeAws, pair: Pair) => ({
  endpoint,
  region: "us-east-1",
  maxAttempts: pair.maxAttempts ?? 1,
  credentials: {
    accessKeyId: pair.id ?? aws.accessKeyId,
    secretAccessKey: pair.secret ?? aws.secretAccessKey.reveal(),
    ...(pair.token === undefined ? {} : { sessionToken: pair.token }),
  },
  requestHandler: { requestTimeout: pair.patienceMs ?? PATIENCE_MS, throwOnRequestTimeout: true },
});

const caught = (error: unknown): Thrown => error as Thrown;
const identity = (aws: PracticeAws, pair: Pair = {}) =>
  new STSClient(configure(aws.endpoints.sts, aws, pair)).send(new GetCallerIdentityCommand({}));
const balance = (aws: PracticeAws, pair: Pair = {}) =>
  new MTurkClient(configure(aws.endpoints.mturk, aws, pair)).send(new GetAccountBalanceCommand({}));

/** What the SDK's exceptions have at run time; their typings promise less and more. */
type Thrown = Error & {
  readonly code?: string;
  readonly TurkErrorCode?: string;
  readonly $fault?: string;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
    readonly clockSkewCorrected?: boolean;
  };
};

test("success: twelve digits, an ARN, 10000.00", async () => {
  const aws = await start();
  expect(await identity(aws)).toMatchObject({
    Account: "123456789012",
    Arn: "arn:aws:iam::123456789012:user/practice",
    UserId: expect.stringMatching(/^AIDA[A-Z2-7]{10}EXAMPLE$/),
  });
  expect(await balance(aws)).toMatchObject({
    AvailableBalance: "10000.00",
    $metadata: { httpStatusCode: 200, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

describe("exceptions of MTurk", () => {
  const rows = [
    [
      "not-linked",
      RequestError,
      "RequestError",
      { TurkErrorCode: "AWS.AccountNotLinked", $fault: "client" },
      400,
    ],
    [
      "aws-fault",
      ServiceFault,
      "ServiceFault",
      { TurkErrorCode: "AWS.ServiceUnavailable", $fault: "server" },
      500,
    ],
    [
      "unknown-key",
      MTurkServiceException,
      "UnrecognizedClientException",
      { $fault: "client" },
      400,
    ],
    ["wrong-secret", MTurkServiceException, "InvalidSignatureException", { $fault: "client" }, 400],
    ["no-policy", MTurkServiceException, "AccessDeniedException", { $fault: "client" }, 400],
    ["throttle", MTurkServiceException, "ThrottlingException", { $fault: "client" }, 400],
    ["closed=410", MTurkServiceException, "Unknown", { $fault: "client" }, 410],
    ["closed=403", SyntaxError, "SyntaxError", {}, 403],
    ["closed=html", SyntaxError, "SyntaxError", {}, 200],
    ["html-403", SyntaxError, "SyntaxError", {}, 403],
    ["captive-portal", SyntaxError, "SyntaxError", {}, 200],
  ] as const;
  test.each(rows)("%s", async (text, type, name, more, status) => {
    const aws = await start({ faults: [fault(text)] });
    const thrown = await balance(aws).catch(caught);
    expect(thrown).toBeInstanceOf(type);
    expect(thrown).toMatchObject({ name, ...more, $metadata: { httpStatusCode: status } });
  });
});

describe("exceptions of STS", () => {
  const rows = [
    ["unknown-key", "InvalidClientTokenId", 403],
    ["wrong-secret", "SignatureDoesNotMatch", 403],
    ["echo-secret", "IncompleteSignature", 400],
    ["throttle", "Throttling", 400],
    ["aws-fault", "InternalFailure", 500],
    ["html-403", "Unknown", 403],
  ] as const;
  test.each(rows)("%s", async (text, name, status) => {
    const aws = await start({ faults: [fault(text)] });
    const thrown = await identity(aws).catch(caught);
    expect(thrown).toBeInstanceOf(STSServiceException);
    expect(thrown).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });

  test("a captive portal passes for a success without content", async () => {
    const aws = await start({ faults: [fault("captive-portal")] });
    const answer = await identity(aws);
    expect(answer.Account).toBeUndefined();
    expect(answer.$metadata.requestId).toBeUndefined();
  });
});

describe("the line", () => {
  test.each(["offline", "closed=reset"])(
    "%s is a reset, which the SDK calls a timeout",
    async (text) => {
      const aws = await start({ faults: [fault(text)] });
      expect(await balance(aws).catch(caught)).toMatchObject({
        name: "TimeoutError",
        code: "ECONNRESET",
      });
    },
  );

  test("silence is a timeout", async () => {
    const aws = await start({ faults: [fault("silent=mturk")] });
    expect(await identity(aws)).toMatchObject({ Account: "123456789012" });
    expect(await balance(aws, { patienceMs: 300 }).catch(caught)).toMatchObject({
      name: "TimeoutError",
      code: "ETIMEDOUT",
    });
    expect(aws.log.at(-1)).toMatchObject({
      service: "mturk",
      operation: "GetAccountBalance",
      status: null,
    });
  });
});

describe("the clock", () => {
  test.each([1200, -1200])(
    "%i s: refused once; the SDK reads the Date header and is then accepted",
    async (seconds) => {
      const aws = await start({ faults: [fault(`clock-skew=${seconds}`)] });
      const once = await balance(aws).catch(caught);
      expect(once).toMatchObject({
        name: "InvalidSignatureException",
        $metadata: { clockSkewCorrected: true },
      });
      expect(await balance(aws, { maxAttempts: 2 })).toMatchObject({
        AvailableBalance: "10000.00",
        $metadata: { attempts: 2 },
      });
      expect(await identity(aws, { maxAttempts: 2 })).toMatchObject({ Account: "123456789012" });
    },
  );
});

describe("what AWS remembers between requests", () => {
  const settle = async (call: () => Promise<unknown>): Promise<boolean> =>
    call().then(
      () => true,
      () => false,
    );

  test("a new key becomes known to each service on its own, and not once for all", async () => {
    const clock = new HandClock();
    const aws = await start({ clock, faults: [fault("propagation=20")] });
    const seen: boolean[][] = [[], []];
    for (let n = 0; n < 6; n += 1) {
      seen[0]?.push(await settle(() => identity(aws)));
      seen[1]?.push(await settle(() => balance(aws)));
    }
    expect(seen).toEqual([
      [false, true, false, true, false, true],
      [false, false, true, false, false, true],
    ]);
    clock.time += 20_000;
    expect([await settle(() => identity(aws)), await settle(() => balance(aws))]).toEqual([
      true,
      true,
    ]);
    // A key made later is new on its own account.
    const later = aws.accounts.issueKey(aws.accounts.find(aws.accessKeyId)!.owner, clock.now());
    const pair = { id: later.accessKeyId, secret: later.secretAccessKey.reveal() };
    expect([await settle(() => identity(aws)), await settle(() => identity(aws, pair))]).toEqual([
      true,
      false,
    ]);
  });

  test.each([
    [1000, [false, false, true]],
    [5000, [false, true, true]],
  ])("second-secret: the right secret %i ms after a wrong one", async (pause, expected) => {
    const clock = new HandClock();
    const aws = await start({ clock, faults: [fault("second-secret")] });
    const wrong = await settle(() => identity(aws, { secret: "made-up-wrong-secret" }));
    clock.time += pause;
    expect([wrong, await settle(() => identity(aws)), await settle(() => identity(aws))]).toEqual(
      expected,
    );
    expect(await settle(() => balance(aws))).toBe(true);
  });

  test("without that fault the right secret passes at once", async () => {
    const aws = await start();
    expect(await settle(() => identity(aws, { secret: "made-up-wrong-secret" }))).toBe(false);
    expect(await settle(() => identity(aws))).toBe(true);
  });

  test("when a key was last used, and for what; refused requests do not count", async () => {
    const clock = new HandClock();
    const aws = await start({ clock });
    await settle(() => identity(aws, { secret: "made-up-wrong-secret" }));
    expect(aws.accounts.find(aws.accessKeyId)?.lastUsed).toBeNull();
    await balance(aws);
    expect(aws.accounts.find(aws.accessKeyId)?.lastUsed).toEqual({
      at: clock.time,
      service: "mturk",
      region: "us-east-1",
    });
  });
});

test("keys: switched off, removed, and the linking of the account, all take effect at once", async () => {
  const aws = await start({ linked: false });
  expect(await balance(aws).catch(caught)).toMatchObject({ TurkErrorCode: "AWS.AccountNotLinked" });
  aws.accounts.linked = true;
  expect(await balance(aws)).toMatchObject({ AvailableBalance: "10000.00" });
  aws.accounts.setStatus(aws.accessKeyId, "Inactive");
  expect(await identity(aws).catch(caught)).toMatchObject({ name: "InvalidClientTokenId" });
  aws.accounts.setStatus(aws.accessKeyId, "Active");
  expect(await identity(aws)).toMatchObject({ Account: "123456789012" });
  aws.accounts.removeKey(aws.accessKeyId);
  expect(await identity(aws).catch(caught)).toMatchObject({ name: "InvalidClientTokenId" });
});

test("the first key can be given", async () => {
  const secretAccessKey = new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  const aws = await start({ key: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey } });
  expect(
    await identity(aws, { id: "AKIAIOSFODNN7EXAMPLE", secret: secretAccessKey.reveal() }),
  ).toMatchObject({ Account: "123456789012" });
});
