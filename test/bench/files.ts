/**
 * Measures what files of many profiles cost: an edit inside the process, and each command as a
 * whole process.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planSave } from "../../src/aws-files/edit/plan.js";
import { updateFiles } from "../../src/aws-files/store/store.js";
import { systemClock } from "../../src/base/host.js";
import { Secret } from "../../src/base/secret.js";
import { startPracticeAws } from "../../src/practice/server.js";
import type { FilesRow, Row } from "./report.js";
import { type Env, median, seenAfter, wholeProcess } from "./turns.js";
import { type Bench, homeIn } from "./waits.js";

const SECRET = "made/up/for/the+bench/EXAMPLE/0123456789";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const DAMAGED = "aws_secret_accesss_key";
const EDITED = 10_000;

/** Ids that are plainly made up: a number in IAM's base32, before EXAMPLE. */
function idOf(number: number): string {
  const digits = number
    .toString(32)
    .replaceAll(/./g, (digit) => ALPHABET[Number.parseInt(digit, 32)] ?? "A");
  return `AKIA${digits.padStart(9, "A")}EXAMPLE`;
}

function sections(profiles: number, section: (at: number) => string): string {
  return Array.from({ length: profiles }, (_none, at) => section(at)).join("\n");
}

const withKey = (at: number, secret = "aws_secret_access_key"): string =>
  `[p${at}]\naws_access_key_id = ${idOf(at)}\n${secret} = ${SECRET}\n`;

/** Writes both files with so many profiles; `own` stands before them. */
function lay(home: string, profiles: number, own = ""): void {
  const config = sections(
    profiles,
    (at) => `[profile p${at}]\nregion = us-east-1\ns3 =\n  addressing_style = path\n`,
  );
  mkdirSync(join(home, ".aws"), { mode: 0o700, recursive: true });
  writeFileSync(
    join(home, ".aws", "credentials"),
    `${own}\n${sections(profiles, (at) => withKey(at))}`,
    {
      mode: 0o600,
    },
  );
  writeFileSync(join(home, ".aws", "config"), config, { mode: 0o600 });
}

/**
 * One edit under the lock, everything included: read, scan, edit, scan again, write, sync, read
 * back.
 */
export async function edits(bench: Bench): Promise<readonly Row[]> {
  const { HOME: home = "" } = homeIn(bench);
  lay(home, EDITED);
  const paths = {
    credentials: join(home, ".aws", "credentials"),
    config: join(home, ".aws", "config"),
  };
  const host = { env: {}, cwd: home, home, platform: process.platform };
  const times: number[] = [];
  for (let run = 0; run < bench.rounds; run += 1) {
    const key = { accessKeyId: idOf(900_000 + run), secretAccessKey: new Secret(SECRET) };
    const region = { value: "us-east-1", when: "ifMissing" } as const;
    const intent = { profile: `p${EDITED >> 1}`, key, keysIn: "credentials", region } as const;
    const began = performance.now();
    const done = await updateFiles(paths, (a, b) => planSave(a, b, intent), {
      clock: systemClock,
      host,
    });
    times.push(performance.now() - began);
    if (!done.ok || done.value.written.length !== 1)
      throw new Error(done.ok ? "nothing was written" : done.problem.message);
  }
  const what = `an edit of ${EDITED.toLocaleString("en-US")} profiles, within the process`;
  const row = { unit: "ms", beside: null, theirs: null, ratio: null, target: 100 } as const;
  return [{ ...row, what, ours: median(times) }];
}

const COMMANDS: Readonly<
  Record<string, (bin: string, env: Env, profiles: number) => Promise<number>>
> = {
  check: (bin, env) => wholeProcess([process.execPath, bin, "check"], env),
  "save --no-verify": (bin, env) =>
    wholeProcess(
      [process.execPath, bin, "save", "--stdin", "--no-verify", "--yes", "--profile", "p7"],
      env,
      { input: `${idOf(5e6)}\n${SECRET}\n` },
    ),
  "undo --yes": (bin, env) =>
    wholeProcess([process.execPath, bin, "undo", "--yes", "--no-verify"], env),
  "retire --dry-run": (bin, env) =>
    wholeProcess([process.execPath, bin, "retire", "--dry-run", "--profile", "p7"], env),
  doctor: (bin, env) => wholeProcess([process.execPath, bin, "doctor"], env),
  "the wizard's menu": (bin, env) => seenAfter([process.execPath, bin], env, "What would you like"),
  // Last: it is given a file in which each profile is damaged.
  "doctor --fix": (bin, env, profiles) => {
    const text = sections(profiles, (at) => withKey(at, DAMAGED));
    writeFileSync(join(env.HOME ?? "", ".aws", "credentials"), text, { mode: 0o600 });
    return wholeProcess([process.execPath, bin, "doctor", "--fix", "--yes"], env);
  },
};

/** Each command once for each number of profiles; AWS is played by the practice AWS. */
export async function commandsBySize(
  bench: Bench,
  sizes: readonly number[],
): Promise<readonly FilesRow[]> {
  const started = await startPracticeAws({});
  if (!started.ok) throw new Error(started.problem.message);
  const aws = started.value;
  const own = `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`;
  const times = new Map<string, Record<number, number>>();
  for (const profiles of sizes) {
    const env: Env = {
      ...homeIn(bench),
      AWS_ENDPOINT_URL_STS: aws.endpoints.sts,
      AWS_ENDPOINT_URL_MTURK: aws.endpoints.mturk,
      AWS_ENDPOINT_URL_IAM: aws.endpoints.iam,
    };
    lay(env.HOME ?? "", profiles, own);
    for (const [name, command] of Object.entries(COMMANDS))
      times.set(name, {
        ...times.get(name),
        [profiles]: await command(bench.bin, env, profiles),
      });
    rmSync(env.HOME ?? "", { recursive: true, force: true });
  }
  await aws.close();
  return [...times].map(([command, bySize]) => ({ command, times: bySize }));
}
