/** Asks real botocore how it reads files, thousands in one process. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { FileKind } from "../../src/aws-files/types.js";
import { childEnv } from "./python.js";

const READS = fileURLToPath(new URL("botocore-reads.py", import.meta.url));
const SESSION = fileURLToPath(new URL("botocore-session.py", import.meta.url));

/** What botocore reads; null where it refuses the file. */
export type Reading = {
  /**
   * Every section as configparser gives it, nested blocks as text that begins with a line break.
   */
  readonly sections: readonly (readonly [string, readonly (readonly [string, string])[]])[];
  /**
   * What botocore's loader makes of it: sections for credentials; profiles, sso_sessions, services
   * and the rest for config.
   */
  readonly loaded: Readonly<Record<string, unknown>>;
} | null;

export interface Question {
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
}

/** `oldHeaders`: with the header pattern of Python 3.9 instead of the interpreter's own. */
export function askBotocore(
  python: string,
  questions: readonly Question[],
  options: { readonly oldHeaders?: boolean } = {},
): readonly Reading[] {
  const lines = questions.map(({ kind, bytes }) =>
    JSON.stringify({ kind, base64: Buffer.from(bytes).toString("base64") }),
  );
  return run(
    python,
    [READS, ...(options.oldHeaders === true ? ["--headers-of-3.9"] : [])],
    lines,
  ) as readonly Reading[];
}

/** `shlex.split` of each text; null where it raises. */
export function askShlex(
  python: string,
  texts: readonly string[],
): readonly (readonly string[] | null)[] {
  return run(
    python,
    [READS, "shlex"],
    texts.map((text) => JSON.stringify(text)),
  ) as readonly (readonly string[] | null)[];
}

export interface Pair {
  /** Null: the file does not exist. */
  readonly credentials: string | null;
  readonly config: string | null;
  readonly profile: string;
}

/** What a session would sign with. */
export type SessionView =
  | {
      readonly id: string | null;
      readonly secret: string | null;
      readonly token: string | null;
      readonly region: string | null;
    }
  | { readonly error: string };

/** What a botocore session takes from each pair of files. */
export function askSession(python: string, pairs: readonly Pair[]): readonly SessionView[] {
  return run(
    python,
    [SESSION],
    pairs.map((pair) => JSON.stringify(pair)),
  ) as readonly SessionView[];
}

/** The interpreter's version, e.g. [3, 11]. */
export function pythonVersion(python: string): readonly [number, number] {
  const [version = ""] = execFileSync(python, [READS, "version"], {
    encoding: "utf8",
    env: childEnv(),
  }).split(" ");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [major, minor];
}

/** Above this many, a second process is started: answers are held as one text. */
const AT_ONCE = 25_000;

function run(
  python: string,
  args: readonly string[],
  lines: readonly string[],
): readonly unknown[] {
  if (lines.length > AT_ONCE)
    return [
      ...run(python, args, lines.slice(0, AT_ONCE)),
      ...run(python, args, lines.slice(AT_ONCE)),
    ];
  if (lines.length === 0) return [];
  const out = execFileSync(python, args, {
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
    maxBuffer: 2 ** 29,
    env: childEnv(),
  });
  const answers = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  if (answers.length !== lines.length)
    throw new Error(`asked ${lines.length}, answered ${answers.length}`);
  return answers;
}
