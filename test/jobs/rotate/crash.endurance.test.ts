/**
 * A rotation that ends at every possible moment, with real files and the practice AWS: by a crash
 * between and inside steps, and by SIGKILL.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPending } from "../../../src/aws-files/store/pending-key.js";
import { scanText } from "../../../src/aws-files/text/scan.js";
import { RealStepPerformer } from "../../../src/jobs/rotate/step-performer.js";
import { interruptedRotation, rotate, type Rotated } from "../../../src/jobs/rotate/index.js";
import { run } from "../../../src/jobs/rotate/run.js";
import type { Learned, Outcome, RotationStep, Wishes } from "../../../src/jobs/rotate/types.js";
import { childEnv } from "../../conformance/python.js";
import { bundle, type Bundle } from "../../harness/bundle.js";
import { type Victim, bundleSteps, killVictims, preloaded } from "../../harness/victim.js";
import { boto3Finds, scene, type Scene } from "./setup.js";

const WISHES: Wishes = {
  start: true,
  way: "automatic",
  given: null,
  undo: false,
  letGo: null,
  old: "delete",
  others: null,
  letGoUsed: false,
  rollBack: false,
  take: false,
  otherHolder: false,
};

class Crash extends Error {}

/** Runs with the real hands; `around` sees each step, and may throw before or after it. */
async function runWith(
  here: Scene,
  around: (step: RotationStep, perform: () => Promise<Outcome>) => Promise<Outcome>,
): Promise<void> {
  const iam = await here.ports.iam();
  if (!iam.ok) throw new Error(inspect(iam.problem));
  const paths = { credentials: here.at(".aws/credentials"), config: here.at(".aws/config") };
  const hands = new RealStepPerformer({
    ports: here.ports,
    iam: iam.value,
    paths,
    profile: "default",
    given: null,
    wishes: WISHES,
    signal: here.signal,
    tell: () => undefined,
  });
  await run(
    {
      observe: hands.observe,
      perform: (step: RotationStep, known: Learned) =>
        around(step, () => hands.perform(step, known)),
    },
    WISHES,
    { signal: here.signal },
  );
}

/** The file is whole, private, and holds a key that is active at AWS, with its right secret. */
function expectWorking(here: Scene): void {
  const text = here.read(".aws/credentials");
  const scan = scanText(text, "credentials");
  if (!scan.ok) throw new Error(`not readable: ${text}`);
  const options = scan.sections.get("default")!.options;
  const key = here.aws.accounts.find(options.get("aws_access_key_id")!.value);
  expect(key?.status).toBe("Active");
  expect(key?.secretAccessKey.reveal()).toBe(options.get("aws_secret_access_key")!.value);
  expect(statSync(here.at(".aws/credentials")).mode & 0o777).toBe(0o600);
}

/**
 * One more start, with the answers that a person would give: one active key, in the file; nothing
 * lies about.
 */
async function expectSettled(here: Scene): Promise<void> {
  const first = here.key.accessKeyId;
  const again = async (letGo?: string): Promise<Rotated> => {
    const done = await rotate(here.ports, {
      old: "delete",
      ...(letGo === undefined ? {} : { letGo }),
      signal: here.signal,
    });
    if (!done.ok) throw new Error(inspect(done.problem));
    return done.value;
  };
  let done = await again();
  if (done.question?.ask === "lost-key") done = await again(done.question.key.id);
  if (done.question?.ask === "which-goes") done = await again(done.question.others[0]!.id);
  expect(done.question).toBeNull();
  expectWorking(here);
  expect(here.active()).toEqual([here.idInFile()]);
  expect(here.idInFile()).not.toBe(first);
  expect(here.aws.accounts.keysOf(here.aws.accounts.find(here.idInFile()!)!.owner)).toHaveLength(1);
  expect(here.tree().filter((name) => /pending|lock|tmp-|\.json$/.test(name))).toEqual([]);
  expect(await interruptedRotation(here.host)).toBeNull();
}

const STEPS = 13;

describe("a crash", () => {
  it.each(
    Array.from({ length: STEPS * 2 }, (_, index) => ({
      at: Math.floor(index / 2),
      when: index % 2 === 0 ? "before" : "after",
    })),
  )("$when step $at: the file works, and the next start ends it", async ({ at, when }) => {
    const here = await scene();
    let count = 0;
    let crashed: string | null = null;
    await runWith(here, async (step, perform) => {
      const mine = count++ === at;
      expectWorking(here);
      if (mine) crashed = step.do;
      if (mine && when === "before") throw new Crash();
      const outcome = await perform();
      expectWorking(here);
      if (mine) throw new Crash();
      return outcome;
    }).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    expect(crashed).not.toBeNull();
    // A pair that lies there is that of an active key.
    const pending = await readPending(here.at(".aws/credentials"), here.host);
    if (pending.ok && pending.value.state === "pair")
      expect(here.aws.accounts.find(pending.value.key.accessKeyId)?.status).toBe("Active");
    expect((await interruptedRotation(here.host)) !== null).toBe(
      at + Number(when === "after") >= 3 && !(at === STEPS - 1 && when === "after"),
    );
    await expectSettled(here);
  });

  it("of the disk at every write: told, the file works, and the next start ends it", async () => {
    for (const step of [
      "check-store",
      "persist-pending",
      "note",
      "switch-file",
      "settle",
      "finish",
    ] as const) {
      const here = await scene();
      let failed = false;
      await runWith(here, async (now, perform) => {
        if (now.do !== step || failed) return perform();
        failed = true;
        return {
          ok: false,
          why: "refused",
          problem: {
            code: "file-not-writable",
            message: "The disk is full.",
            try: ["Free some space."],
          },
        };
      });
      expect(failed).toBe(true);
      expectWorking(here);
      // What could not be stored was deleted again at AWS: no key is left that nobody has.
      if (step === "persist-pending") expect(here.active()).toEqual([here.key.accessKeyId]);
      await expectSettled(here);
    }
  });
});

describe("boto3", () => {
  it("gets the balance with the file's key before, between and after all steps", async () => {
    const here = await scene();
    const seen: string[] = [];
    await runWith(here, async (_step, perform) => {
      const outcome = await perform();
      const found = await boto3Finds(here);
      if (found !== null) {
        expect(found.balance).toBe("10000.00");
        seen.push(found.accessKeyId);
      }
      return outcome;
    });
    const last = here.idInFile()!;
    const now = await boto3Finds(here);
    if (now === null) return;
    expect(now.accessKeyId).toBe(last);
    expect([...new Set(seen)]).toEqual([here.key.accessKeyId, last]);
    expect(seen).toHaveLength(STEPS);
  });
});

describe("SIGKILL", () => {
  let program: Bundle;
  let folder = "";
  let steps = "";
  beforeAll(async () => {
    program = await bundle(fileURLToPath(new URL("killed.ts", import.meta.url)));
    folder = mkdtempSync(join(tmpdir(), "mturk-setup-steps-"));
    steps = await bundleSteps(folder);
  });
  afterAll(() => {
    killVictims();
    program.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const startedTo = (here: Scene, step: number): Victim =>
    preloaded(steps, step, [program.file, here.host.home], {
      env: childEnv(here.host.env as Record<string, string>),
    });

  it("at 40 moments, from the first request to the last change on the disk, in a process of its own: the file works, and the next start ends it", async () => {
    const whole = startedTo(await scene(), Infinity);
    expect(await whole.ended, whole.errors()).toEqual({ code: 0, signal: null });
    const most = whole.steps().length;
    expect(most).toBeGreaterThanOrEqual(40);
    const left = new Set<string>();
    for (let round = 0; round < 40; round++) {
      const here = await scene();
      const victim = startedTo(here, 1 + Math.floor((round * most) / 40));
      expect(await victim.stopped, victim.errors()).not.toBeNull();
      await victim.kill();
      expectWorking(here);
      left.add(
        (await interruptedRotation(here.host))?.message.replace(/AKIA…\w+/g, "KEY") ?? "nothing",
      );
      await expectSettled(here);
    }
    process.stderr.write(`\nkilled 40 times; found afterwards: ${[...left].join(" | ")}\n`);
    expect(left.size).toBeGreaterThan(1);
  });
});
