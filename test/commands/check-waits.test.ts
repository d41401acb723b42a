/**
 * How often `check` waits for AWS: both services are asked at the same time, once and over one
 * connection each; twenty profiles are five waits. Counted, for times say nothing on a busy machine.
 */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { mturkSetupHere } from "../e2e/here.js";
import { newPlace } from "../e2e/program.js";
import { start } from "../practice/start.js";

interface Gate {
  readonly env: Readonly<Record<string, string>>;
  /** How many requests stood before the gate each time that it was opened. */
  readonly waves: readonly number[];
  readonly connections: () => number;
}

/** Lets requests through to `aws` once `together` of them wait at the same time, all at once. */
async function gate(aws: PracticeAws, together: number): Promise<Gate> {
  const waves: number[] = [];
  let held: (() => void)[] = [];
  let connections = 0;
  const server = http.createServer((request, response) => {
    const { method, url, headers } = request;
    held.push(() => {
      const { port } = new URL(aws.endpoints.sts);
      const onwards = http.request({ host: "127.0.0.1", port, method, path: url, headers });
      onwards.on("response", (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(onwards);
    });
    if (held.length < together) return;
    waves.push(held.length);
    for (const open of held.splice(0)) open();
  });
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    held = [];
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const through = (endpoint: string): string =>
    `http://127.0.0.1:${port}${new URL(endpoint).pathname}`;
  return {
    env: {
      AWS_ENDPOINT_URL_STS: through(aws.endpoints.sts),
      AWS_ENDPOINT_URL_MTURK: through(aws.endpoints.mturk),
    },
    waves,
    connections: () => connections,
  };
}

const profile = (name: string, aws: PracticeAws): string =>
  `[${name}]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\nregion = us-east-1\n`;

test("one key: STS and the sandbox wait side by side, one request and one connection each", async () => {
  const aws = await start();
  const place = newPlace();
  place.put(".aws/credentials", profile("default", aws));
  // Were one asked after the other, neither would ever be let through.
  const { env, waves, connections } = await gate(aws, 2);
  const done = await mturkSetupHere(place, ["check", "--json"], { env });
  expect(done.code, done.out).toBe(0);
  expect(waves).toEqual([2]);
  expect(connections()).toBe(2);
  expect(aws.log.map(({ operation }) => operation).sort()).toEqual([
    "GetAccountBalance",
    "GetCallerIdentity",
  ]);
});

test("twenty profiles: five waits of eight requests", async () => {
  const aws = await start();
  const place = newPlace();
  const names = Array.from({ length: 20 }, (_none, at) => `p${at}`);
  place.put(".aws/credentials", names.map((name) => profile(name, aws)).join("\n"));
  const { env, waves, connections } = await gate(aws, 8);
  const done = await mturkSetupHere(place, ["check", "--all", "--json"], { env });
  expect(done.code, done.out).toBe(0);
  expect(waves).toEqual([8, 8, 8, 8, 8]);
  expect(connections()).toBe(40);
});
