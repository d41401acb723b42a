/** Describes what a command gets from the process edge, and reports what came of it. */
import type { Clock, Host } from "../base/host.js";
import type { Problem, ProblemCode } from "../base/problem.js";
import { stripControls } from "../base/clean.js";
import { errorDocument } from "../jobs/documents.js";
import { hideSecrets } from "../keys/recognise.js";
import { chooseProfile } from "../sources/index.js";
import { inLook, lookFrom } from "../terminal/glyphs.js";

/** The process, as far as a command may touch it. */
export interface Io {
  readonly host: Host;
  readonly clock: Clock;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Everything that is piped in, at most `limit` bytes and one more; rejects never. */
  readonly readStdin: (limit: number) => Promise<string>;
  /** Whether a person can be asked: at the terminal, wherever input and output go. */
  readonly interactive: boolean;
  /** Whether what goes to stdout is read on a terminal; else a program or a log reads it. */
  readonly outIsTerminal: boolean;
  /** Aborts when the process is told to end. */
  readonly signal: AbortSignal;
  /**
   * Work to be done at once if a signal ends the process; synchronous, must not throw. Returns its
   * own removal.
   */
  readonly onEnd: (cleanUp: () => void) => () => void;
  /**
   * The profile that the command is about; null: about none. Left out: the one that boto3 chooses.
   */
  readonly profile?: string | null;
}

/** The exit codes that scripts rely on. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  answerMissing: 3,
  failed: 4,
  keysOnly: 5,
  interrupted: 130,
} as const;

const CODE_EXIT: Partial<Record<ProblemCode, number>> = {
  bug: EXIT.bug,
  "usage-wrong": EXIT.usage,
  cancelled: EXIT.interrupted,
  "answer-missing": EXIT.answerMissing,
  "different-key": EXIT.answerMissing,
  "key-shared": EXIT.answerMissing,
};

/** The exit code of a failure. */
export function exitOf(problem: Problem): number {
  return CODE_EXIT[problem.code] ?? EXIT.failed;
}

/**
 * Reports a failure, as text on stderr or as the JSON document on stdout, and answers its exit
 * code.
 */
export function reportProblem(io: Io, problem: Problem, json: boolean): number {
  if (json)
    printJson(
      io,
      errorDocument(
        problem,
        io.profile === undefined ? chooseProfile(io.host.env).name : io.profile,
      ),
    );
  else io.err(problemText(problem));
  return exitOf(problem);
}

/** A problem as text: what happened, what to do, and the raw answer for those who can read it. */
export function problemText(problem: Problem): string {
  const detail = problem.detail === undefined ? [] : [`  (${problem.detail})`];
  const cures = problem.try.map((cure) => `  - ${cure}`);
  return linesText([`mturk-setup: ${problem.message}`, ...cures, ...detail]);
}

/** Lines as a stream takes them: each with its end. */
export function linesText(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

/**
 * A document on one line, so that `>> log.jsonl` is JSON Lines; indented where a person reads it.
 */
export function printJson(io: Io, document: unknown): void {
  io.out(`${jsonOf(document, io.outIsTerminal ? 2 : 0, asciiOnly(io) ? BEYOND_ASCII : HIDDEN)}\n`);
}

/** What a terminal obeys or hides. */
const HIDDEN =
  /[\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;
const BEYOND_ASCII = /[\u007F-\uFFFF]/g;

/**
 * Whether the locale, or the terminal that stdout leads to, is one for which only ASCII may be
 * written.
 */
export function asciiOnly({ host, outIsTerminal }: Pick<Io, "host" | "outIsTerminal">): boolean {
  const env = outIsTerminal ? host.env : { ...host.env, TERM: undefined };
  return lookFrom({ env, platform: host.platform }).ascii;
}

/** JSON in which these characters are escaped, so that nothing is lost. */
function jsonOf(document: unknown, indent: number, escaped: RegExp): string {
  return JSON.stringify(document, null, indent).replaceAll(
    escaped,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The same process, with a last guard before everything that a command says: no terminal controls,
 * nothing that looks like a secret, and ASCII twins of signs where only ASCII may be written.
 */
export function guarded<T extends Io>(io: T): T {
  const look = { ascii: asciiOnly(io) };
  const safe = (text: string): string => inLook(hideSecrets(stripControls(text)), look);
  return {
    ...io,
    out: (text: string) => io.out(safe(text)),
    err: (text: string) => io.err(safe(text)),
  };
}
