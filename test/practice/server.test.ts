/**
 * The server itself: where it listens, what it does with requests that no client of AWS sends, how
 * it ends.
 */
import { createServer, request, type IncomingHttpHeaders } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startPracticeAws } from "../../src/practice/server.js";
import { fault, problem, start } from "./start.js";

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function send(url: string, { method = "GET", headers = {}, body = "" }: Sent = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    call.on("error", reject);
    call.end(body);
  });
}

const TARGET = {
  "x-amz-target": "MTurkRequesterServiceV20170117.GetAccountBalance",
  "content-type": "application/x-amz-json-1.1",
};
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const SIGNED =
  "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=" +
  "0".repeat(64);

describe("where it listens", () => {
  test("on loopback only, on a port of its own", async () => {
    const [one, two] = [await start(), await start()];
    expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(one.url).not.toBe(two.url);
    expect(one.endpoints).toEqual({
      sts: `${one.url}/sts`,
      mturk: `${one.url}/mturk`,
      iam: `${one.url}/iam`,
    });
  });

  test("on the port that is asked for; a port in use is told with a way out", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const told = problem(await startPracticeAws({ port }));
    expect(told).toMatchObject({ code: "usage-wrong", detail: "EADDRINUSE" });
    expect(told.message).toContain(`port ${port}: another program uses it`);
    await new Promise((resolve) => other.close(resolve));
    expect((await start({ port })).url).toBe(`http://127.0.0.1:${port}`);
  });

  test.each([-1, 65_536, 1.5, Number.NaN])("port %d is refused", async (port) => {
    expect(problem(await startPracticeAws({ port })).code).toBe("usage-wrong");
  });
});

describe("a look-up without keys", () => {
  test.each(["GET", "HEAD"])("%s gets an answer of AWS's kind", async (method) => {
    const aws = await start();
    expect(await send(aws.endpoints.sts, { method })).toMatchObject({
      status: 403,
      headers: { "content-type": "text/xml" },
    });
    expect(await send(`${aws.endpoints.mturk}/`, { method })).toMatchObject({
      status: 404,
      headers: { "content-type": "text/xml" },
    });
    expect(await send(aws.url, { method })).toMatchObject({
      status: 404,
      headers: { "content-type": "text/plain; charset=utf-8" },
    });
    expect(
      aws.log.map(({ service, operation, keyId, status }) => [service, operation, keyId, status]),
    ).toEqual([
      ["sts", null, null, 403],
      ["mturk", null, null, 404],
      [null, null, null, 404],
    ]);
  });

  test("a closed MTurk shows in its look-up, and in its alone", async () => {
    const aws = await start({ faults: [fault("closed=410")] });
    expect(await send(aws.endpoints.mturk)).toMatchObject({ status: 410 });
    expect(await send(aws.endpoints.sts)).toMatchObject({ status: 403 });
    expect(await send(aws.url)).toMatchObject({ status: 404 });
    aws.setFaults([fault("closed=reset")]);
    await expect(send(aws.endpoints.mturk)).rejects.toMatchObject({ code: "ECONNRESET" });
    aws.setFaults([fault("captive-portal")]);
    for (const url of [aws.url, ...Object.values(aws.endpoints)])
      expect(await send(url)).toMatchObject({
        status: 200,
        headers: { "content-type": "text/html; charset=utf-8" },
      });
  });
});

describe("requests that no client sends", () => {
  const sts = "Action=GetCallerIdentity&Version=2011-06-15";
  const rows: readonly (readonly [string, string, Sent, number, RegExp])[] = [
    ["unsigned STS", "/", { headers: FORM, body: sts }, 403, /<Code>MissingAuthenticationToken</],
    [
      "unsigned MTurk",
      "/",
      { headers: TARGET, body: "{}" },
      400,
      /"MissingAuthenticationTokenException"/,
    ],
    [
      "another scheme",
      "/sts",
      { headers: { ...FORM, authorization: "Basic eDp5" }, body: sts },
      400,
      /requires 'Credential' parameter\. .*requires 'SignedHeaders' parameter\./,
    ],
    [
      "no date",
      "/sts",
      { headers: { ...FORM, authorization: SIGNED }, body: sts },
      400,
      /requires existence of either a 'X-Amz-Date'/,
    ],
    [
      "a date that is none",
      "/sts",
      { headers: { ...FORM, authorization: SIGNED, "x-amz-date": "yesterday" }, body: sts },
      400,
      /X-Amz-Date/,
    ],
    [
      "another day in the scope",
      "/sts",
      { headers: { ...FORM, authorization: SIGNED, "x-amz-date": "20260102T000000Z" }, body: sts },
      403,
      /'20260101' != '20260102'/,
    ],
    [
      "four parts",
      "/sts",
      {
        headers: {
          ...FORM,
          authorization: SIGNED.replace("/sts/", "/"),
          "x-amz-date": "20260101T000000Z",
        },
        body: sts,
      },
      400,
      /<Code>IncompleteSignature</,
    ],
    [
      "another terminator",
      "/sts",
      {
        headers: {
          ...FORM,
          authorization: SIGNED.replace("aws4_r", "aws5_r"),
          "x-amz-date": "20260101T000000Z",
        },
        body: sts,
      },
      403,
      /valid terminator/,
    ],
    [
      "host not signed",
      "/sts",
      {
        headers: {
          ...FORM,
          authorization: SIGNED.replace("=host", "=x-amz-date"),
          "x-amz-date": "20260101T000000Z",
        },
        body: sts,
      },
      403,
      /'Host' must be a 'SignedHeader'/,
    ],
    [
      "STS for MTurk",
      "/mturk",
      {
        headers: { ...TARGET, authorization: SIGNED, "x-amz-date": "20260101T000000Z" },
        body: "{}",
      },
      400,
      /correct service: 'mturk-requester'/,
    ],
    [
      "markup is escaped",
      "/sts",
      {
        headers: {
          ...FORM,
          authorization: SIGNED.replace("AKIA", "<b>&/"),
          "x-amz-date": "20260101T000000Z",
        },
        body: sts,
      },
      400,
      /got '&lt;b&gt;&amp;\/IOSFODNN7EXAMPLE/,
    ],
    [
      "neither service",
      "/",
      { headers: { "content-type": "text/plain" }, body: "hello" },
      404,
      /practice AWS/,
    ],
  ];
  test.each(rows)("%s", async (_, path, sent, status, says) => {
    const aws = await start();
    const before = Date.now();
    const got = await send(aws.url + path, { method: "POST", ...sent });
    expect(got.status).toBe(status);
    expect(got.body).toMatch(says);
    expect(new Date(got.headers.date ?? "").getTime()).toBeGreaterThan(before - 1000);
    if (path !== "/" || status !== 404)
      expect(got.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("a body that is too large is cut off, and the server lives on", async () => {
    const aws = await start();
    const outcome = await send(aws.url, {
      method: "POST",
      headers: FORM,
      body: Buffer.alloc(1_000_000, 65),
    }).then(
      ({ status }) => status,
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    expect([413, "ECONNRESET", "EPIPE"]).toContain(outcome);
    expect(await send(aws.url)).toMatchObject({ status: 404 });
  });

  test("no header, path or body makes it stumble", async () => {
    const aws = await start();
    const word = fc.constantFrom(
      "__proto__",
      "constructor",
      "toString",
      "AKIAIOSFODNN7EXAMPLE",
      "host",
      "x-amz-date",
      "us-east-1",
      "sts",
      "",
      ";",
      "%",
      "aws4_request",
    );
    const sent = fc.record({
      credential: fc.array(word, { maxLength: 7 }).map((parts) => parts.join("/")),
      signed: fc.array(word, { maxLength: 4 }).map((names) => ["host", ...names].join(";")),
      path: fc.constantFrom(
        "/",
        "/sts",
        "/mturk",
        "/iam",
        "/%",
        "/..//sts",
        "/sts?__proto__=1&a=b&a=c",
        "/?Action=%",
      ),
      headers: fc.constantFrom(
        FORM,
        TARGET,
        { ...TARGET, "x-amz-target": "constructor" },
        { "content-type": "x", constructor: "1" },
      ),
      body: fc.constantFrom(
        "",
        "{}",
        "[]",
        "null",
        "{",
        sts,
        "Action=__proto__&Version=2011-06-15",
        "Action=UpdateAccessKey&Version=2010-05-08&AccessKeyId=__proto__",
        '{"__proto__":1}',
      ),
      method: fc.constantFrom("POST", "PUT", "DELETE", "OPTIONS"),
    });
    await fc.assert(
      fc.asyncProperty(sent, async ({ credential, signed, path, headers, body, method }) => {
        const now = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
        const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${"a".repeat(64)}`;
        const got = await send(aws.url + path, {
          method,
          headers: { ...headers, authorization, "x-amz-date": now },
          body,
        });
        expect(got.status).toBeLessThan(500);
        expect(got.status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 150 },
    );
    // A right date and scope lead on to the key; that one and everything before it has been refused
    // by name.
    expect(aws.log.map(({ code }) => code)).not.toContain("bug");
  });

  test("with a known key, names of Object.prototype among the signed headers are only wrong", async () => {
    const aws = await start();
    const now = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
    const authorization = `AWS4-HMAC-SHA256 Credential=${aws.accessKeyId}/${now.slice(0, 8)}/us-east-1/sts/aws4_request, SignedHeaders=__proto__;constructor;host;tostring, Signature=${"a".repeat(64)}`;
    const got = await send(`${aws.endpoints.sts}?__proto__=1`, {
      method: "POST",
      headers: { ...FORM, authorization, "x-amz-date": now },
      body: sts,
    });
    expect(got).toMatchObject({
      status: 403,
      body: expect.stringContaining("SignatureDoesNotMatch"),
    });
  });
});

test("what it keeps and shows of itself holds no secret", async () => {
  const aws = await start();
  const secret = aws.secretAccessKey.reveal();
  await send(aws.endpoints.sts, {
    method: "POST",
    headers: {
      ...FORM,
      authorization: SIGNED.replace("AKIAIOSFODNN7EXAMPLE", secret),
      "x-amz-security-token": secret,
    },
    body: secret,
  });
  expect(aws.log).toEqual([
    {
      service: "sts",
      operation: null,
      keyId: "(not a key id)",
      status: 400,
      code: "IncompleteSignature",
    },
  ]);
  const shown =
    inspect(aws, { depth: 20 }) + JSON.stringify(aws.accounts) + JSON.stringify(aws.log);
  expect(shown).not.toContain(secret);
});

test("the log keeps the latest thousand", async () => {
  const aws = await start();
  for (let n = 0; n < 1005; n += 1) await send(n < 10 ? aws.endpoints.sts : aws.endpoints.mturk);
  expect(aws.log).toHaveLength(1000);
  expect(aws.log.filter(({ service }) => service === "sts")).toHaveLength(5);
});

describe("closing", () => {
  test("ends at once, also while requests hang, are slow or have only begun, and may be done twice", async () => {
    const aws = await start({ faults: [fault("silent=sts"), fault("slow=3600")] });
    const ended = (url: string): Promise<string> =>
      send(url).then(
        () => "answered",
        (error: unknown) => String((error as NodeJS.ErrnoException).code),
      );
    const silent = ended(aws.endpoints.sts);
    const slow = ended(aws.endpoints.mturk);
    const begun = connect(Number(new URL(aws.url).port), "127.0.0.1");
    begun.on("error", () => undefined);
    begun.resume();
    const half = new Promise((resolve) => begun.once("close", () => resolve("closed")));
    await new Promise<void>((resolve) =>
      begun.write("POST / HTTP/1.1\r\ncontent-length: 99\r\n\r\n", () => resolve()),
    );
    await expect.poll(() => aws.log.length).toBe(1);
    await aws.close();
    await aws.close();
    expect(await Promise.all([silent, slow, half])).toEqual(["ECONNRESET", "ECONNRESET", "closed"]);
    await expect(send(aws.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
