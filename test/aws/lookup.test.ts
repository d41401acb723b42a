/** The look-up without keys: who counts as answering. */
import { describe, expect, it } from "vitest";
import {
  answering,
  certificatesMade,
  deadPort,
  httpServer,
  proxyServer,
  rawServer,
  tlsServer,
} from "./servers.js";
import { TOO_LONG, awsFor, practice, to } from "./setup.js";

const { signal } = new AbortController();

describe("the look-up", () => {
  it("asks both without a key", async () => {
    const practiceAws = await practice();
    const found = await (await awsFor(to(practiceAws.endpoints))).lookUp(signal);
    expect(found.sts).toMatchObject({ answers: true });
    expect(found.mturk).toMatchObject({ answers: true });
    expect(
      practiceAws.log.map(({ service, keyId, operation }) => ({ service, keyId, operation })),
    ).toEqual(
      expect.arrayContaining([
        { service: "sts", keyId: null, operation: null },
        { service: "mturk", keyId: null, operation: null },
      ]),
    );
    expect(practiceAws.log).toHaveLength(2);
  });

  it.each([403, 404, 410, 503])("counts a refusal as an answer: %i", async (status) => {
    const mturk = await httpServer(() => ({
      status,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: "{}",
    }));
    expect((await (await awsFor(to({ mturk, sts: mturk }))).lookUp(signal)).mturk).toEqual({
      answers: true,
      httpStatus: status,
    });
  });

  it("counts AWS's own redirection, but not a login page's", async () => {
    const sts = await httpServer(() => ({
      status: 302,
      headers: { location: "https://aws.amazon.com/iam", "x-amzn-requestid": "r" },
      body: "",
    }));
    const mturk = await httpServer(() => ({
      status: 302,
      headers: { location: "http://login.example.com/" },
      body: "",
    }));
    const found = await (await awsFor(to({ sts, mturk }))).lookUp(signal);
    expect(found).toEqual({
      sts: { answers: true, httpStatus: 302 },
      mturk: { answers: false, code: "not-aws" },
    });
  });

  const rows: readonly [name: string, url: () => Promise<string>, code: RegExp][] = [
    [
      "a page",
      async () =>
        await httpServer(() => ({
          status: 200,
          headers: { "content-type": "text/html" },
          body: "<html>",
        })),
      /^not-aws$/,
    ],
    [
      "a network that wants a login (511)",
      async () => await httpServer(() => ({ status: 511, body: "" })),
      /^not-aws$/,
    ],
    ["no such name", async () => `https://${TOO_LONG}`, /^ENOTFOUND$/],
    ["nobody there", async () => `http://127.0.0.1:${await deadPort()}`, /^ECONNREFUSED$/],
    [
      "a reset",
      async () =>
        `http://127.0.0.1:${await rawServer((socket) => socket.once("data", () => socket.resetAndDestroy()))}`,
      /^ECONNRESET$/,
    ],
    ["not HTTP", async () => await answering("hello\r\n"), /^HPE_/],
    [
      "an unknown authority",
      async () => `https://localhost:${await tlsServer(certificatesMade().good)}`,
      /^UNABLE_TO_VERIFY/,
    ],
  ];
  it.each(rows)("does not count %s", async (_name, url, code) => {
    const { mturk } = await (
      await awsFor(to({ mturk: await url(), sts: (await practice()).endpoints.sts }))
    ).lookUp(signal);
    expect(mturk.answers).toBe(false);
    expect(mturk.answers ? "" : mturk.code).toMatch(code);
  });

  it("is bounded, and can be stopped", async () => {
    const practiceAws = await practice("silent");
    const short = await (
      await awsFor(to(practiceAws.endpoints), { bounds: { lookUpMs: 60 } })
    ).lookUp(signal);
    expect(short).toEqual({
      sts: { answers: false, code: "ETIMEDOUT" },
      mturk: { answers: false, code: "ETIMEDOUT" },
    });
    const stop = new AbortController();
    const stopped = (
      await awsFor(to(practiceAws.endpoints), { bounds: { lookUpMs: 60_000 } })
    ).lookUp(stop.signal);
    stop.abort();
    expect(await stopped).toEqual({
      sts: { answers: false, code: "cancelled" },
      mturk: { answers: false, code: "cancelled" },
    });
  });

  it("goes through the proxy, with the authorities of AWS_CA_BUNDLE", async () => {
    const practiceAws = await practice();
    const { ca, good } = certificatesMade();
    const port = await tlsServer(good, practiceAws.url);
    const proxy = await proxyServer((target) =>
      target.startsWith("sts.") ? { port } : { say: "HTTP/1.1 403 Forbidden\r\n\r\n" },
    );
    const found = await (
      await awsFor({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: ca })
    ).lookUp(signal);
    expect(found.sts.answers).toBe(true);
    expect(found.mturk).toEqual({ answers: false, code: "ERR_PROXY_TUNNEL" });
  });
});
