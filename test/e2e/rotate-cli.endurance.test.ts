/**
 * `mturk-setup rotate` in a real terminal: the questions, what is shown, what is hidden, and how it
 * is left.
 */
import { describe, expect, test } from "vitest";
import { fault } from "../practice/start.js";
import { boto3Finds } from "./boto3.js";
import { type Wizard, short, startWizard } from "./program.js";
import { type Stage, expectNoSecret, expectTidy, expectWorking, stage } from "./rotation.js";

function start(here: Stage, args: readonly string[] = []): Wizard {
  return startWizard(here.place, {
    args: ["rotate", ...args],
    env: here.env,
    columns: 100,
    rows: 50,
  });
}

async function expectEnd(here: Stage, terminal: Wizard, code: number): Promise<string> {
  const ended = await terminal.exit;
  const said = terminal.scrollback().join("\n");
  expect(ended.signal === 0 ? ended.code : 128 + ended.signal, said).toBe(code);
  expect(said).not.toMatch(/made a mistake|Warning|undefined/);
  expectNoSecret(here, terminal.raw());
  return said;
}

const expectBoto3 = async (here: Stage): Promise<void> =>
  expect((await boto3Finds(here.place, here.aws))?.balance ?? "10000.00").toBe("10000.00");

describe("through IAM", () => {
  test("shows the key, asks, replaces it, asks about the old one, switches it off; then undo", async () => {
    const here = await stage();
    await expectBoto3(here);
    const terminal = start(here);
    await terminal.waitFor("Replace it? (y/N)");
    expect(terminal.frame().join("\n")).toMatch(
      /Replace the key of profile default: AKIA….* in ~\/\.aws\/credentials\n +ok +AWS accepts .*user practice/,
    );
    terminal.send("y\r");
    await terminal.waitFor("Switch AKIA…");
    // The question is asked while both keys work.
    expect(here.inFile()).not.toBe(here.first);
    expect(here.active()).toHaveLength(2);
    expectWorking(here);
    await expectBoto3(here);
    expect(terminal.frame().join("\n")).toContain(
      "Which other computers have a copy of the old key?",
    );
    terminal.send("y\r");
    const said = await expectEnd(here, terminal, 0);
    expect(said).toMatch(/is switched off at AWS/);
    expect(said).toMatch(/psiTurk that is running remembers the old key: restart it/);
    expect(here.active()).toEqual([here.inFile()]);
    await expectBoto3(here);

    const back = start(here, ["--undo"]);
    await back.waitFor("Put the old key back");
    back.send("y\r");
    expect(await expectEnd(here, back, 0)).toMatch(/is back/);
    expect([here.inFile(), here.active()]).toEqual([here.first, [here.first]]);
    await expectBoto3(here);
  });

  test.each([
    { answer: "d", says: /is deleted at AWS/, keys: 1, active: 1, waiting: false },
    { answer: "", says: /was not switched off/, keys: 2, active: 2, waiting: true },
  ])("the old key: $answer", async ({ answer, says, keys, active, waiting }) => {
    const here = await stage();
    const terminal = start(here);
    await terminal.waitFor("Replace it? (y/N)");
    terminal.send("y\r");
    await terminal.waitFor("Switch AKIA…");
    terminal.send(`${answer}\r`);
    if (answer === "d") {
      await terminal.waitFor(/To delete AKIA…\w+ at AWS for good, type its/);
      expect(here.all()).toHaveLength(2);
      terminal.send(`${here.first.slice(-4)}\r`);
    }
    expect(await expectEnd(here, terminal, 0)).toMatch(says);
    expect([here.all().length, here.active().length]).toEqual([keys, active]);
    expectTidy(here, { waiting });
  });

  test.each([
    { name: "no", bytes: "n\r", code: 3 },
    { name: "Ctrl+C", bytes: "\u0003", code: 130 },
    { name: "Ctrl+D", bytes: "\u0004", code: 3 },
  ])("$name at the first question: $code, nothing was changed", async ({ bytes, code }) => {
    const here = await stage();
    const before = here.place.tree();
    const terminal = start(here);
    await terminal.waitFor("Replace it? (y/N)");
    terminal.send(bytes);
    await expectEnd(here, terminal, code);
    expect(here.place.tree()).toEqual(before);
    expect(here.all()).toEqual([here.first]);
  });

  test("Ctrl+C at the question about the old key: both work, the next start says so and carries on", async () => {
    const here = await stage();
    const terminal = start(here);
    await terminal.waitFor("Replace it? (y/N)");
    terminal.send("y\r");
    await terminal.waitFor("Switch AKIA…");
    terminal.send("\u0003");
    expect(await expectEnd(here, terminal, 130)).toMatch(/the old one is still on/);
    expectWorking(here);
    const second = here.inFile()!;
    const again = start(here);
    await again.waitFor("Carry on with the rotation that was interrupted?");
    expect(again.frame().join("\n")).toMatch(/A rotation of profile default was interrupted/);
    again.send("y\r");
    await again.waitFor("Switch AKIA…");
    again.send("d\r");
    await again.waitFor(/To delete AKIA…\w+ at AWS for good, type its/);
    again.send(`${here.first.slice(-4)}\r`);
    await expectEnd(here, again, 0);
    expect([here.inFile(), here.all()]).toEqual([second, [second]]);
    expectTidy(here);
  });

  test("two keys already: the other one goes only when its last four characters are typed", async () => {
    const here = await stage(["quota=inactive"]);
    const older = here.all().find((id) => id !== here.first)!;
    const no = start(here, ["--delete-old"]);
    await no.waitFor(/delete the old key at AWS\?(.|\n)*Type {2}delete/);
    no.send("delete\r");
    await no.waitFor("type its last four characters");
    expect(no.frame().join("\n")).toMatch(
      /two keys already(.*\n)*.*AKIA….*: switched off, made 20/,
    );
    no.send("yes\r");
    expect(await expectEnd(here, no, 3)).toContain("was not deleted");
    expect(here.all()).toContain(older);
    const yes = start(here, ["--delete-old"]);
    await yes.waitFor(/delete the old key at AWS\?(.|\n)*Type {2}delete/);
    yes.send("delete\r");
    await yes.waitFor("type its last four characters");
    yes.send(`${older.slice(-4)}\r`);
    await expectEnd(here, yes, 0);
    expect(here.all()).toEqual([here.inFile()]);
  });

  test("a new key that AWS refuses for a while is waited for, with the reason", async () => {
    const here = await stage(["iam-delay=600"]);
    const terminal = start(here, ["--delete-old", "--yes"]);
    await terminal.waitFor(/a new key can take 30 seconds\. Asking again/);
    expect(here.inFile()).toBe(here.first);
    here.aws.setFaults([]);
    await expectEnd(here, terminal, 0);
    expect(here.all()).toEqual([here.inFile()]);
  });
});

describe("a person makes the key", () => {
  test("denied: reason, clicks, policy; the pasted key is not shown; then AWS is watched until it refuses the old one", async () => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    const terminal = start(here);
    await terminal.waitFor("Replace it? (y/N)");
    terminal.send("y\r");
    await terminal.waitFor("New key (hidden");
    const asked = terminal.scrollback().join("\n");
    for (const said of ["which is usual", "Create access key", "iam:CreateAccessKey", "--letter"])
      expect(asked).toContain(said);
    expect(here.inFile()).toBe(here.first);
    terminal.send("nonsense\r");
    await terminal.waitFor(/New key \(hidden(.*\n)*.*New key \(hidden/);
    terminal.send(`${made.id}\r${made.secret}\r`);
    // That the key may not make keys says nothing of switching off: IAM is asked before anybody is
    // sent to the console.
    await terminal.waitFor("Switch AKIA…");
    terminal.send("y\r");
    await terminal.waitFor("still accepted");
    expect(here.inFile()).toBe(made.id);
    expectWorking(here);
    await expectBoto3(here);
    here.aws.accounts.setStatus(here.first, "Inactive", Date.now());
    expect(await expectEnd(here, terminal, 0)).toMatch(/ok {2}AWS now refuses AKIA…/);
    expectTidy(here, { waiting: true });
  });

  test("--guided, one half after the other; Ctrl+C while AWS is watched ends it, and says how things are", async () => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    const terminal = start(here, ["--guided", "--yes"]);
    await terminal.waitFor("New key (hidden");
    terminal.send(`${made.id}\r`);
    await terminal.waitFor(`${short(made.id)}. Now the secret`);
    terminal.send(`${made.secret}\r`);
    await terminal.waitFor("still accepted");
    terminal.send("\u0003");
    expect(await expectEnd(here, terminal, 130)).toMatch(
      /The new key is in the file and works; AKIA….* was still on when AWS was asked last\. Later: mturk-setup rotate --finish/,
    );
    expectWorking(here);
    here.aws.setFaults([]);
    const later = start(here, ["--finish", "--yes"]);
    expect(await expectEnd(here, later, 0)).toMatch(/is deleted at AWS/);
    expect(here.all()).toEqual([made.id]);
  });

  test("a CSV file may be named instead; another user's key is asked about", async () => {
    const here = await stage(["closed=410"]);
    const made = here.madeInConsole("other");
    here.place.put(
      "other_accessKeys.csv",
      `Access key ID,Secret access key\r\n${made.id},${made.secret}\r\n`,
    );
    const terminal = start(here, ["--guided", "--yes"]);
    await terminal.waitFor("New key (hidden");
    terminal.send("~/other_accessKeys.csv\r");
    await terminal.waitFor("Use it all the same? (y/N)");
    terminal.send("n\r");
    await expectEnd(here, terminal, 3);
    expect(here.inFile()).toBe(here.first);
  });

  test.each([
    { name: "Enter", bytes: "\r", code: 3 },
    { name: "Ctrl+C", bytes: "\u0003", code: 130 },
    { name: "Ctrl+D", bytes: "\u0004", code: 3 },
  ])("$name instead of a key: $code, nothing was changed", async ({ bytes, code }) => {
    const here = await stage(["no-iam"]);
    const before = here.place.tree();
    const terminal = start(here, ["--yes"]);
    await terminal.waitFor("New key (hidden");
    terminal.send(bytes);
    await expectEnd(here, terminal, code);
    expect(here.place.tree()).toEqual(before);
  });
});

test("the wizard's last lines tell of a rotation that was interrupted", async () => {
  const here = await stage(["lost-answers=create"]);
  const terminal = start(here, ["--delete-old", "--yes"]);
  await terminal.waitFor("type its last four characters");
  terminal.send("\r");
  await expectEnd(here, terminal, 3);
  here.aws.setFaults([fault("no-iam")]);
  const wizard = startWizard(here.place, { env: here.env });
  await wizard.waitFor("Check");
  wizard.send("q");
  await wizard.exit;
  expect(wizard.frame().join(" ")).toMatch(/A rotation of profile default was interrupted/);
});
