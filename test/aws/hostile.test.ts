/**
 * Servers that answer with far too much, in pieces, in circles or for somebody else: the answer is
 * bounded before anything reads it.
 */
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isForeign } from "../../src/aws/endpoints.js";
import { createIam } from "../../src/aws/iam/iam.js";
import { foreignHosts, uncheckedTls } from "../../src/aws/hosts.js";
import { systemClock } from "../../src/base/host.js";
import { PATIENCE_MS } from "../harness/patience.js";
import {
  type Reply,
  answering,
  certificatesMade,
  httpServer,
  proxyServer,
  rawServer,
  tlsServer,
} from "./servers.js";
import { awsFor, expectNoSecret, keyOf, practice, to } from "./setup.js";

const { signal } = new AbortController();
const XML = { "content-type": "text/xml", "x-amzn-requestid": "0f3b1c2d" };
const JSON_1_1 = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "0f3b1c2d" };
const error = (message: string): string =>
  `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`;

async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000_000;
}

const listed = (count: number, more = ""): string =>
  `<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata>${`<member><AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId><Status>Active</Status></member>`.repeat(count)}</AccessKeyMetadata>${more}</ListAccessKeysResult></ListAccessKeysResponse>`;

describe("an answer that is no answer of AWS's", () => {
  it.each<readonly [string, Reply, Reply]>([
    [
      "80,000 line breaks",
      { status: 403, headers: XML, body: error("\n".repeat(80_000)) },
      {
        status: 400,
        headers: JSON_1_1,
        body: JSON.stringify({ __type: "AccessDeniedException", message: "\n".repeat(80_000) }),
      },
    ],
    [
      "a million line breaks and blanks",
      { status: 403, headers: XML, body: error("\n ".repeat(450_000)) },
      {
        status: 400,
        headers: JSON_1_1,
        body: JSON.stringify({ __type: "X", message: "\n ".repeat(300_000) }),
      },
    ],
    [
      "a million escapes",
      { status: 403, headers: XML, body: error("&#27;[".repeat(100_000)) },
      {
        status: 400,
        headers: JSON_1_1,
        body: JSON.stringify({ __type: "X", message: "\u001B[".repeat(130_000) }),
      },
    ],
    [
      "a code of half a million characters",
      {
        status: 403,
        headers: XML,
        body: `<ErrorResponse><Error><Code>${"A Exception".repeat(50_000)}</Code></Error></ErrorResponse>`,
      },
      { status: 400, headers: JSON_1_1, body: JSON.stringify({ __type: "A#".repeat(300_000) }) },
    ],
    [
      "elements in elements",
      { status: 403, headers: XML, body: "<a>".repeat(50_000) },
      { status: 400, headers: JSON_1_1, body: "[".repeat(500_000) },
    ],
    [
      "entities in entities",
      {
        status: 403,
        headers: XML,
        body: `<!DOCTYPE a [${Array.from({ length: 20 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join("")}]><a>&e20;</a>`,
      },
      { status: 400, headers: JSON_1_1, body: "{}" },
    ],
    [
      "gzip that would be a gigabyte",
      {
        status: 403,
        headers: { ...XML, "content-encoding": "gzip" },
        body: gzipSync(Buffer.alloc(20_000_000)).toString("latin1"),
      },
      { status: 400, headers: { ...JSON_1_1, "content-encoding": "gzip" }, body: "x" },
    ],
  ])("%s cost next to nothing, and are told in a line", async (_name, sts, mturk) => {
    const aws = await awsFor(
      to({ sts: await httpServer(() => sts), mturk: await httpServer(() => mturk) }),
    );
    const spent = await cpuSeconds(async () => {
      const answers = await Promise.all([
        aws.identity(keyOf(), signal),
        aws.balance(keyOf(), signal),
      ]);
      for (const answer of answers) {
        expect(answer.ok).toBe(false);
        if (!answer.ok)
          expect(answer.failure.message.length + answer.failure.code.length).toBeLessThan(400);
      }
    });
    expect(spent).toBeLessThan(8);
  });

  it("a body without end is left after a mebibyte", async () => {
    let sent = 0;
    const port = await rawServer((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n");
        const more = (): void => {
          while (!socket.destroyed && socket.write(Buffer.alloc(65_536, 97))) sent += 65_536;
        };
        socket.on("drain", more);
        more();
      });
    });
    const aws = await awsFor(to({ sts: `http://127.0.0.1:${port}` }));
    const answer = await aws.identity(keyOf(), signal);
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: "not-aws", message: "an answer of more than 1048576 bytes" },
    });
    // What the two ends hold in their buffers comes on top.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  it("a redirection is followed by nobody", async () => {
    let visits = 0;
    const other = await httpServer(() => ({ status: 200, body: String((visits += 1)) }));
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await httpServer(() => ({ status, headers: { location: other }, body: "" }));
      const aws = await awsFor(to({ sts: url, mturk: url }));
      const answers = await Promise.all([
        aws.identity(keyOf(), signal),
        aws.balance(keyOf(), signal),
      ]);
      expect(answers.map(({ ok }) => ok)).toEqual([false, false]);
    }
    expect(visits).toBe(0);
  });

  it("a body that drips ends with the bound, and with Ctrl+C at once", async () => {
    // A drop whenever the last one is on its way, and never enough of them: no end of it is waited
    // for.
    const drip = async (dropped: (count: number) => void): Promise<string> =>
      `http://127.0.0.1:${await rawServer((socket) => {
        socket.once("data", () => {
          socket.write(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1000000\r\n\r\n",
          );
          let count = 0;
          const timer = setInterval(() => socket.write("<", () => dropped((count += 1))), 20);
          socket.once("close", () => clearInterval(timer));
        });
      })}`;
    const short = await awsFor(to({ sts: await drip(() => undefined) }), {
      bounds: { callMs: 300 },
    });
    // The bound itself is what is tried: however slow the machine is, it runs out before the body
    // ends.
    expect(await short.identity(keyOf(), signal)).toMatchObject({
      ok: false,
      failure: { kind: "deadline" },
    });
    const stopped = new AbortController();
    const long = await awsFor(to({ sts: await drip((count) => count === 3 && stopped.abort()) }), {
      bounds: { callMs: PATIENCE_MS },
    });
    expect(await long.identity(keyOf(), stopped.signal)).toMatchObject({
      ok: false,
      failure: { kind: "cancelled" },
    });
  });
});

describe("a list of keys", () => {
  const iamAt = async (url: string): Promise<unknown> => {
    const iam = await createIam({ env: { AWS_ENDPOINT_URL_IAM: url }, clock: systemClock });
    if (!iam.ok) throw new Error(iam.problem.message);
    return await iam.value.list(keyOf(), signal);
  };
  it.each<readonly [string, Reply]>([
    ["6,000 keys at once", { status: 200, headers: XML, body: listed(6000) }],
    ["more than a mebibyte of keys", { status: 200, headers: XML, body: listed(20_000) }],
    [
      "pages without end",
      {
        status: 200,
        headers: XML,
        body: listed(0, "<IsTruncated>true</IsTruncated><Marker>m</Marker>"),
      },
    ],
    [
      "more to come, without saying where",
      { status: 200, headers: XML, body: listed(1, "<IsTruncated>true</IsTruncated>") },
    ],
  ])("%s is not IAM's, and half of it is not taken for the whole", async (_name, reply) => {
    let turns = 0;
    const url = await httpServer(() => ((turns += 1), reply));
    expect(await iamAt(url)).toMatchObject({ ok: false, failure: { kind: "not-aws" } });
    expect(turns).toBeLessThanOrEqual(20);
  });

  it("in pages is put together", async () => {
    const url = await httpServer((turn) => ({
      status: 200,
      headers: XML,
      body: turn === 0 ? listed(1, "<IsTruncated>true</IsTruncated><Marker>m</Marker>") : listed(1),
    }));
    expect(await iamAt(url)).toMatchObject({
      ok: true,
      value: [{ status: "Active" }, { status: "Active" }],
    });
  });
});

describe("what the environment would have", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("certificates are looked at although NODE_TLS_REJECT_UNAUTHORIZED=0 says not to, through a proxy too", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const { good } = certificatesMade();
    const port = await tlsServer(good, (await practice()).url);
    const proxy = await proxyServer(() => ({ port }));
    for (const env of [
      to({ sts: `https://localhost:${port}` }),
      {
        AWS_ENDPOINT_URL_STS: "https://sts.example.com",
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      },
    ]) {
      const answer = await (
        await awsFor(env)
      ).identity(keyOf({ token: "IQoJexampleTOKEN" }), signal);
      expect(answer).toMatchObject({
        ok: false,
        failure: {
          kind: "network",
          code: expect.stringMatching(/^(?:UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/) as string,
        },
      });
    }
    expect(uncheckedTls({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })).toContain("is not obeyed");
    expect(uncheckedTls({})).toBeNull();
  });

  it.each(["http", "HTTPS", "net,tls", "*", "http2", "fs,stream"])(
    "NODE_DEBUG=%s, which prints tokens, stops before anything is sent",
    async (value) => {
      const url = await answering("");
      const made = await createIam({
        env: { AWS_ENDPOINT_URL_IAM: url, NODE_DEBUG: value },
        clock: systemClock,
      });
      expect(made).toMatchObject({
        ok: false,
        problem: { code: "usage-wrong", try: ["unset NODE_DEBUG"] },
      });
    },
  );

  it("every host that is not Amazon's is named, IAM's too, each with what leads there", () => {
    const env = {
      AWS_ENDPOINT_URL_STS: "https://a.example",
      AWS_ENDPOINT_URL_MTURK: "https://a.example/m",
      AWS_ENDPOINT_URL_IAM: "https://b.example",
    };
    expect(foreignHosts(env)).toEqual({
      ok: true,
      value: [
        { host: "a.example", variables: ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_MTURK"] },
        { host: "b.example", variables: ["AWS_ENDPOINT_URL_IAM"] },
      ],
    });
    expect(foreignHosts(env, true)).toEqual({ ok: true, value: [] });
  });

  it.each([
    ["sts.amazonaws.com", false],
    ["sts.eu-central-1.amazonaws.com", false],
    ["sts-fips.us-east-1.amazonaws.com:443", false],
    ["iam.amazonaws.com", false],
    ["IAM.Amazonaws.com", false],
    ["mturk-requester.us-east-1.amazonaws.com", false],
    ["mturk-requester-sandbox.us-east-1.amazonaws.com", false],
    ["abc.execute-api.us-east-1.amazonaws.com", true],
    ["amazonaws.com", true],
    ["bucket.s3.amazonaws.com", true],
    ["sts.amazonaws.com.evil.example", true],
    ["ec2-1-2-3-4.compute-1.amazonaws.com", true],
    ["vpce-1.sts.us-east-1.vpce.amazonaws.com", true],
    ["iam.amazonaws.com:8443", true],
    ["x.iam.amazonaws.com", true],
    [`${"a-".repeat(100_000)}.amazonaws.com`, true],
  ])("%s: somebody else's is %s", (host, foreign) => expect(isForeign(host)).toBe(foreign));

  it("a secret in any form that the server was told comes back masked", async () => {
    const token = "IQoJb3JpZ2luX2VjEXAMPLE+token/of/some/length/0123456789==";
    const forms = [
      token,
      encodeURIComponent(token),
      Buffer.from(token).toString("base64"),
      Buffer.from(token).toString("hex"),
      Buffer.from(token).toString("hex").toUpperCase(),
      Buffer.from(`x${token}`).toString("base64"),
      Buffer.from(`xy${token}z`).toString("base64"),
      token.replaceAll(/(.{11})/g, "$1\n"),
      token.replaceAll(/(.{9})/g, "$1 "),
      token.replaceAll(/(.{7})/g, "$1\u200B"),
    ];
    for (const form of forms) {
      const url = await httpServer(() => ({
        status: 403,
        headers: XML,
        body: error(`you said ${form}.`),
      }));
      const answer = await (await awsFor(to({ sts: url }))).identity(keyOf({ token }), signal);
      expect(answer).toMatchObject({ ok: false });
      expect(JSON.stringify(answer)).toContain("you said");
      expect(JSON.stringify(answer).replaceAll(/[^A-Za-z0-9]/g, "")).not.toContain(
        form.replaceAll(/[^A-Za-z0-9]/g, "").slice(4, 36),
      );
      expectNoSecret(answer, keyOf({ token }));
    }
  });
});
