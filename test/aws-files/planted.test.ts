/**
 * Links and files that somebody else put where ours go: nothing of theirs is written to, nothing of
 * theirs is believed.
 */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Host } from "../../src/base/host.js";
import { placeDamages } from "../../src/aws-files/doctor/places.js";
import { readPending, reservePending } from "../../src/aws-files/store/pending-key.js";
import { readFileBytes } from "../../src/aws-files/store/read.js";
import { holdLock } from "../../src/aws-files/store/lock.js";
import { thisProcess } from "../../src/aws-files/store/owner.js";
import { createPrivateFile, replaceSmallFile } from "../../src/aws-files/store/store.js";
import { readPlaces } from "../../src/jobs/place.js";
import { listJournals, readJournal, writeJournal } from "../../src/jobs/rotate/journal.js";
import type { Journal } from "../../src/jobs/rotate/types.js";

let dir = "";
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "planted-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it.each(["a file", "nothing"])(
  "a link to %s in the place of a small file of ours is replaced, and its target left alone",
  async (what) => {
    const [target, ours] = [join(dir, "theirs"), join(dir, "journal.json")];
    if (what === "a file") writeFileSync(target, "theirs\n", { mode: 0o644 });
    symlinkSync(target, ours);
    expect(await replaceSmallFile(ours, "{}\n")).toEqual({ ok: true, value: undefined });
    expect(lstatSync(ours).isFile()).toBe(true);
    expect(lstatSync(ours).mode & 0o777).toBe(0o600);
    expect(readFileSync(ours, "utf8")).toBe("{}\n");
    if (what === "a file") expect(readFileSync(target, "utf8")).toBe("theirs\n");
    else expect(() => lstatSync(target)).toThrow();
  },
);

it("a file of ours that is to be new is not written through a link", async () => {
  const [target, ours] = [join(dir, "theirs"), join(dir, "pending")];
  writeFileSync(target, "theirs\n");
  symlinkSync(target, ours);
  expect(await createPrivateFile(ours, "secret")).toMatchObject({
    ok: false,
    problem: { code: "file-not-writable" },
  });
  expect(readFileSync(target, "utf8")).toBe("theirs\n");
});

describe("a link in the place of a file that is read", () => {
  const host = (): Host => ({ env: {}, cwd: dir, home: dir, platform: process.platform });
  const PAIR = `# mturk-setup: {"profile":"default","replaces":"AKIAIOSFODNN7EXAMPLE","owner":null}\n[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n`;
  const plant = (path: string, text: string): string => {
    const [target, link] = [join(dir, "theirs"), join(dir, path)];
    mkdirSync(dirname(link), { recursive: true });
    writeFileSync(target, text);
    symlinkSync(target, link);
    return link;
  };

  it("the pair on its way: refused, and named", async () => {
    const credentials = join(dir, ".aws", "credentials");
    const link = plant(".aws/credentials.mturk-setup-pending", PAIR);
    const read = await readPending(credentials, host());
    expect(read).toMatchObject({
      ok: false,
      problem: {
        code: "file-unreadable",
        message: expect.stringContaining(`${link} is a link`) as string,
        try: expect.arrayContaining([expect.stringContaining(`rm ${link}`)]) as string[],
      },
    });
    expect(
      await reservePending(credentials, host(), {
        profile: "default",
        replaces: "AKIAIOSFODNN7EXAMPLE",
      }),
    ).toMatchObject({ ok: false });
    // The same text as a file of its own is one of ours.
    unlinkSync(link);
    writeFileSync(link, PAIR);
    expect(await readPending(credentials, host())).toMatchObject({
      ok: true,
      value: { state: "pair" },
    });
  });

  it("the place where a walk stopped is not believed", async () => {
    const path = join(".local", "state", "mturk-setup", "place.json");
    const link = plant(path, '{"step":"5b"}');
    const schema = z.object({ step: z.string() });
    expect(await readPlaces({ ...host(), platform: "linux" }, () => schema)).toBeNull();
    unlinkSync(link);
    writeFileSync(link, '{"step":"5b"}');
    expect(await readPlaces({ ...host(), platform: "linux" }, () => schema)).toEqual({
      step: "5b",
    });
  });

  it("the note about a rotation is not believed", async () => {
    const subject = {
      host: { ...host(), platform: "linux" as const },
      credentials: join(dir, ".aws", "credentials"),
      profile: "default",
    };
    const journal: Journal = {
      profile: "default",
      credentials: subject.credentials,
      version: 1,
      way: "automatic",
      step: "making",
      from: "AKIAIOSFODNN7EXAMPLE",
      to: null,
      before: [],
      holder: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/ann" },
      mturk: "well",
      was: null,
      others: null,
      startedAt: 1,
    };
    expect(await writeJournal(subject, journal)).toMatchObject({ ok: true });
    const folder = join(dir, ".local", "state", "mturk-setup", "rotations");
    const own = join(folder, readdirSync(folder).find((name) => name.endsWith(".json")) ?? "");
    expect(await readJournal(subject)).not.toBeNull();
    renameSync(own, join(dir, "theirs"));
    symlinkSync(join(dir, "theirs"), own);
    expect(await readJournal(subject)).toBeNull();
    expect(await listJournals(subject.host, subject.credentials)).toEqual([]);
  });

  it("a lock tells nothing of its owner", async () => {
    const file = join(dir, "credentials");
    plant(
      "credentials.mturk-setup-lock",
      `${JSON.stringify({ ...thisProcess(), pid: 2_147_483_646, token: "0123456789ab" })}\n`,
    );
    const held = holdLock(file);
    expect(held).toMatchObject({
      ok: false,
      problem: {
        code: "file-locked",
        message: expect.stringContaining("does not say whose it is") as string,
      },
    });
    expect(readFileSync(join(dir, "theirs"), "utf8")).toContain("2147483646");
  });

  it("the doctor names each of them", async () => {
    plant(".aws/credentials.mturk-setup-pending", PAIR);
    for (const name of [
      "credentials.mturk-setup-backup-20260101-000000",
      "credentials.mturk-setup-lock",
    ])
      symlinkSync(join(dir, "theirs"), join(dir, ".aws", name));
    for (const name of [
      "place.json",
      "no-permissions.json",
      "rotations/0123456789abcdef01234567.json",
    ]) {
      mkdirSync(dirname(join(dir, ".local/state/mturk-setup", name)), { recursive: true });
      symlinkSync(join(dir, "theirs"), join(dir, ".local/state/mturk-setup", name));
    }
    writeFileSync(join(dir, ".aws", "credentials"), "");
    const bytes = await readFileBytes("credentials", join(dir, ".aws", "credentials"));
    if (!bytes.ok) throw new Error(bytes.problem.message);
    const found = await placeDamages([bytes.value], { ...host(), platform: "linux" });
    expect(
      found
        .filter(({ message }) => message.includes("is a link"))
        .map(({ path }) => path.slice(dir.length + 1))
        .sort(),
    ).toEqual([
      ".aws/credentials.mturk-setup-backup-20260101-000000",
      ".aws/credentials.mturk-setup-lock",
      ".aws/credentials.mturk-setup-pending",
      ".local/state/mturk-setup/no-permissions.json",
      ".local/state/mturk-setup/place.json",
      ".local/state/mturk-setup/rotations/0123456789abcdef01234567.json",
    ]);
  });
});
