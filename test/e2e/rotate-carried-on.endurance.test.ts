/**
 * What only a person can decide of a rotation that was begun, in the wizard: what is told, what
 * Enter does, what is done.
 */
import { describe, expect, test } from "vitest";
import { type Env, mturkSetup, short } from "./program.js";
import {
  type Stage,
  expectNoSecret,
  expectTidy,
  expectWorking,
  stage,
  waitingStage,
} from "./rotation.js";
import { MODES, type Walk } from "./walk.js";

/** As texts are compared: ids are shortened with three dots. */
const told = (id: string): string => short(id).replace("…", "...");
/** As a row is found. */
const rowOf = (walk: Walk, id: string): string => (walk.by === "lines" ? told(id) : short(id));

/** The row that Enter takes. */
function enterTakes(walk: Walk, row: string): RegExp {
  return new RegExp(walk.by === "frames" ? `› 1 ${row}` : `\\b1 ${row}.*Enter for 1:`);
}

/** The first row, which is highlighted; by lines Enter alone does nothing that is felt at AWS. */
function comesFirst(walk: Walk, row: string): RegExp {
  return new RegExp(walk.by === "frames" ? `› 1 ${row}` : `\\b1 ${row}.*Number 1 to \\d+:`);
}

/** To be asked later: the file is as it is now, and these keys alone are on. */
function keeps(here: Stage, ...on: readonly string[]): () => void {
  const before = here.place.read(".aws/credentials");
  return () => {
    expect(here.place.read(".aws/credentials")).toBe(before);
    expect([...here.active()].sort()).toEqual([...on].sort());
  };
}

describe.each(MODES)("%s", (_by, start) => {
  const open = (here: Stage): Walk => {
    const env: Env = here.env;
    return start(here.place, { env });
  };

  async function quit(here: Stage, walk: Walk): Promise<void> {
    await walk.leave();
    expectNoSecret(here, walk.wizard.raw());
    expect(walk.wizard.raw()).not.toMatch(/nobody has|never arrived|unused|nobody can use/i);
  }

  /** Enter on the first screen goes on with what was interrupted. */
  async function goOn(here: Stage): Promise<Walk> {
    const walk = open(here);
    await walk.says(enterTakes(walk, "Go on with replacing the key"));
    await walk.enter();
    await walk.at(/Replace a key: default/, comesFirst(walk, "Go on where it stopped"));
    await walk.pick("Go on where it stopped");
    return walk;
  }

  async function toChoice(walk: Walk): Promise<void> {
    await walk.pick("Replace a key (rotate)");
    await walk.at(/Replace a key: default/, /Replace it/);
  }

  describe("a new key waits beside a file that holds another one by now", () => {
    async function toQuestion(): Promise<
      Awaited<ReturnType<typeof waitingStage>> & { readonly walk: Walk }
    > {
      const waiting = await waitingStage();
      const walk = await goOn(waiting.here);
      const asked = await walk.at(
        /A new key waits beside the credentials file\./,
        enterTakes(walk, "Leave everything as it is"),
      );
      expect(asked).toContain(`A rotation to ${told(waiting.id)} was interrupted.`);
      expect(asked).toContain(`${told(waiting.mine)} is in the file now. Nothing was changed.`);
      expect(asked).toMatch(
        new RegExp(`1 Leave everything.* 2 Put ${told(waiting.id)} into the file.* 3 Delete`),
      );
      return { ...waiting, walk };
    }

    test("Enter leaves everything as it is", async () => {
      const { here, id, mine, walk } = await toQuestion();
      const unchanged = keeps(here, id, mine);
      await walk.enter();
      await walk.at(/Replace a key: default/);
      await quit(here, walk);
      unchanged();
      expect(here.place.has(".aws/credentials.mturk-setup-pending")).toBe(true);
    });

    test("it is put into the file: the one from there stays on until it is said that it goes", async () => {
      const { here, id, mine, walk } = await toQuestion();
      await walk.pick(`Put ${rowOf(walk, id)} into the file`);
      await walk.at(/Replaced/);
      expect(here.inFile()).toBe(id);
      expect([...here.active()].sort()).toEqual([id, mine].sort());
      await quit(here, walk);
      expectWorking(here);
      const again = await mturkSetup(here.place, ["rotate", "--finish", "--yes"], {
        env: here.env,
      });
      expect(again, again.err).toMatchObject({ code: 0 });
      expectTidy(here);
    });

    test("it is deleted only when its last four are typed; the file is as it was, and nothing is left lying about", async () => {
      const { here, id, mine, walk } = await toQuestion();
      const before = here.place.read(".aws/credentials");
      await walk.pick(`Delete ${rowOf(walk, id)} at AWS`);
      await walk.says(/Type its last four letters/);
      expect(here.all()).toContain(id);
      await walk.lastFour(id);
      await walk.at(/Taken back: the new key is deleted, the file was not changed\./);
      expect([here.place.read(".aws/credentials"), here.all()]).toEqual([before, [mine]]);
      await quit(here, walk);
      expectTidy(here);
    });
  });

  describe("AWS's answer with the new key was lost", () => {
    const LOST = /There is a key that may have been made for this rotation\./;

    async function toQuestion(): Promise<{
      readonly here: Stage;
      readonly stray: string;
      readonly walk: Walk;
    }> {
      const here = await stage(["lost-answer=create"]);
      const walk = open(here);
      await toChoice(walk);
      await walk.pick("Replace it");
      const asked = await walk.at(LOST, enterTakes(walk, "Leave it for now"));
      const stray = here.all().find((id) => id !== here.first)!;
      expect(asked).toContain(`${told(stray)}, on`);
      expect(asked).toContain("If somebody else made it, it is theirs: leave it.");
      expect(asked).toContain(
        `1 Leave it for now 2 Delete ${told(stray)} and go on 3 It is somebody else's: end the rotation, touch no key`,
      );
      here.aws.setFaults([]);
      return { here, stray, walk };
    }

    test("Enter leaves it; the next start asks the same, and can end the rotation without touching a key", async () => {
      const { here, stray, walk } = await toQuestion();
      const unchanged = keeps(here, here.first, stray);
      await walk.enter();
      await walk.at(/Replace a key: default/);
      await quit(here, walk);
      unchanged();
      const again = await goOn(here);
      await again.at(LOST, enterTakes(again, "Leave it for now"));
      await again.pick("It is somebody else's");
      await again.at(/The rotation has ended\./, /No key was touched/);
      await quit(here, again);
      unchanged();
      expectTidy(here);
    });

    test("deleted when its last four are typed: then the rotation goes on to its end", async () => {
      const { here, stray, walk } = await toQuestion();
      await walk.pick(`Delete ${rowOf(walk, stray)} and go on`);
      await walk.says(/Type its last four letters/);
      expect(here.all()).toContain(stray);
      await walk.lastFour(stray);
      await walk.at(/Replaced: the file holds/, /Switch the old key off/);
      expect(here.all()).not.toContain(stray);
      expect([...here.active()].sort()).toEqual([here.first, here.inFile()].sort());
      await walk.pick("Switch the old key off");
      await walk.says(/key is switched off/);
      expect(here.active()).toEqual([here.inFile()]);
      await quit(here, walk);
      expectWorking(here);
    });
  });

  describe("two keys already, and the other one stands in another profile", () => {
    async function toQuestion(): Promise<{
      readonly here: Stage;
      readonly lab: string;
      readonly walk: Walk;
    }> {
      const here = await stage();
      const { id: lab, secret } = here.madeInConsole();
      here.place.put(
        ".aws/credentials",
        `${here.place.read(".aws/credentials")}[lab]\naws_access_key_id = ${lab}\naws_secret_access_key = ${secret}\n`,
      );
      const walk = open(here);
      await walk.pick("Replace a key (rotate)");
      await walk.pick("default");
      await walk.at(/Replace a key: default/, /Replace it/);
      await walk.pick("Replace it");
      const asked = await walk.at(/Two keys already/, enterTakes(walk, "Delete none: go back"));
      expect(asked).toContain(
        `In the file: ${told(here.first)}. It stays until the new one works. Beside it: ${told(lab)}, on`,
      );
      expect(asked).toContain(
        `${told(lab)} is used here: ~/.aws/credentials [lab]. What reads it there stops when the key goes.`,
      );
      expect(asked).toContain(`2 Delete ${told(lab)} although it stands there`);
      return { here, lab, walk };
    }

    test("Enter goes back, and nothing is deleted", async () => {
      const { here, lab, walk } = await toQuestion();
      const unchanged = keeps(here, here.first, lab);
      await walk.enter();
      await walk.at(/Replace a key: default/);
      await quit(here, walk);
      unchanged();
      expectTidy(here);
    });

    test("another four letters delete nothing; its own do, and then the rotation goes on", async () => {
      const { here, lab, walk } = await toQuestion();
      await walk.pick(`Delete ${rowOf(walk, lab)} although it stands there`);
      await walk.says(/Type its last four letters/);
      walk.fill(here.first.slice(-4));
      await walk.says(/That is not it/);
      if (walk.by === "lines")
        await walk.pick(`Delete ${rowOf(walk, lab)} although it stands there`);
      expect([...here.active()].sort()).toEqual([here.first, lab].sort());
      walk.clear();
      await walk.lastFour(lab);
      await walk.at(/Replaced: the file holds/);
      expect(here.all()).not.toContain(lab);
      expect([...here.active()].sort()).toEqual([here.first, here.inFile()].sort());
      await quit(here, walk);
    });
  });

  test("killed once the file held the new key: the next start goes on by Enter, asks about the old key, and ends it", async () => {
    const here = await stage();
    const first = open(here);
    await toChoice(first);
    await first.pick("Replace it");
    await first.at(/Replaced: the file holds/);
    const fresh = here.inFile();
    first.wizard.kill("SIGKILL");
    await first.wizard.exit;
    const again = await goOn(here);
    await again.at(/Replaced: the file holds/, comesFirst(again, "Switch the old key off"));
    expect([...here.active()].sort()).toEqual([here.first, fresh].sort());
    await again.pick("Switch the old key off");
    await again.says(/key is switched off/);
    expect([here.inFile(), here.active()]).toEqual([fresh, [fresh]]);
    await quit(here, again);
    expectWorking(here);
    expectTidy(here, { waiting: true });
  });

  describe("an old key that was switched off waits to be deleted", () => {
    async function waits(): Promise<{
      readonly here: Stage;
      readonly fresh: string;
      readonly walk: Walk;
    }> {
      const here = await stage();
      const done = await mturkSetup(here.place, ["rotate", "--yes"], { env: here.env });
      expect(done, done.err).toMatchObject({ code: 0 });
      const walk = open(here);
      // Nothing was interrupted: the row is there, and it is not what Enter takes.
      const first = await walk.says(/\d Delete AKIA\w*\.\.\.\w{4}, which was replaced/);
      expect(first).toContain(
        `The old key of profile default, ${told(here.first)}, was replaced; what becomes of it at AWS is still open.`,
      );
      expect(first).not.toMatch(/(› |\b1 )Delete/);
      await walk.pick(`Delete ${rowOf(walk, here.first)}, which was replaced`);
      await walk.at(
        /Replace a key: default/,
        comesFirst(walk, `Delete the old key, ${told(here.first)}`),
      );
      return { here, fresh: here.inFile()!, walk };
    }

    test("Enter deletes nothing before its last four are typed", async () => {
      const { here, fresh, walk } = await waits();
      await walk.pick("Delete the old key");
      await walk.says(/Type its last four letters/);
      walk.fill("");
      await walk.says(/Nothing was typed|That is not it; nothing was done/);
      if (walk.by === "lines") await walk.pick("Delete the old key");
      expect(here.all()).toHaveLength(2);
      await walk.lastFour(here.first);
      await walk.says(/is deleted at AWS\.|The old key is deleted/);
      expect([here.all(), here.inFile()]).toEqual([[fresh], fresh]);
      await quit(here, walk);
      expectTidy(here);
      expectWorking(here);
    });

    test("it can come back from there", async () => {
      const { here, walk } = await waits();
      await walk.pick("Put the old key back");
      await walk.at(/The old key is back: the file holds/);
      expect([here.inFile(), here.active()]).toEqual([here.first, [here.first]]);
      await quit(here, walk);
      expectWorking(here);
    });
  });

  describe("the key that a person brings is another account's", () => {
    const OTHER = "210987654321";

    async function brings(): Promise<{
      readonly here: Stage;
      readonly brought: string;
      readonly walk: Walk;
    }> {
      const here = await stage();
      const { statements } = here.aws.accounts.find(here.first)!.owner;
      const owner = {
        ...here.aws.accounts.addUser("elsewhere", statements),
        arn: `arn:aws:iam::${OTHER}:user/elsewhere`,
      };
      const made = here.aws.accounts.issueKey(owner, Date.now());
      const walk = open(here);
      await toChoice(walk);
      await walk.pick("Replace it by one that I make in the console");
      await walk.at(/Make the new key for user practice/, /Paste id and secret/);
      await walk.paste(made.accessKeyId, made.secretAccessKey.reveal());
      const said = await walk.at(
        /AKIA\S* is another user's key\. Nothing is changed yet\./,
        enterTakes(walk, "Paste another key"),
      );
      expect(said).toContain(
        "The old key is user practice's in account 1234 5678 9012, this one user elsewhere's in account 2109 8765 4321.",
      );
      expect(said).toContain(
        "The new key is another AWS account's: MTurk and its sandbox must both be linked to that account.",
      );
      await walk.says(/\+ aws_access_key_id|aws_access_key_id, from/);
      return { here, brought: made.accessKeyId, walk };
    }

    test("Enter leads back to the field; the file is as it was", async () => {
      const { here, walk } = await brings();
      const unchanged = keeps(here, here.first);
      await walk.enter();
      await walk.at(/Make the new key for user practice/);
      await quit(here, walk);
      unchanged();
    });

    test("meant so: the file holds it, and the old one, which is not among that user's keys, is switched off by a person", async () => {
      const { here, brought, walk } = await brings();
      await walk.pick("It is the one I mean");
      await walk.at(/Replaced|Switch the old key off/);
      expect(here.inFile()).toBe(brought);
      expect(here.active()).toEqual([here.first]);
      here.aws.accounts.setStatus(here.first, "Inactive", Date.now());
      const end = await walk.says(/AWS refuses the old key/);
      expect(end).toContain("must both be linked to that account");
      expect(here.inFile()).toBe(brought);
      await quit(here, walk);
    });
  });
});
