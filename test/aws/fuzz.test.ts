/**
 * Anything at all that can be thrown or answered ends as a problem with words and a next step, and
 * without what was entered.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose, verdictOf } from "../../src/aws/diagnosis/diagnose.js";
import {
  type Evidence,
  endedFailure,
  failureOf,
  strangerFailure,
} from "../../src/aws/diagnosis/failure.js";
import { AWS_PROBLEMS } from "../../src/aws/diagnosis/problem-table.js";
import type { Failure } from "../../src/aws/types.js";
import { Secret } from "../../src/base/secret.js";
import {
  CLOSED,
  EXAMPLE_ID,
  EXAMPLE_SECRET,
  EXAMPLE_TOKEN,
  expectNoSecret,
  expectUsable,
  keyOf,
} from "./setup.js";

const SECRETS = [EXAMPLE_SECRET, EXAMPLE_TOKEN];
const CODES = [
  "ENOTFOUND",
  "ECONNRESET",
  "EPROTO",
  "CERT_HAS_EXPIRED",
  "ERR_INVALID_CHAR",
  "ERR_PROXY_TUNNEL",
  "HPE_INVALID_CONSTANT",
  "RequestError",
  "AccessDenied",
  "InvalidSignatureException",
  "UnrecognizedClientException",
  "ExpiredToken",
  "ThrottlingException",
  "ServiceFault",
  "OptInRequired",
  "IncompleteSignature",
  "Exception",
  "Unknown",
  "SyntaxError",
  "TimeoutError",
  "AbortError",
  "constructor",
  "__proto__",
  "",
];
const MESSAGES = [
  "Signature expired: 20261122T080000Z is now earlier than 99999999T999999Z",
  "Credential should be scoped to a valid region",
  "@aws-sdk XML parse error: x",
  "\u001b[2Jboo\r\nline",
  "not authorized with an explicit deny in a service control policy",
];

const word = fc.oneof(
  fc.constantFrom(...CODES),
  fc.constantFrom(...MESSAGES),
  fc.constantFrom(...SECRETS),
  fc.string({ maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const anything = fc.oneof(
  word,
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
);
const errorLike = fc.record(
  {
    name: anything,
    message: anything,
    code: anything,
    Code: anything,
    TurkErrorCode: anything,
    RequestId: anything,
    __type: anything,
    $metadata: fc.oneof(
      anything,
      fc.record(
        { httpStatusCode: fc.oneof(fc.integer(), anything), requestId: anything },
        { requiredKeys: [] },
      ),
    ),
    $fault: anything,
    cause: anything,
    errors: fc.oneof(fc.array(anything, { maxLength: 3 }), anything),
  },
  { requiredKeys: [] },
);
/** What AWS's clients really throw, with the parts exchanged. */
const serviceLike = fc
  .record({
    name: fc.constantFrom(...CODES),
    message: fc.constantFrom(...MESSAGES),
    TurkErrorCode: fc.constantFrom(undefined, "AWS.AccountNotLinked", EXAMPLE_TOKEN),
    $metadata: fc.record({ httpStatusCode: fc.constantFrom(200, 400, 429, 500) }),
  })
  .map((parts) => Object.assign(new Error("x"), parts));
const thrown = fc.oneof(
  { weight: 4, arbitrary: serviceLike },
  anything,
  errorLike,
  errorLike.map((parts) => Object.assign(new Error("x"), parts)),
  errorLike.map((parts) => new AggregateError([parts], "")),
  fc.constant(
    new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    ),
  ),
  fc.constant(
    Object.defineProperty({}, "message", {
      get: () => {
        throw new Error("no");
      },
    }),
  ),
  fc.constant(() => "a function"),
);
const evidence: fc.Arbitrary<Evidence> = fc.record({
  service: fc.constantFrom("sts" as const, "mturk" as const),
  host: fc.constantFrom(
    "sts.us-east-1.amazonaws.com",
    "mturk-requester-sandbox.us-east-1.amazonaws.com",
    "127.0.0.1:5000",
  ),
  entered: fc.constant([EXAMPLE_ID, ...SECRETS].map((it) => new Secret(it))),
  secrets: fc.constant(SECRETS.map((it) => new Secret(it))),
  wire: fc.option(
    fc.record({
      status: fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constant(-1)),
      headers: fc.dictionary(
        fc.constantFrom("content-type", "server", "via", "x-amzn-requestid", "date", "age"),
        word,
      ),
    }),
  ),
  serverAheadMs: fc.option(
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  ),
  proxyHost: fc.option(fc.constant("127.0.0.1:3128")),
  proxyRefusal: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    fc.integer(),
    fc.constant(Number.NaN),
  ),
});
const facts = fc.record({
  accessKeyId: fc.constantFrom(EXAMPLE_ID, "ASIAIOSFODNN7EXAMPLE", "", EXAMPLE_SECRET),
  hasToken: fc.boolean(),
});
const context = fc.record({
  today: fc.oneof(fc.constant(new Date("2026-11-22T10:05:00Z")), fc.constant(new Date(Number.NaN))),
  closed: fc.constantFrom(null, CLOSED),
  proxySet: fc.boolean(),
  caBundleSet: fc.boolean(),
  freshKey: fc.boolean(),
  endpoints: fc.constant({
    sts: "https://sts.us-east-1.amazonaws.com",
    mturk: "http://127.0.0.1:5000",
    foreignHosts: ["127.0.0.1:5000"],
    sandboxOnly: false,
  }),
});

const failure: fc.Arbitrary<Failure> = fc.oneof(
  fc.tuple(thrown, evidence).map(([error, known]) => failureOf(error, known)),
  evidence.map(strangerFailure),
  fc
    .tuple(fc.constantFrom("cancelled" as const, "deadline" as const), evidence)
    .map(([how, known]) => endedFailure(how, 8000, known)),
);

describe("any thrown value at all", () => {
  it("is a problem with a next step, never a stack trace, `undefined` or a secret", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        failure,
        failure,
        facts,
        context,
        fc.constantFrom("accepted", "failed", "left out"),
        (first, second, key, around, sts) => {
          const well = {
            ok: true,
            value: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/x" },
            host: first.host,
            serverAheadMs: null,
          } as const;
          const identity =
            sts === "left out"
              ? null
              : sts === "accepted"
                ? well
                : ({ ok: false, failure: { ...first, service: "sts" } } as const);
          const sandbox = { ok: false, failure: { ...second, service: "mturk" } } as const;
          const diagnosis = diagnose({ identity, sandbox, key, context: around });
          expect(diagnosis.problems.length).toBeGreaterThan(0);
          for (const problem of diagnosis.problems) {
            expect(Object.keys(AWS_PROBLEMS)).toContain(problem.code);
            seen.add(problem.code);
            for (const text of [problem.message, ...problem.try])
              expect(text).not.toMatch(/\bat .+:\d+:\d+/);
            expectUsable(problem);
            expect(problem.detail ?? "").not.toContain("\u001b");
          }
          expectNoSecret({ first, second, diagnosis }, keyOf({ token: EXAMPLE_TOKEN }));
          expect(["ready", "keys-accepted", "keys-refused", "unreachable"]).toContain(
            verdictOf(diagnosis),
          );
        },
      ),
      { numRuns: 600, seed: 20261122 },
    );
    // The fuzzing reaches the rules, not only the last one.
    expect(seen.size).toBeGreaterThan(12);
  });
});
