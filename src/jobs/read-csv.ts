/**
 * Reads the key from a CSV file of AWS's console; where several stand in it, the one that is named.
 */
import { basename } from "node:path";
import { type Problem, type Result, failed, ok } from "../base/problem.js";
import { quoted } from "../base/shell.js";
import { readSmallFile } from "../aws-files/store/read.js";
import { type CsvKey, SHOWN_ONCE } from "../keys/csv-table.js";
import { SIZE_LIMIT, readKeyCsv } from "../keys/csv.js";
import { shownText } from "../keys/recognise.js";
import { fitsId } from "../keys/mask-id.js";
import { judgeKey } from "../keys/shape.js";
import { type AccessKey, type KeyFinding, maskId } from "../keys/types.js";

/** A key as it was entered, with what is odd about it and what was cleaned off. */
export interface EnteredKey {
  readonly key: AccessKey;
  readonly findings: readonly KeyFinding[];
  readonly notes: readonly string[];
}

/** One of several keys of a file, as it may be shown. */
export interface CsvChoice {
  /** Null where the file names no user. */
  readonly user: string | null;
  readonly accessKeyId: string;
  /** The id, shortened, or longer where others of the file would look the same. */
  readonly shown: string;
}

/** The key; or those among which somebody has to choose, at least two. */
export type CsvRead =
  | {
      readonly is: "key";
      readonly entered: EnteredKey;
      /** The file holds no other key. */ readonly alone: boolean;
    }
  | { readonly is: "several"; readonly choices: readonly CsvChoice[] };

export interface CsvOptions {
  readonly practice: boolean;
  /**
   * The IAM user whose key is meant, or the key's id, whole or shortened as it is shown; null: the
   * file holds one key.
   */
  readonly user: string | null;
}

/**
 * The key of a CSV file at an absolute path. Problems: those of `readKeyCsv` and of reading the
 * file; `answer-missing` where the user that is named is not in the file.
 */
export async function readCsv(path: string, options: CsvOptions): Promise<Result<CsvRead>> {
  const bytes = await readSmallFile(path, SIZE_LIMIT);
  if (!bytes.ok) return bytes;
  const read = readKeyCsv(bytes.value, basename(path));
  if (!read.ok) return read;
  const { keys, notes, findings } = read.value;
  const meant = options.user === null ? keys : keysOf(keys, options.user);
  const [first, ...others] = meant;
  if (first === undefined) return failed(notThere(path, options.user ?? "", choicesOf(keys)));
  if (others.length > 0 && others.every(({ key }) => key.accessKeyId === first.key.accessKeyId))
    return failed(twoSecrets(path, first.key));
  if (others.length > 0) return ok({ is: "several", choices: choicesOf(meant) });
  const chosen =
    keys.length > 1
      ? [`of ${keys.length} keys in the file, took the one of ${named(choiceOf(first, keys))}`]
      : [];
  return ok({
    is: "key",
    entered: {
      key: first.key,
      findings: [...judgeKey(first.key, options), ...findings],
      notes: [...notes, ...chosen],
    },
    alone: keys.length === 1,
  });
}

/**
 * The one key of a file, for those who cannot be asked. Problem: `answer-missing` where there are
 * several, with each one's option.
 */
export async function readOneKey(path: string, options: CsvOptions): Promise<Result<EnteredKey>> {
  const read = await readCsv(path, options);
  if (!read.ok) return read;
  return read.value.is === "key"
    ? ok(read.value.entered)
    : failed(severalProblem(path, read.value.choices));
}

/** A name as it stands in the file comes first; then in any case; then an id. */
function keysOf(keys: readonly CsvKey[], wanted: string): readonly CsvKey[] {
  const exact = keys.filter(({ user }) => user === wanted);
  if (exact.length > 0) return exact;
  const loose = keys.filter(({ user }) => user?.toLowerCase() === wanted.trim().toLowerCase());
  if (loose.length > 0) return loose;
  const [begins, ends] = wanted.split(/…|\.\.\./, 2);
  return keys.filter(
    ({ key: { accessKeyId } }) =>
      accessKeyId === wanted ||
      (ends !== undefined &&
        ends !== "" &&
        accessKeyId.startsWith(begins ?? "") &&
        accessKeyId.endsWith(ends)),
  );
}

function choicesOf(keys: readonly CsvKey[]): readonly CsvChoice[] {
  return keys.map((key) => choiceOf(key, keys));
}

function choiceOf({ user, key: { accessKeyId } }: CsvKey, all: readonly CsvKey[]): CsvChoice {
  const sharesShortForm = all.some(
    ({ key }) =>
      key.accessKeyId !== accessKeyId &&
      fitsId(`${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`, key.accessKeyId),
  );
  return {
    user: user === null ? null : shownText(user, 64),
    accessKeyId,
    shown: sharesShortForm ? accessKeyId : maskId(accessKeyId),
  };
}

/** "ann (AKIA…WXYZ)", or the id alone. */
export function named({ user, shown }: CsvChoice): string {
  return user === null ? shown : `${user} (${shown})`;
}

const NAMED_AT_MOST = 10;

/** Which keys a file holds, and how to say which one is meant. */
export function severalProblem(path: string, choices: readonly CsvChoice[]): Problem {
  const users = new Set(choices.map(({ user }) => user));
  const whose =
    users.has(null) || users.size < choices.length
      ? `${choices.length} keys`
      : `the keys of ${choices.length} users`;
  return {
    code: "answer-missing",
    message:
      `${basename(path)} holds ${whose}: ${list(choices)}. Which one is meant cannot ` + "be told.",
    try: choices
      .slice(0, NAMED_AT_MOST)
      .map((choice) => `For ${named(choice)}: add --user ${quoted(wordFor(choice, choices))}`),
  };
}

/** The user's name where it tells them apart, the id elsewhere. */
function wordFor(choice: CsvChoice, all: readonly CsvChoice[]): string {
  const { user, shown } = choice;
  return user === null ||
    all.filter((each) => each.user?.toLowerCase() === user.toLowerCase()).length > 1
    ? shown
    : user;
}

function twoSecrets(path: string, { accessKeyId }: AccessKey): Problem {
  return {
    code: "input-malformed",
    message:
      `${basename(path)} holds different secrets for one id, ${maskId(accessKeyId)}; at most ` +
      "one of them can be right.",
    try: [
      "Choose the file as AWS gave it when the key was made: its name ends in _accessKeys.csv.",
      SHOWN_ONCE,
    ],
    step: 4,
  };
}

function notThere(path: string, wanted: string, choices: readonly CsvChoice[]): Problem {
  return {
    code: "answer-missing",
    message:
      `${basename(path)} holds no key of ${shownText(wanted, 64)}; it holds ` + `${list(choices)}.`,
    try:
      choices.length === 1
        ? ["Leave --user out: there is one key only."]
        : choices
            .slice(0, NAMED_AT_MOST)
            .map((choice) => `For ${named(choice)}: --user ${quoted(wordFor(choice, choices))}`),
  };
}

function list(choices: readonly CsvChoice[]): string {
  const rest = choices.length - NAMED_AT_MOST;
  const first = choices.slice(0, NAMED_AT_MOST).map(named).join(", ");
  return rest > 0 ? `${first} and ${rest} more` : first;
}
