/**
 * Lists the files below a folder, the upper ones first, a bounded number of them: links to folders
 * are not followed.
 */
import { opendirSync } from "node:fs";
import { join } from "node:path";
import { listWithSizes, type ListedFile } from "./read.js";

export interface TreeOptions {
  /** The names of files that count. */
  readonly match: RegExp;
  /** Names of folders that are not looked into. */
  readonly skip: RegExp;
  /** 0: the folder alone. */
  readonly depth: number;
  /** Files, at most. */
  readonly most: number;
}

/** Folders looked into, at most; a person's own settings and studies have far fewer. */
const MOST_FOLDERS = 300;
const MOST_ENTRIES = 10_000;
/** A slow network file system is not waited for; what was found until then counts. */
const MOST_MS = 1_500;

/** Absolute paths; of each folder the last changed first. What may not be listed offers none. */
export async function listTree(
  dir: string,
  { match, skip, depth, most }: TreeOptions,
): Promise<readonly ListedFile[]> {
  const found: ListedFile[] = [];
  let level = [dir];
  let looked = 0;
  const end = performance.now() + MOST_MS;
  for (let down = 0; down <= depth && found.length < most; down += 1) {
    const next: string[] = [];
    for (const folder of level) {
      looked += 1;
      if (looked > MOST_FOLDERS || found.length >= most || performance.now() > end) break;
      found.push(...(await listWithSizes(folder, match, most - found.length)));
      if (down < depth) next.push(...foldersIn(folder, skip));
    }
    level = next;
  }
  return found;
}

/** The folders in a folder, links left out; none where it may not be listed. */
export function foldersIn(dir: string, skip: RegExp): readonly string[] {
  const found: string[] = [];
  try {
    const open = opendirSync(dir);
    try {
      for (let seen = 0; seen < MOST_ENTRIES; seen += 1) {
        const entry = open.readSync();
        if (entry === null) break;
        if (entry.isDirectory() && !skip.test(entry.name)) found.push(join(dir, entry.name));
      }
    } finally {
      open.closeSync();
    }
  } catch {
    // As with files: what cannot be listed has nothing to offer.
  }
  return found.sort();
}
