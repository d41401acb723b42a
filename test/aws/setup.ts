/**
 * AWS as the tests reach it: the real SDK through `createAws`, against a practice AWS or servers of
 * the test's own.
 */
import { inspect } from "node:util";
import { afterEach, expect } from "vitest";
import { type AwsOptions, type Bounds, createAws } from "../../src/aws/calls.js";
import { type DiagnosisContext, diagnose } from "../../src/aws/diagnosis/diagnose.js";
import type { Aws, Diagnosis } from "../../src/aws/types.js";
import { type Clock, systemClock } from "../../src/base/host.js";
import { Secret } from "../../src/base/secret.js";
import type { AccessKey } from "../../src/keys/types.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { PATIENCE_MS } from "../harness/patience.js";
import { fault, start } from "../practice/start.js";

/**
 * AWS's documented example pair
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html), and a made-up
 * token.
 */
export const EXAMPLE_ID = "AKIAIOSFODNN7EXAMPLE";
export const EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
export const EXAMPLE_TOKEN = "FwoGZXIvYXdzEXAMPLE+canary/token==";

/** No bound that a busy machine could meet, and no pause; a test of a bound sets that one. */
export const QUICK: Bounds = {
  callMs: PATIENCE_MS,
  connectMs: PATIENCE_MS,
  answerMs: PATIENCE_MS,
  lookUpMs: PATIENCE_MS,
  pauseMs: 1,
};

const closers: (() => Promise<unknown>)[] = [];

/** Registers what has to be closed after the test. */
export function later(close: () => Promise<unknown>): void {
  closers.push(close);
}

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

export function keyOf(
  parts: { readonly id?: string; readonly secret?: string; readonly token?: string } = {},
): AccessKey {
  return {
    accessKeyId: parts.id ?? EXAMPLE_ID,
    secretAccessKey: new Secret(parts.secret ?? EXAMPLE_SECRET),
    ...(parts.token === undefined ? {} : { sessionToken: new Secret(parts.token) }),
  };
}

export function practice(...faults: readonly string[]): Promise<PracticeAws> {
  return start({ faults: faults.map(fault) });
}

export function practiceKey(aws: PracticeAws): AccessKey {
  return { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey };
}

export type Env = Readonly<Record<string, string | undefined>>;

/** The environment that leads to these addresses. */
export function to(
  endpoints: { readonly sts?: string; readonly mturk?: string },
  more: Env = {},
): Env {
  return {
    ...(endpoints.sts === undefined ? {} : { AWS_ENDPOINT_URL_STS: endpoints.sts }),
    ...(endpoints.mturk === undefined ? {} : { AWS_ENDPOINT_URL_MTURK: endpoints.mturk }),
    ...more,
  };
}

export async function awsFor(
  env: Env,
  options: {
    readonly bounds?: Partial<Bounds>;
    readonly clock?: Clock;
    readonly readBundle?: AwsOptions["readBundle"];
  } = {},
): Promise<Aws> {
  const made = await createAws({
    env,
    clock: options.clock ?? systemClock,
    bounds: { ...QUICK, ...options.bounds },
    ...(options.readBundle === undefined ? {} : { readBundle: options.readBundle }),
  });
  if (!made.ok) throw new Error(inspect(made.problem));
  return made.value;
}

export const CLOSED = {
  said: "Amazon closed MTurk on September 30, 2026; that is the likely reason.",
};

export function contextFor(
  aws: Aws,
  env: Env = {},
  more: Partial<DiagnosisContext> = {},
): DiagnosisContext {
  return {
    today: new Date("2026-11-22T10:05:00Z"),
    closed: CLOSED,
    proxySet: env.HTTPS_PROXY !== undefined,
    caBundleSet: env.AWS_CA_BUNDLE !== undefined,
    freshKey: false,
    endpoints: aws.endpoints,
    ...more,
  };
}

/**
 * Asks both services as the check does, diagnoses, and makes sure that nothing of the key's secrets
 * is in any of it.
 */
export async function examine(
  env: Env,
  key: AccessKey,
  more: Partial<DiagnosisContext> = {},
  bounds: { readonly sts?: Partial<Bounds>; readonly mturk?: Partial<Bounds> } = {},
): Promise<Diagnosis> {
  const [aws, mturk] = await Promise.all([
    awsFor(env, { bounds: bounds.sts ?? {} }),
    awsFor(env, { bounds: bounds.mturk ?? {} }),
  ]);
  const { signal } = new AbortController();
  const [identity, sandbox] = await Promise.all([
    aws.endpoints.sandboxOnly ? null : aws.identity(key, signal),
    mturk.balance(key, signal),
  ]);
  const diagnosis = diagnose({
    identity,
    sandbox,
    key: { accessKeyId: key.accessKeyId, hasToken: key.sessionToken !== undefined },
    context: contextFor(aws, env, more),
  });
  expectNoSecret({ identity, sandbox, diagnosis }, key);
  for (const problem of diagnosis.problems) expectUsable(problem);
  return diagnosis;
}

/** Neither secret nor token, in no form, in anything that could be printed. */
export function expectNoSecret(value: unknown, key: AccessKey, ...others: readonly string[]): void {
  const secrets = [
    key.secretAccessKey.reveal(),
    ...(key.sessionToken === undefined ? [] : [key.sessionToken.reveal()]),
    ...others,
  ];
  const printed = [JSON.stringify(value), inspect(value, { depth: Infinity, showHidden: true })];
  for (const secret of secrets) {
    for (const form of [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(encodeURIComponent(secret)),
    ]) {
      for (const text of printed) expect(text).not.toContain(form);
    }
  }
}

/** Whole sentences, a next step, and none of the words that show that something was missing. */
export function expectUsable(problem: {
  readonly message: string;
  readonly try: readonly string[];
  readonly detail?: string;
}): void {
  expect(problem.try.length).toBeGreaterThan(0);
  for (const text of [problem.message, ...problem.try]) {
    expect(text.trim()).not.toBe("");
    expect(text).toMatch(/^[\w"]/);
  }
  for (const text of [problem.message, ...problem.try, problem.detail ?? ""]) {
    expect(text).not.toMatch(/\bundefined\b|\bnull\b|\bNaN\b|\[object|\n| {2}/);
  }
}

/**
 * Each label may be so long, all of them together not: refused before anybody is asked
 * (https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4).
 */
export const TOO_LONG = Array.from({ length: 4 }, () => "x".repeat(63)).join(".");
