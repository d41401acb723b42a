/** Endpoint, proxy and certificate variables, as values. */
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { describe, expect, it } from "vitest";
import { SANDBOX_URL, STS_URL, isForeign, resolveEndpoints } from "../../src/aws/endpoints.js";
import { resolveProxy } from "../../src/aws/network/proxy.js";
import {
  type NamedBundle,
  type ReadBundle,
  namedBundle,
  resolveTrust,
} from "../../src/aws/network/trust.js";
import { readSmallFile } from "../../src/aws-files/store/read.js";
import { problem, value } from "../practice/start.js";
import { certificatesMade } from "./servers.js";
import { expectUsable } from "./setup.js";

/** Of boto3 1.43: "Invalid endpoint", or "Port could not be cast to integer value". */
const NO_ADDRESSES = [
  "localhost:4566",
  "ftp://127.0.0.1",
  "https://",
  "nonsense",
  "//host",
  "  ",
  "http://127.0.0.1:4566 ",
  "http://127.0.0.1 ",
  "http://127.0.0.1:4566\r",
  "http://127.0.0.1:4566\u200b",
  "\thttp://127.0.0.1:4566",
];

describe("endpoints", () => {
  it("are the sandbox and STS unless the service's own variable says otherwise", () => {
    expect(value(resolveEndpoints({}))).toEqual({
      sts: STS_URL,
      mturk: SANDBOX_URL,
      foreignHosts: [],
      sandboxOnly: false,
    });
    const general = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL_MTURK: "",
      AWS_ENDPOINT_URL_STS: "",
    };
    expect(value(resolveEndpoints(general))).toEqual(value(resolveEndpoints({})));
  });

  it.each([
    [
      "a sandbox of one's own",
      { AWS_ENDPOINT_URL_MTURK: "http://127.0.0.1:5000/mturk" },
      ["127.0.0.1:5000"],
      true,
    ],
    [
      "both of one's own",
      {
        AWS_ENDPOINT_URL_MTURK: "http://localhost:1/",
        AWS_ENDPOINT_URL_STS: "http://localhost:1/sts",
      },
      ["localhost:1"],
      false,
    ],
    [
      "STS of one's own",
      { AWS_ENDPOINT_URL_STS: "https://sts.example.com" },
      ["sts.example.com"],
      false,
    ],
    [
      "MTurk itself",
      { AWS_ENDPOINT_URL_MTURK: "https://mturk-requester.us-east-1.amazonaws.com" },
      [],
      false,
    ],
    [
      "a name that only looks like AWS's",
      { AWS_ENDPOINT_URL_MTURK: "https://evilamazonaws.com" },
      ["evilamazonaws.com"],
      true,
    ],
    ["IPv6 loopback", { AWS_ENDPOINT_URL_MTURK: "http://[::1]:8080" }, ["[::1]:8080"], true],
  ] as const)("%s", (_name, env, foreignHosts, sandboxOnly) => {
    expect(value(resolveEndpoints(env))).toMatchObject({ foreignHosts, sandboxOnly });
  });

  it("blanks before an address are nothing to boto3; behind the word for yes they are no yes", () => {
    const env = { AWS_ENDPOINT_URL_MTURK: " http://127.0.0.1:4566" };
    expect(value(resolveEndpoints(env)).mturk).toBe("http://127.0.0.1:4566");
    const switched = { ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true " };
    expect(value(resolveEndpoints(switched)).mturk).toBe("http://127.0.0.1:4566");
  });

  it("are AWS's own if configured ones are switched off, as in boto3", () => {
    const env = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true", AWS_ENDPOINT_URL_MTURK: "nonsense" };
    expect(value(resolveEndpoints(env)).mturk).toBe(SANDBOX_URL);
    expect(resolveEndpoints({ ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "1" }).ok).toBe(false);
  });

  it.each([
    ...NO_ADDRESSES,
    "http://192.0.2.7:80",
    "http://localstack:4566",
    "http://127.0.0.1.example.com",
    "https://user:geheim1@host",
    "https://host/?token=geheim1",
    "https://host/#geheim1",
  ])("%s is refused, without showing what may be a password", (url) => {
    const refused = problem(resolveEndpoints({ AWS_ENDPOINT_URL_MTURK: url }));
    // boto3 stops on what is no address; the others it would follow, and we do not.
    expect(refused.code).toBe(NO_ADDRESSES.includes(url) ? "setting-broken" : "usage-wrong");
    expectUsable(refused);
    expect(JSON.stringify(refused)).not.toContain("geheim1");
  });

  it("tells foreign hosts", () => {
    expect(["sts.us-east-1.amazonaws.com", "STS.AMAZONAWS.COM:443"].map(isForeign)).toEqual([
      false,
      false,
    ]);
    expect(["127.0.0.1:80", "amazonaws.com.example.com", "xamazonaws.com"].map(isForeign)).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe("the proxy", () => {
  it("is none unless a variable says so", () => {
    expect(value(resolveProxy({ HTTPS_PROXY: "", https_proxy: " " }))).toBeNull();
    expect(value(resolveProxy({ HTTP_PROXY: "http://proxy:1" }))).toBeNull();
  });

  it.each([
    ["http://proxy.example.com:3128", "proxy.example.com:3128", "http"],
    ["proxy.example.com:3128", "proxy.example.com:3128", "http"],
    ["https://proxy.example.com", "proxy.example.com", "https"],
    ["socks5://127.0.0.1:1080", "127.0.0.1:1080", "socks5"],
    ["http://user:p%40ss@proxy.example.com:8080/", "proxy.example.com:8080", "http"],
  ])("%s", (address, host, scheme) => {
    expect(value(resolveProxy({ HTTPS_PROXY: address }))).toMatchObject({
      host,
      scheme,
      variable: "HTTPS_PROXY",
    });
  });

  it("the lower-case variable wins", () => {
    expect(
      value(resolveProxy({ HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:1" })),
    ).toMatchObject({ host: "lower:1", variable: "https_proxy" });
  });

  it.each([
    "http://",
    "pac+http://proxy/x.pac",
    "ftp://proxy",
    "http://user:50%@proxy:1",
    "http://pro xy:1",
  ])("%s is refused without being shown", (address) => {
    const refused = problem(resolveProxy({ HTTPS_PROXY: address }));
    expect(refused.code).toBe("proxy");
    expectUsable(refused);
    expect(JSON.stringify(refused)).not.toContain("50%");
  });

  it("keeps its password to itself", () => {
    const proxy = value(resolveProxy({ HTTPS_PROXY: "http://user:canary-pass@proxy:1" }));
    expect(JSON.stringify(proxy)).not.toContain("canary-pass");
  });

  it.each([
    ["", "sts.us-east-1.amazonaws.com", false],
    ["*", "sts.us-east-1.amazonaws.com", true],
    ["amazonaws.com", "sts.us-east-1.amazonaws.com", true],
    [".amazonaws.com", "sts.us-east-1.amazonaws.com", true],
    ["*.amazonaws.com", "sts.us-east-1.amazonaws.com", true],
    ["example.com, AMAZONAWS.com", "sts.us-east-1.amazonaws.com", true],
    ["example.com amazonaws.com:443", "sts.us-east-1.amazonaws.com", true],
    ["amazonaws.com:80", "sts.us-east-1.amazonaws.com", false],
    ["aws.com", "sts.us-east-1.amazonaws.com", false],
    ["example.com", "sts.us-east-1.amazonaws.com", false],
    [",", "sts.us-east-1.amazonaws.com", false],
    ["", "localhost", true],
    ["", "127.3.2.1", true],
    ["", "[::1]", true],
    ["", "practice.localhost", true],
    ["", "localhost.example.com", false],
  ])("NO_PROXY=%s, %s: bypassed %s", (list, host, skipped) => {
    expect(
      value(resolveProxy({ HTTPS_PROXY: "http://proxy:1", NO_PROXY: list }))?.skips(host, "443"),
    ).toBe(skipped);
  });
});

describe("certificates", () => {
  const files =
    (all: Readonly<Record<string, string>>): ReadBundle =>
    (path) =>
      Promise.resolve(
        all[path] === undefined
          ? {
              ok: false,
              problem: { code: "input-unreadable", message: "There is no such file.", try: ["…"] },
            }
          : { ok: true, value: Buffer.from(all[path]) },
      );

  it("are the usual ones unless a setting says otherwise, NODE_EXTRA_CA_CERTS left out, which boto3 does not read", async () => {
    expect(value(await resolveTrust({}, files({})))).toBeNull();
    expect(value(await resolveTrust({ NODE_EXTRA_CA_CERTS: "/x" }, files({})))).toEqual(
      rootCertificates,
    );
    expect(value(await resolveTrust({ AWS_CA_BUNDLE: "" }, files({})))).toBeNull();
    expect(problem(await resolveTrust({ AWS_CA_BUNDLE: " " }, files({}))).code).toBe(
      "file-unreadable",
    );
  });

  it("come from AWS_CA_BUNDLE, then the profile's ca_bundle, then REQUESTS_CA_BUNDLE", () => {
    const profile: NamedBundle = {
      path: "/profile.pem",
      setting: 'ca_bundle of the profile "default"',
      remove: "delete line 2",
    };
    const all = { AWS_CA_BUNDLE: "/aws.pem", REQUESTS_CA_BUNDLE: "/requests.pem" };
    expect(namedBundle(all, profile)?.path).toBe("/aws.pem");
    expect(namedBundle({ REQUESTS_CA_BUNDLE: "/requests.pem" }, profile)?.path).toBe(
      "/profile.pem",
    );
    expect(namedBundle({ REQUESTS_CA_BUNDLE: "/requests.pem" }, null)?.path).toBe("/requests.pem");
    expect(
      namedBundle({ CURL_CA_BUNDLE: "/curl.pem", SSL_CERT_FILE: "/ssl.pem" }, null),
    ).toBeNull();
  });

  it("are those of the bundle and no others, as with boto3", async () => {
    const { ca, good } = certificatesMade();
    const [own, extra] = [ca, good].map((path) => readFileSync(path, "utf8").trim());
    const all = files({
      "/ca.pem": `# our authority\n${own}\n\n-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n`,
      "/extra.pem": `${extra}\n`,
    });
    const trust = value(
      await resolveTrust({ AWS_CA_BUNDLE: "/ca.pem", NODE_EXTRA_CA_CERTS: "/extra.pem" }, all),
    );
    expect(trust).toEqual([own]);
    expect(
      value(
        await resolveTrust({ AWS_CA_BUNDLE: "/ca.pem", NODE_EXTRA_CA_CERTS: "/gone.pem" }, all),
      ),
    ).toEqual([own]);
  });

  it.each([
    ["a missing file", "/gone.pem", "file-unreadable"],
    ["an empty file", "/empty.pem", "file-broken"],
    ["a key", "/key.pem", "file-broken"],
    ["garbage", "/garbage.pem", "file-broken"],
  ])("%s is said to stop boto3, too", async (_name, path, code) => {
    const all = files({
      "/empty.pem": "",
      "/key.pem": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
      "/garbage.pem": "\u0000\u0001-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----",
    });
    const refused = problem(await resolveTrust({ AWS_CA_BUNDLE: path }, all));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(path);
    expectUsable(refused);
  });

  it("are read from a real file, and a folder is none", async () => {
    expect(
      value(await resolveTrust({ AWS_CA_BUNDLE: certificatesMade().ca }, readSmallFile)),
    ).toHaveLength(1);
    expect(problem(await resolveTrust({ AWS_CA_BUNDLE: "/" }, readSmallFile)).code).toBe(
      "file-unreadable",
    );
  });
});
