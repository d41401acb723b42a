import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Host } from "../../src/base/host.js";
import { checkPlaces, locateAwsFiles, placeDoubt } from "../../src/aws-files/store/where.js";

const host = (env: Host["env"] = {}, home = "/home/ada", cwd = "/home/lab"): Host => ({
  env,
  home,
  cwd,
  platform: process.platform,
});
const me = userInfo();

/** Environment, and the credentials path that follows from it. */
const PLACES: readonly {
  readonly env: Record<string, string>;
  readonly path: string;
  readonly home?: string;
}[] = [
  { env: {}, path: "/home/ada/.aws/credentials" },
  { env: {}, path: "/home/ada/.aws/credentials", home: "/home/ada/" },
  { env: {}, path: "/.aws/credentials", home: "/" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "/etc/keys" }, path: "/etc/keys" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "/etc/keys" }, path: "/etc/keys", home: "" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "~/keys" }, path: "/home/ada/keys" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "~" }, path: "/home/ada" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "a/~/b" }, path: "/home/lab/a/~/b" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: `~${me.username}/keys` }, path: `${me.homedir}/keys` },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "keys" }, path: "/home/lab/keys" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "../keys" }, path: "/home/lab/../keys" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "$LAB/keys", LAB: "/srv/lab" }, path: "/srv/lab/keys" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "${LAB}s/keys", LAB: "/srv/lab" }, path: "/srv/labs/keys" },
  {
    env: { AWS_SHARED_CREDENTIALS_FILE: "/x/$LAB-1/${NOT_SET}/$9", LAB: "$HOME" },
    path: "/x/$HOME-1/${NOT_SET}/$9",
  },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "$WHERE/keys", WHERE: "~" }, path: "/home/ada/keys" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "/a/$/b$" }, path: "/a/$/b$" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "/a/${LAB/b", LAB: "x" }, path: "/a/${LAB/b" },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "/a/${}/b" }, path: "/a/${}/b" },
  {
    env: { AWS_SHARED_CREDENTIALS_FILE: "~no-such-user-here/c" },
    path: "/home/lab/~no-such-user-here/c",
  },
  {
    env: { AWS_SHARED_CREDENTIALS_FILE: "C:\\Users\\me\\.aws\\credentials" },
    path: "/home/lab/C:\\Users\\me\\.aws\\credentials",
  },
  {
    env: { AWS_SHARED_CREDENTIALS_FILE: "%USERPROFILE%\\.aws\\credentials" },
    path: "/home/lab/%USERPROFILE%\\.aws\\credentials",
  },
  { env: { AWS_SHARED_CREDENTIALS_FILE: " " }, path: "/home/lab/ " },
  { env: { AWS_SHARED_CREDENTIALS_FILE: '"~/keys"' }, path: '/home/lab/"~/keys"' },
  { env: { AWS_SHARED_CREDENTIALS_FILE: "file:///etc/keys" }, path: "/home/lab/file:///etc/keys" },
];

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython)
  process.stderr.write("\nSKIPPED, for there is no python3: comparing the places with Python's\n");

describe("where the files are", () => {
  it.each(PLACES)("$env with home $home: $path", ({ env, path, home }) => {
    const found = locateAwsFiles(host({ AWS_CONFIG_FILE: "/etc/config", ...env }, home));
    expect(found).toEqual({ ok: true, value: { credentials: path, config: "/etc/config" } });
  });

  it.skipIf(!hasPython)(
    "is where Python looks, as botocore asks it (expandvars, then expanduser)",
    () => {
      const named = PLACES.flatMap(({ env, path, home = "/home/ada" }) => {
        const asked = env.AWS_SHARED_CREDENTIALS_FILE;
        return asked === undefined ? [] : [{ asked, path, env: { ...env, HOME: home } }];
      });
      const script = [
        "import os, sys, json",
        "def found(at):",
        "    os.environ.clear()",
        "    os.environ.update(at['env'])",
        "    return os.path.expanduser(os.path.expandvars(at['asked']))",
        "print(json.dumps([found(at) for at in json.load(sys.stdin)]))",
      ].join("\n");
      const python = spawnSync("python3", ["-c", script], {
        input: JSON.stringify(named),
        encoding: "utf8",
      });
      const found = JSON.parse(python.stdout) as string[];
      expect(
        named.map(({ asked }, at) => ({
          asked,
          path: found[at]?.startsWith("/") === true ? found[at] : `/home/lab/${found[at]}`,
        })),
      ).toEqual(named.map(({ asked, path }) => ({ asked, path })));
    },
  );

  it.each([
    { name: "an empty home", host: host({}, ""), says: /HOME is empty/ },
    {
      name: "a home that is no absolute path",
      host: host({}, "ada"),
      says: /"ada", which is not an absolute path/,
    },
    {
      name: "~ with an empty home",
      host: host({ AWS_SHARED_CREDENTIALS_FILE: "~/x" }, ""),
      says: /HOME is empty/,
    },
  ])("says so where there is no place: $name", ({ host: where, says }) => {
    const found = locateAwsFiles(where);
    expect(found).toMatchObject({ ok: false, problem: { code: "home-missing" } });
    if (!found.ok) {
      expect(found.problem.message).toMatch(says);
      expect(found.problem.try.length).toBeGreaterThan(0);
    }
  });
});

describe("an empty variable", () => {
  it("means that there is no such file at all, as it does for boto3", () => {
    expect(locateAwsFiles(host({ AWS_SHARED_CREDENTIALS_FILE: "" }))).toEqual({
      ok: true,
      value: { credentials: "", config: "/home/ada/.aws/config" },
    });
    expect(locateAwsFiles(host({ AWS_CONFIG_FILE: "" }))).toEqual({
      ok: true,
      value: { credentials: "/home/ada/.aws/credentials", config: "" },
    });
  });

  it("stands in the way only of whoever wants to write there", async () => {
    const checked = await checkPlaces({ credentials: "", config: "/tmp/config" }, undefined, [
      "credentials",
    ]);
    expect(checked).toMatchObject({
      ok: false,
      problem: {
        code: "file-not-writable",
        message: expect.stringMatching(
          /AWS_SHARED_CREDENTIALS_FILE is set, but empty.*no credentials file at all/,
        ),
      },
    });
    expect(
      await checkPlaces({ credentials: "", config: "/tmp/config" }, undefined, ["config"]),
    ).toEqual({ ok: true, value: undefined });
  });
});

describe("a path that leads elsewhere than was meant", () => {
  it.each([
    ["C:\\Users\\me\\.aws\\credentials", /a Windows path.*made in this folder/],
    ["C:/Users/me/.aws/credentials", /a Windows path/],
    ["\\\\server\\share\\credentials", /a Windows path/],
    ["%USERPROFILE%/.aws/credentials", /a Windows path/],
    ["keys", /counts from the folder you are in.*made in this folder/],
    ["./keys", /counts from the folder you are in/],
    ["~no-such-user-here/keys", /no user of this name is known/],
    ["$NOT_SET/keys", /a variable in it is not set/],
    ["/srv/${NOT_SET}/keys", /a variable in it is not set/],
    [" ", /only blanks/],
    ['"/srv/keys"', /quotation marks are part of the path/],
    ["'~/keys", /quotation marks/],
    ["/srv/keys ", /a blank at its beginning or end/],
    ["/srv/keys\r", /a carriage return .*at the end/],
    ["/srv/\u200Bkeys", /U\+200B/],
    ["file:///srv/keys", /a web address/],
  ])("%j", (value, says) => {
    const doubt = placeDoubt("credentials", host({ AWS_SHARED_CREDENTIALS_FILE: value }));
    expect(doubt?.message).toMatch(says);
    expect(doubt?.message).toContain("AWS_SHARED_CREDENTIALS_FILE");
    expect(doubt?.try).toContain("To use ~/.aws/credentials: unset AWS_SHARED_CREDENTIALS_FILE");
  });

  it.each([
    "/srv/keys",
    "~/keys",
    "$LAB/keys",
    "/mnt/c/Users/me/.aws/credentials",
    "/srv/my keys",
    "",
  ])("no doubt about %j", (value) => {
    expect(
      placeDoubt("credentials", host({ AWS_SHARED_CREDENTIALS_FILE: value, LAB: "/srv/lab" })),
    ).toBeNull();
  });
});

describe("whether they can be written", () => {
  let home = "";
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "mturk-setup-test-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const paths = (): { credentials: string; config: string } => ({
    credentials: join(home, ".aws", "credentials"),
    config: join(home, ".aws", "config"),
  });

  it.each<{ name: string; arrange: () => void; says: RegExp | null }>([
    { name: "nothing there yet", arrange: () => undefined, says: null },
    { name: "an empty folder", arrange: () => mkdirSync(join(home, ".aws")), says: null },
    {
      name: "a link to a folder",
      arrange: () => {
        mkdirSync(join(home, "real"));
        symlinkSync("real", join(home, ".aws"));
      },
      says: null,
    },
    {
      name: ".aws is a file",
      arrange: () => writeFileSync(join(home, ".aws"), ""),
      says: /a part of the path is a file/,
    },
    {
      name: ".aws is a link to nowhere",
      arrange: () => symlinkSync("/nowhere/at/all", join(home, ".aws")),
      says: /is a link to \/nowhere\/at\/all, which does not exist/,
    },
    {
      name: "credentials is a folder",
      arrange: () => mkdirSync(join(home, ".aws", "credentials"), { recursive: true }),
      says: /is a folder, but a file was expected/,
    },
    {
      name: "config is a pipe",
      arrange: () => {
        mkdirSync(join(home, ".aws"));
        spawnSync("mkfifo", [join(home, ".aws", "config")]);
      },
      says: /config is not a regular file/,
    },
    {
      name: "config is a link to nowhere",
      arrange: () => {
        mkdirSync(join(home, ".aws"));
        symlinkSync("gone", join(home, ".aws", "config"));
      },
      says: /config is a link to gone, which does not exist/,
    },
    {
      name: "a circle of links",
      arrange: () => {
        mkdirSync(join(home, ".aws"));
        symlinkSync("config", join(home, ".aws", "config"));
      },
      says: /links on the way lead in a circle/,
    },
    {
      name: "config is a device",
      arrange: () => {
        mkdirSync(join(home, ".aws"));
        symlinkSync("/dev/null", join(home, ".aws", "config"));
      },
      says: /not a regular file/,
    },
  ])("$name", async ({ arrange, says }) => {
    arrange();
    const before = readdirSync(home, { recursive: true });
    const checked = await checkPlaces(paths(), host({}, home));
    if (says === null) expect(checked).toEqual({ ok: true, value: undefined });
    else expect(checked.ok ? "" : checked.problem.message).toMatch(says);
    expect(readdirSync(home, { recursive: true })).toEqual(before);
  });

  it("a home that does not exist", async () => {
    rmSync(home, { recursive: true });
    const checked = await checkPlaces(paths(), host({}, home));
    expect(checked.ok ? "" : checked.problem.message).toBe(
      `The home directory ${home} does not exist.`,
    );
  });
});
