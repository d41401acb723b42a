/** The README's picture is what the program draws today. `MTURK_SETUP_PICTURES=1 npx vitest run test/docs` draws it anew. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startPty } from "../harness/pty.js";
import { type Shot, filmOf } from "./svg.js";

const PICTURE = "docs/wizard.svg";
const SIZE = { columns: 80, rows: 24 } as const;

it("shows the way through the practice AWS", async () => {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-picture-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const program = startPty({ command: process.execPath, args: [join(process.cwd(), "dist/bin.js"), "--practice"], home, ...SIZE });
  const shots: Shot[] = [];
  const shoot = async (text: string, seconds: number): Promise<void> => {
    await program.waitFor(text);
    shots.push({ bytes: program.raw(), seconds });
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
  await shoot("nothing is written yet", 5);
  await program.waitFor("Practice complete");
  shots.push({ bytes: program.raw(), seconds: 6 });
  program.press("enter");
  expect((await program.exit).code).toBe(0);

  const film = await filmOf(shots, SIZE.columns, SIZE.rows);
  if (process.env.MTURK_SETUP_PICTURES === "1") writeFileSync(PICTURE, film);
  expect(readFileSync(PICTURE, "utf8") === film, `${PICTURE} is out of date: MTURK_SETUP_PICTURES=1 npx vitest run test/docs`).toBe(true);
});
