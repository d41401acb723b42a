/** Starts practice AWSs for a test file and stops them after each test. */
import { afterEach } from "vitest";
import type { Clock } from "../../src/base/host.js";
import type { Problem, Result } from "../../src/base/problem.js";
import { parseFault, type Fault } from "../../src/practice/faults.js";
import {
  startPracticeAws,
  type PracticeAws,
  type PracticeAwsOptions,
} from "../../src/practice/server.js";

const running: PracticeAws[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()));
});

/** Of AWS's services, and made up: as a server with TLS in front of the practice AWS is asked. */
const BEHIND_TLS = [
  "sts.us-east-1.amazonaws.com",
  "mturk-requester-sandbox.us-east-1.amazonaws.com",
  "iam.amazonaws.com",
  "sts.example.com",
];

export async function start(options: PracticeAwsOptions = {}): Promise<PracticeAws> {
  const aws = value(await startPracticeAws({ names: BEHIND_TLS, ...options }));
  running.push(aws);
  return aws;
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

export function problem(result: Result<unknown>): Problem {
  if (result.ok) throw new Error("expected a problem");
  return result.problem;
}

export function fault(text: string): Fault {
  return value(parseFault(text));
}

/** A clock that stands still until it is moved; sleeping moves it. */
export class HandClock implements Clock {
  time: number;

  constructor(time = Date.now()) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  sleep(ms: number): Promise<void> {
    this.time += ms;
    return Promise.resolve();
  }
}
