/** Tells when something happens in folders that are watched, and which folders a folder holds. */
import { type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/**
 * Calls `changed` soon after something was made, written or renamed in one of the folders. A hint
 * only: folders that are missing, network drives and Windows drives tell nothing, so whoever waits
 * looks from time to time as well. Answers what ends it.
 */
export function watchFolders(folders: readonly string[], changed: () => void): () => void {
  const watchers = folders.flatMap((folder): readonly FSWatcher[] => {
    try {
      const watcher = watch(folder, { persistent: false }, changed);
      // Deleted meanwhile, or no more watches to be had.
      watcher.on("error", () => watcher.close());
      return [watcher];
    } catch {
      return [];
    }
  });
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}

/** Absolute paths of the folders in a folder, at most `limit`; none where it cannot be listed. */
export function listFolders(dir: string, limit: number): readonly string[] {
  return listNames(dir, limit)
    .filter(({ isFolder }) => isFolder)
    .map(({ name }) => join(dir, name));
}

/** What a folder holds, at most `limit`; nothing where it cannot be listed. */
export function listNames(
  dir: string,
  limit: number,
): readonly { readonly name: string; readonly isFolder: boolean }[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .slice(0, limit)
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch {
    return [];
  }
}
