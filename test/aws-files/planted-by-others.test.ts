/**
 * A folder in which everybody may write: what another user lays down under the name of one of our
 * backups is none, neither for undo nor for the count of those that are kept.
 */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listBackups } from "../../src/aws-files/store/store.js";

const STRANGER = 65_534;
const isRoot = process.getuid?.() === 0;
if (!isRoot)
  process.stderr.write("\nNOT TRIED: backups planted by another user: only root can make them\n\n");

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "mturk-setup-test-"));
  mkdirSync(join(home, ".aws"));
  chmodSync(join(home, ".aws"), 0o777);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function put(name: string, owner: number | null): string {
  const path = join(home, ".aws", name);
  writeFileSync(path, "[default]\n", { mode: 0o600 });
  if (owner !== null) chownSync(path, owner, owner);
  return path;
}

const found = async (): Promise<readonly string[]> =>
  (
    await listBackups(join(home, ".aws", "credentials"), {
      env: {},
      home,
      cwd: home,
      platform: process.platform,
    })
  ).map(({ path }) => path);

test.skipIf(!isRoot)(
  "another user's copies, and the mark that there was no file, do not count",
  async () => {
    put("credentials", null);
    const ours = put("credentials.mturk-setup-backup-20260101-000000", null);
    const planted = [
      put("credentials.mturk-setup-backup-20990101-000000", STRANGER),
      put("credentials.mturk-setup-backup-20990101-000001-none", STRANGER),
      put("credentials.mturk-setup-backup-20990101-000002-wgone", STRANGER),
    ];
    expect(await found()).toEqual([ours]);
    expect(planted.every((path) => existsSync(path))).toBe(true);
  },
);

test.skipIf(!isRoot)("the copies of whom the file belongs to count, as under sudo", async () => {
  chownSync(put("credentials", null), STRANGER, STRANGER);
  const theirs = put("credentials.mturk-setup-backup-20260101-000000", STRANGER);
  const roots = put("credentials.mturk-setup-backup-20260101-000001", null);
  expect(await found()).toEqual([roots, theirs]);
});
