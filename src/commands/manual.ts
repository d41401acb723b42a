/** Makes the manual page, in the macros of man(7), of the same data as the help. */
import type { DescribedCommand, DescribedOption, DescribedProgram } from "./described.js";

export interface Manual {
  readonly program: DescribedProgram;
  readonly version: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What it does without a command. */
  readonly alone: string;
  readonly availability: readonly string[];
  /** By the command's name; "" for the program itself. */
  readonly examples: ReadonlyMap<string, readonly string[]>;
  readonly faults: readonly string[];
  readonly exitCodes: readonly (readonly [string, string])[];
  readonly environment: readonly (readonly [string, string])[];
}

/**
 * ASCII only, so that each reader shows it alike:
 * https://man7.org/linux/man-pages/man7/groff_char.7.html
 */
export function manualPage(manual: Manual): string {
  const { program, version, summary, alone, availability, examples, faults } = manual;
  return `${[
    `.TH MTURK\\-SETUP 1 "" "mturk\\-setup ${roff(version)}" "User Commands"`,
    // Neither hyphens nor stretched lines: options and addresses stay as they are typed.
    ".nh",
    ".ad l",
    ".SH NAME",
    `mturk\\-setup \\- ${roff(summary)}`,
    ".SH SYNOPSIS",
    ".B mturk\\-setup",
    "[options]",
    ".br",
    ".B mturk\\-setup",
    ".I command",
    "[options]",
    ".SH DESCRIPTION",
    roff(alone),
    ".PP",
    ...availability.map(roff),
    ".PP",
    "No option takes a secret: other users of the computer could read it. Keys go in by",
    "\\-\\-csv, \\-\\-stdin, \\-\\-from\\-env or the wizard's hidden field.",
    ".SH OPTIONS",
    ...program.options.flatMap(optionLines),
    ".SH COMMANDS",
    ...program.commands.flatMap((command) => commandLines(command, examples, faults)),
    ".SH EXIT STATUS",
    ...manual.exitCodes.flatMap(([code, meaning]) => tagged(`\\fB${roff(code)}\\fR`, meaning)),
    ".SH ENVIRONMENT",
    ...manual.environment.flatMap(([names, what]) => tagged(`\\fB${roff(names)}\\fR`, what)),
    ".SH FILES",
    ...tagged(
      "\\fI~/.aws/credentials\\fR, \\fI~/.aws/config\\fR",
      "Where keys and regions are read and written.",
    ),
    ...tagged(
      "\\fI~/.local/state/mturk\\-setup\\fR",
      "The wizard's place, and copies that have no place beside the file; on macOS in " +
        "~/Library/Application Support.",
    ),
    ".SH EXAMPLES",
    ...examplesOf("", examples),
    ".SH SEE ALSO",
    ".nf",
    "https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkGettingStartedGuide/SetUp.html",
    ".fi",
  ].join("\n")}\n`;
}

function commandLines(
  { name, description, options, words }: DescribedCommand,
  examples: Manual["examples"],
  faults: readonly string[],
): readonly string[] {
  const argument = words.length === 0 ? "" : ` ${roff(words.join("|"))}`;
  return [
    `.SS "mturk\\-setup ${roff(name)}${argument}"`,
    roff(description),
    ...options.filter(isOwn).flatMap(optionLines),
    ...(name === "practice-aws" ? [".PP", "Faults:", ...literal(faults)] : []),
    ...(examples.has(name) ? [".PP", "Examples:", ...examplesOf(name, examples)] : []),
  ];
}

/** Help and version are told once. */
function isOwn({ flags }: DescribedOption): boolean {
  return !flags.includes("--help") && !flags.includes("--version");
}

function optionLines({ flags, value, description, choices }: DescribedOption): readonly string[] {
  const names = flags.map((flag) => `\\fB${roff(flag)}\\fR`).join(", ");
  const taken = value === null ? "" : ` \\fI${roff(value)}\\fR`;
  const isTold = choices.length > 5 || choices.every((choice) => description.includes(choice));
  const offered = isTold ? "" : ` (${choices.join(", ")})`;
  return tagged(`${names}${taken}`, `${description}${offered}`);
}

function tagged(tag: string, text: string): readonly string[] {
  return [".TP", tag, roff(text)];
}

function examplesOf(name: string, examples: Manual["examples"]): readonly string[] {
  return literal(examples.get(name) ?? []);
}

/** Lines as they are, in the macros of both groff and mandoc. */
function literal(lines: readonly string[]): readonly string[] {
  return [".PP", ".RS 4", ".nf", ...lines.map(roff), ".fi", ".RE", ".PP"];
}

/** Text in which nothing is a request or an escape. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("~", "\\(ti")
    .replaceAll("^", "\\(ha")
    .replaceAll("`", "\\(ga")
    .replace(/^(?=[.'])/, "\\&")
    .replaceAll(
      /[^\u0020-\u007E]/gu,
      (char) => `\\[u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}
