/**
 * `mturk-setup rotate` after somebody has mended things by hand: nothing is called lost that stands
 * somewhere, and the advice leads out.
 */
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rotateSchema } from "../../src/jobs/rotate/index.js";
import { documentOf, errorOf } from "../commands/run.js";
import { fault } from "../practice/start.js";
import { boto3Finds } from "./boto3.js";
import { type Ended, mturkSetup, short, startWizard } from "./program.js";
import { type Stage, edit, expectNoSecret, expectTidy, stage, waitingStage } from "./rotation.js";

const NEVER = /nobody has|never arrived|unused|nobody can use/i;

async function run(here: Stage, args: readonly string[], stdin?: string): Promise<Ended> {
  const done = await mturkSetup(here.place, args, {
    env: here.env,
    ...(stdin === undefined ? {} : { stdin }),
  });
  expectNoSecret(here, done.out, done.err);
  expect(`${done.out}${done.err}`).not.toMatch(NEVER);
  return done;
}

async function expectSettled(here: Stage): Promise<void> {
  expect(here.active()).toEqual([here.inFile()]);
  expect((await boto3Finds(here.place, here.aws))?.accessKeyId ?? here.inFile()).toBe(
    here.inFile(),
  );
}

/**
 * The rotation was interrupted while a key was asked for; then the person deletes the stray one,
 * makes another, saves it, and deletes the old one.
 */
async function mendedByHand(): Promise<Stage> {
  const here = await stage(["lost-answer=create"]);
  expect((await run(here, ["rotate", "--yes", "--json"])).code).toBe(3);
  here.aws.setFaults([]);
  const [stray] = here.all().filter((id) => id !== here.first);
  here.aws.accounts.removeKey(stray!, Date.now());
  const made = here.madeInConsole();
  edit(here, made.id, made.secret);
  here.aws.accounts.removeKey(here.first, Date.now());
  return here;
}

describe("mended by hand after an answer was lost", () => {
  test.each([["--yes"], ["--delete-old"], ["--finish", "--yes"], ["--undo", "--yes"]])(
    "rotate %s ends what was begun, and says so",
    async (...args) => {
      const here = await mendedByHand();
      const mine = here.inFile()!;
      const done = await run(here, ["rotate", "--json", ...args]);
      expect(done, done.err).toMatchObject({ code: 0 });
      const document = documentOf(done, rotateSchema);
      expect(document.notices.join(" ")).toMatch(/has ended: AKIA….* was in the file/);
      expect(document.outcome).toBe(
        args[0] === "--finish" || args[0] === "--undo" ? "nothing" : "replaced",
      );
      if (document.outcome === "nothing") expect(here.inFile()).toBe(mine);
      await expectSettled(here);
      expectTidy(here, { waiting: args[0] === "--yes" });
      expect((await run(here, ["rotate", "--finish", "--yes"])).code).toBe(0);
    },
  );

  test("no command tells of an interrupted rotation any more, and what is asked at a terminal proposes nothing that deletes", async () => {
    const here = await mendedByHand();
    expect((await run(here, ["check"])).err).not.toContain("interrupted");
    const terminal = startWizard(here.place, {
      args: ["rotate"],
      env: here.env,
      columns: 100,
      rows: 50,
    });
    await terminal.waitFor("Replace it? (y/N)");
    expect(terminal.frame().join("\n")).not.toMatch(NEVER);
    terminal.send("n\r");
    await terminal.exit;
  });
});

describe("the second key stands somewhere on this computer", () => {
  test("in another profile: said where, never deleted for its name alone", async () => {
    const here = await stage();
    const lab = here.madeInConsole();
    here.place.put(
      ".aws/credentials",
      `${here.place.read(".aws/credentials")}[lab]\naws_access_key_id = ${lab.id}\naws_secret_access_key = ${lab.secret}\n`,
    );
    const asked = await run(here, ["rotate", "--yes", "--json"]);
    expect([asked.code, errorOf(asked).message]).toEqual([
      3,
      expect.stringMatching(/is used here: ~\/\.aws\/credentials \[lab\]/),
    ]);
    expect(errorOf(asked).try.join("\n")).toContain(`--let-go ${short(lab.id)} --off-anyway`);
    const named = await run(here, ["rotate", "--yes", "--json", "--let-go", lab.id]);
    expect([named.code, errorOf(named).code]).toEqual([3, "key-shared"]);
    expect([...here.active()].sort()).toEqual([here.first, lab.id].sort());
    const done = await run(here, ["rotate", "--yes", "--json", "--let-go", lab.id, "--off-anyway"]);
    expect(done, done.err).toMatchObject({ code: 0 });
    expect(here.active()).toEqual([here.inFile()]);
  });

  test("on, and its secret only in one of our backups: likewise", async () => {
    const here = await stage();
    const second = here.madeInConsole();
    expect(
      (await run(here, ["save", "--stdin", "--yes"], `${second.id}\n${second.secret}\n`)).code,
    ).toBe(0);
    const asked = await run(here, ["rotate", "--yes", "--json", "--let-go", here.first]);
    expect([asked.code, errorOf(asked).message]).toEqual([
      3,
      expect.stringMatching(/is kept here: our backup /),
    ]);
    expect(errorOf(asked).try.join("\n")).toContain("--off-anyway");
    expect(here.all()).toContain(here.first);
  });
});

describe("a new key waits beside a file that holds another one by now", () => {
  test("it is offered; --undo deletes it, and all is well", async () => {
    const { here, id, mine } = await waitingStage();
    for (const args of [["--yes"], ["--finish", "--yes"]]) {
      const asked = await run(here, ["rotate", "--json", ...args]);
      expect([asked.code, errorOf(asked).code]).toEqual([3, "answer-missing"]);
      expect(errorOf(asked).message).toContain(`${short(mine)} is in the file now`);
      expect(here.place.has(".aws/credentials.mturk-setup-pending")).toBe(true);
    }
    expect((await run(here, ["rotate", "--undo", "--yes"])).code).toBe(0);
    expect(here.all()).toEqual([mine]);
    expect(here.all()).not.toContain(id);
    await expectSettled(here);
    expectTidy(here);
  });

  test("the other advice, saving it, leads out too", async () => {
    const { here, id } = await waitingStage();
    const asked = errorOf(await run(here, ["rotate", "--finish", "--yes", "--json"]));
    expect(asked.try.join("\n")).toMatch(/mturk-setup save --stdin --yes < .*pending/);
    expect(
      (
        await run(
          here,
          ["save", "--stdin", "--yes"],
          here.place.read(".aws/credentials.mturk-setup-pending"),
        )
      ).code,
    ).toBe(0);
    expect(here.inFile()).toBe(id);
    expect((await run(here, ["rotate", "--finish", "--yes", "--json"])).code).toBe(0);
    expectTidy(here);
  });

  test("deleted in the console, or the file removed: ended by itself, and the same text never comes again", async () => {
    for (const how of ["console", "file"] as const) {
      const { here, id, mine } = await waitingStage();
      here.aws.accounts.removeKey(id, Date.now());
      if (how === "file") rmSync(here.place.at(".aws/credentials.mturk-setup-pending"));
      const done = await run(here, ["rotate", "--finish", "--yes", "--json"]);
      expect(done, done.err).toMatchObject({ code: 0 });
      expect(here.inFile()).toBe(mine);
      await expectSettled(here);
      expectTidy(here);
    }
  });
});

test("IAM answers with the key that signed: told, nothing written, no circle; then it works", async () => {
  const here = await stage(["repeated-key"]);
  const before = here.place.read(".aws/credentials");
  for (let again = 0; again < 3; again++) {
    const stopped = await run(here, ["rotate", "--yes", "--json"]);
    expect([stopped.code, errorOf(stopped).code]).toEqual([4, "not-aws"]);
    expect(errorOf(stopped).message).toContain("answered with one that existed already");
    expect(here.aws.log.filter(({ operation }) => operation === "CreateAccessKey")).toHaveLength(
      again + 1,
    );
  }
  expect(here.place.read(".aws/credentials")).toBe(before);
  here.aws.setFaults([]);
  expect((await run(here, ["rotate", "--delete-old"])).code).toBe(0);
  await expectSettled(here);
  expectTidy(here);
});

test("two starts at once on the place of a dead one: one makes a key, the other says that it waits", async () => {
  const here = await stage(["lost-answer=create"]);
  expect((await run(here, ["rotate", "--yes", "--json"])).code).toBe(3);
  const [stray] = here.all().filter((id) => id !== here.first);
  here.aws.accounts.removeKey(stray!, Date.now());
  here.aws.setFaults([fault("slow=1")]);
  const [one, other] = await Promise.all([
    run(here, ["rotate", "--delete-old", "--json"]),
    run(here, ["rotate", "--delete-old", "--json"]),
  ]);
  const [won, lost] = one.code === 0 ? [one, other] : [other, one];
  expect(won, won.err).toMatchObject({ code: 0 });
  expect([lost.code, errorOf(lost).code], lost.out).toEqual([4, "file-locked"]);
  expect(here.aws.log.filter(({ operation }) => operation === "CreateAccessKey")).toHaveLength(2);
  await expectSettled(here);
  expectTidy(here);
});

test("--finish with nothing under way: 0, whatever the files hold", async () => {
  const here = await stage();
  for (const text of [
    "[default]\nregion = us-east-1\n",
    "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    "aws_access_key_id\n",
    null,
  ]) {
    if (text === null) rmSync(here.place.at(".aws/credentials"));
    else here.place.put(".aws/credentials", text);
    const done = await run(here, ["rotate", "--finish", "--json"]);
    expect(done, done.err).toMatchObject({ code: 0 });
    expect(documentOf(done, rotateSchema).outcome).toBe("nothing");
  }
});
