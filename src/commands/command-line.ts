/**
 * Says what a command's `options.ts` gives to the command line, and holds the options that several
 * commands take.
 */
import { type Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { NAMELESS, SECRET_AS_NAME } from "../keys/profile-name.js";
import { looksLikeSecret } from "../keys/recognise.js";

/** What scripts rely on. */
export const EXIT_CODES: readonly (readonly [string, string])[] = [
  ["0", "done, or nothing to do"],
  ["1", "a bug of ours"],
  ["2", "wrong usage"],
  ["3", "an answer is missing"],
  ["4", "failed"],
  ["5", "check only: AWS accepts the key, MTurk did not answer well"],
  ["129/130/143", "ended by a signal"],
];

/** The variables that are honoured, and what for. */
export const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ["AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE", "where the two AWS files are"],
  ["AWS_DEFAULT_PROFILE, AWS_PROFILE", "the profile, where --profile names none"],
  [
    "AWS_ENDPOINT_URL_MTURK, AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL_IAM",
    "whom to ask in place of AWS; said before a key is sent there",
  ],
  ["HTTPS_PROXY, NO_PROXY", "the way to AWS"],
  ["AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE", "the certificates that are trusted"],
  ["PSITURK_*", "the keys and settings that psiTurk takes"],
  ["NO_COLOR", "no colour"],
  ["ACCESSIBLE, INK_SCREEN_READER, TERM=dumb", "plain lines instead of a screen"],
  ["LC_ALL, LC_CTYPE, LANG", "a locale without UTF-8 gets ASCII only"],
  ["BROWSER", "what opens links"],
];

/** The help of `--dry-run`. */
export const CHANGES_NOTHING = "say what would happen, change nothing";

/** What every command takes. */
export interface Common {
  readonly profile: string | null;
  readonly json: boolean;
  readonly yes: boolean;
  readonly mayOpen: boolean;
}

/** The same, as Commander hands it over. */
export interface CommonOptions {
  readonly profile?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly open?: boolean;
}

export type KeyInput =
  | {
      readonly from: "csv";
      readonly path: string;
      /** Whose key of several in the file; null: it holds one. */ readonly user: string | null;
    }
  | { readonly from: "stdin" }
  | { readonly from: "env" };

/** Where a key can come from that does not stand in the environment. */
export type NewKeySource = Exclude<KeyInput, { readonly from: "env" }>;

/**
 * What makes an option useless, or what it is useless without. Options by their attribute names
 * (`dryRun`).
 */
export interface OptionRule {
  readonly option: string;
  readonly beside?: readonly string[];
  readonly without?: readonly string[];
  /** Why, for the person who gave both: one sentence. */
  readonly why: string;
}

/** Texts of the help that depend on the date or on another room. */
export interface CliTexts {
  readonly version: string;
  /** Two lines on the state of MTurk at this date, below the description. */
  readonly availability: readonly string[];
  /** The faults of the practice AWS, one a line. */
  readonly faults: readonly string[];
}

/** What a command takes on the command line, and the request that it makes of it. */
export interface CommandLine<R extends Common> {
  readonly description: string;
  /** False: it works on no profile, and refuses the option. */
  readonly takesProfile: boolean;
  /** What people most often type; the end of its help. */
  readonly examples: readonly string[];
  /** Its options whose effect hangs on others; each of the rest has its own beside every other. */
  readonly rules?: readonly OptionRule[];
  /** Adds its own options and its action, which hands the request to `found`. */
  readonly add: (command: Command, found: (request: R) => void, texts: CliTexts) => void;
}

/** The part of a request that every command has. */
export function commonOf(options: CommonOptions): Common {
  return {
    profile: options.profile ?? null,
    json: options.json === true,
    yes: options.yes === true,
    mayOpen: options.open !== false,
  };
}

export const profileFlag = (): Option =>
  new Option("--profile <name>", "the profile in ~/.aws (default: as boto3 chooses)").argParser(
    profileArgument,
  );

export const needOption = (standard: "keys" | "mturk"): Option =>
  new Option(
    "--need <what>",
    "what counts as success: keys (AWS accepts them) or mturk (the sandbox answers too)",
  )
    .choices(["keys", "mturk"])
    .default(standard);

export const userOption = (): Option =>
  new Option(
    "--user <name>",
    "with --csv: whose key, where the file holds several (the IAM user's name, or the key's id)",
  ).argParser(userArgument);

export const USER_RULE: OptionRule = {
  option: "user",
  without: ["csv"],
  why: "It says whose key of several in a CSV file is meant",
};

/** `-` stands for standard input, which takes any form that can be pasted, and one key. */
export function csvSource(csv: string, user: string | undefined): NewKeySource {
  if (csv !== "-") return { from: "csv", path: csv, user: user ?? null };
  if (user !== undefined)
    throw wrongSource(
      "--user chooses among the keys of a file, and --csv - is none: give the file's name",
    );
  return { from: "stdin" };
}

/** Ends the parsing: no key, or more than one, is named. */
export function wrongSource(message: string): CommanderError {
  return new CommanderError(2, "mturk-setup.source", message);
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

/**
 * Any name: whether such a profile is there is known only once the files are read, and only a new
 * one is held to rules.
 */
function profileArgument(value: string): string {
  if (value === "") throw new InvalidArgumentError(NAMELESS);
  if (looksLikeSecret(value)) throw new InvalidArgumentError(SECRET_AS_NAME);
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
