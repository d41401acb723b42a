/**
 * Notes what was nearly a key: variables and files under names that nobody reads, a session token
 * away from its id. Stops nobody.
 */
import { basename, dirname, join } from "node:path";
import { distance } from "../base/distance.js";
import type { Host } from "../base/host.js";
import { quoted } from "../base/shell.js";
import { listFiles } from "../aws-files/store/read.js";
import { absentByVariable } from "../aws-files/store/where.js";
import type { FileKind, ScannedFile } from "../aws-files/types.js";
import { misnamedVariables, meantCure } from "../keys/variables.js";
import type { Boto3Resolution } from "./boto3.js";
import type { LegacyText } from "./legacy.js";
import { shownSafely, type Env } from "./place.js";
import type { DotenvFile } from "./psiturk-places.js";
import { note, tokensApart } from "./token-apart.js";
import type { SourceProblem } from "./types.js";

/** A file beside the place where an AWS file belongs, under a name that no program opens. */
export interface MisnamedFile {
  readonly kind: FileKind;
  readonly path: string;
  /** Where it would be read. */
  readonly right: string;
  /** The right file is there, too. */
  readonly beside: boolean;
}

const MOST = 5;
/**
 * Endings that editors and file managers add, or that are given to a file so that something opens
 * it.
 */
const ENDINGS = /(?:\.(?:txt|text|csv|ini|rtf|conf|cfg|json|yml|yaml|toml|env|doc|docx)){1,2}$/i;

/** Looks into the folder of an AWS file for one that was meant to be it. */
export async function misnamedFiles(
  files: readonly Pick<ScannedFile, "kind" | "path" | "exists">[],
): Promise<readonly MisnamedFile[]> {
  const found = await Promise.all(
    files.map(async ({ kind, path, exists }) => {
      const right = basename(path);
      if (path === "") return [];
      const names = await listFiles(dirname(path), /^[ .\w-]{4,40}$/, 200);
      // Where capitals do not count, the one that is listed is the one that is read.
      const listed = names.some((each) => basename(each) === right);
      return names
        .filter(
          (each) =>
            isMeant(basename(each), right) &&
            !(exists && !listed && basename(each).toLowerCase() === right.toLowerCase()),
        )
        .slice(0, MOST)
        .map((each): MisnamedFile => ({ kind, path: each, right: path, beside: exists }));
    }),
  );
  return found.flat();
}

/** Folders in the home folder that were meant to be ~/.aws, or are another program's. */
const FOLDERS = ["aws", ".aws/.aws", ".aws/aws", ".config/aws"];

/**
 * An AWS file in a folder that no program opens, where the right place, in the home folder, is
 * empty; `~/.aws_credentials` is of the same kind.
 */
export async function misplacedFiles(
  home: string,
  files: readonly Pick<ScannedFile, "kind" | "path" | "exists">[],
): Promise<readonly MisnamedFile[]> {
  const wanted = files.filter(
    ({ kind, path, exists }) => !exists && home !== "" && path === join(home, ".aws", kind),
  );
  const found = await Promise.all(
    wanted.map(async ({ kind, path }) => {
      const inFolders = await Promise.all(
        FOLDERS.map((folder) => listFiles(join(home, folder), new RegExp(`^${kind}$`), 1)),
      );
      const beside = await listFiles(home, new RegExp(`^\\.?aws[._-]?${kind}(?:\\.txt)?$`, "i"), 2);
      return [...inFolders.flat(), ...beside].map((each): MisnamedFile => ({
        kind,
        path: each,
        right: path,
        beside: false,
      }));
    }),
  );
  return found.flat();
}

/** `credentials.txt`, `Credentials`, `credential`, ` credentials`: a slip or two, and an ending. */
function isMeant(name: string, right: string): boolean {
  if (name === right) return false;
  const stem = name.replace(ENDINGS, "").trim().replace(/^\./, "");
  if (stem.toLowerCase() === right.toLowerCase()) return true;
  return right.length >= 8 && distance(stem.toLowerCase(), right.toLowerCase()) <= 2;
}

interface HintsInput {
  readonly boto3: Boto3Resolution;
  readonly host: Host;
  readonly env: Env;
  readonly dotenv: DotenvFile | null;
  /** psiTurk's own files. */
  readonly legacy: readonly LegacyText[];
  readonly misnamed: readonly MisnamedFile[];
}

/**
 * Everything that is good to know and keeps nobody from working, each as a note. No value of a
 * variable or a file is in it.
 */
export function hints(input: HintsInput): readonly SourceProblem[] {
  return [
    ...ofEnvironment(input),
    ...ofDotenv(input),
    ...input.misnamed.map(ofFile),
    ...tokensApart(input),
    ...ofVariables(input),
  ];
}

/** Told elsewhere, where psiTurk's pages misspell it. */
const TOLD = "AWS_SECRET_ACCESSS_KEY";

function codeOf(meant: string): SourceProblem["code"] {
  return /KEY|TOKEN/.test(meant) ? "keys-partial" : "setting-broken";
}

function ofEnvironment({ env }: HintsInput): readonly SourceProblem[] {
  return misnamedVariables(env)
    .filter(({ name }) => name !== TOLD)
    .slice(0, MOST)
    .map((each) => {
      const psiturk = each.meant.startsWith("PSITURK_");
      const message =
        `${shownSafely(each.name)} is set in the environment, but ` +
        `${psiturk ? "psiTurk reads" : "boto3 and psiTurk read"} ${each.meant}, which is not ` +
        "set.";
      return note(
        codeOf(each.meant),
        message,
        [meantCure(each)],
        psiturk ? ["psiturk"] : undefined,
      );
    });
}

function ofDotenv({ env, dotenv }: HintsInput): readonly SourceProblem[] {
  if (dotenv === null) return [];
  const values = Object.fromEntries(
    [...dotenv.variables].map(([name, { value }]) => [name, value]),
  );
  // What the environment sets counts there already, under its right name too.
  const both = {
    ...values,
    ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
  };
  return (
    misnamedVariables(both)
      // psiTurk passes no session token on, under whatever name.
      .filter(
        ({ name, meant }) => name !== TOLD && env[name] === undefined && !meant.includes("TOKEN"),
      )
      .slice(0, MOST)
      .map(({ name, meant }) => {
        const line = dotenv.variables.get(name)?.line ?? 0;
        return note(
          codeOf(meant),
          `Line ${line} of ${shownSafely(dotenv.path)} sets ${shownSafely(name)}, but ` +
            `psiTurk reads ${meant}, which is not set.`,
          [`If that is what was meant, write ${meant} in line ${line}.`],
          ["psiturk"],
        );
      })
  );
}

/** Told where boto3 finds no key: the variable may be why. */
function ofVariables({ boto3, host }: HintsInput): readonly SourceProblem[] {
  if (boto3.winner !== null) return [];
  return [boto3.profiles.credentials, boto3.profiles.config].flatMap(({ kind, exists }) => {
    const absent = exists ? null : absentByVariable(kind, host);
    return absent === null ? [] : [note("file-misread", absent.message, absent.try)];
  });
}

function ofFile({ path, right, beside }: MisnamedFile): SourceProblem {
  const place =
    dirname(path) === dirname(right)
      ? `called ${basename(right)}, without an ending`
      : shownSafely(right);
  const message = `No program reads ${shownSafely(path)}: the file has to be ${place}.`;
  if (beside)
    return note("file-misread", `${message} That one is there, too.`, [
      "Look which of the two is right; delete the other one, for it may hold a secret.",
    ]);
  if (/\.csv$/i.test(path))
    return note("file-misread", message, [
      `If it is AWS's CSV file: mturk-setup save --csv ${quoted(path)}`,
    ]);
  return note("file-misread", message, [
    "If it is in the form of that file: " +
      `${dirname(path) === dirname(right) ? "" : `mkdir -p ${quoted(dirname(right))} && `}mv ` +
      `${quoted(path)} ${quoted(right)}`,
    `If it holds a key in any other form: mturk-setup save --stdin < ${quoted(path)}`,
  ]);
}
