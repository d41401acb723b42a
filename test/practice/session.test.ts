import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Host } from "../../src/base/host.js";
import { pendingTemps } from "../../src/aws-files/store/store.js";
import {
  startPracticeSession,
  type PracticeSession,
  type PracticeSessionOptions,
} from "../../src/practice/session.js";
import { boto3AtLeast, pythonWithBoto3 } from "../conformance/python.js";
import { fault, problem, value } from "./start.js";

let outside: string;
const sessions: PracticeSession[] = [];
beforeEach(() => (outside = mkdtempSync(join(tmpdir(), "outside-"))));
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  rmSync(outside, { recursive: true });
});

/** A computer on which everything that can hide, replace or divert a key is set. */
const FOREIGN: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "made-up-token",
  AWS_SECURITY_TOKEN: "made-up-token",
  AWS_PROFILE: "other",
  AWS_DEFAULT_PROFILE: "other",
  AWS_REGION: "eu-west-1",
  AWS_DEFAULT_REGION: "eu-west-1",
  AWS_SHARED_CREDENTIALS_FILE: "/elsewhere/credentials",
  AWS_CONFIG_FILE: "/elsewhere/config",
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1",
  AWS_ENDPOINT_URL_MTURK: "http://127.0.0.1:1",
  AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:1",
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
  AWS_CA_BUNDLE: "/elsewhere/ca.pem",
  AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/other",
  AWS_WEB_IDENTITY_TOKEN_FILE: "/elsewhere/token",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1",
  AWS_USE_FIPS_ENDPOINT: "true",
  AWS_USE_DUALSTACK_ENDPOINT: "true",
  AWS_MAX_ATTEMPTS: "9",
  AWS_DATA_PATH: "/elsewhere",
  AWS_CREDENTIAL_FILE: "/elsewhere/credentials",
  aws_access_key_id: "AKIAIOSFODNN7EXAMPLE",
  PSITURK_AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  PSITURK_GLOBAL_CONFIG_LOCATION: "/elsewhere",
  psiturk_access_key_id: "AKIAIOSFODNN7EXAMPLE",
  BOTO_CONFIG: "/elsewhere/boto.cfg",
  BOTO_PATH: "/elsewhere",
  HTTP_PROXY: "http://127.0.0.1:1",
  HTTPS_PROXY: "http://127.0.0.1:1",
  ALL_PROXY: "http://127.0.0.1:1",
  NO_PROXY: "example.com",
  http_proxy: "http://127.0.0.1:1",
  https_proxy: "http://127.0.0.1:1",
  all_proxy: "http://127.0.0.1:1",
  no_proxy: "example.com",
  Https_Proxy: "http://127.0.0.1:1",
  NODE_EXTRA_CA_CERTS: "/elsewhere/ca.pem",
  SSL_CERT_FILE: "/elsewhere/ca.pem",
  REQUESTS_CA_BUNDLE: "/elsewhere/ca.pem",
  XDG_STATE_HOME: "/elsewhere/state",
  XDG_CONFIG_HOME: "/elsewhere/config",
  CI: "true",
  A_VARIABLE_OF_TOMORROW: "1",
};
const KEPT: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? "",
  TERM: "xterm-256color",
  LANG: "en_GB.UTF-8",
  LC_ALL: "C.UTF-8",
  NO_COLOR: "1",
  ACCESSIBLE: "1",
};

async function open(options: Partial<PracticeSessionOptions> = {}): Promise<PracticeSession> {
  const host: Host = {
    env: { ...FOREIGN, ...KEPT, HOME: outside },
    cwd: outside,
    home: outside,
    platform: "linux",
  };
  const session = value(await startPracticeSession({ host, ...options }));
  sessions.push(session);
  return session;
}

function status(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("the computer inside a practice session", () => {
  test("has a home of its own, the practice addresses and what a terminal needs: nothing else", async () => {
    const { host, aws } = await open();
    const { sts, mturk, iam } = aws.endpoints;
    expect(host.env).toEqual({
      ...KEPT,
      HOME: host.home,
      AWS_ENDPOINT_URL_STS: sts,
      AWS_ENDPOINT_URL_MTURK: mturk,
      AWS_ENDPOINT_URL_IAM: iam,
    });
    expect(host).toMatchObject({ cwd: host.home, platform: "linux" });
    expect(host.home).not.toContain(outside);
  });

  test("holds the key's CSV file, readable for its owner only, and no way up to another .env", async () => {
    const { host, aws, csvPath } = await open();
    expect(statSync(host.home).mode & 0o777).toBe(0o700);
    expect(readdirSync(host.home).sort()).toEqual([
      ".env",
      ".mturk-setup-owner",
      "practice-key.csv",
    ]);
    expect(csvPath).toBe(join(host.home, "practice-key.csv"));
    expect(statSync(csvPath).mode & 0o777).toBe(0o600);
    expect(readFileSync(csvPath, "utf8")).toBe(
      `Access key ID,Secret access key\r\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\r\n`,
    );
    expect(readFileSync(join(host.home, ".env"), "utf8")).not.toMatch(/^[^#\n]/m);
  });

  test("starts with the faults and the linking that were asked for", async () => {
    const { aws } = await open({ faults: [fault("closed=410")], linked: false });
    expect(await status(aws.endpoints.mturk)).toBe(410);
    expect(aws.accounts.linked).toBe(false);
  });

  test("two at once do not share anything", async () => {
    const [one, two] = [await open(), await open()];
    expect(one.host.home).not.toBe(two.host.home);
    expect(one.aws.url).not.toBe(two.aws.url);
    expect(one.aws.accessKeyId).not.toBe(two.aws.accessKeyId);
    await one.close();
    expect(existsSync(two.csvPath)).toBe(true);
    expect(await status(two.aws.endpoints.sts)).toBe(403);
  });
});

describe("its end", () => {
  test("takes the server and everything that was written there; the real home is as it was", async () => {
    const session = await open({ faults: [fault("silent=mturk")] });
    const { host, aws } = session;
    mkdirSync(join(host.home, ".aws"), { mode: 0o700 });
    writeFileSync(join(host.home, ".aws", "credentials"), "[default]\n");
    const hanging = status(aws.endpoints.mturk).catch(
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    await expect.poll(() => aws.log.length).toBe(1);
    expect(await session.close()).toEqual({ ok: true, value: undefined });
    expect(await session.close()).toEqual({ ok: true, value: undefined });
    expect(await hanging).toBe("ECONNRESET");
    await expect(status(aws.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(existsSync(host.home)).toBe(false);
    expect(readdirSync(outside)).toEqual([]);
  });

  test("comes at once where there is no time to wait", async () => {
    const session = await open();
    session.closeNow();
    expect(existsSync(session.host.home)).toBe(false);
    expect(await session.close()).toMatchObject({ ok: true });
  });

  test("nothing is left where it could not start", async () => {
    const running = await open();
    const port = Number(new URL(running.aws.url).port);
    expect(problem(await startPracticeSession({ host: running.host, port })).code).toBe(
      "usage-wrong",
    );
    expect(pendingTemps()).toEqual([running.host.home]);
  });
});

describe.skipIf(pythonWithBoto3() === null || !boto3AtLeast(1, 28))(
  "boto3 inside the session",
  () => {
    test("finds the key in the throw-away home and asks the practice AWS, with nothing told to it", async () => {
      const { host, aws } = await open();
      mkdirSync(join(host.home, ".aws"), { mode: 0o700 });
      const file = `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\nregion = us-east-1\n`;
      writeFileSync(join(host.home, ".aws", "credentials"), file, { mode: 0o600 });
      const script =
        "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'], boto3.client('mturk').get_account_balance()['AvailableBalance'], boto3.client('iam').list_access_keys()['AccessKeyMetadata'][0]['Status'])";
      const { stdout } = await promisify(execFile)(pythonWithBoto3()!, ["-c", script], {
        env: { ...host.env },
        cwd: host.cwd,
      });
      expect(stdout.trim()).toBe("arn:aws:iam::123456789012:user/practice 10000.00 Active");
      expect(aws.log.map(({ operation, code }) => [operation, code])).toEqual([
        ["GetCallerIdentity", null],
        ["GetAccountBalance", null],
        ["ListAccessKeys", null],
      ]);
    });
  },
);
