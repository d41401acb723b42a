/** The contract of the problem codes: each has its verdict, and each is told by some test. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CODES, PROBLEM_CODES } from "../../src/base/problem.js";

/** As scripts know them: written out here, so that a change of the table is seen. */
const CONTRACT: Readonly<Record<string, string | null>> = {
  "key-unknown": "keys-refused",
  "secret-wrong": "keys-refused",
  "key-garbled": "keys-refused",
  "example-keys": "keys-refused",
  "session-expired": "keys-refused",
  "clock-off": "keys-refused",
  "region-wrong": "keys-refused",
  "account-inactive": "keys-accepted",
  "account-not-linked": "keys-accepted",
  "policy-missing": "keys-accepted",
  "policy-denied": "keys-accepted",
  "mturk-closed": "keys-accepted",
  "balance-unexpected": "ready",
  throttled: "unreachable",
  "aws-fault": "unreachable",
  offline: "unreachable",
  proxy: "unreachable",
  "tls-intercepted": "unreachable",
  "not-aws": "unreachable",
  unknown: "unreachable",
  "keys-partial": "keys-missing",
  "keys-missing": "keys-missing",
  "profile-missing": "keys-missing",
  "file-unreadable": "files-broken",
  "file-broken": "files-broken",
  "setting-broken": "keys-accepted",
  "endpoint-elsewhere": "keys-accepted",
};

function testFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "fixtures" ? [] : testFiles(path);
    return /\.tsx?$/.test(entry.name) && entry.name !== "problem.test.ts" ? [path] : [];
  });
}

describe("problem codes", () => {
  it("decide the verdicts that scripts rely on; every other code decides none", () => {
    const verdicts = PROBLEM_CODES.map((code) => [code, CODES[code].verdict]);
    expect(Object.fromEntries(verdicts)).toEqual({
      ...Object.fromEntries(PROBLEM_CODES.map((code) => [code, null])),
      ...CONTRACT,
    });
  });

  const texts = testFiles("test").map((path) => readFileSync(path, "utf8"));
  it.each(PROBLEM_CODES)("%s is told by a test", (code) => {
    expect(texts.some((text) => text.includes(`"${code}"`) || text.includes(`${code}:`))).toBe(
      true,
    );
  });
});
