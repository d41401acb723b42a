/** IAM's client and calls against the practice AWS and servers that misbehave, over real HTTP. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { resolveIamEndpoint } from "../../src/aws/iam/endpoint.js";
import { createIam } from "../../src/aws/iam/iam.js";
import { iamProblem, meaningOf } from "../../src/aws/iam/problems.js";
import type { Iam, IamAnswer } from "../../src/aws/iam/types.js";
import type { Bounds } from "../../src/aws/calls.js";
import { systemClock } from "../../src/base/host.js";
import type { AccessKey } from "../../src/keys/types.js";
import { answering, deadPort, httpServer, rawServer } from "./servers.js";
import {
  EXAMPLE_SECRET,
  QUICK,
  expectNoSecret,
  expectUsable,
  keyOf,
  practice,
  practiceKey,
} from "./setup.js";

const { signal } = new AbortController();

async function iamAt(url: string, bounds: Partial<Bounds> = {}): Promise<Iam> {
  const made = await createIam({
    env: { AWS_ENDPOINT_URL_IAM: url },
    clock: systemClock,
    bounds: { ...QUICK, ...bounds },
  });
  if (!made.ok) throw new Error(inspect(made.problem));
  return made.value;
}

function value<T>(answer: IamAnswer<T>): T {
  if (!answer.ok) throw new Error(inspect(answer.failure));
  return answer.value;
}

function failure(
  answer: IamAnswer<unknown>,
): Extract<IamAnswer<unknown>, { ok: false }>["failure"] {
  if (answer.ok) throw new Error("expected a failure");
  return answer.failure;
}

describe("the five calls", () => {
  it("make, list, switch off and on, and delete a key, each signed by the key it is given", async () => {
    const aws = await practice();
    const iam = await iamAt(aws.endpoints.iam);
    const old = practiceKey(aws);
    expect(value(await iam.list(old, signal))).toMatchObject([
      { id: old.accessKeyId, status: "Active" },
    ]);
    expect(value(await iam.lastUse(old, old.accessKeyId, signal))).toMatchObject({
      service: "iam",
    });
    const before = Date.now();
    const made = value(await iam.create(old, signal));
    expect(aws.accounts.find(made.accessKeyId)?.secretAccessKey.equals(made.secretAccessKey)).toBe(
      true,
    );
    expect(inspect(made, { depth: 9 })).toContain("••••");
    const listed = value(await iam.list(made, signal));
    expect(listed.map(({ id }) => id).sort()).toEqual([old.accessKeyId, made.accessKeyId].sort());
    // IAM tells whole seconds.
    expect(listed.find(({ id }) => id === made.accessKeyId)!.createdAt).toBeGreaterThan(
      before - 1000,
    );
    expect(listed.find(({ id }) => id === made.accessKeyId)!.createdAt).toBeLessThanOrEqual(
      Date.now(),
    );
    expect(value(await iam.lastUse(old, made.accessKeyId, signal))).not.toEqual({
      at: null,
      service: null,
    });
    value(await iam.setStatus(made, old.accessKeyId, "Inactive", signal));
    expect(aws.accounts.find(old.accessKeyId)?.status).toBe("Inactive");
    value(await iam.setStatus(made, old.accessKeyId, "Active", signal));
    value(await iam.remove(made, old.accessKeyId, signal));
    expect(aws.accounts.find(old.accessKeyId)).toBeNull();
    expect(meaningOf(failure(await iam.remove(made, old.accessKeyId, signal)))).toBe("gone");
    expect(meaningOf(failure(await iam.list(old, signal)))).toBe("not-accepted");
  });

  it("a key that was never used has neither date nor service", async () => {
    const aws = await practice();
    const iam = await iamAt(aws.endpoints.iam);
    const made = value(await iam.create(practiceKey(aws), signal));
    expect(value(await iam.lastUse(practiceKey(aws), made.accessKeyId, signal))).toEqual({
      at: null,
      service: null,
    });
  });
});

describe("nothing is sent twice by itself", () => {
  it("not a key whose answer was lost: it was made once", async () => {
    const aws = await practice("lost-answers=create");
    const iam = await iamAt(aws.endpoints.iam);
    const answer = failure(await iam.create(practiceKey(aws), signal));
    expect(meaningOf(answer)).toBe("unclear");
    expect(aws.log.filter(({ operation }) => operation === "CreateAccessKey")).toHaveLength(1);
    expect(value(await iam.list(practiceKey(aws), signal))).toHaveLength(2);
  });

  it("nor at the limit of two keys, which the SDK would take for throttling", async () => {
    const aws = await practice("quota");
    const iam = await iamAt(aws.endpoints.iam);
    expect(meaningOf(failure(await iam.create(practiceKey(aws), signal)))).toBe("limit");
    expect(aws.log.filter(({ operation }) => operation === "CreateAccessKey")).toHaveLength(1);
  });

  it("but again after a clock that was wrong, for then nothing was done", async () => {
    const aws = await practice("clock-skew=3600");
    const iam = await iamAt(aws.endpoints.iam);
    const made = value(await iam.create(practiceKey(aws), signal));
    expect(aws.accounts.find(made.accessKeyId)).not.toBeNull();
    expect(aws.log.filter(({ operation }) => operation === "CreateAccessKey")).toHaveLength(2);
  });
});

describe("what a failure means", () => {
  it.each([
    { fault: "no-iam", meaning: "denied", code: "policy-missing" },
    { fault: "iam-deny", meaning: "denied", code: "policy-denied" },
    { fault: "key-inactive", meaning: "not-accepted", code: "key-unknown" },
    { fault: "wrong-secret", meaning: "refused", code: "secret-wrong" },
    { fault: "throttle=iam", meaning: "busy", code: "throttled" },
    { fault: "aws-fault=iam", meaning: "unclear", code: "aws-fault" },
    { fault: "captive-portal", meaning: "unclear", code: "not-aws" },
    { fault: "html-403", meaning: "unclear", code: "not-aws" },
    { fault: "offline", meaning: "unclear", code: "offline" },
  ])("$fault: $meaning", async ({ fault, meaning, code }) => {
    const aws = await practice(fault);
    const iam = await iamAt(aws.endpoints.iam);
    const key = practiceKey(aws);
    for (const answer of [
      await iam.list(key, signal),
      await iam.create(key, signal),
      await iam.setStatus(key, key.accessKeyId, "Inactive", signal),
      await iam.remove(key, key.accessKeyId, signal),
    ]) {
      expect(meaningOf(failure(answer))).toBe(meaning);
      const problem = iamProblem(failure(answer), "list the keys of this user");
      expect(problem.code).toBe(code);
      expectUsable(problem);
      expectNoSecret({ answer, problem }, key);
    }
    expect(aws.accounts.find(key.accessKeyId)?.status).toBe("Active");
  });

  it("a page that answers 200 to everything is no success, not even where IAM answers with nothing", async () => {
    const page = await answering(
      "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 27\r\nconnection: close\r\n\r\n<html><body>hi</body></html>",
    );
    const iam = await iamAt(page);
    expect(failure(await iam.remove(keyOf(), keyOf().accessKeyId, signal))).toMatchObject({
      kind: "not-aws",
    });
    const empty = await httpServer(() => ({ status: 200, body: "" }));
    expect(
      failure(
        await (await iamAt(empty)).setStatus(keyOf(), keyOf().accessKeyId, "Inactive", signal),
      ),
    ).toMatchObject({ kind: "not-aws" });
    expect(failure(await (await iamAt(empty)).create(keyOf(), signal))).toMatchObject({
      kind: "not-aws",
    });
  });

  it("a list in pages is read to its end", async () => {
    const page = (id: string, more: boolean): string =>
      `<ListAccessKeysResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccessKeysResult><AccessKeyMetadata><member><UserName>x</UserName><AccessKeyId>${id}</AccessKeyId><Status>Expired</Status></member></AccessKeyMetadata><IsTruncated>${more}</IsTruncated>${more ? "<Marker>next</Marker>" : ""}</ListAccessKeysResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListAccessKeysResponse>`;
    const url = await httpServer((turn) => ({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: page(turn === 0 ? "AKIAIOSFODNN7EXAMPLE" : "AKIAIOSFODNN6EXAMPLE", turn === 0),
    }));
    expect(value(await (await iamAt(url)).list(keyOf(), signal))).toEqual([
      { id: "AKIAIOSFODNN7EXAMPLE", status: "Inactive", createdAt: null },
      { id: "AKIAIOSFODNN6EXAMPLE", status: "Inactive", createdAt: null },
    ]);
  });

  it("nobody answers, nobody listens, somebody stops it: told in time", async () => {
    const mute = await rawServer(() => undefined);
    expect(
      failure(
        await (await iamAt(`http://127.0.0.1:${mute}`, { callMs: 300 })).list(keyOf(), signal),
      ),
    ).toMatchObject({ kind: "deadline" });
    expect(
      failure(await (await iamAt(`http://127.0.0.1:${await deadPort()}`)).list(keyOf(), signal)),
    ).toMatchObject({ kind: "network", code: "ECONNREFUSED", service: "iam" });
    const stop = new AbortController();
    stop.abort();
    expect(
      failure(await (await iamAt(`http://127.0.0.1:${mute}`)).list(keyOf(), stop.signal)),
    ).toMatchObject({ kind: "cancelled" });
  });

  it("what is echoed of a secret stays hidden", async () => {
    const aws = await practice("echo-secret");
    const swapped: AccessKey = keyOf({ id: EXAMPLE_SECRET, secret: "AKIAIOSFODNN7EXAMPLE" });
    const answer = await (await iamAt(aws.endpoints.iam)).list(swapped, signal);
    expectNoSecret(answer, swapped, EXAMPLE_SECRET);
  });
});

describe("where IAM is", () => {
  it.each([
    [{}, "https://iam.amazonaws.com", false],
    [{ AWS_ENDPOINT_URL_IAM: " https://iam.example.org" }, "https://iam.example.org", true],
    [
      { AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:4566", AWS_ENDPOINT_URL: "http://other" },
      "http://127.0.0.1:4566",
      true,
    ],
    [
      { AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:1", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
      "https://iam.amazonaws.com",
      false,
    ],
    [{ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, "https://iam.amazonaws.com", false],
  ])("%o", (env, url, foreign) => {
    expect(resolveIamEndpoint(env)).toMatchObject({ ok: true, value: { url, foreign } });
  });

  it.each([
    ["localhost:4566", "setting-broken"],
    ["http://iam.example.org", "usage-wrong"],
    ["https://user:hunter2@iam.example.org", "usage-wrong"],
    ["https://iam.example.org/?token=hunter2", "usage-wrong"],
    ["nonsense", "setting-broken"],
  ])("%s is refused, and not repeated", (url, code) => {
    const refused = resolveIamEndpoint({ AWS_ENDPOINT_URL_IAM: url });
    expect(refused).toMatchObject({ ok: false, problem: { code } });
    expect(JSON.stringify(refused)).not.toContain("hunter2");
  });
});
