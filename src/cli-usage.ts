/** What is wrong with the arguments, said without repeating what could be a secret. */
import type { Command, CommanderError } from "commander";
import type { Problem } from "./base/problem.js";

const SECRETS_GO = ["mturk-setup save --csv FILE      the file that AWS's console gave you", "mturk-setup save --stdin         paste, or pipe it in", "mturk-setup save --from-env      from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"];

/** The answer to a secret on the command line: where it belongs. */
export function secretGiven(): Problem {
  return {
    code: "usage-wrong",
    message: "Keys never go on the command line: other users of this computer can read it there, and the shell keeps it.",
    try: [...SECRETS_GO, "If it was a real secret, replace that key: it is in your shell's history now"],
  };
}

/** What Commander calls "too many arguments" where the first word is no command. */
export function unknownCommand(argv: readonly string[], program: Command): Problem | null {
  const word = argv.find((argument) => !argument.startsWith("-"));
  const names = program.commands.map((command) => command.name());
  if (word === undefined || argv[0] !== word || names.includes(word)) return null;
  return wrongUse(`There is no command ${/^[a-z-]{1,20}$/.test(word) ? word : "of that name"}; there are: ${names.join(", ")}.`);
}

/** Commander repeats the argument in its message; what follows a `=` or is long is left out. */
export function usageProblem(error: CommanderError): Problem {
  const message = error.message.replace(/^error: /, "").replaceAll(/'([^']*)'/g, (_all, argument: string) => `'${shortArgument(argument)}'`);
  return wrongUse(`${message.charAt(0).toUpperCase()}${message.slice(1).replaceAll("\n", " ")}${/[.?)]$/.test(message) ? "" : "."}`);
}

function shortArgument(argument: string): string {
  const name = argument.split("=", 1)[0] ?? "";
  // An option may be long; a value that is, may be half a secret.
  return /^(-[\w<>., |-]{1,60}|[\w<>., |-]{1,20})$/.test(name) ? name : "…";
}

export function wrongUse(message: string): Problem {
  return { code: "usage-wrong", message, try: ["mturk-setup --help"] };
}

/** A value that looks like half an access key, or an option that asks for one. `--key AKIA…` takes an id, which is no secret. */
export function couldBeSecret(argument: string, at: number, argv: readonly string[]): boolean {
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
