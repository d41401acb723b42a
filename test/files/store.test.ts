import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/host.js";
import type { Clock } from "../../src/base/host.js";
import { ok } from "../../src/base/problem.js";
import { Secret } from "../../src/base/secret.js";
import { readFileState } from "../../src/files/read.js";
import { plainText } from "../../src/files/reveal.js";
import { applyPlan, listBackups, lockPathOf, newestBackups, readBackup, removeBackups, updateFiles } from "../../src/files/store.js";
import { thisProcess } from "../../src/files/store-owner.js";
import type { FileChange, FileKind, Plan } from "../../src/files/types.js";

let home = "";
let paths = { credentials: "", config: "" };
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "mturk-setup-test-"));
  paths = { credentials: join(home, ".aws", "credentials"), config: join(home, ".aws", "config") };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const options = (extra: object = {}): Parameters<typeof applyPlan>[1] => ({ clock: systemClock, host: { env: {}, cwd: home, home, platform: process.platform }, ...extra });
const textOf = (path: string): string => readFileSync(path, "utf8");
const names = (): string[] => readdirSync(join(home, ".aws")).sort();

function put(kind: FileKind, text: string, mode = 0o600): void {
  mkdirSync(join(home, ".aws"), { recursive: true, mode: 0o700 });
  writeFileSync(paths[kind], text);
  chmodSync(paths[kind], mode);
}

async function change(kind: FileKind, text: string): Promise<FileChange> {
  const before = await readFileState(kind, paths[kind]);
  if (!before.ok) throw new Error(before.problem.message);
  return { kind, before: before.value, after: new Secret(text), changes: [{ line: 1, key: "region", from: null, to: "us-east-1" }], diff: [], notes: [] };
}

const plan = (...files: readonly FileChange[]): Plan => ({ profile: "default", files, region: null, replaces: null });

/** A clock that stands at a given time; waiting takes no time. */
const clockAt = (iso: string): Clock => ({ now: () => Date.parse(iso), sleep: () => Promise.resolve() });

describe("a write", () => {
  it("creates folder and files, private, and remembers that there were none", async () => {
    const done = await applyPlan(plan(await change("credentials", "new\n"), await change("config", "conf\n")), options());
    expect(done).toMatchObject({ ok: true, value: { written: [{ kind: "config", path: paths.config, backup: null }, { kind: "credentials", path: paths.credentials, backup: null }] } });
    expect([textOf(paths.credentials), textOf(paths.config)]).toEqual(["new\n", "conf\n"]);
    expect([statSync(paths.credentials).mode & 0o777, statSync(join(home, ".aws")).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(names().map((name) => name.replace(/\d{8}-\d{6}/, "TIME").replace(/-w[0-9a-f]{16}$/, "-wHASH"))).toEqual(["config", "config.mturk-setup-backup-TIME-none-wHASH", "credentials", "credentials.mturk-setup-backup-TIME-none-wHASH"]);
  });

  it.each([0o600, 0o640, 0o644, 0o660, 0o604])("keeps the mode %o, and makes a private backup of the old bytes", async (mode) => {
    put("credentials", "old\r\n", mode);
    const done = await applyPlan(plan(await change("credentials", "new\n")), options());
    const backup = done.ok ? (done.value.written[0]?.backup ?? "") : "";
    expect(backup).toMatch(/credentials\.mturk-setup-backup-\d{8}-\d{6}-w[0-9a-f]{16}$/);
    expect([textOf(paths.credentials), textOf(backup)]).toEqual(["new\n", "old\r\n"]);
    expect([statSync(paths.credentials).mode & 0o777, statSync(backup).mode & 0o777]).toEqual([mode, 0o600]);
    expect(done.ok && done.value.written[0]?.changes).toHaveLength(1);
  });

  it("turns a file with an access control list into a private one, for its mask is not the group's right", async () => {
    put("credentials", "old\n");
    // user::rw-, user:65534:r--, group::---, mask::r--, other::---, as the kernel stores it.
    const entries = [[1, 6, -1], [2, 4, 65534], [4, 0, -1], [16, 4, -1], [32, 0, -1]].map(([tag, perm, id]) => `struct.pack('<HHi',${tag},${perm},${id})`).join("+");
    const set = spawnSync("python3", ["-c", `import os,struct,sys; os.setxattr(sys.argv[1],'system.posix_acl_access',struct.pack('<I',2)+${entries})`, paths.credentials]);
    if (set.status !== 0) return process.stderr.write(`\nSKIPPED, for this file system takes no access control list: ${set.stderr.toString()}\n`);
    expect(statSync(paths.credentials).mode & 0o777).toBe(0o640);
    await applyPlan(plan(await change("credentials", "new\n")), options());
    expect(statSync(paths.credentials).mode & 0o777).toBe(0o600);
    return undefined;
  });

  it("goes through a chain of links and keeps them", async () => {
    mkdirSync(join(home, "dotfiles"));
    mkdirSync(join(home, ".aws"));
    writeFileSync(join(home, "dotfiles", "keys"), "old\n", { mode: 0o600 });
    symlinkSync("../dotfiles/keys", join(home, ".aws", "middle"));
    symlinkSync("middle", paths.credentials);
    const done = await applyPlan(plan(await change("credentials", "new\n")), options());
    expect(done).toMatchObject({ ok: true });
    expect([readlinkSync(paths.credentials), readlinkSync(join(home, ".aws", "middle")), textOf(join(home, "dotfiles", "keys"))]).toEqual(["middle", "../dotfiles/keys", "new\n"]);
    expect(readdirSync(join(home, "dotfiles")).length).toBe(2);
    expect((await listBackups(paths.credentials))[0]?.path).toContain(join(home, "dotfiles", "keys.mturk-setup-backup-"));
  });

  it("of what is there already touches nothing and makes no backup", async () => {
    put("credentials", "same\n");
    const before = statSync(paths.credentials, { bigint: true });
    expect(await applyPlan(plan(await change("credentials", "same\n")), options())).toEqual({ ok: true, value: { plan: expect.anything(), written: [] } });
    const after = statSync(paths.credentials, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    expect(names()).toEqual(["credentials"]);
  });

  it("refuses half a character, and both changes of one file", async () => {
    put("credentials", "old\n");
    expect(await applyPlan(plan(await change("credentials", "\uD800")), options())).toMatchObject({ ok: false, problem: { code: "edit-refused" } });
    paths = { ...paths, config: paths.credentials };
    expect(await applyPlan(plan(await change("credentials", "a\n"), await change("config", "b\n")), options())).toMatchObject({ ok: false, problem: { code: "edit-refused" } });
    expect([textOf(paths.credentials), names()]).toEqual(["old\n", ["credentials"]]);
  });

  it("never shows a secret in what it answers", async () => {
    put("credentials", "old wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n");
    const wanted = plan(await change("credentials", "new wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"));
    put("credentials", "other wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n");
    const refused = await applyPlan(wanted, options());
    const done = await applyPlan(plan(await change("credentials", "x\n")), options());
    expect(JSON.stringify([refused, done])).not.toContain("wJalr");
  });
});

describe("a file that changed since it was read", () => {
  it.each<{ name: string; start: string | null; meanwhile: () => void; left: string | null }>([
    { name: "other text", start: "old\n", meanwhile: () => put("credentials", "theirs\n"), left: "theirs\n" },
    { name: "removed", start: "old\n", meanwhile: () => rmSync(paths.credentials), left: null },
    { name: "created", start: null, meanwhile: () => put("credentials", "theirs\n"), left: "theirs\n" },
    { name: "replaced by a link to the same text", start: "old\n", meanwhile: () => {
        rmSync(paths.credentials);
        writeFileSync(join(home, "x"), "old\n");
        symlinkSync(join(home, "x"), paths.credentials);
      }, left: "old\n" },
  ])("($name) is left alone", async ({ start, meanwhile, left }) => {
    if (start !== null) put("credentials", start);
    const wanted = plan(await change("credentials", "mine\n"), await change("config", "mine\n"));
    meanwhile();
    const before = existsSync(join(home, ".aws")) ? names() : [];
    expect(await applyPlan(wanted, options())).toMatchObject({ ok: false, problem: { code: "file-changed" } });
    expect(existsSync(paths.credentials) ? textOf(paths.credentials) : null).toBe(left);
    expect(existsSync(join(home, ".aws")) ? names() : []).toEqual(before);
  });

  it("in its times only counts as the same", async () => {
    put("credentials", "old\n");
    const wanted = plan(await change("credentials", "mine\n"));
    put("credentials", "old\n");
    expect(await applyPlan(wanted, options())).toMatchObject({ ok: true });
  });

  it("while another program rewrites it in place: waits until it is whole, and loses nothing", async () => {
    const theirs = `[default]\n${"# a long file of others\n".repeat(300)}`;
    put("credentials", theirs);
    const handle = openSync(paths.credentials, "w");
    setTimeout(() => writeSync(handle, theirs.slice(0, 4096)), 60);
    setTimeout(() => writeSync(handle, theirs.slice(4096)), 150);
    const done = await updateFiles(
      paths,
      (credentials) => ok(plan({ kind: "credentials", before: credentials, after: new Secret(`${plainText(credentials.text)}[new]\n`), changes: [], diff: [], notes: [] })),
      options(),
    );
    expect(done).toMatchObject({ ok: true });
    expect(textOf(paths.credentials)).toBe(`${theirs}[new]\n`);
  });

  it("while the plan is made: plans again from what is there", async () => {
    put("credentials", "1\n");
    let calls = 0;
    const done = await updateFiles(
      paths,
      (credentials) => {
        calls++;
        // The second plan is made under the lock; somebody without a lock changes the file after it was read for it.
        if (calls === 2) writeFileSync(paths.credentials, "2\n");
        return ok(plan({ kind: "credentials", before: credentials, after: new Secret(`${plainText(credentials.text)}mine\n`), changes: [], diff: [], notes: [] }));
      },
      options(),
    );
    expect(done).toMatchObject({ ok: true });
    expect(textOf(paths.credentials)).toBe("2\nmine\n");
    expect(calls).toBeGreaterThan(2);
  });
});

describe("the lock", () => {
  const lockText = (extra: object = {}): string => JSON.stringify({ ...thisProcess(), token: "abcdef", ...extra });

  it("of a living process is respected; the message names the process and the file to remove", async () => {
    put("credentials", "old\n");
    const child = spawn("sleep", ["60"], { stdio: "ignore" });
    try {
      writeFileSync(lockPathOf(paths.credentials), lockText({ pid: child.pid, started: null }));
      const done = await applyPlan(plan(await change("credentials", "new\n")), options({ lockWaitMs: 30 }));
      expect(done).toMatchObject({ ok: false, problem: { code: "file-locked" } });
      expect(done.ok ? "" : done.problem.message).toContain(`process ${child.pid ?? 0}`);
      expect(done.ok ? "" : done.problem.try.join()).toContain(`rm ${lockPathOf(paths.credentials)}`);
      expect([textOf(paths.credentials), names()]).toEqual(["old\n", ["credentials", "credentials.mturk-setup-lock"]]);
    } finally {
      child.kill("SIGKILL");
    }
    await once(child, "exit");
    expect(await applyPlan(plan(await change("credentials", "new\n")), options())).toMatchObject({ ok: true });
    expect(names()).toHaveLength(2);
  });

  it.each<{ name: string; lock: () => string; taken: boolean }>([
    { name: "a process number that was given to another process", lock: () => lockText({ pid: process.pid, started: "1" }), taken: true },
    { name: "a start of the computer before this one", lock: () => lockText({ boot: "another" }), taken: true },
    { name: "another computer", lock: () => lockText({ host: `not-${hostname()}`, pid: 999_999_999 }), taken: false },
    { name: "another container", lock: () => lockText({ space: "pid:[1]", pid: 999_999_999 }), taken: false },
    { name: "nobody that it names", lock: () => "", taken: false },
  ])("of $name: taken over, $taken", async ({ lock, taken }) => {
    put("credentials", "old\n");
    writeFileSync(lockPathOf(paths.credentials), lock());
    const done = await applyPlan(plan(await change("credentials", "new\n")), options({ lockWaitMs: 30 }));
    expect(done.ok ? "written" : done.problem.code).toBe(taken ? "written" : "file-locked");
    expect(textOf(paths.credentials)).toBe(taken ? "new\n" : "old\n");
  });

  it("is not waited for any more once the user stops", async () => {
    put("credentials", "old\n");
    writeFileSync(lockPathOf(paths.credentials), "");
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    expect(await applyPlan(plan(await change("credentials", "new\n")), options({ signal: stop.signal, lockWaitMs: 60_000 }))).toMatchObject({ ok: false, problem: { code: "cancelled" } });
    expect(textOf(paths.credentials)).toBe("old\n");
  });
});

describe("backups", () => {
  const write = async (text: string, time: string): Promise<void> => {
    const done = await applyPlan(plan(await change("credentials", text)), options({ clock: clockAt(time) }));
    expect(done).toMatchObject({ ok: true });
  };

  it("are named by the time, the newest first, three of them; a second within the second and a clock set back included", async () => {
    put("credentials", "0\n");
    await write("1\n", "2026-07-12T10:15:00Z");
    await write("2\n", "2026-07-12T10:15:00Z");
    await write("3\n", "2026-07-12T10:14:00Z");
    await write("4\n", "2026-07-12T10:16:00Z");
    const found = await listBackups(paths.credentials);
    expect(found.map(({ id, time, existed }) => ({ id, time, existed }))).toEqual([
      { id: "20260712-101600", time: Date.parse("2026-07-12T10:16:00Z"), existed: true },
      { id: "20260712-101500-3", time: Date.parse("2026-07-12T10:15:00Z"), existed: true },
      { id: "20260712-101500-2", time: Date.parse("2026-07-12T10:15:00Z"), existed: true },
    ]);
    const contents = await Promise.all(found.map(async (backup) => readBackup(backup)));
    expect(contents.map((bytes) => bytes.ok && Buffer.from(bytes.value).toString())).toEqual(["3\n", "2\n", "1\n"]);
  });

  it("leave alone what is not ours, and follow nothing planted under their name", async () => {
    put("credentials", "0\n");
    for (const name of ["credentials.bak", "credentials.mturk-setup-backup-mine", "credentials-2.mturk-setup-backup-20200101-000000"]) writeFileSync(join(home, ".aws", name), "");
    symlinkSync("/etc/passwd", `${paths.credentials}.mturk-setup-backup-20990101-000000`);
    for (let n = 1; n <= 5; n++) await write(`${n}\n`, `2026-07-12T10:15:0${n}Z`);
    expect(names().filter((name) => !/^credentials\.mturk-setup-backup-20990101-000000-\d-w[0-9a-f]{16}$/.test(name))).toEqual([
      "credentials",
      "credentials-2.mturk-setup-backup-20200101-000000",
      "credentials.bak",
      "credentials.mturk-setup-backup-20990101-000000",
      "credentials.mturk-setup-backup-mine",
    ]);
    expect(await listBackups(paths.credentials)).toHaveLength(3);
    expect(lstatSync(`${paths.credentials}.mturk-setup-backup-20990101-000000`).isSymbolicLink()).toBe(true);
  });

  it("let undo put back both files of the last write, byte for byte, and be undone itself", async () => {
    put("credentials", "old \r\n no newline");
    await applyPlan(plan(await change("credentials", "new\n"), await change("config", "new\n")), options());
    const newest = await newestBackups(paths);
    if (!newest.ok) throw new Error(newest.problem.message);
    expect(newest.value.map(({ of, existed }) => ({ of, existed })).sort((a, b) => (a.of < b.of ? -1 : 1))).toEqual([{ of: paths.config, existed: false }, { of: paths.credentials, existed: true }]);
    const changes = await Promise.all(
      newest.value.map(async (backup): Promise<FileChange> => {
        const kind = backup.of === paths.config ? "config" : "credentials";
        const bytes = await readBackup(backup);
        const undone = await change(kind, bytes.ok ? Buffer.from(bytes.value).toString() : "?");
        return backup.existed ? undone : { ...undone, removes: true };
      }),
    );
    expect(await applyPlan(plan(...changes), options())).toMatchObject({ ok: true, value: { written: [{ kind: "config" }, { kind: "credentials" }] } });
    expect([textOf(paths.credentials), existsSync(paths.config)]).toEqual(["old \r\n no newline", false]);
    const again = await newestBackups(paths);
    expect(again.ok && again.value.map((backup) => [backup.of, backup.existed, textOf(backup.path)])).toEqual(expect.arrayContaining([[paths.config, true, "new\n"], [paths.credentials, true, "new\n"]]));
  });

  it("pass over a write that was killed before it changed anything", async () => {
    put("credentials", "0\n");
    await write("1\n", "2026-07-12T10:15:00Z");
    writeFileSync(`${paths.credentials}.mturk-setup-backup-20260712-111111`, "1\n");
    const newest = await newestBackups(paths);
    expect(newest.ok && newest.value.map((backup) => backup.id)).toEqual(["20260712-101500"]);
    rmSync(paths.credentials);
    rmSync(`${paths.credentials}.mturk-setup-backup-20260712-111111`);
    for (const { path } of await listBackups(paths.credentials)) rmSync(path);
    expect(await newestBackups(paths)).toEqual({ ok: true, value: [] });
  });

  it("that hold a retired key can be removed, and only these", async () => {
    put("credentials", "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
    await write("1\n", "2026-07-12T10:15:00Z");
    await write("2\n", "2026-07-12T10:15:01Z");
    const gone = await removeBackups(paths.credentials, (text) => text.satisfies((value) => value.includes("AKIAIOSFODNN7EXAMPLE")));
    expect(gone).toMatchObject({ ok: true, value: [expect.stringContaining(`${paths.credentials}.mturk-setup-backup-20260712-101500-w`)] });
    expect((await listBackups(paths.credentials)).map((backup) => textOf(backup.path))).toEqual(["1\n"]);
  });
});
