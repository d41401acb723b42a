/** Boto3 as a child process that asks the practice AWS what a test tells it to. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { PracticeKey } from "../../src/practice/accounts.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { childEnv } from "./python.js";

export interface Pair {
  readonly id: string;
  readonly secret: string;
  readonly token?: string;
}

export interface KeyTold {
  readonly UserName: string;
  readonly AccessKeyId: string;
  readonly Status: string;
  /** ISO 8601, as Python writes it. */
  readonly CreateDate: string;
  readonly SecretAccessKey?: string;
}

export interface Told {
  /** "ok", or the name of boto3's exception. */
  readonly kind: string;
  readonly code?: string;
  readonly message?: string;
  readonly type?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly answer?: {
    readonly AccessKey?: KeyTold;
    readonly AccessKeyMetadata?: readonly KeyTold[];
    readonly IsTruncated?: boolean;
    readonly UserName?: string;
    readonly AccessKeyLastUsed?: Readonly<Record<string, string>>;
    readonly Arn?: string;
    readonly AvailableBalance?: string;
  };
}

/** As boto3 names them. */
export type Operation =
  | "create_access_key"
  | "list_access_keys"
  | "update_access_key"
  | "delete_access_key"
  | "get_access_key_last_used";

export type Parameters = Readonly<Record<string, string | number>>;

export function firstPair(aws: PracticeAws): Pair {
  return { id: aws.accessKeyId, secret: aws.secretAccessKey.reveal() };
}

export function pairOf(key: PracticeKey): Pair {
  return { id: key.accessKeyId, secret: key.secretAccessKey.reveal() };
}

export class Boto3 {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #complaints = "";

  constructor(python: string) {
    this.#child = spawn(python, [fileURLToPath(new URL("practice-iam.py", import.meta.url))], {
      env: childEnv(),
    });
    this.#child.stderr.on("data", (chunk: Buffer) => (this.#complaints += chunk.toString()));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  stop(): void {
    this.#child.kill();
  }

  /** `patience`: how long it waits for an answer, in seconds. */
  iam(
    aws: PracticeAws,
    operation: Operation,
    parameters: Parameters = {},
    pair: Pair = firstPair(aws),
    { retries = 0, patience = 600 } = {},
  ): Promise<Told> {
    return this.#ask({
      service: "iam",
      endpoint: aws.endpoints.iam,
      operation,
      parameters,
      retries,
      patience,
      ...pair,
    });
  }

  identity(aws: PracticeAws, pair: Pair = firstPair(aws)): Promise<Told> {
    return this.#ask({
      service: "sts",
      endpoint: aws.endpoints.sts,
      operation: "get_caller_identity",
      ...pair,
    });
  }

  balance(aws: PracticeAws, pair: Pair = firstPair(aws)): Promise<Told> {
    return this.#ask({
      service: "mturk",
      endpoint: aws.endpoints.mturk,
      operation: "get_account_balance",
      ...pair,
    });
  }

  async #ask(task: Readonly<Record<string, unknown>>): Promise<Told> {
    this.#child.stdin.write(`${JSON.stringify(task)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`boto3's process ended: ${this.#complaints}`);
    return JSON.parse(line.value) as Told;
  }
}
