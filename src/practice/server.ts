/**
 * Serves the practice AWS over HTTP on 127.0.0.1: it takes requests in, has them judged, and sends
 * AWS's answers.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { systemClock, type Clock } from "../base/host.js";
import { failed, ok, type Result } from "../base/problem.js";
import type { Secret } from "../base/secret.js";
import {
  Accounts,
  MTURK_FULL_ACCESS,
  OWN_KEYS,
  type NewKey,
  type PracticeKey,
  type Principal,
  type RandomBytes,
} from "./accounts.js";
import {
  answerCall,
  lineTo,
  seenBefore,
  serviceFor,
  type AnsweredCall,
  type SeenCall,
} from "./answer.js";
import type { FaultEffect } from "./effect.js";
import { effectOf, type Fault } from "./faults.js";
import { Gate } from "./gate.js";
import type { IncomingCall } from "./signature.js";

export type { SeenCall } from "./answer.js";

export interface PracticeAws {
  /** Root address, all services; e.g. "http://127.0.0.1:34567". */
  readonly url: string;
  /** One address per service, so that a look-up without keys says whom it asks. */
  readonly endpoints: { readonly sts: string; readonly mturk: string; readonly iam: string };
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  /** The books: more users, keys and root can be made there. */
  readonly accounts: Accounts;
  readonly faults: readonly Fault[];
  /** Changes what is broken from now on. */
  setFaults(faults: readonly Fault[]): void;
  /** The latest requests, oldest first. */
  readonly log: readonly SeenCall[];
  /** Stops listening and drops every connection; may be called again. */
  close(): Promise<void>;
}

export interface PracticeAwsOptions {
  /** 0 or left out: any free port. */
  readonly port?: number;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
  /** Whether the sandbox is linked to the account; default true. */
  readonly linked?: boolean;
  readonly random?: RandomBytes;
  /** The first key, where it is not to be made up. */
  readonly key?: NewKey;
  /** Names beside this computer's own under which it may be asked, as behind a server with TLS. */
  readonly names?: readonly string[];
}

const HOST = "127.0.0.1";
/** Our requests are below 100 bytes; whoever sends more is told so and cut off. */
const MOST_BODY_BYTES = 64 * 1024;
const MOST_LOG_ENTRIES = 1000;
/** Whoever opens more than these loses the oldest that asks for nothing. */
const MOST_CONNECTIONS = 256;
/**
 * Milliseconds for a request's head and for all of it; the parser is the strict one, whatever
 * NODE_OPTIONS says.
 */
const HTTP = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1000,
  insecureHTTPParser: false,
} as const;
const DAY_MS = 86_400_000;

/**
 * Starts a practice AWS with one account, the IAM user `practice`, who may use MTurk and replace
 * its own keys, and one active key. Problems: `usage-wrong` where the port cannot be used,
 * `unknown` where the computer allows no server at all.
 */
export async function startPracticeAws(
  options: PracticeAwsOptions = {},
): Promise<Result<PracticeAws>> {
  const clock = options.clock ?? systemClock;
  const accounts = new Accounts({
    random: options.random ?? randomBytes,
    linked: options.linked ?? true,
  });
  const user = accounts.addUser("practice", [MTURK_FULL_ACCESS, OWN_KEYS]);
  const key = accounts.issueKey(user, clock.now(), options.key);
  const aws = new LoopbackAws(clock, accounts, key, options.faults ?? [], options.names ?? []);
  const started = await aws.listen(options.port ?? 0);
  return started.ok ? ok(aws) : started;
}

class LoopbackAws implements PracticeAws {
  readonly accounts: Accounts;
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly log: SeenCall[] = [];
  url = "";
  endpoints = { sts: "", mturk: "", iam: "" };
  faults: readonly Fault[];
  #effect: FaultEffect;
  #faultsSince: number;
  readonly #clock: Clock;
  readonly #owner: Principal;
  /** Whose first answer was lost since the faults were set. */
  readonly #lost = new Set<string>();
  readonly #gate: Gate;
  readonly #server: Server;
  /** In the order in which they came. */
  readonly #sockets = new Set<Socket>();
  /** Those with a request that is being answered. */
  readonly #busy = new Set<Socket>();
  readonly #names: readonly string[];
  readonly #closing = new AbortController();

  constructor(
    clock: Clock,
    accounts: Accounts,
    key: PracticeKey,
    faults: readonly Fault[],
    names: readonly string[],
  ) {
    this.#names = names;
    this.#clock = clock;
    this.accounts = accounts;
    this.accessKeyId = key.accessKeyId;
    this.secretAccessKey = key.secretAccessKey;
    this.faults = faults;
    this.#effect = effectOf(faults);
    this.#faultsSince = clock.now();
    this.#owner = key.owner;
    this.#gate = new Gate(accounts);
    this.#provideOlderKey();
    this.#server = createServer(HTTP, (request, response) => this.#take(request, response));
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => {
        this.#sockets.delete(socket);
        this.#busy.delete(socket);
      });
      if (this.#sockets.size > MOST_CONNECTIONS)
        [...this.#sockets].find((one) => one !== socket && !this.#busy.has(one))?.destroy();
    });
  }

  listen(port: number): Promise<Result<null>> {
    return new Promise((resolve) => {
      const fail = (error: NodeJS.ErrnoException): void =>
        resolve(failed(listenProblem(port, error.code ?? error.name)));
      this.#server.once("error", fail);
      try {
        this.#server.listen(port, HOST, () => {
          this.#server.off("error", fail);
          const { port: actual } = this.#server.address() as AddressInfo;
          this.url = `http://${HOST}:${actual}`;
          this.endpoints = {
            sts: `${this.url}/sts`,
            mturk: `${this.url}/mturk`,
            iam: `${this.url}/iam`,
          };
          resolve(ok(null));
        });
      } catch (error) {
        fail(error as NodeJS.ErrnoException);
      }
    });
  }

  setFaults(faults: readonly Fault[]): void {
    this.faults = [...faults];
    this.#effect = effectOf(faults);
    this.#faultsSince = this.#clock.now();
    this.#gate.forget();
    this.#lost.clear();
    this.#provideOlderKey();
  }

  close(): Promise<void> {
    this.#closing.abort();
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => {
      // The callback gets an error when the server is closed already, which is what is wanted.
      this.#server.close(() => resolve());
    });
  }

  /** A client that goes away in the middle, or sends nonsense, is nothing to tell anyone about. */
  #take(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    request.on("error", () => socket.destroy());
    const refused = refusalOf(request, this.#names);
    if (refused !== null) {
      response.writeHead(refused, { connection: "close" }).end();
      return;
    }
    this.#busy.add(socket);
    this.#serve(request, response)
      .catch(() => socket.destroy())
      .finally(() => this.#busy.delete(socket));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === "gone") return;
    if (body === "too-large") {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    const effect = this.#effect;
    const call = callOf(request, body);
    const line = lineTo(serviceFor(call), effect);
    if (line === "drop" || line === "mute") {
      this.#note({ ...seenBefore(call), status: null, code: null });
      if (line === "drop") request.socket.resetAndDestroy();
      return;
    }
    if (effect.delayMs > 0) await this.#clock.sleep(effect.delayMs, this.#closing.signal);
    const answered = await this.#answer(call, effect);
    if (this.#isLost(answered, effect)) {
      this.#note({ ...answered.seen, status: null });
      request.socket.resetAndDestroy();
      return;
    }
    this.#note(answered.seen);
    send(response, answered, this.#clock.now() + effect.clockAheadMs);
  }

  /**
   * A bug of ours must not end the whole practice session: it is answered and logged as what it is.
   */
  #answer(call: IncomingCall, effect: FaultEffect): Promise<AnsweredCall> {
    const around = {
      gate: this.#gate,
      accounts: this.accounts,
      effect,
      now: this.#clock.now(),
      faultsSince: this.#faultsSince,
      requestId: randomUUID(),
    };
    return answerCall(call, around).catch(() => {
      const reply = {
        status: 500,
        headers: { "content-type": "text/plain" },
        body: "The practice AWS has a bug.\n",
        code: "bug",
      };
      return {
        reply,
        seen: {
          service: null,
          operation: null,
          keyId: null,
          status: reply.status,
          code: reply.code,
        },
        performed: false,
      };
    });
  }

  /**
   * The key of the fault `quota`: it stands in the books like any other, can be deleted, and comes
   * again with the fault.
   */
  #provideOlderKey(): void {
    const { olderKey } = this.#effect;
    if (olderKey === null || this.accounts.keysOf(this.#owner).length > 1) return;
    const now = this.#clock.now();
    const { accessKeyId } = this.accounts.issueKey(this.#owner, now - 400 * DAY_MS, {
      status: olderKey,
    });
    this.accounts.noteUse(accessKeyId, {
      at: now - 90 * DAY_MS,
      service: "mturk",
      region: "us-east-1",
    });
  }

  /** Only what was done can get lost: a refusal arrives. */
  #isLost({ performed, seen: { operation } }: AnsweredCall, { lostAnswers }: FaultEffect): boolean {
    const change = Object.entries(lostAnswers).find(([name]) => name === operation);
    if (change === undefined || !performed) return false;
    const [name, times] = change;
    if (times === "first" && this.#lost.has(name)) return false;
    this.#lost.add(name);
    return true;
  }

  #note(seen: SeenCall): void {
    this.log.push(seen);
    if (this.log.length > MOST_LOG_ENTRIES) this.log.shift();
  }
}

/**
 * The status for a request that no program of this computer's user sends: with the Host of a name
 * that was made to lead here (DNS rebinding), or from a web page. Null: it may pass.
 */
function refusalOf({ headers }: IncomingMessage, names: readonly string[]): number | null {
  if (headers.origin !== undefined || headers["sec-fetch-site"] === "cross-site") return 403;
  const host = (headers.host ?? "").toLowerCase().replace(/:\d{1,5}$/, "");
  return OWN_NAMES.includes(host) || names.includes(host) ? null : 421;
}

const OWN_NAMES = [HOST, "localhost", "[::1]"];

function send(response: ServerResponse, { reply }: AnsweredCall, now: number): void {
  if (response.destroyed) return;
  // Clients measure their clock by this header, so it has to follow the fault `clock-skew`.
  response.sendDate = false;
  const length = Buffer.byteLength(reply.body);
  response.writeHead(reply.status, {
    ...reply.headers,
    date: new Date(now).toUTCString(),
    "content-length": length,
  });
  response.end(reply.body);
}

function callOf(request: IncomingMessage, body: Uint8Array): IncomingCall {
  const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
  const given = new URLSearchParams(query);
  const fields = Object.fromEntries(
    [...new Set(given.keys())].map((name) => [name, given.getAll(name)]),
  );
  const headers = new Map(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(","),
    ]),
  );
  return { method: request.method ?? "GET", path, query: fields, headers, body };
}

/** The whole body; "gone" if the client went away first. */
function readBody(request: IncomingMessage): Promise<Uint8Array | "gone" | "too-large"> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BODY_BYTES) resolve("too-large");
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("close", () => resolve("gone"));
  });
}

function listenProblem(port: number, reason: string): Parameters<typeof failed>[0] {
  const taken = reason === "EADDRINUSE";
  const refused = taken || reason === "EACCES" || reason === "ERR_SOCKET_BAD_PORT";
  const why = taken ? "another program uses it" : `the computer says ${reason}`;
  return {
    code: refused && port !== 0 ? "usage-wrong" : "unknown",
    message:
      `The practice AWS could not listen on ${HOST}${port === 0 ? "" : `, port ${port}`}: ` +
      `${why}.`,
    try: [
      port === 0
        ? "Check whether a sandbox or firewall forbids local servers."
        : "Choose a port between 1024 and 65535, or none: then a free one is taken.",
    ],
    detail: reason,
  };
}
