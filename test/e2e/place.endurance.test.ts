/**
 * The place is kept at every step, whatever ends the program: killed without a word, its window
 * closed, Ctrl+C. The next start goes on there, and believes nothing of what was done before.
 */
import { lstatSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { start } from "../practice/start.js";
import { talkByLines } from "./talk.js";
import {
  FIRST,
  PLACE_FILE,
  type Place,
  type Wizard,
  askedOf,
  newPlace,
  pick,
  startWizard,
} from "./program.js";
import { expectNoSecret, expectWorking, stage } from "./rotation.js";

/** Ends the program at once, in the middle of its screen. */
type End = (wizard: Wizard) => void;
const KILLED: End = (wizard) => wizard.kill("SIGKILL");
const CLOSED: End = (wizard) => wizard.kill("SIGHUP");
const INTERRUPTED: End = (wizard) => wizard.press("ctrl-c", "ctrl-c");

const ENDS = [
  ["killed", KILLED],
  ["its window closed", CLOSED],
  ["Ctrl+C twice", INTERRUPTED],
  ["q", (wizard: Wizard) => wizard.send("q")],
] as const;

async function ended(wizard: Wizard, end: End): Promise<void> {
  end(wizard);
  await wizard.exit;
}

/** What the next start offers first. */
async function offer(place: Place, env = {}): Promise<{ wizard: Wizard; row: string }> {
  const wizard = startWizard(place, { env });
  const row = (await wizard.waitFor(FIRST)).find((line) => line.includes("Go on where you"));
  return { wizard, row: row ?? "" };
}

describe.each(ENDS)("%s", (_name, end) => {
  test("in the middle of set-up: on at the same step", async () => {
    const place = newPlace();
    const wizard = startWizard(place);
    await wizard.choose("Set up from the beginning");
    await wizard.waitFor("Walk all seven steps");
    wizard.press("down", "down", "down");
    await wizard.waitFor("› Walk all seven steps");
    await wizard.enterTo(/^Step 1 of 7/);
    for (const step of ["2", "3", "4"]) await wizard.enterTo(new RegExp(`^Step ${step} of 7`));
    await ended(wizard, end);
    const { wizard: again, row } = await offer(place);
    expect(row).toMatch(/› 1 {2}Go on where you stopped: step 4 of set-up, today \d\d:\d\d$/);
    again.press("enter");
    await again.waitFor(/^Step 4 of 7/);
    again.press("esc");
    await again.waitFor(/^Step 3 of 7/);
  });

  test("while a new key is made in the console: the old one is asked about anew, then on", async () => {
    const here = await stage(["no-iam"]);
    const wizard = startWizard(here.place, { env: here.env });
    await wizard.choose("Replace a key \\(rotate\\)");
    await pick(wizard, "Replace it by one that I make");
    await wizard.waitFor(/^Make the new key/);
    if (end === KILLED || end === CLOSED) await ended(wizard, end);
    else await ended(wizard, INTERRUPTED);
    expectWorking(here);
    const asked = here.aws.log.length;
    const { wizard: again, row } = await offer(here.place, here.env);
    expect(row).toMatch(/› 1 {2}Go on where you stopped: making the new key, today/);
    again.press("enter");
    await again.waitFor(/^Make the new key/);
    expect(here.aws.log.length).toBeGreaterThan(asked);
    expectNoSecret(here, here.place.read(PLACE_FILE), wizard.raw(), again.raw());
    expect(here.place.read(PLACE_FILE)).not.toContain(here.first);
  });

  test("while a key is switched off: on with that key, as AWS says that it is now", async () => {
    const here = await stage();
    const wizard = startWizard(here.place, { env: here.env });
    await wizard.choose("Switch off keys");
    await wizard.enterTo(/^Keys found/);
    await wizard.enterTo(/^Switch AKIA….* off at AWS/);
    await ended(wizard, end);
    expect(here.place.read(PLACE_FILE)).not.toContain(here.first);
    // Somebody does it meanwhile, in the console.
    here.aws.accounts.setStatus(here.first, "Inactive");
    const { wizard: again, row } = await offer(here.place, here.env);
    expect(row).toMatch(/› 1 {2}Go on where you stopped: switching off AKIA…\w{4}, today/);
    again.press("enter");
    await again.waitFor(/^AWS refuses AKIA….* already/);
  });
});

test("a check and a repair are gone on with; at its end nothing is left to go on with", async () => {
  const aws = await start({ linked: false });
  const place = newPlace();
  const key = `aws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`;
  place.put(".aws/credentials", key);
  const env = askedOf(aws);
  const broken = startWizard(place, { env });
  await broken.choose("Repair it");
  await broken.waitFor(/cannot be read\. Nothing was changed/);
  await ended(broken, KILLED);
  const { wizard: repair, row } = await offer(place, env);
  expect(row).toContain("Go on where you stopped: the repair, today");
  await repair.choose("Go on where you stopped");
  await repair.waitFor(/cannot be read\. Nothing was changed/);
  await pick(repair, "Repair it");
  await repair.waitFor(/not linked/);
  await ended(repair, KILLED);
  const { wizard: check, row: checking } = await offer(place, env);
  expect(checking).toContain("Go on where you stopped: the repair, today");
  aws.accounts.linked = true;
  await check.choose("Go on where you stopped");
  // Mended by now, and linked: nothing of what was said before is said again.
  await check.waitFor(/^(Nothing in these files needs repair|Ready)/);
  if (!check.frame().join("\n").startsWith("Ready")) await check.enterTo(/^Ready/);
  await ended(check, KILLED);
  expect((await offer(place, env)).row).toBe("");
});

test("by lines the same place is kept, and offered", async () => {
  const place = newPlace();
  const by = talkByLines(place);
  await by.pick("Use keys I have");
  await by.until(/Paste id and secret/);
  by.wizard.kill("SIGKILL");
  await by.wizard.exit;
  const again = talkByLines(place);
  await again.until(/1 {2}Go on where you stopped: the access key, today \d\d:\d\d/);
  await again.pick("Go on where you stopped");
  await again.until(/Paste id and secret/);
});

test("a link in its place is not followed, nor written through; what is kept is private", async () => {
  const place = newPlace();
  const theirs = place.put("theirs.json", "theirs");
  place.put(".local/state/mturk-setup/other", "");
  symlinkSync(theirs, place.at(PLACE_FILE));
  const wizard = startWizard(place);
  await wizard.choose("Use keys I have");
  await wizard.waitFor(/^The access key/);
  await ended(wizard, KILLED);
  expect(readFileSync(theirs, "utf8")).toBe("theirs");
  expect(lstatSync(place.at(PLACE_FILE)).mode & 0o7777).toBe(0o600);
  expect(lstatSync(place.at(PLACE_FILE)).isFile()).toBe(true);
});

test("a field says how one leaves, and that the place is kept; what is printed at the end says it too", async () => {
  const place = newPlace();
  const wizard = startWizard(place);
  await wizard.choose("Use keys I have");
  await wizard.waitFor(/^The access key(.*\n)*.*Ctrl\+C twice: leave, place kept/);
  wizard.press("ctrl-c");
  await wizard.waitFor("Ctrl+C again quits. Nothing was written. Place kept.");
  wizard.press("ctrl-c");
  expect((await wizard.exit).signal).toBe(2);
  expect(wizard.frame().join("\n")).toContain("Your place is kept: mturk-setup goes on there.");
});
