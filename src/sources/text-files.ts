/** Reads files of other programs as text, for the access keys in them: never run, never edited. */
import { isAbsolute, join } from "node:path";
import type { Host } from "../base/host.js";
import type { Problem } from "../base/problem.js";
import { readSmallFile } from "../aws-files/store/read.js";
import type { KeyLine } from "../keys/types.js";

/** A file, and the keys in it. */
export interface FileWithKeys {
  readonly path: string;
  readonly keys: readonly KeyLine[];
}

export interface SearchedFiles {
  /** Those in which keys stand. */
  readonly files: readonly FileWithKeys[];
  /** Files of this user that may not be read, so that a key may stand there. */
  readonly unreadable: readonly Problem[];
}

export interface KeySearch {
  /** The keys in a text. */
  readonly read: (text: string) => readonly KeyLine[];
  /** Whether it is told that a file may not be read; else it is passed over in silence. */
  readonly isTold: (path: string) => boolean;
  /** Bytes; a larger file is passed over. */
  readonly most?: number;
}

export async function searchFiles(
  paths: readonly string[],
  { read, isTold, most }: KeySearch,
): Promise<SearchedFiles> {
  const files: FileWithKeys[] = [];
  const unreadable: Problem[] = [];
  for (const path of new Set(paths)) {
    const bytes = await readSmallFile(path, most);
    if (!bytes.ok) {
      const denied = bytes.problem.detail === "EACCES" || bytes.problem.detail === "EPERM";
      if (denied && isTold(path)) unreadable.push(bytes.problem);
      continue;
    }
    const keys = read(textOf(bytes.value));
    if (keys.length > 0) files.push({ path, keys });
  }
  return { files, unreadable };
}

/** PowerShell and Notepad write UTF-16 with its mark. */
function textOf(bytes: Uint8Array): string {
  const is16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(is16 ? "utf-16le" : "utf-8").decode(bytes);
}

/**
 * The user's folder for settings.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function settingsFolder({ home, env }: Pick<Host, "home" | "env">): string {
  const named = env.XDG_CONFIG_HOME;
  return named !== undefined && isAbsolute(named) ? named : join(home, ".config");
}
