/**
 * The process that the crash tests kill, squeeze and race: a real writer, through the store, with
 * nothing in between. Arguments: a task, a folder, and what the task needs. Prints one JSON
 * document; or lines, for ever.
 */
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemClock } from "../../src/base/host.js";
import type { Clock, Host } from "../../src/base/host.js";
import { ok } from "../../src/base/problem.js";
import { Secret } from "../../src/base/secret.js";
import { planSave } from "../../src/aws-files/edit/plan.js";
import { readAwsFiles } from "../../src/aws-files/store/read.js";
import { applyPlan, cleanUpNow, updateFiles } from "../../src/aws-files/store/store.js";
import type { StoreOptions } from "../../src/aws-files/store/store.js";
import { checkPlaces } from "../../src/aws-files/store/where.js";
import { PATIENCE_MS } from "../harness/patience.js";
import { stepsSoFar, stopAtStep, watchSteps } from "../harness/steps.js";
import { changeTo, generationOf, generationText, planOf } from "./generation.js";

const [task = "", folder = "", ...rest] = process.argv.slice(2);
const paths = { credentials: join(folder, "credentials"), config: join(folder, "config") };
const host: Host = {
  env: process.env,
  cwd: "/",
  home: dirname(folder),
  platform: process.platform,
};
const options: StoreOptions = { clock: systemClock, host, lockWaitMs: PATIENCE_MS };

const say = (value: unknown): void =>
  void process.stdout.write(`${typeof value === "string" ? value : JSON.stringify(value)}\n`);

/**
 * Both files, generation after generation, for ever; begins when it is told to, in one line: the
 * number of the write in which it is to stop, and the number of the step in that write. Says when
 * it waits for another writer, and of each generation that is done how many steps it took.
 */
async function generations(): Promise<void> {
  if (rest[0] === "polite") {
    for (const [signal, code] of [
      ["SIGHUP", 129],
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      process.on(signal, () => {
        cleanUpNow();
        process.exit(code);
      });
    }
  }
  watchSteps();
  say("ready");
  const [stopInWrite = 0, stopAt = 0] = (await order()).split(" ").map(Number);
  const clock: Clock = {
    ...systemClock,
    sleep: (ms, signal) => {
      say("waiting");
      return systemClock.sleep(ms, signal);
    },
  };
  for (let write = 1; ; write++) {
    let n = 0;
    if (write <= stopInWrite) stopAtStep(write === stopInWrite ? stopAt : Infinity);
    const done = await updateFiles(
      paths,
      (credentials, config) => {
        n =
          Math.max(
            credentials.exists ? generationOf(credentials.text.reveal()) : 0,
            config.exists ? generationOf(config.text.reveal()) : 0,
          ) + 1;
        return ok(
          planOf(
            changeTo(credentials, generationText("credentials", n)),
            changeTo(config, generationText("config", n)),
          ),
        );
      },
      { ...options, clock },
    );
    say(
      done.ok
        ? `done ${n} ${stepsSoFar().length}`
        : `failed ${done.problem.code}: ${done.problem.message}`,
    );
    // Signal handlers get their turn between two writes only.
    if (rest[0] === "polite") await new Promise(setImmediate);
  }
}

/** The line that begins it all, so that starting up, which takes longest, is over by then. */
async function order(): Promise<string> {
  const [line] = (await once(process.stdin, "data")) as [Buffer];
  process.stdin.destroy();
  return line.toString();
}

/** `count` real edits, each adding a profile of its own. */
async function profiles(): Promise<void> {
  const [name = "", count = ""] = rest;
  const problems: string[] = [];
  for (let edit = 1; edit <= Number(count); edit++) {
    const intent = {
      profile: `${name}-${edit}`,
      key: {
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
      },
      keysIn: "credentials",
      region: { value: "us-east-1", when: "ifMissing" },
    } as const;
    const done = await updateFiles(
      paths,
      (credentials, config) => planSave(credentials, config, intent),
      options,
    );
    if (!done.ok) problems.push(`${done.problem.code}: ${done.problem.message}`);
  }
  say({ problems });
}

/**
 * One reviewed write of both files to the given text length; tells the outcome and everything that
 * lies in the folder afterwards.
 */
async function review(): Promise<void> {
  const length = Number(rest[0]);
  const place = await checkPlaces(paths, host);
  const before = await readAwsFiles(paths);
  let problem = place.ok ? null : place.problem;
  const early = problem !== null;
  if (problem === null && before.ok) {
    const text = (kind: string): string => `[default]\n# ${kind} ${"x".repeat(length)}\n`;
    const done = await applyPlan(
      planOf(
        changeTo(before.value.credentials, text("credentials")),
        changeTo(before.value.config, text("config")),
      ),
      options,
    );
    if (!done.ok) problem = done.problem;
  } else if (problem === null && !before.ok) {
    problem = before.problem;
  }
  say({ problem, early, files: listing() });
}

/** For the tests in a mount namespace, where only this process sees the disk. */
function listing(): Record<string, { text: string; mode: number }> {
  let readable: string[] = [];
  try {
    readable = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  } catch {
    // The folder was never created, or may not be entered: that is what the test arranged, and it
    // looks for itself.
  }
  return Object.fromEntries(
    readable.map((name) => [
      name,
      { text: textOf(join(folder, name)), mode: statSync(join(folder, name)).mode & 0o777 },
    ]),
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").slice(0, 100);
  } catch (error) {
    return `(${(error as NodeJS.ErrnoException).code ?? "unreadable"})`;
  }
}

const tasks: Readonly<Record<string, () => Promise<void>>> = { generations, profiles, review };
const run = tasks[task];
if (run === undefined) throw new Error(`no such task: ${task}`);
await run();
