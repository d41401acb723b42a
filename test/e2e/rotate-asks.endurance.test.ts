/**
 * The questions of `mturk-setup rotate` about other places and other keys, answered in a real
 * terminal.
 */
import { describe, expect, test } from "vitest";
import { type Wizard, short, startWizard } from "./program.js";
import { type Stage, expectNoSecret, expectTidy, expectWorking, stage } from "./rotation.js";
import { WRITTEN, changeDotenv, expectWhole, put, sharedStage } from "./shared-key.js";

function start(here: Stage, args: readonly string[] = []): Wizard {
  return startWizard(here.place, {
    args: ["rotate", ...args],
    env: here.env,
    columns: 100,
    rows: 50,
  });
}

/** How it ended, and all that was said as one line of text. */
async function expectEnd(here: Stage, terminal: Wizard, code: number): Promise<string> {
  const ended = await terminal.exit;
  const said = terminal.scrollback().join("\n");
  expect(ended.signal === 0 ? ended.code : 128 + ended.signal, said).toBe(code);
  expect(said).not.toMatch(/made a mistake|Warning|undefined/);
  expectNoSecret(here, terminal.raw());
  return said.replaceAll(/\s+/g, " ");
}

async function toQuestion(here: Stage, args: readonly string[] = []): Promise<Wizard> {
  const terminal = start(here, args);
  await terminal.waitFor("Replace it? (y/N)");
  terminal.send("y\r");
  await terminal.waitFor("What is to become of them?");
  return terminal;
}

const STOPS = [
  { name: "Enter", bytes: "\r", code: 3 },
  { name: "blanks", bytes: "  \r", code: 3 },
  { name: "y, which is no answer here", bytes: "y\r", code: 3 },
  { name: "another word", bytes: "all.\r", code: 3 },
  { name: "Ctrl+D", bytes: "\u0004", code: 3 },
  { name: "Ctrl+C", bytes: "\u0003", code: 130 },
] as const;

describe("other places hold the key", () => {
  test.each(["a", "ALL", " a "])(
    "%j: all of them get the new key, then the old one is asked about",
    async (typed) => {
      const here = await sharedStage({ dotenv: false });
      const terminal = await toQuestion(here);
      const asked = terminal.scrollback().join("\n");
      for (const place of [
        "~/.aws/credentials [mturk]",
        "~/.aws/config [class]",
        "~/.psiturkconfig",
        "~/config.txt",
      ])
        expect(asked).toContain(`\n  ${place}\n`);
      expect(asked).toContain("stands in 4 other places too");
      expect(asked).toContain(
        "(a: replace it in all 5 places, o: only here, leave the old one on, Enter: stop)",
      );
      expect([here.all(), [...new Set(expectWhole(here).values())]]).toEqual([
        [here.first],
        [here.first],
      ]);
      terminal.send(`${typed}\r`);
      await terminal.waitFor("Switch AKIA…");
      expect([...new Set(expectWhole(here).values())]).toEqual([here.inFile()]);
      expect(here.active()).toHaveLength(2);
      terminal.send("y\r");
      await expectEnd(here, terminal, 0);
      expect(here.active()).toEqual([here.inFile()]);
      expect([...new Set(expectWhole(here).values())]).toEqual(here.active());
      expectWorking(here);
      expectTidy(here, { waiting: true });
    },
  );

  test("o: this profile only; the old key stays on, and that is said", async () => {
    const here = await sharedStage({ dotenv: true });
    const before = expectWhole(here);
    const terminal = await toQuestion(here);
    expect(terminal.frame().join("\n")).toMatch(/~\/\.env line 2 {3}\(not edited here\)/);
    terminal.send("o\r");
    expect(await expectEnd(here, terminal, 0)).toContain(
      `${short(here.first)} was not switched off`,
    );
    for (const [name, id] of before)
      if (name !== ".aws/credentials") expect(here.place.read(name)).toContain(id);
    expect([here.inFile("mturk"), here.active().length]).toEqual([here.first, 2]);
    expectWorking(here);
    expectTidy(here, { waiting: true });
  });

  test.each(STOPS)(
    "$name stops: nothing was made, nothing changed, and the options are named",
    async ({ bytes, code }) => {
      const here = await sharedStage({ dotenv: true });
      const before = here.place.tree();
      const terminal = await toQuestion(here);
      terminal.send(bytes);
      const said = await expectEnd(here, terminal, code);
      expect([here.place.tree(), here.all()]).toEqual([before, [here.first]]);
      if (code === 3)
        for (const words of [
          "Nothing was made, and nothing was switched off.",
          "--everywhere",
          "--keep-old",
          "--off-anyway",
        ])
          expect(said).toContain(words);
    },
  );

  test("only places that are not edited here: to replace it there is not offered, and not taken for an answer", async () => {
    const here = await stage();
    here.place.put(
      ".env",
      `AWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
    );
    const before = here.place.tree();
    const terminal = await toQuestion(here);
    expect(terminal.frame().join(" ").replaceAll(/\s+/g, " ")).toContain(
      "(o: only here, leave the old one on, Enter: stop)",
    );
    terminal.send("a\r");
    await expectEnd(here, terminal, 3);
    expect([here.place.tree(), here.all()]).toEqual([before, [here.first]]);
  });
});

describe("what cannot be edited holds the old key still, after the new one is in the files", () => {
  async function toSecond(here: Stage): Promise<Wizard> {
    const terminal = await toQuestion(here);
    terminal.send("a\r");
    await terminal.waitFor(
      /The new key is in the file\. The old one(.*\n)*.*What is to become of them\?/,
    );
    const asked = terminal.frame().join("\n");
    expect(asked).toMatch(/~\/\.env line 2 {3}\(not edited here\)/);
    expect(asked.replaceAll(/\s+/g, " ").split("The new key is in the file.")[1]).toContain(
      "(o: leave the old one on, Enter: stop)",
    );
    const holds = expectWhole(here);
    expect([holds.get(".env"), holds.get(".psiturkconfig"), here.inFile("mturk")]).toEqual([
      here.first,
      here.inFile(),
      here.inFile(),
    ]);
    return terminal;
  }

  test.each(STOPS)(
    "$name stops: nothing more was done, and that is said; once .env holds the new key, the next start goes on",
    async ({ bytes, code }) => {
      const here = await sharedStage({ dotenv: true });
      const terminal = await toSecond(here);
      terminal.send(bytes);
      const said = await expectEnd(here, terminal, code);
      expect(said).toMatch(
        /The new key is in the file(, and AWS accepts it)?; nothing more was done to AKIA…/,
      );
      expect(here.active()).toHaveLength(2);
      expectWorking(here);
      changeDotenv(here);
      const again = start(here);
      await again.waitFor("Carry on with the rotation that was interrupted?");
      again.send("y\r");
      await again.waitFor("Switch AKIA…");
      again.send("y\r");
      await expectEnd(here, again, 0);
      expect(here.active()).toEqual([here.inFile()]);
      expect([...new Set(expectWhole(here).values())]).toEqual(here.active());
    },
  );

  test("o: the old one stays on", async () => {
    const here = await sharedStage({ dotenv: true });
    const terminal = await toSecond(here);
    terminal.send("o\r");
    expect(await expectEnd(here, terminal, 0)).toContain(
      `${short(here.first)} was not switched off`,
    );
    expect(here.active()).toHaveLength(2);
    expectWhole(here);
    expectTidy(here, { waiting: true });
  });
});

describe("going back, while other places hold the new key", () => {
  /** Replaced everywhere, and the old one is off. */
  async function replaced(): Promise<Stage> {
    const here = await sharedStage({ dotenv: false });
    await expectEnd(here, start(here, ["--yes", "--everywhere"]), 0);
    return here;
  }

  test("what was replaced everywhere goes back everywhere, without a question", async () => {
    const here = await replaced();
    const terminal = start(here, ["--undo"]);
    await terminal.waitFor("Put the old key back");
    terminal.send("y\r");
    expect(await expectEnd(here, terminal, 0)).toContain("is back");
    expect(here.active()).toEqual([here.first]);
    expect([...new Set(expectWhole(here).values())]).toEqual([here.first]);
  });

  test("what got the new key by hand is asked about: which key comes and which goes is said the right way round", async () => {
    const here = await sharedStage({ dotenv: true });
    await expectEnd(here, start(here, ["--yes", "--off-anyway"]), 0);
    const fresh = here.inFile()!;
    for (const name of WRITTEN) put(here, name, fresh);
    changeDotenv(here);
    const before = here.place.tree();
    const asking = async (): Promise<Wizard> => {
      const terminal = start(here, ["--undo"]);
      await terminal.waitFor("Put the old key back");
      terminal.send("y\r");
      await terminal.waitFor("What is to become of them?");
      return terminal;
    };
    const stopped = await asking();
    expect(stopped.scrollback().join("\n")).toContain(
      "(a: replace it in all 5 places, o: only here, leave the new one on, Enter: stop)",
    );
    stopped.send("\r");
    expect(await expectEnd(here, stopped, 3)).toContain(
      "Nothing was put back, and nothing was switched off.",
    );
    expect([here.place.tree(), here.active()]).toEqual([before, [fresh]]);
    const done = await asking();
    done.send("a\r");
    const said = await expectEnd(here, done, 0);
    expect(said).toContain(`${short(here.first)} is back`);
    expect(said).toContain("with the old key");
    expect(said).not.toContain("with the new key");
    expect(said).toContain(
      `${short(fresh)} still stands here, to be changed by hand: ~/.env line 2`,
    );
    expect([...here.active()].sort()).toEqual([here.first, fresh].sort());
    expect([expectWhole(here).get(".psiturkconfig"), expectWhole(here).get(".env")]).toEqual([
      here.first,
      fresh,
    ]);
  });
});

test("several other keys: each is shown, the one whose last characters are typed goes, and the next one is asked about", async () => {
  const here = await stage();
  const others = [here.madeInConsole(), here.madeInConsole()];
  const terminal = start(here, ["--keep-old"]);
  await terminal.waitFor("Replace it? (y/N)");
  terminal.send("y\r");
  await terminal.waitFor("To delete one of them, type its last four characters");
  for (const { id } of others)
    expect(terminal.frame().join("\n")).toContain(`${short(id)}: switched on`);
  terminal.send(`${others[1]!.id.slice(-4)}\r`);
  await terminal.waitFor(`To delete ${short(others[0]!.id)}, type its last four characters`);
  terminal.send("\r");
  const said = await expectEnd(here, terminal, 3);
  expect(said).toContain(
    `${short(others[0]!.id)} was not deleted, so there is no room for a new key. Nothing else was changed.`,
  );
  expect([...here.all()].sort()).toEqual([here.first, others[0]!.id].sort());
  expect(here.inFile()).toBe(here.first);
});
