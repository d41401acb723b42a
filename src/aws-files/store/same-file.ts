/** Tells files that have several names: links, `..`, a folder that is a link. */
import { isAbsolute } from "node:path";
import type { Host } from "../../base/host.js";
import { resolveLinks } from "./disk.js";
import { isSameFile } from "./read.js";
import { locateAwsFiles } from "./where.js";

/** The path of the file itself, links followed; `path` where it leads nowhere or is none. */
export function realName(path: string): string {
  try {
    return isAbsolute(path) ? (resolveLinks(path) ?? path) : path;
  } catch {
    return path;
  }
}

/**
 * Of these paths those that are none of the AWS files under another name, and of several names of
 * one file the first; in their order.
 */
export function otherFiles(host: Host, paths: readonly string[]): readonly string[] {
  const aws = locateAwsFiles(host);
  const kept = aws.ok ? [aws.value.credentials, aws.value.config] : [];
  const first = kept.length;
  for (const path of new Set(paths))
    if (!kept.some((other) => other === path || isSameFile(other, path))) kept.push(path);
  return kept.slice(first);
}
