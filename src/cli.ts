/**
 * Makes a request of the command line. Reads nothing, runs nothing, and never repeats what could be
 * a secret.
 */
import { Command, CommanderError, Option } from "commander";
import { type Result, failed, ok } from "./base/problem.js";
import { guardOptions } from "./cli-rules.js";
import {
  commandOf,
  helpAsked,
  couldBeSecret,
  secretGiven,
  unknownCommand,
  usageProblem,
  wrongUse,
} from "./cli-usage.js";
import {
  type CliTexts,
  EXIT_CODES,
  type OptionRule,
  profileFlag,
} from "./commands/command-line.js";
import type { CommandName, Request } from "./commands/request.js";
import { COMMANDS } from "./commands/table.js";

const FOR_A_COMMAND = "for a command that stands behind it";

/**
 * How Commander ends where it has printed what was asked for. Its own exit code cannot tell: it
 * takes over the one that the process has for now.
 */
const PRINTED: ReadonlySet<string> = new Set([
  "commander.help",
  "commander.helpDisplayed",
  "commander.version",
]);

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
  const manyWords = commandOf(argv, program) === program ? null : unknownCommand(argv, program);
  if (manyWords !== null) return failed(manyWords);
  try {
    program.parse([...helpAsked(argv, program)], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (PRINTED.has(error.code) && printed.length > 0)
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

/** In lines of less than 80 columns, as Commander breaks the rest. */
function exitCodes(): string {
  // A code stays with the first word of its meaning.
  const words = `Exit codes: ${EXIT_CODES.map((code) => code.join("\u00A0")).join(" · ")}`.split(
    " ",
  );
  return words
    .reduce<readonly string[]>((lines, word) => {
      const line = lines.at(-1) ?? "";
      return line === "" || line.length + word.length > 75
        ? [...lines, word]
        : [...lines.slice(0, -1), `${line} ${word}`];
    }, [])
    .join("\n")
    .replaceAll("\u00A0", " ");
}

type Line = Pick<
  (typeof COMMANDS)[CommandName]["line"],
  "description" | "takesProfile" | "examples"
>;

/** All commands with all their options; `found` gets the request once one was parsed. */
export function commandTable(texts: CliTexts, found: (request: Request) => void): Command {
  const program = new Command("mturk-setup");
  const { wizard, ...commands } = COMMANDS;
  const rules = new Map<string, readonly OptionRule[]>();
  program.description(
    "Sets up, checks and repairs AWS keys for Amazon Mechanical Turk and " +
      `psiTurk.\n\n${texts.availability.join("\n")}\n\n${wizard.line.description}`,
  );
  wizard.line.add(program, found, texts);
  program
    .addOption(profileFlag())
    .addOption(new Option("--json", FOR_A_COMMAND).hideHelp())
    .addOption(new Option("--yes", FOR_A_COMMAND).hideHelp())
    .option("--no-open", "never open a browser")
    .helpCommand("help [command]", "the help of a command")
    .allowExcessArguments(false);
  for (const [name, { line }] of Object.entries(commands)) {
    const command = addCommand(program, name, line);
    line.add(command, found, texts);
    addExamples(command, line);
    rules.set(name, line.rules ?? []);
  }
  for (const command of [program, ...program.commands])
    command
      .version(texts.version, "-V, --version", "print the version")
      .helpOption("-h, --help", "print this help");
  program.addHelpText(
    "after",
    `
No option takes a secret; keys go in by --csv FILE, --stdin, --from-env or the
wizard's hidden field.

${exitCodes()}`,
  );
  addExamples(program, wizard.line);
  guardOptions(program, (name) => rules.get(name) ?? []);
  return program;
}

/**
 * A command with what every command takes. Where nothing is asked and nothing opens, `--yes` and
 * `--no-open` are kept by themselves, so that a script may give them to each; a profile is taken
 * only by those that work on one.
 */
function addCommand(program: Command, name: string, { description, takesProfile }: Line): Command {
  const made = program.command(name).description(description).allowExcessArguments(false);
  if (takesProfile) made.addOption(profileFlag());
  made.option("--json", "one JSON document on stdout, everything else on stderr");
  return made.option("--yes", "agree to what is asked").option("--no-open", "never open a browser");
}

/** What people most often type, at the end of the help. */
function addExamples(command: Command, { examples }: Line): void {
  command.addHelpText("after", `\nExamples:\n${examples.map((line) => `  ${line}`).join("\n")}`);
}
