/**
 * What V8 made of the program is kept for the next start where that is safe, and whatever lies there
 * instead never hinders one.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CodeCache, codeCache } from "../src/code-cache.js";
import { FIRST, type Place, mturkSetup, newPlace, startWizard } from "./e2e/program.js";

const CODE = Buffer.from("what V8 made of it ".repeat(500));
const NAME = "core-0123456789abcdef";
/** On most systems nobody; a test that is not run by root cannot give files away. */
const SOMEBODY_ELSE = 65_534;
const isRoot = process.getuid?.() === 0;

interface Kept {
  readonly place: Place;
  readonly cache: CodeCache;
  readonly folder: string;
  /** The one file in it. */
  readonly file: string;
}

const cacheOf = (place: Place): CodeCache => codeCache({ HOME: place.home }, "linux");

/** A home with a cache folder in which something is kept. */
function kept(): Kept {
  const place = newPlace();
  mkdirSync(place.at(".cache"), { mode: 0o755 });
  const cache = cacheOf(place);
  cache.keep([{ name: NAME, make: () => CODE }]);
  const folder = place.at(".cache/mturk-setup");
  const [file = ""] = readdirSync(folder);
  return { place, cache, folder, file: join(folder, file) };
}

describe("what is kept", () => {
  test("is read back, and is this user's alone", () => {
    const { cache, folder, file } = kept();
    expect(cache.read(NAME)?.equals(CODE)).toBe(true);
    expect(cache.read("core-fedcba9876543210")).toBeNull();
    expect(lstatSync(folder).mode & 0o777).toBe(0o700);
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
  });

  test("takes the place of what another build kept of the same file, and of nothing else", () => {
    const { cache, folder } = kept();
    cache.keep([{ name: "wizard-0123456789abcdef", make: () => CODE }]);
    cache.keep([{ name: "core-fedcba9876543210", make: () => CODE }]);
    expect(cache.read(NAME)).toBeNull();
    expect(cache.read("core-fedcba9876543210")).not.toBeNull();
    expect(cache.read("wizard-0123456789abcdef")).not.toBeNull();
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test("lies where the system says", () => {
    const place = newPlace();
    for (const [env, platform, caches] of [
      [{ XDG_CACHE_HOME: place.at("here") }, "linux", "here"],
      [{ HOME: place.home }, "darwin", "Library/Caches"],
    ] as const) {
      mkdirSync(place.at(caches), { recursive: true });
      codeCache(env, platform).keep([{ name: NAME, make: () => CODE }]);
      expect(readdirSync(place.at(join(caches, "mturk-setup")))).toHaveLength(1);
    }
  });
});

describe("nothing is kept", () => {
  test.each([
    ["no folder for it", {}],
    ["a path that leads from wherever one is", { HOME: "home", XDG_CACHE_HOME: "cache" }],
    ["Node's own wish for none", { NODE_DISABLE_COMPILE_CACHE: "1", HOME: "(home)" }],
  ])("with %s", (_title, env) => {
    const place = newPlace();
    mkdirSync(place.at(".cache"));
    const before = place.tree();
    const given = Object.entries(env).map(([name, value]) => [
      name,
      value === "(home)" ? place.home : value,
    ]);
    const cache = codeCache(Object.fromEntries(given) as NodeJS.ProcessEnv, "linux");
    cache.keep([{ name: NAME, make: () => CODE }]);
    expect(cache.read(NAME)).toBeNull();
    expect(place.tree()).toEqual(before);
  });

  test("where the user has no cache folder: none is made", () => {
    const place = newPlace();
    cacheOf(place).keep([{ name: NAME, make: () => CODE }]);
    expect(readdirSync(place.home)).toEqual([]);
  });

  test.each(["the caches", "our folder in them"])("where %s are a link", (which) => {
    const place = newPlace();
    mkdirSync(place.at("elsewhere/mturk-setup"), { recursive: true, mode: 0o700 });
    if (which === "the caches") symlinkSync(place.at("elsewhere"), place.at(".cache"));
    else {
      mkdirSync(place.at(".cache"));
      symlinkSync(place.at("elsewhere/mturk-setup"), place.at(".cache/mturk-setup"));
    }
    cacheOf(place).keep([{ name: NAME, make: () => CODE }]);
    expect(readdirSync(place.at("elsewhere/mturk-setup"))).toEqual([]);
  });

  test.runIf(isRoot)("in a folder of somebody else", () => {
    for (const whose of [".cache", ".cache/mturk-setup"]) {
      const place = newPlace();
      mkdirSync(place.at(".cache/mturk-setup"), { recursive: true, mode: 0o700 });
      chownSync(place.at(whose), SOMEBODY_ELSE, SOMEBODY_ELSE);
      cacheOf(place).keep([{ name: NAME, make: () => CODE }]);
      expect(readdirSync(place.at(".cache/mturk-setup"))).toEqual([]);
    }
  });
});

describe("not believed is", () => {
  test("what is not byte for byte as it was kept", () => {
    const { cache, file } = kept();
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += 97) {
      const wrong = Buffer.from(bytes);
      wrong.writeUInt8(wrong.readUInt8(at) ^ 0x10, at);
      writeFileSync(file, wrong);
      expect(cache.read(NAME), `byte ${at}`).toBeNull();
    }
    for (const length of [bytes.length - 1, 5, 4, 3, 0]) {
      writeFileSync(file, bytes);
      truncateSync(file, length);
      expect(cache.read(NAME), `${length} bytes`).toBeNull();
    }
  });

  test.each<[string, (kept: Kept) => void]>([
    [
      "a link",
      ({ place, file }) => {
        writeFileSync(place.at("other"), readFileSync(file), { mode: 0o600 });
        rmSync(file);
        symlinkSync(place.at("other"), file);
      },
    ],
    [
      "a folder",
      ({ file }) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    [
      "a pipe, on which nobody waits",
      ({ file }) => (rmSync(file), execFileSync("mkfifo", ["-m", "600", file])),
    ],
    ["what others may write", ({ file }) => chmodSync(file, 0o666)],
    ["what is larger than anything of ours", ({ file }) => truncateSync(file, 20 << 20)],
    ["a folder into which others may look", ({ folder }) => chmodSync(folder, 0o755)],
  ])("%s", (_title, change) => {
    const all = kept();
    change(all);
    expect(all.cache.read(NAME)).toBeNull();
  });
});

describe("the program", () => {
  /** In the home of each place, and not where all the other tests have theirs. */
  const OWN_CACHE = { XDG_CACHE_HOME: undefined };
  const until = async (place: Place, args: readonly string[] = []): Promise<void> => {
    const wizard = startWizard(place, { args, env: OWN_CACHE });
    await wizard.waitFor(FIRST);
    wizard.send("q");
    expect(await wizard.exit).toMatchObject({ code: 0 });
  };
  const files = (place: Place): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(place.tree()).filter(([path]) => path.startsWith(".cache/mturk-setup/")),
    );

  test("keeps what a wizard's start has loaded, and uses it as it is", async () => {
    const place = newPlace();
    mkdirSync(place.at(".cache"));
    await until(place);
    const first = files(place);
    const names = Object.keys(first).map((path) => /mturk-setup\/(\w+)-/.exec(path)?.[1]);
    expect(names.sort()).toEqual(["core", "used", "wizard"]);
    await until(place);
    // Unchanged in time and content: nothing had to be made anew.
    expect(files(place)).toEqual(first);
  });

  test("starts whatever lies in the place of it, and makes it anew", async () => {
    const place = newPlace();
    mkdirSync(place.at(".cache"));
    await until(place);
    const whole = files(place);
    for (const damage of [
      () => Buffer.alloc(0),
      (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1),
      (bytes: Buffer) => Buffer.from(bytes).fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 64),
      (bytes: Buffer) => Buffer.from(bytes).fill(0xff),
    ]) {
      for (const path of Object.keys(whole)) place.put(path, damage(readFileSync(place.at(path))));
      const damaged = files(place);
      await until(place);
      for (const path of Object.keys(whole)) expect(files(place)[path]).not.toBe(damaged[path]);
    }
  });

  test("keeps nothing for a command, and in practice nothing at all", async () => {
    const place = newPlace();
    mkdirSync(place.at(".cache"));
    const before = place.tree();
    await mturkSetup(place, ["check"], { env: OWN_CACHE });
    await mturkSetup(place, ["--version"], { env: OWN_CACHE });
    await until(place, ["--practice"]);
    expect(place.tree()).toEqual(before);
  });
});
