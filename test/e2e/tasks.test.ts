/**
 * The tasks beside setting up: checking, which profile, a study without MTurk; and the keys that
 * work everywhere.
 */
import { describe, expect, test } from "vitest";
import { putKey } from "../commands/run.js";
import { fault, start } from "../practice/start.js";
import { MODES } from "./walk.js";
import { EXAMPLE, FIRST, askedOf, newPlace, short, startWizard } from "./program.js";

const TWO_PROFILES =
  "[default]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n";
const HALF = /boto3's key works\. psiTurk does not use it\./;
const CHECK = "Check my keys";

describe.each(MODES)("%s: check my keys, and without MTurk", (by, walkIn) => {
  test("is the first row where keys were found, and Enter is enough: verdict, balance, who uses what", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const before = place.tree();
    const walk = walkIn(place, { env: askedOf(aws) });
    await walk.at(/mturk-setup: /, by === "by lines" ? /1 Check my keys/ : /› 1 Check my keys/);
    await walk.enter();
    const end = await walk.at(/Ready\./);
    expect(end).toContain(`AWS accepts ${short(aws.accessKeyId).replace("…", "...")}`);
    expect(end).toContain("10,000.00");
    await walk.finish();
    expect(place.tree()).toEqual(before);
  });

  test("with several profiles it asks which, and asks AWS about that one", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws, "lab", TWO_PROFILES);
    const walk = walkIn(place, { env: askedOf(aws) });
    await walk.pick(CHECK);
    await walk.at(/Which profile\?/);
    await walk.pick("lab");
    await walk.at(HALF, /lab/);
    await walk.back();
    await walk.at(/Which profile\?/);
    await walk.leave();
    expect(walk.wizard.raw()).not.toContain("oldSecret");
  });

  test("--profile skips the question", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws, "lab", TWO_PROFILES);
    const walk = walkIn(place, { args: ["--profile", "lab"], env: askedOf(aws) });
    await walk.pick(CHECK);
    await walk.at(HALF, /lab/);
    walk.key("q");
    expect((await walk.wizard.exit).code).toBe(0);
  });

  test("a failure names its cure, and r asks again", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("no-policy")] });
    putKey(place, aws);
    const walk = walkIn(place, { env: askedOf(aws) });
    await walk.pick(CHECK);
    await walk.at(/Your key works/, /AmazonMechanicalTurkFullAccess/);
    aws.setFaults([]);
    walk.key("r");
    await walk.at(/Ready\./);
    await walk.leave();
  });

  test("AWS's example: what the title says comes first, then what else is wrong; nobody is asked", async () => {
    const place = newPlace();
    const aws = await start();
    const { id, secret } = EXAMPLE;
    place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
    );
    const walk = walkIn(place, { env: askedOf(aws) });
    await walk.pick(CHECK);
    const told = await walk.at(/(?:✗ )?This key is the example/, /No region is set/);
    expect(told.indexOf("AWS is not asked about it")).toBeGreaterThan(0);
    expect(told.indexOf("AWS is not asked about it")).toBeLessThan(
      told.indexOf("No region is set"),
    );
    await walk.leave();
    expect(aws.log).toEqual([]);
  });

  test("nothing there: said so, without asking anybody", async () => {
    const aws = await start();
    const walk = walkIn(newPlace(), { env: askedOf(aws) });
    await walk.pick("Check what is on this computer");
    await walk.at(/There is no complete key here\./);
    await walk.leave();
    expect(aws.log).toEqual([]);
  });

  test("a study without MTurk: commands and addresses, nothing asked, nothing written", async () => {
    const place = newPlace();
    const before = place.tree();
    const aws = await start();
    const walk = walkIn(place, { env: askedOf(aws) });
    await walk.pick("Run a study without MTurk");
    const told = await walk.at(/Run a study without MTurk/, /psiturk server on/);
    for (const word of ["Prolific", "CloudResearch", "https://"]) expect(told).toContain(word);
    await walk.finish();
    expect(aws.log).toEqual([]);
    expect(place.tree()).toEqual(before);
  });
});

describe("everywhere", () => {
  test("help opens over any screen and gives it back; in a field by Ctrl+G, where ? is a character", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"] });
    await wizard.waitFor(FIRST);
    wizard.send("?");
    await wizard.waitFor(/^Help/);
    wizard.press("esc");
    await wizard.waitFor(FIRST);
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    wizard.send("?");
    await wizard.waitFor(/hidden, 1 character|› {1,2}\?/);
    wizard.press("ctrl-g");
    await wizard.waitFor(/^Help/);
    wizard.press("enter");
    await wizard.waitFor(/hidden, 1 character|› {1,2}\?/);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
  });

  test("c copies the address of a step to the person's own clipboard (OSC 52); a step can be read from the overview", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"] });
    await wizard.waitFor(FIRST);
    await wizard.enterTo(/^Set up from the beginning(.*\n)*.*Go on: one screen/);
    wizard.send("3");
    await wizard.waitFor(/^Step 3 of 7/);
    wizard.send("c");
    await wizard.waitFor(/Copied/);
    const encoded = Buffer.from("https://requester.mturk.com/developer").toString("base64");
    expect(wizard.raw()).toContain(`\u001B]52;c;${encoded}`);
    await wizard.enterTo(/^Set up from the beginning/);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
  });

  test("an address that is wider than the window is printed above in one piece, to be copied as one", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"], columns: 44, rows: 40 });
    await wizard.waitFor(FIRST);
    await wizard.enterTo(/^Set up from/m);
    await wizard.enterTo(/^Step 1 of 7/m);
    const url = "https://signin.aws.amazon.com/signup?request_type=register";
    expect(wizard.scrollback()).not.toContain(url);
    wizard.send("c");
    await wizard.waitFor(() => wizard.scrollback().includes(url));
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
  });
});
