/**
 * A file with a fault in each of many profiles is mended in a few passes, and comes out as it would
 * one fault after the other.
 */
import { describe, expect, test, vi } from "vitest";
import {
  type Treatment,
  admit,
  changeOf,
  settle,
  settleAll,
} from "../../src/aws-files/doctor/mend.js";
import * as lines from "../../src/aws-files/text/scan-lines.js";
import { fileBytes } from "./damage-files.js";
import { MENDED } from "./damage-cases.js";

// The real reader, with its calls counted.
vi.mock("../../src/aws-files/text/scan-lines.js", { spy: true });

const FAULTS: Readonly<Record<string, readonly string[]>> = {
  "four faults": [
    "aws_access_key_id = AKIAIOSFODNN7EXAMPLE,",
    "aws_secret_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "aws_session_token = abc",
    "region = us-east1",
  ],
  "a line that boto3 stops on, and a setting twice with two values": [
    "aws_access_key_id AKIAIOSFODNN7EXAMPLE",
    "region = us-east-1",
    "region = us-west-2",
  ],
  "a broken setting, an indented line": [
    "parameter_validation = maybe",
    "output = json",
    "  region = us-east-1",
  ],
};

function fileOf(profiles: number, faults: readonly string[]): string {
  return Array.from({ length: profiles }, (_, index) =>
    [`[p${index}]`, ...faults, "", ""].join("\n"),
  ).join("");
}

function oneByOne(from: Treatment, choice: number | null): Treatment {
  let treatment = from;
  while (treatment.open !== null) treatment = settle(treatment, choice);
  return treatment;
}

/**
 * What it came to, for comparing; damages in the order of their places, for a pass goes through a
 * file by kind.
 */
function outcome(treatment: Treatment): unknown {
  const change = changeOf(treatment);
  const told = treatment.decided.map(({ damage, mend }) => ({
    ...damage,
    // Numbers of lines are those of the file that the repair began with.
    mends: damage.mends.map(({ keep, label, diff }) => ({
      keep,
      label,
      diff: diff.map(({ sign, text }) => ({ sign, text })),
    })),
    mend: mend?.label ?? null,
  }));
  return {
    text: change.ok ? change.value?.after.reveal() : change.problem,
    decided: told.sort((a, b) => (a.id < b.id ? -1 : 1)),
    explained: treatment.explained,
  };
}

describe.each(Object.entries(FAULTS))("%s in every profile", (_, faults) => {
  test.each([0, 1, null])("comes to the same as one after the other, with way %s", (choice) => {
    const admitted = admit(fileBytes("credentials", fileOf(7, faults)));
    expect(admitted.open).not.toBeNull();
    expect(outcome(settleAll(admitted, () => choice))).toEqual(outcome(oneByOne(admitted, choice)));
  });

  test("twice the profiles are read as often as one half of them", () => {
    const reads = (profiles: number): number => {
      vi.mocked(lines.lexFile).mockClear();
      const treatment = settleAll(
        admit(fileBytes("credentials", fileOf(profiles, faults))),
        () => 0,
      );
      expect(treatment.decided.length).toBeGreaterThanOrEqual(profiles);
      return vi.mocked(lines.lexFile).mock.calls.reduce((sum, [text]) => sum + text.length, 0);
    };
    const [half, whole] = [reads(50), reads(100)];
    expect(half).toBeGreaterThan(0);
    expect(whole / half).toBeLessThan(2.3);
  });
});

test.each(MENDED)("as one after the other: $name", ({ kind = "credentials", before }) => {
  const admitted = admit(fileBytes(kind, before));
  expect(outcome(settleAll(admitted, () => 0))).toEqual(outcome(oneByOne(admitted, 0)));
});
