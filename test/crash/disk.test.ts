/**
 * Full disks, limits, foreign owners, mounts: the old file byte for byte, no leftovers, and a
 * message with path, cause and cure.
 */
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle, canRun, removeScratch, runJson, scratch, textOf } from "./children.js";
import { asUser, nodeForAll } from "../harness/other-user.js";

const NOBODY = 65_534;
const AS_NOBODY = asUser(NOBODY);
const isRoot = process.getuid?.() === 0;
const canMount = canRun(
  ["unshare", "-m", "true"],
  "a full disk (tmpfs), a read-only disk, a bind mount",
);
const canLimit = canRun(["prlimit", "--fsize=1000000", "true"], "a limit on the size of files");
const canBeNobody =
  isRoot &&
  canRun([...AS_NOBODY, nodeForAll(), "-e", "0"], "permissions, as another user than root");

let folder = "";
let script = "";
beforeAll(async () => {
  // On a real disk where limits of the memory disk do not matter; reachable for the other user.
  folder = scratch(tmpdir());
  script = await bundle("writer.ts", folder);
  chmodSync(script, 0o644);
});
afterAll(() => removeScratch(folder));

const OLD = "[default]\n# old\n";

function home(files: readonly string[] = ["credentials", "config"], owner = 0): string {
  const aws = join(mkdtempSync(join(folder, "home-")), "aws");
  mkdirSync(aws, { mode: 0o700 });
  for (const name of files) {
    writeFileSync(join(aws, name), OLD, { mode: 0o600 });
    if (isRoot) chownSync(join(aws, name), owner, owner);
  }
  if (isRoot) chownSync(aws, owner, owner);
  if (isRoot) chownSync(join(aws, ".."), owner, owner);
  chmodSync(join(aws, ".."), 0o755);
  return aws;
}

interface Outcome {
  readonly problem: {
    readonly code: string;
    readonly message: string;
    readonly try: readonly string[];
    readonly detail?: string;
  } | null;
  /** It was told before anything was tried. */
  readonly early: boolean;
  readonly files: Record<string, { readonly text: string; readonly mode: number }>;
}

const write = (aws: string, length: number, before: readonly string[] = []): Promise<Outcome> =>
  runJson([...before, nodeForAll(), script, "review", aws, String(length)]);

function expectUntouched(outcome: Outcome, path: string, cause: RegExp): void {
  expect(outcome.problem?.message).toMatch(cause);
  expect(outcome.problem?.message).toContain(path);
  expect(outcome.problem?.try.length).toBeGreaterThan(0);
  for (const file of Object.values(outcome.files)) expect(file.text).toBe(OLD);
}

describe.skipIf(!canLimit)("a limit on the size of files", () => {
  it("that a new text exceeds: too large, and everything as it was", async () => {
    const aws = home();
    const outcome = await write(aws, 20_000, ["prlimit", "--fsize=8192", "--"]);
    expectUntouched(outcome, join(aws, "config"), /larger than this session allows/);
    expect(outcome.problem).toMatchObject({ code: "file-not-writable", detail: "EFBIG" });
    expect(readdirSync(aws).sort()).toEqual(["config", "credentials"]);
  });
});

describe.skipIf(!canMount)("in a mount namespace of its own", () => {
  const inside = (setup: string, aws: string, length: number): Promise<Outcome> =>
    runJson([
      "unshare",
      "-m",
      "sh",
      "-c",
      `set -e; ${setup} >&2; exec "$2" "$3" review "$1" ${length}`,
      "sh",
      aws,
      process.execPath,
      script,
    ]);

  it.each([
    { name: "full before the backup", size: "8k", length: 100 },
    { name: "full while the new file is written", size: "24k", length: 12_000 },
    { name: "too small for the new file", size: "64k", length: 200_000 },
  ])("a disk that is $name", async ({ size, length }) => {
    const aws = home([]);
    const outcome = await inside(
      `mount -t tmpfs -o size=${size},mode=700 none "$1"; printf '${OLD.replaceAll("\n", "\\n")}' | tee "$1/config" > "$1/credentials"; chmod 600 "$1"/*`,
      aws,
      length,
    );
    expectUntouched(outcome, aws, /the disk is full/);
    expect(outcome.problem).toMatchObject({ code: "file-not-writable", detail: "ENOSPC" });
    expect(Object.keys(outcome.files).sort()).toEqual(["config", "credentials"]);
  });

  it("no room left for a single new name", async () => {
    const aws = home([]);
    const outcome = await inside(
      `mount -t tmpfs -o size=64k,nr_inodes=3,mode=700 none "$1"; printf '${OLD.replaceAll("\n", "\\n")}' | tee "$1/config" > "$1/credentials"; chmod 600 "$1"/*`,
      aws,
      10,
    );
    expectUntouched(outcome, aws, /the disk is full/);
    expect(Object.keys(outcome.files).sort()).toEqual(["config", "credentials"]);
  });

  it("a read-only disk: told before any question", async () => {
    const aws = home();
    const outcome = await inside(`mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"`, aws, 10);
    expectUntouched(outcome, join(aws, "credentials"), /that disk is read-only/);
    expect(outcome.early).toBe(true);
  });

  it("a file that is a mount of its own, as Docker makes it: told before any question", async () => {
    const aws = home();
    const outcome = await inside(`mount --bind "$1/credentials" "$1/credentials"`, aws, 10);
    expectUntouched(outcome, join(aws, "credentials"), /mount of its own/);
    expect(outcome.early).toBe(true);
  });

  it("a mount that cannot be seen beforehand: the rename fails, and the first file is put back", async () => {
    const aws = home();
    // An empty file over the table of mounts hides them from the look beforehand.
    const outcome = await inside(
      `mount --bind "$1/credentials" "$1/credentials"; : > "$1/../none"; mount --bind "$1/../none" "/proc/$$/mountinfo"`,
      aws,
      10,
    );
    expectUntouched(outcome, join(aws, "credentials"), /mount of its own/);
    expect(outcome).toMatchObject({ early: false, problem: { detail: "EBUSY" } });
    expect(Object.keys(outcome.files).sort()).toEqual(["config", "credentials"]);
  });
});

describe.skipIf(!canBeNobody)("as another user than root", () => {
  it("writes its own files, with the mode and the group they had", async () => {
    const aws = home(["credentials"], NOBODY);
    chmodSync(join(aws, "credentials"), 0o640);
    const outcome = await write(aws, 10, AS_NOBODY);
    expect(outcome.problem).toBeNull();
    expect(statSync(join(aws, "credentials"))).toMatchObject({ uid: NOBODY, gid: NOBODY });
    expect([outcome.files.credentials?.mode, outcome.files.config?.mode]).toEqual([0o640, 0o600]);
  });

  it.each<{
    name: string;
    arrange: (aws: string) => void;
    cause: RegExp;
    file: string;
    files?: readonly string[];
  }>([
    {
      name: "a folder that may not be written",
      arrange: (aws) => chmodSync(aws, 0o500),
      cause: /no permission to write there/,
      file: "credentials",
    },
    {
      name: "a folder of another user",
      arrange: (aws) => {
        chownSync(aws, 0, 0);
        chmodSync(aws, 0o755);
      },
      cause: /no permission to write there/,
      file: "credentials",
    },
    {
      name: "a file of another user in a folder that everyone may write",
      arrange: (aws) => {
        chmodSync(aws, 0o777);
        chownSync(join(aws, "config"), 0, 0);
        chmodSync(join(aws, "config"), 0o666);
      },
      cause: /belongs to another user \(number 0\)/,
      file: "config",
    },
    {
      name: "a write-protected file",
      arrange: (aws) => chmodSync(join(aws, "config"), 0o400),
      cause: /is write-protected/,
      file: "config",
    },
    {
      name: "a file that may not be read",
      arrange: (aws) => chmodSync(join(aws, "config"), 0o200),
      cause: /could not be read: you have no permission/,
      file: "config",
    },
    {
      name: "a second name (hard link) of the file",
      arrange: (aws) => linkSync(join(aws, "config"), join(aws, "..", "second")),
      cause: /is one of 2 names \(hard links\)/,
      file: "config",
    },
    {
      name: "a folder that may not be entered",
      arrange: (aws) => chmodSync(aws, 0o600),
      cause: /no permission/,
      file: "credentials",
    },
  ])(
    "$name: told before any question, and everything as it was",
    async ({ arrange, cause, file }) => {
      const aws = home(["credentials", "config"], NOBODY);
      arrange(aws);
      const outcome = await write(aws, 10, AS_NOBODY);
      expect(outcome.problem?.message).toMatch(cause);
      expect(outcome.problem?.message).toContain(join(aws, file));
      expect(outcome.problem?.try.length).toBeGreaterThan(0);
      expect(outcome.early).toBe(true);
      expect(readdirSync(aws).sort()).toEqual(["config", "credentials"]);
      for (const name of ["config", "credentials"]) expect(textOf(join(aws, name))).toBe(OLD);
    },
  );

  it("a file shared with a group one is not in: refused, for the new one could not be shared", async () => {
    const aws = home(["credentials", "config"], NOBODY);
    chownSync(join(aws, "config"), NOBODY, 12345);
    chmodSync(join(aws, "config"), 0o640);
    const outcome = await write(aws, 10, AS_NOBODY);
    expectUntouched(
      outcome,
      join(aws, "config"),
      /shared with a group \(number 12345\) that you are not in/,
    );
    expect(readdirSync(aws).sort()).toEqual(["config", "credentials"]);
  });

  it("no .aws folder, and a home that may not be written: told before any question, nothing created", async () => {
    const aws = home([], NOBODY);
    chmodSync(aws, 0o500);
    const outcome = await write(join(aws, ".aws"), 10, AS_NOBODY);
    expect(outcome).toMatchObject({ early: true, problem: { code: "file-not-writable" } });
    expect(outcome.problem?.message).toMatch(/no permission to write there/);
    expect(readdirSync(aws)).toEqual([]);
  });

  it("with a umask that forbids everything, the new folder and files can be used all the same", async () => {
    const aws = join(home([], NOBODY), ".aws");
    const outcome = await write(aws, 10, [...AS_NOBODY, "sh", "-c", 'umask 0777; exec "$@"', "sh"]);
    expect(outcome.problem).toBeNull();
    expect(statSync(aws).mode & 0o777).toBe(0o700);
    expect(Object.values(outcome.files).map((file) => file.mode)).toEqual([0o600, 0o600]);
    expect(textOf(join(aws, "credentials"))).toContain("# credentials");
  });
});

describe.skipIf(!isRoot)("as root in another user's home", () => {
  it("refuses the file that would be taken away from its owner", async () => {
    const aws = home(["credentials", "config"], 65534);
    const outcome = await write(aws, 10);
    expectUntouched(outcome, join(aws, "credentials"), /runs as root/);
    expect(outcome.early).toBe(true);
    expect(readdirSync(aws).sort()).toEqual(["config", "credentials"]);
  });

  it("refuses to create files there", async () => {
    const aws = home([], 65534);
    const outcome = await write(aws, 10);
    expect(outcome.problem?.message).toMatch(/runs as root/);
    expect(readdirSync(aws)).toEqual([]);
  });
});
