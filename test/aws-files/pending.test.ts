/** The place of a new key on its way: exclusive, private, durable, readable by every AWS tool. */
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Host } from "../../src/base/host.js";
import { Secret } from "../../src/base/secret.js";
import {
  pendingPath,
  readPending,
  removePending,
  reservePending,
  sameIdAndSecret,
  writePending,
} from "../../src/aws-files/store/pending-key.js";
import type { AccessKey } from "../../src/keys/types.js";
import { childEnv, pythonWithBoto3 } from "../conformance/python.js";

const folder = mkdtempSync(join(tmpdir(), "mturk-setup-pending-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KEY: AccessKey = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
};
const LAB = { profile: 'lab "odd" # name', replaces: "AKIAIOSFODNN6EXAMPLE" };

let credentials = "";
const host = (): Host => ({ env: {}, cwd: folder, home: folder, platform: "linux" });
let count = 0;
beforeEach(() => {
  credentials = join(folder, `aws-${count++}`, "credentials");
});

describe("the pending pair", () => {
  it("is reserved, filled, read and removed; 0600, in a folder 0700, of the same size before and after", async () => {
    expect(await readPending(credentials, host())).toEqual({ ok: true, value: { state: "none" } });
    expect(await reservePending(credentials, host(), LAB)).toMatchObject({ ok: true });
    expect(await readPending(credentials, host())).toEqual({
      ok: true,
      value: { state: "reserved", for: LAB },
    });
    const path = pendingPath(credentials, host());
    const reserved = statSync(path).size;
    expect(await writePending(credentials, host(), LAB, KEY)).toMatchObject({ ok: true });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
    expect(Math.abs(statSync(path).size - reserved)).toBeLessThan(32);
    const read = await readPending(credentials, host());
    if (!read.ok || read.value.state !== "pair") throw new Error("no pair");
    expect(read.value.for).toEqual(LAB);
    expect(sameIdAndSecret(read.value.key, KEY)).toBe(true);
    expect(
      sameIdAndSecret(read.value.key, { ...KEY, secretAccessKey: new Secret("x".repeat(40)) }),
    ).toBe(false);
    expect(await removePending(credentials, host())).toMatchObject({ ok: true });
    expect(existsSync(path)).toBe(false);
    expect(await removePending(credentials, host())).toMatchObject({ ok: true });
  });

  it.skipIf(pythonWithBoto3() === null)("can be used by boto3 as it lies there", async () => {
    await reservePending(credentials, host(), LAB);
    await writePending(credentials, host(), LAB, KEY);
    const script =
      "import boto3; c = boto3.Session().get_credentials(); print(c.access_key, c.secret_key)";
    const out = execFileSync(pythonWithBoto3()!, ["-c", script], {
      encoding: "utf8",
      env: childEnv({
        HOME: folder,
        AWS_SHARED_CREDENTIALS_FILE: pendingPath(credentials, host()),
      }),
    });
    expect(out.trim()).toBe("AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  });

  it("is not reserved over a pair that waits, whoever's it is", async () => {
    await reservePending(credentials, host(), LAB);
    await writePending(credentials, host(), LAB, KEY);
    const before = readFileSync(pendingPath(credentials, host()), "utf8");
    expect(
      await reservePending(credentials, host(), {
        profile: "other",
        replaces: "AKIAIOSFODNN5EXAMPLE",
      }),
    ).toMatchObject({
      ok: false,
      problem: { code: "file-locked", message: expect.stringContaining("interrupted") },
    });
    expect(readFileSync(pendingPath(credentials, host()), "utf8")).toBe(before);
  });

  it("belongs to its process while that lives, and is taken over when it is dead", async () => {
    await reservePending(credentials, host(), LAB);
    const path = pendingPath(credentials, host());
    const other = spawn("cat");
    const started =
      /\) \S+(?: \S+){18} (\d+)/.exec(
        existsSync(`/proc/${other.pid}/stat`)
          ? readFileSync(`/proc/${other.pid}/stat`, "utf8")
          : "",
      )?.[1] ?? null;
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text
        .replace(/"pid":\d+/, `"pid":${other.pid}`)
        .replace(/"started":(?:"\d+"|null)/, `"started":${JSON.stringify(started)}`),
    );
    expect(await readPending(credentials, host())).toMatchObject({
      value: { state: "busy", for: LAB },
    });
    expect(await reservePending(credentials, host(), LAB)).toMatchObject({
      ok: false,
      problem: { code: "file-locked", message: expect.stringContaining("at this moment") },
    });
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(await readPending(credentials, host())).toMatchObject({ value: { state: "reserved" } });
    expect(await reservePending(credentials, host(), LAB)).toMatchObject({ ok: true });
  });

  it.each([
    "",
    "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    "# mturk-setup: {\n",
    '# mturk-setup: {"profile":"a","replaces":"b c"}\n',
  ])("a file that is none of ours is left alone (%j)", async (text) => {
    const path = pendingPath(credentials, host());
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    expect(await readPending(credentials, host())).toMatchObject({
      ok: false,
      problem: { code: "file-broken" },
    });
    expect(await reservePending(credentials, host(), LAB)).toMatchObject({
      ok: false,
      problem: { code: "file-broken" },
    });
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});

describe("in a git work tree", () => {
  it("lies in the state directory; one that an earlier version left beside the file is still found", async () => {
    mkdirSync(join(credentials, "..", ".git"), { recursive: true, mode: 0o700 });
    expect(await reservePending(credentials, host(), LAB)).toMatchObject({ ok: true });
    await writePending(credentials, host(), LAB, KEY);
    const path = pendingPath(credentials, host());
    expect(path.startsWith(join(folder, ".local", "state", "mturk-setup", "kept"))).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await readPending(credentials, host())).toMatchObject({
      value: { state: "pair", for: LAB },
    });
    const beside = `${credentials}.mturk-setup-pending`;
    writeFileSync(beside, readFileSync(path, "utf8"), { mode: 0o600 });
    rmSync(path);
    expect(pendingPath(credentials, host())).toBe(beside);
    expect(await readPending(credentials, host())).toMatchObject({ value: { state: "pair" } });
    await removePending(credentials, host());
    expect(await readPending(credentials, host())).toMatchObject({ value: { state: "none" } });
  });
});
