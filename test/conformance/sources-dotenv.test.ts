/** Our reading of `.env` files against python-dotenv's own, over texts made to be nasty. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDotenv } from "../../src/sources/dotenv.js";
import { childEnv, pythonWithBoto3 } from "./python.js";

const ENV = { HOME: "/home/lab", SET: "from the environment", EMPTY: "" };
const PIECES = [
  "A",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "export ",
  "export\t",
  "=",
  " = ",
  "==",
  "#",
  " #",
  "'",
  '"',
  "\\",
  "\\n",
  "\\'",
  '\\"',
  "\n",
  "\r\n",
  "\r",
  " ",
  "\t",
  "${A}",
  "${SET}",
  "${EMPTY:-x}",
  "${NONE:-y}",
  "${NONE}",
  "$A",
  "${",
  "}",
  ":",
  ";",
  "`",
  "\uFEFF",
  "\u0085",
  "\u00A0",
  "\u2028",
  "\f",
  "\v",
  "\u001C",
  "é",
  "x",
  "1",
];

const python = pythonWithBoto3();

describe.skipIf(python === null)(".env, against python-dotenv", () => {
  it("reads 4000 made-up files alike", ({ skip }) => {
    const line = fc
      .array(fc.constantFrom(...PIECES), { maxLength: 12 })
      .map((pieces) => pieces.join(""));
    const assignment = fc
      .tuple(fc.constantFrom("A", "B", "export A", " 'q k' "), line)
      .map(([name, value]) => `${name}=${value}`);
    const text = fc
      .array(fc.oneof(line, assignment), { maxLength: 6 })
      .map((lines) => lines.join("\n"));
    const texts = fc.sample(text, { numRuns: 4000, seed: 20261003 });
    const script = join(import.meta.dirname, "dotenv-judge.py");
    const answer = execFileSync(python!, [script], {
      input: JSON.stringify({ env: ENV, texts }),
      env: childEnv(),
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const readings = JSON.parse(answer) as Record<string, string>[] | null;
    if (readings === null) {
      process.stderr.write(
        "SKIPPED .env against python-dotenv: this Python has no python-dotenv.\n",
      );
      skip();
      return;
    }
    const differing = texts.flatMap((each, index) => {
      const ours = Object.fromEntries(
        [...(parseDotenv(each, ENV) ?? [])].map(([name, { value }]) => [name, value]),
      );
      return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(readings[index]!))
        ? []
        : [{ text: each, ours, theirs: readings[index] }];
    });
    expect(differing.slice(0, 3)).toEqual([]);
    expect(readings.filter((reading) => Object.keys(reading).length > 0).length).toBeGreaterThan(
      1000,
    );
  });
});

function sorted(values: Record<string, string>): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
