import { describe, expect, it } from "vitest";
import { CLOSURE, availabilityAt, stepsOpen, type Phase } from "../../src/guide/availability.js";
import { LINKS } from "../../src/guide/links.js";
import { GUIDE } from "../../src/guide/steps.js";

const CASES: readonly (readonly [when: string, phase: Phase])[] = [
  ["1970-01-01T00:00:00Z", "open"],
  ["2026-06-29T23:59:59.999Z", "open"],
  ["2026-06-30T00:00:00Z", "announced"],
  ["2026-07-15T12:00:00Z", "announced"],
  ["2026-07-29T23:59:59.999Z", "announced"],
  ["2026-07-30T00:00:00Z", "new-customers-closed"],
  ["2026-08-25T12:00:00Z", "new-customers-closed"],
  ["2026-09-29T23:59:59.999Z", "new-customers-closed"],
  ["2026-09-30T00:00:00Z", "closed"],
  ["2026-09-30T23:00:00Z", "closed"],
  ["2026-10-15T12:00:00Z", "closed"],
  ["2026-10-30T23:59:59.999Z", "closed"],
  ["2026-10-31T00:00:00Z", "history-only"],
  ["2026-11-22T12:00:00Z", "history-only"],
  ["2027-01-28T23:59:59.999Z", "history-only"],
  ["2027-01-29T00:00:00Z", "gone"],
  ["2040-01-01T00:00:00Z", "gone"],
];

const CLOSED: readonly Phase[] = ["closed", "history-only", "gone"];

describe("the calendar", () => {
  it.each(CASES)("%s: %s", (when, phase) => {
    expect(availabilityAt(new Date(when)).phase).toBe(phase);
  });

  it("goes by UTC days, whatever the time zone of the computer", () => {
    expect(availabilityAt(new Date("2026-09-29T23:30:00-02:00")).phase).toBe("closed");
    expect(availabilityAt(new Date("2026-09-30T01:30:00+02:00")).phase).toBe(
      "new-customers-closed",
    );
  });

  it("reads dates beyond the calendar, and one that is none", () => {
    expect(availabilityAt(new Date(8.64e15)).phase).toBe("gone");
    expect(availabilityAt(new Date(-8.64e15)).phase).toBe("open");
    expect(availabilityAt(new Date(Number.NaN)).phase).toBe("closed");
  });

  it.each(CASES)("%s: two lines for the first screen", (when) => {
    const { headline } = availabilityAt(new Date(when));
    expect(headline).toHaveLength(2);
    for (const line of headline) expect(line).toMatch(/^[\u0020-\u007E]{20,76}$/);
  });

  it.each(CASES)("%s: the closure is a reason only once it is there", (when, phase) => {
    const { sentence, openSteps } = availabilityAt(new Date(when));
    if (CLOSED.includes(phase)) {
      expect(sentence).toBe(
        "Amazon closed MTurk on September 30, 2026; that is the likely reason.",
      );
      expect(openSteps).toEqual([1, 4]);
    } else {
      expect(sentence).toBeNull();
      expect(openSteps).toEqual([1, 2, 3, 4, 5, 7]);
    }
  });

  it("says what can still be fetched, and that this is only reported", () => {
    const on = (when: string): readonly (string | undefined)[] => {
      const { approveUntil, historyUntil } = availabilityAt(new Date(when));
      return [approveUntil?.day, historyUntil?.day];
    };
    expect(on("2026-08-01T00:00:00Z")).toEqual([undefined, undefined]);
    expect(on("2026-10-01T00:00:00Z")).toEqual(["2026-10-30", "2027-01-28"]);
    expect(on("2026-11-22T00:00:00Z")).toEqual([undefined, "2027-01-28"]);
    expect(on("2027-02-01T00:00:00Z")).toEqual([undefined, undefined]);
    expect([CLOSURE.approveUntil.certainty, CLOSURE.historyUntil.certainty]).toEqual([
      "reported",
      "reported",
    ]);
  });

  it("gives a source for every fact, in order, its day and its words being the same", () => {
    const facts = Object.values(CLOSURE);
    expect(facts.map(({ day }) => day)).toEqual([...facts.map(({ day }) => day)].sort());
    for (const fact of facts) {
      expect(fact.sources.map((id) => LINKS[id].url).length).toBeGreaterThan(0);
      expect(new Date(`${fact.words} UTC`).toISOString().slice(0, 10)).toBe(fact.day);
    }
  });
});

describe("which steps can be done", () => {
  const states = (when: string, sandboxAnswers: boolean | null): string =>
    stepsOpen({ date: new Date(when), sandboxAnswers })
      .map(({ number, state }) => `${number} ${state}`)
      .join(", ");
  const ALL = "1 open, 2 open, 3 open, 4 open, 5 open, 6 not-needed, 7 open";
  const TWO = "1 open, 2 closed, 3 closed, 4 open, 5 closed, 6 not-needed, 7 closed";

  it.each([
    ["2026-06-01T00:00:00Z", true, ALL],
    ["2026-06-01T00:00:00Z", false, ALL],
    ["2026-06-01T00:00:00Z", null, ALL],
    ["2026-08-01T00:00:00Z", true, ALL],
    ["2026-08-01T00:00:00Z", false, ALL],
    ["2026-08-01T00:00:00Z", null, ALL],
    ["2026-09-30T00:00:00Z", false, TWO],
    ["2026-11-22T00:00:00Z", null, TWO],
    ["2026-11-22T00:00:00Z", false, TWO],
    ["2026-11-22T00:00:00Z", true, ALL],
    ["2030-01-01T00:00:00Z", true, ALL],
  ] as const)("%s, the sandbox answers: %s", (when, answers, expected) => {
    expect(states(when, answers)).toBe(expected);
  });

  it("closes exactly the steps of the guide that end with MTurk", () => {
    const closed = stepsOpen({
      date: new Date("2026-11-22T00:00:00Z"),
      sandboxAnswers: false,
    }).filter(({ state }) => state === "closed");
    expect(closed.map(({ number }) => number)).toEqual([
      ...new Set(GUIDE.filter((step) => step.closesWithMTurk).map(({ number }) => number)),
    ]);
  });

  it("gives reasons that fit a row, and says before prepaying that one should not", () => {
    for (const when of CASES.map(([at]) => at)) {
      for (const answers of [true, false, null]) {
        const rows = stepsOpen({ date: new Date(when), sandboxAnswers: answers });
        expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
        for (const { reason, title } of rows) {
          expect(reason.length).toBeLessThanOrEqual(38);
          expect(title.length).toBeLessThanOrEqual(22);
        }
      }
    }
    const [, requester, , , , , funds] = stepsOpen({
      date: new Date("2026-11-22T00:00:00Z"),
      sandboxAnswers: null,
    });
    expect(funds?.reason).toBe("do not prepay or enable billing");
    expect(requester?.reason).toBe("");
  });

  it("says that no new accounts are made once that is so, and that the sandbox was silent before its end", () => {
    const at = (when: string, answers: boolean | null) =>
      stepsOpen({ date: new Date(when), sandboxAnswers: answers });
    expect(at("2026-08-01T00:00:00Z", true)[1]?.reason).toBe("only if you have one; none are made");
    expect(at("2026-07-01T00:00:00Z", true)[1]?.reason).toBe("");
    expect(at("2026-08-01T00:00:00Z", false)[4]?.reason).toBe("did not answer just now");
  });
});
