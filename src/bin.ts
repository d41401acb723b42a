#!/usr/bin/env node
/**
 * The process edge: the version of Node, the environment, signals, the exit code. The only file that exits.
 * Everything else is imported when the version is known to be new enough, so that an old Node gets a sentence, not a
 * syntax error.
 */
import type { Io } from "./commands/io.js";
import type { Request } from "./commands/request.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Of a bug of ours. */
const BUG = 1;
const INTERRUPTED = 130;

/** What must happen at once when a signal ends the process: the terminal restored, temporary files removed. */
const lastDuties = new Set<() => void>();
/** Made once the version is known: Node 14 has none. */
let ending: AbortController | undefined;

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 20 || (major === 20 && minor < 17) || major === 21 || (major === 22 && minor < 9);
}

function doLastDuties(): void {
  ending?.abort();
  for (const duty of lastDuties) duty();
  lastDuties.clear();
}

/** Ends as the signal would have: shells then see 128 + its number. Unlike `exit`, it does not wait for a silent DNS server. */
function dieBy(signal: NodeJS.Signals): void {
  doLastDuties();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** What the program sees of the environment, before it is prepared for the libraries that read it themselves. */
function takeEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  // Ink stays silent where one of the first two is set, also to the empty string; `DEV` makes it look for a debugger.
  // `DEBUG` makes the proxy library print the proxy's address with its password.
  for (const name of ["CI", "CONTINUOUS_INTEGRATION", "DEV", "DEBUG"]) Reflect.deleteProperty(process.env, name);
  if ((env.NO_COLOR ?? "") !== "") process.env.FORCE_COLOR = "0";
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  // A look-up that a silent DNS server leaves hanging cannot be cancelled, and the process cannot exit before it ends:
  // glibc's own patience (5 seconds, twice) would outlast every bound of ours. https://man7.org/linux/man-pages/man5/resolv.conf.5.html
  process.env.RES_OPTIONS ??= "timeout:2 attempts:2";
  return env;
}

const CTRL_C = 3;
const CTRL_D = 4;

/** What a person pastes at the terminal, which would echo it: so the terminal is kept from that until Ctrl+D. */
function readUnseen(limit: number): Promise<string> {
  const { stdin } = process;
  const echo = (): void => void stdin.setRawMode(false);
  stdin.setRawMode(true);
  lastDuties.add(echo);
  return new Promise((resolve) => {
    let text = "";
    const take = (chunk: Buffer): void => {
      if (chunk.includes(CTRL_C)) dieBy("SIGINT");
      const end = chunk.indexOf(CTRL_D);
      text += chunk.subarray(0, end < 0 ? chunk.length : end).toString("utf8").replaceAll("\r", "\n");
      if (end < 0 && text.length <= limit) return;
      stdin.off("data", take);
      stdin.pause();
      echo();
      lastDuties.delete(echo);
      resolve(text);
    };
    stdin.on("data", take);
  });
}

async function readStdin(limit: number): Promise<string> {
  if (process.stdin.isTTY) return readUnseen(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** "" where neither HOME nor the system names one: the commands then say what is missing. */
function homeOf(homedir: () => string): string {
  try {
    return homedir();
  } catch {
    return "";
  }
}

async function createIo(): Promise<Io> {
  const env = takeEnvironment();
  const controller = (ending = new AbortController());
  const [{ systemClock }, { homedir }] = await Promise.all([import("./base/host.js"), import("node:os")]);
  return {
    host: { env, cwd: process.cwd(), home: env.HOME ?? homeOf(homedir), platform: process.platform },
    clock: systemClock,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    readStdin,
    interactive: process.stdin.isTTY && process.stdout.isTTY,
    outIsTerminal: process.stdout.isTTY,
    signal: controller.signal,
    onEnd: (duty) => {
      lastDuties.add(duty);
      return () => lastDuties.delete(duty);
    },
  };
}

async function run(io: Io, request: Request): Promise<number> {
  if (request.command === "wizard" && io.interactive) process.stdin.setRawMode(true);
  const { runRequest } = await import("./commands/index.js");
  const { stdin, stdout, stderr } = process;
  return runRequest({ ...io, terminal: { stdin, stdout, stderr } }, request);
}

async function main(): Promise<number> {
  const io = await createIo();
  const [{ parseArguments }, { cliTexts, reportUsage }] = await Promise.all([import("./cli.js"), import("./commands/texts.js")]);
  const argv = process.argv.slice(2);
  const request = parseArguments(argv, cliTexts(new Date(io.clock.now())));
  if (!request.ok) return reportUsage(io, request.problem, argv);
  return run(io, request.value);
}

/** Exits when everything that was written has left; a pipe that nobody reads any more counts as read. */
function exitWith(code: number): void {
  doLastDuties();
  if (code === INTERRUPTED) {
    dieBy("SIGINT");
    return;
  }
  process.exitCode = code;
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

function exitWithBug(error: unknown): void {
  doLastDuties();
  const what = error instanceof Error ? `${error.name}: ${error.message}` : "an unknown error";
  const message = `mturk-setup made a mistake and stopped: ${(what.split("\n", 1)[0] ?? "").replaceAll(/[^\u0020-\u007E]/g, "?").slice(0, 200)}`;
  const cures = ["Start it again: your files are whole"];
  if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({ error: { code: "bug", message, try: cures, profile: null } })}\n`);
  else process.stderr.write(`${[message, ...cures.map((cure) => `  - ${cure}`)].join("\n")}\n`);
  process.exit(BUG);
}

if (isTooOld(process.versions.node)) {
  process.stderr.write(`mturk-setup needs Node 20.17 or newer (22.9 or newer of the later ones); this is ${process.versions.node}. See https://nodejs.org\n`);
  process.exit(4);
}
for (const signal of SIGNALS) process.on(signal, () => dieBy(signal));
process.on("uncaughtException", exitWithBug);
process.on("unhandledRejection", exitWithBug);
/** Nobody reads any more (a closed pipe, a closed window): what was to be said cannot be, and is no reason to leave things lying about. */
function exitUnheard(): void {
  doLastDuties();
  process.exit(process.exitCode ?? 0);
}

for (const stream of [process.stdout, process.stderr]) stream.on("error", exitUnheard);
main().then(exitWith, exitWithBug);
