/**
 * Finds the CSV files of AWS's console where browsers put them, and notices one that arrives. None
 * is read here.
 */
import { settingsFolder } from "../sources/text-files.js";
import { basename, dirname, join } from "node:path";
import type { Clock, Host } from "../base/host.js";
import { type Result, failed } from "../base/problem.js";
import { listFolders, watchFolders } from "../aws-files/store/folders.js";
import {
  type ListedFile,
  SMALL_FILE_LIMIT,
  listWithSizes,
  readSmallFile,
} from "../aws-files/store/read.js";
import { pathMeant } from "./dropped.js";
import type { Ports } from "./ports.js";

/** Also with what a browser puts behind the name of a download that is under way. */
const CSV_NAME =
  /(accesskeys?.*\.csv|credentials.*\.csv|rootkey.*\.csv)(\.(part|partial|crdownload|opdownload|download))?$/i;
const UNDER_WAY = /\.csv\.[a-z]+$/i;
const CSV_LIMIT = 9;
/** A folder that is looked through, not offered. */
const LISTED_LIMIT = 200;
const LOOK_MS = 2_000;
/** A file that has not changed for so long is whole. */
const STANDS_MS = 1_000;
/** A busy folder tells of each piece that is written; it is looked at no more often than this. */
const REST_MS = 250;

/** Absolute paths of CSV files that look like AWS's, the last changed first. */
export async function findCsvFiles(ports: Ports): Promise<readonly string[]> {
  if (ports.practice !== null) return [ports.practice.csvPath];
  const files = await csvFiles(await downloadFolders(ports.host));
  return newestFirst(files, ({ changed }) => changed).slice(0, CSV_LIMIT);
}

/** Whether a file is called as the console calls its CSV files. */
export function isNamedByConsole(path: string): boolean {
  return CSV_NAME.test(basename(path));
}

/** A file that arrived, and for how many milliseconds it had been there when it was told. */
export interface Arrived {
  readonly path: string;
  readonly agoMs: number;
}

export interface WatchedFor {
  /** What came to stand there before is not new: milliseconds since 1970. */
  readonly since: number;
  /** Paths that are left out: they were read already. */
  readonly known: readonly string[];
}

/**
 * Tells the CSV files that have arrived, newest first, whenever that changes: soon after the folder
 * does, and every 2 s where folders tell nothing. A file that is empty, still grows, or lies
 * beside its own unfinished download is left alone until it stands. Ends only by `signal`, with
 * `cancelled`.
 */
export async function watchDownloads(
  { host, clock }: Pick<Ports, "host" | "clock">,
  { since, known }: WatchedFor,
  {
    signal,
    tell,
  }: { readonly signal: AbortSignal; readonly tell: (files: readonly Arrived[]) => void },
): Promise<Result<null>> {
  const folders = await downloadFolders(host);
  const wake = waker(clock);
  const stop = watchFolders(folders, wake.wake);
  let before = new Map<string, ListedFile & { readonly seen: number }>();
  let told = "";
  while (!signal.aborted) {
    const now = clock.now();
    const files = (await csvFiles(folders)).filter(
      ({ path, arrived, bytes }) => arrived >= since && bytes > 0 && !known.includes(path),
    );
    before = new Map(
      files.map((file) => {
        const last = before.get(file.path);
        const same = last?.bytes === file.bytes && last.arrived === file.arrived;
        return [file.path, { ...file, seen: same ? last.seen : now }];
      }),
    );
    const whole = [...before.values()].filter(({ seen }) => now - seen >= STANDS_MS);
    const paths = newestFirst(whole, ({ seen }) => seen);
    if (paths.join("\n") !== told)
      tell(paths.map((path) => ({ path, agoMs: agoOf(before.get(path), now) })));
    told = paths.join("\n");
    await wake.rest(whole.length < before.size ? STANDS_MS : LOOK_MS, signal);
  }
  stop();
  return failed({ code: "cancelled", message: "Stopped looking for downloads.", try: [] });
}

/** A clock of a network drive may be ahead of this computer's. */
function agoOf(file: ListedFile | undefined, now: number): number {
  return file === undefined ? 0 : Math.max(0, now - file.arrived);
}

interface Waker {
  readonly wake: () => void;
  /** Ends after `ms`, when it is woken, or when `signal` aborts. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
}

function waker({ sleep }: Pick<Clock, "sleep">): Waker {
  let woken = new AbortController();
  return {
    wake: () => woken.abort(),
    rest: async (ms, signal) => {
      await sleep(Math.min(ms, REST_MS), signal);
      await sleep(Math.max(0, ms - REST_MS), AbortSignal.any([signal, woken.signal]));
      woken = new AbortController();
    },
  };
}

/** By `when`, and by when each came to stand there. */
function newestFirst<F extends ListedFile>(
  files: readonly F[],
  when: (file: F) => number,
): readonly string[] {
  return [...files]
    .sort((one, other) => when(other) - when(one) || other.arrived - one.arrived)
    .map(({ path }) => path);
}

/** Whole ones: without those that are under way, and their forerunners. */
async function csvFiles(folders: readonly string[]): Promise<readonly ListedFile[]> {
  const lists = await Promise.all(
    folders.map((folder) => listWithSizes(folder, CSV_NAME, LISTED_LIMIT)),
  );
  const all = lists.flat();
  const unfinished = new Set(
    all
      .filter(({ path }) => UNDER_WAY.test(path))
      .map(({ path }) => path.slice(0, path.lastIndexOf("."))),
  );
  return all.filter(({ path }) => !UNDER_WAY.test(path) && !unfinished.has(path));
}

async function downloadFolders(host: Host): Promise<readonly string[]> {
  return [...new Set([host.cwd, ...(await userFolders(host)), ...windowsFolders(host)])];
}

/**
 * Where downloads and the desktop are: as the desktop's own file says (they are translated), and
 * under their English names. https://www.freedesktop.org/wiki/Software/xdg-user-dirs/
 */
async function userFolders({ home, env }: Host): Promise<readonly string[]> {
  const config = settingsFolder({ home, env });
  const read = await readSmallFile(join(config, "user-dirs.dirs"), SMALL_FILE_LIMIT);
  const text = read.ok ? new TextDecoder().decode(read.value) : "";
  const named = [...text.matchAll(/^XDG_(?:DOWNLOAD|DESKTOP)_DIR="(\$HOME)?([^"\n]{1,1000})"$/gm)];
  return [
    ...named.map(([, inHome, path = ""]) => (inHome === undefined ? path : join(home, path))),
    join(home, "Downloads"),
    join(home, "Desktop"),
  ].filter((path) => path.startsWith("/"));
}

/** Those that Windows makes for itself. */
const NOBODYS = new Set(["Public", "Default", "Default User", "All Users"]);

/**
 * In WSL browsers are Windows programs, and put files where the Windows user has them: the one that
 * `USERPROFILE` names, or everybody whose folders can be listed.
 * https://learn.microsoft.com/windows/wsl/wsl-config#automount-settings
 */
export function windowsFolders(host: Host, users = "/mnt/c/Users"): readonly string[] {
  if ((host.env.WSL_DISTRO_NAME ?? "") === "") return [];
  const named = pathMeant(host.env.USERPROFILE ?? "", host);
  const homes =
    named.ok && dirname(named.value) !== "/" && (host.env.USERPROFILE ?? "") !== ""
      ? [named.value]
      : listFolders(users, LISTED_LIMIT).filter((home) => !NOBODYS.has(basename(home)));
  return homes.flatMap((home) =>
    ["Downloads", "Desktop", "OneDrive/Desktop"].map((name) => join(home, name)),
  );
}
