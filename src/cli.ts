/** The command line: from arguments to a request. Reads nothing, runs nothing, and never repeats what could be a secret. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type Problem, type Result, failed, ok } from "./base/problem.js";
import type { CliTexts, Common, KeySource, Request } from "./commands/request.js";
import type { FileKind } from "./files/types.js";
import { profileNameSchema, regionSchema } from "./keys/shape.js";

const SECRETS_GO = ["mturk-setup save --csv FILE      the file that AWS's console gave you", "mturk-setup save --stdin         paste, or pipe it in", "mturk-setup save --from-env      from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"];

/** Reads the arguments (without node and script). Problems: `usage-wrong`, exit code 2. */
export function parseArguments(argv: readonly string[], texts: CliTexts): Result<Request> {
  if (argv.some(couldBeSecret)) {
    return failed({
      code: "usage-wrong",
      message: "Keys never go on the command line: other users of this computer can read it there, and the shell keeps it.",
      try: [...SECRETS_GO, "If it was a real secret, replace that key: it is in your shell's history now"],
    });
  }
  const printed: string[] = [];
  const requests: Request[] = [];
  const program = build(texts, (request) => requests.push(request));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: (text) => printed.push(text), writeErr: () => undefined });
  }
  try {
    program.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ok({ command: "print", text: printed.join(""), profile: null, json: false, yes: false, mayOpen: true });
    return failed(usageProblem(error));
  }
  const [request] = requests;
  return request === undefined ? failed(wrongUse("That command is not complete.")) : ok(request);
}

/** Commander repeats the argument in its message; what follows a `=` or is long is left out. */
function usageProblem(error: CommanderError): Problem {
  const message = error.message.replace(/^error: /, "").replaceAll(/'([^']*)'/g, (_all, argument: string) => `'${shortArgument(argument)}'`);
  return wrongUse(`${message.charAt(0).toUpperCase()}${message.slice(1).replaceAll("\n", " ")}${/[.?)]$/.test(message) ? "" : "."}`);
}

function shortArgument(argument: string): string {
  const name = argument.split("=", 1)[0] ?? "";
  return /^[\w<>., |-]{1,60}$/.test(name) ? name : "…";
}

function wrongUse(message: string): Problem {
  return { code: "usage-wrong", message, try: ["mturk-setup --help"] };
}

/** A value that looks like half an access key, or an option that asks for one. `--key AKIA…` takes an id, which is no secret. */
function couldBeSecret(argument: string, at: number, argv: readonly string[]): boolean {
  if (/^-{1,2}[a-z-]*(secret|password|passwd|token|credential)[a-z-]*(=|$)/i.test(argument)) return true;
  if (/^-{1,2}(aws[-_])?access[-_]?key([-_]?id)?(=|$)/i.test(argument)) return true;
  if (argument.startsWith("-") && !argument.includes("=")) return false;
  const before = argv[at - 1];
  const isPath = before === "--csv" || argument.startsWith("--csv=");
  const value = argument.replace(/^--[a-z-]+=/, "");
  // A path may hold forty such characters in a row; nothing but a secret, or an id and a secret, is no path.
  if (isPath) return /^(A[KS]IA\w{16}\W+)?[A-Za-z0-9+][A-Za-z0-9/+]{39}$/.test(value);
  return /(^|[^A-Za-z0-9/+])[A-Za-z0-9/+]{40}([^A-Za-z0-9/+]|$)/.test(value);
}

function build(texts: CliTexts, found: (request: Request) => void): Command {
  const program = new Command("mturk-setup");
  program
    .description(`Sets up, checks and repairs AWS keys for Amazon Mechanical Turk and psiTurk.\n\n${texts.availability.join("\n")}\n\nWithout a command: the wizard, which leads through everything.`)
    .version(texts.version, "--version", "print the version")
    .helpOption("--help", "print this help")
    .helpCommand(false)
    .option("--practice", "the whole wizard against a practice AWS on this computer: no account, no network, nothing is changed")
    .allowExcessArguments(false);
  common(program, { json: false });
  program.action((options: Options) => found({ ...commonOf(options), command: "wizard", practice: options.practice === true }));
  addCheck(program, found);
  addSave(program, found);
  addDoctor(program, found);
  addUndo(program, found);
  addPracticeAws(program, texts, found);
  program.addHelpText(
    "after",
    `
No option takes a secret; keys go in by --csv FILE, --stdin, --from-env or the
wizard's hidden field.

Exit codes: 0 done, or nothing to do · 1 a bug of ours · 2 wrong usage ·
3 an answer is missing · 4 failed · 5 check only: AWS accepts the key, MTurk
did not answer well · 129/130/143 ended by a signal`,
  );
  return program;
}

interface Options {
  readonly practice?: boolean;
  readonly profile?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly open?: boolean;
  readonly need?: "keys" | "mturk";
  readonly csv?: string;
  readonly stdin?: boolean;
  readonly fromEnv?: boolean;
  readonly region?: string;
  readonly keysIn?: FileKind;
  readonly dryRun?: boolean;
  readonly verify?: boolean;
  readonly port?: number;
  readonly fault?: readonly string[];
  readonly fix?: boolean;
  readonly keep?: "first" | "last";
}

function common(command: Command, { json = true } = {}): Command {
  command.option("--profile <name>", "the profile in ~/.aws (default: as boto3 chooses)", profileArgument);
  if (json) command.option("--json", "one JSON document on stdout, everything else on stderr");
  return command.option("--yes", "agree to what is asked").option("--no-open", "never open a browser").helpOption("--help", "print this help");
}

function commonOf(options: Options): Common {
  return { profile: options.profile ?? null, json: options.json === true, yes: options.yes === true, mayOpen: options.open !== false };
}

const needOption = (standard: "keys" | "mturk"): Option =>
  new Option("--need <what>", "what counts as success: keys (AWS accepts them) or mturk (the sandbox answers too)").choices(["keys", "mturk"]).default(standard);

function addCheck(program: Command, found: (request: Request) => void): void {
  common(program.command("check").description("which keys win, does AWS accept them, does the sandbox answer; changes nothing"))
    .addOption(needOption("mturk"))
    .allowExcessArguments(false)
    .action((_own: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      found({ ...commonOf(options), command: "check", need: options.need ?? "mturk" });
    });
}

function addSave(program: Command, found: (request: Request) => void): void {
  common(program.command("save").description("check and write keys without questions"))
    .option("--csv <file>", "the CSV file that AWS's console gave you")
    .option("--stdin", "read the key from standard input, in any form that can be pasted")
    .option("--from-env", "take AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from the environment")
    .option("--region <region>", "the profile's region (default: the one it has, else us-east-1)", regionArgument)
    .addOption(new Option("--keys-in <file>", "which file gets the key").choices(["credentials", "config"]).default("credentials"))
    .option("--dry-run", "show what would be written, write nothing")
    .option("--no-verify", "write without asking AWS about the key")
    .addOption(needOption("keys"))
    .allowExcessArguments(false)
    .action((_own: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      found({
        ...commonOf(options),
        command: "save",
        source: sourceOf(options),
        region: options.region ?? null,
        keysIn: options.keysIn ?? "credentials",
        dryRun: options.dryRun === true,
        verify: options.verify !== false,
        need: options.need ?? "keys",
      });
    });
}

function addDoctor(program: Command, found: (request: Request) => void): void {
  common(program.command("doctor").description("find what is damaged, misread or hidden in the AWS files, and mend it"))
    .option("--fix", "mend it: each change is shown first and asked about")
    .addOption(new Option("--keep <which>", "what to keep where something stands there twice").choices(["first", "last"]))
    .option("--dry-run", "with --fix: show what would be mended, change nothing")
    .allowExcessArguments(false)
    .action((_own: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      found({ ...commonOf(options), command: "doctor", fix: options.fix === true, dryRun: options.dryRun === true, keep: options.keep ?? null });
    });
}

function addUndo(program: Command, found: (request: Request) => void): void {
  common(program.command("undo").description("put back what the last change replaced, after showing the difference"))
    .option("--dry-run", "show what would be put back, change nothing")
    .allowExcessArguments(false)
    .action((_own: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      found({ ...commonOf(options), command: "undo", dryRun: options.dryRun === true });
    });
}

function addPracticeAws(program: Command, texts: CliTexts, found: (request: Request) => void): void {
  common(program.command("practice-aws").description("serve the practice AWS on 127.0.0.1 until stopped"))
    .option("--port <number>", "the port (default: a free one)", portArgument)
    .option("--fault <name[=value]>", "fail in this way; may be given more than once", (value: string, before: readonly string[] | undefined) => [...(before ?? []), value])
    .allowExcessArguments(false)
    .addHelpText("after", `\nFaults:\n${texts.faults.map((line) => `  ${line}`).join("\n")}`)
    .action((_own: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      found({ ...commonOf(options), command: "practice-aws", port: options.port ?? 0, faults: options.fault ?? [] });
    });
}

function sourceOf(options: Options): KeySource {
  const given = [options.csv !== undefined, options.stdin === true, options.fromEnv === true].filter(Boolean).length;
  if (given !== 1) throw new CommanderError(2, "mturk-setup.source", "save needs exactly one of --csv FILE, --stdin and --from-env");
  if (options.csv !== undefined) return options.csv === "-" ? { from: "stdin" } : { from: "csv", path: options.csv };
  return options.stdin === true ? { from: "stdin" } : { from: "env" };
}

function profileArgument(value: string): string {
  const parsed = profileNameSchema.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "That is no profile name.");
  return parsed.data;
}

function regionArgument(value: string): string {
  const parsed = regionSchema.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "That is no region.");
  return parsed.data;
}

function portArgument(value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
