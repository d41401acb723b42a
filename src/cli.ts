/**
 * The command line: from arguments to a request. Reads nothing, runs nothing, and never repeats
 * what could be a secret.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type Result, failed, ok } from "./base/problem.js";
import { addExamples } from "./cli-examples.js";
import { collect, guardOptions, pathArgument } from "./cli-rules.js";
import {
  commandOf,
  couldBeSecret,
  secretGiven,
  unknownCommand,
  usageProblem,
  wrongUse,
} from "./cli-usage.js";
import type { CliTexts, Common, KeySource, Request } from "./commands/request.js";
import type { FileKind } from "./aws-files/types.js";
import { isIdOrShortened } from "./keys/mask-id.js";
import { looksLikeSecret } from "./keys/recognise.js";
import { regionSchema } from "./keys/shape.js";

/** Reads the arguments (without node and script). Problems: `usage-wrong`, exit code 2. */
export function parseArguments(argv: readonly string[], texts: CliTexts): Result<Request> {
  if (argv.some(couldBeSecret)) {
    return failed(secretGiven());
  }
  const printed: string[] = [];
  const requests: Request[] = [];
  const program = commandTable(texts, (request) => requests.push(request));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => printed.push(text), writeErr: () => undefined });
  }
  try {
    program.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0)
      return ok({
        command: "print",
        text: printed.join(""),
        profile: null,
        json: false,
        yes: false,
        mayOpen: true,
      });
    return failed(
      unknownCommand(argv, program) ?? usageProblem(error, program, commandOf(argv, program)),
    );
  }
  const [request] = requests;
  return request === undefined ? failed(wrongUse("That command is not complete.")) : ok(request);
}

/** All commands with all their options; `found` gets the request once one was parsed. */
export function commandTable(texts: CliTexts, found: (request: Request) => void): Command {
  const program = new Command("mturk-setup");
  program
    .description(
      `Sets up, checks and repairs AWS keys for Amazon Mechanical Turk and psiTurk.\n\n${texts.availability.join("\n")}\n\nWithout a command: the wizard, which leads through everything.`,
    )
    .option(
      "--practice",
      "the whole wizard against a practice AWS on this computer: no account, no network, nothing is changed",
    )
    .addOption(profileOption())
    .addOption(new Option("--json", "for a command that stands behind it").hideHelp())
    .addOption(new Option("--yes", "for a command that stands behind it").hideHelp())
    .option("--no-open", "never open a browser")
    .helpCommand("help [command]", "the help of a command")
    .allowExcessArguments(false)
    .action((options: Options) =>
      found({ ...commonOf(options), command: "wizard", practice: options.practice === true }),
    );
  addCheck(program, found);
  addSave(program, found);
  addRotate(program, found);
  addRetire(program, found);
  addDoctor(program, found);
  addUndo(program, found);
  addPracticeAws(program, texts, found);
  for (const command of [program, ...program.commands])
    command
      .version(texts.version, "-V, --version", "print the version")
      .helpOption("-h, --help", "print this help");
  program.addHelpText(
    "after",
    `
No option takes a secret; keys go in by --csv FILE, --stdin, --from-env or the
wizard's hidden field.

Exit codes: 0 done, or nothing to do · 1 a bug of ours · 2 wrong usage ·
3 an answer is missing · 4 failed · 5 check only: AWS accepts the key, MTurk
did not answer well · 129/130/143 ended by a signal`,
  );
  addExamples(program);
  guardOptions(program);
  return program;
}

interface Options {
  readonly practice?: boolean;
  readonly profile?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly open?: boolean;
  readonly need?: "keys" | "mturk";
  readonly for?: "both" | "boto3" | "psiturk";
  readonly wait?: boolean;
  readonly csv?: string;
  readonly user?: string;
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
  readonly guided?: boolean;
  readonly keepOld?: boolean;
  readonly forget?: boolean;
  readonly deleteOld?: boolean;
  readonly everywhere?: boolean;
  readonly offAnyway?: boolean;
  readonly finish?: boolean;
  readonly undo?: boolean;
  readonly letter?: boolean;
  readonly letGo?: string;
  readonly otherUser?: boolean;
  readonly key?: string;
  readonly delete?: boolean;
  readonly folder?: readonly string[];
  readonly record?: string | true;
}

const profileOption = (): Option =>
  new Option("--profile <name>", "the profile in ~/.aws (default: as boto3 chooses)").argParser(
    profileArgument,
  );

/**
 * A command with what every command takes. Where nothing is asked and nothing opens, `--yes` and
 * `--no-open` are kept by themselves, so that a script may give them to each; a profile is taken
 * only by those that work on one.
 */
function command(
  program: Command,
  name: string,
  description: string,
  takes: { readonly profile: boolean },
): Command {
  const made = program.command(name).description(description).allowExcessArguments(false);
  if (takes.profile) made.addOption(profileOption());
  made.option("--json", "one JSON document on stdout, everything else on stderr");
  return made.option("--yes", "agree to what is asked").option("--no-open", "never open a browser");
}

function commonOf(options: Options): Common {
  return {
    profile: options.profile ?? null,
    json: options.json === true,
    yes: options.yes === true,
    mayOpen: options.open !== false,
  };
}

const needOption = (standard: "keys" | "mturk"): Option =>
  new Option(
    "--need <what>",
    "what counts as success: keys (AWS accepts them) or mturk (the sandbox answers too)",
  )
    .choices(["keys", "mturk"])
    .default(standard);

const userOption = (): Option =>
  new Option(
    "--user <name>",
    "with --csv: whose key, where the file holds several (the IAM user's name, or the key's id)",
  ).argParser(userArgument);

function addCheck(program: Command, found: (request: Request) => void): void {
  command(
    program,
    "check",
    "which keys win, does AWS accept them, does the sandbox answer; changes nothing",
    { profile: true },
  )
    .addOption(needOption("mturk"))
    .addOption(
      new Option(
        "--for <program>",
        "whose keys are judged (default: both; with --profile, boto3's)",
      ).choices(["both", "boto3", "psiturk"]),
    )
    .action((options: Options) => {
      found({
        ...commonOf(options),
        command: "check",
        need: options.need ?? "mturk",
        for: options.for ?? null,
      });
    });
}

function addSave(program: Command, found: (request: Request) => void): void {
  command(program, "save", "check and write keys without questions", { profile: true })
    .option("--csv <file>", "the CSV file that AWS's console gave you", pathArgument)
    .addOption(userOption())
    .option("--stdin", "read the key from standard input, in any form that can be pasted")
    .option("--from-env", "take AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from the environment")
    .option(
      "--region <region>",
      "the profile's region (default: the one it has, else us-east-1)",
      regionArgument,
    )
    .addOption(
      new Option("--keys-in <file>", "which file gets the key")
        .choices(["credentials", "config"])
        .default(undefined, "credentials"),
    )
    .option("--dry-run", "show what would be written, write nothing")
    .option("--no-verify", "write without asking AWS about the key")
    .option(
      "--no-wait",
      "refuse a key that AWS does not know at once, instead of asking for 30 seconds whether it is too new",
    )
    .addOption(needOption("keys"))
    .action((options: Options) => {
      found({
        ...commonOf(options),
        command: "save",
        source: sourceOf(options),
        region: options.region ?? null,
        keysIn: options.keysIn ?? null,
        dryRun: options.dryRun === true,
        verify: options.verify !== false,
        wait: options.wait !== false,
        need: options.need ?? "keys",
      });
    });
}

function addRotate(program: Command, found: (request: Request) => void): void {
  command(
    program,
    "rotate",
    "replace the profile's key by a new one; the file always holds one that works",
    { profile: true },
  )
    .option(
      "--guided",
      "the new key is made in AWS's console, and given by --csv, --stdin or in the terminal",
    )
    .option("--csv <file>", "the new key's CSV file from AWS's console", pathArgument)
    .addOption(userOption())
    .option("--stdin", "read the new key from standard input")
    .option(
      "--everywhere",
      "other places hold the key too: replace it in all that are written here (AWS files, .psiturkconfig, config.txt)",
    )
    .option("--keep-old", "only this profile; leave the old key switched on")
    .option(
      "--off-anyway",
      "switch the old key off although other places hold it, where it stops working then",
    )
    .option(
      "--delete-old",
      "delete the old key once the new one works, instead of switching it off",
    )
    .option("--finish", "carry on with what was interrupted, and delete the old key")
    .option("--undo", "put the old key back")
    .option(
      "--let-go <id>",
      "where AWS allows no third key: delete this one first (AKIA…WXYZ)",
      keyIdArgument,
    )
    .option("--other-user", "the new key may belong to another user or account")
    .option("--letter", "print a text without secrets for the administrator who has to do it")
    .option("--dry-run", "say what would happen, change nothing")
    .addOption(needOption("keys"))
    .action((options: Options) => {
      const task =
        options.finish === true
          ? "finish"
          : options.undo === true
            ? "undo"
            : options.letter === true
              ? "letter"
              : "replace";
      const old = options.keepOld === true ? "keep" : options.deleteOld === true ? "delete" : null;
      const guided = options.guided === true || options.csv !== undefined || options.stdin === true;
      const { letGo = null, need = "keys" } = options;
      found({
        ...commonOf(options),
        command: "rotate",
        task,
        guided,
        old,
        others: othersOf(options),
        letGo,
        source: newKeySourceOf(options),
        otherUser: options.otherUser === true,
        dryRun: options.dryRun === true,
        need,
      });
    });
}

/** The wish for other places that hold the key; null: none was named. */
function othersOf({
  everywhere,
  keepOld,
  offAnyway,
}: Options): Extract<Request, { command: "rotate" }>["others"] {
  if (everywhere === true) return offAnyway === true ? "everywhere-off-anyway" : "everywhere";
  return offAnyway === true ? "off-anyway" : keepOld === true ? "keep" : null;
}

function addRetire(program: Command, found: (request: Request) => void): void {
  command(program, "retire", "switch a key off at AWS and take it out of the files", {
    profile: true,
  })
    .option("--key <id>", "which key (AKIA…WXYZ; an id is no secret)", keyIdArgument)
    .option(
      "--everywhere",
      "it may be taken out of all places that are written here, other profiles too",
    )
    .option(
      "--off-anyway",
      "switch it off although places that are not edited here hold it: what reads those stops",
    )
    .option("--delete", "delete it at AWS instead of switching it off: that cannot be undone")
    .option("--forget", "take it out of the files although AWS was not seen to refuse it")
    .option(
      "--folder <path>",
      "look for CSV files of AWS's console there too; may be given more than once",
      collect,
    )
    .option(
      "--record [file]",
      "write down what was done, without secrets (default: mturk-keys-DATE.txt)",
    )
    .option("--dry-run", "say what would happen, change nothing")
    .action((options: Options) => {
      const record =
        options.record === undefined
          ? null
          : { path: options.record === true ? null : options.record };
      const others =
        options.offAnyway === true
          ? "off-anyway"
          : options.everywhere === true
            ? "everywhere"
            : null;
      found({
        ...commonOf(options),
        command: "retire",
        key: options.key ?? null,
        others,
        forget: options.forget === true,
        delete: options.delete === true,
        folders: options.folder ?? [],
        record,
        dryRun: options.dryRun === true,
      });
    });
}

function addDoctor(program: Command, found: (request: Request) => void): void {
  command(
    program,
    "doctor",
    "find what is damaged, misread or hidden in the AWS files, and mend it",
    { profile: true },
  )
    .option("--fix", "mend it: each change is shown first and asked about")
    .addOption(
      new Option("--keep <which>", "what to keep where something stands there twice").choices([
        "first",
        "last",
      ]),
    )
    .option("--dry-run", "with --fix: show what would be mended, change nothing")
    .action((options: Options) => {
      found({
        ...commonOf(options),
        command: "doctor",
        fix: options.fix === true,
        dryRun: options.dryRun === true,
        keep: options.keep ?? null,
      });
    });
}

function addUndo(program: Command, found: (request: Request) => void): void {
  command(program, "undo", "put back what the last change replaced, after showing the difference", {
    profile: false,
  })
    .option("--dry-run", "show what would be put back, change nothing")
    .option("--no-verify", "do not ask AWS whether the keys that come back still work")
    .action((options: Options) => {
      found({
        ...commonOf(options),
        command: "undo",
        dryRun: options.dryRun === true,
        verify: options.verify !== false,
      });
    });
}

function addPracticeAws(
  program: Command,
  texts: CliTexts,
  found: (request: Request) => void,
): void {
  command(program, "practice-aws", "serve the practice AWS on 127.0.0.1 until stopped", {
    profile: false,
  })
    .option("--port <number>", "the port (default: a free one)", portArgument)
    .option("--fault <name[=value]>", "fail in this way; may be given more than once", collect)
    .addHelpText("after", `\nFaults:\n${texts.faults.map((line) => `  ${line}`).join("\n")}`)
    .action((options: Options) => {
      found({
        ...commonOf(options),
        command: "practice-aws",
        port: options.port ?? 0,
        faults: options.fault ?? [],
      });
    });
}

function sourceOf(options: Options): KeySource {
  const given = [
    options.csv !== undefined,
    options.stdin === true,
    options.fromEnv === true,
  ].filter(Boolean).length;
  if (given !== 1)
    throw new CommanderError(
      2,
      "mturk-setup.source",
      "save needs exactly one of --csv FILE, --stdin and --from-env",
    );
  if (options.csv !== undefined) return csvSource(options.csv, options.user);
  return options.stdin === true ? { from: "stdin" } : { from: "env" };
}

function newKeySourceOf({
  csv,
  stdin,
  user,
}: Options): Exclude<KeySource, { readonly from: "env" }> | null {
  if (csv !== undefined && stdin === true)
    throw new CommanderError(
      2,
      "mturk-setup.source",
      "rotate takes one new key: either --csv FILE or --stdin",
    );
  if (stdin === true) return { from: "stdin" };
  return csv === undefined ? null : csvSource(csv, user);
}

/** `-` stands for standard input, which takes any form that can be pasted, and one key. */
function csvSource(
  csv: string,
  user: string | undefined,
): Exclude<KeySource, { readonly from: "env" }> {
  if (csv !== "-") return { from: "csv", path: csv, user: user ?? null };
  if (user !== undefined)
    throw new CommanderError(
      2,
      "mturk-setup.source",
      "--user chooses among the keys of a file, and --csv - is none: give the file's name",
    );
  return { from: "stdin" };
}

function keyIdArgument(value: string): string {
  if (!isIdOrShortened(value))
    throw new InvalidArgumentError(
      "An access key id begins with AKIA; the short form AKIA…WXYZ will do.",
    );
  return value;
}

/**
 * Any name: whether such a profile is there is known only once the files are read, and only a new
 * one is held to rules.
 */
function profileArgument(value: string): string {
  if (value === "")
    throw new InvalidArgumentError("A profile needs a name; the usual one is default.");
  if (looksLikeSecret(value))
    throw new InvalidArgumentError(
      "That looks like a secret access key, not like the name of a profile.",
    );
  return value;
}

/** A user's name may be anything but a secret, which has no place on a command line. */
function userArgument(value: string): string {
  if (looksLikeSecret(value))
    throw new InvalidArgumentError(
      "That looks like a secret access key, not like the name of a user.",
    );
  return pathArgument(value);
}

function regionArgument(value: string): string {
  const parsed = regionSchema.safeParse(value);
  if (!parsed.success)
    throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "That is no region.");
  return parsed.data;
}

function portArgument(value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
