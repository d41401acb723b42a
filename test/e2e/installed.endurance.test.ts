/**
 * The program as npm installs it: from a tree without a build, where the build is made on the way, or
 * there is no command; and from the packed file alone, without a network, without scripts.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
    "tools",
    "build.mjs",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "README.md",
    "CHANGELOG.md",
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

const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly version: string;
};

/** It names its version, and its wizard comes to the first screen and ends. */
async function runs(place: Place, command: readonly [string, ...string[]]): Promise<void> {
  const env = childEnv(place.home, environment(place));
  const [program, ...before] = command;
  const version = spawnSync(program, [...before, "--version"], {
    cwd: place.home,
    env,
    encoding: "utf8",
  });
  expect(version).toMatchObject({ status: 0, stdout: `${VERSION}\n`, stderr: "" });
  const wizard = startWizard(place, { command: [...command, "--practice"] });
  await wizard.waitFor(FIRST);
  wizard.send("q");
  expect((await wizard.exit).code).toBe(0);
}

describe("M: from a tree without a build", () => {
  test("npm link: the command is there, and works from any folder", async () => {
    const place = newPlace();
    npm(place, clone(place, { ownModules: true }), "link");
    await runs(place, [join(place.temp, "prefix", "bin", "mturk-setup")]);
  });
});

/** Other versions of Node, where `npx -p node@VERSION` has put them on this computer. */
function otherNodes(): readonly (readonly [string, string])[] {
  const cache = join(homedir(), ".npm", "_npx");
  if (!existsSync(cache)) return [];
  return readdirSync(cache).flatMap((name) => {
    const node = join(cache, name, "node_modules", "node", "bin", "node");
    if (!existsSync(node)) return [];
    const told = spawnSync(node, ["--version"], { encoding: "utf8" });
    return told.status === 0 ? [[told.stdout.trim(), node] as const] : [];
  });
}

describe("M: from the packed file, offline, without scripts", () => {
  let folder: string;
  let packed: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mturk-setup-packed-"));
    const tree = join(folder, "tree");
    const place = { home: folder, temp: folder } as Place;
    mkdirSync(tree);
    const from = clone({ ...place, temp: tree }, { ownModules: false });
    npm(place, from, "pack", "--pack-destination", folder);
    const [name = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    packed = join(folder, name);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function installed(place: Place): string {
    const target = join(place.temp, "installed");
    mkdirSync(target);
    npm(place, target, "install", "--ignore-scripts", "--prefix", target, packed);
    // Nothing came along.
    const modules = join(target, "node_modules");
    expect(readdirSync(modules).sort()).toEqual([".bin", ".package-lock.json", "mturk-setup"]);
    return join(modules, ".bin", "mturk-setup");
  }

  test("npm install in an empty folder", async () => {
    const place = newPlace();
    await runs(place, [installed(place)]);
  });

  test("npm install --global", async () => {
    const place = newPlace();
    npm(place, place.home, "install", "--global", "--ignore-scripts", packed);
    await runs(place, [join(place.temp, "prefix", "bin", "mturk-setup")]);
  });

  test("npx FILE", async () => {
    const place = newPlace();
    // npx takes an absolute path for a program, and starts the archive itself.
    cpSync(packed, place.at("mturk-setup.tgz"));
    await runs(place, ["npx", "--yes", "--offline", "--ignore-scripts", "./mturk-setup.tgz"]);
  });

  const others = otherNodes();
  test.skipIf(others.length === 0).each(others)("on Node %s", async (version, node) => {
    const place = newPlace();
    const program = installed(place);
    const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
    if (major > 22 || (major === 22 && minor >= 9) || (major === 20 && minor >= 17)) {
      await runs(place, [node, program]);
      return;
    }
    const done = spawnSync(node, [program, "--practice"], { cwd: place.home, encoding: "utf8" });
    expect(done).toMatchObject({ status: 4, stdout: "" });
    expect(done.stderr).toMatch(/^mturk-setup needs Node 20\.17 [^\n]+\n$/);
    expect(done.stderr).toContain(version.slice(1));
  });
});
