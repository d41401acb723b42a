/** Puts built files in their place while others use them. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const TOOL = pathToFileURL(join(import.meta.dirname, "../../tools/put-files.mjs")).href;

test("what is the same stays, what changed is replaced whole, what is left over goes", () => {
  const folder = mkdtempSync(join(tmpdir(), "mturk-setup-put-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const put = (files: readonly (readonly [string, string])[]): void => {
    const script = `import(${JSON.stringify(TOOL)}).then((it) => it.putAll("out", ${JSON.stringify(files)}))`;
    const run = spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
  };
  const file = (name: string): string => join(folder, "out", name);
  put([
    ["out/same.js", "1"],
    ["out/changed.js", "1"],
    ["out/deep/gone.js", "1"],
  ]);
  const before = ["same.js", "changed.js"].map((name) => statSync(file(name)).ino);
  put([
    ["out/same.js", "1"],
    ["out/changed.js", "2"],
  ]);
  const after = ["same.js", "changed.js"].map((name) => statSync(file(name)).ino);
  expect(after[0]).toBe(before[0]);
  // Another file under the name: who reads the old one goes on reading it.
  expect(after[1]).not.toBe(before[1]);
  expect(readFileSync(file("changed.js"), "utf8")).toBe("2");
  expect(readdirSync(join(folder, "out/deep"))).toEqual([]);
  expect(readdirSync(join(folder, "build"))).toEqual([]);
});
