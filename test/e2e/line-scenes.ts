/** Sets the scene for tests of the wizard by lines: a stage, a shell around it, what must not change. */
import { expect } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { BIN, type Env, type WizardOptions } from "./program.js";
import type { Stage } from "./rotation.js";
import { type Talk, talkByLines } from "./talk.js";

/** A terminal that can do more than print. */
export const ABLE: Env = { TERM: "xterm-256color" };
export const FIRST = /What would you like to do\?/;

export function talkAt(here: Stage, options: WizardOptions = {}): Talk {
  return talkByLines(here.place, {
    args: ["--plain"],
    ...options,
    env: { ...ABLE, ...here.env, ...options.env },
  });
}

/** In a shell that outlives the program, and tells its code and whether the terminal is as before. */
export function lineShell(here: Stage, args = "--plain", env: Env = {}): Talk {
  const line = `trap : INT; before=$(stty -g); sh -c 'echo "pid $$"; exec "${process.execPath}" "${BIN}" ${args}'; echo "ended with $?"; test "$before" = "$(stty -g)" && echo "stty equal"; read -t 1 -r left; echo "left over: <$left>"; exec sleep 1000`;
  return talkAt(here, { env, command: ["bash", "-c", line] });
}

export async function expectEnded({ wizard }: Talk, code: number): Promise<void> {
  const said = (await wizard.waitFor(/left over: <.*>/)).join("\n");
  expect(said).toContain(`ended with ${code}`);
  expect(said).toContain("stty equal");
  expect(said).toContain("left over: <>");
}

/** Keys and files but the program's own, where a place may be kept. */
export function untouched(here: Stage): () => void {
  const files = (): unknown =>
    Object.entries(here.place.tree()).filter(([name]) => !name.startsWith(".local"));
  const tree = files();
  const ids = [here.all(), here.active()];
  return () => {
    expect(files()).toEqual(tree);
    expect([here.all(), here.active()]).toEqual(ids);
  };
}

/** Types one letter after the other, each once the last one has been dealt with. */
export async function slowly({ wizard }: Talk, text: string): Promise<readonly string[]> {
  const echoes: string[] = [];
  for (const letter of text) {
    const before = wizard.raw().length;
    wizard.send(letter);
    await untilIdle(wizard.pid, 8);
    echoes.push(wizard.raw().slice(before));
  }
  return echoes;
}
