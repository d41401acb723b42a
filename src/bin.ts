/**
 * Joins the program to its process: the environment, the terminal, signals, what cannot be written,
 * the exit code. The only file that ends the program.
 */
import { FILES_WHOLE, bugText } from "./base/bug.js";
import { type Result, ok } from "./base/problem.js";
import { wasClosed } from "./bin-closed.js";
import { createOutput } from "./bin-output.js";
import { wizardRequest } from "./bin-request.js";
import { openTerminal } from "./bin-terminal.js";
import { holdWarnings } from "./bin-warnings.js";
import type { Io } from "./commands/io.js";
import type { Request } from "./commands/request.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** By itself each of these writes the memory, with whatever secret is in it, into a core file. */
const DUMPING = ["SIGQUIT", "SIGXCPU"] as const;
/** Whether a command does nothing but print what it knows, wherever it runs. */
const ONLY_PRINTS: Readonly<Record<Request["command"], boolean>> = {
  print: true,
  guide: true,
  completion: true,
  wizard: false,
  check: false,
  save: false,
  doctor: false,
  undo: false,
  rotate: false,
  retire: false,
  "practice-aws": false,
};
/** What loaded the program. */
interface Loader {
  /** Keeps what V8 made of it for the next start. */
  readonly keepCode: () => void;
}

/** Of a bug of ours. */
const BUG = 1;
const FAILED = 4;
const INTERRUPTED = 130;

/**
 * What must happen at once when a signal ends the process: the terminal restored, temporary files
 * removed.
 */
const lastDuties = new Set<() => void>();
const ending = new AbortController();
/**
 * A wizard without its terminal has nobody to ask and nothing to draw on; a command's work goes on.
 */
let needsTerminal = false;
/** A command changes what it was told to, and practice nothing at all. */
let mayKeepCode = false;
const output = createOutput(process.stdout, process.stderr, {
  onHangUp: () => {
    if (needsTerminal) dieBy("SIGHUP");
  },
  wasClosed,
});
const tellWarnings = holdWarnings(process);

function doLastDuties(): void {
  ending.abort();
  for (const duty of lastDuties) duty();
  lastDuties.clear();
  tellWarnings();
}

/**
 * Ends as the signal would have: shells then see 128 + its number. Unlike `exit`, it does not wait
 * for a silent DNS server.
 */
function dieBy(signal: NodeJS.Signals): void {
  doLastDuties();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/**
 * What the program sees of the environment, before it is prepared for the libraries that read it
 * themselves.
 */
function takeEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  // Ink stays silent where one of the first two is set, also to the empty string; `DEV` makes it
  // look for a debugger. `DEBUG` makes the proxy library print the proxy's address with its
  // password.
  for (const name of ["CI", "CONTINUOUS_INTEGRATION", "DEV", "DEBUG"])
    Reflect.deleteProperty(process.env, name);
  if ((env.NO_COLOR ?? "") !== "") process.env.FORCE_COLOR = "0";
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  // A look-up that a silent DNS server leaves hanging cannot be cancelled, and the process cannot
  // exit before it ends: glibc's own patience (5 seconds, twice) would outlast every bound of ours.
  // https://man7.org/linux/man-pages/man5/resolv.conf.5.html
  process.env.RES_OPTIONS ??= "timeout:2 attempts:2";
  return env;
}

/**
 * What is piped in. A stream that cannot be read (a folder, a closed descriptor) counts as empty:
 * the command says what is missing.
 */
async function readStdin(limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limit) break;
    }
  } catch {
    return "";
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

/** Null where the folder that the program runs in was deleted. */
function workingFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

async function createIo(cwd: string): Promise<Io> {
  const env = takeEnvironment();
  const [{ systemClock }, { homedir }] = await Promise.all([
    import("./base/host.js"),
    import("node:os"),
  ]);
  const { stdin, stdout, stderr } = process;
  return {
    host: { env, cwd, home: env.HOME ?? homeOf(homedir), platform: process.platform },
    clock: systemClock,
    out: output.out,
    err: output.err,
    readStdin,
    // Somebody who redirects all three has gone; what is left of a terminal behind them belongs to
    // whoever started them.
    interactive: [stdin, stdout, stderr].some(({ isTTY }) => isTTY),
    outIsTerminal: stdout.isTTY,
    signal: ending.signal,
    onEnd: (duty) => {
      lastDuties.add(duty);
      return () => lastDuties.delete(duty);
    },
  };
}

async function run(io: Io, request: Request): Promise<number> {
  const { stdin, stdout, stderr } = process;
  needsTerminal = request.command === "wizard";
  mayKeepCode = request.command === "wizard" && !request.practice;
  if (needsTerminal && stdin.isTTY && stdout.isTTY) stdin.setRawMode(true);
  const { runRequest } = await import("./commands/index.js");
  return runRequest(
    { ...io, terminal: { stdin, stdout, stderr, open: () => openTerminal(process), dieBy } },
    request,
  );
}

async function parsed(io: Io, argv: readonly string[]): Promise<Result<Request>> {
  const [{ parseArguments }, { cliTexts }] = await Promise.all([
    import("./cli.js"),
    import("./commands/texts.js"),
  ]);
  return parseArguments(argv, cliTexts(new Date(io.clock.now())));
}

async function main(): Promise<number> {
  const cwd = workingFolder();
  const io = await createIo(cwd ?? "/");
  const argv = process.argv.slice(2);
  const plain = wizardRequest(argv);
  const request = plain === null ? await parsed(io, argv) : ok(plain);
  if (!request.ok) {
    const { reportUsage } = await import("./commands/texts.js");
    return reportUsage(io, request.problem, argv);
  }
  if (cwd === null && !ONLY_PRINTS[request.value.command]) {
    const { reportGone } = await import("./commands/texts.js");
    return reportGone(io, request.value);
  }
  return run(io, request.value);
}

/** Exits when everything that was written has left. A result that did not arrive is no success. */
async function exitWith(code: number): Promise<void> {
  settled = true;
  doLastDuties();
  if (code === INTERRUPTED) {
    dieBy("SIGINT");
    return;
  }
  process.exitCode = code;
  await output.flush();
  const lost = output.lost();
  output.err(lost?.why ?? "");
  await output.flush();
  end(lost !== null && code === 0 ? FAILED : code);
}

/** Node gives a terminal its modes back when it exits, and aborts where that terminal is gone. */
function end(code: number): void {
  if (output.hungUp()) dieBy("SIGHUP");
  else process.exit(code);
}

function exitWithBug(error: unknown): void {
  settled = true;
  doLastDuties();
  const what = error instanceof Error ? `${error.name}: ${error.message}` : "an unknown error";
  const message = bugText(
    (what.split("\n", 1)[0] ?? "").replaceAll(/[^\u0020-\u007E]/g, "?").slice(0, 200),
  );
  const cures = [FILES_WHOLE];
  if (process.argv.includes("--json"))
    output.out(
      `${JSON.stringify({ error: { code: "bug", message, try: cures, profile: null } })}\n`,
    );
  else output.err(`${[message, ...cures.map((cure) => `  - ${cure}`)].join("\n")}\n`);
  process.exitCode = BUG;
  void output.flush().then(() => end(BUG));
}

let settled = false;

/** Runs the program; called once, by what loads it. */
export function start({ keepCode }: Loader): void {
  // Until the work is done, nothing that ends the process may look like success.
  process.exitCode = BUG;
  for (const signal of SIGNALS) process.on(signal, () => dieBy(signal));
  for (const signal of DUMPING) process.on(signal, () => dieBy("SIGTERM"));
  // A file that may not grow is an error of its write, not the end (and a core file); and Node opens a
  // debugger, which shows the memory to whoever connects, unless somebody listens to its signal.
  process.on("SIGXFSZ", () => undefined);
  process.on("SIGUSR1", () => dieBy("SIGUSR1"));
  process.on("uncaughtException", exitWithBug);
  process.on("unhandledRejection", exitWithBug);
  process.on("beforeExit", () => {
    if (!settled) exitWithBug(new Error("nothing was left to wait for, but the work was not done"));
  });
  main()
    .then((code) => {
      if (mayKeepCode) keepCode();
      return exitWith(code);
    })
    .catch(exitWithBug);
}
