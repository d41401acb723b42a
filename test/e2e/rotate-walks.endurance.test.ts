/**
 * Replacing a key in a real terminal: every way, every question, against a practice AWS that keeps
 * its books.
 */
import { describe, expect, test } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { putKey } from "../commands/run.js";
import { fault, start } from "../practice/start.js";
import {
  FIRST,
  type Place,
  type Wizard,
  type WizardOptions,
  askedOf,
  newPlace,
  short,
  startWizard,
  pick,
  typeLastFour,
} from "./program.js";

interface Scene {
  readonly place: Place;
  readonly aws: PracticeAws;
  readonly wizard: Wizard;
}

async function scene(
  faults: readonly string[] = [],
  options: Partial<WizardOptions> & { readonly profile?: string; readonly more?: string } = {},
): Promise<Scene> {
  const place = newPlace();
  const aws = await start({ faults: faults.map(fault) });
  putKey(place, aws, options.profile ?? "default", options.more ?? "");
  const wizard = startWizard(place, {
    ...options,
    env: { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam },
  });
  return { place, aws, wizard };
}

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
function madeInConsole(aws: PracticeAws): { readonly id: string; readonly lines: string } {
  const made = aws.accounts.issueKey(aws.accounts.find(aws.accessKeyId)!.owner, Date.now());
  return { id: made.accessKeyId, lines: `${made.accessKeyId}\n${made.secretAccessKey.reveal()}\n` };
}

async function toChoice(wizard: Wizard, profile = "default"): Promise<string> {
  await wizard.choose("Replace a key \\(rotate\\)");
  return (await wizard.waitFor(new RegExp(`^Replace a key: ${profile}(.*\\n)*.*Replace it`))).join(
    "\n",
  );
}

async function quit({ wizard }: Scene): Promise<void> {
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
}

describe("automatic", () => {
  test("choose, replace, switch off: the file holds the new key, the old one is off, nothing of any secret was shown", async () => {
    const here = await scene();
    const { place, aws, wizard } = here;
    const old = aws.accessKeyId;
    const secret = aws.secretAccessKey.reveal();
    const before = await toChoice(wizard);
    expect(before).toContain(`AWS accepts ${short(old)}`);
    expect(before).toContain("~/.aws/credentials: the new id and secret take the place of");
    expect(before).toContain("Which other computers");
    await pick(wizard, "Replace it");
    const asked = (await wizard.waitFor(/^Replaced: the file holds/)).join("\n");
    expect(asked).toMatch(/still on \(last used \d{4}-\d\d-\d\d/);
    const fresh = idInFile(place);
    expect(fresh).not.toBe(old);
    expect([...active(aws)].sort()).toEqual([old, fresh].sort());
    await pick(wizard, "Switch the old key off");
    const end = (await wizard.waitFor(/key is switched off/)).join("\n");
    expect(end).toContain("restart it");
    expect(end).toContain("mturk-setup rotate --finish");
    expect(active(aws)).toEqual([fresh]);
    wizard.press("enter");
    const done = await wizard.exit;
    expect(done.code).toBe(0);
    expect(wizard.raw()).not.toContain(secret);
    expect(wizard.raw()).not.toContain(aws.accounts.find(fresh)!.secretAccessKey.reveal());
  });

  test("several profiles: which one is asked first, and only that one is changed", async () => {
    const other =
      "[default]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n";
    const here = await scene([], { profile: "lab", more: other });
    await here.wizard.choose("Replace a key \\(rotate\\)");
    await pick(here.wizard, "lab");
    await here.wizard.waitFor(/^Replace a key: lab/);
    await pick(here.wizard, "Replace it");
    await here.wizard.waitFor(/^Replaced: the file holds/);
    await pick(here.wizard, "Leave it on for now");
    await here.wizard.waitFor(/old key is still on +AKIA/);
    expect(here.place.read(".aws/credentials").startsWith(other)).toBe(true);
    expect(here.place.read(".aws/credentials")).not.toContain(here.aws.accessKeyId);
    expect(active(here.aws)).toHaveLength(2);
    await quit(here);
  });

  test("two keys already: none is deleted unasked; the one that was let go is deleted, never the one in the file", async () => {
    const here = await scene(["quota"]);
    const { aws, wizard, place } = here;
    const second = active(aws).find((id) => id !== aws.accessKeyId)!;
    await toChoice(wizard);
    await pick(wizard, "Replace it");
    const asked = (await wizard.waitFor(/^Two keys already/)).join("\n");
    expect(asked).toMatch(/› 1 {2}Delete none: go back/);
    expect(active(aws)).toHaveLength(2);
    await pick(wizard, `Delete ${short(second)}, then replace`);
    await typeLastFour(wizard, second);
    await wizard.waitFor(/^Replaced: the file holds/);
    await pick(wizard, "Switch it off and delete it");
    await typeLastFour(wizard, aws.accessKeyId);
    await wizard.waitFor(/old key is deleted at AWS/);
    expect(active(aws)).toEqual([idInFile(place)]);
    expect(aws.accounts.find(second)).toBeNull();
    await quit(here);
  });

  test("a new key that AWS refuses for some seconds: a countdown with its reason, then it goes on by itself", async () => {
    const here = await scene(["iam-delay=600"]);
    await toChoice(here.wizard);
    await pick(here.wizard, "Replace it");
    await here.wizard.waitFor(/AWS does not know the new key everywhere yet(.|\n)*\d+ s left/);
    here.aws.setFaults([]);
    await here.wizard.waitFor(/^Replaced: the file holds/);
    expect(idInFile(here.place)).not.toBe(here.aws.accessKeyId);
    await quit(here);
  });

  test("undo: the old key is on again and in the file, the new one off", async () => {
    const here = await scene();
    const { aws, wizard, place } = here;
    await toChoice(wizard);
    await pick(wizard, "Replace it");
    await pick(wizard, "Switch the old key off");
    await pick(wizard, "Undo: put the old key back");
    await wizard.waitFor(/^The old key is back: the file holds/);
    expect(idInFile(place)).toBe(aws.accessKeyId);
    expect(active(aws)).toEqual([aws.accessKeyId]);
    wizard.press("enter");
    expect((await wizard.exit).code).toBe(0);
  });
});

describe("by hand", () => {
  test("IAM denied leads there: clicks, a letter, paste, the change shown, the switch; then AWS is watched until it refuses the old key", async () => {
    const here = await scene(["no-iam"]);
    const { aws, wizard, place } = here;
    const old = aws.accessKeyId;
    await toChoice(wizard);
    await pick(wizard, "Replace it");
    const clicks = (await wizard.waitFor(/^Make the new key for user practice/)).join("\n");
    expect(clicks).toContain("This key may not make keys; that is usual.");
    expect(clicks).toContain("Create access key");
    wizard.press("ctrl-n");
    await wizard.waitFor(/copied, if your terminal/);
    expect(wizard.raw()).toContain("\u001B]52;c;");
    const made = madeInConsole(aws);
    wizard.paste(made.lines);
    await wizard.waitFor(/Pasted several lines/);
    wizard.press("enter");
    const review = (await wizard.waitFor(/^AWS accepts (.*\n)*.*Switch the file to it/m)).join(
      "\n",
    );
    expect(review).toContain("The same user and the same account as the old key.");
    expect(review).toContain(`+ aws_access_key_id = ${short(made.id)}`);
    expect(review).toContain("(hidden)");
    expect(idInFile(place)).toBe(old);
    await pick(wizard, "Switch the file to it");
    // That the key may not make keys says nothing of switching off: IAM is asked before anybody is
    // sent to the console.
    await pick(wizard, "Switch the old key off");
    await wizard.waitFor(/^Switch the old key off in the console(.*\n)*.*still accepted/m);
    expect(idInFile(place)).toBe(made.id);
    aws.accounts.setStatus(old, "Inactive", Date.now());
    const end = (await wizard.waitFor(/AWS refuses the old key/)).join("\n");
    expect(end).toContain(`accepts ${short(made.id)}`);
    // Beside the digits: the letter, which nobody has to take, Enter after the paste, and the
    // second page of the change.
    expect(wizard.presses()).toBe(3);
    await quit(here);
    expect(wizard.raw()).not.toContain(made.lines.split("\n")[1]);
  }, 60_000);

  test("the key of another user is told, not taken; the first row is to paste another one", async () => {
    const here = await scene([]);
    await toChoice(here.wizard);
    await pick(here.wizard, "Replace it by one that I make in the console");
    await here.wizard.waitFor(/^Make the new key for user practice/);
    const stranger = here.aws.accounts.issueKey(here.aws.accounts.addUser("stranger"), Date.now());
    here.wizard.paste(`${stranger.accessKeyId}\n${stranger.secretAccessKey.reveal()}\n`);
    await here.wizard.waitFor(/Pasted several lines/);
    here.wizard.press("enter");
    const told = (
      await here.wizard.waitFor(/is another user's key\. Nothing is changed yet\./)
    ).join("\n");
    expect(told).toMatch(/› 1 {2}Paste another key/);
    expect(idInFile(here.place)).toBe(here.aws.accessKeyId);
    await quit(here);
  });
});

describe("stopping", () => {
  test("Esc stops between two steps, the file holds a working key, the next start says so and goes on", async () => {
    const here = await scene(["iam-delay=600"]);
    await toChoice(here.wizard);
    await pick(here.wizard, "Replace it");
    await here.wizard.waitFor(/s left/);
    here.wizard.press("esc");
    await here.wizard.waitFor(/^(Stopped\.|Replacing the key stopped here)/);
    expect(idInFile(here.place)).toBe(here.aws.accessKeyId);
    await quit(here);
    here.aws.setFaults([]);
    const again = startWizard(here.place, {
      env: { ...askedOf(here.aws), AWS_ENDPOINT_URL_IAM: here.aws.endpoints.iam },
    });
    expect(
      (
        await again.waitFor(
          (rows) => FIRST(rows) && rows.some((line) => line.includes("was interrupted")),
        )
      ).join("\n"),
    ).toMatch(/› 1 {2}Go on with replacing the key/);
    again.press("enter");
    await pick(again, "Go on where it stopped");
    await again.waitFor(/^Replaced: the file holds/);
    expect(idInFile(here.place)).not.toBe(here.aws.accessKeyId);
    again.press("ctrl-c", "ctrl-c");
    await again.exit;
  }, 60_000);
});

test("in practice there is a key to begin with, and the whole of it can be tried", async () => {
  const wizard = startWizard(newPlace(), { args: ["--practice"] });
  await toChoice(wizard);
  await pick(wizard, "Replace it");
  await wizard.waitFor(/^Replaced: the file holds/);
  await pick(wizard, "Switch the old key off");
  await wizard.waitFor(/The practice AWS accepts/);
  wizard.press("enter");
  expect((await wizard.exit).code).toBe(0);
});
