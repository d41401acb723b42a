/**
 * `mturk-setup practice-aws`: what it prints is enough for other programs; it goes when it is told
 * to.
 */
import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { pythonWithBoto3 } from "../conformance/python.js";
import { boto3Finds } from "../e2e/boto3.js";
import {
  BIN,
  type Ended,
  type Place,
  environment,
  mturkSetup,
  newPlace,
  startWizard,
  treeOf,
} from "../e2e/program.js";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { checkOf, errorOf, saveOf } from "./run.js";

interface Serving {
  readonly out: () => string;
  readonly pid: number;
  /** Ends it as a service manager would; answers what it was ended by. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<NodeJS.Signals | number | null>;
}

async function serve(place: Place, ...args: readonly string[]): Promise<Serving> {
  const child = spawn(process.execPath, [BIN, "practice-aws", ...args], {
    cwd: place.home,
    env: childEnv(place.home, environment(place)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once("close", (code, signal) => resolve(signal ?? code)),
  );
  await waitUntil(
    () => (out.endsWith("\n") ? true : undefined),
    () => `never ready: ${out}`,
  );
  return {
    out: () => out,
    pid: child.pid ?? 0,
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
  };
}

interface Announced {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly csv: string;
}

const endpointsOf = ({ url }: Announced): { sts: string; mturk: string } => ({
  sts: `${url}/sts`,
  mturk: `${url}/mturk`,
});

describe("practice-aws --json", () => {
  test("one line with exactly these; save, check and boto3 work with it; SIGTERM takes all of it away", async () => {
    const place = newPlace();
    const server = await serve(place, "--json");
    const lines = server.out().split("\n");
    expect(lines.length).toBe(2);
    const announced = JSON.parse(lines[0]!) as Announced;
    expect(Object.keys(announced).sort()).toEqual([
      "accessKeyId",
      "csv",
      "profile",
      "secretAccessKey",
      "url",
    ]);
    expect(announced.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(announced.accessKeyId).toMatch(/^AKIA[A-Z2-7]{9}EXAMPLE$/);
    expect(announced.secretAccessKey).toMatch(/^[A-Za-z0-9/+]{40}$/);
    expect(readFileSync(announced.csv, "utf8")).toBe(
      `Access key ID,Secret access key\r\n${announced.accessKeyId},${announced.secretAccessKey}\r\n`,
    );
    expect(statSync(announced.csv).mode & 0o777).toBe(0o600);

    const endpoints = endpointsOf(announced);
    const env = { AWS_ENDPOINT_URL_STS: endpoints.sts, AWS_ENDPOINT_URL_MTURK: endpoints.mturk };
    const saved: Ended = await mturkSetup(place, ["save", "--csv", announced.csv, "--json"], {
      env,
    });
    expect(saveOf(saved)).toMatchObject({ written: true, check: { verdict: "ready" } });
    expect(checkOf(await mturkSetup(place, ["check", "--json"], { env })).verdict).toBe("ready");
    if (pythonWithBoto3() !== null)
      expect((await boto3Finds(place, { endpoints }))?.balance).toBe("10000.00");

    expect(["SIGTERM", 143]).toContain(await server.stop());
    expect(existsSync(announced.csv)).toBe(false);
    expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  });

  test("faults are in force from the start, also several", async () => {
    const place = newPlace();
    const server = await serve(
      place,
      "--json",
      "--fault",
      "closed=410",
      "--fault",
      "clock-skew=-30",
    );
    const announced = JSON.parse(server.out()) as Announced;
    const endpoints = endpointsOf(announced);
    const env = {
      AWS_ENDPOINT_URL_STS: endpoints.sts,
      AWS_ENDPOINT_URL_MTURK: endpoints.mturk,
      AWS_ACCESS_KEY_ID: announced.accessKeyId,
      AWS_SECRET_ACCESS_KEY: announced.secretAccessKey,
    };
    const done = await mturkSetup(place, ["check", "--json"], { env });
    expect(checkOf(done)).toMatchObject({
      verdict: "keys-accepted",
      sandbox: { problem: "mturk-closed" },
    });
    expect(done.code).toBe(5);
    await server.stop("SIGINT");
    expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  });

  test("as text: the pair, the file, and two lines to copy that work", async () => {
    const place = newPlace();
    const server = await serve(place);
    await waitUntil(
      () =>
        /export AWS_ENDPOINT_URL_STS=\S+ AWS_ENDPOINT_URL_MTURK=\S+/.test(server.out())
          ? true
          : undefined,
      server.out,
    );
    const variables = Object.fromEntries(
      [...server.out().matchAll(/(AWS_ENDPOINT_URL_\w+)=(\S+)/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
    const csv = /As a CSV file +(\S+)/.exec(server.out())?.[1] ?? "";
    const done = await mturkSetup(place, ["save", "--csv", csv, "--json"], { env: variables });
    expect(saveOf(done).check?.verdict).toBe("ready");
    await server.stop("SIGHUP");
    expect(existsSync(csv)).toBe(false);
  });
});

describe("killed, so that it cannot tidy up", () => {
  const csvOf = (server: Serving): string => (JSON.parse(server.out()) as Announced).csv;

  test("its folder is gone after the next start of practice-aws or of --practice; those of the living stay", async () => {
    const place = newPlace();
    const [killed, living] = [await serve(place, "--json"), await serve(place, "--json")];
    expect(await killed.stop("SIGKILL")).toBe("SIGKILL");
    expect(existsSync(csvOf(killed)), "nobody could remove it yet").toBe(true);

    const wizard = startWizard(place, { args: ["--practice"] });
    await wizard.choose("Set up from the beginning");
    await wizard.waitFor("Go on: one screen a step");
    expect(existsSync(dirname(csvOf(killed)))).toBe(false);
    expect(existsSync(csvOf(living))).toBe(true);
    expect(readdirSync(place.temp), "of the living server and of the wizard").toHaveLength(2);
    wizard.kill("SIGKILL");
    await wizard.exit;
    expect(readdirSync(place.temp)).toHaveLength(2);

    const next = await serve(place, "--json");
    expect(readdirSync(place.temp).sort()).toEqual(
      [living, next].map((server) => dirname(csvOf(server)).slice(place.temp.length + 1)).sort(),
    );
    await living.stop();
    await next.stop();
    expect(readdirSync(place.temp)).toEqual([]);
  });

  test("only what is surely its own: no link, nothing that others may write to, nothing without a dead owner", async () => {
    const place = newPlace();
    const killed = await serve(place, "--json");
    const left = dirname(csvOf(killed));
    await killed.stop("SIGKILL");
    const like = (name: string): string => join(place.temp, `mturk-setup-practice-${name}`);
    cpSync(left, like("wide"), { recursive: true });
    chmodSync(like("wide"), 0o777);
    cpSync(left, place.at("elsewhere"), { recursive: true });
    symlinkSync(place.at("elsewhere"), like("link"));
    mkdirSync(like("nobody's"), { mode: 0o700 });
    writeFileSync(join(like("nobody's"), "own.txt"), "of somebody\n");
    cpSync(left, like("strange"), { recursive: true });
    chmodSync(like("strange"), 0o700);
    writeFileSync(join(like("strange"), ".mturk-setup-owner"), '{"pid":"1"}');
    cpSync(left, like("other-computer"), { recursive: true });
    chmodSync(like("other-computer"), 0o700);
    const owner = JSON.parse(readFileSync(join(left, ".mturk-setup-owner"), "utf8")) as object;
    writeFileSync(
      join(like("other-computer"), ".mturk-setup-owner"),
      JSON.stringify({ ...owner, host: "another" }),
    );
    writeFileSync(like("file"), "");

    const next = await serve(place, "--json");
    expect(existsSync(left)).toBe(false);
    for (const name of ["wide", "link", "nobody's", "strange", "other-computer", "file"])
      expect(existsSync(like(name)), name).toBe(true);
    expect(readdirSync(place.at("elsewhere"))).toContain("practice-key.csv");
    await next.stop();
  });
});

describe("wrong use", () => {
  test.each([
    [["--fault", "nope"], /knows no such fault/],
    [["--fault", "clock-skew"], /value of the fault clock-skew/],
    [["--fault", "closed=200"], /value of the fault closed/],
    [["--port", "70000"], /0 to 65535/],
    [["--port", "x"], /0 to 65535/],
    [["extra"], /too many arguments/i],
  ] as const)("%j: 2, and nothing is served", async (args, says) => {
    const place = newPlace();
    const done = await mturkSetup(place, ["practice-aws", "--json", ...args]);
    expect(errorOf(done).code).toBe("usage-wrong");
    expect(errorOf(done).message).toMatch(says);
    expect(done.code).toBe(2);
    expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  });

  test("a port that another program uses: 2, and said", async () => {
    const place = newPlace();
    const server = await serve(place, "--json");
    const { port } = new URL((JSON.parse(server.out()) as Announced).url);
    const done = await mturkSetup(place, ["practice-aws", "--json", "--port", port]);
    expect(errorOf(done).message).toMatch(/another program uses it/);
    expect(done.code).toBe(2);
    await server.stop();
    expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  });
});
