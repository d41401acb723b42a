import { describe, expect, it } from "vitest";
import { parseDotenv } from "../../src/sources/dotenv.js";

const read = (text: string, env: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries([...(parseDotenv(text, env) ?? [])].map(([name, { value }]) => [name, value]));

describe("parseDotenv", () => {
  it.each([
    ["plain", "A=1\nB = 2 \n", { A: "1", B: "2" }],
    ["export", "export A=1\nexport\tB=2", { A: "1", B: "2" }],
    ["a # without a blank before it belongs to the value", "A=x#y", { A: "x#y" }],
    ["a comment", "# A=1\nB=2 # two\n", { B: "2" }],
    [
      "single quotes keep all but escaped quotes",
      String.raw`A='a\n\'b' # c`,
      { A: String.raw`a\n'b` },
    ],
    ["double quotes know escapes and go over lines", 'A="a\\tb\nc"\nB=2', { A: "a\tb\nc", B: "2" }],
    ["a quotation that never closes is passed over", 'A="x\nB=2', { B: "2" }],
    ["a name without = sets nothing, and undoes", "A=1\nA\nB", {}],
    ["the last of two counts", "A=1\nA=2", { A: "2" }],
    ["empty", "A=\nB=''", { A: "", B: "" }],
    ["CRLF and CR", "A=1\r\nB=2\rC=3", { A: "1", B: "2", C: "3" }],
    ["a byte order mark is part of the first name", "\uFEFFA=1\nB=2", { "\uFEFFA": "1", B: "2" }],
    ["backticks are no quotes", "A=`x`", { A: "`x`" }],
  ])("%s", (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it("fills in variables: the environment first, then lines above, then the default", () => {
    expect(
      read("A=1\nB=${A}-${HOME}-${NONE:-d}-${NONE}\nHOME=/mine\nC=${HOME}", { HOME: "/h" }),
    ).toEqual({ A: "1", B: "1-/h-d-", HOME: "/mine", C: "/h" });
  });

  it("tells the line of each variable, counted from 1", () => {
    const variables = parseDotenv('# one\n\nA="x\ny"\r\nB=2\n', {});
    expect([...(variables ?? [])].map(([name, { line }]) => [name, line])).toEqual([
      ["A", 3],
      ["B", 5],
    ]);
  });

  it("reads a megabyte", () => {
    expect(parseDotenv("AWS_REGION=us-east-1 # comment\n".repeat(35_000), {})?.size).toBe(1);
  });

  it.each([
    ["blanks behind a value", `A=x${" ".repeat(900_000)}y\nB=1`],
    [
      "rows of blanks and signs",
      `A=x${" #".repeat(1)}${" ".repeat(400_000)}\nB=${"x ".repeat(200_000)}`,
    ],
    ["names that nothing closes", `A=${"${".repeat(400_000)}\nB=1`],
    [
      "names with a colon that nothing closes",
      `A=${"${".repeat(200_000)}:${"${".repeat(200_000)}}\nB=1`,
    ],
    ["quotes that nothing closes", `${'A="\n'.repeat(150_001)}B=1`],
    ["names that nothing follows", "A".repeat(900_000)],
    ["lines of one sign", "'\n".repeat(400_000)],
    ["blank lines", "\n".repeat(900_000)],
    ["controls that are blanks", `A=${"\u000B".repeat(900_000)}x`],
  ])("reads a megabyte of %s in one pass", (_name, text) => {
    const begun = process.cpuUsage();
    parseDotenv(text, {});
    const { user, system } = process.cpuUsage(begun);
    // In one pass these take tens of milliseconds; begun anew at every sign they take minutes.
    expect((user + system) / 1_000_000).toBeLessThan(5);
  });

  it("gives up on lines that fill one another in without end", () => {
    const doubling = ["A=xx", ...Array.from({ length: 60 }, () => "A=${A}${A}")].join("\n");
    expect(parseDotenv(doubling, {})).toBeNull();
    expect(parseDotenv("A=${B}\n".repeat(1000), { B: "x".repeat(100_000) })).toBeNull();
    expect(
      parseDotenv(doubling.split("\n").slice(0, 10).join("\n"), {})?.get("A")?.value,
    ).toHaveLength(2 ** 10);
  });

  it("fills in what the environment holds, and nothing that every object has", () => {
    expect(read("A=${constructor}-${__proto__}-${toString:-d}", {})).toEqual({ A: "--d" });
  });
});
