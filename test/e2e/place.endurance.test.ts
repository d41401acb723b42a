/**
 * The place is kept at every step, whatever ends the program: killed without a word, its window
 * closed, Ctrl+C. The next start, by frames or by lines, goes on there, and believes nothing of
 * what was done before.
 */
import { lstatSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { start as startAws } from "../practice/start.js";
import { type Env, PLACE_FILE, type Place, askedOf, newPlace } from "./program.js";
import { expectNoSecret, expectWorking, stage } from "./rotation.js";
import { MODES, type StartWalk, type Walk } from "./walk.js";

/** Ends the program in the middle of its screen, and waits until it has ended. */
type End = (walk: Walk) => Promise<unknown>;
const bySignal =
  (signal: "SIGKILL" | "SIGHUP"): End =>
  ({ wizard }) => {
    wizard.kill(signal);
    return wizard.exit;
  };
const KILLED = bySignal("SIGKILL");
const CLOSED = bySignal("SIGHUP");
const INTERRUPTED: End = (walk) => walk.leave();

const ENDS = [
  ["killed", KILLED],
  ["its window closed", CLOSED],
  ["Ctrl+C twice", INTERRUPTED],
  [
    "q",
    (walk: Walk) => {
      walk.key("q");
      return walk.wizard.exit;
    },
  ],
] as const;

const MENU = /What would you like to do\?/;

describe.each(MODES)("%s", (_by, start) => {
  describe.each(ENDS)("%s", (_name, end) => {
    test("in the middle of set-up: on at the same step", async () => {
      const place = newPlace();
      const walk = start(place);
      await walk.pick("Set up from the beginning");
      await walk.pick("Walk all seven steps");
      for (const step of ["1", "2", "3"]) {
        await walk.at(new RegExp(`Step ${step} of 7`));
        await walk.enter();
      }
      await walk.at(/Step 4 of 7/);
      await end(walk);
      const { again, first } = await offer(start, place);
      expect(first).toMatch(/1 Go on where you stopped: step 4 of set-up, today \d\d:\d\d /);
      await again.enter();
      await again.at(/Step 4 of 7/);
      await again.back();
      await again.at(/Step 3 of 7/);
    });

    test("while a new key is made in the console: the old one is asked about anew, then on", async () => {
      const here = await stage(["no-iam"]);
      const walk = start(here.place, { env: here.env });
      await walk.pick("Replace a key (rotate)");
      await walk.pick("Replace it by one that I make");
      await walk.at(/Make the new key/);
      // A letter belongs to the field there.
      await (end === KILLED || end === CLOSED ? end(walk) : INTERRUPTED(walk));
      expectWorking(here);
      const asked = here.aws.log.length;
      const { again, first } = await offer(start, here.place, here.env);
      expect(first).toMatch(/1 Go on where you stopped: making the new key, today/);
      await again.enter();
      await again.at(/Make the new key/);
      expect(here.aws.log.length).toBeGreaterThan(asked);
      expectNoSecret(here, here.place.read(PLACE_FILE), walk.wizard.raw(), again.wizard.raw());
      expect(here.place.read(PLACE_FILE)).not.toContain(here.first);
    });

    test("while a key is switched off: on with that key, as AWS says that it is now", async () => {
      const here = await stage();
      const walk = start(here.place, { env: here.env });
      await walk.pick("Switch off keys");
      await walk.at(/Switch off keys: first save what you need/);
      await walk.enter();
      await walk.at(/Keys found/);
      await walk.enter();
      await walk.at(/Switch AKIA\S* off at AWS/);
      await end(walk);
      expect(here.place.read(PLACE_FILE)).not.toContain(here.first);
      // Somebody does it meanwhile, in the console.
      here.aws.accounts.setStatus(here.first, "Inactive");
      const { again, first } = await offer(start, here.place, here.env);
      expect(first).toMatch(/1 Go on where you stopped: switching off AKIA\.\.\.\w{4}, today/);
      await again.enter();
      await again.at(/AWS refuses AKIA\S* already/);
    });
  });

  test("a check and a repair are gone on with; at its end nothing is left to go on with", async () => {
    const aws = await startAws({ linked: false });
    const place = newPlace();
    const key = `aws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`;
    place.put(".aws/credentials", key);
    const env = askedOf(aws);
    const broken = start(place, { env });
    await broken.pick("Repair it");
    await broken.at(/.*cannot be read\. Nothing was changed/);
    await KILLED(broken);
    const { again: repair, first } = await offer(start, place, env);
    expect(first).toContain("Go on where you stopped: the repair, today");
    await repair.pick("Go on where you stopped");
    await repair.at(/.*cannot be read\. Nothing was changed/);
    await repair.pick("Repair it");
    await repair.says(/not linked/);
    await KILLED(repair);
    const { again: check, first: checking } = await offer(start, place, env);
    expect(checking).toContain("Go on where you stopped: the repair, today");
    aws.accounts.linked = true;
    await check.pick("Go on where you stopped");
    // Mended by now, and linked: nothing of what was said before is said again.
    const told = await check.at(/Nothing in these files needs repair|Ready/);
    if (told.startsWith("Nothing")) await check.enter();
    await check.says(/Ready\./);
    await KILLED(check);
    expect((await offer(start, place, env)).first).not.toContain("Go on where you");
  });

  test("a link in its place is not followed, nor written through; what is kept is private", async () => {
    const place = newPlace();
    const theirs = place.put("theirs.json", "theirs");
    place.put(".local/state/mturk-setup/other", "");
    symlinkSync(theirs, place.at(PLACE_FILE));
    const walk = start(place);
    await walk.pick("Use keys I have");
    await walk.at(/The access key/);
    await KILLED(walk);
    expect(readFileSync(theirs, "utf8")).toBe("theirs");
    expect(lstatSync(place.at(PLACE_FILE)).mode & 0o7777).toBe(0o600);
    expect(lstatSync(place.at(PLACE_FILE)).isFile()).toBe(true);
  });

  test("a field says how one leaves, and that the place is kept; what is printed at the end says it too", async () => {
    const walk = start(newPlace());
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /(Ctrl\+C twice: leave|q quit), place kept/);
    walk.wizard.press("ctrl-c");
    await walk.passes(/Ctrl\+C again quits\. Nothing was written\. Place kept\./);
    walk.wizard.press("ctrl-c");
    expect((await walk.wizard.exit).signal).toBe(2);
    expect(walk.wizard.frame().join("\n")).toContain(
      "Your place is kept: mturk-setup goes on there.",
    );
  });
});

/** The next start, and its first screen: what it offers first. */
async function offer(
  start: StartWalk,
  place: Place,
  env: Env = {},
): Promise<{ readonly again: Walk; readonly first: string }> {
  const again = start(place, { env });
  return { again, first: await again.says(MENU) };
}

test("what was kept by frames is gone on with by lines, and the other way round", async () => {
  const place = newPlace();
  const [[, frames], [, lines]] = MODES as [(typeof MODES)[number], (typeof MODES)[number]];
  const walk = frames(place);
  await walk.pick("Use keys I have");
  await walk.at(/The access key/);
  await KILLED(walk);
  for (const start of [lines, frames]) {
    const { again, first } = await offer(start, place);
    expect(first).toMatch(/1 Go on where you stopped: the access key, today \d\d:\d\d/);
    await again.enter();
    await again.at(/The access key/, /Paste id and secret/);
    await KILLED(again);
  }
});
