/** Shortened ids: eight letters, and more where two that are met would look alike. */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { forgetIds } from "../harness/forget-ids.js";
import { fitsId, isIdOrShortened, maskId, meetIds } from "../../src/keys/mask-id.js";

const [ONE, TWO, THREE] = ["AKIA1EXAMPLE0001WXYZ", "AKIA2EXAMPLE0002WXYZ", "AKIA2EXAMPLE0003WXYZ"];
afterEach(forgetIds);

describe("a shortened id", () => {
  it("has eight letters while no other looks like it", () => {
    meetIds("places", [ONE, "AKIAIOSFODNN7EXAMPLE"]);
    expect(maskId(ONE)).toBe("AKIA…WXYZ");
    expect(maskId("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")).toBe("(not a key id)");
  });

  it("gets letters until it differs, wherever the other one was met", () => {
    meetIds("places", [ONE]);
    meetIds("aws", [TWO, null, "not an id"]);
    expect([ONE, TWO].map(maskId)).toEqual(["AKIA…1WXYZ", "AKIA…2WXYZ"]);
    meetIds("entered", [THREE, "AKIA3EXAMPLE0003WXYZ"]);
    expect(new Set([ONE, TWO, THREE, "AKIA3EXAMPLE0003WXYZ"].map(maskId)).size).toBe(4);
  });

  it("differs in its beginning where the end is the same for long", () => {
    meetIds("places", ["AKIAAEXAMPLEEXAMPLEE", "AKIABEXAMPLEEXAMPLEE"]);
    expect(maskId("AKIAAEXAMPLEEXAMPLEE")).toBe("AKIAA…MPLEE".replace("MPLEE", "PLEE"));
  });

  it("names one of those that were met, and no other", () => {
    const id = fc
      .array(fc.constantFrom("A", "B"), { minLength: 8, maxLength: 8 })
      .map((letters) => `AKIAEXAM${letters.join("")}PLE9`);
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 12 }), (ids) => {
        meetIds("places", ids);
        for (const each of ids)
          expect(ids.filter((other) => fitsId(maskId(each), other))).toEqual([each]);
        expect(ids.map(maskId).every(isIdOrShortened)).toBe(true);
      }),
    );
  });

  it("is taken with three dots, and in any length that it is shown in", () => {
    for (const typed of [
      ONE,
      "AKIA…WXYZ",
      "AKIA...WXYZ",
      "AKIA1…WXYZ",
      "AKIA…1WXYZ",
      "AKIA1EXAMPLE…WXYZ",
    ])
      expect(fitsId(typed, ONE), typed).toBe(true);
    for (const typed of ["AKIA…WXY", "AKIA2…WXYZ", "AKIA", "…WXYZ", "AKIA…", ""])
      expect(fitsId(typed, ONE), typed).toBe(false);
  });

  it("thousands that differ by their beginning are told apart by one look at them", () => {
    const ids = Array.from(
      { length: 10_000 },
      (_each, at) => `AKIA${String(at).padStart(9, "0")}EXAMPLE`,
    );
    meetIds("places", ids);
    const slice = vi.spyOn(String.prototype, "slice");
    const shown = ids.map(maskId);
    const calls = slice.mock.calls.length;
    slice.mockRestore();
    expect(new Set(shown).size).toBe(ids.length);
    // Some dozen forms are tried, each once for each id; by pairs it would be thousands for each.
    expect(calls).toBeLessThan(ids.length * 400);
    expect(ids.some((id) => fitsId(maskId(id), id))).toBe(true);
  });
});
