/**
 * What only a person can decide of a rotation that was begun, in the wizard: what is on the screen,
 * what is highlighted, what is done.
 */
import { describe, expect, test } from "vitest";
import { mturkSetup, type Wizard, pick, short, startWizard, typeLastFour } from "./program.js";
import {
  type Stage,
  expectNoSecret,
  expectTidy,
  expectWorking,
  stage,
  waitingStage,
} from "./rotation.js";

const open = (here: Stage): Wizard =>
  startWizard(here.place, { env: here.env, columns: 100, rows: 40 });
const squeezed = (rows: readonly string[]): string => rows.join(" ").replaceAll(/\s+/g, " ");

async function quit(here: Stage, wizard: Wizard): Promise<void> {
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
  expectNoSecret(here, wizard.raw());
  expect(wizard.raw()).not.toMatch(/nobody has|never arrived|unused|nobody can use/i);
}

/** The first screen's first row is highlighted, and goes on with what was interrupted. */
async function goOn(here: Stage): Promise<Wizard> {
  const wizard = open(here);
  await wizard.waitFor(/› 1 {2}Go on with replacing the key/);
  wizard.press("enter");
  await wizard.waitFor(/^Replace a key: default(.*\n)*.*› 1 {2}Go on where it stopped/);
  await pick(wizard, "Go on where it stopped");
  return wizard;
}

describe("a new key waits beside a file that holds another one by now", () => {
  async function toQuestion(): Promise<
    Awaited<ReturnType<typeof waitingStage>> & { readonly wizard: Wizard }
  > {
    const waiting = await waitingStage();
    const wizard = await goOn(waiting.here);
    const asked = squeezed(await wizard.waitFor(/^A new key waits beside the credentials file\./));
    expect(asked).toContain(`A rotation to ${short(waiting.id)} was interrupted.`);
    expect(asked).toContain(`${short(waiting.mine)} is in the file now. Nothing was changed.`);
    const rows = [
      "› 1 Leave everything as it is",
      ` 2 Put ${short(waiting.id)} into the file`,
      " 3 Delete",
    ];
    const stands = rows.map((row) => asked.indexOf(row));
    expect(stands, asked).not.toContain(-1);
    expect([...stands].sort((a, b) => a - b)).toEqual(stands);
    return { ...waiting, wizard };
  }

  test("the highlighted row leaves everything as it is", async () => {
    const { here, id, mine, wizard } = await toQuestion();
    const before = here.place.read(".aws/credentials");
    wizard.press("enter");
    await wizard.waitFor(/^Replace a key: default/);
    await quit(here, wizard);
    expect([here.place.read(".aws/credentials"), [...here.active()].sort()]).toEqual([
      before,
      [id, mine].sort(),
    ]);
    expect(here.place.has(".aws/credentials.mturk-setup-pending")).toBe(true);
  });

  test("it is put into the file: the one from there stays on until it is said that it goes", async () => {
    const { here, id, mine, wizard } = await toQuestion();
    await pick(wizard, `Put ${short(id)} into the file`);
    await wizard.waitFor((rows) => /^(?:\S )?Replaced/.test(rows[0] ?? ""));
    expect(here.inFile()).toBe(id);
    expect([...here.active()].sort()).toEqual([id, mine].sort());
    await quit(here, wizard);
    expectWorking(here);
    const again = await mturkSetup(here.place, ["rotate", "--finish", "--yes"], { env: here.env });
    expect(again, again.err).toMatchObject({ code: 0 });
    expectTidy(here);
  });

  test("it is deleted only when its last four are typed; the file is as it was, and nothing is left lying about", async () => {
    const { here, id, mine, wizard } = await toQuestion();
    const before = here.place.read(".aws/credentials");
    await pick(wizard, `Delete ${short(id)} at AWS`);
    await wizard.waitFor("Type its last four letters");
    expect(here.all()).toContain(id);
    await typeLastFour(wizard, id);
    await wizard.waitFor(
      (rows) => !/^(?:\S )?(Delete|Replacing|A new key waits)/.test(rows[0] ?? ""),
    );
    expect([here.place.read(".aws/credentials"), here.all()]).toEqual([before, [mine]]);
    await quit(here, wizard);
    expectTidy(here);
  });
});

describe("AWS's answer with the new key was lost", () => {
  async function toQuestion(): Promise<{
    readonly here: Stage;
    readonly stray: string;
    readonly wizard: Wizard;
  }> {
    const here = await stage(["lost-answer=create"]);
    const wizard = open(here);
    await wizard.choose("Replace a key \\(rotate\\)");
    await wizard.waitFor(/^Replace a key: default/);
    await pick(wizard, "Replace it");
    const asked = squeezed(
      await wizard.waitFor(/^There is a key that may have been made for this rotation\./),
    );
    const stray = here.all().find((id) => id !== here.first)!;
    expect(asked).toContain(`${short(stray)}, on`);
    expect(asked).toContain("If somebody else made it, it is theirs: leave it.");
    expect(asked).toContain(
      `› 1 Leave it for now 2 Delete ${short(stray)} and go on 3 It is somebody else's: end the rotation, touch no key`,
    );
    here.aws.setFaults([]);
    return { here, stray, wizard };
  }

  test("the highlighted row leaves it; the next start asks the same, and can end the rotation without touching a key", async () => {
    const { here, stray, wizard } = await toQuestion();
    const before = here.place.read(".aws/credentials");
    wizard.press("enter");
    await wizard.waitFor(/^Replace a key: default/);
    await quit(here, wizard);
    expect([here.place.read(".aws/credentials"), [...here.active()].sort()]).toEqual([
      before,
      [here.first, stray].sort(),
    ]);
    const again = await goOn(here);
    await again.waitFor(
      /^There is a key that may have been made for this rotation\.(.*\n)*.*› 1 {2}Leave it for now/,
    );
    await pick(again, "It is somebody else's");
    await again.waitFor((rows) => !/^(?:\S )?(There is a key|Replacing)/.test(rows[0] ?? ""));
    await quit(here, again);
    expect([here.place.read(".aws/credentials"), [...here.active()].sort()]).toEqual([
      before,
      [here.first, stray].sort(),
    ]);
    expectTidy(here);
  });

  test("deleted when its last four are typed: then the rotation goes on to its end", async () => {
    const { here, stray, wizard } = await toQuestion();
    await pick(wizard, `Delete ${short(stray)} and go on`);
    await wizard.waitFor("Type its last four letters");
    expect(here.all()).toContain(stray);
    await typeLastFour(wizard, stray);
    await wizard.waitFor(/^Replaced: the file holds/);
    expect(here.all()).not.toContain(stray);
    expect([...here.active()].sort()).toEqual([here.first, here.inFile()].sort());
    await pick(wizard, "Switch the old key off");
    await wizard.waitFor(/key is switched off/);
    expect(here.active()).toEqual([here.inFile()]);
    await quit(here, wizard);
    expectWorking(here);
  });
});

describe("two keys already, and the other one stands in another profile", () => {
  async function toQuestion(): Promise<{
    readonly here: Stage;
    readonly lab: string;
    readonly wizard: Wizard;
  }> {
    const here = await stage();
    const { id: lab, secret } = here.madeInConsole();
    here.place.put(
      ".aws/credentials",
      `${here.place.read(".aws/credentials")}[lab]\naws_access_key_id = ${lab}\naws_secret_access_key = ${secret}\n`,
    );
    const wizard = open(here);
    await wizard.choose("Replace a key \\(rotate\\)");
    await pick(wizard, "default");
    await wizard.waitFor(/^Replace a key: default/);
    await pick(wizard, "Replace it");
    const asked = squeezed(await wizard.waitFor(/^Two keys already/));
    expect(asked).toContain(
      `In the file: ${short(here.first)}. It stays until the new one works. Beside it: ${short(lab)}, on`,
    );
    expect(asked).toContain(
      `${short(lab)} is used here: ~/.aws/credentials [lab]. What reads it there stops when the key goes.`,
    );
    expect(asked).toContain(
      `› 1 Delete none: go back 2 Delete ${short(lab)} although it stands there`,
    );
    return { here, lab, wizard };
  }

  test("the highlighted row goes back, and nothing is deleted", async () => {
    const { here, lab, wizard } = await toQuestion();
    const before = here.place.read(".aws/credentials");
    wizard.press("enter");
    await wizard.waitFor(/^Replace a key: default/);
    await quit(here, wizard);
    expect([here.place.read(".aws/credentials"), [...here.active()].sort()]).toEqual([
      before,
      [here.first, lab].sort(),
    ]);
    expectTidy(here);
  });

  test("another four letters delete nothing; its own do, and then the rotation goes on", async () => {
    const { here, lab, wizard } = await toQuestion();
    await pick(wizard, `Delete ${short(lab)} although it stands there`);
    await wizard.waitFor("Type its last four letters");
    wizard.send(`${here.first.slice(-4)}\r`);
    await wizard.waitFor("That is not it");
    expect([...here.active()].sort()).toEqual([here.first, lab].sort());
    wizard.send("\u0015");
    await typeLastFour(wizard, lab);
    await wizard.waitFor(/^Replaced: the file holds/);
    expect(here.all()).not.toContain(lab);
    expect([...here.active()].sort()).toEqual([here.first, here.inFile()].sort());
    await quit(here, wizard);
  });
});

test("killed once the file held the new key: the next start highlights going on, asks about the old key, and ends it", async () => {
  const here = await stage();
  const first = open(here);
  await first.choose("Replace a key \\(rotate\\)");
  await first.waitFor(/^Replace a key: default/);
  await pick(first, "Replace it");
  await first.waitFor(/^Replaced: the file holds/);
  const fresh = here.inFile();
  first.kill("SIGKILL");
  await first.exit;
  const again = await goOn(here);
  await again.waitFor(/^Replaced: the file holds(.*\n)*.*› 1 {2}Switch the old key off/);
  expect([...here.active()].sort()).toEqual([here.first, fresh].sort());
  await pick(again, "Switch the old key off");
  await again.waitFor(/key is switched off/);
  expect([here.inFile(), here.active()]).toEqual([fresh, [fresh]]);
  await quit(here, again);
  expectWorking(here);
  expectTidy(here, { waiting: true });
});

describe("an old key that was switched off waits to be deleted", () => {
  async function waits(): Promise<{
    readonly here: Stage;
    readonly fresh: string;
    readonly wizard: Wizard;
  }> {
    const here = await stage();
    const done = await mturkSetup(here.place, ["rotate", "--yes"], { env: here.env });
    expect(done, done.err).toMatchObject({ code: 0 });
    const wizard = open(here);
    // Nothing was interrupted: the row is there, and not the highlighted one.
    const firstScreen = squeezed(
      await wizard.waitFor(/ \d {2}Delete AKIA…\w{4}, which was replaced/),
    );
    expect(firstScreen).toContain(
      `The old key of profile default, ${short(here.first)}, was replaced and waits`,
    );
    expect(firstScreen).not.toMatch(/› \d Delete/);
    await wizard.choose(`Delete ${short(here.first)}, which was replaced`);
    const asked = squeezed(await wizard.waitFor(/^Replace a key: default(.*\n)*.*› 1/));
    expect(asked).toContain(`› 1 Delete the old key, ${short(here.first)}`);
    return { here, fresh: here.inFile()!, wizard };
  }

  test("the highlighted row deletes nothing before its last four are typed", async () => {
    const { here, fresh, wizard } = await waits();
    await pick(wizard, "Delete the old key");
    await wizard.waitFor("Type its last four letters");
    wizard.send("\r");
    await wizard.waitFor("Type its last four letters");
    expect(here.all()).toHaveLength(2);
    await typeLastFour(wizard, here.first);
    await wizard.waitFor(/is deleted at AWS\.|^The old key is deleted/);
    expect([here.all(), here.inFile()]).toEqual([[fresh], fresh]);
    await quit(here, wizard);
    expectTidy(here);
    expectWorking(here);
  });

  test("it can come back from there", async () => {
    const { here, wizard } = await waits();
    await pick(wizard, "Put the old key back");
    await wizard.waitFor(/^The old key is back: the file holds/);
    expect([here.inFile(), here.active()]).toEqual([here.first, [here.first]]);
    await quit(here, wizard);
    expectWorking(here);
  });
});

describe("the key that a person brings is another account's", () => {
  const OTHER = "210987654321";

  async function toChoice(): Promise<{
    readonly here: Stage;
    readonly brought: string;
    readonly wizard: Wizard;
  }> {
    const here = await stage();
    const { statements } = here.aws.accounts.find(here.first)!.owner;
    const owner = {
      ...here.aws.accounts.addUser("elsewhere", statements),
      arn: `arn:aws:iam::${OTHER}:user/elsewhere`,
    };
    const made = here.aws.accounts.issueKey(owner, Date.now());
    const wizard = open(here);
    await wizard.choose("Replace a key \\(rotate\\)");
    await wizard.waitFor(/^Replace a key: default/);
    await pick(wizard, "Replace it by one that I make in the console");
    await wizard.waitFor(/^Make the new key for user practice/);
    wizard.paste(`${made.accessKeyId}\n${made.secretAccessKey.reveal()}\n`);
    await wizard.waitFor(/Pasted several lines/);
    wizard.press("enter");
    const told = squeezed(
      await wizard.waitFor(
        /is another user's key\. Nothing is changed yet\.(.*\n)*.* 2 {2}It is the one I mean/,
      ),
    );
    expect(told).toContain(
      "The old key is user practice's in account 1234 5678 9012, this one user elsewhere's in account 2109 8765 4321.",
    );
    expect(told).toContain(
      "The new key is another AWS account's: MTurk and its sandbox must both be linked to that account.",
    );
    expect(told).toMatch(/› 1 Paste another key 2 It is the one I mean: switch the file to it/);
    return { here, brought: made.accessKeyId, wizard };
  }

  test("the highlighted row leads back to the field; the file is as it was", async () => {
    const { here, wizard } = await toChoice();
    const before = here.place.read(".aws/credentials");
    wizard.press("enter");
    await wizard.waitFor(/^Make the new key for user practice/);
    await quit(here, wizard);
    expect([here.place.read(".aws/credentials"), here.active()]).toEqual([before, [here.first]]);
  });

  test("meant so: the file holds it, and the old one, which is not among that user's keys, is switched off by a person", async () => {
    const { here, brought, wizard } = await toChoice();
    await pick(wizard, "It is the one I mean");
    await wizard.waitFor((rows) =>
      /^(?:\S )?(Replaced|Switch the old key off)/.test(rows[0] ?? ""),
    );
    expect(here.inFile()).toBe(brought);
    expect(here.active()).toEqual([here.first]);
    here.aws.accounts.setStatus(here.first, "Inactive", Date.now());
    const end = squeezed(await wizard.waitFor(/AWS refuses the old key/));
    expect(end).toContain("must both be linked to that account");
    expect(here.inFile()).toBe(brought);
    await quit(here, wizard);
  });
});
