/** Lays files into the folders of downloads as browsers do: in the end, piece by piece, renamed. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { watchDownloads, windowsFolders } from "../../src/jobs/downloads.js";

function folder(): string {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-downloads-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  for (const name of ["Downloads", "Bureau", ".config", "work"]) mkdirSync(join(home, name));
  writeFileSync(
    join(home, ".config/user-dirs.dirs"),
    '# made by the desktop\nXDG_DESKTOP_DIR="$HOME/Bureau"\nXDG_DOWNLOAD_DIR="$HOME/Downloads"\n',
  );
  return home;
}

/** Watches; before each look the next of `steps` is done, and after the last the watch ends. */
async function watched(
  home: string,
  known: readonly string[],
  steps: readonly (() => void)[],
  since = Date.now() - 1_000,
): Promise<readonly (readonly string[])[]> {
  const end = new AbortController();
  const told: (readonly string[])[] = [];
  const left = [...steps];
  let ahead = 0;
  const clock = {
    now: () => Date.now() + ahead,
    // Each look has two parts, of which the second may be cut short: a step is done at the first.
    sleep: (ms: number): Promise<void> => {
      ahead += ms;
      if (ms !== 250) return Promise.resolve();
      const step = left.shift();
      if (step === undefined) end.abort();
      else step();
      return Promise.resolve();
    },
  };
  const host = { env: {}, cwd: join(home, "work"), home, platform: "linux" } as const;
  const result = await watchDownloads(
    { host, clock },
    { since, known },
    {
      signal: end.signal,
      tell: (files) => told.push(files.map(({ path }) => path)),
    },
  );
  expect(result).toMatchObject({ ok: false, problem: { code: "cancelled" } });
  return told;
}

const nothing = (): void => undefined;

test("a file that arrives is told once it stands, and only it", async () => {
  const home = folder();
  const old = join(home, "Downloads/old_accessKeys.csv");
  writeFileSync(old, "x");
  const path = join(home, "Downloads/psiturk_accessKeys.csv");
  const told = await watched(
    home,
    [old],
    [
      () => writeFileSync(path, ""),
      () => writeFileSync(path, "Access key ID"),
      () => writeFileSync(path, "Access key ID,Secret access key\n"),
      nothing,
      nothing,
    ],
  );
  expect(told).toEqual([[path]]);
});

test("a download under another name is left alone until it has its own", async () => {
  const home = folder();
  const path = join(home, "Downloads/psiturk_accessKeys.csv");
  const told = await watched(
    home,
    [],
    [
      () => writeFileSync(`${path}.crdownload`, "Access key ID"),
      nothing,
      nothing,
      () => renameSync(`${path}.crdownload`, path),
      nothing,
    ],
  );
  expect(told).toEqual([[path]]);
});

test("one that its browser still writes beside it is left alone, whatever it is called", async () => {
  const home = folder();
  const path = join(home, "Downloads/psiturk_accessKeys.csv");
  for (const ending of ["part", "crdownload", "download", "opdownload", "partial"]) {
    const told = await watched(
      home,
      [],
      [
        () => {
          writeFileSync(path, "Access key ID");
          writeFileSync(`${path}.${ending}`, "Access key ID,Secret");
        },
        nothing,
        nothing,
        () => rmSync(`${path}.${ending}`),
        nothing,
        nothing,
      ],
    );
    expect(told, ending).toEqual([[path]]);
    rmSync(path);
  }
});

test("of two the newest is first; the desktop by its own name, and the working folder", async () => {
  const home = folder();
  const [one, two, three] = [
    join(home, "Bureau/credentials.csv"),
    join(home, "work/rootkey.csv"),
    join(home, "Downloads/lab_accessKeys (1).csv"),
  ];
  const told = await watched(
    home,
    [],
    [
      () => writeFileSync(one, "x"),
      nothing,
      () => writeFileSync(two, "x"),
      nothing,
      // It keeps the time at which it was made: what counts is when it came to stand here.
      () => {
        writeFileSync(join(home, "made"), "x");
        utimesSync(join(home, "made"), 1_000, 1_000);
        renameSync(join(home, "made"), three);
      },
      nothing,
      nothing,
      () => rmSync(three),
      nothing,
    ],
  );
  expect(told).toEqual([[one], [two, one], [three, two, one], [two, one]]);
});

test("what lay there before is not new, however many there are", async () => {
  const home = folder();
  const old = Array.from({ length: 30 }, (_, index) => join(home, `work/credentials ${index}.csv`));
  for (const path of old) writeFileSync(path, "x");
  const path = join(home, "Downloads/psiturk_accessKeys.csv");
  const late = Date.now() + 20;
  // The clock of a file system is some milliseconds behind.
  while (Date.now() < late + 30) await new Promise((resolve) => setImmediate(resolve));
  const steps = [() => writeFileSync(path, "x"), nothing, nothing];
  expect(await watched(home, [], steps, late)).toEqual([[path]]);
});

test("in WSL the folders of the Windows user are looked at too", () => {
  const users = mkdtempSync(join(tmpdir(), "mturk-setup-users-"));
  onTestFinished(() => rmSync(users, { recursive: true, force: true }));
  for (const name of ["ann", "Public", "Default"]) mkdirSync(join(users, name));
  const at = (env: Record<string, string>) =>
    windowsFolders({ env, cwd: "/", home: "/home/ann", platform: "linux" }, users);
  expect(at({})).toEqual([]);
  expect(at({ WSL_DISTRO_NAME: "Debian" })).toEqual([
    join(users, "ann/Downloads"),
    join(users, "ann/Desktop"),
    join(users, "ann/OneDrive/Desktop"),
  ]);
  expect(at({ WSL_DISTRO_NAME: "Debian", USERPROFILE: "C:\\Users\\ann" })[0]).toBe(
    "/mnt/c/Users/ann/Downloads",
  );
});

test("a folder that tells of changes is looked at at once, one that tells nothing every 2 s", async () => {
  const home = folder();
  const slept: number[] = [];
  let rested: () => void = () => undefined;
  const resting = new Promise<void>((resolve) => (rested = resolve));
  const end = new AbortController();
  const path = join(home, "Downloads/psiturk_accessKeys.csv");
  let ahead = 0;
  const clock = {
    now: () => Date.now() + ahead,
    // Time stands still until something ends the second half of a rest.
    sleep: (ms: number, signal?: AbortSignal): Promise<void> => {
      slept.push(ms);
      ahead += 1_000;
      if (ms === 250) return Promise.resolve();
      rested();
      return new Promise((resolve) => {
        if (signal?.aborted === true || slept.length > 4) resolve();
        signal?.addEventListener("abort", () => resolve(), { once: true });
      });
    },
  };
  const host = { env: {}, cwd: join(home, "work"), home, platform: "linux" } as const;
  const watching = watchDownloads(
    { host, clock },
    { since: Date.now() - 1_000, known: [] },
    {
      signal: end.signal,
      tell: (files) => {
        expect(files.map((file) => file.path)).toEqual([path]);
        end.abort();
      },
    },
  );
  await resting;
  expect(slept).toEqual([250, 1_750]);
  writeFileSync(path, "Access key ID,Secret access key\n");
  await watching;
});
