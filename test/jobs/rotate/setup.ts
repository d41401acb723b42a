/**
 * A home with real files and a practice AWS of its own: what the jobs of rotation and retirement
 * work on.
 */
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { createAws } from "../../../src/aws/calls.js";
import type { Clock, Host } from "../../../src/base/host.js";
import { systemClock } from "../../../src/base/host.js";
import type { AccessKey } from "../../../src/keys/types.js";
import { rotatePorts, type RotatePorts } from "../../../src/jobs/rotate/index.js";
import type { PracticeAws } from "../../../src/practice/server.js";
import { childEnv, pythonWithBoto3 } from "../../conformance/python.js";
import { fault, start } from "../../practice/start.js";

export interface Scene {
  readonly aws: PracticeAws;
  readonly ports: RotatePorts;
  readonly host: Host;
  readonly key: AccessKey;
  readonly at: (path: string) => string;
  readonly read: (path: string) => string;
  readonly has: (path: string) => boolean;
  readonly put: (path: string, text: string) => void;
  /** Every name below the home. */
  readonly tree: () => readonly string[];
  /** Id of the key that stands in the profile `default` of the credentials file. */
  readonly idInFile: () => string | null;
  /** Ids of the active keys of the practice user. */
  readonly active: () => readonly string[];
  readonly signal: AbortSignal;
}

/** Waits without waiting: time passes at once, so that 30 s of patience cost nothing. */
export function hurriedClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep: (ms) => {
      ahead += ms;
      return Promise.resolve();
    },
  };
}

export async function scene(
  options: {
    readonly faults?: readonly string[];
    readonly clock?: Clock;
    readonly env?: Readonly<Record<string, string>>;
    readonly file?: string | null;
  } = {},
): Promise<Scene> {
  const clock = options.clock ?? systemClock;
  const aws = await start({ faults: (options.faults ?? []).map(fault), clock });
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-rotate-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const key: AccessKey = { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey };
  const at = (path: string): string => join(home, path);
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true, mode: 0o700 });
    writeFileSync(at(path), text, { mode: 0o600 });
  };
  const file = options.file === undefined ? profileText(key) : options.file;
  if (file !== null) put(".aws/credentials", file);
  put(".env", "# nothing\n");
  const host: Host = {
    env: {
      HOME: home,
      AWS_ENDPOINT_URL_STS: aws.endpoints.sts,
      AWS_ENDPOINT_URL_MTURK: aws.endpoints.mturk,
      AWS_ENDPOINT_URL_IAM: aws.endpoints.iam,
      ...options.env,
    },
    cwd: home,
    home,
    platform: "linux",
  };
  const ports = rotatePorts({
    host,
    clock,
    practice: null,
    aws: () => createAws({ env: host.env, clock, bounds: { pauseMs: 1 } }),
  });
  const owner = aws.accounts.find(aws.accessKeyId)!.owner;
  return {
    aws,
    ports,
    host,
    key,
    at,
    put,
    read: (path) => readFileSync(at(path), "utf8"),
    has: (path) => existsSync(at(path)),
    tree: () => readdirSync(home, { recursive: true, encoding: "utf8" }).sort(),
    idInFile: () =>
      /^aws_access_key_id = (\S+)/m.exec(readFileSync(at(".aws/credentials"), "utf8"))?.[1] ?? null,
    active: () =>
      aws.accounts
        .keysOf(owner)
        .filter(({ status }) => status === "Active")
        .map(({ accessKeyId }) => accessKeyId),
    signal: new AbortController().signal,
  };
}

export function profileText(key: AccessKey, profile = "default"): string {
  return `# keep me\n[${profile}]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey.reveal()}\nregion = us-east-1\n`;
}

const SCRIPT = fileURLToPath(new URL("../../e2e/boto3-balance.py", import.meta.url));

/**
 * What boto3 finds in this home by itself, having asked STS and MTurk with it; null only where
 * boto3 was left out on purpose.
 */
export function boto3Finds(
  scene: Scene,
  profile = "",
): Promise<{
  readonly accessKeyId: string;
  readonly account: string;
  readonly balance: string;
} | null> {
  const python = pythonWithBoto3();
  if (python === null) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    execFile(
      python,
      [SCRIPT, profile, scene.aws.endpoints.sts, scene.aws.endpoints.mturk],
      { cwd: scene.host.home, env: childEnv({ HOME: scene.host.home }) },
      (error, out, err) => {
        if (error === null)
          resolve(JSON.parse(out) as { accessKeyId: string; account: string; balance: string });
        else reject(new Error(`boto3 stopped: ${err}`));
      },
    );
  });
}
