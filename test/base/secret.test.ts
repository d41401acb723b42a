import { format, inspect } from "node:util";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { Secret } from "../../src/base/secret.js";
import { MASK, type Unseen } from "../../src/base/unseen.js";
import { emptyEditor } from "../../src/terminal/parts/editor.js";
import { TypedText } from "../../src/terminal/parts/typed-text.js";

const CANARY = "canary/Canary+canary/Canary+canary/Canar";

/** Every way in which a program prints a value without asking for its content. */
const PRINTS: Readonly<Record<string, (secret: Unseen) => string>> = {
  String: (secret) => String(secret),
  "toString, called": (secret) => secret.toString(),
  "template literal": (secret) => `<${secret as unknown as string}>`,
  concatenation: (secret) => "<" + (secret as unknown as string),
  "array join": (secret) => [secret, secret].join(","),
  "JSON.stringify": (secret) => JSON.stringify(secret),
  "JSON, nested and indented": (secret) => JSON.stringify({ key: [{ secret }] }, null, 2),
  inspect: (secret) => inspect(secret),
  "inspect with all there is": (secret) =>
    inspect(
      { secret, list: [secret], map: new Map([[secret, secret]]) },
      { depth: null, showHidden: true, showProxy: true, getters: true },
    ),
  "inspect without custom inspection": (secret) =>
    inspect(secret, { customInspect: false, showHidden: true, depth: null, getters: true }),
  "format %s %o %O %j": (secret) => format("%s %o %O %j", secret, secret, secret, secret),
  "error message": (secret) => inspect(new Error(String(secret), { cause: secret })),
  "own and inherited properties": (secret) => {
    const names = [...Object.getOwnPropertyNames(secret), ...Object.keys(secret)];
    return JSON.stringify([
      names,
      Object.entries(secret),
      Object.getOwnPropertyDescriptors(secret),
    ]);
  },
  structuredClone: (secret) => inspect(structuredClone(secret)),
  "Object.assign": (secret) => inspect(Object.assign({}, secret)),
  "console.log's own text": (secret) => format(secret),
};

describe("a secret", () => {
  it.each(Object.entries(PRINTS))("is not printed by %s", (_, print) => {
    const printed = print(new Secret(CANARY));
    expect(printed).not.toContain(CANARY);
    expect(printed.toLowerCase()).not.toContain("canary");
  });

  it.each(Object.entries(PRINTS))("is not printed out of a field's memory by %s", (_, print) => {
    for (const memory of [new TypedText(CANARY), emptyEditor(CANARY)])
      expect(print(memory as TypedText).toLowerCase()).not.toContain("canary");
  });

  it("prints as the mask, whatever its length", () => {
    for (const value of ["", "a", CANARY])
      expect([
        String(new Secret(value)),
        JSON.stringify(new Secret(value)),
        inspect(new Secret(value)),
      ]).toEqual([MASK, `"${MASK}"`, MASK]);
  });

  it("cannot be compared or sorted by what it holds", () => {
    expect(Number(new Secret("12"))).toBeNaN();
    expect([new Secret("b"), new Secret("a")].sort().map((secret) => secret.reveal())).toEqual([
      "b",
      "a",
    ]);
  });

  it("gives itself up, its length, and judgements", () => {
    const secret = new Secret(CANARY);
    expect(secret.reveal()).toBe(CANARY);
    expect(secret.length).toBe(40);
    expect(secret.equals(new Secret(CANARY))).toBe(true);
    expect(secret.equals(new Secret(CANARY.slice(1)))).toBe(false);
    expect(secret.satisfies((value) => value.startsWith("canary"))).toBe(true);
    expect(
      Secret.firstOfEach(
        ["a", "b", "a", "c", "b"].map((value, at) => ({ at, held: new Secret(value) })),
        ({ held }) => held,
      ).map(({ at }) => at),
    ).toEqual([0, 1, 3]);
  });

  it.each([
    ["as it is", CANARY],
    ["percent-encoded", encodeURIComponent(CANARY)],
    [
      "percent-encoded in small letters",
      encodeURIComponent(CANARY).replaceAll(/%../g, (code) => code.toLowerCase()),
    ],
    ["JSON", JSON.stringify(CANARY).slice(1, -1)],
    ["JSON with escaped slashes", CANARY.replaceAll("/", "\\/")],
    ["HTML", CANARY.replaceAll("+", "&#43;").replaceAll("/", "&#x2F;")],
    ["HTML, slashes only", CANARY.replaceAll("/", "&#47;")],
  ])("is masked in a text: %s", (_, form) => {
    expect(new Secret(CANARY).maskIn(`got '${form}/us-east-1' twice ${form}`)).toBe(
      `got '${MASK}/us-east-1' twice ${MASK}`,
    );
  });

  it("is masked in any text around it, and never makes it throw", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, maxLength: 60, unit: "binary" }),
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        (value, before, after) => {
          const secret = new Secret(value);
          // What remains is made of the surroundings and masks: no copy of the secret that the mask
          // itself did not bring in.
          const masked = secret.maskIn(`${before}${value}${after}`);
          fc.pre(!MASK.includes(value) && !value.includes("•"));
          expect(masked).toContain(MASK);
          expect(masked.split(MASK).some((part) => part.includes(value))).toBe(false);
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
  });

  it("of less than four characters is left alone in texts", () => {
    expect(new Secret("abc").maskIn("abc abcabc")).toBe("abc abcabc");
    expect(new Secret("").maskIn("text")).toBe("text");
  });

  it("survives lone surrogates", () => {
    expect(new Secret("abc\uD800def").maskIn("x abc\uD800def")).toBe(`x ${MASK}`);
  });

  it("is kept in a private field, so that no debugger's dump of properties has it", () => {
    expect(Reflect.ownKeys(new Secret(CANARY))).toEqual([]);
    expect(readFileSync(new URL("../../src/base/secret.ts", import.meta.url), "utf8")).toContain(
      "#value",
    );
  });
});
