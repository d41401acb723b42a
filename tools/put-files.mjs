/**
 * Puts built files in their place so that none is ever missing or half written: a program or test
 * that runs while it is built anew finds each file whole, and the same one where nothing changed.
 */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

function holds(path, content) {
  try {
    return readFileSync(path, "utf8") === content;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

/** Writes the text file `path`, unless it holds just that. */
export function put(path, content) {
  if (holds(path, content)) return;
  // Not beside it: the other names in its folder are taken for left over.
  const fresh = join("build", `new-${process.pid}`);
  for (const folder of ["build", dirname(path)]) mkdirSync(folder, { recursive: true });
  writeFileSync(fresh, content);
  renameSync(fresh, path);
}

/** Puts all of `files` ([path, content]) and takes away what else stands in `folder`. */
export function putAll(folder, files) {
  for (const [path, content] of files) put(path, content);
  const wanted = new Set(files.map(([path]) => normalize(path)));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isDirectory() && !wanted.has(path)) rmSync(path, { force: true });
  }
}
