/**
 * Opens a practice session: a practice AWS, a throw-away home, and a view of this computer in which
 * there is nothing else.
 */
import { join } from "node:path";
import { systemClock, type Clock, type Host } from "../base/host.js";
import { failed, ok, type Result } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import {
  cleanUpNow,
  createPrivateFile,
  makePrivateTempDir,
  pendingTemps,
  removeTree,
} from "../aws-files/store/store.js";
import type { RandomBytes } from "./accounts.js";
import type { Fault } from "./faults.js";
import { startPracticeAws, type PracticeAws } from "./server.js";

export interface PracticeSession {
  readonly aws: PracticeAws;
  /** What jobs and screens get instead of the real computer. */
  readonly host: Host;
  /** The key's CSV file as AWS's console gives it out: absolute path. */
  readonly csvPath: string;
  /**
   * Does what a person does in the console: makes a second key for the practice user, whose CSV
   * file then lies among the downloads. Answers its absolute path. Problems: `policy-denied` where
   * the user has two keys already; `file-not-writable`.
   */
  makeKey(): Promise<Result<string>>;
  /** Deactivates a key, as a person does in the console; false if there is none. */
  switchOff(accessKeyId: string): boolean;
  /**
   * Stops the practice AWS and deletes the home with all that was written there. Problem:
   * `file-not-writable`.
   */
  close(): Promise<Result<void>>;
  /**
   * Deletes the home without waiting, as well as all other temporary files of this process: for
   * signal handlers.
   */
  closeNow(): void;
}

export interface PracticeSessionOptions {
  /** The real one; only what a terminal needs is taken over from it. */
  readonly host: Host;
  readonly clock?: Clock;
  readonly faults?: readonly Fault[];
  readonly linked?: boolean;
  readonly random?: RandomBytes;
  /** 0 or left out: any free port. */
  readonly port?: number;
}

/**
 * Practice's own made-up pair, readable: it opens nothing but this server, and people are to try it
 * in other programs.
 */
export function handOut({ accessKeyId, secretAccessKey }: PracticeAws): {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
} {
  return { accessKeyId, secretAccessKey: secretAccessKey.reveal() };
}

/**
 * Variables that say how to write on this terminal and where programs are. A list of what is let
 * in, not of what is kept out: a variable that nobody thought of must not reach the practice
 * session.
 */
const LET_IN =
  /^(PATH|TERM|TERM_PROGRAM|TERM_PROGRAM_VERSION|COLORTERM|COLUMNS|LINES|LANG|LANGUAGE|LC_[A-Z]+|TZ|NO_COLOR|FORCE_COLOR|ACCESSIBLE|BROWSER|DISPLAY|WAYLAND_DISPLAY|TMUX|STY|SSH_TTY|WT_SESSION|WSL_DISTRO_NAME|WSL_INTEROP|VTE_VERSION)$/;

const CSV_NAME = "practice-key.csv";

/**
 * python-dotenv takes the first `.env` it meets on its way up, and above this home lie folders that
 * are not ours.
 */
const DOTENV =
  "# Empty on purpose: keeps the .env files of other folders out of the practice session.\n";

/**
 * Starts a practice AWS, makes a private home for it below the system's folder for temporary files,
 * and puts the key's CSV file there. Problems: those of `startPracticeAws`, and
 * `file-not-writable`; nothing is left behind then.
 */
export async function startPracticeSession(
  options: PracticeSessionOptions,
): Promise<Result<PracticeSession>> {
  const { host, ...awsOptions } = options;
  const started = await startPracticeAws(awsOptions);
  if (!started.ok) return started;
  const aws = started.value;
  const home = await makePrivateTempDir("mturk-setup-practice-");
  if (!home.ok) {
    await aws.close();
    return home;
  }
  const end = async (): Promise<Result<void>> => {
    await aws.close();
    return pendingTemps().includes(home.value) ? removeTree(home.value) : ok(undefined);
  };
  const csvPath = join(home.value, CSV_NAME);
  for (const [path, content] of [
    [csvPath, csvOf(aws)],
    [join(home.value, ".env"), DOTENV],
  ] as const) {
    const created = await createPrivateFile(path, content);
    if (created.ok) continue;
    await end();
    return failed(created.problem);
  }
  let ended: Promise<Result<void>> | null = null;
  return ok({
    aws,
    host: {
      env: practiceEnv(host.env, home.value, aws),
      cwd: home.value,
      home: home.value,
      platform: host.platform,
    },
    csvPath,
    makeKey: () => makeKey(aws, home.value, options.clock ?? systemClock),
    switchOff: (accessKeyId) => aws.accounts.setStatus(accessKeyId, "Inactive"),
    close: () => (ended ??= end()),
    closeNow: cleanUpNow,
  });
}

/**
 * The environment inside a practice session: what a terminal needs, the throw-away home, and the
 * practice addresses.
 */
function practiceEnv(
  outside: Host["env"],
  home: string,
  aws: Pick<PracticeAws, "endpoints">,
): Host["env"] {
  return {
    ...Object.fromEntries(Object.entries(outside).filter(([name]) => LET_IN.test(name))),
    HOME: home,
    AWS_ENDPOINT_URL_STS: aws.endpoints.sts,
    AWS_ENDPOINT_URL_MTURK: aws.endpoints.mturk,
    AWS_ENDPOINT_URL_IAM: aws.endpoints.iam,
  };
}

/**
 * The form in which the IAM console gives a key out today
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html).
 */
function csvOf(aws: Pick<PracticeAws, "accessKeyId" | "secretAccessKey">): Secret {
  return new Secret(
    `Access key ID,Secret access key\r\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\r\n`,
  );
}

/**
 * IAM allows no third.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MOST_KEYS = 2;

async function makeKey(aws: PracticeAws, home: string, clock: Clock): Promise<Result<string>> {
  const first = aws.accounts.recall(aws.accessKeyId);
  if (first === null) throw new Error("the practice AWS does not know its own key");
  const { owner } = first;
  const keys = aws.accounts.keysOf(owner);
  if (keys.length >= MOST_KEYS)
    return failed({
      code: "policy-denied",
      message: 'Two keys exist already, so "Create access key" is grey in the console.',
      try: ["Go back, and delete one of them first."],
    });
  const made = aws.accounts.issueKey(owner, clock.now());
  const path = join(
    home,
    "Downloads",
    `${owner.userName}_accessKeys${made.accessKeyId.slice(-4)}.csv`,
  );
  const created = await createPrivateFile(path, csvOf(made));
  return created.ok ? ok(path) : created;
}
