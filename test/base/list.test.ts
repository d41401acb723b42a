import { expect, test } from "vitest";
import { counted, firstTen, listedSome } from "../../src/base/list.js";

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_each, index) => `p${index}`);

test("ten are shown, then how many are left", () => {
  expect(listedSome([])).toBe("");
  expect(listedSome(["a"])).toBe("a");
  expect(listedSome(["a", "b", "c"])).toBe("a, b and c");
  expect(listedSome(names(10))).toBe("p0, p1, p2, p3, p4, p5, p6, p7, p8 and p9");
  expect(listedSome(names(3000))).toBe("p0, p1, p2, p3, p4, p5, p6, p7, p8, p9 … and 2,990 more");
  expect(firstTen(names(11))).toEqual({ shown: names(10), more: "… and 1 more" });
  expect([7, 999, 1000, 1234567].map(counted)).toEqual(["7", "999", "1,000", "1,234,567"]);
});
