/**
 * Runs the wizard in a shell that looks at the terminal before and after it, and reads what is left
 * of the input as its next prompt would; with what must hold in the end.
 */
import { expect } from "vitest";
import { BIN, type Wizard } from "./program.js";
import { type Stage, expectNoSecret } from "./rotation.js";
import type { Seat, SeatOptions } from "./seats.js";

/** What the shell does around the program; `before` and `program` are shell words. */
const line = (before: string, program: string): string =>
  [
    `${before}before=$(stty -g)`,
    program,
    `echo "ended with $?"`,
    `test "$before" = "$(stty -g)" && echo "stty equal"`,
    "read -t 1 -r left",
    'echo "left over: <$left>"',
    "exec sleep 1000",
  ].join("; ");

export interface ShellOptions extends SeatOptions {
  /** What the shell runs first, such as `stty rows 0; `. */
  readonly first?: string;
}

/** The wizard (or `mturk-setup ARGS`) in that shell. */
export function inShell(here: Stage, seat: Seat, options: ShellOptions = {}): Promise<Wizard> {
  const program = [`"${process.execPath}" "${BIN}"`, ...(options.args ?? [])].join(" ");
  return seat.start(here.place, {
    rows: 50,
    ...options,
    env: { ...here.env, ...options.env },
    command: ["bash", "-c", line(options.first ?? "", program)],
  });
}

/** Remembers the home and the keys at AWS; the answer fails where anything of it has changed. */
export function witness(here: Stage): (why?: string) => void {
  const tree = here.place.tree();
  const ids = JSON.stringify([here.all(), here.active()]);
  return (why) => {
    expect(here.place.tree(), why).toEqual(tree);
    expect(JSON.stringify([here.all(), here.active()]), why).toBe(ids);
  };
}

/** The shell is back with this code: the terminal as before, nothing left for it, no secret shown. */
export async function expectBack(here: Stage, wizard: Wizard, code: number): Promise<void> {
  const end = (await wizard.waitFor(/left over: <.*>/)).join("\n");
  expect(end).toContain(`ended with ${code}`);
  expect(end).toContain("stty equal");
  expect(end).toContain("left over: <>");
  expectNoSecret(here, wizard.raw(), wizard.scrollback().join("\n"));
}

/** Leaves the wizard by Ctrl+C twice. */
export async function leave(here: Stage, wizard: Wizard): Promise<void> {
  wizard.press("ctrl-c");
  await wizard.waitFor(/Ctrl\+C again/);
  wizard.press("ctrl-c");
  await expectBack(here, wizard, 130);
}

/** From the first screen to the question that replaces the key. */
export async function toReplace(wizard: Wizard): Promise<void> {
  await wizard.choose("Replace a key \\(rotate\\)");
  await wizard.waitFor(/^Replace a key: default(.*\n)*.*Replace it/);
}
