/**
 * `npm run bench`, second part: how long each command takes as a whole process for files of 1,000 and
 * 10,000 profiles, and the wizard until its first screen; what grows much faster than the files is
 * marked. AWS is played by the practice AWS of the program itself.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn as spawnPty } from "@lydell/node-pty";
import { startPracticeAws } from "../../src/practice/server.js";

const SIZES = [1_000, 10_000] as const;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SECRET = "made/up/for/the+bench/EXAMPLE/0123456789";
/** Ten times the profiles may take so many times as long, beyond what a start costs anyway. */
const TOO_FAST = 14;

function idOf(number: number): string {
  const digits = number
    .toString(32)
    .replaceAll(/./g, (digit) => ALPHABET[Number.parseInt(digit, 32)] ?? "A");
  return `AKIA${digits.padStart(9, "A")}EXAMPLE`;
}

type Env = Record<string, string>;

function lay(home: string, profiles: number, own: string): void {
  const section = (at: number): string =>
    `[p${at}]\naws_access_key_id = ${idOf(at)}\naws_secret_access_key = ${SECRET}\n`;
  const credentials = Array.from({ length: profiles }, (_none, at) => section(at)).join("\n");
  const config = Array.from(
    { length: profiles },
    (_none, at) => `[profile p${at}]\nregion = us-east-1\ns3 =\n  addressing_style = path\n`,
  ).join("\n");
  mkdirSync(join(home, ".aws"), { mode: 0o700, recursive: true });
  writeFileSync(join(home, ".aws", "credentials"), `${own}\n${credentials}`, { mode: 0o600 });
  writeFileSync(join(home, ".aws", "config"), config, { mode: 0o600 });
}

/** Milliseconds of the whole process; asynchronous, for the practice AWS lives in this one. */
function run(env: Env, argv: readonly string[], input = ""): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ["dist/bin.js", ...argv], {
    env,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(performance.now() - began));
  });
}

function firstScreen(env: Env): Promise<number> {
  const began = performance.now();
  const pty = spawnPty(process.execPath, ["dist/bin.js"], { env, cols: 100, rows: 40 });
  return new Promise((resolve) => {
    let text = "";
    pty.onData((data) => {
      text += data;
      if (!text.includes("What would you like")) return;
      resolve(performance.now() - began);
      pty.kill("SIGKILL");
    });
  });
}

const DAMAGED = "aws_secret_accesss_key";
const COMMANDS: Readonly<
  Record<string, (home: string, env: Env, profiles: number) => Promise<number>>
> = {
  "--version": (_home, env) => run(env, ["--version"]),
  check: (_home, env) => run(env, ["check"]),
  "save --no-verify": (_home, env) =>
    run(
      env,
      ["save", "--stdin", "--no-verify", "--yes", "--profile", "p7"],
      `${idOf(5e6)}\n${SECRET}\n`,
    ),
  "undo --dry-run": (_home, env) => run(env, ["undo", "--dry-run", "--no-verify"]),
  "undo --yes": (_home, env) => run(env, ["undo", "--yes", "--no-verify"]),
  "retire --dry-run": (_home, env) => run(env, ["retire", "--dry-run", "--profile", "p7"]),
  "rotate --dry-run": (_home, env) => run(env, ["rotate", "--dry-run"]),
  "wizard's first screen": (_home, env) => firstScreen(env),
  doctor: (_home, env) => run(env, ["doctor"]),
  "doctor --fix": (home, env, profiles) => {
    const text = Array.from(
      { length: profiles },
      (_none, at) => `[p${at}]\naws_access_key_id = ${idOf(at)}\n${DAMAGED} = ${SECRET}\n`,
    ).join("\n");
    writeFileSync(join(home, ".aws", "credentials"), text, { mode: 0o600 });
    return run(env, ["doctor", "--fix", "--yes"]);
  },
};

const started = await startPracticeAws({});
if (!started.ok) throw new Error(started.problem.message);
const aws = started.value;
const own = `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`;
const times = new Map<string, number[]>();
for (const profiles of SIZES) {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-bench-"));
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    AWS_ENDPOINT_URL_STS: aws.endpoints.sts,
    AWS_ENDPOINT_URL_MTURK: aws.endpoints.mturk,
    AWS_ENDPOINT_URL_IAM: aws.endpoints.iam,
  };
  try {
    lay(home, profiles, own);
    for (const [name, command] of Object.entries(COMMANDS))
      times.set(name, [...(times.get(name) ?? []), await command(home, env, profiles)]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
await aws.close();
const [idle = 0] = times.get("--version") ?? [];
process.stdout.write(`command, ms for ${SIZES.join(" and ")} profiles\n`);
for (const [name, [few = 0, many = 0]] of times) {
  // What a start costs anyway does not grow; below 200 ms a difference is noise.
  const growth = Math.max(0, many - idle) / Math.max(200, few - idle);
  process.stdout.write(
    `${name.padEnd(24)}${few.toFixed(0).padStart(7)}${many.toFixed(0).padStart(8)}${growth > TOO_FAST ? `  ×${growth.toFixed(0)}: grows faster than the files` : ""}\n`,
  );
}
