import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  listFiles,
  readAwsFiles,
  readFileBytes,
  readFileState,
  readSmallFile,
} from "../../src/aws-files/store/read.js";
import { plainText } from "../../src/aws-files/text/reveal.js";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "mturk-setup-test-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const at = (name: string): string => join(dir, name);

describe("the state of one AWS file", () => {
  it("holds the text, the real place, the mode, and a stamp that changes with the bytes", async () => {
    writeFileSync(at("real"), "[default]\r\nname = Zoë\n", { mode: 0o640 });
    symlinkSync("real", at("middle"));
    symlinkSync("middle", at("credentials"));
    const first = await readFileState("credentials", at("credentials"));
    if (!first.ok) throw new Error(first.problem.message);
    expect(first.value).toMatchObject({
      kind: "credentials",
      path: at("credentials"),
      realPath: at("real"),
      exists: true,
      mode: 0o640,
    });
    expect(plainText(first.value.text)).toBe("[default]\r\nname = Zoë\n");
    expect(String(first.value.text)).not.toContain("Zo");
    const again = await readFileState("credentials", at("credentials"));
    expect(again.ok && again.value.stamp).toBe(first.value.stamp);
    const { atime, mtime } = statSync(at("real"));
    writeFileSync(at("real"), "[default]\r\nname = Zoé\n");
    utimesSync(at("real"), atime, mtime);
    const changed = await readFileState("credentials", at("credentials"));
    expect(changed.ok && changed.value.stamp).not.toBe(first.value.stamp);
  });

  it("of a file that does not exist is a state, also where its folder is missing", async () => {
    for (const path of [at("config"), at("no/such/folder/config")]) {
      const state = await readFileState("config", path);
      expect(state).toMatchObject({
        ok: true,
        value: { path, realPath: path, exists: false, stamp: null, mode: null },
      });
      expect(state.ok && plainText(state.value.text)).toBe("");
    }
  });

  it.each<{ name: string; arrange: (path: string) => void; says: RegExp; code: string }>([
    {
      name: "a folder",
      arrange: (path) => mkdirSync(path),
      says: /is a folder/,
      code: "file-unreadable",
    },
    {
      name: "a pipe that nobody writes to",
      arrange: (path) => spawnSync("mkfifo", [path]),
      says: /not a regular file/,
      code: "file-unreadable",
    },
    {
      name: "a link to nowhere",
      arrange: (path) => symlinkSync("gone", path),
      says: /link to gone, which does not exist/,
      code: "file-unreadable",
    },
    {
      name: "UTF-16",
      arrange: (path) => writeFileSync(path, Buffer.from("\uFEFF[default]", "utf16le")),
      says: /UTF-16/,
      code: "file-broken",
    },
    {
      name: "a byte order mark",
      arrange: (path) => writeFileSync(path, "\uFEFF[default]\n"),
      says: /byte order mark/,
      code: "file-broken",
    },
    {
      name: "bytes that are not UTF-8",
      arrange: (path) => writeFileSync(path, Buffer.from([0x23, 0xe9, 0x0a])),
      says: /not UTF-8/,
      code: "file-broken",
    },
    {
      name: "a huge file",
      arrange: (path) => {
        writeFileSync(path, "");
        truncateSync(path, 65 * 1024 * 1024);
      },
      says: /far larger/,
      code: "file-unreadable",
    },
  ])("refuses $name, and says so", async ({ arrange, says, code }) => {
    arrange(at("credentials"));
    const state = await readFileState("credentials", at("credentials"));
    expect(state).toMatchObject({ ok: false, problem: { code } });
    expect(state.ok ? "" : state.problem.message).toMatch(says);
    expect(state.ok ? "" : state.problem.message).toContain(at("credentials"));
    const both = await readAwsFiles({ credentials: at("missing"), config: at("credentials") });
    // What boto3 cannot open it takes for empty, and so do we, with the reason kept; anything else
    // stays a refusal.
    if (code === "file-unreadable" && !says.test("far larger"))
      expect(both).toMatchObject({
        ok: true,
        value: { config: { exists: false, obstacle: { code } } },
      });
    else expect(both).toMatchObject({ ok: false, problem: { code } });
  });

  it("gives the bytes of a file that is not text, with the stamp a repair is checked by", async () => {
    const bytes = Buffer.from("\uFEFF[default]", "utf16le");
    writeFileSync(at("config"), bytes);
    const state = await readFileBytes("config", at("config"));
    expect(state.ok && Buffer.from(state.value.bytes).equals(bytes)).toBe(true);
    expect(state.ok && state.value.stamp).toMatch(/^\d+:\d+:20:\d+:[0-9a-f]{64}$/);
  });
});

describe("a small file", () => {
  it("is read whole", async () => {
    writeFileSync(at("keys.csv"), "a,b\n");
    expect(await readSmallFile(at("keys.csv"))).toEqual({ ok: true, value: Buffer.from("a,b\n") });
  });

  it.each<{ name: string; arrange: (path: string) => void; says: RegExp }>([
    { name: "is missing", arrange: () => undefined, says: /There is no file/ },
    { name: "is a folder", arrange: (path) => mkdirSync(path), says: /is a folder/ },
    {
      name: "is a pipe",
      arrange: (path) => spawnSync("mkfifo", [path]),
      says: /not a regular file/,
    },
    {
      name: "is too big",
      arrange: (path) => writeFileSync(path, Buffer.alloc(1024 * 1024 + 1)),
      says: /far larger/,
    },
    {
      name: "lies below a file",
      arrange: () => writeFileSync(dir + "/x", ""),
      says: /There is no file|is a file/,
    },
  ])("that $name: a reason", async ({ arrange, says, name }) => {
    const path = name === "lies below a file" ? at("x/keys.csv") : at("keys.csv");
    arrange(path);
    const read = await readSmallFile(path);
    expect(read).toMatchObject({ ok: false, problem: { code: "input-unreadable" } });
    expect(read.ok ? "" : read.problem.message).toMatch(says);
  });

  it("exactly at the limit is read, one byte above is not", async () => {
    writeFileSync(at("x"), Buffer.alloc(100));
    expect((await readSmallFile(at("x"), 100)).ok).toBe(true);
    expect((await readSmallFile(at("x"), 99)).ok).toBe(false);
  });
});

describe("finding files", () => {
  it("gives the paths that fit, the last changed first, files only", async () => {
    for (const [index, name] of ["b.csv", "a.csv", "c.txt", "d.CSV"].entries()) {
      writeFileSync(at(name), "");
      utimesSync(at(name), 1000 + index, 1000 + index);
    }
    mkdirSync(at("folder.csv"));
    symlinkSync("gone", at("dangling.csv"));
    expect(await listFiles(dir, /\.csv$/i, 10)).toEqual([at("d.CSV"), at("a.csv"), at("b.csv")]);
    expect(await listFiles(dir, /\.csv$/i, 1)).toEqual([at("d.CSV")]);
    expect(await listFiles(at("no-such-folder"), /./, 10)).toEqual([]);
    expect(await listFiles(at("c.txt"), /./, 10)).toEqual([]);
  });
});
