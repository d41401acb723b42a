/** Completes paths as a shell does, from names alone. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { completePath } from "../../src/jobs/complete-path.js";

function home(): string {
  const dir = mkdtempSync(join(tmpdir(), "mturk-setup-complete-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const name of ["Downloads", "Documents", ".hidden", "work"]) mkdirSync(join(dir, name));
  for (const name of [
    "psiturk_accessKeys.csv",
    "psiturk_accessKeys (1).csv",
    "rootkey.CSV",
    "a.txt",
  ])
    writeFileSync(join(dir, "Downloads", name), "");
  return dir;
}

test.each([
  ["~/Dow", "nloads/", []],
  ["~/Do", "", ["Documents/", "Downloads/"]],
  ["~/Downloads/r", "ootkey.CSV", []],
  ["~/Downloads/p", "siturk_accessKeys", ["psiturk_accessKeys (1).csv", "psiturk_accessKeys.csv"]],
  // Neither what is no CSV file, nor what is hidden and was not asked for.
  ["~/Downloads/a", "", []],
  ["~/.h", "idden/", []],
  ["../Downloads/root", "key.CSV", []],
  ["~/nowhere/x", "", []],
] as const)("%s", (typed, rest, several) => {
  const dir = home();
  const host = { home: dir, cwd: join(dir, "work"), env: {}, platform: "linux" } as const;
  expect(completePath(typed, host)).toEqual({ typed, rest, several });
});

test("an absolute path", () => {
  const dir = home();
  const host = { home: "/nowhere", cwd: "/", env: {}, platform: "linux" } as const;
  expect(completePath(`${dir}/Downloads/root`, host).rest).toBe("key.CSV");
});
