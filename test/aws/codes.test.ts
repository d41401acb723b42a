/**
 * Every problem code of this room, driven through the real SDK: what was broken, which code and
 * step come out, and no secret anywhere.
 */
import { describe, expect, it } from "vitest";
import { diagnose, verdictOf } from "../../src/aws/diagnosis/diagnose.js";
import { AWS_PROBLEMS, type AwsProblemCode } from "../../src/aws/diagnosis/problem-table.js";
import type { Diagnosis } from "../../src/aws/types.js";
import { type Verdict, CODES } from "../../src/base/problem.js";
import { Secret } from "../../src/base/secret.js";
import { MTURK_FULL_ACCESS } from "../../src/practice/accounts.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { certificatesMade, deadPort, httpServer, proxyServer, tlsServer } from "./servers.js";
import {
  EXAMPLE_TOKEN,
  awsFor,
  contextFor,
  examine,
  expectNoSecret,
  keyOf,
  practice,
  practiceKey,
  to,
} from "./setup.js";

interface Row {
  /** Breaks something and asks. */
  readonly drive: () => Promise<Diagnosis>;
  /** Where the code shows, and the verdict of the whole. */
  readonly in: "identity" | "sandbox" | "warning";
  readonly verdict: Verdict;
  readonly step?: number;
  /** Something that the message or the cure must say. */
  readonly says: RegExp;
}

const withFaults =
  (...faults: readonly string[]) =>
  async (): Promise<Diagnosis> => {
    const aws = await practice(...faults);
    return await examine(to(aws.endpoints), practiceKey(aws));
  };

const asked = async (aws: PracticeAws, key = practiceKey(aws)): Promise<Diagnosis> =>
  await examine(to(aws.endpoints), key);

/** `satisfies` makes a new code fail to compile here, the test below makes it fail to run. */
const ROWS = {
  "key-unknown": {
    drive: withFaults("key-inactive"),
    in: "identity",
    verdict: "keys-refused",
    step: 4,
    says: /is not an active key at AWS/,
  },
  "secret-wrong": {
    drive: withFaults("wrong-secret"),
    in: "identity",
    verdict: "keys-refused",
    step: 4,
    says: /another key's, or was cut/,
  },
  "key-garbled": {
    drive: withFaults("echo-secret"),
    in: "identity",
    verdict: "keys-refused",
    step: 4,
    says: /swapped/,
  },
  "session-expired": {
    drive: withFaults("session-expired"),
    in: "identity",
    verdict: "keys-refused",
    step: 4,
    says: /their time is up/,
  },
  "clock-off": {
    drive: withFaults("clock-skew=720"),
    in: "sandbox",
    verdict: "keys-accepted",
    says: /12 minutes behind.*The key itself is fine/,
  },
  "region-wrong": {
    drive: withFaults("wrong-region"),
    in: "identity",
    verdict: "keys-refused",
    says: /AWS_ENDPOINT_URL_MTURK/,
  },
  "account-inactive": {
    drive: withFaults("account-inactive"),
    in: "sandbox",
    verdict: "keys-accepted",
    step: 1,
    says: /not fully signed up/,
  },
  "account-not-linked": {
    drive: withFaults("not-linked"),
    in: "sandbox",
    verdict: "keys-accepted",
    step: 5,
    says: /AWS account [\d ]{14}\..*requestersandbox\.mturk\.com\/developer/s,
  },
  "policy-missing": {
    drive: withFaults("no-policy"),
    in: "sandbox",
    verdict: "keys-accepted",
    step: 4,
    says: /practice, may not use MTurk yet.*AmazonMechanicalTurkFullAccess/s,
  },
  "policy-denied": {
    drive: withFaults("scp-deny"),
    in: "sandbox",
    verdict: "keys-accepted",
    says: /service control policy.*administers/s,
  },
  "mturk-closed": {
    drive: withFaults("closed=410"),
    in: "sandbox",
    verdict: "keys-accepted",
    says: /AWS accepts this key.*HTTP 410.*September 30, 2026/s,
  },
  "balance-unexpected": {
    drive: withFaults("not-10000"),
    in: "warning",
    verdict: "ready",
    says: /25\.50/,
  },
  "temporary-keys": {
    drive: async () => {
      const aws = await practice();
      const owner = aws.accounts.addUser("guest", [MTURK_FULL_ACCESS]);
      const session = { token: new Secret(EXAMPLE_TOKEN), expiresAt: Date.now() + 3_600_000 };
      const { accessKeyId, secretAccessKey } = aws.accounts.issueKey(owner, Date.now(), {
        session,
      });
      return await asked(aws, { accessKeyId, secretAccessKey, sessionToken: session.token });
    },
    in: "warning",
    verdict: "ready",
    step: 4,
    says: /ASIA….{4} is accepted\. These are temporary keys/,
  },
  "root-keys": {
    drive: async () => {
      const aws = await practice();
      const owner = aws.accounts.issueKey(aws.accounts.addRoot(), Date.now());
      return await asked(aws, {
        accessKeyId: owner.accessKeyId,
        secretAccessKey: owner.secretAccessKey,
      });
    },
    in: "warning",
    verdict: "ready",
    step: 4,
    says: /owner \(root\)/,
  },
  throttled: {
    drive: withFaults("throttle"),
    in: "identity",
    verdict: "unreachable",
    says: /nothing about the key/,
  },
  "aws-fault": {
    drive: withFaults("aws-fault"),
    in: "identity",
    verdict: "unreachable",
    says: /Amazon's side/,
  },
  offline: {
    drive: async () => {
      const url = `http://127.0.0.1:${await deadPort()}`;
      return await examine(to({ sts: url, mturk: url }), keyOf());
    },
    in: "identity",
    verdict: "unreachable",
    says: /refused the connection/,
  },
  proxy: {
    drive: async () => {
      const proxy = await proxyServer(() => ({
        say: "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Type: text/html\r\n\r\n<html>who are you?</html>",
      }));
      return await examine({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, keyOf());
    },
    in: "identity",
    verdict: "unreachable",
    says: /wants a user name and password.*user:password@host/s,
  },
  "tls-intercepted": {
    drive: async () => {
      const url = `https://localhost:${await tlsServer(certificatesMade().good)}`;
      return await examine(to({ sts: url, mturk: url }), keyOf());
    },
    in: "identity",
    verdict: "unreachable",
    says: /AWS_CA_BUNDLE/,
  },
  "not-aws": {
    drive: withFaults("captive-portal"),
    in: "identity",
    verdict: "unreachable",
    says: /text\/html, server practice-portal/,
  },
  unknown: {
    drive: async () => {
      const body =
        "<ErrorResponse><Error><Type>Sender</Type><Code>TeapotException</Code><Message>short and stout</Message></Error><RequestId>r-1</RequestId></ErrorResponse>";
      const sts = await httpServer(() => ({
        status: 418,
        headers: { "content-type": "text/xml", "x-amzn-requestid": "r-1" },
        body,
      }));
      return await examine(to({ sts, mturk: (await practice()).endpoints.mturk }), keyOf());
    },
    in: "identity",
    verdict: "unreachable",
    says: /\(TeapotException\)/,
  },
  cancelled: {
    drive: async () => {
      const aws = await practice("silent");
      const env = to(aws.endpoints);
      const asking = await awsFor(env);
      const stop = new AbortController();
      const key = practiceKey(aws);
      const both = Promise.all([
        asking.identity(key, stop.signal),
        asking.balance(key, stop.signal),
      ]);
      stop.abort();
      const [identity, sandbox] = await both;
      expectNoSecret({ identity, sandbox }, key);
      return diagnose({
        identity,
        sandbox,
        key: { accessKeyId: key.accessKeyId, hasToken: false },
        context: contextFor(asking, env),
      });
    },
    in: "identity",
    verdict: "unreachable",
    says: /Stopped/,
  },
} as const satisfies Record<AwsProblemCode, Row>;

describe("every problem code of this room", () => {
  it("has a row here and in the table of help", () => {
    expect(Object.keys(ROWS).sort()).toEqual(Object.keys(AWS_PROBLEMS).sort());
    for (const [code, { see, means, do: cure }] of Object.entries(AWS_PROBLEMS)) {
      expect(Object.keys(CODES)).toContain(code);
      for (const text of [see, means, cure]) expect(text.length).toBeGreaterThan(10);
    }
  });

  it.each(Object.entries<Row>(ROWS))("%s", async (code, row) => {
    const diagnosis = await row.drive();
    const shown = row.in === "warning" ? null : diagnosis[row.in];
    if (shown !== null) expect(shown).toMatchObject({ ok: false, problem: { code } });
    const problem = diagnosis.problems.find((it) => it.code === code);
    expect(problem, JSON.stringify(diagnosis, null, 1)).toBeDefined();
    if (row.in !== "warning") expect(diagnosis.problems[0]?.code).toBe(code);
    expect(problem?.step).toBe(row.step);
    expect([problem?.message, ...(problem?.try ?? [])].join("\n")).toMatch(row.says);
    expect(verdictOf(diagnosis)).toBe(row.verdict);
  });
});
