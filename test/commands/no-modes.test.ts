/**
 * A file system that takes every chmod and keeps nothing of it (N1): looked at afterwards, told
 * once, no damage from then on.
 */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askedOf, mturkSetup, newPlace } from "../e2e/program.js";
import { start } from "../practice/start.js";
import { checkOf, putKey } from "./run.js";

/**
 * Takes the place of chmod in the program's Node, as a mount of Windows' drives answers: success,
 * and nothing changed.
 */
const NO_EFFECT = `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
for (const name of ["chmodSync", "fchmodSync"]) fs[name] = () => undefined;
syncBuiltinESMExports();
`;

test("doctor --fix says that nothing was kept and what to do; neither it nor check tells it again as a damage", async () => {
  const place = newPlace();
  const aws = await start();
  putKey(place, aws);
  chmodSync(place.at(".aws/credentials"), 0o777);
  const preload = join(place.temp, "no-effect.mjs");
  writeFileSync(preload, NO_EFFECT);
  const run = (...args: readonly string[]): ReturnType<typeof mturkSetup> =>
    mturkSetup(place, args, { env: askedOf(aws), node: [process.execPath, "--import", preload] });

  const before = checkOf(await run("check", "--json"));
  expect(before.problems.map(({ code }) => code)).toContain("file-permissive");
  const fixed = await run("doctor", "--fix", "--yes");
  expect(fixed.code).toBe(4);
  expect(fixed.out).toMatch(/the file system it lies on keeps no permissions/);
  expect(fixed.out).toContain("/etc/wsl.conf");
  expect(fixed.out).toMatch(/What is left has to be done by hand; each says how\.\n$/);
  expect(fixed.out).not.toContain("Nothing is damaged");
  expect(fixed.out).not.toContain("chmod 600");

  const again = await run("doctor");
  expect(again.code, again.out).toBe(0);
  expect(checkOf(await run("check", "--json")).problems.map(({ code }) => code)).not.toContain(
    "file-permissive",
  );
  const real = await mturkSetup(place, ["doctor", "--json"], {
    env: { ...askedOf(aws), XDG_STATE_HOME: place.at("elsewhere") },
  });
  expect(
    real.out,
    "what was seen is kept in the state directory, for this file system alone",
  ).toContain("file-permissive");
});
