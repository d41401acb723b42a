/**
 * What else can reach a server on this computer: web pages, names that were made to lead here,
 * garbage, bodies without end, ten thousand connections. It answers none of them, and goes on.
 */
import { once } from "node:events";
import * as http from "node:http";
import * as net from "node:net";
import { afterEach, expect, it } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { start } from "./start.js";

/** As the program starts it. */
const ALONE = { names: [] };

const opened: net.Socket[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
});

function connect(aws: PracticeAws): net.Socket {
  const socket = net.connect(Number(new URL(aws.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  opened.push(socket);
  return socket;
}

function closed(socket: net.Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once("close", resolve));
}

/** Everything that comes back until the server closes. */
async function answerTo(aws: PracticeAws, bytes: string | Buffer): Promise<string> {
  const socket = connect(aws);
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  socket.write(bytes);
  await closed(socket);
  return Buffer.concat(parts).toString("latin1");
}

/** "well": an answer of the service's, with its number; else the status. */
function answerOf(
  aws: PracticeAws,
  headers: http.OutgoingHttpHeaders = {},
): Promise<number | "well" | undefined> {
  return new Promise((resolve, reject) => {
    http
      .get(aws.endpoints.sts, { headers, agent: false }, (response) => {
        response.resume();
        expect(response.headers["access-control-allow-origin"]).toBeUndefined();
        resolve("x-amzn-requestid" in response.headers ? "well" : response.statusCode);
      })
      .on("error", reject);
  });
}

async function expectWell(aws: PracticeAws): Promise<void> {
  expect(await answerOf(aws)).toBe("well");
}

it.each<readonly [string, http.OutgoingHttpHeaders, "well" | 421 | 403]>([
  ["its own address", {}, "well"],
  ["localhost", { host: "localhost:8000" }, "well"],
  ["LOCALHOST", { host: "LOCALHOST" }, "well"],
  ["this computer's address of six", { host: "[::1]:8000" }, "well"],
  ["a name that was made to lead here", { host: "rebound.example:8000" }, 421],
  ["a name that begins like it", { host: "127.0.0.1.example.com" }, 421],
  ["a name that ends like it", { host: "evil-localhost" }, 421],
  ["a name with a user in it", { host: "127.0.0.1@evil.example" }, 421],
  ["AWS's own name", { host: "sts.amazonaws.com" }, 421],
  ["a page of somebody else's", { origin: "https://evil.example" }, 403],
  ["a page from a file", { origin: "null" }, 403],
  ["a page on this computer", { origin: "http://localhost:3000" }, 403],
  ["a picture in a page", { "sec-fetch-site": "cross-site" }, 403],
])("%s", async (_name, headers, expected) => {
  const aws = await start(ALONE);
  expect(await answerOf(aws, headers)).toBe(expected);
  await expectWell(aws);
});

const POST = "POST /sts HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
it.each<readonly [string, string | Buffer]>([
  ["two lengths", `${POST}Content-Length: 4\r\nContent-Length: 40\r\n\r\nabcd`],
  [
    "a length and pieces",
    `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
  ],
  ["pieces of no size", `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n`],
  ["pieces twice", `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
  ["a header over two lines", `${POST}X-A: b\r\n c: d\r\n\r\n`],
  ["a name with a blank", `${POST}Content-Length : 4\r\n\r\nabcd`],
  ["no name of a computer", "GET /sts HTTP/1.1\r\nConnection: close\r\n\r\n"],
  ["an empty name", "GET /sts HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"],
  [
    "two names",
    "GET /sts HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
  ],
  ["the way to another computer", "CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
  ["another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["TLS", Buffer.from("16030100c8010000c40303", "hex")],
  ["a head without end", `GET /sts HTTP/1.1\r\nX-A: ${"a".repeat(100_000)}`],
  ["garbage", Buffer.from(Array.from({ length: 5000 }, (_each, at) => (at * 7919) % 256))],
  [
    "a signature of garbage",
    `${POST}Authorization: AWS4-HMAC-SHA256 Credential=${"/".repeat(9000)}\r\nContent-Length: 0\r\n\r\n`,
  ],
  [
    "a path of garbage",
    "GET /%E0%A4%A?%=%&=&%zz=%ff HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
  ],
  [
    "a whole address",
    "GET http://evil.example/sts HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
  ],
])("%s: refused, once, and it goes on", async (_name, bytes) => {
  const aws = await start(ALONE);
  const text = await answerTo(aws, bytes);
  // Never two answers to one request, and never a success.
  expect(text.match(/HTTP\/1\.1 /g)?.length ?? 0).toBeLessThan(2);
  expect(text).not.toMatch(/^HTTP\/1\.1 2/);
  await expectWell(aws);
});

it("a body without end is cut off, and what was asked for is not done", async () => {
  const aws = await start(ALONE);
  const socket = connect(aws);
  socket.write(`${POST}Transfer-Encoding: chunked\r\n\r\n`);
  const piece = `10000\r\n${"a".repeat(65_536)}\r\n`;
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on("drain", more);
  socket.resume();
  more();
  await closed(socket);
  expect(aws.log).toEqual([]);
  await expectWell(aws);
});

it("more connections than anybody needs, all of them silent: the next one is served", async () => {
  const aws = await start(ALONE);
  const silent = Array.from({ length: 1500 }, () => connect(aws));
  await Promise.all(
    silent.map((socket) =>
      Promise.race([once(socket, "connect").catch(() => null), closed(socket)]),
    ),
  );
  for (let turn = 0; turn < 5; turn += 1) await expectWell(aws);
});

it("a request that is being answered is not dropped for others that ask for nothing", async () => {
  const aws = await start(ALONE);
  const socket = connect(aws);
  socket.write(`${POST}Expect: 100-continue\r\nContent-Length: 1\r\n\r\n`);
  const [first] = (await once(socket, "data")) as [Buffer];
  expect(first.toString("latin1")).toMatch(/^HTTP\/1\.1 100 /);
  const others = Array.from({ length: 400 }, () => connect(aws));
  await Promise.all(
    others.map((other) => Promise.race([once(other, "connect").catch(() => null), closed(other)])),
  );
  await expectWell(aws);
  socket.write("a");
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString("latin1")).toMatch(/^HTTP\/1\.1 403 [^]*x-amzn-requestid/i);
});
