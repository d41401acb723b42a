/**
 * Run in a process of its own by process.test.ts: asks in every way that could leave something
 * open, then has to end by itself.
 */
import { createAws } from "../../src/aws/calls.js";
import { systemClock } from "../../src/base/host.js";
import { Secret } from "../../src/base/secret.js";
import { PATIENCE_MS } from "../harness/patience.js";

interface Orders {
  readonly id: string;
  readonly secret: string;
  readonly well: Readonly<Record<string, string>>;
  readonly silent: Readonly<Record<string, string>>;
  readonly muteProxy: Readonly<Record<string, string>>;
  readonly gone: Readonly<Record<string, string>>;
}

const orders = JSON.parse(process.argv[2] ?? "") as Orders;
const key = { accessKeyId: orders.id, secretAccessKey: new Secret(orders.secret) };
const never = new AbortController().signal;

async function ask(
  env: Readonly<Record<string, string>>,
  callMs: number,
  signal = never,
): Promise<readonly string[]> {
  const aws = await createAws({ env, clock: systemClock, bounds: { callMs, lookUpMs: callMs } });
  if (!aws.ok) return [aws.problem.code];
  const answers = [await aws.value.identity(key, signal), await aws.value.balance(key, signal)];
  const found = await aws.value.lookUp(signal);
  return [
    ...answers.map((answer) =>
      answer.ok
        ? "ok"
        : answer.failure.kind === "client"
          ? answer.failure.message
          : answer.failure.kind,
    ),
    ...[found.sts, found.mturk].map((it) => (it.answers ? "answers" : it.code)),
  ];
}

const stop = new AbortController();
// The test sends it when the silent AWS has been asked.
process.once("SIGUSR2", () => stop.abort());
const results = {
  stopped: await ask(orders.silent, PATIENCE_MS, stop.signal),
  well: await ask(orders.well, PATIENCE_MS),
  silent: await ask(orders.silent, 150),
  muteProxy: await ask(orders.muteProxy, 150),
  gone: await ask(orders.gone, PATIENCE_MS),
};
// Timers that were left behind would keep the process alive; so would connections, but those end or
// never do.
const left = process.getActiveResourcesInfo().filter((name) => name === "Timeout");
process.once("exit", () => process.stdout.write(JSON.stringify({ ...results, left })));
