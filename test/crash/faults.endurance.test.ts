/**
 * Every single call of the file system fails once, or is the last one of a killed process: nothing
 * is ever half done.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundle, leftovers, removeScratch, scratch } from "./children.js";
import type * as Faulty from "./faulty.js";

let folder = "";
let script = "";
let store: typeof Faulty;
beforeAll(async () => {
  folder = scratch();
  script = await bundle("faulty.ts", folder, true);
  store = (await import(pathToFileURL(script).href)) as typeof Faulty;
});
afterEach(() => store.cleanUpNow());
afterAll(() => removeScratch(folder));

const OLD = {
  credentials: `[default]\n# old ${"c".repeat(300)}\n`,
  config: `[default]\n# old ${"f".repeat(300)}\n`,
};
const NEW = {
  credentials: `[default]\n# new ${"c".repeat(9000)}\n`,
  config: `[default]\n# new ${"f".repeat(9000)}\n`,
};
const KINDS = ["config", "credentials"] as const;

/** A folder with both old files, or without any. */
function fresh(exists: boolean): string {
  const aws = join(folder, "aws");
  rmSync(aws, { recursive: true, force: true });
  mkdirSync(aws, { mode: 0o700 });
  if (exists) for (const kind of KINDS) writeFileSync(join(aws, kind), OLD[kind], { mode: 0o600 });
  return aws;
}

function contents(aws: string): Record<(typeof KINDS)[number], string | null> {
  const at = (kind: string): string | null =>
    existsSync(join(aws, kind)) ? readFileSync(join(aws, kind), "utf8") : null;
  return { credentials: at("credentials"), config: at("config") };
}

const NOTHING = { credentials: null, config: null };

describe("a call of the file system that fails", () => {
  for (const exists of [true, false]) {
    for (const what of ["EIO", "ENOSPC", "EACCES"]) {
      it(`with ${what}, ${exists ? "files there" : "no files yet"}: all new and confirmed, or all old and a reason`, async () => {
        let calls = 0;
        const seen = new Set<string>();
        for (let at = 1; ; at++) {
          const aws = fresh(exists);
          const { problem, hit } = await store.writeBoth(aws, NEW, { at, what });
          if (hit === null) break;
          calls++;
          seen.add(hit);
          const now = contents(aws);
          const told = `call ${at}, ${hit}: ${problem?.message ?? "no problem"}`;
          if (problem === null) expect(now, told).toEqual(NEW);
          else if (problem.message.includes("The change was made")) expect(now, told).toEqual(NEW);
          else expect(now, told).toEqual(exists ? OLD : NOTHING);
          if (problem !== null) {
            expect(problem.message, told).toContain(aws);
            expect(problem.try.length, told).toBeGreaterThan(0);
          }
          // Only a removal that itself failed may leave something; the process edge takes it away,
          // or the next write.
          if (hit !== "unlinkSync")
            expect([...leftovers(aws), ...store.pendingTemps()], told).toEqual([]);
          else if (at % 2 === 0) store.cleanUpNow();
          expect(
            await store.writeBoth(aws, { credentials: "[a]\n", config: "[b]\n" }, null),
            told,
          ).toEqual({ problem: null, hit: null });
          expect(contents(aws), told).toEqual({ credentials: "[a]\n", config: "[b]\n" });
          expect(leftovers(aws), told).toEqual([]);
          for (const name of readdirSync(aws, { recursive: true, encoding: "utf8" })) {
            const stat = statSync(join(aws, name));
            expect(stat.mode & 0o777, `${told}, ${name}`).toBe(stat.isDirectory() ? 0o700 : 0o600);
          }
        }
        expect(calls).toBeGreaterThan(60);
        expect([...seen]).toEqual(
          expect.arrayContaining([
            "openSync",
            "writeSync",
            "fsyncSync",
            "fchmodSync",
            "renameSync",
            "linkSync",
            "unlinkSync",
          ]),
        );
      });
    }
  }

  it.each([
    { what: "half", why: "a write that takes only half" },
    { what: "EINTR", why: "a write that a signal interrupts" },
    { what: "EAGAIN", why: "a write that asks to be tried again" },
  ])("$why is carried on until every byte is out", async ({ what }) => {
    for (let at = 1; ; at++) {
      const aws = fresh(true);
      const { problem, hit } = await store.writeBoth(aws, NEW, { at, what, only: "writeSync" });
      expect(problem).toBeNull();
      expect(contents(aws)).toEqual(NEW);
      if (hit === null) break;
    }
  });

  it("a disk that takes half and then is full for good: the old files, nothing left over, and the cause", async () => {
    for (let at = 3; at <= 8; at++) {
      const aws = fresh(true);
      const { problem, hit } = await store.writeBoth(aws, NEW, {
        at,
        what: "ENOSPC",
        only: "writeSync",
        forEver: true,
      });
      if (hit === null) break;
      expect(problem).toMatchObject({ code: "file-not-writable", detail: "ENOSPC" });
      expect(problem?.message).toContain("the disk is full");
      expect(contents(aws)).toEqual(OLD);
      expect(readdirSync(aws).sort()).toEqual(["config", "credentials"]);
    }
  });

  it("a second rename that fails rolls the first file back, also on a disk with no space left", async () => {
    const aws = fresh(true);
    chmodSync(join(aws, "config"), 0o640);
    const { problem, hit } = await store.writeBoth(aws, NEW, {
      at: 2,
      what: "EBUSY",
      only: "renameSync",
    });
    expect(hit).toBe("renameSync");
    expect(problem).toMatchObject({ code: "file-not-writable", detail: "EBUSY" });
    expect(problem?.message).toContain(join(aws, "credentials"));
    expect(contents(aws)).toEqual(OLD);
    expect(statSync(join(aws, "config")).mode & 0o777).toBe(0o640);
    expect(readdirSync(aws).sort()).toEqual(["config", "credentials"]);
  });

  it("a rollback that fails too is said, with the command that mends it", async () => {
    const aws = fresh(true);
    const { problem } = await store.writeBoth(aws, NEW, {
      at: 2,
      what: "EBUSY",
      only: "renameSync",
      forEver: true,
    });
    expect(problem?.message).toContain(
      `${join(aws, "config")} had already been changed and could not be put back`,
    );
    expect(problem?.message).not.toContain("Nothing was changed");
    const cure = problem?.try[0] ?? "";
    expect(cure).toMatch(/^Put the old file back: cp \S+mturk-setup-backup-\S+ \S+config$/);
    expect(spawnSync("sh", ["-c", cure.replace("Put the old file back: ", "")]).status).toBe(0);
    expect(contents(aws)).toEqual(OLD);
  });
});

describe("a process that is killed", () => {
  it.each([
    { name: "files there", afterDead: false, least: 30 },
    { name: "the lock held by an earlier victim", afterDead: true, least: 35 },
  ])(
    "before any single change on the disk ($name): each file whole and private, and the next write cleans up",
    async ({ afterDead, least }) => {
      let [kills, oldOnes, newOnes, mixed] = [0, 0, 0, 0];
      for (let at = 1; ; at++) {
        const aws = fresh(true);
        if (afterDead) {
          expect(spawnSync(process.execPath, [script, aws, "12", "9000"]).signal).toBe("SIGKILL");
          expect(leftovers(aws)).toEqual(
            expect.arrayContaining(["config.mturk-setup-lock", "credentials.mturk-setup-lock"]),
          );
        }
        const child = spawnSync(process.execPath, [script, aws, String(at), "9000"], {
          encoding: "utf8",
        });
        const now = contents(aws);
        if (child.signal !== "SIGKILL") {
          expect(JSON.parse(child.stdout)).toEqual({ problem: null, hit: null });
          break;
        }
        kills++;
        const states = KINDS.map((kind) =>
          now[kind] === OLD[kind]
            ? "old"
            : now[kind] === `new ${(kind === "config" ? "f" : "c").repeat(9000)}`
              ? "new"
              : "broken",
        ).join(" ");
        // Config first, credentials last: never the other way round.
        expect(["old old", "new old", "new new"], `killed before call ${at}`).toContain(states);
        if (states === "old old") oldOnes++;
        else if (states === "new new") newOnes++;
        else mixed++;
        for (const name of readdirSync(aws))
          expect(statSync(join(aws, name)).mode & 0o777, `${name}, killed before call ${at}`).toBe(
            0o600,
          );
        expect(await store.writeBoth(aws, NEW, null)).toEqual({ problem: null, hit: null });
        expect(contents(aws)).toEqual(NEW);
        expect(leftovers(aws)).toEqual([]);
      }
      expect(kills).toBeGreaterThanOrEqual(least);
      expect([oldOnes > 0, mixed > 0, newOnes > 0]).toEqual([true, true, true]);
    },
  );
});
