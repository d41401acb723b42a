/**
 * Thousands of profiles: the look for keys asks the disk no more often, and long chains of roles
 * are followed to their end.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Host } from "../../../src/base/host.js";
import * as read from "../../../src/aws-files/store/read.js";
import { findKeys } from "../../../src/jobs/shared/inventory.js";
import { examineSources } from "../../../src/sources/index.js";

// The real look-up, with its calls counted.
vi.mock("../../../src/aws-files/store/read.js", { spy: true });

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const pair = (index: number): string =>
  `aws_access_key_id = AKIAEXAMPLE${String(index).padStart(9, "0")}\naws_secret_access_key = ${SECRET}\n`;
const many = (count: number, section: (index: number) => string): string =>
  Array.from({ length: count }, (_each, index) => section(index)).join("");

function hostWith(files: Readonly<Record<"credentials" | "config", string>>): Host {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-growth-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  mkdirSync(join(home, ".aws"));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(home, ".aws", name), text, { mode: 0o600 });
  return { env: {}, cwd: home, home, platform: "linux" };
}

test("which files are the same is asked of the files, not of each key", async () => {
  const asked = async (count: number): Promise<number> => {
    const host = hostWith({
      credentials: many(count, (index) => `[p${index}]\n${pair(index)}`),
      config: many(count, (index) => `[profile p${index}]\nregion = us-east-1\n${pair(index)}`),
    });
    vi.mocked(read.isSameFile).mockClear();
    const found = await findKeys(host, [], { systemFiles: [] });
    expect(found.ok && found.value.keys.length).toBe(count);
    return vi.mocked(read.isSameFile).mock.calls.length;
  };
  const few = await asked(5);
  expect(few).toBeGreaterThan(0);
  expect(await asked(200)).toBe(few);
});

test("a role of a role of a role, 8,000 times", async () => {
  const LENGTH = 8_000;
  const role = (index: number): string =>
    `[profile p${index}]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = p${index + 1}\n`;
  const examined = async (end: string): Promise<string | undefined> => {
    const sources = await examineSources(
      hostWith({ credentials: "", config: many(LENGTH, role) + end }),
      { profile: "p0", systemBotoFile: "/nonexistent/boto.cfg" },
    );
    return sources.ok ? sources.value.boto3.problem?.message : "failed";
  };
  expect(await examined(`[profile p${LENGTH}]\n${pair(1)}`)).toBeUndefined();
  expect(await examined(`[profile p${LENGTH}]\nregion = us-east-1\n`)).toContain(
    "that profile has no keys",
  );
  expect(
    await examined(
      `[profile p${LENGTH}]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = p3\n`,
    ),
  ).toContain('leads in a circle back to "p3"');
});

test("a copy of ours with more keys than a call takes arguments", async () => {
  const COUNT = 150_000;
  const host = hostWith({ credentials: `[default]\n${pair(1)}`, config: "" });
  writeFileSync(
    join(host.home, ".aws", "credentials.mturk-setup-backup-20261101-000000"),
    many(COUNT, (index) => `[p${index}]\n${pair(index)}`),
    { mode: 0o600 },
  );
  const found = await findKeys(host, [], { systemFiles: [] });
  expect(found.ok && found.value.keys.length).toBe(COUNT);
});
