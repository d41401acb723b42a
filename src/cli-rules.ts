/**
 * Obeys an option or refuses it: what stands before the command, twice, or beside an option that
 * leaves it without effect.
 */
import { type Command, CommanderError, InvalidArgumentError, type Option } from "commander";

/**
 * What makes an option useless, or what it is useless without. Options by their attribute names
 * (`dryRun`).
 */
interface Rule {
  readonly option: string;
  readonly beside?: readonly string[];
  readonly without?: readonly string[];
  /** Why, for the person who gave both: one sentence. */
  readonly why: string;
}

const USER: Rule = {
  option: "user",
  without: ["csv"],
  why: "It says whose key of several in a CSV file is meant",
};

/**
 * Options whose effect hangs on others. Of those that are not here, each has its own effect beside
 * every other of its command.
 */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  save: [
    USER,
    {
      option: "wait",
      beside: ["verify"],
      why: "--no-wait shortens a question that --no-verify does not ask",
    },
    {
      option: "need",
      beside: ["verify"],
      why: "--need asks AWS, and --no-verify asks nobody: give one of them",
    },
  ],
  rotate: [
    USER,
    {
      option: "keepOld",
      beside: ["deleteOld"],
      why: "The old key is left on or deleted, not both",
    },
    {
      option: "keepOld",
      beside: ["everywhere"],
      why: "The new key goes into this profile only, or into all places, not both",
    },
    {
      option: "keepOld",
      beside: ["offAnyway"],
      why: "The old key is left on or switched off, not both",
    },
    {
      option: "finish",
      beside: ["undo", "letter", "guided", "csv", "stdin", "keepOld", "need"],
      why: "--finish carries on with the key that is there, and deletes the old one",
    },
    {
      option: "undo",
      beside: [
        "letter",
        "guided",
        "csv",
        "stdin",
        "deleteOld",
        "dryRun",
        "letGo",
        "otherUser",
        "need",
      ],
      why: "--undo only puts the old key back",
    },
    {
      option: "letter",
      beside: [
        "json",
        "guided",
        "csv",
        "stdin",
        "everywhere",
        "keepOld",
        "offAnyway",
        "deleteOld",
        "letGo",
        "otherUser",
        "dryRun",
        "need",
      ],
      why: "--letter only prints a text, and changes nothing",
    },
    {
      option: "otherUser",
      without: ["guided", "csv", "stdin", "finish"],
      why: "A key that IAM makes belongs to the same user",
    },
    {
      option: "letGo",
      beside: ["guided", "csv", "stdin"],
      why: "A person who makes the key in the console makes room there too",
    },
  ],
  retire: [
    {
      option: "key",
      beside: ["profile"],
      why: "--key names the key itself, wherever it stands; a profile would not count",
    },
    {
      option: "record",
      beside: ["dryRun"],
      why: "--dry-run does nothing that could be written down",
    },
  ],
  doctor: [
    { option: "dryRun", without: ["fix"], why: "Without --fix nothing is changed anyway" },
    {
      option: "keep",
      without: ["fix"],
      why: "Without --fix nothing is chosen: the report shows both",
    },
  ],
};

/**
 * Options that stand before a command for the command's sake: the wizard, which asks by itself,
 * does not take them.
 */
const FOR_COMMANDS: readonly string[] = ["json", "yes"];

/**
 * Watches over a program that is about to be parsed; call it once, when all its commands are there.
 * What cannot be obeyed ends the parsing with a CommanderError, before any action runs.
 */
export function guardOptions(program: Command): void {
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
    for (const rule of RULES[command.name()] ?? []) follow(rule, command);
  });
}

/** Takes one value, which a second one would silently replace. */
function isSingle(option: Option): boolean {
  return (option.required || option.optional) && option.parseArg !== collect;
}

/** The argument parser of options that may be given more than once. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), pathArgument(value)];
}

/** A value that may hold anything but nothing. */
export function pathArgument(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It is empty.");
  return value;
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

function follow({ option, beside = [], without, why }: Rule, command: Command): void {
  if (!isGiven(command, option)) return;
  const flag = (attribute: string): string => flagOf(optionOf(command, attribute));
  const other = beside.find((attribute) => isGiven(command, attribute));
  if (other !== undefined)
    refuse(
      "together",
      `${flag(option)} cannot be used with ${flag(other)}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`,
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
