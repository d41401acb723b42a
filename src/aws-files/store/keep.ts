/**
 * Decides where what we keep of a file lies (backups, the pair on its way): beside the file, or in
 * the state directory where a version control system would pick it up. A `.gitignore` that names
 * `credentials` does not name a copy of it, and a copy that is committed is published
 * (https://github.com/Versent/saml2aws/issues/45).
 */
import { createHash } from "node:crypto";
import { chmodSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Host } from "../../base/host.js";
import { stateDirectory } from "./state-directory.js";
import { ignoreAll, inWorkTree } from "./hidden.js";
import { makeDirectories } from "./write.js";

/** Our folder for the files of one folder, private; null where this user has no place for state. */
function stateFolder(directory: string, host: Host): string | null {
  const state = stateDirectory(host);
  if (!isAbsolute(state) || host.home === "") return null;
  return join(state, "kept", createHash("sha256").update(directory).digest("hex").slice(0, 24));
}

/** Where something kept of the file at `realPath` may lie, by this version or an earlier one. */
export function keptFolders(realPath: string, host: Host): readonly string[] {
  const beside = dirname(realPath);
  const apart = stateFolder(beside, host);
  return apart === null ? [beside] : [beside, apart];
}

/**
 * Where to put something new, the best place first. `marker`: it holds nothing of the file and only
 * remembers that there was none; beside a file that other programs list, it would only be in the
 * way.
 */
export function keepingFolders(realPath: string, host: Host, marker = false): readonly string[] {
  const [beside = "", apart] = keptFolders(realPath, host);
  if (apart === undefined) return [beside];
  return marker || inWorkTree(beside) ? [apart, beside] : [beside];
}

/**
 * Makes a keeping folder, 0700. The state directory itself may lie in a work tree (a home folder
 * under version control), so a
 * `.gitignore` in it says that nothing there is to be picked up.
 */
export function makeKeepingFolder(folder: string, realPath: string): void {
  if (folder === dirname(realPath)) return;
  makeDirectories(folder);
  chmodSync(folder, 0o700);
  ignoreAll(dirname(folder));
}
