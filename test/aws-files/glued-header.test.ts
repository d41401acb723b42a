/**
 * Settings on a section's own line are found; a line that no person wrote costs no more than its
 * length.
 */
import { expect, it } from "vitest";
import { pairsIn } from "../../src/aws-files/text/glued-header.js";

it("finds what was glued, under the names that programs read", () => {
  expect(pairsIn(" aws_access_key_id = AKIAIOSFODNN7EXAMPLE region: us-east-1")).toEqual([
    { name: "aws_access_key_id", value: "AKIAIOSFODNN7EXAMPLE" },
    { name: "region", value: "us-east-1" },
  ]);
});

it.each([
  ["nothing"],
  ["   "],
  ["# a remark = none"],
  ["region = us-east-1 and more"],
  ["region = a region = b"],
])("takes no part of %j for settings", (text) => {
  expect(pairsIn(text)).toBeNull();
});

it.each(["a1", "a-", "_a", "a=b ", "region = x ", "= ", "a   ", "a : "])(
  "reads fifty lines full of %j without going over them again and again",
  (part) => {
    const line = part.repeat(Math.floor(19_000 / part.length));
    for (let count = 0; count < 50; count += 1) expect(pairsIn(`${line}=`)).toBeNull();
  },
);
