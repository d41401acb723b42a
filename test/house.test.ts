/** Holds the tree to the figures of `npm run house` that may only be 0. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("no exported name means two things, and no file goes round in a circle", () => {
  const house = fileURLToPath(new URL("../tools/house.mjs", import.meta.url));
  const run = spawnSync(process.execPath, [house, "--names", "--circles"], { encoding: "utf8" });
  expect(run.stdout).toMatch(/^names with two meanings +0$/m);
  expect(run.stdout).toMatch(/^circles +0$/m);
}, 120_000);
