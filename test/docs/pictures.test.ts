/**
 * The README's first picture is what the program draws today. `MTURK_SETUP_PICTURES=1 npx vitest run
 * test/docs/pictures` draws all of them anew.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startPty } from "../harness/pty.js";
import { SIZE, keptAs, shotOf } from "./film.js";
import type { Shot } from "./svg.js";

it("shows the way through the practice AWS", async () => {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-picture-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const program = startPty({
    command: process.execPath,
    args: [join(process.cwd(), "dist/bin.js"), "--practice"],
    home,
    ...SIZE,
  });
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
