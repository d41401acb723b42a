/**
 * What the calls do beside asking once: correct the clock, try a secret again, stop at once, hide
 * what was entered.
 */
import { describe, expect, it } from "vitest";
import { createAws } from "../../src/aws/calls.js";
import { diagnose, verdictOf } from "../../src/aws/diagnosis/diagnose.js";
import type { Clock } from "../../src/base/host.js";
import { systemClock } from "../../src/base/host.js";
import { PATIENCE_MS } from "../harness/patience.js";
import { waitUntil } from "../harness/wait.js";
import { HandClock, fault, start } from "../practice/start.js";
import { httpServer, rawServer } from "./servers.js";
import {
  EXAMPLE_ID,
  EXAMPLE_SECRET,
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

const { signal } = new AbortController();

/** A clock whose pauses are noted and last no time. */
function hurried(): { readonly clock: Clock; readonly pauses: number[] } {
  const pauses: number[] = [];
  return {
    clock: {
      now: () => Date.now(),
      sleep: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
    },
    pauses,
  };
}

describe("asking", () => {
  it("gives whose key it is and the balance, with host and clock", async () => {
    const practiceAws = await practice();
    const aws = await awsFor(to(practiceAws.endpoints));
    const identity = await aws.identity(practiceKey(practiceAws), signal);
    const balance = await aws.balance(practiceKey(practiceAws), signal);
    const { host } = new URL(practiceAws.url);
    expect(identity).toEqual({
      ok: true,
      value: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/practice" },
      host,
      serverAheadMs: expect.any(Number),
    });
    expect(balance).toEqual({
      ok: true,
      value: { balance: "10000.00" },
      host,
      serverAheadMs: expect.any(Number),
    });
    expect(practiceAws.log.map(({ operation }) => operation)).toEqual([
      "GetCallerIdentity",
      "GetAccountBalance",
    ]);
  });

  it("sends nothing, and reads nothing, before it is asked", async () => {
    const practiceAws = await practice();
    const aws = await awsFor(to(practiceAws.endpoints));
    expect(aws.endpoints.foreignHosts).toEqual([new URL(practiceAws.url).host]);
    expect(practiceAws.log).toEqual([]);
  });

  it.each([
    ["a bare number, as in Amazon's documentation", '{"AvailableBalance":10000.00}', "10000.00"],
    ["a string", '{"AvailableBalance":"10000.00","OnHoldBalance":"0.00"}', "10000.00"],
    ["no decimals", '{"AvailableBalance":"7"}', "7"],
  ])("understands a balance written as %s", async (_name, body, balance) => {
    const mturk = await httpServer(() => ({
      status: 200,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r" },
      body,
    }));
    const answer = await (await awsFor(to({ mturk }))).balance(keyOf(), signal);
    expect(answer).toMatchObject({ ok: true, value: { balance } });
  });

  it.each([
    '{"AvailableBalance":"-1"}',
    '{"AvailableBalance":"lots"}',
    '{"AvailableBalance":null}',
    '{"AvailableBalance":{}}',
    "{}",
    "[]",
  ])("does not take %s for a balance", async (body) => {
    const mturk = await httpServer(() => ({
      status: 200,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body,
    }));
    const answer = await (await awsFor(to({ mturk }))).balance(keyOf(), signal);
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: "not-aws", httpStatus: 200, code: "HTTP 200" },
    });
  });

  it("does not take an account that is not twelve digits for an identity", async () => {
    const xml =
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/x</Arn><UserId>u</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
    const sts = await httpServer(() => ({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: xml,
    }));
    const answer = await (await awsFor(to({ sts }))).identity(keyOf(), signal);
    expect(answer).toMatchObject({ ok: false, failure: { kind: "not-aws" } });
  });
});

describe("the clock", () => {
  it.each([3600, -3600, 400])(
    "a server %i seconds ahead is asked once more with its own time",
    async (seconds) => {
      const practiceAws = await practice(`clock-skew=${seconds}`);
      const aws = await awsFor(to(practiceAws.endpoints));
      for (const ask of [
        () => aws.identity(practiceKey(practiceAws), signal),
        () => aws.balance(practiceKey(practiceAws), signal),
      ]) {
        const before = Date.now();
        const answer = await ask();
        if (!answer.ok) throw new Error(answer.failure.message);
        // The Date header tells whole seconds, of a moment somewhere on the way.
        expect(Math.abs((answer.serverAheadMs ?? 0) - seconds * 1000)).toBeLessThanOrEqual(
          1000 + Date.now() - before,
        );
      }
      // STS tolerates 15 minutes, MTurk 5.
      const times = (operation: string): number =>
        practiceAws.log.filter((seen) => seen.operation === operation).length;
      expect(times("GetCallerIdentity")).toBe(Math.abs(seconds) > 900 ? 2 : 1);
      expect(times("GetAccountBalance")).toBe(2);
    },
  );

  it("one that cannot be corrected is told in hours, with its direction", async () => {
    const twoHours = 2 * 3600 * 1000;
    const error = {
      __type: "InvalidSignatureException",
      message:
        "Signature expired: 20261122T080000Z is now earlier than 20261122T095500Z (20261122T100000Z - 5 min.)",
    };
    let asked = 0;
    const mturk = await httpServer((turn) => {
      asked = turn + 1;
      return {
        status: 400,
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amzn-requestid": "r",
          date: new Date(Date.now() + twoHours).toUTCString(),
        },
        body: JSON.stringify(error),
      };
    });
    const sts = (await practice()).endpoints.sts;
    const aws = await awsFor(to({ sts, mturk }));
    const sandbox = await aws.balance(keyOf(), signal);
    const { problems } = diagnose({
      identity: null,
      sandbox,
      key: { accessKeyId: EXAMPLE_ID, hasToken: false },
      context: contextFor(aws),
    });
    expect(problems[0]).toMatchObject({ code: "clock-off" });
    expect(problems[0]?.message).toMatch(/^This computer's clock is 2 hours behind\./);
    expect(asked).toBe(2);
  });

  it("is read off AWS's words if the answer has no Date", async () => {
    const error = {
      __type: "InvalidSignatureException",
      message:
        "Signature not yet current: 20261122T103000Z is still later than 20261122T100500Z (20261122T100000Z + 5 min.)",
    };
    const body = JSON.stringify(error);
    const mturk = `http://127.0.0.1:${await rawServer((socket) => socket.once("data", () => socket.end(`HTTP/1.1 400 Bad Request\r\nx-amzn-requestid: r\r\nContent-Length: ${body.length}\r\n\r\n${body}`)))}`;
    const diagnosis = await examine(to({ mturk }), keyOf());
    expect(diagnosis.sandbox).toMatchObject({ ok: false, problem: { code: "clock-off" } });
    expect(diagnosis.problems[0]?.message).toMatch(/^This computer's clock is 30 minutes ahead\./);
  });

  it("is not measured by an answer out of a cache", async () => {
    const mturk = await httpServer(() => ({
      status: 200,
      headers: {
        "content-type": "application/json",
        age: "86400",
        date: "Sat, 21 Nov 2026 10:00:00 GMT",
      },
      body: '{"AvailableBalance":"10000.00"}',
    }));
    const answer = await (await awsFor(to({ mturk }))).balance(keyOf(), signal);
    expect(answer).toMatchObject({ ok: true, serverAheadMs: null });
  });
});

describe("a refused secret", () => {
  it("is tried once more after a pause: AWS may refuse a right one just after a wrong one", async () => {
    // AWS's reluctance lasts five seconds, which do not pass here.
    const practiceAws = await start({ faults: [fault("second-secret")], clock: new HandClock() });
    const { clock, pauses } = hurried();
    const aws = await awsFor(to(practiceAws.endpoints), { clock, bounds: { pauseMs: 1500 } });
    const wrong = await aws.identity(
      { ...practiceKey(practiceAws), secretAccessKey: keyOf().secretAccessKey },
      signal,
    );
    expect(wrong).toMatchObject({ ok: false, failure: { code: "SignatureDoesNotMatch" } });
    const right = await aws.identity(practiceKey(practiceAws), signal);
    expect(right.ok).toBe(true);
    expect(pauses).toEqual([1500, 1500]);
    expect(practiceAws.log.map(({ status }) => status)).toEqual([403, 403, 403, 200]);
  });

  it("of MTurk as well", async () => {
    const practiceAws = await practice("wrong-secret");
    const { clock, pauses } = hurried();
    const aws = await awsFor(to(practiceAws.endpoints), { clock });
    expect(await aws.balance(practiceKey(practiceAws), signal)).toMatchObject({
      ok: false,
      failure: { code: "InvalidSignature" },
    });
    expect(pauses).toHaveLength(1);
    expect(practiceAws.log).toHaveLength(2);
  });

  it.each(["key-inactive", "wrong-region", "not-linked", "throttle", "aws-fault", "closed=410"])(
    "nothing else is sent twice (%s)",
    async (fault) => {
      const practiceAws = await practice(fault);
      const aws = await awsFor(to(practiceAws.endpoints));
      const answer = await aws.balance(practiceKey(practiceAws), signal);
      expect(answer.ok).toBe(false);
      expect(practiceAws.log).toHaveLength(1);
    },
  );
});

describe("stopping", () => {
  it.each(["before", "while waiting", "in the pause"])("gives back at once: %s", async (when) => {
    const practiceAws = await practice(when === "in the pause" ? "wrong-secret" : "silent");
    const aws = await awsFor(to(practiceAws.endpoints), { bounds: { pauseMs: PATIENCE_MS } });
    const stop = new AbortController();
    if (when === "before") stop.abort();
    const answer = aws.identity(practiceKey(practiceAws), stop.signal);
    if (when !== "before") {
      await waitUntil(
        () => (practiceAws.log.length > 0 ? true : undefined),
        () => "never asked",
      );
      stop.abort();
    }
    expect(await answer).toMatchObject({
      ok: false,
      failure: { kind: "cancelled", code: "cancelled" },
    });
    expect(practiceAws.log).toHaveLength(when === "before" ? 0 : 1);
  });

  it("closes the connection that it leaves", async () => {
    let closed: (() => void) | null = null;
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const stop = new AbortController();
    const port = await rawServer((socket) => {
      socket.once("data", () => stop.abort());
      socket.once("close", () => closed?.());
    });
    const aws = await awsFor(to({ mturk: `http://127.0.0.1:${port}` }));
    await aws.balance(keyOf(), stop.signal);
    await gone;
  });
});

describe("what was entered stays hidden", () => {
  it("also if AWS repeats it: a secret that was pasted as the id", async () => {
    const practiceAws = await practice("echo-secret");
    const swapped = keyOf({ id: EXAMPLE_SECRET, secret: EXAMPLE_ID });
    const diagnosis = await examine(to(practiceAws.endpoints), swapped);
    expect(diagnosis.problems[0]).toMatchObject({ code: "key-garbled", step: 4 });
    expect(diagnosis.problems[0]?.detail).toContain("••••");
    expectNoSecret(diagnosis, swapped, EXAMPLE_SECRET);
  });

  it("in a page, a header, a code, an escaped form", async () => {
    const mirror = [EXAMPLE_SECRET, EXAMPLE_TOKEN, encodeURIComponent(EXAMPLE_SECRET)].join(" ");
    const key = keyOf({ token: EXAMPLE_TOKEN });
    const headers = {
      "content-type": `text/html ${mirror}`,
      server: mirror,
      "x-amzn-requestid": mirror,
    };
    const bodies = [
      JSON.stringify({ __type: EXAMPLE_SECRET, message: mirror }),
      JSON.stringify({ __type: "RequestError", Message: mirror, TurkErrorCode: EXAMPLE_TOKEN }),
      `<html>${mirror}</html>`,
    ];
    for (const body of bodies) {
      for (const status of [200, 400, 403, 500]) {
        const url = await httpServer(() => ({ status, headers, body }));
        await examine(to({ sts: url, mturk: url }), key);
      }
    }
  });

  it("with an invisible character in the id or the token, nothing is sent and the place is named", async () => {
    const practiceAws = await practice();
    const id = await examine(to(practiceAws.endpoints), keyOf({ id: `${EXAMPLE_ID}\u200b` }));
    expect(id.problems[0]).toMatchObject({ code: "key-garbled", step: 4 });
    expect(id.problems[0]?.message).toContain("character in the key id");
    const token = await examine(to(practiceAws.endpoints), keyOf({ token: `${EXAMPLE_TOKEN}\n` }));
    expect(token.problems[0]?.message).toContain("character in the session token");
    expect(verdictOf(token)).toBe("keys-refused");
    expect(practiceAws.log).toEqual([]);
  });
});

describe("an environment that cannot be used", () => {
  it.each([
    ["AWS_ENDPOINT_URL_MTURK", "localhost:4566", "setting-broken"],
    ["HTTPS_PROXY", "http://user:100%@proxy:3128", "proxy"],
    ["AWS_CA_BUNDLE", "/no/such/file.pem", "file-unreadable"],
  ])("%s=%s", async (variable, value, code) => {
    const made = await createAws({ env: { [variable]: value }, clock: systemClock });
    expect(made).toMatchObject({ ok: false, problem: { code } });
    if (made.ok) return;
    expect(made.problem.message).toContain(variable);
    expect(made.problem.try.join("\n")).toContain(`unset ${variable}`);
    expect(JSON.stringify(made)).not.toContain("100%");
  });
});
