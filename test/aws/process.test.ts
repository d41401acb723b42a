/**
 * What only a process of its own can show: nothing on stderr, nothing read from ~/.aws, no
 * profile's say, and nothing that keeps it alive.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitUntil } from "../harness/wait.js";
import { proxyServer } from "./servers.js";
import { TOO_LONG, practice, to } from "./setup.js";

/**
 * Whoever reads a pipe that nobody writes to waits for ever: with these as AWS's files, reading
 * them would show.
 */
const PIPES = ["config", "credentials"];
let dir = "";

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "aws-child-"));
  for (const pipe of PIPES) execFileSync("mkfifo", [join(dir, pipe)]);
  await build({
    entryPoints: [resolve(import.meta.dirname, "child.ts")],
    outdir: dir,
    bundle: true,
    platform: "node",
    format: "esm",
    splitting: true,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
  });
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Starts the child; it is told to stop its first questions when `stopAt` resolves. */
function run(
  argument: string,
  env: Readonly<Record<string, string>>,
  stopAt: Promise<unknown>,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number | null }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(dir, "child.mjs"), argument], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    stopAt.then(() => child.kill("SIGUSR2"), failed);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (bytes: Buffer) => (stdout += bytes.toString()));
    child.stderr.on("data", (bytes: Buffer) => (stderr += bytes.toString()));
    child.once("error", failed);
    child.once("close", (code) => done({ stdout, stderr, code }));
  });
}

/** Variables that the SDK would heed, were it left to look for itself. */
const MISLEADING = {
  AWS_PROFILE: "ghost",
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLEOTHER2222",
  AWS_SECRET_ACCESS_KEY: "another-secret-that-must-not-be-used",
  AWS_SESSION_TOKEN: "another-token",
  AWS_REGION: "eu-west-1",
  AWS_DEFAULT_REGION: "eu-west-1",
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  AWS_USE_FIPS_ENDPOINT: "true",
  AWS_USE_DUALSTACK_ENDPOINT: "true",
  AWS_MAX_ATTEMPTS: "7",
  AWS_RETRY_MODE: "nonsense",
  AWS_DEFAULTS_MODE: "nonsense",
  AWS_AUTH_SCHEME_PREFERENCE: "bearer",
  AWS_DISABLE_CLOCK_SKEW_CORRECTION: "true",
  AWS_SIGV4A_SIGNING_REGION_SET: "*",
};

it.each([
  // A variable that is set spares the SDK the look into the file, so both are tried.
  ["misleading variables", MISLEADING],
  ["no variables", {}],
])(
  "asks with the given key alone, in silence, and lets the process end (%s)",
  async (_name, variables) => {
    const aws = await practice("clock-skew=3600");
    const silent = await practice("silent");
    const mute = await proxyServer(() => "mute");
    const orders = {
      id: aws.accessKeyId,
      secret: aws.secretAccessKey.reveal(),
      well: to(aws.endpoints),
      silent: to(silent.endpoints),
      muteProxy: { HTTPS_PROXY: `http://127.0.0.1:${mute.port}` },
      gone: to({ sts: `https://${TOO_LONG}`, mturk: `https://${TOO_LONG}` }),
    };
    const { stdout, stderr, code } = await run(
      JSON.stringify(orders),
      {
        ...variables,
        AWS_CONFIG_FILE: join(dir, "config"),
        AWS_SHARED_CREDENTIALS_FILE: join(dir, "credentials"),
      },
      waitUntil(
        () => silent.log[0],
        () => "the silent AWS was never asked",
      ),
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const { left, ...results } = JSON.parse(stdout) as { readonly left: readonly string[] };
    expect(results).toEqual({
      stopped: ["cancelled", "cancelled", "cancelled", "cancelled"],
      well: ["ok", "ok", "answers", "answers"],
      silent: ["deadline", "deadline", "ETIMEDOUT", "ETIMEDOUT"],
      muteProxy: ["deadline", "deadline", "ETIMEDOUT", "ETIMEDOUT"],
      gone: ["network", "network", "ENOTFOUND", "ENOTFOUND"],
    });
    expect(left).toEqual([]);
    // The clock is off, so each question is asked twice.
    expect(aws.log.map(({ keyId }) => keyId)).toEqual([
      ...Array<string>(4).fill(aws.accessKeyId),
      null,
      null,
    ]);
  },
);
