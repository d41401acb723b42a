/**
 * What stands between a computer and AWS when something is wrong: raw servers, TLS with
 * certificates of our own, CONNECT proxies.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { later } from "./setup.js";

/** Starts a server on a free port of 127.0.0.1 and drops everything after the test. */
async function listen(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  const keep = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  };
  server.on("connection", keep);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  later(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return (server.address() as net.AddressInfo).port;
}

/** A server that does with each connection what it is told. */
export async function rawServer(serve: (socket: net.Socket) => void): Promise<number> {
  return await listen(net.createServer(serve));
}

/** Answers whatever comes with these bytes, once it has seen a whole request head. */
export async function answering(text: string): Promise<string> {
  return `http://127.0.0.1:${await rawServer((socket) => socket.once("data", () => socket.end(text)))}`;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP server that is given the number of the request, counted from 0. */
export async function httpServer(reply: (turn: number) => Reply): Promise<string> {
  let turn = 0;
  const server = http.createServer((request, response) => {
    request.resume();
    request.once("end", () => {
      const { status, headers = {}, body } = reply(turn++);
      response.writeHead(status, headers).end(body);
    });
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as net.AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Paths of PEM files: an authority, and certificates that it has signed. */
export interface Certificates {
  readonly ca: string;
  readonly caKey: string;
  readonly key: string;
  /** For localhost and the names of AWS's three services. */
  readonly good: string;
  readonly otherName: string;
  readonly expired: string;
  readonly notYet: string;
}

let certificates: Certificates | null = null;

/** Made with the openssl command once per test file, for dates are part of what is tested. */
export function certificatesMade(): Certificates {
  if (certificates !== null) return certificates;
  const dir = mkdtempSync(join(tmpdir(), "aws-certificates-"));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  const at = (name: string): string => join(dir, name);
  const openssl = (...args: string[]): void =>
    void execFileSync("openssl", args, { cwd: dir, stdio: "pipe" });
  writeFileSync(at("index.txt"), "");
  writeFileSync(at("serial"), "1000\n");
  const names = (list: string): string => `subjectAltName=${list}\n`;
  writeFileSync(
    at("ca.cnf"),
    `[ca]\ndefault_ca=it\n[it]\ndir=.\ndatabase=./index.txt\nserial=./serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n` +
      `[good]\n${names("DNS:localhost,DNS:sts.us-east-1.amazonaws.com,DNS:mturk-requester-sandbox.us-east-1.amazonaws.com,DNS:iam.amazonaws.com")}[other]\n${names("DNS:login.example.com")}`,
  );
  openssl(
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=A test's authority",
    "-days",
    "30",
  );
  openssl(
    "req",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    "leaf.key",
    "-out",
    "leaf.csr",
    "-subj",
    "/CN=localhost",
  );
  const sign = (out: string, names: string, from: string, until: string): string => {
    openssl(
      "ca",
      "-batch",
      "-config",
      "ca.cnf",
      "-extensions",
      names,
      "-in",
      "leaf.csr",
      "-keyfile",
      "ca.key",
      "-cert",
      "ca.pem",
      "-out",
      out,
      "-startdate",
      from,
      "-enddate",
      until,
      "-notext",
    );
    return at(out);
  };
  certificates = {
    ca: at("ca.pem"),
    caKey: at("ca.key"),
    key: at("leaf.key"),
    good: sign("good.pem", "good", "20200101000000Z", "20990101000000Z"),
    otherName: sign("other.pem", "other", "20200101000000Z", "20990101000000Z"),
    expired: sign("expired.pem", "good", "20200101000000Z", "20210101000000Z"),
    notYet: sign("not-yet.pem", "good", "20980101000000Z", "20990101000000Z"),
  };
  return certificates;
}

/**
 * A TLS server that shows this certificate and passes requests on to `backend` (an http address),
 * or answers 200 with a page.
 */
export async function tlsServer(
  certificate: string,
  backend: string | null = null,
  key = certificatesMade().key,
): Promise<number> {
  const options = { cert: readFileSync(certificate), key: readFileSync(key) };
  const server = https.createServer(options, (request, response) => {
    if (backend === null) {
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<html><body>hello</body></html>");
      return;
    }
    const { hostname, port } = new URL(backend);
    const { url = "/", method = "GET", headers } = request;
    const onward = http.request({ hostname, port, path: url, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  return await listen(server);
}

/**
 * What a proxy does with one CONNECT: a port on this computer to go to, or the bytes to answer
 * instead.
 */
export type Verdict = { readonly port: number } | { readonly say: string } | "mute" | "hang up";

export interface ProxyLog {
  readonly port: number;
  /** The CONNECT lines with their Proxy-Authorization, as received. */
  readonly seen: { readonly target: string; readonly login: string | null }[];
}

/** A CONNECT proxy as networks have them. */
export async function proxyServer(
  decide: (target: string, login: string | null) => Verdict,
): Promise<ProxyLog> {
  const seen: { target: string; login: string | null }[] = [];
  const port = await rawServer((socket) => {
    socket.once("data", (head) => {
      const text = head.toString("latin1");
      const target = /^CONNECT (\S+)/.exec(text)?.[1] ?? "";
      const login = /^Proxy-Authorization: (.*)$/im.exec(text)?.[1]?.trim() ?? null;
      seen.push({ target, login });
      const verdict = decide(target, login);
      if (verdict === "mute") return;
      if (verdict === "hang up") socket.destroy();
      else if ("say" in verdict) socket.end(verdict.say);
      else tunnel(socket, verdict.port);
    });
  });
  return { port, seen };
}

function tunnel(socket: net.Socket, port: number): void {
  const onward = net.connect(port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.pipe(onward);
    onward.pipe(socket);
  });
  onward.on("error", () => socket.destroy());
  socket.once("close", () => onward.destroy());
}
