/** Asks every ten seconds until the answer is another one; a gap in the network is none. */
import { expect, test } from "vitest";
import type { ProblemCode } from "../../../src/base/problem.js";
import { failed, ok } from "../../../src/base/problem.js";
import {
  comparedTo,
  passingProblem,
  waitForChange,
} from "../../../src/jobs/shared/wait-for-change.js";
import type { Checked } from "../../../src/jobs/verify.js";

const problem = (code: ProblemCode) => ({ code, message: "It happened.", try: [] });

/** What STS and the sandbox said; null: well. */
function answer(sts: ProblemCode | null, mturk: ProblemCode | null) {
  const identity =
    sts === null
      ? { ok: true, value: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/a" } }
      : { ok: false, problem: problem(sts) };
  const endpoint = "https://mturk.example";
  const sandbox =
    mturk === null
      ? { ok: true, value: { balance: "10000.00" }, endpoint }
      : { ok: false, problem: problem(mturk), endpoint };
  const problems = [sts, mturk].flatMap((code) => (code === null ? [] : [problem(code)]));
  const diagnosis = { identity, sandbox, problems } as Checked["diagnosis"];
  return { checked: { diagnosis, verdict: "ready", foreignHosts: [] } as Checked, problems };
}

test.each([
  ["account-not-linked", null, "account-not-linked", "same"],
  ["account-not-linked", null, null, "other"],
  ["account-not-linked", null, "policy-missing", "other"],
  ["account-not-linked", null, "mturk-closed", "unclear"],
  ["account-not-linked", "offline", "offline", "unclear"],
  ["account-not-linked", "key-unknown", "key-unknown", "other"],
  ["policy-missing", null, "throttled", "unclear"],
  ["key-unknown", "key-unknown", "mturk-closed", "same"],
  // The key is known by now, and that MTurk is silent is another matter.
  ["key-unknown", null, "mturk-closed", "other"],
  ["key-unknown", "offline", "offline", "unclear"],
  ["key-unknown", "secret-wrong", "secret-wrong", "other"],
] as const)("%s: STS %s, MTurk %s: %s", (because, sts, mturk, looked) => {
  expect(comparedTo(because, answer(sts, mturk))).toBe(looked);
});

test("only what passes without anything being done here is waited for", () => {
  const first = (...codes: ProblemCode[]) => passingProblem(codes.map(problem));
  expect(first("root-keys", "account-not-linked")).toBe("account-not-linked");
  expect(first("secret-wrong", "mturk-closed", "policy-denied", "offline")).toBeNull();
});

/** A clock that jumps to the end of each sleep, and what was slept until. */
function jumping() {
  let now = 0;
  const slept: number[] = [];
  const sleep = (ms: number): Promise<void> => {
    now += ms;
    slept.push(now);
    return Promise.resolve();
  };
  return { clock: { now: () => now, sleep }, slept, pass: (ms: number) => void (now += ms) };
}

test("every 10 s from start to start, told each time, ended by the other answer", async () => {
  const { clock, slept, pass } = jumping();
  const told: string[] = [];
  const answers = [
    ok(answer(null, "account-not-linked")),
    failed(problem("offline")),
    ok(answer(null, null)),
  ];
  const result = await waitForChange(
    { clock },
    {
      because: "account-not-linked",
      ask: () => {
        pass(4_000);
        return Promise.resolve(answers.shift() ?? failed(problem("unknown")));
      },
      answered: (value) => value,
      signal: new AbortController().signal,
      forMs: 60_000,
      tell: (looked) => told.push(looked),
    },
  );
  expect(result.ok).toBe(true);
  expect(told).toEqual(["same", "unclear"]);
  expect(slept).toEqual([10_000, 20_000, 30_000]);
});

test("it ends by itself, and when it is stopped", async () => {
  const { clock, slept } = jumping();
  const end = new AbortController();
  const options = {
    because: "policy-missing",
    ask: () => Promise.resolve(ok(answer(null, "policy-missing"))),
    answered: (value: ReturnType<typeof answer>) => value,
    signal: end.signal,
    forMs: 60_000,
    tell: () => undefined,
  } as const;
  expect(await waitForChange({ clock }, options)).toMatchObject({
    problem: { code: "cancelled", message: expect.stringContaining("1 minutes") as string },
  });
  expect(slept).toHaveLength(6);
  end.abort();
  expect(await waitForChange({ clock }, options)).toMatchObject({ ok: false });
});
