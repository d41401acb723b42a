/**
 * Openers of addresses as computers have them: none, one that fails at once or later, hangs,
 * prints, or is a shell's trap. What is said is what happened.
 */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { waitUntil } from "../harness/wait.js";
import { type Env, type Place, type Wizard, newPlace, startWizard } from "./program.js";

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

/** The row that leads to the sign-up page; MTurk is closed. */
async function toNewAccount(wizard: Wizard): Promise<void> {
  await wizard.waitFor("I want keys for something else");
  wizard.press("down");
  await wizard.waitFor(/› I want keys for something else/);
}

async function toStepOne(place: Place, env: Env): Promise<Wizard> {
  const wizard = startWizard(place, { env, rows: 40 });
  await wizard.choose("Set up from the beginning");
  await toNewAccount(wizard);
  await wizard.enterTo(/^Step 1 of 7/);
  return wizard;
}

describe("P: an address is opened", () => {
  test.each([
    { what: "no opener at all", lines: null, said: [FAILED] },
    { what: "an opener that fails at once", lines: ["exit 3"], said: [FAILED] },
    {
      what: "an opener that fails after 0.5 s",
      lines: ["/bin/sleep 0.5", "exit 3"],
      said: [ASKED, FAILED],
    },
    {
      what: "an opener that fails after 3 s",
      lines: ["/bin/sleep 3", "exit 4"],
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
    const wizard = await toStepOne(place, env);
    wizard.send("o");
    for (const text of said) {
      const shown = (await wizard.waitFor(text)).join(" ").replaceAll(/\s+/g, " ");
      expect(shown).toContain(`${text} ${ADDRESS}`);
      expect(shown).not.toMatch(/Opened/);
    }
    expect(wizard.raw()).not.toContain("TORN");
    expect(place.has("owned")).toBe(false);
    // Whoever opens gets the address as one word, and nothing else.
    if (said[0] === ASKED)
      await waitUntil(
        () => (place.has("opened") ? true : undefined),
        () => "never called",
      );
    if (place.has("opened")) expect(place.read("opened")).toBe(`${ADDRESS}\n`);
    // An opener that still runs keeps nobody waiting.
    wizard.press("ctrl-c");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.press("ctrl-c");
    expect((await wizard.exit).signal).toBe(2);
  });

  test("--no-open: no key opens anything, the address is there", async () => {
    const place = newPlace();
    const wizard = startWizard(place, {
      env: opener(place, ["exit 0"]),
      args: ["--no-open"],
      rows: 40,
    });
    await wizard.choose("Set up from the beginning");
    await toNewAccount(wizard);
    const frame = (await wizard.enterTo(/^Step 1 of 7/)).join("\n");
    expect(frame).toContain(ADDRESS);
    expect(frame).not.toMatch(/\bo open/);
    wizard.send("o");
    wizard.press("enter");
    await wizard.waitFor(/^Step [2-4] of 7/);
    expect(place.has("opened")).toBe(false);
  });
});
