/**
 * Openers of addresses as computers have them: none, one that fails at once or later, hangs,
 * prints, or is a shell's trap. What is said is what happened.
 */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { waitUntil } from "../harness/wait.js";
import { type Env, type Place, newPlace } from "./program.js";
import { MODES, type Walk } from "./walk.js";

const ADDRESS = "https://signin.aws.amazon.com/signup?request_type=register";
const FAILED = "No browser could be opened here. The address:";
const ASKED = "Asked your browser to open it. If nothing appears:";

/** A folder with an `xdg-open` of these lines (null: none), which is all that PATH leads to. */
function opener(place: Place, lines: readonly string[] | null): Env {
  const bin = join(place.temp, "bin");
  mkdirSync(bin);
  if (lines !== null) {
    writeFileSync(
      join(bin, "xdg-open"),
      ["#!/bin/bash", `echo "$*" >"$HOME/opened"`, ...lines, ""].join("\n"),
    );
    chmodSync(join(bin, "xdg-open"), 0o755);
  }
  return {
    PATH: bin,
    DISPLAY: undefined,
    WAYLAND_DISPLAY: undefined,
    BROWSER: undefined,
    SSH_TTY: undefined,
    SSH_CONNECTION: undefined,
  };
}

/** The step with the sign-up page; MTurk is closed. */
async function toStepOne(walk: Walk): Promise<string> {
  await walk.pick("Set up from the beginning");
  await walk.pick("I want keys for something else");
  return walk.at(/Step 1 of 7/);
}

describe.each(MODES)("P: an address is opened, %s", (_mode, startWalk) => {
  test.each([
    { what: "no opener at all", lines: null, said: [FAILED] },
    { what: "an opener that fails at once", lines: ["exit 3"], said: [FAILED] },
    {
      what: "an opener that fails after it was said that it was asked",
      lines: ['while ! [ -e "$HOME/told" ]; do /bin/sleep 0.1; done', "exit 3"],
      said: [ASKED, FAILED],
    },
    { what: "an opener that hangs", lines: ["exec /bin/sleep 1000"], said: [ASKED] },
    { what: "an opener that does it", lines: ["exit 0"], said: [ASKED] },
    {
      what: "an opener that prints, on both streams and the terminal",
      lines: ["echo TORN; echo TORN >&2; echo TORN >/dev/tty; exit 0"],
      said: [ASKED],
    },
    { what: "an opener that cannot be run", lines: ["#"], said: [FAILED], mode: 0o644 },
    {
      what: "an opener of another format",
      lines: ["exit 0"],
      said: [FAILED],
      shebang: "#!/does/not/exist",
    },
    { what: "an opener that is killed", lines: ["kill -9 $$"], said: [FAILED] },
    {
      what: "a variable with shell signs",
      lines: ["exit 0"],
      said: [ASKED],
      env: { BROWSER: "touch owned; echo $(touch owned)`touch owned`" },
    },
  ] as const)("$what", async ({ lines, said, ...more }) => {
    const place = newPlace();
    const env = { ...opener(place, lines), ...("env" in more ? more.env : {}) };
    if ("mode" in more) chmodSync(join(place.temp, "bin", "xdg-open"), more.mode);
    if ("shebang" in more) writeFileSync(join(place.temp, "bin", "xdg-open"), `${more.shebang}\n`);
    const walk = startWalk(place, { env });
    await toStepOne(walk);
    walk.key("o");
    for (const text of said) {
      const shown = await walk.says(new RegExp(text));
      expect(shown).toContain(`${text} ${ADDRESS}`);
      expect(shown).not.toMatch(/Opened/);
      place.put("told", "");
    }
    expect(walk.wizard.raw()).not.toContain("TORN");
    expect(place.has("owned")).toBe(false);
    // Whoever opens gets the address as one word, and nothing else.
    if (said[0] === ASKED)
      await waitUntil(
        () => (place.has("opened") ? true : undefined),
        () => "never called",
      );
    if (place.has("opened")) expect(place.read("opened")).toBe(`${ADDRESS}\n`);
    // An opener that still runs keeps nobody waiting.
    await walk.leave();
    expect((await walk.wizard.exit).signal).toBe(2);
  });

  test("--no-open: no key opens anything, the address is there", async () => {
    const place = newPlace();
    const walk = startWalk(place, { env: opener(place, ["exit 0"]), args: ["--no-open"] });
    const shown = await toStepOne(walk);
    expect(shown).toContain(ADDRESS);
    expect(shown).not.toMatch(/\bo open/);
    walk.key("o");
    // By frames nothing tells that the key has come.
    if (walk.by === "lines") await walk.says(/That is none of these/);
    else await untilIdle(walk.wizard.pid, 10);
    await walk.enter();
    await walk.at(/Step [2-4] of 7/);
    expect(place.has("opened")).toBe(false);
    await walk.leave();
  });
});
