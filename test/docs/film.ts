/**
 * Takes shots of the program in a terminal and holds the film of them against the one in `docs`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { untilIdle } from "../harness/idle.js";
import type { PtyProgram } from "../harness/pty.js";
import { takesKeys } from "../harness/wait.js";
import { DARK, LIGHT, type Shot, filmOf } from "./svg.js";

export const SIZE = { columns: 80, rows: 24 } as const;

/**
 * Looks, 20 ms apart, at which the program slept: more than the spinner's pause between two frames,
 * so that nothing under way is caught half told.
 */
const STILL = 30;

/**
 * What is on the screen once nothing more is drawn: a screen may say more when an answer comes in.
 */
export async function shotOf(program: PtyProgram, seconds: number): Promise<Shot> {
  for (;;) {
    const bytes = program.raw();
    await untilIdle(program.pid, STILL);
    if (program.raw() === bytes) return { bytes, seconds };
  }
}

/** Takes a shot once the row is there, and chooses it by its digit. */
export async function pick(
  program: PtyProgram,
  shots: Shot[],
  label: string,
  seconds: number,
): Promise<void> {
  const digit = (rows: readonly string[]): string | undefined =>
    rows
      .map((row) => /^ {2}. (\d) {2}(.*)/.exec(row))
      .find((row) => row?.[2]?.startsWith(label) === true)?.[1];
  const rows = await program.waitFor((frame) => takesKeys(frame) && digit(frame) !== undefined);
  shots.push(await shotOf(program, seconds));
  program.send(digit(rows) ?? "");
}

/** Types the last four of the example key, which the screen asks for. */
export async function confirm(program: PtyProgram, shots: Shot[]): Promise<void> {
  await program.waitFor("Type its last four letters");
  program.send("MPLE");
  await program.waitFor(/› +MPLE/);
  shots.push(await shotOf(program, 3));
  program.press("enter");
}

/**
 * The film of the shots is what the file holds. What differs from run to run (day, port, name of a
 * copy) is made alike first.
 */
export async function keptAs(path: string, shots: readonly Shot[]): Promise<void> {
  const alike = shots.map(({ bytes, seconds }) => ({
    seconds,
    bytes: bytes
      .replaceAll(/\d{4}-\d\d-\d\d/g, "2026-11-22")
      .replaceAll(/AKIA…(?!MPLE)[A-Z2-7]{4}/g, "AKIA…NEW2")
      .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:8000")
      .replaceAll(/\d{8}-\d{6}-w[0-9a-f]{16}/g, "20261122-120000-w0123456789abcdef"),
  }));
  const grounds = [
    [path, DARK],
    [path.replace(/\.svg$/, "-light.svg"), LIGHT],
  ] as const;
  for (const [file, scheme] of grounds) {
    const film = await filmOf(alike, SIZE.columns, SIZE.rows, scheme);
    if (process.env.MTURK_SETUP_PICTURES === "1") writeFileSync(file, film);
    expect(
      readFileSync(file, "utf8") === film,
      `${file} is out of date: MTURK_SETUP_PICTURES=1 npx vitest run test/docs/pictures`,
    ).toBe(true);
  }
}
