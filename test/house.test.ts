/** Holds the tree to the figures of `npm run house` that may only be 0. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("no name means two things, no text stands twice, no file goes round, each says what it does", () => {
  const house = fileURLToPath(new URL("../tools/house.mjs", import.meta.url));
  const run = spawnSync(process.execPath, [house, "--all"], { encoding: "utf8" });
  process.stderr.write(run.stdout);
  for (const figure of [
    "  that could be broken",
    "names with two meanings",
    "texts that stand twice",
    "circles",
    "files without a header",
    "headers without a verb",
  ])
    expect(run.stdout).toMatch(new RegExp(`^${figure} +0\\b`, "m"));
});
