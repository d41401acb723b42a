/**
 * Keys typed on an East Asian keyboard that was left in full-width mode: read as what they stand
 * for, and said.
 */
import { describe, expect, it } from "vitest";
import { readPasted } from "../../src/keys/paste.js";
import { mayHoldSecret } from "../../src/keys/recognise.js";

const ID = "AKIAI44QH8DHBEXAMPLE";
const SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
const wide = (text: string): string =>
  Array.from(text, (char) =>
    char > " " ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char,
  ).join("");

describe("full-width characters", () => {
  it.each([
    ["an id", wide(ID)],
    ["an id, half of it", wide(ID.slice(0, 7)) + ID.slice(7)],
  ])("%s is the id, and that is said", (_what, text) => {
    expect(readPasted(text, { practice: true })).toMatchObject({
      kind: "id",
      accessKeyId: ID,
      notes: ["turned full-width characters into ordinary ones"],
    });
  });

  it.each([
    ["two lines", `${wide(ID)}\n${wide(SECRET)}`],
    [
      "lines of a file, signs and all",
      wide(`aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}`),
    ],
    ["blanks as wide as they", `${wide(ID)}\u3000${wide(SECRET)}`],
  ])("a pair, as %s", (_what, text) => {
    const read = readPasted(text, { practice: true });
    expect(read).toMatchObject({ kind: "pair", key: { accessKeyId: ID } });
    expect(read.kind === "pair" && read.key.secretAccessKey.reveal()).toBe(SECRET);
  });

  it("a wide secret is a secret where none may be shown", () => {
    expect(mayHoldSecret(wide(SECRET))).toBe(true);
  });
});
