/**
 * Counts what a start, a check and a key cost, in figures that are the same on every machine: files
 * and bytes of ours loaded before the first frame, requests to AWS, bytes written for a key.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn as spawnPty } from "@lydell/node-pty";
import { startPracticeAws } from "../../src/practice/server.js";

export interface Counts {
  readonly beforeFirstFrame: {
    readonly files: number;
    readonly bytes: number;
    /** Node's own modules that were compiled for it. */
    readonly node: readonly string[];
  };
  readonly packagesInstalled: number;
  readonly requestsOfACheck: readonly string[];
  readonly bytesWrittenForAKey: number;
}

const FIRST_FRAME = "mturk-setup:";
const MENU = "What would you like";
const KEYS = 6;
const DOWN = "\u001B[B";

/** Notes each file that V8 is given, and when the first frame leaves. */
const OBSERVER = `
const { Session } = require("node:inspector");
const { appendFileSync } = require("node:fs");
const note = (text) => appendFileSync(process.env.COUNTS_LOG, text + "\\n");
const session = new Session();
session.connect();
session.on("Debugger.scriptParsed", ({ params }) => note(params.length + " " + params.url));
session.post("Debugger.enable");
const { write } = process.stdout;
process.stdout.write = function (chunk, ...rest) {
  if (String(chunk).includes(${JSON.stringify(FIRST_FRAME)})) note("frame");
  return write.call(this, chunk, ...rest);
};
`;

type Env = Record<string, string>;

function environment(home: string): Env {
  return { PATH: process.env.PATH ?? "", HOME: home, LANG: "C.UTF-8", TERM: "xterm-256color" };
}

/** Runs the wizard in a real terminal until its menu is there, then `then`; answers what that does. */
async function atTheMenu<T>(
  node: readonly string[],
  bin: string,
  env: Env,
  then: (press: (bytes: string) => Promise<number>) => Promise<T>,
): Promise<T> {
  const pty = spawnPty(process.execPath, [...node, bin], { env, cols: 80, rows: 24 });
  let text = "";
  let heard: () => void = () => undefined;
  pty.onData((data) => {
    text += data;
    heard();
  });
  const until = async (there: () => boolean): Promise<void> => {
    while (!there()) await new Promise<void>((resolve) => (heard = resolve));
  };
  try {
    await until(() => text.includes(MENU));
    // A frame ends with the end of synchronised output.
    return await then(async (bytes) => {
      const before = text.length;
      pty.write(bytes);
      await until(() => text.indexOf("\u001B[?2026l", before) > 0);
      return Buffer.byteLength(text.slice(before));
    });
  } finally {
    pty.kill("SIGKILL");
  }
}

async function loaded(bin: string, folder: string): Promise<Counts["beforeFirstFrame"]> {
  const observer = join(folder, "observer.cjs");
  const log = join(folder, "loaded");
  writeFileSync(observer, OBSERVER);
  const env = { ...environment(folder), COUNTS_LOG: log };
  await atTheMenu(["--require", observer], bin, env, () => Promise.resolve());
  const [before = ""] = readFileSync(log, "utf8").split("\nframe\n", 1);
  const scripts = before.split("\n").map((line) => {
    const at = line.indexOf(" ");
    return { bytes: Number(line.slice(0, at)), url: line.slice(at + 1) };
  });
  const ours = scripts.filter(({ url }) => url.includes("/dist/"));
  return {
    files: ours.length,
    bytes: ours.reduce((sum, { bytes }) => sum + bytes, 0),
    node: scripts.filter(({ url }) => url.startsWith("node:")).map(({ url }) => url),
  };
}

async function asked(bin: string, home: string): Promise<readonly string[]> {
  const started = await startPracticeAws({});
  if (!started.ok) throw new Error(started.problem.message);
  const aws = started.value;
  const env = {
    ...environment(home),
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey.reveal(),
    AWS_ENDPOINT_URL_STS: aws.endpoints.sts,
    AWS_ENDPOINT_URL_MTURK: aws.endpoints.mturk,
  };
  const code = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, "check"], { env, stdio: "ignore" });
    child.once("error", reject);
    child.once("close", resolve);
  });
  const calls = aws.log.map(({ operation }) => operation ?? "unknown");
  await aws.close();
  if (code !== 0) throw new Error(`check ended with ${String(code)}`);
  return calls;
}

/** `bin`: the built program. */
export async function count(bin: string): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "mturk-setup-counts-"));
  try {
    const { dependencies = {} } = JSON.parse(readFileSync("package.json", "utf8")) as {
      readonly dependencies?: object;
    };
    const written = await atTheMenu([], bin, environment(folder), async (press) => {
      let bytes = 0;
      for (let key = 0; key < KEYS; key++) bytes += await press(DOWN);
      return bytes;
    });
    return {
      beforeFirstFrame: await loaded(bin, folder),
      packagesInstalled: 1 + Object.keys(dependencies).length,
      requestsOfACheck: await asked(bin, folder),
      bytesWrittenForAKey: Math.round(written / KEYS),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
