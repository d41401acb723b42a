/**
 * A setting leads boto3 to another server: said before anything is sent, and nothing ever goes
 * there.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { spawn } from "node:child_process";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, type Env, type Place, environment, newPlace } from "../e2e/program.js";

/** Made up: known to nobody. */
const MADE_UP = { id: "AKIAAWAYAWAY2EXAMPLE", secret: "madeUp/Away+madeUp/Away+madeUp/Away+XY12" };
const PAIR = `aws_access_key_id = ${MADE_UP.id}\naws_secret_access_key = ${MADE_UP.secret}\n`;

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface Way {
  readonly name: string;
  /** `PORT` stands for the port of the other server. */
  readonly env?: Env;
  readonly config?: string;
  readonly says: RegExp | null;
}

const WAYS: readonly Way[] = [
  {
    name: "AWS_ENDPOINT_URL",
    env: { AWS_ENDPOINT_URL: "http://127.0.0.1:PORT" },
    says: /AWS_ENDPOINT_URL leads boto3 to 127\.0\.0\.1:PORT for MTurk and STS/,
  },
  {
    name: "endpoint_url of the profile",
    config: "endpoint_url = http://127.0.0.1:PORT\n",
    says: /endpoint_url of the profile "default" \(line 3 of .*config\) leads boto3 to 127\.0\.0\.1:PORT/,
  },
  {
    name: "[services] for mturk",
    config: "services = lab\n[services lab]\nmturk =\n  endpoint_url = http://127.0.0.1:PORT\n",
    says: /endpoint_url of mturk in \[services lab\] \(line 5 of .*config\) leads boto3 to 127\.0\.0\.1:PORT for MTurk\./,
  },
  {
    name: "[services] for sts",
    config: "services = lab\n[services lab]\nsts =\n  endpoint_url = http://127.0.0.1:PORT\n",
    says: /endpoint_url of sts in \[services lab\] .* leads boto3 to 127\.0\.0\.1:PORT for STS\./,
  },
  {
    name: "use_fips_endpoint",
    config: "use_fips_endpoint = true\n",
    says: /use_fips_endpoint of the profile "default" \(line 3 of .*config\) leads boto3 to mturk-requester-fips\.us-east-1\.amazonaws\.com for MTurk, and MTurk never had such an address/,
  },
  {
    name: "AWS_USE_DUALSTACK_ENDPOINT",
    env: { AWS_USE_DUALSTACK_ENDPOINT: "true" },
    says: /AWS_USE_DUALSTACK_ENDPOINT leads boto3 to mturk-requester\.us-east-1\.api\.aws for MTurk/,
  },
  {
    name: "AWS_ENDPOINT_URL that is ignored by a variable",
    env: { AWS_ENDPOINT_URL: "http://127.0.0.1:PORT", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
    says: null,
  },
  {
    name: "endpoint_url that the profile ignores",
    config: "endpoint_url = http://127.0.0.1:PORT\nignore_configured_endpoint_urls = true\n",
    says: null,
  },
];

const COMMANDS: readonly (readonly string[])[] = [
  ["check"],
  ["save", "--stdin", "--yes", "--no-wait"],
  ["rotate", "--yes"],
  ["retire", "--yes"],
];

interface Course {
  readonly code: number | null;
  readonly err: string;
  /** What stderr held when the first connection was asked for; null: none was. */
  readonly before: string | null;
  /** Hosts that a connection was asked for. */
  readonly hosts: readonly string[];
}

/** Runs it behind a proxy that notes which hosts are wanted, and lets none of it through. */
async function course(
  place: Place,
  args: readonly string[],
  env: Env,
  expected: RegExp | null,
): Promise<Course> {
  let err = "";
  let before: string | null = null;
  const hosts: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    hosts.push(request.url ?? "");
    socket.on("error", () => undefined);
    // The program waits for this answer: what it has not said by now it says too late.
    const seen = (): string | undefined =>
      expected === null || expected.test(err) ? err : undefined;
    void waitUntil(seen, () => "not said before the first question", 20_000)
      .catch(() => err)
      .then((text) => {
        before ??= text;
        socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      });
  });
  const port = await listening(proxy);
  const away = {
    AWS_ENDPOINT_URL_STS: undefined,
    AWS_ENDPOINT_URL_MTURK: undefined,
    HTTPS_PROXY: `http://127.0.0.1:${port}`,
  };
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: place.home,
    env: childEnv(place.home, environment(place, { ...away, ...env })),
    stdio: ["pipe", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  child.stdin.on("error", () => undefined);
  child.stdin.end(`${MADE_UP.id}\n${MADE_UP.secret}\n`);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, err, before, hosts };
}

describe.each(COMMANDS.map((args) => ({ command: args.join(" "), args })))(
  "$command",
  ({ args }) => {
    test.each(WAYS)("$name", async ({ env = {}, config, says }) => {
      const place = newPlace();
      const reached: string[] = [];
      const other = await listening(
        createServer((request, response) => {
          reached.push(request.url ?? "");
          response.end();
        }),
      );
      const filled = (text: string): string => text.replaceAll("PORT", String(other));
      place.put(".aws/credentials", `[default]\n${PAIR}`);
      place.put(".aws/config", `[default]\nregion = us-east-1\n${filled(config ?? "")}`);
      const expected = says === null ? null : new RegExp(filled(says.source));
      const done = await course(
        place,
        args,
        Object.fromEntries(
          Object.entries(env).map(([name, value]) => [
            name,
            value === undefined ? undefined : filled(value),
          ]),
        ),
        expected,
      );
      expect(done.code, done.err).not.toBe(0);
      expect(done.hosts.length).toBeGreaterThan(0);
      expect(
        done.hosts.filter((host) => !/^[a-z0-9.-]+\.amazonaws\.com:443$/.test(host)),
        "only Amazon's own hosts are wanted",
      ).toEqual([]);
      if (expected === null) expect(done.err).not.toMatch(/leads boto3 to/);
      else expect(done.before, "said before the first question").toMatch(expected);
      expect(reached, "the other server never hears of it").toEqual([]);
    });
  },
);
