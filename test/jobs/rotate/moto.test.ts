/**
 * A whole rotation against moto's IAM and STS, which somebody else wrote, with signatures and
 * policies checked and MTurk dead.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { createAws } from "../../../src/aws/calls.js";
import { systemClock } from "../../../src/base/host.js";
import { rotate, rotatePorts } from "../../../src/jobs/rotate/index.js";
import { childEnv, pythonWithBoto3 } from "../../conformance/python.js";

function canServe(): boolean {
  const python = pythonWithBoto3();
  try {
    if (python !== null) {
      execFileSync(python, ["-c", "import moto.server"], { stdio: "ignore", env: childEnv() });
      return true;
    }
  } catch {
    // Told below.
  }
  process.stderr.write(
    "\nSKIPPED: the rotation against moto; Python's moto[server] is not installed.\n",
  );
  return false;
}

it.skipIf(!canServe())(
  "replaces and deletes the key; moto knows the new one and no longer the old one",
  async () => {
    const server = spawn(
      pythonWithBoto3()!,
      [fileURLToPath(new URL("moto-server.py", import.meta.url))],
      { stdio: ["pipe", "pipe", "ignore"], env: childEnv() },
    );
    onTestFinished(() => void server.kill("SIGKILL"));
    const line = (await createInterface(server.stdout)[Symbol.asyncIterator]().next())
      .value as string;
    const { url, id, secret } = JSON.parse(line) as { url: string; id: string; secret: string };
    const home = mkdtempSync(join(tmpdir(), "mturk-setup-moto-"));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    mkdirSync(join(home, ".aws"), { mode: 0o700 });
    writeFileSync(
      join(home, ".aws/credentials"),
      `[lab]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
      { mode: 0o600 },
    );
    // MTurk's address on a port where nobody listens: it is dead.
    const env = {
      HOME: home,
      AWS_ENDPOINT_URL_STS: url,
      AWS_ENDPOINT_URL_IAM: url,
      AWS_ENDPOINT_URL_MTURK: "http://127.0.0.1:1",
    };
    const host = { env, cwd: home, home, platform: process.platform };
    const ports = rotatePorts({
      host,
      clock: systemClock,
      practice: null,
      aws: () => createAws({ env, clock: systemClock }),
    });
    const done = await rotate(ports, {
      profile: "lab",
      old: "delete",
      signal: new AbortController().signal,
    });
    if (!done.ok) throw new Error(inspect(done.problem));
    expect(done.value).toMatchObject({ from: id, old: "gone", question: null });
    expect(done.value.to).not.toBe(id);
    const [, newId, newSecret] = /aws_access_key_id = (\S+)\naws_secret_access_key = (\S+)/.exec(
      readFileSync(join(home, ".aws/credentials"), "utf8"),
    )!;
    const script =
      "import boto3, sys; from botocore.config import Config\nk = boto3.client('iam', endpoint_url=sys.argv[1], region_name='us-east-1', aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3], config=Config(proxies={})).list_access_keys()['AccessKeyMetadata']\nprint([(x['AccessKeyId'], x['Status']) for x in k])";
    const listed = execFileSync(pythonWithBoto3()!, ["-c", script, url, newId!, newSecret!], {
      encoding: "utf8",
      env: childEnv(),
    });
    expect(listed.trim()).toBe(`[('${newId}', 'Active')]`);
  },
);
