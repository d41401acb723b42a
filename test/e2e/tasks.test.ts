/**
 * The tasks beside setting up: checking, which profile, a study without MTurk; and the keys that
 * work everywhere.
 */
import { describe, expect, test } from "vitest";
import { putKey } from "../commands/run.js";
import { fault, start } from "../practice/start.js";
import { FIRST, askedOf, newPlace, short, startWizard } from "./program.js";

describe("check my keys", () => {
  test("is the first row where keys were found, and Enter is enough: verdict, balance, who uses what", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const before = place.tree();
    const wizard = startWizard(place, { env: askedOf(aws) });
    expect((await wizard.waitFor(FIRST)).join("\n")).toMatch(/› 1 {2}Check my keys/);
    const end = (await wizard.enterTo(/^Ready\./)).join("\n");
    expect(end).toContain(`AWS accepts ${short(aws.accessKeyId)}`);
    expect(end).toContain("10,000.00");
    wizard.press("enter");
    expect((await wizard.exit).code).toBe(0);
    expect(place.tree()).toEqual(before);
  });

  test("with several profiles it asks which, and asks AWS about that one", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(
      place,
      aws,
      "lab",
      "[default]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n",
    );
    const wizard = startWizard(place, { env: askedOf(aws) });
    await wizard.choose("Check my keys");
    const which = await wizard.waitFor(/^Which profile\?(.*\n)*.*\d {2}lab/);
    wizard.send(/(\d) {2}lab/.exec(which.join("\n"))?.[1] ?? "");
    await wizard.waitFor(/^boto3's key works\. psiTurk does not use it\.(.*\n)*.*lab/);
    wizard.press("esc");
    await wizard.waitFor(/^Which profile\?/);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
    expect(wizard.raw()).not.toContain("oldSecret");
  });

  test("--profile skips the question", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(
      place,
      aws,
      "lab",
      "[default]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n",
    );
    const wizard = startWizard(place, { args: ["--profile", "lab"], env: askedOf(aws) });
    await wizard.choose("Check my keys");
    await wizard.waitFor(/^boto3's key works\. psiTurk does not use it\.(.*\n)*.*lab/);
    wizard.send("q");
    expect((await wizard.exit).code).toBe(0);
  });

  test("a failure names its cure, and r asks again", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("no-policy")] });
    putKey(place, aws);
    const wizard = startWizard(place, { env: askedOf(aws) });
    await wizard.choose("Check my keys");
    expect((await wizard.waitFor(/^Your key works/)).join("\n")).toContain(
      "AmazonMechanicalTurkFullAccess",
    );
    aws.setFaults([]);
    wizard.send("r");
    await wizard.waitFor(/^Ready\./);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
  });

  test("nothing there: said so, without asking anybody", async () => {
    const aws = await start();
    const wizard = startWizard(newPlace(), { env: askedOf(aws) });
    await wizard.choose("Check what is on this computer");
    await wizard.waitFor(/^There is no complete key here\./);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
    expect(aws.log).toEqual([]);
  });
});

describe("everywhere", () => {
  test("a study without MTurk: commands and addresses, nothing asked, nothing written", async () => {
    const place = newPlace();
    const before = place.tree();
    const aws = await start();
    const wizard = startWizard(place, { env: askedOf(aws) });
    await wizard.choose("Run a study without MTurk");
    const frame = (await wizard.waitFor(/^Run a study without MTurk/)).join("\n");
    for (const word of ["Prolific", "CloudResearch", "psiturk server on", "https://"])
      expect(frame).toContain(word);
    wizard.press("enter");
    expect((await wizard.exit).code).toBe(0);
    expect(aws.log).toEqual([]);
    expect(place.tree()).toEqual(before);
  });

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
