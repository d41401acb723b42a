/**
 * Obeys an option or refuses it: what stands before the command, twice, or beside an option that
 * leaves it without effect.
 */
import { type Command, CommanderError, type Option } from "commander";
import { type OptionRule, collect } from "./commands/command-line.js";

/**
 * Options that stand before a command for the command's sake: the wizard, which asks by itself,
 * does not take them.
 */
const FOR_COMMANDS: readonly string[] = ["json", "yes"];

/**
 * Watches over a program that is about to be parsed; call it once, when all its commands are there.
 * What cannot be obeyed ends the parsing with a CommanderError, before any action runs.
 */
export function guardOptions(
  program: Command,
  rulesOf: (command: string) => readonly OptionRule[],
): void {
  const times = new Map<string, number>();
  program.enablePositionalOptions();
  for (const command of [program, ...program.commands]) {
    for (const option of command.options.filter(isSingle)) {
      command.on(
        `option:${option.name()}`,
        () => void times.set(option.attributeName(), (times.get(option.attributeName()) ?? 0) + 1),
      );
    }
  }
  program.hook("preAction", (_program, command) => {
    for (const option of [...program.options, ...command.options]) {
      if ((times.get(option.attributeName()) ?? 0) > 1)
        refuse("twice", `${flagOf(option)} was given more than once, and only one can be obeyed`);
    }
    if (command === program) refuseForWizard(program);
    else handOn(program, command);
    for (const rule of rulesOf(command.name())) follow(rule, command);
  });
}

/** Takes one value, which a second one would silently replace. */
function isSingle(option: Option): boolean {
  return (option.required || option.optional) && option.parseArg !== collect;
}

function isGiven(command: Command, attribute: string): boolean {
  const source = command.getOptionValueSource(attribute);
  return source !== undefined && source !== "default";
}

function optionOf(command: Command, attribute: string): Option | undefined {
  return command.options.find((option) => option.attributeName() === attribute);
}

function refuseForWizard(program: Command): void {
  const given = FOR_COMMANDS.find((attribute) => isGiven(program, attribute));
  const option = given === undefined ? undefined : optionOf(program, given);
  if (option !== undefined)
    refuse(
      "wizard",
      `${flagOf(option)} belongs to a command, and none was given; the wizard does not take it`,
    );
}

/** What stands before the command counts as if it stood behind it, where the command takes it. */
function handOn(program: Command, command: Command): void {
  for (const option of program.options) {
    const attribute = option.attributeName();
    if (!isGiven(program, attribute)) continue;
    if (optionOf(command, attribute) === undefined)
      throw notTaken(program, command, flagOf(option));
    command.setOptionValueWithSource(attribute, program.getOptionValue(attribute), "cli");
  }
}

function follow({ option, beside = [], without, why }: OptionRule, command: Command): void {
  if (!isGiven(command, option)) return;
  const flag = (attribute: string): string => flagOf(optionOf(command, attribute));
  const other = beside.find((attribute) => isGiven(command, attribute));
  if (other !== undefined)
    refuse(
      "together",
      `${flag(option)} cannot be used with ${flag(other)}: ` +
        `${why.charAt(0).toLowerCase()}${why.slice(1)}`,
    );
  if (without !== undefined && !without.some((attribute) => isGiven(command, attribute)))
    refuse("alone", `${flag(option)} needs ${without.map(flag).join(" or ")}. ${why}`);
}

/** An option that this command does not have, with whose it is. */
export function notTaken(program: Command, command: Command, flag: string): CommanderError {
  const has = (each: Command): boolean =>
    each.options.some(({ long, short }) => long === flag || short === flag);
  const owners = program.commands.filter(has).map((each) => each.name());
  const own =
    flag === "--practice"
      ? "it belongs to the wizard, and this command works on the real files"
      : owners.length === 0
        ? "only the wizard takes it"
        : `it belongs to ${owners.join(", ")}`;
  return new CommanderError(
    2,
    "mturk-setup.notTaken",
    `The command ${command.name()} does not take ${flag}: ${own}. Nothing was read or changed`,
  );
}

function flagOf(option: Option | undefined): string {
  return option?.long ?? option?.short ?? "that option";
}

function refuse(what: string, message: string): never {
  throw new CommanderError(2, `mturk-setup.${what}`, message);
}
