/**
 * An hour of waiting and asking, made short: the screen that counts seconds ticks as often as in an
 * hour, keys are pressed and answers come, and what is held at its end is what was held after its
 * first minutes.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type ReactElement, useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useClocks } from "../../../src/terminal/parts/clocks.js";
import { useTextField } from "../../../src/terminal/parts/fields.js";
import { Screen } from "../../../src/terminal/parts/Screen.js";
import { openScreen } from "../../harness/screen.js";

const MINUTE_MS = 60_000;
const TICK_MS = 250;
/** What the measuring itself leaves, and what Node compiles meanwhile. */
const SLACK_BYTES = 3 << 20;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function Asking({ at }: { readonly at: () => number }): ReactElement {
  const [answers, setAnswers] = useState(0);
  const elapsed = useClocks([`question ${answers}`]);
  const { seconds, frame } = elapsed(`question ${answers}`);
  const field = useTextField({
    label: `Asking AWS, ${seconds} s, ${frame} frames, ${answers} answers, at ${at()}`,
    onSubmit: () => setAnswers((old) => old + 1),
  });
  return <Screen title="Asking" parts={[field]} />;
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/** So that Ink's own timers, which are real, write what was drawn. */
const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

test("an hour of spinning and asking holds no more than its first minutes", async () => {
  let now = 0;
  const screen = openScreen(<Asking at={() => Math.floor(now / MINUTE_MS)} />, { now: () => now });
  const minute = async (): Promise<void> => {
    for (let tick = 0; tick < MINUTE_MS / TICK_MS; tick += 1) {
      now += TICK_MS;
      vi.advanceTimersByTime(TICK_MS);
      if (tick % 60 === 0) await drawn();
    }
    screen.type("us-east-1\u0015");
    screen.press("enter");
    await drawn();
  };
  const held = async (): Promise<number> => {
    await drawn();
    collectGarbage();
    // What the harness keeps of the output is not the program's.
    return process.memoryUsage().heapUsed - 2 * screen.rawBytes().length;
  };
  for (let at = 0; at < 10; at += 1) await minute();
  const early = await held();
  for (let at = 10; at < 60; at += 1) await minute();
  const late = await held();
  await screen.waitFor(/at (59|60)/);
  expect(late - early).toBeLessThan(SLACK_BYTES);
});
