/** What two answers mean together, and how it is worded: pure, on values as the calls make them. */
import { describe, expect, it } from "vitest";
import { clockWords } from "../../src/aws/diagnosis/clock.js";
import {
  type DiagnosisContext,
  type Findings,
  diagnose,
  verdictOf,
} from "../../src/aws/diagnosis/diagnose.js";
import { PRODUCTION_HOST } from "../../src/aws/endpoints.js";
import type { AwsAnswer, Balance, Failure, Identity } from "../../src/aws/types.js";
import { CLOSED, EXAMPLE_ID, expectUsable } from "./setup.js";

const STS = "sts.us-east-1.amazonaws.com";
const MTURK = "mturk-requester-sandbox.us-east-1.amazonaws.com";
const CONTEXT: DiagnosisContext = {
  today: new Date("2026-11-22T10:05:00Z"),
  closed: null,
  proxySet: false,
  caBundleSet: false,
  freshKey: false,
  endpoints: {
    sts: `https://${STS}`,
    mturk: `https://${MTURK}`,
    foreignHosts: [],
    sandboxOnly: false,
  },
};
const SESSION = { accessKeyId: "ASIAIOSFODNN7EXAMPLE", hasToken: true };

function failing(
  service: "sts" | "mturk",
  parts: Partial<Failure>,
): { readonly ok: false; readonly failure: Failure } {
  const host = service === "sts" ? STS : MTURK;
  return {
    ok: false,
    failure: {
      service,
      host,
      kind: "service",
      code: "Unknown",
      message: "",
      httpStatus: 400,
      requestId: "r-1",
      turkErrorCode: null,
      serverAheadMs: 0,
      answeredBy: null,
      ...parts,
    },
  };
}

const who = (arn = "arn:aws:iam::123456789012:user/lab/ada"): AwsAnswer<Identity> => ({
  ok: true,
  value: { account: "123456789012", arn },
  host: STS,
  serverAheadMs: 0,
});
const plays = (
  balance = "10000.00",
  parts: { host?: string; serverAheadMs?: number | null } = {},
): AwsAnswer<Balance> => ({
  ok: true,
  value: { balance },
  host: MTURK,
  serverAheadMs: 0,
  ...parts,
});
const INVALID = failing("sts", {
  code: "InvalidClientTokenId",
  httpStatus: 403,
  message: "The security token included in the request is invalid.",
});
const UNRECOGNIZED = failing("mturk", {
  code: "UnrecognizedClient",
  message: "The security token included in the request is invalid.",
});
const OFFLINE = failing("sts", {
  kind: "network",
  code: "ENOTFOUND",
  httpStatus: null,
  requestId: null,
  serverAheadMs: null,
});
const GONE = failing("mturk", {
  kind: "network",
  code: "ENOTFOUND",
  httpStatus: null,
  requestId: null,
  serverAheadMs: null,
});

function about(
  parts: Partial<Findings> & { readonly more?: Partial<DiagnosisContext> },
): ReturnType<typeof diagnose> {
  const { more, ...rest } = parts;
  const diagnosis = diagnose({
    identity: who(),
    sandbox: plays(),
    key: { accessKeyId: EXAMPLE_ID, hasToken: false },
    context: { ...CONTEXT, ...more },
    ...rest,
  });
  for (const problem of diagnosis.problems) expectUsable(problem);
  return diagnosis;
}

const text = (diagnosis: ReturnType<typeof diagnose>, at = 0): string =>
  [diagnosis.problems[at]?.message, ...(diagnosis.problems[at]?.try ?? [])].join("\n");
const codes = (diagnosis: ReturnType<typeof diagnose>): readonly string[] =>
  diagnosis.problems.map(({ code }) => code);

describe("the two answers together", () => {
  it("are nothing to tell if both are well", () => {
    const diagnosis = about({});
    expect(diagnosis).toEqual({
      identity: {
        ok: true,
        value: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/lab/ada" },
      },
      sandbox: { ok: true, value: { balance: "10000.00" }, endpoint: CONTEXT.endpoints.mturk },
      problems: [],
    });
    expect(verdictOf(diagnosis)).toBe("ready");
  });

  it.each([
    [
      "AccessDenied",
      {
        code: "AccessDenied",
        message:
          "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: mechanicalturk:GetAccountBalance because no identity-based policy allows the mechanicalturk:GetAccountBalance action",
      },
      "policy-missing",
      4,
    ],
    [
      "AccessDenied of an older form",
      {
        code: "AccessDenied",
        message:
          "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: mechanicalturk:GetAccountBalance",
      },
      "policy-missing",
      4,
    ],
    [
      "a deny of the user's own policy",
      { code: "AccessDenied", message: "… with an explicit deny in an identity-based policy" },
      "policy-denied",
      undefined,
    ],
    [
      "a deny of the organization",
      { code: "AccessDenied", message: "… with an explicit deny in a service control policy" },
      "policy-denied",
      undefined,
    ],
    [
      "a permissions boundary",
      {
        code: "AccessDenied",
        message:
          "… because no permissions boundary allows the mechanicalturk:GetAccountBalance action",
      },
      "policy-denied",
      undefined,
    ],
    [
      "a root user who is denied",
      {
        code: "AccessDenied",
        message:
          "User: arn:aws:iam::123456789012:root is not authorized to perform: mechanicalturk:GetAccountBalance",
      },
      "policy-denied",
      undefined,
    ],
    [
      "a suspended requester",
      {
        code: "RequestError",
        message: "This user is not authorized to perform the requested operation",
      },
      "policy-denied",
      undefined,
    ],
    [
      "not linked, by code",
      { code: "RequestError", turkErrorCode: "AWS.AccountNotLinked" },
      "account-not-linked",
      5,
    ],
    [
      "not linked, by words",
      {
        code: "RequestError",
        message: "Your AWS account must be linked to your Amazon Mechanical Turk Account.",
      },
      "account-not-linked",
      5,
    ],
    [
      "another RequestError",
      { code: "RequestError", turkErrorCode: "AWS.MechanicalTurk.Surprise" },
      "unknown",
      undefined,
    ],
    ["a subscription", { code: "SubscriptionRequired" }, "account-inactive", 1],
    ["throttling", { code: "Throttling", message: "Rate exceeded" }, "throttled", undefined],
    ["429 of any name", { code: "Whatever", httpStatus: 429 }, "throttled", undefined],
    ["MTurk's own fault", { code: "ServiceFault", httpStatus: 500 }, "aws-fault", undefined],
    ["an unknown key at MTurk alone", { code: "UnrecognizedClient" }, "key-unknown", undefined],
    [
      "the clock",
      { code: "InvalidSignature", message: "Signature expired: …", serverAheadMs: 400_000 },
      "clock-off",
      undefined,
    ],
    [
      "the region",
      {
        code: "InvalidSignature",
        message: "Credential should be scoped to a valid region, not 'us-west-2'.",
      },
      "region-wrong",
      undefined,
    ],
    [
      "the service's name",
      {
        code: "InvalidSignature",
        message: "Credential should be scoped to correct service: 'sts'",
      },
      "region-wrong",
      undefined,
    ],
    [
      "a secret that STS takes",
      { code: "InvalidSignature", message: "The request signature we calculated does not match" },
      "mturk-closed",
      undefined,
    ],
    ["an unknown code", { code: "Gone", httpStatus: 410 }, "mturk-closed", undefined],
    ["503", { code: "ServiceUnavailable", httpStatus: 503 }, "mturk-closed", undefined],
    ["no name", { kind: "network", code: "ENOTFOUND" }, "mturk-closed", undefined],
    ["silence", { kind: "deadline", code: "ETIMEDOUT" }, "mturk-closed", undefined],
    ["a certificate", { kind: "network", code: "CERT_HAS_EXPIRED" }, "mturk-closed", undefined],
    ["a page", { kind: "not-aws", code: "HTTP 404", httpStatus: 404 }, "mturk-closed", undefined],
    ["stopped", { kind: "cancelled", code: "cancelled" }, "cancelled", undefined],
  ] as const)("MTurk with STS well: %s", (_name, parts, code, step) => {
    for (const closed of [null, CLOSED]) {
      const diagnosis = about({ sandbox: failing("mturk", parts), more: { closed } });
      expect(codes(diagnosis)[0]).toBe(code);
      expect(diagnosis.problems[0]?.step).toBe(step);
      expect(verdictOf(diagnosis)).toBe("keys-accepted");
      // Accepted keys are never blamed.
      expect(text(diagnosis)).not.toMatch(/secret is another|not an active key|mistyped/);
    }
  });

  it("name the variable that chose an address, but not inside the practice AWS, where nobody set one", () => {
    const host = "127.0.0.1:5000";
    for (const [kind, code] of [
      ["network", "ECONNREFUSED"],
      ["not-aws", "HTTP 200"],
    ] as const) {
      const identity = failing("sts", { kind, code, host });
      const sandbox = failing("mturk", { kind, code, host });
      expect(text(about({ identity, sandbox }))).toContain("unset AWS_ENDPOINT_URL_STS");
      expect(text(about({ identity, sandbox, more: { practice: true } }))).not.toContain(
        "AWS_ENDPOINT_URL",
      );
      expect(text(about({ sandbox }))).toContain("AWS_ENDPOINT_URL_MTURK names it");
      expect(text(about({ sandbox, more: { practice: true } }))).not.toContain("AWS_ENDPOINT_URL");
    }
  });

  it("say the same of a network that fails for both", () => {
    const diagnosis = about({ identity: OFFLINE, sandbox: GONE });
    expect(diagnosis.sandbox).toMatchObject({ ok: false, problem: { code: "offline" } });
    expect(codes(diagnosis)).toEqual(["offline"]);
    expect(verdictOf(diagnosis)).toBe("unreachable");
  });

  it("do not make a refused key out of MTurk's silence, nor the other way round", () => {
    const both = about({ identity: INVALID, sandbox: GONE });
    expect(codes(both)).toEqual(["key-unknown", "mturk-closed"]);
    expect(verdictOf(both)).toBe("keys-refused");
    const open = about({ identity: OFFLINE, sandbox: plays() });
    expect(verdictOf(open)).toBe("unreachable");
  });

  it("are judged by the sandbox alone where STS is left out", () => {
    expect(verdictOf(about({ identity: null }))).toBe("ready");
    expect(verdictOf(about({ identity: null, sandbox: UNRECOGNIZED }))).toBe("keys-refused");
    expect(verdictOf(about({ identity: null, sandbox: GONE }))).toBe("unreachable");
    expect(verdictOf(about({ identity: null, sandbox: null }))).toBe("unreachable");
    expect(verdictOf(about({ sandbox: null }))).toBe("keys-accepted");
  });

  it.each([
    ["InvalidClientTokenId", "key-unknown", "keys-refused"],
    ["SignatureDoesNotMatch", "secret-wrong", "keys-refused"],
    ["ExpiredToken", "session-expired", "keys-refused"],
    ["IncompleteSignature", "key-garbled", "keys-refused"],
    ["RequestExpired", "clock-off", "keys-refused"],
    ["AccessDenied", "policy-denied", "keys-refused"],
    ["OptInRequired", "account-inactive", "keys-refused"],
    ["Throttling", "throttled", "unreachable"],
    ["NobodyKnows", "unknown", "unreachable"],
  ] as const)("STS says %s: %s, so %s", (code, expected, verdict) => {
    const diagnosis = about({ identity: failing("sts", { code }), sandbox: GONE });
    expect(codes(diagnosis)[0]).toBe(expected);
    expect(verdictOf(diagnosis)).toBe(verdict);
    expect(diagnosis.problems[0]?.detail).toMatch(
      new RegExp(`^${code} \\(HTTP 400, ${STS}, request r-1\\)$`),
    );
  });
});

describe("a key that AWS does not know", () => {
  it("may be four things, the likeliest first", () => {
    const settled = about({ identity: INVALID, sandbox: UNRECOGNIZED });
    expect(settled.problems[0]?.message).toContain("mistyped, deactivated, deleted or too new");
    expect(settled.problems[0]?.try[0]).toMatch(/letter by letter/);
    expect(settled.problems[0]?.try).toHaveLength(4);
    const fresh = about({ identity: INVALID, sandbox: UNRECOGNIZED, more: { freshKey: true } });
    expect(fresh.problems[0]?.message).toContain("too new, mistyped, deactivated or deleted");
    expect(fresh.problems[0]?.try[0]).toMatch(/wait half a minute/);
    expect([...(fresh.problems[0]?.try ?? [])].sort()).toEqual(
      [...(settled.problems[0]?.try ?? [])].sort(),
    );
    expect(codes(settled)).toEqual(["key-unknown"]);
  });

  it("is one half of temporary keys, or temporary keys that are too old, or a key with somebody else's token", () => {
    const key = (accessKeyId: string, hasToken: boolean): string =>
      text(about({ identity: INVALID, sandbox: UNRECOGNIZED, key: { accessKeyId, hasToken } }));
    expect(key(SESSION.accessKeyId, false)).toMatch(
      /one half of temporary keys.*aws_session_token/s,
    );
    expect(key(SESSION.accessKeyId, true)).toMatch(
      /too old, or the session token belongs to others/,
    );
    expect(key(EXAMPLE_ID, true)).toMatch(/must not have.*aws_session_token.*AWS_SESSION_TOKEN/s);
  });

  it("to MTurk alone is one that has not arrived there, or temporary keys", () => {
    expect(text(about({ sandbox: UNRECOGNIZED }))).toMatch(
      /AWS accepts this key\. MTurk's sandbox does not know it yet.*\(step 5\)/s,
    );
    expect(text(about({ sandbox: UNRECOGNIZED, more: { closed: CLOSED } }))).toMatch(
      /no other key will help\. Amazon closed/,
    );
    const temporary = about({ sandbox: UNRECOGNIZED, key: SESSION });
    expect(codes(temporary)).toEqual(["temporary-keys"]);
    expect(verdictOf(temporary)).toBe("keys-accepted");
  });
});

describe("what is told besides", () => {
  it("root and temporary keys, once they are accepted", () => {
    const root = about({ identity: who("arn:aws:iam::123456789012:root") });
    expect(codes(root)).toEqual(["root-keys"]);
    expect(root.problems[0]).toMatchObject({ step: 4 });
    expect(verdictOf(root)).toBe("ready");
    expect(codes(about({ key: SESSION }))).toEqual(["temporary-keys"]);
    expect(codes(about({ identity: INVALID, sandbox: UNRECOGNIZED, key: SESSION }))).toEqual([
      "key-unknown",
    ]);
    expect(
      text(about({ identity: who("arn:aws:iam::123456789012:root"), more: { closed: CLOSED } })),
    ).toContain("mturk-setup retire");
  });

  it("another balance, and MTurk itself with real money", () => {
    const odd = about({ sandbox: plays("9999.99") });
    expect(codes(odd)).toEqual(["balance-unexpected"]);
    expect(verdictOf(odd)).toBe("ready");
    for (const same of ["10000.00", "10000.0", "10000", "10000."])
      expect(codes(about({ sandbox: plays(same) }))).toEqual([]);
    expect(text(about({ sandbox: plays("12.00", { host: PRODUCTION_HOST }) }))).toMatch(
      /with real money.*unset AWS_ENDPOINT_URL_MTURK/s,
    );
  });

  it.each([
    [60_000, null],
    [-119_000, null],
    [121_000, /2 minutes behind\. AWS still takes that\. MTurk refuses requests/],
    [-720_000, /12 minutes ahead/],
    [3 * 86_400_000, /3 days behind/],
  ] as const)("a clock off by %i ms that AWS still takes", (serverAheadMs, says) => {
    const diagnosis = about({ sandbox: plays("10000.00", { serverAheadMs }) });
    expect(verdictOf(diagnosis)).toBe("ready");
    expect(codes(diagnosis)).toEqual(says === null ? [] : ["clock-off"]);
    if (says !== null) expect(text(diagnosis)).toMatch(says);
  });

  it("the clock beside the failure that decides, and never twice", () => {
    const skew = { serverAheadMs: 600_000 };
    expect(
      codes(
        about({
          identity: failing("sts", { code: "InvalidClientTokenId", ...skew }),
          sandbox: UNRECOGNIZED,
        }),
      ),
    ).toEqual(["key-unknown", "clock-off"]);
    expect(
      codes(
        about({
          sandbox: failing("mturk", {
            code: "InvalidSignature",
            message: "Signature expired",
            ...skew,
          }),
        }),
      ),
    ).toEqual(["clock-off"]);
    // A login page's clock is nobody's business.
    expect(
      codes(
        about({
          identity: failing("sts", { kind: "not-aws", code: "HTTP 200", ...skew }),
          sandbox: GONE,
        }),
      ),
    ).toEqual(["not-aws", "offline"]);
  });

  it("unknown and rounded differences are worded, too", () => {
    expect(clockWords(null)).toMatch(/wrong time/);
    expect(clockWords(60_000)).toContain("1 minute behind");
    expect(clockWords(-105 * 60_000)).toContain("105 minutes ahead");
    expect(clockWords(5 * 3_600_000)).toContain("5 hours behind");
  });
});

describe("after MTurk's end", () => {
  it("names it as the likely reason, keeps the raw code, and promises no cure", () => {
    const diagnosis = about({ sandbox: GONE, more: { closed: CLOSED } });
    expect(diagnosis.problems[0]?.message).toBe(
      `AWS accepts this key. MTurk's sandbox does not answer as it should. There is no address for ${MTURK} (ENOTFOUND). Amazon closed MTurk on September 30, 2026; that is the likely reason.`,
    );
    expect(text(diagnosis)).toContain("psiturk server on");
    expect(text(diagnosis)).not.toMatch(/outage|step \d/);
    expect(text(about({ sandbox: GONE }))).toMatch(/health\.aws\.amazon\.com/);
  });

  it("says of linking how to see that it is over; no cure leads in a circle", () => {
    const sandbox = failing("mturk", {
      code: "RequestError",
      turkErrorCode: "AWS.AccountNotLinked",
    });
    expect(about({ sandbox, more: { closed: CLOSED } }).problems[0]?.try.at(-1)).toMatch(
      /^If that page no longer opens, no key can change that\. Amazon closed /,
    );
    expect(text(about({ sandbox }))).not.toContain("no longer opens");
    expect(text(about({ sandbox }))).toContain("account 1234 5678 9012");
  });

  it("is not blamed for what MTurk itself says", () => {
    const denied = failing("mturk", {
      code: "AccessDenied",
      message: "because no identity-based policy allows it",
    });
    expect(text(about({ sandbox: denied, more: { closed: CLOSED } }))).not.toContain("closed");
    expect(text(about({ sandbox: denied }))).toMatch(/IAM user, ada, may not use MTurk yet/);
  });
});
