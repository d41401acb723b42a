import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "../../src/base/secret.js";
import {
  cleanUpNow,
  createPrivateFile,
  makePrivateDir,
  makePrivateTempDir,
  pendingTemps,
  removeFile,
  removeTree,
  replaceSmallFile,
} from "../../src/aws-files/store/store.js";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "mturk-setup-test-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const at = (name: string): string => join(dir, name);
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe("a private file", () => {
  it("is created with its folders, for the user only", async () => {
    const path = at("a/b/credentials.mturk-setup-pending");
    expect(
      await createPrivateFile(path, new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")),
    ).toEqual({ ok: true, value: undefined });
    expect(readFileSync(path, "utf8")).toBe("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    expect([modeOf(path), modeOf(at("a")), modeOf(at("a/b"))]).toEqual([0o600, 0o700, 0o700]);
    expect(readdirSync(at("a/b"))).toEqual([basename(path)]);
  });

  it.each([
    { name: "a file", arrange: (path: string) => writeFileSync(path, "theirs") },
    { name: "a link to nowhere", arrange: (path: string) => symlinkSync("gone", path) },
    { name: "a folder", arrange: (path: string) => mkdirSync(path) },
  ])("does not replace $name that is there", async ({ arrange }) => {
    arrange(at("x"));
    const before = lstatSync(at("x"), { bigint: true });
    const done = await createPrivateFile(at("x"), "mine");
    expect(done).toMatchObject({ ok: false, problem: { code: "file-not-writable" } });
    expect(done.ok ? "" : done.problem.message).toContain("exists already");
    expect(lstatSync(at("x"), { bigint: true }).ino).toBe(before.ino);
    expect(readdirSync(dir)).toEqual(["x"]);
  });

  it("of our own is replaced in one step and becomes private; a link in its place is not followed", async () => {
    writeFileSync(at("real"), "old");
    chmodSync(at("real"), 0o644);
    symlinkSync("real", at("state"));
    expect((await replaceSmallFile(at("state"), "new")).ok).toBe(true);
    expect([
      readFileSync(at("real"), "utf8"),
      readFileSync(at("state"), "utf8"),
      modeOf(at("state")),
      lstatSync(at("state")).isSymbolicLink(),
    ]).toEqual(["old", "new", 0o600, false]);
    expect((await replaceSmallFile(at("new/place.json"), "{}")).ok).toBe(true);
    expect(readFileSync(at("new/place.json"), "utf8")).toBe("{}");
  });

  it("that cannot be written: a reason, and nothing left over", async () => {
    writeFileSync(at("file"), "");
    for (const done of [
      await createPrivateFile(at("file/x"), "a"),
      await replaceSmallFile(at("file/x"), "a"),
      await makePrivateDir(at("file/x")),
    ]) {
      expect(done.ok ? "" : done.problem.message).toMatch(/a part of the path is a file/);
    }
    expect(readdirSync(dir)).toEqual(["file"]);
  });

  it("takes away the temporary file of a dead process, but not that of a living one", async () => {
    const dead = spawnSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"], {
      encoding: "utf8",
    }).stdout;
    writeFileSync(at(`x.mturk-setup-tmp-${dead}-0-aaaaaaaaaaaa`), "");
    writeFileSync(at(`x.mturk-setup-tmp-${process.pid}-0-aaaaaaaaaaaa`), "");
    await replaceSmallFile(at("x"), "new");
    expect(readdirSync(dir).sort()).toEqual([
      "x",
      `x.mturk-setup-tmp-${process.pid}-0-aaaaaaaaaaaa`,
    ]);
  });

  it("is removed; that it is gone already is fine", async () => {
    writeFileSync(at("x"), "");
    expect(await removeFile(at("x"))).toEqual({ ok: true, value: undefined });
    expect(await removeFile(at("x"))).toEqual({ ok: true, value: undefined });
    mkdirSync(at("folder"));
    expect((await removeFile(at("folder"))).ok).toBe(false);
  });
});

describe("a private temporary folder", () => {
  it("holds nothing but the mark of its owner, is for the user only, and removed with all that is in it", async () => {
    const made = await makePrivateTempDir("mturk-setup-test-");
    const path = made.ok ? made.value : "";
    expect([readdirSync(path), modeOf(path)]).toEqual([[".mturk-setup-owner"], 0o700]);
    mkdirSync(join(path, ".aws"));
    writeFileSync(join(path, ".aws", "credentials"), "x");
    symlinkSync(dir, join(path, "link"));
    writeFileSync(at("kept"), "");
    expect((await removeTree(path)).ok).toBe(true);
    expect([existsSync(path), existsSync(at("kept"))]).toEqual([false, true]);
  });

  it("is removed at the end by cleanUpNow, which never fails", async () => {
    const made = await makePrivateTempDir("mturk-setup-test-");
    const path = made.ok ? made.value : "";
    writeFileSync(join(path, "x"), "");
    expect(pendingTemps()).toContain(path);
    cleanUpNow();
    expect([existsSync(path), pendingTemps()]).toEqual([false, []]);
    cleanUpNow();
  });

  it("is the only thing that removeTree removes", async () => {
    expect(await removeTree(dir)).toMatchObject({ ok: false, problem: { code: "bug" } });
    expect(existsSync(dir)).toBe(true);
  });
});
