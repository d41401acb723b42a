/**
 * Replacing a key in a real terminal: every way, every question, against a practice AWS that keeps
 * its books.
 */
import { describe, expect, test } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { putKey } from "../commands/run.js";
import { fault, start as startAws } from "../practice/start.js";
import { type Env, type Place, askedOf, newPlace, short } from "./program.js";
import { MODES, type Walk } from "./walk.js";

interface Scene {
  readonly place: Place;
  readonly aws: PracticeAws;
  readonly walk: Walk;
}

const envOf = (aws: PracticeAws): Env => ({
  ...askedOf(aws),
  AWS_ENDPOINT_URL_IAM: aws.endpoints.iam,
});

const idInFile = (place: Place): string =>
  /^aws_access_key_id = (\S+)/m.exec(place.read(".aws/credentials"))?.[1] ?? "";

function active(aws: PracticeAws): readonly string[] {
  const owner = aws.accounts.find(aws.accessKeyId)?.owner ?? aws.accounts.findUser("practice");
  return owner === null
    ? []
    : aws.accounts
        .keysOf(owner)
        .filter(({ status }) => status === "Active")
        .map(({ accessKeyId }) => accessKeyId);
}

/** What a person has done in the console: a second key of the same user. */
function madeInConsole(aws: PracticeAws): { readonly id: string; readonly secret: string } {
  const made = aws.accounts.issueKey(aws.accounts.find(aws.accessKeyId)!.owner, Date.now());
  return { id: made.accessKeyId, secret: made.secretAccessKey.reveal() };
}

/** As walks tell it. */
const shown = (id: string): string => short(id).replace("…", "...");

async function toChoice(walk: Walk, profile = "default"): Promise<string> {
  await walk.pick("Replace a key (rotate)");
  return walk.at(new RegExp(`Replace a key: ${profile}`), /Replace it/);
}

async function quit({ walk }: Scene): Promise<void> {
  await walk.leave();
}

describe.each(MODES)("%s", (_by, start) => {
  async function scene(
    faults: readonly string[] = [],
    { profile = "default", more = "" } = {},
  ): Promise<Scene> {
    const place = newPlace();
    const aws = await startAws({ faults: faults.map(fault) });
    putKey(place, aws, profile, more);
    return { place, aws, walk: start(place, { env: envOf(aws) }) };
  }

  describe("automatic", () => {
    test("choose, replace, switch off: the file holds the new key, the old one is off, nothing of any secret was shown", async () => {
      const here = await scene();
      const { place, aws, walk } = here;
      const old = aws.accessKeyId;
      const secret = aws.secretAccessKey.reveal();
      const before = await toChoice(walk);
      expect(before).toContain(`AWS accepts ${shown(old)}`);
      expect(before).toContain("In ~/.aws/credentials the new pair takes the place of");
      expect(before).toContain("Which other computers");
      await walk.pick("Replace it");
      const asked = await walk.at(/Replaced: the file holds/);
      expect(asked).toMatch(/still on \(last used \d{4}-\d\d-\d\d/);
      const fresh = idInFile(place);
      expect(fresh).not.toBe(old);
      expect([...active(aws)].sort()).toEqual([old, fresh].sort());
      await walk.pick("Switch the old key off");
      const end = await walk.says(/key is switched off/);
      expect(end).toContain("restart it");
      expect(end).toContain("mturk-setup rotate --finish");
      expect(active(aws)).toEqual([fresh]);
      await walk.finish();
      expect(walk.wizard.raw()).not.toContain(secret);
      expect(walk.wizard.raw()).not.toContain(aws.accounts.find(fresh)!.secretAccessKey.reveal());
    });

    test("several profiles: which one is asked first, and only that one is changed", async () => {
      const other =
        "[default]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n";
      const here = await scene([], { profile: "lab", more: other });
      await here.walk.pick("Replace a key (rotate)");
      await here.walk.pick("lab");
      await here.walk.at(/Replace a key: lab/);
      await here.walk.pick("Replace it");
      await here.walk.at(/Replaced: the file holds/);
      await here.walk.pick("Leave it on for now");
      await here.walk.says(/old key is still on.{1,3}AKIA/);
      expect(here.place.read(".aws/credentials").startsWith(other)).toBe(true);
      expect(here.place.read(".aws/credentials")).not.toContain(here.aws.accessKeyId);
      expect(active(here.aws)).toHaveLength(2);
      await quit(here);
    });

    test("two keys already: none is deleted unasked; the one that was let go is deleted, never the one in the file", async () => {
      const here = await scene(["quota"]);
      const { aws, walk, place } = here;
      const second = active(aws).find((id) => id !== aws.accessKeyId)!;
      await toChoice(walk);
      await walk.pick("Replace it");
      const asked = await walk.at(/Two keys already/);
      expect(asked).toMatch(/1 Delete none: go back/);
      expect(active(aws)).toHaveLength(2);
      await walk.pick(
        `Delete ${here.walk.by === "lines" ? shown(second) : short(second)}, then replace`,
      );
      await walk.lastFour(second);
      await walk.at(/Replaced: the file holds/);
      await walk.pick("Switch it off and delete it");
      await walk.lastFour(aws.accessKeyId);
      await walk.says(/old key is deleted at AWS/);
      expect(active(aws)).toEqual([idInFile(place)]);
      expect(aws.accounts.find(second)).toBeNull();
      await quit(here);
    });

    test("a new key that AWS refuses for some seconds: a countdown with its reason, then it goes on by itself", async () => {
      const here = await scene(["iam-delay=600"]);
      await toChoice(here.walk);
      await here.walk.pick("Replace it");
      await here.walk.passes(/AWS does not know the new key everywhere yet.*\d+ s left/);
      here.aws.setFaults([]);
      await here.walk.at(/Replaced: the file holds/);
      expect(idInFile(here.place)).not.toBe(here.aws.accessKeyId);
      await quit(here);
    });

    test("undo: the old key is on again and in the file, the new one off", async () => {
      const here = await scene();
      const { aws, walk, place } = here;
      await toChoice(walk);
      await walk.pick("Replace it");
      await walk.pick("Switch the old key off");
      await walk.pick("Undo: put the old key back");
      await walk.at(/The old key is back: the file holds/);
      expect(idInFile(place)).toBe(aws.accessKeyId);
      expect(active(aws)).toEqual([aws.accessKeyId]);
      await walk.finish();
    });
  });

  describe("by hand", () => {
    test("IAM denied leads there: clicks, a letter, paste, the change shown, the switch; then AWS is watched until it refuses the old key", async () => {
      const here = await scene(["no-iam"]);
      const { aws, walk, place } = here;
      const old = aws.accessKeyId;
      await toChoice(walk);
      await walk.pick("Replace it");
      const clicks = await walk.at(/Make the new key for user practice/);
      expect(clicks).toContain("This key may not make keys; that is usual.");
      expect(clicks).toContain("Create access key");
      walk.key(walk.by === "lines" ? "m" : "n", "field");
      await walk.says(/copied, if your terminal/);
      const made = madeInConsole(aws);
      await walk.paste(made.id, made.secret);
      // The change is planned once AWS has answered: the page is there before it.
      const review = await walk.at(/AWS accepts /, /\(hidden\)/);
      expect(review).toContain("The same user and the same account as the old key.");
      expect(review).toContain(shown(made.id));
      expect(review).toContain("(hidden)");
      expect(idInFile(place)).toBe(old);
      await walk.pick("Switch the file to it");
      // That the key may not make keys says nothing of switching off: IAM is asked before anybody is
      // sent to the console.
      await walk.pick("Switch the old key off");
      await walk.at(/Switch the old key off in the console/, /still accepted/);
      expect(idInFile(place)).toBe(made.id);
      aws.accounts.setStatus(old, "Inactive", Date.now());
      const end = await walk.says(/AWS refuses the old key/);
      expect(end).toContain(`accepts ${shown(made.id)}`);
      if (walk.by === "frames") {
        expect(walk.wizard.raw()).toContain("\u001B]52;c;");
        // Beside the digits: the letter, which nobody has to take, and Enter after the paste.
        expect(walk.wizard.presses()).toBe(2);
      }
      await quit(here);
      expect(walk.wizard.raw()).not.toContain(made.secret);
    });

    test("the key of another user is told, not taken; the first row is to paste another one", async () => {
      const here = await scene([]);
      await toChoice(here.walk);
      await here.walk.pick("Replace it by one that I make in the console");
      await here.walk.at(/Make the new key for user practice/);
      const stranger = here.aws.accounts.issueKey(
        here.aws.accounts.addUser("stranger"),
        Date.now(),
      );
      await here.walk.paste(stranger.accessKeyId, stranger.secretAccessKey.reveal());
      const told = await here.walk.says(/is another user's key\. Nothing is changed yet\./);
      expect(told).toMatch(/1 Paste another key/);
      expect(idInFile(here.place)).toBe(here.aws.accessKeyId);
      await quit(here);
    });
  });

  describe("stopping", () => {
    test("Esc stops between two steps, the file holds a working key, the next start says so and goes on", async () => {
      const here = await scene(["iam-delay=600"]);
      await toChoice(here.walk);
      await here.walk.pick("Replace it");
      await here.walk.passes(/s left/);
      await here.walk.back();
      await here.walk.at(/(?:Stopped\.|Replacing the key stopped here)/);
      expect(idInFile(here.place)).toBe(here.aws.accessKeyId);
      await quit(here);
      here.aws.setFaults([]);
      const again = start(here.place, { env: envOf(here.aws) });
      expect(await again.says(/was interrupted/)).toMatch(/1 Go on with replacing the key/);
      await again.enter();
      await again.pick("Go on where it stopped");
      await again.at(/Replaced: the file holds/);
      expect(idInFile(here.place)).not.toBe(here.aws.accessKeyId);
      await again.leave();
    });
  });

  test("in practice there is a key to begin with, and the whole of it can be tried", async () => {
    const walk = start(newPlace(), { args: ["--practice"] });
    await toChoice(walk);
    await walk.pick("Replace it");
    await walk.at(/Replaced: the file holds/);
    await walk.pick("Switch the old key off");
    await walk.says(/[Pp]ractice AWS accepts/);
    await walk.finish();
  });
});
