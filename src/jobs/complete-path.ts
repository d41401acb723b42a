/** Completes a path that is being typed, as a shell does: folders, and CSV files. */
import { isAbsolute, join } from "node:path";
import type { Host } from "../base/host.js";
import { listNames } from "../aws-files/store/folders.js";

/** What may follow a text that was typed. */
export interface Completion {
  readonly typed: string;
  /** What all that fit have in common behind it; "" where there is nothing. */
  readonly rest: string;
  /** The names that fit, where there are several; a folder ends in a slash. */
  readonly several: readonly string[];
}

const LISTED_LIMIT = 1_000;

/** `typed`: as it stands in the field, `~` for the home folder. Nothing is read but names. */
export function completePath(typed: string, { home, cwd }: Host): Completion {
  const at = typed.lastIndexOf("/") + 1;
  const [folder, begun] = [typed.slice(0, at), typed.slice(at)];
  const inHome = /^~\/(.*)$/s.exec(folder)?.[1];
  const meant =
    inHome === undefined ? (isAbsolute(folder) ? folder : join(cwd, folder)) : join(home, inHome);
  const names = listNames(meant, LISTED_LIMIT)
    .filter(({ name, isFolder }) => isFolder || /\.csv$/i.test(name))
    .filter(({ name }) => name.startsWith(begun) && (begun !== "" || !name.startsWith(".")))
    .map(({ name, isFolder }) => (isFolder ? `${name}/` : name))
    .sort();
  const rest = commonStart(names).slice(begun.length);
  return { typed, rest, several: names.length > 1 ? names : [] };
}

function commonStart([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
