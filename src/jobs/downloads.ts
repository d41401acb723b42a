/**
 * Finds the CSV files of AWS's console where browsers put them, and notices one that arrives. None
 * is read here.
 */
import { join } from "node:path";
import type { Host } from "../base/host.js";
import { type Result, failed } from "../base/problem.js";
import {
  type ListedFile,
  SMALL_FILE_LIMIT,
  listWithSizes,
  readSmallFile,
} from "../aws-files/store/read.js";
import type { Ports } from "./ports.js";

/** A download that is under way has another name: `.part`, `.crdownload`, `.download`. */
const CSV_NAME = /(accesskeys?.*\.csv|credentials.*\.csv|rootkey.*\.csv)$/i;
const CSV_LIMIT = 9;
const LOOK_MS = 2_000;

/** Absolute paths of CSV files that look like AWS's, the last changed first in each folder. */
export async function findCsvFiles(ports: Ports): Promise<readonly string[]> {
  if (ports.practice !== null) return [ports.practice.csvPath];
  return (await csvFiles(ports.host)).slice(0, CSV_LIMIT).map(({ path }) => path);
}

/**
 * Tells, every 2 s and newest first, the CSV files that are there beside the known ones; a file
 * that is empty or still grows is left alone until it stands. Ends only by `signal`, with
 * `cancelled`.
 */
export async function watchDownloads(
  { host, clock }: Pick<Ports, "host" | "clock">,
  known: readonly string[],
  {
    signal,
    tell,
  }: { readonly signal: AbortSignal; readonly tell: (paths: readonly string[]) => void },
): Promise<Result<null>> {
  let before = new Map<string, number>();
  let told = "";
  while (!signal.aborted) {
    const files = (await csvFiles(host)).filter(({ path }) => !known.includes(path));
    const whole = files.filter(({ path, bytes }) => bytes > 0 && before.get(path) === bytes);
    before = new Map(files.map(({ path, bytes }) => [path, bytes]));
    const paths = whole.sort((one, other) => other.changed - one.changed).map(({ path }) => path);
    if (paths.join("\n") !== told) tell(paths);
    told = paths.join("\n");
    await clock.sleep(LOOK_MS, signal);
  }
  return failed({ code: "cancelled", message: "Stopped looking for downloads.", try: [] });
}

async function csvFiles(host: Host): Promise<readonly ListedFile[]> {
  const places = [...new Set([host.cwd, ...(await userFolders(host))])];
  const lists = await Promise.all(places.map((place) => listWithSizes(place, CSV_NAME, CSV_LIMIT)));
  return lists.flat();
}

/**
 * Where downloads and the desktop are: as the desktop's own file says (they are translated), and
 * under their English names. https://www.freedesktop.org/wiki/Software/xdg-user-dirs/
 */
async function userFolders({ home, env }: Host): Promise<readonly string[]> {
  const config = env.XDG_CONFIG_HOME ?? join(home, ".config");
  const read = await readSmallFile(join(config, "user-dirs.dirs"), SMALL_FILE_LIMIT);
  const text = read.ok ? new TextDecoder().decode(read.value) : "";
  const named = [...text.matchAll(/^XDG_(?:DOWNLOAD|DESKTOP)_DIR="(\$HOME)?([^"\n]{1,1000})"$/gm)];
  return [
    ...named.map(([, inHome, path = ""]) => (inHome === undefined ? path : join(home, path))),
    join(home, "Downloads"),
    join(home, "Desktop"),
  ].filter((path) => path.startsWith("/"));
}
