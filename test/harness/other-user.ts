/**
 * Starts Node as another user than root, also where Node itself lies in a folder that only root may
 * enter (nvm and npx keep it in root's home).
 */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** What stands before a command that is to run as the user with this number. Only for root. */
export function asUser(uid: number): readonly string[] {
  return ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"];
}

let node: string | undefined;
let copied: string | undefined;
// Where this file is imported the copy goes with the last test.
afterAll(() => {
  if (copied !== undefined) rmSync(copied, { recursive: true, force: true });
});

/** The path of this Node, or of a copy of it that every user may run. */
export function nodeForAll(): string {
  if (node !== undefined) return node;
  const [setpriv = "", ...before] = asUser(65_534);
  // Through a shell, as tests do: setpriv itself still starts what only root may reach.
  const run = [...before, "sh", "-c", 'exec "$0" --version', process.execPath];
  const { status } = spawnSync(setpriv, run, { stdio: "ignore" });
  // `status` is null where setpriv is missing: whoever needs it says so.
  if (status === 0 || status === null) return (node = process.execPath);
  const folder = mkdtempSync(join(tmpdir(), "mturk-setup-node-"));
  copied = folder;
  chmodSync(folder, 0o755);
  node = join(folder, "node");
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  return node;
}

/** This Node, run as the user with this number; as it is for whoever is not root already. */
export function nodeAs(uid: number): readonly string[] {
  return process.getuid?.() === 0 ? [...asUser(uid), nodeForAll()] : [process.execPath];
}
