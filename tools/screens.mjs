/**
 * Draws every screen of the wizard, at four sizes, on a dark and on a light ground, as PNG into
 * build/screens: `npm run screens`, or `npm run screens -- NAME` for those whose name holds it.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const folder = "build/screens";
rmSync(folder, { recursive: true, force: true });
const only = process.argv.slice(2);
const run = spawnSync(
  "npx",
  [
    "vitest",
    "run",
    "test/wizard/screens/look.endurance.test.tsx",
    ...(only.length === 0 ? [] : ["-t", only.join(" ")]),
  ],
  { stdio: "inherit", env: { ...process.env, MTURK_SETUP_SCREENS: folder } },
);
const drawings = readdirSync(folder).filter((name) => name.endsWith(".svg"));
let failed = 0;
for (const name of drawings) {
  const path = join(folder, name);
  const { status } = spawnSync("rsvg-convert", ["-o", path.replace(/svg$/, "png"), path]);
  if (status === 0) rmSync(path);
  else failed += 1;
}
if (failed > 0)
  throw new Error(
    `NO PNG: ${failed} of ${drawings.length} drawings stay SVG in ${folder}. ` +
      "Install rsvg-convert (Debian: apt-get install librsvg2-bin) and run this again.",
  );
console.log(`${drawings.length} pictures are in ${folder}`);
if (run.status !== 0) throw new Error("Not every screen is as it should be: see above.");
