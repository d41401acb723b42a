/**
 * The real program, killed in the middle of a retirement: nothing is lost unseen, and the same
 * command ends it.
 */
import { expect, it } from "vitest";
import { retireSchema } from "../../src/jobs/retire/index.js";
import { documentOf } from "../commands/run.js";
import { mturkSetup } from "../e2e/program.js";
import { type Stage, expectNoSecret, stage } from "../e2e/rotation.js";
import type { Victim } from "../harness/victim.js";
import { steppedProgram } from "./stepped.js";

const LANES = 3;

const program = steppedProgram();

const args = (here: Stage): readonly string[] => [
  "retire",
  "--key",
  here.first,
  "--yes",
  "--everywhere",
  "--json",
];

/**
 * The key in a profile, in psiTurk's file, and in a backup of ours, beside another pair that lives
 * on.
 */
async function scene(): Promise<Stage> {
  const here = await stage();
  const pair = `aws_access_key_id = ${here.first}\naws_secret_access_key = ${here.aws.secretAccessKey.reveal()}\n`;
  here.place.put(".psiturkconfig", `[AWS Access]\n${pair}aws_region = us-east-1\n`);
  const other = here.madeInConsole();
  here.place.put(
    ".aws/credentials.mturk-setup-backup-20260101-000000",
    `[default]\n${pair}[lab]\naws_access_key_id = ${other.id}\naws_secret_access_key = ${other.secret}\n`,
  );
  return here;
}

function startedTo(here: Stage, step: number): Victim {
  return program(here, step, args(here));
}

/** Files below the home that hold anything of the key. */
function holding(here: Stage): readonly string[] {
  const secret = here.aws.secretAccessKey.reveal();
  return Object.entries(here.place.tree())
    .filter(([, text]) => text.includes(here.first) || text.includes(secret))
    .map(([name]) => name);
}

it("before every step: while the key is on, it stands in the files; the same command then ends it, finding what is left in backups alone", async () => {
  const whole = startedTo(await scene(), Infinity);
  expect(await whole.ended, whole.errors()).toEqual({ code: 0, signal: null });
  const names = whole.steps();
  const onlyInCopies: number[] = [];
  const todo = names.map((_, index) => index + 1);
  const lane = async (): Promise<void> => {
    for (let step = todo.shift(); step !== undefined; step = todo.shift()) {
      const here = await scene();
      const other = here.all().find((id) => id !== here.first);
      const victim = startedTo(here, step);
      expect(await victim.stopped, victim.errors()).not.toBeNull();
      await victim.kill();
      const now = holding(here);
      if (here.active().includes(here.first))
        expect(now, names[step - 1]).toEqual(
          expect.arrayContaining([".aws/credentials", ".psiturkconfig"]),
        );
      if (now.length > 0 && now.every((name) => name.includes("mturk-setup-")))
        onlyInCopies.push(step);
      const done = await mturkSetup(here.place, args(here), { env: here.env });
      expectNoSecret(here, done.out, done.err);
      if (now.length > 0) {
        expect(done, done.err + done.out).toMatchObject({ code: 0 });
        expect(documentOf(done, retireSchema).keys).toHaveLength(1);
      } else {
        // It had been done: the key is known nowhere any more.
        expect(done.code).toBe(4);
      }
      expect(holding(here), names[step - 1]).toEqual([]);
      expect(here.active()).toEqual([other]);
      // The last copy of the pair that lives on is still there.
      expect(
        Object.entries(here.place.tree()).some(
          ([name, text]) => name.includes("backup") && text.includes(other ?? ""),
        ),
      ).toBe(true);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  expect(names.length).toBeGreaterThanOrEqual(30);
  expect(onlyInCopies.length).toBeGreaterThan(0);
});
