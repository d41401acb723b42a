/**
 * `npm run bench`: what an edit costs, for files of 10, 1,000 and 10,000 profiles. Prints the time
 * per profile inside the process, and the ratio to `aws configure set` as whole processes on the
 * same file in the same run; absolute times of another machine say little.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/base/host.js";
import { Secret } from "../../src/base/secret.js";
import { planSave } from "../../src/aws-files/edit/plan.js";
import { updateFiles } from "../../src/aws-files/store/store.js";
import { parseDotenv } from "../../src/sources/dotenv.js";

const SIZES = [10, 1_000, 10_000];
const RUNS = 5;
const SECRET = "made/up/for/the+bench/EXAMPLE/0123456789";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Ids that are plainly made up: a number in IAM's base32, before EXAMPLE. */
function idOf(number: number): string {
  const digits = number
    .toString(32)
    .replaceAll(/./g, (digit) => ALPHABET[Number.parseInt(digit, 32)] ?? "A");
  return `AKIA${digits.padStart(9, "A")}EXAMPLE`;
}

function credentials(profiles: number): string {
  return Array.from(
    { length: profiles },
    (_none, at) =>
      `# lab ${at}\n[p${at}]\naws_access_key_id = ${idOf(at)}\naws_secret_access_key = ${SECRET}\n\n`,
  ).join("");
}

function config(profiles: number): string {
  return Array.from(
    { length: profiles },
    (_none, at) => `[profile p${at}]\nregion = us-east-1\ns3 =\n  addressing_style = path\n\n`,
  ).join("");
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function timed(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

/**
 * Milliseconds of one edit under the lock, everything included: read, scan, edit, scan again,
 * write, sync, read back.
 */
async function editInProcess(home: string, profiles: number): Promise<number> {
  const paths = {
    credentials: join(home, ".aws", "credentials"),
    config: join(home, ".aws", "config"),
  };
  const host = { env: {}, cwd: home, home, platform: process.platform };
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const key = { accessKeyId: idOf(900_000 + run), secretAccessKey: new Secret(SECRET) };
    const intent = {
      profile: `p${profiles >> 1}`,
      key,
      keysIn: "credentials",
      region: { value: "us-east-1", when: "ifMissing" },
    } as const;
    const start = performance.now();
    const done = await updateFiles(paths, (a, b) => planSave(a, b, intent), {
      clock: systemClock,
      host,
    });
    times.push(performance.now() - start);
    if (!done.ok || done.value.written.length !== 1)
      throw new Error(done.ok ? "nothing was written" : done.problem.message);
  }
  return median(times);
}

/**
 * One whole process of ours and one of the AWS CLI in turn, each making the same kind of change.
 */
function wholeProcesses(
  home: string,
  profiles: number,
): { readonly ours: number; readonly theirs: number | null } {
  const env = { PATH: process.env.PATH, HOME: home, LANG: "C.UTF-8" };
  const profile = `p${profiles >> 1}`;
  const ours: number[] = [];
  const theirs: number[] = [];
  const aws = spawnSync("aws", ["--version"], { env }).status === 0;
  for (let run = 0; run < RUNS; run++) {
    const input = `${idOf(800_000 + run)}\n${SECRET}\n`;
    ours.push(
      timed(() =>
        execFileSync(
          process.execPath,
          ["dist/bin.js", "save", "--stdin", "--no-verify", "--yes", "--profile", profile],
          { env, input, stdio: ["pipe", "ignore", "ignore"] },
        ),
      ),
    );
    if (aws)
      theirs.push(
        timed(() =>
          execFileSync(
            "aws",
            ["configure", "set", "aws_access_key_id", idOf(700_000 + run), "--profile", profile],
            { env, stdio: "ignore" },
          ),
        ),
      );
  }
  return { ours: median(ours), theirs: aws ? median(theirs) : null };
}

process.stdout.write(
  `profiles   edit, ms   µs per profile   ratio of whole processes, mturk-setup save / aws configure set (median of ${RUNS})\n`,
);
for (const profiles of SIZES) {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-bench-"));
  try {
    mkdirSync(join(home, ".aws"), { mode: 0o700 });
    writeFileSync(join(home, ".aws", "credentials"), credentials(profiles), { mode: 0o600 });
    writeFileSync(join(home, ".aws", "config"), config(profiles), { mode: 0o600 });
    const edit = await editInProcess(home, profiles);
    const { ours, theirs } = wholeProcesses(home, profiles);
    const sections = readFileSync(join(home, ".aws", "credentials"), "utf8").split("\n[").length;
    if (sections < profiles) throw new Error(`profiles were lost: ${sections} of ${profiles}`);
    const ratio = theirs === null ? "no AWS CLI here" : (ours / theirs).toFixed(2);
    process.stdout.write(
      `${String(profiles).padStart(8)}${edit.toFixed(1).padStart(11)}${((edit * 1000) / profiles).toFixed(1).padStart(17)}   ${ratio}\n`,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

// A megabyte of .env: what takes more than a second here has stopped being linear.
const megabyte = "AWS_REGION=us-east-1 # comment\n".repeat(35_000);
const dotenv = Array.from({ length: RUNS }, () => timed(() => parseDotenv(megabyte, {})));
process.stdout.write(`.env of 1 MB: ${median(dotenv).toFixed(0)} ms\n`);
