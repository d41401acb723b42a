/** Lays files into the folders of downloads as browsers do: in the end, piece by piece, renamed. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { watchDownloads } from "../../src/jobs/downloads.js";

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
): Promise<readonly (readonly string[])[]> {
  const end = new AbortController();
  const told: (readonly string[])[] = [];
  const left = [...steps];
  const clock = {
    now: () => Date.now(),
    sleep: (): Promise<void> => {
      const step = left.shift();
      if (step === undefined) end.abort();
      else step();
      return Promise.resolve();
    },
  };
  const host = { env: {}, cwd: join(home, "work"), home, platform: "linux" } as const;
  const result = await watchDownloads({ host, clock }, known, {
    signal: end.signal,
    tell: (paths) => told.push(paths),
  });
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

test("of two the newest is first; the desktop by its own name, and the working folder", async () => {
  const home = folder();
  const [one, two, three] = [
    join(home, "Bureau/credentials.csv"),
    join(home, "work/rootkey.csv"),
    join(home, "Downloads/lab_accessKeys (1).csv"),
  ];
  const lay = (path: string, seconds: number): void => {
    writeFileSync(path, "x");
    utimesSync(path, seconds, seconds);
  };
  const told = await watched(
    home,
    [],
    [
      () => {
        lay(one, 1_000);
        lay(two, 3_000);
        lay(three, 2_000);
      },
      nothing,
      nothing,
      () => rmSync(two),
      nothing,
    ],
  );
  expect(told).toEqual([
    [two, three, one],
    [three, one],
  ]);
});
