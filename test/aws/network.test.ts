/**
 * Everything that can stand between this computer and AWS, each with a real server in that role.
 */
import { describe, expect, it } from "vitest";
import { verdictOf } from "../../src/aws/diagnosis/diagnose.js";
import type { Failure } from "../../src/aws/types.js";
import {
  type Certificates,
  type Verdict,
  answering,
  certificatesMade,
  deadPort,
  httpServer,
  proxyServer,
  rawServer,
  tlsServer,
} from "./servers.js";
import {
  TOO_LONG,
  type Env,
  QUICK,
  awsFor,
  examine,
  expectNoSecret,
  keyOf,
  practice,
  practiceKey,
  to,
} from "./setup.js";

const STS = "sts.us-east-1.amazonaws.com";
const MTURK = "mturk-requester-sandbox.us-east-1.amazonaws.com";
const { signal } = new AbortController();

/** STS's failure as it reaches the diagnosis. */
async function failureAt(env: Env, bounds = QUICK): Promise<Failure> {
  const aws = await awsFor(env, { bounds });
  const answer = await aws.identity(keyOf(), signal);
  expectNoSecret(answer, keyOf());
  if (answer.ok) throw new Error("expected a failure");
  return answer.failure;
}

describe("a network without a way to AWS", () => {
  const rows: readonly [name: string, url: () => Promise<string>, code: RegExp, says: RegExp][] = [
    [
      "no such name",
      async () => `https://${TOO_LONG}`,
      /^ENOTFOUND$/,
      /There is no address for x+\./,
    ],
    [
      "a name of a domain that cannot exist",
      async () => "https://nothing.invalid",
      /^(?:ENOTFOUND|EAI_AGAIN)$/,
      /nothing\.invalid/,
    ],
    [
      "nobody listens",
      async () => `http://127.0.0.1:${await deadPort()}`,
      /^ECONNREFUSED$/,
      /refused the connection/,
    ],
    [
      "the connection is cut",
      async () =>
        `http://127.0.0.1:${await rawServer((socket) => socket.once("data", () => socket.resetAndDestroy()))}`,
      /^ECONNRESET$/,
      /was cut/,
    ],
    [
      "the connection is closed without an answer",
      async () =>
        `http://127.0.0.1:${await rawServer((socket) => socket.once("data", () => socket.end()))}`,
      /^ECONNRESET$/,
      /was cut/,
    ],
    [
      "no way there (as on a network with IPv6 only)",
      async () => "https://255.255.255.255",
      /^(?:ENETUNREACH|EHOSTUNREACH|EACCES)$/,
      /255\.255\.255\.255/,
    ],
    [
      "an answer that breaks off",
      async () =>
        await answering(
          "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<GetCallerIdentityResponse>",
        ),
      /^ECONNRESET$/,
      /was cut/,
    ],
  ];
  it.each(rows)("%s", async (_name, url, code, says) => {
    const address = await url();
    const diagnosis = await examine(to({ sts: address, mturk: address }), keyOf());
    expect(diagnosis.identity).toMatchObject({ ok: false, problem: { code: "offline" } });
    expect(diagnosis.sandbox).toMatchObject({ ok: false, problem: { code: "offline" } });
    expect(diagnosis.problems[0]?.message).toMatch(says);
    expect(verdictOf(diagnosis)).toBe("unreachable");
    expect((await failureAt(to({ sts: address }))).code).toMatch(code);
  });

  it("silence ends after the bound for one answer", async () => {
    const aws = await practice("silent");
    const failure = await failureAt(to(aws.endpoints), { ...QUICK, answerMs: 60 });
    expect(failure).toMatchObject({ kind: "network", code: "ETIMEDOUT", requestId: null });
  });

  it("silence ends after the bound for the whole call at the latest", async () => {
    const aws = await practice("silent");
    const failure = await failureAt(to(aws.endpoints), { ...QUICK, callMs: 60 });
    expect(failure).toMatchObject({ kind: "deadline", code: "ETIMEDOUT" });
    const diagnosis = await examine(
      to(aws.endpoints),
      keyOf(),
      {},
      { sts: { callMs: 60 }, mturk: { callMs: 60 } },
    );
    expect(diagnosis.problems[0]).toMatchObject({ code: "offline" });
  });
});

describe("somebody else answers", () => {
  const page = "<html><body>Welcome to the hotel. Please log in.</body></html>";
  const html = { "content-type": "text/html; charset=utf-8", server: "nginx" };
  const rows: readonly [name: string, url: () => Promise<string>, status: number | null][] = [
    [
      "a login page with 200",
      async () => await httpServer(() => ({ status: 200, headers: html, body: page })),
      200,
    ],
    [
      "a login page that is not well-formed",
      async () =>
        await httpServer(() => ({
          status: 200,
          headers: html,
          body: "<html><br>Hello & welcome<p>",
        })),
      200,
    ],
    [
      "an empty answer with 200",
      async () => await httpServer(() => ({ status: 200, body: "" })),
      200,
    ],
    [
      "a redirection to a login page",
      async () =>
        await httpServer(() => ({
          status: 302,
          headers: { location: "http://login.example.com/" },
          body: "",
        })),
      302,
    ],
    [
      "a filter's 403",
      async () => await httpServer(() => ({ status: 403, headers: html, body: page })),
      403,
    ],
    [
      "a gateway's 502",
      async () => await httpServer(() => ({ status: 502, headers: html, body: page })),
      502,
    ],
    [
      "JSON of an API that is not AWS's",
      async () =>
        await httpServer(() => ({
          status: 401,
          headers: { "content-type": "application/json" },
          body: '{"error":"who are you?"}',
        })),
      401,
    ],
    ["something that is not HTTP", async () => await answering("SSH-2.0-OpenSSH_9.6\r\n"), null],
  ];
  it.each(rows)("%s", async (_name, url, status) => {
    const address = await url();
    const diagnosis = await examine(to({ sts: address, mturk: address }), keyOf());
    expect(diagnosis.identity).toMatchObject({ ok: false, problem: { code: "not-aws" } });
    expect(diagnosis.sandbox).toMatchObject({ ok: false, problem: { code: "not-aws" } });
    expect(verdictOf(diagnosis)).toBe("unreachable");
    expect(await failureAt(to({ sts: address }))).toMatchObject({
      kind: "not-aws",
      httpStatus: status,
    });
  });

  it("names who answered, without control characters", async () => {
    const url = await answering(
      `HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nServer: evil\u001b[31mred\r\nVia: 1.1 squid\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
    );
    const failure = await failureAt(to({ sts: url }));
    // Node refuses an escape character in a header before anyone could be fooled by it.
    expect(failure.kind).toBe("not-aws");
    expect(JSON.stringify(failure)).not.toContain("\\u001b");
    const honest = await failureAt(
      to({
        sts: await httpServer(() => ({
          status: 403,
          headers: { ...html, via: "1.1 squid" },
          body: page,
        })),
      }),
    );
    expect(honest.answeredBy).toBe("text/html, server nginx, via 1.1 squid");
  });
});

describe("a connection that cannot be made secure", () => {
  const rows: readonly [
    name: string,
    certificate: keyof Certificates,
    code: RegExp,
    says: RegExp,
  ][] = [
    ["an authority nobody knows", "good", /^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/, /AWS_CA_BUNDLE=/],
    [
      "a certificate that signed itself",
      "ca",
      /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/,
      /AWS_CA_BUNDLE=/,
    ],
  ];
  it.each(rows)("%s", async (_name, which, code, says) => {
    const certificate = certificatesMade()[which];
    const port = which === "ca" ? await selfSigned() : await tlsServer(certificate);
    const url = `https://localhost:${port}`;
    const diagnosis = await examine(to({ sts: url, mturk: url }), keyOf());
    expect(diagnosis.identity).toMatchObject({ ok: false, problem: { code: "tls-intercepted" } });
    expect(diagnosis.problems[0]?.try.join("\n")).toMatch(says);
    expect((await failureAt(to({ sts: url }))).code).toMatch(code);
  });

  const dated: readonly [keyof Certificates, string, RegExp][] = [
    [
      "expired",
      "CERT_HAS_EXPIRED",
      /out of date, if this computer's date is right: 2026-11-22 10:05 UTC/,
    ],
    [
      "notYet",
      "CERT_NOT_YET_VALID",
      /not valid yet, if this computer's date is right: 2026-11-22 10:05 UTC/,
    ],
    ["otherName", "ERR_TLS_CERT_ALTNAME_INVALID", /another name in its certificate/],
  ];
  it.each(dated)("%s, although its authority is trusted", async (which, code, says) => {
    const all = certificatesMade();
    const { ca } = all;
    const url = `https://localhost:${await tlsServer(all[which])}`;
    const env = to({ sts: url, mturk: url }, { AWS_CA_BUNDLE: ca });
    const diagnosis = await examine(env, keyOf(), { caBundleSet: true });
    expect(diagnosis.identity).toMatchObject({ ok: false, problem: { code: "tls-intercepted" } });
    expect(diagnosis.problems[0]?.message).toMatch(says);
    expect((await failureAt(env)).code).toBe(code);
  });

  it("plain http where TLS was expected", async () => {
    const url = (await httpServer(() => ({ status: 200, body: "" }))).replace("http:", "https:");
    const diagnosis = await examine(to({ sts: url, mturk: url }), keyOf());
    expect(diagnosis.problems[0]).toMatchObject({ code: "tls-intercepted" });
    expect(diagnosis.problems[0]?.message).toContain("EPROTO");
  });

  it("AWS_CA_BUNDLE is honoured", async () => {
    const aws = await practice();
    const url = (service: "sts" | "mturk", port: number): string =>
      `https://localhost:${port}/${service}`;
    const { ca, good } = certificatesMade();
    const port = await tlsServer(good, aws.url);
    const env = to({ sts: url("sts", port), mturk: url("mturk", port) }, { AWS_CA_BUNDLE: ca });
    const diagnosis = await examine(env, practiceKey(aws));
    expect(diagnosis.problems).toEqual([]);
    expect(diagnosis.identity).toMatchObject({
      ok: true,
      value: { account: aws.accounts.accountId },
    });
    expect(verdictOf(diagnosis)).toBe("ready");
  });

  it("says so if AWS_CA_BUNDLE is set and does not help", async () => {
    const { ca, caKey, good } = certificatesMade();
    const url = `https://localhost:${await tlsServer(ca, null, caKey)}`;
    const diagnosis = await examine(
      to({ sts: url, mturk: url }, { AWS_CA_BUNDLE: good }),
      keyOf(),
      { caBundleSet: true },
    );
    expect(diagnosis.problems[0]).toMatchObject({ code: "tls-intercepted" });
    expect(diagnosis.problems[0]?.try[0]).toMatch(/^AWS_CA_BUNDLE is set, but/);
  });
});

/** A server that shows the authority's own certificate, which signed itself. */
async function selfSigned(): Promise<number> {
  const { ca, caKey } = certificatesMade();
  return await tlsServer(ca, null, caKey);
}

describe("a proxy", () => {
  const say = (status: string): Verdict => ({
    say: `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\n\r\n<html><body>proxy page with <b>${status}</b></body></html>`,
  });
  const rows: readonly [name: string, verdict: Verdict, code: RegExp, says: RegExp][] = [
    [
      "wants a password",
      say("407 Proxy Authentication Required"),
      /^ERR_PROXY_TUNNEL$/,
      /wants a user name and password \(407\)/,
    ],
    [
      "refuses the host",
      say("403 Forbidden"),
      /^ERR_PROXY_TUNNEL$/,
      /does not allow connections to sts\.us-east-1\.amazonaws\.com \(403\)/,
    ],
    [
      "finds nobody there",
      say("502 Bad Gateway"),
      /^ERR_PROXY_TUNNEL$/,
      /could not reach sts\.us-east-1\.amazonaws\.com \(502\)/,
    ],
    [
      "opens the way and shows its page inside",
      { say: "HTTP/1.1 200 OK\r\n\r\n<html>login</html>" },
      /^(?:EPROTO|ECONNRESET)$/,
      /HTTPS_PROXY/,
    ],
    ["hangs up", "hang up", /^ERR_PROXY_TUNNEL$/, /was cut|failed/],
    ["talks nonsense", { say: "what?\r\n\r\n" }, /^ERR_PROXY_TUNNEL$/, /the proxy/i],
  ];
  it.each(rows)("%s", async (_name, verdict, code, says) => {
    const proxy = await proxyServer(() => verdict);
    const env = { HTTPS_PROXY: `http://someone:hunter2%21secret@127.0.0.1:${proxy.port}` };
    const diagnosis = await examine(env, keyOf());
    expectNoSecret(diagnosis, keyOf(), "hunter2!secret", "hunter2%21secret");
    expect(diagnosis.identity).toMatchObject({ ok: false, problem: { code: "proxy" } });
    expect(diagnosis.sandbox).toMatchObject({ ok: false, problem: { code: "proxy" } });
    expect(
      [diagnosis.problems[0]?.message, ...(diagnosis.problems[0]?.try ?? [])].join("\n"),
    ).toMatch(says);
    expect(verdictOf(diagnosis)).toBe("unreachable");
    const failure = await failureAt(env);
    expect(failure.code).toMatch(code);
    expect(failure.proxy).toBe(`127.0.0.1:${proxy.port}`);
    expect(proxy.seen.map(({ target }) => target).sort()).toEqual([
      `${MTURK}:443`,
      `${STS}:443`,
      `${STS}:443`,
    ]);
  });

  it("is silent: given up after the bound for a connection", async () => {
    const proxy = await proxyServer(() => "mute");
    const failure = await failureAt(
      { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
      { ...QUICK, connectMs: 60 },
    );
    expect(failure).toMatchObject({ kind: "network", code: "ETIMEDOUT" });
  });

  it("does not exist", async () => {
    const diagnosis = await examine({ https_proxy: `127.0.0.1:${await deadPort()}` }, keyOf());
    expect(diagnosis.problems[0]).toMatchObject({ code: "proxy" });
    expect(diagnosis.problems[0]?.message).toMatch(
      /^The proxy 127\.0\.0\.1:\d+ refused the connection/,
    );
  });

  it("is named with https:// but speaks plain http", async () => {
    const proxy = await proxyServer(() => say("400 Bad Request"));
    const diagnosis = await examine({ HTTPS_PROXY: `https://127.0.0.1:${proxy.port}` }, keyOf());
    expect(diagnosis.problems[0]).toMatchObject({ code: "proxy" });
    expect(diagnosis.problems[0]?.try[0]).toContain("try http://");
  });

  it("is used for Amazon's addresses, logs in, and trusts AWS_CA_BUNDLE", async () => {
    const aws = await practice();
    const { ca, good } = certificatesMade();
    const port = await tlsServer(good, aws.url);
    const proxy = await proxyServer(() => ({ port }));
    const env = {
      HTTPS_PROXY: `http://someone:pass%40word@127.0.0.1:${proxy.port}`,
      AWS_CA_BUNDLE: ca,
    };
    const diagnosis = await examine(env, practiceKey(aws));
    expect(diagnosis.problems).toEqual([]);
    expect(verdictOf(diagnosis)).toBe("ready");
    const login = `Basic ${Buffer.from("someone:pass@word").toString("base64")}`;
    expect(proxy.seen).toHaveLength(2);
    for (const seen of proxy.seen) expect(seen.login).toBe(login);
  });

  it("that refuses MTurk alone is not MTurk's end; one that finds nobody there is", async () => {
    const aws = await practice();
    const { ca, good } = certificatesMade();
    const port = await tlsServer(good, aws.url);
    for (const [status, code] of [
      ["403 Forbidden", "proxy"],
      ["503 Service Unavailable", "mturk-closed"],
    ] as const) {
      const proxy = await proxyServer((target) =>
        target.startsWith("sts.") ? { port } : say(status),
      );
      const diagnosis = await examine(
        { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: ca },
        practiceKey(aws),
      );
      expect(diagnosis.identity?.ok).toBe(true);
      expect(diagnosis.sandbox).toMatchObject({ ok: false, problem: { code } });
      expect(verdictOf(diagnosis)).toBe("keys-accepted");
    }
  });

  it("is never used for this computer, nor for what NO_PROXY names", async () => {
    const aws = await practice();
    const proxy = await proxyServer(() => "hang up");
    const env = to(aws.endpoints, { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
    expect(verdictOf(await examine(env, practiceKey(aws)))).toBe("ready");
    const skipping = await failureAt({
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: "nothing.invalid",
      AWS_ENDPOINT_URL_STS: "https://nothing.invalid",
    });
    expect(skipping.proxy).toBeUndefined();
    expect(proxy.seen).toEqual([]);
  });
});

describe("MTurk gone while STS accepts the key", () => {
  const rows: readonly [name: string, fault: string, raw: RegExp][] = [
    ["410", "closed=410", /HTTP 410/],
    ["403 with XML", "closed=403", /HTTP 403/],
    ["a reset", "closed=reset", /ECONNRESET/],
    ["a page", "closed=html", /HTTP 200/],
  ];
  it.each(rows)("%s", async (_name, fault, raw) => {
    const aws = await practice(fault);
    const diagnosis = await examine(to(aws.endpoints), practiceKey(aws));
    expect(diagnosis.identity?.ok).toBe(true);
    expect(diagnosis.sandbox).toMatchObject({
      ok: false,
      problem: { code: "mturk-closed" },
      endpoint: aws.endpoints.mturk,
    });
    const [problem] = diagnosis.problems;
    expect(problem?.message).toMatch(/^AWS accepts this key\. /);
    expect(problem?.message).toMatch(raw);
    expect(problem?.detail).toMatch(raw);
    expect(problem?.step).toBeUndefined();
    expect(verdictOf(diagnosis)).toBe("keys-accepted");
  });

  it("no such name, a certificate of somebody else, silence", async () => {
    const aws = await practice();
    const silent = (await practice("silent")).endpoints.mturk;
    for (const mturk of [
      `https://${TOO_LONG}`,
      `https://localhost:${await tlsServer(certificatesMade().good)}`,
      silent,
    ]) {
      const diagnosis = await examine(
        to({ sts: aws.endpoints.sts, mturk }),
        practiceKey(aws),
        {},
        mturk === silent ? { mturk: { answerMs: 60 } } : {},
      );
      expect(diagnosis.sandbox).toMatchObject({ ok: false, problem: { code: "mturk-closed" } });
      expect(verdictOf(diagnosis)).toBe("keys-accepted");
    }
  });

  it("is told beside a refused key without claiming that the key works", async () => {
    const aws = await practice("closed=410", "wrong-secret");
    const diagnosis = await examine(to(aws.endpoints), practiceKey(aws));
    expect(diagnosis.problems.map(({ code }) => code)).toEqual(["secret-wrong", "mturk-closed"]);
    expect(diagnosis.problems[1]?.message).not.toMatch(/accepts/);
    expect(verdictOf(diagnosis)).toBe("keys-refused");
  });
});
