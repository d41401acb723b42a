/** Says what is wrong with the arguments, without repeating what could be a secret. */
import type { Command, CommanderError } from "commander";
import { distance } from "./base/distance.js";
import type { Problem } from "./base/problem.js";
import { notTaken } from "./cli-rules.js";

const SECRETS_GO = [
  "mturk-setup save --csv FILE      the file that AWS's console gave you",
  "mturk-setup save --stdin         paste, or pipe it in",
  "mturk-setup save --from-env      from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
];

/** The answer to a secret on the command line: where it belongs. */
export function secretGiven(): Problem {
  return {
    code: "usage-wrong",
    message:
      "Keys never go on the command line: other users of this computer can read it there, " +
      "and the shell keeps it.",
    try: [
      ...SECRETS_GO,
      "If it was a real secret, replace that key: it is in your shell's history now",
    ],
  };
}

/**
 * The word that stands where a command stands, and the command of that name; values of options that
 * stand before it do not count.
 */
function commandWord(argv: readonly string[], program: Command): string | undefined {
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? "";
    if (!argument.startsWith("-")) return argument;
    const option = program.options.find(
      ({ long, short }) => long === argument || short === argument,
    );
    if (option?.required === true) at += 1;
  }
  return undefined;
}

/** The command that was meant; the program itself where none was named. */
export function commandOf(argv: readonly string[], program: Command): Command {
  const word = commandWord(argv, program);
  const named = word === "help" ? argv[argv.indexOf(word) + 1] : word;
  return program.commands.find((command) => command.name() === named) ?? program;
}

/**
 * The same in the one form that Commander knows, where help is asked for in another: `-h check`,
 * `help -h`, `help help`. Anything else stays.
 */
export function helpAsked(argv: readonly string[], program: Command): readonly string[] {
  const first = commandWord(argv, program);
  const at = first === undefined ? argv.length : argv.indexOf(first);
  const asks = argv.slice(0, at).some((argument) => ["-h", "--help"].includes(argument));
  if (first !== "help")
    return asks && program.commands.some((command) => command.name() === first)
      ? [first ?? "", "--help"]
      : argv;
  const words = argv.slice(at + 1).filter((argument) => !argument.startsWith("-"));
  const options = argv.slice(at + 1).filter((argument) => argument.startsWith("-"));
  const known = options.every((option) => ["-h", "--help", "--json"].includes(option));
  return known && (words.length === 0 || (words.length === 1 && words[0] === "help"))
    ? ["--help"]
    : argv;
}

/** What Commander calls "too many arguments" where the first word is no command. */
export function unknownCommand(argv: readonly string[], program: Command): Problem | null {
  const first = commandWord(argv, program);
  const word = first === "help" ? argv[argv.indexOf(first) + 1] : first;
  const names = program.commands.map((command) => command.name());
  if (word === undefined) return null;
  if (names.includes(word)) return first === "help" ? tooMuchHelp(argv, word) : null;
  const shown = /^[a-z-]{1,20}$/i.test(word);
  const near = shown ? nearest(word.toLowerCase(), names) : null;
  const meant = near === null ? `; there are: ${names.join(", ")}.` : `. Did you mean ${near}?`;
  return wrongUse(
    `There is no command ${shown ? word : "of that name"}${meant}`,
    near === null
      ? program
      : (program.commands.find((command) => command.name() === near) ?? program),
  );
}

/** `help` tells of one command, and takes nothing else. */
function tooMuchHelp(argv: readonly string[], word: string): Problem | null {
  const [more] = argv.slice(argv.indexOf(word) + 1).filter((argument) => !argument.startsWith("-"));
  return more === undefined
    ? null
    : {
        code: "usage-wrong",
        message: "The help is that of one command, and more than one word was given.",
        try: [`mturk-setup help ${word}`],
      };
}

/** The name that a slip of the finger or two leads away from; null if none is near. */
function nearest(word: string, names: readonly string[]): string | null {
  const ranked = names
    .map((name) => ({
      name,
      steps: name.startsWith(word) && word.length > 2 ? 1 : distance(word, name),
    }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  return best !== undefined && best.steps <= (word.length > 4 ? 2 : 1) ? best.name : null;
}

/** Commander repeats the argument in its message; what follows a `=` or is long is left out. */
export function usageProblem(error: CommanderError, program: Command, command: Command): Problem {
  const [, flag] =
    error.code === "commander.unknownOption" ? (/'(--?[a-zA-Z-]+)/.exec(error.message) ?? []) : [];
  const owned =
    flag !== undefined &&
    [program, ...program.commands].some(({ options }) =>
      options.some(({ long, short }) => long === flag || short === flag),
    );
  const said = owned ? notTaken(program, command, flag).message : error.message;
  const message = said
    .replace(/^error: /, "")
    .replaceAll(/'([^']*)'/g, (_all, argument: string) => `'${shortArgument(argument)}'`);
  const sentence = message.charAt(0).toUpperCase() + message.slice(1).replaceAll("\n", " ");
  return wrongUse(/[.?)]$/.test(message) ? sentence : `${sentence}.`, command);
}

function shortArgument(argument: string): string {
  const name = argument.split("=", 1)[0] ?? "";
  // An option may be long; a value that is, may be half a secret.
  return /^(-[\w<>., |-]{1,60}|[\w<>., |-]{1,20})$/.test(name) ? name : "…";
}

/** Wrong use, with the way to the help of the command that was meant. */
export function wrongUse(message: string, command: Command | null = null): Problem {
  const practice = message.includes("--practice")
    ? ["mturk-setup --practice is the wizard inside the practice AWS"]
    : [];
  return {
    code: "usage-wrong",
    message,
    try: [
      ...practice,
      `mturk-setup ${(command?.parent ?? null) === null ? "" : `${command?.name() ?? ""} `}--help`,
    ],
  };
}

/**
 * A value that looks like half an access key, or an option that asks for one. `--key AKIA…` takes
 * an id, which is no secret.
 */
export function couldBeSecret(argument: string, at: number, argv: readonly string[]): boolean {
  if (/^-{1,2}[a-z-]*(secret|password|passwd|token|credential)[a-z-]*(=|$)/i.test(argument))
    return true;
  if (/^-{1,2}(aws[-_])?access[-_]?key([-_]?id)?(=|$)/i.test(argument)) return true;
  if (argument.startsWith("-") && !argument.includes("=")) return false;
  const before = argv[at - 1];
  const isPath = before === "--csv" || argument.startsWith("--csv=");
  const value = argument.replace(/^--[a-z-]+=/, "");
  // A path may hold forty such characters in a row; nothing but a secret, or an id and a secret, is
  // no path.
  if (isPath) return /^(A[KS]IA\w{16}\W+)?[A-Za-z0-9+][A-Za-z0-9/+]{39}$/.test(value);
  return /(^|[^A-Za-z0-9/+])[A-Za-z0-9/+]{40}([^A-Za-z0-9/+]|$)/.test(value);
}
