import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/host.js";
import type { Clock, Host } from "../../src/base/host.js";
import { ok } from "../../src/base/problem.js";
import { Secret } from "../../src/base/secret.js";
import { readFileState } from "../../src/aws-files/store/read.js";
import { plainText } from "../../src/aws-files/text/reveal.js";
import {
  applyPlan,
  listBackups,
  listOldBackups,
  lockPathOf,
  newestBackups,
  readBackup,
  removeBackups,
  updateFiles,
} from "../../src/aws-files/store/store.js";
import { removeLeftovers } from "../../src/aws-files/store/modes.js";
import { thisProcess } from "../../src/aws-files/store/owner.js";
import type { FileChange, FileKind, Plan } from "../../src/aws-files/types.js";

let home = "";
let paths = { credentials: "", config: "" };
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "mturk-setup-test-"));
  paths = { credentials: join(home, ".aws", "credentials"), config: join(home, ".aws", "config") };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const host = (): Host => ({ env: {}, cwd: home, home, platform: "linux" });
const options = (extra: object = {}): Parameters<typeof applyPlan>[1] => ({
  clock: systemClock,
  host: host(),
  ...extra,
});
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
  return {
    kind,
    before: before.value,
    after: new Secret(text),
    changes: [{ line: 1, key: "region", from: null, to: "us-east-1" }],
    diff: [],
    notes: [],
  };
}

const plan = (...files: readonly FileChange[]): Plan => ({
  profile: "default",
  files,
  region: null,
  replaces: null,
});

/** A clock that stands at a given time; waiting takes no time. */
const clockAt = (iso: string): Clock => ({
  now: () => Date.parse(iso),
  sleep: () => Promise.resolve(),
});

describe("a write", () => {
  it("creates folder and files, private, and remembers that there were none", async () => {
    const done = await applyPlan(
      plan(await change("credentials", "new\n"), await change("config", "conf\n")),
      options(),
    );
    expect(done).toMatchObject({
      ok: true,
      value: {
        written: [
          { kind: "config", path: paths.config, backup: null },
          { kind: "credentials", path: paths.credentials, backup: null },
        ],
      },
    });
    expect([textOf(paths.credentials), textOf(paths.config)]).toEqual(["new\n", "conf\n"]);
    expect([
      statSync(paths.credentials).mode & 0o777,
      statSync(join(home, ".aws")).mode & 0o777,
    ]).toEqual([0o600, 0o700]);
    // A marker holds nothing; it does not stand where other programs list files.
    expect(names()).toEqual(["config", "credentials"]);
    const markers = [
      ...(await listBackups(paths.credentials, host())),
      ...(await listBackups(paths.config, host())),
    ];
    expect(
      markers.map(({ existed, path }) => [
        existed,
        path.startsWith(join(home, ".local", "state", "mturk-setup")),
      ]),
    ).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it.each([0o600, 0o640, 0o644, 0o660, 0o604])(
    "keeps the mode %o, and makes a private backup of the old bytes",
    async (mode) => {
      put("credentials", "old\r\n", mode);
      const done = await applyPlan(plan(await change("credentials", "new\n")), options());
      const backup = done.ok ? (done.value.written[0]?.backup ?? "") : "";
      expect(backup).toMatch(/credentials\.mturk-setup-backup-\d{8}-\d{6}-w[0-9a-f]{16}$/);
      expect([textOf(paths.credentials), textOf(backup)]).toEqual(["new\n", "old\r\n"]);
      expect([statSync(paths.credentials).mode & 0o777, statSync(backup).mode & 0o777]).toEqual([
        mode,
        0o600,
      ]);
      expect(done.ok && done.value.written[0]?.changes).toHaveLength(1);
    },
  );

  it("turns a file with an access control list into a private one, for its mask is not the group's right", async () => {
    put("credentials", "old\n");
    // user::rw-, user:65534:r--, group::---, mask::r--, other::---, as the kernel stores it.
    const entries = [
      [1, 6, -1],
      [2, 4, 65534],
      [4, 0, -1],
      [16, 4, -1],
      [32, 0, -1],
    ]
      .map(([tag, perm, id]) => `struct.pack('<HHi',${tag},${perm},${id})`)
      .join("+");
    const set = spawnSync("python3", [
      "-c",
      `import os,struct,sys; os.setxattr(sys.argv[1],'system.posix_acl_access',struct.pack('<I',2)+${entries})`,
      paths.credentials,
    ]);
    if (set.status !== 0)
      return process.stderr.write(
        `\nSKIPPED, for this file system takes no access control list: ${set.stderr.toString()}\n`,
      );
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
    expect([
      readlinkSync(paths.credentials),
      readlinkSync(join(home, ".aws", "middle")),
      textOf(join(home, "dotfiles", "keys")),
    ]).toEqual(["middle", "../dotfiles/keys", "new\n"]);
    expect(readdirSync(join(home, "dotfiles")).length).toBe(2);
    expect((await listBackups(paths.credentials, host()))[0]?.path).toContain(
      join(home, "dotfiles", "keys.mturk-setup-backup-"),
    );
  });

  it("of what is there already touches nothing and makes no backup", async () => {
    put("credentials", "same\n");
    const before = statSync(paths.credentials, { bigint: true });
    expect(await applyPlan(plan(await change("credentials", "same\n")), options())).toEqual({
      ok: true,
      value: { plan: expect.anything(), written: [] },
    });
    const after = statSync(paths.credentials, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    expect(names()).toEqual(["credentials"]);
  });

  it("refuses half a character, and both changes of one file", async () => {
    put("credentials", "old\n");
    expect(await applyPlan(plan(await change("credentials", "\uD800")), options())).toMatchObject({
      ok: false,
      problem: { code: "edit-refused" },
    });
    paths = { ...paths, config: paths.credentials };
    expect(
      await applyPlan(
        plan(await change("credentials", "a\n"), await change("config", "b\n")),
        options(),
      ),
    ).toMatchObject({ ok: false, problem: { code: "edit-refused" } });
    expect([textOf(paths.credentials), names()]).toEqual(["old\n", ["credentials"]]);
  });

  it("never shows a secret in what it answers", async () => {
    put("credentials", "old wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n");
    const wanted = plan(
      await change("credentials", "new wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"),
    );
    put("credentials", "other wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n");
    const refused = await applyPlan(wanted, options());
    const done = await applyPlan(plan(await change("credentials", "x\n")), options());
    expect(JSON.stringify([refused, done])).not.toContain("wJalr");
  });
});

describe("a file that changed since it was read", () => {
  it.each<{ name: string; start: string | null; meanwhile: () => void; left: string | null }>([
    {
      name: "other text",
      start: "old\n",
      meanwhile: () => put("credentials", "theirs\n"),
      left: "theirs\n",
    },
    { name: "removed", start: "old\n", meanwhile: () => rmSync(paths.credentials), left: null },
    {
      name: "created",
      start: null,
      meanwhile: () => put("credentials", "theirs\n"),
      left: "theirs\n",
    },
    {
      name: "replaced by a link to the same text",
      start: "old\n",
      meanwhile: () => {
        rmSync(paths.credentials);
        writeFileSync(join(home, "x"), "old\n");
        symlinkSync(join(home, "x"), paths.credentials);
      },
      left: "old\n",
    },
  ])("($name) is left alone", async ({ start, meanwhile, left }) => {
    if (start !== null) put("credentials", start);
    const wanted = plan(await change("credentials", "mine\n"), await change("config", "mine\n"));
    meanwhile();
    const before = existsSync(join(home, ".aws")) ? names() : [];
    expect(await applyPlan(wanted, options())).toMatchObject({
      ok: false,
      problem: { code: "file-changed" },
    });
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
    // Each time we look and wait, it gets a little further; the last change of the file is always a
    // moment ago, then long ago.
    let [looks, age] = [0, 10];
    const clock: Clock = {
      now: () => Math.floor(statSync(paths.credentials).mtimeMs) + age,
      sleep: () => {
        looks++;
        if (looks === 2) writeSync(handle, theirs.slice(0, 4096));
        if (looks === 4) writeSync(handle, theirs.slice(4096));
        if (looks === 6) age = 1000;
        return Promise.resolve();
      },
    };
    const done = await updateFiles(
      paths,
      (credentials) =>
        ok(
          plan({
            kind: "credentials",
            before: credentials,
            after: new Secret(`${plainText(credentials.text)}[new]\n`),
            changes: [],
            diff: [],
            notes: [],
          }),
        ),
      options({ clock }),
    );
    closeSync(handle);
    expect(done).toMatchObject({ ok: true });
    expect(looks).toBeGreaterThanOrEqual(6);
    expect(textOf(paths.credentials)).toBe(`${theirs}[new]\n`);
  });

  it("while the plan is made: plans again from what is there", async () => {
    put("credentials", "1\n");
    let calls = 0;
    const done = await updateFiles(
      paths,
      (credentials) => {
        calls++;
        // The second plan is made under the lock; somebody without a lock changes the file after it
        // was read for it.
        if (calls === 2) writeFileSync(paths.credentials, "2\n");
        return ok(
          plan({
            kind: "credentials",
            before: credentials,
            after: new Secret(`${plainText(credentials.text)}mine\n`),
            changes: [],
            diff: [],
            notes: [],
          }),
        );
      },
      options(),
    );
    expect(done).toMatchObject({ ok: true });
    expect(textOf(paths.credentials)).toBe("2\nmine\n");
    expect(calls).toBeGreaterThan(2);
  });
});

describe("the lock", () => {
  const lockText = (extra: object = {}): string =>
    JSON.stringify({ ...thisProcess(), token: "abcdef", ...extra });

  it("of a living process is respected; the message names the process and the file to remove", async () => {
    put("credentials", "old\n");
    const child = spawn("cat", { stdio: ["pipe", "ignore", "ignore"] });
    try {
      writeFileSync(lockPathOf(paths.credentials), lockText({ pid: child.pid, started: null }));
      const done = await applyPlan(
        plan(await change("credentials", "new\n")),
        options({ lockWaitMs: 30 }),
      );
      expect(done).toMatchObject({ ok: false, problem: { code: "file-locked" } });
      expect(done.ok ? "" : done.problem.message).toContain(`process ${child.pid ?? 0}`);
      expect(done.ok ? "" : done.problem.try.join()).toContain(
        `rm ${lockPathOf(paths.credentials)}`,
      );
      expect([textOf(paths.credentials), names()]).toEqual([
        "old\n",
        ["credentials", "credentials.mturk-setup-lock"],
      ]);
    } finally {
      child.kill("SIGKILL");
    }
    await once(child, "exit");
    expect(await applyPlan(plan(await change("credentials", "new\n")), options())).toMatchObject({
      ok: true,
    });
    expect(names()).toHaveLength(2);
  });

  it.each<{ name: string; lock: () => string; taken: boolean }>([
    {
      name: "a process number that was given to another process",
      lock: () => lockText({ pid: process.pid, started: "1" }),
      taken: true,
    },
    {
      name: "a start of the computer before this one",
      lock: () => lockText({ boot: "another" }),
      taken: true,
    },
    {
      name: "another computer",
      lock: () => lockText({ host: `not-${hostname()}`, pid: 999_999_999 }),
      taken: false,
    },
    {
      name: "another container",
      lock: () => lockText({ space: "pid:[1]", pid: 999_999_999 }),
      taken: false,
    },
    { name: "nobody that it names", lock: () => "", taken: false },
  ])("of $name: taken over, $taken", async ({ lock, taken }) => {
    put("credentials", "old\n");
    writeFileSync(lockPathOf(paths.credentials), lock());
    const done = await applyPlan(
      plan(await change("credentials", "new\n")),
      options({ lockWaitMs: 30 }),
    );
    expect(done.ok ? "written" : done.problem.code).toBe(taken ? "written" : "file-locked");
    expect(textOf(paths.credentials)).toBe(taken ? "new\n" : "old\n");
  });

  it.each<{ name: string; lock: string }>([
    {
      name: "a token of 3,500 digits",
      lock: lockText({ pid: 999_999_999, started: "1", token: "1".repeat(3500) }),
    },
    {
      name: "a process number of 3,500 digits",
      lock: lockText().replace(/"pid":\d+/, `"pid":${"9".repeat(3500)}`),
    },
    {
      name: "a start time of 3,500 digits",
      lock: lockText({ pid: 999_999_999, started: "9".repeat(3500) }),
    },
    { name: "a computer with a name of 3,500 letters", lock: lockText({ host: "x".repeat(3500) }) },
    { name: "a start of the computer that is a path", lock: lockText({ boot: "../".repeat(900) }) },
    { name: "more text than any lock has", lock: "9".repeat(5000) },
  ])(
    "with $name is said to be none of ours, and is removed on request once it is old",
    async ({ lock }) => {
      put("credentials", "old\n");
      const path = lockPathOf(paths.credentials);
      writeFileSync(path, lock);
      const done = await applyPlan(
        plan(await change("credentials", "new\n")),
        options({ lockWaitMs: 30 }),
      );
      expect(done).toMatchObject({ ok: false, problem: { code: "file-locked" } });
      if (!done.ok) {
        expect(done.problem.message).toMatch(/does not say whose it is/);
        expect(done.problem.try).toEqual([
          expect.stringContaining("mturk-setup doctor --fix"),
          expect.stringContaining(`rm ${path}`),
        ]);
        expect(done.problem.message.length).toBeLessThan(400);
      }
      // One that was made just now may be of somebody who is about to write in it who he is.
      expect(
        await removeLeftovers(paths.credentials, {
          clock: systemClock,
          host: host(),
          lockWaitMs: 30,
        }),
      ).toMatchObject({ ok: false, problem: { code: "file-locked" } });
      utimesSync(path, 0, 0);
      expect(
        await removeLeftovers(paths.credentials, { clock: systemClock, host: host() }),
      ).toMatchObject({ ok: true });
      expect(names()).toEqual(["credentials"]);
    },
  );

  it.each([
    { turns: 10, written: true },
    { turns: Infinity, written: false },
  ])(
    "is waited for as long as others take turns, if that ends: $turns turns",
    async ({ turns, written }) => {
      put("credentials", "old\n");
      const path = lockPathOf(paths.credentials);
      let [turn, slept] = [0, 0];
      const taken = (): void => {
        if (turn < turns)
          writeFileSync(path, lockText({ host: "another", token: `abcde${turn % 10}` }));
        else rmSync(path);
      };
      taken();
      // Each one holds it for nearly as long as one is waited for.
      const sleep: Clock["sleep"] = (ms) => {
        slept += ms;
        if (turn < turns && slept > (turn + 1) * 800) {
          turn += 1;
          taken();
        }
        return Promise.resolve();
      };
      const done = await applyPlan(
        plan(await change("credentials", "new\n")),
        options({ lockWaitMs: 1_000, clock: { ...systemClock, sleep } }),
      );
      expect(done.ok ? "written" : done.problem.code).toBe(written ? "written" : "file-locked");
      expect(textOf(paths.credentials)).toBe(written ? "new\n" : "old\n");
      expect(slept).toBeGreaterThan(7_900);
      expect(slept).toBeLessThan(13_000);
    },
  );

  it("of one who hangs is not waited for longer because others come and go at the other file", async () => {
    put("config", "old\n");
    put("credentials", "old\n");
    const first = lockPathOf(paths.config);
    writeFileSync(lockPathOf(paths.credentials), lockText({ host: "another" }));
    let [turn, slept] = [0, 0];
    const sleep: Clock["sleep"] = (ms) => {
      slept += ms;
      turn += 1;
      const token = `abcde${turn % 10}`;
      if (turn % 3 === 0) writeFileSync(first, lockText({ host: "a third", token }));
      else rmSync(first, { force: true });
      return Promise.resolve();
    };
    const done = await applyPlan(
      plan(await change("config", "new\n"), await change("credentials", "new\n")),
      options({ lockWaitMs: 1_000, clock: { ...systemClock, sleep } }),
    );
    expect(done.ok ? "written" : done.problem.code).toBe("file-locked");
    expect(slept).toBeLessThan(1_200);
  });

  it("is not waited for any more once the user stops", async () => {
    put("credentials", "old\n");
    writeFileSync(lockPathOf(paths.credentials), "");
    const stop = new AbortController();
    const sleep: Clock["sleep"] = () => {
      stop.abort();
      return Promise.resolve();
    };
    expect(
      await applyPlan(
        plan(await change("credentials", "new\n")),
        options({ signal: stop.signal, lockWaitMs: 60_000, clock: { ...systemClock, sleep } }),
      ),
    ).toMatchObject({ ok: false, problem: { code: "cancelled" } });
    expect(textOf(paths.credentials)).toBe("old\n");
  });
});

describe("backups", () => {
  const write = async (text: string, time: string): Promise<void> => {
    const done = await applyPlan(
      plan(await change("credentials", text)),
      options({ clock: clockAt(time) }),
    );
    expect(done).toMatchObject({ ok: true });
  };

  it("are named by the time, the newest first, three of them; a second within the second and a clock set back included", async () => {
    put("credentials", "0\n");
    await write("1\n", "2026-07-12T10:15:00Z");
    await write("2\n", "2026-07-12T10:15:00Z");
    await write("3\n", "2026-07-12T10:14:00Z");
    await write("4\n", "2026-07-12T10:16:00Z");
    const found = await listBackups(paths.credentials, host());
    expect(found.map(({ id, time, existed }) => ({ id, time, existed }))).toEqual([
      { id: "20260712-101600", time: Date.parse("2026-07-12T10:16:00Z"), existed: true },
      { id: "20260712-101500-3", time: Date.parse("2026-07-12T10:15:00Z"), existed: true },
      { id: "20260712-101500-2", time: Date.parse("2026-07-12T10:15:00Z"), existed: true },
    ]);
    const contents = await Promise.all(found.map(async (backup) => readBackup(backup)));
    expect(contents.map((bytes) => bytes.ok && Buffer.from(bytes.value).toString())).toEqual([
      "3\n",
      "2\n",
      "1\n",
    ]);
  });

  const planted = (id: string, text = "planted\n"): void =>
    writeFileSync(`${paths.credentials}.mturk-setup-backup-${id}`, text);
  const newestText = async (): Promise<string> => {
    const newest = await newestBackups([paths.credentials], host());
    return newest.ok ? newest.value.map(({ path }) => textOf(path)).join() : newest.problem.message;
  };

  it.each([
    "99999999-999999-999999",
    "99999999-999999",
    "99991399-000000-2",
    "00000000-000000-999999999",
    "99991231-235959-999999",
    "99991231-235959",
    "20990101-000000-999999999",
    "20260712-101500-1",
    "20260712-101500-0",
  ])("planted as %s hide none that is made later", async (id) => {
    put("credentials", "0\n");
    planted(id);
    for (let n = 1; n <= 5; n++) {
      await write(`${n}\n`, `2026-07-12T10:15:0${n}Z`);
      expect(await newestText()).toBe(`${n - 1}\n`);
    }
    const found = await listBackups(paths.credentials, host());
    expect(found.slice(0, 3).map(({ path }) => textOf(path))).toEqual(["4\n", "3\n", "2\n"]);
    expect(found.every(({ time }) => Number.isFinite(time))).toBe(true);
  });

  it.each(["99999999-999999-999999", "99991231-235959-999999999"])(
    "planted as %s are looked through when a key goes",
    async (id) => {
      put("credentials", "0\n");
      planted(id, "KEY\n");
      expect(
        await removeBackups(paths.credentials, host(), (text) => plainText(text).includes("KEY")),
      ).toMatchObject({ ok: true, value: [expect.stringContaining(id)] });
    },
  );

  it("planted under the last name of all stop the write, with the file's name", async () => {
    put("credentials", "0\n");
    planted("99991231-235959-999999999");
    const done = await applyPlan(plan(await change("credentials", "1\n")), options());
    expect(done).toMatchObject({
      ok: false,
      problem: {
        code: "file-not-writable",
        message: expect.stringContaining("mturk-setup-backup-99991231-235959-999999999") as string,
      },
    });
    expect(textOf(paths.credentials)).toBe("0\n");
  });

  it.each([
    ["+010000-01-01T00:00:00Z"],
    ["+275760-09-13T00:00:00Z"],
    ["1969-01-01T00:00:00Z"],
    ["-000400-01-01T00:00:00Z"],
    ["0001-01-01T00:00:00Z"],
  ])(
    "made on a clock that says %s are found, and so are those after it is put right",
    async (time) => {
      put("credentials", "0\n");
      await write("1\n", time);
      await write("2\n", time);
      expect(await newestText()).toBe("1\n");
      await write("3\n", "2026-07-12T10:15:00Z");
      await write("4\n", "2026-07-12T10:15:00Z");
      expect(await newestText()).toBe("3\n");
      expect(await listBackups(paths.credentials, host())).toHaveLength(3);
    },
  );

  it("leave alone what is not ours, and follow nothing planted under their name", async () => {
    put("credentials", "0\n");
    for (const name of [
      "credentials.bak",
      "credentials.mturk-setup-backup-mine",
      "credentials-2.mturk-setup-backup-20200101-000000",
    ])
      writeFileSync(join(home, ".aws", name), "");
    symlinkSync("/etc/passwd", `${paths.credentials}.mturk-setup-backup-20990101-000000`);
    for (let n = 1; n <= 5; n++) await write(`${n}\n`, `2026-07-12T10:15:0${n}Z`);
    expect(
      names().filter(
        (name) => !/^credentials\.mturk-setup-backup-20990101-000000-\d-w[0-9a-f]{16}$/.test(name),
      ),
    ).toEqual([
      "credentials",
      "credentials-2.mturk-setup-backup-20200101-000000",
      "credentials.bak",
      "credentials.mturk-setup-backup-20990101-000000",
      "credentials.mturk-setup-backup-mine",
    ]);
    expect(await listBackups(paths.credentials, host())).toHaveLength(3);
    expect(
      lstatSync(`${paths.credentials}.mturk-setup-backup-20990101-000000`).isSymbolicLink(),
    ).toBe(true);
  });

  it("let undo put back both files of the last write, byte for byte, and be undone itself", async () => {
    put("credentials", "old \r\n no newline");
    await applyPlan(
      plan(await change("credentials", "new\n"), await change("config", "new\n")),
      options(),
    );
    const newest = await newestBackups([paths.credentials, paths.config], host());
    if (!newest.ok) throw new Error(newest.problem.message);
    expect(
      newest.value
        .map(({ of, existed }) => ({ of, existed }))
        .sort((a, b) => (a.of < b.of ? -1 : 1)),
    ).toEqual([
      { of: paths.config, existed: false },
      { of: paths.credentials, existed: true },
    ]);
    const changes = await Promise.all(
      newest.value.map(async (backup): Promise<FileChange> => {
        const kind = backup.of === paths.config ? "config" : "credentials";
        const bytes = await readBackup(backup);
        const undone = await change(kind, bytes.ok ? Buffer.from(bytes.value).toString() : "?");
        return backup.existed ? undone : { ...undone, removes: true };
      }),
    );
    expect(await applyPlan(plan(...changes), options())).toMatchObject({
      ok: true,
      value: { written: [{ kind: "config" }, { kind: "credentials" }] },
    });
    expect([textOf(paths.credentials), existsSync(paths.config)]).toEqual([
      "old \r\n no newline",
      false,
    ]);
    const again = await newestBackups([paths.credentials, paths.config], host());
    expect(
      again.ok && again.value.map((backup) => [backup.of, backup.existed, textOf(backup.path)]),
    ).toEqual(
      expect.arrayContaining([
        [paths.config, true, "new\n"],
        [paths.credentials, true, "new\n"],
      ]),
    );
  });

  it("pass over a write that was killed before it changed anything", async () => {
    put("credentials", "0\n");
    await write("1\n", "2026-07-12T10:15:00Z");
    writeFileSync(`${paths.credentials}.mturk-setup-backup-20260712-111111`, "1\n");
    const newest = await newestBackups([paths.credentials, paths.config], host());
    expect(newest.ok && newest.value.map((backup) => backup.id)).toEqual(["20260712-101500"]);
    rmSync(paths.credentials);
    rmSync(`${paths.credentials}.mturk-setup-backup-20260712-111111`);
    for (const { path } of await listBackups(paths.credentials, host())) rmSync(path);
    expect(await newestBackups([paths.credentials, paths.config], host())).toEqual({
      ok: true,
      value: [],
    });
  });

  it("that hold a retired key can be removed, and only these", async () => {
    put("credentials", "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
    await write("1\n", "2026-07-12T10:15:00Z");
    await write("2\n", "2026-07-12T10:15:01Z");
    const gone = await removeBackups(paths.credentials, host(), (text) =>
      text.satisfies((value) => value.includes("AKIAIOSFODNN7EXAMPLE")),
    );
    expect(gone).toMatchObject({
      ok: true,
      value: [expect.stringContaining(`${paths.credentials}.mturk-setup-backup-20260712-101500-w`)],
    });
    expect(
      (await listBackups(paths.credentials, host())).map((backup) => textOf(backup.path)),
    ).toEqual(["1\n"]);
  });
});

describe("in a git work tree", () => {
  const OLD =
    "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";

  it.each([
    ["the folder itself", ".aws/.git", "directory"],
    ["a folder above, the state directory with it", ".git", "directory"],
    ["a linked work tree", ".aws/.git", "file"],
    ["Mercurial", ".aws/.hg", "directory"],
  ])(
    "%s: backups go to the state directory, are found there, and undo works",
    async (_where, mark, kind) => {
      put("credentials", OLD);
      if (kind === "file") writeFileSync(join(home, mark), "gitdir: elsewhere\n");
      else mkdirSync(join(home, mark));
      const before = names();
      const done = await applyPlan(plan(await change("credentials", "new\n")), options());
      const backup = done.ok ? (done.value.written[0]?.backup ?? "") : "";
      expect(names()).toEqual(before);
      expect(backup.startsWith(join(home, ".local", "state", "mturk-setup", "kept"))).toBe(true);
      expect([
        textOf(backup),
        statSync(backup).mode & 0o777,
        statSync(join(backup, "..")).mode & 0o777,
      ]).toEqual([OLD, 0o600, 0o700]);
      expect(await listBackups(paths.credentials, host())).toMatchObject([
        { path: backup, of: paths.credentials },
      ]);
      expect(await newestBackups([paths.credentials, paths.config], host())).toMatchObject({
        ok: true,
        value: [{ path: backup }],
      });
      expect(
        await removeBackups(paths.credentials, host(), (text) =>
          text.satisfies((plainly) => plainly.includes("AKIA")),
        ),
      ).toEqual({ ok: true, value: [backup] });
    },
  );

  it("git itself would pick up nothing of ours, though only the file is ignored", async () => {
    if (spawnSync("git", ["--version"]).status !== 0) return;
    const git = (...args: readonly string[]): string =>
      spawnSync("git", args, { cwd: home, encoding: "utf8" }).stdout;
    git("init", "-q");
    put("credentials", OLD);
    writeFileSync(join(home, ".gitignore"), ".aws/credentials\n.gitignore\n");
    await applyPlan(plan(await change("credentials", "new\n")), options());
    await applyPlan(plan(await change("credentials", "newer\n")), options());
    expect(git("status", "--porcelain", "--untracked-files=all")).toBe("");
    expect(await listBackups(paths.credentials, host())).toHaveLength(2);
  });

  it("backups that stand beside the file from before are found, and ids go on growing", async () => {
    put("credentials", OLD);
    await applyPlan(
      plan(await change("credentials", "new\n")),
      options({ clock: clockAt("2026-05-05T05:05:05Z") }),
    );
    mkdirSync(join(home, ".git"));
    await applyPlan(
      plan(await change("credentials", "newer\n")),
      options({ clock: clockAt("2026-05-05T05:05:05Z") }),
    );
    const found = await listBackups(paths.credentials, host());
    expect(found.map(({ id }) => id)).toEqual(["20260505-050505-2", "20260505-050505"]);
    expect(await newestBackups([paths.credentials, paths.config], host())).toMatchObject({
      value: [{ id: "20260505-050505-2" }],
    });
  });

  it("a state directory that cannot be made: beside the file, which is told by its path", async () => {
    put("credentials", OLD);
    mkdirSync(join(home, ".git"));
    writeFileSync(join(home, ".local"), "a file\n");
    const done = await applyPlan(plan(await change("credentials", "new\n")), options());
    expect(done).toMatchObject({
      ok: true,
      value: {
        written: [
          {
            backup: expect.stringContaining(join(home, ".aws", "credentials.mturk-setup-backup-")),
          },
        ],
      },
    });
  });
});

describe("the last copy of a pair", () => {
  const pair = (id: string, secret: string): string =>
    `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret.repeat(40)}\n`;

  it("is never pruned, however many writes follow; a newer copy frees the older one", async () => {
    put("credentials", pair("AKIAEXAMPLEEXAMPLE22", "a"));
    for (let n = 0; n < 8; n++)
      await applyPlan(
        plan(await change("credentials", pair("AKIAEXAMPLEEXAMPLE33", "b") + `# ${n}\n`)),
        options(),
      );
    const found = await listBackups(paths.credentials, host());
    const holding = found.filter(({ path }) => textOf(path).includes("AKIAEXAMPLEEXAMPLE22"));
    expect([found.length, holding.length]).toEqual([4, 1]);
    expect(await listOldBackups(paths.credentials, host())).toEqual([]);
    await applyPlan(
      plan(await change("credentials", pair("AKIAEXAMPLEEXAMPLE22", "a"))),
      options(),
    );
    expect(await listBackups(paths.credentials, host())).toHaveLength(3);
  });

  it("of two secrets for one id both stay; temporary keys are dead after two days", async () => {
    put("credentials", pair("AKIAEXAMPLEEXAMPLE22", "a"));
    await applyPlan(
      plan(await change("credentials", pair("AKIAEXAMPLEEXAMPLE22", "b"))),
      options(),
    );
    await applyPlan(
      plan(await change("credentials", pair("ASIAEXAMPLEEXAMPLE22", "c"))),
      options({ clock: clockAt("2126-01-01T00:00:00Z") }),
    );
    for (let n = 0; n < 4; n++)
      await applyPlan(plan(await change("credentials", `# ${n}\n`)), options());
    const kept = (await listBackups(paths.credentials, host()))
      .map(({ path }) => textOf(path))
      .join("");
    expect(kept).toContain("a".repeat(40));
    expect(kept).toContain("b".repeat(40));
    const old = join(home, ".aws", "credentials.mturk-setup-backup-20200101-000000-wgone");
    writeFileSync(old, pair("ASIAEXAMPLEEXAMPLE33", "d"));
    await applyPlan(plan(await change("credentials", "last\n")), options());
    expect(existsSync(old)).toBe(false);
  });

  it("stays in a backup from which a retired key is taken; only that key's lines go", async () => {
    const both = `${pair("AKIAEXAMPLEEXAMPLE22", "a")}[lab]\n${pair("AKIAEXAMPLEEXAMPLE33", "b").replace("[default]\n", "")}# mine\n`;
    put("credentials", both);
    await applyPlan(plan(await change("credentials", "[default]\n")), options());
    const [backup] = await listBackups(paths.credentials, host());
    const holds = (text: Secret): boolean =>
      text.satisfies(
        (plainly) => plainly.includes("AKIAEXAMPLEEXAMPLE22") || plainly.includes("a".repeat(40)),
      );
    expect(await removeBackups(paths.credentials, host(), holds)).toMatchObject({
      ok: true,
      value: [backup?.path],
    });
    expect(textOf(backup?.path ?? "")).toBe(
      `[default]\n[lab]\naws_access_key_id = AKIAEXAMPLEEXAMPLE33\naws_secret_access_key = ${"b".repeat(40)}\n# mine\n`,
    );
    expect(statSync(backup?.path ?? "").mode & 0o777).toBe(0o600);
    const other = (text: Secret): boolean =>
      text.satisfies(
        (plainly) => plainly.includes("AKIAEXAMPLEEXAMPLE33") || plainly.includes("b".repeat(40)),
      );
    await removeBackups(paths.credentials, host(), other);
    expect(await listBackups(paths.credentials, host())).toEqual([]);
  });
});
