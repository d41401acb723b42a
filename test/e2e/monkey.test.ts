/**
 * A hundred thousand reports, answers and torn sequences at the screen that replaces a key:
 * the keys at the practice AWS, its log and the home stay as they are. The seed is printed and can
 * be given: MONKEY_SEED.
 */
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { startWizard } from "./program.js";
import { expectNoSecret, stage } from "./rotation.js";

const COUNT = 100_000;
const SEED = Number(process.env.MONKEY_SEED ?? Date.now() % 2 ** 31);

/**
 * Numbers from 0 to just below 1, the same for the same seed.
 * https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32
 */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One thing that a terminal sends without a person: whole, or torn off anywhere behind its
 * introducer.
 */
function unasked(random: () => number): Buffer {
  const upTo = (most: number): number => Math.floor(random() * most);
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  const body = Array.from({ length: 1 + upTo(12) }, () =>
    String.fromCharCode(0x20 + upTo(0x5f)),
  ).join("");
  const bytes = one<() => Buffer>([
    () => Buffer.from(`\u001B[<${upTo(70)};${1 + upTo(200)};${1 + upTo(60)}${one(["M", "m"])}`),
    () => Buffer.from(`\u001B[${32 + upTo(40)};${1 + upTo(200)};${1 + upTo(60)}M`),
    () => Buffer.from([0x1b, 0x5b, 0x4d, 0x20 + upTo(0x40), 0x21 + upTo(0x5e), 0x21 + upTo(0x3c)]),
    () =>
      Buffer.from(
        `\u001B[${one(["?", ">", "=", "<"])}${upTo(3000)};${upTo(9)}${one(["c", "n", "u", "$y", "t", "R"])}`,
      ),
    () => Buffer.from(`\u001B[${upTo(60)};${upTo(200)}R`),
    () =>
      Buffer.from(
        `\u001B]${one(["10", "11", "4;1", "52;c"])};${body}${one(["\u0007", "\u001B\\"])}`,
      ),
    () => Buffer.from(`\u001B${one(["P", "_", "^", "X"])}${body}\u001B\\`),
    () => Buffer.from(`\u001B[${one(["I", "O"])}`),
    () => Buffer.from(`\u001B[${one([13, 49, 50, 51, 52, 113])};1:3u`),
    () => Buffer.from(`\u001B[${one([13, 49, 50, 51])};2;${one([13, 49, 50, 51])};0;0;1_`),
    () => Buffer.from(`\u009B?${upTo(99)};${upTo(9)}c`),
    () => Buffer.from(`\u009B<35;${1 + upTo(99)};${1 + upTo(60)}M`, "latin1"),
  ])();
  // What is torn off within ESC itself would be a press of Esc.
  return random() < 0.2 && bytes[0] === 0x1b && bytes.length > 3
    ? bytes.subarray(0, 2 + upTo(bytes.length - 2))
    : bytes;
}

describe("the monkey", () => {
  test(`${COUNT} reports, answers and torn sequences change nothing (seed ${SEED})`, async () => {
    const here = await stage();
    const wizard = startWizard(here.place, { env: here.env, rows: 50 });
    await wizard.choose("Replace a key \\(rotate\\)");
    const before = (await wizard.waitFor(/^Replace a key: default(.*\n)*.*Replace it/)).join("\n");
    await untilIdle(wizard.pid, 10);
    const tree = here.place.tree();
    const keys = JSON.stringify([here.all(), here.active()]);
    const asked = here.aws.log.at(-1);
    const random = mulberry32(SEED);
    for (let sent = 0; sent < COUNT; sent += 500) {
      wizard.sendAtOnce(
        Buffer.concat(Array.from({ length: Math.min(500, COUNT - sent) }, () => unasked(random))),
      );
      // The line discipline of a pty holds 4 kB; more would wait in the test's own process.
      if (sent % 5_000 === 0) await untilIdle(wizard.pid, 2);
    }
    await untilIdle(wizard.pid, 25);
    expect(wizard.frame().join("\n"), `seed ${SEED}`).toBe(before);
    expect(JSON.stringify([here.all(), here.active()]), `seed ${SEED}`).toBe(keys);
    expect(here.place.tree(), `seed ${SEED}`).toEqual(tree);
    expect(here.aws.log.at(-1), `seed ${SEED}: asked of AWS`).toBe(asked);
    // And a person's key still acts.
    wizard.press("ctrl-c");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.press("ctrl-c");
    await wizard.exit;
    expectNoSecret(here, wizard.raw());
  });
});
