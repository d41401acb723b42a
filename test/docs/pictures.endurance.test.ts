/**
 * The README's further pictures are what the program draws today. `MTURK_SETUP_PICTURES=1 npx vitest
 * run test/docs/pictures` draws them anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { environment } from "../e2e/program.js";
import { type Stage, stage } from "../e2e/rotation.js";
import { type PtyProgram, startPty } from "../harness/pty.js";
import { SIZE, confirm, keptAs, pick, shotOf } from "./film.js";
import type { Shot } from "./svg.js";

const startIn = ({ place, env }: Stage): PtyProgram =>
  startPty({
    command: process.execPath,
    args: [join(process.cwd(), "dist/bin.js")],
    home: place.home,
    env: environment(place, env),
    ...SIZE,
  });

it("shows a key replaced and the old one switched off", async () => {
  const here = await stage();
  const program = startIn(here);
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
  const here = await stage();
  const path = join(here.place.home, ".aws/credentials");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^\[.*\]\n/m, ""), { mode: 0o600 });
  const program = startIn(here);
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
  const here = await stage();
  const program = startIn(here);
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
