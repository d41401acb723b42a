/**
 * A note about a rotation that could not be read again is not written: a rotation must not be begun
 * and then count as none.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readJournal, writeJournal } from "../../../src/jobs/rotate/journal.js";
import type { Journal } from "../../../src/jobs/rotate/types.js";

function subjectOf(profile: string): Parameters<typeof readJournal>[0] {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-journal-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return {
    host: { env: { HOME: home }, cwd: home, home, platform: "linux" },
    credentials: join(home, ".aws/credentials"),
    profile,
  };
}

function journalOf(
  { profile, credentials }: Parameters<typeof readJournal>[0],
  files: readonly string[],
): Journal {
  return {
    version: 1,
    profile,
    credentials,
    way: "automatic",
    step: "making",
    from: "AKIAIOSFODNN7EXAMPLE",
    to: null,
    before: ["AKIAIOSFODNN7EXAMPLE"],
    holder: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/ann" },
    mturk: "well",
    was: null,
    others: { wish: "everywhere", files: [...files] },
    startedAt: 0,
  };
}

const path = (index: number): string =>
  `/home/ann/studies/${String(index).padStart(4, "0")}/${"x".repeat(60)}/config.txt`;

test.each([
  { name: "one profile, no other file", profile: "default", files: [] },
  {
    name: "a thousand files beside",
    profile: "default",
    files: Array.from({ length: 1000 }, (_, index) => path(index)),
  },
])("$name: written, and read again", async ({ profile, files }) => {
  const subject = subjectOf(profile);
  const journal = journalOf(subject, files);
  expect(await writeJournal(subject, journal)).toMatchObject({ ok: true });
  expect(await readJournal(subject)).toEqual(journal);
});

test.each([
  { name: "a name longer than is read", profile: "n".repeat(2000), files: [] },
  {
    name: "more files than are read",
    profile: "default",
    files: Array.from({ length: 1001 }, (_, index) => path(index)),
  },
])("$name: refused, and nothing is there", async ({ profile, files }) => {
  const subject = subjectOf(profile);
  expect(await writeJournal(subject, journalOf(subject, files))).toMatchObject({
    ok: false,
    problem: { code: "file-not-writable" },
  });
  expect(await readJournal(subject)).toBeNull();
});
