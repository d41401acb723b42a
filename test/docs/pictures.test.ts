/**
 * The README's picture is what the program draws today. `MTURK_SETUP_PICTURES=1 npx vitest run
 * test/docs` draws it anew.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { environment } from "../e2e/program.js";
import { stage } from "../e2e/rotation.js";
import { untilIdle } from "../harness/idle.js";
import { type PtyProgram, startPty } from "../harness/pty.js";
import { takesKeys } from "../harness/wait.js";
import { DARK, LIGHT, type Shot, filmOf } from "./svg.js";

const SIZE = { columns: 80, rows: 24 } as const;

it("shows the way through the practice AWS", async () => {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-picture-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const program = startPty({ command: process.execPath, args: [join(process.cwd(), "dist/bin.js"), "--practice"], home, ...SIZE });
  const shots: Shot[] = [];
  const shoot = async (text: string, seconds: number): Promise<void> => {
    await program.waitFor(text);
    shots.push(await shotOf(program, seconds));
    program.press("enter");
  };
  await shoot("no keys", 4);
  await shoot("stands in for Amazon", 4);
  for (const title of ["Step 1 of 7", "Step 2 of 7", "Step 3 of 7"]) {
    await program.waitFor(title);
    program.press("enter");
  }
  await shoot("Step 4 of 7", 5);
  await program.waitFor("Step 5a of 7");
  program.press("enter");
  await shoot("LINK THE SANDBOX TOO", 5);
  await program.waitFor("Step 7 of 7");
  program.press("enter");
  await shoot("practice-key.csv", 4);
  await shoot("aws_secret_access_key", 5);
  await program.waitFor(/Practice complete(.*\n)*.*use it/);
  shots.push(await shotOf(program, 6));
  program.press("enter");
  expect((await program.exit).code).toBe(0);

  await keptAs("docs/wizard.svg", shots);
});

it("shows a key replaced and the old one switched off", async () => {
  const { place, env } = await stage();
  const program = startPty({ command: process.execPath, args: [join(process.cwd(), "dist/bin.js")], home: place.home, env: environment(place, env), ...SIZE });
  const shots: Shot[] = [];
  await pick(program, shots, "Replace a key (rotate)", 4);
  await pick(program, shots, "Replace it", 5);
  await pick(program, shots, "Switch the old key off", 5);
  await program.waitFor("key is switched off");
  shots.push(await shotOf(program, 6));
  program.press("enter");
  expect((await program.exit).code).toBe(0);
  await keptAs("docs/rotate.svg", shots);
});

it("shows a damaged file mended, and the key in it checked", async () => {
  const { place, env } = await stage();
  const path = join(place.home, ".aws/credentials");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^\[.*\]\n/m, ""), { mode: 0o600 });
  const program = startPty({
    command: process.execPath,
    args: [join(process.cwd(), "dist/bin.js")],
    home: place.home,
    env: environment(place, env),
    ...SIZE,
  });
  const shots: Shot[] = [];
  await pick(program, shots, "Repair it", 4);
  await pick(program, shots, "Repair it", 5);
  await program.waitFor(/^Ready\.(.*\n)*.*Region/);
  shots.push(await shotOf(program, 6));
  program.press("enter");
  expect((await program.exit).code).toBe(0);
  await keptAs("docs/repair.svg", shots);
});

it("shows a key switched off and put away", async () => {
  const { place, env } = await stage();
  const program = startPty({ command: process.execPath, args: [join(process.cwd(), "dist/bin.js")], home: place.home, env: environment(place, env), ...SIZE });
  const shots: Shot[] = [];
  await pick(program, shots, "Switch off keys I no longer need", 4);
  // Not in the film: what it says changes with the calendar.
  await program.waitFor("first save what you need");
  program.press("enter");
  await program.waitFor("active, user practice");
  shots.push(await shotOf(program, 5));
  program.press("enter");
  await pick(program, shots, "Switch it off now", 5);
  await confirm(program, shots);
  await pick(program, shots, "Take it out", 5);
  await confirm(program, shots);
  await program.waitFor("In a week, if nothing broke");
  shots.push(await shotOf(program, 6));
  program.press("ctrl-c", "ctrl-c");
  await program.exit;
  await keptAs("docs/retire.svg", shots);
});

/**
 * Looks, 20 ms apart, at which the program slept: more than the spinner's pause between two frames,
 * so that nothing under way is caught half told.
 */
const STILL = 30;

/**
 * What is on the screen once nothing more is drawn: a screen may say more when an answer comes in.
 */
async function shotOf(program: PtyProgram, seconds: number): Promise<Shot> {
  for (;;) {
    const bytes = program.raw();
    await untilIdle(program.pid, STILL);
    if (program.raw() === bytes) return { bytes, seconds };
  }
}

/** Takes a shot once the row is there, and chooses it by its digit. */
async function pick(program: PtyProgram, shots: Shot[], label: string, seconds: number): Promise<void> {
  const digit = (rows: readonly string[]): string | undefined => rows.map((row) => /^ {2}. (\d) {2}(.*)/.exec(row)).find((row) => row?.[2]?.startsWith(label) === true)?.[1];
  const rows = await program.waitFor((frame) => takesKeys(frame) && digit(frame) !== undefined);
  shots.push(await shotOf(program, seconds));
  program.send(digit(rows) ?? "");
}

/** Types the last four of the example key, which the screen asks for. */
async function confirm(program: PtyProgram, shots: Shot[]): Promise<void> {
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
async function keptAs(path: string, shots: readonly Shot[]): Promise<void> {
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
      `${file} is out of date: MTURK_SETUP_PICTURES=1 npx vitest run test/docs`,
    ).toBe(true);
  }
}
