/** Links and files that somebody else put where ours go: nothing of theirs is written to, nothing of theirs is believed. */
import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createPrivateFile, replaceSmallFile } from "../../src/files/store.js";

let dir = "";
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "planted-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it.each(["a file", "nothing"])("a link to %s in the place of a small file of ours is replaced, and its target left alone", async (what) => {
  const [target, ours] = [join(dir, "theirs"), join(dir, "journal.json")];
  if (what === "a file") writeFileSync(target, "theirs\n", { mode: 0o644 });
  symlinkSync(target, ours);
  expect(await replaceSmallFile(ours, "{}\n")).toEqual({ ok: true, value: undefined });
  expect(lstatSync(ours).isFile()).toBe(true);
  expect(lstatSync(ours).mode & 0o777).toBe(0o600);
  expect(readFileSync(ours, "utf8")).toBe("{}\n");
  if (what === "a file") expect(readFileSync(target, "utf8")).toBe("theirs\n");
  else expect(() => lstatSync(target)).toThrow();
});

it("a file of ours that is to be new is not written through a link", async () => {
  const [target, ours] = [join(dir, "theirs"), join(dir, "pending")];
  writeFileSync(target, "theirs\n");
  symlinkSync(target, ours);
  expect(await createPrivateFile(ours, "secret")).toMatchObject({ ok: false, problem: { code: "file-not-writable" } });
  expect(readFileSync(target, "utf8")).toBe("theirs\n");
});
