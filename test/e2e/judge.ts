/**
 * Real boto3 and psiTurk's reading in one process that is asked again and again: what each gets
 * from a home at that moment.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { childEnv, pythonWithBoto3 } from "../conformance/python.js";
import type { Env } from "./program.js";
import type { Stage } from "./rotation.js";

/** The id with which it asked and the balance that it got, or on what it stopped. */
export type Got = { readonly id: string; readonly balance: string } | { readonly stopped: string };

export interface Judge {
  /** boto3 with each of these profiles. */
  readonly boto3: (profiles: readonly string[]) => Promise<Readonly<Record<string, Got>>>;
  /**
   * psiTurk, started in this folder (absolute path); null where a `.env` is to be read and this
   * Python has no python-dotenv.
   */
  readonly psiturk: (cwd: string) => Promise<Got | null>;
  readonly stop: () => void;
}

const SCRIPT = fileURLToPath(new URL("../conformance/balance-judge.py", import.meta.url));

/**
 * Starts it for this home, with these variables; null only where tests with boto3 were switched off
 * on purpose.
 */
export function startJudge(
  { place, aws }: Pick<Stage, "place" | "aws">,
  env: Env = {},
): Judge | null {
  const python = pythonWithBoto3();
  if (python === null) return null;
  const set = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const child = spawn(python, [SCRIPT, aws.endpoints.mturk], {
    cwd: place.home,
    env: childEnv({ HOME: place.home, ...set }),
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let errors = "";
  child.stderr.on("data", (bytes: Buffer) => (errors += bytes.toString()));
  child.stdin.on("error", () => undefined);
  const waiting: {
    readonly resolve: (line: string) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  child.once("close", () =>
    waiting.splice(0).forEach(({ reject }) => reject(new Error(`the judge ended: ${errors}`))),
  );
  const ask = async <T>(order: object): Promise<T> => {
    const line = await new Promise<string>((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(order)}\n`);
    });
    return JSON.parse(line) as T;
  };
  return {
    boto3: (profiles) => ask({ cwd: place.home, profiles }),
    psiturk: async (cwd) => {
      const got = await ask<Got | null>({ cwd, psiturk: true });
      if (got === null)
        process.stderr.write("SKIPPED what psiTurk gets: this Python has no python-dotenv.\n");
      return got;
    },
    stop: () => void child.stdin.end(),
  };
}
