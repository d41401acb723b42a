/** The practice AWS judged by a client that nobody here wrote: boto3. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { FAULTS } from "../../src/practice/faults.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { fault, start } from "../practice/start.js";
import { faultsOf, ROWS, type Expected } from "./practice-answers.js";
import { childEnv, pythonWithBoto3 } from "./python.js";

const python = pythonWithBoto3();
const SERVICES = ["sts", "mturk"] as const;
type ServiceName = (typeof SERVICES)[number];

interface Told {
  readonly kind: string;
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly turkErrorCode?: string | null;
  readonly answer?: Readonly<Record<string, string>>;
}

interface Task {
  readonly service: ServiceName;
  readonly endpoint: string;
  readonly id: string;
  readonly secret: string;
  readonly token?: string;
  readonly region?: string;
  /** How long boto3 waits for an answer, in seconds; default: as long as it takes. */
  readonly patience?: number;
}

describe.skipIf(python === null)("boto3 against the practice AWS", () => {
  let child: ChildProcessWithoutNullStreams;
  let lines: AsyncIterator<string>;
  let complaints = "";

  beforeAll(() => {
    child = spawn(python!, [fileURLToPath(new URL("practice-boto3.py", import.meta.url))], {
      env: childEnv(),
    });
    child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
    lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  });

  afterAll(() => child.kill());

  async function ask(task: Task): Promise<Told> {
    child.stdin.write(`${JSON.stringify(task)}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error(`boto3's process ended: ${complaints}`);
    return JSON.parse(line.value) as Told;
  }

  const taskFor = (aws: PracticeAws, service: ServiceName, change: Partial<Task> = {}): Task => ({
    service,
    endpoint: aws.endpoints[service],
    id: aws.accessKeyId,
    secret: aws.secretAccessKey.reveal(),
    ...change,
  });

  function judge(service: ServiceName, told: Told, expected: Expected): void {
    const field = service === "sts" ? "Account" : "AvailableBalance";
    if (expected === "ok") {
      expect(told).toMatchObject({ kind: "ok", status: 200 });
      expect(told.answer?.[field]).toMatch(service === "sts" ? /^\d{12}$/ : /^\d+\.\d\d$/);
      expect(told.requestId).toMatch(/^[0-9a-f-]{36}$/);
    } else if (expected === "line") {
      expect(told.kind).toMatch(/^(ConnectionClosedError|ReadTimeoutError)$/);
    } else if (expected === "page") {
      // botocore reads some pages as a success without content, and others as an error without
      // AWS's marks.
      expect(told.answer?.[field]).toBeUndefined();
      expect(told.requestId ?? null).toBeNull();
    } else {
      expect(told).toMatchObject({ code: expected.code, status: expected.status });
      expect(told.turkErrorCode ?? null).toBe(
        expected.turk ?? (expected.code === "ServiceFault" ? "AWS.ServiceUnavailable" : null),
      );
      expect(told.message).toMatch(expected.says ?? /./);
      expect(told.requestId).toMatch(/^[0-9a-f-]{36}$/);
    }
  }

  test.each(ROWS)("faults “$faults”: STS $sts, MTurk $mturk", async (row) => {
    const aws = await start({ faults: faultsOf(row) });
    for (const service of SERVICES)
      judge(
        service,
        await ask(taskFor(aws, service, row[service] === "line" ? { patience: 1 } : {})),
        row[service],
      );
  });

  test("every fault has a row", () => {
    const rows = ROWS.flatMap((row) => faultsOf(row).map(({ name }) => name));
    expect(FAULTS.map(({ name }) => name).filter((name) => !rows.includes(name))).toEqual([]);
  });

  test("the root address, and addresses with a closing slash, serve both services", async () => {
    const aws = await start();
    for (const service of SERVICES) {
      for (const endpoint of [aws.url, `${aws.url}/`, `${aws.endpoints[service]}/`])
        judge(service, await ask(taskFor(aws, service, { endpoint })), "ok");
    }
  });

  test("a right signature is needed: wrong secret, wrong id, swapped pair, wrong region, a token that does not belong", async () => {
    const aws = await start();
    const secret = aws.secretAccessKey.reveal();
    const cases: readonly (readonly [Partial<Task>, string, string])[] = [
      [
        { secret: `${secret.slice(0, -1)}${secret.endsWith("a") ? "b" : "a"}` },
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
      ],
      [{ secret: `${secret}\n` }, "SignatureDoesNotMatch", "InvalidSignatureException"],
      [{ id: "AKIAIOSFODNN7EXAMPLE" }, "InvalidClientTokenId", "UnrecognizedClientException"],
      [
        { id: secret, secret: aws.accessKeyId },
        "IncompleteSignature",
        "IncompleteSignatureException",
      ],
      [{ region: "us-west-2" }, "SignatureDoesNotMatch", "InvalidSignatureException"],
      [{ token: "a-made-up-token" }, "InvalidClientTokenId", "UnrecognizedClientException"],
    ];
    for (const [change, stsCode, mturkCode] of cases) {
      expect(await ask(taskFor(aws, "sts", change))).toMatchObject({ code: stsCode });
      expect(await ask(taskFor(aws, "mturk", change))).toMatchObject({ code: mturkCode });
    }
    const echoed = await ask(taskFor(aws, "sts", { id: secret, secret: "x" }));
    expect(echoed.message).toContain(secret);
    expect(JSON.stringify(aws.log)).not.toContain(secret);
  });

  test("temporary keys pass with their token until they run out; root may do everything", async () => {
    const aws = await start();
    const token = new Secret("FwoGZXIvYXdzEXAMPLE/+==");
    const user = aws.accounts.find(aws.accessKeyId)!.owner;
    const good = aws.accounts.issueKey(user, Date.now(), {
      session: { token, expiresAt: Date.now() + 3_600_000 },
    });
    const old = aws.accounts.issueKey(user, Date.now(), {
      session: { token, expiresAt: Date.now() - 1000 },
    });
    const pair = (key: typeof good): Partial<Task> => ({
      id: key.accessKeyId,
      secret: key.secretAccessKey.reveal(),
    });
    for (const service of SERVICES) {
      judge(
        service,
        await ask(taskFor(aws, service, { ...pair(good), token: token.reveal() })),
        "ok",
      );
      expect((await ask(taskFor(aws, service, pair(good)))).code).toMatch(
        /InvalidClientTokenId|UnrecognizedClient/,
      );
      expect(
        (await ask(taskFor(aws, service, { ...pair(old), token: token.reveal() }))).code,
      ).toMatch(/ExpiredToken/);
    }
    const root = aws.accounts.issueKey(aws.accounts.addRoot(), Date.now());
    judge("mturk", await ask(taskFor(aws, "mturk", pair(root))), "ok");
    expect((await ask(taskFor(aws, "sts", pair(root)))).answer).toMatchObject({
      Arn: "arn:aws:iam::123456789012:root",
      UserId: "123456789012",
    });
  });

  test("setFaults counts from now on, also for a client that is connected", async () => {
    const aws = await start({ faults: [fault("not-linked")] });
    const mturk = taskFor(aws, "mturk");
    expect(await ask(mturk)).toMatchObject({ turkErrorCode: "AWS.AccountNotLinked" });
    aws.setFaults([fault("not-10000")]);
    expect(await ask(mturk)).toMatchObject({ kind: "ok", answer: { AvailableBalance: "25.50" } });
    aws.setFaults([]);
    expect(await ask(mturk)).toMatchObject({
      kind: "ok",
      answer: { AvailableBalance: "10000.00" },
    });
  });
});
