/**
 * The built program in a place of its own: a fresh home, a fresh folder for temporary files, nobody
 * but 127.0.0.1 to ask.
 */
import { spawn } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { type PressName } from "../harness/bytes.js";
import { holds, takesKeys } from "../harness/wait.js";
import { KEPT_CODE } from "../harness/kept-code.js";
import { type PtyProgram, childEnv, startPty } from "../harness/pty.js";

/** What `npm run build` made; MTURK_SETUP_BIN names another build, such as an installed one. */
export const BIN =
  process.env.MTURK_SETUP_BIN ?? fileURLToPath(new URL("../../dist/bin.js", import.meta.url));

/**
 * Nobody listens on port 1 of this computer: what a test forgets to answer is refused, and never
 * asked of Amazon.
 */
const NOBODY = {
  AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1/sts",
  AWS_ENDPOINT_URL_MTURK: "http://127.0.0.1:1/mturk",
};

export type Env = Readonly<Record<string, string | undefined>>;

export interface Place {
  readonly home: string;
  /** Where the program puts its temporary files (TMPDIR). */
  readonly temp: string;
  /** Absolute path of something in the home. */
  readonly at: (path: string) => string;
  /** Writes a file in the home, folders included; answers its absolute path. */
  readonly put: (path: string, content: string | Buffer, mode?: number) => string;
  readonly read: (path: string) => string;
  readonly has: (path: string) => boolean;
  /**
   * Every file, folder and link below the home with its mode and content, so that any change shows;
   * but not the place where a walk stands, which is kept at every step.
   */
  readonly tree: () => Readonly<Record<string, string>>;
}

/** A fresh home; deleted when the test ends. */
export function newPlace(): Place {
  const root = mkdtempSync(join("/tmp", "mturk-setup-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const home = join(root, "home");
  const temp = join(root, "temp");
  mkdirSync(home);
  mkdirSync(temp);
  const at = (path: string): string => join(home, path);
  return {
    home,
    temp,
    at,
    put: (path, content, mode = 0o600) => {
      mkdirSync(dirname(at(path)), { recursive: true, mode: 0o700 });
      writeFileSync(at(path), content, { mode });
      return at(path);
    },
    read: (path) => readFileSync(at(path), "utf8"),
    has: (path) => lstatSync(at(path), { throwIfNoEntry: false }) !== undefined,
    tree: () => withoutPlace(treeOf(home)),
  };
}

/** Below the home. */
export const PLACE_FILE = ".local/state/mturk-setup/place.json";

/** The folders that lead to it stand for as little as it does, as long as nothing else is there. */
function withoutPlace(tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (tree[PLACE_FILE] === undefined) return tree;
  const left = Object.entries(tree).filter(([name]) => name !== PLACE_FILE);
  for (let folder = dirname(PLACE_FILE); folder !== "."; folder = dirname(folder)) {
    const at = left.findIndex(([name]) => name === folder);
    if (left.some(([name]) => name.startsWith(`${folder}/`))) break;
    left.splice(at, 1);
  }
  return Object.fromEntries(left);
}

export function treeOf(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (path: string, name: string): void => {
    const stat = lstatSync(path);
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isSymbolicLink()) found[name] = `link to ${readlinkSync(path)}`;
    else if (stat.isDirectory()) {
      found[name] = `folder ${mode}`;
      for (const child of readdirSync(path)) walk(join(path, child), join(name, child));
    } else found[name] = `file ${mode} ${stat.mtimeMs} ${readFileSync(path).toString("latin1")}`;
  };
  walk(folder, ".");
  return found;
}

/** The variables that lead the program to this practice AWS instead of Amazon. */
export function askedOf(aws: PracticeAws): Env {
  return { AWS_ENDPOINT_URL_STS: aws.endpoints.sts, AWS_ENDPOINT_URL_MTURK: aws.endpoints.mturk };
}

/** The environment of every program here; `extra` has the last word. */
export function environment(place: Place, extra: Env = {}): Env {
  return {
    ...NOBODY,
    TMPDIR: place.temp,
    XDG_CACHE_HOME: KEPT_CODE,
    XDG_STATE_HOME: undefined,
    XDG_CONFIG_HOME: undefined,
    SUDO_USER: undefined,
    SUDO_UID: undefined,
    ...extra,
  };
}

export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly env?: Env;
  /** What is piped in; nothing: an empty pipe that is closed. */
  readonly stdin?: string | Buffer;
  readonly cwd?: string;
  /** What stands before the program on the command line; default: this Node. */
  readonly node?: readonly string[];
  /** The program; default: BIN. */
  readonly bin?: string;
}

/** Runs `mturk-setup ARGS` without a terminal until it ends. */
export function mturkSetup(
  place: Place,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Ended> {
  const [command = process.execPath, ...before] = options.node ?? [process.execPath];
  const child = spawn(command, [...before, options.bin ?? BIN, ...args], {
    cwd: options.cwd ?? place.home,
    env: childEnv(place.home, environment(place, options.env)),
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  // A program that does not read its input closes the pipe; what it says is what counts.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({
        code,
        signal,
        out: Buffer.concat(out).toString("utf8"),
        err: Buffer.concat(err).toString("utf8"),
      }),
    );
  });
}

export interface WizardOptions {
  readonly args?: readonly string[];
  readonly env?: Env;
  readonly cwd?: string;
  readonly columns?: number;
  readonly rows?: number;
  /** What runs in the terminal instead of the program itself, such as a shell that starts it. */
  readonly command?: readonly string[];
  /** As in `PtyOptions`. */
  readonly arrived?: () => boolean;
}

export interface Wizard extends PtyProgram {
  /** How many keys were pressed so far; a paste is none. */
  readonly presses: () => number;
  /** Presses the digit of the row with this label of the first screen. */
  readonly choose: (label: string) => Promise<void>;
  /**
   * Presses Enter, as often as pages have to be turned before it does what it is there for, and
   * waits for what must be on the screen then.
   */
  readonly enterTo: (expected: Parameters<PtyProgram["waitFor"]>[0]) => Promise<readonly string[]>;
}

/** Starts the wizard in a real terminal. */
export function startWizard(place: Place, options: WizardOptions = {}): Wizard {
  const [command = process.execPath, ...args] = options.command ?? [
    process.execPath,
    BIN,
    ...(options.args ?? []),
  ];
  const pty = startPty({
    command,
    args,
    home: place.home,
    env: environment(place, options.env),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.columns === undefined ? {} : { columns: options.columns }),
    ...(options.rows === undefined ? {} : { rows: options.rows }),
    ...(options.arrived === undefined ? {} : { arrived: options.arrived }),
  });
  let presses = 0;
  const press = (...keys: readonly PressName[]): void => {
    presses += keys.length;
    pty.press(...keys);
  };
  const digitOf = (frame: readonly string[], label: string): string | undefined =>
    frame
      .map((line) => new RegExp(`^  . (\\d)  ${label}`).exec(line)?.[1])
      .find((digit) => digit !== undefined);
  const waitFor: PtyProgram["waitFor"] = (expected) =>
    pty.waitFor((rows) => takesKeys(rows) && holds(rows, expected));
  return {
    ...pty,
    waitFor,
    press,
    presses: () => presses,
    choose: async (label) => {
      const has = (rows: readonly string[]): boolean => digitOf(rows, label) !== undefined;
      let frame = await waitFor((rows) => FIRST(rows) && (has(rows) || isText(rows)));
      if (!has(frame)) {
        // In a small window the menu comes behind the text.
        press("end");
        frame = await waitFor(has);
      }
      presses += 1;
      pty.send(digitOf(frame, label) ?? "");
    },
    enterTo: async (expected) => {
      for (;;) {
        // While the change of a file is looked for, Enter is not offered yet.
        const text = (
          await waitFor(
            (rows) =>
              !rows.some((line) => line.startsWith("Review: ")) ||
              rows.some((line) => line.startsWith("Enter ")),
          )
        ).join("\n");
        press("enter");
        if (!text.includes("Enter read on")) return waitFor(expected);
        await waitFor((rows) => rows.join("\n") !== text);
      }
    },
  };
}

/**
 * The first screen, its look round finished: until then the rows may still change their numbers.
 */
export function FIRST(frame: readonly string[]): boolean {
  const begins = frame.findLastIndex((line) =>
    /^(?:\S )?mturk-setup: (?:set up|a file)/.test(line),
  );
  return (
    begins >= 0 &&
    (frame.slice(begins).some((line) => /^ {2}. 1 {2}/.test(line)) || isText(frame)) &&
    !frame.some((line) => line.includes("Looking what is on this computer"))
  );
}

/** A page of a text behind which one chooses or types. */
const isText = (frame: readonly string[]): boolean =>
  frame.some((line) => /^ {2}more: .*, then \w+$/.test(line));

/**
 * AWS's documented example pair
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/security-creds.html); a practice AWS may be
 * given it.
 */
export const EXAMPLE = {
  id: "AKIAIOSFODNN7EXAMPLE",
  secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;

/** The shortened form in which ids are shown. */
export function short(id: string): string {
  return `${id.slice(0, 4)}…${id.slice(-4)}`;
}

/**
 * Presses the digit of a row of the screen at hand, as soon as the row is there and all pages of
 * the text were seen.
 */
export async function pick(wizard: Wizard, label: string): Promise<void> {
  const digitOf = (rows: readonly string[]): string | undefined =>
    rows
      .map((line) => /^ {2}. (\d) {2}(.*)/.exec(line))
      .find((found) => found?.[2]?.startsWith(label) === true)?.[1];
  for (;;) {
    const frame = await wizard.waitFor((rows) => digitOf(rows) !== undefined || isText(rows));
    const text = frame.join("\n");
    const digit = digitOf(frame);
    if (digit !== undefined && !text.includes("Enter read on")) {
      wizard.send(digit);
      return;
    }
    wizard.press("pagedown");
    await wizard.waitFor((rows) => rows.join("\n") !== text);
  }
}

/**
 * Types the last four of the id, which the screen wants to have before it does what cannot be
 * undone.
 */
export async function typeLastFour(wizard: Wizard, id: string): Promise<void> {
  await wizard.waitFor("Type its last four letters");
  wizard.send(`${id.slice(-4)}\r`);
}
