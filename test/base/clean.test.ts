import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanForeign, stripControls } from "../../src/base/clean.js";
import { Secret } from "../../src/base/secret.js";
import { MASK } from "../../src/base/unseen.js";

const SECRET = "canary/Canary+canary/Canary+canary/Canar";
const entered = [new Secret(SECRET)];

describe("text for the terminal", () => {
  it.each([
    ["colours", "\u001B[31mred\u001B[0m", "red"],
    ["cursor moves", "a\u001B[2J\u001B[1;1Hb", "ab"],
    ["a window title", "\u001B]0;title\u0007text", "text"],
    ["a link", "\u001B]8;;https://x\u001B\\here\u001B]8;;\u001B\\", "here"],
    ["a clipboard write", "x\u001B]52;c;aGk=\u0007y", "xy"],
    ["an unfinished sequence", "a\u001B]0;never ends", "a"],
    ["one-byte CSI", "a\u009B31mb", "ab"],
    ["one-byte OSC", "a\u009D0;title\u009Cb", "ab"],
    ["bells, backspaces, NULs", "a\u0007\u0008\u0000b\u007F", "ab"],
    ["a carriage return that would overwrite the line", "good\rbad", "goodbad"],
    ["changes of direction", "a\u202Eb\u2066c\u200F", "abc"],
    ["invisible characters", "\uFEFFa\u200B\u00ADb", "ab"],
    ["bracketed paste", "\u001B[200~text\u001B[201~", "text"],
  ])("loses %s", (_, text, expected) => {
    expect(stripControls(text)).toBe(expected);
  });

  it("keeps line breaks, tabs, accents and other scripts", () => {
    expect(stripControls("a\tb\r\nc\né 日本 👍")).toBe("a\tb\nc\né 日本 👍");
  });

  it("never leaves an escape or a control", () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.oneof(
              fc.string({ unit: "binary" }),
              fc.constantFrom("\u001B", "\u001B[", "\u001B]", "\u0007", "\u009B", "\r"),
            ),
          )
          .map((parts) => parts.join("")),
        (text) => {
          expect(stripControls(text)).not.toMatch(
            // eslint-disable-next-line no-control-regex -- controls are what must not be there
            /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E]/,
          );
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe("what AWS says", () => {
  it("is one line: the first paragraph, without the string to sign", () => {
    const text =
      "The request signature we calculated does not match.\nCheck your key.\n\nThe Canonical String for this request should have been\n'POST\n/'";
    expect(cleanForeign(text, [])).toBe(
      "The request signature we calculated does not match. Check your key.",
    );
  });

  it("masks a secret that was entered as an id and echoed", () => {
    const text = `Credential must have exactly 5 slash-delimited elements, got '${SECRET}/20261122/us-east-1/sts/aws4_request'`;
    expect(cleanForeign(text, entered)).toBe(
      `Credential must have exactly 5 slash-delimited elements, got '${MASK}/20261122/us-east-1/sts/aws4_request'`,
    );
  });

  it.each([
    ["percent-encoded", encodeURIComponent(SECRET)],
    ["JSON-escaped", SECRET.replaceAll("/", "\\/")],
    ["split by colours", `${SECRET.slice(0, 9)}\u001B[31m${SECRET.slice(9)}`],
    ["split by an invisible character", `${SECRET.slice(0, 9)}\u200B${SECRET.slice(9)}`],
  ])("masks it also %s", (_, form) => {
    const cleaned = cleanForeign(`echo: ${form} end`, entered);
    expect(cleaned).toBe(`echo: ${MASK} end`);
  });

  it("masks before it cuts, so that no half of a secret is left at the end", () => {
    const cleaned = cleanForeign(`${"x".repeat(290)} ${SECRET}`, entered);
    expect(cleaned).not.toMatch(/can/i);
    expect(cleanForeign("x".repeat(400), [])).toHaveLength(300);
    expect(cleanForeign("x".repeat(400), [], 20)).toMatch(/^x{19}…$/);
  });

  it("copes with nothing", () => {
    expect(cleanForeign("", entered)).toBe("");
    expect(cleanForeign("\n\n \u0000", entered)).toBe("");
  });
});
