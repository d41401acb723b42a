/**
 * The program as npm installs it from a tree without a build: packed and unpacked, and linked. The
 * build is made on the way, or there is no command.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { childEnv } from "../harness/pty.js";
import { FIRST, type Place, environment, newPlace, startWizard } from "./program.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What a fresh clone has, with what `npm ci` puts beside it. */
function clone(place: Place, { ownModules }: { readonly ownModules: boolean }): string {
  const folder = join(place.temp, "clone");
  mkdirSync(folder);
  for (const name of [
    "src",
    "docs",
    "build.mjs",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "README.md",
    "LICENSE",
  ])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  const modules = [join(ROOT, "node_modules"), join(folder, "node_modules")] as const;
  if (!ownModules) symlinkSync(...modules);
  else if (spawnSync("cp", ["-al", ...modules]).status !== 0)
    execFileSync("cp", ["-a", ...modules]);
  expect(existsSync(join(folder, "dist"))).toBe(false);
  return folder;
}

function npm(place: Place, cwd: string, ...args: readonly string[]): string {
  const env = childEnv(place.home, {
    ...environment(place),
    npm_config_prefix: join(place.temp, "prefix"),
    npm_config_update_notifier: "false",
  });
  return execFileSync("npm", [...args, "--offline", "--no-audit", "--no-fund"], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function runs(place: Place, program: string): Promise<void> {
  const env = childEnv(place.home, environment(place));
  const version = spawnSync(program, ["--version"], { cwd: place.home, env, encoding: "utf8" });
  expect(version).toMatchObject({ status: 0, stderr: "" });
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const wizard = startWizard(place, { command: [program, "--practice"] });
  await wizard.waitFor(FIRST);
  wizard.send("q");
  expect((await wizard.exit).code).toBe(0);
}

describe("M: from a tree without a build", () => {
  test("npm pack: what is packed holds the program, and runs where nothing else is installed", async () => {
    const place = newPlace();
    npm(place, clone(place, { ownModules: false }), "pack", "--pack-destination", place.temp);
    execFileSync("sh", ["-c", "tar xzf ./*.tgz"], { cwd: place.temp });
    // As npm does it for `bin` (https://docs.npmjs.com/cli/v10/configuring-npm/package-json#bin).
    const program = join(place.temp, "mturk-setup");
    chmodSync(join(place.temp, "package", "dist", "bin.js"), 0o755);
    symlinkSync(join(place.temp, "package", "dist", "bin.js"), program);
    await runs(place, program);
  });

  test("npm link: the command is there, and works from any folder", async () => {
    const place = newPlace();
    npm(place, clone(place, { ownModules: true }), "link");
    await runs(place, join(place.temp, "prefix", "bin", "mturk-setup"));
  });
});
