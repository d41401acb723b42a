import { describe, expect, test } from "vitest";
import { NO_EFFECT } from "../../src/practice/effect.js";
import { MTURK_FULL_ACCESS, OWN_KEYS } from "../../src/practice/accounts.js";
import { effectOf, FAULTS, parseFault } from "../../src/practice/faults.js";
import { fault, problem } from "./start.js";

describe("reading a fault", () => {
  test.each(FAULTS)("the example of $name is one", ({ name, example }) => {
    const read = fault(example);
    expect(read.name).toBe(name);
    expect(read.value === null ? read.name : `${read.name}=${read.value}`).toBe(example);
    expect(effectOf([read])).not.toEqual(NO_EFFECT);
  });

  test.each([
    ["closed=reset", { name: "closed", value: "reset" }],
    ["clock-skew=-90", { name: "clock-skew", value: "-90" }],
    ["slow=0.5", { name: "slow", value: "0.5" }],
    ["silent", { name: "silent", value: null }],
    ["silent=sts", { name: "silent", value: "sts" }],
    [" propagation = 5 ", { name: "propagation", value: "5" }],
  ])("%j", (text, expected) => expect(fault(text)).toEqual(expected));

  test.each([
    ["", "Use one of: wrong-secret, "],
    ["typo", "Use one of: wrong-secret, "],
    ["toString", "Use one of: wrong-secret, "],
    ["not-linked=1", "Write it as not-linked, for example not-linked."],
    ["not-linked=", "Write it as not-linked, for example not-linked."],
    ["closed", "Write it as closed=410|403|reset|html, for example closed=410."],
    ["closed=404", "Write it as closed=410|403|reset|html, for example closed=410."],
    ["silent=s3", "Write it as silent[=sts|mturk|iam], for example silent=mturk."],
    ["quota=two", "Write it as quota[=active|inactive], for example quota=inactive."],
    [
      "lost-answer",
      "Write it as lost-answer=create|update|delete, for example lost-answer=create.",
    ],
    [
      "lost-answers=list",
      "Write it as lost-answers=create|update|delete, for example lost-answers=create.",
    ],
    ["iam-delay", "Write it as iam-delay=SECONDS, for example iam-delay=20."],
    ["slow", "Write it as slow=SECONDS, for example slow=5."],
    ["slow=-1", "Write it as slow=SECONDS, for example slow=5."],
    ["slow=1e9", "Write it as slow=SECONDS, for example slow=5."],
    ["clock-skew=999999", "Write it as clock-skew=SECONDS, for example clock-skew=600."],
    ["clock-skew=NaN", "Write it as clock-skew=SECONDS, for example clock-skew=600."],
  ])("%j is refused with what to write", (text, cure) => {
    const told = problem(parseFault(text));
    expect(told.code).toBe("usage-wrong");
    expect(told.try[0]).toContain(cure);
  });
});

test("every fault has texts for people, and the menu offers what people meet", () => {
  for (const { title, help } of FAULTS) {
    expect(title).toMatch(/^.{5,60}$/);
    expect(help).toMatch(/^.{10,120}$/);
  }
  expect(new Set(FAULTS.map(({ title }) => title)).size).toBe(FAULTS.length);
  expect(FAULTS.filter(({ inMenu }) => inMenu).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["wrong-secret", "not-linked", "clock-skew", "offline", "closed"]),
  );
});

describe("several faults together", () => {
  test("what does not touch adds up", () => {
    const effect = effectOf(
      ["not-linked", "slow=2", "clock-skew=-60", "throttle=sts", "scp-deny"].map(fault),
    );
    expect(effect).toMatchObject({
      linked: false,
      delayMs: 2000,
      clockAheadMs: -60_000,
      refusal: { sts: { cause: "throttled" } },
    });
    expect(effect.extraStatements).toHaveLength(1);
  });

  test("the lines to the two services are broken apart", () => {
    expect(effectOf(["closed=reset", "silent=sts"].map(fault)).line).toEqual({
      mturk: "drop",
      sts: "mute",
    });
  });

  test("where two speak of the same thing, the later wins", () => {
    expect(effectOf(["closed=reset", "closed=html"].map(fault)).line.mturk).toBe("closed-html");
    expect(effectOf(["key-inactive", "echo-secret"].map(fault)).key).toBe("garbled");
  });

  test("several answers can be lost, and several policies withheld", () => {
    const effect = effectOf(
      ["lost-answer=create", "lost-answers=delete", "no-policy", "no-iam"].map(fault),
    );
    expect(effect.lostAnswers).toEqual({ CreateAccessKey: "first", DeleteAccessKey: "every" });
    expect(effect.withheld).toEqual([MTURK_FULL_ACCESS, OWN_KEYS]);
  });

  test("no fault, no effect", () => expect(effectOf([])).toEqual(NO_EFFECT));
});
