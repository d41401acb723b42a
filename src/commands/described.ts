/**
 * Describes the command line as data, from the very options that are parsed, for whatever tells of
 * it: shell completion, the manual page.
 */
import type { Command, Option } from "commander";

/** What may stand as a value. */
export type ValueKind = "profile" | "file" | "folder" | "choice" | "other";

export interface DescribedOption {
  /** "--json", and "-h" before it where there is one. */
  readonly flags: readonly string[];
  /** "<name>", "[file]"; null where it takes no value. */
  readonly value: string | null;
  readonly kind: ValueKind;
  /** All values that it takes, or those that are worth offering; else none. */
  readonly choices: readonly string[];
  readonly description: string;
}

export interface DescribedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly DescribedOption[];
  /** What its first argument may be; empty where it takes none. */
  readonly words: readonly string[];
}

export interface DescribedProgram {
  /** The options that stand before a command, or without one. */
  readonly options: readonly DescribedOption[];
  readonly commands: readonly DescribedCommand[];
}

/** The program with all its commands, `help` among them. `faults`: as in the texts of the help. */
export function describeProgram(program: Command, faults: readonly string[]): DescribedProgram {
  const names = faults.map((line) => /^[\w-]+/.exec(line)?.[0] ?? "");
  const help = program
    .createHelp()
    .visibleCommands(program)
    .find((command) => !program.commands.includes(command));
  const commands = program.commands.map((command): DescribedCommand => ({
    name: command.name(),
    description: command.description(),
    options: optionsOf(command, names),
    words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }));
  return {
    options: optionsOf(program, names),
    commands: [
      ...commands,
      {
        name: "help",
        description: help?.description() ?? "",
        options: [],
        words: commands.map(({ name }) => name),
      },
    ],
  };
}

/** As `--help` lists them: those that are hidden there stand for a command behind them. */
function optionsOf(command: Command, faults: readonly string[]): readonly DescribedOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => {
      const choices = option.long === "--fault" ? faults : (option.argChoices ?? []);
      return {
        flags: [option.short, option.long].filter((flag) => flag !== undefined),
        value:
          option.required || option.optional
            ? option.flags.slice(option.flags.search(/[<[]/))
            : null,
        kind: choices.length > 0 ? "choice" : kindOf(option),
        choices,
        description: option.description,
      };
    });
}

function kindOf({ long, flags }: Option): ValueKind {
  if (long === "--profile") return "profile";
  if (/[<[]file[>\]]/.test(flags)) return "file";
  return /[<[]path[>\]]/.test(flags) ? "folder" : "other";
}
